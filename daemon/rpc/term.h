#pragma once
/* Terms of roles and offices: days in the protocol, instants on disk. */
#include "daemon/rpc/call.h"
#include "daemon/store/account.h"

/*
 * Sets the term's instants from its first and last day; NULL for at once and without end.
 * 0, or OUTCOME_IMPOSSIBLE where the last is before the first.
 */
int term_set_days(struct call *call, const char *from, const char *until, struct role_term *term);

/*
 * Begins a term, unless it collides with another role of the person in that house at any time
 * both would hold. 0 done, 1 it does (the fields `has` and `role` say which), OUTCOME_CONFLICT
 * where they have the same role there at such a time, negative failure.
 */
int term_begin(struct call *call, struct role_term *term);

/* OUTCOME_CONFLICT: the person of that term holds it, or will, so it is not given once more. */
int term_stands(struct call *call, const struct role_term *term);

/*
 * Whether the person may have an account with that uid: root's number and the daemon's own make
 * an operator. 0, ACCOUNT_ROLES_CONFLICT with the same fields, negative failure.
 */
int term_may_have_uid(struct call *call, int64_t person, int64_t uid);

/* The first and the last day, in the slice's arena; NULL for a term without end. */
const char *term_first_day(const struct call *call, const struct role_term *term);
const char *term_last_day(const struct call *call, const struct role_term *term);
