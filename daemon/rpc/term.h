#pragma once
/* Terms of roles and offices: days in the protocol, instants on disk. */
#include "daemon/domain/account.h"
#include "daemon/rpc/call.h"
#include "daemon/store/account.h"

/*
 * Sets the term's instants from its first and last day; NULL for at once and without end.
 * 0, or OUTCOME_IMPOSSIBLE where the last is before the first.
 */
int term_set_days(struct call *call, const char *from, const char *until, struct role_term *term);

/*
 * Begins a term and tells of it, unless it collides with another role of the person in that house
 * at any time both would hold. 0 done, 1 it does (the fields `has` and `role` say which),
 * OUTCOME_CONFLICT where they have the same role there at such a time, negative failure.
 */
int term_begin(struct call *call, struct role_term *term);

/* OUTCOME_CONFLICT: the person of that term holds it, or will, so it is not given once more. */
int term_stands(struct call *call, const struct role_term *term);

/*
 * Whether the person may have an account with that uid: root's number and the daemon's own make
 * an operator. 0, ACCOUNT_ROLES_CONFLICT with the same fields, negative failure.
 */
int term_may_have_uid(struct call *call, int64_t person, int64_t uid);

/* What the term is now. */
enum term_state term_state_now(const struct call *call, const struct role_term *term);

/* Whether it holds no more and never will: ended, or withdrawn. */
bool term_is_over(const struct call *call, const struct role_term *term);

/* Writes `from`, `until` and `state`; a term without end has no `until`, nor has one withdrawn. */
void term_write_days(struct call *call, const struct role_term *term);

/* The first day, as the protocol has it. In the slice's arena. */
const char *term_first_day(const struct call *call, const struct role_term *term);

/* For people: "from 5 December 2026 on", or "to" its last day. The same. */
const char *term_days(struct call *call, const struct role_term *term);
