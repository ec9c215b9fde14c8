/* Entries and checkpoints on disk, and who finds which. */
#include "daemon/store/audit.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/chain.h"
#include "tests/unit/store/files.h"

enum { MAPLE = 1, OAK = 2, ANN = 11, BEN = 12, MIKE = 13 };

static const struct {
    int64_t house;
    const char *noun;
    int64_t actor;
    bool was_read;
    int64_t on[2];
} done[] = {
    {MAPLE, "Chore", MIKE, false, {ANN, MIKE}}, /* 1 */
    {MAPLE, "Person", MIKE, true, {ANN, MIKE}}, /* 2: Mike looks at Ann */
    {OAK, "Chore", 0, false, {BEN, 0}},         /* 3: by the house itself */
    {MAPLE, "Person", ANN, true, {ANN, 0}},     /* 4: Ann looks at herself */
    {0, "Account", 0, false, {ANN, 0}},         /* 5: by root, in no house */
    {MAPLE, "Chore", ANN, false, {ANN, 0}},     /* 6 */
    {OAK, "Person", 0, true, {ANN, 0}},         /* 7: by root, about Ann */
    {0, "private", 0, false, {0, 0}},           /* 8 */
};
enum { ENTRIES = sizeof done / sizeof *done };

static struct db *make_record(struct files *files)
{
    struct db *db = files_open(files, "kith.db", &record_kind);
    for (int i = 0; i < ENTRIES; i++) {
        struct audit_entry entry = {
            .seq = i + 1,
            .body = arena_format(&files->arena, "{\"seq\":%d}", i + 1),
            .hash = arena_format(&files->arena, "%064d", i + 1),
            .house = done[i].house,
            .noun = done[i].noun,
            .actor_person = done[i].actor,
            .was_read = done[i].was_read,
        };
        assert_int_equal(audit_insert(db, &entry, "detail", 6), 0);
        for (int k = 0; k < 2; k++)
            if (done[i].on[k])
                assert_int_equal(audit_concerns(db, &entry, done[i].on[k]), 0);
    }
    return db;
}

/* The numbers of the entries, such as "8 5 1". */
static const char *numbers(struct files *files, const struct audit_entry *entries, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text =
            arena_format(&files->arena, "%s%s%lld", text, i ? " " : "", (long long)entries[i].seq);
    return text;
}

static void the_head_is_the_newest_entry(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    char hash[65];
    char expected[65];
    int64_t seq = 77;
    assert_int_equal(audit_head(db, &seq, hash), 0);
    assert_int_equal(chain_first(expected), 0);
    assert_int_equal(seq, 0);
    assert_string_equal(hash, expected);
    db_close(db);
    db = make_record(files);
    assert_int_equal(audit_head(db, &seq, hash), 0);
    assert_int_equal(seq, ENTRIES);
    (void)snprintf(expected, sizeof expected, "%064d", ENTRIES);
    assert_string_equal(hash, expected);
    db_close(db);
}

