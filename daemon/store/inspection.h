#pragma once
/* Inspections on disk, and what is looked at. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/inspection.h"
#include "daemon/store/db.h"

/* What a house looks at now, in the order in which it was added. */
struct inspection_item {
    int64_t id;
    const char *handle;
    const char *name;
};
int inspection_item_list(struct db *db, int64_t house, struct arena *arena,
                         struct inspection_item **ret, size_t *ret_count);

/* -EEXIST where the house looks at one of that handle. */
int inspection_item_insert(struct db *db, int64_t house, const char *handle, const char *name,
                           int64_t now);
int inspection_item_remove(struct db *db, int64_t item, int64_t now);

struct inspection {
    int64_t id;
    int64_t house;
    const char *room;
    int64_t bed;    /* 0: everybody's */
    int64_t person; /* who slept there; 0 nobody */
    civil_day on;
    int64_t inspector; /* 0: nobody's account */
    int64_t at;
    int64_t instead_of; /* 0: of none */
    const void *why;    /* sealed; NULL where there is none */
    size_t why_length;
    /* Only as they are read. */
    int64_t replaced_by;       /* 0: by none */
    const char *person_handle; /* NULL for nobody, as below */
    bool person_has_left;
    const char *inspector_handle;
    bool inspector_has_left;
};

int inspection_insert(struct db *db, const struct inspection *inspection, int64_t *ret_id);
int inspection_by_id(struct db *db, int64_t house, int64_t id, struct arena *arena,
                     struct inspection *ret);

/* What is looked for, and where the last page ended. */
struct inspection_search {
    int64_t house;
    int64_t reader;   /* what is shared and this person's own; 0: everything */
    const char *room; /* NULL: any */
    civil_day from;
    civil_day before_on; /* the last one told, by its day and number; or the last day there is, */
    int64_t before;      /* and INT64_MAX */
};

/* The latest day first, at most `limit`. */
int inspection_page(struct db *db, const struct inspection_search *search, size_t limit,
                    struct arena *arena, struct inspection **ret, size_t *ret_count);

/* Those of a person's own rooms, the latest day first, at most `limit`. */
int inspection_of(struct db *db, int64_t person, size_t limit, struct arena *arena,
                  struct inspection **ret, size_t *ret_count);

/* What was found of one item. `note` is sealed; NULL where there is none. */
int inspection_result_insert(struct db *db, int64_t inspection, int64_t item,
                             enum inspection_found found, const void *note, size_t length);

/* -EEXIST where there is one. `words` is sealed. */
int inspection_answer_insert(struct db *db, int64_t inspection, int64_t item, int64_t at,
                             const void *words, size_t length);

/* All of an inspection, in the order of the items. */
struct inspection_result {
    struct inspection_item item;
    enum inspection_found found;
    const void *note; /* sealed; NULL where there is none, as below */
    size_t note_length;
    const void *answer;
    size_t answer_length;
    int64_t answered_at;
};
int inspection_results(struct db *db, int64_t inspection, struct arena *arena,
                       struct inspection_result **ret, size_t *ret_count);

/* Handles of the items that failed, and of those that were answered. */
int inspection_failed(struct db *db, int64_t inspection, struct arena *arena, const char ***ret,
                      size_t *ret_count);
int inspection_answered(struct db *db, int64_t inspection, struct arena *arena, const char ***ret,
                        size_t *ret_count);
