#pragma once
/*
 * One statement, bound and read in order:
 *
 *     struct query q = query_start(db, BY_HANDLE);
 *     query_int(&q, house);
 *     query_text(&q, handle);
 *     int found = query_next(&q);
 *     if (found > 0)
 *         chore.id = column_int(&q);
 *     return query_end(&q);
 *
 * The statement's text is a constant that stands in the noun's table; its address is its name,
 * and it is prepared once. A failure anywhere is kept and comes out of query_next, query_run and
 * query_end, so the steps between need no checks.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "common/decode.h"
#include "daemon/store/db.h"

struct query {
    struct db *db;
    void *statement;
    int bound;
    int column;
    int failure; /* 0 or the first negative errno */
};

/* Begins; `sql` must be a constant. */
struct query query_start(struct db *db, const char *sql);

/* Binds the next parameter. */
void query_int(struct query *query, int64_t value);
void query_text(struct query *query, const char *value);               /* NULL binds null */
void query_blob(struct query *query, const void *data, size_t length); /* NULL binds null */
void query_null(struct query *query);
void query_optional(struct query *query, struct optional_int value);
/* As YYYY-MM-DD; NO_DAY binds null. */
void query_day(struct query *query, civil_day day);
/* 0 binds null: ids are never 0. */
void query_id(struct query *query, int64_t id);

/* The next row: 1 there is one, 0 no more, negative failure. After 0 the query is at its end. */
int query_next(struct query *query);

/* For a statement without rows: runs it and ends. 0 or negative. */
int query_run(struct query *query);

/* Runs an insert and ends; `*ret_id` is the new row's. */
int query_insert(struct query *query, int64_t *ret_id);

/* Ends early, or asks how it went: 0 or the first failure. Harmless when called again. */
int query_end(struct query *query);

/* Reads the row's next column. Text and blobs are copied into the arena; NULL stays NULL. */
int64_t column_int(struct query *query);
bool column_bool(struct query *query);
struct optional_int column_optional(struct query *query);
civil_day column_day(struct query *query); /* NO_DAY for null */
const char *column_text(struct query *query, struct arena *arena);
const void *column_blob(struct query *query, struct arena *arena, size_t *ret_length);

/* The column's text as SQLite holds it: good until the next step; not copied. */
const char *column_borrow(struct query *query);
