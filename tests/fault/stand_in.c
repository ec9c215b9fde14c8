/*
 * What is put in the place of others when the fault tests are linked (--wrap): the end of a failed
 * assertion, which must not pass for the abort that running out of memory allows, and whatever
 * begins and ends a transaction.
 */
#include "tests/fault/stand_in.h"

#include <stdlib.h>

void __wrap___assert_fail(const char *what, const char *file, unsigned line, const char *function)
    __attribute__((noreturn));
#define WRAPPED(type, name)                                                                        \
    type __real_##name(struct db *db);                                                             \
    type __wrap_##name(struct db *db)

WRAPPED(int, db_commit);
WRAPPED(int, db_begin_read);
WRAPPED(int, db_begin_write);
WRAPPED(void, db_rollback);
WRAPPED(int, db_savepoint);
WRAPPED(int, db_savepoint_release);
WRAPPED(int, db_savepoint_undo);

/* Neither an assertion nor a commit is told whose run it is. */
static struct {
    struct report *report;
    struct commit_fault commits;
    uint64_t commit_count;
    uint64_t first; /* of the control statements that fail; 0: none does */
    uint64_t last;
    uint64_t control_count;
    uint64_t control_hits;
} stand_in;

void __wrap___assert_fail(const char *what, const char *file, unsigned line, const char *function)
{
    if (stand_in.report)
        report_forbid(stand_in.report, "an assertion: %s:%u: %s: %s", file, line, function, what);
    abort();
}

void stand_in_watch(struct report *report)
{
    stand_in.report = report;
}

/* --- The gaps between the two files' commits --- */

void commit_arm(const struct commit_fault *fault)
{
    stand_in.commits = *fault;
    stand_in.commit_count = 0;
}

uint64_t commit_count(void)
{
    return stand_in.commit_count;
}

int __wrap_db_commit(struct db *db)
{
    const struct commit_fault *fault = &stand_in.commits;
    bool strikes = ++stand_in.commit_count == fault->number;
    if (strikes && fault->point == COMMIT_STOP_BEFORE)
        _exit(DISK_STOPPED);
    if (strikes && fault->point == COMMIT_FAIL)
        return -EIO;
    int failure = __real_db_commit(db);
    if (strikes && fault->point == COMMIT_STOP_AFTER)
        _exit(DISK_STOPPED);
    return failure;
}

/* --- Transactions and savepoints that neither begin nor end --- */

void control_arm(uint64_t first, uint64_t last)
{
    stand_in.control_count = 0;
    stand_in.control_hits = 0;
    stand_in.first = first;
    stand_in.last = last;
}

void control_lift(void)
{
    stand_in.first = 0;
}

uint64_t control_count(void)
{
    return stand_in.control_count;
}

uint64_t control_hits(void)
{
    return stand_in.control_hits;
}

static bool control_fails(void)
{
    uint64_t number = ++stand_in.control_count;
    bool fails = stand_in.first && number >= stand_in.first && number <= stand_in.last;
    stand_in.control_hits += fails;
    return fails;
}

int __wrap_db_begin_read(struct db *db)
{
    return control_fails() ? -EIO : __real_db_begin_read(db);
}

int __wrap_db_begin_write(struct db *db)
{
    return control_fails() ? -EIO : __real_db_begin_write(db);
}

void __wrap_db_rollback(struct db *db)
{
    if (!control_fails())
        __real_db_rollback(db);
}

int __wrap_db_savepoint(struct db *db)
{
    return control_fails() ? -EIO : __real_db_savepoint(db);
}

int __wrap_db_savepoint_release(struct db *db)
{
    return control_fails() ? -EIO : __real_db_savepoint_release(db);
}

int __wrap_db_savepoint_undo(struct db *db)
{
    return control_fails() ? -EIO : __real_db_savepoint_undo(db);
}
