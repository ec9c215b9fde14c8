#include "daemon/net/acceptor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

enum { ACCEPTS_A_TURN = 64, SECONDS_BETWEEN_WARNINGS = 60 };

/* At most once a minute, with how many it was since. */
static void warn(struct acceptor *acceptor, const char *why)
{
    struct timespec time = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    acceptor->refused++;
    if (acceptor->warned_at && time.tv_sec < acceptor->warned_at + SECONDS_BETWEEN_WARNINGS)
        return;
    log_say(acceptor->log, LOG_WARNING, "%s: connections not taken: %u", why, acceptor->refused);
    acceptor->refused = 0;
    acceptor->warned_at = time.tv_sec ? time.tv_sec : 1;
}

/* Whether one more may come in. */
static bool has_room(struct acceptor *acceptor, uid_t uid)
{
    const struct settings *settings = acceptor->settings;
    const struct connections *connections = acceptor->connections;
    char why[80];
    if (connections->count >= (size_t)settings->limits_connections) {
        warn(acceptor, "limits.connections is reached");
        return false;
    }
    if (connections_of(connections, uid) < (size_t)settings->limits_connections_per_uid)
        return true;
    (void)snprintf(why, sizeof why, "user %u has limits.connections_per_uid", (unsigned)uid);
    warn(acceptor, why);
    return false;
}

static void take_in(struct acceptor *acceptor, int file)
{
    struct ucred caller;
    socklen_t length = sizeof caller;
    if (getsockopt(file, SOL_SOCKET, SO_PEERCRED, &caller, &length) < 0 ||
        !has_room(acceptor, caller.uid))
        (void)close(file);
    else
        (void)connections_add(acceptor->connections, file, caller.uid, caller.pid);
}

/* Nothing can be accepted, and the socket would stay readable: it is not looked at for now. */
static void pause_accepting(struct acceptor *acceptor, int failure)
{
    static const struct timeval second = {.tv_sec = 1};
    warn(acceptor, strerror(failure));
    acceptor->paused = true;
    acceptor->count_paused = acceptor->connections->count;
    (void)event_del(&acceptor->event);
    /* What other programs give back, nobody tells us. */
    (void)event_add(&acceptor->retry, &second);
}

static void resume_accepting(struct acceptor *acceptor)
{
    acceptor->paused = false;
    (void)event_del(&acceptor->retry);
    (void)event_add(&acceptor->event, NULL);
}

static void on_connect(evutil_socket_t file, short what, void *context)
{
    struct acceptor *acceptor = context;
    (void)what;
    for (int i = 0; i < ACCEPTS_A_TURN; i++) {
        int connected = accept4((int)file, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (connected >= 0) {
            take_in(acceptor, connected);
            continue;
        }
        if (errno == EINTR || errno == ECONNABORTED)
            continue;
        if (errno != EAGAIN)
            pause_accepting(acceptor, errno);
        return;
    }
}

static void on_retry(evutil_socket_t file, short what, void *context)
{
    (void)file;
    (void)what;
    resume_accepting(context);
}

int acceptor_start(struct acceptor *ret, struct event_base *base, int file,
                   struct connections *connections, const struct settings *settings,
                   const struct log *log)
{
    *ret = (struct acceptor){
        .file = file,
        .connections = connections,
        .settings = settings,
        .log = log,
    };
    (void)event_assign(&ret->event, base, file, EV_READ | EV_PERSIST, on_connect, ret);
    (void)evtimer_assign(&ret->retry, base, on_retry, ret);
    return event_add(&ret->event, NULL) < 0 ? -ENOMEM : 0;
}

void acceptor_stop(struct acceptor *acceptor)
{
    (void)event_del(&acceptor->event);
    (void)event_del(&acceptor->retry);
}

void acceptor_settle(struct acceptor *acceptor)
{
    if (acceptor->paused && acceptor->connections->count < acceptor->count_paused)
        resume_accepting(acceptor);
}
