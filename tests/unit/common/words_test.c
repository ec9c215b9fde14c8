#include "common/words.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/arena.h"
#include "common/digest.h"
#include "common/embed.h"
#include "common/text.h"

static const char *list(void)
{
    const char *text = embedded_find(embedded_texts, "words.txt");
    assert_non_null(text);
    return text;
}

static void the_list_has_2048_different_short_words_in_order(void **state)
{
    (void)state;
    char before[8] = "";
    size_t count = 0;
    for (const char *at = list(); *at; count++) {
        const char *end = strchr(at, '\n');
        assert_non_null(end);
        size_t length = (size_t)(end - at);
        assert_in_range(length, 3, 6);
        assert_int_equal(strspn(at, "abcdefghijklmnopqrstuvwxyz"), length);
        char word[8] = "";
        memcpy(word, at, length);
        if (strcmp(before, word) >= 0)
            fail_msg("%s stands before %s", before, word);
        memcpy(before, word, sizeof before);
        at = end + 1;
    }
    assert_int_equal(count, WORDS_COUNT);
}

/* The list never changes: paper outlives programs. */
static void the_list_is_the_one_that_paper_was_printed_with(void **state)
{
    (void)state;
    unsigned char digest[DIGEST_SIZE];
    char hex[TEXT_HEX_SIZE(DIGEST_SIZE)];
    assert_int_equal(digest_sha256(list(), strlen(list()), digest), 0);
    text_hex(digest, sizeof digest, hex);
    assert_string_equal(hex, "6a4d48a97e2cddfb642fcb3882e9e3406988e171171c61ff1ab59757fec3e5ea");
}

/* issue 2: "checkpoints and their six words" */
static void the_first_66_bits_become_six_words(void **state)
{
    (void)state;
    unsigned char digest[DIGEST_SIZE];
    char words[WORDS_SIZE];
    assert_int_equal(digest_sha256("kith", 4, digest), 0);
    assert_int_equal(words_from_digest(list(), digest, words), 0);
    assert_string_equal(words, "futon feline humble earth six sofa");
    memset(digest, 0, sizeof digest);
    assert_int_equal(words_from_digest(list(), digest, words), 0);
    assert_string_equal(words, "abacus abacus abacus abacus abacus abacus");
    memset(digest, 0xFF, sizeof digest);
    assert_int_equal(words_from_digest(list(), digest, words), 0);
    assert_string_equal(words, "zoom zoom zoom zoom zoom zoom");
}

static void each_of_the_first_66_bits_counts_and_no_other(void **state)
{
    (void)state;
    unsigned char digest[DIGEST_SIZE] = {0};
    char none[WORDS_SIZE], words[WORDS_SIZE];
    assert_int_equal(words_from_digest(list(), digest, none), 0);
    for (size_t bit = 0; bit < sizeof digest * 8; bit++) {
        digest[bit / 8] = (unsigned char)(0x80U >> bit % 8);
        assert_int_equal(words_from_digest(list(), digest, words), 0);
        assert_int_equal(strcmp(words, none) != 0, bit < 66);
        digest[bit / 8] = 0;
    }
}

static void another_list_is_refused(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char digest[DIGEST_SIZE] = {0};
    char words[WORDS_SIZE] = "kept";
    assert_int_equal(words_from_digest("", digest, words), -EINVAL);
    assert_int_equal(words_from_digest("\n", digest, words), -EINVAL);
    assert_int_equal(words_from_digest("unended", digest, words), -EINVAL);
    assert_int_equal(words_from_digest("sevenly\n", digest, words), -EINVAL);
    memset(digest, 0xFF, sizeof digest);
    const char *text = list();
    assert_int_equal(words_from_digest(arena_copy(&arena, text, strlen(text) - 1), digest, words),
                     -EINVAL);
    assert_int_equal(words_from_digest("one\ntwo\n", digest, words), -EINVAL);
    assert_string_equal(words, "kept");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_has_2048_different_short_words_in_order),
        cmocka_unit_test(the_list_is_the_one_that_paper_was_printed_with),
        cmocka_unit_test(the_first_66_bits_become_six_words),
        cmocka_unit_test(each_of_the_first_66_bits_counts_and_no_other),
        cmocka_unit_test(another_list_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
