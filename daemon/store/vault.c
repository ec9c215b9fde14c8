#include "daemon/store/vault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/digest.h"
#include "common/text.h"
#include "daemon/crypto/keys.h"
#include "daemon/crypto/random.h"
#include "daemon/crypto/seal.h"
#include "daemon/crypto/signature.h"
#include "daemon/store/list.h"
#include "daemon/store/query.h"
#include "daemon/store/record.h"

enum { ORIGIN_SIZE = 5 + 16 + 1 };

struct vault {
    struct db *keys;
    struct db *record;
    struct wrapping wrapping;
    unsigned char pepper[KEYS_SIZE];
    unsigned char seed[KEYS_SIZE];
    unsigned char public_key[DIGEST_PUBLIC_KEY_SIZE];
    char origin[ORIGIN_SIZE];
    bool writing; /* keys.db has an open transaction */
};

/* kith.db */
static const char META[] = "select value from meta where name = ?1";
static const char META_SET[] = "insert into meta (name, value) values (?1, ?2)";
static const char HAS_DATA[] =
    "select exists (select 1 from audit) or exists (select 1 from house)";
static const char SCOPE_KEY[] = "select id from sealed_key where person = ?1 and class = ?2"
                                " and period = ?3 and destroyed_at is null";
static const char SCOPE_ADD[] =
    "insert into sealed_key (person, class, period, created_at) values (?1, ?2, ?3, ?4)";
static const char DESTROY[] =
    "update sealed_key set destroyed_at = ?4 where destroyed_at is null and person = ?1"
    " and (?2 is null or class = ?2) and (?3 is null or period = ?3)";
static const char TOMBSTONES[] = "select id from sealed_key where destroyed_at is not null";
static const char LIVING[] = "select id from sealed_key where destroyed_at is null order by id";

/* keys.db */
static const char SECRET[] = "select wrapped from secret where name = ?1";
static const char SECRET_SET[] = "insert into secret (name, wrapped) values (?1, ?2)";
static const char KEY[] = "select wrapped from key where id = ?1";
/* An orphan of a crash may stand under the id; nothing was ever sealed with it. */
static const char KEY_SET[] = "insert or replace into key (id, wrapped) values (?1, ?2)";
static const char KEY_REMOVE[] = "delete from key where id = ?1";
static const char KEYS[] = "select id from key order by id";

static int begin_writing(struct vault *vault)
{
    if (vault->writing)
        return 0;
    int failure = db_begin_write(vault->keys);
    if (failure == 0)
        vault->writing = true;
    return failure;
}

int vault_commit(struct vault *vault)
{
    if (!vault->writing)
        return 0;
    int failure = db_commit(vault->keys);
    if (failure == 0)
        vault->writing = false;
    return failure;
}

void vault_rollback(struct vault *vault)
{
    if (vault->writing)
        db_rollback(vault->keys);
    vault->writing = false;
}

static int meta(struct db *db, const char *name, struct arena *arena, const char **ret)
{
    struct query q = query_start(db, META);
    query_text(&q, name);
    return list_text(&q, arena, ret);
}

static int meta_set(struct db *db, const char *name, const char *value)
{
    struct query q = query_start(db, META_SET);
    query_text(&q, name);
    query_text(&q, value);
    return query_run(&q);
}

/* --- Secrets of the record ------------------------------------------------------------------ */

static int secret_create(struct vault *vault, const char *name)
{
    unsigned char secret[KEYS_SIZE];
    unsigned char wrapped[KEYS_WRAPPED_SIZE];
    int failure = random_bytes(secret, sizeof secret);
    if (failure == 0)
        failure = keys_wrap(&vault->wrapping, secret, name, wrapped);
    explicit_bzero(secret, sizeof secret);
    if (failure < 0)
        return failure;
    struct query q = query_start(vault->keys, SECRET_SET);
    query_text(&q, name);
    query_blob(&q, wrapped, sizeof wrapped);
    return query_run(&q);
}

