/*
 * A disk that is full for as long as the file named by $FULL_DISK is there: what was written can be
 * read and overwritten, but nothing can grow. To be preloaded.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_room(int file, off64_t end)
{
    struct stat64 status;
    const char *flag = getenv("FULL_DISK");
    if (!flag || access(flag, F_OK) < 0 || fstat64(file, &status) < 0)
        return true;
    return end <= status.st_size;
}

typedef ssize_t write_function(int, const void *, size_t, off64_t);

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
