/* org.kith.Server: who is calling, what they may do, how the record is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

static json_t *hello(struct rig *rig, uid_t uid)
{
    struct peer *peer = rig_peer(rig, uid);
    json_t *reply = rig_must(rig, peer, "org.kith.Server.Hello", NULL);
    peer_free(peer);
    return reply;
}

/* --- Hello ---------------------------------------------------------------------------------- */

/* issue 2: "Server (Hello, Status, Methods = what may I do, Reload)" */
static void each_caller_is_told_who_they_are(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *account;
        const char *person;
        const char *house;
        const char *houses;
        const char *roles;
        const char *zone;
        const char *now;
    } callers[] = {
        {4000, "none", "", "", "", "", "UTC", "2026-11-27T17:00:00+00:00"},
        {1002, "person", "ann", "maple", "maple", "resident", "America/New_York",
         "2026-11-27T12:00:00-05:00"},
        {1001, "person", "mike", "maple", "maple", "manager", "America/New_York",
         "2026-11-27T12:00:00-05:00"},
        {1007, "person", "olga", "oak", "oak", "manager", "America/Chicago",
         "2026-11-27T11:00:00-06:00"},
        {1005, "person", "dan", "", "", "", "UTC", "2026-11-27T17:00:00+00:00"},
        {1100, "kiosk", "", "maple", "maple", "kiosk", "America/New_York",
         "2026-11-27T12:00:00-05:00"},
        {0, "none", "", "", "maple oak", "operator", "UTC", "2026-11-27T17:00:00+00:00"},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        json_t *reply = hello(rig, callers[i].uid);
        assert_string_equal(look_text(reply, "version"), VERSION);
        assert_string_equal(look_text(reply, "account"), callers[i].account);
        assert_string_equal(look_text(reply, "person"), callers[i].person);
        assert_string_equal(look_text(reply, "house"), callers[i].house);
        assert_string_equal(look_row(reply, "houses", NULL), callers[i].houses);
        assert_string_equal(look_row(reply, "roles", NULL), callers[i].roles);
        assert_string_equal(look_text(reply, "zone"), callers[i].zone);
        assert_string_equal(look_text(reply, "now"), callers[i].now);
        assert_int_equal(look_int(reply, "failedLogins"), 0);
        assert_null(look(reply, "words"));
        json_decref(reply);
    }
}

/* Each role once, each house once, and no house where there are two to choose from. */
static void the_manager_of_two_houses_has_none_of_their_own(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"oak\",\"person\":\"maple/mike\",\"role\":\"manager\"}");
    json_t *reply = hello(rig, 1001);
    assert_null(look(reply, "house"));
    assert_string_equal(look_row(reply, "houses", NULL), "maple oak");
    assert_string_equal(look_row(reply, "roles", NULL), "manager");
    assert_string_equal(look_text(reply, "zone"), "UTC");
    json_decref(reply);
    struct peer *mike = rig_peer(rig, 1001);
    json_t *refused = rig_call(rig, mike, "org.kith.House.Show", NULL);
    assert_string_equal(look_text(refused, "error"), "org.kith.Server.HouseNeeded");
    assert_string_equal(look_row(refused, "parameters.houses", NULL), "maple oak");
    json_decref(refused);
    rig_do(rig, mike, "org.kith.House.Show", "{\"house\":\"oak\"}");
}

static void an_operator_with_an_account_is_one_operator(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    rig_do(rig, root, "org.kith.Account.Add", "{\"kind\":\"operator\",\"uid\":0}");
    json_t *reply = hello(rig, 0);
    assert_string_equal(look_text(reply, "account"), "operator");
    assert_string_equal(look_row(reply, "roles", NULL), "operator");
    json_decref(reply);
}

/* issue 2: "the person told at the next login" */
static void wrong_pins_are_told_to_the_one_they_were_typed_for(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, 1100);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Account.SetPin",
           "{\"person\":\"ann\",\"pin\":\"482913\"}");
    for (int i = 0; i < 3; i++)
        assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.Login",
                                    "{\"person\":\"ann\",\"pin\":\"482914\"}"),
                            "LoginFailed");
    json_t *reply = hello(rig, 1002);
    assert_int_equal(look_int(reply, "failedLogins"), 3);
    json_decref(reply);
    reply = hello(rig, 1003);
    assert_int_equal(look_int(reply, "failedLogins"), 0);
    json_decref(reply);
}

