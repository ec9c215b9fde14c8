#pragma once
/* The one idea of now that a turn has. */
#include <stdint.h>

enum { BOOT_ID_SIZE = 37 };

struct now {
    int64_t wall;               /* seconds since 1970, UTC; may be set back */
    int64_t boot;               /* seconds since boot, sleep included; never goes back */
    char boot_id[BOOT_ID_SIZE]; /* tells one boot from the next */
};
