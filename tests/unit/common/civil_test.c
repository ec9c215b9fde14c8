#include "common/civil.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static civil_day day_of(const char *text)
{
    civil_day day = 0;
    if (civil_parse(text, &day) != 0)
        fail_msg("not a date: %s", text);
    return day;
}

static void assert_date(civil_day day, const char *expected)
{
    char text[CIVIL_DATE_SIZE];
    civil_format(day, text);
    assert_string_equal(text, expected);
}

static void day_zero_is_the_first_of_january_1970_a_thursday(void **state)
{
    (void)state;
    assert_int_equal(day_of("1970-01-01"), 0);
    assert_int_equal(civil_weekday(0), 3);
    assert_int_equal(day_of("1969-12-31"), -1);
    assert_int_equal(civil_weekday(-1), 2);
    assert_int_equal(civil_weekday(INT32_MIN), (INT32_MIN + 3LL) % 7 + 7);
    assert_int_equal(civil_weekday(INT32_MAX), (INT32_MAX + 3LL) % 7);
}

static void every_day_of_three_centuries_follows_the_one_before(void **state)
{
    (void)state;
    int32_t year = CIVIL_YEAR_FIRST, month = 1, day = 1, weekday = 0; /* 1900 began on a Monday */
    civil_day at = CIVIL_DAY_FIRST;
    for (; year <= CIVIL_YEAR_LAST; at++) {
        struct civil_date date = civil_to_ymd(at);
        civil_day back = 0;
        if (date.year != year || date.month != month || date.day != day)
            fail_msg("day %d is not %d-%d-%d", at, year, month, day);
        assert_int_equal(civil_from_ymd(year, month, day, &back), 0);
        assert_int_equal(back, at);
        assert_int_equal(civil_weekday(at), weekday);
        weekday = (weekday + 1) % 7;
        day++;
        if (day > civil_month_length(year, month)) {
            day = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
    assert_int_equal(at - 1, CIVIL_DAY_LAST);
}

static void leap_years_are_those_of_the_gregorian_calendar(void **state)
{
    (void)state;
    assert_int_equal(civil_month_length(1900, 2), 28);
    assert_int_equal(civil_month_length(2000, 2), 29);
    assert_int_equal(civil_month_length(2026, 2), 28);
    assert_int_equal(civil_month_length(2028, 2), 29);
    assert_int_equal(civil_month_length(2100, 2), 28);
    assert_int_equal(day_of("2028-03-01") - day_of("2028-02-28"), 2);
    assert_int_equal(day_of("2100-03-01") - day_of("2100-02-28"), 1);
    assert_date(day_of("2028-02-28") + 1, "2028-02-29");
}

/* issue 2: "impossible date" */
static void a_date_in_another_form_or_not_in_the_calendar_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",           "2026",       "2026-11",     "2026-11-2",   "2026-1-27",  "26-11-27",
        "2026/11/27", "20261127",   "2026-11-27 ", " 2026-11-27", "2026-11-2x", "+026-11-27",
        "2026-02-29", "2100-02-29", "2026-04-31",  "2026-00-10",  "2026-13-01", "2026-01-00",
        "2026-01-32", "1899-12-31", "2201-01-01",  "2026-11-270", "-2026-11-7", "2026-11-27T",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        civil_day day = 12345;
        if (civil_parse(wrong[i], &day) != -EINVAL)
            fail_msg("taken: %s", wrong[i]);
        assert_int_equal(day, 12345);
    }
    civil_day day = 12345;
    assert_int_equal(civil_from_ymd(2026, 2, 29, &day), -EINVAL);
    assert_int_equal(civil_from_ymd(2026, 0, 1, &day), -EINVAL);
    assert_int_equal(civil_from_ymd(10000, 1, 1, &day), -EINVAL);
    assert_int_equal(civil_from_ymd(-1, 1, 1, &day), -EINVAL);
    assert_int_equal(day, 12345);
    assert_int_equal(day_of("1900-01-01"), CIVIL_DAY_FIRST);
    assert_int_equal(day_of("2200-12-31"), CIVIL_DAY_LAST);
}

static void months_are_added_and_a_month_too_short_gives_its_last_day(void **state)
{
    (void)state;
    assert_date(civil_add_months(day_of("2026-01-31"), 1), "2026-02-28");
    assert_date(civil_add_months(day_of("2028-01-31"), 1), "2028-02-29");
    assert_date(civil_add_months(day_of("2026-11-27"), 2), "2027-01-27");
    assert_date(civil_add_months(day_of("2026-01-15"), -1), "2025-12-15");
    assert_date(civil_add_months(day_of("2028-02-29"), 12), "2029-02-28");
    assert_date(civil_add_months(day_of("2026-05-31"), -27), "2024-02-29");
    assert_date(civil_add_months(day_of("2026-05-31"), 0), "2026-05-31");
    assert_date(civil_month_start(2026, 0), "2025-12-01");
    assert_date(civil_month_start(2026, 25), "2028-01-01");
}

