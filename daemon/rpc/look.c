/* org.kith.Chore: what is said done is looked at by somebody else. */
#include "common/text.h"
#include "common/when.h"
#include "daemon/rpc/chore.h"
#include "daemon/store/event.h"
#include "daemon/store/lapse.h"
#include "org.kith.Chore.h"

enum { WAITING_MOST = 500, WAITING_DAYS = 7 };

/* What a refusal says of who looks. */
static int refuse_look(struct call *call, int outcome, const struct chore *chore)
{
    if (outcome == CHORE_NOT_LOOKED_AT && chore->looker == LOOKER_NOBODY)
        call_say(
            call, "message",
            arena_format(call->arena, "Nobody looks at %s: said done is done.", chore->handle));
    if (outcome == CHORE_OWN)
        call_say(call, "message", "Nobody looks at their own. Somebody else may.");
    return chore_refuse(call, outcome, chore, NULL, NO_DAY);
}

/* The one that call->person has done and the caller may look at. */
static int find_to_look(struct call *call, const char *handle, const char *on,
                        struct chore_own *ret, const struct assignment **ret_picked)
{
    struct assignment_asked asked = chore_asked(call, on);
    civil_day from = on ? asked.on : asked.on - CHORE_DAYS_BACK;
    civil_day until = on ? asked.on : asked.on + CHORE_DAYS_AHEAD;
    int result = chore_load_own(call, handle, from, until, ret);
    if (result != 0)
        return result;
    bool is_own = call->person.id == call->actor.account.person;
    result = assignment_may_look(ret->chore.looker, is_own, asked.sets_right);
    if (result != 0)
        return refuse_look(call, result, &ret->chore);
    result = assignment_pick_look(ret->list, ret->count, &asked, ret_picked);
    return chore_refuse(call, result, &ret->chore, *ret_picked, asked.on);
}

/* --- Done well, or to be done again ----------------------------------------------------------- */

int chore_check(struct call *call, const struct chore_check_in *in)
{
    struct chore_own own;
    const struct assignment *picked = NULL;
    int result = find_to_look(call, in->chore, in->on, &own, &picked);
    if (result != 0)
        return result;
    struct chore_change change = {
        .row = chore_row(&own, picked),
        .state = ASSIGNMENT_CHECKED,
        .kind = "checked",
    };
    result = chore_become(call, &change);
    if (result == 0)
        result = call_event(call, "chore-checked", AUDIENCE_PERSON, call->person.id,
                            own.chore.handle, call_date(call, picked->on));
    chore_reply(call, change.row);
    return result;
}

/* The first moment after now at which it is that time, where no day is named. */
static int64_t next_time(const struct call *call, int minute)
{
    civil_day evening = chore_evening(call);
    int64_t at = call_due(call, evening, minute);
    for (int later = 1; at <= call->now.wall && later <= 2; later++)
        at = call_due(call, evening + later, minute);
    return at;
}

/* By when it is to be done again. 0 or an outcome. */
static int read_until(struct call *call, const struct chore *chore,
                      const struct chore_send_back_in *in, int64_t *ret)
{
    int32_t minute = chore->due_minute;
    const char *reason = NULL;
    civil_day day = call_day(in->until_on, NO_DAY);
    if (in->until_time && when_minute(in->until_time, &minute, &reason) < 0)
        return call_invalid(call, "untilTime");
    if (in->until_on) {
        *ret = call_due(call, day, minute);
    } else if (in->until_time) {
        *ret = next_time(call, minute);
    } else {
        civil_day evening = chore_evening(call);
        int64_t since = call->now.wall - call_due(call, evening, 0);
        struct assignment_moment again = assignment_again(evening, (int)(since / 60));
        *ret = call_due(call, again.on, again.minute);
    }
    if (assignment_may_wait_until(call->now.wall, *ret))
        return 0;
    return call_impossible(call, in->until_on ? "untilOn" : "untilTime",
                           "It is due again later than now, and within two days.");
}

int chore_send_back(struct call *call, const struct chore_send_back_in *in)
{
    struct chore_own own;
    const struct assignment *picked = NULL;
    int64_t until = 0;
    if (text_is_blank(in->reason))
        return call_invalid(call, "reason");
    int result = find_to_look(call, in->chore, in->on, &own, &picked);
    if (result == 0)
        result = read_until(call, &own.chore, in, &until);
    if (result != 0)
        return result;
    struct chore_change change = {
        .row = chore_row(&own, picked),
        .state = ASSIGNMENT_SENT_BACK,
        .due_at = until,
        .kind = "sent-back",
        .note = in->reason,
    };
    result = chore_become(call, &change);
    if (result == 0)
        result = call_event(call, "chore-sent-back", AUDIENCE_PERSON, call->person.id,
                            own.chore.handle, call_date(call, picked->on));
    chore_reply(call, change.row);
    reply_text(&call->reply, "dueAt", call_instant(call, until));
    return result;
}

/* --- What waits ------------------------------------------------------------------------------- */

/* Whether the caller may look at it now. */
static bool is_for_caller(struct call *call, const struct unlooked *one,
                          const struct assignment_asked *asked)
{
    const struct chore chore = {.looker = one->looker};
    const struct assignment_row row = {
        .on = one->on, .due_at = one->due_at, .done_at = one->done_at, .state = ASSIGNMENT_DONE};
    const struct assignment times = chore_times(call, &chore, &row);
    const struct assignment *picked = NULL;
    bool is_own = one->person == call->actor.account.person;
    return assignment_may_look(one->looker, is_own, asked->sets_right) == 0 &&
           assignment_pick_look(&times, 1, asked, &picked) == 0;
}

static void write_waiting(struct call *call, const struct unlooked *one)
{
    struct reply *reply = &call->reply;
    reply_object(reply, NULL);
    reply_int(reply, "assignmentId", one->id);
    reply_text(reply, "chore", one->chore);
    reply_text(reply, "name", one->name);
    reply_text(reply, "area", one->area);
    reply_text(reply, "person", one->handle);
    reply_text(reply, "on", call_date(call, one->on));
    reply_text(reply, "doneAt", call_instant(call, one->done_at));
    reply_int(reply, "steps", assignment_steps(one->instructions));
    chore_write_ticked(call, one->ticked);
    reply_object_end(reply);
}

int chore_to_look(struct call *call, const struct chore_to_look_in *in)
{
    struct unlooked *list = NULL;
    size_t count = 0;
    struct assignment_asked asked = chore_asked(call, NULL);
    (void)in;
    int failure = unlooked_list(call->db, call->house.id, asked.on - WAITING_DAYS, WAITING_MOST,
                                call->arena, &list, &count);
    reply_list(&call->reply, "waiting");
    for (size_t i = 0; failure == 0 && i < count; i++)
        if (is_for_caller(call, &list[i], &asked))
            write_waiting(call, &list[i]);
    reply_list_end(&call->reply);
    return failure;
}
