#pragma once
/*
 * Reads a configuration text into a struct, driven by a table: one row per key holds its type,
 * range, default and explanation, and everything else follows from the rows.
 *
 * The text is in libconfig's syntax. This is the only module that knows libconfig.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/config/fault.h"

enum schema_type {
    SCHEMA_INTEGER, /* int64_t; `min` and `max` are its values */
    SCHEMA_PATH,    /* const char *: absolute; `min` (0: may be empty) and `max` are its bytes */
    SCHEMA_CHOICE,  /* int: the place of the word in `choices` */
};

struct schema_row {
    const char *key; /* "limits.connections": its groups, then its name */
    enum schema_type type;
    size_t offset; /* of the member in the struct */
    int64_t min;
    int64_t max;
    const char *initial;        /* the default, without quotes */
    const char *const *choices; /* ends with NULL */
    const char *doc;            /* sentences; '\n' where a new line of a comment begins */
};

/* Rows of one group stand together. */
struct schema {
    const struct schema_row *rows;
    size_t count;
};

/*
 * Fills the struct at `ret` with the defaults and what `text` sets. Returns 0, or -EINVAL with
 * `*ret_fault`; the struct holds nothing of use then. Texts in both live in `arena`.
 */
int schema_read(const struct schema *schema, const char *text, size_t length, struct arena *arena,
                void *ret, struct fault *ret_fault);

/* What a row takes, in words: "8 to 4096". */
const char *schema_allowed(const struct schema_row *row, struct arena *arena);

/*
 * Writes a text that sets nothing: every key behind a '#', with its default and explanation.
 * For tables whose keys are all GROUP.NAME.
 */
void schema_write_reference(const struct schema *schema, FILE *file);
