#pragma once
/* kith.db and keys.db as kinds of files. */
#include "daemon/store/db.h"

extern const struct db_kind record_kind; /* kith.db */
extern const struct db_kind keys_kind;   /* keys.db */
