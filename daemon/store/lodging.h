#pragma once
/* Which bed a stay has from when until when, on disk. 1 found, 0 none, negative failure (db.h). */
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/person.h"
#include "daemon/store/db.h"

/* The stay of somebody who has this bed for some of these nights, from the first until the last, or
 * for ever where that is NO_DAY; 1 with their handle. */
int lodging_clash(struct db *db, int64_t bed, struct stay_days nights, int64_t but_stay,
                  struct arena *arena, const char **ret_person);
int lodging_insert(struct db *db, int64_t stay, int64_t bed, civil_day from);
int lodging_end(struct db *db, int64_t lodging, civil_day until);
int lodging_set_days(struct db *db, int64_t lodging, struct stay_days days);

/* The beds of a stay, oldest first; at most 100. */
struct lodging {
    int64_t id;
    const char *bed;
    civil_day from;
    civil_day until; /* NO_DAY for the present one */
};
int lodging_list(struct db *db, int64_t stay, struct arena *arena, struct lodging **ret,
                 size_t *ret_count);

/* The first of them and the last; the one where there are no others. */
int lodging_outer(struct db *db, int64_t stay, struct arena *arena, struct lodging **ret,
                  size_t *ret_count);

/* Who slept in that bed on that day, or on the day of moving out where nobody came after. */
int lodging_person(struct db *db, int64_t bed, civil_day on, int64_t *ret_person);
