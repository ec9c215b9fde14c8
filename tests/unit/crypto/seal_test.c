#include "daemon/crypto/seal.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The length of a sealed value but for its padded text. */
enum { FRAME = SEAL_HEAD_SIZE + SEAL_TAG_SIZE };

static const unsigned char key[SEAL_KEY_SIZE] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                                 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                                 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

/* Opens it where the tests seal it. */
static int open_here(const struct bytes *value, struct arena *arena, const char **ret_text)
{
    return seal_open(key, "stay", "reason", 42, value->data, value->length, arena, ret_text);
}

static struct bytes seal_here(const char *text)
{
    struct bytes value = {0};
    assert_int_equal(seal_text(key, 7, "stay", "reason", 42, text, &value), 0);
    return value;
}

/* design, section 8: "AES-256-GCM; key id, table and column are the associated data". McGrew and
 * Viega, "The Galois/Counter Mode of Operation", test cases 15 and 16 */
static void the_cipher_is_aes_256_gcm(void **state)
{
    (void)state;
    unsigned char gcm_key[SEAL_KEY_SIZE], nonce[SEAL_NONCE_SIZE], plaintext[64], expected[64];
    unsigned char associated[20], out[64], back[64], tag[SEAL_TAG_SIZE];
    char hex[TEXT_HEX_SIZE(SEAL_TAG_SIZE)];
    assert_int_equal(
        text_unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", gcm_key, 32),
        0);
    assert_int_equal(text_unhex("cafebabefacedbaddecaf888", nonce, 12), 0);
    assert_int_equal(text_unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2", associated, 20), 0);
    assert_int_equal(text_unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
                                plaintext, 64),
                     0);
    assert_int_equal(text_unhex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                                "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
                                expected, 64),
                     0);
    assert_int_equal(seal_encrypt(gcm_key, nonce, associated, 0, plaintext, 64, out, tag), 0);
    assert_memory_equal(out, expected, 64);
    text_hex(tag, sizeof tag, hex);
    assert_string_equal(hex, "b094dac5d93471bdec1a502270e3cc6c");
    assert_int_equal(seal_encrypt(gcm_key, nonce, associated, 20, plaintext, 60, out, tag), 0);
    assert_memory_equal(out, expected, 60);
    text_hex(tag, sizeof tag, hex);
    assert_string_equal(hex, "76fc6ece0f4e1768cddf8853bb2d551b");
    assert_int_equal(seal_decrypt(gcm_key, nonce, associated, 20, out, 60, tag, back), 0);
    assert_memory_equal(back, plaintext, 60);
    tag[0] ^= 1;
    assert_int_equal(seal_decrypt(gcm_key, nonce, associated, 20, out, 60, tag, back), -EBADMSG);
    for (size_t i = 0; i < 60; i++)
        assert_int_equal(back[i], 0);
}

/* Made with another program, so that values sealed today open for ever. */
static void a_value_from_long_ago_opens(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char value[FRAME + 32];
    const char *text = NULL;
    assert_int_equal(text_unhex("010000000000000007101112131415161718191a1b3a8c5baa8a565f33ca75081d"
                                "0f796953d7504e0e1bc257b1e7f9e2675e5454dbd836a644bb9b356718a25b7956"
                                "49f4c1",
                                value, sizeof value),
                     0);
    assert_int_equal(seal_open(key, "stay", "reason", 42, value, sizeof value, &arena, &text), 0);
    assert_string_equal(text, "Gr\xC3\xBC\xC3\x9F"
                              "e");
    arena_clear(&arena);
}

static void what_is_sealed_opens(void **state)
{
    (void)state;
    struct arena arena = {0};
    static const char *const texts[] = {
        "", "a", "missed the bus", "\x80", "ends in \x80\x80", "Zo\xC3\xAB\nand more"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct bytes value = seal_here(texts[i]);
        const char *text = NULL;
        int64_t key_id = 0;
        assert_int_equal(open_here(&value, &arena, &text), 0);
        assert_string_equal(text, texts[i]);
        assert_int_equal(seal_key_id(value.data, value.length, &key_id), 0);
        assert_int_equal(key_id, 7);
        bytes_clear(&value);
    }
    arena_clear(&arena);
}