/* At the kiosk one is who one logged in as, and the kiosk again afterwards. */
static void who_has_logged_in_at_the_kiosk_is_themself(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, 1100);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Account.SetPin",
           "{\"person\":\"ann\",\"pin\":\"482913\"}");
    rig_do(rig, kiosk, "org.kith.Account.Login", "{\"person\":\"ann\",\"pin\":\"482913\"}");
    json_t *reply = rig_must(rig, kiosk, "org.kith.Server.Hello", NULL);
    assert_string_equal(look_text(reply, "person"), "ann");
    assert_string_equal(look_row(reply, "roles", NULL), "resident");
    json_decref(reply);
    rig_do(rig, kiosk, "org.kith.Account.Logout", NULL);
    reply = rig_must(rig, kiosk, "org.kith.Server.Hello", NULL);
    assert_string_equal(look_row(reply, "roles", NULL), "kiosk");
    json_decref(reply);
}

/* --- Methods ---------------------------------------------------------------------------------- */

static const json_t *permission(const json_t *reply, const char *method)
{
    const json_t *methods = look(reply, "methods");
    for (size_t i = 0; i < json_array_size(methods); i++)
        if (strcmp(look_text(json_array_get(methods, i), "method"), method) == 0)
            return json_array_get(methods, i);
    return NULL;
}

static void each_caller_is_told_what_they_may_do_and_to_whom(void **state)
{
    struct rig *rig = *state;
    json_t *ann = rig_must(rig, rig_peer(rig, 1002), "org.kith.Server.Methods", NULL);
    const json_t *done = permission(ann, "org.kith.Chore.Done");
    assert_true(json_is_true(look(done, "self")));
    assert_true(json_is_false(look(done, "house")));
    assert_true(json_is_false(look(done, "other")));
    assert_true(json_is_false(look(done, "former")));
    assert_null(permission(ann, "org.kith.Chore.Assign"));
    assert_null(permission(ann, "org.kith.Server.Reload"));
    json_decref(ann);
    json_t *mike = rig_must(rig, rig_peer(rig, 1001), "org.kith.Server.Methods", NULL);
    const json_t *show = permission(mike, "org.kith.Person.Show");
    assert_true(json_is_true(look(show, "house")));
    assert_true(json_is_true(look(show, "former")));
    assert_true(json_is_false(look(show, "other")));
    const json_t *methods = look(mike, "methods");
    for (size_t i = 1; i < json_array_size(methods); i++)
        assert_true(strcmp(look_text(json_array_get(methods, i - 1), "method"),
                           look_text(json_array_get(methods, i), "method")) < 0);
    json_decref(mike);
    json_t *nobody = rig_must(rig, rig_peer(rig, 4000), "org.kith.Server.Methods", NULL);
    assert_non_null(permission(nobody, "org.kith.Server.Hello"));
    assert_null(permission(nobody, "org.kith.Server.Status"));
    assert_null(permission(nobody, "org.kith.Person.Me"));
    json_decref(nobody);
}

/* What stands in no house is for the operator of all, and for no role held in one. */
static void the_operator_of_one_house_is_promised_nothing_that_stands_in_none(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"ben\",\"role\":\"operator\"}");
    static const char *const of_none[] = {"org.kith.Account.List", "org.kith.Account.Disable",
                                          "org.kith.House.Add",    "org.kith.Server.Reload",
                                          "org.kith.Audit.Seal",   "org.kith.Audit.Export"};
    json_t *ben = rig_must(rig, rig_peer(rig, 1003), "org.kith.Server.Methods", NULL);
    json_t *all = rig_must(rig, root, "org.kith.Server.Methods", NULL);
    for (size_t i = 0; i < sizeof of_none / sizeof *of_none; i++) {
        assert_null(permission(ben, of_none[i]));
        assert_true(json_is_true(look(permission(all, of_none[i]), "other")));
        assert_true(json_is_false(look(permission(all, of_none[i]), "house")));
    }
    const json_t *grant = permission(ben, "org.kith.Account.Grant");
    assert_true(json_is_true(look(grant, "house")));
    assert_true(json_is_false(look(grant, "other")));
    assert_true(json_is_false(look(grant, "self")));
    json_decref(ben);
    json_decref(all);
}

