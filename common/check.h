#pragma once
/* Holds a JSON value against a described type. */
#include <jansson.h>

#include "common/idl.h"

/*
 * Returns 0 where `value` (NULL and JSON null count as absent) is of the type, with no member
 * the type does not have, and nested at most 128 deep; else -EINVAL and `*ret_path`, such as
 * "assignments[2].on", in `arena`.
 */
int check_value(const struct idl_type *type, const json_t *value, struct arena *arena,
                const char **ret_path);
