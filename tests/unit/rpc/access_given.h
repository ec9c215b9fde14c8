#pragma once
/* What the walk gives each method: made up from the method's own description. Include cmocka
 * first. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rpc/access_callers.h"

static inline bool takes(const struct row *row, const char *name)
{
    for (const struct field *field = row->method->fields; field && field->name; field++)
        if (strcmp(field->name, name) == 0)
            return true;
    return false;
}

static inline bool is_about_people(const struct row *row)
{
    return row->target && strcmp(row->target->kind, "person") == 0;
}

static inline bool is_about_imports(const struct row *row)
{
    return row->target && strcmp(row->target->kind, "import") == 0;
}

static inline bool is_in_oak(int situation)
{
    return situation == OTHER_HOUSE || situation == FORMER_THERE;
}

static inline const char *person_in(const struct caller *caller, int situation)
{
    return situation == SELF           ? caller_handle(caller)
           : situation == OTHER_HOUSE  ? "oda"
           : situation == FORMER       ? "dan"
           : situation == FORMER_THERE ? "don"
                                       : "ann";
}

static inline json_t *members_for(const struct field *fields);

/* Something that the field's kind and bounds let through. */
static inline json_t *value_for(const struct field *field)
{
    switch (field->kind) {
    case FIELD_BOOL:
        return json_false();
    case FIELD_INT:
        return json_integer(field->min);
    case FIELD_TEXT:
        return json_string(field->form == FORM_DATE   ? "2026-12-01"
                           : field->form == FORM_TIME ? "20:00"
                                                      : "x");
    case FIELD_ENUM:
        return json_string(field->names[0]);
    case FIELD_STRUCT:
        return members_for(field->members);
    case FIELD_TEXTS:
    case FIELD_INTS:
    case FIELD_STRUCTS:
        return json_array();
    case FIELD_TEXT_MAP:
    case FIELD_JSON:
        break;
    }
    return json_object();
}

static inline void set_member(json_t *object, const char *name, json_t *value)
{
    assert_int_equal(json_object_set_new(object, name, value), 0);
}

/* Only what must be there, and of lists as little as can be. */
static inline json_t *members_for(const struct field *fields)
{
    json_t *object = json_object();
    for (const struct field *field = fields; field->name; field++)
        if (!field->nullable || strcmp(field->name, "limit") == 0)
            set_member(object, field->name, value_for(field));
    return object;
}

/*
 * That, and where the method can say so the house and the person that the situation is about. An
 * operator's account is the one that is added to no house.
 */
static inline json_t *parameters_for(const struct row *row, const struct caller *caller,
                                     int situation)
{
    json_t *object = members_for(row->method->fields);
    const char *person = is_about_people(row)   ? person_in(caller, situation)
                         : is_in_oak(situation) ? "oda"
                                                : "ann";
    if (takes(row, "house") && situation != NOWHERE)
        set_member(object, "house", json_string(is_in_oak(situation) ? "oak" : "maple"));
    if (takes(row, "person"))
        set_member(object, "person", json_string(person));
    if (takes(row, "kind") && situation == NOWHERE)
        set_member(object, "kind", json_string("operator"));
    return object;
}

/* A call whose parameters are refused never comes as far as the question who may. */
static inline void assert_decodes(const struct row *row, const json_t *parameters)
{
    struct arena arena = {0};
    const char *path = "";
    const struct method *method = row->method;
    void *in = arena_alloc(&arena, method->size ? method->size : 1);
    if (decode_parameters(method->fields, parameters, &arena, in, &path) < 0)
        fail_msg("%s: nothing to try for %s", method->name, path);
    arena_clear(&arena);
}
