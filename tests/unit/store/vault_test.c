/* keys.db beside kith.db: what opens, what is refused, what heals. */
#include "daemon/store/vault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/house.h"
#include "tests/unit/store/pair.h"

static void add_house(struct db *record)
{
    struct house house = {.handle = "maple", .name = "Maple", .zone = "UTC", .added_at = NOW};
    assert_int_equal(house_insert(record, &house, &house.id), 0);
}

/* --- Opening
 * -------------------------------------------------------------------------------------- */

static void two_new_files_get_to_know_each_other(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    char origin[32];
    unsigned char pepper[32];
    (void)snprintf(origin, sizeof origin, "%s", vault_origin(pair.vault));
    memcpy(pepper, vault_pepper(pair.vault), sizeof pepper);
    assert_int_equal(strlen(origin), 5 + 16);
    assert_memory_equal(origin, "kith/", 5);
    close_both(&pair);
    const char *name =
        files_value(files, "kith.db", "select value from meta where name = 'record'");
    assert_string_equal(name, origin + 5);
    assert_string_equal(
        files_value(files, "keys.db", "select value from meta where name = 'record'"), name);
    pair = open_both(files);
    assert_string_equal(vault_origin(pair.vault), origin);
    assert_memory_equal(vault_pepper(pair.vault), pepper, sizeof pepper);
    close_both(&pair);
}

static void no_secret_stands_in_the_clear(void **state)
{
    struct files *files = *state;
    unsigned char pepper[32];
    size_t length = 0;
    struct pair pair = open_both(files);
    memcpy(pepper, vault_pepper(pair.vault), sizeof pepper);
    close_both(&pair);
    const unsigned char *data = files_read(files, "keys.db", &length);
    assert_null(memmem(data, length, pepper, sizeof pepper));
    assert_null(memmem(data, length, master, sizeof master));
    assert_string_equal(files_value(files, "keys.db", "select group_concat(name) from secret"),
                        "pepper,signature");
}

static void another_master_key_is_refused(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    struct pair pair = open_both(files);
    close_both(&pair);
    assert_int_equal(refused(files, "kith.db", "keys.db", other_master, &reason), -ENOKEY);
    assert_contains(reason, "keys.db was locked with another master key");
    pair = open_both(files);
    close_both(&pair);
}

/* issue 2: "keys of another house ... : a clear error" */
static void the_keys_of_another_record_are_refused_and_stay_as_they_are(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    size_t length = 0;
    size_t after_length = 0;
    struct pair pair = open_both(files);
    close_both(&pair);
    assert_int_equal(try_open(files, "oak.db", "oak-keys.db", master, &pair, &reason), 0);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, 7, "contact", "", "555 0101");
    commit(&pair);
    bytes_clear(&value);
    close_both(&pair);
    const unsigned char *before = files_read(files, "oak-keys.db", &length);
    assert_int_equal(refused(files, "kith.db", "oak-keys.db", master, &reason), -EPROTO);
    assert_contains(reason, "oak-keys.db belongs to another record");
    const unsigned char *after = files_read(files, "oak-keys.db", &after_length);
    assert_int_equal(after_length, length);
    assert_memory_equal(after, before, length);
}

/* issue 2: "keys missing ... : a clear error"; design: "A daemon with data but no key refuses" */
static void a_record_whose_keys_are_lost_is_refused(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    struct pair pair = open_both(files);
    add_house(pair.record);
    close_both(&pair);
    assert_int_equal(rename(files_path(files, "keys.db"), files_path(files, "kept.db")), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(refused(files, "kith.db", "keys.db", master, &reason), -EPROTO);
        assert_contains(reason, "keys.db has no keys, but the record has data");
    }
    assert_int_equal(rename(files_path(files, "kept.db"), files_path(files, "keys.db")), 0);
    pair = open_both(files);
    close_both(&pair);
}

/* The record was never used, but it knows the name of its keys. */
static void a_record_that_knows_its_keys_waits_for_them(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    struct pair pair = open_both(files);
    close_both(&pair);
    assert_int_equal(unlink(files_path(files, "keys.db")), 0);
    assert_int_equal(refused(files, "kith.db", "keys.db", master, &reason), -EPROTO);
    assert_contains(reason, "keys.db has no keys");
}

