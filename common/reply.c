#include "common/reply.h"

#include <assert.h>
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

static void add_escaped(struct bytes *bytes, const char *value, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (escaped[(unsigned char)value[i]])
            add_escape(bytes, (unsigned char)value[i]);
        else
            bytes_add_byte(bytes, value[i]);
    }
}

static void add_string(struct bytes *bytes, const char *value, size_t length)
{
    size_t plain = 0;
    while (plain < length && !escaped[(unsigned char)value[plain]])
        plain++;
    char *at = bytes_extend(bytes, plain + 1);
    *at = '"';
    memcpy(at + 1, value, plain);
    add_escaped(bytes, value + plain, length - plain);
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
    size_t length = strlen(name);
    char *at = bytes_extend(reply->bytes, length + 3);
    at[0] = '"';
    for (size_t i = 0; i < length; i++)
        at[i + 1] = name[i];
    at[length + 1] = '"';
    at[length + 2] = ':';
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
    /* Not snprintf, which takes as long as the rest of a row. */
    char text[24];
    char *first = text + sizeof text;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        *--first = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        *--first = '-';
    add_name(reply, name);
    bytes_add(reply->bytes, first, (size_t)(text + sizeof text - first));
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
