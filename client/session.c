#include "client/session.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void session_open(struct session *session, int socket)
{
    *session = (struct session){.socket = socket};
}

void session_close(struct session *session)
{
    if (session->socket >= 0)
        close(session->socket);
    bytes_clear(&session->in);
    bytes_clear(&session->out);
    varlink_reply_clear(&session->hello);
    session_open(session, -1);
}

void session_forget(struct session *session)
{
    varlink_reply_clear(&session->hello);
}

static void write_hello(struct session *session)
{
    struct bytes text = {0};
    struct reply parameters;
    reply_start(&parameters, &text);
    reply_text(&parameters, "inHouse", session->house);
    reply_finish(&parameters);
    varlink_write_call(&session->out, "org.kith.Server.Hello", session->house ? text.data : NULL,
                       text.length, false);
    bytes_clear(&text);
}

void session_call(struct session *session, const char *method, const json_t *parameters, bool more)
{
    char *text = parameters ? json_dumps(parameters, JSON_COMPACT) : NULL;
    if (!session->hello.root && !session->greeting) {
        write_hello(session);
        session->greeting = true;
    }
    if (method)
        varlink_write_call(&session->out, method, text, text ? strlen(text) : 0, more);
    /* It may be a PIN. */
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

/* Milliseconds on a clock that only goes forward. */
static int64_t clock_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the socket can be read or written: 0, -ETIMEDOUT or a failure. */
static int wait_for(const struct session *session, short events, int64_t until)
{
    for (;;) {
        int64_t left = until < 0 ? -1 : until - clock_milliseconds();
        if (until >= 0 && left < 0)
            left = 0;
        struct pollfd poller = {.fd = session->socket, .events = events};
        int ready = poll(&poller, 1, (int)left);
        if (ready > 0)
            return 0;
        if (ready == 0)
            return -ETIMEDOUT;
        if (errno != EINTR)
            return -errno;
    }
}

static int send_all(struct session *session, int64_t until)
{
    while (session->out.length) {
        ssize_t sent = send(session->socket, session->out.data, session->out.length,
                            MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            bytes_drop(&session->out, (size_t)sent);
            continue;
        }
        if (errno == EPIPE || errno == ECONNRESET)
            return -ECONNRESET;
        if (errno != EAGAIN && errno != EINTR)
            return -errno;
        int result = wait_for(session, POLLOUT, until);
        if (result < 0)
            return result;
    }
    bytes_clear(&session->out);
    return 0;
}

static int read_more(struct session *session, int64_t until)
{
    char piece[65536];
    ssize_t got = recv(session->socket, piece, sizeof piece, MSG_DONTWAIT);
    if (got > 0) {
        bytes_add(&session->in, piece, (size_t)got);
        explicit_bzero(piece, (size_t)got);
        return 0;
    }
    if (got == 0 || errno == ECONNRESET)
        return -ECONNRESET;
    if (errno != EAGAIN && errno != EINTR)
        return -errno;
    return wait_for(session, POLLIN, until);
}

static int next_reply(struct session *session, int64_t until, struct varlink_reply *ret)
{
    ssize_t length;
    while ((length = varlink_next_message(&session->in, &session->scanned)) < 0) {
        if (session->in.length > SESSION_REPLY_MAX)
            return -EPROTO;
        int result = read_more(session, until);
        if (result < 0)
            return result;
    }
    int result = varlink_parse_reply(session->in.data, (size_t)length, ret);
    bytes_drop(&session->in, (size_t)length + 1);
    session->scanned = 0;
    return result == -EINVAL ? -EPROTO : result;
}

/* Sends what there is and takes Hello's answer off: 0, 1 where it is a refusal, or a failure. */
static int begin(struct session *session, int64_t until, struct varlink_reply *ret_refusal)
{
    if (session->socket < 0)
        return -ECONNRESET;
    int result = send_all(session, until);
    if (result < 0 || !session->greeting)
        return result;
    struct varlink_reply hello;
    result = next_reply(session, until, &hello);
    if (result < 0)
        return result;
    session->greeting = false;
    if (!hello.error && hello.parameters) {
        session->hello = hello;
        return 0;
    }
    /* Calls behind it have answers on the way, which nobody must take for others. */
    session_close(session);
    *ret_refusal = hello;
    return 1;
}

static int64_t deadline(int wait)
{
    return wait < 0 ? -1 : clock_milliseconds() + wait;
}

int session_receive(struct session *session, int wait, struct varlink_reply *ret)
{
    int64_t until = deadline(wait);
    int result = begin(session, until, ret);
    if (result != 0)
        return result < 0 ? result : 0;
    return next_reply(session, until, ret);
}

int session_greet(struct session *session, int wait, struct varlink_reply *ret_refusal)
{
    if (session->hello.root)
        return 0;
    session_call(session, NULL, NULL, false);
    return begin(session, deadline(wait), ret_refusal);
}

const json_t *session_hello(const struct session *session)
{
    return session->hello.parameters;
}

int64_t session_now(const struct session *session)
{
    int64_t utc = 0;
    int32_t offset = 0;
    const char *now = json_string_value(json_object_get(session->hello.parameters, "now"));
    return now && civil_parse_instant(now, &utc, &offset) == 0 ? utc + offset : 0;
}

civil_day session_today(const struct session *session)
{
    return civil_from_seconds(session_now(session)).day;
}
