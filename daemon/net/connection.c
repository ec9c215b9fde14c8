#include "daemon/net/connection.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

/*
 * How the end of one shows that is neither read from nor written to. Who hangs up with bytes unread
 * leaves an error, and libevent reports errors as EV_READ and EV_WRITE alone. EV_ET, or what has
 * come and is not to be read yet would be reported without end.
 */
enum { HANG_UP = EV_CLOSED | EV_READ | EV_ET };

struct connection {
    struct connections *all;
    struct peer *peer;
    int file;
    uid_t uid;
    struct bytes output; /* its first `sent` bytes are sent */
    size_t sent;
    bool half_closed; /* the other side sends no more, though not all of it may be read */
    bool ended;       /* and all of it is read */
    bool broken;
    short reading; /* what `input` waits for: EV_READ, EV_CLOSED, HANG_UP, or 0 for nothing */
    bool writing;  /* whether `writable` is waited for */
    struct event input;
    struct event writable;
    TAILQ_ENTRY(connection) entry;
};

static void on_input(evutil_socket_t file, short what, void *context);
static void on_writable(evutil_socket_t file, short what, void *context);

static size_t unsent(const struct connection *connection)
{
    return connection->output.length - connection->sent;
}

static size_t held(const struct connection *connection)
{
    return unsent(connection) + peer_held(connection->peer);
}

static void close_connection(struct connection *connection)
{
    struct connections *all = connection->all;
    (void)event_del(&connection->input);
    (void)event_del(&connection->writable);
    peer_free(connection->peer);
    (void)close(connection->file);
    bytes_clear(&connection->output);
    TAILQ_REMOVE(&all->list, connection, entry);
    all->count--;
    free(connection);
}

/* --- Sending --------------------------------------------------------------------------------- */

static void take_output(struct connection *connection)
{
    struct bytes *fresh = peer_output(connection->peer);
    connection->all->held_at_most += fresh->length;
    if (connection->output.length) {
        bytes_add(&connection->output, fresh->data, fresh->length);
        bytes_clear(fresh);
    } else {
        connection->output = *fresh;
        *fresh = (struct bytes){0};
    }
}

static void forget_sent(struct connection *connection)
{
    if (!unsent(connection))
        bytes_clear(&connection->output);
    else if (connection->sent > connection->output.length / 2)
        bytes_drop(&connection->output, connection->sent);
    else
        return;
    connection->sent = 0;
}

/* One send, so that somebody who reads fast does not keep the others waiting. */
static void send_some(struct connection *connection)
{
    ssize_t length = send(connection->file, connection->output.data + connection->sent,
                          unsent(connection), MSG_NOSIGNAL);
    if (length < 0) {
        connection->broken = errno != EAGAIN && errno != EINTR;
    } else {
        connection->sent += (size_t)length;
        forget_sent(connection);
    }
    peer_unsent(connection->peer, unsent(connection));
}

/* --- What to wait for ------------------------------------------------------------------------ */

/* One that is not read from would not show that it was closed: that is asked for instead. */
static short wanted_input(const struct connection *connection)
{
    if (connection->ended || connection->all->draining || peer_is_closing(connection->peer))
        return 0;
    if (!peer_is_full(connection->peer))
        return EV_READ;
    if (connection->half_closed)
        return 0;
    return unsent(connection) ? EV_CLOSED : HANG_UP;
}

/* Returns 0 or -1. */
static int wait_for_more(struct connection *connection)
{
    short reading = wanted_input(connection);
    bool turns = reading != connection->reading;
    bool writing = unsent(connection) > 0;
    int failure = 0;
    /* HANG_UP and `writable` must not meet: what is edge-triggered is so for the whole socket. */
    if (turns)
        (void)event_del(&connection->input);
    if (writing != connection->writing)
        failure =
            writing ? event_add(&connection->writable, NULL) : event_del(&connection->writable);
    if (turns && reading) {
        (void)event_assign(&connection->input, connection->all->base, connection->file,
                           (short)(reading | EV_PERSIST), on_input, connection);
        failure |= event_add(&connection->input, NULL);
    }
    connection->reading = reading;
    connection->writing = writing;
    return failure;
}

/* The last step of whatever was done with it: it may be closed and gone afterwards. */
static void settle(struct connection *connection)
{
    const struct peer *peer = connection->peer;
    bool finished = peer_is_closing(peer) && !unsent(connection);
    /* Nobody reads a stream who has hung up, and nothing else would ever end it. */
    bool gone = peer_is_streaming(peer) && connection->half_closed;
    if (connection->broken || finished || gone || wait_for_more(connection) < 0)
        close_connection(connection);
}

