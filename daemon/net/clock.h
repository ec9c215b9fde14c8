#pragma once
/* Where the one idea of now comes from. */
#include <stdbool.h>
#include <stdint.h>

#include "daemon/domain/now.h"

struct clock {
    char boot_id[BOOT_ID_SIZE];
#if KITH_TEST
    bool stands; /* at `wall` and `boot`, until it is set */
    int64_t wall;
    int64_t boot;
#endif
};

/*
 * The machine's clock. The boot's id is read from `boot_id_file`, NULL for the kernel's; where
 * there is none it is random, so that this start counts as a boot. 0, or -EIO where no random
 * bytes are to be had.
 */
int clock_init(const char *boot_id_file, struct clock *ret);

/* Now. */
void clock_now(const struct clock *clock, struct now *ret);

/* Whether it goes on by itself; one that was set by a test does not. */
bool clock_runs(const struct clock *clock);

#if KITH_TEST
/* From now on it stands at `wall`. Time since boot goes on by as much, but never back. */
void clock_set(struct clock *clock, int64_t wall);
#endif
