#include "client/match.h"

#include <string.h>

bool match_is_safety_word(const char *word)
{
    static const char *const words[] = {"in", "out", "reach", "answer"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

size_t match_names(const char *typed, const char *const *names, size_t count,
                   const char **ret_meant)
{
    size_t length = strlen(typed);
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], typed) == 0) {
            ret_meant[0] = names[i];
            return 1;
        }
    if (!length || match_is_safety_word(typed))
        return 0;
    for (size_t i = 0; i < count; i++)
        if (strncmp(names[i], typed, length) == 0 && !match_is_safety_word(names[i]))
            ret_meant[found++] = names[i];
    return found;
}
