#include "common/decode.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A table like the generator's, with what our interfaces do not have today. */
struct place {
    const char *street;
    struct optional_int number;
};

struct sample {
    bool flag;
    struct optional_bool maybe_flag;
    int64_t count;
    struct optional_int maybe_count;
    const char *handle;
    const char *name;
    const char *date;
    const char *time;
    const char *line;
    const char *text;
    struct place place;
    struct place *maybe_place;
    struct text_list days;
    struct int_list steps;
    const json_t *any;
};

static const struct field place_fields[] = {
    {.name = "street",
     .kind = FIELD_TEXT,
     .form = FORM_LINE,
     .max = 10,
     .offset = offsetof(struct place, street)},
    {.name = "number",
     .kind = FIELD_INT,
     .nullable = true,
     .min = 1,
     .max = 999,
     .offset = offsetof(struct place, number)},
    {.name = NULL},
};

#define SAMPLE(member) .name = #member, .offset = offsetof(struct sample, member)

static const struct field sample_fields[] = {
    {SAMPLE(flag), .kind = FIELD_BOOL},
    {SAMPLE(maybe_flag), .kind = FIELD_BOOL, .nullable = true},
    {SAMPLE(count), .kind = FIELD_INT, .min = -5, .max = 5},
    {SAMPLE(maybe_count), .kind = FIELD_INT, .nullable = true, .min = INT64_MIN, .max = INT64_MAX},
    {SAMPLE(handle), .kind = FIELD_TEXT, .nullable = true, .form = FORM_HANDLE},
    {SAMPLE(name), .kind = FIELD_TEXT, .nullable = true, .form = FORM_NAME},
    {SAMPLE(date), .kind = FIELD_TEXT, .nullable = true, .form = FORM_DATE},
    {SAMPLE(time), .kind = FIELD_TEXT, .nullable = true, .form = FORM_TIME},
    {SAMPLE(line), .kind = FIELD_TEXT, .nullable = true, .form = FORM_LINE, .max = 8},
    {SAMPLE(text), .kind = FIELD_TEXT, .nullable = true, .form = FORM_TEXT, .max = 8},
    {SAMPLE(place), .kind = FIELD_STRUCT, .members = place_fields, .size = sizeof(struct place)},
    {SAMPLE(maybe_place), .kind = FIELD_STRUCT, .nullable = true, .members = place_fields,
     .size = sizeof(struct place)},
    {SAMPLE(days), .kind = FIELD_TEXTS, .nullable = true, .max = 3},
    {SAMPLE(steps), .kind = FIELD_INTS, .nullable = true, .max = 3},
    {SAMPLE(any), .kind = FIELD_JSON, .nullable = true},
    {.name = NULL},
};

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

#define REST "\"flag\":true,\"count\":1,\"place\":{\"street\":\"Elm\"}"

/* The same for one more member of a sample. */
static const char *decode_member(struct fixture *fixture, const char *member, struct sample *ret)
{
    *ret = (struct sample){0};
    return decode(fixture, sample_fields, arena_format(&fixture->arena, "{" REST ",%s}", member),
                  ret);
}

static void assert_members(struct fixture *fixture, const char *path, const char *const *members,
                           size_t count)
{
    struct sample sample;
    for (size_t i = 0; i < count; i++) {
        const char *found = decode_member(fixture, members[i], &sample);
        if (strcmp(found, path) != 0)
            fail_msg("%s: '%s', not '%s'", members[i], found, path);
    }
}

#define ASSERT_MEMBERS(fixture, path, ...)                                                         \
    do {                                                                                           \
        const char *const members[] = {__VA_ARGS__};                                               \
        assert_members((fixture), (path), members, sizeof members / sizeof *members);              \
    } while (0)

static void absent_members_read_as_absent(void **state)
{
    struct sample sample;
    assert_string_equal(decode_member(*state, "\"any\":null,\"days\":null", &sample), "right");
    assert_true(sample.flag);
    assert_int_equal(sample.count, 1);
    assert_string_equal(sample.place.street, "Elm");
    assert_false(sample.place.number.present);
    assert_false(sample.maybe_flag.present);
    assert_false(sample.maybe_count.present);
    assert_null(sample.handle);
    assert_null(sample.maybe_place);
    assert_null(sample.any);
    assert_int_equal(sample.days.count, 0);
    assert_null(sample.days.items);
}

