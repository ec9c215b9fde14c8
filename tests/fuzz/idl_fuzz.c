/* Any text at all as an interface description; what is right is walked through to its ends.
 * issue 2: "interface parser" */
#include <assert.h>
#include <jansson.h>
#include <stdint.h>
#include <string.h>

#include "common/check.h"
#include "common/idl.h"

enum { DEPTH_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Visits every type within; returns how many there are. */
static size_t visit(const struct idl_type *type, int depth)
{
    size_t count = 1;
    assert(depth < DEPTH_MAX);
    if (type->kind == IDL_NAMED)
        assert(type->named && *type->name);
    if (type->element)
        count += visit(type->element, depth + 1);
    for (const struct idl_field *field = type->fields; field; field = field->next) {
        assert(*field->name && field->line > 0 && field->comment);
        assert((type->kind == IDL_STRUCT) == (field->type != NULL));
        if (field->type)
            count += visit(field->type, depth + 1);
    }
    return count;
}

/* An empty value fits a type that has nothing it needs; either answer will do. */
static void check_empty(const struct idl_type *type, struct arena *arena)
{
    json_t *value = json_object();
    const char *path = NULL;
    int result = check_value(type, value, arena, &path);
    assert((result == 0) == (path == NULL));
    json_decref(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct idl idl;
    struct idl_fault fault = {0};
    const char *text = arena_copy(&arena, (const char *)data, size);
    if (idl_parse(text, &arena, &idl, &fault) < 0) {
        assert(fault.line > 0 && fault.reason);
        arena_clear(&arena);
        return 0;
    }
    assert(strcmp(idl.text, text) == 0 && idl.members);
    for (const struct idl_member *member = idl.members; member; member = member->next) {
        assert(idl_find(&idl, member->kind, member->name) == member);
        size_t count = visit(member->in, 0);
        if (member->out)
            count += visit(member->out, 0);
        assert(count <= 2 * size + 2);
        check_empty(member->in, &arena);
    }
    arena_clear(&arena);
    return 0;
}
