#include "daemon/jobs/lapse.h"

#include <errno.h>

#include "daemon/rpc/chore.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/event.h"
#include "daemon/store/lapse.h"

enum { ROWS_A_SLICE = 200 };

extern const struct noun chore_noun;

int lapse_due(struct call *call, int64_t *ret_at)
{
    int found = lapse_next(call->db, ret_at);
    return found < 0 ? found : 0;
}

/* From here on the call acts in that house. */
static int enter_house(struct call *call, int64_t id)
{
    if (call->house.id == id)
        return 0;
    int found = house_by_id(call->db, id, call->arena, &call->house);
    if (found <= 0)
        return found < 0 ? found : -EIO;
    call->zone = call_zone(call, call->house.zone);
    return 0;
}

/* Gently: to whom it happened, and to who runs the chores. */
static int tell(struct call *call, const struct lapsed *lapsed, enum assignment_state state)
{
    const char *on = call_date(call, lapsed->row.on);
    int64_t person = lapsed->row.person;
    if (state == ASSIGNMENT_EXCUSED)
        return call_event(call, "chore-excused", AUDIENCE_PERSON, person, lapsed->chore, on);
    int failure = call_event(call, "chore-missed", AUDIENCE_PERSON, person, lapsed->chore, on);
    if (failure == 0)
        failure = call_event(call, "chore-not-done", right_name(RIGHT_CHORES_RUN), person,
                             lapsed->chore, on);
    return failure;
}

static int let_lapse(struct call *call, const struct lapsed *lapsed)
{
    const struct assignment_row *row = &lapsed->row;
    int failure = enter_house(call, row->house);
    if (failure < 0)
        return failure;
    civil_day evening = call_day_of(call, row->due_at - CHORE_EVENING_ENDS);
    int away = lapse_was_away(call->db, row->person, row->chore, row->on,
                              evening > row->on ? evening : row->on);
    if (away < 0)
        return away;
    enum assignment_state state = assignment_lapse(away);
    struct chore_change change = {.row = row, .state = state, .kind = assignment_state_name(state)};
    failure = chore_become(call, &change);
    if (failure == 0)
        failure = tell(call, lapsed, state);
    call->target.owner = row->person;
    return failure < 0
               ? failure
               : call_deed(call, &chore_noun, state == ASSIGNMENT_MISSED ? "Missed" : "Excused",
                           "assignmentId", row->id);
}

int lapse_run(struct call *call)
{
    struct lapsed *list = NULL;
    size_t count = 0;
    int failure = lapse_list(call->db, call->now.wall, ROWS_A_SLICE, call->arena, &list, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = let_lapse(call, &list[i]);
    return failure;
}
