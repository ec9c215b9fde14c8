#pragma once
/*
 * The kinds of words that stand in patterns: how what people type becomes a parameter, how that
 * is explained, and where completion finds it.
 */
#include <jansson.h>
#include <stdbool.h>

#include "common/arena.h"
#include "common/civil.h"

/* What some words are read with. */
struct word_setting {
    civil_day today;     /* in the caller's house */
    bool other_computer; /* the daemon runs elsewhere, so the users of this one say nothing */
    struct arena *arena; /* reasons live here */
};

/* Where the daemon lists what a word may be: a method without parameters. */
struct word_source {
    const char *method;
    const char *list;
    const char *member;
};

struct word {
    const char *name;
    const char *help;  /* what may be typed; NULL where the name says it */
    const char *names; /* the usual ones, separated by `|`; NULL: none are known beforehand */
    const struct word_source *source; /* NULL: the daemon does not list them */
    bool needs_today;
    /* The parameter, or NULL and why not. NULL: as it is typed. */
    json_t *(*read)(const char *text, const struct word_setting *setting, const char **ret_reason);
};

/* Whether it is but the first word of a date: of `--on next fri` without quotes only `next` is
 * taken. */
bool word_is_cut_off(const char *text);

/* The kind of an element's value: by its upper-case name, or one of several lower-case words
 * (`person|kiosk`). Never NULL: an unknown name is a text. */
const struct word *word_find(const char *value);

/*
 * What was typed for `value`, as a parameter that the caller frees. NULL where it cannot be;
 * `*ret_reason` is then a sentence that says what can, or lists the words meant.
 */
json_t *word_read(const char *value, const char *text, const struct word_setting *setting,
                  const char **ret_reason);
