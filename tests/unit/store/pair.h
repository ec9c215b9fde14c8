#pragma once
/* A record and its keys, for the tests of what is sealed and signed. Include cmocka first. */
#include <errno.h>

#include "common/bytes.h"
#include "daemon/store/vault.h"
#include "tests/unit/store/files.h"

enum { NOW = 1795798800 };

static const unsigned char master[32] = "a master key for tests, 32 bytes";
static const unsigned char other_master[32] = "another master key, of 32 bytes.";

/* A record and its keys, open. */
struct pair {
    struct db *record;
    struct vault *vault;
};

static inline int try_open(struct files *files, const char *record, const char *keys,
                           const unsigned char key[static 32], struct pair *ret,
                           const char **ret_reason)
{
    struct pair pair = {.record = files_open(files, record, &record_kind)};
    int failure = vault_open(files_path(files, keys), key, pair.record, &files->arena, &pair.vault,
                             ret_reason);
    if (failure < 0)
        db_close(pair.record);
    else
        *ret = pair;
    return failure;
}

static inline struct pair open_both(struct files *files)
{
    struct pair pair = {0};
    const char *reason = "";
    int failure = try_open(files, "kith.db", "keys.db", master, &pair, &reason);
    if (failure < 0)
        print_error("%s\n", reason);
    assert_int_equal(failure, 0);
    return pair;
}

static inline int refused(struct files *files, const char *record, const char *keys,
                          const unsigned char key[static 32], const char **ret_reason)
{
    struct pair pair = {0};
    int failure = try_open(files, record, keys, key, &pair, ret_reason);
    assert_true(failure < 0);
    assert_null(pair.vault);
    return failure;
}

static inline void close_both(struct pair *pair)
{
    vault_close(pair->vault);
    db_close(pair->record);
}

/* What a turn does: the keys first, then the record. */
static inline void commit(struct pair *pair)
{
    assert_int_equal(vault_commit(pair->vault), 0);
    assert_int_equal(db_commit(pair->record), 0);
}

static inline struct bytes seal(struct pair *pair, int64_t person, const char *class,
                                const char *period, const char *text)
{
    struct bytes value = {0};
    struct seal_scope scope = {person, class, period};
    assert_int_equal(vault_seal(pair->vault, &scope, NOW, "stay", "phone", text, &value), 0);
    return value;
}

static inline int unseal(struct pair *pair, const struct bytes *value, struct arena *arena,
                         const char **ret_text)
{
    return vault_unseal(pair->vault, "stay", "phone", value->data, value->length, arena, ret_text);
}

static inline void assert_opens(struct files *files, struct pair *pair, const struct bytes *value,
                                const char *expected)
{
    const char *text = NULL;
    assert_int_equal(unseal(pair, value, &files->arena, &text), 0);
    assert_string_equal(text, expected);
}

static inline void assert_closed(struct files *files, struct pair *pair, const struct bytes *value,
                                 int failure)
{
    const char *text = "nothing";
    assert_int_equal(unseal(pair, value, &files->arena, &text), failure);
    assert_string_equal(text, "nothing");
}
