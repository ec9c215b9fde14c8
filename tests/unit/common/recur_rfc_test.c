/* Every worked example of RFC 5545, 3.8.5.3: those whose rule lies in our subset come out with the
 * days printed there, the others are refused. */
#include "common/recur.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "common/scan.h"
#include "common/when.h"

enum { DAYS_MOST = 200 };

struct days {
    civil_day items[DAYS_MOST];
    size_t count;
    bool goes_on; /* the list ends with "..." */
};

/* Days as the RFC prints them: "1997 September 2-30 October 2,4". */
static struct days days_of(const char *text)
{
    struct days days = {0};
    struct scan scan = scan_text(text);
    int32_t year = 0, month = 0, first, last;
    while (!scan_is_over(&scan)) {
        if (scan_mark(&scan, "...")) {
            days.goes_on = true;
            break;
        }
        if (scan_name(&scan, when_months, 12, &month) || scan_mark(&scan, ","))
            continue;
        if (!scan_number(&scan, 4, &first))
            fail_msg("not days: %s", scan.at);
        if (first > 31) {
            year = first;
            continue;
        }
        if (!scan_mark(&scan, "-") || !scan_number(&scan, 2, &last))
            last = first;
        for (; first <= last; first++) {
            assert_true(days.count < DAYS_MOST);
            assert_int_equal(civil_from_ymd(year, month + 1, first, &days.items[days.count]), 0);
            days.count++;
        }
    }
    return days;
}

static civil_day day_of(const char *text)
{
    civil_day day = 0;
    if (civil_parse(text, &day) != 0)
        fail_msg("not a date: %s", text);
    return day;
}

/* In the order of the RFC. It begins each example at 9:00 in New York; we take the day. An UNTIL is
 * there an instant of UTC: 19971224T000000Z is still the evening of the 23rd in New York, and
 * 19971007T000000Z that of the 6th. */
static const struct {
    const char *start;
    const char *rule;
    const char *days;
} inside[] = {
    {"1997-09-02", "FREQ=DAILY;COUNT=10", "1997 September 2-11"},
    {"1997-09-02", "FREQ=DAILY;UNTIL=19971223",
     "1997 September 2-30 October 1-25 October 26-31 November 1-30 December 1-23"},
    /* The RFC leaves out the days in the middle of each month. */
    {"1997-09-02", "FREQ=DAILY;INTERVAL=2",
     "1997 September 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 "
     "October 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 "
     "November 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29 December 1,3 ..."},
    {"1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997 September 2,12,22 October 2,12"},
    {"1997-09-02", "FREQ=WEEKLY;COUNT=10",
     "1997 September 2,9,16,23,30 October 7,14,21 October 28 November 4"},
    {"1997-09-02", "FREQ=WEEKLY;UNTIL=19971223",
     "1997 September 2,9,16,23,30 October 7,14,21 October 28 November 4,11,18,25 "
     "December 2,9,16,23"},
    {"1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
     "1997 September 2,16,30 October 14 October 28 November 11,25 December 9,23 "
     "1998 January 6,20 February 3,17 ..."},
    {"1997-09-02", "FREQ=WEEKLY;UNTIL=19971006;WKST=SU;BYDAY=TU,TH",
     "1997 September 2,4,9,11,16,18,23,25,30 October 2"},
    {"1997-09-02", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
     "1997 September 2,4,9,11,16,18,23,25,30 October 2"},
    {"1997-09-01", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971223;WKST=SU;BYDAY=MO,WE,FR",
     "1997 September 1,3,5,15,17,19,29 October 1,3,13,15,17 October 27,29,31 "
     "November 10,12,14,24,26,28 December 8,10,12,22"},
    {"1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
     "1997 September 2,4,16,18,30 October 2,14,16"},
    {"1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
     "1997 September 5 October 3 November 7 December 5 "
     "1998 January 2 February 6 March 6 April 3 May 1 June 5"},
    {"1997-09-05", "FREQ=MONTHLY;UNTIL=19971223;BYDAY=1FR",
     "1997 September 5 October 3 November 7 December 5"},
    {"1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
     "1997 September 7,28 November 2,30 1998 January 4,25 March 1,29 May 3,31"},
    {"1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
     "1997 September 22 October 20 November 17 December 22 1998 January 19 February 16"},
    {"1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3",
     "1997 September 28 October 29 November 28 December 29 1998 January 29 February 26 ..."},
    {"1997-09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
     "1997 September 2,15 October 2,15 November 2,15 December 2,15 1998 January 2,15"},
    {"1997-09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
     "1997 September 30 October 1 October 31 November 1,30 December 1,31 "
     "1998 January 1,31 February 1"},
    {"1997-09-10", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
     "1997 September 10,11,12,13,14,15 1999 March 10,11,12,13"},
    {"1997-09-02", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
     "1997 September 2,9,16,23,30 November 4,11,18,25 "
     "1998 January 6,13,20,27 March 3,10,17,24,31 ..."},
    /* Here the RFC takes the start away by an EXDATE; see below. */
    {"1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
     "1998 February 13 March 13 November 13 1999 August 13 2000 October 13 ..."},
    {"1997-09-13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
     "1997 September 13 October 11 November 8 December 13 "
     "1998 January 10 February 7 March 7 April 11 May 9 June 13 ..."},
    {"1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
     "1997 September 4 October 7 November 6"},
    {"1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
     "1997 September 29 October 30 November 27 December 30 "
     "1998 January 29 February 26 March 30 ..."},
    {"1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997 August 5,10,19,24"},
    {"1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997 August 5,17,19,31"},
    {"2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
     "2007 January 15,30 February 15 March 15,30"},
};

