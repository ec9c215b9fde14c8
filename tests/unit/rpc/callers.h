#pragma once
/* The people of the furnished house as callers, each call on a connection of its own. Include
 * cmocka first. */
#include "tests/unit/rpc/look.h"

enum { ROOT = 0, MIKE = 1001, ANN = 1002, BEN = 1003, CAT = 1004, DAN = 1005, OPAL = 1006 };
enum { OLGA = 1007, KIOSK = 1100, STRANGER = 4000 };

enum { DAY = 86400 };

/* 2026-12-01 00:00 in New York. */
#define DECEMBER (RIG_START + 3 * DAY + DAY / 2)

/* The last part of the error's name, "" where there was none; good until the next call. */
static inline const char *attempt(struct rig *rig, uid_t uid, const char *method,
                                  const char *parameters)
{
    struct peer *peer = rig_peer(rig, uid);
    const char *error = rig_try(rig, peer, method, parameters);
    peer_free(peer);
    return error;
}

static inline json_t *get(struct rig *rig, uid_t uid, const char *method, const char *parameters)
{
    struct peer *peer = rig_peer(rig, uid);
    json_t *reply = rig_must(rig, peer, method, parameters);
    peer_free(peer);
    return reply;
}

static inline void must(struct rig *rig, uid_t uid, const char *method, const char *parameters)
{
    json_decref(get(rig, uid, method, parameters));
}

/* What Hello says the user is: roles with blanks between; good until the next call. */
static inline const char *roles_of(struct rig *rig, uid_t uid)
{
    json_t *hello = get(rig, uid, "org.kith.Server.Hello", NULL);
    const char *row = look_row(hello, "roles", NULL);
    json_decref(hello);
    return row;
}

static inline const char *grant(struct rig *rig, const char *parameters)
{
    return attempt(rig, ROOT, "org.kith.Account.Grant", parameters);
}

static inline const char *take(struct rig *rig, const char *parameters)
{
    return attempt(rig, ROOT, "org.kith.Account.Revoke", parameters);
}
