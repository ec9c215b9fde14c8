#include "daemon/jobs/checkpoint.h"

#include "common/civil.h"
#include "daemon/rpc/audit.h"
#include "daemon/rpc/call.h"
#include "daemon/rpc/entry.h"
#include "daemon/store/audit.h"

enum { HOUR = 3600, DAY = 86400 };

int checkpoint_due(struct call *call, int64_t *ret_at)
{
    struct signed_note last;
    struct audit_entry *first = NULL;
    struct entry_line line;
    size_t count = 0;
    int64_t at = 0;
    int32_t offset = 0;
    int failure = checkpoint_newest(call->db, call->arena, &last);
    if (failure == 0)
        failure = audit_from(call->db, last.seq + 1, 1, call->arena, &first, &count);
    if (failure < 0)
        return failure;
    if (!count)
        return 0;
    /* A private entry tells only its day; its checkpoint comes an hour after the last one. */
    failure = entry_parse(first, call->arena, &line);
    if (failure < 0 || civil_parse_instant(line.at, &at, &offset) < 0)
        at = last.at;
    /* The clock was set back since: what is dated tomorrow does not wait until then. */
    if (at > call->now.wall) {
        *ret_at = call->now.wall;
        return 0;
    }
    int64_t midnight = (at / DAY + 1) * DAY;
    *ret_at = at + HOUR < midnight ? at + HOUR : midnight;
    return 0;
}

int checkpoint_run(struct call *call)
{
    struct signed_note note;
    int made = audit_checkpoint(call, &note);
    return made < 0 ? made : 0;
}
