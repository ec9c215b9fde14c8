/* What becomes of an assignment: what all verbs that change one have in common. */
#include <string.h>

#include "common/bytes.h"
#include "daemon/rpc/chore.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/mark.h"
#include "daemon/store/person.h"

/* --- Marks and states ------------------------------------------------------------------------- */

int chore_mark(struct call *call, const struct chore_mark *mark)
{
    struct bytes blob = {0};
    int failure = 0;
    if (mark->note) {
        const char *month =
            arena_copy(call->arena, call_date(call, call_today(call)), 7); /* YYYY-MM */
        struct seal_scope scope = {mark->about, "note", month};
        failure = vault_seal(call->vault, &scope, call->now.wall, "assignment_mark", "note",
                             mark->note, &blob);
    }
    struct assignment_mark line = {
        .assignment = mark->assignment,
        .kind = mark->kind,
        .at = call->now.wall,
        .actor = call->actor.is_house ? "house"
                                      : arena_format(call->arena, "person:%lld",
                                                     (long long)call->actor.account.person),
        .note = blob.data,
        .length = blob.length,
        .person = mark->to,
        .ticked = mark->ticked,
    };
    if (failure == 0)
        failure = assignment_mark(call->db, &line);
    bytes_clear(&blob);
    return failure;
}

int chore_become(struct call *call, const struct chore_change *change)
{
    const struct assignment_row *row = change->row;
    struct chore_mark mark = {
        .assignment = row->id,
        .about = row->person,
        .kind = change->kind,
        .note = change->note,
        .ticked = change->ticked,
    };
    int64_t done_at = change->state == ASSIGNMENT_DONE      ? call->now.wall
                      : change->state == ASSIGNMENT_CHECKED ? row->done_at
                                                            : 0;
    int failure = ledger_restate(call, row, change->state);
    if (failure == 0 && change->due_at)
        failure = assignment_send_back(call->db, row->id, change->due_at);
    else if (failure == 0)
        failure = assignment_set_state(call->db, row->id, change->state, done_at);
    return failure < 0 ? failure : chore_mark(call, &mark);
}

/* --- One person's of one chore ---------------------------------------------------------------- */

civil_day chore_evening(const struct call *call)
{
    return call_day_of(call, call->now.wall - CHORE_EVENING_ENDS);
}

bool chore_is_run_by_caller(const struct call *call)
{
    return call_may(call, RIGHT_CHORES_RUN, RELATION_HOUSE);
}

struct assignment_asked chore_asked(struct call *call, const char *on)
{
    return (struct assignment_asked){
        .day_named = on != NULL,
        .on = call_day(on, chore_evening(call)),
        .now = call->now.wall,
        .sets_right = chore_is_run_by_caller(call),
    };
}

/* Noon of the day after the evening of that moment, or after `on`, where that is later. */
static int64_t noon_after(const struct call *call, civil_day on, int64_t at)
{
    civil_day evening = call_day_of(call, at - CHORE_EVENING_ENDS);
    return call_due(call, (evening > on ? evening : on) + 1, ASSIGNMENT_CLOSES_MINUTE);
}

struct assignment chore_times(const struct call *call, const struct chore *chore,
                              const struct assignment_row *row)
{
    bool has_window = chore->window_minute && row->state != ASSIGNMENT_SENT_BACK;
    return (struct assignment){
        .id = row->id,
        .on = row->on,
        .due_at = row->due_at,
        .state = row->state,
        .opens_at = has_window ? row->due_at - 60 * (int64_t)chore->window_minute : 0,
        .closes_at = noon_after(call, row->on, row->due_at),
        .looked_until = row->done_at ? noon_after(call, CIVIL_DAY_FIRST, row->done_at) : 0,
    };
}

int chore_load_own(struct call *call, const char *handle, civil_day from, civil_day until,
                   struct chore_own *ret)
{
    int result = chore_find_ever(call, handle, &ret->chore);
    if (result == 0)
        result = assignment_of(call->db, ret->chore.id, call->person.id, from, until, call->arena,
                               &ret->rows, &ret->count);
    if (result != 0)
        return result;
    ret->list = arena_array(call->arena, ret->count, sizeof *ret->list);
    for (size_t i = 0; i < ret->count; i++)
        ret->list[i] = chore_times(call, &ret->chore, &ret->rows[i]);
    return 0;
}

const struct assignment_row *chore_row(const struct chore_own *own, const struct assignment *picked)
{
    return &own->rows[picked - own->list];
}

/* --- Answers ---------------------------------------------------------------------------------- */

/* Which fields an outcome's error has besides the chore. */
static const struct {
    bool on, person, from;
} fields[CHORE_OUTCOMES] = {
    [CHORE_NOTHING_OPEN] = {.person = true},
    [CHORE_NOTHING_DONE] = {.person = true},
    [CHORE_NOTHING_GIVEN] = {.person = true},
    [CHORE_ALREADY_DONE] = {.on = true},
    [CHORE_ALREADY_CHECKED] = {.on = true},
    [CHORE_ALREADY_ANSWERED] = {.on = true},
    [CHORE_ALREADY_ASSIGNED] = {.person = true, .on = true},
    [CHORE_NOTHING_TO_CLAIM] = {.on = true},
    [CHORE_CLOSED] = {.on = true},
    [CHORE_TOO_EARLY] = {.on = true, .from = true},
};

int chore_refuse(struct call *call, int outcome, const struct chore *chore,
                 const struct assignment *picked, civil_day on)
{
    if (outcome <= 0 || outcome >= CHORE_OUTCOMES)
        return outcome;
    call_say(call, "chore", chore->handle);
    if (fields[outcome].person)
        call_say(call, "person", call->person.handle);
    if (fields[outcome].on)
        call_say(call, "on", call_date(call, picked ? picked->on : on));
    if (fields[outcome].from)
        call_say(call, "from", call_instant(call, picked->opens_at));
    return outcome;
}

void chore_reply(struct call *call, const struct assignment_row *row)
{
    reply_int(&call->reply, "assignmentId", row->id);
    reply_text(&call->reply, "on", call_date(call, row->on));
}

void chore_write_ticked(struct call *call, int64_t bits)
{
    reply_list(&call->reply, "ticked");
    for (int step = 0; step < ASSIGNMENT_STEPS_MOST; step++)
        if (bits & INT64_C(1) << step)
            reply_int(&call->reply, NULL, step + 1);
    reply_list_end(&call->reply);
}