static void given_members_arrive(void **state)
{
    struct fixture *fixture = *state;
    struct sample sample = {0};
    const char *text =
        "{\"flag\":false,\"maybe_flag\":false,\"count\":-5,"
        "\"maybe_count\":-9223372036854775808,\"handle\":\"up-1\",\"name\":\"maple/mike\","
        "\"date\":\"2028-02-29\",\"time\":\"47:59\",\"line\":\"caf\\u00e9 12\","
        "\"text\":\"a\\n\\tb\",\"place\":{\"street\":\"\",\"number\":7},"
        "\"maybe_place\":{\"street\":\"Oak\"},\"days\":[\"one\",\"two\"],\"any\":[{\"x\":1.5}]}";
    assert_string_equal(decode(fixture, sample_fields, text, &sample), "right");
    assert_false(sample.flag);
    assert_true(sample.maybe_flag.present);
    assert_false(sample.maybe_flag.value);
    assert_int_equal(sample.count, -5);
    assert_true(sample.maybe_count.present);
    assert_true(sample.maybe_count.value == INT64_MIN);
    assert_string_equal(sample.handle, "up-1");
    assert_string_equal(sample.name, "maple/mike");
    assert_string_equal(sample.date, "2028-02-29");
    assert_string_equal(sample.time, "47:59");
    assert_string_equal(sample.line, "caf\xC3\xA9 12");
    assert_string_equal(sample.text, "a\n\tb");
    assert_string_equal(sample.place.street, "");
    assert_true(sample.place.number.present);
    assert_int_equal(sample.place.number.value, 7);
    assert_string_equal(sample.maybe_place->street, "Oak");
    assert_false(sample.maybe_place->number.present);
    assert_int_equal(sample.days.count, 2);
    assert_string_equal(sample.days.items[1], "two");
    assert_ptr_equal(sample.any, json_object_get(fixture->json, "any"));
}

