#pragma once
/*
 * Ed25519 signatures (RFC 8032) over what the house must be able to prove. Verifying is
 * digest_verify_ed25519, which the client has too. May run in any thread.
 */
#include <stddef.h>

#include "common/arena.h"
#include "common/digest.h"

enum { SIGNATURE_SEED_SIZE = 32 };

/* A new random seed, which is the secret key. 0 or -EIO. The caller wipes it. */
int signature_seed_create(unsigned char ret_seed[static SIGNATURE_SEED_SIZE]);

/* The public key of a seed. 0, -ENOMEM or -EIO. */
int signature_public(const unsigned char seed[static SIGNATURE_SEED_SIZE],
                     unsigned char ret_public[static DIGEST_PUBLIC_KEY_SIZE]);

/* Signs `length` bytes. 0, -ENOMEM or -EIO. */
int signature_sign(const unsigned char seed[static SIGNATURE_SEED_SIZE], const void *data,
                   size_t length, unsigned char ret_signature[static DIGEST_SIGNATURE_SIZE]);

/* The public key as SubjectPublicKeyInfo in PEM (RFC 8410, RFC 7468), in `arena`. It serves
 * `openssl pkeyutl -verify -pubin -inkey FILE -rawin`. */
char *signature_public_pem(const unsigned char public_key[static DIGEST_PUBLIC_KEY_SIZE],
                           struct arena *arena);
