#pragma once
/* What a house and a file have already: handles that nobody else can have, and names. */
#include <stddef.h>
#include <stdint.h>

#include "daemon/domain/handle.h"
#include "daemon/rpc/import_kind.h"

struct import_name {
    const char *name;
    const char *handle; /* of one in the house */
    int64_t line;       /* of one in the file; 0: in the house */
};

struct import_taken {
    struct handle_set handles;
    struct import_name *names;
    size_t name_count;
};

/*
 * The handles and names of the house, those who left included, and the handles in the file; with
 * room for a handle and a name for each row. Empty where no row asks for a handle. 0 or a failure.
 *
 * Who may import may see all of these people and run all of these chores (domain/access.h).
 */
int import_taken_load(struct call *call, const struct import_kind *kind,
                      const struct import_row_kept *rows, size_t count, struct import_taken *ret);

/* Puts a row's name with the others. */
void import_taken_add_name(struct import_taken *taken, const char *name, int64_t line);

/* The first of that name, as handle_same_name() has it; NULL where there is none. */
const struct import_name *import_taken_find_name(const struct import_taken *taken,
                                                 const char *name);

/* "is here already, as pat"; "stands in line 2 already". The call's arena holds it. */
const char *import_taken_where(struct call *call, const struct import_name *name);
