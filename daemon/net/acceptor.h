#pragma once
/* Lets clients in, as many as may be. */
#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/config/settings.h"
#include "daemon/net/connection.h"

struct acceptor {
    int file;
    struct connections *connections;
    const struct settings *settings; /* its limits may change */
    const struct log *log;
    bool paused;         /* no descriptors are left */
    size_t count_paused; /* connections open when it paused */
    struct event event;
    struct event retry;
    unsigned refused;  /* since the last warning */
    int64_t warned_at; /* seconds of CLOCK_MONOTONIC; 0: never */
};

/* Begins to accept from a listening socket; everything is borrowed. 0 or -ENOMEM. */
int acceptor_start(struct acceptor *ret, struct event_base *base, int file,
                   struct connections *connections, const struct settings *settings,
                   const struct log *log);
void acceptor_stop(struct acceptor *acceptor);

/* Where it paused: goes on, if a connection was closed since. */
void acceptor_settle(struct acceptor *acceptor);
