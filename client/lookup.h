#pragma once
/* From the words somebody typed to rows of the verb table. Pure. */
#include <stddef.h>

#include "client/verb.h"

enum { LOOKUP_MAX = 64 };

/* The names that could have been typed, and those that were meant. */
struct lookup {
    const char *names[LOOKUP_MAX];
    size_t name_count;
    const char *meant[LOOKUP_MAX];
    size_t count;
};

/* The first word: a short form or a noun; a name that both have stands there once. */
void lookup_first(const char *typed, struct lookup *ret);

/* The second: a verb of the noun. What nobody needs to know of is found only in full. */
void lookup_second(const struct noun *noun, const char *typed, struct lookup *ret);

/* The one name that was meant; "" where it is none or several. */
const char *lookup_meant(const struct lookup *lookup);

/* By the whole name; NULL where there is none. nouns[0] is not found. */
const struct noun *lookup_noun(const char *name);

/* The first form of a verb by its whole name; NULL where there is none. */
const struct verb *lookup_verb(const struct noun *noun, const char *name);

/* The next form of the same verb; NULL behind the last. */
const struct verb *lookup_next_form(const struct verb *verb);
