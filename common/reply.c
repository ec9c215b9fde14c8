#include "common/reply.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What must be escaped within a JSON string (RFC 8259, section 7): the first 32 and these two. */
static const bool escaped[256] = {
    true, true, true, true, true, true, true, true, true,         true,          true, true,
    true, true, true, true, true, true, true, true, true,         true,          true, true,
    true, true, true, true, true, true, true, true, ['"'] = true, ['\\'] = true,
};

static void add_escape(struct bytes *bytes, unsigned char byte)
{
    char text[8];
    switch (byte) {
    case '"':
    case '\\':
        bytes_add_byte(bytes, '\\');
        bytes_add_byte(bytes, (char)byte);
        return;
    case '\n':
        bytes_add(bytes, "\\n", 2);
        return;
    case '\t':
        bytes_add(bytes, "\\t", 2);
        return;
    default:
        (void)snprintf(text, sizeof text, "\\u%04x", byte);
        bytes_add(bytes, text, 6);
    }
}

static void add_string(struct bytes *bytes, const char *value, size_t length)
{
    bytes_add_byte(bytes, '"');
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        if (!escaped[(unsigned char)value[i]])
            continue;
        bytes_add(bytes, value + start, i - start);
        add_escape(bytes, (unsigned char)value[i]);
        start = i + 1;
    }
    bytes_add(bytes, value + start, length - start);
    bytes_add_byte(bytes, '"');
}

static void add_name(struct reply *reply, const char *name)
{
    if (reply->comma)
        bytes_add_byte(reply->bytes, ',');
    reply->comma = true;
    if (!name)
        return;
    /* Names are our own constants and need no escapes. */
    bytes_add_byte(reply->bytes, '"');
    bytes_add(reply->bytes, name, strlen(name));
    bytes_add(reply->bytes, "\":", 2);
}

static void open_bracket(struct reply *reply, char bracket)
{
    bytes_add_byte(reply->bytes, bracket);
    reply->comma = false;
    reply->depth++;
}

static void close_bracket(struct reply *reply, char bracket)
{
    assert(reply->depth > 0);
    bytes_add_byte(reply->bytes, bracket);
    reply->comma = true;
    reply->depth--;
}

void reply_start(struct reply *reply, struct bytes *bytes)
{
    *reply = (struct reply){.bytes = bytes};
    open_bracket(reply, '{');
}

void reply_finish(struct reply *reply)
{
    close_bracket(reply, '}');
    assert(reply->depth == 0);
}

void reply_text(struct reply *reply, const char *name, const char *value)
{
    if (!value)
        return;
    reply_bytes(reply, name, value, strlen(value));
}

void reply_bytes(struct reply *reply, const char *name, const char *value, size_t length)
{
    add_name(reply, name);
    add_string(reply->bytes, value, length);
}

void reply_int(struct reply *reply, const char *name, int64_t value)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%" PRId64, value);
    add_name(reply, name);
    bytes_add(reply->bytes, text, (size_t)length);
}

void reply_bool(struct reply *reply, const char *name, bool value)
{
    add_name(reply, name);
    bytes_add(reply->bytes, value ? "true" : "false", value ? 4 : 5);
}

void reply_raw(struct reply *reply, const char *name, const char *json, size_t length)
{
    add_name(reply, name);
    bytes_add(reply->bytes, json, length);
}

void reply_object(struct reply *reply, const char *name)
{
    add_name(reply, name);
    open_bracket(reply, '{');
}

void reply_object_end(struct reply *reply)
{
    close_bracket(reply, '}');
}

void reply_list(struct reply *reply, const char *name)
{
    add_name(reply, name);
    open_bracket(reply, '[');
}

void reply_list_end(struct reply *reply)
{
    close_bracket(reply, ']');
}
