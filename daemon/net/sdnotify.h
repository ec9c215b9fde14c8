#pragma once
/*
 * What a service manager and its service tell each other, without its library: sd_notify(3),
 * sd_watchdog_enabled(3), sd_listen_fds(3). All of it is optional; texts are the values of the
 * variables of the environment, NULL where there is none.
 */
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

enum { SDNOTIFY_FIRST_FD = 3 };

struct sdnotify {
    int socket; /* -1: nobody listens */
    struct sockaddr_un address;
    socklen_t length;
};

/*
 * Finds whoever listens at $NOTIFY_SOCKET: a path, or '@' and an abstract name. 0, also where
 * nobody listens; -EINVAL for another kind of address; a failure of socket(2). On failure nobody
 * listens.
 */
int sdnotify_open(const char *notify_socket, struct sdnotify *ret);
void sdnotify_close(struct sdnotify *sdnotify);

/* Says "READY=1" or the like. One that does not reach anybody is lost. */
void sdnotify_say(const struct sdnotify *sdnotify, const char *state);

/*
 * The microseconds of $WATCHDOG_USEC within which "WATCHDOG=1" is expected; 0 where it is not, or
 * not from the process `self` ($WATCHDOG_PID).
 */
int64_t sdnotify_watchdog(const char *watchdog_usec, const char *watchdog_pid, pid_t self);

/*
 * How many descriptors ($LISTEN_FDS) were handed over to the process `self` ($LISTEN_PID),
 * from SDNOTIFY_FIRST_FD on; 0 where none were.
 */
int sdnotify_listen_fds(const char *listen_fds, const char *listen_pid, pid_t self);
