#pragma once
/* Chores: what may be assigned, what may be said done. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"

enum chore_outcome {
    CHORE_NOT_HERE = 1,
    CHORE_ALREADY_ASSIGNED,
    CHORE_NOTHING_OPEN,
    CHORE_NOTHING_DONE,
    CHORE_ALREADY_DONE,
    CHORE_BAD_SCHEDULE,
    CHORE_OUTCOMES,
};

enum {
    CHORE_DUE_MINUTE = 21 * 60, /* where nobody said when */
    CHORE_EFFORT = 1,
};

struct chore {
    int64_t id;
    int64_t house;
    const char *handle;
    const char *name;
    const char *area;         /* NULL where nobody said */
    const char *instructions; /* NULL where nobody said */
    const char *rule;         /* RRULE; NULL: only when somebody assigns it */
    civil_day starts_on;
    int due_minute; /* from the evening's midnight */
    int effort;
};

enum assignment_state { ASSIGNMENT_PLANNED, ASSIGNMENT_DONE };

struct assignment {
    int64_t id;
    civil_day on;
    int64_t due_at;
    enum assignment_state state;
};

/* "planned" or "done". */
const char *assignment_state_name(enum assignment_state state);

/* The state of that name; planned for one that is not known. */
enum assignment_state assignment_state_from_name(const char *name);

/* A stay as far as chores care: the days from `from` to `until`, both included. */
struct presence {
    civil_day from;
    civil_day until;
};

/* Seconds after midnight until which what is done is the evening before's: 05:00. */
enum { CHORE_EVENING_ENDS = 5 * 3600 };

/*
 * Whether somebody present on those days may be given a chore on that day.
 * 0 or CHORE_NOT_HERE.
 */
int chore_may_assign(const struct presence *presence, size_t count, civil_day on);

/*
 * Which of one person's assignments of one chore `done` means. Where a day is named, that of the
 * day `on`. Else `on` is the day whose evening is not over, and it is the open one that is due
 * next, of days up to that; else, where that day's is not done already, the latest that is overdue.
 * So saying it twice uses up neither tomorrow's nor what was missed before. `assignments` are in
 * the order of when they are due, `now` is UTC seconds. 0, CHORE_NOTHING_OPEN or
 * CHORE_ALREADY_DONE.
 */
int chore_pick_done(const struct assignment *assignments, size_t count, bool day_named,
                    civil_day on, int64_t now, const struct assignment **ret);

/* The same for `undo`: the named day's, else the latest that was said done. 0 or
 * CHORE_NOTHING_DONE. */
int chore_pick_undo(const struct assignment *assignments, size_t count, bool day_named,
                    civil_day on, const struct assignment **ret);
