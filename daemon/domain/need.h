#pragma once
/* What the house needs or finds broken: what goes on the list, and off it. Pure. */
#include <stddef.h>
#include <stdint.h>

enum need_outcome {
    NEED_ALREADY_OPEN = 1,
    NEED_ALREADY_DONE,
    NEED_LIST_FULL,
    NEED_OUTCOMES,
};

/* More than this on one list and nobody reads it any more. */
enum { NEED_OPEN_MOST = 500 };

struct need {
    int64_t id;
    int64_t house;
    const char *kind; /* need or broken */
    const char *text;
    int64_t said_by;
    int64_t said_at;
    const char *done; /* what was done about it; NULL while it is on the list */
    int64_t done_by;  /* 0 while it is */
    int64_t done_at;
};

/*
 * Whether something may go on a list that has `open` things: `same` is the number of one that reads
 * alike, 0 where there is none. 0, NEED_ALREADY_OPEN or NEED_LIST_FULL.
 */
int need_may_add(int64_t same, int64_t open);

/* Whether what was done about it may be written: once. 0 or NEED_ALREADY_DONE. */
int need_may_resolve(const struct need *need);

/* For how many seconds it has been on the list at `now`, or was; never less than none, whatever
 * was done to the clock. */
int64_t need_open_seconds(const struct need *need, int64_t now);