/* A manager of oak is none in maple, where they live, not even to themself. */
static void a_role_in_another_house_promises_nothing_towards_oneself(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, 0), "org.kith.Account.Grant",
           "{\"house\":\"oak\",\"person\":\"maple/ann\",\"role\":\"manager\"}");
    json_t *ann = rig_must(rig, rig_peer(rig, 1002), "org.kith.Server.Methods", NULL);
    const json_t *leave = permission(ann, "org.kith.Person.Leave");
    assert_true(json_is_true(look(leave, "house")));
    assert_true(json_is_true(look(leave, "former")));
    assert_true(json_is_false(look(leave, "self")));
    assert_true(json_is_false(look(leave, "other")));
    json_decref(ann);
}

/* --- Status and configuration ----------------------------------------------------------------- */

static int count_connections(void *context)
{
    (void)context;
    return 17;
}

static bool tell_fault(void *context, const char **ret_fault)
{
    (void)context;
    *ret_fault = "page 3 is damaged";
    return true;
}

static void the_daemon_and_its_record_are_told_of(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    rig_do(rig, root, "org.kith.Audit.Seal", NULL);
    json_t *reply = rig_must(rig, root, "org.kith.Server.Status", NULL);
    assert_string_equal(look_text(reply, "startedAt"), "2026-11-27T17:00:00+00:00");
    assert_true(json_is_false(look(reply, "readOnly")));
    assert_true(json_is_false(look(reply, "checking")));
    assert_null(look(reply, "fault"));
    assert_int_equal(look_int(reply, "auditSequence"),
                     look_record(rig, "select max(seq) from audit"));
    assert_int_equal(look_int(reply, "checkpointSequence"),
                     look_record(rig, "select max(seq) from checkpoint"));
    assert_true(look_int(reply, "databaseBytes") > 65536);
    json_decref(reply);
    /* design, section 4: "Instants: RFC 3339 with the house's offset" */
    reply = rig_must(rig, rig_peer(rig, 1002), "org.kith.Server.Status", NULL);
    assert_string_equal(look_text(reply, "startedAt"), "2026-11-27T12:00:00-05:00");
    json_decref(reply);
    assert_string_equal(rig_try(rig, rig_peer(rig, 1100), "org.kith.Server.Status", NULL),
                        "PermissionDenied");
}

static void a_record_that_takes_no_writes_says_so_and_goes_on_being_read(void **state)
{
    struct rig *rig = *state;
    rig->world.connections = count_connections;
    rig->world.checking = tell_fault;
    assert_int_equal(rig_restart(rig), 0);
    struct peer *mike = rig_peer(rig, 1001);
    db_refuse_writes(rig->db);
    json_t *reply = rig_must(rig, mike, "org.kith.Server.Status", NULL);
    assert_true(json_is_true(look(reply, "readOnly")));
    assert_true(json_is_true(look(reply, "checking")));
    assert_string_equal(look_text(reply, "fault"), "page 3 is damaged");
    assert_int_equal(look_int(reply, "connections"), 17);
    json_decref(reply);
    rig_do(rig, mike, "org.kith.Chore.Week", NULL);
    assert_string_equal(rig_try(rig, mike, "org.kith.Person.Contact", "{\"person\":\"ann\"}"),
                        "StorageFailed");
    assert_string_equal(rig_try(rig, mike, "org.kith.House.Change", "{\"name\":\"M\"}"),
                        "StorageFailed");
}

static int reload_wrong(void *context, struct arena *arena, struct reload_report *ret)
{
    (void)context;
    ret->reason = arena_text(arena, "kith.conf line 3: sokcet is not known; do you mean socket?");
    return -22;
}

static int reload_right(void *context, struct arena *arena, struct reload_report *ret)
{
    (void)context;
    (void)arena;
    *ret = (struct reload_report){.fixed = {"socket.path"}, .fixed_count = 1};
    return 0;
}

