#pragma once
/*
 * What a record says, as one number: the sum of a number for each row. Calls that do not touch
 * the same rows add up, in whatever order they came. Numbers that depend on the order (entries of
 * the chain, events, keys), when it was, and what is random (hashes, nonces) are left out; a
 * sealed value counts as the text it opens to.
 */
#include <stddef.h>
#include <stdint.h>

#include "tests/support/rig.h"

/* A number for those bytes that looks like no other's; sums of them are as good. */
uint64_t record_number(const void *data, size_t length);

/* Replaces what is random in a reply, or after a job's own time, by '#'; the new length. */
size_t record_mask(char *text, size_t length);

/* The record's number. 0, or a failure and, in `ret_reason` (static), what it was. */
int record_sum(struct rig *rig, uint64_t *ret, const char **ret_reason);

/*
 * Of the closed files: whether SQLite finds both sound, and each key that the record needs there
 * and no other. NULL, or what is wrong (static).
 */
const char *record_check_files(struct rig *rig);
