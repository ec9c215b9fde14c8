#pragma once
/* Houses and beds on disk. Failures as in db.h; "1" means found where a function looks something
 * up, 0 that there is none. */
#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "daemon/store/db.h"

struct house {
    int64_t id;
    const char *handle;
    const char *name;
    const char *zone;
    int64_t added_at;
};

/* A house with its counts, for lists. */
struct house_entry {
    struct house house;
    int64_t beds;
    int64_t residents;
};

struct bed {
    int64_t id;
    const char *handle;
    const char *person; /* who has it now; NULL where it is free */
};

/* -EEXIST where the handle is taken. */
int house_insert(struct db *db, const struct house *house, int64_t *ret_id);
int house_by_id(struct db *db, int64_t id, struct arena *arena, struct house *ret);
int house_by_handle(struct db *db, const char *handle, struct arena *arena, struct house *ret);

/* Handles of all houses, at most `limit`, in order. */
int house_handles(struct db *db, size_t limit, struct arena *arena, const char ***ret,
                  size_t *ret_count);

/* Houses whose handles come after `after`, at most `limit`. */
int house_page(struct db *db, const char *after, size_t limit, struct arena *arena,
               struct house_entry **ret, size_t *ret_count);

int house_update(struct db *db, const struct house *house);

/* What the house's due times were computed with: see jobs/zones.c. */
int house_zone_mark(struct db *db, int64_t house, struct arena *arena, const char **ret);
int house_set_zone_mark(struct db *db, int64_t house, const char *mark);

/* A bed that was taken away comes back under its name. -EEXIST where it is there. */
int bed_insert(struct db *db, int64_t house, const char *handle, int64_t now);
int bed_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                  struct bed *ret);
int bed_list(struct db *db, int64_t house, struct arena *arena, struct bed **ret,
             size_t *ret_count);
int bed_remove(struct db *db, int64_t bed, int64_t now);
