#include "daemon/store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/internal.h"

enum {
    STEP_UNIT = 1000,         /* VM steps between two looks at the counter */
    BUSY_MILLISECONDS = 5000, /* a backup's reader, or the sqlite3 shell, may hold us up */
};

int db_errno(const struct db *db, int result)
{
    (void)db;
    switch (result & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return 0;
    case SQLITE_CONSTRAINT:
        return result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY
                   ? -EEXIST
                   : -EIO;
    case SQLITE_READONLY:
        return -EROFS;
    case SQLITE_NOMEM:
        return -ENOMEM;
    case SQLITE_INTERRUPT:
        return -EINTR;
    default:
        return -EIO;
    }
}

int db_execute(struct db *db, const char *sql)
{
    return db_errno(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

int db_number(struct db *db, const char *sql, int64_t *ret)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
        if (result == SQLITE_ROW)
            *ret = sqlite3_column_int64(statement, 0);
    }
    int failure = db_errno(db, result);
    (void)sqlite3_finalize(statement);
    return failure;
}

/*
 * The lock is a file of its own, because SQLite's locks come and go; POSIX locks tell who holds
 * them, and the kernel lets go of them when the process dies.
 */
static int take_lock(struct db *db, const char *path, struct arena *arena, const char **ret_reason)
{
    const char *name = arena_format(arena, "%s.lock", path);
    db->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (db->lock < 0) {
        int failure = -errno;
        *ret_reason = arena_format(arena, "%s cannot be opened: %s", name, strerror(-failure));
        return failure;
    }
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(db->lock, F_SETLK, &lock) == 0)
        return 0;
    lock.l_pid = 0;
    (void)fcntl(db->lock, F_GETLK, &lock);
    *ret_reason = arena_format(arena, "%s is held by process %ld", path, (long)lock.l_pid);
    return -EBUSY;
}

/* SQLite's own defences; platform-wide defaults differ, so each is said. */
static int defend(struct db *db)
{
    static const struct {
        int option;
        int value;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        int result =
            sqlite3_db_config(db->handle, settings[i].option, settings[i].value, (int *)NULL);
        if (result != SQLITE_OK)
            return db_errno(db, result);
    }
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_SQL_LENGTH, 65536);
    (void)sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
    return 0;
}

/*
 * The cache (in KiB) holds the pages that a few houses use in a day, which are then not read again
 * in every turn. A checkpoint (after so many pages, 16 MiB) writes a page once however often it
 * was changed, so a rarer one is a cheaper one.
 */
static int set_pragmas(struct db *db, bool wal)
{
    int failure = db_execute(db, wal ? "pragma journal_mode=wal; pragma synchronous=full;"
                                     : "pragma journal_mode=truncate; pragma synchronous=extra;");
    if (failure == 0)
        failure = db_execute(db, "pragma secure_delete=on; pragma temp_store=memory;"
                                 "pragma mmap_size=0; pragma cell_size_check=on;"
                                 "pragma cache_size=-16384; pragma wal_autocheckpoint=4000;"
                                 "pragma journal_size_limit=16777216;");
    return failure;
}

static int count_steps(void *context)
{
    struct db *db = context;
    db->steps++;
    return 0;
}

/* A database whose WAL still holds something was not closed. */
static bool wal_is_left(const char *path, struct arena *arena)
{
    struct stat info;
    return stat(arena_format(arena, "%s-wal", path), &info) == 0 && info.st_size > 0;
}

/* Small pieces that a statement needs come from a place of its own, without a lock. */
enum { LOOKASIDE_SIZE = 512, LOOKASIDE_COUNT = 256 };

static int open_handle(struct db *db, const char *path, int flags)
{
    /* SQLite keeps no statistics for us; it says MISUSE once it has begun, which is as well. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    /* Each handle is used by one thread alone, so SQLite need not guard it. */
    flags |= SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX;
    int result = sqlite3_open_v2(path, &db->handle, flags, NULL);
    if (result != SQLITE_OK)
        return db_errno(db, result);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_LOOKASIDE, NULL, LOOKASIDE_SIZE,
                            LOOKASIDE_COUNT);
    (void)sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_progress_handler(db->handle, STEP_UNIT, count_steps, db);
    return defend(db);
}

/* Whether what failed last wanted space for what readers of a WAL share. */
static bool lacks_room(const struct db *db)
{
    int code = sqlite3_extended_errcode(db->handle);
    return code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMOPEN || code == SQLITE_FULL;
}

