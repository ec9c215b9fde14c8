#include "common/decode.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The generator's own tables, with handlers that say what they were called with. */
#include "org.kith.Import.c"
#include "org.varlink.service.c"

struct call {
    const char *handler;
    const void *in;
};

static int note(struct call *call, const char *handler, const void *in)
{
    *call = (struct call){handler, in};
    return 7;
}

int import_begin(struct call *call, const struct import_begin_in *in)
{
    return note(call, "begin", in);
}

int import_add(struct call *call, const struct import_add_in *in)
{
    return note(call, "add", in);
}

int import_check(struct call *call)
{
    return note(call, "check", NULL);
}

int import_apply(struct call *call)
{
    return note(call, "apply", NULL);
}

int service_get_info(struct call *call)
{
    return note(call, "info", NULL);
}

int service_get_interface_description(struct call *call,
                                      const struct service_get_interface_description_in *in)
{
    return note(call, "description", in);
}

struct fixture {
    struct arena arena;
    json_t *json;
};

static int set_up(void **state)
{
    struct fixture *fixture = test_malloc(sizeof *fixture);
    *fixture = (struct fixture){0};
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    json_decref(fixture->json);
    arena_clear(&fixture->arena);
    test_free(fixture);
    return 0;
}

/* The path of what is wrong; "right" where nothing is, then `in` is filled. */
static const char *decode(struct fixture *fixture, const struct field *fields, const char *text,
                          void *in)
{
    json_error_t error;
    json_decref(fixture->json);
    fixture->json = text ? json_loads(text, JSON_DECODE_ANY, &error) : NULL;
    if (text && !fixture->json)
        fail_msg("%s: %s", text, error.text);
    const char *path = "right";
    int result = decode_parameters(fields, fixture->json, &fixture->arena, in, &path);
    assert_int_equal(result, strcmp(path, "right") == 0 ? 0 : -EINVAL);
    return path;
}

static void enums_are_one_of_their_names(void **state)
{
    struct import_begin_in in = {0};
    const struct field *fields = import_begin_method.fields;
    assert_string_equal(decode(*state, fields, "{\"kind\":\"chores\"}", &in), "right");
    assert_string_equal(in.kind, "chores");
    assert_null(in.house);
    assert_string_equal(decode(*state, fields, "{\"kind\":\"Chores\"}", &in), "kind");
    assert_string_equal(decode(*state, fields, "{\"kind\":\"\"}", &in), "kind");
    assert_string_equal(decode(*state, fields, "{\"kind\":1}", &in), "kind");
    assert_string_equal(decode(*state, fields, "{}", &in), "kind");
    assert_string_equal(decode(*state, fields, "{\"kind\":\"roster\",\"house\":\"M\"}", &in),
                        "house");
}

static void lists_of_structs_arrive_whole(void **state)
{
    struct import_add_in in = {0};
    const char *text = "{\"rows\":[{\"line\":2,\"fields\":{\"name\":\"Mike\\nR\",\"bed\":\"\"}},"
                       "{\"fields\":{},\"line\":1000000}]}";
    assert_string_equal(decode(*state, import_add_method.fields, text, &in), "right");
    assert_int_equal(in.rows.count, 2);
    assert_int_equal(in.rows.items[0].line, 2);
    assert_int_equal(in.rows.items[0].fields.count, 2);
    assert_string_equal(in.rows.items[0].fields.items[0].key, "name");
    assert_string_equal(in.rows.items[0].fields.items[0].value, "Mike\nR");
    assert_string_equal(in.rows.items[0].fields.items[1].value, "");
    assert_int_equal(in.rows.items[1].line, 1000000);
    assert_int_equal(in.rows.items[1].fields.count, 0);
}

