#pragma once
/* On which days a chore comes round: by its schedule, and single days that are otherwise. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "common/recur.h"
#include "daemon/domain/chore.h"

enum {
    OCCASION_AHEAD_MOST = 366,      /* so many days ahead a single day may be made otherwise */
    OCCASION_EXCEPTIONS_MOST = 200, /* of one chore, from today on */
    OCCASION_EDITS_MOST = 4,
};

/* Single days that are not as the schedule says. */
enum exception_kind { EXCEPTION_SKIPPED, EXCEPTION_MOVED, EXCEPTION_EXTRA };
struct chore_exception {
    int64_t chore;
    civil_day on;
    civil_day to; /* where it was moved to; else NO_DAY */
    enum exception_kind kind;
};

/* Whether it is about that day or a later one, or moves one there. */
bool occasion_is_ahead(const struct chore_exception *exception, civil_day from);

/* How one chore comes round. Without a schedule it does on its extra days alone. */
struct occasions {
    struct recur rule;
    civil_day start;
    struct recur_exceptions exceptions;
    const struct chore_exception *all; /* the caller's */
    size_t count;
};

/* `exceptions` are the chore's, at most one of a day; those that reach no day from `from` on are
 * left out of account. They must last as long as what is returned, whose arrays are the arena's. */
struct occasions occasions_of(const struct chore *chore, const struct chore_exception *exceptions,
                              size_t count, civil_day from, struct arena *arena);

/* The days from one to another, both included and neither before that `from`: in order, the first
 * `most` of them. Returns how many. */
size_t occasions_between(const struct occasions *occasions, civil_day from, civil_day until,
                         civil_day days[], size_t most);
bool occasions_has(const struct occasions *occasions, civil_day on);

/* Whether it comes round on any day of the ten years from its start on; what is only given by hand
 * may. 0 or CHORE_NEVER_COMES. */
int occasion_may_be(const struct chore *chore);

/* "daily", "weekly" or "deep-clean": the list somebody named, or the one of its schedule: daily
 * where it comes round more than once a week, deep-clean where that is once a month or less. */
const char *occasion_list(const struct chore *chore);

/* --- Single days ------------------------------------------------------------------------------ */

/* What is to be written, in order: an exception takes the place of that day's, or takes it away. */
struct occasion_edits {
    struct {
        struct chore_exception exception;
        bool is_removed;
    } items[OCCASION_EDITS_MOST];
    size_t count;
};

/* Whether a day is near enough to be made otherwise: from today on, at most OCCASION_AHEAD_MOST
 * days ahead. */
bool occasion_is_in_reach(civil_day today, civil_day on);

/*
 * Each gives the edits, or the outcome: CHORE_DAY_OUT_OF_REACH for a day before `today` or more
 * than OCCASION_AHEAD_MOST after it; CHORE_NOT_THAT_DAY, CHORE_COMES_ALREADY,
 * CHORE_NOTHING_TO_RESTORE, CHORE_TOO_MANY_EXCEPTIONS. `occasions` are those from `today` on. The
 * day that another was moved to stands for that other: skipped, moved on or restored, it is the
 * other that changes.
 */
int occasion_skip(const struct occasions *occasions, civil_day today, civil_day on,
                  struct occasion_edits *ret);
int occasion_move(const struct occasions *occasions, civil_day today, civil_day on, civil_day to,
                  struct occasion_edits *ret);
int occasion_add(const struct occasions *occasions, civil_day today, civil_day on,
                 struct occasion_edits *ret);
int occasion_restore(const struct occasions *occasions, civil_day today, civil_day on,
                     struct occasion_edits *ret);
