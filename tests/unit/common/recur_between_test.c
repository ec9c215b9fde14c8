/* The days of a window, held against asking for one day after the other. */
#include "common/recur.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS_MOST = 400, LIST_MOST = 6, CASES = 20000 };

static civil_day day_of(const char *text)
{
    civil_day day = 0;
    if (civil_parse(text, &day) != 0)
        fail_msg("not a date: %s", text);
    return day;
}

static struct recur rule_of(const char *text)
{
    struct recur rule = {0};
    const char *reason = "";
    if (recur_parse(text, &rule, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    return rule;
}

static size_t ask_one_by_one(const struct recur *rule, civil_day start,
                             const struct recur_exceptions *exceptions, civil_day from,
                             civil_day until, civil_day days[], size_t most)
{
    size_t count = 0;
    civil_day day = from - 1;
    while (count < most && recur_next(rule, start, exceptions, day, until, &day) == 0)
        days[count++] = day;
    return count;
}

static void assert_same(const char *text, civil_day start,
                        const struct recur_exceptions *exceptions, civil_day from, civil_day until,
                        size_t most)
{
    const struct recur rule = rule_of(text);
    civil_day wanted[DAYS_MOST], got[DAYS_MOST + 1];
    assert_true(most <= DAYS_MOST);
    got[most] = 12345;
    size_t count = ask_one_by_one(&rule, start, exceptions, from, until, wanted, most);
    size_t written = recur_between(&rule, start, exceptions, from, until, got, most);
    if (written != count || memcmp(got, wanted, count * sizeof *got) != 0)
        fail_msg("%s from %d between %d and %d: %zu days, not %zu, or others", text, start, from,
                 until, written, count);
    assert_int_equal(got[most], 12345);
}

/* --- Some windows ----------------------------------------------------------------------------- */

static void a_window_has_its_first_and_its_last_day(void **state)
{
    (void)state;
    const struct recur rule = rule_of("FREQ=WEEKLY;BYDAY=MO");
    civil_day start = day_of("2026-11-23"), days[3];
    assert_int_equal(recur_between(&rule, start, NULL, start, start + 14, days, 3), 3);
    assert_int_equal(days[0], start);
    assert_int_equal(days[2], start + 14);
    assert_int_equal(recur_between(&rule, start, NULL, start + 7, start + 7, days, 3), 1);
    assert_int_equal(recur_between(&rule, start, NULL, start + 1, start + 6, days, 3), 0);
    assert_int_equal(recur_between(&rule, start, NULL, start + 7, start + 6, days, 3), 0);
    assert_int_equal(recur_between(&rule, start, NULL, start - 30, start - 1, days, 3), 0);
}

static void of_too_many_days_the_first_ones_are_given(void **state)
{
    (void)state;
    const struct recur rule = rule_of("FREQ=WEEKLY;BYDAY=MO");
    civil_day start = day_of("2026-11-23"), days[3] = {0, 0, 7};
    const civil_day extra[] = {start + 40, start + 3, start + 7};
    const struct recur_move moved[] = {{start + 14, start + 1}, {start + 21, start + 50}};
    const struct recur_exceptions exceptions = {
        .extra = extra, .extra_count = 3, .moved = moved, .moved_count = 2};
    assert_int_equal(recur_between(&rule, start, &exceptions, start, start + 70, days, 2), 2);
    assert_int_equal(days[0], start);
    assert_int_equal(days[1], start + 1);
    assert_int_equal(days[2], 7);
    assert_int_equal(recur_between(&rule, start, &exceptions, start, start + 70, days, 0), 0);
    assert_int_equal(days[0], start);
    for (size_t most = 0; most <= 20; most++)
        assert_same("FREQ=WEEKLY;BYDAY=MO", start, &exceptions, start, start + 70, most);
}

static void a_counted_rule_is_over_wherever_the_window_stands(void **state)
{
    (void)state;
    civil_day start = day_of("2016-01-01"), from = day_of("2026-11-23");
    const struct recur_move moved[] = {{start + 9, from + 3}, {start + 10, from + 4}};
    const struct recur_exceptions exceptions = {.moved = moved, .moved_count = 2};
    civil_day days[DAYS_MOST];
    const struct recur ten = rule_of("FREQ=DAILY;COUNT=10");
    assert_int_equal(recur_between(&ten, start, NULL, from, from + 13, days, DAYS_MOST), 0);
    /* The tenth day was moved into the window; there never was an eleventh. */
    assert_int_equal(recur_between(&ten, start, &exceptions, from, from + 13, days, DAYS_MOST), 1);
    assert_int_equal(days[0], from + 3);
    assert_same("FREQ=DAILY;COUNT=10000", start, &exceptions, from, from + 300, DAYS_MOST);
    assert_same("FREQ=DAILY;COUNT=3990", start, &exceptions, from, from + 300, DAYS_MOST);
    /* A day from behind the window, moved into it. */
    const struct recur_move back[] = {{from + 40, from + 2}, {from + 41, from + 3}};
    const struct recur_exceptions early = {.moved = back, .moved_count = 2};
    assert_same("FREQ=WEEKLY;COUNT=9", from + 5, &early, from, from + 10, DAYS_MOST);
    assert_same("FREQ=WEEKLY;COUNT=5", from + 5, &early, from, from + 10, DAYS_MOST);
    assert_same("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=8;COUNT=5", from, &early, from, from + 10, 9);
}

static void windows_may_lie_outside_the_calendar(void **state)
{
    (void)state;
    static const civil_day far[] = {INT32_MIN, CIVIL_DAY_FIRST, 20780, CIVIL_DAY_LAST, INT32_MAX};
    static const char *const rules[] = {"FREQ=WEEKLY", "FREQ=MONTHLY;COUNT=3",
                                        "FREQ=DAILY;INTERVAL=1000"};
    civil_day days[1];
    for (size_t i = 0; i < 125; i++) {
        const struct recur rule = rule_of(rules[i % 3]);
        civil_day start = far[i % 5], from = far[i / 5 % 5], until = far[i / 25];
        size_t count = recur_between(&rule, start, NULL, from, until, days, 1);
        assert_true(count == 0 || (days[0] >= from && days[0] <= until && days[0] >= start));
    }
}

/* --- Any rules and windows -------------------------------------------------------------------- */

/* A row of numbers that is the same at every run (xorshift). */
static int32_t draw(uint32_t *state, int32_t least, int32_t most)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return least + (int32_t)(*state % (uint32_t)(most - least + 1));
}

static void any_window_is_the_same_as_day_after_day(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;COUNT=90",
        "FREQ=DAILY;BYMONTHDAY=1,15,-1;UNTIL=20280601",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=100",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20270101",
        "FREQ=MONTHLY;BYDAY=-1SA,2SU",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12",
        "FREQ=MONTHLY;INTERVAL=2",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=8",
    };
    uint32_t seed = 20261123;
    for (int n = 0; n < CASES; n++) {
        civil_day start = draw(&seed, 20000, 20800), from = start + draw(&seed, -60, 900);
        civil_day skipped[LIST_MOST], extra[LIST_MOST];
        struct recur_move moved[LIST_MOST];
        struct recur_exceptions exceptions = {skipped, 0, moved, 0, extra, 0};
        for (int i = draw(&seed, 0, LIST_MOST); i > 0; i--)
            skipped[exceptions.skipped_count++] = from + draw(&seed, -9, 40);
        for (int i = draw(&seed, 0, LIST_MOST); i > 0; i--)
            extra[exceptions.extra_count++] = from + draw(&seed, -9, 40);
        for (int i = draw(&seed, 0, LIST_MOST); i > 0; i--)
            moved[exceptions.moved_count++] =
                (struct recur_move){from + draw(&seed, -60, 90), from + draw(&seed, -9, 40)};
        size_t most = n % 4 ? DAYS_MOST : (size_t)draw(&seed, 0, 5);
        assert_same(rules[n % 10], start, n % 8 ? &exceptions : NULL, from,
                    from + draw(&seed, -1, 40), most);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_has_its_first_and_its_last_day),
        cmocka_unit_test(of_too_many_days_the_first_ones_are_given),
        cmocka_unit_test(a_counted_rule_is_over_wherever_the_window_stands),
        cmocka_unit_test(windows_may_lie_outside_the_calendar),
        cmocka_unit_test(any_window_is_the_same_as_day_after_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
