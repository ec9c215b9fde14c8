#pragma once
/* What the embedded interface descriptions say to people. Pure; all that is returned lives in
 * `arena`. */
#include <stdbool.h>

#include "common/arena.h"
#include "common/idl.h"

/* A method by its whole name; NULL where this client's descriptions have none of that name. */
const struct idl_member *protocol_method(const char *method, struct arena *arena);

/* A method's parameter; of a path such as rows[3].line the first part counts. NULL where there is
 * none, or no such method (NULL). */
const struct idl_field *protocol_parameter(const struct idl_member *method, const char *path);

bool protocol_has_parameter(const char *method, const char *name, struct arena *arena);

/* A comment on one line, without the brackets at its end. */
const char *protocol_meaning(const char *comment, struct arena *arena);

/* Whether the brackets ask for a handle, or for house/handle. */
bool protocol_wants_handle(const char *comment);

/* What the brackets ask for, as a sentence; "" where there are none. */
const char *protocol_form(const char *comment, struct arena *arena);
