/* Checkpoints, and the check that finds what was changed behind the daemon's back. */
#include "daemon/store/witness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/chain.h"

/* --- Checkpoints
 * ---------------------------------------------------------------------------------- */

static void where_nothing_happened_there_is_no_checkpoint(void **state)
{
    struct files *files = *state;
    struct signed_note note = {0};
    struct pair pair = open_both(files);
    assert_int_equal(add_checkpoint(files, &pair, NOW), 0);
    assert_int_equal(checkpoint_newest(pair.record, &files->arena, &note), 0);
    assert_int_equal(note.seq, 0);
    add_entries(files, &pair, 3);
    assert_int_equal(add_checkpoint(files, &pair, NOW), 3);
    assert_int_equal(add_checkpoint(files, &pair, NOW + 1), 0);
    close_both(&pair);
}

/* design: "Hash chain, Ed25519 checkpoints"; platform 4.5 */
static void a_checkpoint_says_what_stands_and_names_the_one_before(void **state)
{
    struct files *files = *state;
    struct signed_note *notes = NULL;
    size_t count = 0;
    char head[65];
    char hex[65];
    int64_t seq = 0;
    unsigned char digest[32];
    struct pair pair = open_both(files);
    add_entries(files, &pair, 3);
    assert_int_equal(add_checkpoint(files, &pair, NOW), 3);
    add_entries(files, &pair, 2);
    assert_int_equal(add_checkpoint(files, &pair, NOW + 3600), 5);
    assert_int_equal(audit_head(pair.record, &seq, head), 0);
    assert_int_equal(checkpoint_list(pair.record, INT64_MAX, 10, &files->arena, &notes, &count), 0);
    assert_int_equal(count, 2);
    struct checkpoint newest;
    struct checkpoint first;
    assert_int_equal(checkpoint_parse(notes[0].note, strlen(notes[0].note), &newest), 0);
    assert_int_equal(checkpoint_parse(notes[1].note, strlen(notes[1].note), &first), 0);
    assert_string_equal(newest.origin, vault_origin(pair.vault));
    assert_int_equal(newest.size, 5);
    assert_int_equal(newest.segment_first, 4);
    assert_int_equal(newest.at, NOW + 3600);
    text_hex(newest.chain, 32, hex);
    assert_string_equal(hex, head);
    static const char segment[] = "{\"seq\":4," DETAIL "\n{\"seq\":5," DETAIL "\n";
    assert_int_equal(digest_sha256(segment, strlen(segment), digest), 0);
    assert_memory_equal(newest.segment, digest, 32);
    assert_int_equal(digest_sha256(notes[1].note, strlen(notes[1].note), digest), 0);
    assert_memory_equal(newest.previous, digest, 32);
    assert_int_equal(first.size, 3);
    assert_int_equal(first.segment_first, 1);
    memset(digest, 0, sizeof digest);
    assert_memory_equal(first.previous, digest, 32);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(digest_verify_ed25519(vault_public_key(pair.vault), notes[i].signature,
                                               notes[i].note, strlen(notes[i].note)),
                         0);
    close_both(&pair);
}

static void a_checkpoint_covers_a_thousand_entries_at_most(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    add_entries(files, &pair, 2 * WITNESS_ENTRIES + 1);
    assert_int_equal(add_checkpoint(files, &pair, NOW), WITNESS_ENTRIES);
    assert_int_equal(add_checkpoint(files, &pair, NOW), 2 * WITNESS_ENTRIES);
    assert_int_equal(add_checkpoint(files, &pair, NOW), 2 * WITNESS_ENTRIES + 1);
    assert_int_equal(add_checkpoint(files, &pair, NOW), 0);
    struct witness_check check = check_all(files, &pair);
    assert_int_equal(check.broken_at, 0);
    assert_int_equal(check.entries, 2 * WITNESS_ENTRIES + 1);
    assert_int_equal(check.checkpoints, 3);
    close_both(&pair);
}

