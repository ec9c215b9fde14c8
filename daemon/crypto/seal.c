#include "daemon/crypto/seal.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "daemon/crypto/random.h"

enum { STEP_FIRST = 32, STEP_LARGE = 1024, PADDING_MARK = 0x80 };

/* What a value is bound to, written out. */
struct place {
    size_t length;
    unsigned char bytes[1 + 8 + 2 * (SEAL_NAME_MAX + 1) + 8];
};

static void add_to_place(struct place *place, const void *data, size_t length)
{
    assert(length <= sizeof place->bytes - place->length);
    memcpy(place->bytes + place->length, data, length);
    place->length += length;
}

static void add_name(struct place *place, const char *name)
{
    size_t length = strlen(name);
    assert(length <= SEAL_NAME_MAX);
    add_to_place(place, name, length + 1);
}

/* `head` is the value's version and key id. */
static struct place write_place(const unsigned char *head, const char *table, const char *column,
                                int64_t row)
{
    struct place place = {0};
    uint64_t big_endian = htobe64((uint64_t)row);
    add_to_place(&place, head, 1 + 8);
    add_name(&place, table);
    add_name(&place, column);
    add_to_place(&place, &big_endian, sizeof big_endian);
    return place;
}

/* The length of a text of `length` bytes with its padding, which is at least the mark. */
static size_t padded_length(size_t length)
{
    for (size_t step = STEP_FIRST; step <= STEP_LARGE; step *= 2)
        if (length < step)
            return step;
    return (length / STEP_LARGE + 1) * STEP_LARGE;
}

/* The length of the text in `length` opened bytes; -EBADMSG where the padding is not ours. */
static int find_padding(const unsigned char *padded, size_t length, size_t *ret_length)
{
    while (length && padded[length - 1] == 0)
        length--;
    if (length == 0 || padded[length - 1] != PADDING_MARK)
        return -EBADMSG;
    *ret_length = length - 1;
    return 0;
}

static int init_cipher(EVP_CIPHER_CTX *context, int encrypt, const unsigned char *key,
                       const unsigned char *nonce, const void *associated, size_t length)
{
    int unused;
    if (EVP_CipherInit_ex2(context, EVP_aes_256_gcm(), key, nonce, encrypt, NULL) != 1 ||
        EVP_CipherUpdate(context, NULL, &unused, associated, (int)length) != 1)
        return -EIO;
    return 0;
}

int seal_encrypt(const unsigned char key[static SEAL_KEY_SIZE],
                 const unsigned char nonce[static SEAL_NONCE_SIZE], const void *associated,
                 size_t associated_length, const void *plaintext, size_t length,
                 unsigned char *ret_ciphertext, unsigned char ret_tag[static SEAL_TAG_SIZE])
{
    assert(length <= 2 * SEAL_TEXT_MAX && associated_length <= SEAL_TEXT_MAX);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (!context)
        return -ENOMEM;
    int written;
    int r = init_cipher(context, 1, key, nonce, associated, associated_length);
    if (r == 0 &&
        (EVP_CipherUpdate(context, ret_ciphertext, &written, plaintext, (int)length) != 1 ||
         EVP_CipherFinal_ex(context, ret_ciphertext + length, &written) != 1 ||
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, SEAL_TAG_SIZE, ret_tag) != 1))
        r = -EIO;
    EVP_CIPHER_CTX_free(context);
    return r;
}

