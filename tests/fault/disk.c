#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/fault/disk_file.h"

enum { SECTOR = 512 };

struct disk *disk_new(void)
{
    /* The same address in every process that is forked from this one. */
    struct disk *disk = mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (disk == MAP_FAILED)
        abort();
    return disk;
}

void disk_free(struct disk *disk)
{
    (void)munmap(disk, sizeof *disk);
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

struct disk_file *disk_find(struct disk *disk, const char *path, bool make)
{
    const char *name = last_part(path);
    struct disk_file *unused = NULL;
    for (int i = FILES_MOST; i-- > 0;) {
        struct disk_file *file = &disk->files[i];
        if (strcmp(file->name, name) == 0)
            return file->there || make ? file : NULL;
        if (!*file->name)
            unused = file;
    }
    if (!make || !unused || strlen(name) > NAME_MAX_LENGTH)
        return NULL;
    memcpy(unused->name, name, strlen(name) + 1);
    return unused;
}

static unsigned owner_of(const char *name)
{
    return strncmp(last_part(name), "keys.db", 7) == 0 ? DISK_KEYS : DISK_RECORD;
}

int disk_strike(struct disk *disk, const char *name, enum disk_op op, int failure)
{
    static const unsigned changes = 1u << DISK_WRITE | 1u << DISK_GROW | 1u << DISK_TRUNCATE |
                                    1u << DISK_SYNC | 1u << DISK_DELETE;
    const struct disk_fault *fault = &disk->fault;
    if (disk->doomed && changes & 1u << op)
        _exit(DISK_STOPPED);
    if (!(fault->ops & 1u << op) || !(fault->owners & owner_of(name)))
        return SQLITE_OK;
    uint64_t number = ++disk->operations;
    if (!fault->first || number < fault->first || number > fault->last)
        return SQLITE_OK;
    disk->failures++;
    switch (fault->failure) {
    case DISK_STOP:
        _exit(DISK_STOPPED);
    case DISK_FAIL_AND_STOP:
        disk->doomed = true;
        return failure;
    case DISK_FULL:
        return SQLITE_FULL;
    case DISK_BUSY:
        return SQLITE_BUSY;
    default:
        return failure;
    }
}

/* --- Bytes --- */

static void soil(struct disk_file *file, size_t from, size_t until)
{
    if (file->dirty_from == file->dirty_until) {
        file->dirty_from = from;
        file->dirty_until = until;
        return;
    }
    file->dirty_from = from < file->dirty_from ? from : file->dirty_from;
    file->dirty_until = until > file->dirty_until ? until : file->dirty_until;
}

bool disk_write(struct disk_file *file, size_t at, const void *data, size_t length)
{
    if (at > FILE_MAX - length)
        return false;
    size_t from = at;
    if (at > file->size) {
        memset(file->bytes + file->size, 0, at - file->size);
        from = file->size;
    }
    memcpy(file->bytes + at, data, length);
    soil(file, from, at + length);
    file->size = at + length > file->size ? at + length : file->size;
    return true;
}

void disk_truncate(struct disk_file *file, size_t size)
{
    if (size > file->size)
        memset(file->bytes + file->size, 0, size - file->size);
    if (size != file->size)
        soil(file, size < file->size ? size : file->size, size > file->size ? size : file->size);
    file->size = size;
}

void disk_sync(struct disk_file *file)
{
    size_t until = file->dirty_until < file->size ? file->dirty_until : file->size;
    if (file->dirty_from < until)
        memcpy(file->settled + file->dirty_from, file->bytes + file->dirty_from,
               until - file->dirty_from);
    file->settled_size = file->size;
    file->there_settled = file->there;
    file->dirty_from = file->dirty_until = 0;
}

void disk_delete(struct disk_file *file)
{
    disk_truncate(file, 0);
    file->there = false;
}

void disk_sync_folder(struct disk *disk)
{
    for (int i = 0; i < FILES_MOST; i++) {
        struct disk_file *file = &disk->files[i];
        if (file->there)
            file->there_settled = true;
        else
            disk_sync(file);
    }
}

/* --- The whole disk --- */

void disk_arm(struct disk *disk, const struct disk_fault *fault)
{
    disk->fault = *fault;
    disk->operations = 0;
    disk->failures = 0;
    disk->doomed = false;
}

void disk_lift(struct disk *disk)
{
    disk->fault.first = 0;
}

uint64_t disk_operations(const struct disk *disk)
{
    return disk->operations;
}

uint64_t disk_failures(const struct disk *disk)
{
    return disk->failures;
}

static void set_file(struct disk_file *file, const char *name, const unsigned char *bytes,
                     size_t size, bool there)
{
    memcpy(file->name, name, sizeof file->name);
    memcpy(file->bytes, bytes, size);
    memcpy(file->settled, bytes, size);
    file->size = file->settled_size = size;
    file->there = file->there_settled = there;
    file->dirty_from = file->dirty_until = 0;
}

void disk_copy(struct disk *disk, const struct disk *other)
{
    for (int i = 0; i < FILES_MOST; i++) {
        const struct disk_file *file = &other->files[i];
        set_file(&disk->files[i], file->name, file->bytes, file->size, file->there);
    }
    disk_arm(disk, &(struct disk_fault){0});
}

void disk_clear(struct disk *disk)
{
    static const char no_name[NAME_MAX_LENGTH + 1];
    for (int i = 0; i < FILES_MOST; i++)
        set_file(&disk->files[i], no_name, NULL, 0, false);
    disk_arm(disk, &(struct disk_fault){0});
}

/* A number that looks like chance and is the same for the same seed (splitmix64). */
static uint64_t next(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

/* Puts back what was settled, for every sector for which chance says so. */
static void lose_sectors(struct disk_file *file, bool all, uint64_t *seed)
{
    size_t end = least(file->dirty_until, file->size);
    for (size_t at = file->dirty_from / SECTOR * SECTOR; at < end; at += SECTOR) {
        if (!all && next(seed) & 1)
            continue;
        size_t until = least(at + SECTOR, file->size);
        size_t known = least(until, file->settled_size);
        if (known > at)
            memcpy(file->bytes + at, file->settled + at, known - at);
        if (until > known)
            memset(file->bytes + (known > at ? known : at), 0, until - (known > at ? known : at));
    }
}

static void stop_file(struct disk_file *file, bool all, uint64_t *seed)
{
    bool there = file->there_settled;
    size_t size = file->settled_size;
    if (!all && next(seed) & 1)
        there = file->there;
    if (!all && there == file->there && next(seed) & 1)
        size = file->size;
    if (size > file->size)
        memcpy(file->bytes + file->size, file->settled + file->size, size - file->size);
    size_t had = file->size;
    file->size = size > had ? size : had;
    lose_sectors(file, all, seed);
    file->size = there ? size : 0;
    file->there = there;
}

void disk_stop(struct disk *disk, enum disk_loss loss, uint64_t seed)
{
    for (int i = 0; i < FILES_MOST; i++) {
        struct disk_file *file = &disk->files[i];
        if (loss != DISK_KEEP_ALL)
            stop_file(file, loss == DISK_DROP_ALL, &seed);
        memcpy(file->settled, file->bytes, file->size);
        file->settled_size = file->size;
        file->there_settled = file->there;
        file->dirty_from = file->dirty_until = 0;
    }
    disk->regions = 0;
    disk_arm(disk, &(struct disk_fault){0});
}

bool disk_holds(const struct disk *disk, const char *name, const void *bytes, size_t length)
{
    for (int i = 0; i < FILES_MOST; i++) {
        const struct disk_file *file = &disk->files[i];
        if (strncmp(file->name, name, strlen(name)) == 0 &&
            memmem(file->bytes, file->size, bytes, length))
            return true;
    }
    return false;
}
