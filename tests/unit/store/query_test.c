/* Statements: bound and read in order, prepared once, their failures kept. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/internal.h"
#include "tests/unit/store/shelf.h"

static const char ECHO[] = "select ?1, typeof(?1)";
static const char SIZED[] = "select name, size from box order by id";
static const char ADD_SIZED[] = "insert into box (name, size) values (?1, ?2)";

/* --- Values there and back
 * ------------------------------------------------------------------------ */

static void numbers_come_back_as_they_were(void **state)
{
    struct files *files = *state;
    static const int64_t numbers[] = {0, 1, -1, 4294967296, INT64_MAX, INT64_MIN};
    struct db *db = files_open(files, "t.db", &kind);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct query q = query_start(db, ECHO);
        query_int(&q, numbers[i]);
        assert_int_equal(query_next(&q), 1);
        assert_true(column_int(&q) == numbers[i]);
        assert_string_equal(column_text(&q, &files->arena), "integer");
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

static void texts_come_back_as_they_were(void **state)
{
    struct files *files = *state;
    static const char *const texts[] = {"", "tea", "caf\xc3\xa9", "two\nlines",
                                        "'; drop table box"};
    struct db *db = files_open(files, "t.db", &kind);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct query q = query_start(db, ECHO);
        query_text(&q, texts[i]);
        assert_int_equal(query_next(&q), 1);
        assert_string_equal(column_text(&q, &files->arena), texts[i]);
        assert_string_equal(column_text(&q, &files->arena), "text");
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

static void blobs_come_back_as_they_were(void **state)
{
    struct files *files = *state;
    static const unsigned char data[] = {0, 1, 0, 255, 0};
    struct db *db = files_open(files, "t.db", &kind);
    for (size_t length = 0; length <= sizeof data; length++) {
        size_t read_length = 99;
        struct query q = query_start(db, ECHO);
        query_blob(&q, data, length);
        assert_int_equal(query_next(&q), 1);
        const void *read = column_blob(&q, &files->arena, &read_length);
        assert_non_null(read);
        assert_int_equal(read_length, length);
        assert_memory_equal(read, data, length);
        assert_string_equal(column_text(&q, &files->arena), "blob");
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

static void optional_numbers_come_back_as_they_were(void **state)
{
    struct files *files = *state;
    static const struct optional_int values[] = {{false, 0}, {true, 0}, {true, -7}};
    struct db *db = files_open(files, "t.db", &kind);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct query q = query_start(db, ECHO);
        query_optional(&q, values[i]);
        assert_int_equal(query_next(&q), 1);
        struct optional_int read = column_optional(&q);
        assert_int_equal(read.present, values[i].present);
        assert_int_equal(read.value, values[i].value);
        assert_string_equal(column_text(&q, &files->arena), values[i].present ? "integer" : "null");
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

/* design: "dates TEXT" */
static void days_stand_as_texts_and_come_back_as_days(void **state)
{
    struct files *files = *state;
    static const struct {
        civil_day day;
        const char *text;
    } days[] = {{0, "1970-01-01"}, {20784, "2026-11-27"}, {CIVIL_DAY_LAST, "2200-12-31"}};
    struct db *db = files_open(files, "t.db", &kind);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct query q = query_start(db, "select ?1, ?1");
        query_day(&q, days[i].day);
        assert_int_equal(query_next(&q), 1);
        assert_int_equal(column_day(&q), days[i].day);
        assert_string_equal(column_text(&q, &files->arena), days[i].text);
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

static void what_is_no_date_reads_as_no_day(void **state)
{
    struct files *files = *state;
    static const char *const texts[] = {"", "2026-02-30", "yesterday"};
    struct db *db = files_open(files, "t.db", &kind);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct query q = query_start(db, ECHO);
        query_text(&q, texts[i]);
        assert_int_equal(query_next(&q), 1);
        assert_int_equal(column_day(&q), NO_DAY);
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

static void every_kind_of_nothing_is_null(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    struct query q = query_start(db, "select ?1, ?2, ?3, ?4, ?5, ?6,"
                                     " typeof(?1) || typeof(?2) || typeof(?3) || typeof(?4)"
                                     " || typeof(?5) || typeof(?6)");
    size_t length = 99;
    query_text(&q, NULL);
    query_blob(&q, NULL, 5);
    query_null(&q);
    query_day(&q, NO_DAY);
    query_id(&q, 0);
    query_optional(&q, (struct optional_int){0});
    assert_int_equal(query_next(&q), 1);
    assert_null(column_text(&q, &files->arena));
    assert_null(column_blob(&q, &files->arena, &length));
    assert_null(column_borrow(&q));
    assert_int_equal(column_day(&q), NO_DAY);
    assert_int_equal(column_int(&q), 0);
    assert_false(column_bool(&q));
    assert_string_equal(column_text(&q, &files->arena), "nullnullnullnullnullnull");
    assert_int_equal(query_end(&q), 0);
    db_close(db);
}

static void an_id_is_a_number(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    struct query q = query_start(db, ECHO);
    query_id(&q, 12);
    assert_int_equal(query_next(&q), 1);
    assert_true(column_bool(&q));
    assert_int_equal(query_end(&q), 0);
    db_close(db);
}

/* --- Rows
 * ----------------------------------------------------------------------------------------- */

static int64_t add_sized(struct db *db, const char *name, int64_t size)
{
    int64_t id = 0;
    struct query q = query_start(db, ADD_SIZED);
    query_text(&q, name);
    query_int(&q, size);
    assert_int_equal(query_insert(&q, &id), 0);
    return id;
}

static void rows_are_read_one_after_the_other(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(add_sized(db, "tea", 3), 1);
    assert_int_equal(add_sized(db, "rice", 4), 2);
    struct query q = query_start(db, SIZED);
    assert_int_equal(query_next(&q), 1);
    assert_string_equal(column_borrow(&q), "tea");
    assert_int_equal(column_int(&q), 3);
    assert_int_equal(query_next(&q), 1);
    assert_string_equal(column_borrow(&q), "rice");
    assert_int_equal(column_int(&q), 4);
    assert_int_equal(query_next(&q), 0);
    assert_int_equal(query_next(&q), 0);
    assert_int_equal(query_end(&q), 0);
    assert_int_equal(query_end(&q), 0);
    db_close(db);
}

static void a_query_that_is_ended_early_begins_again_at_the_first_row(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    (void)add_sized(db, "tea", 3);
    (void)add_sized(db, "rice", 4);
    for (int i = 0; i < 2; i++) {
        struct query q = query_start(db, SIZED);
        assert_int_equal(query_next(&q), 1);
        assert_string_equal(column_borrow(&q), "tea");
        assert_int_equal(query_end(&q), 0);
    }
    db_close(db);
}

/* platform 4.3: "an unreset SELECT pins the WAL" */
static void a_query_that_is_over_does_not_pin_the_wal(void **state)
{
    struct files *files = *state;
    struct stat info;
    struct db *db = files_open(files, "t.db", &kind);
    (void)add_sized(db, "tea", 3);
    struct query q = query_start(db, SIZED);
    assert_int_equal(query_next(&q), 1);
    assert_int_equal(query_end(&q), 0);
    assert_int_equal(db_checkpoint(db), 0);
    assert_int_equal(stat(files_path(files, "t.db-wal"), &info), 0);
    assert_int_equal(info.st_size, 0);
    db_close(db);
}

static void what_was_bound_before_is_forgotten(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    (void)add_sized(db, "tea", 3);
    struct query q = query_start(db, ADD_SIZED);
    query_text(&q, "rice");
    assert_int_equal(query_run(&q), 0);
    db_close(db);
    assert_string_equal(files_value(files, "t.db", "select typeof(size) from box where id = 2"),
                        "null");
}

/* --- Failures
 * ------------------------------------------------------------------------------------- */

static void a_name_that_is_taken_is_said_and_gives_no_id(void **state)
{
    struct files *files = *state;
    int64_t id = 77;
    struct db *db = files_open(files, "t.db", &kind);
    (void)add_sized(db, "tea", 3);
    struct query q = query_start(db, ADD_SIZED);
    query_text(&q, "tea");
    query_int(&q, 4);
    assert_int_equal(query_insert(&q, &id), -EEXIST);
    assert_int_equal(id, 77);
    assert_int_equal(add_sized(db, "rice", 4), 2);
    db_close(db);
}

static void the_first_failure_is_kept_and_comes_out_of_every_step(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    struct query q = query_start(db, ADD_SIZED);
    query_text(&q, "tea");
    query_int(&q, 3);
    query_int(&q, 4); /* there is no third */
    query_text(&q, "and so on");
    query_blob(&q, "and so on", 9);
    query_null(&q);
    assert_int_equal(query_next(&q), -EIO);
    assert_int_equal(query_next(&q), -EIO);
    assert_int_equal(query_run(&q), -EIO);
    assert_int_equal(query_end(&q), -EIO);
    /* Nothing was done, and the statement is as good as before. */
    assert_int_equal(count_boxes(db), 0);
    assert_int_equal(add_sized(db, "tea", 3), 1);
    db_close(db);
}

static void results_of_sqlite_are_told_as_ours(void **state)
{
    (void)state;
    static const struct {
        int result;
        int failure;
    } pairs[] = {
        {SQLITE_OK, 0},
        {SQLITE_ROW, 0},
        {SQLITE_DONE, 0},
        {SQLITE_CONSTRAINT_UNIQUE, -EEXIST},
        {SQLITE_READONLY_DBMOVED, -EROFS},
        {SQLITE_NOMEM, -ENOMEM},
        {SQLITE_INTERRUPT, -EINTR},
        {SQLITE_IOERR_FSYNC, -EIO},
        {SQLITE_FULL, -EIO},
        {SQLITE_CORRUPT, -EIO},
        {SQLITE_BUSY, -EIO},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_int_equal(db_errno(NULL, pairs[i].result), pairs[i].failure);
}

/* Somebody else changes the schema: what is prepared is prepared again by SQLite itself. */
static void a_statement_survives_a_changed_schema(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(count_boxes(db), 0);
    files_sql(files, "t.db", "create table other (id integer primary key) strict");
    assert_int_equal(add_sized(db, "tea", 3), 1);
    assert_int_equal(count_boxes(db), 1);
    db_close(db);
}

/* --- Prepared once
 * -------------------------------------------------------------------------------- */

static void a_statement_is_prepared_once(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    (void)add_sized(db, "box 0", 0);
    size_t used = db->used;
    struct query q = query_start(db, ADD_SIZED);
    const void *statement = q.statement;
    assert_int_equal(query_end(&q), 0);
    for (int i = 1; i < 10; i++)
        (void)add_sized(db, arena_format(&files->arena, "box %d", i), i);
    q = query_start(db, ADD_SIZED);
    assert_ptr_equal(q.statement, statement);
    assert_int_equal(query_end(&q), 0);
    assert_int_equal(db->used, used);
    db_close(db);
}

static void many_statements_are_told_apart(void **state)
{
    struct files *files = *state;
    enum { MANY = 1000 };
    const char **texts = arena_array(&files->arena, MANY, sizeof *texts);
    struct db *db = files_open(files, "t.db", &kind);
    size_t before = db->used;
    for (int i = 0; i < MANY; i++)
        texts[i] = arena_format(&files->arena, "select %d", i);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MANY; i++) {
            struct query q = query_start(db, texts[i]);
            assert_int_equal(query_next(&q), 1);
            assert_int_equal(column_int(&q), i);
            assert_int_equal(query_end(&q), 0);
        }
    }
    assert_int_equal(db->used, before + MANY);
    db_close(db);
}

static void two_statements_are_read_at_the_same_time(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "t.db", &kind);
    (void)add_sized(db, "tea", 3);
    struct query outer = query_start(db, SIZED);
    assert_int_equal(query_next(&outer), 1);
    assert_int_equal(count_boxes(db), 1);
    assert_string_equal(column_borrow(&outer), "tea");
    assert_int_equal(query_end(&outer), 0);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_come_back_as_they_were),
        TEST(texts_come_back_as_they_were),
        TEST(blobs_come_back_as_they_were),
        TEST(optional_numbers_come_back_as_they_were),
        TEST(days_stand_as_texts_and_come_back_as_days),
        TEST(what_is_no_date_reads_as_no_day),
        TEST(every_kind_of_nothing_is_null),
        TEST(an_id_is_a_number),
        TEST(rows_are_read_one_after_the_other),
        TEST(a_query_that_is_ended_early_begins_again_at_the_first_row),
        TEST(a_query_that_is_over_does_not_pin_the_wal),
        TEST(what_was_bound_before_is_forgotten),
        TEST(a_name_that_is_taken_is_said_and_gives_no_id),
        TEST(the_first_failure_is_kept_and_comes_out_of_every_step),
        TEST(results_of_sqlite_are_told_as_ours),
        TEST(a_statement_survives_a_changed_schema),
        TEST(a_statement_is_prepared_once),
        TEST(many_statements_are_told_apart),
        TEST(two_statements_are_read_at_the_same_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
