#include <stdlib.h>
#include <string.h>

#include "tests/fault/disk_file.h"

static const char name[] = "kith-disk";

/* An open file, as SQLite holds it. */
struct open_file {
    sqlite3_file base;
    struct disk *disk;
    struct disk_file *file;
    bool delete_on_close;
};

static struct open_file *open_of(sqlite3_file *file)
{
    return (struct open_file *)(void *)file;
}

static int strike(struct open_file *open, enum disk_op op, int failure)
{
    return disk_strike(open->disk, open->file->name, op, failure);
}

static int close_file(sqlite3_file *file)
{
    struct open_file *open = open_of(file);
    if (open->delete_on_close)
        disk_delete(open->file);
    return SQLITE_OK;
}

static int read_file(sqlite3_file *file, void *data, int length, sqlite3_int64 at)
{
    struct open_file *open = open_of(file);
    const struct disk_file *from = open->file;
    int result = strike(open, DISK_READ, SQLITE_IOERR_READ);
    if (result != SQLITE_OK)
        return result;
    size_t wanted = (size_t)length;
    size_t there = from->size > (size_t)at ? from->size - (size_t)at : 0;
    size_t got = there < wanted ? there : wanted;
    memcpy(data, from->bytes + at, got);
    memset((char *)data + got, 0, wanted - got);
    return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *file, const void *data, int length, sqlite3_int64 at)
{
    struct open_file *open = open_of(file);
    bool grows = (size_t)at + (size_t)length > open->file->size;
    int result = strike(open, grows ? DISK_GROW : DISK_WRITE, SQLITE_IOERR_WRITE);
    bool half = result != SQLITE_OK && open->disk->fault.failure == DISK_HALF;
    if (result != SQLITE_OK && !half)
        return result;
    size_t size = half ? (size_t)length / 2 : (size_t)length;
    if (!disk_write(open->file, (size_t)at, data, size))
        return SQLITE_FULL;
    return result;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    struct open_file *open = open_of(file);
    int result = strike(open, DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE);
    if (result == SQLITE_OK)
        disk_truncate(open->file, (size_t)size);
    return result;
}

static int sync_file(sqlite3_file *file, int flags)
{
    struct open_file *open = open_of(file);
    (void)flags;
    int result = strike(open, DISK_SYNC, SQLITE_IOERR_FSYNC);
    if (result != SQLITE_OK)
        return result;
    /* As SQLite's own for unix does with a journal or a WAL it has made. */
    if (!open->file->there_settled && strchr(open->file->name, '-'))
        disk_sync_folder(open->disk);
    disk_sync(open->file);
    return SQLITE_OK;
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *ret)
{
    struct open_file *open = open_of(file);
    int result = strike(open, DISK_SIZE, SQLITE_IOERR_FSTAT);
    if (result == SQLITE_OK)
        *ret = (sqlite3_int64)open->file->size;
    return result;
}

static int lock_file(sqlite3_file *file, int level)
{
    (void)level;
    return strike(open_of(file), DISK_LOCK, SQLITE_IOERR_LOCK);
}

static int unlock_file(sqlite3_file *file, int level)
{
    (void)file;
    (void)level;
    return SQLITE_OK;
}

static int is_reserved(sqlite3_file *file, int *ret)
{
    (void)file;
    *ret = 0;
    return SQLITE_OK;
}

static int control_file(sqlite3_file *file, int what, void *argument)
{
    (void)file;
    (void)what;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *file)
{
    (void)file;
    return 4096; /* as SQLite's own for unix says */
}

static int characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- The index of the WAL --- */

static int map_region(sqlite3_file *file, int region, int size, int extend, void volatile **ret)
{
    struct open_file *open = open_of(file);
    struct disk *disk = open->disk;
    int result = strike(open, DISK_MAP, SQLITE_IOERR_SHMMAP);
    *ret = NULL;
    if (result != SQLITE_OK)
        return result;
    if (region >= SHARED_REGIONS || size > SHARED_REGION_SIZE)
        return SQLITE_NOMEM;
    for (; extend && disk->regions <= region; disk->regions++)
        memset(disk->shared[disk->regions], 0, SHARED_REGION_SIZE);
    if (region < disk->regions)
        *ret = disk->shared[region];
    return SQLITE_OK;
}