static void read_some(struct connection *connection)
{
    struct connections *all = connection->all;
    ssize_t length = read(connection->file, all->scratch, sizeof all->scratch);
    if (length > 0) {
        all->held_at_most += (size_t)length;
        peer_feed(connection->peer, all->scratch, (size_t)length);
        /* A PIN may have been among it. */
        explicit_bzero(all->scratch, (size_t)length);
    } else if (length == 0) {
        connection->half_closed = true;
        connection->ended = true;
        peer_ended(connection->peer);
    } else {
        connection->broken = errno != EAGAIN && errno != EINTR;
    }
}

static bool has_failed(const struct connection *connection)
{
    int failure = 0;
    socklen_t length = sizeof failure;
    return getsockopt(connection->file, SOL_SOCKET, SO_ERROR, &failure, &length) < 0 || failure;
}

static void on_input(evutil_socket_t file, short what, void *context)
{
    struct connection *connection = context;
    (void)file;
    if (what & EV_CLOSED)
        connection->half_closed = true;
    else if (connection->reading == EV_READ)
        read_some(connection);
    else
        connection->broken = has_failed(connection);
    settle(connection);
}

static void on_writable(evutil_socket_t file, short what, void *context)
{
    struct connection *connection = context;
    (void)file;
    (void)what;
    send_some(connection);
    settle(connection);
}

/* --- All of them ----------------------------------------------------------------------------- */

void connections_init(struct connections *ret, struct event_base *base, struct turn *turn,
                      const struct log *log)
{
    *ret = (struct connections){.base = base, .turn = turn, .log = log};
    TAILQ_INIT(&ret->list);
}

void connections_close(struct connections *connections)
{
    struct connection *connection;
    while ((connection = TAILQ_FIRST(&connections->list)))
        close_connection(connection);
}

int connections_add(struct connections *connections, int file, uid_t uid, pid_t pid)
{
    struct connection *connection = calloc(1, sizeof *connection);
    struct peer *peer = connection ? peer_new(connections->turn, uid, pid, connection) : NULL;
    if (!peer) {
        free(connection);
        (void)close(file);
        return -ENOMEM;
    }
    connection->all = connections;
    connection->peer = peer;
    connection->file = file;
    connection->uid = uid;
    (void)event_assign(&connection->input, connections->base, file, EV_READ | EV_PERSIST, on_input,
                       connection);
    (void)event_assign(&connection->writable, connections->base, file, EV_WRITE | EV_PERSIST,
                       on_writable, connection);
    TAILQ_INSERT_TAIL(&connections->list, connection, entry);
    connections->count++;
    settle(connection);
    return 0;
}

size_t connections_of(const struct connections *connections, uid_t uid)
{
    const struct connection *connection;
    size_t count = 0;
    TAILQ_FOREACH (connection, &connections->list, entry)
        count += connection->uid == uid;
    return count;
}

static void flush(struct connection *connection)
{
    take_output(connection);
    /* One that waits for its reader is told by on_writable, before the next turn. */
    if (!connection->writing && unsent(connection))
        send_some(connection);
    else
        peer_unsent(connection->peer, unsent(connection));
    settle(connection);
}

void connections_flush(struct connections *connections)
{
    struct peer *peer;
    while ((peer = turn_next_output(connections->turn)))
        flush(peer_owner(peer));
}

/* The one that holds most; of those that are idle and do not read, if there are any. */
static struct connection *find_largest(const struct connections *connections)
{
    struct connection *connection;
    struct connection *largest = NULL;
    bool idle = false;
    TAILQ_FOREACH (connection, &connections->list, entry) {
        bool is_idle = peer_is_idle(connection->peer) && unsent(connection) > PEER_UNSENT_MAX;
        if (!largest || is_idle > idle || (is_idle == idle && held(connection) > held(largest))) {
            largest = connection;
            idle = is_idle;
        }
    }
    return largest;
}

void connections_trim(struct connections *connections, size_t limit)
{
    if (connections->held_at_most <= limit)
        return;
    struct connection *connection;
    connections->held_at_most = 0;
    TAILQ_FOREACH (connection, &connections->list, entry)
        connections->held_at_most += held(connection);
    while (connections->held_at_most > limit) {
        connection = find_largest(connections);
        connections->held_at_most -= held(connection);
        log_say(connections->log, LOG_WARNING,
                "closed a connection of user %u that held %zu bytes: all together held too much",
                (unsigned)connection->uid, held(connection));
        close_connection(connection);
    }
}

void connections_drain(struct connections *connections)
{
    struct connection *connection;
    struct connection *next;
    connections->draining = true;
    for (connection = TAILQ_FIRST(&connections->list); connection; connection = next) {
        next = TAILQ_NEXT(connection, entry);
        settle(connection);
    }
}

bool connections_are_sending(const struct connections *connections)
{
    const struct connection *connection;
    TAILQ_FOREACH (connection, &connections->list, entry)
        if (unsent(connection))
            return true;
    return false;
}
