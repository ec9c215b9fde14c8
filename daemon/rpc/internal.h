#pragma once
/* What turn.c, peer.c, dispatch.c, call.c and record.c share; handlers do not include it. */
#include <jansson.h>
#include <sys/queue.h>

#include "common/idl.h"
#include "common/varlink.h"
#include "daemon/rpc/call.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/turn.h"

/* An error's field. */
struct said {
    const char *field;
    const char *text;        /* one of these four */
    const char *raw;         /* JSON */
    const char *const *list; /* of `count` */
    size_t count;
    int64_t number;
    struct said *next;
};

struct concern {
    int64_t person;
    struct concern *next;
};

enum pending {
    PENDING_NOTHING,
    PENDING_AGAIN,
    PENDING_LATER,
    PENDING_STREAM,
};

/* A call from its message to its last reply. The handlers' part comes first. */
struct request {
    struct call call; /* must be first: a handler's call is its request */
    struct arena slice;
    struct arena life;
    struct varlink_call message;
    struct bytes body; /* the parameters of the reply that is being written */
    const struct noun *noun;
    uint64_t serial; /* which call of this daemon's life */
};

/* What one slice of a call has said, which waits for the commit. */
struct staged {
    struct peer *peer;
    uint64_t serial;  /* the call's */
    size_t start;     /* in the peer's staged bytes */
    bool after_write; /* falls with the commit */
    bool oneway;
};

/* What is done once the turn is committed. */
struct deed {
    void (*act)(void *context, int64_t value);
    void *context;
    int64_t value;
};

/* Who a peer was found to be: good while the second lasts and nothing changed who is who. */
struct known_actor {
    struct arena arena;
    struct actor actor;
    struct house house;  /* the last one they acted in; id 0 none yet */
    uint64_t generation; /* 0: not known */
    int64_t wall;
    int64_t session;
};

struct peer {
    struct turn *turn;
    void *owner;
    uid_t uid;
    pid_t pid;
    struct bytes in;
    size_t head;    /* bytes of `in` that are done with */
    size_t scanned; /* bytes behind head in which no message ends */
    size_t taken;   /* bytes of calls started this turn */
    struct bytes staged;
    struct bytes out;
    size_t unsent;
    bool ended;
    bool closing;
    bool is_ready;           /* on the turn's ready list */
    bool is_dirty;           /* on the turn's list of output */
    struct request *request; /* the call that is not answered yet */
    enum pending pending;
    uint64_t told;           /* the last call that was told of a failed commit */
    int64_t session;         /* the account logged in at this kiosk; 0 none */
    int64_t session_used_at; /* seconds since boot */
    struct known_actor known;
    struct import *import; /* rows brought in so far; NULL none */
    TAILQ_ENTRY(peer) all;
    TAILQ_ENTRY(peer) ready;
    TAILQ_ENTRY(peer) dirty;
};

TAILQ_HEAD(peer_list, peer);

struct zone_entry {
    const char *name;
    struct zone *zone;
};

/* A method as the dispatcher finds it. */
struct entry {
    const char *name; /* whole */
    const struct row *row;
    const struct noun *noun;
    const struct idl_member *described;
    bool answered; /* in test builds: it was done at least once */
};

struct turn {
    struct turn_world world;
    struct arena arena; /* entries, descriptions */
    struct entry *entries;
    size_t entry_count;
    struct idl *interfaces; /* parsed, in the order of `nouns` */
    size_t interface_count;
    struct peer_list peers;
    struct peer_list ready;
    struct peer_list dirty;
    struct now now;
    int64_t started_at;
    bool reading; /* a read transaction is open */
    bool writing; /* a write transaction is open */
    bool failed;  /* the transaction is lost: everything since its first write falls */
    bool sound;   /* the last commit worked */
    bool news;    /* something was committed: streams are to be resumed */
    /* Why no write began in this turn, so that not each call waits for a lock again; 0: nothing. */
    int write_failure;
    uint64_t serial;
    const char *damage; /* why no writes are taken; NULL where it is not the chain's fault */
    uint64_t callers;   /* rises whenever a write may have changed who is who; never 0 */
    int64_t next_due;
    struct bytes staged_list; /* of struct staged */
    struct bytes deeds;       /* of struct deed */
    struct bytes lines;       /* for the log; each ends with NUL */
    struct zone_entry *zones;
    size_t zone_count;
    bool zones_settled;
};

/* dispatch.c */

/* Fills the tables and checks that nouns, rows and descriptions match; 0 or -EINVAL and why. */
int dispatch_prepare(struct turn *turn, const char **ret_reason);

