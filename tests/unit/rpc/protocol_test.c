/* The wire, rule by rule: what is answered how, and what closes a connection. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/embed.h"
#include "tests/unit/rpc/drive.h"

#define SERVICE  "org.varlink.service."
#define ANYTHING "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"}}"

/* --- What closes a connection
 * --------------------------------------------------------------------- */

/* platform 1.2: "Malformed (bad JSON, not an object, no `method`, unknown member, non-boolean
 * flag): close, no reply"; issue 2: "closing on malformed calls" */
static void a_malformed_call_closes_without_a_reply(void **state)
{
    struct drive *drive = *state;
    static const char *const calls[] = {
        "",
        " ",
        "{",
        "}",
        "null",
        "true",
        "17",
        "\"a call\"",
        "[]",
        "[" ANYTHING "]",
        ANYTHING ANYTHING,
        ANYTHING ",",
        "{}",
        "{\"parameters\":{}}",
        "{\"method\":null}",
        "{\"method\":7}",
        "{\"method\":[\"" ECHO "\"]}",
        "{'method':'" ECHO "'}",
        "{\"method\":\"" ECHO "\",}",
        "{\"method\":\"" ECHO "\",\"method\":\"" ECHO "\"}",
        "{\"method\":\"" ECHO "\",\"parameters\":[]}",
        "{\"method\":\"" ECHO "\",\"parameters\":\"a\"}",
        "{\"method\":\"" ECHO "\",\"parameters\":false}",
        "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\",\"interface\":\"b\"}}",
        "{\"method\":\"" ECHO "\",\"Method\":\"x\"}",
        "{\"method\":\"" ECHO "\",\"params\":{}}",
        "{\"method\":\"" ECHO "\",\"continues\":true}",
        "{\"method\":\"" ECHO "\",\"\":true}",
        "{\"method\":\"" ECHO "\",\"more\":null}",
        "{\"method\":\"" ECHO "\",\"more\":1}",
        "{\"method\":\"" ECHO "\",\"oneway\":\"true\"}",
        "{\"method\":\"" ECHO "\",\"upgrade\":{}}",
        "{\"method\":\"" ECHO "\",\"oneway\":true,\"more\":true}",
        "{\"method\":\"" ECHO "\",\"more\":true,\"upgrade\":true}",
        "{\"method\":\"" ECHO "\",\"oneway\":true,\"upgrade\":true}",
        "{\"method\":\"" ECHO "\",\"oneway\":true,\"more\":true,\"upgrade\":true}",
        "{\"method\":\"\xff\xfe\"}",
        "{\"method\":\"org.kith.\xc0\xafX\"}",
        "{\"method\":\"org.kith.\\u0000\"}",
        "{\"method\":\"org.kith.\\ud800\"}",
        "{\"method\":\"a\nb\"}",
        "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":99999999999999999999}}",
        "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":01}}",
        "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":NaN}}",
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct peer *peer = drive_peer(drive);
        say_echo(drive, peer, "before");
        say(peer, calls[i]);
        say_note(drive, peer, 1);
        turns(drive);
        assert_echo(drive, peer, "before");
        if (!peer_is_closing(peer))
            print_error("not closed: %s\n", calls[i]);
        assert_true(peer_is_closing(peer));
        assert_silent(drive, peer);
        say_note(drive, peer, 2);
        turns(drive);
        assert_silent(drive, peer);
        peer_free(peer);
    }
    assert_string_equal(notes(drive), "");
}

static void nesting_without_end_closes(void **state)
{
    struct drive *drive = *state;
    char *deep = arena_alloc(&drive->arena, 100001);
    static const char *const openings[] = {"[", "{\"a\":"};
    for (int i = 0; i < 2; i++) {
        struct peer *peer = drive_peer(drive);
        size_t length = strlen(openings[i]);
        for (size_t at = 0; at + length <= 100000; at += length)
            memcpy(deep + at, openings[i], length);
        say(peer, deep);
        turns(drive);
        assert_true(peer_is_closing(peer));
        assert_silent(drive, peer);
    }
}

/* --- What passes
 * ---------------------------------------------------------------------------------- */

/* platform 1.2: "Member whose name contains `.` (vendor extension object): SHOULD ignore";
 * "MUST accept" whitespace; "(varlinkctl accepts a `\n` before the NUL)" */
