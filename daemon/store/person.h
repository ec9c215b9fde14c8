#pragma once
/* People, their stays and beds on disk. 1 found, 0 none, negative failure (db.h). Dates are
 * days of common/civil.h; NO_DAY stands for one that is not on the record. */
#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/person.h"
#include "daemon/store/db.h"

/* SQL: whether that person has lived here, and has left. */
#define HAS_LEFT(person)                                                                           \
    "(exists (select 1 from stay where stay.person = " person ") and not exists"                   \
    " (select 1 from stay where stay.person = " person " and moved_out_on is null))"

struct person {
    int64_t id;
    int64_t house;
    const char *handle;
    const char *name;
    int64_t added_at;
    bool lives_here; /* has a current stay */
    bool former;     /* has lived here, and has left */
};

struct stay {
    int64_t id;
    int64_t person;
    civil_day moved_in_on;
    civil_day moved_out_on;
    civil_day agreement_signed_on;
    civil_day belongings_kept_until;
    int64_t admitted_at; /* when that was put down */
    int64_t orientation_due_at;
    const char *ended_by;
    const char *bed; /* the last one's handle; NULL where none */
    int64_t lodging; /* that lodging's id; 0 where none */
    civil_day lodging_from;
    bool has_phone, has_emergency_contact;
    bool has_leave_reason, has_help_given, has_forward_to;
};

/* A person in a list. */
struct person_entry {
    struct person person;
    const char *bed;
    const char *moved_in_on;
    const char *moved_out_on;
};

/* -EEXIST where the handle is taken. */
int person_insert(struct db *db, const struct person *person, int64_t now, int64_t *ret_id);
int person_by_id(struct db *db, int64_t id, struct arena *arena, struct person *ret);
int person_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                     struct person *ret);
int person_rename(struct db *db, int64_t person, const char *name);

/* Handles of a house's people, at most `limit`. */
int person_handles(struct db *db, int64_t house, size_t limit, struct arena *arena,
                   const char ***ret, size_t *ret_count);

/* Their names, in the order of the handles. */
int person_names(struct db *db, int64_t house, size_t limit, struct arena *arena, const char ***ret,
                 size_t *ret_count);

/* Those who live here or hold a role in the house at `now`; with `former` everybody. */
int person_page(struct db *db, int64_t house, bool former, int64_t now, const char *after,
                size_t limit, struct arena *arena, struct person_entry **ret, size_t *ret_count);

int stay_insert(struct db *db, const struct stay *stay, int64_t house, int64_t now,
                int64_t *ret_id);

/* Newest first; at most 100. */
int stay_list(struct db *db, int64_t person, struct arena *arena, struct stay **ret,
              size_t *ret_count);

/* The stay without an end. */
int stay_current(struct db *db, int64_t person, struct arena *arena, struct stay *ret);

/* The one that began last, whether it goes on or has ended. */
int stay_latest(struct db *db, int64_t person, struct arena *arena, struct stay *ret);

int stay_set_agreement(struct db *db, int64_t stay, civil_day signed_on);

/* Other days than were put down, and when the orientation was due then. */
int stay_set_days(struct db *db, int64_t stay, struct stay_days days, int64_t orientation_due_at);

/* How it ended; said again of one that has ended, it takes the place of what was said. */
int stay_end(struct db *db, int64_t stay, civil_day on, const char *ended_by,
             civil_day belongings_kept_until);

/* Sealed columns, by name; `blob` NULL where there is nothing. */
enum stay_secret {
    STAY_PHONE,
    STAY_EMERGENCY_NAME,
    STAY_EMERGENCY_PHONE,
    STAY_LEAVE_REASON,
    STAY_HELP_GIVEN,
    STAY_FORWARD_TO,
    STAY_SECRETS,
};
const char *stay_secret_column(enum stay_secret secret);
int stay_set_secret(struct db *db, int64_t stay, enum stay_secret secret, const void *blob,
                    size_t length);
int stay_secret(struct db *db, int64_t stay, enum stay_secret secret, struct arena *arena,
                const void **ret_blob, size_t *ret_length);

/* Items of the orientation list that have been gone through. -EEXIST is not an error here. */
int orientation_done(struct db *db, int64_t stay, const char *item, int64_t now);
struct orientation_item {
    const char *item;
    int64_t done_at;
};
int orientation_items(struct db *db, int64_t stay, struct arena *arena,
                      struct orientation_item **ret, size_t *ret_count);
