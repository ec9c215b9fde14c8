/* org.kith.Import: how many rows, whose they are, and when they are forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

enum { ROWS_A_CALL = 200, ROWS_MOST = 300, SLICE_STEPS = 200 };

/*
 * Adds `count` rows of the roster, numbered from `first`, with everything a row can have; or all
 * but a handle and the bed's as a person may write it, so that the daemon has more to find out.
 */
static json_t *add_rows(struct rig *rig, struct peer *peer, bool is_loose, int first, int count)
{
    struct bytes text = {0};
    bytes_add(&text, "{\"rows\":[", 9);
    for (int i = first; i < first + count; i++) {
        char row[512];
        char handle[32] = "";
        if (!is_loose)
            (void)snprintf(handle, sizeof handle, "\"handle\":\"p%03d\",", i);
        int length =
            snprintf(row, sizeof row,
                     "%s{\"line\":%d,\"fields\":{%s\"name\":\"P%03d\",\"bed\":\"%c%03d\","
                     "\"moved_in\":\"2026-11-01\",\"phone\":\"%d\","
                     "\"emergency_name\":\"E %d\",\"emergency_phone\":\"%d\","
                     "\"agreement_signed\":\"2026-11-02\"}}",
                     i > first ? "," : "", i + 2, handle, i, is_loose ? 'B' : 'b', i, i, i, i);
        bytes_add(&text, row, (size_t)length);
    }
    bytes_add(&text, "]}", 3);
    json_t *reply = rig_call(rig, peer, "org.kith.Import.Add", text.data);
    bytes_clear(&text);
    return reply;
}

static json_t *add_people(struct rig *rig, struct peer *peer, int first, int count)
{
    return add_rows(rig, peer, false, first, count);
}

static int64_t added(json_t *reply)
{
    int64_t rows = look_int(reply, "parameters.rows");
    json_decref(reply);
    return rows;
}

static void add_beds(struct rig *rig, struct peer *peer, int count)
{
    for (int first = 0; first < count; first += 50) {
        struct bytes text = {0};
        bytes_add(&text, "{\"beds\":[", 9);
        for (int i = first; i < first + 50; i++) {
            char bed[16];
            int length = snprintf(bed, sizeof bed, "%s\"b%03d\"", i > first ? "," : "", i);
            bytes_add(&text, bed, (size_t)length);
        }
        bytes_add(&text, "]}", 3);
        rig_do(rig, peer, "org.kith.House.AddBeds", text.data);
        bytes_clear(&text);
    }
}

static void expect_bounded(struct rig *rig, const char *what)
{
    unsigned steps = db_slice_steps(rig->db);
    print_message("# %s takes %u thousand steps\n", what, steps);
    assert_in_range(steps, 1, SLICE_STEPS);
}

/* design: "No slice passes 200,000 SQLite VM steps" */
static void the_largest_roster_is_one_bounded_slice(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    add_beds(rig, mike, ROWS_MOST);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    assert_int_equal(added(add_people(rig, mike, 0, ROWS_A_CALL)), ROWS_A_CALL);
    assert_int_equal(added(add_people(rig, mike, ROWS_A_CALL, ROWS_MOST - ROWS_A_CALL)), ROWS_MOST);
    json_t *more = add_people(rig, mike, ROWS_MOST, 1);
    assert_string_equal(look_text(more, "error"), "org.kith.Server.TooLarge");
    assert_int_equal(look_int(more, "parameters.limit"), ROWS_MOST);
    json_decref(more);
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    expect_bounded(rig, "a check of 300 rows");
    assert_int_equal(look_count(check, "faults"), 0);
    json_decref(check);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    expect_bounded(rig, "bringing in 300 rows");
    assert_int_equal(look_record(rig, "select count(*) from stay"), 4 + ROWS_MOST);
    assert_int_equal(look_record(rig, "select count(*) from audit where noun = 'Import'"), 1);
}

/* Nor does it where every handle is to be found, in a house that has given many, and every bed. */
static void the_largest_roster_without_handles_is_one_bounded_slice(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    add_beds(rig, mike, ROWS_MOST);
    look_tamper(rig,
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)"
                " insert into person (house, handle, name, added_at)"
                " select 1, printf('old-%d', i), 'Old', 0 from n");
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    for (int first = 0; first < ROWS_MOST; first += 100)
        json_decref(add_rows(rig, mike, true, first, 100));
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_int_equal(look_count(check, "faults"), 0);
    assert_int_equal(look_count(check, "proposed"), ROWS_MOST);
    json_decref(check);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    expect_bounded(rig, "bringing in 300 rows without handles");
}

