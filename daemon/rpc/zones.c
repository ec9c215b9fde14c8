/* The zones in use, each read once. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/zonefile.h"
#include "daemon/rpc/internal.h"

const struct zone *turn_zone(struct turn *turn, const char *name)
{
    for (size_t i = 0; i < turn->zone_count; i++)
        if (strcmp(turn->zones[i].name, name) == 0)
            return turn->zones[i].zone;
    struct zone *zone = NULL;
    int failure = zonefile_read(turn->world.zoneinfo, name, &zone);
    if (failure == -ENOMEM)
        abort();
    if (failure < 0)
        return NULL;
    struct zone_entry *zones = realloc(turn->zones, (turn->zone_count + 1) * sizeof *turn->zones);
    char *copy = strdup(name);
    if (!zones || !copy)
        abort();
    zones[turn->zone_count] = (struct zone_entry){.name = copy, .zone = zone};
    turn->zones = zones;
    turn->zone_count++;
    return zone;
}

void turn_forget_zones(struct turn *turn)
{
    for (size_t i = 0; i < turn->zone_count; i++) {
        zone_free(turn->zones[i].zone);
        free((void *)(uintptr_t)turn->zones[i].name);
    }
    turn->zone_count = 0;
    turn->zones_settled = false;
}
