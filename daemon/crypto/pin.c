#include "daemon/crypto/pin.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "common/ascii.h"
#include "common/digest.h"

enum { SCRYPT_N = 1 << 15, SCRYPT_R = 8, SCRYPT_P = 1, SCRYPT_MEMORY_MAX = 64 << 20 };

/* How many digits it has; 0 where it has anything else, or too few or too many. */
static size_t count_digits(const char *pin)
{
    size_t count = 0;
    while (ascii_is_digit(pin[count]))
        if (++count > PIN_DIGITS_MAX)
            return 0;
    return pin[count] == '\0' && count >= PIN_DIGITS_MIN ? count : 0;
}

/* Whether each digit is the one before it and so much more, 0 following on 9. */
static bool goes_by(const char *pin, size_t count, int step)
{
    for (size_t i = 1; i < count; i++)
        if ((pin[i] - pin[i - 1] - step) % 10 != 0)
            return false;
    return true;
}

bool pin_valid(const char *pin)
{
    size_t count = count_digits(pin);
    return count && !goes_by(pin, count, 0) && !goes_by(pin, count, 1) && !goes_by(pin, count, -1);
}

int pin_hash(const unsigned char pepper[static PIN_PEPPER_SIZE], const char *pin,
             const unsigned char salt[static PIN_SALT_SIZE],
             unsigned char ret_hash[static PIN_HASH_SIZE])
{
    size_t count = count_digits(pin);
    if (!count)
        return -EINVAL;
    unsigned char peppered[DIGEST_SIZE], hash[PIN_HASH_SIZE];
    int r = digest_hmac_sha256(pepper, PIN_PEPPER_SIZE, pin, count, peppered);
    if (r == 0 &&
        EVP_PBE_scrypt((const char *)peppered, sizeof peppered, salt, PIN_SALT_SIZE, SCRYPT_N,
                       SCRYPT_R, SCRYPT_P, SCRYPT_MEMORY_MAX, hash, sizeof hash) != 1)
        r = -ENOMEM;
    if (r == 0)
        memcpy(ret_hash, hash, sizeof hash);
    OPENSSL_cleanse(peppered, sizeof peppered);
    OPENSSL_cleanse(hash, sizeof hash);
    return r;
}

bool pin_matches(const unsigned char hash[static PIN_HASH_SIZE],
                 const unsigned char stored[static PIN_HASH_SIZE])
{
    return digest_equal(hash, stored, PIN_HASH_SIZE);
}
