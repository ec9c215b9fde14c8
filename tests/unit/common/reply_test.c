#include "common/reply.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_text(struct bytes *bytes, const char *text)
{
    bytes_add_byte(bytes, '\0');
    assert_string_equal(bytes->data, text);
    bytes_clear(bytes);
}

static void nothing_written_is_an_empty_object(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    reply_start(&reply, &bytes);
    reply_finish(&reply);
    assert_text(&bytes, "{}");
}

static void members_are_parted_by_commas_and_nothing_else(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    reply_start(&reply, &bytes);
    reply_text(&reply, "name", "Mike R");
    reply_text(&reply, "note", NULL);
    reply_int(&reply, "count", -3);
    reply_bool(&reply, "yes", true);
    reply_bool(&reply, "no", false);
    reply_bytes(&reply, "part", "abcdef", 3);
    reply_bytes(&reply, "empty", "", 0);
    reply_raw(&reply, "raw", "[1, 2]", 6);
    reply_finish(&reply);
    assert_text(&bytes, "{\"name\":\"Mike R\",\"count\":-3,\"yes\":true,\"no\":false,"
                        "\"part\":\"abc\",\"empty\":\"\",\"raw\":[1, 2]}");
}

/* issue 2: "Replies are written directly" */
static void objects_and_lists_stand_within_each_other(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    reply_start(&reply, &bytes);
    reply_list(&reply, "none");
    reply_list_end(&reply);
    reply_list(&reply, "items");
    for (int i = 0; i < 2; i++) {
        reply_object(&reply, NULL);
        reply_int(&reply, "n", i);
        reply_list(&reply, "in");
        reply_text(&reply, NULL, "a");
        reply_text(&reply, NULL, "b");
        reply_list(&reply, NULL);
        reply_bool(&reply, NULL, true);
        reply_list_end(&reply);
        reply_list_end(&reply);
        reply_object_end(&reply);
    }
    reply_list_end(&reply);
    reply_object(&reply, "last");
    reply_object_end(&reply);
    reply_int(&reply, "end", 1);
    reply_finish(&reply);
    assert_text(&bytes, "{\"none\":[],\"items\":[{\"n\":0,\"in\":[\"a\",\"b\",[true]]},"
                        "{\"n\":1,\"in\":[\"a\",\"b\",[true]]}],\"last\":{},\"end\":1}");
}

static void a_reply_stands_behind_what_was_there(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    bytes_add(&bytes, "before", 6);
    reply_start(&reply, &bytes);
    reply_int(&reply, "a", 1);
    reply_finish(&reply);
    reply_start(&reply, &bytes);
    reply_finish(&reply);
    assert_text(&bytes, "before{\"a\":1}{}");
}

static void numbers_are_exact_to_the_last_bit(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    reply_start(&reply, &bytes);
    reply_int(&reply, "min", INT64_MIN);
    reply_int(&reply, "max", INT64_MAX);
    reply_int(&reply, "odd", 9007199254740993);
    reply_finish(&reply);
    assert_text(&bytes, "{\"min\":-9223372036854775808,\"max\":9223372036854775807,"
                        "\"odd\":9007199254740993}");
}

static void what_must_be_escaped_is(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    reply_start(&reply, &bytes);
    reply_text(&reply, "ab", "q\" b\\ n\n t\t r\r e\x1b 0\x01 d\x7f /");
    reply_finish(&reply);
    assert_text(&bytes, "{\"ab\":\"q\\\" b\\\\ n\\n t\\t r\\u000d e\\u001b 0\\u0001 d\x7f /\"}");
}

/* Every byte that may stand in a C string, those above ASCII in whole characters. */
static const char every_character[] =
    "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17"
    "\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\x7f \xC2\x80 \xC3\xA9 \xE2\x80\xA8 \xE2\x80\xAE "
    "\xEF\xBF\xBF \xF0\x9F\x8F\xA0 \xF4\x8F\xBF\xBF";

static void every_character_comes_back_as_it_went(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    reply_start(&reply, &bytes);
    reply_text(&reply, "plain", every_character);
    reply_object(&reply, "deep");
    reply_text(&reply, "text", every_character);
    reply_object_end(&reply);
    reply_finish(&reply);
    json_error_t error;
    json_t *root = json_loadb(bytes.data, bytes.length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("%s", error.text);
    assert_string_equal(json_string_value(json_object_get(root, "plain")), every_character);
    const json_t *deep = json_object_get(root, "deep");
    assert_string_equal(json_string_value(json_object_get(deep, "text")), every_character);
    assert_int_equal(json_object_size(root), 2);
    json_decref(root);
    bytes_clear(&bytes);
}

static void a_long_reply_comes_back_whole(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct reply reply;
    reply_start(&reply, &bytes);
    reply_list(&reply, "list");
    for (int i = 0; i < 5000; i++)
        reply_int(&reply, NULL, i);
    reply_list_end(&reply);
    reply_finish(&reply);
    json_error_t error;
    json_t *root = json_loadb(bytes.data, bytes.length, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    const json_t *list = json_object_get(root, "list");
    assert_int_equal(json_array_size(list), 5000);
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(json_integer_value(json_array_get(list, i)), i);
    json_decref(root);
    bytes_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_written_is_an_empty_object),
        cmocka_unit_test(members_are_parted_by_commas_and_nothing_else),
        cmocka_unit_test(objects_and_lists_stand_within_each_other),
        cmocka_unit_test(a_reply_stands_behind_what_was_there),
        cmocka_unit_test(numbers_are_exact_to_the_last_bit),
        cmocka_unit_test(what_must_be_escaped_is),
        cmocka_unit_test(every_character_comes_back_as_it_went),
        cmocka_unit_test(a_long_reply_comes_back_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
