#pragma once
/*
 * Keys made and destroyed, straight at the store: what is answered as destroyed is unreadable ever
 * after, and gone from keys.db; what is answered as sealed opens.
 */
#include "tests/fault/script.h"

/* Seals something for ann, ben and cat in an open, furnished rig. Ends the process on failure. */
void burial_prepare(struct rig *rig);

/* Learns how the keys of these stand in the closed keys.db. Call once, after burial_prepare. */
struct burial;
struct burial *burial_new(struct rig *rig);

void burial_run(const void *burial, const struct disturber *disturber, struct report *report);
void burial_check(const void *burial, struct report *report);
