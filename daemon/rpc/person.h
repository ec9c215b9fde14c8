#pragma once
/* What other nouns need of people: bringing in a roster does what adding does. */
#include "daemon/rpc/call.h"
#include "daemon/store/person.h"

/* Makes a person known in the call's house. 0, OUTCOME_CONFLICT, or a failure. */
int person_create(struct call *call, const char *handle, const char *name, struct person *ret);
