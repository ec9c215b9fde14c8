#include "common/varlink.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include <cmocka.h>

static int parse(const char *text, struct varlink_call *ret)
{
    return varlink_parse_call(text, strlen(text), ret);
}

static void a_call_has_a_method_parameters_and_flags(void **state)
{
    (void)state;
    struct varlink_call call = {0};
    assert_int_equal(parse("{\"method\":\"a.b.C\",\"parameters\":{\"x\":1},\"more\":true}", &call),
                     0);
    assert_string_equal(call.method, "a.b.C");
    assert_int_equal(json_integer_value(json_object_get(call.parameters, "x")), 1);
    assert_true(call.more);
    assert_false(call.oneway);
    assert_false(call.upgrade);
    varlink_call_clear(&call);
    assert_null(call.root);
    assert_null(call.method);
    assert_int_equal(parse("{\"oneway\":true,\"method\":\"m\"}", &call), 0);
    assert_true(call.oneway);
    varlink_call_clear(&call);
    assert_int_equal(parse("{\"upgrade\":true,\"method\":\"m\"}", &call), 0);
    assert_true(call.upgrade);
    varlink_call_clear(&call);
}

/* issue 2: "absent = null = {}" */
static void absent_null_and_empty_parameters_are_the_same(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"method\":\"m\"}",
        "{\"method\":\"m\",\"parameters\":null}",
        "{\"method\":\"m\",\"parameters\":{}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct varlink_call call = {0};
        assert_int_equal(parse(texts[i], &call), 0);
        assert_int_equal(json_object_size(call.parameters), 0);
        varlink_call_clear(&call);
    }
}

static void what_may_stand_in_a_call_is_taken(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"method\":\"\"}",
        "{\"method\":\"m\",\"oneway\":false,\"more\":false,\"upgrade\":false}",
        "{\"method\":\"m\",\"oneway\":true,\"more\":false}",
        "{\"method\":\"m\",\"com.example.trace\":{\"id\":7}}",
        "{\"method\":\"m\",\"com.example.more\":\"yes\",\".\":null}",
        " \t\r\n{ \"method\" :\n\"m\" }\n",
        "{\"method\":\"m\",\"parameters\":{\"method\":null,\"a\":[[{}]],\"more\":3}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct varlink_call call = {0};
        if (parse(texts[i], &call) != 0)
            fail_msg("%s", texts[i]);
        varlink_call_clear(&call);
    }
}

/* issue 2: "closing on malformed calls" */
static void malformed_calls_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "{",
        "{}",
        "[]",
        "null",
        "\"method\"",
        "7",
        "{\"method\":\"m\"",
        "{\"method\":\"m\"}}",
        "{\"method\":\"m\"}{\"method\":\"m\"}",
        "{\"method\":\"m\",}",
        "{'method':'m'}",
        "{\"method\":m}",
        "{\"parameters\":{}}",
        "{\"method\":null}",
        "{\"method\":7}",
        "{\"method\":[\"m\"]}",
        "{\"method\":\"m\",\"parameters\":[]}",
        "{\"method\":\"m\",\"parameters\":\"{}\"}",
        "{\"method\":\"m\",\"parameters\":false}",
        "{\"method\":\"m\",\"more\":1}",
        "{\"method\":\"m\",\"more\":null}",
        "{\"method\":\"m\",\"oneway\":\"true\"}",
        "{\"method\":\"m\",\"upgrade\":{}}",
        "{\"method\":\"m\",\"more\":true,\"oneway\":true}",
        "{\"method\":\"m\",\"more\":true,\"upgrade\":true}",
        "{\"method\":\"m\",\"oneway\":true,\"upgrade\":true}",
        "{\"method\":\"m\",\"oneway\":true,\"more\":true,\"upgrade\":true}",
        "{\"method\":\"m\",\"continues\":true}",
        "{\"method\":\"m\",\"Parameters\":{}}",
        "{\"method\":\"m\",\"\":null}",
        "{\"method\":\"m\",\"method\":\"m\"}",
        "{\"method\":\"m\",\"parameters\":{\"a\":1,\"a\":1}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":\"\\u0000\"}}",
        "{\"method\":\"m\",\"parameters\":{\"\\u0000\":1}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":\"\xff\"}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":\"\xC0\xAF\"}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":\"\\ud800\"}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":\"\n\"}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":9223372036854775808}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":1e999}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":NaN}}",
        "{\"method\":\"m\",\"parameters\":{\"a\":01}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct varlink_call call = {.method = "untouched"};
        if (parse(texts[i], &call) != -EINVAL)
            fail_msg("taken for right: %s", texts[i]);
        assert_string_equal(call.method, "untouched");
    }
}

