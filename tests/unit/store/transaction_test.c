/* Transactions, savepoints, and how a slice of work is counted. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "tests/unit/store/shelf.h"

/* --- Transactions -------------------------------------------------------------------------------
 */

static void what_is_committed_stays_and_what_is_rolled_back_goes(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(db_begin_write(db), 0);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_int_equal(db_last_id(db), 1);
    assert_int_equal(db_changes(db), 1);
    assert_int_equal(db_commit(db), 0);
    assert_int_equal(db_begin_write(db), 0);
    assert_int_equal(add_box(db, "rice"), 0);
    db_rollback(db);
    assert_int_equal(count_boxes(db), 1);
    db_close(db);
    assert_string_equal(files_value(files, "t.db", BOXES), "tea");
}

static void a_savepoint_is_undone_alone(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(db_begin_write(db), 0);
    assert_int_equal(db_savepoint(db), 0);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_int_equal(db_savepoint_release(db), 0);
    assert_int_equal(db_savepoint(db), 0);
    assert_int_equal(add_box(db, "rice"), 0);
    assert_int_equal(db_savepoint_undo(db), 0);
    assert_int_equal(db_savepoint(db), 0);
    assert_int_equal(add_box(db, "flour"), 0);
    assert_int_equal(db_savepoint_release(db), 0);
    assert_int_equal(db_commit(db), 0);
    assert_string_equal(files_value(files, "t.db", BOXES), "tea,flour");
    db_close(db);
}

/* platform 4.3: "UNIQUE, STRICT ... errors left the outer transaction ... intact" */
static void a_name_that_is_taken_leaves_the_transaction_standing(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(db_begin_write(db), 0);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_int_equal(db_savepoint(db), 0);
    assert_int_equal(add_box(db, "rice"), 0);
    assert_int_equal(add_box(db, "tea"), -EEXIST);
    assert_false(db_transaction_lost(db));
    assert_int_equal(db_savepoint_undo(db), 0);
    assert_int_equal(db_commit(db), 0);
    assert_int_equal(count_boxes(db), 1);
    db_close(db);
}

static void a_transaction_that_sqlite_ended_is_noticed(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(db_begin_write(db), 0);
    assert_int_equal(db_savepoint(db), 0);
    assert_false(db_transaction_lost(db));
    assert_true(run(db, "insert or rollback into box (name) values (null)") < 0);
    assert_true(db_transaction_lost(db));
    assert_int_equal(db_savepoint_undo(db), -EIO);
    assert_int_equal(db_commit(db), -EIO);
    db_rollback(db);
    assert_int_equal(db_begin_write(db), 0);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_int_equal(db_commit(db), 0);
    db_close(db);
}

static void a_read_sees_one_state_until_it_ends(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(db_begin_read(db), 0);
    assert_int_equal(count_boxes(db), 0);
    files_sql(files, "t.db", "insert into box (name) values ('tea')");
    assert_int_equal(count_boxes(db), 0);
    db_rollback(db);
    assert_int_equal(count_boxes(db), 1);
    db_close(db);
}

/* issue 2: "a fault makes the daemon read-only" */
static void a_record_that_refuses_writes_is_still_read(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_false(db_refuses_writes(db));
    db_refuse_writes(db);
    assert_true(db_refuses_writes(db));
    assert_int_equal(db_begin_write(db), -EROFS);
    assert_int_equal(db_begin_read(db), 0);
    assert_int_equal(count_boxes(db), 1);
    db_rollback(db);
    db_close(db);
}

/* Files may not grow past so many bytes, as on a full disk; the size that was allowed before. */
static rlim_t allow_bytes(rlim_t size)
{
    struct rlimit limit;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    assert_int_equal(sigaction(SIGXFSZ, &ignore, NULL), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = size;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return before;
}

/* issue 2: "a full disk ... after space returns the next write works without a restart" */
static void a_full_disk_fails_the_commit_and_the_next_one_works(void **state)
{
    struct files *files = *state;
    static const struct db_kind *const kinds[] = {&kind, &kind_without_wal};
    for (size_t i = 0; i < 2; i++) {
        const char *name = i ? "rollback.db" : "wal.db";
        struct db *db = files_open(files, name, kinds[i]);
        assert_int_equal(add_box(db, "tea"), 0);
        assert_int_equal(db_begin_write(db), 0);
        rlim_t before = allow_bytes(1);
        int failure = add_box(db, "rice");
        if (failure == 0)
            failure = db_commit(db);
        (void)allow_bytes(before);
        assert_int_equal(failure, -EIO);
        db_rollback(db);
        assert_int_equal(count_boxes(db), 1);
        assert_int_equal(db_begin_write(db), 0);
        assert_int_equal(add_box(db, "flour"), 0);
        assert_int_equal(db_commit(db), 0);
        db_close(db);
        assert_string_equal(files_value(files, name, BOXES), "tea,flour");
    }
}

static void a_checkpoint_empties_the_wal(void **state)
{
    struct files *files = *state;
    struct stat info;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_int_equal(stat(files_path(files, "t.db-wal"), &info), 0);
    assert_true(info.st_size > 0);
    assert_int_equal(db_checkpoint(db), 0);
    assert_int_equal(stat(files_path(files, "t.db-wal"), &info), 0);
    assert_int_equal(info.st_size, 0);
    assert_int_equal(stat(files_path(files, "t.db"), &info), 0);
    assert_int_equal(db_size(db), info.st_size);
    db_close(db);
}

/* --- Slices -------------------------------------------------------------------------------------
 */

/* design: "No slice passes 200,000 SQLite VM steps" */
static void work_is_counted_from_the_start_of_the_slice(void **state)
{
    struct files *files = *state;
    static const char count_up[] = "with recursive n (i) as (select 1 union all select i + 1 from n"
                                   " where i < ?1) select max(i) from n";
    struct db *db = files_open(files, "t.db", &kind);
    unsigned steps[2];
    for (int i = 0; i < 2; i++) {
        db_slice_start(db);
        assert_int_equal(db_slice_steps(db), 0);
        struct query q = query_start(db, count_up);
        query_int(&q, i ? 20000 : 10000);
        assert_int_equal(query_next(&q), 1);
        assert_int_equal(query_end(&q), 0);
        steps[i] = db_slice_steps(db);
    }
    /* A row takes SQLite at least five steps, and at most fifty. */
    assert_in_range(steps[0], 50, 500);
    assert_in_range(steps[1], 2 * steps[0] - 2, 2 * steps[0] + 2);
    db_close(db);
}

static void small_statements_add_up(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    db_slice_start(db);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(count_boxes(db), 0);
    assert_in_range(db_slice_steps(db), 3, 50);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_committed_stays_and_what_is_rolled_back_goes),
        TEST(a_savepoint_is_undone_alone),
        TEST(a_name_that_is_taken_leaves_the_transaction_standing),
        TEST(a_transaction_that_sqlite_ended_is_noticed),
        TEST(a_read_sees_one_state_until_it_ends),
        TEST(a_record_that_refuses_writes_is_still_read),
        TEST(a_full_disk_fails_the_commit_and_the_next_one_works),
        TEST(a_checkpoint_empties_the_wal),
        TEST(work_is_counted_from_the_start_of_the_slice),
        TEST(small_statements_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
