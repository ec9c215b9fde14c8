#include "tests/fault/memory.h"

const char *memory_user_name(enum memory_user user)
{
    static const char *const names[MEMORY_USERS] = {
        [MEMORY_OURS] = "our own",
        [MEMORY_JSON] = "jansson",
        [MEMORY_EVENT] = "libevent",
        [MEMORY_SQLITE] = "SQLite",
    };
    return names[user];
}
