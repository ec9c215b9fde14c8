#include "daemon/store/record.h"

const struct db_kind record_kind = {
    .name = "record",
    .application_id = 0x6b697468, /* "kith" */
    .migrations = embedded_migrations_record,
    .wal = true,
};

const struct db_kind keys_kind = {
    .name = "keys",
    .application_id = 0x6b6b6579, /* "kkey" */
    .migrations = embedded_migrations_keys,
    .wal = false,
};
