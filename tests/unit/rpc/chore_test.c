/* org.kith.Chore: chores, who is given them, and who says they are done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

/* --- Chores --------------------------------------------------------------------------------- */

/* issue 2: "Chore (add, list ...)" */
static void a_chore_is_added_with_a_schedule_in_words_or_as_a_rule(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const struct {
        const char *typed;
        const char *said;
    } schedules[] = {
        {"daily", "every day"},
        {"Mon, Thu", "every Monday and Thursday"},
        {"weekdays", "weekdays"},
        {"every 2 weeks on sun", "every 2 weeks on Sunday"},
        {"last sat", "the last Saturday of the month"},
        {"1st and 3rd sat", "the 1st and 3rd Saturday of the month"},
        {"monthly on 15", "the 15th of the month"},
        {"FREQ=WEEKLY;BYDAY=MO,TH", "every Monday and Thursday"},
        {"FREQ=MONTHLY;BYDAY=-1SA", "the last Saturday of the month"},
        {"daily until 2026-12-24", "every day, until 24 Dec 2026"},
    };
    for (size_t i = 0; i < sizeof schedules / sizeof *schedules; i++) {
        char parameters[160];
        char path[32];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"handle\":\"c%zu\",\"name\":\"C\",\"schedule\":\"%s\"}", i,
                       schedules[i].typed);
        rig_do(rig, mike, "org.kith.Chore.Add", parameters);
        json_t *list = rig_must(rig, mike, "org.kith.Chore.List", NULL);
        (void)snprintf(path, sizeof path, "chores.%zu.schedule", i);
        assert_string_equal(look_text(list, path), schedules[i].said);
        json_decref(list);
    }
}

static void a_schedule_that_is_not_understood_is_told_what_would_do(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const schedules[] = {
        "",
        "sometimes",
        "every 0 days",
        "mon,xyz",
        "FREQ=HOURLY",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=XX",
        "daily until yesteryear",
        "=",
    };
    for (size_t i = 0; i < sizeof schedules / sizeof *schedules; i++) {
        char parameters[160];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"handle\":\"mop\",\"name\":\"Mop\",\"schedule\":\"%s\"}", schedules[i]);
        json_t *reply = rig_call(rig, mike, "org.kith.Chore.Add", parameters);
        assert_string_equal(look_text(reply, "error"), "org.kith.Chore.BadSchedule");
        assert_string_equal(look_text(reply, "parameters.schedule"), schedules[i]);
        if (strlen(look_text(reply, "parameters.message")) < 20)
            fail_msg("\"%s\" is told \"%s\"", schedules[i], look_text(reply, "parameters.message"));
        json_decref(reply);
    }
    assert_int_equal(look_record(rig, "select count(*) from chore"), 2);
}

static void a_list_tells_all_that_was_said_and_what_was_not(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Add",
           "{\"handle\":\"lock-up\",\"name\":\"Lock up\",\"area\":\"whole house\","
           "\"dueTime\":\"24:30\",\"effort\":5,\"schedule\":\"daily\","
           "\"instructions\":\"Doors.\\nWindows.\"}");
    rig_do(rig, mike, "org.kith.Chore.Add", "{\"handle\":\"attic\",\"name\":\"Attic\"}");
    json_t *list = rig_must(rig, rig_peer(rig, 1002), "org.kith.Chore.List", NULL);
    assert_string_equal(look_row(list, "chores", "handle"), "attic dishes lock-up trash");
    assert_string_equal(look_text(list, "chores.2.area"), "whole house");
    assert_string_equal(look_text(list, "chores.2.dueTime"), "24:30");
    assert_int_equal(look_int(list, "chores.2.effort"), 5);
    assert_string_equal(look_text(list, "chores.2.instructions"), "Doors.\nWindows.");
    assert_string_equal(look_text(list, "chores.0.dueTime"), "21:00");
    assert_string_equal(look_text(list, "chores.0.schedule"), "when somebody gives it");
    assert_int_equal(look_int(list, "chores.0.effort"), 1);
    assert_null(look(list, "chores.0.area"));
    json_decref(list);
}

/* issue 2: "fields too long, numbers out of range" */
static void what_a_chore_cannot_be_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const struct {
        const char *members;
        const char *parameter;
    } cases[] = {
        {"\"handle\":\"Mop\",\"name\":\"Mop\"", "handle"},
        {"\"handle\":\"mop\",\"name\":\" \"", "name"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"dueTime\":\"48:00\"", "dueTime"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"dueTime\":\"21:60\"", "dueTime"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"dueTime\":\"9pm\"", "dueTime"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"effort\":0", "effort"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"effort\":101", "effort"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"effort\":1.5", "effort"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"area\":\"a\\nb\"", "area"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"colour\":\"red\"", "colour"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char parameters[160];
        (void)snprintf(parameters, sizeof parameters, "{%s}", cases[i].members);
        look_refused(rig, mike, "org.kith.Chore.Add", parameters, "InvalidParameter", "parameter",
                     cases[i].parameter);
    }
    look_refused(rig, mike, "org.kith.Chore.Add", "{\"handle\":\"dishes\",\"name\":\"D\"}",
                 "Conflict", "name", "dishes");
}

