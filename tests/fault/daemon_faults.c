/*
 * Linked into the kithd that make fault talks to through its socket: memory fails there too, by
 * what the environment says. KITH_FAULT is "FIRST LAST"; KITH_FAULT_FILE is the number of an open
 * file in which a struct daemon_fault is kept.
 */
#include "tests/fault/daemon_faults.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static void *event_take(size_t size)
{
    return memory_take(MEMORY_EVENT, size);
}

static void *event_retake(void *old, size_t size)
{
    return memory_retake(MEMORY_EVENT, old, size);
}

/* The daemon knows nothing of this, so it stands ready before main and looks again after it. */
static struct daemon_fault *shared;

__attribute__((constructor)) static void begin(void)
{
    const char *range = getenv("KITH_FAULT");
    const char *file = getenv("KITH_FAULT_FILE");
    char *rest = NULL;
    if (!range || !file)
        return;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED,
                  (int)strtol(file, NULL, 10), 0);
    if (shared == MAP_FAILED)
        abort();
    uint64_t first = strtoull(range, &rest, 10);
    memory_install();
    event_set_mem_functions(event_take, event_retake, memory_give_back);
    memory_arm(first, strtoull(rest, NULL, 10), &shared->hits);
}

__attribute__((destructor)) static void end(void)
{
    if (!shared)
        return;
    shared->live = memory_live();
    shared->ended = true;
}
