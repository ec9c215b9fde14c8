#pragma once
/* What somebody typed, sorted by a pattern. Pure. */
#include <stdbool.h>
#include <stddef.h>

#include "client/pattern.h"
#include "common/arena.h"

struct argument {
    const struct element *element;
    const char *text; /* "" for an option without a value */
};

struct arguments {
    const struct pattern *own;        /* the verb's; NULL before it is known */
    const struct pattern *everywhere; /* options that any verb has */
    struct argument *items;           /* room for as many as there are words */
    size_t count;
    size_t words; /* how many of them are no options */
    struct arena *arena;
};

/* Words to be sorted; `next` goes on as they are taken. */
struct typed {
    int count;
    char *const *words;
    int next;
    bool ended; /* `--` was seen: what follows are words, whatever they begin with */
};

/* An empty list with room for `count`. */
struct arguments arguments_new(struct arena *arena, int count, const struct pattern *everywhere);

/* Takes options up to the next word. 0, or -EINVAL and `*ret_reason`, a sentence in the arena. */
int arguments_take_options(struct arguments *arguments, struct typed *typed,
                           const char **ret_reason);

/* Takes all that is left, by the verb's own pattern. The same results. */
int arguments_take(struct arguments *arguments, struct typed *typed, const char **ret_reason);

/* Whether everything stands there that the verb needs; else -EINVAL and `*ret_reason`. */
int arguments_check(const struct arguments *arguments, const char **ret_reason);

bool arguments_has(const struct arguments *arguments, const struct element *element);

/* What was given for an option (its name without --) or a word (its kind, such as FILE); NULL
 * where it was not. */
const char *arguments_find(const struct arguments *arguments, const char *name);
