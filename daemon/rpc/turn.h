#pragma once
/*
 * The heart: bytes of connections in, bytes of connections out, one transaction a turn.
 *
 * A turn takes calls from its peers in rotation, runs them, commits, and only then lets their
 * replies go. It knows no event loop: the network layer, the tests and the fuzzers drive it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/bytes.h"
#include "daemon/domain/now.h"
#include "daemon/store/db.h"
#include "daemon/store/vault.h"

struct turn;
struct peer;
struct call;

enum {
    TURN_CALLS = 200,        /* calls a turn */
    TURN_PEER_BYTES = 65536, /* bytes of calls a peer and turn */
    REPLY_MAX = 1048576,     /* bytes of one reply */
    PEER_UNSENT_MAX = 65536, /* above this a peer's next call is not started */
};

/* A task for the worker thread. It belongs to the turn until submitted and after it is done. */
struct work {
    void (*run)(void *data);
    void *data;
    size_t size;
    struct call *call; /* NULL once nobody waits for it any more */
    struct work *next; /* the worker's own */
};

/* Something the house does by itself. */
struct job {
    const char *name;
    /* The next moment it is due (UTC seconds); INT64_MAX for never. 0 or a failure. */
    int (*due)(struct call *call, int64_t *ret_at);
    /* One bounded slice of the work that is due: 0, CALL_AGAIN for more, or a failure. */
    int (*run)(struct call *call);
};

enum { RELOAD_FIXED_MOST = 8 };

/* What came of reading the configuration again. */
struct reload_report {
    const char *reason;                   /* why it cannot be taken over */
    const char *fixed[RELOAD_FIXED_MOST]; /* keys that changed and wait for the next start */
    size_t fixed_count;
};

/* What the world around gives the turn. All of it is borrowed and outlives the turn. */
struct turn_world {
    struct db *db;
    struct vault *vault;
    const struct job *jobs; /* ends with a NULL name */
    const char *zoneinfo;   /* NULL: the system's */
    size_t message_max;     /* bytes of one message in */
    size_t stream_max;      /* unsent bytes above which a stream ends */
    int64_t kiosk_idle;     /* seconds until a session at a kiosk ends */
    void *context;
    void (*now)(void *context, struct now *ret);
    /* Takes the work, or returns false where there is too much already. */
    bool (*submit)(void *context, struct work *work);
    /* Reads the configuration again, aside; 0, or a failure and why. The arena is the report's. */
    int (*reload)(void *context, struct arena *arena, struct reload_report *ret);
    /* Takes over what `reload` read last. */
    void (*take_reloaded)(void *context, int64_t unused);
    /* Tests alone: moves the clock that `now` tells. */
    void (*set_clock)(void *context, int64_t wall);
    int (*connections)(void *context);
    /* A line for the log: ids, never names. */
    void (*log)(void *context, int level, const char *line);
    /* Whether the check after an unclean stop still runs, and what it found. */
    bool (*checking)(void *context, const char **ret_fault);
};

/*
 * Checks that nouns, rows and descriptions match one to one, and begins. Returns 0, -ENOMEM, or
 * -EINVAL with `*ret_reason` where the program itself is inconsistent.
 */
int turn_new(const struct turn_world *world, struct arena *arena, struct turn **ret,
             const char **ret_reason);
void turn_free(struct turn *turn);

/* A connection. `owner` is the network's. `uid` and `pid` are the kernel's word at accept. */
struct peer *peer_new(struct turn *turn, uid_t uid, pid_t pid, void *owner);

/* The connection is gone: what it was waiting for is dropped. */
void peer_free(struct peer *peer);

/* Bytes came. */
void peer_feed(struct peer *peer, const void *data, size_t length);

/* It will send no more; it is closed once all is answered. */
void peer_ended(struct peer *peer);

/* How much of what peer_output gave has not been sent; the network says so when it changes. */
void peer_unsent(struct peer *peer, size_t bytes);

/* Bytes to send: the network takes them and clears the buffer. */
struct bytes *peer_output(struct peer *peer);

/* Whether the network is to close it once its output is sent. */
bool peer_is_closing(const struct peer *peer);

/* Whether the network is to stop reading for now: enough is waiting already. */
bool peer_is_full(const struct peer *peer);

/* Whether a `more` call is open, so that a half-closed connection is to be treated as gone. */
bool peer_is_streaming(const struct peer *peer);

/* Whether it holds a call or a session; idle ones may be cut off first. */
bool peer_is_idle(const struct peer *peer);

/* Bytes it holds in memory: unread calls, and output that peer_output has not given away. */
size_t peer_held(const struct peer *peer);

void *peer_owner(const struct peer *peer);

/* What a new configuration may change (see struct turn_world); zones are read anew too. */
void turn_set_limits(struct turn *turn, size_t message_max, size_t stream_max, int64_t kiosk_idle);

/*
 * One turn. Afterwards each peer that turn_next_output names has bytes to send, is to be closed or
 * has become a stream. Returns whether there is more to do at once.
 */
bool turn_run(struct turn *turn);

/* A peer whose output or state changed, once each; NULL when there are no more. */
struct peer *turn_next_output(struct turn *turn);

/* The worker has done this. */
void turn_work_done(struct turn *turn, struct work *work);

/* When the house wants to be woken next (UTC seconds); INT64_MAX for never. */
int64_t turn_next_due(const struct turn *turn);

/* Whether the last commit worked: what the watchdog asks. */
bool turn_is_sound(const struct turn *turn);

/* Where the last commit failed, tries whether another works by now; between turns. */
void turn_probe(struct turn *turn);
