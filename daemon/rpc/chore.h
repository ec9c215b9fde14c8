#pragma once
/* What other nouns need of chores: bringing in a list does what adding does. */
#include "daemon/domain/chore.h"
#include "daemon/rpc/call.h"

/*
 * Reads a schedule as people say it, or an RRULE, into chore->rule; NULL gives none.
 * 0 or CHORE_BAD_SCHEDULE with its fields.
 */
int chore_read_schedule(struct call *call, const char *schedule, struct chore *chore);

/* Adds a chore to the call's house. 0, OUTCOME_CONFLICT, or a failure. */
int chore_create(struct call *call, struct chore *chore);
