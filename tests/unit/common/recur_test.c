#include "common/recur.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/zonefile.h"

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

/* The days of a rule after some day, one blank between them; at most `limit`. */
static void list_after(const struct recur *rule, const char *start,
                       const struct recur_exceptions *exceptions, civil_day after, int limit,
                       char out[static 2048])
{
    size_t length = 0;
    out[0] = '\0';
    while (limit-- > 0) {
        char date[CIVIL_DATE_SIZE];
        if (recur_next(rule, day_of(start), exceptions, after, CIVIL_DAY_LAST, &after) != 0)
            break;
        civil_format(after, date);
        length += (size_t)snprintf(out + length, 2048 - length, "%s%s", length ? " " : "", date);
        assert_true(length < 2048);
    }
}

/* A rule has these days from its start on. It has no others, unless "..." stands at the end. */
static void assert_days(const char *text, const char *start, const char *expected)
{
    struct recur rule = rule_of(text);
    char got[2048], wanted[2048];
    snprintf(wanted, sizeof wanted, "%s", expected);
    char *dots = strstr(wanted, " ...");
    if (dots)
        *dots = '\0';
    int days = (int)(strlen(wanted) + 1) / CIVIL_DATE_SIZE;
    list_after(&rule, start, NULL, day_of(start) - 1, dots ? days : days + 1, got);
    if (strcmp(got, wanted) != 0)
        fail_msg("%s from %s:\n%s, not\n%s", text, start, got, wanted);
    struct recur_walk walk;
    civil_day day;
    recur_begin(&walk, &rule, day_of(start), CIVIL_DAY_LAST);
    for (int i = 0; i < days; i++) {
        char date[CIVIL_DATE_SIZE];
        assert_int_equal(recur_step(&walk, &day), 0);
        civil_format(day, date);
        assert_memory_equal(date, wanted + i * CIVIL_DATE_SIZE, CIVIL_DATE_SIZE - 1);
    }
}

static void a_fortnightly_sunday_begins_with_the_first_sunday(void **state)
{
    (void)state;
    /* libical 3.0.16 leaves out the first Sunday and stays a week behind. */
    assert_days("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-11-25",
                "2026-11-29 2026-12-13 2026-12-27 2027-01-10 ...");
    assert_days("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=MO", "2026-11-25",
                "2026-11-29 2026-12-13 2026-12-27 2027-01-10 ...");
    assert_days("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", "2026-11-25",
                "2026-12-06 2026-12-20 2027-01-03 ...");
}

/* The local clock of a daily rule at one minute of the day, written as instants. */
static void assert_daily_instants(const char *start, int32_t minute, const char *const *expected)
{
    struct zone *zone = NULL;
    assert_int_equal(zonefile_read(NULL, "America/New_York", &zone), 0);
    struct recur rule = rule_of("FREQ=DAILY");
    civil_day after = day_of(start) - 1;
    for (; *expected; expected++) {
        char text[CIVIL_INSTANT_SIZE];
        assert_int_equal(recur_next(&rule, day_of(start), NULL, after, CIVIL_DAY_LAST, &after), 0);
        int64_t local = civil_to_seconds(civil_at_minute(after, minute));
        int64_t utc = zone_to_utc(zone, local, NULL);
        civil_format_instant(utc, zone_offset(zone, utc), text);
        assert_string_equal(text, *expected);
    }
    zone_free(zone);
}

static void a_time_in_the_spring_gap_is_shifted_on_that_day_alone(void **state)
{
    (void)state;
    /* libical 3.0.16 stays at 03:30 for ever after. */
    static const char *const days[] = {"2026-03-07T02:30:00-05:00", "2026-03-08T03:00:00-04:00",
                                       "2026-03-09T02:30:00-04:00", NULL};
    assert_daily_instants("2026-03-07", 150, days);
}

