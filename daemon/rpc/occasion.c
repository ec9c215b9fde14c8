/* org.kith.Chore: single days on which a chore does not come round as its schedule says. */
#include "daemon/domain/occasion.h"

#include "daemon/rpc/chore.h"
#include "daemon/rpc/define.h"
#include "daemon/store/chore.h"
#include "org.kith.Chore.h"

/* A chore under way to having a day changed. */
struct change {
    struct chore chore;
    struct occasions occasions;
    struct occasion_edits edits;
    civil_day today;
};

static int load(struct call *call, const char *handle, struct change *ret)
{
    struct chore_exception *exceptions = NULL;
    size_t count = 0;
    int result = chore_find_kept(call, handle, &ret->chore);
    if (result == 0)
        result = chore_exceptions(call->db, call->house.id, ret->chore.id, call->arena, &exceptions,
                                  &count);
    ret->today = call_today(call);
    if (result == 0)
        ret->occasions = occasions_of(&ret->chore, exceptions, count, ret->today, call->arena);
    return result;
}

static int refuse(struct call *call, int outcome, const struct change *change, civil_day on)
{
    if (outcome == CHORE_DAY_OUT_OF_REACH) {
        call_say(call, "from", call_date(call, change->today));
        call_say(call, "until", call_date(call, change->today + OCCASION_AHEAD_MOST));
    } else {
        call_say(call, "chore", change->chore.handle);
    }
    if (outcome == CHORE_TOO_MANY_EXCEPTIONS)
        call_say_int(call, "limit", OCCASION_EXCEPTIONS_MOST);
    else
        call_say(call, "on", call_date(call, on));
    return outcome;
}

/* Writes the edits where there is no outcome; else refuses, for that day. */
static int save(struct call *call, int outcome, struct change *change, civil_day on)
{
    if (outcome != 0)
        return refuse(call, outcome, change, on);
    int failure = 0;
    for (size_t i = 0; failure == 0 && i < change->edits.count; i++) {
        struct chore_exception *exception = &change->edits.items[i].exception;
        exception->chore = change->chore.id;
        failure = change->edits.items[i].is_removed
                      ? chore_exception_remove(call->db, exception->chore, exception->on)
                      : chore_exception_set(call->db, exception);
    }
    return failure < 0 ? failure : chore_tell(call, &change->chore);
}

int chore_skip(struct call *call, const struct chore_skip_in *in)
{
    struct change change;
    civil_day on = call_day(in->on, NO_DAY);
    int result = load(call, in->chore, &change);
    if (result != 0)
        return result;
    result = occasion_skip(&change.occasions, change.today, on, &change.edits);
    return save(call, result, &change, on);
}

int chore_move(struct call *call, const struct chore_move_in *in)
{
    struct change change;
    civil_day on = call_day(in->on, NO_DAY);
    civil_day to = call_day(in->to, NO_DAY);
    int result = load(call, in->chore, &change);
    if (result != 0)
        return result;
    result = occasion_move(&change.occasions, change.today, on, to, &change.edits);
    bool is_about_to = result == CHORE_COMES_ALREADY ||
                       (result == CHORE_DAY_OUT_OF_REACH && occasion_is_in_reach(change.today, on));
    return save(call, result, &change, is_about_to ? to : on);
}

int chore_add_day(struct call *call, const struct chore_add_day_in *in)
{
    struct change change;
    civil_day on = call_day(in->on, NO_DAY);
    int result = load(call, in->chore, &change);
    if (result != 0)
        return result;
    result = occasion_add(&change.occasions, change.today, on, &change.edits);
    return save(call, result, &change, on);
}

int chore_restore(struct call *call, const struct chore_restore_in *in)
{
    struct change change;
    civil_day on = call_day(in->on, NO_DAY);
    int result = load(call, in->chore, &change);
    if (result != 0)
        return result;
    result = occasion_restore(&change.occasions, change.today, on, &change.edits);
    result = save(call, result, &change, on);
    if (result == 0)
        reply_text(&call->reply, "on", call_date(call, change.edits.items[0].exception.on));
    return result;
}
