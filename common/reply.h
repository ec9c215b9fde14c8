#pragma once
/*
 * Writes JSON straight into bytes, without a tree between. Members that are absent are left out.
 * Names are constants without anything to escape; within a list the name is NULL. Whoever writes
 * keeps the brackets balanced (asserted).
 */
#include <stdbool.h>
#include <stdint.h>

#include "common/bytes.h"

struct reply {
    struct bytes *bytes; /* borrowed; reply_start appends to it */
    bool comma;          /* whether the next member needs one before it */
    int depth;
};

/* Begins a JSON object at the end of `bytes`; reply_finish closes it. */
void reply_start(struct reply *reply, struct bytes *bytes);
void reply_finish(struct reply *reply);

/* A string member; valid UTF-8. NULL is left out in objects and must not stand in a list. */
void reply_text(struct reply *reply, const char *name, const char *value);

/* A string member of `length` bytes. */
void reply_bytes(struct reply *reply, const char *name, const char *value, size_t length);

void reply_int(struct reply *reply, const char *name, int64_t value);
void reply_bool(struct reply *reply, const char *name, bool value);

/* A member that is JSON already, copied as it is. */
void reply_raw(struct reply *reply, const char *name, const char *json, size_t length);

/* A member that is an object, or a list; each wants its end. */
void reply_object(struct reply *reply, const char *name);
void reply_object_end(struct reply *reply);
void reply_list(struct reply *reply, const char *name);
void reply_list_end(struct reply *reply);
