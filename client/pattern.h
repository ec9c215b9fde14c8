#pragma once
/*
 * What may follow a verb, written the way the help shows it. Pure.
 *
 *   CHORE              a word that must stand here; upper case names its kind (word.h)
 *   [PERSON]           a word that may
 *   person|kiosk       one of these words, or the beginning of one
 *   BED...             one or more; [BED...] none or more
 *   --zone ZONE        an option that must be given
 *   [--on DATES]       an option that may
 *   [--note NOTE...]   an option that may be given several times
 *   [--former]         an option without a value: true where it is given
 *   [-j|--json]        an option with a letter besides
 *
 * Each fills the parameter that is named like the option, or like the word: in lower case and
 * camelCase, with an `s` where several may stand (BED... fills `beds`). A `=name` behind it names
 * another, as in [--due TIME=dueTime]; a `=` alone names none: the verb itself makes use of it.
 */
#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"

enum { PATTERN_MAX = 16 };

struct element {
    const char *option;    /* `on` of --on; NULL for a word that is known by its place */
    const char *value;     /* DATES, person|kiosk; NULL for an option without a value */
    const char *parameter; /* NULL: none */
    char letter;           /* `j` of -j; 0 where there is none */
    bool optional;
    bool repeated;
};

struct pattern {
    struct element elements[PATTERN_MAX];
    size_t count;
};

/* Adds the elements of `text` to `pattern`; what they point to lives in `arena`. 0, or -EINVAL
 * where the text is no pattern or has more elements than there is room for. */
int pattern_add(const char *text, struct arena *arena, struct pattern *pattern);

/* The option of that name, or the one whose letter is `name`; NULL where there is none. */
const struct element *pattern_option(const struct pattern *pattern, const char *name,
                                     size_t length);

/* The element that takes the word at that place, from 0, a repeated one all that follow; NULL
 * where no word may stand there. */
const struct element *pattern_word(const struct pattern *pattern, size_t place);

/* The element that fills a parameter; NULL where none does. */
const struct element *pattern_parameter(const struct pattern *pattern, const char *parameter);

/* An element as it is typed: "--on DATES", "CHORE". In `arena`. */
const char *pattern_label(const struct element *element, struct arena *arena);

/* The text of a pattern as people read it, without what stands behind `=`. In `arena`. */
const char *pattern_shown(const char *text, struct arena *arena);
