/* org.varlink.certification: what is right is answered, and what is not is refused by its name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/arena.h"
#include "common/varlink.h"
#include "tests/support/rig.h"

struct house {
    struct rig *rig;
    struct peer *peer;
    struct arena arena;
    const char *id;
};

static int set_up(void **state)
{
    struct house *house = test_calloc(1, sizeof *house);
    house->rig = rig_new();
    house->peer = rig_peer(house->rig, 1234);
    json_t *reply = rig_must(house->rig, house->peer, "org.varlink.certification.Start", NULL);
    house->id = arena_text(&house->arena, json_string_value(json_object_get(reply, "client_id")));
    json_decref(reply);
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    struct house *house = *state;
    rig_free(house->rig);
    arena_clear(&house->arena);
    test_free(house);
    return 0;
}

static const char *parameters(struct house *house, const char *id, const char *rest)
{
    return arena_format(&house->arena, "{\"client_id\":\"%s\"%s}", id, rest);
}

/* The error's name that a test answers with; "" where it is content. */
static const char *answer(struct house *house, const char *test, const char *rest)
{
    const char *method = arena_format(&house->arena, "org.varlink.certification.%s", test);
    return rig_try(house->rig, house->peer, method, parameters(house, house->id, rest));
}

static void what_the_test_before_has_led_to_is_answered(void **state)
{
    struct house *house = *state;
    assert_string_equal(answer(house, "Test01", ""), "");
    assert_string_equal(answer(house, "Test02", ",\"bool\":true"), "");
    assert_string_equal(answer(house, "Test04", ",\"float\":1.0"), "");
    assert_string_equal(answer(house, "Test09", ",\"set\":{\"two\":{},\"one\":{},\"three\":{}}"),
                        "");
    assert_string_equal(answer(house, "End", ""), "");
}

static void a_float_may_come_without_its_fraction(void **state)
{
    assert_string_equal(answer(*state, "Test04", ",\"float\":1"), "");
}

static void another_value_is_a_certification_error_with_both_calls(void **state)
{
    struct house *house = *state;
    json_t *reply = rig_call(house->rig, house->peer, "org.varlink.certification.Test02",
                             parameters(house, house->id, ",\"bool\":false"));
    assert_string_equal(json_string_value(json_object_get(reply, "error")),
                        "org.varlink.certification.CertificationError");
    const json_t *said = json_object_get(reply, "parameters");
    json_t *wants = json_loads("{\"method\":\"org.varlink.certification.Test02\","
                               "\"parameters\":{\"bool\":true}}",
                               0, NULL);
    assert_true(json_equal(json_object_get(said, "wants"), wants));
    const json_t *got = json_object_get(json_object_get(said, "got"), "parameters");
    assert_true(json_is_false(json_object_get(got, "bool")));
    assert_string_equal(json_string_value(json_object_get(got, "client_id")), house->id);
    json_decref(wants);
    json_decref(reply);
}

static void values_that_differ_in_depth_are_refused(void **state)
{
    static const char error[] = "CertificationError";
    assert_string_equal(answer(*state, "Test08", ",\"map\":{\"bar\":\"Bar\",\"foo\":\"foo\"}"),
                        error);
    assert_string_equal(answer(*state, "Test08", ",\"map\":{\"bar\":\"Bar\"}"), error);
    assert_string_equal(answer(*state, "Test09", ",\"set\":{\"one\":{},\"two\":{}}"), error);
    assert_string_equal(
        answer(*state, "Test09", ",\"set\":{\"one\":{},\"two\":{},\"three\":{},\"four\":{}}"),
        error);
    assert_string_equal(answer(*state, "Test11", ",\"last_more_replies\":[\"Reply number 1\"]"),
                        error);
}