static void members_must_be_known_there_and_of_their_type(void **state)
{
    struct fixture *fixture = *state;
    struct sample sample;
    static const char *const wrong[][2] = {
        {"{" REST ",\"colour\":1}", "colour"},
        {"{" REST ",\"colour\":null}", "colour"},
        {"{" REST ",\"Flag\":true}", "Flag"},
        {"{\"flag\":true,\"count\":1}", "place"},
        {"{\"flag\":null,\"count\":1,\"place\":{\"street\":\"\"}}", "flag"},
        {"{\"flag\":1,\"count\":1,\"place\":{\"street\":\"\"}}", "flag"},
        {"{\"flag\":true,\"count\":\"1\",\"place\":{\"street\":\"\"}}", "count"},
        {"{\"flag\":true,\"count\":1.0,\"place\":{\"street\":\"\"}}", "count"},
        {"{\"flag\":true,\"count\":6,\"place\":{\"street\":\"\"}}", "count"},
        {"{\"flag\":true,\"count\":-6,\"place\":{\"street\":\"\"}}", "count"},
        {"{\"flag\":true,\"count\":1,\"place\":[]}", "place"},
        {"{\"flag\":true,\"count\":1,\"place\":{}}", "place.street"},
        {"{\"flag\":true,\"count\":1,\"place\":{\"street\":\"\",\"zip\":1}}", "place.zip"},
        {"{" REST ",\"maybe_place\":{\"street\":\"\",\"number\":0}}", "maybe_place.number"},
        {"{" REST ",\"maybe_place\":\"\"}", "maybe_place"},
        {"{}", "flag"},
        {"null", "flag"},
        {"[]", ""},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(decode(fixture, sample_fields, wrong[i][0], &sample), wrong[i][1]);
    assert_string_equal(decode(fixture, sample_fields, NULL, &sample), "flag");
}

static void handles_and_names_have_their_form(void **state)
{
    ASSERT_MEMBERS(*state, "right", "\"handle\":\"a\"", "\"handle\":\"up-1\"",
                   "\"handle\":\"a2345678901234567890123456789012\"");
    ASSERT_MEMBERS(*state, "handle", "\"handle\":\"\"", "\"handle\":\"Mike\"", "\"handle\":\"1a\"",
                   "\"handle\":\"a b\"", "\"handle\":\"maple/mike\"",
                   "\"handle\":\"a23456789012345678901234567890123\"", "\"handle\":7");
    ASSERT_MEMBERS(*state, "right", "\"name\":\"mike\"", "\"name\":\"maple/mike\"");
    ASSERT_MEMBERS(*state, "name", "\"name\":\"/mike\"", "\"name\":\"maple/\"", "\"name\":\"/\"",
                   "\"name\":\"a/b/c\"", "\"name\":\"maple//mike\"", "\"name\":\"\"",
                   "\"name\":\"maple/Mike\"");
}

static void dates_and_times_have_their_form(void **state)
{
    ASSERT_MEMBERS(*state, "right", "\"date\":\"2026-11-27\"", "\"date\":\"2028-02-29\"");
    ASSERT_MEMBERS(*state, "date", "\"date\":\"2026-02-29\"", "\"date\":\"2026-13-01\"",
                   "\"date\":\"26-11-27\"", "\"date\":\"2026-11-27T00:00:00Z\"",
                   "\"date\":\"today\"", "\"date\":\"\"", "\"date\":20261127");
    ASSERT_MEMBERS(*state, "right", "\"time\":\"00:00\"", "\"time\":\"23:59\"",
                   "\"time\":\"25:30\"", "\"time\":\"47:59\"");
    ASSERT_MEMBERS(*state, "time", "\"time\":\"48:00\"", "\"time\":\"12:60\"", "\"time\":\"9:00\"",
                   "\"time\":\"09:0\"", "\"time\":\"09:00:00\"", "\"time\":\"-1:00\"",
                   "\"time\":\"0a:00\"", "\"time\":\"09.00\"", "\"time\":\"\"", "\"time\":900");
}

/* issue 2: "text with control characters or invalid UTF-8, fields too long" */
static void lines_and_texts_are_clean_and_bounded_in_bytes(void **state)
{
    ASSERT_MEMBERS(*state, "right", "\"line\":\"\"", "\"line\":\"12345678\"",
                   "\"line\":\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\"",
                   "\"text\":\"a\\nb\"");
    ASSERT_MEMBERS(*state, "line", "\"line\":\"123456789\"",
                   "\"line\":\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9a\"",
                   "\"line\":\"a\\nb\"", "\"line\":\"a\\u001b[m\"", "\"line\":[]");
    ASSERT_MEMBERS(*state, "text", "\"text\":\"123456789\"", "\"text\":\"\\u0007\"",
                   "\"text\":\"\\u202e\"", "\"text\":true");
}

static void lists_of_text_are_bounded_item_by_item(void **state)
{
    struct fixture *fixture = *state;
    struct sample sample;
    ASSERT_MEMBERS(fixture, "right", "\"days\":[]", "\"days\":[\"a\",\"b\",\"c\"]");
    ASSERT_MEMBERS(fixture, "days", "\"days\":[\"a\",\"b\",\"c\",\"d\"]", "\"days\":\"a\"",
                   "\"days\":{}");
    ASSERT_MEMBERS(fixture, "days[1]", "\"days\":[\"a\",\"\"]", "\"days\":[\"a\",2]",
                   "\"days\":[\"a\",null]", "\"days\":[\"a\",\"b\\nc\"]");
    char item[258] = {0};
    memset(item, 'x', 256);
    const char *longest = arena_format(&fixture->arena, "\"days\":[\"%s\"]", item);
    assert_string_equal(decode_member(fixture, longest, &sample), "right");
    item[256] = 'x';
    longest = arena_format(&fixture->arena, "\"days\":[\"%s\"]", item);
    assert_string_equal(decode_member(fixture, longest, &sample), "days[0]");
    assert_string_equal(decode_member(fixture, "\"days\":[]", &sample), "right");
    assert_non_null(sample.days.items);
}

static void lists_of_numbers_are_bounded_item_by_item(void **state)
{
    struct fixture *fixture = *state;
    struct sample sample;
    ASSERT_MEMBERS(fixture, "right", "\"steps\":[]", "\"steps\":[1,-2,9223372036854775807]");
    ASSERT_MEMBERS(fixture, "steps", "\"steps\":[1,2,3,4]", "\"steps\":1", "\"steps\":{}");
    ASSERT_MEMBERS(fixture, "steps[1]", "\"steps\":[1,\"2\"]", "\"steps\":[1,2.0]",
                   "\"steps\":[1,null]", "\"steps\":[1,true]");
    assert_string_equal(decode_member(fixture, "\"steps\":[4,-7]", &sample), "right");
    assert_int_equal(sample.steps.count, 2);
    assert_int_equal(sample.steps.items[0], 4);
    assert_int_equal(sample.steps.items[1], -7);
    assert_string_equal(decode_member(fixture, "\"steps\":null", &sample), "right");
    assert_int_equal(sample.steps.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(absent_members_read_as_absent),
        TEST(given_members_arrive),
        TEST(members_must_be_known_there_and_of_their_type),
        TEST(handles_and_names_have_their_form),
        TEST(dates_and_times_have_their_form),
        TEST(lines_and_texts_are_clean_and_bounded_in_bytes),
        TEST(lists_of_text_are_bounded_item_by_item),
        TEST(lists_of_numbers_are_bounded_item_by_item),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
