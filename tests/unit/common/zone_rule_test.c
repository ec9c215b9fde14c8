#include "common/zone_rule.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/civil.h"

static struct zone_rule rule_of(const char *text)
{
    struct zone_rule rule = {0};
    if (zone_rule_parse(text, &rule) != 0)
        fail_msg("refused: %s", text);
    return rule;
}

static int64_t utc_of(const char *instant)
{
    int64_t utc = 0;
    int32_t offset;
    if (civil_parse_instant(instant, &utc, &offset) != 0)
        fail_msg("not an instant: %s", instant);
    return utc;
}

static void assert_offset(const struct zone_rule *rule, const char *instant, int32_t seconds)
{
    struct zone_period period = zone_rule_period(rule, utc_of(instant));
    assert_int_equal(period.offset, seconds);
    assert_true(period.start <= utc_of(instant) && utc_of(instant) < period.end);
}

/* The offset changes at that very second. */
static void assert_change(const struct zone_rule *rule, const char *instant, int32_t before,
                          int32_t after)
{
    struct zone_period earlier = zone_rule_period(rule, utc_of(instant) - 1);
    struct zone_period later = zone_rule_period(rule, utc_of(instant));
    assert_int_equal(earlier.offset, before);
    assert_int_equal(later.offset, after);
    assert_true(earlier.end == utc_of(instant) && later.start == utc_of(instant));
}

static void a_rule_names_its_days_in_three_ways(void **state)
{
    (void)state;
    struct zone_rule rule = rule_of("EST5EDT,M3.2.0,M11.1.0");
    assert_change(&rule, "2061-03-13T07:00:00Z", -18000, -14400);
    rule = rule_of("AAA0BBB,J60/0,J300/0"); /* J60 is 1 March in every year */
    assert_change(&rule, "2060-03-01T00:00:00Z", 0, 3600);
    assert_change(&rule, "2061-03-01T00:00:00Z", 0, 3600);
    assert_change(&rule, "2060-10-26T23:00:00Z", 3600, 0);
    rule = rule_of("AAA0BBB,59/0,300/0"); /* 59 is 29 February where there is one */
    assert_change(&rule, "2060-02-29T00:00:00Z", 0, 3600);
    assert_change(&rule, "2061-03-01T00:00:00Z", 0, 3600);
    rule = rule_of("AAA0BBB-2,M1.5.6/0,M2.5.1/0"); /* week 5 is the last there is */
    assert_change(&rule, "2060-01-31T00:00:00Z", 0, 7200);
    assert_change(&rule, "2060-02-22T22:00:00Z", 7200, 0);
}

static void a_rule_may_change_before_or_long_after_its_day(void **state)
{
    (void)state;
    struct zone_rule rule = rule_of("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    assert_change(&rule, "2060-03-28T01:00:00Z", -7200, -3600);
    assert_change(&rule, "2060-10-31T01:00:00Z", -3600, -7200);
    rule = rule_of("IST-2IDT,M3.4.4/26,M10.5.0");
    assert_change(&rule, "2060-03-26T00:00:00Z", 7200, 10800);
    rule = rule_of("AAA0BBB,J365/167,J100/-167:59:59"); /* over the turn of the year */
    assert_change(&rule, "2061-01-06T23:00:00Z", 0, 3600);
    assert_change(&rule, "2061-04-02T23:00:01Z", 3600, 0);
}

static void a_rule_may_stand_on_its_head(void **state)
{
    (void)state;
    struct zone_rule rule = rule_of("AEST-10AEDT,M10.1.0,M4.1.0/3"); /* the southern summer */
    assert_offset(&rule, "2060-01-01T00:00:00Z", 39600);
    assert_offset(&rule, "2060-07-01T00:00:00Z", 36000);
    assert_change(&rule, "2060-04-03T16:00:00Z", 39600, 36000);
    rule = rule_of("IST-1GMT0,M10.5.0,M3.5.0/1"); /* Dublin: winter is the exception */
    assert_offset(&rule, "2060-01-01T00:00:00Z", 0);
    assert_offset(&rule, "2060-07-01T00:00:00Z", 3600);
    assert_change(&rule, "2060-10-31T01:00:00Z", 3600, 0);
}

static void daylight_saving_may_last_all_year(void **state)
{
    (void)state;
    struct zone_rule rule = rule_of("XXX3EDT4,0/0,J365/23");
    int64_t begin = utc_of("2059-12-25T00:00:00Z"), end = utc_of("2061-01-08T00:00:00Z");
    for (int64_t utc = begin; utc < end; utc += 1800)
        assert_int_equal(zone_rule_period(&rule, utc).offset, -4 * 3600);
    assert_int_equal(zone_rule_period(&rule, utc_of("2060-01-01T02:59:59Z")).offset, -4 * 3600);
}

static void a_rule_without_daylight_saving_holds_for_ever(void **state)
{
    (void)state;
    struct zone_rule rule = rule_of("<+0545>-5:45");
    struct zone_period period = zone_rule_period(&rule, 0);
    assert_int_equal(period.offset, 20700);
    assert_true(period.start == INT64_MIN && period.end == INT64_MAX);
    rule = rule_of("LMT4:56:02");
    assert_int_equal(zone_rule_period(&rule, 0).offset, -17762);
    rule = rule_of("ABC+24:59:59");
    assert_int_equal(zone_rule_period(&rule, 0).offset, -89999);
}

static void a_rule_in_another_form_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "EST",
        "ES5",
        "5",
        "EST25",
        "EST5:60",
        "EST5:00:60",
        "EST5 ",
        "EST0005",
        "<+3>-3",
        "<EST5",
        "<>5",
        ":America/New_York",
        "EST5EDT",
        "EST5EDT,M3.2.0",
        "EST5EDT,M3.2.0,",
        "EST5EDT,M3.2.0,M11.1.0,",
        "EST5EDT,M3.2.0,M11.1.0 ",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M0.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,M3.2,M11.1.0",
        "EST5EDT,J0,J300",
        "EST5EDT,J366,J300",
        "EST5EDT,366,300",
        "EST5EDT,-1,300",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/,M11.1.0",
        "EST5EDT,M3.2.0/2:,M11.1.0",
        "EST5EDT,M3.2.0/+-2,M11.1.0",
        "EST5EDT25,M3.2.0,M11.1.0",
        "\xc3\xa9\xc3\xa9\xc3\xa9-5",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct zone_rule rule = {.standard = 77};
        if (zone_rule_parse(wrong[i], &rule) != -EINVAL)
            fail_msg("taken: %s", wrong[i]);
        assert_int_equal(rule.standard, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_names_its_days_in_three_ways),
        cmocka_unit_test(a_rule_may_change_before_or_long_after_its_day),
        cmocka_unit_test(a_rule_may_stand_on_its_head),
        cmocka_unit_test(daylight_saving_may_last_all_year),
        cmocka_unit_test(a_rule_without_daylight_saving_holds_for_ever),
        cmocka_unit_test(a_rule_in_another_form_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
