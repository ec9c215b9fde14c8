/* Sealed values: under whose key, what opens them, and crashes between the two commits. */
#include "daemon/store/vault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/crypto/seal.h"
#include "tests/unit/store/pair.h"

/* --- Sealing
 * -------------------------------------------------------------------------------------- */

static void a_sealed_value_opens_again_after_a_restart(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, 7, "contact", "", "+1 212 555 0101");
    assert_opens(files, &pair, &value, "+1 212 555 0101");
    commit(&pair);
    assert_null(memmem(value.data, value.length, "555", 3));
    close_both(&pair);
    pair = open_both(files);
    assert_opens(files, &pair, &value, "+1 212 555 0101");
    bytes_clear(&value);
    close_both(&pair);
}

static void each_scope_has_one_key_of_its_own(void **state)
{
    struct files *files = *state;
    static const struct seal_scope scopes[] = {
        {7, "contact", ""}, {8, "contact", ""},     {7, "note", ""},
        {0, "contact", ""}, {7, "note", "2026-11"}, {7, "note", "2026-12"},
    };
    enum { SCOPES = sizeof scopes / sizeof *scopes };
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < SCOPES; i++) {
            int64_t id = 0;
            struct bytes value =
                seal(&pair, scopes[i].person, scopes[i].class, scopes[i].period, "hello");
            assert_int_equal(seal_key_id(value.data, value.length, &id), 0);
            assert_int_equal(id, i + 1);
            bytes_clear(&value);
        }
    }
    commit(&pair);
    close_both(&pair);
    assert_string_equal(files_value(files, "keys.db", "select count(*) from key"), "6");
}

/* design: "table and column are the associated data" */
static void a_value_in_another_column_does_not_open(void **state)
{
    struct files *files = *state;
    const char *text = "nothing";
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, 7, "contact", "", "555 0101");
    commit(&pair);
    assert_int_equal(vault_unseal(pair.vault, "stay", "forward_to", value.data, value.length,
                                  &files->arena, &text),
                     -EBADMSG);
    assert_int_equal(
        vault_unseal(pair.vault, "audit", "phone", value.data, value.length, &files->arena, &text),
        -EBADMSG);
    assert_string_equal(text, "nothing");
    bytes_clear(&value);
    close_both(&pair);
}

static void an_altered_value_does_not_open(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, 7, "contact", "", "555 0101");
    struct bytes other = seal(&pair, 8, "contact", "", "555 0102");
    commit(&pair);
    for (size_t i = 0; i < value.length; i++) {
        const char *text = "nothing";
        value.data[i] ^= 1;
        int failure = unseal(&pair, &value, &files->arena, &text);
        /* Among its first bytes stands the number of its key. */
        assert_true(failure == -EBADMSG || (failure == -ENOKEY && i >= 1 && i < 9));
        assert_string_equal(text, "nothing");
        value.data[i] ^= 1;
    }
    /* The other person's key does not open it either. */
    value.data[8] ^= 1 ^ 2;
    assert_closed(files, &pair, &value, -EBADMSG);
    value.data[8] ^= 1 ^ 2;
    assert_opens(files, &pair, &value, "555 0101");
    for (size_t length = 0; length < value.length; length++) {
        const char *text = NULL;
        assert_int_equal(
            vault_unseal(pair.vault, "stay", "phone", value.data, length, &files->arena, &text),
            -EBADMSG);
    }
    bytes_clear(&value);
    bytes_clear(&other);
    close_both(&pair);
}

static void what_was_not_committed_leaves_no_key(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, 7, "contact", "", "555 0101");
    db_rollback(pair.record);
    vault_rollback(pair.vault);
    assert_closed(files, &pair, &value, -ENOKEY);
    assert_int_equal(vault_commit(pair.vault), 0);
    close_both(&pair);
    assert_string_equal(files_value(files, "keys.db", "select count(*) from key"), "0");
    bytes_clear(&value);
}

/* A savepoint of the record was undone; its key is not needed, and its number is used again. */
static void a_key_of_an_undone_call_is_replaced(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    assert_int_equal(db_savepoint(pair.record), 0);
    struct bytes undone = seal(&pair, 7, "contact", "", "555 0101");
    assert_int_equal(db_savepoint_undo(pair.record), 0);
    vault_forget(pair.vault);
    struct bytes kept = seal(&pair, 8, "contact", "", "555 0102");
    commit(&pair);
    assert_opens(files, &pair, &kept, "555 0102");
    assert_closed(files, &pair, &undone, -EBADMSG);
    close_both(&pair);
    assert_string_equal(files_value(files, "keys.db", "select count(*) from key"), "1");
    bytes_clear(&undone);
    bytes_clear(&kept);
}