static void whatever_else_is_well_formed_passes(void **state)
{
    struct drive *drive = *state;
    static const char *const calls[] = {
        ANYTHING,
        ANYTHING "\n",
        " \t\r\n" ANYTHING " \t\r\n",
        "{ \"parameters\" : { \"interface\" : \"a\" } , \"method\" : \"" ECHO "\" }",
        "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"},\"org.example.x\":{}}",
        "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"},\"x.y\":[1,[2]],\".\":1}",
        "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"},\"more\":false}",
        ("{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"},\"more\":false,"
         "\"oneway\":false,\"upgrade\":false}"),
        ("{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"},\"more\":true,"
         "\"oneway\":false}"),
        "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"},\"upgrade\":true}",
        ("{\"method\":\"org.varlink.service.\\u0047etInterfaceDescription\","
         "\"parameters\":{\"interface\":\"\\u0061\"}}"),
    };
    struct peer *peer = drive_peer(drive);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        say(peer, calls[i]);
        turns(drive);
        /* Asked for or not: there is one reply, so nothing continues. */
        assert_echo(drive, peer, "a");
        assert_silent(drive, peer);
    }
}

/* platform 1.2: "`parameters` absent = `null` = `{}`" */
static void no_parameters_are_said_in_three_ways(void **state)
{
    struct drive *drive = *state;
    static const char *const forms[] = {"", ",\"parameters\":null", ",\"parameters\":{}"};
    struct peer *peer = drive_peer(drive);
    const char *hello[3];
    for (int i = 0; i < 3; i++) {
        say(peer,
            arena_format(&drive->arena, "{\"method\":\"org.kith.Server.Hello\"%s}", forms[i]));
        say(peer, arena_format(&drive->arena, "{\"method\":\"org.kith.House.List\"%s}", forms[i]));
        say(peer, arena_format(&drive->arena, "{\"method\":\"" ECHO "\"%s}", forms[i]));
        turns(drive);
        hello[i] = heard(drive, peer);
        assert_string_equal(hello[i], hello[0]);
        assert_heard(drive, peer, "{\"parameters\":{\"houses\":[]}}");
        assert_heard(drive, peer,
                     "{\"error\":\"" SERVICE "InvalidParameter\","
                     "\"parameters\":{\"parameter\":\"interface\"}}");
    }
}

/* --- Errors
 * --------------------------------------------------------------------------------------- */

/* platform 1.2: "Put the fully qualified method in `method`" */
static void a_method_that_is_not_there_is_named_in_full(void **state)
{
    struct drive *drive = *state;
    static const struct {
        const char *method;
        const char *error;
        const char *field;
        const char *value;
    } cases[] = {
        {"org.kith.Nothing.List", "InterfaceNotFound", "interface", "org.kith.Nothing"},
        {"org.kith.List", "InterfaceNotFound", "interface", "org.kith"},
        {"org.kith.Chores.List", "InterfaceNotFound", "interface", "org.kith.Chores"},
        {"org.kith.Chor.List", "InterfaceNotFound", "interface", "org.kith.Chor"},
        {"org.kith.chore.List", "InterfaceNotFound", "interface", "org.kith.chore"},
        {"org.kith.Chore.List.", "InterfaceNotFound", "interface", "org.kith.Chore.List"},
        {"List", "InterfaceNotFound", "interface", ""},
        {"", "InterfaceNotFound", "interface", ""},
        {".", "InterfaceNotFound", "interface", ""},
        {".List", "InterfaceNotFound", "interface", ""},
        {"org.kith.Chore.Nothing", "MethodNotFound", "method", "org.kith.Chore.Nothing"},
        {"org.kith.Chore.list", "MethodNotFound", "method", "org.kith.Chore.list"},
        {"org.kith.Chore.", "MethodNotFound", "method", "org.kith.Chore."},
        {"org.varlink.service.getInfo", "MethodNotFound", "method", "org.varlink.service.getInfo"},
    };
    struct peer *peer = drive_peer(drive);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say(peer, arena_format(&drive->arena, "{\"method\":\"%s\",\"parameters\":{\"x\":1}}",
                               cases[i].method));
        turns(drive);
        assert_heard(drive, peer,
                     arena_format(&drive->arena,
                                  "{\"error\":\"" SERVICE "%s\",\"parameters\":{\"%s\":\"%s\"}}",
                                  cases[i].error, cases[i].field, cases[i].value));
    }
    assert_false(peer_is_closing(peer));
}

