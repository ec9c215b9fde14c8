#pragma once
/* Accounts, roles and lockouts on disk. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/decode.h"
#include "daemon/domain/access.h"
#include "daemon/domain/account.h"
#include "daemon/store/db.h"

struct account {
    int64_t id;
    const char *kind; /* person, operator or kiosk */
    struct optional_int uid;
    int64_t house;  /* of the person or the kiosk; 0 for an operator */
    int64_t person; /* 0 where it is nobody's */
    bool has_pin;
    int64_t pin_set_at; /* 0 where there is none */
    int64_t pin_set_by; /* a person; 0 an operator */
    bool disabled;
};

/* For lists: the account with its names. */
struct account_entry {
    struct account account;
    const char *house;
    const char *person;
};

/* -EEXIST where the uid, or the person, has an account already. */
int account_insert(struct db *db, const struct account *account, int64_t now, int64_t *ret_id);
int account_by_uid(struct db *db, int64_t uid, struct arena *arena, struct account *ret);
int account_by_id(struct db *db, int64_t id, struct arena *arena, struct account *ret);
/* Whether the person had an account that was ended. 1, 0 or a failure. */
int account_was_ended(struct db *db, int64_t person);
int account_by_person(struct db *db, int64_t person, struct arena *arena, struct account *ret);
int account_page(struct db *db, int64_t after, size_t limit, struct arena *arena,
                 struct account_entry **ret, size_t *ret_count);
int account_end(struct db *db, int64_t account, int64_t now);

/* The salt (16 bytes) and hash (32) of the PIN. */
int account_pin(struct db *db, int64_t account, unsigned char salt[16], unsigned char hash[32]);

/* A PIN as it is kept, when it was set, and by which person (0: an operator). */
struct pin_kept {
    unsigned char salt[16];
    unsigned char hash[32];
    int64_t at;
    int64_t by;
};
int account_keep_pin(struct db *db, int64_t account, const struct pin_kept *pin);

struct role_term {
    int64_t id;
    int64_t person;
    int64_t house;
    enum role role;
    int64_t from_at;
    int64_t until_at; /* 0: without end */
    const char *house_handle;
    const char *person_handle;
    bool has_left; /* the person has moved out, and not come back */
};

/* What the person is at `now`: residents' stays and terms in force. */
int role_held(struct db *db, int64_t person, int64_t now, struct arena *arena,
              struct held_role **ret, size_t *ret_count);

int role_insert(struct db *db, const struct role_term *term, int64_t *ret_id);

/* Ends the term at `at`; one that would begin later never does. */
int role_end(struct db *db, int64_t term, int64_t at);

/* Terms of a person (house 0: in every house), newest first; with `house` and no person those of
 * the house. At most 500. */
int role_terms(struct db *db, int64_t person, int64_t house, struct arena *arena,
               struct role_term **ret, size_t *ret_count);

/* The failures typed for a handle at a kiosk. 0 fills a fresh one. */
int lockout_load(struct db *db, int64_t kiosk, const char *handle, struct lockout *ret);
int lockout_save(struct db *db, int64_t kiosk, const char *handle, const struct lockout *lockout);

/* Ends the waiting for a handle at a house's kiosks; what is untold stays so. */
int lockout_end(struct db *db, int64_t house, const char *handle);

/* How many wrong PINs were typed for a handle at a house's kiosks since its owner was told. */
int lockout_untold(struct db *db, int64_t house, const char *handle, int64_t *ret);
