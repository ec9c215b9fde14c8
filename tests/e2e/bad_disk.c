/*
 * A disk that is full for as long as the file named by $FULL_DISK is there: what was written can be
 * read and overwritten, but nothing can grow. And one that confirms nothing for as long as the file
 * named by $DEAF_DISK is there. To be preloaded.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_flagged(const char *variable)
{
    const char *flag = getenv(variable);
    return flag && access(flag, F_OK) == 0;
}

static bool has_room(int file, off64_t end)
{
    struct stat64 status;
    if (!is_flagged("FULL_DISK") || fstat64(file, &status) < 0)
        return true;
    return end <= status.st_size;
}

typedef ssize_t write_function(int, const void *, size_t, off64_t);
typedef int sync_function(int);

static ssize_t write_at(const char *name, int file, const void *data, size_t size, off64_t offset)
{
    if (!has_room(file, offset + (off64_t)size)) {
        errno = ENOSPC;
        return -1;
    }
    write_function *next = (write_function *)dlsym(RTLD_NEXT, name);
    return next(file, data, size, offset);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset)
{
    return write_at("pwrite", file, data, size, offset);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset)
{
    return write_at("pwrite64", file, data, size, offset);
}

int fdatasync(int file)
{
    if (is_flagged("DEAF_DISK")) {
        errno = EIO;
        return -1;
    }
    sync_function *next = (sync_function *)dlsym(RTLD_NEXT, "fdatasync");
    return next(file);
}
