#pragma once
/* Bytes nobody can foretell. May run in any thread. */
#include <stddef.h>

/* Fills `length` bytes from OpenSSL's private generator. 0, or -EIO: no random bytes are to be
 * had, and what needs them must not be done. */
int random_bytes(void *ret_data, size_t length);
