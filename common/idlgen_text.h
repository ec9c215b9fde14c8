#pragma once
/* Names and numbers, from a description to C. Only idlgen.c uses this. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"

enum { IDLGEN_BOUND_MAX = 256 * 1024 };

static inline bool idlgen_starts_word(const char *name, size_t i)
{
    if (i == 0 || !isupper((unsigned char)name[i]))
        return false;
    return !isupper((unsigned char)name[i - 1]) || islower((unsigned char)name[i + 1]);
}

/* AddBeds and addBeds become add_beds. */
static inline const char *idlgen_snake(struct arena *arena, const char *name)
{
    char *out = arena_alloc(arena, strlen(name) * 2 + 1);
    size_t length = 0;
    for (size_t i = 0; name[i]; i++) {
        if (idlgen_starts_word(name, i) && out[length - 1] != '_')
            out[length++] = '_';
        out[length++] = name[i] == '-' ? '_' : (char)tolower((unsigned char)name[i]);
    }
    return out;
}

/* A field's name in C: the keywords and what the standard headers define get an underscore. */
static inline const char *idlgen_c_name(struct arena *arena, const char *name)
{
    static const char *const taken[] = {
        "auto",    "bool",     "break",    "case",   "char",    "const",    "continue",
        "default", "do",       "double",   "else",   "enum",    "errno",    "extern",
        "false",   "float",    "for",      "goto",   "if",      "inline",   "int",
        "long",    "register", "restrict", "return", "short",   "signed",   "sizeof",
        "static",  "struct",   "switch",   "true",   "typedef", "union",    "unsigned",
        "void",    "while",    "volatile", "asm",    "typeof",  "constexpr"};
    const char *word = idlgen_snake(arena, name);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(word, taken[i]) == 0)
            return arena_format(arena, "%s_", word);
    return word;
}

/* What stands in the last brackets of a comment; "" where there are none. */
static inline const char *idlgen_bracket(struct arena *arena, const char *comment)
{
    const char *start = strrchr(comment, '[');
    const char *end = start ? strchr(start, ']') : NULL;
    return end ? arena_copy(arena, start + 1, (size_t)(end - start - 1)) : "";
}

static inline bool idlgen_read_number(const char *text, const char **ret_end, int64_t *ret)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || errno || isspace((unsigned char)*text) || *text == '+')
        return false;
    *ret_end = end;
    *ret = value;
    return true;
}

/* `word N`, with N from 1. */
static inline bool idlgen_read_size(const char *text, const char *word, int64_t *ret)
{
    size_t length = strlen(word);
    const char *end;
    int64_t size;
    if (strncmp(text, word, length) != 0 || text[length] != ' ' ||
        !idlgen_read_number(text + length + 1, &end, &size))
        return false;
    if (*end || size < 1 || size > IDLGEN_BOUND_MAX)
        return false;
    *ret = size;
    return true;
}

/* `A..B` */
static inline bool idlgen_read_range(const char *text, int64_t *ret_min, int64_t *ret_max)
{
    const char *end;
    int64_t min, max;
    if (!idlgen_read_number(text, &end, &min) || strncmp(end, "..", 2) != 0)
        return false;
    if (!idlgen_read_number(end + 2, &end, &max) || *end || min > max)
        return false;
    *ret_min = min;
    *ret_max = max;
    return true;
}

/* The enum field_form of a string's bounds, with the size of a line or a text; NULL for none. */
static inline const char *idlgen_read_form(const char *text, int64_t *ret_max)
{
    static const char *const forms[][2] = {{"handle", "FORM_HANDLE"},
                                           {"name", "FORM_NAME"},
                                           {"date", "FORM_DATE"},
                                           {"time", "FORM_TIME"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(text, forms[i][0]) == 0)
            return forms[i][1];
    if (idlgen_read_size(text, "line", ret_max))
        return "FORM_LINE";
    return idlgen_read_size(text, "text", ret_max) ? "FORM_TEXT" : NULL;
}

/* A number that any C compiler takes. */
static inline const char *idlgen_c_number(struct arena *arena, int64_t value)
{
    if (value == INT64_MIN)
        return "INT64_MIN";
    return arena_format(arena, "INT64_C(%" PRId64 ")", value);
}