static void depth_bombs_are_refused(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    struct varlink_call call = {0};
    bytes_add(&bytes, "{\"method\":\"m\",\"parameters\":{\"a\":", 32);
    for (int i = 0; i < 100000; i++)
        bytes_add_byte(&bytes, '[');
    assert_int_equal(varlink_parse_call(bytes.data, bytes.length, &call), -EINVAL);
    bytes_clear(&bytes);
}

static void the_length_decides_where_a_call_ends(void **state)
{
    (void)state;
    static const char text[] = "{\"method\":\"m\"}\0{\"method\":\"n\"}";
    struct varlink_call call = {0};
    assert_int_equal(varlink_parse_call(text, 14, &call), 0);
    varlink_call_clear(&call);
    for (size_t length = 0; length < 14; length++)
        assert_int_equal(varlink_parse_call(text, length, &call), -EINVAL);
}

static void replies_are_read_and_strangers_passed_over(void **state)
{
    (void)state;
    struct varlink_reply reply = {0};
    static const char text[] = "{\"parameters\":{\"a\":1},\"continues\":true,\"new\":[],\"x.y\":0}";
    assert_int_equal(varlink_parse_reply(text, strlen(text), &reply), 0);
    assert_int_equal(json_integer_value(json_object_get(reply.parameters, "a")), 1);
    assert_true(reply.continues);
    assert_null(reply.error);
    varlink_reply_clear(&reply);
    assert_null(reply.root);
    static const char error[] = "{\"error\":\"a.b.C\",\"parameters\":null}";
    assert_int_equal(varlink_parse_reply(error, strlen(error), &reply), 0);
    assert_string_equal(reply.error, "a.b.C");
    assert_null(reply.parameters);
    assert_false(reply.continues);
    varlink_reply_clear(&reply);
    assert_int_equal(varlink_parse_reply("{}", 2, &reply), 0);
    assert_null(reply.error);
    assert_null(reply.parameters);
    varlink_reply_clear(&reply);
    static const char nulls[] = "{\"error\":null,\"parameters\":{}}";
    assert_int_equal(varlink_parse_reply(nulls, strlen(nulls), &reply), 0);
    assert_null(reply.error);
    varlink_reply_clear(&reply);
}

static void malformed_replies_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "[]",
        "{\"parameters\":[]}",
        "{\"error\":1}",
        "{\"error\":{}}",
        "{} {}",
        "{\"a\":1,\"a\":1}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct varlink_reply reply = {0};
        if (varlink_parse_reply(texts[i], strlen(texts[i]), &reply) != -EINVAL)
            fail_msg("taken for right: %s", texts[i]);
    }
}

static void assert_bytes(struct bytes *bytes, const char *text, size_t size)
{
    assert_int_equal(bytes->length, size);
    assert_memory_equal(bytes->data, text, size);
    bytes_clear(bytes);
}

#define ASSERT_BYTES(bytes, text) assert_bytes((bytes), (text), sizeof(text))

static void calls_are_written_with_what_they_need_and_a_nul(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    varlink_write_call(&bytes, "a.b.C", NULL, 0, false);
    ASSERT_BYTES(&bytes, "{\"method\":\"a.b.C\"}");
    varlink_write_call(&bytes, "a.b.C", "{\"a\":1}and more", 7, true);
    ASSERT_BYTES(&bytes, "{\"method\":\"a.b.C\",\"parameters\":{\"a\":1},\"more\":true}");
}

