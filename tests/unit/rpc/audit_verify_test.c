/* org.kith.Audit: the chain, its checkpoints, and what happens to them when somebody meddles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/bytes.h"
#include "common/chain.h"
#include "common/varlink.h"
#include "tests/unit/rpc/look.h"

enum { HOUR = 3600, FURNISHED = 27 /* entries that furnishing the house leaves */ };

static json_t *verify(struct rig *rig)
{
    return rig_must(rig, rig_peer(rig, 1002), "org.kith.Audit.Verify", NULL);
}

static void expect_intact(struct rig *rig, int64_t entries, int64_t checkpoints)
{
    json_t *check = verify(rig);
    assert_true(json_is_true(look(check, "intact")));
    assert_null(look(check, "brokenAt"));
    assert_int_equal(look_int(check, "entries"), entries);
    assert_int_equal(look_int(check, "checkpoints"), checkpoints);
    json_decref(check);
}

static void expect_broken(struct rig *rig, int64_t at, const char *reason)
{
    json_t *check = verify(rig);
    assert_true(json_is_false(look(check, "intact")));
    assert_int_equal(look_int(check, "brokenAt"), at);
    assert_string_equal(look_text(check, "reason"), reason);
    json_decref(check);
}

/* Seals, and gives the six words; a static buffer. */
static const char *seal(struct rig *rig)
{
    static char words[64];
    json_t *sealed = rig_must(rig, rig_peer(rig, 0), "org.kith.Audit.Seal", NULL);
    (void)snprintf(words, sizeof words, "%s", look_text(sealed, "words"));
    json_decref(sealed);
    return words;
}

/* --- Sealing -------------------------------------------------------------------------------- */

/* issue 2: "checkpoints and their six words" */
static void what_stands_is_sealed_and_six_words_stand_for_it(void **state)
{
    struct rig *rig = *state;
    int64_t newest = look_record(rig, "select max(seq) from audit");
    json_t *sealed = rig_must(rig, rig_peer(rig, 0), "org.kith.Audit.Seal", NULL);
    assert_int_equal(look_int(sealed, "sequence"), newest);
    const char *words = look_text(sealed, "words");
    int blanks = 0;
    for (const char *at = words; *at; at++)
        blanks += *at == ' ';
    assert_int_equal(blanks, 5);
    /* Whoever says hello, and whoever verifies, reads the same six. */
    json_t *hello = rig_must(rig, rig_peer(rig, 1002), "org.kith.Server.Hello", NULL);
    assert_string_equal(look_text(hello, "words"), words);
    json_t *check = verify(rig);
    assert_string_equal(look_text(check, "words"), words);
    json_t *list = rig_must(rig, rig_peer(rig, 1002), "org.kith.Audit.Checkpoints", NULL);
    assert_string_equal(look_text(list, "checkpoints.0.words"), words);
    assert_non_null(strstr(look_text(list, "checkpoints.0.at"), "-05:00"));
    json_decref(list);
    json_decref(check);
    json_decref(hello);
    json_decref(sealed);
    expect_intact(rig, newest + 1, 1);
}

