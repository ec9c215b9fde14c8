#pragma once
/* Which column of a file is which. Pure. csv.h says how headers are read; this is its own. */
#include "common/csv.h"

/* What a column of a file is, where it is not the number of a known one. */
enum { CSV_UNNAMED = -1, CSV_UNKNOWN = -2, CSV_IGNORED = -3 };

/* Sentences about what is wrong with a header. */
struct csv_messages {
    const char **items;
    size_t count;
};

/* Says of each of a file's columns, by its title, what it is. `count` is at most CSV_COLUMNS_MAX.
 * Messages live in `arena`; there is at least one where a column is CSV_UNKNOWN. */
struct csv_messages csv_header_match(struct arena *arena, const struct csv_header *known,
                                     const char *const *titles, size_t count, int *column_of);
