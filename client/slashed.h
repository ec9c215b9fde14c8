#pragma once
/* Dates with slashes, as spreadsheets write them: 11/27/2026 in the USA, 27/11/2026 elsewhere.
 * Pure. */
#include "common/arena.h"

enum slashed_order { SLASHED_MONTH_FIRST, SLASHED_DAY_FIRST };

/* Such a date, with four digits for its year, as 2026-11-27, in `arena`; NULL where the text is
 * none, or there is no such day in that order. */
const char *slashed_date(const char *text, enum slashed_order order, struct arena *arena);
