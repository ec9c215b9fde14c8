#pragma once
/*
 * What a handler sees: one call, everything it may use, and the ways to answer.
 *
 * A handler returns 0 when it is done, a negative errno-style failure (passed up unchanged), or a
 * positive outcome: one of its noun's own (the noun's table turns it into an error and a
 * sentence), or one of `enum outcome` below. It changes nothing but the database; what else must
 * happen goes onto the after-commit list.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/arena.h"
#include "common/civil.h"
#include "common/decode.h"
#include "common/reply.h"
#include "common/zone.h"
#include "daemon/domain/access.h"
#include "daemon/domain/now.h"
#include "daemon/store/account.h"
#include "daemon/store/db.h"
#include "daemon/store/house.h"
#include "daemon/store/person.h"
#include "daemon/store/vault.h"

struct turn;
struct peer;
struct row;
struct work;
struct noun;

/* Outcomes any noun may have; a noun's own are below 900. */
enum outcome {
    OUTCOME_NOT_FOUND = 900,
    OUTCOME_CONFLICT,
    OUTCOME_DENIED,
    OUTCOME_INVALID,
    OUTCOME_IMPOSSIBLE,
    OUTCOME_HOUSE_NEEDED,
    OUTCOME_LOCKED_OUT,
    OUTCOME_TOO_LARGE,
    OUTCOME_STORAGE,
    OUTCOME_BUSY,
    OUTCOME_CONFIGURATION,
    OUTCOME_EXPECTED_MORE,
    OUTCOMES_END,

    /* Not an answer yet. */
    CALL_LATER = 1000, /* a worker has it: resumed when it is done; later calls here wait */
    CALL_AGAIN,        /* the next slice, in the next turn */
    CALL_STREAM,       /* resumed whenever something was committed */
};

/* Who is calling. */
struct actor {
    struct account account; /* id 0: a caller nobody knows, root without an account, a job */
    bool is_house;          /* the house itself: a job */
    bool via_kiosk;         /* a person at a kiosk */
    uid_t uid;
    const struct held_role *roles; /* in force now */
    size_t role_count;
};

/* What is acted on. */
struct target {
    int64_t house;
    int64_t owner; /* whose it is; 0 nobody's */
    bool former;   /* the owner has left the house */
};

struct call {
    struct arena *arena; /* until the end of this slice */
    struct arena *keep;  /* until the call is answered: parameters, `state` */
    struct db *db;
    struct vault *vault;
    struct turn *turn;
    struct peer *peer; /* NULL for a job */
    const struct row *row;
    const void *parameters; /* the method's struct */
    struct actor actor;
    struct house house;      /* id 0 where the method acts in none */
    const struct zone *zone; /* the house's; UTC where there is none */
    struct target target;
    struct person person; /* the target's owner, where the target was found as a person; or id 0 */
    struct now now;
    struct reply reply; /* the reply's parameters; members go here */
    bool more;
    void *state;       /* the handler's own, between slices; from `keep` */
    struct work *work; /* what a worker has done for this call; NULL before */
    /* What is done although the call is refused: after its savepoint was undone. NULL: nothing. */
    int (*survive)(struct call *call);
    struct said *said;        /* an error's fields */
    struct concern *concerns; /* audit: people this was about, besides the target's owner */
};

/* --- Refusals ------------------------------------------------------------------------------- */

/* A field for the error that the returned outcome stands for; its sentence may name it in {}. */
void call_say(struct call *call, const char *field, const char *value);
void call_say_int(struct call *call, const char *field, int64_t value);
void call_say_list(struct call *call, const char *field, const char *const *values, size_t count);
void call_say_raw(struct call *call, const char *field, const char *json);

/* Each fills the fields and returns its outcome: `return call_not_found(call, "bed", name);` */
int call_not_found(struct call *call, const char *kind, const char *name);
int call_not_found_near(struct call *call, const char *kind, const char *name,
                        const char *const *names, size_t count);