static void a_value_of_another_type_is_an_invalid_parameter(void **state)
{
    static const char error[] = "InvalidParameter";
    assert_string_equal(answer(*state, "Test02", ",\"bool\":1"), error);
    assert_string_equal(answer(*state, "Test04", ",\"float\":\"1.0\""), error);
    assert_string_equal(answer(*state, "Test09", ",\"set\":{\"one\":1}"), error);
    assert_string_equal(answer(*state, "Test09", ""), error);
    assert_string_equal(answer(*state, "Test01", ",\"more\":1"), error);
}

static void an_id_that_was_never_given_is_a_client_id_error(void **state)
{
    struct house *house = *state;
    static const char method[] = "org.varlink.certification.Test01";
    static const char *const ids[] = {"", "-", "1", "-1", "1-1", "1795798800-99", "1795798800-0"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        assert_string_equal(rig_try(house->rig, house->peer, method, parameters(house, ids[i], "")),
                            "ClientIdError");
    const char *longer = arena_format(&house->arena, "%s ", house->id);
    assert_string_equal(rig_try(house->rig, house->peer, method, parameters(house, longer, "")),
                        "ClientIdError");
}

static const char mytype[] =
    ",\"mytype\":{\"object\":{\"method\":\"org.varlink.certification.Test09\","
    "\"parameters\":{\"map\":{\"foo\":\"Foo\",\"bar\":\"Bar\"}}},\"enum\":\"two\","
    "\"struct\":{\"first\":1,\"second\":\"2\"},\"array\":[\"one\",\"two\",\"three\"],"
    "\"dictionary\":{\"foo\":\"Foo\",\"bar\":\"Bar\"},"
    "\"stringset\":{\"one\":{},\"two\":{},\"three\":{}},\"nullable\":null,"
    "\"interface\":{\"foo\":[null,{\"Foo\":\"foo\",\"Bar\":\"bar\"},null,"
    "{\"one\":\"foo\",\"two\":\"bar\"}],\"anon\":{\"foo\":true,\"bar\":false}}}";

/* issue 2: "`oneway`, `more`" */
static void ten_replies_come_where_more_are_asked_for(void **state)
{
    struct house *house = *state;
    const char *in = parameters(house, house->id, mytype);
    struct bytes message = {0};
    varlink_write_call(&message, "org.varlink.certification.Test10", in, strlen(in), true);
    peer_feed(house->peer, message.data, message.length);
    bytes_clear(&message);
    rig_run(house->rig);
    int replies = 0;
    for (json_t *reply; (reply = rig_reply(house->peer)); replies++) {
        assert_null(json_object_get(reply, "error"));
        assert_int_equal(json_is_true(json_object_get(reply, "continues")), replies < 9);
        json_decref(reply);
    }
    assert_int_equal(replies, 10);
    assert_string_equal(answer(house, "Test10", mytype), "CertificationError");
}

static void a_oneway_call_is_not_answered(void **state)
{
    struct house *house = *state;
    const char *list = "";
    for (int i = 1; i <= 10; i++)
        list = arena_format(&house->arena, "%s%s\"Reply number %d\"", list, i > 1 ? "," : "", i);
    const char *rest = arena_format(&house->arena, ",\"last_more_replies\":[%s]", list);
    assert_string_equal(answer(house, "Test11", rest), "CertificationError");
    const char *call =
        arena_format(&house->arena,
                     "{\"method\":\"org.varlink.certification.Test11\",\"oneway\":true,"
                     "\"parameters\":%s}",
                     parameters(house, house->id, rest));
    peer_feed(house->peer, call, strlen(call) + 1);
    rig_run(house->rig);
    assert_null(rig_reply(house->peer));
    assert_string_equal(answer(house, "End", ""), "");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_the_test_before_has_led_to_is_answered),
        TEST(a_float_may_come_without_its_fraction),
        TEST(another_value_is_a_certification_error_with_both_calls),
        TEST(values_that_differ_in_depth_are_refused),
        TEST(a_value_of_another_type_is_an_invalid_parameter),
        TEST(an_id_that_was_never_given_is_a_client_id_error),
        TEST(ten_replies_come_where_more_are_asked_for),
        TEST(a_oneway_call_is_not_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
