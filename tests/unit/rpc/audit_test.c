/* org.kith.Audit: one entry for each deed, and who may read which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/rpc/noun.h"
#include "tests/unit/rpc/look.h"

/* What a caller reads, newest first: all of `what` in one row. */
static const char *read_what(struct rig *rig, uid_t uid, const char *parameters)
{
    struct peer *peer = rig_peer(rig, uid);
    json_t *list = rig_must(rig, peer, "org.kith.Audit.List", parameters);
    const char *row = look_row(list, "entries", "what");
    json_decref(list);
    peer_free(peer);
    return row;
}

/* --- One entry for each deed ---------------------------------------------------------------- */

/* Deeds of a house, in an order in which all of them can be done. */
static const struct deed {
    uid_t uid;
    const char *method;
    const char *parameters;
} deeds[] = {
    {0, "House.Add", "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"UTC\"}"},
    {1001, "House.Change", "{\"name\":\"Maple\"}"},
    {1001, "House.AddBeds", "{\"beds\":[\"e\",\"f\"]}"},
    {1001, "House.RemoveBed", "{\"bed\":\"e\"}"},
    {1001, "Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve\"}"},
    {1001, "Person.Admit", "{\"person\":\"eve\",\"bed\":\"c\",\"phone\":\"555\"}"},
    {1001, "Person.Change", "{\"person\":\"eve\",\"phone\":\"556\",\"name\":\"Eve E\"}"},
    {1001, "Person.Orient", "{\"person\":\"eve\"}"},
    {1001, "Person.Move", "{\"person\":\"eve\",\"bed\":\"d\"}"},
    {1001, "Person.Show", "{\"person\":\"eve\"}"},
    {1001, "Person.Contact", "{\"person\":\"eve\"}"},
    {0, "Account.Add", "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"eve\"}"},
    {0, "Account.Grant", "{\"house\":\"maple\",\"person\":\"eve\",\"role\":\"auditor\"}"},
    {0, "Account.Revoke", "{\"house\":\"maple\",\"person\":\"eve\",\"role\":\"auditor\"}"},
    {1001, "Account.SetPin", "{\"person\":\"eve\",\"pin\":\"482913\"}"},
    {1100, "Account.Login", "{\"person\":\"eve\",\"pin\":\"482913\"}"},
    {1100, "Account.Logout", NULL},
    {1001, "Office.Appoint", "{\"office\":\"secretary\",\"person\":\"eve\"}"},
    {1001, "Office.End", "{\"office\":\"secretary\"}"},
    {1001, "Chore.Add", "{\"handle\":\"mop\",\"name\":\"Mop\"}"},
    {1001, "Chore.Assign",
     "{\"chore\":\"mop\",\"person\":\"eve\",\"on\":[\"2026-11-27\",\"2026-11-28\"]}"},
    {1001, "Chore.Done", "{\"chore\":\"mop\",\"person\":\"eve\"}"},
    {1001, "Chore.Undo", "{\"chore\":\"mop\",\"person\":\"eve\"}"},
    {1001, "Import.Apply", NULL},
    {1001, "Person.Leave", "{\"person\":\"eve\",\"reason\":\"Work\"}"},
    {0, "Account.Disable", "{\"accountId\":9}"},
    {0, "Server.Reload", NULL},
    {0, "Audit.Seal", NULL},
};

static int reload(void *context, struct arena *arena, struct reload_report *ret)
{
    (void)context;
    (void)arena;
    *ret = (struct reload_report){0};
    return 0;
}

static void take_reloaded(void *context, int64_t unused)
{
    (void)context;
    (void)unused;
}

/* The newest entry's line. */
static json_t *newest_line(struct rig *rig, int64_t sequence)
{
    char from[32];
    (void)snprintf(from, sizeof from, "{\"from\":%lld}", (long long)sequence);
    json_t *list = rig_must(rig, rig_peer(rig, 0), "org.kith.Audit.Export", from);
    assert_int_equal(look_count(list, "bodies"), 1);
    json_t *line = json_loads(look_text(list, "bodies.0"), 0, NULL);
    json_decref(list);
    return line;
}