int call_conflict(struct call *call, const char *kind, const char *name, const char *message);
int call_invalid(struct call *call, const char *parameter);
int call_impossible(struct call *call, const char *parameter, const char *message);

/* --- Time ----------------------------------------------------------------------------------- */

/* Today in the call's zone. */
civil_day call_today(const struct call *call);

/* An instant with the zone's offset, such as 2026-11-27T21:00:00-05:00; in the slice's arena. */
const char *call_instant(const struct call *call, int64_t utc);

/* The day on which an instant is, in the call's zone. */
civil_day call_day_of(const struct call *call, int64_t utc);

/* A date's text; in the slice's arena. */
const char *call_date(const struct call *call, civil_day day);

/* The instant at which `minute` of the evening of `day` is, by the policy of common/zone.h. */
int64_t call_due(const struct call *call, civil_day day, int minute);

/* A zone by its IANA name; NULL where this machine has none of that name. */
const struct zone *call_zone(struct call *call, const char *name);

/* Whether every house's due times are known to fit its zone; a change of either unsettles it. */
bool call_zones_settled(const struct call *call);
void call_settle_zones(struct call *call, bool settled);

/* Reads an optional [date] parameter; `otherwise` where it is absent. */
civil_day call_day(const char *date, civil_day otherwise);

/* After how many seconds without a call a log-in at a kiosk ends. */
int64_t call_idle_seconds(const struct call *call);

/* --- People --------------------------------------------------------------------------------- */

/* Whether the caller may do this towards what belongs to `owner` in the call's house. */
bool call_may(const struct call *call, enum right right, enum relation relation);

/* Whether the caller may know of those who have left the call's house. */
bool call_may_know_former(const struct call *call);

/*
 * The person named in the call's house (or by house/handle, where the caller may see that house's
 * people). 0, a failure, or OUTCOME_NOT_FOUND with the nearest name the caller may list.
 */
struct person;
int call_person(struct call *call, const char *name, struct person *ret);

/* --- What the turn does besides ------------------------------------------------------------- */

/* This was about that person too: they will find it among what concerns them. */
void call_concerns(struct call *call, int64_t person);

/* Tells those of `audience` (see store/event.h) what happened, once it is on disk. */
int call_event(struct call *call, const char *kind, const char *audience, int64_t person,
               const char *subject, const char *on_date);

/* A line for the log, once this is committed: ids and words of checkpoints, never names. */
void call_log(struct call *call, const char *line);

/* The record is not what was written: it takes no writes from now on, and `kith status` says why.
 * `why` is a constant. */
void call_damaged(struct call *call, const char *why);

/* An audit entry with another outcome than done: for call->survive. */
int call_record(struct call *call, const char *outcome);

/*
 * What the house did by itself, for jobs: an audit entry `deed` (such as Missed) of that noun,
 * about call->target.owner in call->house. The sealed detail says that `subject`, such as
 * assignmentId, is `id`. 0 or a failure.
 */
int call_deed(struct call *call, const struct noun *noun, const char *deed, const char *subject,
              int64_t id);

/* Once committed, this connection is that account's; 0: the kiosk's own again. */
void call_begin_session(struct call *call, int64_t account);

/* Sends what the reply holds with `continues`, and begins the next. */
void call_continue(struct call *call);

/* Does `act(context, value)` once this turn is committed; dropped where it is not. */
void call_after_commit(struct call *call, void (*act)(void *context, int64_t value), void *context,
                       int64_t value);

/*
 * Hands `run(data)` to the worker and has the handler resumed with call->work set once it has run.
 * `data` is `size` bytes, copied, wiped and freed by the turn. Returns CALL_LATER, or
 * OUTCOME_BUSY where the worker has more than it can hold.
 */
int call_later(struct call *call, void (*run)(void *data), const void *data, size_t size);

/* The data of the work done. */
void *call_work_data(const struct call *call);
