/* What the house holds about somebody: sealed, readable by few, told to the one it is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

static const char admit_eve[] =
    "{\"person\":\"eve\",\"on\":\"2026-11-26\",\"bed\":\"c\",\"phone\":\"+1 646 555 7301\","
    "\"emergencyName\":\"Quentin Zabriskie\",\"emergencyPhone\":\"+1 646 555 7302\","
    "\"agreementSignedOn\":\"2026-11-25\"}";
static const char eve_leaves[] =
    "{\"person\":\"eve\",\"endedBy\":\"house\",\"reason\":\"Unkept promises\\nthrice\","
    "\"helpGiven\":\"Bus fare to Yonkers\",\"forwardTo\":\"77 Quarry Lane\","
    "\"belongingsKeptUntil\":\"2026-12-27\"}";

static int set_up(void **state)
{
    (void)look_set_up(state);
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    rig_do(rig, root, "org.kith.Account.Add",
           "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"eve\",\"uid\":1008}");
    rig_do(rig, mike, "org.kith.Person.Admit", admit_eve);
    return 0;
}

#define EVE_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, look_tear_down)

/* --- Sealed --------------------------------------------------------------------------------- */

static size_t count_in_file(struct rig *rig, const char *name, const char *needle)
{
    FILE *file = fopen(rig_path(rig, name), "rb");
    if (!file)
        return 0;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, length, file), length);
    (void)fclose(file);
    size_t found = 0;
    for (char *at = bytes; (at = memmem(at, length - (size_t)(at - bytes), needle, strlen(needle)));
         at++)
        found++;
    free(bytes);
    return found;
}

/* issue 2: "Contact details are sealed" */
static void what_is_sealed_stands_in_no_file_in_the_clear(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const secrets[] = {
        "555 7301", "Zabriskie",   "555 7302",         "Unkept promises",
        "Yonkers",  "Quarry Lane", "behind the stove", "+1 646",
    };
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"eve\",\"note\":\"behind the stove\"}");
    rig_do(rig, mike, "org.kith.Person.Leave", eve_leaves);
    /* As long as it runs there is a write-ahead log; closed, all is in the file. */
    assert_true(count_in_file(rig, "kith.db-wal", "eve") > 0);
    for (int stopped = 0; stopped < 2; stopped++) {
        for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
            assert_int_equal(count_in_file(rig, "kith.db", secrets[i]), 0);
            assert_int_equal(count_in_file(rig, "kith.db-wal", secrets[i]), 0);
            assert_int_equal(count_in_file(rig, "keys.db", secrets[i]), 0);
        }
        rig_stop(rig);
    }
    assert_true(count_in_file(rig, "kith.db", "eve") > 0);
}

/* design, section 8: "every read of another's sealed record, leaves one canonical JSON line" */
static void self_and_manager_read_contact_details_and_it_is_on_the_record(void **state)
{
    struct rig *rig = *state;
    static const uid_t readers[] = {1001, 1008};
    for (size_t i = 0; i < 2; i++) {
        struct peer *peer = rig_peer(rig, readers[i]);
        int64_t before = look_record(rig, "select max(seq) from audit");
        json_t *contact = rig_must(rig, peer, "org.kith.Person.Contact", "{\"person\":\"eve\"}");
        assert_string_equal(look_text(contact, "phone"), "+1 646 555 7301");
        assert_string_equal(look_text(contact, "emergencyName"), "Quentin Zabriskie");
        assert_string_equal(look_text(contact, "emergencyPhone"), "+1 646 555 7302");
        assert_null(look(contact, "forwardTo"));
        json_decref(contact);
        assert_int_equal(look_record(rig, "select max(seq) from audit"), before + 1);
        assert_int_equal(look_record(rig, "select was_read from audit order by seq desc"), 1);
    }
}

static void others_may_not_read_contact_details_and_it_leaves_no_entry(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *error;
    } readers[] = {
        {0, "PermissionDenied"},    {1002, "PermissionDenied"}, {1005, "NotFound"},
        {1006, "PermissionDenied"}, {1007, "NotFound"},         {1100, "NotFound"},
    };
    int64_t before = look_record(rig, "select max(seq) from audit");
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct peer *peer = rig_peer(rig, readers[i].uid);
        assert_string_equal(rig_try(rig, peer, "org.kith.Person.Contact",
                                    "{\"house\":\"maple\",\"person\":\"eve\"}"),
                            readers[i].error);
    }
    assert_int_equal(look_record(rig, "select max(seq) from audit"), before);
}

