#include "daemon/net/loop.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <syslog.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/net/fake_turn.h"

enum { MANY = 1024 * 1024, LATE = 2000000000 };

struct fixture {
    struct loop loop;
    struct turn turn;
    struct connections connections;
    struct acceptor acceptor; /* all zeroes: it never paused */
    struct settings settings;
    struct clock clock;
    struct sdnotify sdnotify;
    struct log log;
    int heard; /* what the service manager is told */
    int reloads;
};

static void on_reload(void *context)
{
    struct fixture *fixture = context;
    fixture->reloads++;
    (void)raise(SIGTERM);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    int pair[2];
    if (!fixture || socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) < 0)
        return -1;
    *state = fixture;
    TAILQ_INIT(&fixture->turn.peers);
    fixture->turn.due = INT64_MAX;
    fixture->log = (struct log){.file = STDERR_FILENO, .level = LOG_ERR};
    fixture->settings.limits_buffer_bytes = 2 * MANY;
    fixture->heard = pair[0];
    fixture->sdnotify.socket = pair[1];
    if (clock_init(NULL, &fixture->clock) < 0 || loop_open(&fixture->loop, &fixture->log) < 0)
        return -1;
    connections_init(&fixture->connections, fixture->loop.base, &fixture->turn, &fixture->log);
    fixture->loop.turn = &fixture->turn;
    fixture->loop.connections = &fixture->connections;
    fixture->loop.acceptor = &fixture->acceptor;
    fixture->loop.clock = &fixture->clock;
    fixture->loop.settings = &fixture->settings;
    fixture->loop.sdnotify = &fixture->sdnotify;
    fixture->loop.reload = on_reload;
    fixture->loop.context = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    connections_close(&fixture->connections);
    loop_close(&fixture->loop);
    sdnotify_close(&fixture->sdnotify);
    (void)close(fixture->heard);
    libevent_global_shutdown();
    free(fixture);
    return 0;
}

/* Whole seconds until the timer goes off. */
static int64_t armed_for(const struct fixture *fixture)
{
    struct itimerspec when;
    assert_int_equal(timerfd_gettime(fixture->loop.timer.file, &when), 0);
    return when.it_value.tv_sec;
}

/* issue 2: "SIGTERM finishes the turn, answers, checkpoints and leaves" */
static void a_signal_ends_it_after_one_more_turn(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < 2; i++) {
        fixture->turn.runs = 0;
        fixture->loop.stopping = false;
        assert_int_equal(raise(signals[i]), 0);
        loop_run(&fixture->loop, false);
        assert_int_equal(fixture->turn.runs, 1);
    }
}

static void a_hang_up_reads_the_configuration_again(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(raise(SIGHUP), 0);
    loop_run(&fixture->loop, false);
    assert_int_equal(fixture->reloads, 1);
}

static void with_work_left_it_does_not_wait(void **state)
{
    struct fixture *fixture = *state;
    fixture->turn.more = 3;
    bool more = loop_turn(&fixture->loop);
    assert_true(more);
    while (more) {
        (void)event_base_loop(fixture->loop.base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
        more = loop_turn(&fixture->loop);
    }
    assert_int_equal(fixture->turn.runs, 4);
}

static void the_timer_is_set_to_what_is_due_next(void **state)
{
    struct fixture *fixture = *state;
    struct now now;
    clock_now(&fixture->clock, &now);
    fixture->turn.due = now.wall + 100000;
    (void)loop_turn(&fixture->loop);
    assert_int_equal(fixture->loop.timer.armed, now.wall + 100000);
    assert_in_range(armed_for(fixture), 99000, 100000);
}

static void while_a_tests_clock_stands_nothing_becomes_due_by_waiting(void **state)
{
    struct fixture *fixture = *state;
    clock_set(&fixture->clock, 1000000000);
    fixture->turn.due = 1000000060; /* long past, on the real clock */
    (void)loop_turn(&fixture->loop);
    assert_true(armed_for(fixture) > LATE);
}

/* issue 2: "watchdog fed only while commits succeed" */
static void the_watchdog_is_fed_only_while_commits_work(void **state)
{
    struct fixture *fixture = *state;
    char text[32] = "";
    fixture->turn.unsound = true;
    loop_watch(&fixture->loop, 3000);
    (void)event_base_loop(fixture->loop.base, EVLOOP_ONCE);
    assert_int_equal(recv(fixture->heard, text, sizeof text - 1, MSG_DONTWAIT), -1);
    assert_int_equal(fixture->turn.probes, 1);
    fixture->turn.unsound = false;
    (void)event_base_loop(fixture->loop.base, EVLOOP_ONCE);
    assert_int_equal(recv(fixture->heard, text, sizeof text - 1, MSG_DONTWAIT), 10);
    assert_string_equal(text, "WATCHDOG=1");
}

static int client_with_unsent_output(struct fixture *fixture)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair), 0);
    assert_int_equal(connections_add(&fixture->connections, pair[0], 1, 1), 0);
    char *text = calloc(1, MANY);
    assert_non_null(text);
    bytes_add(&fake_peer(&fixture->turn)->out, text, MANY);
    free(text);
    fake_peer(&fixture->turn)->dirty = true;
    (void)loop_turn(&fixture->loop);
    return pair[1];
}

static void at_the_end_one_who_is_gone_is_not_waited_for(void **state)
{
    struct fixture *fixture = *state;
    int file = client_with_unsent_output(fixture);
    assert_true(connections_are_sending(&fixture->connections));
    assert_int_equal(close(file), 0);
    loop_drain(&fixture->loop, 1000);
    assert_false(connections_are_sending(&fixture->connections));
    assert_false(fixture->loop.expired);
}

static void at_the_end_one_who_does_not_read_is_not_waited_for_for_ever(void **state)
{
    struct fixture *fixture = *state;
    int file = client_with_unsent_output(fixture);
    loop_drain(&fixture->loop, 0);
    assert_true(fixture->loop.expired);
    assert_true(connections_are_sending(&fixture->connections));
    (void)close(file);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_signal_ends_it_after_one_more_turn),
        TEST(a_hang_up_reads_the_configuration_again),
        TEST(with_work_left_it_does_not_wait),
        TEST(the_timer_is_set_to_what_is_due_next),
        TEST(while_a_tests_clock_stands_nothing_becomes_due_by_waiting),
        TEST(the_watchdog_is_fed_only_while_commits_work),
        TEST(at_the_end_one_who_is_gone_is_not_waited_for),
        TEST(at_the_end_one_who_does_not_read_is_not_waited_for_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
