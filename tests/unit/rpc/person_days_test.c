/* org.kith.Person: the days of a stay put right afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

/* Parameters with quotes as people write them; in a static buffer. */
static const char *quoted(const char *text)
{
    static char parameters[160];
    (void)snprintf(parameters, sizeof parameters, "%s", text);
    for (char *at = parameters; *at; at++)
        if (*at == '\'')
            *at = '"';
    return parameters;
}

static void change(struct rig *rig, const char *parameters)
{
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Person.Change", quoted(parameters));
}

static void refused(struct rig *rig, const char *parameters, const char *error, const char *field,
                    const char *value)
{
    look_refused(rig, rig_peer(rig, 1001), "org.kith.Person.Change", quoted(parameters), error,
                 field, value);
}

static int64_t lodgings(struct rig *rig, const char *from, const char *until)
{
    char sql[160];
    (void)snprintf(sql, sizeof sql,
                   "select count(*) from lodging where from_on = '%s' and until_on is %s", from,
                   until);
    return look_record(rig, sql);
}

static void both_days_of_a_stay_are_put_right_and_the_bed_moves_along(void **state)
{
    struct rig *rig = *state;
    change(rig, "{'person':'dan','movedInOn':'2026-02-03','movedOutOn':'2026-10-05'}");
    json_t *dan =
        rig_must(rig, rig_peer(rig, 1001), "org.kith.Person.Show", "{\"person\":\"dan\"}");
    assert_string_equal(look_text(dan, "stays.0.movedInOn"), "2026-02-03");
    assert_string_equal(look_text(dan, "stays.0.movedOutOn"), "2026-10-05");
    assert_string_equal(look_text(dan, "stays.0.endedBy"), "resident");
    assert_string_equal(look_text(dan, "stays.0.orientationDueAt"), "2026-02-04T00:00:00-05:00");
    json_decref(dan);
    assert_int_equal(lodgings(rig, "2026-02-03", "'2026-10-05'"), 1);
}

static void one_day_is_put_right_and_the_other_stays(void **state)
{
    struct rig *rig = *state;
    change(rig, "{'person':'dan','movedOutOn':'2026-10-05'}");
    assert_int_equal(lodgings(rig, "2026-02-01", "'2026-10-05'"), 1);
    change(rig, "{'person':'ann','movedInOn':'2026-05-30'}");
    assert_int_equal(lodgings(rig, "2026-05-30", "null"), 1);
    /* issue 2: "A bed holds one person": she still has it. */
    look_refused(rig, rig_peer(rig, 1001), "org.kith.Person.Move",
                 "{\"person\":\"ben\",\"bed\":\"a\"}", "BedTaken", "person", "ann");
}

/* The computer's clock was wrong when it was put down. */
static void a_day_that_a_wrong_clock_put_down_is_put_right(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "update stay set moved_out_on = '2199-12-31' where moved_out_on not null;"
                     "update lodging set until_on = '2199-12-31' where until_on not null");
    refused(rig, "{'person':'dan','movedInOn':'2026-02-03'}", "Impossible", "parameter",
            "movedOutOn");
    change(rig, "{'person':'dan','movedOutOn':'2026-11-27'}");
    assert_int_equal(lodgings(rig, "2026-02-01", "'2026-11-27'"), 1);
}

static void days_that_cannot_be_are_refused(void **state)
{
    struct rig *rig = *state;
    static const char ahead[] = "That day is still to come. Say it when it is there.";
    refused(rig, "{'person':'dan','movedOutOn':'2026-11-28'}", "Impossible", "message", ahead);
    refused(rig, "{'person':'dan','movedOutOn':'2026-11-28'}", "Impossible", "parameter",
            "movedOutOn");
    refused(rig, "{'person':'ann','movedInOn':'2026-11-28'}", "Impossible", "parameter",
            "movedInOn");
    refused(rig, "{'person':'dan','movedOutOn':'2026-01-31'}", "Impossible", "message",
            "Nobody moves out before the day they moved in.");
    refused(rig, "{'person':'ann','movedOutOn':'2026-11-20'}", "Impossible", "message",
            "They still live here. How a stay ended is said when they leave.");
    refused(rig, "{'person':'mike','movedInOn':'2026-11-20'}", "NotHere", "person", "mike");
    assert_int_equal(lodgings(rig, "2026-02-01", "'2026-09-30'"), 1);
}

/* issue 2: "two stays of one person do not overlap" */
static void a_second_stay_is_not_put_into_the_first(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Person.Admit", "{\"person\":\"dan\"}");
    refused(rig, "{'person':'dan','movedInOn':'2026-09-29'}", "StaysOverlap", "message",
            "dan lived here from 1 February 2026 to 30 September 2026 already.");
    change(rig, "{'person':'dan','movedInOn':'2026-09-30'}");
}

/* issue 2: "A bed holds one person" */
static void a_bed_that_was_somebody_elses_is_not_theirs_afterwards(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Person.Move",
           "{\"person\":\"cat\",\"bed\":\"c\",\"on\":\"2026-11-20\"}");
    refused(rig, "{'person':'dan','movedOutOn':'2026-11-21'}", "BedTaken", "person", "cat");
    change(rig, "{'person':'dan','movedOutOn':'2026-11-20'}");
}

static void a_day_beyond_a_change_of_beds_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Move",
           "{\"person\":\"ann\",\"bed\":\"d\",\"on\":\"2026-10-01\"}");
    refused(rig, "{'person':'ann','movedInOn':'2026-10-02'}", "Impossible", "message",
            "They changed beds before that day. Name an earlier one.");
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    refused(rig, "{'person':'ann','movedOutOn':'2026-09-30'}", "Impossible", "message",
            "They have changed beds since that day. Name a later one.");
    change(rig, "{'person':'ann','movedInOn':'2026-06-02','movedOutOn':'2026-11-26'}");
    assert_int_equal(lodgings(rig, "2026-06-02", "'2026-10-01'"), 1);
    assert_int_equal(lodgings(rig, "2026-10-01", "'2026-11-26'"), 1);
}

static void belongings_are_kept_until_the_day_put_right_at_least(void **state)
{
    struct rig *rig = *state;
    change(rig, "{'person':'dan','belongingsKeptUntil':'2026-10-01'}");
    refused(rig, "{'person':'dan','movedOutOn':'2026-10-02'}", "Impossible", "parameter",
            "belongingsKeptUntil");
    change(rig, "{'person':'dan','movedOutOn':'2026-10-02','belongingsKeptUntil':'2026-10-02'}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(both_days_of_a_stay_are_put_right_and_the_bed_moves_along),
        LOOK_TEST(one_day_is_put_right_and_the_other_stays),
        LOOK_TEST(a_day_that_a_wrong_clock_put_down_is_put_right),
        LOOK_TEST(days_that_cannot_be_are_refused),
        LOOK_TEST(a_second_stay_is_not_put_into_the_first),
        LOOK_TEST(a_bed_that_was_somebody_elses_is_not_theirs_afterwards),
        LOOK_TEST(a_day_beyond_a_change_of_beds_is_refused),
        LOOK_TEST(belongings_are_kept_until_the_day_put_right_at_least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
