/* org.kith.Swap: one's chore of one day, offered to another; what is on offer. */
#include "daemon/rpc/swap.h"

#include <errno.h>

#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/store/event.h"
#include "daemon/store/lapse.h"
#include "daemon/store/swap.h"
#include "org.kith.Swap.h"

/* --- Who may have it -------------------------------------------------------------------------- */

static int has_it(struct call *call, int64_t chore, civil_day on, int64_t person, bool *ret)
{
    struct assignment_row *rows = NULL;
    size_t count = 0;
    int failure = assignment_of_day(call->db, chore, on, call->arena, &rows, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        *ret |= rows[i].person == person;
    return failure;
}

int swap_check_taker(struct call *call, const struct chore *chore, civil_day on,
                     const struct person *taker, int64_t giver)
{
    struct swap_taker facts = {.is_giver = taker->id == giver, .lives_here = true};
    int result = chore_lives_here(call, taker, on);
    if (result == CHORE_NOT_HERE) {
        call->said = NULL;
        facts.lives_here = false;
    }
    int away = result < 0 ? result : lapse_was_away(call->db, taker->id, chore->id, on, on);
    facts.is_away = away > 0;
    int failure = away < 0 ? away : has_it(call, chore->id, on, taker->id, &facts.has_it);
    return failure < 0 ? failure
                       : swap_refuse(call, swap_may_have(&facts), chore, taker->handle, on);
}

/* --- Offering --------------------------------------------------------------------------------- */

/* The one it is offered to hears of it; or the house, where anybody may take it. */
static int tell_offered(struct call *call, const char *chore, int64_t to, civil_day on)
{
    const char *date = call_date(call, on);
    if (to)
        return call_event(call, "swap-offered", AUDIENCE_PERSON, to, chore, date);
    return call_event(call, "swap-offered-to-all", AUDIENCE_HOUSE, call->person.id, chore, date);
}

/* Puts it on offer: `to` has the id 0 where anybody may take it. */
static int put_on_offer(struct call *call, const struct chore *chore,
                        const struct assignment *assignment, const struct person *to)
{
    struct swap swap = {.assignment = assignment->id, .from = call->person.id, .to = to->id};
    int failure = swap_insert(call->db, call->house.id, &swap, call->now.wall, &swap.id);
    if (failure == -EEXIST)
        return swap_refuse(call, SWAP_ALREADY_OFFERED, chore, call->person.handle, assignment->on);
    if (failure == 0)
        failure = tell_offered(call, chore->handle, to->id, assignment->on);
    if (to->id)
        call_concerns(call, to->id);
    reply_int(&call->reply, "swapId", swap.id);
    reply_text(&call->reply, "on", call_date(call, assignment->on));
    reply_text(&call->reply, "dueAt", call_instant(call, assignment->due_at));
    return failure;
}

int swap_offer(struct call *call, const struct swap_offer_in *in)
{
    struct chore_own own;
    struct person to = {0};
    const struct assignment *picked = NULL;
    struct assignment_asked asked = chore_asked(call, in->on);
    civil_day from = in->on ? asked.on : asked.on - CHORE_DAYS_BACK;
    civil_day until = in->on ? asked.on : asked.on + CHORE_DAYS_AHEAD;
    int result = chore_load_own(call, in->chore, from, until, &own);
    if (result == 0 && in->to)
        result = call_person(call, in->to, &to);
    if (result != 0)
        return result;
    result = swap_pick_give(own.list, own.count, &asked, &picked);
    if (result != 0)
        return swap_refuse(call, result, &own.chore, call->person.handle,
                           picked ? picked->on : NO_DAY);
    if (in->to)
        result = swap_check_taker(call, &own.chore, picked->on, &to, call->person.id);
    return result != 0 ? result : put_on_offer(call, &own.chore, picked, &to);
}

/* --- What is on offer ------------------------------------------------------------------------- */

static void write_offer(struct call *call, const struct swap_entry *entry, bool lives_here)
{
    struct reply *reply = &call->reply;
    const struct swap *swap = &entry->swap;
    int64_t me = call->actor.account.person;
    bool is_own = me && swap->from == me;
    reply_object(reply, NULL);
    reply_int(reply, "swapId", swap->id);
    reply_text(reply, "chore", entry->chore);
    reply_text(reply, "name", entry->name);
    reply_text(reply, "from", entry->from);
    if (!entry->to_has_left || call_may_know_former(call))
        reply_text(reply, "to", entry->to);
    reply_bool(reply, "toAll", swap->to == 0);
    reply_text(reply, "on", call_date(call, swap->on));
    reply_text(reply, "dueAt", call_instant(call, swap->due_at));
    reply_text(reply, "offeredAt", call_instant(call, entry->offered_at));
    reply_bool(reply, "own", is_own);
    reply_bool(reply, "forMe", lives_here && !is_own && (swap->to == 0 || swap->to == me));
    reply_object_end(reply);
}

/* Whether the caller lives in the call's house now: 1 yes, 0 no, or a failure. */
static int caller_lives_here(struct call *call)
{
    struct stay stay;
    if (!call->actor.account.person || call->actor.account.house != call->house.id)
        return 0;
    return stay_current(call->db, call->actor.account.person, call->arena, &stay);
}

int swap_list(struct call *call, const struct swap_list_in *in)
{
    struct swap_entry *entries = NULL;
    size_t count = 0;
    struct swap_search search = {
        .house = call->house.id,
        .reader = call->actor.account.person,
        .all = chore_is_run_by_caller(call),
        .now = call->now.wall,
    };
    int result = page_number(call, in->after, INT64_MAX, &search.before);
    if (result == 0)
        result = swap_page(call->db, &search, page_read(in->limit), call->arena, &entries, &count);
    int lives_here = result == 0 ? caller_lives_here(call) : 0;
    if (result != 0 || lives_here < 0)
        return result != 0 ? result : lives_here;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "offers");
    for (size_t i = 0; i < shown; i++)
        write_offer(call, &entries[i], lives_here);
    reply_list_end(&call->reply);
    if (shown)
        page_next(call, in->limit, count,
                  arena_format(call->arena, "%lld", (long long)entries[shown - 1].swap.id));
    return 0;
}

