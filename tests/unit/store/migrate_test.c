/* Migrations: each once, all or nothing, and a copy before they touch what is there. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/files.h"

static const struct embedded first[] = {
    {"001_first.sql", "create table thing (id integer primary key, name text not null) strict;"},
    {NULL, NULL},
};
static const struct embedded first_and_second[] = {
    {"001_first.sql", "create table thing (id integer primary key, name text not null) strict;"},
    {"002_second.sql", "alter table thing add column colour text;"
                       " update thing set colour = 'blue';"},
    {NULL, NULL},
};
static const struct embedded second_is_wrong[] = {
    {"001_first.sql", "create table thing (id integer primary key, name text not null) strict;"},
    {"002_second.sql", "alter table thing add column colour text;"
                       " update thing set color_that_is_not_there = 'blue';"},
    {NULL, NULL},
};

/* 0x74657374 is "test". */
static const struct db_kind old_kind = {"things", 0x74657374, first, true};
static const struct db_kind new_kind = {"things", 0x74657374, first_and_second, true};
static const struct db_kind wrong_kind = {"things", 0x74657374, second_is_wrong, true};
static const struct db_kind new_kind_without_wal = {"things", 0x74657374, first_and_second, false};

/* A file of the first version with one row. */
static void make_old(struct files *files)
{
    db_close(files_open(files, "t.db", &old_kind));
    files_sql(files, "t.db", "insert into thing (name) values ('kettle')");
}

static void a_new_file_gets_every_migration_and_no_copy(void **state)
{
    struct files *files = *state;
    db_close(files_open(files, "t.db", &new_kind));
    assert_string_equal(files_value(files, "t.db", "pragma user_version"), "2");
    assert_string_equal(files_value(files, "t.db", "pragma application_id"), "1952805748");
    assert_string_equal(
        files_value(files, "t.db", "select group_concat(name) from pragma_table_info('thing')"),
        "id,name,colour");
    assert_false(files_exists(files, "t.db.before-1"));
    assert_false(files_exists(files, "t.db.before-2"));
}

static void the_record_and_the_keys_say_what_they_are(void **state)
{
    struct files *files = *state;
    db_close(files_open(files, "kith.db", &record_kind));
    db_close(files_open(files, "keys.db", &keys_kind));
    assert_string_equal(files_value(files, "kith.db", "pragma application_id"), "1802073192");
    assert_string_equal(files_value(files, "keys.db", "pragma application_id"), "1802200441");
    assert_string_equal(files_value(files, "kith.db", "pragma journal_mode"), "wal");
    assert_string_equal(files_value(files, "keys.db", "pragma journal_mode"), "delete");
    assert_string_equal(files_value(files, "kith.db",
                                    "select count(*) from sqlite_schema where type = 'table' and"
                                    " sql not like '%strict%' and name not like 'sqlite%'"),
                        "0");
    assert_string_equal(files_value(files, "keys.db",
                                    "select count(*) from sqlite_schema where type = 'table' and"
                                    " sql not like '%strict%' and name not like 'sqlite%'"),
                        "0");
}

static void opening_again_changes_nothing(void **state)
{
    struct files *files = *state;
    db_close(files_open(files, "t.db", &new_kind));
    const char *before = files_value(files, "t.db", "pragma schema_version");
    db_close(files_open(files, "t.db", &new_kind));
    assert_string_equal(files_value(files, "t.db", "pragma schema_version"), before);
    assert_false(files_exists(files, "t.db.before-2"));
    assert_false(files_exists(files, "t.db.before-3"));
}

/* platform 4.2: "a copy by VACUUM INTO before migrating" */
static void what_is_there_is_copied_and_then_brought_up_to_date(void **state)
{
    struct files *files = *state;
    make_old(files);
    struct db *db = files_open(files, "t.db", &new_kind);
    db_close(db);
    assert_string_equal(files_value(files, "t.db", "pragma user_version"), "2");
    assert_string_equal(files_value(files, "t.db", "select name || colour from thing"),
                        "kettleblue");
    assert_true(files_exists(files, "t.db.before-2"));
    assert_string_equal(files_value(files, "t.db.before-2", "pragma user_version"), "1");
    assert_string_equal(files_value(files, "t.db.before-2", "select name from thing"), "kettle");
    db_close(files_open(files, "t.db.before-2", &old_kind));
}

static void a_file_without_a_wal_is_copied_too(void **state)
{
    struct files *files = *state;
    make_old(files);
    files_sql(files, "t.db", "pragma journal_mode = delete");
    db_close(files_open(files, "t.db", &new_kind_without_wal));
    assert_string_equal(files_value(files, "t.db.before-2", "select name from thing"), "kettle");
    assert_string_equal(files_value(files, "t.db", "select colour from thing"), "blue");
}

