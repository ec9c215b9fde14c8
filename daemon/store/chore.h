#pragma once
/* Chores and assignments on disk. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/chore.h"
#include "daemon/store/db.h"

/* -EEXIST where the handle is taken. */
int chore_insert(struct db *db, const struct chore *chore, int64_t now, int64_t *ret_id);
int chore_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                    struct chore *ret);
int chore_handles(struct db *db, int64_t house, size_t limit, struct arena *arena,
                  const char ***ret, size_t *ret_count);

/* Their names, in the order of the handles. */
int chore_names(struct db *db, int64_t house, size_t limit, struct arena *arena, const char ***ret,
                size_t *ret_count);

int chore_page(struct db *db, int64_t house, const char *after, size_t limit, struct arena *arena,
               struct chore **ret, size_t *ret_count);

/* -EEXIST where that person has that chore on that day. */
int assignment_insert(struct db *db, int64_t house, int64_t chore, int64_t person, civil_day on,
                      int64_t due_at, int64_t *ret_id);

/* Of one chore and person, from one day to another (both included), in the order of the days; at
 * most the latest 100. */
int assignment_of(struct db *db, int64_t chore, int64_t person, civil_day from, civil_day until,
                  struct arena *arena, struct assignment **ret, size_t *ret_count);
int assignment_set_state(struct db *db, int64_t assignment, enum assignment_state state);

/* What happened to it: appended, never changed. `note` is sealed; NULL where there is none. */
int assignment_mark(struct db *db, int64_t assignment, const char *kind, int64_t at,
                    const char *actor, const void *note, size_t length);

/*
 * Calls `each` for the assignments from `from` to `until` (both included) of one person, or of the
 * house where `person` is 0, by evening and due time, at most `limit`. The texts are good during
 * the call.
 */
struct assignment_row {
    int64_t id;
    const char *chore;
    const char *name;
    const char *person;
    const char *on;
    int64_t due_at;
    const char *state;
    bool has_left; /* whoever has it; told in a house's week alone */
};
int assignment_each(struct db *db, int64_t house, int64_t person, const char *from,
                    const char *until, size_t limit,
                    void (*each)(void *context, const struct assignment_row *row), void *context);

/* How many open and done assignments a person has had. */
int assignment_counts(struct db *db, int64_t person, int64_t *ret_planned, int64_t *ret_done);

/* What was written with a person's assignments, newest first; of their latest 500 assignments. */
struct assignment_note {
    const char *chore;
    const char *on;
    const void *blob; /* sealed */
    size_t length;
};
int assignment_notes(struct db *db, int64_t person, struct arena *arena,
                     struct assignment_note **ret, size_t *ret_count);

/* A house's open assignments from the day `from` on, by id after `after`, at most `limit`. */
struct assignment_due {
    int64_t id;
    civil_day on;
    int minute;
    int64_t at; /* as it stands */
};
int assignment_due_after(struct db *db, int64_t house, civil_day from, int64_t after, size_t limit,
                         struct arena *arena, struct assignment_due **ret, size_t *ret_count);
int assignment_set_due(struct db *db, int64_t assignment, int64_t due_at);
