#pragma once
/*
 * Looks a configuration text over before libconfig sees it.
 *
 * libconfig 1.5 follows `@include`, wraps integers of more than 32 bits, takes the rest of a file
 * for a comment that is never closed, drops `\x00`, recurses as deep as it is told, looks up each
 * name among all earlier ones, and loses the memory of a string that stands where none may. None
 * of that reaches it.
 */
#include <stddef.h>

#include "daemon/config/fault.h"

enum {
    GUARD_TEXT_MAX = 64 * 1024, /* bytes */
    GUARD_DEPTH_MAX = 16,       /* braces, brackets and parentheses within each other */
    GUARD_NAMES_MAX = 1024,     /* settings in one text */
    GUARD_NAME_MAX = 64,        /* bytes of a setting's name */
    GUARD_DIGITS_MAX = 9,       /* of an integer that libconfig holds in 32 bits */
    GUARD_LONG_DIGITS_MAX = 18, /* of one with an L behind it: 64 bits */
};

/*
 * Returns 0 where libconfig reads `text` as it stands or refuses it by itself; else -EINVAL, and
 * `*ret_fault` says what is wrong, a name given twice included. `text` may hold any bytes.
 */
int guard_check(const char *text, size_t length, struct arena *arena, struct fault *ret_fault);
