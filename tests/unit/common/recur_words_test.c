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
    static const char *const wrong[] = {
        "",
        "every",
        "sometimes",
        "every 0 days",
        "every 1001 days",
        "every 2 sun",
        "every day of the week",
        "mon,",
        "mon,,thu",
        "mon or thu",
        "mo,th",
        "15th",
        "1st",
        "last",
        "last day",
        "last of the month",
        "the last",
        "0th of the month",
        "32nd of the month",
        "6th sat",
        "sat 1st",
        "1st sat and 15th of the month",
        "1st sat of the year",
        "monthly on",
        "monthly on 15 16",
        "weekly on",
        "weekly on 15",
        "daily until",
        "daily until 30 feb",
        "daily until tomorrow noon",
        "daily, 0 times",
        "daily, 10001 times",
        "daily, times",
        "daily, 10 times until fri",
        "daily;",
        "FREQ=YEARLY",
        "t\xc3\xa4glich",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct recur rule = {.interval = 77};
        const char *reason = NULL;
        if (recur_words(wrong[i], TODAY, &rule, &reason) != -EINVAL)
            fail_msg("taken: %s", wrong[i]);
        assert_non_null(reason);
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
