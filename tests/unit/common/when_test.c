#include "common/when.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static civil_day day_of(const char *text)
{
    civil_day day = 0;
    if (civil_parse(text, &day) != 0)
        fail_msg("not a date: %s", text);
    return day;
}

/* In these tests today is a Monday, and it is 14:00, unless another day is said. */
static const char *const TODAY = "2026-11-23";
enum { NOW = 14 * 60 };

static void assert_reads_date(const char *today, const char *text, const char *expected)
{
    civil_day day = 0;
    const char *reason = "";
    char got[CIVIL_DATE_SIZE];
    if (when_date(text, day_of(today), &day, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    civil_format(day, got);
    if (strcmp(got, expected) != 0)
        fail_msg("%s on %s: %s, not %s", text, today, got, expected);
}

static void assert_sentence(const char *reason)
{
    assert_non_null(reason);
    assert_in_range(reason[0], 'A', 'Z');
    assert_int_equal(reason[strlen(reason) - 1], '.');
}

static void assert_refuses_date(const char *text, const char *part_of_reason)
{
    civil_day day = 12345;
    const char *reason = NULL;
    if (when_date(text, day_of(TODAY), &day, &reason) != -EINVAL)
        fail_msg("taken: %s", text);
    assert_sentence(reason);
    if (!strstr(reason, part_of_reason))
        fail_msg("%s: %s", text, reason);
    assert_int_equal(day, 12345);
}

static void days_near_today_have_names(void **state)
{
    (void)state;
    assert_reads_date(TODAY, "today", "2026-11-23");
    assert_reads_date(TODAY, "tomorrow", "2026-11-24");
    assert_reads_date(TODAY, "yesterday", "2026-11-22");
    assert_reads_date("2028-02-28", "tomorrow", "2028-02-29");
    assert_reads_date("2027-01-01", "yesterday", "2026-12-31");
    assert_reads_date(TODAY, "  ToMorrow\t", "2026-11-24");
}

static void a_weekday_is_the_next_one_and_today_counts(void **state)
{
    (void)state;
    assert_reads_date(TODAY, "mon", "2026-11-23");
    assert_reads_date(TODAY, "fri", "2026-11-27");
    assert_reads_date(TODAY, "Friday", "2026-11-27");
    assert_reads_date(TODAY, "thurs", "2026-11-26");
    assert_reads_date(TODAY, "sun", "2026-11-29");
    assert_reads_date("2026-11-27", "fri", "2026-11-27");
    assert_reads_date("2026-11-28", "FRI", "2026-12-04");
}

static void assert_reads_past_date(const char *today, const char *text, const char *expected)
{
    civil_day day = 0;
    const char *reason = "";
    char got[CIVIL_DATE_SIZE];
    if (when_past_date(text, day_of(today), &day, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    civil_format(day, got);
    if (strcmp(got, expected) != 0)
        fail_msg("%s on %s: %s, not %s", text, today, got, expected);
}

static void of_what_has_been_a_weekday_is_the_last_one_and_today_counts(void **state)
{
    (void)state;
    assert_reads_past_date(TODAY, "mon", "2026-11-23");
    assert_reads_past_date(TODAY, "tue", "2026-11-17");
    assert_reads_past_date("2026-11-27", "mon", "2026-11-23");
    assert_reads_past_date("2026-11-27", "Friday", "2026-11-27");
    assert_reads_past_date("2026-11-27", "sat", "2026-11-21");
    /* Half past midnight on a Saturday. */
    assert_reads_past_date("2026-11-28", "fri", "2026-11-27");
}

static void of_what_has_been_the_other_words_mean_the_same(void **state)
{
    static const char *const words[] = {"today",      "tomorrow",   "yesterday",   "last fri",
                                        "next fri",   "-1d",        "in 1 day",    "27 nov",
                                        "fri 27 nov", "2026-11-30", "27 nov 2027", "2 weeks"};
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        civil_day day = 0, past = 0;
        const char *reason = NULL;
        int read = when_date(words[i], day_of(TODAY), &day, &reason);
        assert_int_equal(when_past_date(words[i], day_of(TODAY), &past, &reason), read);
        assert_int_equal(past, day);
    }
}

static void of_what_has_been_a_date_without_a_year_is_behind_or_near(void **state)
{
    (void)state;
    assert_reads_past_date(TODAY, "23 oct", "2026-10-23");
    assert_reads_past_date(TODAY, "1 jan", "2026-01-01");
    assert_reads_past_date(TODAY, "22 dec", "2026-12-22");
    assert_reads_past_date(TODAY, "24 dec", "2025-12-24");
    for (civil_day today = day_of("2027-01-01"); today <= day_of("2028-12-31"); today++)
        for (civil_day day = today - 335; day < today + 30; day++) {
            struct civil_date date = civil_to_ymd(day);
            char text[32];
            civil_day got = 0;
            const char *reason;
            snprintf(text, sizeof text, "%d %s", date.day, when_months[date.month - 1]);
            assert_int_equal(when_past_date(text, today, &got, &reason), 0);
            assert_int_equal(got, day);
        }
}

static void what_is_no_past_date_is_told_what_is_one(void **state)
{
    civil_day day = 12345;
    const char *reason = NULL;
    (void)state;
    assert_int_equal(when_past_date("someday", day_of(TODAY), &day, &reason), -EINVAL);
    assert_sentence(reason);
    assert_non_null(strstr(reason, "fri (the last one)"));
    assert_int_equal(day, 12345);
}

static void next_is_of_next_week_and_last_is_the_latest_before_today(void **state)
{
    (void)state;
    assert_reads_date(TODAY, "next fri", "2026-12-04");
    assert_reads_date(TODAY, "next mon", "2026-11-30");
    assert_reads_date("2026-11-27", "next fri", "2026-12-04");
    assert_reads_date("2026-11-29", "next  fri", "2026-12-04");
    assert_reads_date(TODAY, "last fri", "2026-11-20");
    assert_reads_date(TODAY, "last mon", "2026-11-16");
    assert_reads_date("2026-11-27", "last fri", "2026-11-20");
    assert_reads_date("2026-11-28", "last fri", "2026-11-27");
}

static void a_date_may_be_written_out(void **state)
{
    (void)state;
    assert_reads_date(TODAY, "2026-11-27", "2026-11-27");
    assert_reads_date(TODAY, "1987-03-02", "1987-03-02");
    assert_reads_date(TODAY, "27 nov", "2026-11-27");
    assert_reads_date(TODAY, "nov 27", "2026-11-27");
    assert_reads_date(TODAY, "27 November", "2026-11-27");
    assert_reads_date(TODAY, "27nov", "2026-11-27");
    assert_reads_date(TODAY, "27 nov 2027", "2027-11-27");
    assert_reads_date(TODAY, "sept 3 2027", "2027-09-03");
    assert_reads_date(TODAY, "Fri 27 Nov", "2026-11-27");
    assert_reads_date(TODAY, "fri nov 27 2026", "2026-11-27");
    assert_reads_date(TODAY, "29 feb 2028", "2028-02-29");
}

static void a_date_without_a_year_is_near(void **state)
{
    (void)state;
    assert_reads_date(TODAY, "24 oct", "2026-10-24");
    assert_reads_date(TODAY, "23 oct", "2027-10-23");
    assert_reads_date(TODAY, "1 jan", "2027-01-01");
    assert_reads_date(TODAY, "1 jul", "2027-07-01");
    assert_reads_date("2027-01-02", "31 dec", "2026-12-31");
    assert_reads_date("2027-12-01", "29 feb", "2028-02-29");
    assert_refuses_date("29 feb", "Say the year");
    /* Every day of the year has one answer, whatever today is. */
    for (civil_day today = day_of("2027-01-01"); today <= day_of("2028-12-31"); today++) {
        for (civil_day day = today - 30; day <= today + 335; day++) {
            struct civil_date date = civil_to_ymd(day);
            char text[32];
            civil_day got = 0;
            const char *reason;
            snprintf(text, sizeof text, "%d %s", date.day, when_months[date.month - 1]);
            assert_int_equal(when_date(text, today, &got, &reason), 0);
            if (day < today + 335)
                assert_int_equal(got, day);
        }
    }
}

static void a_date_may_be_a_distance(void **state)
{
    (void)state;
    assert_reads_date(TODAY, "+3d", "2026-11-26");
    assert_reads_date(TODAY, "+ 3 days", "2026-11-26");
    assert_reads_date(TODAY, "-1d", "2026-11-22");
    assert_reads_date(TODAY, "+2w", "2026-12-07");
    assert_reads_date(TODAY, "in 2 weeks", "2026-12-07");
    assert_reads_date(TODAY, "in 1 day", "2026-11-24");
    assert_reads_date(TODAY, "+0d", "2026-11-23");
    assert_refuses_date("+99999d", "between 1900 and 2200");
    assert_refuses_date("-99999w", "between 1900 and 2200");
    assert_refuses_date("+9999999d", "A date is like");
}

/* issue 2: "impossible date" */
static void impossible_dates_are_refused(void **state)
{
    (void)state;
    assert_refuses_date("30 feb", "no such day");
    assert_refuses_date("feb 30 2028", "no such day");
    assert_refuses_date("31 apr", "no such day");
    assert_refuses_date("0 nov", "no such day");
    assert_refuses_date("29 feb 2026", "in that year");
    assert_refuses_date("2026-02-29", "no such date");
    assert_refuses_date("2026-13-01", "no such date");
    assert_refuses_date("1899-12-31", "no such date");
    assert_refuses_date("27 nov 2201", "between 1900 and 2200");
    assert_refuses_date("thu 27 nov", "another day of the week");
}

static void anything_else_is_no_date(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        " ",
        "fr",
        "frid y",
        "fridays",
        "nextfri",
        "next",
        "next 3",
        "last",
        "27",
        "nov",
        "nov 2027",
        "nov 272027",
        "27 11",
        "27/11",
        "27.11.",
        "11/27",
        "3d",
        "+d",
        "+",
        "-",
        "+3",
        "+3m",
        "in 2",
        "in weeks",
        "27 nov 27",
        "27 nov x",
        "20261127",
        "2026-11-27x",
        "today ok",
        "9pm",
        "mon,tue",
        "mon..fri",
        "this week",
        "+-3d",
        "to morrow",
        "today\xe2\x80\x8b",
        "t\xc3\xb6 day",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_refuses_date(wrong[i], "");
}

static void assert_reads_dates(const char *text, const char *expected)
{
    civil_day days[WHEN_DATES_MOST];
    size_t count = 0, length = 0;
    const char *reason = "";
    char got[WHEN_DATES_MOST * CIVIL_DATE_SIZE] = "";
    if (when_dates(text, day_of(TODAY), days, &count, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    for (size_t i = 0; i < count; i++) {
        civil_format(days[i], got + length);
        length += CIVIL_DATE_SIZE;
        got[length - 1] = i + 1 < count ? ' ' : '\0';
    }
    assert_string_equal(got, expected);
}

static void several_dates_are_a_list_of_dates_ranges_and_weeks(void **state)
{
    (void)state;
    assert_reads_dates("fri", "2026-11-27");
    assert_reads_dates("mon,wed,fri", "2026-11-23 2026-11-25 2026-11-27");
    assert_reads_dates("fri , mon,wed, monday", "2026-11-23 2026-11-25 2026-11-27");
    assert_reads_dates("wed..fri", "2026-11-25 2026-11-26 2026-11-27");
    assert_reads_dates("sat .. tue", "2026-11-28 2026-11-29 2026-11-30 2026-12-01");
    assert_reads_dates("next sat..tue", "2026-12-05 2026-12-06 2026-12-07 2026-12-08");
    assert_reads_dates("fri..fri", "2026-11-27");
    assert_reads_dates("yesterday..+1d", "2026-11-22 2026-11-23 2026-11-24");
    assert_reads_dates("2026-11-23..2026-11-25", "2026-11-23 2026-11-24 2026-11-25");
    assert_reads_dates("30 dec..1 jan", "2026-12-30 2026-12-31 2027-01-01");
    assert_reads_dates("this week", "2026-11-23 2026-11-24 2026-11-25 2026-11-26 2026-11-27 "
                                    "2026-11-28 2026-11-29");
    assert_reads_dates("next week, today",
                       "2026-11-23 2026-11-30 2026-12-01 2026-12-02 2026-12-03 2026-12-04 "
                       "2026-12-05 2026-12-06");
    assert_reads_dates("last week", "2026-11-16 2026-11-17 2026-11-18 2026-11-19 2026-11-20 "
                                    "2026-11-21 2026-11-22");
}

static void sixty_two_dates_are_the_most(void **state)
{
    (void)state;
    civil_day days[WHEN_DATES_MOST], today = day_of(TODAY);
    size_t count = 0;
    const char *reason = NULL;
    assert_int_equal(when_dates("2026-12-01..2027-01-31", today, days, &count, &reason), 0);
    assert_int_equal(count, 62);
    assert_int_equal(days[61], day_of("2027-01-31"));
    assert_int_equal(when_dates("2026-12-01..2027-01-31,2026-12-24", today, days, &count, &reason),
                     0);
    assert_int_equal(count, 62);
    count = 7;
    static const char *const wrong[] = {"2026-12-01..2027-02-01", "2026-12-01..2027-01-31,today",
                                        "1900-01-01..2200-12-31"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(when_dates(wrong[i], today, days, &count, &reason), -EINVAL);
        assert_non_null(strstr(reason, "62"));
        assert_int_equal(count, 7);
    }
}

static void what_is_no_list_of_dates_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *reason;
    } wrong[] = {
        {"", "Dates are like"},           {"mon,", "Dates are like"},
        {",mon", "Dates are like"},       {"mon,,tue", "Dates are like"},
        {"mon..", "Dates are like"},      {"..mon", "Dates are like"},
        {"mon...fri", "Dates are like"},  {"mon tue", "Dates are like"},
        {"week", "Dates are like"},       {"2026-11-25..2026-11-24", "end of a range"},
        {"fri..today", "end of a range"}, {"mon,30 feb", "no such day"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        civil_day days[WHEN_DATES_MOST] = {12345};
        size_t count = 7;
        const char *reason = NULL;
        if (when_dates(wrong[i].text, day_of(TODAY), days, &count, &reason) != -EINVAL)
            fail_msg("taken: %s", wrong[i].text);
        assert_sentence(reason);
        assert_non_null(strstr(reason, wrong[i].reason));
        assert_true(count == 7 && days[0] == 12345);
    }
}

static void a_time_of_day_is_minutes_after_midnight(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t minute;
    } right[] = {
        {"21:00", 1260},    {"9pm", 1260},   {"9 pm", 1260},  {"9:30pm", 1290}, {"9:30 PM", 1290},
        {"noon", 720},      {"Noon", 720},   {"12pm", 720},   {"12am", 0},      {"12:30am", 30},
        {"1am", 60},        {"0:00", 0},     {"00:00", 0},    {"7:05", 425},    {" 07:05 ", 425},
        {"midnight", 1440}, {"24:00", 1440}, {"25:00", 1500}, {"47:59", 2879},  {"11:59pm", 1439},
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        int32_t minute = -1;
        const char *reason = "";
        if (when_minute(right[i].text, &minute, &reason) != 0)
            fail_msg("%s: %s", right[i].text, reason);
        assert_int_equal(minute, right[i].minute);
    }
}

static void anything_else_is_no_time_of_day(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",      "9",        "21",       "48:00",   "9:60",    "9:5",    "9:5pm",
        "9:300", "13pm",     "0pm",      "0:30am",  "13:00pm", "9p",     "9 o",
        "9pm9",  "pm",       ":30",      "-1:00",   "21.00",   "2100",   "021:00",
        "9: 30", "21:00:00", "21:00 pm", "noon pm", "fri 9pm", "9am pm",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int32_t minute = -1;
        const char *reason = NULL;
        if (when_minute(wrong[i], &minute, &reason) != -EINVAL)
            fail_msg("taken: %s", wrong[i]);
        assert_sentence(reason);
        assert_int_equal(minute, -1);
    }
}

static void assert_reads_moment(const char *text, const char *date, int32_t minute)
{
    civil_day day = 0;
    int32_t got = -1;
    const char *reason = "";
    char shown[CIVIL_DATE_SIZE];
    if (when_moment(text, day_of(TODAY), NOW, &day, &got, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    civil_format(day, shown);
    if (strcmp(shown, date) != 0 || got != minute)
        fail_msg("%s: %s and %d, not %s and %d", text, shown, got, date, minute);
}

static void a_moment_is_a_date_and_a_time(void **state)
{
    (void)state;
    assert_reads_moment("fri 9pm", "2026-11-27", 1260);
    assert_reads_moment("fri at 9pm", "2026-11-27", 1260);
    assert_reads_moment("9pm fri", "2026-11-27", 1260);
    assert_reads_moment("2026-11-27 21:00", "2026-11-27", 1260);
    assert_reads_moment("27 nov 21:00", "2026-11-27", 1260);
    assert_reads_moment("nov 27 9pm", "2026-11-27", 1260);
    assert_reads_moment("27 nov 2027 9pm", "2027-11-27", 1260);
    assert_reads_moment("tomorrow noon", "2026-11-24", 720);
    assert_reads_moment("+3d 7:00", "2026-11-26", 420);
    assert_reads_moment("in 2 weeks 7:00", "2026-12-07", 420);
    assert_reads_moment("fri 25:00", "2026-11-27", 1500);
    assert_reads_moment("next fri 9:30 pm", "2026-12-04", 1290);
    assert_reads_moment("yesterday 9pm", "2026-11-22", 1260);
}

static void a_time_alone_is_the_next_such_time(void **state)
{
    (void)state;
    assert_reads_moment("9pm", "2026-11-23", 1260);
    assert_reads_moment("14:00", "2026-11-23", 840);
    assert_reads_moment("13:59", "2026-11-24", 839);
    assert_reads_moment("25:00", "2026-11-23", 1500);
    assert_reads_moment("today noon", "2026-11-23", 720);
    assert_reads_moment("mon 14:00", "2026-11-23", 840);
    assert_reads_moment("mon noon", "2026-11-30", 720);
    assert_reads_moment("noon mon", "2026-11-30", 720);
    assert_reads_moment("mon 23 nov noon", "2026-11-23", 720);
}

static void what_is_no_moment_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *reason;
    } wrong[] = {
        {"", "A date and a time"},
        {"fri", "A date and a time"},
        {"today", "A date and a time"},
        {"9", "A date and a time"},
        {"9pm 9pm", "A date and a time"},
        {"fri fri 9pm", "A date and a time"},
        {"fri 9pm sat", "A date and a time"},
        {"fri, 9pm", "A date and a time"},
        {"fri 48:00", "A date and a time"},
        {"2026-11-27T21:00", "A date and a time"},
        {"30 feb 9pm", "no such day"},
        {"2026-02-29 9pm", "no such date"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        civil_day day = 12345;
        int32_t minute = -1;
        const char *reason = NULL;
        if (when_moment(wrong[i].text, 0, NOW, &day, &minute, &reason) != -EINVAL)
            fail_msg("taken: %s", wrong[i].text);
        assert_sentence(reason);
        if (!strstr(reason, wrong[i].reason))
            fail_msg("%s: %s", wrong[i].text, reason);
        assert_true(day == 12345 && minute == -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_near_today_have_names),
        cmocka_unit_test(a_weekday_is_the_next_one_and_today_counts),
        cmocka_unit_test(of_what_has_been_a_weekday_is_the_last_one_and_today_counts),
        cmocka_unit_test(of_what_has_been_the_other_words_mean_the_same),
        cmocka_unit_test(of_what_has_been_a_date_without_a_year_is_behind_or_near),
        cmocka_unit_test(what_is_no_past_date_is_told_what_is_one),
        cmocka_unit_test(next_is_of_next_week_and_last_is_the_latest_before_today),
        cmocka_unit_test(a_date_may_be_written_out),
        cmocka_unit_test(a_date_without_a_year_is_near),
        cmocka_unit_test(a_date_may_be_a_distance),
        cmocka_unit_test(impossible_dates_are_refused),
        cmocka_unit_test(anything_else_is_no_date),
        cmocka_unit_test(several_dates_are_a_list_of_dates_ranges_and_weeks),
        cmocka_unit_test(sixty_two_dates_are_the_most),
        cmocka_unit_test(what_is_no_list_of_dates_is_refused),
        cmocka_unit_test(a_time_of_day_is_minutes_after_midnight),
        cmocka_unit_test(anything_else_is_no_time_of_day),
        cmocka_unit_test(a_moment_is_a_date_and_a_time),
        cmocka_unit_test(a_time_alone_is_the_next_such_time),
        cmocka_unit_test(what_is_no_moment_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
