#include "daemon/net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_MASK = 0117 }; /* leaves 0660 */

static bool has_option(int file, int option, int wanted)
{
    int value = 0;
    socklen_t length = sizeof value;
    return getsockopt(file, SOL_SOCKET, option, &value, &length) == 0 && value == wanted;
}

int listener_adopt(int file, struct listener *ret)
{
    if (!has_option(file, SO_DOMAIN, AF_UNIX) || !has_option(file, SO_TYPE, SOCK_STREAM) ||
        !has_option(file, SO_ACCEPTCONN, 1))
        return -ENOTSOCK;
    int flags = fcntl(file, F_GETFL);
    if (flags < 0 || fcntl(file, F_SETFL, flags | O_NONBLOCK) < 0 ||
        fcntl(file, F_SETFD, FD_CLOEXEC) < 0)
        return -errno;
    *ret = (struct listener){.file = file};
    return 0;
}

static int new_socket(void)
{
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return file < 0 ? -errno : file;
}

static int bind_to(int file, const struct sockaddr_un *address)
{
    mode_t old = umask(MODE_MASK);
    int failure = bind(file, (const struct sockaddr *)address, sizeof *address) < 0 ? -errno : 0;
    (void)umask(old);
    return failure;
}

/* Removes a socket that its daemon left behind. */
static int remove_stale(const struct sockaddr_un *address, const char **ret_why)
{
    struct stat status;
    *ret_why = "something that is no socket has that name";
    if (lstat(address->sun_path, &status) < 0 || !S_ISSOCK(status.st_mode))
        return -EADDRINUSE;
    int probe = new_socket();
    if (probe < 0) {
        *ret_why = strerror(-probe);
        return probe;
    }
    int refused = connect(probe, (const struct sockaddr *)address, sizeof *address) < 0 ? errno : 0;
    (void)close(probe);
    *ret_why = "another process answers there";
    if (refused != ECONNREFUSED)
        return -EADDRINUSE;
    if (unlink(address->sun_path) == 0)
        return 0;
    int failure = -errno;
    *ret_why = strerror(-failure);
    return failure;
}

/* Binds and listens; `*ret_why` says what was in the way. */
static int open_at(int file, const struct sockaddr_un *address, const char **ret_why)
{
    int failure = bind_to(file, address);
    if (failure == -EADDRINUSE) {
        failure = remove_stale(address, ret_why);
        if (failure < 0)
            return failure;
        failure = bind_to(file, address);
    }
    if (failure == 0 && listen(file, SOMAXCONN) < 0)
        failure = -errno;
    if (failure < 0)
        *ret_why = strerror(-failure);
    return failure;
}

int listener_bind(const char *path, struct arena *arena, struct listener *ret,
                  const char **ret_reason)
{
    struct listener fresh = {.file = -1};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat status;
    const char *why = strerror(ENAMETOOLONG);
    int failure = -ENAMETOOLONG;
    if (strlen(path) < sizeof address.sun_path) {
        memcpy(address.sun_path, path, strlen(path));
        memcpy(fresh.path, path, strlen(path));
        failure = fresh.file = new_socket();
        why = failure < 0 ? strerror(-failure) : NULL;
    }
    if (failure >= 0)
        failure = open_at(fresh.file, &address, &why);
    if (failure == 0 && lstat(path, &status) < 0) {
        failure = -errno;
        why = strerror(-failure);
    }
    if (failure < 0) {
        if (fresh.file >= 0)
            (void)close(fresh.file);
        *ret_reason = arena_format(arena, "%s: %s", path, why);
        return failure;
    }
    fresh.device = status.st_dev;
    fresh.inode = status.st_ino;
    *ret = fresh;
    return 0;
}

void listener_close(struct listener *listener)
{
    struct stat status;
    /* Removed before it is closed, so that nobody finds one on which nobody answers. */
    if (*listener->path && lstat(listener->path, &status) == 0 &&
        status.st_dev == listener->device && status.st_ino == listener->inode)
        (void)unlink(listener->path);
    (void)close(listener->file);
}
