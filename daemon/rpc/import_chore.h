#pragma once
/* What a table of chores may have, and what becomes of a row of it. */
#include "daemon/rpc/import_kind.h"

/* End with a NULL name. */
extern const struct import_column import_chore_columns[];

/* Adds one chore: 0, an outcome of its noun, or a failure. */
int import_bring_chore(struct call *call, const struct text_map *fields);
