#pragma once
/* Checkpoints, as the hourly job and `kith audit seal` make them. */
#include "daemon/rpc/call.h"
#include "daemon/store/audit.h"

/*
 * Makes the next checkpoint, and once that is committed sends its words to the log, where a journal
 * elsewhere may keep them. 1 made, 0 there was nothing new, negative failure.
 */
int audit_checkpoint(struct call *call, struct signed_note *ret);
