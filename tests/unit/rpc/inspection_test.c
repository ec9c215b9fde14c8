/* org.kith.Inspection: what a house looks at in its rooms, and what is put down. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/inspect.h"
#include "tests/unit/rpc/line.h"

enum { OLGA = 1007 };

/* --- What is looked at ------------------------------------------------------------------------ */

/* issue 3: "room inspections with items (pass, fail, note)" */
static void a_house_says_what_it_looks_at_and_everybody_there_reads_it(void **state)
{
    struct rig *rig = *state;
    inspect_add_item(rig, "floor");
    inspect_add_item(rig, "bed-made");
    json_t *items = rig_must(rig, rig_peer(rig, ANN), "org.kith.Inspection.Items", NULL);
    assert_string_equal(look_row(items, "items", "item"), "floor bed-made");
    assert_string_equal(look_text(items, "items.1.name"), "The bed-made");
    json_decref(items);
    items = rig_must(rig, rig_peer(rig, OLGA), "org.kith.Inspection.Items", NULL);
    assert_int_equal(look_count(items, "items"), 0);
    json_decref(items);
}

static void an_item_is_there_once_and_can_be_taken_away(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    inspect_add_item(rig, "floor");
    look_refused(rig, mike, "org.kith.Inspection.AddItem", "{\"item\":\"floor\",\"name\":\"F\"}",
                 "Conflict", "message", "The house looks at something of that name already.");
    look_refused(rig, mike, "org.kith.Inspection.AddItem", "{\"item\":\"wall\",\"name\":\" \"}",
                 "InvalidParameter", "parameter", "name");
    look_refused(rig, mike, "org.kith.Inspection.RemoveItem", "{\"item\":\"flor\"}", "NotFound",
                 "nearest", "floor");
    rig_do(rig, mike, "org.kith.Inspection.RemoveItem", "{\"item\":\"floor\"}");
    look_refused(rig, mike, "org.kith.Inspection.RemoveItem", "{\"item\":\"floor\"}", "NotFound",
                 "message", "There is no inspection item \"floor\" here.");
    inspect_add_item(rig, "floor");
}

static void a_list_has_sixteen_items_and_not_one_more(void **state)
{
    struct rig *rig = *state;
    char item[32];
    for (int i = 0; i < 16; i++) {
        (void)snprintf(item, sizeof item, "item-%d", i);
        inspect_add_item(rig, item);
    }
    look_refused(rig, rig_peer(rig, MIKE), "org.kith.Inspection.AddItem",
                 "{\"item\":\"one-more\",\"name\":\"One more\"}", "TooManyItems", "message",
                 "The house looks at 16 things already, and more do not fit on one list. Take one"
                 " off it first.");
}

/* --- Putting down ------------------------------------------------------------------------------
 */

#define RECORD "org.kith.Inspection.Record"

/* issue 3: "room inspections with items (pass, fail, note)" */
static void what_was_found_is_put_down_item_by_item(void **state)
{
    struct rig *rig = *state;
    json_t *reply = rig_must(rig, rig_peer(rig, MIKE), RECORD,
                             "{\"room\":\"a\",\"on\":\"2026-11-26\",\"passed\":[\"bed-made\"],"
                             "\"failed\":[\"floor\"],"
                             "\"notes\":[{\"item\":\"floor\",\"text\":\"Socks.\"},"
                             "{\"item\":\"no-food\",\"text\":\"The cupboard is locked.\"}]}");
    assert_string_equal(look_text(reply, "person"), "ann");
    assert_int_equal(look_int(reply, "passed"), 1);
    assert_int_equal(look_int(reply, "failed"), 1);
    json_t *shown = inspect_ask(rig, MIKE, "Show", look_int(reply, "inspectionId"), "");
    const json_t *found = json_object_get(shown, "parameters");
    assert_string_equal(look_row(found, "results", "item"), "bed-made floor no-food");
    assert_string_equal(look_row(found, "results", "result"), "pass fail unseen");
    assert_string_equal(look_row(found, "results", "note"), "- Socks. The cupboard is locked.");
    assert_string_equal(look_text(found, "on"), "2026-11-26");
    assert_string_equal(look_text(found, "at"), "2026-11-27T12:00:00-05:00");
    assert_string_equal(look_text(found, "by"), "mike");
    json_decref(shown);
    json_decref(reply);
}

