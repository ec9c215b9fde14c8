#include "daemon/domain/swap.h"

#include <string.h>

static const char *const names[SWAP_STATES] = {
    [SWAP_OFFERED] = "offered",     [SWAP_ACCEPTED] = "accepted", [SWAP_DECLINED] = "declined",
    [SWAP_WITHDRAWN] = "withdrawn", [SWAP_OVER] = "over",
};

const char *swap_state_name(enum swap_state state)
{
    return names[state];
}

enum swap_state swap_state_from_name(const char *name)
{
    for (int state = 0; state < SWAP_STATES; state++)
        if (strcmp(names[state], name) == 0)
            return (enum swap_state)state;
    return SWAP_OVER;
}

/* --- Offering --------------------------------------------------------------------------------- */

int swap_pick_give(const struct assignment *assignments, size_t count,
                   const struct assignment_asked *asked, const struct assignment **ret)
{
    const struct assignment *late = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct assignment *one = &assignments[i];
        bool meant = !asked->day_named || one->on == asked->on;
        if (!meant || !assignment_is_to_do(one->state))
            continue;
        if (asked->now < one->due_at) {
            *ret = one;
            return 0;
        }
        late = one;
    }
    if (!late)
        return SWAP_NOTHING_TO_GIVE;
    *ret = late;
    return SWAP_TOO_LATE;
}

int swap_may_have(const struct swap_taker *taker)
{
    if (taker->is_giver)
        return SWAP_WITH_ONESELF;
    if (!taker->lives_here)
        return SWAP_NOT_HERE;
    if (taker->is_away)
        return SWAP_AWAY;
    return taker->has_it ? SWAP_HAS_IT : 0;
}

/* --- Answering -------------------------------------------------------------------------------- */

bool swap_is_open(const struct swap *swap, int64_t now)
{
    return swap->state == SWAP_OFFERED && swap->holder == swap->from &&
           assignment_is_to_do(swap->stands) && now < swap->due_at;
}

static bool is_for(const struct swap *swap, int64_t person)
{
    return swap->to == 0 || swap->to == person || swap->from == person;
}

/* Why an offer is over that nobody has answered. */
static int why_over(const struct swap *swap, int64_t now)
{
    if (swap->holder != swap->from)
        return SWAP_GIVEN_ON;
    switch (swap->stands) {
    case ASSIGNMENT_DONE:
    case ASSIGNMENT_CHECKED:
        return SWAP_DONE;
    case ASSIGNMENT_EXCUSED:
    case ASSIGNMENT_CANCELLED:
        return SWAP_NOT_NEEDED;
    case ASSIGNMENT_MISSED:
        return SWAP_TOO_LATE;
    default:
        return now < swap->due_at ? SWAP_OFF_OFFER : SWAP_TOO_LATE;
    }
}

static int why_closed(const struct swap *swap, const struct swap_asked *asked)
{
    switch (swap->state) {
    case SWAP_ACCEPTED:
        return swap->holder == asked->by ? SWAP_YOURS : SWAP_TAKEN;
    case SWAP_DECLINED:
        return SWAP_DECLINED_BEFORE;
    case SWAP_WITHDRAWN:
        return SWAP_OFF_OFFER;
    default:
        return why_over(swap, asked->now);
    }
}

int swap_pick(const struct swap *swaps, size_t count, const struct swap_asked *asked,
              const struct swap **ret)
{
    const struct swap *last = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct swap *one = &swaps[i];
        if ((asked->day_named && one->on != asked->on) || !is_for(one, asked->by))
            continue;
        last = one;
        if (swap_is_open(one, asked->now))
            break;
    }
    if (!last)
        return SWAP_NOTHING_OFFERED;
    *ret = last;
    return swap_is_open(last, asked->now) ? 0 : why_closed(last, asked);
}

int swap_may_decline(const struct swap *swap)
{
    return swap->to ? 0 : SWAP_TO_EVERYBODY;
}
