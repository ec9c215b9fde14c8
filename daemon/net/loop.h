#pragma once
/*
 * The one loop: wait, run a turn, send what it says; again. It wakes for bytes, for what is due,
 * for finished work and for signals, and never just to look.
 */
#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdbool.h>

#include "daemon/net/acceptor.h"
#include "daemon/net/clock.h"
#include "daemon/net/connection.h"
#include "daemon/net/sdnotify.h"
#include "daemon/net/timer.h"

enum { LOOP_SIGNALS = 3 };

struct loop {
    struct event_base *base;
    /* What it drives; all borrowed, and set before the first turn. */
    struct turn *turn;
    struct connections *connections;
    struct acceptor *acceptor;
    const struct clock *clock;
    const struct settings *settings;
    const struct sdnotify *sdnotify;
    void (*reload)(void *context); /* SIGHUP came */
    void *context;
    /* Its own. */
    bool stopping; /* SIGTERM or SIGINT came */
    bool expired;
    struct timer timer;
    struct event signals[LOOP_SIGNALS];
    struct event watchdog;
    struct event deadline;
};

/* Makes the base, and takes the signals. 0 or a negative errno; then nothing is to be closed. */
int loop_open(struct loop *ret, const struct log *log);
void loop_close(struct loop *loop);

/* One turn, and what it has to say. Whether another is due at once. */
bool loop_turn(struct loop *loop);

/* Turn after turn until a signal ends it. `more`: what loop_turn said last. */
void loop_run(struct loop *loop, bool more);

/* Only sends, until all is sent or `seconds` are over. */
void loop_drain(struct loop *loop, int seconds);

/* Feeds a watchdog within its microseconds for as long as commits work; 0: there is none. */
void loop_watch(struct loop *loop, int64_t microseconds);
