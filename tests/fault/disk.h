#pragma once
/*
 * A disk for SQLite that lives in memory shared between processes, and fails on demand. It stands
 * behind a VFS that knows a file by the last part of its path.
 *
 * What a loss of power leaves. The disk keeps every file twice: as processes see it, and as it was
 * at the file's last sync. Where the power goes, each 512-byte sector that was written since is
 * the old one or the new one, whatever the others are; the length is the old or the new one; a
 * file made or deleted since the last sync of its folder is there or not. Not
 * modelled: a sector torn within itself (SQLite's checksums and its journal are not told of it),
 * a disk that lies about a sync, a sync that failed and lost what it should have written.
 *
 * Locks always succeed unless they are to fail: one connection at a time has a file open.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_op {
    DISK_OPEN,
    DISK_DELETE,
    DISK_ACCESS,
    DISK_READ,
    DISK_WRITE, /* over what is there */
    DISK_GROW,  /* at or past the end */
    DISK_TRUNCATE,
    DISK_SYNC,
    DISK_SIZE,
    DISK_LOCK,
    DISK_MAP,
    DISK_SHARED_LOCK,
    DISK_OPS,
};

enum disk_owner {
    DISK_RECORD = 1, /* kith.db and what stands beside it */
    DISK_KEYS = 2,   /* keys.db, likewise */
};

enum disk_failure {
    DISK_IOERR,
    DISK_FULL, /* with DISK_GROW alone: as file systems do that write in place */
    DISK_BUSY,
    DISK_HALF,          /* half of what was to be written is, and then IOERR */
    DISK_STOP,          /* the process ends there and then, with DISK_STOPPED */
    DISK_FAIL_AND_STOP, /* IOERR, and at the next change of a file the process ends */
};

enum { DISK_STOPPED = 77 };

struct disk_fault {
    unsigned ops; /* a bit for each disk_op that is counted and fails */
    unsigned owners;
    uint64_t first; /* the first that fails; 0: none, they are only counted */
    uint64_t last;
    enum disk_failure failure;
};

enum disk_loss {
    DISK_KEEP_ALL, /* the process was killed, the machine runs on */
    DISK_DROP_ALL, /* nothing that was not synced is there */
    DISK_DROP_SOME,
};

struct disk;

/* An empty disk; processes forked from this one share it. */
struct disk *disk_new(void);
void disk_free(struct disk *disk);

/* Makes that disk the one SQLite uses from now on. */
void disk_use(struct disk *disk);

/* Which one that is. */
const struct disk *disk_in_use(void);

/* Makes `disk` what `other` is, settled and without faults. */
void disk_copy(struct disk *disk, const struct disk *other);

/* Removes every file. */
void disk_clear(struct disk *disk);

/* Begins to count anew, and to fail. */
void disk_arm(struct disk *disk, const struct disk_fault *fault);

/* Nothing fails any more. */
void disk_lift(struct disk *disk);

/* How many of the fault's operations there were, and how many failed, since disk_arm. */
uint64_t disk_operations(const struct disk *disk);
uint64_t disk_failures(const struct disk *disk);

/* What is left once the machine has stopped. */
void disk_stop(struct disk *disk, enum disk_loss loss, uint64_t seed);

/* Whether those bytes stand anywhere in a file whose name begins so. */
bool disk_holds(const struct disk *disk, const char *name, const void *bytes, size_t length);