/* --- Answers ---------------------------------------------------------------------------------- */

/* Which fields an outcome's error has. */
static const struct {
    bool chore, person, on;
} fields[SWAP_OUTCOMES] = {
    [SWAP_WITH_ONESELF] = {.chore = true},
    [SWAP_NOTHING_TO_GIVE] = {.chore = true, .person = true},
    [SWAP_TOO_LATE] = {.chore = true, .on = true},
    [SWAP_ALREADY_OFFERED] = {.chore = true, .on = true},
    [SWAP_NOT_HERE] = {.person = true, .on = true},
    [SWAP_AWAY] = {.person = true, .on = true},
    [SWAP_HAS_IT] = {.chore = true, .person = true, .on = true},
    [SWAP_NOTHING_OFFERED] = {.chore = true, .person = true},
    [SWAP_YOURS] = {.chore = true, .on = true},
    [SWAP_TAKEN] = {.chore = true, .on = true},
    [SWAP_DECLINED_BEFORE] = {.chore = true, .on = true},
    [SWAP_OFF_OFFER] = {.chore = true, .on = true},
    [SWAP_GIVEN_ON] = {.chore = true, .person = true, .on = true},
    [SWAP_DONE] = {.chore = true, .on = true},
    [SWAP_NOT_NEEDED] = {.chore = true, .on = true},
    [SWAP_TO_EVERYBODY] = {.chore = true, .on = true},
};

int swap_refuse(struct call *call, int outcome, const struct chore *chore, const char *person,
                civil_day on)
{
    if (outcome <= 0 || outcome >= SWAP_OUTCOMES)
        return outcome;
    if (fields[outcome].chore)
        call_say(call, "chore", chore->handle);
    if (fields[outcome].person)
        call_say(call, "person", person);
    if (fields[outcome].on)
        call_say(call, "on", call_date(call, on));
    return outcome;
}

static const struct row rows[] = {
    {&swap_offer_method, WRITE_DECIDED, &target_self, RIGHT_CHORES_DO, false},
    {&swap_accept_method, WRITE_DECIDED, &target_self, RIGHT_CHORES_DO, false},
    {&swap_decline_method, WRITE_DECIDED, &target_self, RIGHT_CHORES_DO, false},
    {&swap_withdraw_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&swap_list_method, READ, &target_house, RIGHT_CHORES_SEE, false},
};

static const struct refusal refusals[SWAP_OUTCOMES] = {
    [SWAP_WITH_ONESELF] = {"org.kith.Swap.WithOneself",
                           "{chore} is yours already. A swap takes two, so name somebody else."},
    [SWAP_NOTHING_TO_GIVE] = {"org.kith.Swap.NothingToGive",
                              "No {chore} of {person}'s is to do then, so there is nothing to give"
                              " away."},
    [SWAP_TOO_LATE] = {"org.kith.Swap.TooLate",
                       "The time for {chore} on {on} is over, so it cannot change hands any more."},
    [SWAP_ALREADY_OFFERED] = {"org.kith.Swap.AlreadyOffered",
                              "{chore} on {on} is on offer already. To offer it otherwise, withdraw"
                              " it first."},
    [SWAP_NOT_HERE] = {"org.kith.Swap.NotHere", "{person} does not live here on {on}."},
    [SWAP_AWAY] = {"org.kith.Swap.Away",
                   "{person} is away or excused on {on}. Somebody else may be glad to have it."},
    [SWAP_HAS_IT] = {"org.kith.Swap.HasIt", "{person} has {chore} on {on} already."},
    [SWAP_NOTHING_OFFERED] =
        {"org.kith.Swap.NothingOffered",
         "{person} has no {chore} on offer for you. `kith swap list` shows what"
         " there is."},
    [SWAP_YOURS] = {"org.kith.Swap.Yours", "You have taken {chore} of {on} already: it is yours."},
    [SWAP_TAKEN] = {"org.kith.Swap.Taken", "Somebody else has taken {chore} of {on} already."},
    [SWAP_DECLINED_BEFORE] = {"org.kith.Swap.DeclinedBefore",
                              "The offer of {chore} on {on} was declined. It would have to be"
                              " offered again."},
    [SWAP_OFF_OFFER] = {"org.kith.Swap.OffOffer",
                        "{chore} on {on} is not on offer any more. It would have to be offered"
                        " again."},
    [SWAP_GIVEN_ON] =
        {"org.kith.Swap.GivenOn",
         "{chore} on {on} is not {person}'s any more, so the offer is over. `kith week"
         " --all` shows whose it is."},
    [SWAP_DONE] = {"org.kith.Swap.Done", "{chore} on {on} is done already."},
    [SWAP_NOT_NEEDED] = {"org.kith.Swap.NotNeeded", "{chore} on {on} need not be done any more."},
    [SWAP_TO_EVERYBODY] = {"org.kith.Swap.ToEverybody",
                           "{chore} on {on} is offered to everybody, so you need not answer. Just"
                           " leave it to others."},
};

const struct noun swap_noun = {
    .interface = swap_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_CHORES_RUN,
    .leaves_callers_alone = true,
    .facts = swap_facts,
};
