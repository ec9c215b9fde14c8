#pragma once
/*
 * A place in a text that a person typed, and the small things one may find there. Pure; used by
 * when.c and the recur files.
 *
 * Every function skips blanks first, takes letters in either case, and moves on only when it
 * found what it was asked for.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scan {
    const char *at;
    const char *end;
};

/* The whole of a text, which must outlive the scan. */
struct scan scan_text(const char *text);

/* Only blanks are left. */
bool scan_is_over(struct scan *scan);

/* This word (letters only), and not as part of a longer one. */
bool scan_word(struct scan *scan, const char *word);

/* These signs. */
bool scan_mark(struct scan *scan, const char *mark);

/* A number of 1 to `digits_most` (at most 9) digits, and no further digit. */
bool scan_number(struct scan *scan, int digits_most, int32_t *ret_number);

/* One of `count` names, or at least its first three letters; which one, from 0. */
bool scan_name(struct scan *scan, const char *const *names, int32_t count, int32_t *ret_index);