/* A wrapped key, found by the query's one parameter that is bound already. */
static int unwrap(struct vault *vault, struct query *q, const char *purpose,
                  unsigned char ret_key[KEYS_SIZE])
{
    struct arena arena = {0};
    size_t length = 0;
    const void *wrapped = NULL;
    if (query_next(q) > 0)
        wrapped = column_blob(q, &arena, &length);
    int failure = query_end(q);
    if (failure == 0 && (!wrapped || length != KEYS_WRAPPED_SIZE))
        failure = -ENOKEY;
    if (failure == 0)
        failure = keys_unwrap(&vault->wrapping, wrapped, purpose, ret_key);
    arena_clear(&arena);
    return failure;
}

static int secret_load(struct vault *vault, const char *name, unsigned char ret[KEYS_SIZE])
{
    struct query q = query_start(vault->keys, SECRET);
    query_text(&q, name);
    return unwrap(vault, &q, name, ret);
}

/* --- Opening ---------------------------------------------------------------------------------- */

static int say(struct arena *arena, const char **ret_reason, int failure, const char *path,
               const char *what)
{
    *ret_reason = arena_format(arena, "%s %s", path, what);
    return failure;
}

/* Both files are new: they get the name by which they know each other, and their secrets. */
static int found(struct vault *vault, const unsigned char *master)
{
    unsigned char id[8];
    char name[sizeof id * 2 + 1];
    char check[KEYS_CHECK_SIZE];
    int failure = random_bytes(id, sizeof id);
    if (failure == 0)
        failure = keys_check_value(master, check);
    if (failure == 0)
        failure = begin_writing(vault);
    if (failure < 0)
        return failure;
    text_hex(id, sizeof id, name);
    failure = meta_set(vault->keys, "record", name);
    if (failure == 0)
        failure = meta_set(vault->keys, "check", check);
    if (failure == 0)
        failure = secret_create(vault, "pepper");
    if (failure == 0)
        failure = secret_create(vault, "signature");
    if (failure == 0)
        failure = vault_commit(vault);
    if (failure < 0)
        vault_rollback(vault);
    else
        failure = meta_set(vault->record, "record", name);
    return failure;
}

/* keys.db was made, and then the daemon died before kith.db knew of it. */
static int adopt(struct vault *vault, const char *keys_name)
{
    return meta_set(vault->record, "record", keys_name);
}

static int match(struct vault *vault, const char *path, const unsigned char *master,
                 struct arena *arena, const char **ret_reason)
{
    const char *record_name = NULL;
    const char *keys_name = NULL;
    const char *check = NULL;
    char own_check[KEYS_CHECK_SIZE];
    int64_t has_data = 0;
    struct query q = query_start(vault->record, HAS_DATA);
    int failure = list_int(&q, &has_data);
    if (failure >= 0)
        failure = meta(vault->record, "record", arena, &record_name);
    if (failure == 0)
        failure = meta(vault->keys, "record", arena, &keys_name);
    if (failure == 0)
        failure = meta(vault->keys, "check", arena, &check);
    if (failure == 0)
        failure = keys_check_value(master, own_check);
    if (failure < 0)
        return say(arena, ret_reason, failure, path, "cannot be read");
    if (!keys_name && (record_name || has_data))
        return say(arena, ret_reason, -EPROTO, path,
                   "has no keys, but the record has data; restore the keys.db that belongs to it");
    if (!keys_name)
        failure = found(vault, master);
    else if (!check || strcmp(check, own_check) != 0)
        return say(arena, ret_reason, -ENOKEY, path,
                   "was locked with another master key; restore the right one");
    else if (!record_name && !has_data)
        failure = adopt(vault, keys_name);
    else if (!record_name || strcmp(record_name, keys_name) != 0)
        return say(arena, ret_reason, -EPROTO, path,
                   "belongs to another record; restore the keys.db of this one");
    return failure < 0 ? say(arena, ret_reason, failure, path, "cannot be written") : 0;
}

static int ids(struct db *db, const char *sql, struct arena *arena, struct list *ret)
{
    struct query q = query_start(db, sql);
    *ret = list_start(arena, sizeof(int64_t));
    while (query_next(&q) > 0)
        *(int64_t *)list_add(ret) = column_int(&q);
    return query_end(&q);
}

