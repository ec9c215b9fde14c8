#pragma once
/*
 * Varlink interface descriptions: text to a tree, and values held against it.
 * The whole language of UAPI.20, `any` and nested containers included.
 */
#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"

enum idl_kind {
    IDL_BOOL,
    IDL_INT,
    IDL_FLOAT,
    IDL_STRING,
    IDL_OBJECT,
    IDL_ANY,
    IDL_ENUM,   /* fields hold the names, types NULL */
    IDL_STRUCT, /* fields */
    IDL_ARRAY,  /* of `element` */
    IDL_MAP,    /* [string] of `element` */
    IDL_SET,    /* [string]() */
    IDL_NAMED,  /* `name`; resolved to `named` */
};

struct idl_type {
    enum idl_kind kind;
    bool nullable;
    const char *name;
    const struct idl_type *element;
    const struct idl_type *named; /* for IDL_NAMED: the type it stands for */
    const struct idl_field *fields;
};

struct idl_field {
    const char *name;
    const char
        *comment; /* the comment above it without '#'; lines joined by newline; "" where none */
    const struct idl_type *type;
    int line; /* where its name stands, from 1 */
    const struct idl_field *next;
};

enum idl_member_kind { IDL_TYPE, IDL_METHOD, IDL_ERROR };

struct idl_member {
    enum idl_member_kind kind;
    const char *name;
    const char *comment;
    const struct idl_type *in;  /* a method's parameters; a type's or an error's own type */
    const struct idl_type *out; /* a method's reply */
    int line;                   /* where its keyword stands, from 1 */
    const struct idl_member *next;
};

struct idl {
    const char *name; /* whole, such as org.kith.Chore */
    const char *comment;
    const char *text; /* as given */
    const struct idl_member *members;
};

/* Why a description was refused. */
struct idl_fault {
    int line; /* from 1 */
    const char *reason;
};

/*
 * Parses a description of at most 256 KiB, nested at most 32 deep, with at most 512 names in one
 * list. The tree lives in `arena`; `text` is copied. Blanks may stand between any two words and
 * signs, as the specification's prose has it. Returns 0, or -EINVAL with `*ret_fault` filled: bad
 * syntax, bad names, members named twice, types that are not defined or contain themselves
 * without `?`, [] or map.
 */
int idl_parse(const char *text, struct arena *arena, struct idl *ret, struct idl_fault *ret_fault);

/* The member of that kind and name; NULL where there is none. */
const struct idl_member *idl_find(const struct idl *idl, enum idl_member_kind kind,
                                  const char *name);
