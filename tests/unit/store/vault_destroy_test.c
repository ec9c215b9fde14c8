/* Destroying keys: what they sealed is gone from every copy, and all else stays. */
#include "daemon/store/vault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/pair.h"

/* Five values under five keys. */
enum { CONTACT, NOTE_NOVEMBER, NOTE_DECEMBER, OTHER_CONTACT, OF_THE_HOUSE, VALUES };

static const struct {
    struct seal_scope scope;
    const char *text;
} sealed[VALUES] = {
    [CONTACT] = {{7, "contact", ""}, "555 0107"},
    [NOTE_NOVEMBER] = {{7, "note", "2026-11"}, "late, with leave"},
    [NOTE_DECEMBER] = {{7, "note", "2026-12"}, "on time"},
    [OTHER_CONTACT] = {{8, "contact", ""}, "555 0108"},
    [OF_THE_HOUSE] = {{0, "note", "2026-11"}, "the boiler is mended"},
};

static void seal_all(struct pair *pair, struct bytes values[VALUES])
{
    assert_int_equal(db_begin_write(pair->record), 0);
    for (int i = 0; i < VALUES; i++)
        values[i] = seal(pair, sealed[i].scope.person, sealed[i].scope.class,
                         sealed[i].scope.period, sealed[i].text);
    commit(pair);
}

static void clear_all(struct bytes values[VALUES])
{
    for (int i = 0; i < VALUES; i++)
        bytes_clear(&values[i]);
}

/* Which of them cannot be opened, as a set of bits. */
static unsigned closed(struct files *files, struct pair *pair, const struct bytes values[VALUES])
{
    unsigned set = 0;
    for (int i = 0; i < VALUES; i++) {
        const char *text = NULL;
        int failure = unseal(pair, &values[i], &files->arena, &text);
        if (failure == 0)
            assert_string_equal(text, sealed[i].text);
        else
            assert_int_equal(failure, -ENOKEY);
        set |= failure < 0 ? 1u << i : 0;
    }
    return set;
}

static int64_t destroy(struct pair *pair, const struct seal_scope *scope)
{
    int64_t count = -1;
    assert_int_equal(db_begin_write(pair->record), 0);
    assert_int_equal(vault_destroy(pair->vault, scope, NOW + 60, &count), 0);
    commit(pair);
    return count;
}

/* design: "erases those values from every copy": an older kith.db beside today's keys.db opens,
 * without them. */
static void an_older_record_is_restored_without_what_was_destroyed(void **state)
{
    struct files *files = *state;
    struct bytes values[VALUES] = {0};
    struct pair pair = open_both(files);
    seal_all(&pair, values);
    close_both(&pair);
    files_copy(files, "kith.db", "older.db");
    pair = open_both(files);
    assert_int_equal(destroy(&pair, &sealed[CONTACT].scope), 1);
    assert_int_equal(vault_bury(pair.vault), 0);
    close_both(&pair);
    files_copy(files, "older.db", "kith.db");
    for (int opened = 0; opened < 2; opened++) {
        pair = open_both(files);
        assert_int_equal(closed(files, &pair, values), 1u << CONTACT);
        close_both(&pair);
    }
    /* What is sealed from now on has a key that exists. */
    const struct seal_scope *scope = &sealed[CONTACT].scope;
    pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, scope->person, scope->class, scope->period, "555 0103");
    commit(&pair);
    assert_opens(files, &pair, &value, "555 0103");
    close_both(&pair);
    bytes_clear(&value);
    clear_all(values);
}

