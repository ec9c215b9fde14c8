#include "daemon/domain/account.h"

#include <string.h>

int account_fits(const char *kind, bool has_uid, bool has_house, bool has_person)
{
    bool fits;
    if (strcmp(kind, "person") == 0)
        fits = has_person;
    else if (strcmp(kind, "kiosk") == 0)
        fits = has_uid && has_house && !has_person;
    else
        fits = has_uid && !has_person;
    return fits ? 0 : ACCOUNT_KIND_MISMATCH;
}

bool account_operates(int64_t uid, int64_t daemon)
{
    return uid == 0 || uid == daemon;
}

int account_may_take(const struct held_role *held, size_t count, int64_t house, enum role role,
                     enum role *ret_has)
{
    for (size_t i = 0; i < count; i++) {
        bool same_house = held[i].house == house || held[i].house == 0;
        if (same_house && !access_may_combine(held[i].role, role)) {
            *ret_has = held[i].role;
            return ACCOUNT_ROLES_CONFLICT;
        }
    }
    return 0;
}

enum term_state term_state(int64_t from_at, int64_t until_at, int64_t now)
{
    if (until_at && until_at <= from_at)
        return TERM_WITHDRAWN;
    if (now < from_at)
        return TERM_COMING;
    return until_at && until_at <= now ? TERM_ENDED : TERM_CURRENT;
}

const char *term_state_name(enum term_state state)
{
    static const char *const names[] = {"coming", "current", "ended", "withdrawn"};
    return names[state];
}

bool account_pin_is_own(const struct held_role *held, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (held[i].role == ROLE_COACH)
            return true;
    return false;
}

int64_t lockout_left(const struct lockout *lockout, const struct now *now)
{
    bool same_boot = strcmp(lockout->since.boot_id, now->boot_id) == 0;
    int64_t passed = same_boot ? now->boot - lockout->since.boot : now->wall - lockout->since.wall;
    if (passed < 0)
        passed = 0;
    return passed < lockout->wait_seconds ? lockout->wait_seconds - passed : 0;
}

void lockout_fail(struct lockout *lockout, int64_t free_tries, const struct now *now)
{
    static const int64_t minutes[] = {1, 5, 15, 60};
    const int64_t steps = sizeof minutes / sizeof *minutes;
    lockout->failures++;
    lockout->untold++;
    lockout->since = *now;
    int64_t step = lockout->failures - free_tries;
    if (step < 0)
        lockout->wait_seconds = 0;
    else
        lockout->wait_seconds = 60 * minutes[step < steps ? step : steps - 1];
}

void lockout_clear(struct lockout *lockout)
{
    *lockout = (struct lockout){0};
}