static void pages_of_chores_do_not_shift_when_one_is_added(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *page = rig_must(rig, mike, "org.kith.Chore.List", "{\"limit\":1}");
    assert_string_equal(look_row(page, "chores", "handle"), "dishes");
    assert_string_equal(look_text(page, "next"), "dishes");
    json_decref(page);
    rig_do(rig, mike, "org.kith.Chore.Add", "{\"handle\":\"attic\",\"name\":\"Attic\"}");
    rig_do(rig, mike, "org.kith.Chore.Add", "{\"handle\":\"mop\",\"name\":\"Mop\"}");
    page = rig_must(rig, mike, "org.kith.Chore.List", "{\"limit\":2,\"after\":\"dishes\"}");
    assert_string_equal(look_row(page, "chores", "handle"), "mop trash");
    assert_null(look(page, "next"));
    json_decref(page);
}

/* --- Giving ----------------------------------------------------------------------------------- */

/* issue 2: "assign them for a week" */
static void a_chore_is_given_for_several_days(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *given = rig_must(rig, mike, "org.kith.Chore.Assign",
                             "{\"chore\":\"dishes\",\"person\":\"ann\","
                             "\"on\":[\"2026-11-29\",\"2026-11-28\"]}");
    assert_int_equal(look_count(given, "assignmentIds"), 2);
    assert_true(look_int(given, "assignmentIds.0") < look_int(given, "assignmentIds.1"));
    json_decref(given);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    json_t *week = rig_must(rig, mike, "org.kith.Chore.Week", "{\"person\":\"ann\"}");
    assert_string_equal(look_row(week, "assignments", "on"), "2026-11-27 2026-11-28 2026-11-29");
    assert_string_equal(look_row(week, "assignments", "state"), "planned planned planned");
    json_decref(week);
}

/* Nothing of a refused call stays. */
static void the_same_day_twice_is_refused_and_so_are_the_others_of_the_call(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Chore.Assign",
                 "{\"chore\":\"dishes\",\"person\":\"ann\","
                 "\"on\":[\"2026-11-28\",\"2026-11-29\",\"2026-11-28\"]}",
                 "AlreadyAssigned", "on", "2026-11-28");
    assert_int_equal(look_record(rig, "select count(*) from assignment"), 0);
    assert_int_equal(look_record(rig, "select count(*) from assignment_mark"), 0);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    look_refused(rig, mike, "org.kith.Chore.Assign",
                 "{\"chore\":\"dishes\",\"person\":\"ann\","
                 "\"on\":[\"2026-11-28\",\"2026-11-27\"]}",
                 "AlreadyAssigned", "message", "ann has dishes on 2026-11-27 already.");
    assert_int_equal(look_record(rig, "select count(*) from assignment"), 1);
}

static void nobody_is_given_a_chore_on_a_day_without_a_stay(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const struct {
        const char *person;
        const char *on;
        const char *error;
    } cases[] = {
        {"cat", "2026-11-19", "NotHere"},  {"cat", "2026-11-20", ""},
        {"dan", "2026-01-31", "NotHere"},  {"dan", "2026-02-01", ""},
        {"dan", "2026-09-30", ""},         {"dan", "2026-10-01", "NotHere"},
        {"mike", "2026-11-27", "NotHere"}, {"cat", "2200-12-31", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"chore\":\"dishes\",\"person\":\"%s\",\"on\":[\"%s\"]}", cases[i].person,
                       cases[i].on);
        assert_string_equal(rig_try(rig, mike, "org.kith.Chore.Assign", parameters),
                            cases[i].error);
    }
    look_refused(rig, mike, "org.kith.Chore.Assign",
                 "{\"chore\":\"dishes\",\"person\":\"cat\",\"on\":[\"2026-11-28\",\"2026-11-01\"]}",
                 "NotHere", "message", "cat does not live here on 2026-11-01.");
}

/* issue 2: "impossible date" */
static void a_day_that_does_not_exist_is_named(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Chore.Assign",
                 "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-12-01\",\"2026-02-30\"]}",
                 "InvalidParameter", "parameter", "on[1]");
    look_refused(rig, mike, "org.kith.Chore.Assign",
                 "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"tomorrow\"]}",
                 "InvalidParameter", "parameter", "on[0]");
    look_refused(rig, mike, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"on\":\"2026-11-31\"}",
                 "InvalidParameter", "parameter", "on");
}

