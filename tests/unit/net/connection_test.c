#include "daemon/net/connection.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/net/fake_turn.h"

enum { USER = 1000, MANY = 2 * 1024 * 1024 };

struct fixture {
    struct event_base *base;
    struct turn turn;
    struct log log;
    struct connections all;
    char *room; /* MANY bytes */
    int reported;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    *state = fixture;
    TAILQ_INIT(&fixture->turn.peers);
    fixture->base = event_base_new();
    fixture->log = (struct log){.file = -1, .level = LOG_ERR};
    fixture->room = malloc(MANY);
    (void)event_base_priority_init(fixture->base, 2); /* for is_quiet; all else has the second */
    connections_init(&fixture->all, fixture->base, &fixture->turn, &fixture->log);
    return fixture->room ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    connections_close(&fixture->all);
    int left = fixture->turn.count;
    event_base_free(fixture->base);
    libevent_global_shutdown();
    free(fixture->room);
    free(fixture);
    return left;
}

/* A connected client; its peer is the newest. */
static int client(struct fixture *fixture, uid_t uid)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair), 0);
    assert_int_equal(connections_add(&fixture->all, pair[0], uid, 1), 0);
    return pair[1];
}

static void look(struct fixture *fixture)
{
    assert_true(event_base_loop(fixture->base, EVLOOP_ONCE | EVLOOP_NONBLOCK) >= 0);
}

static void count_reported(evutil_socket_t file, short what, void *context)
{
    struct fixture *fixture = context;
    (void)file;
    (void)what;
    fixture->reported = event_base_get_num_events(fixture->base, EVENT_BASE_COUNT_ACTIVE);
}

/* Whether the loop, when it looks, has nothing to report: it would be asked the same without end.
 */
static bool is_quiet(struct fixture *fixture)
{
    struct event first;
    (void)event_assign(&first, fixture->base, -1, 0, count_reported, fixture);
    assert_int_equal(event_priority_set(&first, 0), 0);
    event_active(&first, EV_TIMEOUT, 0);
    fixture->reported = -1;
    look(fixture);
    return fixture->reported == 0;
}

static void say(struct peer *peer, const char *text, size_t length)
{
    bytes_add(&peer->out, text, length);
    peer->dirty = true;
}

/* Reads what has come; -1 where nothing has, 0 at the end. */
static ssize_t hear(struct fixture *fixture, int file)
{
    return recv(file, fixture->room, MANY, 0);
}

static void what_comes_is_fed_and_what_is_said_is_sent(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    assert_int_equal(send(file, "ask", 3, 0), 3);
    look(fixture);
    assert_int_equal(peer->in.length, 3);
    assert_memory_equal(peer->in.data, "ask", 3);
    say(peer, "answer", 6);
    connections_flush(&fixture->all);
    assert_int_equal(hear(fixture, file), 6);
    assert_memory_equal(fixture->room, "answer", 6);
    assert_int_equal(peer->unsent, 0);
    (void)close(file);
}

static void no_more_than_64_kib_are_read_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    memset(fixture->room, 'x', MANY);
    assert_true(send(file, fixture->room, MANY, 0) > 65536);
    look(fixture);
    assert_int_equal(fake_peer(&fixture->turn)->in.length, 65536);
    (void)close(file);
}

/* issue 2: "a reader that never reads" */
static void who_does_not_read_is_waited_for_and_gets_every_byte(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    memset(fixture->room, 'x', MANY);
    say(peer, fixture->room, MANY / 2);
    connections_flush(&fixture->all);
    assert_in_range(peer->unsent, 1, MANY / 2);
    assert_true(connections_are_sending(&fixture->all));
    size_t before = peer->unsent;
    look(fixture);
    assert_int_equal(peer->unsent, before);
    say(peer, fixture->room, 100);
    connections_flush(&fixture->all);
    size_t heard = 0;
    for (ssize_t length; (length = hear(fixture, file)) > 0; look(fixture))
        heard += (size_t)length;
    assert_int_equal(heard, MANY / 2 + 100);
    assert_int_equal(peer->unsent, 0);
    assert_false(connections_are_sending(&fixture->all));
    (void)close(file);
}

static void a_full_peer_is_not_read_from_until_it_has_room(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    peer->full = true;
    assert_int_equal(send(file, "a", 1, 0), 1);
    look(fixture); /* what was on its way when it became full */
    assert_int_equal(peer->in.length, 1);
    assert_int_equal(send(file, "b", 1, 0), 1);
    look(fixture);
    assert_int_equal(peer->in.length, 1);
    peer->full = false;
    say(peer, "x", 1);
    connections_flush(&fixture->all);
    look(fixture);
    assert_int_equal(peer->in.length, 2);
    (void)close(file);
}

