#include "daemon/store/query.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include "daemon/store/internal.h"

static size_t slot_of(const struct db *db, const char *sql)
{
    size_t slot = ((uintptr_t)sql >> 3) * 0x9e3779b97f4a7c15u >> 20;
    for (slot &= db->slots - 1; db->prepared[slot].sql; slot = (slot + 1) & (db->slots - 1))
        if (db->prepared[slot].sql == sql)
            break;
    return slot;
}

static void grow(struct db *db)
{
    struct prepared *old = db->prepared;
    size_t count = db->slots;
    db->slots = count ? count * 2 : 128;
    db->prepared = calloc(db->slots, sizeof *db->prepared);
    if (!db->prepared)
        abort();
    for (size_t i = 0; i < count; i++)
        if (old[i].sql)
            db->prepared[slot_of(db, old[i].sql)] = old[i];
    free(old);
}

/* The statement for that text; prepared at its first use. */
static int find_statement(struct db *db, const char *sql, sqlite3_stmt **ret)
{
    if (db->used * 2 >= db->slots)
        grow(db);
    struct prepared *slot = &db->prepared[slot_of(db, sql)];
    if (!slot->sql) {
        sqlite3_stmt *statement = NULL;
        int result =
            sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
        /* A statement that does not fit the schema is our own fault, not storage's. */
        assert(result != SQLITE_ERROR);
        if (result != SQLITE_OK)
            return db_errno(db, result);
        *slot = (struct prepared){sql, statement};
        db->used++;
    }
    *ret = slot->statement;
    return 0;
}

static void note_failure(struct query *query, int failure)
{
    query->failure = failure;
    /* That a name is taken is an answer. */
    query->db->failed |= failure < 0 && failure != -EEXIST;
}

struct query query_start(struct db *db, const char *sql)
{
    struct query query = {.db = db};
    sqlite3_stmt *statement = NULL;
    /* Behind a transaction that SQLite has given up a write would stand alone, and stay. */
    bool lost = db->began && db_transaction_lost(db);
    note_failure(&query, lost ? -EIO : find_statement(db, sql, &statement));
    /* Two uses of one statement at a time would read each other's rows. */
    assert(!statement || !sqlite3_stmt_busy(statement));
    query.statement = statement;
    return query;
}

static void keep(struct query *query, int result)
{
    query->db->damaged |= (result & 0xff) == SQLITE_CORRUPT;
    if (result != SQLITE_OK && query->failure == 0)
        note_failure(query, db_errno(query->db, result));
}

void query_int(struct query *query, int64_t value)
{
    query->bound++;
    if (query->failure == 0)
        keep(query, sqlite3_bind_int64(query->statement, query->bound, value));
}

void query_text(struct query *query, const char *value)
{
    query->bound++;
    if (query->failure == 0)
        keep(query, sqlite3_bind_text(query->statement, query->bound, value, -1, SQLITE_TRANSIENT));
}

void query_blob(struct query *query, const void *data, size_t length)
{
    query->bound++;
    if (query->failure == 0)
        keep(query,
             sqlite3_bind_blob64(query->statement, query->bound, data, length, SQLITE_TRANSIENT));
}

void query_null(struct query *query)
{
    query->bound++;
    if (query->failure == 0)
        keep(query, sqlite3_bind_null(query->statement, query->bound));
}

void query_optional(struct query *query, struct optional_int value)
{
    if (value.present)
        query_int(query, value.value);
    else
        query_null(query);
}

void query_day(struct query *query, civil_day day)
{
    char text[CIVIL_DATE_SIZE];
    if (day == NO_DAY) {
        query_null(query);
        return;
    }
    civil_format(day, text);
    query_text(query, text);
}

void query_id(struct query *query, int64_t id)
{
    if (id)
        query_int(query, id);
    else
        query_null(query);
}

int query_next(struct query *query)
{
    if (query->failure < 0)
        return query_end(query);
    if (!query->statement)
        return 0;
    query->column = 0;
    int result = sqlite3_step(query->statement);
    if (result == SQLITE_ROW)
        return 1;
    if (result != SQLITE_DONE)
        keep(query, result);
    return query_end(query);
}

int query_run(struct query *query)
{
    int result = query_next(query);
    assert(result <= 0);
    return result;
}

int query_insert(struct query *query, int64_t *ret_id)
{
    struct db *db = query->db;
    int result = query_run(query);
    if (result == 0)
        *ret_id = db_last_id(db);
    return result;
}

int query_end(struct query *query)
{
    if (query->statement) {
        /* An unreset statement would pin the WAL; bound secrets go with the bindings. */
        (void)sqlite3_reset(query->statement);
        (void)sqlite3_clear_bindings(query->statement);
        query->statement = NULL;
    }
    return query->failure;
}

int64_t column_int(struct query *query)
{
    return sqlite3_column_int64(query->statement, query->column++);
}

bool column_bool(struct query *query)
{
    return column_int(query) != 0;
}

struct optional_int column_optional(struct query *query)
{
    struct optional_int value = {0};
    value.present = sqlite3_column_type(query->statement, query->column) != SQLITE_NULL;
    value.value = column_int(query);
    return value;
}

civil_day column_day(struct query *query)
{
    civil_day day = NO_DAY;
    const char *text = column_borrow(query);
    if (text)
        (void)civil_parse(text, &day);
    return day;
}

const char *column_borrow(struct query *query)
{
    int column = query->column++;
    const char *text = (const char *)sqlite3_column_text(query->statement, column);
    /* Without memory there is no text either, though there is a value. */
    if (!text && sqlite3_column_type(query->statement, column) != SQLITE_NULL)
        keep(query, SQLITE_NOMEM);
    return text;
}

const char *column_text(struct query *query, struct arena *arena)
{
    return arena_text(arena, column_borrow(query));
}

const void *column_blob(struct query *query, struct arena *arena, size_t *ret_length)
{
    int column = query->column++;
    if (sqlite3_column_type(query->statement, column) == SQLITE_NULL)
        return NULL;
    const void *data = sqlite3_column_blob(query->statement, column);
    size_t length = (size_t)sqlite3_column_bytes(query->statement, column);
    *ret_length = length;
    return arena_copy(arena, data ? data : "", length);
}
