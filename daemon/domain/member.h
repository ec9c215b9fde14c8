#pragma once
/* Who can do a chore when: stays, absences, exemptions and hours at work. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"
#include "daemon/domain/chore.h"

/* Days, both included, on which somebody is away or exempt; `chore` 0: from all of them. */
struct absence_span {
    civil_day from;
    civil_day until; /* CIVIL_DAY_LAST: without an end */
    int64_t chore;
};

/* Hours of some weekdays in which somebody cannot. */
struct busy_hours {
    uint32_t weekdays; /* bit 0 = Monday */
    int from_minute;   /* from midnight */
    int until_minute;  /* past 1440: into the next day */
    civil_day from;
    civil_day until;
};

/* A person of the house, with all of it that chores care about. The arrays stay the caller's. */
struct member {
    int64_t id;
    const char *handle;
    const struct presence *stays; /* `until` is the last whole day */
    size_t stay_count;
    const struct absence_span *absences;
    size_t absence_count;
    const struct busy_hours *busy;
    size_t busy_count;
};

/* Whether they live here on that day. */
bool member_is_present(const struct member *member, civil_day on);

/* Whether they live here and are neither away nor exempt from all chores. */
bool member_is_available(const struct member *member, civil_day on);

/*
 * Whether they can do that chore on that day: available, not exempt from it, and with at least a
 * minute outside their busy hours between when it may be begun and when it is due.
 */
bool member_can_do(const struct member *member, const struct chore *chore, civil_day on);
