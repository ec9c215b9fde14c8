#include "daemon/rpc/term.h"

#include "daemon/domain/account.h"
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

/* Whether the two hold at some moment together. */
static bool meet(const struct role_term *one, const struct role_term *other)
{
    return (!one->until_at || other->from_at < one->until_at) &&
           (!other->until_at || one->from_at < other->until_at);
}

int term_begin(struct call *call, struct role_term *term)
{
    struct role_term *terms = NULL;
    size_t count = 0;
    enum role has;
    int failure = role_terms(call->db, term->person, 0, call->arena, &terms, &count);
    if (failure < 0)
        return failure;
    struct list held = list_start(call->arena, sizeof(struct held_role));
    for (size_t i = 0; i < count; i++)
        if (meet(&terms[i], term))
            *(struct held_role *)list_add(&held) =
                (struct held_role){terms[i].role, terms[i].house};
    if (account_may_take(held.items, held.count, term->house, term->role, &has) != 0) {
        call_say(call, "has", role_name(has));
        call_say(call, "role", role_name(term->role));
        return 1;
    }
    call_concerns(call, term->person);
    return role_insert(call->db, term, &term->id);
}

static civil_day day_of(const struct call *call, int64_t at)
{
    int32_t offset = call->zone ? zone_offset(call->zone, at) : 0;
    return civil_from_seconds(at + offset).day;
}

const char *term_first_day(const struct call *call, const struct role_term *term)
{
    return call_date(call, day_of(call, term->from_at));
}

const char *term_last_day(const struct call *call, const struct role_term *term)
{
    return term->until_at ? call_date(call, day_of(call, term->until_at - 1)) : NULL;
}