static void expect_entry(struct rig *rig, struct peer *peer, const struct deed *deed)
{
    char method[64];
    int64_t before = look_record(rig, "select max(seq) from audit");
    (void)snprintf(method, sizeof method, "org.kith.%s", deed->method);
    rig_do(rig, peer, method, deed->parameters);
    if (look_record(rig, "select max(seq) from audit") != before + 1)
        fail_msg("%s leaves another number of entries than one", deed->method);
    json_t *line = newest_line(rig, before + 1);
    assert_int_equal(look_int(line, "seq"), before + 1);
    assert_string_equal(look_text(line, "outcome"), "done");
    assert_string_equal(look_text(line, "method"), strchr(deed->method, '.') + 1);
    assert_memory_equal(look_text(line, "noun"), deed->method, strcspn(deed->method, "."));
    json_decref(line);
}

/* design, section 8: "every write, and every read of another's sealed record, leaves one ... line"
 */
static void every_deed_leaves_exactly_one_entry(void **state)
{
    struct rig *rig = *state;
    rig->world.reload = reload;
    rig->world.take_reloaded = take_reloaded;
    assert_int_equal(rig_restart(rig), 0);
    static const uid_t uids[] = {0, 1001, 1100};
    struct peer *peers[3];
    for (size_t i = 0; i < 3; i++)
        peers[i] = rig_peer(rig, uids[i]);
    rig_do(rig, peers[1], "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    for (size_t i = 0; i < COUNT(deeds); i++)
        expect_entry(rig, peers[deeds[i].uid == 0 ? 0 : deeds[i].uid == 1001 ? 1 : 2], &deeds[i]);
}

static void what_is_read_or_refused_leaves_none(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *method;
        const char *parameters;
    } calls[] = {
        {1001, "House.Show", NULL},
        {1001, "Person.List", NULL},
        {1002, "Person.Me", NULL},
        {1001, "Chore.List", NULL},
        {1001, "Chore.Week", NULL},
        {1001, "Audit.List", NULL},
        {1001, "Audit.Verify", NULL},
        {0, "Audit.Export", NULL},
        {0, "Account.List", NULL},
        {1002, "Server.Hello", NULL},
        {1002, "Server.Methods", NULL},
        {1001, "Chore.Done", "{\"chore\":\"dishes\",\"person\":\"ann\"}"},
        {1002, "Chore.Add", "{\"handle\":\"x\",\"name\":\"X\"}"},
        {1001, "Person.Add", "{\"handle\":\"ann\",\"name\":\"A\"}"},
        {1001, "Person.Contact", "{\"person\":\"nobody\"}"},
        {0, "Server.Reload", NULL},
        {1001, "House.Nothing", NULL},
    };
    int64_t before = look_record(rig, "select max(seq) from audit");
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char method[64];
        (void)snprintf(method, sizeof method, "org.kith.%s", calls[i].method);
        (void)rig_try(rig, rig_peer(rig, calls[i].uid), method, calls[i].parameters);
        if (look_record(rig, "select max(seq) from audit") != before)
            fail_msg("%s leaves an entry", calls[i].method);
    }
}

/* issue 2: "failures audited" */
static void a_wrong_pin_leaves_one_entry_though_it_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *kiosk = rig_peer(rig, 1100);
    rig_do(rig, mike, "org.kith.Account.SetPin", "{\"person\":\"ann\",\"pin\":\"482913\"}");
    assert_string_equal(
        rig_try(rig, kiosk, "org.kith.Account.Login", "{\"person\":\"ann\",\"pin\":\"482914\"}"),
        "LoginFailed");
    json_t *list = rig_must(rig, rig_peer(rig, 1002), "org.kith.Audit.List", "{\"limit\":1}");
    assert_string_equal(look_text(list, "entries.0.what"), "Account.Login");
    assert_string_equal(look_text(list, "entries.0.outcome"), "LoginFailed");
    assert_string_equal(look_text(list, "entries.0.actor"), "uid:1100");
    json_decref(list);
}

/* A PIN is sealed nowhere: its digest would be a guess away. */
static void an_entry_holds_ids_and_neither_names_nor_words(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Change", "{\"person\":\"ann\",\"phone\":\"x+y+z\"}");
    rig_do(rig, mike, "org.kith.Account.SetPin", "{\"person\":\"ann\",\"pin\":\"482913\"}");
    assert_int_equal(look_record(rig, "select count(*) from audit where body like '%x+y%'"
                                      " or body like '%482913%' or body like '%ann%'"
                                      " or body like '%mike%'"),
                     0);
    assert_int_equal(look_record(rig, "select count(*) from audit where body like '%person:1%'"
                                      " and body not like '%\"detail\":\"________________________"
                                      "________________________________________\"%'"),
                     0);
}

