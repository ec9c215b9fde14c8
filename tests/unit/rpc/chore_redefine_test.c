/* org.kith.Chore: a chore changes, is retired and comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"
#include "tests/unit/rpc/watch.h"

#define ADD_MOP(more) "{\"handle\":\"mop\",\"name\":\"Mop\"" more "}"

static void add_mop(struct rig *rig, const char *parameters)
{
    json_decref(get(rig, MIKE, "org.kith.Chore.Add", parameters));
}

static void refused(struct rig *rig, const char *verb, const char *parameters, const char *error,
                    const char *field, const char *value)
{
    char method[48];
    struct peer *mike = rig_peer(rig, MIKE);
    (void)snprintf(method, sizeof method, "org.kith.Chore.%s", verb);
    look_refused(rig, mike, method, parameters, error, field, value);
    peer_free(mike);
}

#define WHOLE                                                                                      \
    ",\"area\":\"hall\",\"instructions\":\"Sweep.\\nMop.\",\"schedule\":\"every 2 weeks on sat\"," \
    "\"startsOn\":\"2026-12-05\",\"dueTime\":\"18:00\",\"windowMinutes\":120,\"effort\":3,"        \
    "\"list\":\"deep-clean\",\"people\":2,\"rotation\":\"round-robin\",\"holdWeeks\":2,"           \
    "\"holders\":[\"cat\",\"ann\"],\"lookedAtBy\":\"housemate\""

static void what_is_said_changes_and_all_else_stays(void **state)
{
    struct rig *rig = *state;
    add_mop(rig, ADD_MOP(WHOLE));
    json_t *before = get(rig, MIKE, "org.kith.Chore.Show", "{\"chore\":\"mop\"}");
    json_t *changed = get(rig, MIKE, "org.kith.Chore.Change",
                          "{\"chore\":\"mop\",\"name\":\"Mop well\",\"effort\":5}");
    json_t *expected = json_deep_copy(look(before, "chore"));
    json_object_set_new(expected, "name", json_string("Mop well"));
    json_object_set_new(expected, "effort", json_integer(5));
    assert_true(json_equal(look(changed, "chore"), expected));
    json_decref(changed);
    json_decref(before);
    json_decref(expected);
    changed = get(rig, MIKE, "org.kith.Chore.Change",
                  "{\"chore\":\"mop\",\"holders\":[\"ben\"],\"rotation\":\"fixed\",\"people\":1}");
    assert_string_equal(look_row(changed, "chore.holders", NULL), "ben");
    json_decref(changed);
    refused(
        rig, "Change", "{\"chore\":\"mop\",\"people\":2}", "TooFewHolders", "message",
        "It takes 2 people each time, and those named who always do it are 1. Name more of them,"
        " or say that it takes fewer.");
    refused(rig, "Change", "{\"chore\":\"mop\",\"clear\":[\"holders\"]}", "ForNobody", "rotation",
            "fixed");
    refused(rig, "Change", "{\"chore\":\"mop\",\"name\":\" \"}", "InvalidParameter", "parameter",
            "name");
    refused(rig, "Change", "{\"chore\":\"mpo\",\"effort\":2}", "NotFound", "nearest", "mop");
}

static void what_may_be_empty_is_emptied(void **state)
{
    struct rig *rig = *state;
    add_mop(rig, ADD_MOP(WHOLE));
    json_t *changed =
        get(rig, MIKE, "org.kith.Chore.Change",
            "{\"chore\":\"mop\",\"clear\":[\"area\",\"instructions\",\"schedule\",\"list\","
            "\"window\",\"holders\"]}");
    const json_t *mop = look(changed, "chore");
    assert_null(look(mop, "area"));
    assert_null(look(mop, "instructions"));
    assert_null(look(mop, "rule"));
    assert_string_equal(look_text(mop, "list"), "weekly");
    assert_int_equal(look_int(mop, "windowMinutes"), 0);
    assert_int_equal(look_count(mop, "holders"), 0);
    json_decref(changed);
    refused(rig, "Change", "{\"chore\":\"mop\",\"clear\":[\"name\"]}", "Impossible", "message",
            "What can be made empty: area, instructions, schedule, list, window and holders.");
}

static void another_schedule_counts_from_today_and_the_same_from_where_it_did(void **state)
{
    struct rig *rig = *state;
    add_mop(rig, ADD_MOP(WHOLE));
    json_t *changed = get(rig, MIKE, "org.kith.Chore.Change",
                          "{\"chore\":\"mop\",\"schedule\":\"every 2 weeks on Saturday\"}");
    assert_string_equal(look_text(changed, "chore.startsOn"), "2026-12-05");
    json_decref(changed);
    changed = get(rig, MIKE, "org.kith.Chore.Change",
                  "{\"chore\":\"mop\",\"schedule\":\"every 2 weeks on sun\"}");
    assert_string_equal(look_text(changed, "chore.startsOn"), "2026-11-27");
    json_decref(changed);
    refused(rig, "Change", "{\"chore\":\"mop\",\"schedule\":\"daily until 2026-11-26\"}",
            "NeverComesRound", "schedule", "daily until 2026-11-26");
    refused(rig, "Change", "{\"chore\":\"mop\",\"schedule\":\"sometimes\"}", "BadSchedule",
            "schedule", "sometimes");
}

/* What was said done, and what is over, keeps its time. */
static void another_due_time_is_that_of_what_is_still_to_do(void **state)
{
    struct rig *rig = *state;
    json_decref(get(rig, MIKE, "org.kith.Chore.Assign",
                    "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-26\","
                    "\"2026-11-27\",\"2026-11-28\",\"2026-11-29\"]}"));
    json_decref(
        get(rig, ANN, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"on\":\"2026-11-28\"}"));
    json_decref(
        get(rig, MIKE, "org.kith.Chore.Change", "{\"chore\":\"dishes\",\"dueTime\":\"20:00\"}"));
    static const char *const times[] = {
        "2026-11-26T21:00:00-05:00",
        "2026-11-27T20:00:00-05:00",
        "2026-11-28T21:00:00-05:00",
        "2026-11-29T20:00:00-05:00",
    };
    json_t *week = get(rig, MIKE, "org.kith.Chore.Week", NULL);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(look_text(json_array_get(look(week, "assignments"), i), "dueAt"),
                            times[i]);
    json_decref(week);
    assert_int_equal(look_record(rig, "select count(*) from assignment"
                                      " where lapses_at = due_at + 3600 and on_date in"
                                      " ('2026-11-27', '2026-11-29')"),
                     2);
    /* It is noon: at eleven today's would have been late at once. */
    json_decref(
        get(rig, MIKE, "org.kith.Chore.Change", "{\"chore\":\"dishes\",\"dueTime\":\"11:00\"}"));
    week = get(rig, MIKE, "org.kith.Chore.Week", NULL);
    assert_string_equal(look_text(week, "assignments.1.dueAt"), "2026-11-27T20:00:00-05:00");
    assert_string_equal(look_text(week, "assignments.3.dueAt"), "2026-11-29T11:00:00-05:00");
    json_decref(week);
}

