#pragma once
/* What the parts of the noun Absence have in common. */
#include "daemon/domain/absence.h"
#include "daemon/rpc/call.h"
#include "daemon/store/absence.h"

/* The one of that number, if the caller may know of it. 0, a failure, or OUTCOME_NOT_FOUND. */
int absence_find(struct call *call, int64_t id, struct absence_entry *ret);

/* Whether the caller runs the chores of the call's house. */
bool absence_is_run_by_caller(const struct call *call);

/* Fills the field that the outcome's error has where it is Impossible; returns the outcome. */
int absence_refuse(struct call *call, int outcome);

/* Somebody lives here: 0, or ABSENCE_NOT_HERE with its field. */
int absence_lives_here(struct call *call);

/* "away" or "excused", as everybody reads it. */
const char *absence_shown_kind(enum absence_kind kind);

/* Writes `from`, and `until` where there is an end. */
void absence_write_days(struct call *call, civil_day from, civil_day until);

/* "Mon-Fri, 9 am to 5 pm"; in the slice's arena. */
const char *hours_say(struct call *call, const struct hours *hours);

/* Where the target is the one whose hours are named by number. */
int hours_find_owner(struct call *call, const char *name);

/* What the noun holds about call->target.owner, for `me`. */
int absence_facts(struct call *call);
