#include "client/lookup.h"

#include <string.h>

#include "client/match.h"

static void add_verbs(const struct noun *noun, const char *typed, struct lookup *lookup)
{
    for (const struct verb *verb = noun->verbs; verb->name; verb++)
        if (!lookup_next_form(verb) && (verb->help || strcmp(verb->name, typed) == 0))
            lookup->names[lookup->name_count++] = verb->name;
}

void lookup_first(const char *typed, struct lookup *ret)
{
    ret->name_count = 0;
    add_verbs(&nouns[0], typed, ret);
    for (const struct noun *noun = nouns + 1; noun->name; noun++)
        if (!lookup_verb(&nouns[0], noun->name))
            ret->names[ret->name_count++] = noun->name;
    ret->count = match_names(typed, ret->names, ret->name_count, ret->meant);
}

void lookup_second(const struct noun *noun, const char *typed, struct lookup *ret)
{
    ret->name_count = 0;
    add_verbs(noun, typed, ret);
    ret->count = match_names(typed, ret->names, ret->name_count, ret->meant);
}

const char *lookup_meant(const struct lookup *lookup)
{
    return lookup->count == 1 ? lookup->meant[0] : "";
}

const struct noun *lookup_noun(const char *name)
{
    for (const struct noun *noun = nouns + 1; noun->name; noun++)
        if (strcmp(noun->name, name) == 0)
            return noun;
    return NULL;
}

const struct verb *lookup_verb(const struct noun *noun, const char *name)
{
    for (const struct verb *verb = noun->verbs; verb->name; verb++)
        if (strcmp(verb->name, name) == 0)
            return verb;
    return NULL;
}

const struct verb *lookup_next_form(const struct verb *verb)
{
    const char *next = verb[1].name;
    return next && strcmp(next, verb->name) == 0 ? verb + 1 : NULL;
}
