/* The check after an unclean stop, and readers on a connection of their own. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/shelf.h"

/* --- The check after an unclean stop
 * -------------------------------------------------------------- */

/* A file of some hundred pages. */
static void make_large(struct files *files)
{
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(run(db, "insert into box (name) with recursive n (i) as (select 1 union all"
                             " select i + 1 from n where i < 5000)"
                             " select 'a box among many others, number ' || i from n"),
                     0);
    db_close(db);
}

static int check_file(struct files *files, const char *name, bool stop, const char **ret_reason)
{
    struct db *reader = NULL;
    const volatile bool stopping = stop;
    assert_int_equal(db_open_reader(files_path(files, name), &reader), 0);
    int result = db_quick_check(reader, &stopping, &files->arena, ret_reason);
    db_close(reader);
    return result;
}

/* issue 2: "a quick check runs on its own connection" */
static void a_sound_file_passes_the_check(void **state)
{
    struct files *files = *state;
    const char *reason = "nothing";
    make_large(files);
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(db_begin_write(db), 0);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_int_equal(check_file(files, "t.db", false, &reason), 0);
    assert_string_equal(reason, "nothing");
    assert_int_equal(db_commit(db), 0);
    db_close(db);
}

static void a_damaged_page_is_found(void **state)
{
    struct files *files = *state;
    make_large(files);
    for (size_t page = 4; page < 90; page += 17) {
        size_t length = 0;
        const char *reason = NULL;
        unsigned char *data = files_read(files, "t.db", &length);
        assert_true(length > (page + 1) * 4096);
        for (size_t i = 0; i < 64; i++)
            data[page * 4096 + i] ^= 0xff;
        files_write(files, "damaged.db", data, length);
        assert_int_equal(check_file(files, "damaged.db", false, &reason), -EBADMSG);
        assert_true(strlen(reason) > 0);
    }
}

static void a_file_that_was_cut_short_is_found(void **state)
{
    struct files *files = *state;
    const char *reason = NULL;
    size_t length = 0;
    make_large(files);
    const unsigned char *data = files_read(files, "t.db", &length);
    files_write(files, "short.db", data, length / 2);
    assert_int_equal(check_file(files, "short.db", false, &reason), -EBADMSG);
    assert_true(strlen(reason) > 0);
}

static void a_check_stops_when_told(void **state)
{
    struct files *files = *state;
    const char *reason = "nothing";
    make_large(files);
    assert_int_equal(check_file(files, "t.db", true, &reason), -EINTR);
    assert_string_equal(reason, "nothing");
}

static void a_reader_reads_and_does_not_write(void **state)
{
    struct files *files = *state;
    struct db *reader = NULL;
    struct db *db = files_open(files, "t.db", &kind);
    assert_int_equal(add_box(db, "tea"), 0);
    assert_int_equal(db_open_reader(files_path(files, "t.db"), &reader), 0);
    assert_int_equal(count_boxes(reader), 1);
    assert_int_equal(add_box(reader, "rice"), -EROFS);
    db_close(reader);
    db_close(db);
}

static void a_reader_makes_no_file(void **state)
{
    struct files *files = *state;
    struct db *reader = NULL;
    assert_int_equal(db_open_reader(files_path(files, "t.db"), &reader), -EIO);
    assert_null(reader);
    assert_false(files_exists(files, "t.db"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_file_passes_the_check),      TEST(a_damaged_page_is_found),
        TEST(a_file_that_was_cut_short_is_found), TEST(a_check_stops_when_told),
        TEST(a_reader_reads_and_does_not_write),  TEST(a_reader_makes_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
