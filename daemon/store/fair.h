#pragma once
/* The settled part of the ledger, on disk. Failures as in db.h. */
#include <stdint.h>

#include "common/civil.h"
#include "daemon/store/db.h"

/* Somebody carried so many units more (or less) on a day that is settled: they are theirs, and are
 * shared by all of the house who were there that day. */
int fair_carry(struct db *db, int64_t house, int64_t person, civil_day on, int64_t units);
