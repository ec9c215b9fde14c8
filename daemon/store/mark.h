#pragma once
/* What happened to assignments, on disk: appended, never changed. Failures as in db.h. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/assignment.h"
#include "daemon/store/db.h"

struct assignment_mark {
    int64_t assignment;
    const char *kind;
    int64_t at;
    const char *actor; /* "person:12", or "house" */
    const void *note;  /* sealed; NULL where there is none */
    size_t length;
    int64_t person; /* to whom it went; 0: that has not changed, or nobody */
    int64_t ticked; /* steps of the instructions that were ticked, bit 0 = the first */
};
int assignment_mark(struct db *db, const struct assignment_mark *mark);

/* Of one assignment, in the order in which they were made; at most the first 500. */
int mark_list(struct db *db, int64_t assignment, struct arena *arena, struct assignment_mark **ret,
              size_t *ret_count);

/* The latest assignment of one chore, of the days from one to another, that was missed or sent back
 * while that person had it, whoever has it now; with their faults and answers alone. 1 found, 0
 * none. */
struct mark_fault {
    int64_t assignment;
    civil_day on;
    struct assignment_notes_so_far so_far;
};
int mark_latest_fault(struct db *db, int64_t chore, int64_t person, civil_day from, civil_day until,
                      struct mark_fault *ret);

/* 1 where the assignment was ever sent back, 0 where not. */
int mark_was_sent_back(struct db *db, int64_t assignment);

/* What was written with a person's assignments since they have them, newest first; of their latest
 * 500 assignments. */
struct assignment_note {
    const char *chore;
    const char *on;
    const void *blob; /* sealed */
    size_t length;
};
int assignment_notes(struct db *db, int64_t person, struct arena *arena,
                     struct assignment_note **ret, size_t *ret_count);
