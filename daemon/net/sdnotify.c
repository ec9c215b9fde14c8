#include "daemon/net/sdnotify.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"

int sdnotify_open(const char *notify_socket, struct sdnotify *ret)
{
    struct sdnotify fresh = {.socket = -1, .address.sun_family = AF_UNIX};
    *ret = fresh;
    if (!notify_socket)
        return 0;
    size_t length = strlen(notify_socket);
    if ((*notify_socket != '/' && *notify_socket != '@') || length < 2 ||
        length >= sizeof fresh.address.sun_path)
        return -EINVAL;
    memcpy(fresh.address.sun_path, notify_socket, length);
    if (*notify_socket == '@')
        fresh.address.sun_path[0] = '\0';
    /* An abstract name ends where the address ends, a path with its NUL (unix(7)). */
    fresh.length =
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (*notify_socket == '/'));
    fresh.socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fresh.socket < 0)
        return -errno;
    *ret = fresh;
    return 0;
}

void sdnotify_close(struct sdnotify *sdnotify)
{
    if (sdnotify->socket >= 0)
        (void)close(sdnotify->socket);
    sdnotify->socket = -1;
}

void sdnotify_say(const struct sdnotify *sdnotify, const char *state)
{
    if (sdnotify->socket < 0)
        return;
    (void)sendto(sdnotify->socket, state, strlen(state), MSG_NOSIGNAL,
                 (const struct sockaddr *)&sdnotify->address, sdnotify->length);
}

static bool is_for(const char *pid, pid_t self)
{
    int64_t number = 0;
    return text_to_int(pid, 1, INT_MAX, &number) == 0 && number == self;
}

int64_t sdnotify_watchdog(const char *watchdog_usec, const char *watchdog_pid, pid_t self)
{
    int64_t microseconds = 0;
    if (!watchdog_usec || (watchdog_pid && !is_for(watchdog_pid, self)) ||
        text_to_int(watchdog_usec, 1, INT64_MAX, &microseconds) < 0)
        return 0;
    return microseconds;
}

int sdnotify_listen_fds(const char *listen_fds, const char *listen_pid, pid_t self)
{
    int64_t count = 0;
    if (!listen_fds || !listen_pid || !is_for(listen_pid, self) ||
        text_to_int(listen_fds, 1, INT_MAX - SDNOTIFY_FIRST_FD, &count) < 0)
        return 0;
    return (int)count;
}
