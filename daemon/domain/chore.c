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

static const char *const lists[] = {"daily", "weekly", "deep-clean"};

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

bool chore_is_list(const char *name)
{
    return find(lists, sizeof lists / sizeof *lists, name) >= 0;
}

int chore_may_assign(const struct presence *presence, size_t count, civil_day on)
{
    for (size_t i = 0; i < count; i++)
        if (on >= presence[i].from && on <= presence[i].until)
            return 0;
    return CHORE_NOT_HERE;
}

int chore_may_be_held(const struct chore *chore, size_t holders)
{
    if (chore->rotation != ROTATION_FIXED)
        return 0;
    if (!holders)
        return CHORE_FOR_NOBODY;
    return (size_t)chore->people <= holders ? 0 : CHORE_TOO_FEW_HOLDERS;
}

int chore_may_hold(const struct presence *presence, size_t count, civil_day today)
{
    for (size_t i = 0; i < count; i++)
        if (presence[i].until >= today)
            return 0;
    return CHORE_HOLDER_NOT_HERE;
}

int chore_may_be_added(int64_t count)
{
    return count < CHORE_MOST ? 0 : CHORE_TOO_MANY;
}

int chore_may_change(const struct chore *chore)
{
    return chore->retired_at ? CHORE_RETIRED : 0;
}

int chore_may_resume(const struct chore *chore)
{
    return chore->retired_at ? 0 : CHORE_NOT_RETIRED;
}

bool chore_due_moves(int64_t now, int64_t before, int64_t after)
{
    return before > now && after > now && before != after;
}
