#pragma once
/*
 * Wakes the house when something is due on the wall clock: one timerfd(2), which also tells when
 * that clock was set, and which counts on while the machine sleeps.
 */
#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdint.h>

#include "daemon/net/log.h"

struct timer {
    int file;
    int64_t armed; /* UTC seconds; 0: not armed */
    struct event event;
    const struct log *log;
};

/* Adds one, not armed, to the base. 0 or a negative errno. */
int timer_open(struct timer *ret, struct event_base *base, const struct log *log);
void timer_close(struct timer *timer);

/*
 * Has the loop wake at `due` (UTC seconds; INT64_MAX: never), and in any case once the wall clock
 * is set. Cheap where nothing changes.
 */
void timer_arm(struct timer *timer, int64_t due);
