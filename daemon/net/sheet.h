#pragma once
/* The sheet of paper that brings a record back after its computer is lost. */
#include <stdio.h>

#include "daemon/crypto/keys.h"

/* Writes it, with the master key as groups of letters. 0, or a negative errno: not all of it was
 * written. */
int sheet_write(const unsigned char master[static KEYS_SIZE], FILE *file);
