#pragma once
/*
 * Memory that lives as long as one piece of work.
 *
 * An arena hands out memory in order and takes it all back at once, so what a call
 * allocates cannot outlive its answer and cannot leak. Everything is wiped when it is
 * taken back, because calls carry telephone numbers and PINs.
 *
 * When memory is gone the process aborts: nothing acknowledged is lost (the record is
 * on disk before any reply leaves) and the service manager starts it again.
 */
#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* An empty arena is all zeroes: `struct arena a = {0};` needs no set-up. */
struct arena {
    struct arena_block *newest;
};

/* Returns `size` zeroed bytes, aligned for any type; never NULL. Freed by arena_clear. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; aborts where the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of `length` bytes of `text` with a NUL behind them. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

/* A copy of a string; NULL stays NULL. */
char *arena_text(struct arena *arena, const char *text);

/* printf into the arena. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Wipes and frees everything handed out; the arena is empty again. */
void arena_clear(struct arena *arena);
