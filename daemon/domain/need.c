#include "daemon/domain/need.h"

int need_may_add(int64_t same, int64_t open)
{
    if (same)
        return NEED_ALREADY_OPEN;
    return open < NEED_OPEN_MOST ? 0 : NEED_LIST_FULL;
}

int need_may_resolve(const struct need *need)
{
    return need->done ? NEED_ALREADY_DONE : 0;
}

int64_t need_open_seconds(const struct need *need, int64_t now)
{
    int64_t until = need->done ? need->done_at : now;
    return until > need->said_at ? until - need->said_at : 0;
}
