#include "common/scan.h"

#include <string.h>

#include "common/ascii.h"

struct scan scan_text(const char *text)
{
    return (struct scan){text, text + strlen(text)};
}

static void skip_blanks(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t'))
        scan->at++;
}

bool scan_is_over(struct scan *scan)
{
    skip_blanks(scan);
    return scan->at == scan->end;
}

/* How many letters stand next. */
static size_t word_length(struct scan *scan)
{
    skip_blanks(scan);
    size_t length = 0;
    while (scan->at + length < scan->end && ascii_is_letter(scan->at[length]))
        length++;
    return length;
}

static bool begins_with(const char *whole, const char *start, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (ascii_lower(whole[i]) != ascii_lower(start[i]))
            return false;
    return true;
}

bool scan_word(struct scan *scan, const char *word)
{
    size_t length = word_length(scan);
    if (length != strlen(word) || !begins_with(word, scan->at, length))
        return false;
    scan->at += length;
    return true;
}

bool scan_mark(struct scan *scan, const char *mark)
{
    skip_blanks(scan);
    size_t length = strlen(mark);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, mark, length) != 0)
        return false;
    scan->at += length;
    return true;
}

bool scan_number(struct scan *scan, int digits_most, int32_t *ret_number)
{
    skip_blanks(scan);
    const char *at = scan->at;
    int32_t number = 0;
    for (; at < scan->end && ascii_is_digit(*at) && at - scan->at < digits_most; at++)
        number = number * 10 + (*at - '0');
    if (at == scan->at || (at < scan->end && ascii_is_digit(*at)))
        return false;
    scan->at = at;
    *ret_number = number;
    return true;
}

bool scan_name(struct scan *scan, const char *const *names, int32_t count, int32_t *ret_index)
{
    size_t length = word_length(scan);
    if (length < 3)
        return false;
    for (int32_t i = 0; i < count; i++) {
        if (length <= strlen(names[i]) && begins_with(names[i], scan->at, length)) {
            scan->at += length;
            *ret_index = i;
            return true;
        }
    }
    return false;
}