/* design: "deleting it erases those values from every copy of kith.db" */
static void what_a_destroyed_key_sealed_is_gone_and_the_rest_stays(void **state)
{
    struct files *files = *state;
    static const struct {
        struct seal_scope scope;
        unsigned gone;
        int64_t count;
    } cases[] = {
        {{7, "note", "2026-11"}, 1u << NOTE_NOVEMBER, 1},
        {{7, "note", NULL}, 1u << NOTE_NOVEMBER | 1u << NOTE_DECEMBER, 2},
        {{7, NULL, NULL}, 1u << CONTACT | 1u << NOTE_NOVEMBER | 1u << NOTE_DECEMBER, 3},
        {{7, NULL, "2026-11"}, 1u << NOTE_NOVEMBER, 1},
        {{0, "note", "2026-11"}, 1u << OF_THE_HOUSE, 1},
        {{9, NULL, NULL}, 0, 0},
        {{7, "contact", "2026-11"}, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bytes values[VALUES] = {{0}};
        struct pair pair = open_both(files);
        seal_all(&pair, values);
        assert_int_equal(destroy(&pair, &cases[i].scope), cases[i].count);
        assert_int_equal(vault_bury(pair.vault), 0);
        assert_int_equal(closed(files, &pair, values), cases[i].gone);
        close_both(&pair);
        pair = open_both(files);
        assert_int_equal(closed(files, &pair, values), cases[i].gone);
        close_both(&pair);
        clear_all(values);
        assert_int_equal(unlink(files_path(files, "keys.db")), 0);
        assert_int_equal(unlink(files_path(files, "kith.db")), 0);
    }
}

static const char *keys_as_they_stand(struct files *files, const char *but)
{
    return files_value(
        files, "keys.db",
        arena_format(&files->arena,
                     "select (select group_concat(name || hex(wrapped)) from secret) ||"
                     " (select group_concat(id || hex(wrapped)) from key where id not in (%s))",
                     but));
}

static void no_other_key_is_touched(void **state)
{
    struct files *files = *state;
    struct bytes values[VALUES] = {{0}};
    struct pair pair = open_both(files);
    seal_all(&pair, values);
    const char *before = keys_as_they_stand(files, "2, 3");
    assert_int_equal(destroy(&pair, &(struct seal_scope){7, "note", NULL}), 2);
    assert_int_equal(vault_bury(pair.vault), 0);
    close_both(&pair);
    assert_string_equal(keys_as_they_stand(files, "0"), before);
    clear_all(values);
}

static bool stands_in(struct files *files, const char *name, const void *bytes, size_t count)
{
    size_t length = 0;
    const unsigned char *data = files_read(files, name, &length);
    return memmem(data, length, bytes, count) != NULL;
}

static void the_bytes_of_a_destroyed_key_are_gone_from_the_file(void **state)
{
    struct files *files = *state;
    struct bytes values[VALUES] = {{0}};
    unsigned char wrapped[61];
    struct pair pair = open_both(files);
    seal_all(&pair, values);
    const char *hex = files_value(files, "keys.db", "select hex(wrapped) from key where id = 1");
    for (size_t i = 0; i < sizeof wrapped; i++) {
        char pair_of_digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        wrapped[i] = (unsigned char)strtoul(pair_of_digits, NULL, 16);
    }
    assert_true(stands_in(files, "keys.db", wrapped, sizeof wrapped));
    assert_int_equal(destroy(&pair, &sealed[CONTACT].scope), 1);
    assert_int_equal(vault_bury(pair.vault), 0);
    assert_false(stands_in(files, "keys.db", wrapped, sizeof wrapped));
    assert_false(files_exists(files, "keys.db-journal") &&
                 stands_in(files, "keys.db-journal", wrapped, sizeof wrapped));
    close_both(&pair);
    clear_all(values);
}

/* design: "a tombstone in kith.db first, then the key; every start replays tombstones" */
static void a_tombstone_without_its_funeral_is_replayed_at_the_start(void **state)
{
    struct files *files = *state;
    struct bytes values[VALUES] = {{0}};
    struct pair pair = open_both(files);
    seal_all(&pair, values);
    assert_int_equal(destroy(&pair, &sealed[CONTACT].scope), 1);
    assert_int_equal(closed(files, &pair, values), 0);
    close_both(&pair);
    pair = open_both(files);
    assert_int_equal(closed(files, &pair, values), 1u << CONTACT);
    close_both(&pair);
    clear_all(values);
}

static void keys_from_a_backup_are_destroyed_again(void **state)
{
    struct files *files = *state;
    struct bytes values[VALUES] = {{0}};
    struct pair pair = open_both(files);
    seal_all(&pair, values);
    files_copy(files, "keys.db", "backup.db");
    assert_int_equal(destroy(&pair, &sealed[CONTACT].scope), 1);
    assert_int_equal(vault_bury(pair.vault), 0);
    close_both(&pair);
    files_copy(files, "backup.db", "keys.db");
    pair = open_both(files);
    assert_int_equal(closed(files, &pair, values), 1u << CONTACT);
    close_both(&pair);
    assert_string_equal(files_value(files, "keys.db", "select count(*) from key where id = 1"),
                        "0");
    clear_all(values);
}

static void what_was_not_committed_destroys_nothing(void **state)
{
    struct files *files = *state;
    struct bytes values[VALUES] = {{0}};
    int64_t count = 0;
    struct pair pair = open_both(files);
    seal_all(&pair, values);
    assert_int_equal(db_begin_write(pair.record), 0);
    assert_int_equal(vault_destroy(pair.vault, &sealed[CONTACT].scope, NOW, &count), 0);
    assert_int_equal(count, 1);
    db_rollback(pair.record);
    assert_int_equal(vault_bury(pair.vault), 0);
    close_both(&pair);
    pair = open_both(files);
    assert_int_equal(closed(files, &pair, values), 0);
    close_both(&pair);
    clear_all(values);
}

static void a_key_is_destroyed_once_and_the_next_one_is_new(void **state)
{
    struct files *files = *state;
    struct bytes values[VALUES] = {{0}};
    struct pair pair = open_both(files);
    seal_all(&pair, values);
    assert_int_equal(destroy(&pair, &sealed[CONTACT].scope), 1);
    assert_int_equal(destroy(&pair, &sealed[CONTACT].scope), 0);
    assert_int_equal(vault_bury(pair.vault), 0);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes again = seal(&pair, 7, "contact", "", "555 0999");
    commit(&pair);
    close_both(&pair);
    pair = open_both(files);
    assert_opens(files, &pair, &again, "555 0999");
    assert_int_equal(closed(files, &pair, values), 1u << CONTACT);
    bytes_clear(&again);
    clear_all(values);
    close_both(&pair);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_older_record_is_restored_without_what_was_destroyed),
        TEST(what_a_destroyed_key_sealed_is_gone_and_the_rest_stays),
        TEST(no_other_key_is_touched),
        TEST(the_bytes_of_a_destroyed_key_are_gone_from_the_file),
        TEST(a_tombstone_without_its_funeral_is_replayed_at_the_start),
        TEST(keys_from_a_backup_are_destroyed_again),
        TEST(what_was_not_committed_destroys_nothing),
        TEST(a_key_is_destroyed_once_and_the_next_one_is_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
