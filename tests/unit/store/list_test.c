/* Rows into arrays that grow. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/list.h"
#include "tests/unit/store/shelf.h"

static const char NAMES[] = "select name from box order by id";
static const char SIZE_OF[] = "select size from box where name = ?1";
static const char WRONG[] = "select name from box where id = ?1";

static void a_list_keeps_its_items_while_it_grows(void **state)
{
    struct files *files = *state;
    struct list list = list_start(&files->arena, sizeof(int64_t));
    assert_int_equal(list.count, 0);
    for (int64_t i = 0; i < 1000; i++) {
        int64_t *item = list_add(&list);
        assert_int_equal(*item, 0);
        *item = i;
    }
    assert_int_equal(list.count, 1000);
    for (int64_t i = 0; i < 1000; i++)
        assert_int_equal(((int64_t *)list.items)[i], i);
}

static void texts_are_read_in_their_order(void **state)
{
    struct files *files = *state;
    const char **names = NULL;
    size_t count = 99;
    struct db *db = files_open(files, "t.db", &kind);
    struct query q = query_start(db, NAMES);
    assert_int_equal(list_texts(&q, &files->arena, &names, &count), 0);
    assert_int_equal(count, 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(add_box(db, arena_format(&files->arena, "box %d", i)), 0);
    q = query_start(db, NAMES);
    assert_int_equal(list_texts(&q, &files->arena, &names, &count), 0);
    assert_int_equal(count, 20);
    assert_string_equal(names[0], "box 0");
    assert_string_equal(names[19], "box 19");
    db_close(db);
}

static void one_text_is_read_or_there_is_none(void **state)
{
    struct files *files = *state;
    const char *name = "before";
    struct db *db = files_open(files, "t.db", &kind);
    struct query q = query_start(db, NAMES);
    assert_int_equal(list_text(&q, &files->arena, &name), 0);
    assert_null(name);
    assert_int_equal(add_box(db, "tea"), 0);
    q = query_start(db, NAMES);
    assert_int_equal(list_text(&q, &files->arena, &name), 0);
    assert_string_equal(name, "tea");
    db_close(db);
}

static void one_number_is_read_or_there_is_none(void **state)
{
    struct files *files = *state;
    int64_t size = 77;
    struct db *db = files_open(files, "t.db", &kind);
    struct query q = query_start(db, SIZE_OF);
    query_text(&q, "tea");
    assert_int_equal(list_int(&q, &size), 0);
    assert_int_equal(size, 77);
    assert_int_equal(run(db, "insert into box (name, size) values ('tea', 5)"), 0);
    q = query_start(db, SIZE_OF);
    query_text(&q, "tea");
    assert_int_equal(list_int(&q, &size), 1);
    assert_int_equal(size, 5);
    db_close(db);
}

static void a_failure_changes_nothing_that_is_returned(void **state)
{
    struct files *files = *state;
    const char **names = NULL;
    const char *name = "before";
    size_t count = 99;
    int64_t size = 77;
    struct db *db = files_open(files, "t.db", &kind);
    for (int i = 0; i < 3; i++) {
        struct query q = query_start(db, WRONG);
        query_int(&q, 1);
        query_int(&q, 2); /* there is no second */
        int result = i == 0   ? list_texts(&q, &files->arena, &names, &count)
                     : i == 1 ? list_text(&q, &files->arena, &name)
                              : list_int(&q, &size);
        assert_int_equal(result, -EIO);
    }
    assert_null(names);
    assert_int_equal(count, 99);
    assert_string_equal(name, "before");
    assert_int_equal(size, 77);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_list_keeps_its_items_while_it_grows),      TEST(texts_are_read_in_their_order),
        TEST(one_text_is_read_or_there_is_none),          TEST(one_number_is_read_or_there_is_none),
        TEST(a_failure_changes_nothing_that_is_returned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
