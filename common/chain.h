#pragma once
/*
 * The audit chain and its checkpoints. Pure.
 *
 * Each line's hash covers the line before it, so no line can be changed, left out or put in
 * without changing every hash after it. A checkpoint says what the last hash was at a time; it is
 * signed (signature.h) and leaves the machine. A segment is the lines from one checkpoint to
 * the next. All of it can be done again with sqlite3 and openssl.
 *
 * Unless said otherwise 0 means done, -ENOMEM that memory is gone, -EIO that OpenSSL failed.
 */
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/digest.h"

enum {
    CHAIN_HEX_SIZE = 65,         /* A hash in hexadecimal, and its NUL. */
    CHECKPOINT_ORIGIN_MAX = 128, /* The longest origin, in bytes. */
};

/* The hash before the first line: SHA-256 of "kith-audit-v1" LF. */
int chain_first(char ret_hash[static CHAIN_HEX_SIZE]);

/* The hash of a line: SHA-256 of the hash before it LF `body` LF. `ret_hash` may be `previous`.
 * -EINVAL where the body has a newline or `previous` is not as long as a hash. */
int chain_next(const char *previous, const char *body, char ret_hash[static CHAIN_HEX_SIZE]);

/* The SHA-256 of a segment under way: each body followed by LF. All zeroes is none. */
struct chain_segment {
    struct digest_sum sum;
};

/* Begins a segment; it must be finished or dropped. */
int chain_segment_begin(struct chain_segment *ret_segment);

/* Adds the next line. -EINVAL where the body has a newline. */
int chain_segment_add(struct chain_segment *segment, const char *body);

/* The digest of the segment. Frees what it holds, whatever comes back. */
int chain_segment_finish(struct chain_segment *segment,
                         unsigned char ret_digest[static DIGEST_SIZE]);

/* Frees what it holds; harmless where there is none. */
void chain_segment_drop(struct chain_segment *segment);

/* What a checkpoint says. */
struct checkpoint {
    char origin[CHECKPOINT_ORIGIN_MAX + 1]; /* Whose chain: "kith/maple". Clean text, not blank. */
    int64_t size;                           /* The number of the last line; 0 before the first. */
    unsigned char chain[DIGEST_SIZE];       /* The hash of that line. */
    unsigned char segment[DIGEST_SIZE];     /* The digest of the segment. */
    int64_t segment_first;                  /* The number of the segment's first line, from 1;
                                               `size` + 1 where the segment is empty. */
    unsigned char previous[DIGEST_SIZE];    /* SHA-256 of the note before; zeroes in the first. */
    int64_t at;                             /* When, in seconds since 1970 UTC. */
};

/*
 * The note that is signed: seven lines, each ended by LF, of origin, size, base64 of the chain
 * hash, base64 of the segment's digest, its first line, base64 of the previous note's digest, and
 * the time as YYYY-MM-DDTHH:MM:SSZ. Lives in `arena`. 0, or -EINVAL where a field is outside what
 * struct checkpoint allows, or the time outside the years that civil.h reads.
 */
int checkpoint_format(const struct checkpoint *checkpoint, struct arena *arena,
                      const char **ret_note);

/* Reads a note of `length` bytes that is, byte for byte, what checkpoint_format writes.
 * 0 or -EINVAL. */
int checkpoint_parse(const char *note, size_t length, struct checkpoint *ret_checkpoint);