/* --- Me --------------------------------------------------------------------------------------- */

static bool knows(const json_t *me, const char *topic, const char *words)
{
    const json_t *facts = look(me, "facts");
    for (size_t i = 0; i < json_array_size(facts); i++) {
        const json_t *fact = json_array_get(facts, i);
        if (strcmp(look_text(fact, "topic"), topic) == 0 && strstr(look_text(fact, "text"), words))
            return true;
    }
    return false;
}

/* issue 2: "kith me: everything the house holds about me, in sentences" */
static void one_reads_everything_the_house_holds_about_oneself(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *eve = rig_peer(rig, 1008);
    rig_do(rig, mike, "org.kith.Person.Orient", "{\"person\":\"eve\",\"items\":[\"naloxone\"]}");
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"eve\",\"bed\":\"d\"}");
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"secretary\",\"person\":\"eve\"}");
    rig_do(rig, root, "org.kith.Account.SetPin",
           "{\"house\":\"maple\",\"person\":\"eve\",\"pin\":\"482913\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"eve\",\"on\":[\"2026-11-27\",\"2026-11-28\"],"
           "\"note\":\"The big pot too\"}");
    rig_do(rig, eve, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"note\":\"It took an hour\"}");
    json_t *me = rig_must(rig, eve, "org.kith.Person.Me", NULL);
    assert_true(knows(me, "name", "You are Eve E, known as eve to the house since 27 November"));
    assert_true(knows(me, "stay", "You have lived here since 26 November 2026"));
    assert_true(knows(me, "bed", "You had the bed c from 26 November 2026 to 27 November 2026."));
    assert_true(knows(me, "bed", "You have had the bed d since 27 November 2026."));
    assert_true(knows(me, "agreement", "You signed the house agreement on 25 November 2026."));
    assert_true(knows(me, "orientation", "due by 27 November 2026, 00:00"));
    assert_true(knows(me, "orientation", "Gone through with you on 27 November 2026: naloxone."));
    assert_true(knows(me, "contact", "Your telephone number is +1 646 555 7301."));
    assert_true(knows(me, "contact", "Quentin Zabriskie"));
    assert_true(knows(me, "contact", "+1 646 555 7302"));
    assert_true(knows(me, "account", "user number 1008"));
    assert_true(knows(me, "account", "PIN"));
    assert_true(knows(me, "role", "secretary of maple"));
    assert_true(
        knows(me, "chores", "Done: 1. Open: 1. Each stands in its week: kith week --of DATE."));
    assert_true(knows(me, "chores", "dishes on 2026-11-28: The big pot too"));
    assert_true(knows(me, "chores", "dishes on 2026-11-27: It took an hour"));
    json_decref(me);
}

/* issue 2: "everything the house holds about me" */
static void who_has_left_reads_how_and_why_of_every_stay(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *eve = rig_peer(rig, 1008);
    rig_do(rig, mike, "org.kith.Person.Leave", eve_leaves);
    json_t *me = rig_must(rig, eve, "org.kith.Person.Me", NULL);
    assert_true(knows(me, "stay", "You lived here from 26 November 2026 to 27 November 2026"));
    assert_true(knows(me, "leaving", "The stay was ended by: house."));
    assert_true(knows(me, "leaving", "Why the stay ended: Unkept promises\nthrice"));
    assert_true(knows(me, "leaving", "What the house did to help: Bus fare to Yonkers"));
    assert_true(knows(me, "leaving", "sent on to 77 Quarry Lane"));
    assert_true(knows(me, "leaving", "Your belongings are kept until 27 December 2026."));
    json_decref(me);
    rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"eve\",\"phone\":\"555 9\"}");
    me = rig_must(rig, eve, "org.kith.Person.Me", NULL);
    assert_true(knows(me, "stay", "You have lived here since 27 November 2026"));
    assert_true(knows(me, "stay", "You lived here from 26 November 2026 to 27 November 2026"));
    assert_true(knows(me, "contact", "+1 646 555 7301"));
    assert_true(knows(me, "contact", "555 9"));
    json_decref(me);
}

