#include "daemon/config/fault.h"

const char *fault_sentence(const struct fault *fault, const char *file, struct arena *arena)
{
    const char *line = fault->line > 0 ? arena_format(arena, ":%u", fault->line) : "";
    const char *key = fault->key ? fault->key : "";
    return arena_format(arena, "%s%s: %s%s%s", file, line, key, fault->key ? ": " : "",
                        fault->what);
}
