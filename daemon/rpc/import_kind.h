#pragma once
/* What a table may bring in: its columns, and what becomes of a row. */
#include <stdbool.h>
#include <stddef.h>

#include "common/decode.h"
#include "daemon/domain/handle.h"
#include "daemon/rpc/call.h"

struct noun;
struct import_taken;

enum { IMPORT_SYNONYMS_MOST = 24 };

struct import_column {
    const char *name;
    const char *parameter; /* the same in a refusal; NULL: as it is */
    size_t most;           /* letters; 0: its form says */
    bool lines;            /* it may have several */
    bool date;
    bool needed;
    const char *refers_to; /* the kind of thing it names, as NotFound has it; NULL: none */
    const char *part_of;   /* the column that it makes together with its like; NULL: it is whole */
    /* What houses call it besides; end with NULL. One stands for one column of its kind. */
    const char *synonyms[IMPORT_SYNONYMS_MOST + 1];
};

struct import_row_kept {
    int64_t line; /* from 1 */
    struct text_map fields;
};

/* What one row is, and how it is brought in. Each kind has the columns `handle` and `name`. */
struct import_kind {
    const char *name;
    const struct noun *noun;             /* whose outcomes `bring` returns */
    const struct import_column *columns; /* end with a NULL name */
    /* Those that are given, and one for a name: store/person.h and domain/handle.h say how. */
    int (*handles)(struct db *db, int64_t house, size_t limit, struct arena *arena,
                   const char ***ret, size_t *ret_count);
    bool (*propose)(const char *name, const struct handle_set *taken,
                    char ret[static TEXT_HANDLE_MAX + 1]);
    int (*bring)(struct call *call, const struct text_map *fields);
    /* Names in the order of those handles. */
    int (*names)(struct db *db, int64_t house, size_t limit, struct arena *arena, const char ***ret,
                 size_t *ret_count);
    const char *way_out; /* for another one of the same name */
    /* How many the house has, and may have. NULL: as many as come. */
    int (*count)(struct db *db, int64_t house, int64_t *ret);
    int64_t most;
};

/* Ends with a NULL name. */
extern const struct import_kind import_kinds[];

/* NULL where there is none. */
const struct import_column *import_column(const struct import_kind *kind, const char *name);

/* A column's value; NULL where it is absent or blank. */
const char *import_value(const struct text_map *fields, const char *column);

/* A column's date, which stays as it is where the column is empty; and the column `handle`, NULL
 * where it is. 0, or OUTCOME_IMPOSSIBLE. */
int import_date(struct call *call, const struct text_map *fields, const char *column,
                civil_day *day);
int import_handle(struct call *call, const struct text_map *fields, const char **ret);

/*
 * Brings a row in. Without a handle it gets one that is not taken, which is taken then; its name
 * must be new then too. `taken` has room for one more of each. 0 with the row's name and that
 * handle (NULL where it had its own), an outcome of the kind's noun, or a failure.
 */
int import_bring_row(struct call *call, const struct import_kind *kind,
                     const struct import_row_kept *row, struct import_taken *taken,
                     const char **ret_name, const char **ret_proposed);
