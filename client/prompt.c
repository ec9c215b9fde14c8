#include "client/prompt.h"

#include <bsd/readpassphrase.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/language.h"

int prompt_pin(const char *question, char ret_pin[static PROMPT_PIN_SIZE])
{
    if (!readpassphrase(question, ret_pin, PROMPT_PIN_SIZE, RPP_REQUIRE_TTY))
        return -ENOTTY;
    return *ret_pin ? 0 : -EINVAL;
}

const char *prompt_text(const char *name, struct arena *arena)
{
    enum { TEXT_MAX = 4096 };
    char *text = arena_alloc(arena, TEXT_MAX + 2);
    size_t length = 0;
    ssize_t got;
    if (isatty(STDIN_FILENO))
        fprintf(stderr, _("%s (end with Ctrl-D on a line of its own):\n"), name);
    while ((got = read(STDIN_FILENO, text + length, TEXT_MAX + 1 - length)) > 0)
        length += (size_t)got;
    if (got < 0 || length > TEXT_MAX || memchr(text, '\0', length))
        return NULL;
    if (length && text[length - 1] == '\n')
        text[length - 1] = '\0';
    return text;
}

int prompt_line(struct prompt_lines *lines, int wait, struct arena *arena, char **ret_line)
{
    enum { LINE_MAX_BYTES = 4096 };
    char piece[LINE_MAX_BYTES];
    struct bytes *read_bytes = &lines->read;
    for (;;) {
        char *newline =
            read_bytes->length ? memchr(read_bytes->data, '\n', read_bytes->length) : NULL;
        if (newline) {
            size_t length = (size_t)(newline - read_bytes->data);
            *ret_line = arena_copy(arena, read_bytes->data, length);
            bytes_drop(read_bytes, length + 1);
            return 0;
        }
        struct pollfd poller = {.fd = lines->file, .events = POLLIN};
        int ready = read_bytes->length < LINE_MAX_BYTES ? poll(&poller, 1, wait) : -1;
        if (ready == 0)
            return -ETIMEDOUT;
        ssize_t got = ready > 0 ? read(lines->file, piece, sizeof piece) : -1;
        if (got <= 0)
            return got == 0 ? -ENODATA : -EIO;
        bytes_add(read_bytes, piece, (size_t)got);
    }
}