/* --- Who reads what --------------------------------------------------------------------------- */

/* design, section 8: "a resident sees what concerns them" */
static void a_resident_sees_what_concerns_them(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"trash\",\"person\":\"ben\"}");
    rig_do(rig, mike, "org.kith.Person.Contact", "{\"person\":\"ann\"}");
    rig_do(rig, rig_peer(rig, 1002), "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    assert_string_equal(read_what(rig, 1002, NULL),
                        "Chore.Done Person.Contact Chore.Assign Person.Admit Account.Add"
                        " Person.Add");
    assert_string_equal(read_what(rig, 1003, NULL),
                        "Chore.Assign Person.Admit Account.Add Person.Add");
    json_t *list = rig_must(rig, rig_peer(rig, 1002), "org.kith.Audit.List", "{\"limit\":2}");
    assert_string_equal(look_row(list, "entries", "actor"), "ann mike");
    assert_string_equal(look_text(list, "entries.1.at"), "2026-11-27T12:00:00-05:00");
    assert_string_equal(look_text(list, "entries.1.house"), "maple");
    assert_string_equal(look_row(list, "entries.1.on", NULL), "ann");
    assert_string_equal(look_text(list, "entries.1.outcome"), "done");
    json_decref(list);
}

/* design: "a manager the house's chores, nights and rules" */
static void a_manager_sees_the_house_s_and_nothing_of_accounts_or_of_other_houses(void **state)
{
    struct rig *rig = *state;
    struct peer *olga = rig_peer(rig, 1007);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, olga, "org.kith.Chore.Add", "{\"handle\":\"mop\",\"name\":\"Mop\"}");
    const char *mike = read_what(rig, 1001, "{\"limit\":500}");
    assert_non_null(strstr(mike, "Chore.Assign Chore.Add Chore.Add Person.Leave"));
    assert_non_null(strstr(mike, "House.Add"));
    /* Of accounts only what concerns him: his own, and the role he was given. */
    assert_string_equal(
        strstr(mike, "Account."),
        "Account.Grant Account.Add Person.Add Person.Add Person.Add Person.Add Person.Add"
        " Person.Add House.Add");
    assert_string_equal(read_what(rig, 1007, NULL),
                        "Chore.Add Account.Grant Account.Add Person.Add House.Add");
    json_t *list = rig_must(rig, olga, "org.kith.Audit.List", NULL);
    assert_string_equal(look_row(list, "entries", "house"), "oak oak oak oak oak");
    assert_string_equal(look_text(list, "entries.0.at"), "2026-11-27T11:00:00-06:00");
    json_decref(list);
    assert_string_equal(rig_try(rig, olga, "org.kith.Audit.List", "{\"house\":\"maple\"}"),
                        "NotFound");
}

/* A role answers for its own house, and opens no other that one may see too. */
static void a_manager_who_visits_another_house_reads_nothing_of_its_record(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, 0), "org.kith.Account.Grant",
           "{\"house\":\"oak\",\"person\":\"maple/mike\",\"role\":\"member\"}");
    rig_do(rig, rig_peer(rig, 1007), "org.kith.Chore.Add", "{\"handle\":\"mop\",\"name\":\"Mop\"}");
    assert_string_equal(read_what(rig, 1001, "{\"house\":\"oak\"}"), "Account.Grant");
}

/* design: "an operator accounts and configuration" */
static void an_operator_sees_accounts_and_houses_and_neither_people_nor_chores(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, root, "org.kith.Audit.Seal", NULL);
    const char *all = read_what(rig, 0, "{\"limit\":500}");
    assert_null(strstr(all, "Chore"));
    assert_null(strstr(all, "Person"));
    assert_memory_equal(all, "Audit.Seal Account.Grant", 24);
    assert_non_null(strstr(all, "House.Add House.Add"));
    const char *oak = read_what(rig, 0, "{\"house\":\"oak\"}");
    assert_string_equal(oak, "Account.Grant Account.Add House.Add");
}

