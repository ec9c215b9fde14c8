#include "daemon/crypto/random.h"

#include <errno.h>
#include <limits.h>
#include <openssl/rand.h>

int random_bytes(void *ret_data, size_t length)
{
    if (length > INT_MAX)
        return -EIO;
    return RAND_priv_bytes(ret_data, (int)length) == 1 ? 0 : -EIO;
}