static void replies_leave_out_what_is_empty(void **state)
{
    (void)state;
    struct bytes bytes = {0}, none = {0}, empty = {0}, some = {0};
    bytes_add(&empty, "{}", 2);
    bytes_add(&some, "{\"a\":1}", 7);
    varlink_write_reply(&bytes, &none, NULL, false);
    ASSERT_BYTES(&bytes, "{}");
    varlink_write_reply(&bytes, &empty, NULL, true);
    ASSERT_BYTES(&bytes, "{\"continues\":true}");
    varlink_write_reply(&bytes, &some, NULL, true);
    ASSERT_BYTES(&bytes, "{\"parameters\":{\"a\":1},\"continues\":true}");
    varlink_write_reply(&bytes, &some, "a.b.C", false);
    ASSERT_BYTES(&bytes, "{\"error\":\"a.b.C\",\"parameters\":{\"a\":1}}");
    bytes_clear(&empty);
    bytes_clear(&some);
}

static void what_is_written_can_be_read(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    size_t scanned = 0;
    varlink_write_call(&bytes, "a.b.\"C\"", "{\"x\":[]}", 8, true);
    ssize_t length = varlink_next_message(&bytes, &scanned);
    assert_int_equal(length, bytes.length - 1);
    struct varlink_call call = {0};
    assert_int_equal(varlink_parse_call(bytes.data, (size_t)length, &call), 0);
    assert_string_equal(call.method, "a.b.\"C\"");
    assert_true(call.more);
    varlink_call_clear(&call);
    bytes_clear(&bytes);
}

/* issue 2: "a call in 1-byte pieces" */
static void messages_come_together_byte_by_byte(void **state)
{
    (void)state;
    static const char stream[] = "{\"a\":1}\0\0{}"; /* with its own NUL: three messages */
    static const ssize_t lengths[] = {7, 0, 2};
    struct bytes bytes = {0};
    size_t scanned = 0, found = 0;
    assert_int_equal(varlink_next_message(&bytes, &scanned), -EAGAIN);
    for (size_t i = 0; i < sizeof stream; i++) {
        bytes_add_byte(&bytes, stream[i]);
        ssize_t length = varlink_next_message(&bytes, &scanned);
        if (stream[i] != '\0') {
            assert_int_equal(length, -EAGAIN);
            assert_int_equal(scanned, bytes.length);
            continue;
        }
        assert_int_equal(length, lengths[found++]);
        bytes_drop(&bytes, (size_t)length + 1);
        scanned = 0;
        assert_int_equal(bytes.length, 0);
    }
    assert_int_equal(found, 3);
    bytes_clear(&bytes);
}

static void several_messages_in_one_read_come_out_one_by_one(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    size_t scanned = 0;
    bytes_add(&bytes, "{\"a\":1}\0{}\0{\"half", 17);
    assert_int_equal(varlink_next_message(&bytes, &scanned), 7);
    assert_int_equal(varlink_next_message(&bytes, &scanned), 7);
    bytes_drop(&bytes, 8);
    assert_int_equal(varlink_next_message(&bytes, &scanned), 2);
    bytes_drop(&bytes, 3);
    assert_int_equal(varlink_next_message(&bytes, &scanned), -EAGAIN);
    assert_int_equal(bytes.length, 6);
    bytes_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_has_a_method_parameters_and_flags),
        cmocka_unit_test(absent_null_and_empty_parameters_are_the_same),
        cmocka_unit_test(what_may_stand_in_a_call_is_taken),
        cmocka_unit_test(malformed_calls_are_refused),
        cmocka_unit_test(depth_bombs_are_refused),
        cmocka_unit_test(the_length_decides_where_a_call_ends),
        cmocka_unit_test(replies_are_read_and_strangers_passed_over),
        cmocka_unit_test(malformed_replies_are_refused),
        cmocka_unit_test(calls_are_written_with_what_they_need_and_a_nul),
        cmocka_unit_test(replies_leave_out_what_is_empty),
        cmocka_unit_test(what_is_written_can_be_read),
        cmocka_unit_test(messages_come_together_byte_by_byte),
        cmocka_unit_test(several_messages_in_one_read_come_out_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
