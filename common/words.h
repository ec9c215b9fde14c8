#pragma once
/*
 * A digest as six short words that people can read aloud and compare with old paper. Pure.
 *
 * The list is words.txt: 2,048 words of three to six letters, one a line, in order, chosen
 * so that any six of them may hang in a kitchen. It never changes: paper outlives programs.
 */
enum {
    WORDS_COUNT = 2048,
    WORDS_SIZE = 64, /* Six words with blanks between, and the NUL, with room to spare. */
};

/* Writes the first 66 bits of a SHA-256 digest as six words, 11 bits each, the highest first.
 * `list` is the text of words.txt. 0, or -EINVAL where the list is not such a text. */
int words_from_digest(const char *list, const unsigned char digest[static 32],
                      char ret_words[static WORDS_SIZE]);
