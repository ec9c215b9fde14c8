/* Opening the file, who else may have it, and how SQLite is set. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "daemon/store/internal.h"
#include "tests/unit/store/shelf.h"

/* --- Opening ---------------------------------------------------------------------------------- */

/* issue 2: "a database that is not ours ... : a clear error" */
static void a_file_that_is_no_database_is_refused_and_left_as_it_is(void **state)
{
    struct files *files = *state;
    static const char words[] = "Dear diary, today I washed the dishes. ";
    char letter[4096];
    for (size_t i = 0; i < sizeof letter; i++)
        letter[i] = words[i % (sizeof words - 1)];
    static const size_t lengths[] = {2, 15, 16, 100, 511, 512, 1024, 4096};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const char *reason = NULL;
        size_t length = 0;
        files_write(files, "t.db", letter, lengths[i]);
        assert_int_equal(files_refused(files, "t.db", &kind, &reason), -EPROTO);
        assert_contains(reason, "t.db is not a database of kith");
        assert_memory_equal(files_read(files, "t.db", &length), letter, lengths[i]);
        assert_int_equal(length, lengths[i]);
    }
}

static void an_empty_file_is_a_new_one(void **state)
{
    struct files *files = *state;
    files_write(files, "t.db", "", 0);
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(add_box(db, "tea"), 0);
    db_close(db);
}

static void a_folder_is_refused(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    assert_int_equal(mkdir(files_path(files, "t.db"), 0700), 0);
    assert_int_equal(files_refused(files, "t.db", &kind, &reason), -EIO);
    assert_contains(reason, "t.db cannot be opened");
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    assert_int_equal(files_refused(files, "no/t.db", &kind, &reason), -ENOENT);
    assert_contains(reason, "no/t.db.lock cannot be opened: No such file or directory");
}

static void a_link_is_not_followed(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    db_close(files_open(files, "t.db", &kind));
    assert_int_equal(symlink(files_path(files, "t.db"), files_path(files, "link.db")), 0);
    assert_int_equal(files_refused(files, "link.db", &kind, &reason), -EIO);
    assert_contains(reason, "link.db cannot be opened");
}

