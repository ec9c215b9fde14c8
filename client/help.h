#pragma once
/* What there is and how it is typed, from the verb table. Each prints and returns OUTCOME_DONE. */
#include <stdio.h>

#include "client/verb.h"
#include "common/arena.h"

/* Whom to call in need: the first thing that is read. */
void help_crisis(FILE *out);

enum outcome help_all(FILE *out, struct arena *arena);

/* A noun's verbs, and its short form where it has one. */
enum outcome help_noun(FILE *out, struct arena *arena, const struct noun *noun);

/* All forms of a verb, from its first. */
enum outcome help_verb(FILE *out, struct arena *arena, const struct noun *noun,
                       const struct verb *verb);
