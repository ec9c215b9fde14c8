#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/store/internal.h"

static int64_t newest_version(const struct db_kind *kind)
{
    int64_t count = 0;
    while (kind->migrations[count].name)
        count++;
    return count;
}

static int say(struct arena *arena, const char **ret_reason, int failure, const char *path,
               const char *what)
{
    *ret_reason = arena_format(arena, "%s %s", path, what);
    return failure;
}

/* A copy that an older program can still open, in case the new one disappoints. */
static int keep_copy(struct db *db, const char *path, int64_t version, struct arena *arena,
                     const char **ret_reason)
{
    const char *copy = arena_format(arena, "%s.before-%d", path, (int)version + 1);
    (void)unlink(copy);
    sqlite3_stmt *statement = NULL;
    /* SQLite attaches the copy for as long as it writes it. */
    int attached = sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 1);
    int result = sqlite3_prepare_v2(db->handle, "vacuum into ?1", -1, &statement, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_bind_text(statement, 1, copy, -1, SQLITE_TRANSIENT);
    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    int failure = db_errno(db, result);
    (void)sqlite3_finalize(statement);
    (void)sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, attached);
    if (failure < 0)
        return say(arena, ret_reason, failure, path, "could not be copied before its migration");
    return 0;
}

/* One file, one transaction; the version moves with it. */
static int apply(struct db *db, const struct embedded *migration, int64_t version)
{
    char pragma[64];
    (void)snprintf(pragma, sizeof pragma, "pragma user_version=%d", (int)version);
    int failure = db_execute(db, "begin immediate");
    if (failure == 0)
        failure = db_execute(db, migration->text);
    if (failure == 0)
        failure = db_execute(db, pragma);
    if (failure == 0 && version == 1) {
        (void)snprintf(pragma, sizeof pragma, "pragma application_id=%d",
                       (int)db->kind->application_id);
        failure = db_execute(db, pragma);
    }
    if (failure == 0)
        failure = db_commit(db);
    if (failure < 0)
        db_rollback(db);
    return failure;
}

/* What stands in the file: its version, and whether nothing does yet. */
static int look(struct db *db, const char *path, struct arena *arena, const char **ret_reason,
                int64_t *ret_version, bool *ret_fresh)
{
    int64_t application = 0;
    int64_t version = 0;
    int64_t objects = 0;
    int failure = db_number(db, "pragma application_id", &application);
    if (failure == 0)
        failure = db_number(db, "pragma user_version", &version);
    if (failure == 0)
        failure = db_number(db, "select count(*) from sqlite_schema", &objects);
    if (failure < 0)
        return db_explain(db, failure, path, arena, ret_reason);
    bool fresh = application == 0 && version == 0 && objects == 0;
    if (!fresh && application != db->kind->application_id)
        return say(arena, ret_reason, -EPROTO, path, "is not a database of kith");
    if (version > newest_version(db->kind))
        return say(arena, ret_reason, -EPROTO, path,
                   "was written by a newer kith; install that version");
    *ret_version = version;
    *ret_fresh = fresh;
    return 0;
}

int migrate_allowed(struct db *db, const char *path, struct arena *arena, const char **ret_reason)
{
    int64_t version = 0;
    bool fresh = false;
    return look(db, path, arena, ret_reason, &version, &fresh);
}

int migrate(struct db *db, const char *path, struct arena *arena, const char **ret_reason)
{
    int64_t version = 0;
    bool fresh = false;
    int64_t newest = newest_version(db->kind);
    int failure = look(db, path, arena, ret_reason, &version, &fresh);
    if (failure < 0)
        return failure;
    if (!fresh && version < newest)
        failure = keep_copy(db, path, version, arena, ret_reason);
    for (; failure == 0 && version < newest; version++) {
        failure = apply(db, &db->kind->migrations[version], version + 1);
        if (failure < 0)
            return say(arena, ret_reason, failure, path, "could not be brought up to date");
    }
    return failure;
}
