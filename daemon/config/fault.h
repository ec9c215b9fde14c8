#pragma once
/* What is wrong with a configuration text, and where. */
#include "common/arena.h"

/* The texts live in the arena of whoever was asked to read. */
struct fault {
    unsigned line;    /* counted from 1; 0: the fault is not one line's */
    const char *key;  /* "limits.connections"; NULL: the fault is not one key's */
    const char *what; /* "out of range (allowed: 8 to 4096)" */
};

/* "FILE:line: key: what", without the parts that there are not. */
const char *fault_sentence(const struct fault *fault, const char *file, struct arena *arena);
