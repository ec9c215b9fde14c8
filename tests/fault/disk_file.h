#pragma once
/* What disk.c and disk_vfs.c share: the files themselves. */
#include <sqlite3.h>

#include "tests/fault/disk.h"

enum {
    FILES_MOST = 8,
    FILE_MAX = 8 << 20,
    NAME_MAX_LENGTH = 31,
    SHARED_REGIONS = 4,
    SHARED_REGION_SIZE = 32768,
};

/* A file as processes see it, and as it is once the power has gone. */
struct disk_file {
    char name[NAME_MAX_LENGTH + 1];
    bool there;
    bool there_settled;
    size_t size;
    size_t settled_size;
    size_t dirty_from; /* bytes that differ lie between these two */
    size_t dirty_until;
    unsigned char bytes[FILE_MAX];
    unsigned char settled[FILE_MAX];
};

struct disk {
    struct disk_fault fault;
    uint64_t operations;
    uint64_t failures;
    bool doomed; /* the next change of a file is the end */
    int regions; /* of the WAL's index, which no process leaves to another */
    unsigned char shared[SHARED_REGIONS][SHARED_REGION_SIZE];
    struct disk_file files[FILES_MOST];
};

/* The file of that path; NULL where there is none and `make` is false, or no more fit. */
struct disk_file *disk_find(struct disk *disk, const char *path, bool make);

/* Counts the operation; the SQLite result with which it fails, or SQLITE_OK. */
int disk_strike(struct disk *disk, const char *name, enum disk_op op, int failure);

/* What processes see; false where the file would be too large. */
bool disk_write(struct disk_file *file, size_t at, const void *data, size_t length);
void disk_truncate(struct disk_file *file, size_t size);
void disk_sync(struct disk_file *file);
void disk_delete(struct disk_file *file);
void disk_sync_folder(struct disk *disk);
