#pragma once
/*
 * From a call's JSON to a plain struct, by a table that idlgen writes from the interface
 * description. What gets through has the described type and keeps the bounds that the
 * description's comments state; handlers never look at JSON.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"

struct call;

/* A nullable int or bool; a struct that was never filled reads as absent, 0 and false. */
struct optional_int {
    bool present;
    int64_t value;
};

struct optional_bool {
    bool present;
    bool value;
};

/* []string: clean lines of 1 to 256 bytes. Absent lists and maps have no items. */
struct text_list {
    size_t count;
    const char **items;
};

/* []int: whatever fits; what they may be is for the handler to say. */
struct int_list {
    size_t count;
    const int64_t *items;
};

/* [string]string: keys are clean lines of 1 to 64 bytes, values clean text of at most 4096. */
struct text_pair {
    const char *key;
    const char *value;
};

struct text_map {
    size_t count;
    struct text_pair *items;
};

/* []T of structs; the generated struct has the same two members with the items' own type. */
struct struct_list {
    size_t count;
    void *items;
};

enum field_kind {
    FIELD_BOOL,     /* bool, or struct optional_bool where nullable */
    FIELD_INT,      /* int64_t, or struct optional_int where nullable */
    FIELD_TEXT,     /* const char *; NULL where absent */
    FIELD_ENUM,     /* const char *, one of `names`; NULL where absent */
    FIELD_STRUCT,   /* the struct itself, or a pointer to it where nullable */
    FIELD_TEXTS,    /* struct text_list */
    FIELD_INTS,     /* struct int_list */
    FIELD_STRUCTS,  /* struct_list */
    FIELD_TEXT_MAP, /* struct text_map */
    FIELD_JSON,     /* const json_t *, borrowed, unchecked: float, object, any, nested containers */
};

enum field_form {
    FORM_NONE,
    FORM_HANDLE, /* [handle]: text_is_handle */
    FORM_NAME,   /* [name]: a handle, or handle/handle */
    FORM_DATE,   /* [date]: YYYY-MM-DD, a day that exists */
    FORM_TIME,   /* [time]: HH:MM, 00:00..47:59 */
    FORM_LINE,   /* [line N]: clean text of 0..N bytes on one line */
    FORM_TEXT,   /* [text N]: clean text of 0..N bytes */
};

struct field {
    const char *name; /* NULL ends a table */
    enum field_kind kind;
    bool nullable;
    enum field_form form;
    int64_t min, max; /* FIELD_INT: [A..B]; texts: max bytes; lists and maps: max items */
    size_t offset;    /* in the generated struct */
    const struct field *members; /* FIELD_STRUCT, FIELD_STRUCTS */
    size_t size;                 /* sizeof one member struct */
    const char *const *names;    /* FIELD_ENUM; ends with NULL */
};

/* One method as idlgen writes it. */
struct method {
    const char *name;           /* whole, such as org.kith.Chore.Assign */
    const struct field *fields; /* of the parameters */
    size_t size;                /* of the parameters' struct; 0 where there are none */
    int (*handle)(struct call *call, const void *parameters);
};

/*
 * Fills `ret` (zeroed, of the table's struct) from `object`, which may be NULL or JSON null for
 * no parameters. Strings are borrowed from `object`; lists come from `arena`.
 * Returns 0, or -EINVAL where a member is unknown, missing, of the wrong type or out of bounds;
 * then `*ret_path` names it, such as "rows[3].line", from `arena`.
 */
int decode_parameters(const struct field *fields, const json_t *object, struct arena *arena,
                      void *ret, const char **ret_path);
