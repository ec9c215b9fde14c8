#pragma once
/*
 * Comma-separated values (RFC 4180), as spreadsheets write them. Pure.
 *
 * Read: UTF-8, with or without a byte order mark; lines that end in CRLF, LF or CR; fields in
 * double quotes with "" for a quote and newlines inside; ',', ';' or tab between fields, whichever
 * the header line has most of. Blanks around a field are dropped unless it is quoted. Columns
 * stand in any order. A header names a column, or a synonym of it, in either case, whatever stands
 * in it besides letters and digits ("Move-in date:" and "moveindate" are one). Rows without any
 * text are passed over, and so are columns without name and text; a row may leave its last fields
 * out, for some spreadsheets do.
 *
 * A spreadsheet takes a field that begins with '=', '+', '-', '@', tab or CR for a formula and runs
 * it, so a name such as =HYPERLINK(...) would act in the hands of whoever opens an export. The
 * writer puts an apostrophe in front, which spreadsheets show or hide but never run. The reader
 * takes one apostrophe off in front of these, so what was written is read again as it was.
 */
#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/bytes.h"

enum {
    CSV_FILE_MAX = 1 << 20, /* Bytes in a file. */
    CSV_ROWS_MAX = 2000,    /* Rows, the header not counted. */
    CSV_COLUMNS_MAX = 64,   /* Columns of a file. */
    CSV_FIELD_MAX = 4096,   /* Bytes in a field. */
    CSV_FAULTS_MAX = 100,   /* Faults that are collected; further ones are not. */
};

/* A column the reader knows. Names are lower-case, with '_' or a blank between words. */
struct csv_column {
    const char *name;
    bool required;
    const char *part_of;         /* The column it stands in for with its like, or NULL. */
    const char *const *synonyms; /* What else it may be called, ends with NULL; or NULL. */
};

/* What a header may have: columns that are known, at most CSV_COLUMNS_MAX, and names of those that
 * are not to be read, known or not; each of these must be there. */
struct csv_header {
    const struct csv_column *columns;
    size_t column_count;
    const char *const *ignored;
    size_t ignored_count;
};

/* One row: the line of the file where it begins, from 1, and a field for each known column in the
 * order of the known columns: "" where it is empty, NULL where the file has no such column. Fields
 * are UTF-8, and their line ends are LF. */
struct csv_row {
    size_t line;
    const char *const *fields;
};

/* What is wrong, as a sentence for the person whose file it is, and the line where. */
struct csv_fault {
    size_t line;
    const char *message;
};

struct csv {
    const char *const
        *titles;      /* By the known columns: what the file calls them, NULL: it has none. */
    bool has_unknown; /* Whether a column was unknown, which is a fault. */
    const struct csv_row *rows;
    size_t row_count;
    const struct csv_fault *faults;
    size_t fault_count;
};

/*
 * Reads a file of `length` bytes. Everything returned lives in `arena`; nothing points into `data`.
 * Where there are faults the rows are what could be read, good for nothing but finding more
 * faults.
 */
struct csv csv_read(struct arena *arena, const char *data, size_t length,
                    const struct csv_header *header);

/* Adds one field, in quotes where it needs them and made harmless as said above. The caller adds
 * the ',' between fields and the CRLF behind a row. */
void csv_write_field(struct bytes *bytes, const char *field);
