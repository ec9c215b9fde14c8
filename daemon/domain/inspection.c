#include "daemon/domain/inspection.h"

#include <string.h>

static const char *const found_names[] = {
    [INSPECTION_UNSEEN] = "unseen",
    [INSPECTION_PASS] = "pass",
    [INSPECTION_FAIL] = "fail",
};

const char *inspection_found_name(enum inspection_found found)
{
    return found_names[found];
}

enum inspection_found inspection_found_from_name(const char *name)
{
    for (int found = INSPECTION_PASS; found <= INSPECTION_FAIL; found++)
        if (strcmp(name, found_names[found]) == 0)
            return (enum inspection_found)found;
    return INSPECTION_UNSEEN;
}

int inspection_may_add(size_t count)
{
    return count < INSPECTION_ITEMS_MOST ? 0 : INSPECTION_TOO_MANY_ITEMS;
}

int inspection_may_record(const struct inspection_room *room, int64_t inspector, civil_day on,
                          civil_day today)
{
    bool own = inspector && (inspector == room->lodger || inspector == room->lodger_now);
    if (on > today)
        return INSPECTION_AHEAD;
    return own && !room->shared ? INSPECTION_OWN_ROOM : 0;
}

int inspection_find(enum inspection_found *item, enum inspection_found found)
{
    if (*item != INSPECTION_UNSEEN && *item != found)
        return INSPECTION_TWICE;
    *item = found;
    return 0;
}

int inspection_close(enum inspection_found *items, size_t count, bool rest_passed, bool replaces)
{
    bool seen = false;
    for (size_t i = 0; i < count; i++) {
        if (rest_passed && items[i] == INSPECTION_UNSEEN)
            items[i] = INSPECTION_PASS;
        seen |= items[i] != INSPECTION_UNSEEN;
    }
    return seen || replaces ? 0 : INSPECTION_NOTHING_SEEN;
}

int inspection_may_replace(const struct inspection_replaced *was, const char *room,
                           int64_t inspector)
{
    if (strcmp(was->room, room) != 0)
        return INSPECTION_OTHER_ROOM;
    if (inspector && was->lodger == inspector)
        return INSPECTION_OWN_ROOM;
    return was->replaced_by ? INSPECTION_REPLACED : 0;
}

bool inspection_may_see(bool shared, int64_t lodger, int64_t reader, bool runs_chores)
{
    return shared || runs_chores || (lodger && lodger == reader);
}

int inspection_may_answer(int64_t lodger, int64_t resident, enum inspection_found found,
                          bool answered)
{
    if (!lodger || lodger != resident)
        return INSPECTION_NOT_YOURS;
    if (found != INSPECTION_FAIL)
        return INSPECTION_NOT_FAILED;
    return answered ? INSPECTION_ANSWERED : 0;
}
