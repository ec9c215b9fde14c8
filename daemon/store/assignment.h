#pragma once
/* Assignments on disk. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/assignment.h"
#include "daemon/store/db.h"

/* One assignment, whole. */
struct assignment_row {
    int64_t id;
    int64_t house;
    int64_t chore;
    int64_t person; /* 0: nobody has it */
    int64_t place;  /* 0 when it is inserted: the next that is free */
    civil_day on;
    int64_t due_at;
    enum assignment_state state;
    int fair_effort;      /* what it counts in the ledger; 0 where it does not */
    bool agreed;          /* by hand, claimed or swapped */
    int64_t first_person; /* who had it first; set by the store */
    int64_t done_at;      /* when it was said done; 0 never */
    /* When it is given, for the store: what would have lapsed by then never does, since nobody
     * could have done it in time. 0: it lapses whenever that was. */
    int64_t given_at;
};

/* -EEXIST where that person has that chore on that day, or the place is taken. */
int assignment_insert(struct db *db, const struct assignment_row *row, int64_t *ret_id);
int assignment_by_id(struct db *db, int64_t house, int64_t id, struct assignment_row *ret);

/* A house's from that day on, by day and due time. */
int assignment_window(struct db *db, int64_t house, civil_day from, struct arena *arena,
                      struct assignment_row **ret, size_t *ret_count);

/* A chore's of one day, by place. */
int assignment_of_day(struct db *db, int64_t chore, civil_day on, struct arena *arena,
                      struct assignment_row **ret, size_t *ret_count);

/* Writes who has it, its state, effort and whether it is agreed; another's offer of it is over.
 * -EEXIST as assignment_insert. */
int assignment_give(struct db *db, const struct assignment_row *row);

/* When each who lives in the house or may come to last had each of its chores, before that day. */
struct assignment_last {
    int64_t chore;
    int64_t person;
    civil_day on; /* NO_DAY: never */
};
int assignment_last_had(struct db *db, int64_t house, civil_day before, struct arena *arena,
                        struct assignment_last **ret, size_t *ret_count);

/* When each chore was last given to anybody, before that day; `person` is 0. */
int assignment_given_on(struct db *db, int64_t house, civil_day before, struct arena *arena,
                        struct assignment_last **ret, size_t *ret_count);

/* Of one chore and person, from one day to another (both included), in the order of the days; at
 * most the latest 100. */
int assignment_of(struct db *db, int64_t chore, int64_t person, civil_day from, civil_day until,
                  struct arena *arena, struct assignment_row **ret, size_t *ret_count);

/* `done_at` 0 where it is not (any more) said done. With nothing to do an offer of it is over. */
int assignment_set_state(struct db *db, int64_t assignment, enum assignment_state state,
                         int64_t done_at);

/* It is to be done again, by then. */
int assignment_send_back(struct db *db, int64_t assignment, int64_t due_at);

/*
 * Calls `each` for the assignments from `from` to `until` (both included) of one person, or of the
 * house where `person` is 0, by evening and due time, at most `limit`. The texts are good during
 * the call.
 */
struct assignment_shown {
    int64_t id;
    const char *chore;
    const char *name;
    const char *person; /* NULL: nobody */
    const char *on;
    int64_t due_at;
    const char *state;
    const char *first; /* who had it first, where somebody else has it now; else NULL */
    bool first_has_left;
    bool has_left; /* whoever has it; told in a house's week alone */
};
int assignment_each(struct db *db, int64_t house, int64_t person, const char *from,
                    const char *until, size_t limit,
                    void (*each)(void *context, const struct assignment_shown *row), void *context);

/* How many open and done assignments a person has had. */
int assignment_counts(struct db *db, int64_t person, int64_t *ret_planned, int64_t *ret_done);

/* A house's open assignments from the day `from` on, by id after `after`, at most `limit`. */
struct assignment_due {
    int64_t id; /* of a day: its last one's */
    civil_day on;
    int minute;
    int64_t at; /* as it stands */
};
int assignment_due_after(struct db *db, int64_t house, civil_day from, int64_t after, size_t limit,
                         struct arena *arena, struct assignment_due **ret, size_t *ret_count);
int assignment_set_due(struct db *db, int64_t assignment, int64_t due_at);

/* The days of one chore from that day on, each once and in order, on which something is open or
 * planned; at most the first 1000. `at`: when the latest of them is due; `minute` is the chore's.
 */
int assignment_days_ahead(struct db *db, int64_t chore, civil_day from, struct arena *arena,
                          struct assignment_due **ret, size_t *ret_count);

/* What is open or planned of that chore and day is due then. */
int assignment_set_due_of_day(struct db *db, int64_t chore, civil_day on, int64_t due_at);
