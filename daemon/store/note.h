#pragma once
/* The house log on disk. Texts and reasons are sealed. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/store/db.h"

/* A value as it was sealed; `data` NULL where there is none. */
struct note_blob {
    const void *data;
    size_t length;
};

/* A note: by whom and when it was written, and how it reads now. */
struct note {
    int64_t id;
    int64_t person;
    int64_t at;
    const char *handle; /* the person's */
    bool has_left;
    int versions;
    struct note_blob text; /* of the newest */
};

/* One of a note's texts: each but the first supersedes the one that is numbered before it. */
struct note_version {
    int64_t note;
    int number;
    int64_t person;
    int64_t at;
    const char *handle;
    bool has_left;
    struct note_blob text;
    struct note_blob reason;
};

/* A note without a text; `on` is the day of the house on which it is written. */
int note_insert(struct db *db, int64_t house, int64_t person, int64_t at, civil_day on,
                int64_t *ret_id);

/* The next of a note's texts: appended, never changed. `version->number` is given to it here. */
int note_append(struct db *db, struct note_version *version);

/* Of that house alone; without the handle and the text. */
int note_by_id(struct db *db, int64_t house, int64_t id, struct note *ret);

/* Newest first: all of a house, or those of one day, with NO_DAY for all. Only those whose number
 * is below `before`, at most `limit`. */
int note_page(struct db *db, int64_t house, civil_day on, int64_t before, size_t limit,
              struct arena *arena, struct note **ret, size_t *ret_count);

/* All texts of a note, from the first. */
int note_versions(struct db *db, int64_t note, struct arena *arena, struct note_version **ret,
                  size_t *ret_count);

/* What somebody wrote, newest first, at most `limit`, without the handles; and how much it is. */
int note_written_by(struct db *db, int64_t person, size_t limit, struct arena *arena,
                    struct note_version **ret, size_t *ret_count);
int note_count_written_by(struct db *db, int64_t person, int64_t *ret);
