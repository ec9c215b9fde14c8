#pragma once
/* Assignments whose time goes by, on disk. 1 found, 0 none, negative failure (db.h). */
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/store/assignment.h"
#include "daemon/store/db.h"

/* When the next one lapses. */
int lapse_next(struct db *db, int64_t *ret_at);

/* Those that have lapsed by `now`, in that order, at most `limit`. */
struct lapsed {
    struct assignment_row row;
    const char *chore; /* its handle */
};
int lapse_list(struct db *db, int64_t now, size_t limit, struct arena *arena, struct lapsed **ret,
               size_t *ret_count);

/* Whether on either day somebody was away, exempt from that chore, or did not live there until its
 * end. 1 so it was, 0 not. */
int lapse_was_away(struct db *db, int64_t person, int64_t chore, civil_day one, civil_day other);

/* Said done since the day `from`, and perhaps still to be looked at; by area, chore and day, at
 * most `limit`. */
struct unlooked {
    int64_t id;
    const char *chore;
    const char *name;
    const char *area;
    const char *instructions;
    enum looker looker;
    int64_t person;
    const char *handle;
    civil_day on;
    int64_t due_at;
    int64_t done_at;
    int64_t ticked;
};
int unlooked_list(struct db *db, int64_t house, civil_day from, size_t limit, struct arena *arena,
                  struct unlooked **ret, size_t *ret_count);