static int remove_key(struct vault *vault, int64_t id)
{
    int failure = begin_writing(vault);
    if (failure < 0)
        return failure;
    struct query q = query_start(vault->keys, KEY_REMOVE);
    query_int(&q, id);
    return query_run(&q);
}

int vault_bury(struct vault *vault)
{
    struct arena arena = {0};
    struct list dead;
    int failure = ids(vault->record, TOMBSTONES, &arena, &dead);
    for (size_t i = 0; failure == 0 && i < dead.count; i++)
        failure = remove_key(vault, ((const int64_t *)dead.items)[i]);
    if (failure == 0)
        failure = vault_commit(vault);
    if (failure < 0)
        vault_rollback(vault);
    arena_clear(&arena);
    return failure;
}

/* Orphans go; a key that is missing is told of. Both lists are in order. */
static int sweep(struct vault *vault, const char *path, struct arena *arena,
                 const char **ret_reason)
{
    struct list needed;
    struct list there;
    int failure = ids(vault->record, LIVING, arena, &needed);
    if (failure == 0)
        failure = ids(vault->keys, KEYS, arena, &there);
    if (failure < 0)
        return say(arena, ret_reason, failure, path, "cannot be read");
    const int64_t *need = needed.items;
    const int64_t *have = there.items;
    size_t n = 0;
    size_t missing = 0;
    for (size_t h = 0; failure == 0 && h < there.count; h++) {
        for (; n < needed.count && need[n] < have[h]; n++)
            missing++;
        if (n < needed.count && need[n] == have[h])
            n++;
        else
            failure = remove_key(vault, have[h]);
    }
    missing += needed.count - n;
    if (missing)
        return say(arena, ret_reason, -EPROTO, path,
                   arena_format(arena,
                                "lacks %zu keys that the record needs; restore a newer keys.db",
                                missing));
    if (failure == 0)
        failure = vault_commit(vault);
    return failure < 0 ? say(arena, ret_reason, failure, path, "cannot be written") : 0;
}

static int load_secrets(struct vault *vault, const char *path, struct arena *arena,
                        const char **ret_reason)
{
    const char *name = NULL;
    int failure = secret_load(vault, "pepper", vault->pepper);
    if (failure == 0)
        failure = secret_load(vault, "signature", vault->seed);
    if (failure == 0)
        failure = signature_public(vault->seed, vault->public_key);
    if (failure == 0)
        failure = meta(vault->keys, "record", arena, &name);
    if (failure < 0)
        return say(arena, ret_reason, failure, path, "is damaged; restore it from a backup");
    (void)snprintf(vault->origin, sizeof vault->origin, "kith/%s", name);
    return 0;
}

int vault_open(const char *path, const unsigned char master[static 32], struct db *record,
               struct arena *arena, struct vault **ret, const char **ret_reason)
{
    struct vault *vault = calloc(1, sizeof *vault);
    if (!vault)
        return -ENOMEM;
    vault->record = record;
    int failure = db_open(path, &keys_kind, arena, &vault->keys, ret_reason);
    if (failure == 0) {
        failure = keys_wrapping(master, &vault->wrapping);
        if (failure < 0)
            *ret_reason = "the master key cannot be used";
    }
    if (failure == 0)
        failure = match(vault, path, master, arena, ret_reason);
    if (failure == 0)
        failure = load_secrets(vault, path, arena, ret_reason);
    if (failure == 0) {
        failure = vault_bury(vault);
        if (failure < 0)
            *ret_reason = arena_format(arena, "%s cannot be written", path);
    }
    if (failure == 0)
        failure = sweep(vault, path, arena, ret_reason);
    if (failure < 0) {
        vault_close(vault);
        return failure;
    }
    *ret = vault;
    return 0;
}

void vault_close(struct vault *vault)
{
    if (!vault)
        return;
    vault_rollback(vault);
    db_close(vault->keys);
    keys_wrapping_wipe(&vault->wrapping);
    explicit_bzero(vault, sizeof *vault);
    free(vault);
}

/* --- Sealing ---------------------------------------------------------------------------------- */

