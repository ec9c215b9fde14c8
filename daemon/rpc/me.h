#pragma once
/* `kith me`: everything the house holds about the caller. Each noun tells its own part. */
#include "daemon/rpc/call.h"

/* One sentence. */
void me_fact(struct call *call, const char *topic, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A date as people read it, such as Fri 27 Nov; in the slice's arena. */
const char *me_date(struct call *call, civil_day day);
