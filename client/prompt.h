#pragma once
/* What is asked of the person at the terminal. */
#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/bytes.h"

enum { PROMPT_PIN_SIZE = 64 };

/* Asks for a PIN without showing it. 0; or -ENOTTY where there is no terminal, -EINVAL where
 * nothing was typed. The caller wipes it. */
int prompt_pin(const char *question, char ret_pin[static PROMPT_PIN_SIZE]);

/* All that comes from the standard input up to its end, at most 4 KiB, without the last newline;
 * at a terminal it is asked for by name first. NULL where it cannot be read or is too long. */
const char *prompt_text(const char *name, struct arena *arena);

/* Lines of an input, one by one. Zeroed at first, but for `file`. */
struct prompt_lines {
    int file;
    struct bytes read;
};

/* The next line, without its newline, in `arena`. 0; -ETIMEDOUT after `wait` milliseconds in which
 * no line was ended; -ENODATA at the end; or what poll and read say. */
int prompt_line(struct prompt_lines *lines, int wait, struct arena *arena, char **ret_line);