static void a_time_that_comes_twice_is_due_the_first_time(void **state)
{
    (void)state;
    /* libical 3.0.16 takes the second. */
    static const char *const days[] = {"2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-04:00",
                                       "2026-11-02T01:30:00-05:00", NULL};
    assert_daily_instants("2026-10-31", 90, days);
}

static void a_day_that_a_month_does_not_have_is_left_out(void **state)
{
    (void)state;
    assert_days("FREQ=MONTHLY", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31 2026-07-31 ...");
    assert_days("FREQ=MONTHLY;INTERVAL=12", "2028-02-29", "2028-02-29 2032-02-29 2036-02-29 ...");
    assert_days("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-01",
                "2028-01-31 2028-02-29 2028-03-31 2028-04-30 ...");
    assert_days("FREQ=MONTHLY;BYMONTHDAY=-31", "2028-01-01",
                "2028-01-01 2028-03-01 2028-05-01 2028-07-01 ...");
    assert_days("FREQ=MONTHLY;BYDAY=5FR,-5FR", "2026-01-01",
                "2026-01-02 2026-01-30 2026-05-01 2026-05-29 2026-07-03 2026-07-31 ...");
}

static void a_daily_rule_keeps_to_its_weekdays_and_days_of_the_month(void **state)
{
    (void)state;
    assert_days("FREQ=DAILY;INTERVAL=3;BYDAY=SA,SU", "2026-11-23",
                "2026-11-29 2026-12-05 2026-12-20 2026-12-26 ...");
    assert_days("FREQ=DAILY;BYMONTHDAY=1,-1", "2026-11-23",
                "2026-11-30 2026-12-01 2026-12-31 2027-01-01 ...");
}

static void positions_count_the_whole_period_and_not_from_the_start(void **state)
{
    (void)state;
    assert_days("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2", "2026-11-26",
                "2026-12-02 2026-12-09 2026-12-16 ...");
    assert_days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1", "2026-11-10",
                "2026-11-30 2026-12-01 2026-12-31 2027-01-01 2027-01-29 ...");
}

static void a_count_begins_at_the_start_and_an_until_is_the_last_day(void **state)
{
    (void)state;
    char days[2048];
    struct recur rule = rule_of("FREQ=DAILY;COUNT=5");
    list_after(&rule, "2026-11-23", NULL, day_of("2026-11-25"), 9, days);
    assert_string_equal(days, "2026-11-26 2026-11-27");
    rule = rule_of("FREQ=WEEKLY;BYDAY=FR;UNTIL=20261204");
    list_after(&rule, "2026-11-23", NULL, day_of("2026-11-27"), 9, days);
    assert_string_equal(days, "2026-12-04");
    assert_days("FREQ=DAILY;UNTIL=20261122", "2026-11-23", "");
}

static void the_start_is_a_day_of_the_rule_only_if_the_rule_says_so(void **state)
{
    (void)state;
    assert_days("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-11-23", "2026-11-24 2026-12-01");
}

static void a_rule_that_never_comes_round_is_over_at_the_horizon(void **state)
{
    (void)state;
    static const char *const never[] = {
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=8",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=-3;COUNT=10000",
    };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        struct recur rule = rule_of(never[i]);
        civil_day day = 12345, april = day_of("2026-04-01");
        assert_int_equal(recur_next(&rule, april, NULL, april - 1, INT32_MAX, &day), RECUR_OVER);
        assert_int_equal(day, 12345);
    }
}

static void days_outside_the_calendar_have_no_rule(void **state)
{
    (void)state;
    static const civil_day outside[] = {INT32_MIN, CIVIL_DAY_FIRST - 1, CIVIL_DAY_LAST + 1,
                                        INT32_MAX};
    static const char *const rules[] = {"FREQ=DAILY", "FREQ=WEEKLY;WKST=SU",
                                        "FREQ=MONTHLY;INTERVAL=1000"};
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 3; j++) {
            struct recur rule = rule_of(rules[j]);
            civil_day day = 7;
            assert_int_equal(recur_next(&rule, outside[i], NULL, INT32_MIN, INT32_MAX, &day),
                             RECUR_OVER);
            assert_int_equal(recur_next(&rule, 0, NULL, INT32_MAX, INT32_MAX, &day), RECUR_OVER);
            assert_int_equal(recur_next(&rule, 0, NULL, -1, INT32_MIN, &day), RECUR_OVER);
            assert_int_equal(day, 7);
        }
    }
    assert_days("FREQ=WEEKLY;INTERVAL=1000", "2200-12-30", "2200-12-30");
}

