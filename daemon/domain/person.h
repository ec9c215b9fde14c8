#pragma once
/* Stays: who lives where, from when until when. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"

enum person_outcome {
    PERSON_ALREADY_HERE = 1,
    PERSON_NOT_HERE,
    PERSON_STAYS_OVERLAP,
    PERSON_BED_TAKEN,
    PERSON_BED_SINCE,
    PERSON_AHEAD,
    PERSON_STILL_HERE,
    PERSON_KEPT_TOO_SHORT,
    PERSON_OUT_BEFORE_IN,
    PERSON_BED_BEFORE,
    PERSON_OUTCOMES,
};

/* A stay's days: moved in on `from`, moved out on `until` or NO_DAY for one that goes on. */
struct stay_days {
    civil_day from;
    civil_day until;
};

/*
 * Whether a stay may begin on that day beside the others of the same person. Not on a day that is
 * still to come: whoever is admitted has a resident's rights. The day of moving out may be the day
 * of moving in again. 0, PERSON_AHEAD, or PERSON_ALREADY_HERE or PERSON_STAYS_OVERLAP with the
 * stay in the way.
 */
int stay_may_begin(const struct stay_days *stays, size_t count, civil_day on, civil_day today,
                   const struct stay_days **ret_other);

/*
 * Whether the latest stay may have had those days beside the others of the same person, all of
 * which have ended. It stays the latest. As above, and PERSON_OUT_BEFORE_IN.
 */
int stay_may_have_been(const struct stay_days *others, size_t count, struct stay_days days,
                       civil_day today, const struct stay_days **ret_other);

/*
 * Moves the first and the last of a stay's beds (both the same where `count` is 1, none where it
 * is 0) along with its days: the first begins with the stay where it did before, and never before
 * it; the last ends with it. 0, or where a bed would end before it begins PERSON_BED_BEFORE (the
 * first) or PERSON_BED_SINCE (the last), and the beds are not to be used.
 */
int stay_move_beds(struct stay_days *beds, size_t count, struct stay_days was,
                   struct stay_days days);

/* Whether a stay that began on `from` has begun on that day: 0 or PERSON_NOT_HERE. */
int stay_covers(civil_day from, civil_day on);

/*
 * Whether a stay that began on `from`, in its present bed since `bed_from` (NO_DAY: in none), may
 * end or change beds on that day. Who leaves tomorrow still lives here today, so it is said on the
 * day. 0, PERSON_NOT_HERE, PERSON_BED_SINCE (nights do not change hands afterwards) or
 * PERSON_AHEAD.
 */
int stay_may_change(civil_day from, civil_day bed_from, civil_day on, civil_day today);

/*
 * Whether the belongings of somebody who moved out on that day may be kept until `kept_until`, or
 * NO_DAY for nothing said of it. 0 or PERSON_KEPT_TOO_SHORT: they are there until then at least.
 */
int stay_may_keep(civil_day moved_out_on, civil_day kept_until);

enum { ORIENTATION_HOURS = 24 }; /* Arizona R9-12-205: within 24 hours of moving in */

/* What a newcomer is shown and told; ends with NULL. Arizona R9-12-205 and NARR 2.F.17.c,
 * 2.F.19 name these. */
extern const char *const orientation_list[];

/* How many items it has. */
size_t orientation_count(void);

/* Whether the list has that item. */
bool orientation_has(const char *item);
