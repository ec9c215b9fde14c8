/*
 * Writes C from an interface description: a struct of parameters, its decode table and the
 * handler's prototype for each method (see common/decode.h).
 *
 *   idlgen IN.varlink OUT.h OUT.c
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/idl.h"
#include "common/idlgen_text.h"

enum { TEXT_MAX = 256 * 1024, DEPTH_MAX = 32, DEFAULT_TEXT = 4096, DEFAULT_ITEMS = 500 };

struct writer {
    struct arena arena;
    const char *path; /* of the description, for messages */
    struct idl idl;
    const char *noun;
    bool strict; /* our own interface: what comes in is bounded, or the description is refused */
    FILE *header;
    FILE *source;
    struct struct_name *structs; /* of named types; written, or being written */
};

/* A named type's struct. */
struct struct_name {
    const struct idl_type *type;
    const char *name; /* NULL while it is being written */
    struct struct_name *next;
};

/* What a parameter is in C and in its decode table. */
struct shape {
    const char *kind;   /* of enum field_kind */
    const char *form;   /* of enum field_form */
    const char *c_type; /* as it stands before the member's name */
    const char *items;  /* the struct that it is or that its items are; NULL for none */
    const char *names;  /* the enum's names */
    int64_t min, max;
};

static int refuse(const struct writer *writer, int line, const char *reason)
{
    (void)fprintf(stderr, "%s:%d: %s\n", writer->path, line, reason);
    return -EINVAL;
}

/* --- Bounds: an interface of ours must have them, another need not --- */

static int refuse_unbounded(const struct writer *writer, const struct idl_field *field,
                            const char *reason)
{
    return writer->strict ? refuse(writer, field->line, reason) : 0;
}

static int bound_int(struct writer *writer, const struct idl_field *field, struct shape *shape)
{
    if (idlgen_read_range(idlgen_bracket(&writer->arena, field->comment), &shape->min, &shape->max))
        return 0;
    shape->min = INT64_MIN;
    shape->max = INT64_MAX;
    return refuse_unbounded(writer, field, "An int that comes in wants [A..B].");
}

static int bound_text(struct writer *writer, const struct idl_field *field, struct shape *shape)
{
    const char *form =
        idlgen_read_form(idlgen_bracket(&writer->arena, field->comment), &shape->max);
    shape->form = form ? form : "FORM_TEXT";
    if (form)
        return 0;
    shape->max = DEFAULT_TEXT;
    return refuse_unbounded(writer, field,
                            "A string that comes in wants [handle], [name], [date], [time], "
                            "[line N] or [text N].");
}

static int bound_items(struct writer *writer, const struct idl_field *field, struct shape *shape)
{
    if (idlgen_read_size(idlgen_bracket(&writer->arena, field->comment), "items", &shape->max))
        return 0;
    shape->max = DEFAULT_ITEMS;
    return refuse_unbounded(writer, field, "A list or map that comes in wants [items N].");
}

/* --- Types --- */

static int write_struct(struct writer *writer, const char *name, const struct idl_type *type,
                        int depth);

/* What a name stands for, or the type itself. */
static const struct idl_type *plain(const struct idl_type *type)
{
    return type->kind == IDL_NAMED ? type->named : type;
}

static bool is_exactly(const struct idl_type *type, enum idl_kind kind)
{
    return !type->nullable && plain(type)->kind == kind;
}

/*
 * The name of a type's struct, which is written here where it is not yet; NULL where it cannot
 * be. Named types have their own name, others that of where they stand.
 */
