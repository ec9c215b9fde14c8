#pragma once
/* Planning's inside: the rows of a chore and day, and who of those who can gets it. */
#include "daemon/domain/plan.h"

/* The first row of that chore and day; NULL where there is none. And the one behind it. */
struct plan_row *plan_rows(const struct plan *plan, size_t chore, civil_day on);
struct plan_row *plan_next_row(const struct plan *plan, const struct plan_row *row);

/* Whether that member could be given the chore that day: they can, may, and do not have it. */
bool plan_can(const struct plan *plan, size_t chore, civil_day on, int member);

/* Whether that member has the chore on the day it came round before, or comes round next. */
bool plan_has_neighbour(const struct plan *plan, size_t chore, civil_day on, int member);

/* By the chore's rotation: a member's index, or PLAN_NOBODY. `place` counts for round-robin and
 * for everyone. */
int plan_choose(struct plan *plan, size_t chore, civil_day on, int64_t place,
                struct plan_choice *ret);
