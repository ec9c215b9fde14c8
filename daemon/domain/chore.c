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

int chore_pick_done(const struct assignment *assignments, size_t count, bool day_named,
                    civil_day on, const struct assignment **ret)
{
    bool done = false;
    for (size_t i = 0; i < count; i++) {
        bool meant = day_named ? assignments[i].on == on : assignments[i].on <= on;
        if (!meant)
            continue;
        if (assignments[i].state == ASSIGNMENT_PLANNED) {
            *ret = &assignments[i];
            return 0;
        }
        done = true;
    }
    return done && day_named ? CHORE_ALREADY_DONE : CHORE_NOTHING_OPEN;
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
        return CHORE_NOTHING_OPEN;
    *ret = latest;
    return 0;
}
