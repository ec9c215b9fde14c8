/*
 * What is put in the place of others when the fault tests are linked (--wrap): the end of a failed
 * assertion, which must not pass for the abort that running out of memory allows, and the commits.
 */
#include "tests/fault/stand_in.h"

#include <stdlib.h>

void __wrap___assert_fail(const char *what, const char *file, unsigned line, const char *function)
    __attribute__((noreturn));
int __real_db_commit(struct db *db);
int __wrap_db_commit(struct db *db);

/* Neither an assertion nor a commit is told whose run it is. */
static struct {
    struct report *report;
    struct commit_fault commits;
    uint64_t count;
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
    stand_in.count = 0;
}

uint64_t commit_count(void)
{
    return stand_in.count;
}

int __wrap_db_commit(struct db *db)
{
    const struct commit_fault *fault = &stand_in.commits;
    bool strikes = ++stand_in.count == fault->number;
    if (strikes && fault->point == COMMIT_STOP_BEFORE)
        _exit(DISK_STOPPED);
    if (strikes && fault->point == COMMIT_FAIL)
        return -EIO;
    int failure = __real_db_commit(db);
    if (strikes && fault->point == COMMIT_STOP_AFTER)
        _exit(DISK_STOPPED);
    return failure;
}
