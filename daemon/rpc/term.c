#include "daemon/rpc/term.h"

#include <unistd.h>

#include "daemon/rpc/me.h"
#include "daemon/store/event.h"
#include "daemon/store/list.h"

int term_set_days(struct call *call, const char *from, const char *until, struct role_term *term)
{
    civil_day today = call_today(call);
    civil_day first = call_day(from, today);
    term->from_at = first == today ? call->now.wall : call_due(call, first, 0);
    term->until_at = until ? call_due(call, call_day(until, today) + 1, 0) : 0;
    if (term->until_at && term->until_at <= term->from_at)
        return call_impossible(call, "until", "The last day is before the first.");
    return 0;
}

/* Whether the two hold at some moment together. One that was ended before it began never does. */
static bool meet(const struct role_term *one, const struct role_term *other)
{
    return (!one->until_at || one->from_at < one->until_at) &&
           (!one->until_at || other->from_at < one->until_at) &&
           (!other->until_at || one->from_at < other->until_at);
}

static void add_held(struct list *held, enum role role, int64_t house)
{
    *(struct held_role *)list_add(held) = (struct held_role){role, house};
}

/* What the person is while that term holds, or will be. */
static int held_during(struct call *call, const struct role_term *term, struct list *held)
{
    struct role_term *terms = NULL;
    size_t count = 0;
    struct account account;
    int failure = role_terms(call->db, term->person, 0, call->arena, &terms, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        if (meet(&terms[i], term))
            add_held(held, terms[i].role, terms[i].house);
    int found = account_by_person(call->db, term->person, call->arena, &account);
    if (found > 0 && account.uid.present && account_operates(account.uid.value, geteuid()))
        add_held(held, ROLE_OPERATOR, 0);
    return failure < 0 ? failure : found < 0 ? found : 0;
}

static bool collides(struct call *call, const struct list *held, int64_t house, enum role role)
{
    enum role has;
    if (account_may_take(held->items, held->count, house, role, &has) == 0)
        return false;
    call_say(call, "has", role_name(has));
    call_say(call, "role", role_name(role));
    return true;
}

int term_stands(struct call *call, const struct role_term *term)
{
    return call_conflict(
        call, "role", role_name(term->role),
        arena_format(call->arena, "%s is %s already, %s. End that first, or name other days.",
                     term->person_handle, role_name(term->role), term_days(call, term)));
}

/* The same role once more at the same time would give nothing, and be there to be taken twice. */
static int is_new(struct call *call, const struct role_term *term)
{
    struct role_term *terms = NULL;
    size_t count = 0;
    int failure = role_terms(call->db, term->person, term->house, call->arena, &terms, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        if (terms[i].role == term->role && meet(&terms[i], term))
            return term_stands(call, &terms[i]);
    return failure;
}

/* Of one that is over already nothing is heard: it only stands on the record. */
static int tell(struct call *call, const struct role_term *term)
{
    bool office = role_kind(term->role) == ROLE_OFFICE;
    const char *audience = office ? AUDIENCE_HOUSE : AUDIENCE_PERSON;
    const char *role = role_name(term->role);
    enum term_state state = term_state_now(call, term);
    if (state == TERM_CURRENT)
        return call_event(call, office ? "office-begins" : "role-given", audience, term->person,
                          role, NULL);
    if (state == TERM_COMING)
        return call_event(call, office ? "office-coming" : "role-coming", audience, term->person,
                          role, term_first_day(call, term));
    return 0;
}

int term_begin(struct call *call, struct role_term *term)
{
    struct list held = list_start(call->arena, sizeof(struct held_role));
    int result = held_during(call, term, &held);
    if (result < 0)
        return result;
    if (collides(call, &held, term->house, term->role))
        return 1;
    result = is_new(call, term);
    if (result == 0)
        result = role_insert(call->db, term, &term->id);
    if (result != 0)
        return result;
    call_concerns(call, term->person);
    return tell(call, term);
}

int term_may_have_uid(struct call *call, int64_t person, int64_t uid)
{
    struct role_term from_now = {.person = person, .from_at = call->now.wall};
    struct list held = list_start(call->arena, sizeof(struct held_role));
    if (!account_operates(uid, geteuid()))
        return 0;
    int failure = held_during(call, &from_now, &held);
    const struct held_role *roles = held.items;
    for (size_t i = 0; failure == 0 && i < held.count; i++)
        if (collides(call, &held, roles[i].house, ROLE_OPERATOR))
            return ACCOUNT_ROLES_CONFLICT;
    return failure;
}

enum term_state term_state_now(const struct call *call, const struct role_term *term)
{
    return term_state(term->from_at, term->until_at, call->now.wall);
}

bool term_is_over(const struct call *call, const struct role_term *term)
{
    enum term_state state = term_state_now(call, term);
    return state == TERM_ENDED || state == TERM_WITHDRAWN;
}

static civil_day last_day(const struct call *call, const struct role_term *term)
{
    return call_day_of(call, term->until_at - 1);
}

void term_write_days(struct call *call, const struct role_term *term)
{
    enum term_state state = term_state_now(call, term);
    reply_text(&call->reply, "from", term_first_day(call, term));
    if (term->until_at && state != TERM_WITHDRAWN)
        reply_text(&call->reply, "until", call_date(call, last_day(call, term)));
    reply_text(&call->reply, "state", term_state_name(state));
}

const char *term_first_day(const struct call *call, const struct role_term *term)
{
    return call_date(call, call_day_of(call, term->from_at));
}

const char *term_days(struct call *call, const struct role_term *term)
{
    const char *from = me_date(call, call_day_of(call, term->from_at));
    if (!term->until_at)
        return arena_format(call->arena, "from %s on", from);
    return arena_format(call->arena, "from %s to %s", from, me_date(call, last_day(call, term)));
}
