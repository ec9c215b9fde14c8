#include "common/recur.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TODAY = 20780 }; /* 2026-11-23 */

static struct recur rule_of(const char *text)
{
    struct recur rule = {0};
    const char *reason = "";
    if (recur_parse(text, &rule, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    return rule;
}

static struct recur rule_of_words(const char *text)
{
    struct recur rule = {0};
    const char *reason = "";
    if (recur_words(text, TODAY, &rule, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    return rule;
}

/* What people type, the rule it means, and the same rule said back. */
static const struct {
    const char *words;
    const char *rule;
    const char *said;
} spoken[] = {
    {"daily", "FREQ=DAILY", "every day"},
    {"every day", "FREQ=DAILY", "every day"},
    {"  Every   DAY ", "FREQ=DAILY", "every day"},
    {"every other day", "FREQ=DAILY;INTERVAL=2", "every 2 days"},
    {"every 3 days", "FREQ=DAILY;INTERVAL=3", "every 3 days"},
    {"mon,thu", "FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday"},
    {"Thursday, mon", "FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday"},
    {"mon, wed, and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday"},
    {"every tues", "FREQ=WEEKLY;BYDAY=TU", "every Tuesday"},
    {"weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"},
    {"every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"},
    {"weekends", "FREQ=WEEKLY;BYDAY=SA,SU", "weekends"},
    {"weekends and fri", "FREQ=WEEKLY;BYDAY=FR,SA,SU", "every Friday, Saturday and Sunday"},
    {"weekly", "FREQ=WEEKLY", "every week"},
    {"weekly on mon", "FREQ=WEEKLY;BYDAY=MO", "every Monday"},
    {"every week on mon,thu", "FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday"},
    {"every 2 weeks on sun", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"every other sunday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"},
    {"every other weekend", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "every 2 weeks on weekends"},
    {"last sat", "FREQ=MONTHLY;BYDAY=-1SA", "the last Saturday of the month"},
    {"1st sat", "FREQ=MONTHLY;BYDAY=1SA", "the 1st Saturday of the month"},
    {"every first sat of the month", "FREQ=MONTHLY;BYDAY=1SA", "the 1st Saturday of the month"},
    {"1st and 3rd sat", "FREQ=MONTHLY;BYDAY=1SA,3SA", "the 1st and 3rd Saturday of the month"},
    {"the 2nd to last fri", "FREQ=MONTHLY;BYDAY=-2FR", "the 2nd to last Friday of the month"},
    {"1st mon, last fri", "FREQ=MONTHLY;BYDAY=1MO,-1FR",
     "the 1st Monday and the last Friday of the month"},
    {"1st of the month", "FREQ=MONTHLY;BYMONTHDAY=1", "the 1st of the month"},
    {"15th of the month", "FREQ=MONTHLY;BYMONTHDAY=15", "the 15th of the month"},
    {"22nd of each month", "FREQ=MONTHLY;BYMONTHDAY=22", "the 22nd of the month"},
    {"1st and 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=1,15",
     "the 1st and 15th of the month"},
    {"last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1", "the last day of the month"},
    {"the 15th and last day of the month", "FREQ=MONTHLY;BYMONTHDAY=15,-1",
     "the 15th and last day of the month"},
    {"monthly", "FREQ=MONTHLY", "every month"},
    {"monthly on 15", "FREQ=MONTHLY;BYMONTHDAY=15", "the 15th of the month"},
    {"monthly on 1, 15", "FREQ=MONTHLY;BYMONTHDAY=1,15", "the 1st and 15th of the month"},
    {"monthly on the last sat", "FREQ=MONTHLY;BYDAY=-1SA", "the last Saturday of the month"},
    {"every 2 months on the 11th", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=11",
     "every 2 months on the 11th"},
    {"every 3 months", "FREQ=MONTHLY;INTERVAL=3", "every 3 months"},
    {"mon & thu", "FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday"},
    {"mon/wed/fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday"},
    {"mon wed fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday"},
    {"Mondays", "FREQ=WEEKLY;BYDAY=MO", "every Monday"},
    {"on weds and on thurs", "FREQ=WEEKLY;BYDAY=WE,TH", "every Wednesday and Thursday"},
    {"each mon and every thu", "FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday"},
    {"mon-fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"},
    {"Mon \u2013 Fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"},
    {"mon..wed", "FREQ=WEEKLY;BYDAY=MO,TU,WE", "every Monday, Tuesday and Wednesday"},
    {"from monday through friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"},
    {"sat to mon", "FREQ=WEEKLY;BYDAY=MO,SA,SU", "every Monday, Saturday and Sunday"},
    {"sun-tue, thu", "FREQ=WEEKLY;BYDAY=MO,TU,TH,SU", "every Monday, Tuesday, Thursday and Sunday"},
    {"mon-mon", "FREQ=WEEKLY;BYDAY=MO", "every Monday"},
    {"daily mon-fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"},
    {"every day except sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "every day except Sunday"},
    {"daily, but not on sun", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "every day except Sunday"},
    {"daily except for weekends", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays"},
    {"weekdays but wed, 4 times", "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR;COUNT=4",
     "every Monday, Tuesday, Thursday and Friday, 4 times"},
    {"everyday", "FREQ=DAILY", "every day"},
    {"once a week", "FREQ=WEEKLY", "every week"},
    {"once daily", "FREQ=DAILY", "every day"},
    {"once every 2 weeks on sun", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"every two weeks, sun", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"every second week on sun", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"every fortnight on sun", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"fortnightly", "FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"},
    {"alternate sundays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"sundays every other week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every 2 weeks on Sunday"},
    {"every other week on tue,fri", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR",
     "every 2 weeks on Tuesday and Friday"},
    {"every third day", "FREQ=DAILY;INTERVAL=3", "every 3 days"},
    {"every 15th day", "FREQ=DAILY;INTERVAL=15", "every 15 days"},
    {"every 2nd day of the month", "FREQ=MONTHLY;BYMONTHDAY=2", "the 2nd of the month"},
    {"every 9th day in each month", "FREQ=MONTHLY;BYMONTHDAY=9", "the 9th of the month"},
    {"first saturdays", "FREQ=MONTHLY;BYDAY=1SA", "the 1st Saturday of the month"},
    {"every second sunday of the month", "FREQ=MONTHLY;BYDAY=2SU", "the 2nd Sunday of the month"},
    {"every 2nd and 4th sunday", "FREQ=MONTHLY;BYDAY=2SU,4SU",
     "the 2nd and 4th Sunday of the month"},
    {"second-to-last fri", "FREQ=MONTHLY;BYDAY=-2FR", "the 2nd to last Friday of the month"},
    {"last fri every month", "FREQ=MONTHLY;BYDAY=-1FR", "the last Friday of the month"},
    {"1st sat of every other month", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA",
     "every 2 months on the 1st Saturday"},
    {"on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15", "the 15th of the month"},
    {"1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15", "the 1st and 15th of the month"},
    {"15th monthly", "FREQ=MONTHLY;BYMONTHDAY=15", "the 15th of the month"},
    {"last day of month", "FREQ=MONTHLY;BYMONTHDAY=-1", "the last day of the month"},
    {"1st and last in each month", "FREQ=MONTHLY;BYMONTHDAY=1,-1",
     "the 1st and last day of the month"},
    {"monthly on the first", "FREQ=MONTHLY;BYMONTHDAY=1", "the 1st of the month"},
    {"last weekday of the month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
     "the last weekday of the month"},
    {"every 2 months on the first weekday",
     "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
     "every 2 months on the 1st weekday"},
    {"daily for ten times", "FREQ=DAILY;COUNT=10", "every day, 10 times"},
    {"fri till 24 dec", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261224", "every Friday, until 24 Dec 2026"},
    {"daily, 10 times", "FREQ=DAILY;COUNT=10", "every day, 10 times"},
    {"daily 1 time", "FREQ=DAILY;COUNT=1", "every day, 1 time"},
    {"monthly on 15, 10 times", "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=10",
     "the 15th of the month, 10 times"},
    {"mon, thu until 24 dec", "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261224",
     "every Monday and Thursday, until 24 Dec 2026"},
    {"1st sat, until 2027-06-30", "FREQ=MONTHLY;BYDAY=1SA;UNTIL=20270630",
     "the 1st Saturday of the month, until 30 Jun 2027"},
    {"FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;BYDAY=MO"},
    {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
     "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"},
    {"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU",
     "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU"},
    {"FREQ=MONTHLY;BYDAY=1SA;BYMONTHDAY=3", "FREQ=MONTHLY;BYDAY=1SA;BYMONTHDAY=3",
     "FREQ=MONTHLY;BYDAY=1SA;BYMONTHDAY=3"},
};

static void the_longest_rules_have_room(void **state)
{
    (void)state;
    struct recur rule = {.frequency = RECUR_MONTHLY,
                         .interval = RECUR_INTERVAL_MOST,
                         .count = RECUR_COUNT_MOST,
                         .until = CIVIL_DAY_LAST,
                         .week_start = 6};
    rule.month_days = (struct recur_positions){0x7fffffff, 0x7fffffff};
    char text[RECUR_TEXT_SIZE], again[RECUR_TEXT_SIZE];
    recur_say(&rule, text);
    assert_non_null(strstr(text, "31st to last"));
    for (int i = 0; i < 7; i++)
        rule.ordinals[i] = (struct recur_positions){0x1f, 0x1f};
    rule.month_days = (struct recur_positions){0};
    recur_say(&rule, text);
    assert_non_null(strstr(text, "Sunday"));
    rule.month_days = rule.set_positions = (struct recur_positions){0x7fffffff, 0x7fffffff};
    rule.weekdays = 0x7f;
    recur_format(&rule, text);
    rule = rule_of(text);
    recur_format(&rule, again);
    assert_string_equal(again, text);
}

static void rules_are_read_as_people_say_them_and_said_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) {
        char text[RECUR_TEXT_SIZE];
        struct recur rule = rule_of_words(spoken[i].words);
        recur_format(&rule, text);
        if (strcmp(text, spoken[i].rule) != 0)
            fail_msg("%s: %s, not %s", spoken[i].words, text, spoken[i].rule);
        recur_say(&rule, text);
        assert_string_equal(text, spoken[i].said);
        rule = rule_of_words(text);
        recur_format(&rule, text);
        assert_string_equal(text, spoken[i].rule);
    }
}

static void words_that_say_no_rule_are_refused_with_a_reason(void **state)
{
    (void)state;
    static const char likely[] = "A rule is like daily";
    static const struct {
        const char *words;
        const char *reason; /* how it begins, or a part of it */
    } wrong[] = {
        {"", likely},
        {"every", likely},
        {"sometimes", likely},
        {"as needed", likely},
        {"every day of the week", likely},
        {"mon,", likely},
        {"mon,,thu", likely},
        {"mon or thu", likely},
        {"mon and every other thu", likely},
        {"every week mon except", likely},
        {"every day except mon-sun", likely},
        {"every 3 days except sun", likely},
        {"0th of the month", likely},
        {"32nd of the month", likely},
        {"15 of the month", likely},
        {"first", likely},
        {"every second", likely},
        {"6th sat", likely},
        {"sat 1st", likely},
        {"first week of the month", likely},
        {"1st sat and 15th of the month", likely},
        {"every 2 months on the 1st of every month", likely},
        {"monthly on", likely},
        {"monthly on 15 16", likely},
        {"weekly on", likely},
        {"weekly on 15", likely},
        {"daily;", likely},
        {"t\xc3\xa4glich", likely},
        {"every 0 days", "up to 1000"},
        {"every 1001 days", "up to 1000"},
        {"every 2 sun", "every 2 weeks on sun"},
        {"every two sundays", "every 2 weeks on sun"},
        {"every 501 fortnights", "up to 1000"},
        {"every second sunday", "every 2 weeks on sun, or 2nd sun of the month"},
        {"every 3rd sat", "every 2 weeks on sun, or 2nd sun of the month"},
        {"every other weekday", "mon,wed,fri, or every 2 weeks on weekdays"},
        {"biweekly", "tue,fri, or every 2 weeks on sun"},
        {"bi-weekly on mon", "tue,fri, or every 2 weeks on sun"},
        {"bimonthly", "1st and 15th of the month, or every 2 months on the 1st"},
        {"twice a month", "say on which days"},
        {"3 times a week", "say on which days"},
        {"once", "say on which days"},
        {"once on mon", "say on which days"},
        {"mo,th", "three letters"},
        {"MWF", "three letters"},
        {"M-F", "three letters"},
        {"daily at 9pm", "time of day"},
        {"mon 9pm", "time of day"},
        {"sunday nights", "time of day"},
        {"every morning", "time of day"},
        {"every 2 hours", "time of day"},
        {"yearly", "every 12 months"},
        {"1st sat of the year", "every 12 months"},
        {"every 4th of july", "every 12 months"},
        {"quarterly", "in months"},
        {"every 2 weeks starting sun", "where it begins"},
        {"daily from 1 dec", "where it begins"},
        {"daily for 6 weeks", "until 24 dec or by 10 times"},
        {"last", "last day of the month"},
        {"last day", "last day of the month"},
        {"15th and last", "last day of the month"},
        {"the last weekday", "last day of the month"},
        {"daily until", "A date is like"},
        {"daily until 30 feb", "no such day"},
        {"daily until tomorrow noon", "A date is like"},
        {"daily, 0 times", "1 to 10000 times"},
        {"daily, 10001 times", "1 to 10000 times"},
        {"daily, times", "say on which days"},
        {"daily, 10 times until fri", "not by both"},
        {"FREQ=YEARLY", "FREQ is"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct recur rule = {.interval = 77};
        const char *reason = NULL;
        if (recur_words(wrong[i].words, TODAY, &rule, &reason) != -EINVAL)
            fail_msg("taken: %s", wrong[i].words);
        assert_non_null(reason);
        if (!strstr(reason, wrong[i].reason))
            fail_msg("%s: %s", wrong[i].words, reason);
        assert_int_equal(reason[strlen(reason) - 1], '.');
        assert_int_equal(rule.interval, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_rules_have_room),
        cmocka_unit_test(rules_are_read_as_people_say_them_and_said_back),
        cmocka_unit_test(words_that_say_no_rule_are_refused_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
