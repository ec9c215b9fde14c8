#pragma once
/* Who may call, what they may be, and how often a PIN may be wrong. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/domain/access.h"
#include "daemon/domain/now.h"

/* What else may come of a request about accounts, roles and offices. */
enum account_outcome {
    ACCOUNT_UID_TAKEN = 1,
    ACCOUNT_KIND_MISMATCH,
    ACCOUNT_ROLES_CONFLICT,
    ACCOUNT_NO_SUCH_ROLE,
    ACCOUNT_PIN_TOO_EASY,
    ACCOUNT_OWN_PIN_ONLY,
    ACCOUNT_LOGIN_FAILED,
    ACCOUNT_NOT_A_KIOSK,
    ACCOUNT_OUTCOMES,
};

enum office_outcome {
    OFFICE_NO_SUCH_OFFICE = 1,
    OFFICE_NOT_A_RESIDENT,
    OFFICE_ROLES_CONFLICT,
    OFFICE_OUTCOMES,
};

/*
 * Whether the parts of a new account fit its kind: a person's belongs to a person, with a uid or
 * without; an operator's and a kiosk's are a uid's, and a kiosk stands in a house.
 * 0 or ACCOUNT_KIND_MISMATCH.
 */
int account_fits(const char *kind, bool has_uid, bool has_house, bool has_person);

/*
 * Whether a user of this computer is an operator of every house, whatever accounts there are: root
 * and the daemon's own (`daemon`). Without them nobody could begin.
 */
bool account_operates(int64_t uid, int64_t daemon);

/*
 * Whether a person may be given `role` in `house` besides what they hold there.
 * 0, or ACCOUNT_ROLES_CONFLICT with the one it collides with.
 */
int account_may_take(const struct held_role *held, size_t count, int64_t house, enum role role,
                     enum role *ret_has);

/* What a term is at a moment. One that was ended before it began is withdrawn. */
enum term_state {
    TERM_COMING,
    TERM_CURRENT,
    TERM_ENDED,
    TERM_WITHDRAWN,
};

/* By its instants; `until_at` is the first one at which it holds no more, 0 for none. */
enum term_state term_state(int64_t from_at, int64_t until_at, int64_t now);

/* As the protocol has it, such as coming. */
const char *term_state_name(enum term_state state);

/* Whether nobody but the person may set their PIN, by what they are: a coach. */
bool account_pin_is_own(const struct held_role *held, size_t count);

/* How many wrong PINs were typed for a handle, and since when it must wait. */
struct lockout {
    int64_t failures;     /* in a row */
    int64_t untold;       /* since the person was last told */
    int64_t wait_seconds; /* 0: none */
    struct now since;
};

/*
 * Seconds still to wait. Counted by the clock that runs since boot; after a reboot by the wall
 * clock, and in full where that was set back.
 */
int64_t lockout_left(const struct lockout *lockout, const struct now *now);

/*
 * One more wrong PIN. After `free_tries` in a row the waits are 1, 5, 15 and then always 60
 * minutes (platform.md's figures; NIST SP 800-63B, 5.2.2 asks for some such limit).
 */
void lockout_fail(struct lockout *lockout, int64_t free_tries, const struct now *now);

/* The right PIN: the row of failures ends, what is untold has been told. */
void lockout_clear(struct lockout *lockout);

enum {
    LOCKOUT_HANDLE_TRIES = 5, /* per typed handle at one kiosk */
    LOCKOUT_KIOSK_TRIES = 30, /* per kiosk, whatever was typed */
};