static void the_six_words_follow_from_the_note(void **state)
{
    struct files *files = *state;
    struct signed_note note = {0};
    char words[64];
    char again[64];
    struct pair pair = open_both(files);
    add_entries(files, &pair, 1);
    (void)add_checkpoint(files, &pair, NOW);
    assert_int_equal(checkpoint_newest(pair.record, &files->arena, &note), 0);
    assert_int_equal(witness_words(&note, words), 0);
    assert_int_equal(witness_words(&note, again), 0);
    assert_string_equal(words, again);
    int blanks = 0;
    for (const char *c = words; *c; c++)
        blanks += *c == ' ';
    assert_int_equal(blanks, 5);
    add_entries(files, &pair, 1);
    (void)add_checkpoint(files, &pair, NOW);
    assert_int_equal(checkpoint_newest(pair.record, &files->arena, &note), 0);
    assert_int_equal(witness_words(&note, again), 0);
    assert_string_not_equal(words, again);
    close_both(&pair);
}

/* --- The check
 * ------------------------------------------------------------------------------------ */

static void an_empty_record_is_intact(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    struct witness_check check = check_all(files, &pair);
    assert_int_equal(check.broken_at, 0);
    assert_int_equal(check.entries, 0);
    assert_int_equal(check.checkpoints, 0);
    close_both(&pair);
}

static void a_record_is_intact_whatever_the_lengths_of_its_segments(void **state)
{
    struct files *files = *state;
    static const int lengths[] = {1, WITNESS_ENTRIES, WITNESS_ENTRIES - 1, 2, 0};
    struct pair pair = open_both(files);
    int64_t entries = 0;
    int64_t checkpoints = 0;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        add_entries(files, &pair, lengths[i]);
        entries += lengths[i];
        checkpoints += add_checkpoint(files, &pair, NOW) > 0;
        struct witness_check check = check_all(files, &pair);
        assert_int_equal(check.broken_at, 0);
        assert_int_equal(check.entries, entries);
        assert_int_equal(check.checkpoints, checkpoints);
    }
    assert_int_equal(checkpoints, 4);
    close_both(&pair);
}

static void entries_behind_the_last_checkpoint_are_checked_too(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    add_entries(files, &pair, 2);
    (void)add_checkpoint(files, &pair, NOW);
    add_entries(files, &pair, WITNESS_ENTRIES + 5);
    struct witness_check check = check_all(files, &pair);
    assert_int_equal(check.broken_at, 0);
    assert_int_equal(check.entries, WITNESS_ENTRIES + 7);
    assert_int_equal(check.checkpoints, 1);
    close_both(&pair);
}

/* Checkpoints at 3, 6 and 9, and then two more entries. */
static struct pair make_eleven(struct files *files)
{
    struct pair pair = open_both(files);
    for (int i = 0; i < 3; i++) {
        add_entries(files, &pair, 3);
        (void)add_checkpoint(files, &pair, NOW + i);
    }
    add_entries(files, &pair, 2);
    return pair;
}

#define HASH_OF_NOTHING "'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'"

