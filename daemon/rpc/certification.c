/* org.varlink.certification: what Varlink clients are tested against, in test builds alone. */
#include "org.varlink.certification.h"

#if KITH_TEST
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/check.h"
#include "daemon/rpc/internal.h"
#include "daemon/rpc/noun.h"

enum { REPLIES = 10 };

enum certification_outcome {
    CERTIFICATION_CLIENT = 1,
    CERTIFICATION_WRONG,
    CERTIFICATION_OUTCOMES,
};

/* What one test answers is what the next one is called with. */
static const char test06_struct[] = "{\"bool\":false,\"int\":2,\"float\":3.141592653589793,"
                                    "\"string\":\"a lot of string\"}";
static const char test07_map[] = "{\"bar\":\"Bar\",\"foo\":\"Foo\"}";
static const char test08_set[] = "{\"one\":{},\"two\":{},\"three\":{}}";
static const char test09_mytype[] =
    "{\"object\":{\"method\":\"org.varlink.certification.Test09\","
    "\"parameters\":{\"map\":{\"foo\":\"Foo\",\"bar\":\"Bar\"}}},"
    "\"enum\":\"two\",\"struct\":{\"first\":1,\"second\":\"2\"},"
    "\"array\":[\"one\",\"two\",\"three\"],\"dictionary\":{\"foo\":\"Foo\",\"bar\":\"Bar\"},"
    "\"stringset\":{\"one\":{},\"two\":{},\"three\":{}},"
    "\"interface\":{\"foo\":[null,{\"Foo\":\"foo\",\"Bar\":\"bar\"},null,"
    "{\"one\":\"foo\",\"two\":\"bar\"}],\"anon\":{\"foo\":true,\"bar\":false}}}";

/* --- Comparing ------------------------------------------------------------------------------- */

static bool same(const json_t *wants, const json_t *got);

/* A member that is null is as good as absent. */
static bool same_members(const json_t *wants, const json_t *got)
{
    const char *name;
    json_t *value;
    json_object_foreach ((json_t *)got, name, value) {
        if (!json_is_null(value) && !same(json_object_get(wants, name), value))
            return false;
    }
    json_object_foreach ((json_t *)wants, name, value) {
        if (!same(value, json_object_get(got, name)))
            return false;
    }
    return true;
}

static bool same_items(const json_t *wants, const json_t *got)
{
    bool holds = json_array_size(wants) == json_array_size(got);
    for (size_t i = 0; holds && i < json_array_size(wants); i++)
        holds = same(json_array_get(wants, i), json_array_get(got, i));
    return holds;
}

/* 1 and 1.0 are the same number: whether a float is an int is for the type to say. */
static bool same(const json_t *wants, const json_t *got)
{
    if (json_is_number(wants) && json_is_number(got))
        return !(json_number_value(wants) < json_number_value(got)) &&
               !(json_number_value(wants) > json_number_value(got));
    if (json_is_object(wants) && json_is_object(got))
        return same_members(wants, got);
    if (json_is_array(wants) && json_is_array(got))
        return same_items(wants, got);
    return json_equal(wants, got);
}

static bool is_led_to(const struct varlink_call *message, const char *wants)
{
    json_t *parameters = json_copy((json_t *)message->parameters);
    json_t *wanted = json_loads(wants, 0, NULL);
    (void)json_object_del(parameters, "client_id");
    bool holds = wanted && parameters && same(wanted, parameters);
    json_decref(parameters);
    json_decref(wanted);
    return holds;
}

/* --- Who, and with what ---------------------------------------------------------------------- */

/* An id tells the daemon's start and which call Start was: enough to know our own again. */
static const char *client_id(struct call *call, uint64_t serial)
{
    return arena_format(call->arena, "%" PRId64 "-%" PRIu64, call->turn->started_at, serial);
}

static bool is_client(struct call *call, const char *id)
{
    const struct request *request = (const struct request *)call;
    const char *dash = strrchr(id, '-');
    uint64_t serial = dash ? strtoull(dash + 1, NULL, 10) : 0;
    return serial > 0 && serial < request->serial && strcmp(client_id(call, serial), id) == 0;
}

static int refuse(struct call *call, const char *flag, const char *wants)
{
    const struct varlink_call *message = &((struct request *)call)->message;
    char *got = json_dumps(message->root, JSON_COMPACT);
    if (!got)
        abort();
    call_say_raw(call, "wants",
                 arena_format(call->arena, "{\"method\":\"%s\",%s\"parameters\":%s}",
                              message->method, flag, wants));
    call_say_raw(call, "got", arena_text(call->arena, got));
    free(got);
    return CERTIFICATION_WRONG;
}