static struct recur rule_of(const char *text)
{
    struct recur rule = {0};
    const char *reason = "";
    if (recur_parse(text, &rule, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    return rule;
}

static void assert_days(const char *text, const char *start,
                        const struct recur_exceptions *exceptions, const char *printed)
{
    struct recur rule = rule_of(text);
    struct days days = days_of(printed);
    civil_day day = day_of(start) - 1;
    for (size_t i = 0; i < days.count; i++) {
        char got[CIVIL_DATE_SIZE], wanted[CIVIL_DATE_SIZE];
        assert_int_equal(recur_next(&rule, day_of(start), exceptions, day, CIVIL_DAY_LAST, &day),
                         0);
        civil_format(day, got);
        civil_format(days.items[i], wanted);
        if (strcmp(got, wanted) != 0)
            fail_msg("%s from %s: %s, not %s", text, start, got, wanted);
    }
    int after = recur_next(&rule, day_of(start), exceptions, day, CIVIL_DAY_LAST, &day);
    assert_int_equal(after, days.goes_on ? 0 : RECUR_OVER);
}

/* issue 3: "the worked examples of RFC 5545 section 3.8.5.3 that the subset covers, all of them" */
static void the_examples_of_the_subset_come_out_as_they_are_printed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        assert_days(inside[i].rule, inside[i].start, NULL, inside[i].days);
}

static void friday_the_13th_has_its_start_taken_away(void **state)
{
    (void)state;
    /* Our start is a day of the rule only if the rule says so, so this changes nothing. */
    const civil_day start = day_of("1997-09-02");
    const struct recur_exceptions exceptions = {.skipped = &start, .skipped_count = 1};
    assert_days("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", &exceptions,
                "1998 February 13 March 13 November 13 1999 August 13 2000 October 13 ...");
}

/* The other examples, also in the order of the RFC. Ours are rules of days, so nothing comes round
 * more than once a day; and a house counts months, so a year has no rules of its own: neither
 * YEARLY, nor BYMONTH, BYYEARDAY or BYWEEKNO, which have a meaning only within a year. Times of
 * day are taken off an UNTIL here, so that it is not what is refused. */
static const struct {
    const char *rule;
    const char *reason; /* a part of it */
} outside[] = {
    /* every day in January, for 3 years */
    {"FREQ=YEARLY;UNTIL=20000131;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "FREQ is DAILY"},
    {"FREQ=DAILY;UNTIL=20000131;BYMONTH=1", "made of FREQ"},
    /* in June and July; every other year in January, February and March */
    {"FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "FREQ is DAILY"},
    {"FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "FREQ is DAILY"},
    /* the 1st, 100th and 200th day of every third year */
    {"FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "FREQ is DAILY"},
    /* the 20th Monday of the year; the Monday of week 20 */
    {"FREQ=YEARLY;BYDAY=20MO", "FREQ is DAILY"},
    {"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ is DAILY"},
    /* Thursdays in March; in June, July and August */
    {"FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "FREQ is DAILY"},
    {"FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "FREQ is DAILY"},
    /* the day of a presidential election */
    {"FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "FREQ is DAILY"},
    /* every 3 hours; every 15 minutes; every hour and a half */
    {"FREQ=HOURLY;INTERVAL=3;UNTIL=19970902", "FREQ is DAILY"},
    {"FREQ=MINUTELY;INTERVAL=15;COUNT=6", "FREQ is DAILY"},
    {"FREQ=MINUTELY;INTERVAL=90;COUNT=4", "FREQ is DAILY"},
    /* every 20 minutes from 9:00 to 16:40 */
    {"FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", "made of FREQ"},
    {"FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", "FREQ is DAILY"},
    /* an UNTIL as the RFC writes it */
    {"FREQ=DAILY;UNTIL=19971224T000000Z", "UNTIL is a date"},
};

static void the_other_examples_are_refused_with_a_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct recur rule = {.interval = 77};
        const char *reason = "";
        if (recur_parse(outside[i].rule, &rule, &reason) != -EINVAL)
            fail_msg("taken: %s", outside[i].rule);
        if (!strstr(reason, outside[i].reason))
            fail_msg("%s: %s", outside[i].rule, reason);
        assert_int_equal(rule.interval, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_the_subset_come_out_as_they_are_printed),
        cmocka_unit_test(friday_the_13th_has_its_start_taken_away),
        cmocka_unit_test(the_other_examples_are_refused_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
