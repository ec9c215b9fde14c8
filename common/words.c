#include "common/words.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

enum { WORDS_SHOWN = 6, WORD_BITS = 11, WORD_MAX = 6 };

/* The `index`-th group of 11 bits. */
static size_t read_bits(const unsigned char *digest, size_t index)
{
    size_t number = 0;
    for (size_t bit = index * WORD_BITS; bit < (index + 1) * WORD_BITS; bit++) {
        size_t byte = digest[bit / 8];
        number = number << 1 | (byte >> (7 - bit % 8) & 1);
    }
    return number;
}

/* The line of that number, from 0, and its length; NULL where it is not a word. */
static const char *find_word(const char *list, size_t number, size_t *ret_length)
{
    for (; number && list; number--) {
        list = strchr(list, '\n');
        list = list ? list + 1 : NULL;
    }
    const char *end = list ? strchr(list, '\n') : NULL;
    if (!end || end == list || end - list > WORD_MAX)
        return NULL;
    *ret_length = (size_t)(end - list);
    return list;
}

int words_from_digest(const char *list, const unsigned char digest[static 32],
                      char ret_words[static WORDS_SIZE])
{
    char words[WORDS_SHOWN * (WORD_MAX + 1)];
    size_t used = 0;
    for (size_t i = 0; i < WORDS_SHOWN; i++) {
        size_t length;
        const char *word = find_word(list, read_bits(digest, i), &length);
        if (!word)
            return -EINVAL;
        memcpy(words + used, word, length);
        used += length;
        words[used++] = i < WORDS_SHOWN - 1 ? ' ' : '\0';
    }
    memcpy(ret_words, words, used);
    return 0;
}
