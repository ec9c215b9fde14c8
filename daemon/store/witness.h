#pragma once
/*
 * Checkpoints: signed notes over the chain, by which paper on a refrigerator becomes a witness.
 */
#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/store/audit.h"
#include "daemon/store/vault.h"

enum { WITNESS_ENTRIES = 1000 }; /* entries one checkpoint covers at most: one bounded slice */

/*
 * Makes the next checkpoint over the entries since the last. 1 made, 0 there was nothing new,
 * -EBADMSG where the entries do not go on from the last one: nothing is signed over a hole; or a
 * failure. Where more than WITNESS_ENTRIES are waiting it covers the first of them.
 */
int witness_checkpoint(struct db *db, struct vault *vault, int64_t now, struct arena *arena,
                       struct signed_note *ret);

/* A checkpoint's six words, from the SHA-256 of its note. */
int witness_words(const struct signed_note *note, char ret[64]);

/* How far a check of the whole record has come. All zeroes begins. */
struct witness_check {
    int64_t next; /* the entry to look at */
    int64_t entries;
    int64_t checkpoints;
    char hash[65];        /* of the entry before */
    char note_digest[65]; /* of the checkpoint before; "" for none */
    int64_t broken_at;    /* 0: nothing is wrong so far */
    const char *reason;   /* why; a constant */
    bool finished;
};

/*
 * One bounded slice of the check: entries and checkpoints up to the next checkpoint, at most
 * WITNESS_ENTRIES. Call until `finished`. 0 or a failure.
 */
int witness_check(struct db *db, const struct vault *vault, struct arena *arena,
                  struct witness_check *check);