static json_t *assign_days(struct rig *rig, struct peer *peer, int days)
{
    char parameters[1536];
    int used = snprintf(parameters, sizeof parameters,
                        "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[");
    for (int i = 0; i < days; i++)
        used += snprintf(parameters + used, sizeof parameters - (size_t)used,
                         "%s\"2027-%02d-%02d\"", i ? "," : "", i / 28 + 1, i % 28 + 1);
    (void)snprintf(parameters + used, sizeof parameters - (size_t)used,
                   "],\"note\":\"for two months\"}");
    return rig_call(rig, peer, "org.kith.Chore.Assign", parameters);
}

static void two_months_are_given_at_once_and_no_day_more(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *reply = assign_days(rig, mike, 63);
    assert_string_equal(look_text(reply, "error"), "org.varlink.service.InvalidParameter");
    json_decref(reply);
    reply = assign_days(rig, mike, 62);
    assert_int_equal(look_count(reply, "parameters.assignmentIds"), 62);
    json_decref(reply);
    assert_int_equal(look_record(rig, "select count(*) from assignment"), 62);
}

static void an_unknown_chore_names_the_nearest(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dihses\",\"person\":\"ann\"}",
                 "NotFound", "nearest", "dishes");
    look_refused(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"amn\"}",
                 "NotFound", "nearest", "ann");
    look_refused(rig, mike, "org.kith.Chore.Done", "{\"chore\":\"trsah\",\"person\":\"ann\"}",
                 "NotFound", "nearest", "trash");
}

/* The manager of two houses sees the people of both, and each lives in one. */
static void somebody_of_another_house_is_not_given_a_chore_of_this_one(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *olga = rig_peer(rig, 1007);
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"pam\",\"name\":\"Pam\"}");
    rig_do(rig, olga, "org.kith.Person.Admit", "{\"person\":\"pam\",\"bed\":\"a\"}");
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"oak/olga\",\"role\":\"manager\"}");
    look_refused(rig, olga, "org.kith.Chore.Assign",
                 "{\"house\":\"maple\",\"chore\":\"dishes\",\"person\":\"oak/pam\"}", "NotHere",
                 "person", "pam");
    assert_int_equal(look_record(rig, "select count(*) from assignment"), 0);
}

/* --- Done ------------------------------------------------------------------------------------- */

static void give(struct rig *rig, const char *person, const char *days)
{
    char parameters[256];
    (void)snprintf(parameters, sizeof parameters,
                   "{\"chore\":\"dishes\",\"person\":\"%s\",\"on\":[%s]}", person, days);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Chore.Assign", parameters);
}

/* issue 2: "say \"done\"" */
static void one_s_own_is_done_in_the_order_it_is_due_or_by_its_day(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    give(rig, "ann", "\"2026-11-29\",\"2026-11-27\",\"2026-11-28\"");
    json_t *done = rig_must(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    assert_string_equal(look_text(done, "on"), "2026-11-27");
    json_decref(done);
    done = rig_must(rig, ann, "org.kith.Chore.Done",
                    "{\"chore\":\"dishes\",\"on\":\"2026-11-29\",\"note\":\"early\"}");
    assert_string_equal(look_text(done, "on"), "2026-11-29");
    json_decref(done);
    look_refused(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"on\":\"2026-11-29\"}",
                 "AlreadyDone", "message", "dishes on 2026-11-29 is done already.");
    look_refused(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"on\":\"2026-11-30\"}",
                 "NothingOpen", "person", "ann");
    /* Tomorrow's is not meant by saying it once more today. */
    look_refused(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}", "AlreadyDone",
                 "message", "dishes on 2026-11-27 is done already.");
    look_refused(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"trash\"}", "NothingOpen", "chore",
                 "trash");
}

/* Due at 25:00 and said at 03:10: the evening before, though the next one is open too. */
static void late_at_night_it_is_the_evening_before_that_is_done(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Chore.Add",
           "{\"handle\":\"lock\",\"name\":\"Lock up\",\"dueTime\":\"25:00\"}");
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Chore.Assign",
           "{\"chore\":\"lock\",\"person\":\"ann\",\"on\":[\"2026-11-27\",\"2026-11-28\"]}");
    rig->now.wall += 15 * 3600 + 600;
    json_t *done = rig_must(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"lock\"}");
    assert_string_equal(look_text(done, "on"), "2026-11-27");
    json_decref(done);
    look_refused(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"lock\"}", "AlreadyDone", "chore",
                 "lock");
    look_refused(rig, rig_peer(rig, 1001), "org.kith.Chore.Assign",
                 "{\"chore\":\"lock\",\"person\":\"ann\",\"on\":[]}", "InvalidParameter",
                 "parameter", "on");
}

