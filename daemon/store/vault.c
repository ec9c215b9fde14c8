#include "daemon/store/vault.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/crypto/random.h"
#include "daemon/crypto/seal.h"
#include "daemon/crypto/signature.h"
#include "daemon/store/list.h"
#include "daemon/store/vault_internal.h"

static const char SCOPE_KEY[] = "select id from sealed_key where person = ?1 and class = ?2"
                                " and period = ?3 and destroyed_at is null";
static const char SCOPE_ADD[] =
    "insert into sealed_key (person, class, period, created_at) values (?1, ?2, ?3, ?4)";
static const char DESTROY[] =
    "update sealed_key set destroyed_at = ?4 where destroyed_at is null and person = ?1"
    " and (?2 is null or class = ?2) and (?3 is null or period = ?3)";
static const char KEY[] = "select wrapped from key where id = ?1";
/* An orphan of a crash may stand under the id; nothing was ever sealed with it. */
static const char KEY_SET[] = "insert or replace into key (id, wrapped) values (?1, ?2)";
/* After an older kith.db was restored an id may come again. */
static const char KEY_LIVES[] = "delete from destroyed where id = ?1";

int vault_begin(struct vault *vault)
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

void vault_forget(struct vault *vault)
{
    explicit_bzero(vault->cache, sizeof vault->cache);
}

void vault_rollback(struct vault *vault)
{
    vault_forget(vault);
    if (vault->writing)
        db_rollback(vault->keys);
    vault->writing = false;
}

int vault_unwrap(struct vault *vault, struct query *q, const char *purpose,
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
    return vault_unwrap(vault, &q, purpose_of(id, purpose), ret);
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
        failure = vault_begin(vault);
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
        struct query lives = query_start(vault->keys, KEY_LIVES);
        query_int(&lives, id);
        failure = query_run(&lives);
    }
    if (failure == 0) {
        *ret_id = id;
        memcpy(ret, key, sizeof key);
    }
    explicit_bzero(key, sizeof key);
    return failure;
}

static struct cached *slot_of(struct vault *vault, const struct seal_scope *scope)
{
    /* Two classes are in daily use, so each person has two neighbouring places. */
    size_t second = strcmp(scope->class, "audit") == 0;
    return &vault->cache[((uint64_t)scope->person * 2 + second) % CACHED];
}

static bool is_cached(const struct cached *slot, const struct seal_scope *scope)
{
    return slot->id && slot->person == scope->person && strcmp(slot->class, scope->class) == 0 &&
           strcmp(slot->period, scope->period) == 0;
}

static void cache_key(struct cached *slot, const struct seal_scope *scope, int64_t id,
                      const unsigned char key[KEYS_SIZE])
{
    if (strlen(scope->class) >= sizeof slot->class || strlen(scope->period) >= sizeof slot->period)
        return;
    *slot = (struct cached){.id = id, .person = scope->person};
    (void)snprintf(slot->class, sizeof slot->class, "%s", scope->class);
    (void)snprintf(slot->period, sizeof slot->period, "%s", scope->period);
    memcpy(slot->key, key, KEYS_SIZE);
}

static int key_of(struct vault *vault, const struct seal_scope *scope, int64_t now, int64_t *ret_id,
                  unsigned char ret[KEYS_SIZE])
{
    int64_t id = 0;
    struct cached *slot = slot_of(vault, scope);
    if (is_cached(slot, scope)) {
        *ret_id = slot->id;
        memcpy(ret, slot->key, KEYS_SIZE);
        return 0;
    }
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
    if (failure < 0)
        return failure;
    cache_key(slot, scope, id, ret);
    *ret_id = id;
    return 0;
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
    vault_forget(vault);
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