static const char *purpose_of(int64_t id, char text[static 32])
{
    (void)snprintf(text, 32, "key %lld", (long long)id);
    return text;
}

static int key_load(struct vault *vault, int64_t id, unsigned char ret[KEYS_SIZE])
{
    char purpose[32];
    struct query q = query_start(vault->keys, KEY);
    query_int(&q, id);
    return unwrap(vault, &q, purpose_of(id, purpose), ret);
}

static int key_create(struct vault *vault, const struct seal_scope *scope, int64_t now,
                      int64_t *ret_id, unsigned char ret[KEYS_SIZE])
{
    char purpose[32];
    unsigned char key[KEYS_SIZE];
    unsigned char wrapped[KEYS_WRAPPED_SIZE];
    int64_t id = 0;
    struct query add = query_start(vault->record, SCOPE_ADD);
    query_int(&add, scope->person);
    query_text(&add, scope->class);
    query_text(&add, scope->period);
    query_int(&add, now);
    int failure = query_insert(&add, &id);
    if (failure == 0)
        failure = begin_writing(vault);
    if (failure == 0)
        failure = random_bytes(key, sizeof key);
    if (failure == 0)
        failure = keys_wrap(&vault->wrapping, key, purpose_of(id, purpose), wrapped);
    if (failure == 0) {
        struct query set = query_start(vault->keys, KEY_SET);
        query_int(&set, id);
        query_blob(&set, wrapped, sizeof wrapped);
        failure = query_run(&set);
    }
    if (failure == 0) {
        *ret_id = id;
        memcpy(ret, key, sizeof key);
    }
    explicit_bzero(key, sizeof key);
    return failure;
}

static int key_of(struct vault *vault, const struct seal_scope *scope, int64_t now, int64_t *ret_id,
                  unsigned char ret[KEYS_SIZE])
{
    int64_t id = 0;
    struct query q = query_start(vault->record, SCOPE_KEY);
    query_int(&q, scope->person);
    query_text(&q, scope->class);
    query_text(&q, scope->period);
    int there = list_int(&q, &id);
    if (there < 0)
        return there;
    if (!there)
        return key_create(vault, scope, now, ret_id, ret);
    int failure = key_load(vault, id, ret);
    if (failure == 0)
        *ret_id = id;
    return failure;
}

int vault_seal(struct vault *vault, const struct seal_scope *scope, int64_t now, const char *table,
               const char *column, const char *text, struct bytes *ret)
{
    unsigned char key[KEYS_SIZE];
    int64_t id = 0;
    int failure = key_of(vault, scope, now, &id, key);
    if (failure == 0)
        failure = seal_text(key, id, table, column, 0, text, ret);
    explicit_bzero(key, sizeof key);
    return failure;
}

int vault_unseal(struct vault *vault, const char *table, const char *column, const void *value,
                 size_t length, struct arena *arena, const char **ret_text)
{
    unsigned char key[KEYS_SIZE];
    int64_t id = 0;
    int failure = seal_key_id(value, length, &id);
    if (failure == 0)
        failure = key_load(vault, id, key);
    if (failure == 0)
        failure = seal_open(key, table, column, 0, value, length, arena, ret_text);
    explicit_bzero(key, sizeof key);
    return failure;
}

int vault_destroy(struct vault *vault, const struct seal_scope *scope, int64_t now,
                  int64_t *ret_count)
{
    struct query q = query_start(vault->record, DESTROY);
    query_int(&q, scope->person);
    query_text(&q, scope->class);
    query_text(&q, scope->period);
    query_int(&q, now);
    int failure = query_run(&q);
    if (failure == 0)
        *ret_count = db_changes(vault->record);
    return failure;
}

const unsigned char *vault_pepper(const struct vault *vault)
{
    return vault->pepper;
}

int vault_sign(const struct vault *vault, const void *data, size_t length,
               unsigned char ret_signature[static 64])
{
    return signature_sign(vault->seed, data, length, ret_signature);
}

const unsigned char *vault_public_key(const struct vault *vault)
{
    return vault->public_key;
}

const char *vault_origin(const struct vault *vault)
{
    return vault->origin;
}
