#include "common/digest.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/text.h"

static void assert_digest(const unsigned char digest[static DIGEST_SIZE], const char *expected)
{
    char hex[TEXT_HEX_SIZE(DIGEST_SIZE)];
    text_hex(digest, DIGEST_SIZE, hex);
    assert_string_equal(hex, expected);
}

/* FIPS 180-4 examples */
static void sha256_is_that_of_fips_180(void **state)
{
    (void)state;
    unsigned char digest[DIGEST_SIZE];
    assert_int_equal(digest_sha256("abc", 3, digest), 0);
    assert_digest(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(digest_sha256("", 0, digest), 0);
    assert_digest(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void a_sum_in_parts_is_the_sum_of_the_whole(void **state)
{
    (void)state;
    struct digest_sum sum = {0};
    unsigned char digest[DIGEST_SIZE];
    char block[1000];
    memset(block, 'a', sizeof block);
    assert_int_equal(digest_begin(&sum), 0);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(digest_add(&sum, block, sizeof block), 0);
    assert_int_equal(digest_finish(&sum, digest), 0);
    assert_digest(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_null(sum.context);
}

static void a_sum_can_be_dropped_at_any_time(void **state)
{
    (void)state;
    struct digest_sum sum = {0};
    digest_drop(&sum);
    assert_int_equal(digest_begin(&sum), 0);
    assert_int_equal(digest_add(&sum, "abc", 3), 0);
    digest_drop(&sum);
    assert_null(sum.context);
    digest_drop(&sum);
}

/* RFC 4231, cases 1, 2 and 6 */
static void hmac_is_that_of_rfc_4231(void **state)
{
    (void)state;
    unsigned char digest[DIGEST_SIZE], key[131];
    memset(key, 0x0B, 20);
    assert_int_equal(digest_hmac_sha256(key, 20, "Hi There", 8, digest), 0);
    assert_digest(digest, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assert_int_equal(digest_hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, digest), 0);
    assert_digest(digest, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xAA, sizeof key);
    const char *text = "Test Using Larger Than Block-Size Key - Hash Key First";
    assert_int_equal(digest_hmac_sha256(key, sizeof key, text, strlen(text), digest), 0);
    assert_digest(digest, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    assert_int_equal(digest_hmac_sha256(key, sizeof key, "", 0, digest), 0);
}

static void equal_bytes_are_equal(void **state)
{
    (void)state;
    assert_true(digest_equal("abcd", "abcd", 4));
    assert_true(digest_equal("abcd", "abcx", 3));
    assert_false(digest_equal("abcd", "abcx", 4));
    assert_false(digest_equal("abcd", "xbcd", 4));
    assert_true(digest_equal("a", "b", 0));
}

/* RFC 8032, section 7.1, test 2 */
static const char rfc_public[] = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
static const char rfc_signature[] =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

static void a_signature_is_verified(void **state)
{
    (void)state;
    unsigned char key[DIGEST_PUBLIC_KEY_SIZE], signature[DIGEST_SIGNATURE_SIZE];
    assert_int_equal(text_unhex(rfc_public, key, sizeof key), 0);
    assert_int_equal(text_unhex(rfc_signature, signature, sizeof signature), 0);
    assert_int_equal(digest_verify_ed25519(key, signature, "\x72", 1), 0);
    assert_int_equal(digest_verify_ed25519(key, signature, "\x73", 1), -EBADMSG);
    assert_int_equal(digest_verify_ed25519(key, signature, "\x72", 0), -EBADMSG);
    assert_int_equal(digest_verify_ed25519(key, signature, "\x72\x00", 2), -EBADMSG);
}

static void no_bit_of_a_signature_may_differ(void **state)
{
    (void)state;
    unsigned char key[DIGEST_PUBLIC_KEY_SIZE], signature[DIGEST_SIGNATURE_SIZE];
    assert_int_equal(text_unhex(rfc_public, key, sizeof key), 0);
    assert_int_equal(text_unhex(rfc_signature, signature, sizeof signature), 0);
    for (size_t bit = 0; bit < sizeof signature * 8; bit++) {
        signature[bit / 8] ^= (unsigned char)(1U << bit % 8);
        assert_int_equal(digest_verify_ed25519(key, signature, "\x72", 1), -EBADMSG);
        signature[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
    for (size_t bit = 0; bit < sizeof key * 8; bit++) {
        key[bit / 8] ^= (unsigned char)(1U << bit % 8);
        assert_int_equal(digest_verify_ed25519(key, signature, "\x72", 1), -EBADMSG);
        key[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_that_of_fips_180),
        cmocka_unit_test(a_sum_in_parts_is_the_sum_of_the_whole),
        cmocka_unit_test(a_sum_can_be_dropped_at_any_time),
        cmocka_unit_test(hmac_is_that_of_rfc_4231),
        cmocka_unit_test(equal_bytes_are_equal),
        cmocka_unit_test(a_signature_is_verified),
        cmocka_unit_test(no_bit_of_a_signature_may_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
