#pragma once
/* Chores on offer, on disk. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/swap.h"
#include "daemon/store/db.h"

/* Writes swap->assignment, from and to, as offered at `now`. -EEXIST where it is on offer. */
int swap_insert(struct db *db, int64_t house, const struct swap *swap, int64_t now,
                int64_t *ret_id);

/* An offer is answered or withdrawn at `now`, by `taken_by` where it was accepted (else 0). Once:
 * one that is closed stays as it is. */
int swap_close(struct db *db, int64_t swap, enum swap_state state, int64_t taken_by, int64_t now);

/* Of that assignment only what `holder` offers can still be taken (0: nothing): another's offer is
 * over, where there is one. assignment.h calls it. */
int swap_end(struct db *db, int64_t assignment, int64_t holder);

/* One person's offers of one chore, from one day to another (both included), by day and in the
 * order in which they were made; at most the last 100. */
int swap_of(struct db *db, int64_t chore, int64_t from_person, civil_day from, civil_day until,
            struct arena *arena, struct swap **ret, size_t *ret_count);

/* Whose list it is. */
struct swap_search {
    int64_t house;
    int64_t reader; /* what they offer, and what is offered to them or to all; 0: nobody */
    bool all;       /* everything that is on offer, whoever reads it */
    int64_t now;    /* UTC seconds: what was due by then is left out */
    int64_t before; /* only those whose number is below */
};

/* One of a list, with its names. */
struct swap_entry {
    struct swap swap;
    int64_t offered_at;
    const char *chore; /* its handle */
    const char *name;
    const char *from; /* a handle */
    const char *to;   /* NULL: anybody */
    bool to_has_left;
};

/* What can be taken, last offered first, at most `limit`. Whoever has left offers nothing. */
int swap_page(struct db *db, const struct swap_search *search, size_t limit, struct arena *arena,
              struct swap_entry **ret, size_t *ret_count);

/* What somebody offered, or was offered or took, last offered first, at most `limit`. */
struct swap_part {
    const char *chore;
    civil_day on;
    int64_t offered_at;
    enum swap_state state;
    bool to_all;
    bool is_giver;
    bool is_taker;
};
int swap_parts(struct db *db, int64_t person, size_t limit, struct arena *arena,
               struct swap_part **ret, size_t *ret_count);