static void the_rest_passes_where_that_is_said(void **state)
{
    struct rig *rig = *state;
    json_t *reply = rig_must(rig, rig_peer(rig, MIKE), RECORD,
                             "{\"room\":\"a\",\"failed\":[\"floor\"],\"restPassed\":true}");
    assert_int_equal(look_int(reply, "passed"), 2);
    assert_int_equal(look_int(reply, "failed"), 1);
    json_decref(reply);
}

static void a_room_is_a_bed_or_said_to_be_everybody_s(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    look_refused(rig, mike, RECORD, "{\"room\":\"kitchen\",\"passed\":[\"floor\"]}", "NotFound",
                 "message",
                 "There is no bed \"kitchen\" here. A room that everybody shares, such as the"
                 " kitchen, is put down with --shared.");
    look_refused(rig, mike, RECORD, "{\"room\":\" \",\"shared\":true,\"passed\":[\"floor\"]}",
                 "InvalidParameter", "parameter", "room");
    /* A capital must not show the house what is Ann's. */
    look_refused(rig, mike, RECORD, "{\"room\":\"A\",\"shared\":true,\"passed\":[\"floor\"]}",
                 "Impossible", "parameter", "shared");
    rig_do(rig, mike, RECORD, "{\"room\":\"Kitchen\",\"shared\":true,\"passed\":[\"floor\"]}");
    rig_do(rig, mike, RECORD, "{\"room\":\"A\",\"passed\":[\"floor\"]}");
    json_t *list = rig_must(rig, mike, "org.kith.Inspection.List", NULL);
    assert_string_equal(look_row(list, "inspections", "room"), "a kitchen");
    assert_string_equal(look_row(list, "inspections", "person"), "ann -");
    json_decref(list);
}

static void what_an_inspection_cannot_be_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    static const struct {
        const char *members;
        const char *error;
        const char *field;
        const char *value;
    } cases[] = {
        {"", "Impossible", "parameter", "passed"},
        {",\"passed\":[]", "Impossible", "parameter", "passed"},
        {",\"passed\":[\"flor\"]", "NotFound", "nearest", "floor"},
        {",\"passed\":[\"floor\"],\"failed\":[\"floor\"]", "Impossible", "message",
         "floor passed or it failed. Name it once."},
        {",\"passed\":[\"floor\"],\"on\":\"2026-11-28\"", "Impossible", "parameter", "on"},
        {",\"passed\":[\"floor\"],\"notes\":[{\"item\":\"flor\",\"text\":\"x\"}]", "NotFound",
         "nearest", "floor"},
        {",\"passed\":[\"floor\"],\"notes\":[{\"item\":\"floor\",\"text\":\" \"}]",
         "InvalidParameter", "parameter", "notes[0].text"},
        {",\"passed\":[\"floor\"],\"notes\":[{\"item\":\"floor\",\"text\":\"x\"},"
         "{\"item\":\"floor\",\"text\":\"y\"}]",
         "Impossible", "parameter", "notes"},
        {",\"passed\":[\"floor\"],\"why\":\"x\"", "Impossible", "parameter", "insteadOf"},
        {",\"passed\":[\"floor\"],\"insteadOf\":1", "Impossible", "parameter", "why"},
        {",\"passed\":[\"floor\"],\"insteadOf\":9,\"why\":\"x\"", "NotFound", "name", "9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char parameters[256];
        (void)snprintf(parameters, sizeof parameters, "{\"room\":\"a\"%s}", cases[i].members);
        look_refused(rig, mike, RECORD, parameters, cases[i].error, cases[i].field, cases[i].value);
    }
    assert_int_equal(look_record(rig, "select count(*) from inspection"), 0);
    assert_int_equal(look_record(rig, "select count(*) from event where kind = 'room-inspected'"),
                     0);
}

static void a_house_without_items_is_told_how_to_begin(void **state)
{
    struct rig *rig = *state;
    look_refused(rig, rig_peer(rig, MIKE), RECORD, "{\"room\":\"a\",\"restPassed\":true}",
                 "Impossible", "message",
                 "The house has not said yet what is looked at. To begin: kith inspection item add"
                 " ITEM NAME");
}

