/* The audit entry: one canonical line for what was done, and which calls leave one. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/chain.h"
#include "common/check.h"
#include "tests/unit/rpc/line.h"

/* --- The line
 * ------------------------------------------------------------------------------------- */

/* design: "`seq, at, actor, via, noun, method, house, on[], outcome, rules, detail`" */
static void the_line_is_canonical(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    int64_t seq = newest(rig);
    struct peer *root = rig_peer(rig, 0);
    rig_do(rig, root, "org.kith.House.Add",
           "{ \"zone\": \"UTC\", \"name\": \"Elm\", \"handle\": \"elm\" }");
    assert_line(
        rig, &arena,
        arena_format(&arena,
                     "{\"seq\":%lld,\"at\":\"2026-11-27T17:00:00+00:00\",\"actor\":\"uid:0\","
                     "\"via\":\"socket\",\"noun\":\"House\",\"method\":\"Add\","
                     "\"house\":3,\"on\":[],\"outcome\":\"done\",\"rules\":0",
                     (long long)seq + 1));
    struct peer *mike = rig_peer(rig, 1001);
    rig->now.wall += 61;
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_line(rig, &arena,
                arena_format(&arena,
                             "{\"seq\":%lld,\"at\":\"2026-11-27T17:01:01+00:00\","
                             "\"actor\":\"person:%lld\",\"via\":\"socket\",\"noun\":\"Chore\","
                             "\"method\":\"Assign\",\"house\":1,\"on\":[\"person:%lld\"],"
                             "\"outcome\":\"done\",\"rules\":0",
                             (long long)seq + 2, (long long)person(rig, "mike"),
                             (long long)person(rig, "ann")));
    arena_clear(&arena);
}

static void the_columns_say_what_the_line_says(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Contact", "{\"person\":\"ann\"}");
    struct line line = line_at(rig, &arena, 0);
    assert_int_equal(line.house, 1);
    assert_string_equal(line.noun, "Person");
    assert_int_equal(line.actor, person(rig, "mike"));
    assert_true(line.was_read);
    assert_int_equal(
        look_record(rig, "select count(*) from audit_on where seq = (select max(seq) from audit)"),
        2);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_false(line_at(rig, &arena, 0).was_read);
    struct peer *root = rig_peer(rig, 0);
    rig_do(rig, root, "org.kith.Account.Add", "{\"kind\":\"operator\",\"uid\":4000}");
    line = line_at(rig, &arena, 0);
    assert_int_equal(line.house, 0);
    assert_int_equal(line.actor, 0);
    assert_null(strstr(line.body, "\"house\""));
    arena_clear(&arena);
}

/* design: "Logs carry ids, never names": nor does the line */
static void no_line_holds_a_name_or_a_word_that_somebody_wrote(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\",\"note\":\"zanzibar\"}");
    static const char *const words[] = {"zanzibar", "ann",   "Ann",   "mike",     "Mike",
                                        "dishes",   "maple", "Maple", "555 0101", "trash"};
    for (int64_t seq = newest(rig); seq > 0; seq--) {
        struct line line = line_at(rig, &arena, seq);
        for (size_t i = 0; i < COUNT(words); i++)
            assert_null(strstr(line.body, words[i]));
    }
    arena_clear(&arena);
}

