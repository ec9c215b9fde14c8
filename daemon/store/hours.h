#pragma once
/* Hours in which somebody cannot do chores, on disk. 1 found, 0 none, negative failure (db.h). A
 * row is never taken away: it ends. */
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/domain/absence.h"
#include "daemon/store/db.h"

int hours_insert(struct db *db, const struct hours *hours, int64_t *ret_id);

/* Of that house's people alone. */
int hours_by_id(struct db *db, int64_t house, int64_t id, struct hours *ret);

/* Somebody's that are not over on that day, in the order of their numbers, at most `limit`. */
int hours_list(struct db *db, int64_t person, civil_day on, size_t limit, struct arena *arena,
               struct hours **ret, size_t *ret_count);

/* How many that are. */
int hours_count_open(struct db *db, int64_t person, civil_day on, int64_t *ret);

/* All of somebody's, newest first, at most `limit`. */
int hours_latest(struct db *db, int64_t person, size_t limit, struct arena *arena,
                 struct hours **ret, size_t *ret_count);

/* How many that are in all. */
int hours_count_of(struct db *db, int64_t person, int64_t *ret);

/* Their last day, which may be before their first: then they never were. */
int hours_set_until(struct db *db, int64_t id, civil_day until);
