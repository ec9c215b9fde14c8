/* org.kith.House: houses with zones, and their beds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

/* --- Adding --------------------------------------------------------------------------------- */

/* issue 2: "Houses with zones, beds" */
static void a_house_has_a_name_a_zone_and_beds(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    json_t *added = rig_must(rig, root, "org.kith.House.Add",
                             "{\"handle\":\"elm\",\"name\":\"Elm House\",\"zone\":\"Asia/"
                             "Kathmandu\",\"beds\":[\"up-1\",\"down-1\"]}");
    assert_true(look_int(added, "houseId") > 0);
    json_t *elm = rig_must(rig, root, "org.kith.House.Show", "{\"house\":\"elm\"}");
    assert_string_equal(look_text(elm, "handle"), "elm");
    assert_string_equal(look_text(elm, "name"), "Elm House");
    assert_string_equal(look_text(elm, "zone"), "Asia/Kathmandu");
    assert_string_equal(look_text(elm, "addedAt"), "2026-11-27T22:45:00+05:45");
    assert_string_equal(look_row(elm, "beds", "bed"), "down-1 up-1");
    json_decref(elm);
    json_decref(added);
}

/* issue 2: "a clear error" */
static void a_zone_that_this_machine_does_not_know_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    static const char *const zones[] = {"America/Newark", "", "../../etc/passwd", "new york"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        char parameters[256];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"%s\"}", zones[i]);
        look_refused(rig, root, "org.kith.House.Add", parameters, "NoSuchZone", "zone", zones[i]);
        (void)snprintf(parameters, sizeof parameters, "{\"house\":\"maple\",\"zone\":\"%s\"}",
                       zones[i]);
        look_refused(rig, root, "org.kith.House.Change", parameters, "NoSuchZone", "zone",
                     zones[i]);
    }
    assert_int_equal(look_record(rig, "select count(*) from house"), 2);
}

static void a_handle_belongs_to_one_house(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    look_refused(rig, root, "org.kith.House.Add",
                 "{\"handle\":\"oak\",\"name\":\"Oak Two\",\"zone\":\"UTC\"}", "Conflict", "name",
                 "oak");
}

static void a_house_without_a_readable_name_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    look_refused(rig, root, "org.kith.House.Add",
                 "{\"handle\":\"elm\",\"name\":\" \\u200b\",\"zone\":\"UTC\"}", "InvalidParameter",
                 "parameter", "name");
    look_refused(rig, root, "org.kith.House.Change", "{\"house\":\"oak\",\"name\":\"\"}",
                 "InvalidParameter", "parameter", "name");
}

/* Nothing of a refused call stays, not even what was right about it. */
static void a_house_with_a_bed_that_cannot_be_is_not_added(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    look_refused(
        rig, root, "org.kith.House.Add",
        "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"UTC\",\"beds\":[\"a\",\"Bed B\"]}",
        "Impossible", "parameter", "beds");
    look_refused(
        rig, root, "org.kith.House.Add",
        "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"UTC\",\"beds\":[\"a\",\"b\",\"a\"]}",
        "Conflict", "name", "a");
    assert_int_equal(look_record(rig, "select count(*) from house where handle = 'elm'"), 0);
    assert_int_equal(look_record(rig, "select count(*) from bed"), 5);
}

/* --- Beds ----------------------------------------------------------------------------------- */

static void beds_come_and_go_and_come_again(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.House.AddBeds", "{\"beds\":[\"attic\",\"e\"]}");
    rig_do(rig, mike, "org.kith.House.RemoveBed", "{\"bed\":\"d\"}");
    json_t *house = rig_must(rig, mike, "org.kith.House.Show", NULL);
    assert_string_equal(look_row(house, "beds", "bed"), "a attic b c e");
    json_decref(house);
    look_refused(rig, mike, "org.kith.House.RemoveBed", "{\"bed\":\"d\"}", "NotFound", "kind",
                 "bed");
    rig_do(rig, mike, "org.kith.House.AddBeds", "{\"beds\":[\"d\"]}");
    house = rig_must(rig, mike, "org.kith.House.Show", NULL);
    assert_string_equal(look_row(house, "beds", "bed"), "a attic b c d e");
    json_decref(house);
}

