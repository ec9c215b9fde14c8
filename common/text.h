#pragma once
/*
 * What text may hold, strict numbers, likeness of names, and bytes written as letters. Pure.
 * No locale changes any of it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TEXT_HANDLE_MAX = 32,   /* The longest handle, in bytes. */
    TEXT_DISTANCE_MAX = 64, /* The longest text whose likeness is measured, in bytes. */
};

/* Room for `n` bytes written as letters, with the NUL. */
#define TEXT_HEX_SIZE(n)    ((size_t)(n)*2 + 1)
#define TEXT_BASE32_SIZE(n) (((size_t)(n)*8 + 4) / 5 + 1)
#define TEXT_BASE64_SIZE(n) (((size_t)(n) + 2) / 3 * 4 + 1)

/* A handle: [a-z][a-z0-9-]*, 1 to TEXT_HANDLE_MAX bytes, not ending in '-'. */
bool text_is_handle(const char *text);

/* The handle that `length` bytes of text suggest: its ASCII letters, small, and its digits; Latin
 * letters without their accents; one '-' where there were blanks or signs, but none for quote marks
 * and dots. What else there is is left out, and so are whole words at the end that have no room. ""
 * where what is left is no handle. The text is valid UTF-8. */
void text_to_handle(const char *text, size_t length, char ret[static TEXT_HANDLE_MAX + 1]);

/* Well-formed UTF-8 (RFC 3629): shortest forms, no surrogates, at most U+10FFFF. NUL is a
 * character like any other. */
bool text_is_utf8(const char *text, size_t length);

/* UTF-8 that shows what it holds: no control characters (U+0000 to U+001F, U+007F to U+009F), no
 * line or paragraph separators (U+2028, U+2029), nothing that turns the direction of writing
 * (U+202A to U+202E, U+2066 to U+2069). Tab and newline may stand where `lines`. */
bool text_is_clean(const char *text, bool lines);

/* How many characters (code points) valid UTF-8 has. */
size_t text_letters(const char *text);

/* Nothing to see: empty, or only blanks of any kind, those without width included. */
bool text_is_blank(const char *text);

/* Reads a whole decimal number: an optional '-', then digits; no blanks, no '+', no leading
 * zeros, no "-0". Returns 0; -EINVAL for another form; -ERANGE outside `min`..`max`. */
int text_to_int(const char *text, int64_t min, int64_t max, int64_t *ret_number);

/* How many letters must be changed, added, left out or swapped with their neighbour to make `b`
 * of `a` (Damerau-Levenshtein, each place changed at most once). ASCII letters count the same
 * in either case. Returns `limit` + 1 where it is more than `limit`, or where either text is
 * longer than TEXT_DISTANCE_MAX. */
size_t text_distance(const char *a, const char *b, size_t limit);

/* The only one of the `count` names that begins with what was typed, of two letters or more; else
 * the first of those most like it, at a distance of at most 2 and less than half the length of
 * what was typed; NULL where none is. */
const char *text_nearest(const char *typed, const char *const *names, size_t count);

/* Writes bytes as lower-case hexadecimal digits and a NUL: TEXT_HEX_SIZE(length) bytes. */
void text_hex(const unsigned char *data, size_t length, char *out);

/* Reads exactly `length` bytes from twice as many digits, of either case. 0 or -EINVAL. */
int text_unhex(const char *text, unsigned char *ret_data, size_t length);

/* Writes bytes as RFC 4648 base32 without padding and a NUL: TEXT_BASE32_SIZE(length) bytes. */
void text_base32(const unsigned char *data, size_t length, char *out);

/* Reads exactly `length` bytes of upper-case base32 without padding; bits left over must be
 * zero. 0 or -EINVAL. */
int text_unbase32(const char *text, unsigned char *ret_data, size_t length);

/* Writes bytes as RFC 4648 base64, padded, and a NUL: TEXT_BASE64_SIZE(length) bytes. */
void text_base64(const unsigned char *data, size_t length, char *out);

/* Reads exactly `length` bytes of padded base64; bits left over must be zero. 0 or -EINVAL. */
int text_unbase64(const char *text, unsigned char *ret_data, size_t length);
