#pragma once
/*
 * A kind of fault, tried at its first, second, third ... occasion, each in a process of its own;
 * what is left is opened in another. Counts of what came of it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "tests/fault/disk.h"
#include "tests/fault/script.h"
#include "tests/fault/stand_in.h"

enum disturbed {
    DISTURB_MEMORY,
    DISTURB_DISK,
    DISTURB_COMMIT,
    DISTURB_CONTROL,
};

/* What is done and checked; one of these for the conversations, one for burials. */
struct scene {
    const struct disk *before; /* the files it begins with */
    const void *context;
    void (*run)(const void *context, const struct disturber *disturber, struct report *report);
    void (*check)(const void *context, struct report *report);
};

struct kind {
    const char *name;
    const struct scene *scene;
    enum disturbed disturbed;
    struct disk_fault disk; /* `first` and `last` are the sweep's */
    enum commit_point commit;
    bool lasting; /* from that occasion on, until it is lifted */
    bool disk_is_full;
    enum disk_loss loss; /* where the process stops */
    unsigned every;      /* every so many occasions */
    unsigned every_quick;
};

struct tally {
    uint64_t occasions; /* in an undisturbed run */
    uint64_t runs;
    uint64_t hits; /* faults that struck, a lasting one many times */
    uint64_t right;
    uint64_t refused;
    uint64_t closed;
    uint64_t not_started;
    uint64_t aborted;
    uint64_t stopped;
    uint64_t cut_short;
    uint64_t ghosts;
    uint64_t forbidden;
    uint64_t hit_of[4]; /* runs by memory_user */
};

/* Adds the counts up, but for the occasions. */
void tally_add(struct tally *sum, const struct tally *tally);

/* Tries the kind at every occasion in `workers` processes; prints what must never happen. */
struct tally sweep(const struct kind *kind, bool quick, unsigned workers);

/* Tries it at one occasion and says all there is to say of it. Whether nothing forbidden was. */
bool sweep_one(const struct kind *kind, uint64_t number);
