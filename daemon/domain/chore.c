#include "daemon/domain/chore.h"

#include <string.h>

static const char *const state_names[] = {
    [ASSIGNMENT_PLANNED] = "planned",
    [ASSIGNMENT_DONE] = "done",
};

const char *assignment_state_name(enum assignment_state state)
{
    return state_names[state];
}

enum assignment_state assignment_state_from_name(const char *name)
{
    return strcmp(name, state_names[ASSIGNMENT_DONE]) == 0 ? ASSIGNMENT_DONE : ASSIGNMENT_PLANNED;
}

int chore_may_assign(const struct presence *presence, size_t count, civil_day on)
{
    for (size_t i = 0; i < count; i++)
        if (on >= presence[i].from && on <= presence[i].until)
            return 0;
    return CHORE_NOT_HERE;
}

static int pick_of_day(const struct assignment *assignments, size_t count, civil_day on,
                       const struct assignment **ret)
{
    bool done = false;
    for (size_t i = 0; i < count; i++) {
        if (assignments[i].on != on)
            continue;
        if (assignments[i].state == ASSIGNMENT_PLANNED) {
            *ret = &assignments[i];
            return 0;
        }
        done = true;
    }
    return done ? CHORE_ALREADY_DONE : CHORE_NOTHING_OPEN;
}

int chore_pick_done(const struct assignment *assignments, size_t count, bool day_named,
                    civil_day on, int64_t now, const struct assignment **ret)
{
    const struct assignment *next = NULL;
    const struct assignment *late = NULL;
    if (day_named)
        return pick_of_day(assignments, count, on, ret);
    for (size_t i = 0; i < count; i++) {
        if (assignments[i].on > on || assignments[i].state != ASSIGNMENT_PLANNED)
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

int chore_pick_undo(const struct assignment *assignments, size_t count, bool day_named,
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
