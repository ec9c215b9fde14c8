#include "daemon/rpc/import_taken.h"

/* Of a house with more, some handles may be proposed that are given, and the row is refused then;
 * and some names may come twice. */
enum { HOUSE_MOST = 1000 };

static size_t count_chosen(const struct import_row_kept *rows, size_t count)
{
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++)
        chosen += import_value(&rows[i].fields, "handle") != NULL;
    return chosen;
}

int import_taken_load(struct call *call, const struct import_kind *kind,
                      const struct import_row_kept *rows, size_t count, struct import_taken *ret)
{
    const char **handles = NULL;
    const char **names = NULL;
    size_t given = 0;
    size_t named = 0;
    struct import_taken taken = {0};
    int failure = 0;
    if (count_chosen(rows, count) < count) {
        failure =
            kind->handles(call->db, call->house.id, HOUSE_MOST, call->arena, &handles, &given);
        if (failure == 0)
            failure =
                kind->names(call->db, call->house.id, HOUSE_MOST, call->arena, &names, &named);
    }
    if (failure < 0)
        return failure;
    taken.handles.items = arena_array(call->arena, given + count, sizeof *taken.handles.items);
    taken.names = arena_array(call->arena, named + count, sizeof *taken.names);
    for (size_t i = 0; i < given; i++) {
        taken.handles.items[taken.handles.count++] = handles[i];
        taken.names[taken.name_count++] = (struct import_name){names[i], handles[i], 0};
    }
    for (size_t i = 0; i < count; i++) {
        const char *handle = import_value(&rows[i].fields, "handle");
        if (handle)
            taken.handles.items[taken.handles.count++] = handle;
    }
    *ret = taken;
    return 0;
}

void import_taken_add_name(struct import_taken *taken, const char *name, int64_t line)
{
    taken->names[taken->name_count++] = (struct import_name){name, NULL, line};
}

const struct import_name *import_taken_find_name(const struct import_taken *taken, const char *name)
{
    for (size_t i = 0; i < taken->name_count; i++)
        if (handle_same_name(taken->names[i].name, name))
            return &taken->names[i];
    return NULL;
}

const char *import_taken_where(struct call *call, const struct import_name *name)
{
    if (!name->line)
        return arena_format(call->arena, "is here already, as %s", name->handle);
    return arena_format(call->arena, "stands in line %lld already", (long long)name->line);
}
