#pragma once
/*
 * Recurrence: on which days something comes round. Pure.
 *
 * This is the part of RFC 5545's RRULE (3.3.10) that houses use, over local dates: a rule says
 * days, the minute of the day stands elsewhere. So no change of the clock can shift a rule, and
 * nothing is lost where a clock time does not exist.
 *
 *   FREQ=DAILY|WEEKLY|MONTHLY  INTERVAL  BYDAY (ordinals for monthly rules)  BYMONTHDAY
 *   BYSETPOS  COUNT or UNTIL (a date, itself included)  WKST
 *
 * A rule has a first day, its start (DTSTART). Days that the rule does not name are not days of
 * it, the start included; COUNT counts the rule's own days from the start on, whatever
 * exceptions say later.
 */
#include <stdbool.h>
#include <stddef.h>

#include "common/civil.h"

enum {
    RECUR_INTERVAL_MOST = 1000,
    RECUR_COUNT_MOST = 10000,
    RECUR_TEXT_SIZE = 1024, /* the longest rule as text or in words, and its NUL */
    RECUR_OVER = 1,         /* outcome: no further day */
};

enum recur_frequency { RECUR_DAILY, RECUR_WEEKLY, RECUR_MONTHLY };

/* Positions in a row, as bits: bit 0 is the first one (or the last one), bit 1 the next. */
struct recur_positions {
    uint32_t from_first;
    uint32_t from_last;
};

struct recur {
    enum recur_frequency frequency;
    int32_t interval;                   /* 1..RECUR_INTERVAL_MOST periods */
    int32_t count;                      /* 0 = without; else 1..RECUR_COUNT_MOST */
    civil_day until;                    /* CIVIL_DAY_LAST = without; never later */
    int32_t week_start;                 /* Monday = 0; the default */
    uint32_t weekdays;                  /* every such weekday; bit 0 = Monday */
    struct recur_positions ordinals[7]; /* by weekday: the n-th ones of the month, up to 5 */
    struct recur_positions month_days;
    struct recur_positions set_positions;
};

/* What changed in single days. The caller owns the arrays. Skips take days away from the rule
 * and from the extra days; moves take a day elsewhere, even onto a skipped one. A move whose day
 * does not come round (any more) says nothing. */
struct recur_move {
    civil_day from;
    civil_day to;
};

struct recur_exceptions {
    const civil_day *skipped;
    size_t skipped_count;
    const struct recur_move *moved;
    size_t moved_count;
    const civil_day *extra;
    size_t extra_count;
};

/* Reads an RRULE's value, "FREQ=WEEKLY;BYDAY=MO,TH", in either case. 0; or -EINVAL, and
 * `ret_reason` is a sentence (static text) that says what would be right. */
int recur_parse(const char *text, struct recur *ret_rule, const char **ret_reason);

/* Writes a rule as RRULE text, always the same for the same rule; recur_parse reads it. */
void recur_format(const struct recur *rule, char out[static RECUR_TEXT_SIZE]);

/* Reads a rule as people say it, in either case and mostly as loosely:
 *   daily, every 3 days, every day except sun
 *   mon,thu, mon & thu, mondays, mon-fri, weekdays, weekends, weekly on mon
 *   every 2 weeks on sun, every other sun, sundays every two weeks
 *   last sat, 1st and 3rd sat, 2nd to last fri, last weekday of the month
 *   1st of the month, 1st and 15th, last day of the month, monthly on 15
 * Behind each may stand "until DATE" (see when.h, hence `today`) or "10 times". RRULE text is read
 * too. What has two meanings, such as "biweekly" or "every second sun", is refused. 0; or -EINVAL
 * and a reason, as recur_parse. */
int recur_words(const char *text, civil_day today, struct recur *ret_rule, const char **ret_reason);

/* Writes a rule in words, "every Monday and Thursday, 10 times"; recur_words reads them. A rule
 * that has no such words is written as RRULE text. */
void recur_say(const struct recur *rule, char out[static RECUR_TEXT_SIZE]);

/* A walk over a rule's days. Set up by recur_begin; the rule stays the caller's and must last. */
struct recur_walk {
    const struct recur *rule;
    civil_day start;
    civil_day horizon;
    int32_t period;    /* periods since the start's own, in steps of one interval */
    civil_day first;   /* first day of that period */
    uint32_t days;     /* days of it still to come; bit 0 = `first` */
    int32_t remaining; /* of COUNT */
};

/* Begins a walk over the days from `start` up to and with `horizon`, not beyond 2200. */
void recur_begin(struct recur_walk *walk, const struct recur *rule, civil_day start,
                 civil_day horizon);

/* The next day of the walk: 0, or RECUR_OVER. A rule that never comes round is over at the
 * horizon: a walk takes at most one step a period. */
int recur_step(struct recur_walk *walk, civil_day *ret_day);

/* The first day later than `after`, up to and with `horizon`, exceptions (NULL: none) applied.
 * 0, or RECUR_OVER. Takes as long as the days between; with COUNT as long as the days since
 * `start`, once for each moved day. */
int recur_next(const struct recur *rule, civil_day start, const struct recur_exceptions *exceptions,
               civil_day after, civil_day horizon, civil_day *ret_day);

/* Writes the days from `from` to `until`, both included, exceptions (NULL: none) applied: in order,
 * each once, and of more than `most` the first ones. Returns how many. The same days as recur_next
 * gives one after the other; but the days before `from` are walked at most once, and only for
 * COUNT, so it takes as long as the window and a walk of COUNT days. */
size_t recur_between(const struct recur *rule, civil_day start,
                     const struct recur_exceptions *exceptions, civil_day from, civil_day until,
                     civil_day days[], size_t most);
