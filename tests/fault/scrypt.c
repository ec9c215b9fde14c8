/*
 * In the place of scrypt (--wrap), whose cost would be most of every run; that it is slow is not
 * what the fault tests are about.
 */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

int __wrap_EVP_PBE_scrypt(const char *pass, size_t pass_length, const unsigned char *salt,
                          size_t salt_length, uint64_t n, uint64_t r, uint64_t p, uint64_t most,
                          unsigned char *key, size_t key_length);

int __wrap_EVP_PBE_scrypt(const char *pass, size_t pass_length, const unsigned char *salt,
                          size_t salt_length, uint64_t n, uint64_t r, uint64_t p, uint64_t most,
                          unsigned char *key, size_t key_length)
{
    unsigned char input[64 + 64];
    (void)n;
    (void)r;
    (void)p;
    (void)most;
    if (pass_length > 64 || salt_length > 64 || key_length != 32)
        abort();
    memcpy(input, pass, pass_length);
    memcpy(input + pass_length, salt, salt_length);
    return EVP_Digest(input, pass_length + salt_length, key, NULL, EVP_sha256(), NULL);
}
