#pragma once
/* Stays, as several handlers of people need them. Outcomes are the noun Person's. */
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

/* How a stay ends; NULL and NO_DAY where it is not known. */
struct leaving {
    civil_day on;
    const char *ended_by;
    const char *reason;
    const char *help_given;
    const char *forward_to;
    civil_day belongings_kept_until;
};

/* Nobody has signed the agreement on a day that is still to come; NO_DAY is not at all. 0, or
 * PERSON_AHEAD with its field. */
int stay_is_signed(struct call *call, civil_day on);

/* Begins a stay in the call's house. 0, an outcome, or a failure. */
int stay_begin(struct call *call, const struct person *person, const struct admission *admission,
               struct stay *ret);

/* The current stay. 0, PERSON_NOT_HERE (which says of `handle` when they left, if they did), or a
 * failure. */
int stay_find(struct call *call, const char *handle, int64_t person, struct stay *ret);

/* The current stay, or the last one of somebody who has left. The same. */
int stay_find_latest(struct call *call, const char *handle, int64_t person, struct stay *ret);

/* Gives the latest stay other days, and its first and last bed with it. 0, an outcome, or a
 * failure; `stay` has them then. */
int stay_correct(struct call *call, const char *handle, struct stay *stay, struct stay_days days);

/* Puts down how the stay ended. 0, an outcome, or a failure. */
int stay_set_leaving(struct call *call, const struct stay *stay, const struct leaving *leaving);

/* Whether nobody else has the bed those nights, or from the first on where the last is NO_DAY. 0,
 * PERSON_BED_TAKEN, OUTCOME_NOT_FOUND, or a failure. */
int stay_bed_is_free(struct call *call, const char *handle, struct stay_days nights,
                     int64_t but_stay, struct bed *ret);

/* Seals one of a stay's secrets; NULL leaves what is there, a blank takes it away. 0 or a
 * failure. */
int stay_seal(struct call *call, int64_t person, int64_t stay, enum stay_secret secret,
              const char *text);

/* Opens it. `*ret` stays as it is where there is none, or its key has been destroyed. */
int stay_unseal(struct call *call, int64_t stay, enum stay_secret secret, const char **ret);

/* Writes the lists `orientationLeft` and `missing`. */
int stay_write_orientation(struct call *call, int64_t stay);
void stay_write_missing(struct call *call, const struct stay *stay);
