#pragma once
/*
 * One connection to the daemon. Its first call is always Server.Hello, sent ahead of the first
 * call and read when its answer is needed: both travel together where nothing must be known
 * before. A session at a kiosk is its connection, so there is just one.
 */
#include <jansson.h>
#include <stdbool.h>

#include "common/bytes.h"
#include "common/civil.h"
#include "common/varlink.h"

enum {
    SESSION_REPLY_MAX = (1 << 20) + 4096, /* bytes of one message from the daemon */
    SESSION_WAIT = 60000,                 /* milliseconds for an ordinary answer */
    SESSION_WAIT_EVER = -1,
};

/* Zeroed, but for `socket`. */
struct session {
    int socket;        /* -1 while there is none */
    const char *house; /* whose clock Hello is to tell; NULL the caller's only one's. Borrowed */
    struct bytes in;
    struct bytes out;
    size_t scanned;
    bool greeting;              /* Hello was sent, and its answer not read */
    struct varlink_reply hello; /* root NULL before */
};

/* A session on a connected socket, which it then owns. */
void session_open(struct session *session, int socket);

/* Closes the socket and wipes what was said. */
void session_close(struct session *session);

/* Forgets who the caller is and what day it is: Hello is asked again before the next call. */
void session_forget(struct session *session);

/* Puts a call down to be sent; `parameters` is an object, or NULL. */
void session_call(struct session *session, const char *method, const json_t *parameters, bool more);

/*
 * Sends what was put down and reads the next answer, which the caller clears. `wait` is in
 * milliseconds for the whole answer. Returns 0; -ETIMEDOUT; -ECONNRESET where the daemon hung up;
 * -EPROTO for what is no Varlink or too large; or what send, poll and recv say. Where Hello itself
 * was refused, that refusal is the answer, and the session is closed.
 */
int session_receive(struct session *session, int wait, struct varlink_reply *ret);

/* Reads Hello's answer where that has not been done. The same results, and 1 where it was refused:
 * `*ret_refusal` is then the caller's to clear. */
int session_greet(struct session *session, int wait, struct varlink_reply *ret_refusal);

/* What Hello said; NULL before. Borrowed until session_forget. */
const json_t *session_hello(const struct session *session);

/* The day and the moment that Hello told, on the house's clock: seconds since 1970-01-01 00:00 on
 * it. 0 before. */
civil_day session_today(const struct session *session);
int64_t session_now(const struct session *session);