/* Opens as a user who may only do what the modes allow, and tells what came of it. */
static int open_as_nobody(struct files *files, const char *name, const char **ret_reason)
{
    int ends[2];
    char reason[256];
    int failure = 1;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct db *db = NULL;
        const char *why = "";
        if (getuid() == 0 && setresuid(65534, 65534, 65534) < 0)
            _exit(1);
        failure = db_open(files_path(files, name), &kind, &files->arena, &db, &why);
        bool told = write(ends[1], &failure, sizeof failure) == (ssize_t)sizeof failure &&
                    write(ends[1], why, strlen(why)) == (ssize_t)strlen(why);
        _exit(told ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(close(ends[1]), 0);
    assert_int_equal(read(ends[0], &failure, sizeof failure), sizeof failure);
    ssize_t length = read(ends[0], reason, sizeof reason - 1);
    assert_true(length >= 0);
    reason[length] = '\0';
    assert_int_equal(close(ends[0]), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    *ret_reason = arena_text(&files->arena, reason);
    return failure;
}

/* issue 2: "a read-only database ... : a clear error" */
static void a_file_that_may_only_be_read_is_refused(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    db_close(files_open(files, "t.db", &kind_without_wal));
    files_sql(files, "t.db", "pragma journal_mode = delete");
    assert_int_equal(unlink(files_path(files, "t.db.lock")), 0);
    assert_int_equal(chmod(files->folder, 0777), 0);
    assert_int_equal(chmod(files_path(files, "t.db"), 0444), 0);
    assert_int_equal(open_as_nobody(files, "t.db", &reason), -EROFS);
    assert_contains(reason, "t.db can be read but not written");
}

static void a_file_that_may_not_be_opened_is_refused(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    db_close(files_open(files, "t.db", &kind));
    assert_int_equal(unlink(files_path(files, "t.db.lock")), 0);
    assert_int_equal(chmod(files->folder, 0777), 0);
    assert_int_equal(chmod(files_path(files, "t.db"), 0), 0);
    assert_int_equal(open_as_nobody(files, "t.db", &reason), -EACCES);
    assert_contains(reason, "t.db cannot be opened");
}

static void a_lock_that_may_not_be_taken_is_named(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    db_close(files_open(files, "t.db", &kind));
    assert_int_equal(chmod(files->folder, 0755), 0);
    assert_int_equal(chmod(files_path(files, "t.db.lock"), 0), 0);
    assert_int_equal(open_as_nobody(files, "t.db", &reason), -EACCES);
    assert_contains(reason, "t.db.lock cannot be opened: Permission denied");
}

static void a_file_with_a_broken_first_page_is_refused(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    size_t length = 0;
    db_close(files_open(files, "t.db", &kind));
    unsigned char *data = files_read(files, "t.db", &length);
    memset(data + 100, 0xff, 200);
    files_write(files, "t.db", data, length);
    assert_int_equal(files_refused(files, "t.db", &kind, &reason), -EIO);
    assert_contains(reason, "t.db cannot be opened: database disk image is malformed");
}

/* issue 2: "A second daemon on the same database refuses to start and says who holds it." */
static void a_second_process_is_told_who_holds_it(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    int ready[2];
    int leave[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(leave), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct db *db = NULL;
        /* So that it ends with its parent, whatever becomes of that. */
        (void)close(leave[1]);
        bool opened = db_open(files_path(files, "t.db"), &kind, &files->arena, &db, &reason) == 0 &&
                      write(ready[1], "", 1) == 1 && read(leave[0], &byte, 1) == 1;
        _exit(opened ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(files_refused(files, "t.db", &kind, &reason), -EBUSY);
    assert_contains(reason,
                    arena_format(&files->arena, "t.db is held by process %ld", (long)child));
    assert_int_equal(write(leave[1], "", 1), 1);
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(close(ready[i]), 0);
        assert_int_equal(close(leave[i]), 0);
    }
    /* It died without a farewell, and its lock went with it. */
    db_close(files_open(files, "t.db", &kind));
}

static void a_refusal_lets_go_of_the_lock(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    files_write(files, "t.db", "not a database", 14);
    assert_int_equal(files_refused(files, "t.db", &kind, &reason), -EPROTO);
    assert_int_equal(unlink(files_path(files, "t.db")), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct db *db = NULL;
        _exit(db_open(files_path(files, "t.db"), &kind, &files->arena, &db, &reason) == 0 ? 0 : 1);
    }
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* issue 2: "After an unclean stop a quick check runs" */
static void a_stop_that_was_not_clean_is_noticed_and_loses_nothing(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_false(db_was_unclean(db));
    assert_int_equal(add_box(db, "tea"), 0);
    /* What a crash would leave behind. */
    files_copy(files, "t.db", "crashed.db");
    files_copy(files, "t.db-wal", "crashed.db-wal");
    db_close(db);
    db = files_open(files, "crashed.db", &kind);
    assert_true(db_was_unclean(db));
    assert_int_equal(count_boxes(db), 1);
    db_close(db);
    db = files_open(files, "crashed.db", &kind);
    assert_false(db_was_unclean(db));
    db_close(db);
    db = files_open(files, "t.db", &kind);
    assert_false(db_was_unclean(db));
    assert_int_equal(count_boxes(db), 1);
    db_close(db);
}

static void closing_nothing_is_harmless(void **state)
{
    (void)state;
    db_close(NULL);
}

/* --- SQLite's own defences ----------------------------------------------------------------------
 */

static void a_reference_to_nothing_is_refused(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_true(run(db, "insert into lid (box) values (7)") < 0);
    assert_int_equal(run(db, "insert into box (id, name) values (7, 'tea')"), 0);
    assert_int_equal(run(db, "insert into lid (box) values (7)"), 0);
    db_close(db);
}

static void a_value_of_the_wrong_kind_is_refused(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_true(run(db, "insert into box (name, size) values ('tea', 'large')") < 0);
    assert_int_equal(count_boxes(db), 0);
    db_close(db);
}

static void what_is_deleted_is_overwritten(void **state)
{
    struct files *files = *state;
    size_t length = 0;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(add_box(db, "a-very-secret-name"), 0);
    assert_int_equal(db_checkpoint(db), 0);
    const unsigned char *data = files_read(files, "t.db", &length);
    assert_non_null(memmem(data, length, "a-very-secret-name", 18));
    assert_int_equal(run(db, "delete from box"), 0);
    db_close(db);
    data = files_read(files, "t.db", &length);
    assert_null(memmem(data, length, "a-very-secret-name", 18));
}

static void the_settings_are_those_of_the_design(void **state)
{
    struct files *files = *state;
    static const struct {
        const char *pragma;
        int64_t value;
    } settings[] = {
        {"pragma synchronous", 2},
        {"pragma foreign_keys", 1},
        {"pragma trusted_schema", 0},
        {"pragma secure_delete", 1},
        {"pragma temp_store", 2},
        {"pragma busy_timeout", 5000},
        {"pragma mmap_size", 0},
        {"pragma cell_size_check", 1},
        {"pragma wal_autocheckpoint", 4000},
        {"pragma cache_size", -16384},
    };
    struct db *db = files_open(files, "t.db", &kind);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct query q = query_start(db, settings[i].pragma);
        /* Where there is nothing to map, the pragma has no row. */
        int64_t value = query_next(&q) > 0 ? column_int(&q) : 0;
        assert_int_equal(value, settings[i].value);
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

/* design: "keys.db (not WAL)": its journal is synced with its folder. */
static void the_keys_have_settings_of_their_own(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "keys.db", &keys_kind);
    struct query q = query_start(db, "pragma synchronous");
    assert_int_equal(query_next(&q), 1);
    assert_int_equal(column_int(&q), 3);
    assert_int_equal(query_end(&q), 0);
    q = query_start(db, "pragma journal_mode");
    assert_int_equal(query_next(&q), 1);
    assert_string_equal(column_borrow(&q), "truncate");
    assert_int_equal(query_end(&q), 0);
    db_close(db);
}

static void no_other_file_can_be_attached(void **state)
{
    struct files *files = *state;
    db_close(files_open(files, "other.db", &kind));
    struct db *db = files_open(files, "t.db", &kind);
    struct query q = query_start(db, "attach ?1 as other");
    query_text(&q, files_path(files, "other.db"));
    assert_true(query_run(&q) < 0);
    db_close(db);
}

static void the_schema_cannot_be_written(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(db_execute(db, "pragma writable_schema = on"), 0);
    assert_int_equal(db_execute(db, "delete from sqlite_schema"), -EIO);
    assert_int_equal(count_boxes(db), 0);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_no_database_is_refused_and_left_as_it_is),
        TEST(an_empty_file_is_a_new_one),
        TEST(a_folder_is_refused),
        TEST(a_folder_that_is_not_there_is_named),
        TEST(a_link_is_not_followed),
        TEST(a_file_that_may_only_be_read_is_refused),
        TEST(a_file_that_may_not_be_opened_is_refused),
        TEST(a_lock_that_may_not_be_taken_is_named),
        TEST(a_file_with_a_broken_first_page_is_refused),
        TEST(a_second_process_is_told_who_holds_it),
        TEST(a_refusal_lets_go_of_the_lock),
        TEST(a_stop_that_was_not_clean_is_noticed_and_loses_nothing),
        TEST(closing_nothing_is_harmless),
        TEST(a_reference_to_nothing_is_refused),
        TEST(a_value_of_the_wrong_kind_is_refused),
        TEST(what_is_deleted_is_overwritten),
        TEST(the_settings_are_those_of_the_design),
        TEST(the_keys_have_settings_of_their_own),
        TEST(no_other_file_can_be_attached),
        TEST(the_schema_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
