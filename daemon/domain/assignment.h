#pragma once
/* One chore, due at one time, given to one person: what it goes through. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"

enum assignment_state {
    ASSIGNMENT_OPEN,      /* nobody has it */
    ASSIGNMENT_PLANNED,   /* somebody has it */
    ASSIGNMENT_DONE,      /* they say it is done */
    ASSIGNMENT_CHECKED,   /* somebody else has looked at it */
    ASSIGNMENT_SENT_BACK, /* somebody else has looked, and it is to be done again */
    ASSIGNMENT_MISSED,    /* its time went by */
    ASSIGNMENT_EXCUSED,   /* it need not be done */
    ASSIGNMENT_CANCELLED, /* it does not take place */
    ASSIGNMENT_STATES,
};

struct assignment {
    int64_t id;
    civil_day on;
    int64_t due_at;
    enum assignment_state state;
};

/* "planned", "sent-back", ... */
const char *assignment_state_name(enum assignment_state state);

/* The state of that name; planned for one that is not known. */
enum assignment_state assignment_state_from_name(const char *name);

/* Whether there is something to do for whoever has it: planned, or sent back. */
bool assignment_is_to_do(enum assignment_state state);

/* Whether it counts in the ledger, for whoever has it: what is planned, said done or looked at
 * does; what was missed, excused or never given is taken back. */
bool assignment_counts_as_carried(enum assignment_state state);

/*
 * Which of one person's assignments of one chore `done` means. Where a day is named, that of the
 * day `on`. Else `on` is the day whose evening is not over, and it is the open one that is due
 * next, of days up to that; else, where that day's is not done already, the latest that is overdue.
 * So saying it twice uses up neither tomorrow's nor what was missed before. `assignments` are in
 * the order of when they are due, `now` is UTC seconds. 0, CHORE_NOTHING_OPEN or
 * CHORE_ALREADY_DONE.
 */
int assignment_pick_done(const struct assignment *assignments, size_t count, bool day_named,
                         civil_day on, int64_t now, const struct assignment **ret);

/* The same for `undo`: the named day's, else the latest that was said done. 0 or
 * CHORE_NOTHING_DONE. */
int assignment_pick_undo(const struct assignment *assignments, size_t count, bool day_named,
                         civil_day on, const struct assignment **ret);
