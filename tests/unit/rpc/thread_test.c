/* One thread through all the walls: from bytes to the row on disk and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/rig.h"

static int set_up(void **state)
{
    struct rig *rig = rig_new();
    rig_furnish(rig);
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    rig_free(*state);
    return 0;
}

/* issue 2: 'a resident can check the week and say "done"' */
static void a_resident_sees_the_week_and_says_done(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-27\",\"2026-11-28\"]}");
    json_t *week = rig_must(rig, ann, "org.kith.Chore.Week", "{\"person\":\"ann\"}");
    assert_int_equal(json_array_size(json_object_get(week, "assignments")), 2);
    json_decref(week);
    rig_do(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    week = rig_must(rig, ann, "org.kith.Chore.Week", "{\"person\":\"ann\"}");
    const json_t *first = json_array_get(json_object_get(week, "assignments"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "state")), "done");
    assert_string_equal(json_string_value(json_object_get(first, "dueAt")),
                        "2026-11-27T21:00:00-05:00");
    json_decref(week);
    json_t *check = rig_must(rig, ann, "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(json_object_get(check, "intact")));
    assert_int_equal(json_integer_value(json_object_get(check, "entries")), 29);
    json_decref(check);
}

/* issue 2: "nothing acknowledged is lost" */
static void what_was_answered_is_there_after_a_restart(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"trash\",\"person\":\"ben\"}");
    assert_int_equal(rig_restart(rig), 0);
    struct peer *ben = rig_peer(rig, 1003);
    assert_string_equal(rig_try(rig, ben, "org.kith.Chore.Done", "{\"chore\":\"trash\"}"), "");
    assert_string_equal(rig_try(rig, ben, "org.kith.Chore.Done", "{\"chore\":\"trash\"}"),
                        "AlreadyDone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_resident_sees_the_week_and_says_done, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_answered_is_there_after_a_restart, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
