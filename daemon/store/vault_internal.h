#pragma once
/* What vault.c and vault_open.c share; nobody else includes it. */
#include <stdbool.h>
#include <stdint.h>

#include "common/digest.h"
#include "daemon/crypto/keys.h"
#include "daemon/store/query.h"
#include "daemon/store/vault.h"

enum { ORIGIN_SIZE = 5 + 16 + 1, CACHED = 1024 };

/* A key that was used lately. */
struct cached {
    int64_t id; /* 0: none */
    int64_t person;
    char class[16];
    char period[16];
    unsigned char key[KEYS_SIZE];
};

struct vault {
    struct db *keys;
    struct db *record;
    struct wrapping wrapping;
    unsigned char pepper[KEYS_SIZE];
    unsigned char seed[KEYS_SIZE];
    unsigned char public_key[DIGEST_PUBLIC_KEY_SIZE];
    char origin[ORIGIN_SIZE];
    bool writing;                /* keys.db has an open transaction */
    struct cached cache[CACHED]; /* by person; what would be read from disk, and nothing newer */
};

/* Sees to it that keys.db has an open transaction. 0 or a failure. */
int vault_begin(struct vault *vault);

/* A wrapped key, found by the query, whose parameters are bound already. 0, -ENOKEY where there is
 * none, or a failure. */
int vault_unwrap(struct vault *vault, struct query *q, const char *purpose,
                 unsigned char ret_key[KEYS_SIZE]);
