#pragma once
/*
 * The Varlink wire: a UTF-8 JSON object and one NUL, both ways (UAPI.20). No I/O here: bytes
 * become calls and replies, calls and replies become bytes.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/bytes.h"
#include "common/reply.h"

enum { VARLINK_NAME_MAX = 255 };

/*
 * Has jansson end the process where memory is gone: its parser drops a byte for which it finds no
 * room and goes on (2.14, lex_save), so that a name would come out as another. Call it before
 * anything is parsed; more than once does no harm.
 */
void varlink_guard_memory(void);

/* A call as it came. `root` is owned; the other members point into it. */
struct varlink_call {
    json_t *root;
    const char *method;
    const json_t *parameters; /* NULL where absent or null */
    bool oneway;
    bool more;
    bool upgrade;
};

/*
 * Parses one message of `length` bytes, without its NUL. Returns 0, or -EINVAL where the sender
 * must be cut off: bad JSON, duplicate names, no object, no method, a member the specification
 * does not have (one with a dot in its name is a vendor's and is passed over), a flag that is no
 * boolean, or more than one flag set. -ENOMEM where memory is gone.
 */
int varlink_parse_call(const char *text, size_t length, struct varlink_call *ret);

/* Wipes nothing, frees the tree. */
void varlink_call_clear(struct varlink_call *call);

/* A reply as it came. `root` is owned. */
struct varlink_reply {
    json_t *root;
    const json_t *parameters; /* an object; NULL where absent or null */
    const char *error;        /* NULL where it is none */
    bool continues;
};

/* The same for a reply; unknown members are passed over. 0, -EINVAL or -ENOMEM. */
int varlink_parse_reply(const char *text, size_t length, struct varlink_reply *ret);
void varlink_reply_clear(struct varlink_reply *reply);

/* Appends a call with its NUL. `parameters` is the text of a JSON object, or NULL. */
void varlink_write_call(struct bytes *bytes, const char *method, const char *parameters,
                        size_t length, bool more);

/*
 * Appends a reply with its NUL: `parameters` is the text of a JSON object, left out where it is
 * empty ("{}" or no bytes); `error` is NULL or an error's whole name.
 */
void varlink_write_reply(struct bytes *bytes, const struct bytes *parameters, const char *error,
                         bool continues);

/*
 * The length of the first whole message in `bytes`, without its NUL; -EAGAIN where it has not all
 * come. `*scanned` remembers how far the search went, so that a message sent byte by byte is not
 * read again and again; the caller sets it to 0 when it takes the message off.
 */
ssize_t varlink_next_message(const struct bytes *bytes, size_t *scanned);
