#pragma once
/* What a kithd with daemon_faults.c in it tells of its faults. */
#include <stdbool.h>
#include <stdint.h>

#include "tests/fault/memory.h"

struct daemon_fault {
    struct memory_hits hits;
    int64_t live; /* pieces of memory still held when it ended, where it ended by itself */
    bool ended;
};
