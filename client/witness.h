#pragma once
/*
 * An exported record, checked without the daemon: every entry's place in the chain, every
 * checkpoint's signature, and the six words that may stand on paper somewhere.
 *
 * The file is lines of text: one JSON object with the format's name and the public key, one for
 * each checkpoint as Audit.Checkpoints gives it, oldest first, an empty line, and then the entries
 * exactly as they were written: `sed '1,/^$/d' FILE` is what the chain was made of.
 */
#include <jansson.h>
#include <stdio.h>

/* Writes what stands before the entries. `checkpoints` is as the daemon lists them, newest first.
 */
void witness_write_head(FILE *file, const char *public_key, const json_t *checkpoints);

/*
 * Reads and checks a file. 0, and a new object with the members of Audit.Verify's reply, which the
 * caller frees; -EINVAL where it is no such file; -ENOMEM or -EIO.
 */
int witness_check(FILE *file, json_t **ret_result);
