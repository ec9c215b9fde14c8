#pragma once
/* Chores on disk. 1 found, 0 none, negative failure (db.h). Retired ones are found only where that
 * is said. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/chore.h"
#include "daemon/domain/occasion.h"
#include "daemon/store/db.h"

/* -EEXIST where the handle is taken. */
int chore_insert(struct db *db, const struct chore *chore, int64_t now, int64_t *ret_id);
int chore_update(struct db *db, const struct chore *chore);

/* `at` 0: it is one of the house's again. */
int chore_set_retired(struct db *db, int64_t chore, int64_t at);
int chore_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                    struct chore *ret);

/* A retired one too. */
int chore_by_handle_ever(struct db *db, int64_t house, const char *handle, struct arena *arena,
                         struct chore *ret);

/* How many the house has. */
int chore_count(struct db *db, int64_t house, int64_t *ret);
int chore_handles(struct db *db, int64_t house, size_t limit, struct arena *arena,
                  const char ***ret, size_t *ret_count);

/* Their names, in the order of the handles. */
int chore_names(struct db *db, int64_t house, size_t limit, struct arena *arena, const char ***ret,
                size_t *ret_count);

/* All of a house, retired ones too, by handle. */
int chore_all(struct db *db, int64_t house, struct arena *arena, struct chore **ret,
              size_t *ret_count);

/* Those it has, or the retired ones; by handle, those after `after` (NULL: from the first), at most
 * `limit`. */
int chore_page(struct db *db, int64_t house, bool retired, const char *after, size_t limit,
               struct arena *arena, struct chore **ret, size_t *ret_count);

/* Whose it may be, in their order: people's ids. */
int chore_holders(struct db *db, int64_t chore, struct arena *arena, int64_t **ret,
                  size_t *ret_count);

/* The same of all the house's chores, by the chores' handles and position. */
struct chore_holder {
    int64_t chore;
    int64_t person;
};
int chore_all_holders(struct db *db, int64_t house, struct arena *arena, struct chore_holder **ret,
                      size_t *ret_count);

/* All who are a holder of any. */
struct chore_holder_person {
    int64_t id;
    const char *handle;
    bool has_left;
};
int chore_holder_people(struct db *db, int64_t house, struct arena *arena,
                        struct chore_holder_person **ret, size_t *ret_count);
int chore_set_holders(struct db *db, int64_t chore, const int64_t *people, size_t count);

/* "skipped", "moved", "extra". */
const char *exception_kind_name(enum exception_kind kind);

/* What is said of a day takes the place of what was said before. */
int chore_exception_set(struct db *db, const struct chore_exception *exception);
int chore_exception_remove(struct db *db, int64_t chore, civil_day on);

/* Of a chore, or of all the house's where `chore` is 0, by chore and day. */
int chore_exceptions(struct db *db, int64_t house, int64_t chore, struct arena *arena,
                     struct chore_exception **ret, size_t *ret_count);

/* What the house has settled about its chores. */
struct chore_house {
    int plan_days; /* 0: nothing is planned ahead */
    int grace_minutes;
    bool on_paper;
    civil_day settled_through; /* NO_DAY: nothing is */
};
int chore_house_load(struct db *db, int64_t house, struct chore_house *ret);
int chore_house_save(struct db *db, int64_t house, const struct chore_house *settings);

/* When the house's planning is to be looked at: `at` UTC seconds, 0 for never. Nothing where the
 * house has no chores. Writes that change who can do what, or what comes round, say now. */
int chore_house_plan_at(struct db *db, int64_t house, int64_t at);

/* The house that is due first, and when. 1 found, 0 none. */
int chore_house_next(struct db *db, int64_t *ret_house, int64_t *ret_at);
