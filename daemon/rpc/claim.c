/* org.kith.Chore: what nobody has is taken by whoever will do it. */
#include "daemon/rpc/chore.h"
#include "daemon/store/event.h"
#include "org.kith.Chore.h"

int chore_find_open(struct call *call, const struct chore *chore, civil_day on,
                    struct assignment_row *ret)
{
    struct assignment_row *rows = NULL;
    const struct assignment_row *open = NULL;
    size_t count = 0;
    int failure = assignment_of_day(call->db, chore->id, on, call->arena, &rows, &count);
    if (failure < 0)
        return failure;
    for (size_t i = count; i-- > 0;) {
        if (call->person.id && rows[i].person == call->person.id)
            return CHORE_ALREADY_ASSIGNED;
        if (rows[i].state == ASSIGNMENT_OPEN)
            open = &rows[i];
    }
    if (!open)
        return CHORE_NOTHING_TO_CLAIM;
    *ret = *open;
    return 0;
}

int chore_take(struct call *call, const struct chore *chore, struct assignment_row *row)
{
    struct chore_mark mark = {
        .assignment = row->id,
        .about = call->person.id,
        .to = call->person.id,
        .kind = "claimed",
    };
    row->person = call->person.id;
    row->fair_effort = chore->rotation == ROTATION_FAIR ? chore->effort : 0;
    row->agreed = true;
    row->given_at = call->now.wall;
    int failure = ledger_restate(call, row, ASSIGNMENT_PLANNED);
    row->state = ASSIGNMENT_PLANNED;
    if (failure == 0)
        failure = assignment_give(call->db, row);
    return failure < 0 ? failure : chore_mark(call, &mark);
}

int chore_claim(struct call *call, const struct chore_claim_in *in)
{
    struct chore chore;
    struct assignment_row row = {0};
    struct assignment_asked asked = chore_asked(call, in->on);
    if (!in->on)
        asked.on = call_today(call);
    int result = chore_find(call, in->chore, &chore);
    if (result == 0)
        result = chore_lives_here(call, &call->person, asked.on);
    if (result != 0)
        return result;
    result = chore_find_open(call, &chore, asked.on, &row);
    if (result == 0) {
        struct assignment times = chore_times(call, &chore, &row);
        result = assignment_may_take(&times, &asked);
    }
    if (result != 0)
        return chore_refuse(call, result, &chore, NULL, asked.on);
    result = chore_take(call, &chore, &row);
    if (result == 0)
        result = call_event(call, "chore-claimed", AUDIENCE_HOUSE, call->person.id, chore.handle,
                            call_date(call, row.on));
    chore_reply(call, &row);
    reply_text(&call->reply, "dueAt", call_instant(call, row.due_at));
    return result;
}