static void a_week_begins_on_monday(void **state)
{
    (void)state;
    assert_date(civil_monday(day_of("2026-11-23")), "2026-11-23");
    assert_date(civil_monday(day_of("2026-11-29")), "2026-11-23");
    assert_date(civil_monday(day_of("2027-01-01")), "2026-12-28");
    assert_date(civil_monday(day_of("1969-12-31")), "1969-12-29");
}

static void minutes_past_midnight_run_into_the_next_day(void **state)
{
    (void)state;
    civil_day friday = day_of("2026-11-27");
    struct civil_time evening = civil_at_minute(friday, 21 * 60);
    assert_int_equal(evening.day, friday);
    assert_int_equal(evening.second, 75600);
    struct civil_time night = civil_at_minute(friday, 25 * 60);
    assert_int_equal(night.day, friday + 1);
    assert_int_equal(night.second, 3600);
    struct civil_time before = civil_at_minute(friday, -1);
    assert_int_equal(before.day, friday - 1);
    assert_int_equal(before.second, 86340);
}

static void seconds_and_clock_times_are_each_others_inverse(void **state)
{
    (void)state;
    static const int64_t seconds[] = {0, -1, 1, 86399, 86400, -86400, -86401, 4102444800};
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++)
        assert_int_equal(civil_to_seconds(civil_from_seconds(seconds[i])), seconds[i]);
    assert_int_equal(civil_to_ymd(civil_from_seconds(INT64_MAX).day).year, 9999);
    assert_int_equal(civil_to_ymd(civil_from_seconds(INT64_MIN).day).year, 0);
}

static void assert_instant(int64_t utc, int32_t offset, const char *expected)
{
    char text[CIVIL_INSTANT_SIZE];
    civil_format_instant(utc, offset, text);
    assert_string_equal(text, expected);
}

static void an_instant_is_written_with_its_offset(void **state)
{
    (void)state;
    assert_instant(1795831200, -5 * 3600, "2026-11-27T21:00:00-05:00");
    assert_instant(1795831200, 0, "2026-11-28T02:00:00+00:00");
    assert_instant(1795831200, 12 * 3600 + 2700, "2026-11-28T14:45:00+12:45");
    assert_instant(1795831259, -12600, "2026-11-27T22:30:59-03:30");
    /* Local mean time, 4:56:02 behind: the offset loses its seconds, the instant does not. */
    assert_instant(-2717650800, -17762, "1883-11-18T12:04:00-04:56");
    assert_instant(INT64_MAX, 3600, "9999-12-31T23:59:59+01:00");
    assert_instant(INT64_MIN, -3600, "0000-01-01T00:00:00-01:00");
}

static void an_instant_is_read_back(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t utc;
        int32_t offset;
    } right[] = {
        {"2026-11-27T21:00:00-05:00", 1795831200, -18000},
        {"2026-11-28T02:00:00Z", 1795831200, 0},
        {"2026-11-28T02:00:00-00:00", 1795831200, 0},
        {"2026-11-28T14:45:00+12:45", 1795831200, 45900},
        {"1970-01-01T00:00:00Z", 0, 0},
        {"1969-12-31T23:59:59Z", -1, 0},
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        int64_t utc = 7;
        int32_t offset = 7;
        assert_int_equal(civil_parse_instant(right[i].text, &utc, &offset), 0);
        assert_int_equal(utc, right[i].utc);
        assert_int_equal(offset, right[i].offset);
    }
}

static void an_instant_in_another_form_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "2026-11-27",
        "2026-11-27T21:00:00",
        "2026-11-27T21:00Z",
        "2026-11-27 21:00:00Z",
        "2026-11-27t21:00:00Z",
        "2026-11-27T21:00:00z",
        "2026-11-27T24:00:00Z",
        "2026-11-27T21:60:00Z",
        "2026-11-27T21:00:60Z",
        "2026-11-27T21:00:00.5Z",
        "2026-11-27T21:00:00Z ",
        "2026-11-27T21:00:00+5:00",
        "2026-11-27T21:00:00+0500",
        "2026-11-27T21:00:00+24:00",
        "2026-11-27T21:00:00+05:60",
        "2026-11-27T21:00:00+05:00Z",
        "2026-02-29T21:00:00Z",
        "1899-12-31T23:59:59Z",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t utc = 7;
        int32_t offset = 7;
        if (civil_parse_instant(wrong[i], &utc, &offset) != -EINVAL)
            fail_msg("taken: %s", wrong[i]);
        assert_true(utc == 7 && offset == 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_zero_is_the_first_of_january_1970_a_thursday),
        cmocka_unit_test(every_day_of_three_centuries_follows_the_one_before),
        cmocka_unit_test(leap_years_are_those_of_the_gregorian_calendar),
        cmocka_unit_test(a_date_in_another_form_or_not_in_the_calendar_is_refused),
        cmocka_unit_test(months_are_added_and_a_month_too_short_gives_its_last_day),
        cmocka_unit_test(a_week_begins_on_monday),
        cmocka_unit_test(minutes_past_midnight_run_into_the_next_day),
        cmocka_unit_test(seconds_and_clock_times_are_each_others_inverse),
        cmocka_unit_test(an_instant_is_written_with_its_offset),
        cmocka_unit_test(an_instant_is_read_back),
        cmocka_unit_test(an_instant_in_another_form_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
