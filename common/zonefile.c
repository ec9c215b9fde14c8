#include "common/zonefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/ascii.h"

static const char *const SYSTEM_FOLDER = "/usr/share/zoneinfo";

bool zonefile_valid_name(const char *name)
{
    size_t length = strnlen(name, ZONEFILE_NAME_MOST + 1);
    if (length == 0 || length > ZONEFILE_NAME_MOST || name[length - 1] == '/')
        return false;
    char before = '/';
    for (const char *at = name; *at; before = *at++) {
        bool is_plain = ascii_is_letter(*at) || ascii_is_digit(*at) || strchr("_+-", *at);
        if (*at == '/' ? before == '/' : !is_plain)
            return false;
    }
    return true;
}

static int open_zone(const char *folder, const char *name)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", folder ? folder : SYSTEM_FOLDER, name);
    if (length < 0 || (size_t)length >= sizeof path)
        return -ENAMETOOLONG;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd >= 0)
        return fd;
    return errno == ENOTDIR ? -ENOENT : -errno;
}

/* Reads up to `size` bytes; how many there were, or -errno. */
static ssize_t read_all(int fd, unsigned char *bytes, size_t size)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(fd, bytes + length, size - length);
        if (got < 0 && errno != EINTR)
            return -errno;
        if (got == 0)
            break;
        if (got > 0)
            length += (size_t)got;
    }
    return (ssize_t)length;
}

static int read_zone(int fd, struct zone **ret_zone)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode) || status.st_size > ZONEFILE_SIZE_MOST)
        return -EINVAL;
    unsigned char *bytes = malloc(ZONEFILE_SIZE_MOST);
    if (!bytes)
        return -ENOMEM;
    ssize_t length = read_all(fd, bytes, ZONEFILE_SIZE_MOST);
    int r = length < 0 ? (int)length : zone_parse(bytes, (size_t)length, ret_zone);
    free(bytes);
    return r;
}

int zonefile_read(const char *folder, const char *name, struct zone **ret_zone)
{
    if (!zonefile_valid_name(name))
        return -EINVAL;
    int fd = open_zone(folder, name);
    if (fd < 0)
        return fd;
    int r = read_zone(fd, ret_zone);
    close(fd);
    return r;
}
