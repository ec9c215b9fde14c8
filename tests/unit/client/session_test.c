#include "client/session.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define HELLO "{\"parameters\":{\"now\":\"2026-11-27T23:30:00-05:00\",\"person\":\"mike\"}}"

struct ends {
    struct session session;
    int daemon;
};

static void begin(struct ends *ends)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    session_open(&ends->session, pair[0]);
    ends->daemon = pair[1];
}

static void end(struct ends *ends)
{
    session_close(&ends->session);
    close(ends->daemon);
}

static void answer(struct ends *ends, const char *text)
{
    size_t length = strlen(text) + 1;
    assert_int_equal(send(ends->daemon, text, length, MSG_NOSIGNAL), length);
}

/* All that the daemon got, a call a line. */
static void assert_asked(struct ends *ends, const char *expected)
{
    char text[1024];
    ssize_t got = recv(ends->daemon, text, sizeof text - 1, MSG_DONTWAIT);
    size_t length = got > 0 ? (size_t)got : 0;
    for (size_t i = 0; i < length; i++)
        if (!text[i])
            text[i] = '\n';
    text[length] = '\0';
    assert_string_equal(text, expected);
}

/* design, section 4: "A connection's first call by our client is `Server.Hello`" */
static void hello_travels_with_the_first_call_and_only_with_it(void **state)
{
    struct ends e;
    struct varlink_reply reply;
    json_t *parameters = json_pack("{ss}", "a", "b");
    (void)state;
    begin(&e);
    answer(&e, HELLO);
    answer(&e, "{\"parameters\":{\"n\":1}}");
    session_call(&e.session, "x.Y", parameters, false);
    json_decref(parameters);
    assert_int_equal(session_receive(&e.session, 0, &reply), 0);
    assert_int_equal(json_integer_value(json_object_get(reply.parameters, "n")), 1);
    varlink_reply_clear(&reply);
    assert_asked(&e, "{\"method\":\"org.kith.Server.Hello\"}\n"
                     "{\"method\":\"x.Y\",\"parameters\":{\"a\":\"b\"}}\n");
    answer(&e, "{\"continues\":true}");
    session_call(&e.session, "x.Z", NULL, true);
    assert_int_equal(session_receive(&e.session, 0, &reply), 0);
    assert_true(reply.continues);
    varlink_reply_clear(&reply);
    assert_asked(&e, "{\"method\":\"x.Z\",\"more\":true}\n");
    end(&e);
}

static void the_day_is_that_of_the_houses_clock(void **state)
{
    struct ends e;
    struct varlink_reply refusal;
    (void)state;
    begin(&e);
    answer(&e, HELLO);
    assert_int_equal(session_greet(&e.session, 0, &refusal), 0);
    assert_int_equal(session_today(&e.session), 20784); /* 2026-11-27, although UTC has the 28th */
    assert_int_equal(session_now(&e.session) % 86400, 23 * 3600 + 1800);
    assert_string_equal(json_string_value(json_object_get(session_hello(&e.session), "person")),
                        "mike");
    assert_int_equal(session_greet(&e.session, 0, &refusal), 0);
    assert_asked(&e, "{\"method\":\"org.kith.Server.Hello\"}\n");
    session_forget(&e.session);
    answer(&e, HELLO);
    assert_int_equal(session_greet(&e.session, 0, &refusal), 0);
    assert_asked(&e, "{\"method\":\"org.kith.Server.Hello\"}\n");
    end(&e);
}

static void a_refused_hello_is_the_answer_to_every_call(void **state)
{
    struct ends e;
    struct varlink_reply reply;
    (void)state;
    begin(&e);
    answer(&e, "{\"error\":\"x.No\"}");
    session_call(&e.session, "x.Y", NULL, false);
    assert_int_equal(session_receive(&e.session, 0, &reply), 0);
    assert_string_equal(reply.error, "x.No");
    varlink_reply_clear(&reply);
    assert_int_equal(e.session.socket, -1);
    assert_int_equal(session_receive(&e.session, 0, &reply), -ECONNRESET);
    end(&e);
}

static void an_answer_may_come_in_pieces(void **state)
{
    struct ends e;
    struct varlink_reply reply;
    (void)state;
    begin(&e);
    session_call(&e.session, "x.Y", NULL, false);
    assert_int_equal(send(e.daemon, HELLO "\0{\"para", sizeof HELLO + 6, 0), sizeof HELLO + 6);
    assert_int_equal(session_receive(&e.session, 0, &reply), -ETIMEDOUT);
    assert_int_equal(send(e.daemon, "meters\":{}}", 12, 0), 12);
    assert_int_equal(session_receive(&e.session, 0, &reply), 0);
    varlink_reply_clear(&reply);
    end(&e);
}

static void a_daemon_that_hangs_up_or_talks_nonsense_is_told_apart(void **state)
{
    struct ends e;
    struct varlink_reply reply;
    (void)state;
    begin(&e);
    answer(&e, HELLO);
    answer(&e, "hello?");
    session_call(&e.session, "x.Y", NULL, false);
    assert_int_equal(session_receive(&e.session, 0, &reply), -EPROTO);
    end(&e);
    begin(&e);
    answer(&e, HELLO);
    close(e.daemon);
    session_call(&e.session, "x.Y", NULL, false);
    assert_int_equal(session_receive(&e.session, 0, &reply), -ECONNRESET);
    end(&e);
}

static void an_endless_answer_is_given_up(void **state)
{
    struct ends e;
    struct varlink_reply reply;
    char *piece = malloc(65536);
    int result = -ETIMEDOUT;
    size_t sent = 0;
    (void)state;
    assert_non_null(piece);
    memset(piece, ' ', 65536);
    begin(&e);
    answer(&e, HELLO);
    session_call(&e.session, "x.Y", NULL, false);
    while (result == -ETIMEDOUT && sent < 4U << 20) {
        ssize_t got = send(e.daemon, piece, 65536, MSG_DONTWAIT);
        sent += got > 0 ? (size_t)got : 0;
        result = session_receive(&e.session, 0, &reply);
    }
    assert_int_equal(result, -EPROTO);
    assert_in_range(sent, SESSION_REPLY_MAX, SESSION_REPLY_MAX + 262144);
    free(piece);
    end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hello_travels_with_the_first_call_and_only_with_it),
        cmocka_unit_test(the_day_is_that_of_the_houses_clock),
        cmocka_unit_test(a_refused_hello_is_the_answer_to_every_call),
        cmocka_unit_test(an_answer_may_come_in_pieces),
        cmocka_unit_test(a_daemon_that_hangs_up_or_talks_nonsense_is_told_apart),
        cmocka_unit_test(an_endless_answer_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
