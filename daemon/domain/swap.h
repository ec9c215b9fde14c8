#pragma once
/* Giving one's chore to another: what may be offered, who may have it, and what has become of an
 * offer. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"
#include "daemon/domain/assignment.h"

enum swap_outcome {
    SWAP_WITH_ONESELF = 1,
    SWAP_NOTHING_TO_GIVE,
    SWAP_TOO_LATE,
    SWAP_ALREADY_OFFERED,
    SWAP_NOT_HERE,
    SWAP_AWAY,
    SWAP_HAS_IT,
    SWAP_NOTHING_OFFERED,
    SWAP_YOURS,
    SWAP_TAKEN,
    SWAP_DECLINED_BEFORE,
    SWAP_OFF_OFFER,
    SWAP_GIVEN_ON,
    SWAP_DONE,
    SWAP_NOT_NEEDED,
    SWAP_TO_EVERYBODY,
    SWAP_OUTCOMES,
};

enum swap_state {
    SWAP_OFFERED,
    SWAP_ACCEPTED,
    SWAP_DECLINED,
    SWAP_WITHDRAWN,
    SWAP_OVER, /* it went with its assignment, which was done, missed or given to another */
    SWAP_STATES,
};

/* An offer, and the assignment it is about as that stands now. */
struct swap {
    int64_t id;
    int64_t assignment;
    int64_t from;
    int64_t to; /* 0: anybody may take it */
    enum swap_state state;
    int64_t taken_by; /* 0: nobody has */
    int64_t holder;   /* who has the assignment; 0 nobody */
    civil_day on;
    int64_t due_at;
    enum assignment_state stands;
};

/* "offered", "accepted", ...; and the one of that name, SWAP_OVER for one that is not known. */
const char *swap_state_name(enum swap_state state);
enum swap_state swap_state_from_name(const char *name);

/* --- Offering --------------------------------------------------------------------------------- */

/*
 * Which of one's own assignments of a chore is offered, of those in the order of their days: that
 * of the named day; else the next that is to do and whose time is not over. 0 and the one that is
 * meant; SWAP_NOTHING_TO_GIVE and none; or SWAP_TOO_LATE and the last whose time is over.
 */
int swap_pick_give(const struct assignment *assignments, size_t count,
                   const struct assignment_asked *asked, const struct assignment **ret);

/* Somebody who is to have it, on its day. */
struct swap_taker {
    bool is_giver;
    bool lives_here;
    bool is_away; /* or excused from that chore */
    bool has_it;  /* has this chore on this day already */
};

/* Whether they may: 0, SWAP_WITH_ONESELF, SWAP_NOT_HERE, SWAP_AWAY or SWAP_HAS_IT. */
int swap_may_have(const struct swap_taker *taker);

/* --- Answering -------------------------------------------------------------------------------- */

/* Whether it can be taken at `now`: nobody has closed it, and its assignment is to do, in time, and
 * still whose it was. */
bool swap_is_open(const struct swap *swap, int64_t now);

/* What somebody asks of another's offers of one chore, or of their own. */
struct swap_asked {
    bool day_named;
    civil_day on;
    int64_t now;
    int64_t by;
};

/*
 * Which offer is meant, of those of one person in the order of their days: the first that is open;
 * else the last, and why it is not. What was offered to another is not there for `by`. 0 and the
 * one that is meant; SWAP_NOTHING_OFFERED and none; or the one and
 *   SWAP_YOURS            `by` has it by now
 *   SWAP_TAKEN            somebody else took it
 *   SWAP_DECLINED_BEFORE  the one it was offered to would not have it
 *   SWAP_OFF_OFFER        it was withdrawn
 *   SWAP_GIVEN_ON         the assignment was given to another
 *   SWAP_DONE, SWAP_NOT_NEEDED, SWAP_TOO_LATE   it was done, excused or cancelled, its time went by
 */
int swap_pick(const struct swap *swaps, size_t count, const struct swap_asked *asked,
              const struct swap **ret);

/* Whether an open offer may be declined: what anybody may take, nobody has to answer. 0 or
 * SWAP_TO_EVERYBODY. */
int swap_may_decline(const struct swap *swap);