/* The entry of the sealing itself is new, so there is always something to seal but once. */
static void a_record_without_an_entry_has_nothing_to_seal(void **state)
{
    struct rig *rig = rig_new();
    (void)state;
    look_refused(rig, rig_peer(rig, 0), "org.kith.Audit.Seal", NULL, "Conflict", "message",
                 "There is nothing on the record to seal yet.");
    json_t *check = rig_must(rig, rig_peer(rig, 0), "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(look(check, "intact")));
    assert_int_equal(look_int(check, "entries"), 0);
    assert_null(look(check, "words"));
    json_decref(check);
    json_t *list = rig_must(rig, rig_peer(rig, 0), "org.kith.Audit.Checkpoints", NULL);
    assert_int_equal(look_count(list, "checkpoints"), 0);
    json_decref(list);
    rig_free(rig);
}

/* Pipelined: `count` changes of a name. */
static void fill(struct rig *rig, int count)
{
    struct peer *mike = rig_peer(rig, 1001);
    struct bytes calls = {0};
    for (int i = 0; i < count; i++) {
        static const char rename[] = "{\"person\":\"ben\",\"name\":\"Ben B\"}";
        varlink_write_call(&calls, "org.kith.Person.Change", rename, strlen(rename), false);
    }
    peer_feed(mike, calls.data, calls.length);
    bytes_clear(&calls);
    rig_run(rig);
    peer_free(mike);
}

/* A checkpoint covers 1,000 entries; a seal makes as many as it takes. */
static void more_than_one_checkpoint_covers_are_sealed_and_verified_in_slices(void **state)
{
    struct rig *rig = *state;
    fill(rig, 2100);
    int64_t newest = look_record(rig, "select max(seq) from audit");
    assert_true(newest > 2100);
    expect_intact(rig, newest, 0);
    json_t *sealed = rig_must(rig, rig_peer(rig, 0), "org.kith.Audit.Seal", NULL);
    assert_int_equal(look_int(sealed, "sequence"), newest);
    json_decref(sealed);
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 3);
    expect_intact(rig, newest + 1, 3);
    look_tamper(rig, "update audit set body = replace(body, 'done', 'gone') where seq = 1999");
    expect_broken(rig, 1999, "an entry was changed");
}

/* What a check finds is not signed over, nor written behind: the daemon says so and stops writing.
 */
static void a_record_that_was_found_broken_takes_no_more(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_tamper(rig, "update audit set body = replace(body, 'done', 'gone') where seq = 7");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    json_decref(verify(rig));
    assert_string_equal(
        rig_try(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"trash\",\"person\":\"ann\"}"),
        "StorageFailed");
    json_t *status = rig_must(rig, rig_peer(rig, 0), "org.kith.Server.Status", NULL);
    assert_true(json_is_true(look(status, "readOnly")));
    assert_non_null(strstr(look_text(status, "fault"), "audit verify"));
    json_decref(status);
}

static void checkpoints_are_listed_newest_first_up_to_an_entry(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    char words[3][64];
    int64_t at[3];
    for (int i = 0; i < 3; i++) {
        rig->now.wall += 60;
        at[i] = look_record(rig, "select max(seq) from audit");
        (void)snprintf(words[i], sizeof words[i], "%s", seal(rig));
    }
    json_t *list = rig_must(rig, ann, "org.kith.Audit.Checkpoints", "{\"limit\":2}");
    assert_int_equal(look_count(list, "checkpoints"), 2);
    assert_string_equal(look_text(list, "checkpoints.0.words"), words[2]);
    assert_string_equal(look_text(list, "checkpoints.1.words"), words[1]);
    assert_int_equal(look_int(list, "checkpoints.0.sequence"), at[2]);
    assert_string_equal(look_text(list, "checkpoints.0.at"), "2026-11-27T12:03:00-05:00");
    assert_int_equal(strlen(look_text(list, "checkpoints.0.signature")), 88);
    assert_memory_equal(look_text(list, "publicKey"), "-----BEGIN PUBLIC KEY-----\n", 27);
    json_decref(list);
    char up_to[48];
    (void)snprintf(up_to, sizeof up_to, "{\"upTo\":%lld}", (long long)at[1]);
    list = rig_must(rig, ann, "org.kith.Audit.Checkpoints", up_to);
    assert_int_equal(look_count(list, "checkpoints"), 2);
    assert_string_equal(look_text(list, "checkpoints.0.words"), words[1]);
    json_decref(list);
    (void)snprintf(up_to, sizeof up_to, "{\"upTo\":%lld}", (long long)at[0] - 1);
    list = rig_must(rig, ann, "org.kith.Audit.Checkpoints", up_to);
    assert_int_equal(look_count(list, "checkpoints"), 0);
    json_decref(list);
}