/* The method of that whole name; NULL where there is none. */
struct entry *dispatch_find(const struct turn *turn, const char *method);

/*
 * Runs a slice of the request: looks the method up, checks parameters, target and right, calls
 * the handler. What the handler wrote, or the error, is then in request->body, `*ret_error` names
 * the error. Returns 0 (answer it), CALL_LATER, CALL_AGAIN or CALL_STREAM.
 */
int dispatch_run(struct turn *turn, struct request *request, const char **ret_error);

/* answer.c */

/* Writes the error that the outcome stands for into the body; `*ret_error` names it. An outcome
 * from OUTCOMES_END on has its name there already. */
void answer_error(struct request *request, int outcome, const char **ret_error);

/* The sentence that stands for an outcome of that noun, from the fields said; in the slice. */
const char *answer_sentence(const struct call *call, const struct noun *noun, int outcome);

#if KITH_TEST
/* Asserts that the body fits the description of the method's reply, or of the error. */
void answer_check(struct turn *turn, struct request *request, const char *error);

/* The newest audit entry's number; -1 where storage fails. */
int64_t answer_newest_entry(const struct call *call);

/* Asserts that a slice that may write has left the entries its row and its result ask for, behind
 * the one that was the newest before. */
void answer_check_entries(const struct call *call, int64_t before, int result);

/* Adds the names of methods that were done to the file that KITH_EXERCISED names. */
void answer_tell_exercised(const struct turn *turn);
#endif

/* peer.c */
struct request *request_new(struct turn *turn, struct peer *peer);
void request_free(struct request *request);

/* Puts what request->body holds onto the peer's staged bytes. */
void peer_stage(struct request *request, const char *error, bool continues);

/* Notes that a slice ran and said nothing yet: it falls with the commit all the same. */
void peer_stage_nothing(struct request *request);

/*
 * Takes the next whole message off: 1 with its text (good until more is fed), 0 where there is
 * none, -EMSGSIZE where it is longer than allowed.
 */
int peer_take(struct peer *peer, const char **ret_text, size_t *ret_length);

/* Whether there is something to do for it now: a call to begin or to go on with, and not too much
 * that it has not read yet. */
bool peer_has_work(struct peer *peer);

/* Gives back what a busy moment took. */
void peer_rest(struct peer *peer);

/* Has the network look at it after this turn: it has output, is to be closed or became a stream. */
void peer_mark_dirty(struct peer *peer);

/* Puts the peer where it will be looked at again, if there is anything to do for it. */
void peer_wake(struct peer *peer);

/* turn.c */

/* Sees to it that a transaction is open that allows what the row does. 0 or a failure. */
int turn_enter(struct turn *turn, bool write);

/* What is to happen after the commit, as far as it has come; and back to there. */
struct aftermath {
    size_t deeds;
    size_t lines;
};
struct aftermath turn_mark(const struct turn *turn);
void turn_unmark(struct turn *turn, struct aftermath mark);

/* job.c */

/* Each job that is due does one slice; whether any did. */
bool job_run_due(struct turn *turn);

/* Asks every job for its next moment. One that is due but could not be done (a full disk, say) is
 * not tried again at once: then `may_be_now` is false. */
void job_find_next(struct turn *turn, bool may_be_now);

/* zones.c */

/* The zone of that name, kept for the turn's life; NULL where there is none. */
const struct zone *turn_zone(struct turn *turn, const char *name);

/* Reads every zone anew at its next use. */
void turn_forget_zones(struct turn *turn);

/* record.c */

/* The audit entry of a call that was done (or, with another outcome, that must be remembered). */
int record_call(struct request *request, const char *outcome);

/* actor.c */

/* Finds out who is calling. 0 or a failure. */
int actor_load(struct request *request);

/* resolve.c */

/* The call's house: the one named, or the caller's only one. 0, a failure or an outcome. */
int resolve_house(struct call *call, const char *name);

/* The same by its id, which the daemon knows. */
int resolve_house_id(struct call *call, int64_t id);

/* For a method that acts in no house: times are told in the zone of the caller's only one, if they
 * have one. 0 or a failure. */
int resolve_zone(struct call *call);

/* Handles of the houses the caller may see, in order; at most 100. */
int resolve_houses(struct call *call, const char ***ret, size_t *ret_count);

/* Whether anything the caller is lets them see that house. */
bool resolve_may_see_house(const struct call *call, int64_t house);

/* What the target is to the actor. */
enum relation resolve_relation(const struct call *call);