/* The longest text there is, every byte of it. */
static void a_long_reason_is_told_to_its_end(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *eve = rig_peer(rig, 1008);
    char reason[2001];
    char parameters[2200];
    for (size_t i = 0; i + 2 <= 1996; i += 2)
        memcpy(reason + i, "\xc3\xa9", 2);
    (void)snprintf(reason + 1996, 5, "end.");
    (void)snprintf(parameters, sizeof parameters, "{\"person\":\"eve\",\"reason\":\"%s\"}", reason);
    rig_do(rig, mike, "org.kith.Person.Leave", parameters);
    json_t *me = rig_must(rig, eve, "org.kith.Person.Me", NULL);
    assert_true(knows(me, "leaving", reason));
    json_decref(me);
}

static void one_s_facts_are_told_to_nobody_else(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    struct peer *root = rig_peer(rig, 0);
    json_t *me = rig_must(rig, ann, "org.kith.Person.Me", NULL);
    assert_true(knows(me, "contact", "+1 212 555 0101"));
    assert_false(look_has(me, "facts", "text", "646"));
    assert_false(look_has(me, "facts", "text", "Eve"));
    json_decref(me);
    assert_string_equal(rig_try(rig, root, "org.kith.Person.Me", NULL), "PermissionDenied");
}

/* issue 2: "who has looked and when" */
static void who_has_looked_is_told_with_the_house_s_time_newest_first(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *eve = rig_peer(rig, 1008);
    rig_do(rig, mike, "org.kith.Person.Contact", "{\"person\":\"eve\"}");
    rig->now.wall += 3600;
    rig_do(rig, mike, "org.kith.Person.Show", "{\"person\":\"eve\"}");
    rig_do(rig, mike, "org.kith.Person.Contact", "{\"person\":\"ann\"}");
    /* One's own look is no news. */
    rig_do(rig, eve, "org.kith.Person.Contact", NULL);
    json_t *me = rig_must(rig, eve, "org.kith.Person.Me", NULL);
    assert_string_equal(look_row(me, "readers", "what"), "Person.Show Person.Contact");
    assert_string_equal(look_row(me, "readers", "reader"), "mike mike");
    assert_string_equal(look_row(me, "readers", "at"),
                        "2026-11-27T13:00:00-05:00 2026-11-27T12:00:00-05:00");
    json_decref(me);
}

/* --- Destroyed -------------------------------------------------------------------------------- */

static int64_t destroy(struct rig *rig, const char *handle, const char *class)
{
    char sql[96];
    (void)snprintf(sql, sizeof sql, "select id from person where handle = '%s'", handle);
    struct seal_scope scope = {look_record(rig, sql), class, NULL};
    int64_t count = 0;
    assert_int_equal(db_begin_write(rig->db), 0);
    assert_int_equal(vault_destroy(rig->vault, &scope, rig->now.wall, &count), 0);
    assert_int_equal(db_commit(rig->db), 0);
    assert_int_equal(vault_bury(rig->vault), 0);
    return count;
}

/* design: "deleting it erases those values from every copy of kith.db" */
static void what_is_destroyed_is_gone_from_every_answer_without_an_error(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *eve = rig_peer(rig, 1008);
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"eve\",\"note\":\"The big pot too\"}");
    rig_do(rig, mike, "org.kith.Person.Leave", eve_leaves);
    assert_true(destroy(rig, "eve", NULL) >= 2);
    json_t *me = rig_must(rig, eve, "org.kith.Person.Me", NULL);
    static const char *const gone[] = {"646", "Zabriskie", "Unkept", "Yonkers", "Quarry", "pot"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_false(look_has(me, "facts", "text", gone[i]));
    assert_true(knows(me, "stay", "You lived here from 26 November 2026"));
    assert_true(knows(me, "leaving", "The stay was ended by: house."));
    json_decref(me);
    json_t *contact = rig_must(rig, mike, "org.kith.Person.Contact", "{\"person\":\"eve\"}");
    assert_int_equal(json_object_size(contact), 0);
    json_decref(contact);
    json_t *show = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"eve\"}");
    assert_null(look(show, "stays.0.helpGiven"));
    json_decref(show);
    me = rig_must(rig, rig_peer(rig, 1002), "org.kith.Person.Me", NULL);
    assert_true(knows(me, "contact", "+1 212 555 0101"));
    json_decref(me);
    json_t *check = rig_must(rig, mike, "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(look(check, "intact")));
    json_decref(check);
}

