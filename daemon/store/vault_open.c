#include "daemon/store/vault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "daemon/crypto/random.h"
#include "daemon/crypto/signature.h"
#include "daemon/store/list.h"
#include "daemon/store/record.h"
#include "daemon/store/vault_internal.h"

/* kith.db */
static const char META[] = "select value from meta where name = ?1";
static const char META_SET[] = "insert into meta (name, value) values (?1, ?2)";
static const char HAS_DATA[] =
    "select exists (select 1 from audit) or exists (select 1 from house)";
static const char TOMBSTONES[] = "select id from sealed_key where destroyed_at is not null";
static const char LIVING[] = "select id from sealed_key where destroyed_at is null order by id";
/* keys.db */
static const char SECRET[] = "select wrapped from secret where name = ?1";
static const char SECRET_SET[] = "insert into secret (name, wrapped) values (?1, ?2)";
static const char KEY_REMOVE[] = "delete from key where id = ?1";
static const char DESTROYED[] = "select 1 from destroyed where id = ?1";
static const char DESTROYED_ADD[] = "insert or ignore into destroyed (id) values (?1)";
static const char ENTOMB[] = "update sealed_key set destroyed_at = created_at where id = ?1";
static const char KEYS[] = "select id from key order by id";
static const char HAS_KEYS[] = "select exists (select 1 from key)";

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

static int secret_load(struct vault *vault, const char *name, unsigned char ret[KEYS_SIZE])
{
    struct query q = query_start(vault->keys, SECRET);
    query_text(&q, name);
    return vault_unwrap(vault, &q, name, ret);
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
        failure = vault_begin(vault);
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
    int64_t has_keys = 0;
    struct query q = query_start(vault->record, HAS_DATA);
    int failure = list_int(&q, &has_data);
    q = query_start(vault->keys, HAS_KEYS);
    if (failure >= 0)
        failure = list_int(&q, &has_keys);
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
    else if (!record_name && !has_data && has_keys)
        /* To adopt them would be to sweep them, and no copy of the lost record would open again. */
        return say(arena, ret_reason, -EPROTO, path,
                   "holds keys, but the record is new; restore the kith.db that belongs to them");
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
    int failure = vault_begin(vault);
    if (failure < 0)
        return failure;
    struct query q = query_start(vault->keys, KEY_REMOVE);
    query_int(&q, id);
    return query_run(&q);
}

static int remember_destroyed(struct vault *vault, int64_t id)
{
    struct query q = query_start(vault->keys, DESTROYED_ADD);
    query_int(&q, id);
    return query_run(&q);
}

/* Whether a key that is needed was destroyed on purpose: 1, 0 or a failure. */
static int was_destroyed(struct vault *vault, int64_t id)
{
    int64_t one = 0;
    struct query q = query_start(vault->keys, DESTROYED);
    query_int(&q, id);
    return list_int(&q, &one);
}

/* An older record does not know of it yet. */
static int entomb(struct vault *vault, int64_t id)
{
    struct query q = query_start(vault->record, ENTOMB);
    query_int(&q, id);
    return query_run(&q);
}

int vault_bury(struct vault *vault)
{
    struct arena arena = {0};
    struct list dead;
    int failure = ids(vault->record, TOMBSTONES, &arena, &dead);
    for (size_t i = 0; failure == 0 && i < dead.count; i++) {
        int64_t id = ((const int64_t *)dead.items)[i];
        failure = remove_key(vault, id);
        if (failure == 0 && db_changes(vault->keys))
            failure = remember_destroyed(vault, id);
    }
    if (failure == 0)
        failure = vault_commit(vault);
    if (failure < 0)
        vault_rollback(vault);
    arena_clear(&arena);
    return failure;
}

/* A key that the record needs is not there: it was destroyed, or it is missing. */
static int settle_absent(struct vault *vault, int64_t id, size_t *missing)
{
    int destroyed = was_destroyed(vault, id);
    if (destroyed == 0)
        (*missing)++;
    return destroyed > 0 ? entomb(vault, id) : destroyed;
}

/* Orphans go; a key that is missing is told of. Both lists are in order. */
static int compare(struct vault *vault, const struct list *needed, const struct list *there,
                   size_t *ret_missing)
{
    const int64_t *need = needed->items;
    const int64_t *have = there->items;
    size_t n = 0;
    size_t h = 0;
    int failure = 0;
    while (failure == 0 && (n < needed->count || h < there->count)) {
        if (h == there->count || (n < needed->count && need[n] < have[h])) {
            failure = settle_absent(vault, need[n++], ret_missing);
        } else if (n == needed->count || have[h] < need[n]) {
            failure = remove_key(vault, have[h++]);
        } else {
            n++;
            h++;
        }
    }
    return failure;
}

static int sweep(struct vault *vault, const char *path, struct arena *arena,
                 const char **ret_reason)
{
    struct list needed;
    struct list there;
    size_t missing = 0;
    int failure = ids(vault->record, LIVING, arena, &needed);
    if (failure == 0)
        failure = ids(vault->keys, KEYS, arena, &there);
    if (failure < 0)
        return say(arena, ret_reason, failure, path, "cannot be read");
    failure = compare(vault, &needed, &there, &missing);
    if (failure == 0 && missing)
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
