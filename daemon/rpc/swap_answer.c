/* org.kith.Swap: what becomes of an offer: it is taken, declined or withdrawn. */
#include <errno.h>

#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/swap.h"
#include "daemon/store/event.h"
#include "daemon/store/swap.h"
#include "org.kith.Swap.h"

/* What one is told of oneself. */
enum { TOLD_MOST = 50 };

/* --- Which one is meant ----------------------------------------------------------------------- */

/* An offer somebody answers, with its chore. */
struct met {
    struct chore chore;
    const struct swap *swap;
};

/* The offer of met->chore by `giver` that `by` means. 0, an outcome with its fields, or a
 * failure. */
static int find_offer(struct call *call, const char *on, const struct person *giver, int64_t by,
                      struct met *met)
{
    struct swap *swaps = NULL;
    size_t count = 0;
    civil_day evening = chore_evening(call);
    struct swap_asked asked = {
        .day_named = on != NULL,
        .on = call_day(on, evening),
        .now = call->now.wall,
        .by = by,
    };
    civil_day from = on ? asked.on : evening - CHORE_DAYS_BACK;
    civil_day until = on ? asked.on : evening + CHORE_DAYS_AHEAD;
    int failure =
        swap_of(call->db, met->chore.id, giver->id, from, until, call->arena, &swaps, &count);
    if (failure < 0)
        return failure;
    int result = swap_pick(swaps, count, &asked, &met->swap);
    return swap_refuse(call, result, &met->chore, giver->handle,
                       met->swap ? met->swap->on : asked.on);
}

/* The same for one that somebody else offers the caller. */
static int find_for_caller(struct call *call, const char *handle, const char *from, const char *on,
                           struct met *ret)
{
    struct person giver;
    int result = chore_find(call, handle, &ret->chore);
    if (result == 0)
        result = call_person(call, from, &giver);
    if (result != 0)
        return result;
    call_concerns(call, giver.id);
    return find_offer(call, on, &giver, call->person.id, ret);
}

/* --- Taken ------------------------------------------------------------------------------------ */

/* From whoever has it to the caller. Of a day that is settled, the ledger is put right on both
 * sides: it is given back by one and taken by the other. */
static int hand_over(struct call *call, struct assignment_row *row)
{
    struct chore_mark mark = {
        .assignment = row->id,
        .about = call->person.id,
        .to = call->person.id,
        .kind = "swapped",
    };
    enum assignment_state state = row->state;
    int failure = ledger_restate(call, row, ASSIGNMENT_OPEN);
    row->person = call->person.id;
    row->agreed = true;
    row->given_at = call->now.wall;
    if (failure == 0)
        failure = assignment_give(call->db, row);
    row->state = ASSIGNMENT_OPEN;
    if (failure == 0)
        failure = ledger_restate(call, row, state);
    return failure < 0 ? failure : chore_mark(call, &mark);
}

int swap_accept(struct call *call, const struct swap_accept_in *in)
{
    struct met met = {0};
    struct assignment_row row = {0};
    int result = find_for_caller(call, in->chore, in->from, in->on, &met);
    if (result == 0)
        result = swap_check_taker(call, &met.chore, met.swap->on, &call->person, met.swap->from);
    if (result != 0)
        return result;
    int found = assignment_by_id(call->db, call->house.id, met.swap->assignment, &row);
    if (found <= 0)
        return found < 0 ? found : -EIO;
    result = swap_close(call->db, met.swap->id, SWAP_ACCEPTED, call->person.id, call->now.wall);
    if (result == 0)
        result = hand_over(call, &row);
    if (result == 0)
        result = call_event(call, "swap-accepted", AUDIENCE_PERSON, met.swap->from,
                            met.chore.handle, call_date(call, row.on));
    chore_reply(call, &row);
    reply_text(&call->reply, "dueAt", call_instant(call, row.due_at));
    return result;
}

/* --- Not taken -------------------------------------------------------------------------------- */