static void take_reloaded(void *context, int64_t unused)
{
    struct rig *rig = context;
    (void)unused;
    rig->logged += 100;
}

/* issue 2: "keeps the old one if it is wrong" */
static void the_configuration_is_read_again_or_the_reason_is_told(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    look_refused(rig, root, "org.kith.Server.Reload", NULL, "ConfigurationWrong", "message",
                 "there is nothing to reload");
    rig->world.reload = reload_wrong;
    assert_int_equal(rig_restart(rig), 0);
    root = rig_peer(rig, 0);
    look_refused(rig, root, "org.kith.Server.Reload", NULL, "ConfigurationWrong", "message",
                 "kith.conf line 3: sokcet is not known; do you mean socket?");
    rig->world.reload = reload_right;
    rig->world.take_reloaded = take_reloaded;
    assert_int_equal(rig_restart(rig), 0);
    root = rig_peer(rig, 0);
    rig->logged = 0;
    int64_t before = look_record(rig, "select max(seq) from audit");
    json_t *reply = rig_must(rig, root, "org.kith.Server.Reload", NULL);
    assert_string_equal(look_row(reply, "atNextStart", NULL), "socket.path");
    json_decref(reply);
    assert_int_equal(rig->logged, 100);
    assert_int_equal(look_record(rig, "select max(seq) from audit"), before + 1);
    assert_string_equal(rig_try(rig, rig_peer(rig, 1001), "org.kith.Server.Reload", NULL),
                        "PermissionDenied");
}

/* design, section 4: dates people type are resolved with the house's now: of several, the one meant
 */
static void who_has_several_houses_is_told_the_clock_of_the_one_they_mean(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    static const char *const zones[][2] = {{"{\"inHouse\":\"maple\"}", "America/New_York"},
                                           {"{\"inHouse\":\"oak\"}", "America/Chicago"},
                                           {"{\"inHouse\":\"elm\"}", "UTC"},
                                           {"{}", "UTC"}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        json_t *hello = rig_must(rig, root, "org.kith.Server.Hello", zones[i][0]);
        assert_string_equal(look_text(hello, "zone"), zones[i][1]);
        assert_null(look(hello, "house"));
        json_decref(hello);
    }
    /* One's own clock stays one's own: what one may not see is not told by its offset. */
    json_t *hello = rig_must(rig, rig_peer(rig, 1002), "org.kith.Server.Hello", zones[1][0]);
    assert_string_equal(look_text(hello, "zone"), "America/New_York");
    json_decref(hello);
}

/* design, section 3: "Handlers change nothing outside the database" */
static void a_configuration_whose_entry_falls_is_not_taken_over(void **state)
{
    struct rig *rig = *state;
    rig->world.reload = reload_right;
    rig->world.take_reloaded = take_reloaded;
    assert_int_equal(rig_restart(rig), 0);
    look_tamper(rig, "create trigger no_entry before insert on audit"
                     " begin select raise(abort, 'no'); end");
    rig->logged = 0;
    assert_string_equal(rig_try(rig, rig_peer(rig, 0), "org.kith.Server.Reload", NULL),
                        "StorageFailed");
    assert_true(rig->logged < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(each_caller_is_told_who_they_are),
        LOOK_TEST(the_manager_of_two_houses_has_none_of_their_own),
        LOOK_TEST(an_operator_with_an_account_is_one_operator),
        LOOK_TEST(wrong_pins_are_told_to_the_one_they_were_typed_for),
        LOOK_TEST(who_has_logged_in_at_the_kiosk_is_themself),
        LOOK_TEST(each_caller_is_told_what_they_may_do_and_to_whom),
        LOOK_TEST(the_operator_of_one_house_is_promised_nothing_that_stands_in_none),
        LOOK_TEST(a_role_in_another_house_promises_nothing_towards_oneself),
        LOOK_TEST(the_daemon_and_its_record_are_told_of),
        LOOK_TEST(a_record_that_takes_no_writes_says_so_and_goes_on_being_read),
        LOOK_TEST(the_configuration_is_read_again_or_the_reason_is_told),
        LOOK_TEST(who_has_several_houses_is_told_the_clock_of_the_one_they_mean),
        LOOK_TEST(a_configuration_whose_entry_falls_is_not_taken_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
