#pragma once
/* When somebody cannot do chores, on disk. 1 found, 0 none, negative failure (db.h). A row is never
 * taken away; what ends early keeps its other columns. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/domain/absence.h"
#include "daemon/store/db.h"

/* One with the names that people know. */
struct absence_entry {
    struct absence absence;
    const char *person; /* a handle, as the next two */
    const char *chore;  /* NULL: of all of them */
    const char *granted_by;
    bool has_left;      /* the person has */
    const void *reason; /* sealed; NULL where there is none, and in a list */
    size_t reason_length;
};

/* `reason` is sealed; NULL: none. */
int absence_insert(struct db *db, const struct absence *absence, const void *reason, size_t length,
                   int64_t *ret_id);

/* Of that house alone. */
int absence_by_id(struct db *db, int64_t house, int64_t id, struct arena *arena,
                  struct absence_entry *ret);

/* The first one of the same person, kind and chore that has a day in common with `absence`. */
int absence_overlapping(struct db *db, const struct absence *absence, struct arena *arena,
                        struct absence_entry *ret);

/* Somebody's being away that has that day. */
int absence_away_on(struct db *db, int64_t person, civil_day on, struct arena *arena,
                    struct absence_entry *ret);

/* How many of somebody's are not over on that day. */
int absence_count_open(struct db *db, int64_t person, civil_day on, int64_t *ret);

int absence_set_until(struct db *db, int64_t id, civil_day until);

/* It never took place. */
int absence_withdraw(struct db *db, int64_t id, int64_t at);

/* What a list is of: a house's that are not over on `today`, of those who have not left. */
struct absence_search {
    int64_t house;
    int64_t person; /* 0: everybody's */
    int64_t reader; /* of those of one chore sees their own, and those that they put down */
    bool sees_all;  /* the reader sees the others too */
    civil_day today;
    civil_day after_from; /* only those behind this one, in the order of first days and numbers */
    int64_t after;
};
int absence_page(struct db *db, const struct absence_search *search, size_t limit,
                 struct arena *arena, struct absence_entry **ret, size_t *ret_count);

/* All of somebody's, newest first, at most `limit`. */
int absence_of(struct db *db, int64_t person, size_t limit, struct arena *arena,
               struct absence_entry **ret, size_t *ret_count);
int absence_count_of(struct db *db, int64_t person, int64_t *ret);