static void single_days_are_skipped_moved_and_added(void **state)
{
    (void)state;
    struct recur rule = rule_of("FREQ=WEEKLY;BYDAY=FR;COUNT=5");
    const civil_day skipped[] = {day_of("2026-12-04"), day_of("2026-12-30")};
    const civil_day extra[] = {day_of("2026-12-30"), day_of("2026-12-20"), day_of("2026-12-11")};
    const struct recur_move moved[] = {
        {day_of("2026-12-11"), day_of("2026-12-12")}, /* a day later */
        {day_of("2026-12-25"), day_of("2026-11-26")}, /* before all others */
        {day_of("2026-12-04"), day_of("2026-12-05")}, /* it was skipped */
        {day_of("2026-12-09"), day_of("2026-12-10")}, /* the rule has no such day */
        {day_of("2026-12-20"), day_of("2026-12-18")}, /* onto another */
    };
    struct recur_exceptions exceptions = {skipped, 2, moved, 5, extra, 3};
    char days[2048];
    list_after(&rule, "2026-11-23", &exceptions, day_of("2026-11-22"), 9, days);
    assert_string_equal(days, "2026-11-26 2026-11-27 2026-12-12 2026-12-18");
    list_after(&rule, "2026-11-23", &exceptions, day_of("2026-12-12"), 9, days);
    assert_string_equal(days, "2026-12-18");
}

static void the_earliest_of_rule_moved_and_extra_days_comes_next(void **state)
{
    (void)state;
    struct recur rule = rule_of("FREQ=DAILY;INTERVAL=10");
    const civil_day extra[] = {day_of("2026-11-30"), day_of("2026-11-25")};
    const struct recur_move moved[] = {{day_of("2027-01-02"), day_of("2026-11-24")},
                                       {day_of("2026-11-30"), day_of("2026-11-29")}};
    struct recur_exceptions exceptions = {NULL, 0, moved, 2, extra, 2};
    char days[2048];
    list_after(&rule, "2026-11-23", &exceptions, day_of("2026-11-22"), 6, days);
    assert_string_equal(days, "2026-11-23 2026-11-24 2026-11-25 2026-11-29 2026-12-03 2026-12-13");
    civil_day day = 7;
    assert_int_equal(recur_next(&rule, day_of("2026-11-23"), &exceptions, day_of("2026-11-23"),
                                day_of("2026-11-23"), &day),
                     RECUR_OVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fortnightly_sunday_begins_with_the_first_sunday),
        cmocka_unit_test(a_time_in_the_spring_gap_is_shifted_on_that_day_alone),
        cmocka_unit_test(a_time_that_comes_twice_is_due_the_first_time),
        cmocka_unit_test(a_day_that_a_month_does_not_have_is_left_out),
        cmocka_unit_test(a_daily_rule_keeps_to_its_weekdays_and_days_of_the_month),
        cmocka_unit_test(positions_count_the_whole_period_and_not_from_the_start),
        cmocka_unit_test(a_count_begins_at_the_start_and_an_until_is_the_last_day),
        cmocka_unit_test(the_start_is_a_day_of_the_rule_only_if_the_rule_says_so),
        cmocka_unit_test(a_rule_that_never_comes_round_is_over_at_the_horizon),
        cmocka_unit_test(days_outside_the_calendar_have_no_rule),
        cmocka_unit_test(single_days_are_skipped_moved_and_added),
        cmocka_unit_test(the_earliest_of_rule_moved_and_extra_days_comes_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