int seal_decrypt(const unsigned char key[static SEAL_KEY_SIZE],
                 const unsigned char nonce[static SEAL_NONCE_SIZE], const void *associated,
                 size_t associated_length, const void *ciphertext, size_t length,
                 const unsigned char tag[static SEAL_TAG_SIZE], unsigned char *ret_plaintext)
{
    assert(length <= 2 * SEAL_TEXT_MAX && associated_length <= SEAL_TEXT_MAX);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (!context)
        return -ENOMEM;
    unsigned char expected[SEAL_TAG_SIZE];
    memcpy(expected, tag, sizeof expected); /* OpenSSL takes it as not constant. */
    int written;
    int r = init_cipher(context, 0, key, nonce, associated, associated_length);
    if (r == 0 &&
        (EVP_CipherUpdate(context, ret_plaintext, &written, ciphertext, (int)length) != 1 ||
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, SEAL_TAG_SIZE, expected) != 1))
        r = -EIO;
    if (r == 0 && EVP_CipherFinal_ex(context, ret_plaintext + length, &written) != 1)
        r = -EBADMSG;
    if (r < 0)
        OPENSSL_cleanse(ret_plaintext, length);
    EVP_CIPHER_CTX_free(context);
    return r;
}

int seal_text(const unsigned char key[static SEAL_KEY_SIZE], int64_t key_id, const char *table,
              const char *column, int64_t row, const char *plaintext, struct bytes *ret_value)
{
    assert(key_id > 0);
    size_t length = strnlen(plaintext, SEAL_TEXT_MAX + 1);
    if (length > SEAL_TEXT_MAX)
        return -E2BIG;
    unsigned char head[SEAL_HEAD_SIZE] = {SEAL_VERSION};
    uint64_t big_endian = htobe64((uint64_t)key_id);
    memcpy(head + 1, &big_endian, sizeof big_endian);
    int r = random_bytes(head + 9, SEAL_NONCE_SIZE);
    if (r < 0)
        return r;
    static const unsigned char padding[STEP_LARGE] = {PADDING_MARK};
    struct place place = write_place(head, table, column, row);
    size_t begin = ret_value->length, padded = padded_length(length);
    bytes_add(ret_value, head, sizeof head);
    bytes_add(ret_value, plaintext, length);
    bytes_add(ret_value, padding, padded - length);
    unsigned char *text = (unsigned char *)ret_value->data + begin + sizeof head;
    unsigned char tag[SEAL_TAG_SIZE];
    r = seal_encrypt(key, head + 9, place.bytes, place.length, text, padded, text, tag);
    if (r < 0) {
        OPENSSL_cleanse(text, padded);
        bytes_cut(ret_value, begin);
        return r;
    }
    bytes_add(ret_value, tag, sizeof tag);
    return 0;
}

int seal_open(const unsigned char key[static SEAL_KEY_SIZE], const char *table, const char *column,
              int64_t row, const void *value, size_t length, struct arena *arena,
              const char **ret_text)
{
    int64_t key_id;
    int r = seal_key_id(value, length, &key_id);
    if (r < 0)
        return r;
    const unsigned char *head = value, *ciphertext = head + SEAL_HEAD_SIZE;
    size_t padded = length - SEAL_HEAD_SIZE - SEAL_TAG_SIZE;
    struct place place = write_place(head, table, column, row);
    unsigned char *text = arena_alloc(arena, padded);
    r = seal_decrypt(key, head + 9, place.bytes, place.length, ciphertext, padded,
                     ciphertext + padded, text);
    size_t text_length = 0;
    if (r == 0)
        r = find_padding(text, padded, &text_length);
    if (r < 0)
        return r;
    text[text_length] = '\0';
    *ret_text = (const char *)text;
    return 0;
}

int seal_key_id(const void *value, size_t length, int64_t *ret_key_id)
{
    const unsigned char *head = value;
    uint64_t big_endian;
    if (length < SEAL_HEAD_SIZE + SEAL_TAG_SIZE || head[0] != SEAL_VERSION)
        return -EBADMSG;
    size_t padded = length - SEAL_HEAD_SIZE - SEAL_TAG_SIZE;
    if (padded == 0 || padded > SEAL_TEXT_MAX + STEP_LARGE || padded_length(padded - 1) != padded)
        return -EBADMSG;
    memcpy(&big_endian, head + 1, sizeof big_endian);
    big_endian = be64toh(big_endian);
    if (big_endian == 0 || big_endian > INT64_MAX)
        return -EBADMSG;
    *ret_key_id = (int64_t)big_endian;
    return 0;
}