static void faults_in_lists_are_named_by_their_place(void **state)
{
    struct import_add_in in = {0};
    static const char *const wrong[][2] = {
        {"{\"rows\":[{\"line\":1,\"fields\":{}},{\"line\":0,\"fields\":{}}]}", "rows[1].line"},
        {"{\"rows\":[{\"line\":1000001,\"fields\":{}}]}", "rows[0].line"},
        {"{\"rows\":[{\"line\":1}]}", "rows[0].fields"},
        {"{\"rows\":[{\"line\":1,\"fields\":{},\"x\":1}]}", "rows[0].x"},
        {"{\"rows\":[{\"line\":1,\"fields\":[]}]}", "rows[0].fields"},
        {"{\"rows\":[{\"line\":1,\"fields\":{\"a\":1}}]}", "rows[0].fields.a"},
        {"{\"rows\":[{\"line\":1,\"fields\":{\"a\":null}}]}", "rows[0].fields.a"},
        {"{\"rows\":[{\"line\":1,\"fields\":{\"a\":\"\\u0001\"}}]}", "rows[0].fields.a"},
        {"{\"rows\":[{\"line\":1,\"fields\":{\"\":\"\"}}]}", "rows[0].fields."},
        {"{\"rows\":[null]}", "rows[0]"},
        {"{\"rows\":[[]]}", "rows[0]"},
        {"{\"rows\":{}}", "rows"},
        {"{}", "rows"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(decode(*state, import_add_method.fields, wrong[i][0], &in),
                            wrong[i][1]);
}

/* {"rows":[{"line":1,"fields":{...}}, ...]} */
static const char *rows_text(struct arena *arena, int rows, int fields)
{
    const char *map = "", *list = "";
    for (int i = 0; i < fields; i++)
        map = arena_format(arena, "%s%s\"f%d\":\"\"", map, i ? "," : "", i);
    for (int i = 0; i < rows; i++)
        list = arena_format(arena, "%s%s{\"line\":1,\"fields\":{%s}}", list, i ? "," : "", map);
    return arena_format(arena, "{\"rows\":[%s]}", list);
}

static void lists_and_maps_have_their_most_items(void **state)
{
    struct fixture *fixture = *state;
    struct import_add_in in = {0};
    const struct field *fields = import_add_method.fields;
    assert_string_equal(decode(fixture, fields, rows_text(&fixture->arena, 200, 0), &in), "right");
    assert_string_equal(decode(fixture, fields, rows_text(&fixture->arena, 201, 0), &in), "rows");
    assert_string_equal(decode(fixture, fields, rows_text(&fixture->arena, 1, 64), &in), "right");
    assert_string_equal(decode(fixture, fields, rows_text(&fixture->arena, 1, 65), &in),
                        "rows[0].fields");
}

/* One row with one field. */
static const char *pair_text(struct arena *arena, int key_length, int value_length)
{
    char *key = arena_alloc(arena, (size_t)key_length + 1);
    char *value = arena_alloc(arena, (size_t)value_length + 1);
    memset(key, 'k', (size_t)key_length);
    memset(value, 'v', (size_t)value_length);
    return arena_format(arena, "{\"rows\":[{\"line\":1,\"fields\":{\"%s\":\"%s\"}}]}", key, value);
}

static void keys_and_values_of_maps_are_bounded(void **state)
{
    struct fixture *fixture = *state;
    struct arena *arena = &fixture->arena;
    struct import_add_in in = {0};
    const struct field *fields = import_add_method.fields;
    assert_string_equal(decode(fixture, fields, pair_text(arena, 64, 4096), &in), "right");
    assert_string_equal(decode(fixture, fields, pair_text(arena, 1, 4097), &in),
                        "rows[0].fields.k");
    assert_memory_equal(decode(fixture, fields, pair_text(arena, 65, 1), &in), "rows[0].fields.kk",
                        17);
    assert_string_equal(
        decode(fixture, fields, "{\"rows\":[{\"line\":1,\"fields\":{\"a\\nb\":\"\"}}]}", &in),
        "rows[0].fields.a\nb");
}

static void methods_without_parameters_take_none(void **state)
{
    struct fixture *fixture = *state;
    char nothing;
    assert_string_equal(decode(fixture, import_check_method.fields, NULL, &nothing), "right");
    assert_string_equal(decode(fixture, import_check_method.fields, "null", &nothing), "right");
    assert_string_equal(decode(fixture, import_check_method.fields, "{}", &nothing), "right");
    assert_string_equal(decode(fixture, import_check_method.fields, "{\"a\":1}", &nothing), "a");
    assert_int_equal(import_check_method.size, 0);
}

static void the_list_of_methods_leads_to_the_handlers(void **state)
{
    (void)state;
    static const char *const handlers[] = {"begin", "add", "check", "apply"};
    struct import_add_in in = {0};
    struct call call;
    size_t i = 0;
    for (; import_method_list[i]; i++) {
        bool has_parameters = import_method_list[i]->size > 0;
        assert_int_equal(import_method_list[i]->handle(&call, &in), 7);
        assert_string_equal(call.handler, handlers[i]);
        assert_ptr_equal(call.in, has_parameters ? &in : NULL);
    }
    assert_int_equal(i, 4);
    assert_string_equal(import_method_list[1]->name, "org.kith.Import.Add");
    assert_int_equal(import_method_list[1]->size, sizeof in);
    assert_string_equal(import_interface, "org.kith.Import");
    assert_string_equal(service_interface, "org.varlink.service");
    assert_string_equal(service_method_list[1]->name,
                        "org.varlink.service.GetInterfaceDescription");
}

static void names_of_interfaces_are_at_most_255_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct service_get_interface_description_in in = {0};
    const struct field *fields = service_get_interface_description_method.fields;
    char name[257] = {0};
    memset(name, 'a', 255);
    assert_string_equal(
        decode(fixture, fields, arena_format(&fixture->arena, "{\"interface\":\"%s\"}", name), &in),
        "right");
    name[255] = 'a';
    assert_string_equal(
        decode(fixture, fields, arena_format(&fixture->arena, "{\"interface\":\"%s\"}", name), &in),
        "interface");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(enums_are_one_of_their_names),
        TEST(lists_of_structs_arrive_whole),
        TEST(faults_in_lists_are_named_by_their_place),
        TEST(lists_and_maps_have_their_most_items),
        TEST(keys_and_values_of_maps_are_bounded),
        TEST(methods_without_parameters_take_none),
        TEST(the_list_of_methods_leads_to_the_handlers),
        TEST(names_of_interfaces_are_at_most_255_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
