#pragma once
/*
 * Sealed values: text that only the holder of its key reads, bound to the place it stands in.
 *
 * A sealed value is  version (1 byte, SEAL_VERSION) | key id (8, big endian) | nonce (12) |
 * ciphertext | tag (16).  The cipher is AES-256-GCM (NIST SP 800-38D); its associated data is
 * version | key id | table NUL column NUL | row (8, big endian), so that a value moved to another
 * row, column, table or key does not open. Nonces are random; SP 800-38D allows 2^32 values a key.
 *
 * The length of the ciphertext must not tell the length of the text. The text is followed by 0x80
 * and zeroes (ISO/IEC 7816-4) up to the next of 32, 64, 128, 256, 512, 1,024 bytes, and of
 * multiples of 1,024 bytes from there on.
 *
 * All functions may run in any thread.
 */
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/bytes.h"

enum {
    SEAL_VERSION = 1,
    SEAL_KEY_SIZE = 32,
    SEAL_NONCE_SIZE = 12,
    SEAL_TAG_SIZE = 16,
    SEAL_HEAD_SIZE = 1 + 8 + SEAL_NONCE_SIZE, /* What stands before the ciphertext. */
    SEAL_TEXT_MAX = 1 << 20,                  /* The longest text, in bytes without its NUL. */
    SEAL_NAME_MAX = 63,                       /* The longest name of a table or a column. */
};

/*
 * Seals `plaintext` and adds the value to the end of `ret_value`. The names must be constants of
 * at most SEAL_NAME_MAX bytes; `key_id` is above 0; `row` is 0 where the row has no id yet, and
 * then it is 0 to open it again. Returns 0; -E2BIG for a text longer than
 * SEAL_TEXT_MAX; -ENOMEM; -EIO where OpenSSL fails or has no random bytes.
 */
int seal_text(const unsigned char key[static SEAL_KEY_SIZE], int64_t key_id, const char *table,
              const char *column, int64_t row, const char *plaintext, struct bytes *ret_value);

/*
 * Opens a sealed value of `length` bytes. The text is put in `arena`, which wipes it in the end.
 * Returns 0; -EBADMSG where anything differs from when it was sealed: the value, the key, or the
 * place; -ENOMEM; -EIO.
 */
int seal_open(const unsigned char key[static SEAL_KEY_SIZE], const char *table, const char *column,
              int64_t row, const void *value, size_t length, struct arena *arena,
              const char **ret_text);

/* The id of the key that a value of `length` bytes asks for; it is not yet proven. 0, or -EBADMSG
 * where it is not a sealed value of this version. */
int seal_key_id(const void *value, size_t length, int64_t *ret_key_id);

/* AES-256-GCM itself, for seal.c and keys.c: writes `length` bytes and the tag. `ret_ciphertext`
 * may be `plaintext`. 0, -ENOMEM or -EIO. */
int seal_encrypt(const unsigned char key[static SEAL_KEY_SIZE],
                 const unsigned char nonce[static SEAL_NONCE_SIZE], const void *associated,
                 size_t associated_length, const void *plaintext, size_t length,
                 unsigned char *ret_ciphertext, unsigned char ret_tag[static SEAL_TAG_SIZE]);

/* The inverse. 0, -EBADMSG, -ENOMEM or -EIO; `ret_plaintext` is used on the way and holds nothing
 * where it fails. */
int seal_decrypt(const unsigned char key[static SEAL_KEY_SIZE],
                 const unsigned char nonce[static SEAL_NONCE_SIZE], const void *associated,
                 size_t associated_length, const void *ciphertext, size_t length,
                 const unsigned char tag[static SEAL_TAG_SIZE], unsigned char *ret_plaintext);
