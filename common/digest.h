#pragma once
/*
 * SHA-256 (FIPS 180-4), HMAC-SHA256 (RFC 2104) and Ed25519 verification (RFC 8032), for both
 * programs. The only file outside daemon/crypto that knows OpenSSL.
 *
 * Nothing is kept between calls: looking an algorithm up costs OpenSSL 0.4 microseconds, less
 * than a struct that every caller would have to carry. All functions may run in any thread.
 *
 * Unless said otherwise 0 means done, -ENOMEM that memory is gone, -EIO that OpenSSL failed.
 */
#include <stdbool.h>
#include <stddef.h>

enum {
    DIGEST_SIZE = 32,            /* A SHA-256 or HMAC-SHA256 result, in bytes. */
    DIGEST_PUBLIC_KEY_SIZE = 32, /* An Ed25519 public key. */
    DIGEST_SIGNATURE_SIZE = 64,  /* An Ed25519 signature. */
};

/* SHA-256 of `length` bytes. */
int digest_sha256(const void *data, size_t length, unsigned char ret_digest[static DIGEST_SIZE]);

/* A SHA-256 under way. All zeroes is none. */
struct digest_sum {
    struct evp_md_ctx_st *context;
};

/* Begins one; it must be finished or dropped. */
int digest_begin(struct digest_sum *ret_sum);

/* Adds `length` bytes. */
int digest_add(struct digest_sum *sum, const void *data, size_t length);

/* The digest of all that was added. Frees what the sum holds, whatever comes back. */
int digest_finish(struct digest_sum *sum, unsigned char ret_digest[static DIGEST_SIZE]);

/* Frees what the sum holds; harmless where there is none. */
void digest_drop(struct digest_sum *sum);

/* HMAC-SHA256 of `length` bytes under a key of `key_length` bytes. */
int digest_hmac_sha256(const void *key, size_t key_length, const void *data, size_t length,
                       unsigned char ret_digest[static DIGEST_SIZE]);

/* Whether `length` bytes are the same, in a time that does not tell where they differ. */
bool digest_equal(const void *a, const void *b, size_t length);

/* 0 where the signature is the key's over the data; -EBADMSG where it is not. */
int digest_verify_ed25519(const unsigned char public_key[static DIGEST_PUBLIC_KEY_SIZE],
                          const unsigned char signature[static DIGEST_SIGNATURE_SIZE],
                          const void *data, size_t length);
