#include "common/digest.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

int digest_sha256(const void *data, size_t length, unsigned char ret_digest[static DIGEST_SIZE])
{
    unsigned char digest[DIGEST_SIZE];
    if (EVP_Digest(data, length, digest, NULL, EVP_sha256(), NULL) != 1)
        return -EIO;
    memcpy(ret_digest, digest, sizeof digest);
    OPENSSL_cleanse(digest, sizeof digest);
    return 0;
}

int digest_begin(struct digest_sum *ret_sum)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context)
        return -ENOMEM;
    if (EVP_DigestInit_ex2(context, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(context);
        return -EIO;
    }
    ret_sum->context = context;
    return 0;
}

int digest_add(struct digest_sum *sum, const void *data, size_t length)
{
    return EVP_DigestUpdate(sum->context, data, length) == 1 ? 0 : -EIO;
}

int digest_finish(struct digest_sum *sum, unsigned char ret_digest[static DIGEST_SIZE])
{
    unsigned char digest[DIGEST_SIZE];
    int r = EVP_DigestFinal_ex(sum->context, digest, NULL) == 1 ? 0 : -EIO;
    if (r == 0)
        memcpy(ret_digest, digest, sizeof digest);
    OPENSSL_cleanse(digest, sizeof digest);
    digest_drop(sum);
    return r;
}

void digest_drop(struct digest_sum *sum)
{
    EVP_MD_CTX_free(sum->context);
    sum->context = NULL;
}

int digest_hmac_sha256(const void *key, size_t key_length, const void *data, size_t length,
                       unsigned char ret_digest[static DIGEST_SIZE])
{
    unsigned char digest[DIGEST_SIZE];
    size_t size = 0;
    if (!EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key, key_length, data, length, digest,
                   sizeof digest, &size) ||
        size != sizeof digest)
        return -EIO;
    memcpy(ret_digest, digest, sizeof digest);
    OPENSSL_cleanse(digest, sizeof digest);
    return 0;
}

bool digest_equal(const void *a, const void *b, size_t length)
{
    return CRYPTO_memcmp(a, b, length) == 0;
}

int digest_verify_ed25519(const unsigned char public_key[static DIGEST_PUBLIC_KEY_SIZE],
                          const unsigned char signature[static DIGEST_SIGNATURE_SIZE],
                          const void *data, size_t length)
{
    EVP_PKEY *key =
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, DIGEST_PUBLIC_KEY_SIZE);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int r = -ENOMEM;
    if (key && context) {
        r = -EIO;
        if (EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1)
            r = EVP_DigestVerify(context, signature, DIGEST_SIGNATURE_SIZE, data, length) == 1
                    ? 0
                    : -EBADMSG;
    }
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return r;
}
