#pragma once
/* The table behind settings.h; tests hold the file etc/kith.conf and its manual page against it. */
#include "daemon/config/schema.h"

extern const struct schema settings_schema;
