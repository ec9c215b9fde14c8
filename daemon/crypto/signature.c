#include "daemon/crypto/signature.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>

#include "common/text.h"
#include "daemon/crypto/random.h"

int signature_seed_create(unsigned char ret_seed[static SIGNATURE_SEED_SIZE])
{
    return random_bytes(ret_seed, SIGNATURE_SEED_SIZE);
}

static EVP_PKEY *read_seed(const unsigned char *seed)
{
    return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, SIGNATURE_SEED_SIZE);
}

int signature_public(const unsigned char seed[static SIGNATURE_SEED_SIZE],
                     unsigned char ret_public[static DIGEST_PUBLIC_KEY_SIZE])
{
    EVP_PKEY *key = read_seed(seed);
    if (!key)
        return -ENOMEM;
    size_t size = DIGEST_PUBLIC_KEY_SIZE;
    int r = EVP_PKEY_get_raw_public_key(key, ret_public, &size) == 1 ? 0 : -EIO;
    EVP_PKEY_free(key);
    return r;
}

int signature_sign(const unsigned char seed[static SIGNATURE_SEED_SIZE], const void *data,
                   size_t length, unsigned char ret_signature[static DIGEST_SIGNATURE_SIZE])
{
    EVP_PKEY *key = read_seed(seed);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t size = DIGEST_SIGNATURE_SIZE;
    int r = -ENOMEM;
    if (key && context)
        r = EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
                    EVP_DigestSign(context, ret_signature, &size, data, length) == 1
                ? 0
                : -EIO;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return r;
}

char *signature_public_pem(const unsigned char public_key[static DIGEST_PUBLIC_KEY_SIZE],
                           struct arena *arena)
{
    /* RFC 8410, section 4: the same bytes stand before every Ed25519 public key. */
    static const unsigned char prefix[] = {0x30, 0x2A, 0x30, 0x05, 0x06, 0x03,
                                           0x2B, 0x65, 0x70, 0x03, 0x21, 0x00};
    unsigned char info[sizeof prefix + DIGEST_PUBLIC_KEY_SIZE];
    char base64[TEXT_BASE64_SIZE(sizeof info)];
    memcpy(info, prefix, sizeof prefix);
    memcpy(info + sizeof prefix, public_key, DIGEST_PUBLIC_KEY_SIZE);
    text_base64(info, sizeof info, base64);
    return arena_format(arena, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n",
                        base64);
}
