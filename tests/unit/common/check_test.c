#include "common/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What a value is held against: T, a cake; E, an enum; R, a tree. */
static const char types[] = "interface org.example.test\n"
                            "type T (name: string, size: ?int)\n"
                            "type E (small, large)\n"
                            "type R (name: string, left: ?R, more: []R)\n";

/* The path of what is wrong in `json`, held against `type`; "right" where nothing is. */
static const char *check(struct arena *arena, const char *type, const char *json)
{
    struct idl idl;
    struct idl_fault fault = {0};
    const char *text = arena_format(arena, "%smethod M(v: %s) -> ()\n", types, type);
    if (idl_parse(text, arena, &idl, &fault) != 0)
        fail_msg("%s: %s", type, fault.reason);
    json_error_t error;
    json_t *value = json ? json_loads(json, JSON_DECODE_ANY, &error) : NULL;
    if (json && !value)
        fail_msg("%s: %s", json, error.text);
    const char *path = "right";
    int result =
        check_value(idl_find(&idl, IDL_METHOD, "M")->in->fields->type, value, arena, &path);
    assert_int_equal(result, strcmp(path, "right") == 0 ? 0 : -EINVAL);
    json_decref(value);
    return path;
}

struct sample {
    const char *type;
    const char *json;
    const char *path;
};

static void check_samples(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena arena = {0};
        const char *path = check(&arena, samples[i].type, samples[i].json);
        if (strcmp(path, samples[i].path) != 0)
            fail_msg("%s against %s: '%s', not '%s'", samples[i].json ? samples[i].json : "NULL",
                     samples[i].type, path, samples[i].path);
        arena_clear(&arena);
    }
}

static void simple_values_have_the_type_or_not(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"bool", "true", "right"},
        {"bool", "0", ""},
        {"bool", "\"true\"", ""},
        {"int", "-9223372036854775808", "right"},
        {"int", "9223372036854775807", "right"},
        {"int", "3.0", ""},
        {"int", "3e0", ""},
        {"int", "\"3\"", ""},
        {"float", "3", "right"},
        {"float", "-3.5e-7", "right"},
        {"float", "\"3\"", ""},
        {"string", "\"\"", "right"},
        {"string", "3", ""},
        {"string", "[\"a\"]", ""},
        {"object", "{}", "right"},
        {"object", "{\"a\":{\"b\":[null]}}", "right"},
        {"object", "[]", ""},
        {"any", "false", "right"},
        {"any", "[{}]", "right"},
        {"E", "\"large\"", "right"},
        {"E", "\"Large\"", ""},
        {"E", "1", ""},
        {"(one, two)", "\"two\"", "right"},
        {"(one, two)", "\"\"", ""},
    };
    check_samples(samples, sizeof samples / sizeof *samples);
}

static void null_is_absent_and_only_the_nullable_may_be(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"?int", NULL, "right"},
        {"?int", "null", "right"},
        {"?int", "\"a\"", ""},
        {"int", NULL, ""},
        {"int", "null", ""},
        {"any", "null", ""},
        {"?any", "null", "right"},
        {"object", "null", ""},
        {"?T", "null", "right"},
        {"T", "null", ""},
        {"[]int", "null", ""},
        {"?[]int", "null", "right"},
        {"[]int", "[1,null]", "[1]"},
        {"[]?int", "[1,null]", "right"},
        {"[string]int", "{\"a\":null}", "a"},
    };
    check_samples(samples, sizeof samples / sizeof *samples);
}

static void containers_are_checked_to_the_bottom(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"[]string", "[]", "right"},
        {"[]string", "[\"a\",\"b\"]", "right"},
        {"[]string", "[\"a\",2]", "[1]"},
        {"[]string", "{}", ""},
        {"[][]int", "[[],[1],[1,2,\"x\"]]", "[2][2]"},
        {"[string]int", "{}", "right"},
        {"[string]int", "{\"a\":1,\"b c\":2}", "right"},
        {"[string]int", "{\"a\":1,\"b\":\"2\"}", "b"},
        {"[string]int", "[1]", ""},
        {"[string][]T", "{\"a\":[{\"name\":\"x\"},{\"name\":1}]}", "a[1].name"},
        {"[string]()", "{}", "right"},
        {"[string]()", "{\"a\":{},\"b\":{}}", "right"},
        {"[string]()", "{\"a\":{},\"b\":{\"c\":1}}", "b.c"},
        {"[string]()", "{\"a\":true}", "a"},
        {"[string]()", "[\"a\"]", ""},
        {"?[]?[string](foo, bar)", "[null,{\"x\":\"foo\"}]", "right"},
        {"?[]?[string](foo, bar)", "[null,{\"x\":\"baz\"}]", "[1].x"},
    };
    check_samples(samples, sizeof samples / sizeof *samples);
}

/* issue 2: "checked against the description" */
static void structs_have_all_their_members_and_no_others(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"T", "{\"name\":\"a\"}", "right"},
        {"T", "{\"size\":3,\"name\":\"a\"}", "right"},
        {"T", "{\"size\":null,\"name\":\"a\"}", "right"},
        {"T", "{}", "name"},
        {"T", "{\"name\":null}", "name"},
        {"T", "{\"name\":\"a\",\"size\":\"b\"}", "size"},
        {"T", "{\"name\":\"a\",\"colour\":\"b\"}", "colour"},
        {"T", "{\"name\":\"a\",\"Name\":\"b\"}", "Name"},
        {"T", "\"a\"", ""},
        {"T", "[]", ""},
        {"()", "{}", "right"},
        {"()", "{\"a\":1}", "a"},
        {"(a: (b: []T))", "{\"a\":{\"b\":[{\"name\":\"\"},{}]}}", "a.b[1].name"},
        {"R", "{\"name\":\"\",\"more\":[]}", "right"},
        {"R",
         "{\"name\":\"\",\"more\":[{\"name\":\"\",\"more\":[]}],"
         "\"left\":{\"name\":\"\",\"more\":[{}]}}",
         "left.more[0].name"},
    };
    check_samples(samples, sizeof samples / sizeof *samples);
}

/* {"name":"","left":{"name":"","left":{...},"more":[]},"more":[]}, so many objects deep */
static const char *tree(struct arena *arena, int depth)
{
    const char *text = "null";
    for (int i = 0; i < depth; i++)
        text = arena_format(arena, "{\"name\":\"\",\"left\":%s,\"more\":[]}", text);
    return text;
}

static void deep_values_are_refused_not_followed(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_string_equal(check(&arena, "R", tree(&arena, 100)), "right");
    const char *path = check(&arena, "R", tree(&arena, 1000));
    assert_memory_equal(path, "left.left.left", 14);
    assert_in_range(strlen(path), 128 * 4, 130 * 5);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple_values_have_the_type_or_not),
        cmocka_unit_test(null_is_absent_and_only_the_nullable_may_be),
        cmocka_unit_test(containers_are_checked_to_the_bottom),
        cmocka_unit_test(structs_have_all_their_members_and_no_others),
        cmocka_unit_test(deep_values_are_refused_not_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
