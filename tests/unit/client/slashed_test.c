#include "client/slashed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* How it is read, month first and day first; "" for not at all. */
static void expect(const char *text, const char *month_first, const char *day_first)
{
    struct arena arena = {0};
    const char *read = slashed_date(text, SLASHED_MONTH_FIRST, &arena);
    assert_string_equal(read ? read : "", month_first);
    read = slashed_date(text, SLASHED_DAY_FIRST, &arena);
    assert_string_equal(read ? read : "", day_first);
    arena_clear(&arena);
}

static void a_date_is_read_in_the_order_asked_for(void **state)
{
    (void)state;
    expect("1/2/2026", "2026-01-02", "2026-02-01");
    expect("01/02/2026", "2026-01-02", "2026-02-01");
    expect("11/27/2026", "2026-11-27", "");
    expect("27/11/2026", "", "2026-11-27");
    expect("2/29/2028", "2028-02-29", "");
}

static void what_is_no_such_date_is_not_read(void **state)
{
    static const char *const others[] = {"",           "2026-01-02", "1/2/26",    "1/2/20266",
                                         "1/2",        "1/2/",       "/1/2026",   "1//2026",
                                         "001/2/2026", "1/2/2026 ",  "1/2/1899",  "31/31/2026",
                                         "2/29/2026",  "a/2/2026",   "-1/2/2026", "0/1/2026"};
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        expect(others[i], "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_read_in_the_order_asked_for),
        cmocka_unit_test(what_is_no_such_date_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
