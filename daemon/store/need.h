#pragma once
/* What a house needs or finds broken, on disk. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/domain/need.h"
#include "daemon/store/db.h"

/* One of a list, with the names of those who wrote it. */
struct need_entry {
    struct need need;
    const char *said_by; /* a handle */
    const char *done_by; /* NULL while it is on the list */
    bool said_by_has_left;
    bool done_by_has_left;
};

int need_insert(struct db *db, const struct need *need, int64_t *ret_id);

/* Writes need->done, done_by and done_at. */
int need_set_done(struct db *db, const struct need *need);

/* Of that house alone. */
int need_by_id(struct db *db, int64_t house, int64_t id, struct arena *arena, struct need *ret);

/* How many are on the house's list. */
int need_count_open(struct db *db, int64_t house, int64_t *ret);

/* The number of one on the list that reads alike, capital letters or not; 0 where there is none. */
int need_find_open(struct db *db, const struct need *need, int64_t *ret_id);

/* On the house's list, or seen to; what was said last comes first. Only those whose number is below
 * `before`, at most `limit`. */
int need_page(struct db *db, int64_t house, bool done, int64_t before, size_t limit,
              struct arena *arena, struct need_entry **ret, size_t *ret_count);

/* What somebody has said, or has written as done; newest first, at most `limit`. */
int need_said_by(struct db *db, int64_t person, size_t limit, struct arena *arena,
                 struct need **ret, size_t *ret_count);
int need_done_by(struct db *db, int64_t person, size_t limit, struct arena *arena,
                 struct need **ret, size_t *ret_count);

/* How much of both there is in all. */
int need_counts_of(struct db *db, int64_t person, int64_t *ret_said, int64_t *ret_done);
