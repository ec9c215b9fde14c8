#include "daemon/crypto/pin.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const unsigned char pepper[PIN_PEPPER_SIZE] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                                      11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                                      22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
static const unsigned char salt[PIN_SALT_SIZE] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                  8, 9, 10, 11, 12, 13, 14, 15};

static void a_pin_has_six_to_twelve_digits(void **state)
{
    (void)state;
    static const char *const good[] = {"274951", "112233", "123457", "111112",      "135791",
                                       "000001", "987655", "012344", "274951274951"};
    static const char *const bad[] = {
        "",        "27495",   "2749512749512", "27495a",
        " 274951", "274951 ", "-27495",        "\xD9\xA1\xD9\xA2\xD9\xA3"};
    for (size_t i = 0; i < COUNT(good); i++)
        if (!pin_valid(good[i]))
            fail_msg("%s was refused", good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (pin_valid(bad[i]))
            fail_msg("\"%s\" passed", bad[i]);
}

static void a_pin_that_everybody_tries_first_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"000000", "777777",   "123456",       "012345",
                                      "987654", "654321",   "456789",       "678901",
                                      "210987", "12345678", "890123456789", "111111111111"};
    for (size_t i = 0; i < COUNT(bad); i++)
        if (pin_valid(bad[i]))
            fail_msg("%s passed", bad[i]);
}

/* issue 2: "scrypt [...] pepper". The expected hash was made with another implementation of RFC
 * 7914, written from its text. */
static void the_hash_is_scrypt_of_the_peppered_pin(void **state)
{
    (void)state;
    unsigned char hash[PIN_HASH_SIZE];
    char hex[TEXT_HEX_SIZE(PIN_HASH_SIZE)];
    assert_int_equal(pin_hash(pepper, "274951", salt, hash), 0);
    text_hex(hash, sizeof hash, hex);
    assert_string_equal(hex, "78757f1677b1399a6c9fe5ddaab0b95795d7a66d5c759c43c00a155433be9e7b");
}

static void pin_salt_and_pepper_all_change_the_hash(void **state)
{
    (void)state;
    unsigned char hash[PIN_HASH_SIZE], other[PIN_HASH_SIZE];
    assert_int_equal(pin_hash(pepper, "274951", salt, hash), 0);
    assert_int_equal(pin_hash(pepper, "274951", salt, other), 0);
    assert_true(pin_matches(hash, other));
    assert_int_equal(pin_hash(pepper, "274952", salt, other), 0);
    assert_false(pin_matches(hash, other));
    assert_int_equal(pin_hash(pepper, "274951", (unsigned char[PIN_SALT_SIZE]){0}, other), 0);
    assert_false(pin_matches(hash, other));
    assert_int_equal(pin_hash((unsigned char[PIN_PEPPER_SIZE]){0}, "274951", salt, other), 0);
    assert_false(pin_matches(hash, other));
}

static void what_cannot_be_a_pin_is_not_hashed(void **state)
{
    (void)state;
    unsigned char hash[PIN_HASH_SIZE] = {99};
    static const char *const bad[] = {"", "27495", "2749512749512", "27495a", " 274951"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(pin_hash(pepper, bad[i], salt, hash), -EINVAL);
    assert_int_equal(hash[0], 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_has_six_to_twelve_digits),
        cmocka_unit_test(a_pin_that_everybody_tries_first_is_refused),
        cmocka_unit_test(the_hash_is_scrypt_of_the_peppered_pin),
        cmocka_unit_test(pin_salt_and_pepper_all_change_the_hash),
        cmocka_unit_test(what_cannot_be_a_pin_is_not_hashed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
