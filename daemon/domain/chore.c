#include "daemon/domain/chore.h"

#include <string.h>

static const char *const rotations[ROTATIONS] = {
    [ROTATION_FAIR] = "fair",         [ROTATION_ROUND_ROBIN] = "round-robin",
    [ROTATION_FIXED] = "fixed",       [ROTATION_VOLUNTEER] = "volunteer",
    [ROTATION_EVERYONE] = "everyone",
};

static const char *const lookers[LOOKERS] = {
    [LOOKER_COORDINATOR] = "coordinator",
    [LOOKER_HOUSEMATE] = "housemate",
    [LOOKER_NOBODY] = "nobody",
};

struct chore chore_by_default(void)
{
    return (struct chore){.due_minute = CHORE_DUE_MINUTE,
                          .effort = CHORE_EFFORT,
                          .people = 1,
                          .rotation = ROTATION_FAIR,
                          .hold_weeks = 1,
                          .looker = LOOKER_COORDINATOR};
}

static int find(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

const char *rotation_name(enum rotation rotation)
{
    return rotations[rotation];
}

int rotation_from_name(const char *name)
{
    return find(rotations, ROTATIONS, name);
}

const char *looker_name(enum looker looker)
{
    return lookers[looker];
}

int looker_from_name(const char *name)
{
    return find(lookers, LOOKERS, name);
}

int chore_may_assign(const struct presence *presence, size_t count, civil_day on)
{
    for (size_t i = 0; i < count; i++)
        if (on >= presence[i].from && on <= presence[i].until)
            return 0;
    return CHORE_NOT_HERE;
}