static void an_older_copy_of_the_same_migration_is_replaced(void **state)
{
    struct files *files = *state;
    make_old(files);
    files_write(files, "t.db.before-2", "left over", 9);
    db_close(files_open(files, "t.db", &new_kind));
    assert_string_equal(files_value(files, "t.db.before-2", "select name from thing"), "kettle");
}

static void a_migration_that_fails_changes_nothing(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    make_old(files);
    assert_int_equal(files_refused(files, "t.db", &wrong_kind, &reason), -EIO);
    assert_contains(reason, "t.db could not be brought up to date");
    assert_string_equal(files_value(files, "t.db", "pragma user_version"), "1");
    assert_string_equal(
        files_value(files, "t.db", "select group_concat(name) from pragma_table_info('thing')"),
        "id,name");
    struct db *db = files_open(files, "t.db", &new_kind);
    db_close(db);
    assert_string_equal(files_value(files, "t.db", "select colour from thing"), "blue");
}

static void a_first_migration_that_fails_leaves_a_file_to_begin_with(void **state)
{
    struct files *files = *state;
    static const struct embedded wrong[] = {
        {"001.sql", "create table thing (id integer primary key) strict; create table;"},
        {NULL, NULL},
    };
    static const struct db_kind kind = {"things", 0x74657374, wrong, true};
    const char *reason = NULL;
    assert_int_equal(files_refused(files, "t.db", &kind, &reason), -EIO);
    assert_string_equal(files_value(files, "t.db", "select count(*) from sqlite_schema"), "0");
    db_close(files_open(files, "t.db", &new_kind));
}

static void a_copy_that_cannot_be_made_stops_the_migration(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    make_old(files);
    assert_int_equal(mkdir(files_path(files, "t.db.before-2"), 0700), 0);
    assert_true(files_refused(files, "t.db", &new_kind, &reason) < 0);
    assert_contains(reason, "t.db could not be copied before its migration");
    assert_string_equal(files_value(files, "t.db", "pragma user_version"), "1");
}

/* issue 2: "a newer database ... : a clear error" */
static void a_newer_file_is_refused_and_left_as_it_is(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    size_t before_length = 0;
    size_t after_length = 0;
    db_close(files_open(files, "t.db", &new_kind));
    files_sql(files, "t.db", "pragma journal_mode = delete");
    const unsigned char *before = files_read(files, "t.db", &before_length);
    assert_int_equal(files_refused(files, "t.db", &old_kind, &reason), -EPROTO);
    assert_contains(reason, "t.db was written by a newer kith");
    const unsigned char *after = files_read(files, "t.db", &after_length);
    assert_int_equal(after_length, before_length);
    assert_memory_equal(after, before, before_length);
    assert_false(files_exists(files, "t.db.before-2"));
}

/* issue 2: "a database that is not ours ... : a clear error" */
static void another_programs_file_is_refused_and_left_as_it_is(void **state)
{
    struct files *files = *state;
    static const char *const strangers[] = {
        "create table note (text); pragma application_id = 252006673; pragma user_version = 1",
        "create table note (text)",
        "pragma user_version = 1",
        "pragma application_id = 252006673",
    };
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        const char *reason = NULL;
        size_t before_length = 0;
        size_t after_length = 0;
        const char *name = arena_format(&files->arena, "stranger-%zu.db", i);
        files_sql(files, name, strangers[i]);
        const unsigned char *before = files_read(files, name, &before_length);
        assert_int_equal(files_refused(files, name, &old_kind, &reason), -EPROTO);
        assert_contains(reason, "is not a database of kith");
        const unsigned char *after = files_read(files, name, &after_length);
        assert_int_equal(after_length, before_length);
        assert_memory_equal(after, before, before_length);
    }
}

/* issue 2: "keys of another house"; here one of our files in the other's place */
static void the_keys_are_not_taken_for_the_record(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    db_close(files_open(files, "keys.db", &keys_kind));
    assert_int_equal(files_refused(files, "keys.db", &record_kind, &reason), -EPROTO);
    assert_string_equal(files_value(files, "keys.db", "pragma journal_mode"), "delete");
    db_close(files_open(files, "keys.db", &keys_kind));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_file_gets_every_migration_and_no_copy),
        TEST(the_record_and_the_keys_say_what_they_are),
        TEST(opening_again_changes_nothing),
        TEST(what_is_there_is_copied_and_then_brought_up_to_date),
        TEST(a_file_without_a_wal_is_copied_too),
        TEST(an_older_copy_of_the_same_migration_is_replaced),
        TEST(a_migration_that_fails_changes_nothing),
        TEST(a_first_migration_that_fails_leaves_a_file_to_begin_with),
        TEST(a_copy_that_cannot_be_made_stops_the_migration),
        TEST(a_newer_file_is_refused_and_left_as_it_is),
        TEST(another_programs_file_is_refused_and_left_as_it_is),
        TEST(the_keys_are_not_taken_for_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