/* issue 2: "half-close" */
static void who_shuts_one_direction_gets_the_answers_and_then_the_end(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    assert_int_equal(send(file, "ask", 3, 0), 3);
    assert_int_equal(shutdown(file, SHUT_WR), 0);
    look(fixture);
    look(fixture);
    assert_true(peer->ended);
    assert_int_equal(peer->in.length, 3);
    /* Nothing is waited for: the end of its bytes would be reported without end. */
    assert_int_equal(event_base_loop(fixture->base, EVLOOP_ONCE | EVLOOP_NONBLOCK), 1);
    say(peer, "answer", 6);
    peer->closing = true;
    connections_flush(&fixture->all);
    assert_int_equal(fixture->turn.count, 0);
    assert_int_equal(hear(fixture, file), 6);
    assert_int_equal(hear(fixture, file), 0);
    (void)close(file);
}

static void one_that_is_to_be_closed_is_closed_once_all_is_sent(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    memset(fixture->room, 'x', MANY);
    say(peer, fixture->room, MANY / 2);
    peer->closing = true;
    connections_flush(&fixture->all);
    assert_int_equal(fixture->turn.count, 1);
    size_t heard = 0;
    ssize_t length;
    while ((length = hear(fixture, file)) > 0) {
        heard += (size_t)length;
        look(fixture);
    }
    assert_int_equal(length, 0);
    assert_int_equal(heard, MANY / 2);
    assert_int_equal(fixture->turn.count, 0);
    (void)close(file);
}

static void who_is_gone_is_forgotten_even_with_bytes_unsent(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    memset(fixture->room, 'x', MANY);
    say(fake_peer(&fixture->turn), fixture->room, MANY / 2);
    fake_peer(&fixture->turn)->full = true;
    connections_flush(&fixture->all);
    (void)close(file);
    look(fixture);
    look(fixture);
    assert_int_equal(fixture->turn.count, 0);
    assert_int_equal(fixture->all.count, 0);
}

/* issue 2: "disconnects during `more`" */
static void who_hangs_up_during_a_stream_is_gone(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    fake_peer(&fixture->turn)->streaming = true;
    assert_int_equal(shutdown(file, SHUT_WR), 0);
    look(fixture);
    assert_int_equal(fixture->turn.count, 0);
    (void)close(file);
}

static void who_hangs_up_before_a_stream_begins_gets_its_first_words(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    assert_int_equal(shutdown(file, SHUT_WR), 0);
    look(fixture);
    assert_int_equal(fixture->turn.count, 1);
    peer->streaming = true;
    say(peer, "now", 3);
    connections_flush(&fixture->all);
    assert_int_equal(fixture->turn.count, 0);
    assert_int_equal(hear(fixture, file), 3);
    (void)close(file);
}

/* platform: a connection that is not read from does not report its end by itself */
static void who_hangs_up_while_its_stream_is_not_read_from_is_gone(void **state)
{
    struct fixture *fixture = *state;
    for (int shut = 0; shut < 2; shut++) {
        int file = client(fixture, USER);
        struct peer *peer = fake_peer(&fixture->turn);
        peer->streaming = true;
        peer->full = true;
        assert_int_equal(send(file, "more", 4, 0), 4);
        look(fixture);
        assert_int_equal(send(file, "and more", 8, 0), 8);
        assert_int_equal(shut ? shutdown(file, SHUT_WR) : close(file), 0);
        look(fixture);
        assert_int_equal(fixture->turn.count, 0);
        if (shut)
            (void)close(file);
    }
}

/* platform: who is left with unread bytes by the other side is told of an error, not of an end */
static void who_hangs_up_unread_while_its_stream_is_not_read_from_is_gone(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    peer->streaming = true;
    peer->full = true;
    say(peer, "now", 3);
    assert_int_equal(send(file, "more", 4, 0), 4);
    look(fixture);
    connections_flush(&fixture->all);
    /* What comes meanwhile is left where it is, and is not reported without end. */
    assert_int_equal(send(file, "and more", 8, 0), 8);
    look(fixture);
    assert_true(is_quiet(fixture));
    assert_int_equal(peer->in.length, 4);
    assert_int_equal(close(file), 0);
    look(fixture);
    assert_int_equal(fixture->turn.count, 0);
}

static void a_half_closed_one_that_is_full_keeps_what_it_sent(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    peer->full = true;
    assert_int_equal(send(file, "a", 1, 0), 1);
    look(fixture);
    assert_int_equal(send(file, "b", 1, 0), 1);
    assert_int_equal(shutdown(file, SHUT_WR), 0);
    look(fixture);
    assert_int_equal(event_base_loop(fixture->base, EVLOOP_ONCE | EVLOOP_NONBLOCK), 1);
    assert_int_equal(peer->in.length, 1);
    peer->full = false;
    say(peer, "x", 1);
    connections_flush(&fixture->all);
    look(fixture);
    look(fixture);
    assert_int_equal(peer->in.length, 2);
    assert_true(peer->ended);
    (void)close(file);
}

