#pragma once
/*
 * keys.db: every key, wrapped under the master key; and the sealed values of kith.db.
 *
 * Order of commits. A new key is committed to keys.db before the record that uses it; a crash
 * between leaves an orphan, swept at the next start. A key that is to be destroyed gets a
 * tombstone in kith.db first; the next start repeats what a crash left undone. So keys.db holds
 * every key that kith.db needs, if kith.db is the older of two backups.
 */
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/store/db.h"

struct vault;

/*
 * Opens keys.db beside an open kith.db, or makes both secrets where both files are new. Sweeps
 * orphans, replays tombstones. `master` is 32 bytes, not kept. 0, or as db_open, and:
 * -ENOKEY the master key is not the one that wrapped these keys; -EPROTO keys.db belongs to
 * another record, or the record has data and keys.db is missing or lacks keys.
 */
int vault_open(const char *path, const unsigned char master[static 32], struct db *record,
               struct arena *arena, struct vault **ret, const char **ret_reason);
void vault_close(struct vault *vault);

/* What is written since the last commit becomes durable, or is forgotten. Called by the turn just
 * before kith.db's own commit, and after its rollback. */
int vault_commit(struct vault *vault);
void vault_rollback(struct vault *vault);

/* Forgets the keys at hand: they are read anew. Whoever undoes a savepoint calls this, because a
 * key that was made within it is gone. */
void vault_forget(struct vault *vault);

/* Whose key seals a value. */
struct seal_scope {
    int64_t person;     /* 0: the house's own */
    const char *class;  /* what the values are, such as contact */
    const char *period; /* a month as YYYY-MM, a record's number, or "" for ever */
};

/*
 * Seals a text for one column, under the scope's key, which is made where there is none. The value
 * is added to the end of `ret`. 0 or a failure (db.h).
 */
struct bytes;
int vault_seal(struct vault *vault, const struct seal_scope *scope, int64_t now, const char *table,
               const char *column, const char *text, struct bytes *ret);

/* Opens it again. 0; -ENOKEY where its key has been destroyed; -EBADMSG where it was altered. */
int vault_unseal(struct vault *vault, const char *table, const char *column, const void *value,
                 size_t length, struct arena *arena, const char **ret_text);

/*
 * Destroys the scope's keys: what they seal can be read no more, in no copy of kith.db. NULL class
 * means every class, NULL period every period. The tombstones are written now, the keys go with
 * vault_bury after the commit. `*ret_count` says how many.
 */
int vault_destroy(struct vault *vault, const struct seal_scope *scope, int64_t now,
                  int64_t *ret_count);

/* Removes every key that has a tombstone. Outside a transaction. */
int vault_bury(struct vault *vault);

/* The pepper of PINs: 32 bytes, borrowed. */
const unsigned char *vault_pepper(const struct vault *vault);

/* Signs with the record's key. 0 or -EIO. */
int vault_sign(const struct vault *vault, const void *data, size_t length,
               unsigned char ret_signature[static 64]);

/* The public half: 32 bytes, borrowed. */
const unsigned char *vault_public_key(const struct vault *vault);

/* The record's name in checkpoints: kith/ and 16 hex digits; borrowed. */
const char *vault_origin(const struct vault *vault);
