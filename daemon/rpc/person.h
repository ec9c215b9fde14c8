#pragma once
/* What other nouns need of people and stays: bringing in a roster does what admitting does. */
#include "common/civil.h"
#include "daemon/rpc/call.h"
#include "daemon/store/person.h"

/* A stay that begins, with all that may be known of it; NULL and NO_DAY where it is not. */
struct admission {
    civil_day on;
    const char *bed;
    const char *phone;
    const char *emergency_name;
    const char *emergency_phone;
    civil_day agreement_signed_on;
};

/* Makes a person known in the call's house. 0, OUTCOME_CONFLICT, or a failure. */
int person_create(struct call *call, const char *handle, const char *name, struct person *ret);

/* Begins a stay. 0, an outcome of the noun Person, or a failure. */
int person_begin_stay(struct call *call, const struct person *person,
                      const struct admission *admission, struct stay *ret);
