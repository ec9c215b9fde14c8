#pragma once
/*
 * PINs for the shared kitchen computer, and how they are kept.
 *
 * What is stored is scrypt (RFC 7914: N = 2^15, r = 8, p = 1) of HMAC-SHA256 of the PIN under a
 * pepper that stands in keys.db, with a salt of its own. Six digits are few: without the pepper
 * a stolen kith.db gives no way to try them. Takes about 0.1 s and 32 MiB, so it belongs on
 * a worker; may run in any thread.
 */
#include <stdbool.h>

enum {
    PIN_DIGITS_MIN = 6,
    PIN_DIGITS_MAX = 12,
    PIN_PEPPER_SIZE = 32, /* In bytes, as the next two. */
    PIN_SALT_SIZE = 16,
    PIN_HASH_SIZE = 32,
};

/* Whether it may be somebody's PIN: PIN_DIGITS_MIN to PIN_DIGITS_MAX digits, not all the same,
 * and not a run up or down, such as 123456, 987654 or 678901. */
bool pin_valid(const char *pin);

/* The hash to store or to hold against a stored one. 0; -EINVAL where it has other characters
 * than digits, or too few or too many; -ENOMEM where scrypt fails, which is the one that wants
 * memory; -EIO where HMAC does. */
int pin_hash(const unsigned char pepper[static PIN_PEPPER_SIZE], const char *pin,
             const unsigned char salt[static PIN_SALT_SIZE],
             unsigned char ret_hash[static PIN_HASH_SIZE]);

/* Whether two hashes are the same, in a time that does not tell where they differ. */
bool pin_matches(const unsigned char hash[static PIN_HASH_SIZE],
                 const unsigned char stored[static PIN_HASH_SIZE]);
