/*
 * What is put in the place of others when the fault tests are linked (--wrap): scrypt, whose cost
 * would be most of every run, and the end of a failed assertion, which must not pass for the abort
 * that running out of memory allows.
 */
#include "tests/fault/stand_in.h"

#include <openssl/evp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

int __wrap_EVP_PBE_scrypt(const char *pass, size_t pass_length, const unsigned char *salt,
                          size_t salt_length, uint64_t n, uint64_t r, uint64_t p, uint64_t most,
                          unsigned char *key, size_t key_length);
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

int __wrap_EVP_PBE_scrypt(const char *pass, size_t pass_length, const unsigned char *salt,
                          size_t salt_length, uint64_t n, uint64_t r, uint64_t p, uint64_t most,
                          unsigned char *key, size_t key_length)
{
    unsigned char input[64 + 64];
    (void)n;
    (void)r;
    (void)p;
    (void)most;
    if (pass_length > 64 || salt_length > 64 || key_length != 32)
        abort();
    memcpy(input, pass, pass_length);
    memcpy(input + pass_length, salt, salt_length);
    return EVP_Digest(input, pass_length + salt_length, key, NULL, EVP_sha256(), NULL);
}

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

/* --- The gaps between the two files' commits -------------------------------------------------- */

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
