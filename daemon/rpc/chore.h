#pragma once
/* What the parts of the noun, other nouns and jobs need of chores. */
#include "daemon/domain/chore.h"
#include "daemon/rpc/call.h"

/*
 * Reads a schedule as people say it, or an RRULE, into chore->rule; NULL gives none.
 * 0 or CHORE_BAD_SCHEDULE with its fields.
 */
int chore_read_schedule(struct call *call, const char *schedule, struct chore *chore);

/* Adds a chore to the call's house. 0, OUTCOME_CONFLICT, or a failure. */
int chore_create(struct call *call, struct chore *chore);

/* The house's chore of that handle. 0, a failure, or OUTCOME_NOT_FOUND with the nearest one. */
int chore_find(struct call *call, const char *handle, struct chore *ret);

/* What happened to an assignment, for its history. A note is sealed under the month's key of the
 * person it is about. */
struct chore_mark {
    int64_t assignment;
    int64_t about;    /* whose it is */
    int64_t to;       /* to whom it went; 0: that has not changed */
    const char *kind; /* the table's own word for it */
    const char *note; /* NULL: none */
    int64_t ticked;   /* steps that were ticked, bit 0 = the first */
};
int chore_mark(struct call *call, const struct chore_mark *mark);

/* What the noun holds about call->target.owner, for `me`. */
int chore_facts(struct call *call);
