#pragma once
/*
 * A turn for tests of what stands around it: a peer keeps what it is fed, says what the test puts
 * into its output, and is in whatever state the test wants.
 */
#include <stdlib.h>
#include <sys/queue.h>

#include "daemon/rpc/turn.h"

struct peer {
    struct turn *turn;
    void *owner;
    uid_t uid;
    struct bytes in;
    struct bytes out;
    size_t unsent;
    bool ended;
    bool closing;
    bool full;
    bool streaming;
    bool busy;
    bool dirty;
    TAILQ_ENTRY(peer) entry;
};

TAILQ_HEAD(fake_peers, peer);

struct turn {
    struct fake_peers peers;
    int count;
    int runs;
    int more; /* so many turns say that there is more to do */
    int64_t due;
    bool unsound;
    int probes;
};

/* The newest peer. */
static inline struct peer *fake_peer(struct turn *turn)
{
    return TAILQ_LAST(&turn->peers, fake_peers);
}

struct peer *peer_new(struct turn *turn, uid_t uid, pid_t pid, void *owner)
{
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer)
        abort();
    (void)pid;
    peer->turn = turn;
    peer->uid = uid;
    peer->owner = owner;
    TAILQ_INSERT_TAIL(&turn->peers, peer, entry);
    turn->count++;
    return peer;
}

void peer_free(struct peer *peer)
{
    TAILQ_REMOVE(&peer->turn->peers, peer, entry);
    peer->turn->count--;
    bytes_clear(&peer->in);
    bytes_clear(&peer->out);
    free(peer);
}

void peer_feed(struct peer *peer, const void *data, size_t length)
{
    bytes_add(&peer->in, data, length);
}

void peer_ended(struct peer *peer)
{
    peer->ended = true;
}

void peer_unsent(struct peer *peer, size_t bytes)
{
    peer->unsent = bytes;
}

struct bytes *peer_output(struct peer *peer)
{
    return &peer->out;
}

bool peer_is_closing(const struct peer *peer)
{
    return peer->closing;
}

bool peer_is_full(const struct peer *peer)
{
    return peer->full;
}

bool peer_is_streaming(const struct peer *peer)
{
    return peer->streaming;
}

bool peer_is_idle(const struct peer *peer)
{
    return !peer->busy;
}

size_t peer_held(const struct peer *peer)
{
    return peer->in.length + peer->out.length;
}

void *peer_owner(const struct peer *peer)
{
    return peer->owner;
}

bool turn_run(struct turn *turn)
{
    turn->runs++;
    return turn->more-- > 0;
}

struct peer *turn_next_output(struct turn *turn)
{
    struct peer *peer;
    TAILQ_FOREACH (peer, &turn->peers, entry)
        if (peer->dirty) {
            peer->dirty = false;
            return peer;
        }
    return NULL;
}

int64_t turn_next_due(const struct turn *turn)
{
    return turn->due;
}

bool turn_is_sound(const struct turn *turn)
{
    return !turn->unsound;
}

void turn_probe(struct turn *turn)
{
    turn->probes++;
}