/* issue 3: "room inspections with items (pass, fail, note)"; nobody judges themselves */
static void nobody_looks_at_the_room_they_sleep_in(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, MIKE), "org.kith.Office.Appoint",
           "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    struct peer *ben = rig_peer(rig, BEN);
    look_refused(rig, ben, RECORD, "{\"room\":\"b\",\"restPassed\":true}", "OwnRoom", "message",
                 "Nobody looks at their own room, and b is yours. Ask somebody else who runs the"
                 " chores.");
    look_refused(rig, ben, RECORD, "{\"room\":\"b\",\"restPassed\":true,\"on\":\"2026-01-01\"}",
                 "OwnRoom", "room", "b");
    rig_do(rig, ben, RECORD, "{\"room\":\"a\",\"restPassed\":true}");
    rig_do(rig, ben, RECORD, "{\"room\":\"kitchen\",\"shared\":true,\"restPassed\":true}");
}

/* It is about who slept there on that day, whoever does today. */
static void a_room_is_its_lodger_s_of_that_day(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ann\",\"bed\":\"d\"}");
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ben\",\"bed\":\"a\"}");
    static const struct {
        const char *on;
        const char *person;
    } days[] = {{"2026-11-27", "ben"}, {"2026-11-26", "ann"}, {"2026-05-31", ""}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char parameters[96];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"room\":\"a\",\"restPassed\":true,\"on\":\"%s\"}", days[i].on);
        json_t *reply = rig_must(rig, mike, RECORD, parameters);
        assert_string_equal(look_text(reply, "person"), days[i].person);
        json_decref(reply);
    }
}

/* --- Replacing ---------------------------------------------------------------------------------
 */

/* design 5: "an amendment names what it supersedes and why" */
static void one_stands_instead_of_another_and_both_stay(void **state)
{
    struct rig *rig = *state;
    int64_t first = inspect(rig, MIKE, "{\"room\":\"a\",\"failed\":[\"floor\"]}");
    int64_t second = inspect(rig, MIKE,
                             "{\"room\":\"a\",\"passed\":[\"floor\"],\"insteadOf\":1,"
                             "\"why\":\"The socks were the dog's.\"}");
    json_t *shown = inspect_ask(rig, ANN, "Show", first, "");
    assert_int_equal(look_int(shown, "parameters.replacedBy"), second);
    assert_string_equal(look_row(shown, "parameters.results", "result"), "unseen fail unseen");
    json_decref(shown);
    shown = inspect_ask(rig, ANN, "Show", second, "");
    assert_int_equal(look_int(shown, "parameters.insteadOf"), first);
    assert_string_equal(look_text(shown, "parameters.why"), "The socks were the dog's.");
    json_decref(shown);
}

static void one_is_replaced_once_by_one_of_its_room_or_taken_back(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    (void)inspect(rig, MIKE, "{\"room\":\"a\",\"failed\":[\"floor\"]}");
    look_refused(rig, mike, RECORD,
                 "{\"room\":\"b\",\"restPassed\":true,\"insteadOf\":1,\"why\":\"x\"}", "Impossible",
                 "message",
                 "Inspection 1 was of a, and only another of that room takes its place.");
    (void)inspect(rig, MIKE, "{\"room\":\"a\",\"insteadOf\":1,\"why\":\"It was b.\"}");
    look_refused(rig, mike, RECORD,
                 "{\"room\":\"a\",\"restPassed\":true,\"insteadOf\":1,\"why\":\"x\"}", "Conflict",
                 "message", "Inspection 1 is replaced already, by 2.");
}

static void nobody_takes_back_what_was_found_of_themselves(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    (void)inspect(rig, MIKE, "{\"room\":\"b\",\"failed\":[\"floor\"]}");
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ben\",\"bed\":\"d\"}");
    rig->now.wall += 86400;
    look_refused(rig, rig_peer(rig, BEN), RECORD,
                 "{\"room\":\"b\",\"insteadOf\":1,\"why\":\"It was not so.\"}", "OwnRoom", "room",
                 "b");
}

/* --- What the record keeps ---------------------------------------------------------------------
 */