static void who_did_it_and_by_which_way_is_said(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Account.SetPin", "{\"person\":\"ann\",\"pin\":\"481516\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    struct peer *kiosk = rig_peer(rig, 1100);
    rig_do(rig, kiosk, "org.kith.Account.Login", "{\"person\":\"ann\",\"pin\":\"481516\"}");
    rig_do(rig, kiosk, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    struct line line = line_at(rig, &arena, 0);
    assert_non_null(strstr(line.body, arena_format(&arena,
                                                   "\"actor\":\"person:%lld\",\"via\":\"kiosk\","
                                                   "\"noun\":\"Chore\",\"method\":\"Done\"",
                                                   (long long)person(rig, "ann"))));
    struct line login = line_at(rig, &arena, newest(rig) - 1);
    assert_non_null(strstr(login.body,
                           "\"actor\":\"uid:1100\",\"via\":\"socket\",\"noun\":\"Account\","
                           "\"method\":\"Login\""));
    arena_clear(&arena);
}

/* issue 2: "failures audited" */
static void a_wrong_pin_leaves_an_entry_of_its_own_outcome(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    struct peer *kiosk = rig_peer(rig, 1100);
    int64_t seq = newest(rig);
    assert_string_equal(
        rig_try(rig, kiosk, "org.kith.Account.Login", "{\"person\":\"ann\",\"pin\":\"000000\"}"),
        "LoginFailed");
    assert_int_equal(newest(rig), seq + 1);
    struct line line = line_at(rig, &arena, 0);
    assert_non_null(strstr(line.body, "\"outcome\":\"LoginFailed\""));
    assert_null(strstr(opened(rig, &arena, &line), "000000"));
    arena_clear(&arena);
}

/* design: "Hash chain": each entry's hash covers the one before */
static void every_hash_follows_from_the_one_before(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    char hash[CHAIN_HEX_SIZE];
    int64_t last = newest(rig);
    assert_true(last > 20);
    assert_int_equal(chain_first(hash), 0);
    for (int64_t seq = 1; seq <= last; seq++) {
        struct line line = line_at(rig, &arena, seq);
        assert_int_equal(chain_next(hash, line.body, hash), 0);
        assert_string_equal(line.hash, hash);
    }
    arena_clear(&arena);
}

/* --- Which calls leave one
 * ------------------------------------------------------------------------ */

static int do_nothing(struct call *call, const void *in)
{
    (void)call;
    (void)in;
    return 0;
}

/* Every method whose reply may be empty, with its own access, target and right put aside. */
static void each_write_leaves_one_entry_and_no_read_leaves_any(void **state)
{
    struct drive *drive = *state;
    static const struct field no_fields[] = {{.name = NULL}};
    struct turn *turn_of = drive->rig->turn;
    struct peer *peer = drive_peer(drive);
    int left[WRITE_DECIDED + 1] = {0};
    json_t *empty = json_object();
    for (size_t i = 0; i < turn_of->entry_count; i++) {
        struct entry *entry = &turn_of->entries[i];
        const char *path = "";
        if (check_value(entry->described->out, empty, &drive->arena, &path) < 0)
            continue;
        const struct row *before = entry->row;
        struct method method = {before->method->name, no_fields, 0, do_nothing};
        struct row row = {&method, before->access, NULL, RIGHT_OPEN, false};
        int64_t seq = newest(drive->rig);
        entry->row = &row;
        say(peer, arena_format(&drive->arena, "{\"method\":\"%s\"}", entry->name));
        turns(drive);
        assert_done(drive, peer);
        bool leaves = before->access != READ && before->access != TRIAL;
        assert_int_equal(newest(drive->rig), seq + leaves);
        if (leaves) {
            struct line line = line_at(drive->rig, &drive->arena, 0);
            const char *dot = strrchr(entry->name, '.');
            assert_non_null(
                strstr(line.body, arena_format(&drive->arena, "\"method\":\"%s\"", dot + 1)));
            assert_int_equal(line.was_read, before->access == AUDITED);
        }
        left[before->access]++;
        entry->row = before;
    }
    json_decref(empty);
    assert_true(left[WRITE] >= 10);
    assert_true(left[READ] >= 1);
}

/* design: "every read of another's sealed record" */
static void reading_a_person_leaves_an_entry_and_reading_a_list_none(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *method;
        const char *parameters;
        int64_t entries;
    } calls[] = {
        {"org.kith.Person.Show", "{\"person\":\"ann\"}", 1},
        {"org.kith.Person.Contact", "{\"person\":\"ann\"}", 1},
        {"org.kith.Person.List", "{}", 0},
        {"org.kith.Chore.List", "{}", 0},
        {"org.kith.Chore.Week", "{}", 0},
        {"org.kith.House.Show", "{}", 0},
        {"org.kith.Audit.List", "{}", 0},
        {"org.kith.Audit.Verify", "{}", 0},
        {"org.kith.Server.Hello", "{}", 0},
        {"org.kith.Server.Methods", "{}", 0},
        {"org.kith.Import.Begin", "{\"kind\":\"roster\"}", 0},
        {"org.kith.Import.Check", "{}", 0},
    };
    struct peer *mike = rig_peer(rig, 1001);
    for (size_t i = 0; i < COUNT(calls); i++) {
        int64_t seq = newest(rig);
        rig_do(rig, mike, calls[i].method, calls[i].parameters);
        assert_int_equal(newest(rig) - seq, calls[i].entries);
    }
}

static void a_refused_call_leaves_no_entry(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    int64_t seq = newest(rig);
    assert_string_equal(rig_try(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}"),
                        "NothingOpen");
    assert_string_equal(rig_try(rig, ann, "org.kith.Chore.Done", "{\"chore\":7}"),
                        "InvalidParameter");
    assert_string_equal(rig_try(rig, ann, "org.kith.Person.Contact", "{\"person\":\"ben\"}"),
                        "PermissionDenied");
    assert_int_equal(newest(rig), seq);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(the_line_is_canonical),
        LOOK_TEST(the_columns_say_what_the_line_says),
        LOOK_TEST(no_line_holds_a_name_or_a_word_that_somebody_wrote),
        LOOK_TEST(who_did_it_and_by_which_way_is_said),
        LOOK_TEST(a_wrong_pin_leaves_an_entry_of_its_own_outcome),
        LOOK_TEST(every_hash_follows_from_the_one_before),
        DRIVE_TEST(each_write_leaves_one_entry_and_no_read_leaves_any),
        LOOK_TEST(reading_a_person_leaves_an_entry_and_reading_a_list_none),
        LOOK_TEST(a_refused_call_leaves_no_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
