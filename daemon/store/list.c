#include "daemon/store/list.h"

#include <string.h>

struct list list_start(struct arena *arena, size_t size)
{
    return (struct list){.arena = arena, .size = size};
}

void *list_add(struct list *list)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 8;
        void *items = arena_array(list->arena, room, list->size);
        if (list->count)
            memcpy(items, list->items, list->count * list->size);
        list->items = items;
        list->room = room;
    }
    return (char *)list->items + list->size * list->count++;
}

int list_texts(struct query *query, struct arena *arena, const char ***ret, size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(const char *));
    while (query_next(query) > 0)
        *(const char **)list_add(&list) = column_text(query, arena);
    int failure = query_end(query);
    if (failure < 0)
        return failure;
    *ret = list.items;
    *ret_count = list.count;
    return 0;
}

int list_text(struct query *query, struct arena *arena, const char **ret)
{
    const char *text = NULL;
    if (query_next(query) > 0)
        text = column_text(query, arena);
    int failure = query_end(query);
    if (failure == 0)
        *ret = text;
    return failure;
}

int list_int(struct query *query, int64_t *ret)
{
    int64_t value = 0;
    int found = query_next(query);
    if (found > 0)
        value = column_int(query);
    int failure = query_end(query);
    if (failure < 0)
        return failure;
    if (found > 0)
        *ret = value;
    return found;
}