/* What was done in no house is read although there is only one house. */
static void an_operator_of_one_house_sees_what_was_done_in_none(void **state)
{
    struct rig *rig = rig_new();
    struct peer *root = rig_peer(rig, 0);
    (void)state;
    rig_do(rig, root, "org.kith.House.Add",
           "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"UTC\"}");
    rig_do(rig, root, "org.kith.Account.Add", "{\"kind\":\"operator\",\"uid\":500}");
    rig_do(rig, root, "org.kith.Audit.Seal", NULL);
    assert_string_equal(read_what(rig, 0, NULL), "Audit.Seal Account.Add House.Add");
    assert_string_equal(read_what(rig, 500, NULL), "Audit.Seal Account.Add House.Add");
    assert_string_equal(read_what(rig, 0, "{\"house\":\"elm\"}"), "House.Add");
    rig_free(rig);
}

/* An office is a set of rights, and what it answers for may be read. */
static void an_officer_sees_what_the_office_answers_for(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ann\",\"bed\":\"d\"}");
    assert_string_equal(read_what(rig, 1003, NULL),
                        "Chore.Assign Office.Appoint Chore.Add Chore.Add Person.Admit Account.Add"
                        " Person.Add");
}

static void who_has_left_and_who_is_nobody_see_no_more_than_their_own(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(read_what(rig, 1005, NULL),
                        "Person.Leave Person.Admit Account.Add Person.Add");
    assert_string_equal(read_what(rig, 1006, NULL), "Account.Grant Account.Add Person.Add");
    static const uid_t nobodies[] = {1100, 4000};
    for (size_t i = 0; i < 2; i++) {
        struct peer *peer = rig_peer(rig, nobodies[i]);
        assert_string_equal(rig_try(rig, peer, "org.kith.Audit.List", NULL), "PermissionDenied");
        assert_string_equal(rig_try(rig, peer, "org.kith.Audit.Verify", NULL), "PermissionDenied");
        assert_string_equal(rig_try(rig, peer, "org.kith.Audit.Export", NULL), "PermissionDenied");
    }
}

/* --- Pages ------------------------------------------------------------------------------------ */

static void pages_go_back_in_time_though_entries_are_added_meanwhile(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    look_refused(rig, ann, "org.kith.Audit.List", "{\"after\":\"nonsense\"}", "InvalidParameter",
                 "parameter", "after");
    json_t *page = rig_must(rig, ann, "org.kith.Audit.List", "{\"limit\":1}");
    assert_string_equal(look_row(page, "entries", "what"), "Person.Admit");
    char after[64];
    (void)snprintf(after, sizeof after, "{\"limit\":2,\"after\":\"%s\"}", look_text(page, "next"));
    json_decref(page);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    page = rig_must(rig, ann, "org.kith.Audit.List", after);
    assert_string_equal(look_row(page, "entries", "what"), "Account.Add Person.Add");
    assert_null(look(page, "next"));
    json_decref(page);
    /* Each entry once, though it be readable in two ways. */
    int64_t last = INT64_MAX;
    page = rig_must(rig, mike, "org.kith.Audit.List", "{\"limit\":500}");
    for (size_t i = 0; i < look_count(page, "entries"); i++) {
        int64_t sequence = look_int(json_array_get(look(page, "entries"), i), "sequence");
        assert_true(sequence < last);
        last = sequence;
    }
    json_decref(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(every_deed_leaves_exactly_one_entry),
        LOOK_TEST(what_is_read_or_refused_leaves_none),
        LOOK_TEST(a_wrong_pin_leaves_one_entry_though_it_is_refused),
        LOOK_TEST(an_entry_holds_ids_and_neither_names_nor_words),
        LOOK_TEST(a_resident_sees_what_concerns_them),
        LOOK_TEST(a_manager_sees_the_house_s_and_nothing_of_accounts_or_of_other_houses),
        LOOK_TEST(a_manager_who_visits_another_house_reads_nothing_of_its_record),
        LOOK_TEST(an_operator_sees_accounts_and_houses_and_neither_people_nor_chores),
        cmocka_unit_test(an_operator_of_one_house_sees_what_was_done_in_none),
        LOOK_TEST(an_officer_sees_what_the_office_answers_for),
        LOOK_TEST(who_has_left_and_who_is_nobody_see_no_more_than_their_own),
        LOOK_TEST(pages_go_back_in_time_though_entries_are_added_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