/* The evening before had none: what is done already is today's, and it is today that is named. */
static void after_midnight_a_second_saying_names_the_day_that_was_done(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    give(rig, "ann", "\"2026-11-28\"");
    rig->now.wall += 15 * 3600 + 600;
    json_t *done = rig_must(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    assert_string_equal(look_text(done, "on"), "2026-11-28");
    json_decref(done);
    look_refused(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}", "AlreadyDone",
                 "message", "dishes on 2026-11-28 is done already.");
}

static void a_resident_says_it_of_nobody_else(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"2026-11-27\"");
    static const struct {
        uid_t uid;
        const char *error;
    } callers[] = {
        {1003, "PermissionDenied"}, {1006, "PermissionDenied"}, {1005, "NotFound"},
        {1007, "NotFound"},         {0, "PermissionDenied"},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        struct peer *peer = rig_peer(rig, callers[i].uid);
        static const char *const methods[] = {"org.kith.Chore.Done", "org.kith.Chore.Undo"};
        for (size_t m = 0; m < 2; m++)
            assert_string_equal(
                rig_try(rig, peer, methods[m],
                        "{\"house\":\"maple\",\"chore\":\"dishes\",\"person\":\"ann\"}"),
                callers[i].error);
    }
    assert_int_equal(look_record(rig, "select count(*) from assignment where state = 'done'"), 0);
}

static void the_coordinator_says_it_for_others(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ben = rig_peer(rig, 1003);
    give(rig, "ann", "\"2026-11-27\"");
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    rig_do(rig, ben, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, ben, "org.kith.Chore.Undo", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, ben, "org.kith.Chore.Add", "{\"handle\":\"mop\",\"name\":\"Mop\"}");
    rig_do(rig, ben, "org.kith.Chore.Assign", "{\"chore\":\"mop\",\"person\":\"cat\"}");
}

static void done_is_taken_back_the_latest_first_or_by_its_day(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    give(rig, "ann", "\"2026-11-27\",\"2026-11-28\"");
    look_refused(rig, ann, "org.kith.Chore.Undo", "{\"chore\":\"dishes\"}", "NothingDone", "chore",
                 "dishes");
    rig_do(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    rig_do(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"on\":\"2026-11-28\"}");
    json_t *undone = rig_must(rig, ann, "org.kith.Chore.Undo", "{\"chore\":\"dishes\"}");
    assert_string_equal(look_text(undone, "on"), "2026-11-28");
    json_decref(undone);
    undone =
        rig_must(rig, ann, "org.kith.Chore.Undo", "{\"chore\":\"dishes\",\"on\":\"2026-11-27\"}");
    assert_string_equal(look_text(undone, "on"), "2026-11-27");
    json_decref(undone);
    rig_do(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"on\":\"2026-11-28\"}");
    json_t *week = rig_must(rig, ann, "org.kith.Chore.Week", "{\"person\":\"ann\"}");
    assert_string_equal(look_row(week, "assignments", "state"), "planned done");
    json_decref(week);
    /* design: "appended and amended, never overwritten" */
    assert_int_equal(look_record(rig, "select count(*) from assignment_mark"), 2 + 3 + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_chore_is_added_with_a_schedule_in_words_or_as_a_rule),
        LOOK_TEST(a_schedule_that_is_not_understood_is_told_what_would_do),
        LOOK_TEST(a_list_tells_all_that_was_said_and_what_was_not),
        LOOK_TEST(what_a_chore_cannot_be_is_refused),
        LOOK_TEST(pages_of_chores_do_not_shift_when_one_is_added),
        LOOK_TEST(a_chore_is_given_for_several_days),
        LOOK_TEST(the_same_day_twice_is_refused_and_so_are_the_others_of_the_call),
        LOOK_TEST(nobody_is_given_a_chore_on_a_day_without_a_stay),
        LOOK_TEST(a_day_that_does_not_exist_is_named),
        LOOK_TEST(two_months_are_given_at_once_and_no_day_more),
        LOOK_TEST(an_unknown_chore_names_the_nearest),
        LOOK_TEST(somebody_of_another_house_is_not_given_a_chore_of_this_one),
        LOOK_TEST(one_s_own_is_done_in_the_order_it_is_due_or_by_its_day),
        LOOK_TEST(late_at_night_it_is_the_evening_before_that_is_done),
        LOOK_TEST(after_midnight_a_second_saying_names_the_day_that_was_done),
        LOOK_TEST(a_resident_says_it_of_nobody_else),
        LOOK_TEST(the_coordinator_says_it_for_others),
        LOOK_TEST(done_is_taken_back_the_latest_first_or_by_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
