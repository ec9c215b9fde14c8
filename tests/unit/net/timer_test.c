#include "daemon/net/timer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <syslog.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct event_base *base;
    struct timer timer;
    struct log log;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    *state = fixture;
    fixture->base = event_base_new();
    fixture->log = (struct log){.file = STDERR_FILENO, .level = LOG_ERR};
    return timer_open(&fixture->timer, fixture->base, &fixture->log);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    timer_close(&fixture->timer);
    event_base_free(fixture->base);
    libevent_global_shutdown();
    free(fixture);
    return 0;
}

/* Seconds until it goes off; 0 where it is not armed. */
static int64_t left(const struct fixture *fixture)
{
    struct itimerspec when;
    assert_int_equal(timerfd_gettime(fixture->timer.file, &when), 0);
    return when.it_value.tv_sec;
}

/* How it was armed last: proc(5), /proc/pid/fdinfo, "settime flags". */
static unsigned flags_of(const struct fixture *fixture)
{
    char path[64];
    char line[128];
    unsigned flags = 0;
    bool found = false;
    (void)snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fixture->timer.file);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (!found && fgets(line, sizeof line, file))
        found = sscanf(line, "settime flags: %o", &flags) == 1;
    assert_int_equal(fclose(file), 0);
    assert_true(found);
    return flags;
}

static void what_is_overdue_wakes_at_once(void **state)
{
    struct fixture *fixture = *state;
    timer_arm(&fixture->timer, 1000000000);
    assert_int_equal(event_base_loop(fixture->base, EVLOOP_ONCE), 0);
    assert_int_equal(fixture->timer.armed, 0);
}

static void even_the_beginning_of_time_is_a_time(void **state)
{
    struct fixture *fixture = *state;
    timer_arm(&fixture->timer, 0);
    assert_int_equal(event_base_loop(fixture->base, EVLOOP_ONCE), 0);
    assert_int_equal(fixture->timer.armed, 0);
}

static void never_is_armed_too_so_that_a_set_clock_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    timer_arm(&fixture->timer, INT64_MAX);
    assert_true(left(fixture) > 0);
    assert_int_equal(event_base_loop(fixture->base, EVLOOP_ONCE | EVLOOP_NONBLOCK), 0);
    assert_true(fixture->timer.armed > 0);
}

/* design: "(CLOCK_REALTIME, absolute, cancel-on-set) [...] so clock steps and resume are seen at
 * once": nobody may set the clock here, so what the kernel was asked for is looked at. */
static void every_moment_is_one_of_the_clock_and_a_set_clock_wakes(void **state)
{
    static const int64_t moments[] = {INT64_MAX, 0, 4100000000};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        timer_arm(&fixture->timer, moments[i]);
        assert_int_equal(flags_of(fixture), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);
    }
}

static void a_new_moment_takes_the_place_of_the_old_one(void **state)
{
    struct fixture *fixture = *state;
    timer_arm(&fixture->timer, 4100000000);
    int64_t first = left(fixture);
    timer_arm(&fixture->timer, 4200000000);
    assert_true(left(fixture) > first + 99000000);
    timer_arm(&fixture->timer, 4200000000);
    assert_int_equal(fixture->timer.armed, 4200000000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_overdue_wakes_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(even_the_beginning_of_time_is_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(never_is_armed_too_so_that_a_set_clock_is_noticed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(every_moment_is_one_of_the_clock_and_a_set_clock_wakes,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_new_moment_takes_the_place_of_the_old_one, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