static const char *struct_of(struct writer *writer, const struct idl_field *field,
                             const struct idl_type *type, const char *parent, int depth)
{
    struct arena *arena = &writer->arena;
    struct struct_name *at = type->kind == IDL_NAMED ? writer->structs : NULL;
    while (at && at->type != type->named)
        at = at->next;
    if (depth > DEPTH_MAX || (at && !at->name)) {
        (void)refuse(writer, field->line, "Parameters may not hold themselves or nest deeply.");
        return NULL;
    }
    if (at)
        return at->name;
    if (type->kind != IDL_NAMED) {
        const char *name = arena_format(arena, "%s_%s", parent, idlgen_snake(arena, field->name));
        return write_struct(writer, name, type, depth) < 0 ? NULL : name;
    }
    at = arena_alloc(arena, sizeof *at);
    *at = (struct struct_name){.type = type->named, .next = writer->structs};
    writer->structs = at;
    const char *name = arena_format(arena, "%s_%s", writer->noun, idlgen_snake(arena, type->name));
    if (write_struct(writer, name, type->named, depth) < 0)
        return NULL;
    at->name = name;
    return name;
}

static int shape_plain(struct shape *shape, const char *kind, const char *c_type)
{
    shape->kind = kind;
    shape->c_type = c_type;
    return 0;
}

static int shape_struct(struct writer *writer, const struct idl_field *field, const char *parent,
                        int depth, struct shape *shape)
{
    struct arena *arena = &writer->arena;
    shape->items = struct_of(writer, field, field->type, parent, depth + 1);
    if (!shape->items)
        return -EINVAL;
    return shape_plain(
        shape, "FIELD_STRUCT",
        arena_format(arena, "struct %s %s", shape->items, field->type->nullable ? "*" : ""));
}

static int shape_structs(struct writer *writer, const struct idl_field *field, const char *parent,
                         int depth, struct shape *shape)
{
    struct arena *arena = &writer->arena;
    shape->items = struct_of(writer, field, field->type->element, parent, depth + 1);
    if (!shape->items)
        return -EINVAL;
    shape_plain(shape, "FIELD_STRUCTS",
                arena_format(arena,
                             "struct {\n        size_t count;\n        struct %s *items;\n    } ",
                             shape->items));
    (void)fprintf(writer->source,
                  "_Static_assert(sizeof(((struct %s *)0)->%s) == sizeof(struct struct_list), "
                  "\"a list of structs\");\n\n",
                  parent, idlgen_c_name(arena, field->name));
    return bound_items(writer, field, shape);
}

static int shape_enum(struct writer *writer, const struct idl_field *field, const char *parent,
                      struct shape *shape)
{
    struct arena *arena = &writer->arena;
    shape->names = arena_format(arena, "%s_%s_names", parent, idlgen_snake(arena, field->name));
    (void)fprintf(writer->source, "static const char *const %s[] = {", shape->names);
    for (const struct idl_field *at = plain(field->type)->fields; at; at = at->next)
        (void)fprintf(writer->source, "\"%s\", ", at->name);
    (void)fprintf(writer->source, "NULL};\n\n");
    return shape_plain(shape, "FIELD_ENUM", "const char *");
}

static int shape_json(const struct writer *writer, const struct idl_field *field,
                      struct shape *shape)
{
    shape_plain(shape, "FIELD_JSON", "const json_t *");
    return refuse_unbounded(writer, field, "What the decoder cannot check may not come in.");
}

