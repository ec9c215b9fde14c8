/*
 * A disk that goes wrong for as long as a file is there. To be preloaded; the variables name the
 * files:
 *
 * FULL_DISK   it is full: what was written can be read and overwritten, but nothing can grow
 * DEAF_DISK   it confirms nothing
 * FIXED_DISK  it cannot be written, as after a system has found errors and mounted it anew
 * HELD_DISK   (a pipe) it gives nothing to any thread but the first before somebody has opened the
 *             pipe to write; what came first is then to be taken away
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_flagged(const char *variable)
{
    const char *flag = getenv(variable);
    return flag && access(flag, F_OK) == 0;
}

static int fail(int number)
{
    errno = number;
    return -1;
}

/* --- Writing -----------------------------------------------------------------------------------
 */

static bool has_room(int file, off64_t end)
{
    struct stat64 status;
    if (!is_flagged("FULL_DISK") || fstat64(file, &status) < 0)
        return true;
    return end <= status.st_size;
}

typedef ssize_t write_function(int, const void *, size_t, off64_t);

static ssize_t write_at(const char *name, int file, const void *data, size_t size, off64_t offset)
{
    if (is_flagged("FIXED_DISK"))
        return fail(EROFS);
    if (!has_room(file, offset + (off64_t)size))
        return fail(ENOSPC);
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

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    unsigned mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    if ((flags & O_ACCMODE) != O_RDONLY && is_flagged("FIXED_DISK"))
        return fail(EROFS);
    int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
    return next(path, flags, mode);
}

int ftruncate64(int file, off64_t size)
{
    if (is_flagged("FIXED_DISK"))
        return fail(EROFS);
    int (*next)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    return next(file, size);
}

int unlink(const char *path)
{
    if (is_flagged("FIXED_DISK"))
        return fail(EROFS);
    int (*next)(const char *) = dlsym(RTLD_NEXT, "unlink");
    return next(path);
}

int fdatasync(int file)
{
    if (is_flagged("DEAF_DISK"))
        return fail(EIO);
    int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
    return next(file);
}

/* --- Reading -----------------------------------------------------------------------------------
 */

ssize_t pread64(int file, void *data, size_t size, off64_t offset)
{
    const char *pipe = getenv("HELD_DISK");
    /* Opening a pipe waits for its other end. */
    int released = pipe && gettid() != getpid() ? open(pipe, O_RDONLY | O_CLOEXEC) : -1;
    if (released >= 0)
        (void)close(released);
    ssize_t (*next)(int, void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pread64");
    return next(file, data, size, offset);
}