static void an_entry_comes_back_as_it_was(void **state)
{
    struct files *files = *state;
    struct audit_entry *entries = NULL;
    size_t count = 0;
    struct db *db = make_record(files);
    assert_int_equal(audit_from(db, 2, 2, &files->arena, &entries, &count), 0);
    assert_string_equal(numbers(files, entries, count), "2 3");
    assert_string_equal(entries[0].body, "{\"seq\":2}");
    assert_int_equal(entries[0].house, MAPLE);
    assert_string_equal(entries[0].noun, "Person");
    assert_int_equal(entries[0].actor_person, MIKE);
    assert_true(entries[0].was_read);
    assert_int_equal(entries[1].actor_person, 0);
    assert_false(entries[1].was_read);
    assert_int_equal(audit_from(db, ENTRIES + 1, 2, &files->arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    struct audit_entry again = {.seq = 1, .body = "", .hash = "", .noun = "Chore"};
    assert_int_equal(audit_insert(db, &again, NULL, 0), -EEXIST);
    db_close(db);
}

static void an_entry_concerns_somebody_once(void **state)
{
    struct files *files = *state;
    struct audit_entry *entries = NULL;
    size_t count = 0;
    const struct audit_scope scope = {.person = ANN};
    struct db *db = make_record(files);
    const struct audit_entry first = {.seq = 1};
    assert_int_equal(audit_concerns(db, &first, ANN), 0);
    assert_int_equal(audit_page(db, &scope, INT64_MAX, 10, &files->arena, &entries, &count), 0);
    assert_string_equal(numbers(files, entries, count), "7 6 5 4 2 1");
    db_close(db);
}

/* design: "reading is scoped: a resident sees what concerns them, a manager the house's ..." */
static void each_scope_finds_its_own_entries_newest_first(void **state)
{
    struct files *files = *state;
    static const struct audit_nouns chores_of_maple[] = {{"Chore", MAPLE}};
    static const struct audit_nouns chores[] = {{"Chore", 0}};
    static const struct audit_nouns several[] = {{"Chore", MAPLE}, {"Chore", 0}, {"Account", 0}};
    static const struct audit_nouns hidden[] = {{"private", 0}};
    static const struct {
        struct audit_scope scope;
        int64_t before;
        size_t limit;
        const char *found;
    } cases[] = {
        {{0, 0, NULL, 0}, INT64_MAX, 10, ""},
        {{ANN, 0, NULL, 0}, INT64_MAX, 10, "7 6 5 4 2 1"},
        {{ANN, MAPLE, NULL, 0}, INT64_MAX, 10, "6 4 2 1"},
        {{BEN, MAPLE, NULL, 0}, INT64_MAX, 10, ""},
        {{0, 0, chores_of_maple, 1}, INT64_MAX, 10, "6 1"},
        {{0, 0, chores, 1}, INT64_MAX, 10, "6 3 1"},
        {{0, 0, several, 3}, INT64_MAX, 10, "6 5 3 1"},
        {{ANN, MAPLE, several, 3}, INT64_MAX, 10, "6 5 4 3 2 1"},
        {{ANN, MAPLE, several, 3}, INT64_MAX, 3, "6 5 4"},
        {{ANN, MAPLE, several, 3}, 4, 10, "3 2 1"},
        {{ANN, MAPLE, several, 3}, 1, 10, ""},
        {{0, 0, hidden, 1}, INT64_MAX, 10, "8"},
    };
    struct db *db = make_record(files);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct audit_entry *entries = NULL;
        size_t count = 99;
        assert_int_equal(audit_page(db, &cases[i].scope, cases[i].before, cases[i].limit,
                                    &files->arena, &entries, &count),
                         0);
        assert_string_equal(numbers(files, entries, count), cases[i].found);
    }
    db_close(db);
}

/* issue 2: "who has looked and when" */
static void those_who_looked_are_found_but_not_oneself(void **state)
{
    struct files *files = *state;
    struct audit_entry *entries = NULL;
    size_t count = 0;
    struct db *db = make_record(files);
    assert_int_equal(audit_readers(db, ANN, 10, &files->arena, &entries, &count), 0);
    assert_string_equal(numbers(files, entries, count), "7 2");
    assert_int_equal(audit_readers(db, ANN, 1, &files->arena, &entries, &count), 0);
    assert_string_equal(numbers(files, entries, count), "7");
    assert_int_equal(audit_readers(db, BEN, 10, &files->arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

static void checkpoints_are_listed_and_followed(void **state)
{
    struct files *files = *state;
    struct signed_note *notes = NULL;
    struct signed_note note = {0};
    unsigned char signature[64];
    size_t count = 0;
    struct db *db = files_open(files, "kith.db", &record_kind);
    for (int i = 1; i <= 3; i++) {
        memset(signature, i, sizeof signature);
        note =
            (struct signed_note){.seq = 10 * i, .at = i, .note = "a note", .signature = signature};
        assert_int_equal(checkpoint_insert(db, &note), 0);
    }
    assert_int_equal(checkpoint_insert(db, &note), -EEXIST);
    assert_int_equal(checkpoint_list(db, 25, 10, &files->arena, &notes, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(notes[0].seq, 20);
    assert_int_equal(notes[0].at, 2);
    assert_string_equal(notes[0].note, "a note");
    assert_int_equal(notes[0].signature[63], 2);
    assert_int_equal(notes[1].seq, 10);
    assert_int_equal(checkpoint_next(db, 10, &files->arena, &note), 1);
    assert_int_equal(note.seq, 20);
    assert_int_equal(checkpoint_next(db, 30, &files->arena, &note), 0);
    assert_int_equal(checkpoint_newest(db, &files->arena, &note), 0);
    assert_int_equal(note.seq, 30);
    db_close(db);
}

/* The file is not ours alone: a signature of another length is read as one that fits nothing. */
static void a_signature_of_any_length_is_read_as_64_bytes(void **state)
{
    struct files *files = *state;
    struct signed_note note = {0};
    struct db *db = files_open(files, "kith.db", &record_kind);
    static const char *const lengths[] = {"0", "1", "63", "65", "5000"};
    for (int i = 0; i < 5; i++) {
        files_sql(files, "kith.db",
                  arena_format(&files->arena,
                               "insert into checkpoint values (%d, 0, '', zeroblob(%s))", i + 1,
                               lengths[i]));
        assert_int_equal(checkpoint_newest(db, &files->arena, &note), 0);
        assert_int_equal(note.seq, i + 1);
        for (size_t k = 0; k < 64; k++)
            assert_int_equal(note.signature[k], 0);
    }
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_head_is_the_newest_entry),
        TEST(an_entry_comes_back_as_it_was),
        TEST(an_entry_concerns_somebody_once),
        TEST(each_scope_finds_its_own_entries_newest_first),
        TEST(those_who_looked_are_found_but_not_oneself),
        TEST(checkpoints_are_listed_and_followed),
        TEST(a_signature_of_any_length_is_read_as_64_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
