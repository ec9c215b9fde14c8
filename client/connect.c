#include "client/connect.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int connect_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(path);
    if (!length || length >= sizeof address.sun_path)
        return -ENAMETOOLONG;
    memcpy(address.sun_path, path, length);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    int failure = -errno;
    close(fd);
    return failure;
}

int connect_ssh(const char *host)
{
    int pair[2];
    if (!*host || *host == '-')
        return -EINVAL;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return -errno;
    pid_t child = fork();
    if (child == 0) {
        if (dup2(pair[1], STDIN_FILENO) >= 0 && dup2(pair[1], STDOUT_FILENO) >= 0)
            execlp("ssh", "ssh", "-T", "--", host, "kith", "bridge", (char *)NULL);
        _exit(127);
    }
    int failure = -errno;
    close(pair[1]);
    if (child > 0)
        return pair[0];
    close(pair[0]);
    return failure;
}

static int write_all(int fd, const char *data, size_t length)
{
    while (length) {
        ssize_t written = write(fd, data, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -errno;
        data += written;
        length -= (size_t)written;
    }
    return 0;
}

/* Copies what is there: 1 where there may be more, 0 at the end, or -errno. */
static int copy_some(int from, int to)
{
    char piece[16384];
    ssize_t got = read(from, piece, sizeof piece);
    if (got < 0)
        return errno == EINTR ? 1 : -errno;
    int result = write_all(to, piece, (size_t)got);
    explicit_bzero(piece, (size_t)got);
    return result < 0 ? result : got > 0;
}

int connect_bridge(int in, int out, int socket)
{
    struct pollfd pollers[] = {{.fd = socket, .events = POLLIN}, {.fd = in, .events = POLLIN}};
    for (;;) {
        if (poll(pollers, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return -errno;
        }
        if (pollers[1].revents) {
            int more = copy_some(in, socket);
            if (more < 0)
                return more;
            if (!more) {
                /* What was asked is still to be answered. */
                shutdown(socket, SHUT_WR);
                pollers[1].fd = -1;
            }
        }
        if (pollers[0].revents) {
            int more = copy_some(socket, out);
            if (more <= 0)
                return more;
        }
    }
}
