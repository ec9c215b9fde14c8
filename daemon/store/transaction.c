/* Transactions and savepoints, as db.h describes them. */
#include <errno.h>

#include "daemon/store/internal.h"
#include "daemon/store/query.h"

static const char BEGIN_READ[] = "begin deferred";
static const char BEGIN_WRITE[] = "begin immediate";
static const char COMMIT[] = "commit";
static const char ROLLBACK[] = "rollback";
static const char SAVEPOINT[] = "savepoint call";
static const char RELEASE[] = "release call";
static const char UNDO[] = "rollback to call";

/* Prepared once, so that going back takes no memory where there is none. */
static int control(struct db *db, const char *sql)
{
    struct query q = query_start(db, sql);
    return query_run(&q);
}

/* A rollback may have failed all the same: then it is still owed. */
static int begin(struct db *db, const char *sql)
{
    int failure = db_transaction_lost(db) ? 0 : control(db, ROLLBACK);
    if (failure < 0)
        return failure;
    db->began = false;
    db->in_doubt = false;
    failure = control(db, sql);
    db->began = failure == 0;
    return failure;
}

int db_begin_read(struct db *db)
{
    return begin(db, BEGIN_READ);
}

int db_begin_write(struct db *db)
{
    return db->read_only ? -EROFS : begin(db, BEGIN_WRITE);
}

int db_commit(struct db *db)
{
    int failure = control(db, COMMIT);
    if (failure == 0)
        db->began = false;
    db->in_doubt = failure < 0 && sqlite3_extended_errcode(db->handle) == SQLITE_IOERR_FSYNC;
    return failure;
}

bool db_commit_is_in_doubt(const struct db *db)
{
    return db->in_doubt;
}

void db_rollback(struct db *db)
{
    if (!db_transaction_lost(db))
        (void)control(db, ROLLBACK);
    db->began = !db_transaction_lost(db);
}

/* As large as a day's largest call: what is only just too full for that is full. */
static const char PROBE[] = "insert into meta (name, value) values ('probe', hex(zeroblob(32768)))";
static const char PROBE_END[] = "delete from meta where name = 'probe'";

int db_probe(struct db *db)
{
    int failure = db_begin_write(db);
    if (failure == 0)
        failure = control(db, PROBE);
    if (failure == 0)
        failure = control(db, PROBE_END);
    if (failure == 0)
        failure = db_commit(db);
    if (failure < 0)
        db_rollback(db);
    return failure;
}

int db_savepoint(struct db *db)
{
    return control(db, SAVEPOINT);
}

int db_savepoint_release(struct db *db)
{
    return control(db, RELEASE);
}

int db_savepoint_undo(struct db *db)
{
    int failure = control(db, UNDO);
    return failure < 0 ? failure : control(db, RELEASE);
}

bool db_transaction_lost(const struct db *db)
{
    return sqlite3_get_autocommit(db->handle) != 0;
}
