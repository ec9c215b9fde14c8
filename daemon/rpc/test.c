/* org.kith.Test: the clock and the caller, in test builds alone. */
#if KITH_TEST
#include "org.kith.Test.h"

#include <string.h>

#include "daemon/rpc/internal.h"
#include "daemon/rpc/noun.h"

static void become(void *context, int64_t uid)
{
    struct peer *peer = context;
    peer->uid = (uid_t)uid;
    peer->session = 0;
}

int test_as(struct call *call, const struct test_as_in *in)
{
    call_after_commit(call, become, call->peer, in->uid);
    return 0;
}

/*
 * The clock moves at once; the jobs that are then due run in the turns that follow, and the call
 * is answered when none is left.
 */
static int move_clock(struct call *call, const char *to, bool stop_on_the_way)
{
    struct turn *turn = call->turn;
    int64_t until = 0;
    int32_t offset = 0;
    if (civil_parse_instant(to, &until, &offset) < 0)
        return call_invalid(call, "to");
    if (call->state && turn->next_due <= turn->now.wall)
        return CALL_AGAIN;
    bool arrived = call->state && turn->now.wall == until;
    call->state = call->keep;
    if (arrived)
        return 0;
    int64_t next = until;
    if (stop_on_the_way && turn->next_due > turn->now.wall && turn->next_due < until)
        next = turn->next_due;
    turn->world.set_clock(turn->world.context, next);
    return CALL_AGAIN;
}

int test_advance(struct call *call, const struct test_advance_in *in)
{
    return move_clock(call, in->to, true);
}

int test_jump(struct call *call, const struct test_jump_in *in)
{
    return move_clock(call, in->to, false);
}

static const struct row rows[] = {
    {&test_as_method, READ, NULL, RIGHT_OPEN, false},
    {&test_advance_method, READ, NULL, RIGHT_OPEN, false},
    {&test_jump_method, READ, NULL, RIGHT_OPEN, false},
};

const struct noun test_noun = {
    .interface = test_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .audit_right = RIGHT_SERVER_RUN,
};
#endif
