#include "daemon/crypto/signature.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/text.h"

/* RFC 8032, section 7.1, tests 1 to 3 */
static const struct {
    const char *seed;
    const char *public_key;
    const char *message;
    size_t length;
    const char *signature;
} samples[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", 0,
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "\x72", 1,
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "\xAF\x82", 2,
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

/* design, section 8: "Ed25519 checkpoints" */
static void signatures_are_those_of_rfc_8032(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        unsigned char seed[SIGNATURE_SEED_SIZE], key[DIGEST_PUBLIC_KEY_SIZE];
        unsigned char signature[DIGEST_SIGNATURE_SIZE];
        char hex[TEXT_HEX_SIZE(DIGEST_SIGNATURE_SIZE)];
        assert_int_equal(text_unhex(samples[i].seed, seed, sizeof seed), 0);
        assert_int_equal(signature_public(seed, key), 0);
        text_hex(key, sizeof key, hex);
        assert_string_equal(hex, samples[i].public_key);
        assert_int_equal(signature_sign(seed, samples[i].message, samples[i].length, signature), 0);
        text_hex(signature, sizeof signature, hex);
        assert_string_equal(hex, samples[i].signature);
        assert_int_equal(
            digest_verify_ed25519(key, signature, samples[i].message, samples[i].length), 0);
    }
}

static void a_new_seed_signs_what_only_its_key_verifies(void **state)
{
    (void)state;
    unsigned char seeds[2][SIGNATURE_SEED_SIZE], keys[2][DIGEST_PUBLIC_KEY_SIZE];
    unsigned char signature[DIGEST_SIGNATURE_SIZE];
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(signature_seed_create(seeds[i]), 0);
        assert_int_equal(signature_public(seeds[i], keys[i]), 0);
    }
    assert_memory_not_equal(seeds[0], seeds[1], SIGNATURE_SEED_SIZE);
    assert_int_equal(signature_sign(seeds[0], "kith/maple\n", 11, signature), 0);
    assert_int_equal(digest_verify_ed25519(keys[0], signature, "kith/maple\n", 11), 0);
    assert_int_equal(digest_verify_ed25519(keys[1], signature, "kith/maple\n", 11), -EBADMSG);
    assert_int_equal(digest_verify_ed25519(keys[0], signature, "kith/maples", 11), -EBADMSG);
}

/* RFC 8410, section 10.1 */
static void a_public_key_is_written_as_rfc_8410_has_it(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char key[DIGEST_PUBLIC_KEY_SIZE];
    const char *hex = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";
    assert_int_equal(text_unhex(hex, key, sizeof key), 0);
    assert_string_equal(signature_public_pem(key, &arena),
                        "-----BEGIN PUBLIC KEY-----\n"
                        "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                        "-----END PUBLIC KEY-----\n");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_those_of_rfc_8032),
        cmocka_unit_test(a_new_seed_signs_what_only_its_key_verifies),
        cmocka_unit_test(a_public_key_is_written_as_rfc_8410_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