/* issue 2: "kith audit verify"; platform 4.5: "tampered row 700 and cut tail ... both found" */
static void whatever_is_changed_is_found(void **state)
{
    struct files *files = *state;
    static const struct {
        const char *change;
        int64_t at;
        const char *reason;
    } changes[] = {
        {"update audit set body = '{\"seq\":40}' where seq = 4", 4, "an entry was changed"},
        {"update audit set body = body || ' ' where seq = 11", 11, "an entry was changed"},
        {"update audit set body = body || char(10) where seq = 5", 5, "an entry was changed"},
        {"update audit set hash = " HASH_OF_NOTHING " where seq = 4", 4, "an entry was changed"},
        {"update audit set hash = upper(hash) where seq = 1", 1, "an entry was changed"},
        {"update audit set hash = '' where seq = 1", 1, "an entry was changed"},
        {"update audit set detail = x'00' where seq = 4", 4,
         "what is sealed beside an entry was changed"},
        {"update audit set detail = null where seq = 11", 11,
         "what is sealed beside an entry was changed"},
        {"delete from audit where seq = 1", 1, "an entry is missing"},
        {"delete from audit where seq = 5", 5, "an entry is missing"},
        {"delete from audit where seq = 6", 6, "an entry is missing"},
        {"delete from audit where seq = 10", 10, "an entry is missing"},
        {"insert into audit (seq, body, hash, noun, was_read) values (0, '', '', '', 0)", 1,
         "an entry is missing"},
        {"delete from audit where seq >= 9", 9, "entries at the end are missing"},
        {"delete from audit where seq >= 4", 4, "entries at the end are missing"},
        {"delete from audit", 1, "entries at the end are missing"},
        {"update audit set seq = seq + 100 where seq = 11", 11, "an entry is missing"},
        {"update checkpoint set note = replace(note, char(10) || '6' || char(10),"
         " char(10) || '7' || char(10)) where seq = 6",
         6, "a checkpoint does not fit the record"},
        {"update checkpoint set note = note || char(10) where seq = 3", 3,
         "a checkpoint does not fit the record"},
        {"update checkpoint set note = '' where seq = 3", 3,
         "a checkpoint does not fit the record"},
        {"update checkpoint set signature = zeroblob(64) where seq = 3", 3,
         "a checkpoint does not fit the record"},
        {"update checkpoint set signature = x'' where seq = 9", 9,
         "a checkpoint does not fit the record"},
        {"update checkpoint set signature = (select signature from checkpoint where seq = 3)"
         " where seq = 6",
         6, "a checkpoint does not fit the record"},
        {"delete from checkpoint where seq = 3", 6, "a checkpoint does not fit the record"},
        {"delete from checkpoint where seq = 6", 9, "a checkpoint does not fit the record"},
        {"update checkpoint set seq = 5 where seq = 6", 5, "a checkpoint does not fit the record"},
        {"update checkpoint set seq = 1000 where seq = 9", 12, "entries at the end are missing"},
        {"update checkpoint set note = (select note from checkpoint where seq = 9 - c.seq + 3),"
         " signature = (select signature from checkpoint where seq = 9 - c.seq + 3)"
         " from checkpoint c where c.seq = checkpoint.seq and c.seq in (3, 9)",
         3, "a checkpoint does not fit the record"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct pair pair = make_eleven(files);
        files_sql(files, "kith.db", changes[i].change);
        struct witness_check check = check_all(files, &pair);
        if (check.broken_at != changes[i].at)
            print_error("%s\n", changes[i].change);
        assert_int_equal(check.broken_at, changes[i].at);
        assert_string_equal(check.reason, changes[i].reason);
        close_both(&pair);
        assert_int_equal(unlink(files_path(files, "kith.db")), 0);
        assert_int_equal(unlink(files_path(files, "keys.db")), 0);
    }
}

/* Signed with the right key, each with one thing that is not so. */
static void a_signed_checkpoint_that_says_something_else_does_not_fit(void **state)
{
    struct files *files = *state;
    enum { NOTHING, ORIGIN, SIZE, CHAIN, SEGMENT, SEGMENT_FIRST, PREVIOUS, LIES };
    for (int lie = NOTHING; lie < LIES; lie++) {
        struct pair pair = make_eleven(files);
        struct signed_note note = {0};
        struct checkpoint said;
        unsigned char signature[64];
        assert_int_equal(checkpoint_newest(pair.record, &files->arena, &note), 0);
        assert_int_equal(checkpoint_parse(note.note, strlen(note.note), &said), 0);
        said.origin[5] ^= lie == ORIGIN;
        said.size += lie == SIZE;
        said.chain[31] ^= lie == CHAIN;
        said.segment[31] ^= lie == SEGMENT;
        said.segment_first -= lie == SEGMENT_FIRST;
        said.previous[31] ^= lie == PREVIOUS;
        assert_int_equal(checkpoint_format(&said, &files->arena, &note.note), 0);
        assert_int_equal(vault_sign(pair.vault, note.note, strlen(note.note), signature), 0);
        note.signature = signature;
        files_sql(files, "kith.db", "delete from checkpoint where seq = 9");
        assert_int_equal(checkpoint_insert(pair.record, &note), 0);
        struct witness_check check = check_all(files, &pair);
        assert_int_equal(check.broken_at, lie == NOTHING ? 0 : 9);
        close_both(&pair);
        assert_int_equal(unlink(files_path(files, "kith.db")), 0);
        assert_int_equal(unlink(files_path(files, "keys.db")), 0);
    }
}

/* Somebody with the file alone can make a chain of their own, but not sign it. */
static void a_chain_that_was_made_anew_does_not_fit_its_checkpoints(void **state)
{
    struct files *files = *state;
    struct pair pair = make_eleven(files);
    files_sql(files, "kith.db", "delete from audit");
    for (int i = 1; i <= 11; i++) {
        struct audit_entry entry = {.seq = i, .noun = "Chore"};
        char hash[65];
        int64_t seq = 0;
        assert_int_equal(audit_head(pair.record, &seq, hash), 0);
        entry.body = arena_format(&files->arena, "{\"seq\":%d,\"forged\":true," DETAIL, i);
        assert_int_equal(chain_next(hash, entry.body, hash), 0);
        entry.hash = hash;
        assert_int_equal(audit_insert(pair.record, &entry, SEALED, strlen(SEALED)), 0);
    }
    struct witness_check check = check_all(files, &pair);
    assert_int_equal(check.broken_at, 3);
    assert_string_equal(check.reason, "a checkpoint does not fit the record");
    close_both(&pair);
}

/* A whole record of somebody else's, its own signatures in order, is not ours. */
static void checkpoints_of_another_record_do_not_fit(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    struct pair pair = make_eleven(files);
    struct pair oak = {0};
    assert_int_equal(try_open(files, "oak.db", "oak-keys.db", master, &oak, &reason), 0);
    struct witness_check check = {0};
    assert_int_equal(witness_check(pair.record, oak.vault, &files->arena, &check), 0);
    assert_int_equal(check.broken_at, 3);
    close_both(&oak);
    close_both(&pair);
}

/* Nobody gets a signature for a record with a hole in it. */
static void nothing_is_signed_over_a_hole(void **state)
{
    struct files *files = *state;
    static const char *const changes[] = {
        "delete from audit where seq = 10",
        "update audit set body = body || ' ' where seq = 11",
        "update audit set detail = null where seq = 10",
        "update checkpoint set note = '' where seq = 9",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct signed_note note = {0};
        struct pair pair = make_eleven(files);
        files_sql(files, "kith.db", changes[i]);
        assert_int_equal(
            witness_checkpoint(pair.record, pair.vault, NOW + 9000, &files->arena, &note),
            -EBADMSG);
        close_both(&pair);
        assert_int_equal(unlink(files_path(files, "kith.db")), 0);
        assert_int_equal(unlink(files_path(files, "keys.db")), 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_signed_over_a_hole),
        TEST(where_nothing_happened_there_is_no_checkpoint),
        TEST(a_checkpoint_says_what_stands_and_names_the_one_before),
        TEST(a_checkpoint_covers_a_thousand_entries_at_most),
        TEST(the_six_words_follow_from_the_note),
        TEST(an_empty_record_is_intact),
        TEST(a_record_is_intact_whatever_the_lengths_of_its_segments),
        TEST(entries_behind_the_last_checkpoint_are_checked_too),
        TEST(whatever_is_changed_is_found),
        TEST(a_signed_checkpoint_that_says_something_else_does_not_fit),
        TEST(a_chain_that_was_made_anew_does_not_fit_its_checkpoints),
        TEST(checkpoints_of_another_record_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