static void a_record_with_data_that_knows_no_keys_takes_none(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    struct pair pair = open_both(files);
    add_house(pair.record);
    close_both(&pair);
    files_sql(files, "kith.db", "delete from meta");
    assert_int_equal(refused(files, "kith.db", "keys.db", master, &reason), -EPROTO);
    assert_contains(reason, "keys.db belongs to another record");
}

/* The first start died between the two commits. */
static void keys_that_were_made_before_a_crash_are_adopted(void **state)
{
    struct files *files = *state;
    struct pair pair = open_both(files);
    const char *origin = arena_text(&files->arena, vault_origin(pair.vault));
    close_both(&pair);
    files_sql(files, "kith.db", "delete from meta");
    pair = open_both(files);
    assert_string_equal(vault_origin(pair.vault), origin);
    close_both(&pair);
    assert_string_equal(
        files_value(files, "kith.db", "select value from meta where name = 'record'"), origin + 5);
}

/* The keys are all that is left to open a backup with. */
static void a_lost_record_does_not_take_its_keys_along(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    struct bytes value = seal(&pair, 7, "contact", "", "555 0101");
    commit(&pair);
    close_both(&pair);
    assert_int_equal(rename(files_path(files, "kith.db"), files_path(files, "backup.db")), 0);
    assert_int_equal(refused(files, "kith.db", "keys.db", master, &reason), -EPROTO);
    assert_contains(reason, "keys.db holds keys, but the record is new");
    assert_int_equal(rename(files_path(files, "backup.db"), files_path(files, "kith.db")), 0);
    pair = open_both(files);
    assert_opens(files, &pair, &value, "555 0101");
    bytes_clear(&value);
    close_both(&pair);
}

static void a_record_that_needs_more_keys_than_there_are_is_refused(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    struct pair pair = open_both(files);
    assert_int_equal(db_begin_write(pair.record), 0);
    for (int person = 1; person <= 5; person++) {
        struct bytes value = seal(&pair, person, "contact", "", "555 0101");
        bytes_clear(&value);
    }
    commit(&pair);
    close_both(&pair);
    static const struct {
        const char *loss;
        const char *said;
    } losses[] = {
        {"delete from key where id = 5", "lacks 1 keys that the record needs"},
        {"delete from key where id = 1", "lacks 2 keys that the record needs"},
        {"delete from key where id = 3", "lacks 3 keys that the record needs"},
        {"delete from key", "lacks 5 keys that the record needs"},
    };
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        files_sql(files, "keys.db", losses[i].loss);
        assert_int_equal(refused(files, "kith.db", "keys.db", master, &reason), -EPROTO);
        assert_contains(reason, losses[i].said);
    }
}

static void damaged_secrets_are_named(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    static const char *const damages[] = {
        "update secret set wrapped = x'00' where name = 'pepper'",
        "delete from secret where name = 'signature'",
        "update secret set wrapped = (select wrapped from secret where name = 'signature')",
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct pair pair = open_both(files);
        close_both(&pair);
        files_sql(files, "keys.db", damages[i]);
        assert_true(refused(files, "kith.db", "keys.db", master, &reason) < 0);
        assert_contains(reason, "keys.db is damaged; restore it from a backup");
        assert_int_equal(unlink(files_path(files, "keys.db")), 0);
        assert_int_equal(unlink(files_path(files, "kith.db")), 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_new_files_get_to_know_each_other),
        TEST(no_secret_stands_in_the_clear),
        TEST(another_master_key_is_refused),
        TEST(the_keys_of_another_record_are_refused_and_stay_as_they_are),
        TEST(a_record_whose_keys_are_lost_is_refused),
        TEST(a_record_that_knows_its_keys_waits_for_them),
        TEST(a_record_with_data_that_knows_no_keys_takes_none),
        TEST(keys_that_were_made_before_a_crash_are_adopted),
        TEST(a_lost_record_does_not_take_its_keys_along),
        TEST(a_record_that_needs_more_keys_than_there_are_is_refused),
        TEST(damaged_secrets_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
