#pragma once
/* What the house does by itself: the table the turn runs through. */
#include "daemon/rpc/turn.h"

/* Ends with a NULL name. */
extern const struct job jobs[];