/* Each class has its own key. */
static void one_class_goes_and_the_others_stay(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *eve = rig_peer(rig, 1008);
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"eve\",\"note\":\"The big pot too\"}");
    assert_int_equal(destroy(rig, "eve", "note"), 1);
    json_t *me = rig_must(rig, eve, "org.kith.Person.Me", NULL);
    assert_false(look_has(me, "facts", "text", "pot"));
    assert_true(knows(me, "contact", "646 555 7301"));
    json_decref(me);
    /* What is written afterwards has a new key, and outlives a restart. */
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"trash\",\"person\":\"eve\",\"note\":\"Both bins\"}");
    assert_int_equal(rig_restart(rig), 0);
    me = rig_must(rig, rig_peer(rig, 1008), "org.kith.Person.Me", NULL);
    assert_true(knows(me, "chores", "Both bins"));
    assert_false(look_has(me, "facts", "text", "pot"));
    json_decref(me);
}

/* Why somebody left goes with its month; how to reach them stays. */
static void the_reason_goes_and_the_address_stays(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Person.Leave", eve_leaves);
    assert_int_equal(destroy(rig, "eve", "leaving"), 1);
    json_t *me = rig_must(rig, rig_peer(rig, 1008), "org.kith.Person.Me", NULL);
    assert_false(look_has(me, "facts", "text", "Unkept"));
    assert_false(look_has(me, "facts", "text", "Yonkers"));
    assert_true(knows(me, "leaving", "77 Quarry Lane"));
    assert_true(knows(me, "contact", "646 555 7301"));
    json_decref(me);
}

/* A refused call takes the key it made with it. */
static void a_note_behind_a_refused_one_can_be_read(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    assert_string_equal(rig_try(rig, mike, "org.kith.Chore.Assign",
                                "{\"chore\":\"dishes\",\"person\":\"eve\",\"note\":\"Not this\","
                                "\"on\":[\"2026-11-27\",\"2026-11-28\",\"2026-11-27\"]}"),
                        "AlreadyAssigned");
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"eve\",\"note\":\"The big pot too\"}");
    assert_int_equal(rig_restart(rig), 0);
    json_t *me = rig_must(rig, rig_peer(rig, 1008), "org.kith.Person.Me", NULL);
    assert_true(knows(me, "chores", "The big pot too"));
    json_decref(me);
}

/* Who looks a hundred times more cannot push the one look out of sight. */
static void looking_often_hides_no_look(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Contact", "{\"person\":\"ann\"}");
    for (int i = 0; i < 120; i++)
        rig_do(rig, mike, "org.kith.Person.Show", "{\"person\":\"ann\"}");
    json_t *me = rig_must(rig, rig_peer(rig, 1002), "org.kith.Person.Me", NULL);
    assert_string_equal(look_row(me, "readers", "what"), "Person.Show Person.Contact");
    json_decref(me);
}

/* Whoever set a PIN could log in with it, so it is told who did, and when. */
static void who_set_the_pin_is_told(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Account.SetPin",
           "{\"person\":\"ann\",\"pin\":\"283019\"}");
    json_t *me = rig_must(rig, ann, "org.kith.Person.Me", NULL);
    assert_true(knows(me, "account", "mike set it on 27 November 2026."));
    json_decref(me);
    rig_do(rig, ann, "org.kith.Account.SetPin", "{\"pin\":\"730158\"}");
    me = rig_must(rig, ann, "org.kith.Person.Me", NULL);
    assert_true(knows(me, "account", "You set it on 27 November 2026."));
    json_decref(me);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EVE_TEST(what_is_sealed_stands_in_no_file_in_the_clear),
        EVE_TEST(self_and_manager_read_contact_details_and_it_is_on_the_record),
        EVE_TEST(others_may_not_read_contact_details_and_it_leaves_no_entry),
        EVE_TEST(one_reads_everything_the_house_holds_about_oneself),
        EVE_TEST(who_has_left_reads_how_and_why_of_every_stay),
        EVE_TEST(a_long_reason_is_told_to_its_end),
        EVE_TEST(one_s_facts_are_told_to_nobody_else),
        EVE_TEST(who_has_looked_is_told_with_the_house_s_time_newest_first),
        EVE_TEST(what_is_destroyed_is_gone_from_every_answer_without_an_error),
        EVE_TEST(one_class_goes_and_the_others_stay),
        EVE_TEST(the_reason_goes_and_the_address_stays),
        EVE_TEST(a_note_behind_a_refused_one_can_be_read),
        EVE_TEST(looking_often_hides_no_look),
        EVE_TEST(who_set_the_pin_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