/* --- Meddling --------------------------------------------------------------------------------- */

/* issue 2: "kith audit verify (on the daemon ...)" */
static void whatever_is_changed_in_the_record_is_found(void **state)
{
    static const struct {
        const char *meddling;
        int64_t at;
        const char *reason;
    } cases[] = {
        {"update audit set body = replace(body, '\"done\"', '\"gone\"') where seq = 7", 7,
         "an entry was changed"},
        {"update audit set body = body || ' ' where seq = 1", 1, "an entry was changed"},
        {"update audit set hash = (select hash from audit where seq = 6) where seq = 7", 7,
         "an entry was changed"},
        {"update audit set body = (select body from audit where seq = 8) where seq = 7", 7,
         "an entry was changed"},
        {"delete from audit_on where seq = 12; delete from audit where seq = 12", 12,
         "an entry is missing"},
        {"delete from audit_on where seq = 1; delete from audit where seq = 1", 1,
         "an entry is missing"},
        {"update checkpoint set note = replace(note, 'kith', 'kiln')", FURNISHED,
         "a checkpoint does not fit the record"},
        {"update checkpoint set signature = randomblob(64)", FURNISHED,
         "a checkpoint does not fit the record"},
        {"update checkpoint set seq = 25", 25, "a checkpoint does not fit the record"},
        {"delete from audit_on where seq > 24; delete from audit where seq > 24", 25,
         "entries at the end are missing"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rig *rig = rig_new();
        rig_furnish(rig);
        assert_int_equal(look_record(rig, "select max(seq) from audit"), FURNISHED);
        (void)seal(rig);
        expect_intact(rig, FURNISHED + 1, 1);
        rig_stop(rig);
        look_tamper(rig, cases[i].meddling);
        assert_int_equal(rig_restart(rig), 0);
        expect_broken(rig, cases[i].at, cases[i].reason);
        rig_free(rig);
    }
}

/* A hole is not signed over: the record takes no more writes, and says why. */
static void a_hole_is_found_before_it_is_signed_over(void **state)
{
    struct rig *rig = *state;
    rig_stop(rig);
    look_tamper(rig, "delete from audit_on where seq = 7; delete from audit where seq = 7");
    assert_int_equal(rig_restart(rig), 0);
    struct peer *root = rig_peer(rig, 0);
    assert_string_equal(rig_try(rig, root, "org.kith.Audit.Seal", NULL), "StorageFailed");
    json_t *status = rig_must(rig, root, "org.kith.Server.Status", NULL);
    assert_true(json_is_true(look(status, "readOnly")));
    assert_non_null(strstr(look_text(status, "fault"), "chain does not hold"));
    json_decref(status);
    assert_string_equal(rig_try(rig, rig_peer(rig, 1001), "org.kith.Chore.Assign",
                                "{\"chore\":\"dishes\",\"person\":\"ann\"}"),
                        "StorageFailed");
}

/* Who can write the file can chain anew as well; the signed note is what gives them away. */
static void a_chain_that_was_written_anew_does_not_fit_its_checkpoint(void **state)
{
    struct rig *rig = *state;
    (void)seal(rig);
    rig_stop(rig);
    look_tamper(rig, "update audit set body = replace(body, '\"done\"', '\"gone\"') where seq = 7");
    sqlite3 *db = look_open(rig);
    sqlite3_stmt *read = NULL;
    sqlite3_stmt *write = NULL;
    char hash[65];
    assert_int_equal(chain_first(hash), 0);
    assert_int_equal(
        sqlite3_prepare_v2(db, "select seq, body from audit order by seq", -1, &read, NULL),
        SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "update audit set hash = ?2 where seq = ?1", -1, &write, NULL),
        SQLITE_OK);
    while (sqlite3_step(read) == SQLITE_ROW) {
        assert_int_equal(chain_next(hash, (const char *)sqlite3_column_text(read, 1), hash), 0);
        (void)sqlite3_bind_int64(write, 1, sqlite3_column_int64(read, 0));
        (void)sqlite3_bind_text(write, 2, hash, -1, SQLITE_TRANSIENT);
        assert_int_equal(sqlite3_step(write), SQLITE_DONE);
        (void)sqlite3_reset(write);
    }
    (void)sqlite3_finalize(read);
    (void)sqlite3_finalize(write);
    (void)sqlite3_close(db);
    assert_int_equal(rig_restart(rig), 0);
    expect_broken(rig, FURNISHED, "a checkpoint does not fit the record");
}

