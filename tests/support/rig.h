#pragma once
/*
 * A whole daemon without a network, for tests, fuzzers and fault runs: files in a temporary
 * folder, a clock that stands still, a worker that works at once, callers made of bytes.
 */
#include <jansson.h>
#include <stdint.h>

#include "daemon/rpc/turn.h"
#include "daemon/store/db.h"
#include "daemon/store/vault.h"

struct rig {
    char folder[64];
    struct db *db;
    struct vault *vault;
    struct turn *turn;
    struct turn_world world;
    struct now now;
    struct work *queued; /* what the worker has yet to do */
    bool hold_work;      /* leave it there until rig_work */
    int logged;
};

/* 2026-11-27 12:00 in New York: a Friday. */
#define RIG_START 1795798800

/* A new house record in a new folder; the process ends with a message where that fails. */
struct rig *rig_new(void);

/* The same, and its files are not opened: rig_restart does that. */
struct rig *rig_cold(void);

/* Closes everything, and removes the folder. */
void rig_free(struct rig *rig);

/* Closes and opens the files again, as a restart does. 0 or the failure of what refused. */
int rig_restart(struct rig *rig);

/* Closes the files and lets go of the turn, and opens nothing. */
void rig_stop(struct rig *rig);

/* The path of a file in the folder; a static buffer of the rig's, good until the next call. */
const char *rig_path(struct rig *rig, const char *name);

/* A connection of that user. Freed with the turn, or by peer_free. */
struct peer *rig_peer(struct rig *rig, uid_t uid);

/* Runs turns until nothing is left to do at once. */
void rig_run(struct rig *rig);

/* Lets the worker do what it has. */
void rig_work(struct rig *rig);

/*
 * One call and its (last) reply, as an object with `parameters` and perhaps `error`; freed by the
 * caller with json_decref. `parameters` is JSON text. NULL where the peer was closed or nothing
 * came.
 */
json_t *rig_call(struct rig *rig, struct peer *peer, const char *method, const char *parameters);

/* The same, and the last part of the error's name, or "" where there was none. A static buffer of
 * at most one call. */
const char *rig_try(struct rig *rig, struct peer *peer, const char *method, const char *parameters);

/* Calls, and ends the process with a message where it was refused. The parameters of the reply;
 * freed by the caller. */
json_t *rig_must(struct rig *rig, struct peer *peer, const char *method, const char *parameters);

/* Calls that must succeed, and whose reply nobody wants. */
void rig_do(struct rig *rig, struct peer *peer, const char *method, const char *parameters);

/* The next whole reply in the peer's output, taken off; NULL where there is none. */
json_t *rig_reply(struct peer *peer);

/*
 * The house most tests live in: maple, in New York, with beds a to d; mike (uid 1001) is its
 * manager and lives elsewhere, ann (1002), ben (1003) and cat (1004) live there, dan (1005) has
 * left, opal (1006) is a coach; oak has the manager olga (1007); uid 1100 is a kiosk in maple.
 */
void rig_furnish(struct rig *rig);
