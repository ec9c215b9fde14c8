#pragma once
/* What the parts of the noun Swap need of each other. */
#include "daemon/domain/swap.h"
#include "daemon/rpc/call.h"
#include "daemon/rpc/chore.h"

/* Whether somebody may have that chore on that day instead of `giver`. 0; an outcome of
 * swap_may_have with its fields; or a failure. */
int swap_check_taker(struct call *call, const struct chore *chore, civil_day on,
                     const struct person *taker, int64_t giver);

/* Fills what the outcome's error tells, and returns it. `person` is a handle; `on` NO_DAY where no
 * day was meant. What is no outcome of the noun's is returned as it is. */
int swap_refuse(struct call *call, int outcome, const struct chore *chore, const char *person,
                civil_day on);

/* What the noun holds about call->target.owner, for `me`. */
int swap_facts(struct call *call);
