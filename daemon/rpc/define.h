#pragma once
/* What a chore is, as people say it; for the noun's own verbs and for tables that are brought in.
 */
#include "common/decode.h"
#include "daemon/domain/chore.h"
#include "daemon/rpc/call.h"

/* People who were found to be possible holders during a call. */
enum { CHORE_KNOWN_MOST = 64 };
struct chore_known {
    struct {
        const char *handle;
        int64_t person;
    } items[CHORE_KNOWN_MOST];
    size_t count;
    size_t named; /* in all, by whoever counts them */
};

/* What was said, in the protocol's words and within its bounds. NULL or absent: nothing of it. */
struct chore_said {
    const char *name;
    const char *area;
    const char *instructions;
    const char *schedule;
    const char *starts_on;
    const char *due_time;
    const char *list;
    const char *rotation;
    const char *looked_at_by;
    struct optional_int window_minutes;
    struct optional_int effort;
    struct optional_int people;
    struct optional_int hold_weeks;
    struct text_list holders;  /* without items: none; `items` NULL: nothing was said */
    struct text_list clear;    /* what is to be empty first */
    struct chore_known *known; /* grows; NULL: nobody is kept in mind */
};

/* A chore with its holders, by person. */
struct chore_whole {
    struct chore chore;
    int64_t *holders;
    size_t holder_count;
};

/*
 * Makes the chore what was said, and holds it against the rules. 0, an outcome with its fields, or
 * a failure; then nothing of `whole` may be used.
 */
int chore_make(struct call *call, const struct chore_said *said, struct chore_whole *whole);

/* Whether the call's house may have a chore more: 0, CHORE_TOO_MANY with its field, or a failure.
 */
int chore_may_have_one_more(struct call *call);

/* Adds it to the call's house, which must have room; its handle is chosen. 0, OUTCOME_CONFLICT, or
 * a failure. */
int chore_create(struct call *call, struct chore_whole *whole);

/* A chore of the house, for who would change it: 0, a failure, OUTCOME_NOT_FOUND, or CHORE_RETIRED
 * with its fields. */
int chore_find_kept(struct call *call, const char *handle, struct chore *ret);

/* What comes round, or who can do it, has changed: planning is due, and the house hears of it. 0 or
 * a failure. */
int chore_tell(struct call *call, const struct chore *chore);

/* Writes what a chore is as `chore`, an Entry. 0 or a failure. */
int chore_write(struct call *call, const struct chore *chore);