/* Fills in what a field is; writes what it needs to stand before it. */
static int shape_field(struct writer *writer, const struct idl_field *field, const char *parent,
                       int depth, struct shape *shape)
{
    const struct idl_type *type = plain(field->type);
    bool nullable = field->type->nullable;
    switch (type->kind) {
    case IDL_BOOL:
        return shape_plain(shape, "FIELD_BOOL", nullable ? "struct optional_bool " : "bool ");
    case IDL_INT:
        shape_plain(shape, "FIELD_INT", nullable ? "struct optional_int " : "int64_t ");
        return bound_int(writer, field, shape);
    case IDL_STRING:
        shape_plain(shape, "FIELD_TEXT", "const char *");
        return bound_text(writer, field, shape);
    case IDL_ENUM:
        return shape_enum(writer, field, parent, shape);
    case IDL_STRUCT:
        return shape_struct(writer, field, parent, depth, shape);
    case IDL_ARRAY:
        if (is_exactly(type->element, IDL_STRUCT))
            return shape_structs(writer, field, parent, depth, shape);
        if (is_exactly(type->element, IDL_INT))
            shape_plain(shape, "FIELD_INTS", "struct int_list ");
        else if (is_exactly(type->element, IDL_STRING))
            shape_plain(shape, "FIELD_TEXTS", "struct text_list ");
        else
            return shape_json(writer, field, shape);
        return bound_items(writer, field, shape);
    case IDL_MAP:
        if (!is_exactly(type->element, IDL_STRING))
            return shape_json(writer, field, shape);
        shape_plain(shape, "FIELD_TEXT_MAP", "struct text_map ");
        return bound_items(writer, field, shape);
    default:
        return shape_json(writer, field, shape);
    }
}

/* --- Writing --- */

static const char *row_text(struct arena *arena, const char *parent, const struct idl_field *field,
                            const struct shape *shape)
{
    const char *members = "NULL", *size = "0";
    if (shape->items) {
        members = arena_format(arena, "%s_fields", shape->items);
        size = arena_format(arena, "sizeof(struct %s)", shape->items);
    }
    return arena_format(arena,
                        "    {.name = \"%s\",\n     .kind = %s,\n     .nullable = %s,\n"
                        "     .form = %s,\n     .min = %s,\n     .max = %s,\n"
                        "     .offset = offsetof(struct %s, %s),\n     .members = %s,\n"
                        "     .size = %s,\n     .names = %s},\n",
                        field->name, shape->kind, field->type->nullable ? "true" : "false",
                        shape->form ? shape->form : "FORM_NONE", idlgen_c_number(arena, shape->min),
                        idlgen_c_number(arena, shape->max), parent,
                        idlgen_c_name(arena, field->name), members, size, shape->names);
}

/* A struct and its table. What it holds is written first, so its own text waits. */
static int write_struct(struct writer *writer, const char *name, const struct idl_type *type,
                        int depth)
{
    struct arena *arena = &writer->arena;
    const char *members = type->fields ? "" : "    char nothing; /* C wants a member */\n";
    const char *table = "";
    for (const struct idl_field *field = type->fields; field; field = field->next) {
        struct shape shape = {.form = "FORM_NONE", .names = "NULL"};
        int result = shape_field(writer, field, name, depth, &shape);
        if (result < 0)
            return result;
        members = arena_format(arena, "%s    %s%s;\n", members, shape.c_type,
                               idlgen_c_name(arena, field->name));
        table = arena_format(arena, "%s%s", table, row_text(arena, name, field, &shape));
    }
    (void)fprintf(writer->header, "struct %s {\n%s};\n\n", name, members);
    (void)fprintf(writer->source,
                  "static const struct field %s_fields[] = {\n%s    {.name = NULL},\n};\n\n", name,
                  table);
    return 0;
}

/* What a method takes: a struct and its table, or only an empty table. */
static int write_parameters(struct writer *writer, const char *in, const struct idl_type *type)
{
    if (type->fields)
        return write_struct(writer, in, type, 1);
    (void)fprintf(writer->source, "static const struct field %s_fields[] = {{.name = NULL}};\n\n",
                  in);
    return 0;
}