static void past_the_limit_the_largest_idle_one_goes_first(void **state)
{
    struct fixture *fixture = *state;
    int files[4];
    struct peer *peers[4];
    memset(fixture->room, 'x', MANY);
    for (size_t i = 0; i < 4; i++) {
        files[i] = client(fixture, USER);
        peers[i] = fake_peer(&fixture->turn);
        say(peers[i], fixture->room, MANY / 4 * (4 - i));
    }
    peers[0]->busy = true; /* the largest, but it holds a call */
    connections_flush(&fixture->all);
    size_t held = 0;
    for (size_t i = 0; i < 4; i++)
        held += peers[i]->unsent;
    connections_trim(&fixture->all, held);
    assert_int_equal(fixture->turn.count, 4);
    say(peers[3], "x", 1);
    connections_flush(&fixture->all);
    connections_trim(&fixture->all, held);
    assert_int_equal(fixture->turn.count, 3);
    struct peer *peer;
    TAILQ_FOREACH (peer, &fixture->turn.peers, entry)
        assert_ptr_not_equal(peer, peers[1]);
    for (size_t i = 0; i < 4; i++)
        (void)close(files[i]);
}

static void one_who_reads_does_not_go_for_those_who_do_not(void **state)
{
    struct fixture *fixture = *state;
    int reader = client(fixture, USER);
    struct peer *good = fake_peer(&fixture->turn);
    int other = client(fixture, USER);
    struct peer *bad = fake_peer(&fixture->turn);
    memset(fixture->room, 'x', MANY);
    bytes_add(&bad->in, fixture->room, MANY);
    bad->busy = true;
    bytes_add(&good->in, fixture->room, 100);
    fixture->all.held_at_most = MANY + 100;
    connections_trim(&fixture->all, MANY / 2);
    assert_int_equal(fixture->turn.count, 1);
    assert_ptr_equal(fake_peer(&fixture->turn), good);
    (void)close(reader);
    (void)close(other);
}

static void at_the_end_only_sending_goes_on(void **state)
{
    struct fixture *fixture = *state;
    int file = client(fixture, USER);
    struct peer *peer = fake_peer(&fixture->turn);
    memset(fixture->room, 'x', MANY);
    say(peer, fixture->room, MANY / 2);
    connections_flush(&fixture->all);
    connections_drain(&fixture->all);
    assert_int_equal(send(file, "ask", 3, 0), 3);
    size_t heard = 0;
    for (ssize_t length; (length = hear(fixture, file)) > 0; look(fixture))
        heard += (size_t)length;
    assert_int_equal(heard, MANY / 2);
    assert_int_equal(peer->in.length, 0);
    assert_false(connections_are_sending(&fixture->all));
    (void)close(file);
}

static void connections_are_counted_by_user(void **state)
{
    struct fixture *fixture = *state;
    int files[3] = {client(fixture, 1), client(fixture, 2), client(fixture, 1)};
    assert_int_equal(fixture->all.count, 3);
    assert_int_equal(connections_of(&fixture->all, 1), 2);
    (void)close(files[0]);
    look(fixture);
    fake_peer(&fixture->turn)->dirty = true;
    TAILQ_FIRST(&fixture->turn.peers)->closing = true;
    TAILQ_FIRST(&fixture->turn.peers)->dirty = true;
    connections_flush(&fixture->all);
    assert_int_equal(connections_of(&fixture->all, 1), 1);
    assert_int_equal(connections_of(&fixture->all, 3), 0);
    (void)close(files[1]);
    (void)close(files[2]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(what_comes_is_fed_and_what_is_said_is_sent),
        TEST(no_more_than_64_kib_are_read_at_a_time),
        TEST(who_does_not_read_is_waited_for_and_gets_every_byte),
        TEST(a_full_peer_is_not_read_from_until_it_has_room),
        TEST(who_shuts_one_direction_gets_the_answers_and_then_the_end),
        TEST(one_that_is_to_be_closed_is_closed_once_all_is_sent),
        TEST(who_is_gone_is_forgotten_even_with_bytes_unsent),
        TEST(who_hangs_up_during_a_stream_is_gone),
        TEST(who_hangs_up_before_a_stream_begins_gets_its_first_words),
        TEST(who_hangs_up_while_its_stream_is_not_read_from_is_gone),
        TEST(who_hangs_up_unread_while_its_stream_is_not_read_from_is_gone),
        TEST(a_half_closed_one_that_is_full_keeps_what_it_sent),
        TEST(past_the_limit_the_largest_idle_one_goes_first),
        TEST(one_who_reads_does_not_go_for_those_who_do_not),
        TEST(at_the_end_only_sending_goes_on),
        TEST(connections_are_counted_by_user),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
