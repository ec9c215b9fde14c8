#pragma once
/*
 * Which name somebody means who typed only its beginning. Pure.
 *
 * The safety words are left alone: what keeps somebody safe must never come from a slip, nor be
 * missed for one. They are meant only where they stand in full, and mean nothing else.
 */
#include <stdbool.h>
#include <stddef.h>

/* `in`, `out`, `reach` and `answer`. */
bool match_is_safety_word(const char *word);

/*
 * The names that `typed` may stand for: the one that is the same, or else those that begin with
 * it. `ret_meant` has room for `count`. Returns how many there are.
 */
size_t match_names(const char *typed, const char *const *names, size_t count,
                   const char **ret_meant);
