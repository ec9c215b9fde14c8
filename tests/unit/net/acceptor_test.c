#include "daemon/net/acceptor.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/net/fake_turn.h"

enum { CLIENTS = 12, ROOM = 1024 };

struct fixture {
    struct event_base *base;
    struct turn turn;
    struct connections connections;
    struct settings settings;
    struct log log;
    int said[2]; /* what is logged */
    int listening;
    struct sockaddr_un address; /* abstract, chosen by the kernel */
    socklen_t length;
    struct acceptor acceptor;
    int clients[CLIENTS];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture || pipe(fixture->said) < 0)
        return -1;
    *state = fixture;
    TAILQ_INIT(&fixture->turn.peers);
    fixture->base = event_base_new();
    fixture->log = (struct log){.file = fixture->said[1], .level = LOG_DEBUG};
    fixture->settings.limits_connections = 10;
    fixture->settings.limits_connections_per_uid = 10;
    connections_init(&fixture->connections, fixture->base, &fixture->turn, &fixture->log);
    fixture->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    fixture->address.sun_family = AF_UNIX;
    fixture->length = sizeof fixture->address;
    if (bind(fixture->listening, (struct sockaddr *)&fixture->address,
             sizeof fixture->address.sun_family) < 0 ||
        listen(fixture->listening, CLIENTS) < 0 ||
        getsockname(fixture->listening, (struct sockaddr *)&fixture->address, &fixture->length) < 0)
        return -1;
    return acceptor_start(&fixture->acceptor, fixture->base, fixture->listening,
                          &fixture->connections, &fixture->settings, &fixture->log);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    acceptor_stop(&fixture->acceptor);
    connections_close(&fixture->connections);
    (void)close(fixture->listening);
    (void)close(fixture->said[0]);
    (void)close(fixture->said[1]);
    event_base_free(fixture->base);
    libevent_global_shutdown();
    free(fixture);
    return 0;
}

static void connect_clients(struct fixture *fixture, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_true(file >= 0);
        assert_int_equal(connect(file, (const struct sockaddr *)&fixture->address, fixture->length),
                         0);
        fixture->clients[i] = file;
    }
}

static void close_clients(struct fixture *fixture, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)close(fixture->clients[i]);
}

static void look(struct fixture *fixture)
{
    assert_true(event_base_loop(fixture->base, EVLOOP_ONCE | EVLOOP_NONBLOCK) >= 0);
}

/* Closes what is the oldest connection, as a turn would. */
static void let_one_go(struct fixture *fixture)
{
    struct peer *peer = TAILQ_FIRST(&fixture->turn.peers);
    peer->closing = true;
    peer->dirty = true;
    connections_flush(&fixture->connections);
}

static size_t lines_said(struct fixture *fixture)
{
    char text[ROOM];
    size_t lines = 0;
    (void)!write(fixture->said[1], ".", 1);
    ssize_t length = read(fixture->said[0], text, sizeof text);
    for (ssize_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

/* issue 2: "Peer credentials at accept name the account (uid)." */
static void clients_come_in_with_the_kernels_word_who_they_are(void **state)
{
    struct fixture *fixture = *state;
    connect_clients(fixture, 3);
    look(fixture);
    assert_int_equal(fixture->connections.count, 3);
    assert_int_equal(fake_peer(&fixture->turn)->uid, getuid());
    assert_int_equal(connections_of(&fixture->connections, getuid()), 3);
    close_clients(fixture, 3);
}

/* issue 2: "1,100 connections" */
static void past_the_limit_they_are_closed_at_once_and_one_line_says_so(void **state)
{
    struct fixture *fixture = *state;
    char byte;
    fixture->settings.limits_connections = 4;
    connect_clients(fixture, CLIENTS);
    look(fixture);
    assert_int_equal(fixture->connections.count, 4);
    assert_int_equal(recv(fixture->clients[4], &byte, 1, 0), 0);
    assert_int_equal(recv(fixture->clients[CLIENTS - 1], &byte, 1, 0), 0);
    assert_int_equal(recv(fixture->clients[3], &byte, 1, MSG_DONTWAIT), -1);
    assert_int_equal(lines_said(fixture), 1);
    close_clients(fixture, CLIENTS);
}

static void one_user_cannot_take_all_of_it(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.limits_connections_per_uid = 2;
    connect_clients(fixture, 5);
    look(fixture);
    assert_int_equal(fixture->connections.count, 2);
    let_one_go(fixture);
    close_clients(fixture, 5);
    connect_clients(fixture, 1);
    look(fixture);
    assert_int_equal(fixture->connections.count, 2);
    close_clients(fixture, 1);
}

static void without_descriptors_it_waits_until_a_connection_is_closed(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit limit;
    connect_clients(fixture, 1);
    look(fixture);
    connect_clients(fixture, 2);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    struct rlimit none = {.rlim_cur = 0, .rlim_max = limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    look(fixture);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_true(fixture->acceptor.paused);
    acceptor_settle(&fixture->acceptor);
    look(fixture);
    assert_int_equal(fixture->connections.count, 1); /* it does not even try */
    let_one_go(fixture);
    acceptor_settle(&fixture->acceptor);
    assert_false(fixture->acceptor.paused);
    look(fixture);
    assert_int_equal(fixture->connections.count, 2);
    assert_int_equal(lines_said(fixture), 1);
    close_clients(fixture, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(clients_come_in_with_the_kernels_word_who_they_are),
        TEST(past_the_limit_they_are_closed_at_once_and_one_line_says_so),
        TEST(one_user_cannot_take_all_of_it),
        TEST(without_descriptors_it_waits_until_a_connection_is_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