static void the_house_hears_that_a_chore_has_changed_and_planning_is_due(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, ANN);
    struct peer *olga = rig_peer(rig, OLGA);
    static const char *const verbs[][2] = {
        {"Change", "{\"chore\":\"trash\",\"effort\":2}"},
        {"Skip", "{\"chore\":\"trash\",\"on\":\"2026-11-30\"}"},
        {"Restore", "{\"chore\":\"trash\",\"on\":\"2026-11-30\"}"},
        {"Move", "{\"chore\":\"trash\",\"on\":\"2026-11-30\",\"to\":\"2026-12-01\"}"},
        {"AddDay", "{\"chore\":\"trash\",\"on\":\"2026-12-02\"}"},
        {"Retire", "{\"chore\":\"trash\"}"},
        {"Resume", "{\"chore\":\"trash\"}"},
    };
    watch(rig, ann, NULL);
    watch(rig, olga, NULL);
    (void)heard(ann);
    (void)heard(olga);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        char method[48];
        (void)snprintf(method, sizeof method, "org.kith.Chore.%s", verbs[i][0]);
        look_tamper(rig, "update chore_house set plan_at = null");
        json_decref(get(rig, MIKE, method, verbs[i][1]));
        assert_string_equal(heard(ann), "Something about trash has changed: kith chore show trash");
        assert_int_equal(
            look_record(rig, "select count(*) from chore_house where plan_at = 1795798800"), 1);
    }
    assert_null(heard(olga));
    look_tamper(rig, "update chore_house set plan_at = null");
    add_mop(rig, ADD_MOP(""));
    assert_int_equal(
        look_record(rig, "select count(*) from chore_house where plan_at = 1795798800"), 1);
}

