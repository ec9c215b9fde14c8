#include "common/varlink.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static void *take_memory(size_t size)
{
    void *memory = malloc(size);
    if (!memory)
        abort();
    return memory;
}

void varlink_guard_memory(void)
{
    json_set_alloc_funcs(take_memory, free);
}

static int parse_object(const char *text, size_t length, json_t **ret)
{
    json_error_t error;
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return json_error_code(&error) == json_error_out_of_memory ? -ENOMEM : -EINVAL;
    if (!json_is_object(root)) {
        json_decref(root);
        return -EINVAL;
    }
    *ret = root;
    return 0;
}

/* Takes up one member of a call; -EINVAL where it may not stand there. */
static int take_member(struct varlink_call *call, const char *name, const json_t *value)
{
    bool *flag = NULL;
    if (strcmp(name, "method") == 0) {
        call->method = json_string_value(value);
        return call->method ? 0 : -EINVAL;
    }
    if (strcmp(name, "parameters") == 0) {
        if (!json_is_object(value) && !json_is_null(value))
            return -EINVAL;
        call->parameters = json_is_null(value) ? NULL : value;
        return 0;
    }
    if (strcmp(name, "oneway") == 0)
        flag = &call->oneway;
    else if (strcmp(name, "more") == 0)
        flag = &call->more;
    else if (strcmp(name, "upgrade") == 0)
        flag = &call->upgrade;
    else
        return strchr(name, '.') ? 0 : -EINVAL;
    if (!json_is_boolean(value))
        return -EINVAL;
    *flag = json_is_true(value);
    return 0;
}

int varlink_parse_call(const char *text, size_t length, struct varlink_call *ret)
{
    struct varlink_call call = {0};
    int result = parse_object(text, length, &call.root);
    if (result < 0)
        return result;
    const char *name;
    json_t *value;
    json_object_foreach (call.root, name, value) {
        result = take_member(&call, name, value);
        if (result < 0)
            break;
    }
    if (result == 0 && (!call.method || call.oneway + call.more + call.upgrade > 1))
        result = -EINVAL;
    if (result < 0) {
        varlink_call_clear(&call);
        return result;
    }
    *ret = call;
    return 0;
}

void varlink_call_clear(struct varlink_call *call)
{
    json_decref(call->root);
    *call = (struct varlink_call){0};
}

int varlink_parse_reply(const char *text, size_t length, struct varlink_reply *ret)
{
    struct varlink_reply reply = {0};
    int result = parse_object(text, length, &reply.root);
    if (result < 0)
        return result;
    const json_t *parameters = json_object_get(reply.root, "parameters");
    const json_t *error = json_object_get(reply.root, "error");
    bool wrong = (parameters && !json_is_object(parameters) && !json_is_null(parameters)) ||
                 (error && !json_is_string(error) && !json_is_null(error));
    if (wrong) {
        varlink_reply_clear(&reply);
        return -EINVAL;
    }
    reply.parameters = json_is_object(parameters) ? parameters : NULL;
    reply.error = json_string_value(error);
    reply.continues = json_is_true(json_object_get(reply.root, "continues"));
    *ret = reply;
    return 0;
}

void varlink_reply_clear(struct varlink_reply *reply)
{
    json_decref(reply->root);
    *reply = (struct varlink_reply){0};
}

void varlink_write_call(struct bytes *bytes, const char *method, const char *parameters,
                        size_t length, bool more)
{
    struct reply writer;
    reply_start(&writer, bytes);
    reply_text(&writer, "method", method);
    if (parameters)
        reply_raw(&writer, "parameters", parameters, length);
    if (more)
        reply_bool(&writer, "more", true);
    reply_finish(&writer);
    bytes_add_byte(bytes, '\0');
}

void varlink_write_reply(struct bytes *bytes, const struct bytes *parameters, const char *error,
                         bool continues)
{
    struct reply writer;
    reply_start(&writer, bytes);
    reply_text(&writer, "error", error);
    if (parameters->length > 2)
        reply_raw(&writer, "parameters", parameters->data, parameters->length);
    if (continues)
        reply_bool(&writer, "continues", true);
    reply_finish(&writer);
    bytes_add_byte(bytes, '\0');
}

ssize_t varlink_next_message(const struct bytes *bytes, size_t *scanned)
{
    const char *end = NULL;
    if (bytes->length > *scanned)
        end = memchr(bytes->data + *scanned, '\0', bytes->length - *scanned);
    if (!end) {
        *scanned = bytes->length;
        return -EAGAIN;
    }
    return end - bytes->data;
}
