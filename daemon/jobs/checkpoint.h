#pragma once
/* Every hour, and at the end of every UTC day, what was written gets its signed checkpoint. */
#include <stdint.h>

struct call;

/* An hour after the first entry that no checkpoint covers, or midnight UTC if that is sooner; now
 * where that entry is dated ahead of the clock. */
int checkpoint_due(struct call *call, int64_t *ret_at);

/* Makes one, and sends its words to the log, where a journal elsewhere may keep them. */
int checkpoint_run(struct call *call);