/* The notes are chained too: one cannot be taken out of the middle. */
static void a_checkpoint_that_is_taken_away_is_missed_by_the_next(void **state)
{
    struct rig *rig = *state;
    (void)seal(rig);
    (void)seal(rig);
    (void)seal(rig);
    expect_intact(rig, FURNISHED + 3, 3);
    look_tamper(rig, "delete from checkpoint where seq = 28");
    expect_broken(rig, FURNISHED + 2, "a checkpoint does not fit the record");
}

/* What a checkpoint was made over does not change when the record grows. */
static void a_record_that_grows_stays_intact(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < 5; i++) {
        fill(rig, 10);
        rig->now.wall += 2 * HOUR;
        rig_run(rig);
        assert_int_equal(rig_restart(rig), 0);
    }
    expect_intact(rig, FURNISHED + 50, 5);
}

/* --- Export ----------------------------------------------------------------------------------- */

/* issue 2: "given an exported copy, without it" */
static void the_exported_lines_are_those_that_are_chained(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    char hash[65];
    int64_t from = 1;
    int64_t lines = 0;
    assert_int_equal(chain_first(hash), 0);
    while (from) {
        char page[64];
        (void)snprintf(page, sizeof page, "{\"from\":%lld,\"limit\":10}", (long long)from);
        json_t *part = rig_must(rig, root, "org.kith.Audit.Export", page);
        assert_int_equal(look_int(part, "from"), from);
        for (size_t i = 0; i < look_count(part, "bodies"); i++, lines++) {
            const char *body = json_string_value(json_array_get(look(part, "bodies"), i));
            assert_int_equal(chain_next(hash, body, hash), 0);
        }
        from = look(part, "next") ? look_int(part, "next") : 0;
        json_decref(part);
    }
    assert_int_equal(lines, FURNISHED);
    char question[160];
    (void)snprintf(question, sizeof question,
                   "select count(*) from audit where seq = %d and hash = '%s'", FURNISHED, hash);
    assert_int_equal(look_record(rig, question), 1);
    json_t *beyond = rig_must(rig, root, "org.kith.Audit.Export", "{\"from\":1000}");
    assert_int_equal(look_count(beyond, "bodies"), 0);
    assert_null(look(beyond, "next"));
    json_decref(beyond);
    assert_string_equal(rig_try(rig, rig_peer(rig, 1001), "org.kith.Audit.Export", NULL),
                        "PermissionDenied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(what_stands_is_sealed_and_six_words_stand_for_it),
        cmocka_unit_test(a_record_without_an_entry_has_nothing_to_seal),
        LOOK_TEST(more_than_one_checkpoint_covers_are_sealed_and_verified_in_slices),
        LOOK_TEST(a_record_that_was_found_broken_takes_no_more),
        LOOK_TEST(checkpoints_are_listed_newest_first_up_to_an_entry),
        cmocka_unit_test(whatever_is_changed_in_the_record_is_found),
        LOOK_TEST(a_hole_is_found_before_it_is_signed_over),
        LOOK_TEST(a_chain_that_was_written_anew_does_not_fit_its_checkpoint),
        LOOK_TEST(a_checkpoint_that_is_taken_away_is_missed_by_the_next),
        LOOK_TEST(a_record_that_grows_stays_intact),
        LOOK_TEST(the_exported_lines_are_those_that_are_chained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
