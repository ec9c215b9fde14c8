/* org.kith.Chore: what need not be done, and what somebody says about what was not. */
#include "common/text.h"
#include "daemon/rpc/chore.h"
#include "daemon/store/event.h"
#include "daemon/store/mark.h"
#include "org.kith.Chore.h"

/* --- Excused ---------------------------------------------------------------------------------- */

/* The first place of the day that nobody has. 0, an outcome or a failure. */
static int find_nobodys(struct call *call, const struct chore_excuse_in *in,
                        struct chore *ret_chore, struct assignment_row *ret)
{
    civil_day on = call_day(in->on, chore_evening(call));
    int result = chore_find(call, in->chore, ret_chore);
    if (result == 0)
        result = chore_find_open(call, ret_chore, on, ret);
    if (result != CHORE_NOTHING_TO_CLAIM)
        return result;
    call_say(call, "message",
             arena_format(call->arena, "No %s stands open then. Name whom you would excuse.",
                          ret_chore->handle));
    return chore_refuse(call, CHORE_NOTHING_TO_EXCUSE, ret_chore, NULL, on);
}

static int find_somebodys(struct call *call, const struct chore_excuse_in *in,
                          struct chore *ret_chore, struct assignment_row *ret)
{
    struct chore_own own;
    const struct assignment *picked = NULL;
    struct assignment_asked asked = chore_asked(call, in->on);
    civil_day from = in->on ? asked.on : asked.on - CHORE_DAYS_BACK;
    int result = chore_load_own(call, in->chore, from, asked.on, &own);
    if (result != 0)
        return result;
    if (call->person.id == call->actor.account.person)
        call_say(call, "message",
                 "Nobody excuses themself. Somebody else who runs the chores may.");
    result = call->person.id == call->actor.account.person
                 ? CHORE_OWN
                 : assignment_pick_excuse(own.list, own.count, &asked, &picked);
    if (result != 0)
        return chore_refuse(call, result, &own.chore, picked, asked.on);
    *ret_chore = own.chore;
    *ret = *chore_row(&own, picked);
    return 0;
}

int chore_excuse(struct call *call, const struct chore_excuse_in *in)
{
    struct chore chore;
    struct assignment_row row = {0};
    int result =
        in->person ? find_somebodys(call, in, &chore, &row) : find_nobodys(call, in, &chore, &row);
    if (result != 0)
        return result;
    struct chore_change change = {
        .row = &row,
        .state = ASSIGNMENT_EXCUSED,
        .kind = "excused",
        .note = in->reason && !text_is_blank(in->reason) ? in->reason : NULL,
    };
    result = chore_become(call, &change);
    if (result == 0 && row.person)
        result = call_event(call, "chore-excused", AUDIENCE_PERSON, row.person, chore.handle,
                            call_date(call, row.on));
    chore_reply(call, &row);
    return result;
}

/* --- Answered --------------------------------------------------------------------------------- */

int chore_answer(struct call *call, const struct chore_answer_in *in)
{
    struct chore chore;
    struct mark_fault fault = {0};
    if (text_is_blank(in->words))
        return call_invalid(call, "words");
    int result = chore_find_ever(call, in->chore, &chore);
    if (result != 0)
        return result;
    int found =
        mark_latest_fault(call->db, chore.id, call->person.id, call_day(in->on, CIVIL_DAY_FIRST),
                          call_day(in->on, CIVIL_DAY_LAST), &fault);
    if (found < 0)
        return found;
    result = assignment_may_answer(&fault.so_far);
    if (result != 0)
        return chore_refuse(call, result, &chore, NULL, fault.on);
    struct chore_mark mark = {
        .assignment = fault.assignment,
        .about = call->person.id,
        .kind = "answered",
        .note = in->words,
    };
    struct assignment_row row = {.id = fault.assignment, .on = fault.on};
    result = chore_mark(call, &mark);
    if (result == 0)
        result = call_event(call, "chore-answered", right_name(RIGHT_CHORES_RUN), call->person.id,
                            chore.handle, call_date(call, fault.on));
    chore_reply(call, &row);
    return result;
}
