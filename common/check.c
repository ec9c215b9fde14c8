#include "common/check.h"

#include <errno.h>
#include <string.h>

enum { VALUE_DEPTH_MAX = 128 };

struct checker {
    struct arena *arena;
    const char *path; /* below the value in hand, to what is wrong: "", ".on" or "[2].on" */
};

static int refuse(struct checker *checker, const char *path)
{
    checker->path = path;
    return -EINVAL;
}

static int check(struct checker *checker, const struct idl_type *type, const json_t *value,
                 int depth);

static const struct idl_field *find_field(const struct idl_type *type, const char *name)
{
    const struct idl_field *field = type->fields;
    while (field && (!name || strcmp(field->name, name) != 0))
        field = field->next;
    return field;
}

static int check_member(struct checker *checker, const struct idl_type *type, const char *name,
                        const json_t *value, int depth)
{
    if (check(checker, type, value, depth + 1) < 0)
        return refuse(checker, arena_format(checker->arena, ".%s%s", name, checker->path));
    return 0;
}

static int check_struct(struct checker *checker, const struct idl_type *type, const json_t *value,
                        int depth)
{
    const char *name;
    json_t *member;
    json_object_foreach ((json_t *)value, name, member) {
        if (!find_field(type, name))
            return refuse(checker, arena_format(checker->arena, ".%s", name));
    }
    for (const struct idl_field *field = type->fields; field; field = field->next) {
        member = json_object_get(value, field->name);
        if (check_member(checker, field->type, field->name, member, depth) < 0)
            return -EINVAL;
    }
    return 0;
}

static int check_map(struct checker *checker, const struct idl_type *type, const json_t *value,
                     int depth)
{
    const char *name;
    json_t *member;
    json_object_foreach ((json_t *)value, name, member) {
        if (check_member(checker, type->element, name, member, depth) < 0)
            return -EINVAL;
    }
    return 0;
}

static int check_array(struct checker *checker, const struct idl_type *type, const json_t *value,
                       int depth)
{
    for (size_t i = 0; i < json_array_size(value); i++)
        if (check(checker, type->element, json_array_get(value, i), depth + 1) < 0)
            return refuse(checker, arena_format(checker->arena, "[%zu]%s", i, checker->path));
    return 0;
}

/* Whether the value has the JSON type that the described type has. */
static bool is_kind(const struct idl_type *type, const json_t *value)
{
    switch (type->kind) {
    case IDL_BOOL:
        return json_is_boolean(value);
    case IDL_INT:
        return json_is_integer(value);
    case IDL_FLOAT:
        return json_is_number(value);
    case IDL_STRING:
        return json_is_string(value);
    case IDL_ENUM:
        return find_field(type, json_string_value(value));
    case IDL_ARRAY:
        return json_is_array(value);
    case IDL_OBJECT:
    case IDL_STRUCT:
    case IDL_MAP:
    case IDL_SET:
        return json_is_object(value);
    case IDL_ANY:
        return true;
    case IDL_NAMED:
        break;
    }
    return false;
}

static int check(struct checker *checker, const struct idl_type *type, const json_t *value,
                 int depth)
{
    if (!value || json_is_null(value))
        return type->nullable ? 0 : refuse(checker, "");
    if (type->kind == IDL_NAMED)
        type = type->named;
    if (depth > VALUE_DEPTH_MAX || !is_kind(type, value))
        return refuse(checker, "");
    if (type->kind == IDL_STRUCT)
        return check_struct(checker, type, value, depth);
    if (type->kind == IDL_ARRAY)
        return check_array(checker, type, value, depth);
    if (type->kind == IDL_MAP || type->kind == IDL_SET)
        return check_map(checker, type, value, depth);
    return 0;
}

int check_value(const struct idl_type *type, const json_t *value, struct arena *arena,
                const char **ret_path)
{
    struct checker checker = {arena, ""};
    int result = check(&checker, type, value, 0);
    if (result < 0)
        *ret_path = *checker.path == '.' ? checker.path + 1 : checker.path;
    return result;
}