/*
 * A full disk has no room for the index of the WAL that processes share, but the record can still
 * be read: with the index in memory, for this process alone.
 */
static int open_alone(struct db *db, const char *path)
{
    (void)sqlite3_close(db->handle);
    db->handle = NULL;
    int failure = open_handle(db, path, SQLITE_OPEN_READWRITE);
    return failure < 0 ? failure : db_execute(db, "pragma locking_mode=exclusive");
}

int db_explain(struct db *db, int failure, const char *path, struct arena *arena,
               const char **ret_reason)
{
    int code = db->handle ? sqlite3_errcode(db->handle) : SQLITE_NOMEM;
    if ((code & 0xff) == SQLITE_NOTADB) {
        *ret_reason = arena_format(arena, "%s is not a database of kith", path);
        return -EPROTO;
    }
    if ((code & 0xff) == SQLITE_CANTOPEN && access(path, F_OK) == 0 && access(path, W_OK) != 0)
        failure = -EACCES;
    *ret_reason = arena_format(arena, "%s cannot be opened: %s", path,
                               db->handle ? sqlite3_errmsg(db->handle) : "no memory");
    return failure;
}

int db_open(const char *path, const struct db_kind *kind, struct arena *arena, struct db **ret,
            const char **ret_reason)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        return -ENOMEM;
    db->lock = -1;
    db->kind = kind;
    int failure = take_lock(db, path, arena, ret_reason);
    if (failure < 0)
        goto fail;
    db->unclean = wal_is_left(path, arena);
    failure = open_handle(db, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (failure == 0 && sqlite3_db_readonly(db->handle, "main") == 1) {
        *ret_reason = arena_format(arena, "%s can be read but not written", path);
        failure = -EROFS;
        goto fail;
    }
    if (failure < 0) {
        failure = db_explain(db, failure, path, arena, ret_reason);
        goto fail;
    }
    /* Before anything is set: the journal's mode would be written into a file that is not ours. */
    failure = migrate_allowed(db, path, arena, ret_reason);
    if (failure < 0 && lacks_room(db) && open_alone(db, path) == 0)
        failure = migrate_allowed(db, path, arena, ret_reason);
    if (failure < 0)
        goto fail;
    failure = set_pragmas(db, kind->wal);
    if (failure < 0) {
        failure = db_explain(db, failure, path, arena, ret_reason);
        goto fail;
    }
    failure = migrate(db, path, arena, ret_reason);
    if (failure < 0)
        goto fail;
    *ret = db;
    return 0;
fail:
    db_close(db);
    return failure;
}

int db_open_reader(const char *path, struct db **ret)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        return -ENOMEM;
    db->lock = -1;
    int failure = open_handle(db, path, SQLITE_OPEN_READONLY);
    if (failure < 0) {
        db_close(db);
        return failure;
    }
    *ret = db;
    return 0;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < db->slots; i++)
        (void)sqlite3_finalize(db->prepared[i].statement);
    free(db->prepared);
    /* What is damaged, or was not checked to the end, keeps its WAL: the next start sees that it
     * was not closed, and looks. */
    if (db->read_only || db->keeps_wal)
        (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    (void)sqlite3_close(db->handle);
    /* Closing the descriptor is what lets go of the lock, so it comes last. */
    if (db->lock >= 0)
        (void)close(db->lock);
    free(db);
}

bool db_was_unclean(const struct db *db)
{
    return db->unclean;
}

void db_refuse_writes(struct db *db)
{
    db->read_only = true;
}

bool db_refuses_writes(const struct db *db)
{
    return db->read_only;
}

void db_leave_unclean(struct db *db)
{
    db->keeps_wal = true;
}

void db_slice_start(struct db *db)
{
    db->steps = 0;
    db->failed = false;
}

bool db_slice_failed(const struct db *db)
{
    return db->failed;
}

bool db_is_damaged(const struct db *db)
{
    return db->damaged;
}

unsigned db_slice_steps(const struct db *db)
{
    return db->steps;
}

int64_t db_last_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

int64_t db_changes_ever(const struct db *db)
{
    return sqlite3_total_changes64(db->handle);
}

int64_t db_size(struct db *db)
{
    int64_t pages = 0;
    int64_t page = 0;
    if (db_number(db, "pragma page_count", &pages) < 0 ||
        db_number(db, "pragma page_size", &page) < 0)
        return 0;
    return pages * page;
}

int db_checkpoint(struct db *db)
{
    if (db->read_only || db->keeps_wal)
        return 0;
    return db_errno(
        db, sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
}