/* platform 1.2: "unknown field, wrong type, missing field -> InvalidParameter{parameter}" */
static void a_parameter_that_is_wrong_is_named_by_its_path(void **state)
{
    struct drive *drive = *state;
    static const struct {
        const char *method;
        const char *parameters;
        const char *path;
    } cases[] = {
        {ECHO, "{}", "interface"},
        {ECHO, "{\"interface\":null}", "interface"},
        {ECHO, "{\"interface\":7}", "interface"},
        {ECHO, "{\"interface\":[\"a\"]}", "interface"},
        {ECHO, "{\"interface\":\"a\\u0001b\"}", "interface"},
        {ECHO, "{\"interface\":\"a\\u007fb\"}", "interface"},
        {ECHO, "{\"interface\":\"a\\nb\"}", "interface"},
        {ECHO, "{\"interface\":\"a\",\"interfaces\":\"b\"}", "interfaces"},
        {ECHO, "{\"interface\":\"a\",\"\":1}", ""},
        {NOTE, "{\"uid\":3.0}", "uid"},
        {NOTE, "{\"uid\":1e3}", "uid"},
        {NOTE, "{\"uid\":\"3\"}", "uid"},
        {NOTE, "{\"uid\":true}", "uid"},
        {NOTE, "{\"uid\":-1}", "uid"},
        {NOTE, "{\"uid\":4294967295}", "uid"},
        {NOTE, "{\"uid\":9223372036854775807}", "uid"},
        {"org.kith.House.List", "{\"limit\":0}", "limit"},
        {"org.kith.House.List", "{\"limit\":501}", "limit"},
        {"org.kith.House.Add", "{\"handle\":\"maple\"}", "name"},
        {"org.kith.House.Add", "{\"handle\":\"Maple\",\"name\":\"x\",\"zone\":\"UTC\"}", "handle"},
        {"org.kith.House.Add",
         "{\"handle\":\"maple\",\"name\":\"x\",\"zone\":\"UTC\",\"beds\":[\"a\",7]}", "beds[1]"},
        {"org.kith.House.Add", "{\"handle\":\"maple\",\"name\":\"x\",\"zone\":\"UTC\",\"beds\":{}}",
         "beds"},
        {"org.kith.Import.Begin", "{\"kind\":\"recipes\"}", "kind"},
        {"org.kith.Import.Add", "{\"rows\":[{\"line\":2,\"fields\":{}},{\"line\":\"3\"}]}",
         "rows[1].line"},
        {"org.kith.Import.Add", "{\"rows\":[{\"line\":2,\"fields\":{\"name\":7}}]}",
         "rows[0].fields.name"},
        {"org.kith.Import.Add", "{\"rows\":[{\"line\":2,\"fields\":{},\"colour\":1}]}",
         "rows[0].colour"},
        {"org.kith.Import.Add", "{\"rows\":[7]}", "rows[0]"},
    };
    struct peer *peer = drive_peer(drive);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        say(peer, arena_format(&drive->arena, "{\"method\":\"%s\",\"parameters\":%s}",
                               cases[i].method, cases[i].parameters));
        turns(drive);
        assert_heard(drive, peer,
                     arena_format(&drive->arena,
                                  "{\"error\":\"" SERVICE "InvalidParameter\","
                                  "\"parameters\":{\"parameter\":\"%s\"}}",
                                  cases[i].path));
    }
    assert_false(peer_is_closing(peer));
    assert_int_equal(look_record(drive->rig, "select count(*) from house"), 0);
}

static void who_may_not_is_told_without_a_word_more(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = rig_peer(drive->rig, 4711);
    say(peer, "{\"method\":\"org.kith.Server.Reload\"}");
    turns(drive);
    assert_heard(drive, peer, "{\"error\":\"" SERVICE "PermissionDenied\"}");
}

/* platform 1.6: "Pipelined calls after an error still run" */
static void calls_behind_an_error_still_run(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say(peer, "{\"method\":\"org.kith.Nothing.At.All\"}");
    say(peer, "{\"method\":\"" NOTE "\"}");
    say_note(drive, peer, 1);
    turns(drive);
    assert_error(drive, peer, "org.varlink.service.InterfaceNotFound");
    assert_error(drive, peer, "org.varlink.service.InvalidParameter");
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1");
}

/* --- oneway
 * --------------------------------------------------------------------------------------- */

