#pragma once
/* Entries and checkpoints for the tests of the record. Include cmocka first. */
#include "common/chain.h"
#include "common/digest.h"
#include "common/text.h"
#include "daemon/store/witness.h"
#include "tests/unit/store/pair.h"

/* What is sealed beside each entry here, and how its line ends. */
#define SEALED "sealed"
#define DETAIL                                                                                     \
    "\"detail\":\""                                                                                \
    "c9d0036bed6744bcdf692fc980d8717d7e5f5a4f4e8266b4a84982602fb1cd09"                             \
    "\"}"

/* Appends that many entries, numbered on from what is there. */
static inline void add_entries(struct files *files, struct pair *pair, int count)
{
    char hash[65];
    int64_t seq = 0;
    assert_int_equal(audit_head(pair->record, &seq, hash), 0);
    assert_int_equal(db_begin_write(pair->record), 0);
    for (int i = 0; i < count; i++) {
        struct audit_entry entry = {.seq = ++seq, .hash = hash, .noun = "Chore", .house = 1};
        entry.body = arena_format(&files->arena, "{\"seq\":%lld," DETAIL, (long long)seq);
        assert_int_equal(chain_next(hash, entry.body, hash), 0);
        assert_int_equal(audit_insert(pair->record, &entry, SEALED, strlen(SEALED)), 0);
    }
    assert_int_equal(db_commit(pair->record), 0);
}

/* The next checkpoint; its entry's number, or 0 where there was nothing new. */
static inline int64_t add_checkpoint(struct files *files, struct pair *pair, int64_t now)
{
    struct signed_note note = {0};
    int made = witness_checkpoint(pair->record, pair->vault, now, &files->arena, &note);
    assert_true(made >= 0);
    return made ? note.seq : 0;
}

/* Checks it all, slice by slice. */
static inline struct witness_check check_all(struct files *files, struct pair *pair)
{
    struct witness_check check = {0};
    for (int slices = 0; !check.finished; slices++) {
        assert_true(slices < 1000);
        int64_t before = check.entries;
        assert_int_equal(witness_check(pair->record, pair->vault, &files->arena, &check), 0);
        assert_true(check.entries - before <= WITNESS_ENTRIES);
    }
    return check;
}
