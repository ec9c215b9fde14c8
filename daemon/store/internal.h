#pragma once
/* What db.c, query.c and migrate.c share; nobody else includes it. */
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "daemon/store/db.h"

/* Prepared statements, found by the address of their text. */
struct prepared {
    const char *sql;
    sqlite3_stmt *statement;
};

struct db {
    sqlite3 *handle;
    const struct db_kind *kind;
    struct prepared *prepared; /* open addressing; a power of two */
    size_t slots;
    size_t used;
    int lock; /* descriptor of FILE.lock, or -1 */
    bool unclean;
    bool read_only;
    bool keeps_wal; /* when it is closed: the next start is to check it */
    bool in_doubt;  /* the last commit was written, but not confirmed by the disk */
    unsigned steps; /* thousands of VM steps in this slice */
    bool failed;    /* a statement did, in this slice */
    bool damaged;   /* a page was met that is none */
    bool began;     /* a transaction, and neither committed nor rolled it back */
};

/* SQLite's result as ours: 0, -EEXIST, -EROFS, -ENOMEM, -EIO. */
int db_errno(const struct db *db, int result);

/* Runs statements that are given as a text, rows passed over. For pragmas and migrations. */
int db_execute(struct db *db, const char *sql);

/* One number from a pragma or query. */
int db_number(struct db *db, const char *sql, int64_t *ret);

/* Says why the file did not open, from what SQLite last said; the failure to return. */
int db_explain(struct db *db, int failure, const char *path, struct arena *arena,
               const char **ret_reason);

/* Whether the file is new, or of this kind and not newer than this program. Changes nothing. */
int migrate_allowed(struct db *db, const char *path, struct arena *arena, const char **ret_reason);

/* Brings the file to the newest version; see db_open. */
int migrate(struct db *db, const char *path, struct arena *arena, const char **ret_reason);