static int write_method(struct writer *writer, const struct idl_member *method, const char *name)
{
    struct arena *arena = &writer->arena;
    const char *in = arena_format(arena, "%s_in", name);
    const char *parameter = "", *argument = "", *unused = "(void)in;\n    ", *size = "0";
    int result = write_parameters(writer, in, method->in);
    if (result < 0)
        return result;
    if (method->in->fields) {
        parameter = arena_format(arena, ", const struct %s *in", in);
        argument = ", in";
        unused = "";
        size = arena_format(arena, "sizeof(struct %s)", in);
    }
    (void)fprintf(writer->header,
                  "int %s(struct call *call%s);\nextern const struct method %s_method;\n\n", name,
                  parameter, name);
    (void)fprintf(writer->source,
                  "static int call_%s(struct call *call, const void *in)\n{\n"
                  "    %sreturn %s(call%s);\n}\n\n",
                  name, unused, name, argument);
    (void)fprintf(writer->source,
                  "const struct method %s_method = {\n    .name = \"%s.%s\",\n"
                  "    .fields = %s_fields,\n    .size = %s,\n    .handle = call_%s,\n};\n\n",
                  name, writer->idl.name, method->name, in, size, name);
    return 0;
}

static int write_interface(struct writer *writer)
{
    struct arena *arena = &writer->arena;
    const char *whole = writer->idl.name, *noun = writer->noun, *list = "";
    (void)fprintf(writer->header,
                  "#pragma once\n/* Written by idlgen from %s.varlink. */\n"
                  "#include \"common/decode.h\"\n\n",
                  whole);
    (void)fprintf(writer->source, "#include \"%s.h\"\n\n", whole);
    for (const struct idl_member *at = writer->idl.members; at; at = at->next) {
        if (at->kind != IDL_METHOD)
            continue;
        const char *name = arena_format(arena, "%s_%s", noun, idlgen_snake(arena, at->name));
        int result = write_method(writer, at, name);
        if (result < 0)
            return result;
        list = arena_format(arena, "%s    &%s_method,\n", list, name);
    }
    (void)fprintf(writer->header,
                  "/* Every method; ends with NULL. */\n"
                  "extern const struct method *const %s_method_list[];\n"
                  "extern const char %s_interface[];\n",
                  noun, noun);
    (void)fprintf(writer->source,
                  "const struct method *const %s_method_list[] = {\n%s    NULL,\n};\n\n"
                  "const char %s_interface[] = \"%s\";\n",
                  noun, list, noun, whole);
    return 0;
}

/* --- Files --- */

static int read_description(struct writer *writer)
{
    char *text = arena_alloc(&writer->arena, TEXT_MAX + 2);
    FILE *file = fopen(writer->path, "re");
    if (!file)
        return refuse(writer, 0, strerror(errno));
    size_t length = fread(text, 1, TEXT_MAX + 1, file);
    bool whole = !ferror(file) && strlen(text) == length;
    (void)fclose(file);
    if (!whole)
        return refuse(writer, 0, "The file cannot be read as text.");
    struct idl_fault fault;
    int result = idl_parse(text, &writer->arena, &writer->idl, &fault);
    if (result < 0)
        return refuse(writer, fault.line, fault.reason);
    writer->noun = idlgen_snake(&writer->arena, strrchr(writer->idl.name, '.') + 1);
    writer->strict = strncmp(writer->idl.name, "org.kith.", 9) == 0;
    return 0;
}

static bool close_output(FILE *file)
{
    return file && !ferror(file) && fclose(file) == 0;
}

static int generate(struct writer *writer, const char *header, const char *source)
{
    writer->header = fopen(header, "we");
    writer->source = fopen(source, "we");
    int result = writer->header && writer->source ? write_interface(writer) : 0;
    bool closed = close_output(writer->header);
    if (close_output(writer->source) && closed)
        return result;
    (void)fprintf(stderr, "idlgen: %s and %s cannot be written\n", header, source);
    return -EIO;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fprintf(stderr, "usage: idlgen IN.varlink OUT.h OUT.c\n");
        return 2;
    }
    struct writer writer = {.path = argv[1]};
    int result = read_description(&writer);
    if (result == 0)
        result = generate(&writer, argv[2], argv[3]);
    arena_clear(&writer.arena);
    if (result < 0) {
        (void)remove(argv[2]);
        (void)remove(argv[3]);
    }
    return result < 0;
}
