#pragma once
/* When somebody cannot do chores: away, exempt, at work. What may be put down, and ended. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"
#include "daemon/domain/member.h"

enum absence_outcome {
    ABSENCE_NOT_HERE = 1,
    ABSENCE_OWN_EXEMPT,
    ABSENCE_AWAY_FROM_ONE,
    ABSENCE_PAST,
    ABSENCE_LONG_AGO,
    ABSENCE_FAR_AHEAD,
    ABSENCE_ENDS_BEFORE_IT_BEGINS,
    ABSENCE_TOO_LONG,
    ABSENCE_OVERLAPS,
    ABSENCE_TOO_MANY,
    ABSENCE_NOT_AWAY,
    ABSENCE_OVER,
    ABSENCE_NOT_TO_END,
    ABSENCE_ENDS_TOO_SOON,
    ABSENCE_NOT_EARLIER,
    ABSENCE_NOT_TO_READ,
    ABSENCE_HOURS_NO_DAYS,
    ABSENCE_HOURS_TOO_LONG,
    ABSENCE_HOURS_OVER,
    ABSENCE_OUTCOMES,
};

enum absence_kind {
    ABSENCE_AWAY,   /* not in the house */
    ABSENCE_EXEMPT, /* need not do chores, or one of them */
    ABSENCE_KINDS,
};

enum {
    ABSENCE_DAYS_BACK = 31,  /* so far back whoever runs the chores may put one down */
    ABSENCE_DAYS_MOST = 366, /* so long it lasts at the most, and so far ahead it begins */
    ABSENCE_MOST = 40,       /* that one person has to come at one time; and of hours as many */
    HOURS_LAST_MINUTE = 36 * 60,
};

struct absence {
    int64_t id;
    int64_t house;
    int64_t person;
    int64_t chore; /* 0: from all of them */
    enum absence_kind kind;
    civil_day from;
    civil_day until;      /* the last day; CIVIL_DAY_LAST: without an end */
    int64_t granted_by;   /* who put it down */
    int64_t granted_at;   /* UTC seconds */
    int64_t withdrawn_at; /* 0; else it never took place */
};

/* Who asks for what. */
struct absence_asked {
    civil_day today;
    bool own;         /* of themself */
    bool runs_chores; /* the caller does */
    enum absence_kind kind;
    bool of_one_chore;
    civil_day from;
    civil_day until; /* NO_DAY: nobody said */
};

/* "away", "exempt"; and the one of that name, or -1. */
const char *absence_kind_name(enum absence_kind kind);
int absence_kind_from_name(const char *name);

/*
 * Whether it may be put down, and its last day. Where nobody said it, an exemption has no end, and
 * being away lasts as long as it may, until somebody says that they are back. One's own past is set
 * right by nobody alone.
 * 0, ABSENCE_OWN_EXEMPT, ABSENCE_AWAY_FROM_ONE, ABSENCE_PAST, ABSENCE_LONG_AGO, ABSENCE_FAR_AHEAD,
 * ABSENCE_ENDS_BEFORE_IT_BEGINS or ABSENCE_TOO_LONG.
 */
int absence_may_add(const struct absence_asked *asked, civil_day *ret_until);

/* Whether one more may be, where there are `open` that are not over: 0 or ABSENCE_TOO_MANY. */
int absence_may_have_more(int64_t open);

/*
 * Whether it may end before its day, and on which: on asked->until, or where that is NO_DAY, on
 * the day before today. NO_DAY comes back where no day of it remains. asked->from and the kind are
 * not looked at; `own` is whether the absence is the caller's.
 * 0, ABSENCE_OVER, ABSENCE_NOT_TO_END, ABSENCE_ENDS_TOO_SOON or ABSENCE_NOT_EARLIER.
 */
int absence_may_end(const struct absence *absence, const struct absence_asked *asked,
                    civil_day *ret_until);

/* The first day on which the caller may let it end. */
civil_day absence_first_end(const struct absence *absence, const struct absence_asked *asked);

/*
 * Whether somebody may know that there is such an absence. That one is away everybody sees; that
 * one need not do a certain chore is between them, whoever put it down and whoever runs the chores.
 */
bool absence_may_know(const struct absence *absence, int64_t caller, bool runs_chores);

/* Whether somebody may read why: the one it is about, and whoever put it down. 0 or
 * ABSENCE_NOT_TO_READ. */
int absence_may_read(const struct absence *absence, int64_t caller);

/* --- Hours in which somebody cannot ----------------------------------------------------------- */

struct hours {
    int64_t id;
    int64_t person;
    struct busy_hours busy; /* `until` as of an absence */
};

/*
 * Whether they may be put down. An end that is not after the beginning is meant as the next day's,
 * and written so into `busy`.
 * 0, ABSENCE_HOURS_NO_DAYS, ABSENCE_HOURS_TOO_LONG, ABSENCE_ENDS_BEFORE_IT_BEGINS,
 * ABSENCE_FAR_AHEAD or ABSENCE_HOURS_OVER.
 */
int hours_may_add(struct busy_hours *busy, civil_day today);

/* Whether they may end, and their last day is then yesterday: 0 or ABSENCE_HOURS_OVER. */
int hours_may_end(const struct busy_hours *busy, civil_day today);