/* The same bound holds for the longest page of people there is. */
static void the_longest_list_of_people_is_one_bounded_slice(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    add_beds(rig, mike, 500);
    for (int first = 0; first < 500; first += 100) {
        rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
        assert_int_equal(added(add_people(rig, mike, first, 100)), 100);
        rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    }
    static const char *const lists[] = {"{\"limit\":500}", "{\"limit\":500,\"former\":true}"};
    for (size_t i = 0; i < 2; i++) {
        json_t *list = rig_must(rig, mike, "org.kith.Person.List", lists[i]);
        expect_bounded(rig, "a list of 500 people");
        assert_int_equal(look_count(list, "people"), 500);
        json_decref(list);
    }
    rig_do(rig, mike, "org.kith.House.Show", NULL);
    expect_bounded(rig, "a house of 500 beds");
}

static void the_longest_list_of_chores_is_one_bounded_slice(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"chores\"}");
    for (int first = 0; first < ROWS_MOST; first += 100) {
        struct bytes text = {0};
        bytes_add(&text, "{\"rows\":[", 9);
        for (int i = first; i < first + 100; i++) {
            char row[256];
            int length = snprintf(row, sizeof row,
                                  "%s{\"line\":%d,\"fields\":{\"handle\":\"c%03d\",\"name\":\"C\","
                                  "\"schedule\":\"mon,thu\",\"due\":\"9pm\",\"effort\":\"2\"}}",
                                  i > first ? "," : "", i + 2, i);
            bytes_add(&text, row, (size_t)length);
        }
        bytes_add(&text, "]}", 3);
        rig_do(rig, mike, "org.kith.Import.Add", text.data);
        bytes_clear(&text);
    }
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    assert_in_range(db_slice_steps(rig->db), 1, SLICE_STEPS);
    assert_int_equal(look_record(rig, "select count(*) from chore"), 2 + ROWS_MOST);
}

static void an_empty_file_brings_in_nothing(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    json_t *applied = rig_must(rig, mike, "org.kith.Import.Apply", NULL);
    assert_int_equal(look_int(applied, "rows"), 0);
    json_decref(applied);
    assert_int_equal(look_record(rig, "select count(*) from person"), 7);
}

/* --- Begun, forgotten, applied ---------------------------------------------------------------- */

static const char eve[] =
    "{\"rows\":[{\"line\":2,\"fields\":{\"handle\":\"eve\",\"name\":\"E\"}}]}";

static void what_was_not_begun_is_neither_added_to_nor_applied(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Add", eve), "NotBegun");
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Check", NULL), "NotBegun");
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Apply", NULL), "NotBegun");
}

static void to_begin_again_forgets_what_was_added(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"chores\"}");
    json_t *applied = rig_must(rig, mike, "org.kith.Import.Apply", NULL);
    assert_int_equal(look_int(applied, "rows"), 0);
    json_decref(applied);
    assert_int_equal(look_record(rig, "select count(*) from person"), 7);
}

static void what_was_applied_is_not_applied_again(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Apply", NULL), "NotBegun");
    assert_int_equal(look_record(rig, "select count(*) from person where handle = 'eve'"), 1);
}

/* One fault is mended with the others' rows still there. */
static void what_was_faulty_may_be_checked_again_and_begun_anew(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Apply", NULL), "Faulty");
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_int_equal(look_count(check, "faults"), 1);
    json_decref(check);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
}

static void feed(struct peer *peer, const char *method, const char *parameters)
{
    struct bytes text = {0};
    varlink_write_call(&text, method, parameters, strlen(parameters), false);
    peer_feed(peer, text.data, text.length);
    bytes_clear(&text);
}

/* Whoever is told that nothing was changed adds the rows again: they must not be there twice. */
static void rows_that_fall_with_a_write_are_forgotten(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *writer = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    feed(writer, "org.kith.Person.Change", "{\"person\":\"ben\",\"name\":\"Ben B\"}");
    feed(mike, "org.kith.Import.Add", eve);
    rlim_t before = allow_bytes(1);
    (void)turn_run(rig->turn);
    (void)allow_bytes(before);
    json_t *reply = rig_reply(mike);
    assert_string_equal(look_text(reply, "error"), "org.kith.Server.StorageFailed");
    json_decref(reply);
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Apply", NULL), "NotBegun");
}

