#pragma once
/*
 * A growing run of bytes: what a connection has sent, what a reply will be.
 * Growth that memory cannot meet aborts (see arena.h).
 */
#include <stddef.h>

/* All zeroes is empty. `data` holds `length` bytes and is not NUL-terminated. */
struct bytes {
    char *data;
    size_t length;
    size_t capacity;
    size_t stained; /* bytes that were in use at some time, as far as `length` does not show it */
};

/* Adds `length` bytes to the end. */
void bytes_add(struct bytes *bytes, const void *data, size_t length);

/* Adds one byte to the end. */
void bytes_add_byte(struct bytes *bytes, char byte);

/* Adds `length` bytes to the end for the caller to fill, from the address returned. */
char *bytes_extend(struct bytes *bytes, size_t length);

/* Takes `length` bytes off the front; at most what is there. */
void bytes_drop(struct bytes *bytes, size_t length);

/* Shortens to `length` bytes, which must not be more than there are. */
void bytes_cut(struct bytes *bytes, size_t length);

/* Wipes and frees; empty again. */
void bytes_clear(struct bytes *bytes);
