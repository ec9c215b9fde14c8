#pragma once
/*
 * When a zone's file changes, or a house's zone, what is due later is due at another instant.
 * Local times are what was agreed, so the instants are computed anew.
 */
#include <stdint.h>

struct call;

/* Now, where a house's due times were computed with another file; else never. */
int zones_due(struct call *call, int64_t *ret_at);

/* One house's open assignments. */
int zones_run(struct call *call);
