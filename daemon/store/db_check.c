/* The check after an unclean stop: long, on a handle of its own, and to be ended at any time. */
#include <errno.h>
#include <string.h>

#include "daemon/store/internal.h"

static int poll_stop(void *context)
{
    const volatile bool *stop = context;
    return *stop;
}

int db_quick_check(struct db *db, const volatile bool *stop, struct arena *arena,
                   const char **ret_reason)
{
    /* Polled from the first step on: an interruption before that would be forgotten. */
    sqlite3_progress_handler(db->handle, 1, poll_stop, (void *)(uintptr_t)stop);
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db->handle, "pragma quick_check(1)", -1, &statement, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    int failure = db_errno(db, result);
    if (result == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(statement, 0);
        if (!said || strcmp(said, "ok") != 0) {
            *ret_reason = arena_text(arena, said ? said : "unreadable");
            failure = -EBADMSG;
        }
    } else if ((result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB) {
        *ret_reason = arena_text(arena, sqlite3_errmsg(db->handle));
        failure = -EBADMSG;
    }
    (void)sqlite3_finalize(statement);
    return failure;
}

void db_interrupt(struct db *db)
{
    /* A single step of the check reads every page; only an interruption is seen within it. */
    sqlite3_interrupt(db->handle);
}
