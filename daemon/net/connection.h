#pragma once
/*
 * The open connections: bytes between their sockets and the turn's peers. Nothing here waits, and
 * nobody who is slow is cut off: who does not read is not read from.
 */
#include <event2/event.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>
#include <sys/types.h>

#include "daemon/net/log.h"
#include "daemon/rpc/turn.h"

struct connection;
TAILQ_HEAD(connection_list, connection);

struct connections {
    struct event_base *base;
    struct turn *turn;
    const struct log *log;
    struct connection_list list;
    size_t count;
    size_t held_at_most; /* bytes; counted anew only once this passes the limit */
    bool draining;
    char scratch[TURN_PEER_BYTES];
};

/* Everything is borrowed. */
void connections_init(struct connections *ret, struct event_base *base, struct turn *turn,
                      const struct log *log);

/* Closes all of them. */
void connections_close(struct connections *connections);

/* Takes a connected socket that does not block; on failure it is closed. 0 or -ENOMEM. */
int connections_add(struct connections *connections, int file, uid_t uid, pid_t pid);

/* How many of them are that user's. */
size_t connections_of(const struct connections *connections, uid_t uid);

/* After a turn: sends what it has to say, and closes what it is done with. */
void connections_flush(struct connections *connections);

/*
 * Closes the largest until all together hold at most `limit` bytes: first those that hold no call
 * and leave unread what they were sent.
 */
void connections_trim(struct connections *connections, size_t limit);

/* From now on only sends. */
void connections_drain(struct connections *connections);

/* Whether something was not sent yet. */
bool connections_are_sending(const struct connections *connections);
