#pragma once
/* The record of who did what, on disk: entries, their chain, checkpoints. Failures as in db.h. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/store/db.h"

struct audit_entry {
    int64_t seq;
    const char *body; /* the exact line */
    const char *hash; /* 64 hex digits */
    int64_t house;    /* 0 none */
    const char *noun; /* the interface's last part */
    int64_t actor_person;
    bool was_read;
    const void *detail; /* the sealed blob; from audit_from alone */
    size_t detail_length;
};

/* The newest entry's number and hash; number 0 and the chain's first value where there is none. */
int audit_head(struct db *db, int64_t *ret_seq, char ret_hash[65]);

/* Appends an entry; `detail` is the sealed blob its body names, or NULL. */
int audit_insert(struct db *db, const struct audit_entry *entry, const void *detail, size_t length);

/* That entry concerns that person, or was done by them. */
int audit_concerns(struct db *db, const struct audit_entry *entry, int64_t person);

/* A noun whose entries one may read: in one house, or everywhere where that is 0. */
struct audit_nouns {
    const char *noun;
    int64_t house;
};

/* Whose entries one may read. */
struct audit_scope {
    int64_t person; /* those that concern this person or were done by them; 0 none */
    int64_t house;  /* of these only this house's; 0 any */
    const struct audit_nouns *nouns;
    size_t noun_count;
};

/* Newest first before `before`, at most `limit`. */
int audit_page(struct db *db, const struct audit_scope *scope, int64_t before, size_t limit,
               struct arena *arena, struct audit_entry **ret, size_t *ret_count);

/* Entries from `from` on, oldest first. */
int audit_from(struct db *db, int64_t from, size_t limit, struct arena *arena,
               struct audit_entry **ret, size_t *ret_count);

/* Who has read what is sealed about a person, newest first, others than themselves. */
int audit_readers(struct db *db, int64_t person, size_t limit, struct arena *arena,
                  struct audit_entry **ret, size_t *ret_count);

/* A checkpoint as it stands: the note (crypto/chain.h says what is in it) and its signature. */
struct signed_note {
    int64_t seq; /* the newest entry it covers; 0: there is none */
    int64_t at;
    const char *note;
    const unsigned char *signature; /* 64 bytes */
};

int checkpoint_insert(struct db *db, const struct signed_note *checkpoint);

/* Newest first, up to `up_to`, at most `limit`. */
int checkpoint_list(struct db *db, int64_t up_to, size_t limit, struct arena *arena,
                    struct signed_note **ret, size_t *ret_count);

/* The first checkpoint after `after`. 1 found, 0 none. */
int checkpoint_next(struct db *db, int64_t after, struct arena *arena, struct signed_note *ret);

/* The newest; seq 0 where there is none. */
int checkpoint_newest(struct db *db, struct arena *arena, struct signed_note *ret);