/* 0 where the caller is known and calls with `wants`, besides its id, and with the flag. */
static int expect_flag(struct call *call, const char *id, bool flagged, const char *flag,
                       const char *wants)
{
    const struct varlink_call *message = &((struct request *)call)->message;
    const struct entry *entry = dispatch_find(call->turn, message->method);
    const char *path = "";
    if (check_value(entry->described->in, message->parameters, call->arena, &path) < 0)
        return call_invalid(call, path);
    if (!is_client(call, id))
        return CERTIFICATION_CLIENT;
    return flagged && is_led_to(message, wants) ? 0 : refuse(call, flag, wants);
}

static int expect(struct call *call, const char *id, const char *wants)
{
    return expect_flag(call, id, true, "", wants);
}

static const char *expect_member(struct call *call, const char *name, const char *json)
{
    return arena_format(call->arena, "{\"%s\":%s}", name, json);
}

/* --- The tests ------------------------------------------------------------------------------- */

int certification_start(struct call *call)
{
    reply_text(&call->reply, "client_id", client_id(call, ((struct request *)call)->serial));
    return 0;
}

int certification_test01(struct call *call, const struct certification_test01_in *in)
{
    reply_bool(&call->reply, "bool", true);
    return expect(call, in->client_id, "{}");
}

int certification_test02(struct call *call, const struct certification_test02_in *in)
{
    reply_int(&call->reply, "int", 1);
    return expect(call, in->client_id, "{\"bool\":true}");
}

int certification_test03(struct call *call, const struct certification_test03_in *in)
{
    reply_raw(&call->reply, "float", "1.0", 3);
    return expect(call, in->client_id, "{\"int\":1}");
}

int certification_test04(struct call *call, const struct certification_test04_in *in)
{
    reply_text(&call->reply, "string", "ping");
    return expect(call, in->client_id, "{\"float\":1.0}");
}

int certification_test05(struct call *call, const struct certification_test05_in *in)
{
    static const char pi[] = "3.141592653589793";
    reply_bool(&call->reply, "bool", false);
    reply_int(&call->reply, "int", 2);
    reply_raw(&call->reply, "float", pi, sizeof pi - 1);
    reply_text(&call->reply, "string", "a lot of string");
    return expect(call, in->client_id, "{\"string\":\"ping\"}");
}

int certification_test06(struct call *call, const struct certification_test06_in *in)
{
    reply_raw(&call->reply, "struct", test06_struct, sizeof test06_struct - 1);
    return expect(call, in->client_id, test06_struct);
}

int certification_test07(struct call *call, const struct certification_test07_in *in)
{
    reply_raw(&call->reply, "map", test07_map, sizeof test07_map - 1);
    return expect(call, in->client_id, expect_member(call, "struct", test06_struct));
}

int certification_test08(struct call *call, const struct certification_test08_in *in)
{
    reply_raw(&call->reply, "set", test08_set, sizeof test08_set - 1);
    return expect(call, in->client_id, expect_member(call, "map", test07_map));
}

int certification_test09(struct call *call, const struct certification_test09_in *in)
{
    reply_raw(&call->reply, "mytype", test09_mytype, sizeof test09_mytype - 1);
    return expect(call, in->client_id, expect_member(call, "set", test08_set));
}

static const char *numbered(struct call *call, int number)
{
    return arena_format(call->arena, "Reply number %d", number);
}

int certification_test10(struct call *call, const struct certification_test10_in *in)
{
    int result = expect_flag(call, in->client_id, call->more, "\"more\":true,",
                             expect_member(call, "mytype", test09_mytype));
    if (result != 0)
        return result;
    for (int i = 1; i < REPLIES; i++) {
        reply_text(&call->reply, "string", numbered(call, i));
        call_continue(call);
    }
    reply_text(&call->reply, "string", numbered(call, REPLIES));
    return 0;
}

int certification_test11(struct call *call, const struct certification_test11_in *in)
{
    const char *list = "";
    for (int i = 1; i <= REPLIES; i++)
        list = arena_format(call->arena, "%s%s\"%s\"", list, i > 1 ? "," : "", numbered(call, i));
    return expect_flag(call, in->client_id, ((struct request *)call)->message.oneway,
                       "\"oneway\":true,",
                       arena_format(call->arena, "{\"last_more_replies\":[%s]}", list));
}

int certification_end(struct call *call, const struct certification_end_in *in)
{
    reply_bool(&call->reply, "all_ok", true);
    return expect(call, in->client_id, "{}");
}

static const struct row rows[] = {
    {&certification_start_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test01_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test02_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test03_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test04_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test05_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test06_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test07_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test08_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test09_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test10_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_test11_method, READ, NULL, RIGHT_OPEN, false},
    {&certification_end_method, READ, NULL, RIGHT_OPEN, false},
};

static const struct refusal refusals[CERTIFICATION_OUTCOMES] = {
    [CERTIFICATION_CLIENT] = {"org.varlink.certification.ClientIdError", NULL},
    [CERTIFICATION_WRONG] = {"org.varlink.certification.CertificationError", NULL},
};

const struct noun certification_noun = {
    .interface = certification_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_SERVER_RUN,
};
#endif
