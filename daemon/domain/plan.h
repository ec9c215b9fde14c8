#pragma once
/*
 * Planning: who gets which chore on which day. Pure, and always the same for the same house.
 *
 * It looks at the days from today on, in their order, and on each
 *   - gives on what somebody has who cannot (any more), and gives what is open to who can (again);
 *   - cancels what does not come round any more, where nobody had agreed on it;
 *   - fills the places of what comes round that nobody has been given.
 * Then whoever has nothing in all those days although they owe more than the heaviest chore (a
 * newcomer, or one who is back early) takes over from those who carry most. What is over, said
 * done, agreed by people or given by hand is left alone; and since one place of one chore on one
 * day is one row for ever, doing it again changes nothing.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/assignment.h"
#include "daemon/domain/chore.h"
#include "daemon/domain/ledger.h"
#include "daemon/domain/member.h"

enum {
    PLAN_NOBODY = -1,   /* a member's index: it is open */
    PLAN_STRANGER = -2, /* somebody who is none of the members any more */
    PLAN_DAYS = 14,     /* the horizon where nobody said otherwise */
    PLAN_DAYS_MOST = 62,
};

/* A chore of the house, with what planning needs of it. */
struct plan_chore {
    struct chore chore;
    const int *holders; /* members by index, in their order; none: everybody may have it */
    size_t holder_count;
    const civil_day *days; /* on which it comes round, ascending */
    size_t day_count;
    const civil_day *last_on; /* by member: when they last had it before the rows; NO_DAY never */
    civil_day given_on;       /* when anybody last had it before the rows; NO_DAY never */
};

/* An assignment. New ones have the id 0. */
struct plan_row {
    int64_t id;
    size_t chore; /* by index */
    int member;   /* by index, PLAN_NOBODY or PLAN_STRANGER */
    int64_t place;
    civil_day on;
    enum assignment_state state;
    int fair_effort; /* what it counts in the ledger */
    bool agreed;     /* by hand, claimed or swapped: left alone as long as they can */
    size_t next;     /* the next of that chore and day, +1; 0: the last */
};

/* Round-robin: whose turn of that place began on which Monday; the newest there is. */
struct plan_turn {
    size_t chore;
    int64_t place;
    civil_day monday;
    const char *handle; /* theirs, also where they have left */
    bool is_new;        /* begun by planning */
};

struct plan {
    const struct member *members; /* by handle */
    size_t member_count;
    const struct plan_chore *chores; /* by handle */
    size_t chore_count;
    struct plan_row *rows; /* of the ledger's days; grows */
    size_t row_count, row_room;
    struct plan_turn *turns; /* at most one per chore and place; grows */
    size_t turn_count, turn_room;
    struct ledger ledger; /* begun by plan_begin */
    civil_day today;
    int minute_now;  /* of today, from its midnight: what is due before is over */
    civil_day until; /* the last day of the horizon */
    bool fills;      /* whether it plans ahead at all */
    struct arena *arena;
    size_t *first; /* by chore and day of the ledger: its first row, +1 */
};

enum plan_deed {
    PLAN_ADD,    /* a new row, given to somebody or open */
    PLAN_GIVE,   /* it was open */
    PLAN_PASS,   /* from one who cannot, or carries more, to another */
    PLAN_OPEN,   /* whoever had it cannot, and nobody else can */
    PLAN_EXCUSE, /* sent back to somebody who cannot any more */
    PLAN_CANCEL, /* it does not come round any more */
    PLAN_REVIVE, /* it does come round again */
};

/* Why somebody was chosen. */
enum plan_reason {
    PLAN_BY_BALANCE, /* stood lowest */
    PLAN_BY_LAST,    /* as low as another, and has not had it for longer */
    PLAN_BY_HANDLE,  /* as low as another, for as long; by the order of handles */
    PLAN_ONLY,       /* nobody else could */
    PLAN_BY_TURN,    /* it is their turn, round-robin */
    PLAN_IN_PLACE,   /* for the one whose turn it is and who cannot */
    PLAN_FIXED,      /* always theirs */
    PLAN_OWN,        /* everybody's own */
    PLAN_REASONS,
};

struct plan_choice {
    enum plan_reason reason;
    int64_t balance; /* theirs before, in units */
    int able;        /* how many could */
    int next;        /* who would have been next, or PLAN_NOBODY */
    int64_t next_balance;
    int passed;        /* who stood lower but had it the time before or after, or PLAN_NOBODY */
    civil_day last_on; /* when they last had it; NO_DAY never */
};

struct plan_change {
    enum plan_deed deed;
    size_t row;                /* by index: as it stands after the change */
    int from;                  /* who had it, or PLAN_NOBODY */
    struct plan_choice choice; /* where somebody was chosen */
};

/* "balance", "longest", ...; and the one of that name, or -1. */
const char *plan_reason_name(enum plan_reason reason);
int plan_reason_from_name(const char *name);

/*
 * Takes in what the house has: `plan` with members, chores, rows, turns, today, minute_now, until
 * and arena filled in. The ledger begins with `before` (by member, or NULL) at `from`, the first
 * day that is not settled; rows before it must not be given.
 */
void plan_begin(struct plan *plan, const struct ledger_line *before, civil_day from);

/*
 * Makes the changes, in the order of the days; after `most` changes it ends with the day it is at,
 * and *ret_whole is false: what is left comes out of the next time. The array is the arena's.
 */
void plan_make(struct plan *plan, size_t most, struct plan_change **ret, size_t *ret_count,
               bool *ret_whole);
