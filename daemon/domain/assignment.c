#include "daemon/domain/assignment.h"

#include <string.h>

#include "daemon/domain/chore.h"

static const struct {
    const char *name;
    bool to_do;
    bool carried;
} states[ASSIGNMENT_STATES] = {
    [ASSIGNMENT_OPEN] = {"open", false, false},
    [ASSIGNMENT_PLANNED] = {"planned", true, true},
    [ASSIGNMENT_DONE] = {"done", false, true},
    [ASSIGNMENT_CHECKED] = {"checked", false, true},
    [ASSIGNMENT_SENT_BACK] = {"sent-back", true, true},
    [ASSIGNMENT_MISSED] = {"missed", false, false},
    [ASSIGNMENT_EXCUSED] = {"excused", false, false},
    [ASSIGNMENT_CANCELLED] = {"cancelled", false, false},
};

const char *assignment_state_name(enum assignment_state state)
{
    return states[state].name;
}

enum assignment_state assignment_state_from_name(const char *name)
{
    for (int state = 0; state < ASSIGNMENT_STATES; state++)
        if (strcmp(states[state].name, name) == 0)
            return (enum assignment_state)state;
    return ASSIGNMENT_PLANNED;
}

bool assignment_is_to_do(enum assignment_state state)
{
    return states[state].to_do;
}

bool assignment_counts_as_carried(enum assignment_state state)
{
    return states[state].carried;
}

static int pick_of_day(const struct assignment *assignments, size_t count, civil_day on,
                       const struct assignment **ret)
{
    bool done = false;
    for (size_t i = 0; i < count; i++) {
        if (assignments[i].on != on)
            continue;
        if (assignment_is_to_do(assignments[i].state)) {
            *ret = &assignments[i];
            return 0;
        }
        done = true;
    }
    return done ? CHORE_ALREADY_DONE : CHORE_NOTHING_OPEN;
}

int assignment_pick_done(const struct assignment *assignments, size_t count, bool day_named,
                         civil_day on, int64_t now, const struct assignment **ret)
{
    const struct assignment *next = NULL;
    const struct assignment *late = NULL;
    if (day_named)
        return pick_of_day(assignments, count, on, ret);
    for (size_t i = 0; i < count; i++) {
        if (assignments[i].on > on || !assignment_is_to_do(assignments[i].state))
            continue;
        if (assignments[i].due_at < now)
            late = &assignments[i];
        else if (!next)
            next = &assignments[i];
    }
    const struct assignment *unused = NULL;
    if (!next && pick_of_day(assignments, count, on, &unused) == CHORE_ALREADY_DONE)
        return CHORE_ALREADY_DONE;
    if (!next && !late)
        return CHORE_NOTHING_OPEN;
    *ret = next ? next : late;
    return 0;
}

int assignment_pick_undo(const struct assignment *assignments, size_t count, bool day_named,
                         civil_day on, const struct assignment **ret)
{
    const struct assignment *latest = NULL;
    for (size_t i = 0; i < count; i++) {
        bool meant = !day_named || assignments[i].on == on;
        if (meant && assignments[i].state == ASSIGNMENT_DONE)
            latest = &assignments[i];
    }
    if (!latest)
        return CHORE_NOTHING_DONE;
    *ret = latest;
    return 0;
}