static int lock_region(sqlite3_file *file, int offset, int count, int flags)
{
    (void)offset;
    (void)count;
    if (flags & SQLITE_SHM_UNLOCK)
        return SQLITE_OK;
    return strike(open_of(file), DISK_SHARED_LOCK, SQLITE_IOERR_SHMLOCK);
}

static void region_barrier(sqlite3_file *file)
{
    (void)file;
}

static int unmap_regions(sqlite3_file *file, int remove)
{
    (void)remove;
    open_of(file)->disk->regions = 0;
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_region,
    .xShmLock = lock_region,
    .xShmBarrier = region_barrier,
    .xShmUnmap = unmap_regions,
};

/* --- The VFS --- */

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *ret)
{
    struct disk *disk = vfs->pAppData;
    struct open_file *open = open_of(file);
    open->base.pMethods = NULL;
    if (!path)
        return SQLITE_CANTOPEN; /* a temporary file: the store keeps these in memory */
    int result = disk_strike(disk, path, DISK_OPEN, SQLITE_CANTOPEN);
    struct disk_file *found =
        result == SQLITE_OK ? disk_find(disk, path, flags & SQLITE_OPEN_CREATE) : NULL;
    if (!found)
        return result == SQLITE_OK ? SQLITE_CANTOPEN : result;
    found->there = true;
    *open = (struct open_file){
        .base.pMethods = &methods,
        .disk = disk,
        .file = found,
        .delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE,
    };
    if (ret)
        *ret = flags;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    struct disk *disk = vfs->pAppData;
    struct disk_file *file = disk_find(disk, path, false);
    int result = disk_strike(disk, path, DISK_DELETE, SQLITE_IOERR_DELETE);
    if (result == SQLITE_OK && !file)
        result = SQLITE_IOERR_DELETE_NOENT;
    if (result != SQLITE_OK)
        return result;
    disk_delete(file);
    if (sync_folder)
        disk_sync_folder(disk);
    return SQLITE_OK;
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
    struct disk *disk = vfs->pAppData;
    const struct disk_file *file = disk_find(disk, path, false);
    int result = disk_strike(disk, path, DISK_ACCESS, SQLITE_IOERR_ACCESS);
    (void)flags;
    /* An empty file counts as none, as with SQLite's own for unix. */
    *ret = file && file->size > 0;
    return result;
}

static int full_path(sqlite3_vfs *vfs, const char *path, int size, char *ret)
{
    (void)vfs;
    if (strlen(path) >= (size_t)size)
        return SQLITE_CANTOPEN;
    memcpy(ret, path, strlen(path) + 1);
    return SQLITE_OK;
}

/* Whoever is to wait for a lock waits for nothing here. */
static int pass_time(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static sqlite3_vfs *make_vfs(void)
{
    sqlite3_vfs *real = sqlite3_vfs_find("unix");
    sqlite3_vfs *vfs = calloc(1, sizeof *vfs);
    if (!real || !vfs)
        abort();
    *vfs = *real;
    vfs->pNext = NULL;
    vfs->szOsFile = sizeof(struct open_file);
    vfs->zName = name;
    vfs->xOpen = open_file;
    vfs->xDelete = delete_file;
    vfs->xAccess = access_file;
    vfs->xFullPathname = full_path;
    vfs->xSleep = pass_time;
    if (sqlite3_vfs_register(vfs, 1) != SQLITE_OK)
        abort();
    return vfs;
}

void disk_use(struct disk *disk)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(name);
    if (!vfs)
        vfs = make_vfs();
    vfs->pAppData = disk;
}

const struct disk *disk_in_use(void)
{
    return sqlite3_vfs_find(name)->pAppData;
}
