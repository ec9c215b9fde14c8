#pragma once
/* `kith me`: everything the house holds about the caller. Each noun tells its own part. */
#include "daemon/rpc/call.h"

/* One sentence. */
void me_fact(struct call *call, const char *topic, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A date as it stands on paper, such as 27 November 2026; in the slice's arena. */
const char *me_date(struct call *call, civil_day day);

/* A person's handle; "an operator" for 0. In the slice's arena. */
const char *me_name(struct call *call, int64_t person);

/* What the noun Person tells: the name, every stay, and what is sealed about it. */
int me_person(struct call *call);