static void a_bed_there_already_is_not_added_and_neither_are_the_others(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.House.AddBeds", "{\"beds\":[\"attic\",\"a\"]}", "Conflict",
                 "name", "a");
    json_t *house = rig_must(rig, mike, "org.kith.House.Show", NULL);
    assert_string_equal(look_row(house, "beds", "bed"), "a b c d");
    json_decref(house);
}

/* issue 2: "A bed holds one person" */
static void a_bed_that_somebody_has_stays(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.House.RemoveBed", "{\"bed\":\"a\"}", "BedTaken", "person",
                 "ann");
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.House.RemoveBed", "{\"bed\":\"a\"}");
}

/* An alumnus sees the house and its beds, and nobody in them. */
static void who_may_not_see_people_sees_beds_without_them(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *dan = rig_peer(rig, 1005);
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"alumnus\"}");
    json_t *house = rig_must(rig, dan, "org.kith.House.Show", NULL);
    assert_string_equal(look_row(house, "beds", "bed"), "a b c d");
    assert_string_equal(look_row(house, "beds", "person"), "- - - -");
    json_decref(house);
    house = rig_must(rig, root, "org.kith.House.Show", "{\"house\":\"maple\"}");
    assert_string_equal(look_row(house, "beds", "person"), "ann ben - -");
    json_decref(house);
}

/* --- Changing --------------------------------------------------------------------------------- */

static const char *due_of(struct rig *rig, struct peer *peer, size_t nth)
{
    static char due[32];
    char path[64];
    json_t *week = rig_must(rig, peer, "org.kith.Chore.Week", NULL);
    (void)snprintf(path, sizeof path, "assignments.%zu.dueAt", nth);
    (void)snprintf(due, sizeof due, "%s", look_text(week, path));
    json_decref(week);
    return due;
}

/* issue 2: "Houses with zones" */
static void another_zone_moves_every_due_time_that_is_still_to_come(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Add",
           "{\"handle\":\"sweep\",\"name\":\"Sweep\",\"dueTime\":\"09:00\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"sweep\",\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-27\",\"2026-11-28\"]}");
    assert_string_equal(due_of(rig, mike, 1), "2026-11-27T21:00:00-05:00");
    rig_do(rig, mike, "org.kith.House.Change", "{\"zone\":\"America/Los_Angeles\"}");
    /* 9 in the morning is over: it was due when it was due. */
    assert_string_equal(due_of(rig, mike, 0), "2026-11-27T06:00:00-08:00");
    assert_string_equal(due_of(rig, mike, 1), "2026-11-27T21:00:00-08:00");
    assert_string_equal(due_of(rig, mike, 2), "2026-11-28T21:00:00-08:00");
}

static void what_is_done_keeps_the_time_it_was_due(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.House.Change", "{\"zone\":\"America/Los_Angeles\"}");
    assert_string_equal(due_of(rig, mike, 0), "2026-11-27T18:00:00-08:00");
}

static void a_name_changes_alone(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.House.Change", "{\"name\":\"The Maple\"}");
    json_t *house = rig_must(rig, mike, "org.kith.House.Show", NULL);
    assert_string_equal(look_text(house, "name"), "The Maple");
    assert_string_equal(look_text(house, "zone"), "America/New_York");
    json_decref(house);
}

/* --- Lists ------------------------------------------------------------------------------------ */

static void an_operator_sees_all_houses_and_others_theirs(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *houses;
    } callers[] = {
        {0, "maple oak"}, {1001, "maple"}, {1002, "maple"}, {1005, ""},
        {1007, "oak"},    {1100, "maple"}, {4000, ""},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        struct peer *peer = rig_peer(rig, callers[i].uid);
        json_t *list = rig_must(rig, peer, "org.kith.House.List", NULL);
        assert_string_equal(look_row(list, "houses", "handle"), callers[i].houses);
        assert_null(look(list, "next"));
        json_decref(list);
    }
}