static void a_value_is_added_behind_what_is_there(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct bytes both = seal_here("first");
    size_t first = both.length;
    const char *text = NULL;
    assert_int_equal(seal_text(key, INT64_MAX, "stay", "reason", 43, "second", &both), 0);
    assert_int_equal(both.length, 2 * first);
    assert_int_equal(seal_open(key, "stay", "reason", 43, both.data + first, first, &arena, &text),
                     0);
    assert_string_equal(text, "second");
    int64_t key_id = 0;
    assert_int_equal(seal_key_id(both.data + first, first, &key_id), 0);
    assert_true(key_id == INT64_MAX);
    bytes_cut(&both, first);
    assert_int_equal(open_here(&both, &arena, &text), 0);
    assert_string_equal(text, "first");
    bytes_clear(&both);
    arena_clear(&arena);
}

static void the_same_text_is_never_sealed_to_the_same_bytes(void **state)
{
    (void)state;
    struct bytes first = seal_here("again"), second = seal_here("again");
    assert_int_equal(first.length, second.length);
    assert_memory_not_equal(first.data + 9, second.data + 9, SEAL_NONCE_SIZE);
    assert_memory_not_equal(first.data + SEAL_HEAD_SIZE, second.data + SEAL_HEAD_SIZE, 32);
    bytes_clear(&first);
    bytes_clear(&second);
}

/* The length of what is sealed of so many letters, having opened it again. */
static size_t sealed_length(size_t letters)
{
    struct arena arena = {0};
    char *plaintext = arena_alloc(&arena, letters + 1);
    memset(plaintext, 'x', letters);
    struct bytes value = seal_here(plaintext);
    const char *text = "";
    assert_int_equal(open_here(&value, &arena, &text), 0);
    assert_string_equal(text, plaintext);
    size_t length = value.length - FRAME;
    bytes_clear(&value);
    arena_clear(&arena);
    return length;
}

/* design, section 8: "the plaintext is padded to a step of sizes" */
static void lengths_go_up_in_steps(void **state)
{
    (void)state;
    static const size_t steps[] = {32, 64, 128, 256, 512, 1024, 2048, 3072, 4096};
    size_t from = 0;
    for (size_t i = 0; i < COUNT(steps); i++) {
        assert_int_equal(sealed_length(from), steps[i]);
        assert_int_equal(sealed_length(steps[i] - 1), steps[i]);
        from = steps[i];
    }
}

static void a_text_has_its_most(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct bytes value = {0};
    char *text = arena_alloc(&arena, SEAL_TEXT_MAX + 2);
    memset(text, 'x', SEAL_TEXT_MAX + 1);
    assert_int_equal(seal_text(key, 7, "stay", "reason", 42, text, &value), -E2BIG);
    assert_int_equal(value.length, 0);
    text[SEAL_TEXT_MAX] = '\0';
    value = seal_here(text);
    const char *back = "";
    assert_int_equal(open_here(&value, &arena, &back), 0);
    assert_string_equal(back, text);
    bytes_clear(&value);
    arena_clear(&arena);
}

static void no_bit_may_differ(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct bytes value = seal_here("missed the bus");
    const char *text = NULL;
    for (size_t bit = 0; bit < value.length * 8; bit++) {
        value.data[bit / 8] = (char)(value.data[bit / 8] ^ 1 << bit % 8);
        if (open_here(&value, &arena, &text) != -EBADMSG)
            fail_msg("bit %zu may differ", bit);
        value.data[bit / 8] = (char)(value.data[bit / 8] ^ 1 << bit % 8);
    }
    assert_null(text);
    assert_int_equal(open_here(&value, &arena, &text), 0);
    bytes_clear(&value);
    arena_clear(&arena);
}

static void no_byte_may_be_missing_or_added(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct bytes value = seal_here("missed the bus");
    const char *text = NULL;
    size_t whole = value.length;
    for (size_t length = 0; length < whole; length++)
        assert_int_equal(seal_open(key, "stay", "reason", 42, value.data, length, &arena, &text),
                         -EBADMSG);
    for (int i = 0; i < 40; i++) {
        bytes_add_byte(&value, 0);
        assert_int_equal(open_here(&value, &arena, &text), -EBADMSG);
    }
    bytes_drop(&value, 40);
    assert_int_equal(open_here(&value, &arena, &text), -EBADMSG);
    assert_null(text);
    bytes_clear(&value);
    arena_clear(&arena);
}

