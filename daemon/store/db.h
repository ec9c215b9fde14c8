#pragma once
/*
 * The record's file: opening, transactions, statements. SQLite stays behind this folder.
 *
 * Failures throughout the store: -EEXIST a name is taken (a UNIQUE constraint), -EROFS the record
 * takes no writes, -ENOMEM, and -EIO for everything else that storage does to us. After any
 * failure ask db_transaction_lost: SQLite may have rolled the whole transaction back by itself.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/embed.h"

struct db;

/* What a file is, so that one is not taken for the other. */
struct db_kind {
    const char *name;                  /* "house record", for messages */
    int32_t application_id;            /* SQLite's; 0 in a new file */
    const struct embedded *migrations; /* NNN_*.sql in order; their count is the newest version */
    bool wal;                          /* else a rollback journal, emptied at each commit */
};

/*
 * Opens or makes the file, takes its lock, and migrates it; before a migration of a file with
 * data a copy is kept beside it as FILE.before-N. `*ret_reason` (from `arena`) says why not.
 * Returns 0; -EBUSY another process holds it (the reason names it); -EPROTO not ours, or newer
 * than this program; -EACCES, -EROFS, -ENOENT as the system says; -EIO damaged or unreadable.
 */
int db_open(const char *path, const struct db_kind *kind, struct arena *arena, struct db **ret,
            const char **ret_reason);

/* A read-only look at the same file on a connection of its own, for another thread. */
int db_open_reader(const char *path, struct db **ret);

/* Checkpoints (where it is a WAL), closes, lets go of the lock. NULL is fine. */
void db_close(struct db *db);

/* Whether the last close was not clean: the WAL held something when it was opened. */
bool db_was_unclean(const struct db *db);

/* From now on every write fails with -EROFS. */
void db_refuse_writes(struct db *db);
bool db_refuses_writes(const struct db *db);

/* Closing it is to look like no clean stop, so that the next start checks it: its WAL stays. */
void db_leave_unclean(struct db *db);

/* Transactions. Begin and commit pair up; a savepoint stands within a write. */
int db_begin_read(struct db *db);
int db_begin_write(struct db *db);
int db_commit(struct db *db);

/* Commits something that changes nothing: 0 where writes work (again), or why not. Not within a
 * transaction. */
int db_probe(struct db *db);

/* Whether the commit that failed last may be found done after a restart all the same: it was
 * written, and the disk did not confirm it. */
bool db_commit_is_in_doubt(const struct db *db);
void db_rollback(struct db *db);
int db_savepoint(struct db *db);
int db_savepoint_release(struct db *db);
int db_savepoint_undo(struct db *db);

/*
 * Whether no transaction is open, though one was begun: SQLite has given it up. Until db_rollback
 * every statement fails then, because a write would stand alone.
 */
bool db_transaction_lost(const struct db *db);

/*
 * Counts SQLite's work. A slice starts with db_slice_start; db_slice_steps gives the virtual
 * machine's steps since then, in thousands rounded down.
 */
void db_slice_start(struct db *db);
unsigned db_slice_steps(const struct db *db);

/* Whether a statement has failed since then, but for a name that is taken. */
bool db_slice_failed(const struct db *db);

/* Whether a statement has met a damaged page since the database was opened. */
bool db_is_damaged(const struct db *db);

/* The newest row's id of the last insert. */
int64_t db_last_id(const struct db *db);

/* Rows changed by the last write. */
int64_t db_changes(const struct db *db);

/* Rows inserted, changed or deleted since the database was opened, whatever became of them. */
int64_t db_changes_ever(const struct db *db);

/* Bytes of the file, as SQLite counts them. */
int64_t db_size(struct db *db);

/*
 * PRAGMA quick_check: 0 sound; -EBADMSG damaged, `*ret_reason` says what; -EIO unreadable.
 * Long: for a reader on its own thread. `stop` is polled; once true the check ends with -EINTR.
 */
int db_quick_check(struct db *db, const volatile bool *stop, struct arena *arena,
                   const char **ret_reason);

/* Makes the check that runs on it, on another thread, end with -EINTR. Set `stop` before. */
void db_interrupt(struct db *db);

/* Moves what the WAL holds into the file and empties it, but where it is to stay (as above). */
int db_checkpoint(struct db *db);