/* platform 1.2: "`oneway`: never any reply, error included; every server MUST implement it" */
static void a_oneway_call_is_done_and_never_answered(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say(peer, "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":1},\"oneway\":true}");
    say(peer, "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":-1},\"oneway\":true}");
    say(peer, "{\"method\":\"" NOTE "\",\"oneway\":true}");
    say(peer, "{\"method\":\"org.kith.Nothing.At.All\",\"oneway\":true}");
    say(peer, "{\"method\":\"org.kith.Chore.Nothing\",\"oneway\":true}");
    say(peer, "{\"method\":\"org.kith.Event.Watch\",\"oneway\":true}");
    say(peer, "{\"method\":\"org.kith.Import.Apply\",\"oneway\":true}");
    say_echo(drive, peer, "a");
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_silent(drive, peer);
    assert_string_equal(notes(drive), "1");
    say(peer, "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":2},\"oneway\":true}");
    turns(drive);
    assert_silent(drive, peer);
    assert_string_equal(notes(drive), "1 2");
}

static void a_oneway_call_is_not_answered_when_the_record_fails(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    db_refuse_writes(drive->rig->db);
    say(peer, "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":1},\"oneway\":true}");
    say_echo(drive, peer, "a");
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_silent(drive, peer);
}

/* --- Introspection
 * -------------------------------------------------------------------------------- */

/* issue 2: "introspection"; platform 1.2: "(varlinkctl insists that all five are present)" */
static void the_service_says_what_it_is_and_describes_itself(void **state)
{
    struct rig *rig = *state;
    struct peer *peer = rig_peer(rig, 4711);
    json_t *info = rig_must(rig, peer, SERVICE "GetInfo", NULL);
    static const char *const members[] = {"vendor", "product", "version", "url"};
    for (int i = 0; i < 4; i++)
        assert_true(json_is_string(json_object_get(info, members[i])));
    assert_int_equal(json_object_size(info), 5);
    const json_t *interfaces = json_object_get(info, "interfaces");
    assert_true(look_has(info, "interfaces", NULL, "org.varlink.service"));
    assert_true(json_array_size(interfaces) >= 11);
    for (size_t i = 0; i < json_array_size(interfaces); i++) {
        char parameters[320];
        char file[320];
        const char *name = json_string_value(json_array_get(interfaces, i));
        (void)snprintf(parameters, sizeof parameters, "{\"interface\":\"%s\"}", name);
        (void)snprintf(file, sizeof file, "%s.varlink", name);
        json_t *reply = rig_must(rig, peer, SERVICE "GetInterfaceDescription", parameters);
        assert_string_equal(look_text(reply, "description"), embedded_find(embedded_texts, file));
        json_decref(reply);
    }
    json_decref(info);
    look_refused(rig, peer, SERVICE "GetInterfaceDescription",
                 "{\"interface\":\"org.kith.Nothing\"}", "InterfaceNotFound", "interface",
                 "org.kith.Nothing");
}

/* issue 2: "the seven standard errors" */
static void the_standard_errors_are_all_described(void **state)
{
    struct rig *rig = *state;
    struct peer *peer = rig_peer(rig, 4711);
    json_t *reply = rig_must(rig, peer, SERVICE "GetInterfaceDescription",
                             "{\"interface\":\"org.varlink.service\"}");
    static const char *const errors[] = {
        "error InterfaceNotFound", "error MethodNotFound",   "error MethodNotImplemented",
        "error InvalidParameter",  "error PermissionDenied", "error ExpectedMore",
        "error ExpectedUpgrade",
    };
    for (int i = 0; i < 7; i++)
        assert_non_null(strstr(look_text(reply, "description"), errors[i]));
    json_decref(reply);
}

static int rig_alone(void **state)
{
    *state = rig_new();
    return 0;
}

#define RIG_TEST(test) cmocka_unit_test_setup_teardown(test, rig_alone, look_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(a_malformed_call_closes_without_a_reply),
        DRIVE_TEST(nesting_without_end_closes),
        DRIVE_TEST(whatever_else_is_well_formed_passes),
        DRIVE_TEST(no_parameters_are_said_in_three_ways),
        DRIVE_TEST(a_method_that_is_not_there_is_named_in_full),
        DRIVE_TEST(a_parameter_that_is_wrong_is_named_by_its_path),
        DRIVE_TEST(who_may_not_is_told_without_a_word_more),
        DRIVE_TEST(calls_behind_an_error_still_run),
        DRIVE_TEST(a_oneway_call_is_done_and_never_answered),
        DRIVE_TEST(a_oneway_call_is_not_answered_when_the_record_fails),
        RIG_TEST(the_service_says_what_it_is_and_describes_itself),
        RIG_TEST(the_standard_errors_are_all_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
