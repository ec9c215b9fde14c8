#pragma once
/* Reading audit entries back: from the exact line to what people may see of it. */
#include "daemon/rpc/call.h"
#include "daemon/store/audit.h"

struct entry_line {
    const char *at;    /* RFC 3339 UTC, or only the day */
    const char *actor; /* person:12, uid:0, house or private */
    const char *what;  /* Chore.Assign, or private */
    const char *outcome;
    const int64_t *on; /* persons */
    size_t on_count;
};

/* 0, or -EBADMSG where the line is not one of ours. Texts live in `arena`. */
int entry_parse(const struct audit_entry *entry, struct arena *arena, struct entry_line *ret);

/* When it was, with the zone's offset (NULL: UTC); only the day where the line tells no more. */
const char *entry_at(struct call *call, const struct zone *zone, const struct entry_line *line);
