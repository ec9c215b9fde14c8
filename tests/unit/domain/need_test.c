#include "daemon/domain/need.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void what_is_on_the_list_is_not_put_there_twice(void **state)
{
    (void)state;
    assert_int_equal(need_may_add(0, 0), 0);
    assert_int_equal(need_may_add(7, 1), NEED_ALREADY_OPEN);
    assert_int_equal(need_may_add(7, NEED_OPEN_MOST), NEED_ALREADY_OPEN);
}

static void a_list_has_an_end(void **state)
{
    (void)state;
    assert_int_equal(need_may_add(0, NEED_OPEN_MOST - 1), 0);
    assert_int_equal(need_may_add(0, NEED_OPEN_MOST), NEED_LIST_FULL);
    assert_int_equal(need_may_add(0, NEED_OPEN_MOST + 1), NEED_LIST_FULL);
}

static void what_was_done_is_written_once(void **state)
{
    (void)state;
    struct need need = {.said_at = 100};
    assert_int_equal(need_may_resolve(&need), 0);
    need.done = "Bought.";
    assert_int_equal(need_may_resolve(&need), NEED_ALREADY_DONE);
}

/* issue 3: "listed until someone writes what was done, with age" */
static void its_age_ends_with_what_was_done(void **state)
{
    (void)state;
    struct need need = {.said_at = 100};
    assert_int_equal(need_open_seconds(&need, 100), 0);
    assert_int_equal(need_open_seconds(&need, 160), 60);
    need.done = "Bought.";
    need.done_at = 130;
    assert_int_equal(need_open_seconds(&need, 160), 30);
}

static void a_clock_that_was_set_back_makes_nothing_younger_than_new(void **state)
{
    (void)state;
    struct need need = {.said_at = 100};
    assert_int_equal(need_open_seconds(&need, 40), 0);
    need.done = "Bought.";
    need.done_at = 50;
    assert_int_equal(need_open_seconds(&need, 160), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_on_the_list_is_not_put_there_twice),
        cmocka_unit_test(a_list_has_an_end),
        cmocka_unit_test(what_was_done_is_written_once),
        cmocka_unit_test(its_age_ends_with_what_was_done),
        cmocka_unit_test(a_clock_that_was_set_back_makes_nothing_younger_than_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
