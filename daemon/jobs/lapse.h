#pragma once
/*
 * Chores whose time goes by: each is missed once, after its due time and the house's grace, and
 * whoever was away or has left is excused instead. What comes after an outage is worked off in the
 * order in which it would have come.
 */
#include <stdint.h>

struct call;

/* When the next one lapses. */
int lapse_due(struct call *call, int64_t *ret_at);

/* A slice of those that have. */
int lapse_run(struct call *call);