/* A key that is kept at hand must not outlive what was undone, nor what was destroyed. */
static void a_key_at_hand_is_never_one_that_is_gone(void **state)
{
    struct files *files = *state;
    static const struct seal_scope scope = {7, "contact", ""};
    struct pair pair = open_both(files);
    for (int way = 0; way < 3; way++) {
        int64_t count = 0;
        assert_int_equal(db_begin_write(pair.record), 0);
        assert_int_equal(db_savepoint(pair.record), 0);
        for (int i = 0; i < 3; i++) {
            struct bytes value = seal(&pair, 7, "contact", "", "555 0101");
            bytes_clear(&value);
        }
        if (way == 0) {
            assert_int_equal(db_savepoint_undo(pair.record), 0);
            vault_forget(pair.vault);
        } else if (way == 1) {
            db_rollback(pair.record);
            vault_rollback(pair.vault);
            assert_int_equal(db_begin_write(pair.record), 0);
        } else {
            assert_int_equal(vault_destroy(pair.vault, &scope, NOW, &count), 0);
            assert_int_equal(count, 1);
        }
        struct bytes kept = seal(&pair, 7, "contact", "", "555 0102");
        commit(&pair);
        assert_int_equal(vault_bury(pair.vault), 0);
        close_both(&pair);
        pair = open_both(files);
        assert_opens(files, &pair, &kept, "555 0102");
        bytes_clear(&kept);
        assert_int_equal(db_begin_write(pair.record), 0);
        assert_int_equal(vault_destroy(pair.vault, &scope, NOW, &count), 0);
        commit(&pair);
        assert_int_equal(vault_bury(pair.vault), 0);
    }
    close_both(&pair);
}

/* More scopes than are kept at hand, and classes and months longer than most. */
static void keys_at_hand_are_told_apart(void **state)
{
    struct files *files = *state;
    enum { PEOPLE = 150 };
    struct pair pair = open_both(files);
    struct bytes *values = arena_array(&files->arena, PEOPLE, 2 * sizeof *values);
    static const char *const classes[] = {"audit", "a class with a long name"};
    for (int round = 0; round < 3; round++) {
        assert_int_equal(db_begin_write(pair.record), 0);
        for (int i = 0; i < 2 * PEOPLE; i++) {
            bytes_clear(&values[i]);
            values[i] =
                seal(&pair, i / 2, classes[i % 2], "2026-11", arena_format(&files->arena, "%d", i));
        }
        commit(&pair);
    }
    for (int i = 0; i < 2 * PEOPLE; i++) {
        assert_opens(files, &pair, &values[i], arena_format(&files->arena, "%d", i));
        bytes_clear(&values[i]);
    }
    close_both(&pair);
    assert_string_equal(files_value(files, "keys.db", "select count(*) from key"), "300");
}

/* --- Crashes between the commits
 * ------------------------------------------------------------------ */

/* design: "Create: keys.db commits first, orphans are swept at start" */
static void a_key_that_nothing_needs_is_swept_at_the_start(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes first = seal(&pair, 7, "contact", "", "555 0101");
    commit(&pair);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes orphan = seal(&pair, 8, "contact", "", "555 0102");
    assert_int_equal(vault_commit(pair.vault), 0);
    db_rollback(pair.record);
    close_both(&pair);
    assert_string_equal(files_value(files, "keys.db", "select count(*) from key"), "2");
    pair = open_both(files);
    assert_opens(files, &pair, &first, "555 0101");
    assert_closed(files, &pair, &orphan, -ENOKEY);
    close_both(&pair);
    assert_string_equal(files_value(files, "keys.db", "select group_concat(id) from key"), "1");
    bytes_clear(&first);
    bytes_clear(&orphan);
}

/* Without a restart the orphan's number is used again, for another key. */
static void a_key_that_nothing_needs_is_replaced_meanwhile(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes orphan = seal(&pair, 8, "contact", "", "555 0102");
    assert_int_equal(vault_commit(pair.vault), 0);
    db_rollback(pair.record);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, 9, "contact", "", "555 0103");
    commit(&pair);
    assert_opens(files, &pair, &value, "555 0103");
    assert_closed(files, &pair, &orphan, -EBADMSG);
    close_both(&pair);
    bytes_clear(&orphan);
    bytes_clear(&value);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sealed_value_opens_again_after_a_restart),
        TEST(each_scope_has_one_key_of_its_own),
        TEST(a_value_in_another_column_does_not_open),
        TEST(an_altered_value_does_not_open),
        TEST(what_was_not_committed_leaves_no_key),
        TEST(a_key_of_an_undone_call_is_replaced),
        TEST(a_key_at_hand_is_never_one_that_is_gone),
        TEST(keys_at_hand_are_told_apart),
        TEST(a_key_that_nothing_needs_is_swept_at_the_start),
        TEST(a_key_that_nothing_needs_is_replaced_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
