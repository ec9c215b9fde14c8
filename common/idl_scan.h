#pragma once
/*
 * The characters of an interface description: blanks, line ends, comments, words (UAPI.20,
 * "Parsing Expression Grammar"). Only idl.c uses this.
 */
#include <stdbool.h>
#include <string.h>

#include "common/arena.h"
#include "common/ascii.h"

struct idl_scan {
    struct arena *arena;
    const char *at;
    int line;
    bool line_is_fresh;        /* nothing but blanks has come on this line yet */
    const char *comment_start; /* the comment lines right above `at`; NULL where there are none */
    const char *comment_end;
};

static inline size_t idl_line_end_length(const char *at)
{
    if (*at == '\n')
        return 1;
    if (*at == '\r')
        return at[1] == '\n' ? 2 : 1;
    if ((unsigned char)*at < 0x80)
        return 0;
    if (strncmp(at, "\xE2\x80\xA8", 3) == 0 || strncmp(at, "\xE2\x80\xA9", 3) == 0)
        return 3;
    return 0;
}

static inline size_t idl_blank_length(const char *at)
{
    static const char *const wide[] = {"\xC2\xA0",     "\xEF\xBB\xBF", "\xE1\x9A\x80",
                                       "\xE1\xA0\x8E", "\xE2\x80\xAF", "\xE2\x81\x9F",
                                       "\xE3\x80\x80"};
    if (*at == ' ' || *at == '\t')
        return 1;
    if ((unsigned char)*at < 0x80)
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(at, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    /* U+2000 to U+200A */
    bool is_space = strncmp(at, "\xE2\x80", 2) == 0 && (unsigned char)at[2] >= 0x80 &&
                    (unsigned char)at[2] <= 0x8A;
    return is_space ? 3 : 0;
}

static inline const char *idl_skip_blanks(const char *at)
{
    for (size_t length; (length = idl_blank_length(at)) > 0;)
        at += length;
    return at;
}

static inline const char *idl_find_line_end(const char *at)
{
    while (*at && !idl_line_end_length(at))
        at++;
    return at;
}

static inline void idl_take_line_end(struct idl_scan *scan)
{
    size_t length = idl_line_end_length(scan->at);
    scan->at += length;
    scan->line += length > 0;
    scan->line_is_fresh = true;
}

/* Passes over blanks, lines and comments, and remembers the comment lines that stand right above.
 */
static inline void idl_skip(struct idl_scan *scan)
{
    scan->comment_start = NULL;
    for (;;) {
        const char *line = scan->at;
        scan->at = idl_skip_blanks(line);
        if (*scan->at == '#') {
            scan->at = idl_find_line_end(scan->at);
            if (scan->line_is_fresh && !scan->comment_start)
                scan->comment_start = line;
            scan->comment_end = scan->at;
            idl_take_line_end(scan);
        } else if (idl_line_end_length(scan->at)) {
            scan->comment_start = NULL;
            idl_take_line_end(scan);
        } else {
            return;
        }
    }
}

/* The comment that idl_skip came across, without '#' and one blank behind each. */
static inline const char *idl_take_comment(struct idl_scan *scan)
{
    if (!scan->comment_start)
        return "";
    size_t size = (size_t)(scan->comment_end - scan->comment_start);
    char *comment = arena_alloc(scan->arena, size + 1);
    size_t length = 0;
    const char *at = scan->comment_start;
    while (at < scan->comment_end) {
        const char *text = idl_skip_blanks(at) + 1;
        if (*text == ' ')
            text++;
        const char *end = idl_find_line_end(text);
        memcpy(comment + length, text, (size_t)(end - text));
        length += (size_t)(end - text);
        at = end + idl_line_end_length(end);
        if (at < scan->comment_end)
            comment[length++] = '\n';
    }
    return comment;
}

static inline bool idl_is_alphanumeric(char byte)
{
    return ascii_is_letter(byte) || ascii_is_digit(byte);
}

static inline bool idl_take(struct idl_scan *scan, const char *sign)
{
    size_t length = strlen(sign);
    if (strncmp(scan->at, sign, length) != 0)
        return false;
    scan->at += length;
    scan->line_is_fresh = false;
    return true;
}

/* The run of letters, digits and `others` that comes next; maybe empty. */
static inline const char *idl_take_word(struct idl_scan *scan, const char *others)
{
    const char *start = scan->at;
    while (idl_is_alphanumeric(*scan->at) || (*scan->at && strchr(others, *scan->at)))
        scan->at++;
    scan->line_is_fresh = scan->line_is_fresh && scan->at == start;
    return arena_copy(scan->arena, start, (size_t)(scan->at - start));
}
