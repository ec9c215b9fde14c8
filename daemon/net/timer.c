#include "daemon/net/timer.h"

#include <assert.h>
#include <errno.h>
#include <sys/timerfd.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* 2200-01-01: later than anything is due. Only an armed timer tells that the clock was set. */
static const int64_t far_ahead = 7258118400;

/* The turn that follows a wake-up does what is due; here the timer is only quieted. */
static void on_timer(evutil_socket_t file, short what, void *context)
{
    struct timer *timer = context;
    uint64_t times;
    (void)what;
    if (read((int)file, &times, sizeof times) < 0) {
        if (errno == EAGAIN)
            return;
        if (errno == ECANCELED)
            log_say(timer->log, LOG_INFO, "the machine's clock was set");
    }
    timer->armed = 0;
}

int timer_open(struct timer *ret, struct event_base *base, const struct log *log)
{
    int file = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (file < 0)
        return -errno;
    *ret = (struct timer){.file = file, .log = log};
    (void)event_assign(&ret->event, base, file, EV_READ | EV_PERSIST, on_timer, ret);
    if (event_add(&ret->event, NULL) == 0)
        return 0;
    (void)close(file);
    return -ENOMEM;
}

void timer_close(struct timer *timer)
{
    (void)event_del(&timer->event);
    (void)close(timer->file);
}

void timer_arm(struct timer *timer, int64_t due)
{
    if (due > far_ahead)
        due = far_ahead;
    if (due < 1)
        due = 1; /* 0 would disarm it */
    if (timer->armed == due)
        return;
    struct itimerspec when = {.it_value.tv_sec = due};
    /* ECANCELED says that the clock was set meanwhile; it is armed all the same. */
    int result =
        timerfd_settime(timer->file, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL);
    assert(result == 0 || errno == ECANCELED);
    (void)result;
    timer->armed = due;
}