/* design: "an import ... dies with its connection" */
static void an_import_dies_with_its_connection(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *again = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    assert_string_equal(rig_try(rig, again, "org.kith.Import.Apply", NULL), "NotBegun");
    peer_free(mike);
    mike = rig_peer(rig, 1001);
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Apply", NULL), "NotBegun");
    assert_int_equal(look_record(rig, "select count(*) from person"), 7);
}

/* --- Who may ---------------------------------------------------------------------------------- */

static void only_who_runs_the_house_brings_things_in(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *error;
    } callers[] = {
        {0, "PermissionDenied"}, {1001, ""},         {1002, "PermissionDenied"}, {1005, "NotFound"},
        {1007, "NotFound"},      {1100, "NotFound"}, {1006, "PermissionDenied"}, {4000, "NotFound"},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        struct peer *peer = rig_peer(rig, callers[i].uid);
        assert_string_equal(rig_try(rig, peer, "org.kith.Import.Begin",
                                    "{\"house\":\"maple\",\"kind\":\"roster\"}"),
                            callers[i].error);
    }
}

/* The right is asked for again at each step. */
static void a_manager_no_more_does_not_apply_what_was_begun(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    rig_do(rig, root, "org.kith.Account.Revoke",
           "{\"house\":\"maple\",\"person\":\"mike\",\"role\":\"manager\"}");
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Apply", NULL), "PermissionDenied");
    assert_int_equal(look_record(rig, "select count(*) from person"), 7);
}

/* The kitchen computer's connection stays, its people change. */
static void what_one_began_at_the_kiosk_is_not_the_next_one_s(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *kiosk = rig_peer(rig, 1100);
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"president\",\"person\":\"ann\"}");
    static const char *const people[] = {"mike", "ann"};
    for (size_t i = 0; i < 2; i++) {
        char pin[64];
        (void)snprintf(pin, sizeof pin, "{\"person\":\"%s\",\"pin\":\"482913\"}", people[i]);
        rig_do(rig, mike, "org.kith.Account.SetPin", pin);
    }
    rig_do(rig, kiosk, "org.kith.Account.Login", "{\"person\":\"ann\",\"pin\":\"482913\"}");
    rig_do(rig, kiosk, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    rig_do(rig, kiosk, "org.kith.Import.Add", eve);
    rig_do(rig, kiosk, "org.kith.Account.Logout", NULL);
    rig_do(rig, kiosk, "org.kith.Account.Login", "{\"person\":\"mike\",\"pin\":\"482913\"}");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Import.Check", NULL), "NotBegun");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Import.Apply", NULL), "NotBegun");
}

/* The import knows its house, though the one who brings it in has two. */
static void rows_go_to_the_house_that_was_named_at_the_beginning(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"oak\",\"person\":\"maple/mike\",\"role\":\"manager\"}");
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}"),
                        "HouseNeeded");
    rig_do(rig, mike, "org.kith.Import.Begin", "{\"house\":\"oak\",\"kind\":\"roster\"}");
    rig_do(rig, mike, "org.kith.Import.Add", eve);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    assert_int_equal(look_record(rig, "select house from person where handle = 'eve'"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(the_largest_roster_is_one_bounded_slice),
        LOOK_TEST(the_largest_roster_without_handles_is_one_bounded_slice),
        LOOK_TEST(the_longest_list_of_people_is_one_bounded_slice),
        LOOK_TEST(the_longest_list_of_chores_is_one_bounded_slice),
        LOOK_TEST(an_empty_file_brings_in_nothing),
        LOOK_TEST(what_was_not_begun_is_neither_added_to_nor_applied),
        LOOK_TEST(to_begin_again_forgets_what_was_added),
        LOOK_TEST(what_was_applied_is_not_applied_again),
        LOOK_TEST(what_was_faulty_may_be_checked_again_and_begun_anew),
        LOOK_TEST(rows_that_fall_with_a_write_are_forgotten),
        LOOK_TEST(an_import_dies_with_its_connection),
        LOOK_TEST(only_who_runs_the_house_brings_things_in),
        LOOK_TEST(a_manager_no_more_does_not_apply_what_was_begun),
        LOOK_TEST(what_one_began_at_the_kiosk_is_not_the_next_one_s),
        LOOK_TEST(rows_go_to_the_house_that_was_named_at_the_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