static void a_list_tells_beds_and_residents(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    json_t *list = rig_must(rig, root, "org.kith.House.List", NULL);
    assert_int_equal(look_int(list, "houses.0.beds"), 4);
    assert_int_equal(look_int(list, "houses.0.residents"), 3);
    assert_int_equal(look_int(list, "houses.1.beds"), 1);
    assert_int_equal(look_int(list, "houses.1.residents"), 0);
    json_decref(list);
}

static void add_houses(struct rig *rig, struct peer *root, const char *const *handles)
{
    for (; *handles; handles++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"handle\":\"%s\",\"name\":\"%s\",\"zone\":\"UTC\"}", *handles, *handles);
        rig_do(rig, root, "org.kith.House.Add", parameters);
    }
}

/* A page, and the cursor for the next in `ret_next` ("" at the end). */
static void expect_page(struct rig *rig, struct peer *peer, const char *after, const char *houses,
                        const char *next)
{
    char parameters[64];
    (void)snprintf(parameters, sizeof parameters, "{\"limit\":2,\"after\":\"%s\"}", after);
    json_t *list = rig_must(rig, peer, "org.kith.House.List", parameters);
    assert_string_equal(look_row(list, "houses", "handle"), houses);
    assert_string_equal(look_text(list, "next"), next);
    json_decref(list);
}

static void pages_follow_each_other_though_houses_are_added_meanwhile(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    add_houses(rig, root, (const char *const[]){"ash", "elm", NULL});
    expect_page(rig, root, "", "ash elm", "elm");
    add_houses(rig, root, (const char *const[]){"alder", "birch", "fir", NULL});
    expect_page(rig, root, "elm", "fir maple", "maple");
    expect_page(rig, root, "maple", "oak", "");
    expect_page(rig, root, "oak", "", "");
}

/* The houses between are passed over, and nobody is told by the cursor that they are there. */
static void pages_of_some_houses_end_where_these_end(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    add_houses(rig, root,
               (const char *const[]){"ash", "birch", "cedar", "elm", "fir", "pine", "yew", NULL});
    expect_page(rig, mike, "", "maple", "");
    static const char *const granted[] = {"birch", "elm", "pine"};
    for (size_t i = 0; i < 3; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"%s\",\"person\":\"maple/mike\",\"role\":\"manager\"}",
                       granted[i]);
        rig_do(rig, root, "org.kith.Account.Grant", parameters);
    }
    /* Read in threes: ash birch cedar, and so on. */
    expect_page(rig, mike, "", "birch elm", "elm");
    expect_page(rig, mike, "elm", "maple pine", "");
    expect_page(rig, mike, "birch", "elm maple", "maple");
    json_t *list = rig_must(rig, mike, "org.kith.House.List", "{\"limit\":1}");
    assert_string_equal(look_row(list, "houses", "handle"), "birch");
    assert_string_equal(look_text(list, "next"), "birch");
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_house_has_a_name_a_zone_and_beds),
        LOOK_TEST(a_zone_that_this_machine_does_not_know_is_refused),
        LOOK_TEST(a_handle_belongs_to_one_house),
        LOOK_TEST(a_house_without_a_readable_name_is_refused),
        LOOK_TEST(a_house_with_a_bed_that_cannot_be_is_not_added),
        LOOK_TEST(beds_come_and_go_and_come_again),
        LOOK_TEST(a_bed_there_already_is_not_added_and_neither_are_the_others),
        LOOK_TEST(a_bed_that_somebody_has_stays),
        LOOK_TEST(who_may_not_see_people_sees_beds_without_them),
        LOOK_TEST(another_zone_moves_every_due_time_that_is_still_to_come),
        LOOK_TEST(what_is_done_keeps_the_time_it_was_due),
        LOOK_TEST(a_name_changes_alone),
        LOOK_TEST(an_operator_sees_all_houses_and_others_theirs),
        LOOK_TEST(a_list_tells_beds_and_residents),
        LOOK_TEST(pages_follow_each_other_though_houses_are_added_meanwhile),
        LOOK_TEST(pages_of_some_houses_end_where_these_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
