#pragma once
/* A small database for the tests of the store's machinery. Include cmocka first. */
#include "daemon/store/query.h"
#include "tests/unit/store/files.h"

static const struct embedded shelf[] = {
    {"001_shelf.sql", "create table box (id integer primary key autoincrement,"
                      " name text not null unique, size integer) strict;"
                      " create table lid (box integer not null references box) strict;"},
    {NULL, NULL},
};
/* 0x74657374 is "test". */
static const struct db_kind kind = {"shelf", 0x74657374, shelf, true};
static const struct db_kind kind_without_wal = {"shelf", 0x74657374, shelf, false};

#define BOXES "select group_concat(name) from (select name from box order by id)"

static inline int add_box(struct db *db, const char *name)
{
    struct query q = query_start(db, "insert into box (name) values (?1)");
    query_text(&q, name);
    return query_run(&q);
}

static inline int64_t count_boxes(struct db *db)
{
    static const char sql[] = "select count(*) from box";
    struct query q = query_start(db, sql);
    assert_int_equal(query_next(&q), 1);
    int64_t count = column_int(&q);
    assert_int_equal(query_end(&q), 0);
    return count;
}

/* Runs a statement, its rows passed over. 0 or the failure. */
static inline int run(struct db *db, const char *sql)
{
    struct query q = query_start(db, sql);
    int result = 1;
    while (result > 0)
        result = query_next(&q);
    return result;
}
