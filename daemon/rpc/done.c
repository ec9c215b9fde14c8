/* org.kith.Chore: said done, and taken back. */
#include "daemon/rpc/chore.h"
#include "daemon/store/event.h"
#include "daemon/store/mark.h"
#include "org.kith.Chore.h"

/* What becomes of it, and what the house hears. */
static int change(struct call *call, const struct chore *chore, const struct chore_change *change)
{
    bool is_done = change->state == ASSIGNMENT_DONE;
    int failure = chore_become(call, change);
    if (failure == 0)
        failure = call_event(call, is_done ? "chore-done" : "chore-undone", AUDIENCE_HOUSE,
                             call->target.owner, chore->handle, call_date(call, change->row->on));
    chore_reply(call, change->row);
    return failure;
}

/* --- Done ------------------------------------------------------------------------------------- */

/* What is said done: one's own, or one that nobody had. */
struct meant {
    const struct assignment *picked;
    struct assignment_row row;
    bool is_open;
};

/* The steps that were ticked. 0 or an outcome. */
static int read_ticked(struct call *call, const struct chore *chore, const struct chore_done_in *in,
                       int64_t *ret_bits)
{
    int steps = assignment_steps(chore->instructions);
    if (in->all_steps.value)
        *ret_bits = assignment_tick_all(steps);
    if (in->all_steps.value || assignment_tick(steps, in->ticked.items, in->ticked.count, ret_bits))
        return 0;
    return call_impossible(
        call, "ticked",
        steps ? arena_format(call->arena, "The steps of %s are 1 to %d.", chore->handle, steps)
              : arena_format(call->arena, "%s has no steps to tick.", chore->handle));
}

/* One that nobody has, of the day asked for. 0, CHORE_NOTHING_OPEN and what else there is to say,
 * or a failure. */
static int find_open(struct call *call, const struct chore *chore,
                     const struct assignment_asked *asked, struct meant *ret)
{
    int result = chore_find_open(call, chore, asked->on, &ret->row);
    if (result == 0)
        result = chore_lives_here(call, &call->person, asked->on);
    if (result > 0) {
        call->said = NULL;
        return CHORE_NOTHING_OPEN;
    }
    if (result < 0)
        return result;
    struct assignment *times = arena_alloc(call->arena, sizeof *times);
    *times = chore_times(call, chore, &ret->row);
    ret->picked = times;
    ret->is_open = true;
    return assignment_may_have_done(times, asked);
}

static int find_meant(struct call *call, const struct chore_own *own,
                      const struct assignment_asked *asked, struct meant *ret)
{
    int result = assignment_pick_done(own->list, own->count, asked, &ret->picked);
    if (result == CHORE_NOTHING_OPEN && !ret->picked)
        result = find_open(call, &own->chore, asked, ret);
    else if (result == 0)
        ret->row = *chore_row(own, ret->picked);
    return result;
}

int chore_done(struct call *call, const struct chore_done_in *in)
{
    struct chore_own own;
    struct meant meant = {0};
    int64_t ticked = 0;
    civil_day today = call_today(call);
    struct assignment_asked asked = chore_asked(call, in->on);
    civil_day from = in->on ? asked.on : asked.on - CHORE_DAYS_BACK;
    int result = chore_load_own(call, in->chore, from, in->on ? asked.on : today, &own);
    if (result == 0)
        result = read_ticked(call, &own.chore, in, &ticked);
    if (result != 0)
        return result;
    result = find_meant(call, &own, &asked, &meant);
    if (result == CHORE_NOTHING_OPEN && !in->on && today != asked.on) {
        asked.on = today;
        result = find_meant(call, &own, &asked, &meant);
    }
    if (result != 0)
        return chore_refuse(call, result, &own.chore, meant.picked, asked.on);
    if (meant.is_open)
        result = chore_take(call, &own.chore, &meant.row);
    struct chore_change deed = {
        .row = &meant.row,
        .state = ASSIGNMENT_DONE,
        .kind = "done",
        .note = in->note,
        .ticked = ticked,
    };
    return result < 0 ? result : change(call, &own.chore, &deed);
}

/* --- Undone ----------------------------------------------------------------------------------- */

int chore_undo(struct call *call, const struct chore_undo_in *in)
{
    struct chore_own own;
    const struct assignment *picked = NULL;
    struct assignment_asked asked = chore_asked(call, in->on);
    int result = chore_load_own(call, in->chore, call_day(in->on, CIVIL_DAY_FIRST),
                                call_day(in->on, CIVIL_DAY_LAST), &own);
    if (result != 0)
        return result;
    result = assignment_pick_undo(own.list, own.count, &asked, &picked);
    if (result != 0)
        return chore_refuse(call, result, &own.chore, picked, asked.on);
    int again = mark_was_sent_back(call->db, picked->id);
    struct chore_change deed = {
        .row = chore_row(&own, picked),
        .state = again > 0 ? ASSIGNMENT_SENT_BACK : ASSIGNMENT_PLANNED,
        .kind = "undone",
    };
    return again < 0 ? again : change(call, &own.chore, &deed);
}