static void a_value_opens_only_in_its_place_and_with_its_key(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct bytes value = seal_here("missed the bus");
    unsigned char other[SEAL_KEY_SIZE] = {0};
    const struct {
        const unsigned char *key;
        const char *table;
        const char *column;
        int64_t row;
    } places[] = {
        {other, "stay", "reason", 42}, {key, "pass", "reason", 42},  {key, "stay", "note", 42},
        {key, "stay", "reason", 43},   {key, "stay", "reason", 0},   {key, "stayr", "eason", 42},
        {key, "", "reason", 42},       {key, "stay", "reason", -42}, {key, "reason", "stay", 42},
    };
    const char *text = NULL;
    for (size_t i = 0; i < COUNT(places); i++)
        if (seal_open(places[i].key, places[i].table, places[i].column, places[i].row, value.data,
                      value.length, &arena, &text) != -EBADMSG)
            fail_msg("place %zu opens it", i);
    assert_null(text);
    bytes_clear(&value);
    arena_clear(&arena);
}

static void a_key_id_is_read_from_sealed_values_only(void **state)
{
    (void)state;
    struct bytes value = seal_here("");
    int64_t key_id = 99;
    assert_int_equal(seal_key_id(value.data, 0, &key_id), -EBADMSG);
    assert_int_equal(seal_key_id(value.data, value.length - 1, &key_id), -EBADMSG);
    assert_int_equal(seal_key_id(value.data, FRAME, &key_id), -EBADMSG);
    value.data[0] = 2;
    assert_int_equal(seal_key_id(value.data, value.length, &key_id), -EBADMSG);
    value.data[0] = 1;
    value.data[1] = (char)0x80; /* a negative id */
    assert_int_equal(seal_key_id(value.data, value.length, &key_id), -EBADMSG);
    value.data[1] = 0;
    value.data[8] = 0; /* the id 0 */
    assert_int_equal(seal_key_id(value.data, value.length, &key_id), -EBADMSG);
    assert_int_equal(key_id, 99);
    bytes_clear(&value);
}

/* Seals under the frame seal_text writes, but with padding of the test's own. */
static void check_padding(const unsigned char padded[static 32], int expected)
{
    struct arena arena = {0};
    unsigned char value[FRAME + 32] = {SEAL_VERSION, 0, 0, 0, 0, 0, 0, 0, 7};
    unsigned char place[] = "\1\0\0\0\0\0\0\0\7stay\0reason\0\0\0\0\0\0\0\0\x2A";
    const char *text = NULL;
    assert_int_equal(seal_encrypt(key, value + 9, place, sizeof place - 1, padded, 32,
                                  value + SEAL_HEAD_SIZE, value + SEAL_HEAD_SIZE + 32),
                     0);
    assert_int_equal(seal_open(key, "stay", "reason", 42, value, sizeof value, &arena, &text),
                     expected);
    arena_clear(&arena);
}

static void padding_must_be_there(void **state)
{
    (void)state;
    unsigned char padded[32] = {'a', 0x80};
    check_padding(padded, 0);
    padded[1] = 0x81;
    check_padding(padded, -EBADMSG);
    check_padding((unsigned char[32]){0}, -EBADMSG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cipher_is_aes_256_gcm),
        cmocka_unit_test(a_value_from_long_ago_opens),
        cmocka_unit_test(what_is_sealed_opens),
        cmocka_unit_test(a_value_is_added_behind_what_is_there),
        cmocka_unit_test(the_same_text_is_never_sealed_to_the_same_bytes),
        cmocka_unit_test(lengths_go_up_in_steps),
        cmocka_unit_test(a_text_has_its_most),
        cmocka_unit_test(no_bit_may_differ),
        cmocka_unit_test(no_byte_may_be_missing_or_added),
        cmocka_unit_test(a_value_opens_only_in_its_place_and_with_its_key),
        cmocka_unit_test(a_key_id_is_read_from_sealed_values_only),
        cmocka_unit_test(padding_must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
