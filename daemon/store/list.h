#pragma once
/* Rows into an array of the arena's, growing as they come. */
#include <stddef.h>

#include "common/arena.h"
#include "daemon/store/query.h"

struct list {
    struct arena *arena;
    size_t size;
    size_t count;
    size_t room;
    void *items;
};

/* An empty list of items of `size` bytes. */
struct list list_start(struct arena *arena, size_t size);

/* A zeroed new last item. Earlier items may move. */
void *list_add(struct list *list);

/* A query's single text column, all rows. */
int list_texts(struct query *query, struct arena *arena, const char ***ret, size_t *ret_count);

/* A query's first column of its first row; NULL where there is no row. */
int list_text(struct query *query, struct arena *arena, const char **ret);

/* The same for a number; 1 found, 0 no row, negative failure. */
int list_int(struct query *query, int64_t *ret);
