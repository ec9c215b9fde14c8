#include "daemon/jobs/zones.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/text.h"
#include "daemon/rpc/call.h"
#include "daemon/rpc/turn.h"
#include "daemon/store/assignment.h"
#include "daemon/store/house.h"

enum { ROWS_A_SLICE = 1000, HOUSES_MOST = 500 };

/* What a house's due times were computed with: the zone's name and what its file says. */
static const char *zone_mark(struct call *call, const struct house *house)
{
    const struct zone *zone = call_zone(call, house->zone);
    if (!zone)
        return NULL;
    return arena_format(call->arena, "%s %016" PRIx64, house->zone, zone_fingerprint(zone));
}

/* The first house whose mark is not today's: 1 found, 0 none, negative failure. */
static int find_unsettled(struct call *call, struct house *ret)
{
    const char **handles = NULL;
    size_t count = 0;
    int failure = house_handles(call->db, HOUSES_MOST, call->arena, &handles, &count);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        struct house house;
        const char *seen = NULL;
        int found = house_by_handle(call->db, handles[i], call->arena, &house);
        failure = found < 0 ? found : house_zone_mark(call->db, house.id, call->arena, &seen);
        const char *mark = failure == 0 ? zone_mark(call, &house) : NULL;
        if (mark && (!seen || strcmp(mark, seen) != 0)) {
            *ret = house;
            return 1;
        }
    }
    return failure;
}

int zones_due(struct call *call, int64_t *ret_at)
{
    struct house house;
    if (call_zones_settled(call))
        return 0;
    int found = find_unsettled(call, &house);
    if (found < 0)
        return found;
    if (found)
        *ret_at = call->now.wall;
    else
        call_settle_zones(call, true);
    return 0;
}

/* The assignment up to which a house under way has been gone through: it stands behind its mark,
 * so that it is kept, or lost, together with what was moved. */
static int64_t progress(const char *mark, const char *seen)
{
    size_t length = strlen(mark);
    int64_t last = 0;
    if (seen && strncmp(seen, mark, length) == 0 && seen[length] == ' ')
        (void)text_to_int(seen + length + 1, 1, INT64_MAX, &last);
    return last;
}

static int move_due(struct call *call, int64_t *last, size_t *ret_count)
{
    struct assignment_due *due = NULL;
    /* What is due after midnight belongs to the evening before. */
    int failure = assignment_due_after(call->db, call->house.id, call_today(call) - 1, *last,
                                       ROWS_A_SLICE, call->arena, &due, ret_count);
    for (size_t i = 0; failure == 0 && i < *ret_count; i++) {
        int64_t at = call_due(call, due[i].on, due[i].minute);
        if (due[i].at > call->now.wall && at != due[i].at)
            failure = assignment_set_due(call->db, due[i].id, at);
        *last = due[i].id;
    }
    return failure;
}

int zones_run(struct call *call)
{
    size_t count = 0;
    const char *seen = NULL;
    int found = find_unsettled(call, &call->house);
    if (found <= 0)
        return found;
    call->zone = call_zone(call, call->house.zone);
    int failure = house_zone_mark(call->db, call->house.id, call->arena, &seen);
    if (failure < 0)
        return failure;
    const char *mark = zone_mark(call, &call->house);
    int64_t last = progress(mark, seen);
    failure = move_due(call, &last, &count);
    if (failure < 0)
        return failure;
    if (count == ROWS_A_SLICE)
        mark = arena_format(call->arena, "%s %" PRId64, mark, last);
    return house_set_zone_mark(call->db, call->house.id, mark);
}