/* --- Retiring --------------------------------------------------------------------------------- */

static void a_retired_chore_is_in_no_list_and_its_handle_stays_taken(void **state)
{
    struct rig *rig = *state;
    json_decref(get(rig, MIKE, "org.kith.Chore.Retire", "{\"chore\":\"dishes\"}"));
    json_t *list = get(rig, ANN, "org.kith.Chore.List", NULL);
    assert_string_equal(look_row(list, "chores", "handle"), "trash");
    json_decref(list);
    list = get(rig, ANN, "org.kith.Chore.List", "{\"retired\":true}");
    assert_string_equal(look_row(list, "chores", "handle"), "dishes");
    assert_string_equal(look_text(list, "chores.0.retiredOn"), "2026-11-27");
    json_decref(list);
    json_t *show = get(rig, ANN, "org.kith.Chore.Show", "{\"chore\":\"dishes\"}");
    assert_string_equal(look_text(show, "chore.retiredOn"), "2026-11-27");
    assert_int_equal(look_count(show, "nextDays"), 0);
    json_decref(show);
    refused(rig, "Add", "{\"handle\":\"dishes\",\"name\":\"D\"}", "Conflict", "message",
            "The house had a chore of that name. To have it back: kith chore resume dishes");
    refused(rig, "Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}", "NotFound", "name",
            "dishes");
    static const char *const verbs[][2] = {
        {"Retire", "{\"chore\":\"dishes\"}"},
        {"Change", "{\"chore\":\"dishes\",\"effort\":2}"},
        {"Skip", "{\"chore\":\"dishes\",\"on\":\"2026-11-30\"}"},
        {"Restore", "{\"chore\":\"dishes\",\"on\":\"2026-11-30\"}"},
        {"AddDay", "{\"chore\":\"dishes\",\"on\":\"2026-11-30\"}"},
        {"Move", "{\"chore\":\"dishes\",\"on\":\"2026-11-30\",\"to\":\"2026-12-01\"}"},
    };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        refused(rig, verbs[i][0], verbs[i][1], "Retired", "message",
                "dishes has not been a chore of the house since 2026-11-27. To have it back: kith"
                " chore resume dishes");
    json_decref(get(rig, MIKE, "org.kith.Chore.Resume", "{\"chore\":\"dishes\"}"));
    refused(rig, "Resume", "{\"chore\":\"dishes\"}", "NotRetired", "message",
            "dishes is a chore of the house already.");
    list = get(rig, ANN, "org.kith.Chore.List", NULL);
    assert_string_equal(look_row(list, "chores", "handle"), "dishes trash");
    json_decref(list);
}

/* Nobody loses the last word because a chore ends. */
static void what_became_of_a_retired_chore_can_still_be_read_and_answered(void **state)
{
    struct rig *rig = *state;
    json_decref(get(rig, MIKE, "org.kith.Chore.Assign",
                    "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-27\"]}"));
    rig->now.wall = DECEMBER;
    rig_run(rig);
    json_decref(get(rig, MIKE, "org.kith.Chore.Retire", "{\"chore\":\"dishes\"}"));
    json_decref(
        get(rig, ANN, "org.kith.Chore.Answer", "{\"chore\":\"dishes\",\"words\":\"I was late.\"}"));
    json_t *story = get(rig, ANN, "org.kith.Chore.Story", "{\"chore\":\"dishes\"}");
    assert_string_equal(look_text(story, "state"), "missed");
    json_decref(story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(what_is_said_changes_and_all_else_stays),
        LOOK_TEST(what_may_be_empty_is_emptied),
        LOOK_TEST(another_schedule_counts_from_today_and_the_same_from_where_it_did),
        LOOK_TEST(another_due_time_is_that_of_what_is_still_to_do),
        LOOK_TEST(the_house_hears_that_a_chore_has_changed_and_planning_is_due),
        LOOK_TEST(a_retired_chore_is_in_no_list_and_its_handle_stays_taken),
        LOOK_TEST(what_became_of_a_retired_chore_can_still_be_read_and_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
