#include "common/bytes.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void stain(struct bytes *bytes)
{
    if (bytes->stained < bytes->length)
        bytes->stained = bytes->length;
}

static void wipe(struct bytes *bytes)
{
    stain(bytes);
    if (bytes->data)
        explicit_bzero(bytes->data, bytes->stained);
}

static void grow(struct bytes *bytes, size_t more)
{
    if (more > SIZE_MAX / 4 || bytes->length > SIZE_MAX / 4)
        abort();
    size_t capacity = bytes->capacity ? bytes->capacity : 1024;
    while (capacity - bytes->length < more)
        capacity *= 2;
    /* Not realloc: it would leave the old copy of a secret behind. */
    char *data = malloc(capacity);
    if (!data)
        abort();
    if (bytes->length)
        memcpy(data, bytes->data, bytes->length);
    wipe(bytes);
    free(bytes->data);
    bytes->data = data;
    bytes->capacity = capacity;
    bytes->stained = 0;
}

static inline void make_room(struct bytes *bytes, size_t more)
{
    if (bytes->capacity - bytes->length < more)
        grow(bytes, more);
}

void bytes_add(struct bytes *bytes, const void *data, size_t length)
{
    if (!length)
        return;
    make_room(bytes, length);
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
}

void bytes_add_byte(struct bytes *bytes, char byte)
{
    make_room(bytes, 1);
    bytes->data[bytes->length++] = byte;
}

char *bytes_extend(struct bytes *bytes, size_t length)
{
    make_room(bytes, length);
    bytes->length += length;
    return bytes->data + bytes->length - length;
}

void bytes_drop(struct bytes *bytes, size_t length)
{
    if (length > bytes->length)
        length = bytes->length;
    stain(bytes);
    bytes->length -= length;
    if (bytes->length)
        memmove(bytes->data, bytes->data + length, bytes->length);
}

void bytes_cut(struct bytes *bytes, size_t length)
{
    assert(length <= bytes->length);
    stain(bytes);
    bytes->length = length;
}

void bytes_clear(struct bytes *bytes)
{
    wipe(bytes);
    free(bytes->data);
    *bytes = (struct bytes){0};
}
