#include "daemon/net/loop.h"

#include <errno.h>
#include <signal.h>

enum { MICROSECONDS = 1000000, WATCHDOG_FEEDS = 3 };

static void on_stop(evutil_socket_t number, short what, void *context)
{
    struct loop *loop = context;
    (void)number;
    (void)what;
    loop->stopping = true;
}

static void on_reload(evutil_socket_t number, short what, void *context)
{
    struct loop *loop = context;
    (void)number;
    (void)what;
    loop->reload(loop->context);
}

static void on_watchdog(evutil_socket_t file, short what, void *context)
{
    struct loop *loop = context;
    (void)file;
    (void)what;
    turn_probe(loop->turn);
    if (turn_is_sound(loop->turn))
        sdnotify_say(loop->sdnotify, "WATCHDOG=1");
}

static void on_deadline(evutil_socket_t file, short what, void *context)
{
    struct loop *loop = context;
    (void)file;
    (void)what;
    loop->expired = true;
}

static struct event_base *new_base(void)
{
    struct event_config *config = event_config_new();
    if (!config)
        return NULL;
    struct event_base *base = NULL;
    /* Without EV_CLOSED the end of one who is not read from would go unseen. */
    if (event_config_require_features(config, EV_FEATURE_EARLY_CLOSE) == 0 &&
        event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_IGNORE_ENV) == 0)
        base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}

static int take_signals(struct loop *loop)
{
    static const struct {
        int number;
        event_callback_fn callback;
    } taken[LOOP_SIGNALS] = {{SIGTERM, on_stop}, {SIGINT, on_stop}, {SIGHUP, on_reload}};
    int failure = 0;
    for (int i = 0; i < LOOP_SIGNALS; i++) {
        (void)evsignal_assign(&loop->signals[i], loop->base, taken[i].number, taken[i].callback,
                              loop);
        failure |= event_add(&loop->signals[i], NULL);
    }
    return failure ? -ENOMEM : 0;
}

int loop_open(struct loop *ret, const struct log *log)
{
    *ret = (struct loop){.base = new_base()};
    if (!ret->base)
        return -ENOMEM;
    (void)event_assign(&ret->watchdog, ret->base, -1, EV_PERSIST, on_watchdog, ret);
    (void)evtimer_assign(&ret->deadline, ret->base, on_deadline, ret);
    int failure = timer_open(&ret->timer, ret->base, log);
    if (failure == 0) {
        failure = take_signals(ret);
        if (failure < 0)
            timer_close(&ret->timer);
    }
    if (failure < 0) {
        event_base_free(ret->base);
        ret->base = NULL;
    }
    return failure;
}

void loop_close(struct loop *loop)
{
    for (int i = 0; i < LOOP_SIGNALS; i++)
        (void)event_del(&loop->signals[i]);
    (void)event_del(&loop->watchdog);
    (void)event_del(&loop->deadline);
    timer_close(&loop->timer);
    event_base_free(loop->base);
}

bool loop_turn(struct loop *loop)
{
    bool more = turn_run(loop->turn);
    connections_flush(loop->connections);
    connections_trim(loop->connections, (size_t)loop->settings->limits_buffer_bytes);
    acceptor_settle(loop->acceptor);
    /* While a test's clock stands, nothing becomes due by waiting. */
    timer_arm(&loop->timer, clock_runs(loop->clock) ? turn_next_due(loop->turn) : INT64_MAX);
    return more;
}

void loop_run(struct loop *loop, bool more)
{
    while (!loop->stopping) {
        (void)event_base_loop(loop->base, EVLOOP_ONCE | (more ? EVLOOP_NONBLOCK : 0));
        more = loop_turn(loop);
    }
}

void loop_drain(struct loop *loop, int seconds)
{
    struct timeval limit = {.tv_sec = seconds};
    connections_drain(loop->connections);
    (void)event_add(&loop->deadline, &limit);
    while (!loop->expired && connections_are_sending(loop->connections))
        (void)event_base_loop(loop->base, EVLOOP_ONCE);
}

void loop_watch(struct loop *loop, int64_t microseconds)
{
    int64_t step = microseconds / WATCHDOG_FEEDS;
    struct timeval interval = {
        .tv_sec = step / MICROSECONDS,
        .tv_usec = step % MICROSECONDS,
    };
    if (step > 0)
        (void)event_add(&loop->watchdog, &interval);
}
