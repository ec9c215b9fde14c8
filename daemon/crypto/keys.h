#pragma once
/*
 * The master key, what it wraps, and the sheet of paper it can be read back from.
 *
 * All other keys are random and are stored wrapped under a key derived from the master key, so
 * that a new master key means wrapping them anew and changes nothing else.
 */
#include <stddef.h>

enum {
    KEYS_SIZE = 32,          /* Every key, in bytes. */
    KEYS_WRAPPED_SIZE = 61,  /* version (1) | nonce (12) | ciphertext (32) | tag (16) */
    KEYS_PURPOSE_MAX = 255,  /* The longest purpose, in bytes. */
    KEYS_RECOVERY_SIZE = 70, /* Fourteen groups of four, blanks between, and the NUL. */
    KEYS_CHECK_SIZE = 17,    /* Sixteen hexadecimal digits and the NUL. */
};

/* What wraps other keys. Whoever has one wipes it with keys_wrapping_wipe. */
struct wrapping {
    unsigned char key[KEYS_SIZE];
};

/* HKDF-SHA256 (RFC 5869): derives `length` bytes, at most 8,160, from a secret. A part that is left
 * out has the length 0, but is not NULL. 0 or -EIO. */
int keys_hkdf(const void *secret, size_t secret_length, const void *salt, size_t salt_length,
              const void *info, size_t info_length, unsigned char *ret_key, size_t length);

/* The wrapping key of a master key: HKDF without salt, info "kith/v1/wrap". 0 or -EIO. */
int keys_wrapping(const unsigned char master[static KEYS_SIZE], struct wrapping *ret_wrapping);

/* Wipes it. */
void keys_wrapping_wipe(struct wrapping *wrapping);

/*
 * Wraps a key with AES-256-GCM, bound to its `purpose`, such as "key 12 of person 7": text of at
 * most KEYS_PURPOSE_MAX bytes. Returns 0; -EINVAL for a longer purpose; -ENOMEM; -EIO.
 */
int keys_wrap(const struct wrapping *wrapping, const unsigned char key[static KEYS_SIZE],
              const char *purpose, unsigned char ret_wrapped[static KEYS_WRAPPED_SIZE]);

/* The key again. 0; -EBADMSG where it was altered, or wrapped under another key or for another
 * purpose; -EINVAL for a purpose too long; -ENOMEM; -EIO. The caller wipes the key. */
int keys_unwrap(const struct wrapping *wrapping,
                const unsigned char wrapped[static KEYS_WRAPPED_SIZE], const char *purpose,
                unsigned char ret_key[static KEYS_SIZE]);

/*
 * Reads the master key from a file of 32 raw bytes, or of 64 hexadecimal digits and at most one
 * newline. Returns 0; -ENOENT where there is no such file; -EPERM where its group or others may
 * read or write it; -ELOOP for a symbolic link; -EINVAL for another content, or where it is no
 * plain file; another negative errno where the system refuses. The caller wipes the key.
 *
 * Where the file has an access list, stat(2) shows the list's mask as the rights of the group
 * (acl(5)). systemd may give a service its credentials through such a list, so the list is asked.
 */
int keys_master_read(const char *path, unsigned char ret_master[static KEYS_SIZE]);

/*
 * Makes a new random master key in a new file of mode 0400, as 64 hexadecimal digits and a newline,
 * and has it on disk before it returns. 0; -EEXIST where something has that name; another negative
 * errno, and then no file is left.
 */
int keys_master_create(const char *path);

/*
 * The master key as people write it down: 13 groups of four base32 letters (RFC 4648), and a last
 * group over the others that tells a slip of the pen: the first 20 bits of SHA-256 of
 * "kith-recovery-v1", LF and the key. 0 or -EIO. The caller wipes the text.
 */
int keys_recovery_text(const unsigned char master[static KEYS_SIZE],
                       char ret_text[static KEYS_RECOVERY_SIZE]);

/* Reads it back: letters of either case; blanks, newlines and '-' wherever they are; '0', '1' and
 * '8', which base32 lacks, as 'O', 'I' and 'B'. 0; -EINVAL where it is not such a text; -EBADMSG
 * where the last group does not fit the others; -EIO. The caller wipes the key. */
int keys_recovery_parse(const char *text, unsigned char ret_master[static KEYS_SIZE]);

/* Public digits by which one can tell that two master keys differ: the first 8 bytes of
 * HMAC-SHA256 of "kith-check-v1" under the key, in hexadecimal. 0 or -EIO. */
int keys_check_value(const unsigned char master[static KEYS_SIZE],
                     char ret_check[static KEYS_CHECK_SIZE]);
