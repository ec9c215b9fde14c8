#include "common/recur.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct recur rule_of(const char *text)
{
    struct recur rule = {0};
    const char *reason = "";
    if (recur_parse(text, &rule, &reason) != 0)
        fail_msg("%s: %s", text, reason);
    return rule;
}

static void a_rule_in_another_form_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *reason; /* a part of it */
    } wrong[] = {
        {"", "made of FREQ"},
        {"daily", "made of FREQ"},
        {"INTERVAL=2", "needs FREQ"},
        {"FREQ=YEARLY", "FREQ is"},
        {"FREQ=HOURLY", "FREQ is"},
        {"FREQ", "FREQ is"},
        {"FREQ=", "FREQ is"},
        {"FREQ=DAILYS", "FREQ is"},
        {"FREQ=DAILY;", "made of FREQ"},
        {";FREQ=DAILY", "made of FREQ"},
        {"FREQ=DAILY,INTERVAL=2", "semicolons"},
        {"FREQ=DAILY;FREQ=DAILY", "only once"},
        {"FREQ=DAILY;COUNT=2;COUNT=3", "only once"},
        {"FREQ=DAILY; COUNT=2", "no blanks"},
        {"FREQ=DAILY;BYMONTH=1", "made of FREQ"},
        {"FREQ=DAILY;BYHOUR=1", "made of FREQ"},
        {"RRULE:FREQ=DAILY", "made of FREQ"},
        {"FREQ=DAILY;INTERVAL=0", "INTERVAL is"},
        {"FREQ=DAILY;INTERVAL=1001", "INTERVAL is"},
        {"FREQ=DAILY;INTERVAL=-1", "INTERVAL is"},
        {"FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL is"},
        {"FREQ=DAILY;INTERVAL=2x", "semicolons"},
        {"FREQ=DAILY;COUNT=0", "COUNT is"},
        {"FREQ=DAILY;COUNT=10001", "COUNT is"},
        {"FREQ=DAILY;COUNT=4294967297", "COUNT is"},
        {"FREQ=DAILY;COUNT=2;UNTIL=20261127", "not by both"},
        {"FREQ=DAILY;UNTIL=20260229", "UNTIL is"},
        {"FREQ=DAILY;UNTIL=2026-11-27", "UNTIL is"},
        {"FREQ=DAILY;UNTIL=18991231", "UNTIL is"},
        {"FREQ=DAILY;UNTIL=22010101", "UNTIL is"},
        {"FREQ=DAILY;UNTIL=20261127T210000Z", "UNTIL is"},
        {"FREQ=WEEKLY;BYDAY=", "BYDAY is"},
        {"FREQ=WEEKLY;BYDAY=MO,", "BYDAY is"},
        {"FREQ=WEEKLY;BYDAY=MON", "BYDAY is"},
        {"FREQ=WEEKLY;BYDAY=MO TU", "no blanks"},
        {"FREQ=WEEKLY;BYDAY=1MO", "monthly"},
        {"FREQ=DAILY;BYDAY=-1MO", "monthly"},
        {"FREQ=MONTHLY;BYDAY=0MO", "BYDAY is"},
        {"FREQ=MONTHLY;BYDAY=6MO", "BYDAY is"},
        {"FREQ=MONTHLY;BYDAY=-6MO", "BYDAY is"},
        {"FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY is"},
        {"FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY is"},
        {"FREQ=MONTHLY;BYMONTHDAY=-32", "BYMONTHDAY is"},
        {"FREQ=MONTHLY;BYMONTHDAY=--1", "BYMONTHDAY is"},
        {"FREQ=WEEKLY;BYMONTHDAY=1", "cannot have BYMONTHDAY"},
        {"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS is"},
        {"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=32", "BYSETPOS is"},
        {"FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs"},
        {"FREQ=WEEKLY;WKST=XX", "WKST is"},
        {"FREQ=WEEKLY;WKST=MO,TU", "semicolons"},
        {"FREQ=D\xc3\x84ILY", "FREQ is"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct recur rule = {.interval = 77};
        const char *reason = NULL;
        if (recur_parse(wrong[i].text, &rule, &reason) != -EINVAL)
            fail_msg("taken: %s", wrong[i].text);
        if (!reason || !strstr(reason, wrong[i].reason))
            fail_msg("%s: %s", wrong[i].text, reason);
        assert_int_equal(rule.interval, 77);
    }
}

static void a_rule_is_written_always_the_same(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"FREQ=DAILY", "FREQ=DAILY"},
        {"freq=weekly;byday=th,mo,th;wkst=mo", "FREQ=WEEKLY;BYDAY=MO,TH"},
        {"COUNT=3;INTERVAL=1;FREQ=DAILY", "FREQ=DAILY;COUNT=3"},
        {"BYDAY=-1FR,+1MO,FR,2FR;FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=1MO,FR,2FR,-1FR"},
        {"FREQ=MONTHLY;BYSETPOS=-1,1;BYMONTHDAY=-1,15,01;WKST=SU;UNTIL=20261231;INTERVAL=2",
         "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15,-1;BYSETPOS=1,-1;UNTIL=20261231;WKST=SU"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char text[RECUR_TEXT_SIZE], again[RECUR_TEXT_SIZE];
        struct recur rule = rule_of(pairs[i][0]);
        recur_format(&rule, text);
        assert_string_equal(text, pairs[i][1]);
        rule = rule_of(text);
        recur_format(&rule, again);
        assert_string_equal(again, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_in_another_form_is_refused_with_a_reason),
        cmocka_unit_test(a_rule_is_written_always_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
