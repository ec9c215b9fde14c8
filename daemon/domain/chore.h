#pragma once
/* Chores: what they are, whose turn they may be, and what may go wrong with them. Pure. */
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
    CHORE_NEVER_COMES,
    CHORE_FOR_NOBODY,
    CHORE_TOO_FEW_HOLDERS,
    CHORE_HOLDER_NOT_HERE,
    CHORE_TOO_MANY,
    CHORE_RETIRED,
    CHORE_NOT_RETIRED,
    CHORE_DAY_OUT_OF_REACH,
    CHORE_NOT_THAT_DAY,
    CHORE_COMES_ALREADY,
    CHORE_NOTHING_TO_RESTORE,
    CHORE_TOO_MANY_EXCEPTIONS,
    CHORE_CLOSED,
    CHORE_TOO_EARLY,
    CHORE_OWN,
    CHORE_NOT_LOOKED_AT,
    CHORE_ALREADY_CHECKED,
    CHORE_NOTHING_GIVEN,
    CHORE_NOTHING_TO_EXCUSE,
    CHORE_NOTHING_TO_ANSWER,
    CHORE_ALREADY_ANSWERED,
    CHORE_NOTHING_TO_CLAIM,
    CHORE_OUTCOMES,
};

enum {
    CHORE_DUE_MINUTE = 21 * 60, /* where nobody said when */
    CHORE_EFFORT = 1,
    CHORE_EFFORT_MOST = 100,
    CHORE_PEOPLE_MOST = 18,
    CHORE_HOLD_WEEKS_MOST = 26,
    CHORE_WINDOW_MOST = 24 * 60,
    CHORE_HOLDERS_MOST = 18,
    CHORE_MOST = 500, /* of one house, retired ones not counted */
};

/* Whose turn it is next. */
enum rotation {
    ROTATION_FAIR,        /* whoever has carried least (domain/ledger.h) */
    ROTATION_ROUND_ROBIN, /* the next in order, for some weeks each */
    ROTATION_FIXED,       /* always those who are named */
    ROTATION_VOLUNTEER,   /* whoever claims it */
    ROTATION_EVERYONE,    /* each their own, such as their room */
    ROTATIONS,
};

/* Who looks at it afterwards. */
enum looker {
    LOOKER_COORDINATOR, /* whoever runs the chores */
    LOOKER_HOUSEMATE,   /* any other resident too */
    LOOKER_NOBODY,
    LOOKERS,
};

struct chore {
    int64_t id;
    int64_t house;
    const char *handle;
    const char *name;
    const char *area;         /* NULL where nobody said */
    const char *instructions; /* a step a line; NULL where nobody said */
    const char *rule;         /* RRULE; NULL: only when somebody assigns it */
    const char *list;         /* "daily", "weekly" or "deep-clean"; NULL: as its schedule says */
    civil_day starts_on;
    int due_minute;    /* from the evening's midnight */
    int window_minute; /* so long before it is due it may be done; 0: from the day's beginning */
    int effort;        /* 1..CHORE_EFFORT_MOST points */
    int people;        /* how many it takes each time, 1..CHORE_PEOPLE_MOST */
    enum rotation rotation;
    int hold_weeks; /* round-robin: for so long, 1..CHORE_HOLD_WEEKS_MOST */
    enum looker looker;
    int64_t retired_at; /* 0 while it is one of the house's */
};

/* A chore as it is where nobody said otherwise: fair, of one point, for one, due at 21:00. */
struct chore chore_by_default(void);

/* "fair", "round-robin", ...; and the one of that name, or -1. */
const char *rotation_name(enum rotation rotation);
int rotation_from_name(const char *name);

/* "coordinator", "housemate", "nobody"; and the one of that name, or -1. */
const char *looker_name(enum looker looker);
int looker_from_name(const char *name);

/* "daily", "weekly" or "deep-clean". */
bool chore_is_list(const char *name);

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

/* --- What a chore may be ---------------------------------------------------------------------- */

/* Whether it can be anybody's, with so many holders: always the holders' it is nobody's without
 * any, and of fewer than it takes one would be left out. 0, CHORE_FOR_NOBODY or
 * CHORE_TOO_FEW_HOLDERS. */
int chore_may_be_held(const struct chore *chore, size_t holders);

/* Whether somebody with those stays may be a holder: they live there today, or will.
 * 0 or CHORE_HOLDER_NOT_HERE. */
int chore_may_hold(const struct presence *presence, size_t count, civil_day today);

/* Whether a house with so many may have one more. 0 or CHORE_TOO_MANY. */
int chore_may_be_added(int64_t count);

/* Whether it can be changed: 0 or CHORE_RETIRED. And whether it can be resumed: 0 or
 * CHORE_NOT_RETIRED. */
int chore_may_change(const struct chore *chore);
int chore_may_resume(const struct chore *chore);

/* Whether what is due at `before` becomes due at `after`, now that the chore has another time:
 * what is over stays as it was, and nothing is made late that was not. UTC seconds. */
bool chore_due_moves(int64_t now, int64_t before, int64_t after);