int swap_decline(struct call *call, const struct swap_decline_in *in)
{
    struct met met = {0};
    int result = find_for_caller(call, in->chore, in->from, in->on, &met);
    if (result != 0)
        return result;
    result = met.swap->from == call->person.id ? SWAP_WITH_ONESELF : swap_may_decline(met.swap);
    if (result != 0)
        return swap_refuse(call, result, &met.chore, NULL, met.swap->on);
    result = swap_close(call->db, met.swap->id, SWAP_DECLINED, 0, call->now.wall);
    if (result == 0)
        result = call_event(call, "swap-declined", AUDIENCE_PERSON, met.swap->from,
                            met.chore.handle, call_date(call, met.swap->on));
    reply_text(&call->reply, "on", call_date(call, met.swap->on));
    return result;
}

/* Those who had heard of the offer, and whose it was where another took it back. */
static int tell_withdrawn(struct call *call, const struct met *met)
{
    static const char kind[] = "swap-withdrawn";
    const struct swap *swap = met->swap;
    const char *on = call_date(call, swap->on);
    if (!swap->to)
        return call_event(call, kind, AUDIENCE_HOUSE, swap->from, met->chore.handle, on);
    int failure = call_event(call, kind, AUDIENCE_PERSON, swap->to, met->chore.handle, on);
    if (failure == 0 && swap->from != call->actor.account.person)
        failure = call_event(call, kind, AUDIENCE_PERSON, swap->from, met->chore.handle, on);
    return failure;
}

int swap_withdraw(struct call *call, const struct swap_withdraw_in *in)
{
    struct met met = {0};
    int result = chore_find(call, in->chore, &met.chore);
    if (result == 0)
        result = find_offer(call, in->on, &call->person, call->person.id, &met);
    if (result == SWAP_NOTHING_OFFERED)
        call_say(call, "message",
                 arena_format(call->arena,
                              "No %s of %s's is on offer then, so there is nothing to withdraw.",
                              met.chore.handle, call->person.handle));
    if (result != 0)
        return result;
    result = swap_close(call->db, met.swap->id, SWAP_WITHDRAWN, 0, call->now.wall);
    if (result == 0)
        result = tell_withdrawn(call, &met);
    if (met.swap->to)
        call_concerns(call, met.swap->to);
    reply_text(&call->reply, "on", call_date(call, met.swap->on));
    return result;
}

/* --- What one may read of it oneself ---------------------------------------------------------- */

/* What became of an offer, as it is told to either side. */
static const char *say_outcome(enum swap_state state)
{
    static const char *const outcomes[SWAP_STATES] = {
        [SWAP_OFFERED] = "it has not been answered",
        [SWAP_ACCEPTED] = "it was accepted",
        [SWAP_DECLINED] = "it was declined",
        [SWAP_WITHDRAWN] = "it was withdrawn",
        [SWAP_OVER] = "it was over before anybody answered",
    };
    return outcomes[state];
}

int swap_facts(struct call *call)
{
    struct swap_part *parts = NULL;
    size_t count = 0;
    int failure =
        swap_parts(call->db, call->target.owner, TOLD_MOST + 1, call->arena, &parts, &count);
    for (size_t i = 0; failure == 0 && i < count && i < TOLD_MOST; i++) {
        const struct swap_part *part = &parts[i];
        const char *on = me_date(call, part->on);
        const char *offered = me_date(call, call_day_of(call, part->offered_at));
        if (part->is_taker)
            me_fact(call, "swaps", "You took %s of %s, which another offered on %s.", part->chore,
                    on, offered);
        else if (part->is_giver)
            me_fact(call, "swaps", "You offered %s of %s to %s on %s: %s.", part->chore, on,
                    part->to_all ? "everybody" : "somebody", offered, say_outcome(part->state));
        else
            me_fact(call, "swaps", "You were offered %s of %s on %s: %s.", part->chore, on, offered,
                    say_outcome(part->state));
    }
    if (failure == 0 && count > TOLD_MOST)
        me_fact(call, "swaps", "There were more swaps; the newest %d stand here.", TOLD_MOST);
    return failure;
}