/* Without these keys nothing sealed about them can be read any more. */
static void destroy_keys(struct rig *rig, const char *handle)
{
    char sql[96];
    (void)snprintf(sql, sizeof sql, "select id from person where handle = '%s'", handle);
    struct seal_scope scope = {look_record(rig, sql), NULL, NULL};
    int64_t keys = 0;
    assert_int_equal(db_begin_write(rig->db), 0);
    assert_int_equal(vault_destroy(rig->vault, &scope, rig->now.wall, &keys), 0);
    assert_int_equal(db_commit(rig->db), 0);
    assert_int_equal(vault_bury(rig->vault), 0);
    assert_true(keys > 0);
}

static void notes_are_kept_under_the_key_of_whom_they_are_about(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    const char *text = NULL;
    (void)inspect(rig, MIKE,
                  "{\"room\":\"hall\",\"shared\":true,\"failed\":[\"floor\"],"
                  "\"notes\":[{\"item\":\"floor\",\"text\":\"Mud.\"}]}");
    (void)inspect(rig, MIKE,
                  "{\"room\":\"a\",\"failed\":[\"floor\"],"
                  "\"notes\":[{\"item\":\"floor\",\"text\":\"Socks.\"}]}");
    struct line line = line_at(rig, &arena, 0);
    assert_non_null(strstr(line.body, "\"method\":\"Record\""));
    destroy_keys(rig, "ann");
    json_t *shown = inspect_ask(rig, MIKE, "Show", 2, "");
    assert_string_equal(look_text(shown, "parameters.results.1.result"), "fail");
    assert_null(look(shown, "parameters.results.1.note"));
    json_decref(shown);
    shown = inspect_ask(rig, MIKE, "Show", 1, "");
    assert_string_equal(look_text(shown, "parameters.results.1.note"), "Mud.");
    json_decref(shown);
    /* What the record of deeds keeps of the call is gone with them. */
    assert_int_equal(
        vault_unseal(rig->vault, "audit", "detail", line.detail, line.length, &arena, &text),
        -ENOKEY);
    arena_clear(&arena);
}

static void an_item_taken_off_the_list_stays_for_what_was_found(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    (void)inspect(rig, MIKE, "{\"room\":\"a\",\"failed\":[\"floor\"]}");
    rig_do(rig, mike, "org.kith.Inspection.RemoveItem", "{\"item\":\"floor\"}");
    rig_do(rig, mike, "org.kith.Inspection.AddItem", "{\"item\":\"floor\",\"name\":\"Swept\"}");
    (void)inspect(rig, MIKE, "{\"room\":\"b\",\"restPassed\":true}");
    json_t *shown = inspect_ask(rig, MIKE, "Show", 1, "");
    assert_string_equal(look_row(shown, "parameters.results", "name"),
                        "The bed-made The floor The no-food");
    json_decref(shown);
    shown = inspect_ask(rig, MIKE, "Show", 2, "");
    assert_string_equal(look_row(shown, "parameters.results", "name"),
                        "The bed-made The no-food Swept");
    json_decref(shown);
    assert_string_equal(inspect_error(rig, ANN, "Answer", 1, ",\"item\":\"floor\",\"words\":\"x\""),
                        "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_house_says_what_it_looks_at_and_everybody_there_reads_it),
        LOOK_TEST(an_item_is_there_once_and_can_be_taken_away),
        LOOK_TEST(a_list_has_sixteen_items_and_not_one_more),
        INSPECT_TEST(what_was_found_is_put_down_item_by_item),
        INSPECT_TEST(the_rest_passes_where_that_is_said),
        INSPECT_TEST(a_room_is_a_bed_or_said_to_be_everybody_s),
        INSPECT_TEST(what_an_inspection_cannot_be_is_refused),
        LOOK_TEST(a_house_without_items_is_told_how_to_begin),
        INSPECT_TEST(nobody_looks_at_the_room_they_sleep_in),
        INSPECT_TEST(a_room_is_its_lodger_s_of_that_day),
        INSPECT_TEST(one_stands_instead_of_another_and_both_stay),
        INSPECT_TEST(one_is_replaced_once_by_one_of_its_room_or_taken_back),
        INSPECT_TEST(nobody_takes_back_what_was_found_of_themselves),
        INSPECT_TEST(notes_are_kept_under_the_key_of_whom_they_are_about),
        INSPECT_TEST(an_item_taken_off_the_list_stays_for_what_was_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
