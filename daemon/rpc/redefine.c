/* org.kith.Chore: what becomes of a chore that the house has: it changes, ends, and comes back. */
#include "daemon/rpc/chore.h"
#include "daemon/rpc/define.h"
#include "daemon/store/assignment.h"
#include "daemon/store/chore.h"
#include "daemon/store/event.h"
#include "org.kith.Chore.h"

/* What has been given out and is still to do is due at the chore's time from now on. */
static int move_due(struct call *call, const struct chore *chore)
{
    struct assignment_due *days = NULL;
    size_t count = 0;
    /* What is due after midnight belongs to the evening before. */
    int failure = assignment_days_ahead(call->db, chore->id, call_today(call) - 1, call->arena,
                                        &days, &count);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        int64_t at = call_due(call, days[i].on, chore->due_minute);
        if (chore_due_moves(call->now.wall, days[i].at, at))
            failure = assignment_set_due_of_day(call->db, chore->id, days[i].on, at);
    }
    return failure;
}

int chore_tell(struct call *call, const struct chore *chore)
{
    int failure = chore_house_plan_at(call->db, chore->house, call->now.wall);
    if (failure == 0)
        failure = call_event(call, "chore-changed", AUDIENCE_HOUSE, 0, chore->handle, NULL);
    return failure;
}

int chore_find_kept(struct call *call, const char *handle, struct chore *ret)
{
    int result = chore_find_ever(call, handle, ret);
    if (result == 0)
        result = chore_may_change(ret);
    if (result == CHORE_RETIRED) {
        call_say(call, "chore", ret->handle);
        call_say(call, "on", call_date(call, call_day_of(call, ret->retired_at)));
    }
    return result;
}

static int save(struct call *call, const struct chore_whole *whole, bool is_due_new)
{
    const struct chore *chore = &whole->chore;
    int failure = chore_update(call->db, chore);
    if (failure == 0)
        failure = chore_set_holders(call->db, chore->id, whole->holders, whole->holder_count);
    if (failure == 0 && is_due_new)
        failure = move_due(call, chore);
    if (failure == 0)
        failure = chore_tell(call, chore);
    return failure == 0 ? chore_write(call, chore) : failure;
}

int chore_change(struct call *call, const struct chore_change_in *in)
{
    struct chore_whole whole = {0};
    const struct chore_said said = {
        .name = in->name,
        .area = in->area,
        .instructions = in->instructions,
        .schedule = in->schedule,
        .starts_on = in->starts_on,
        .due_time = in->due_time,
        .list = in->list,
        .rotation = in->rotation,
        .looked_at_by = in->looked_at_by,
        .window_minutes = in->window_minutes,
        .effort = in->effort,
        .people = in->people,
        .hold_weeks = in->hold_weeks,
        .holders = in->holders,
        .clear = in->clear,
    };
    int result = chore_find_kept(call, in->chore, &whole.chore);
    if (result == 0)
        result = chore_holders(call->db, whole.chore.id, call->arena, &whole.holders,
                               &whole.holder_count);
    int due = whole.chore.due_minute;
    if (result == 0)
        result = chore_make(call, &said, &whole);
    return result == 0 ? save(call, &whole, whole.chore.due_minute != due) : result;
}

int chore_retire(struct call *call, const struct chore_retire_in *in)
{
    struct chore chore;
    int result = chore_find_kept(call, in->chore, &chore);
    if (result == 0)
        result = chore_set_retired(call->db, chore.id, call->now.wall);
    return result == 0 ? chore_tell(call, &chore) : result;
}

int chore_resume(struct call *call, const struct chore_resume_in *in)
{
    struct chore chore;
    int result = chore_find_ever(call, in->chore, &chore);
    if (result == 0)
        result = chore_may_resume(&chore);
    if (result == CHORE_NOT_RETIRED)
        call_say(call, "chore", chore.handle);
    if (result == 0)
        result = chore_may_have_one_more(call);
    if (result == 0)
        result = chore_set_retired(call->db, chore.id, 0);
    return result == 0 ? chore_tell(call, &chore) : result;
}
