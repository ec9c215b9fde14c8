#include "daemon/domain/handle.h"

#include <stdio.h>
#include <string.h>

#include "common/ascii.h"

enum { SIZE = TEXT_HANDLE_MAX + 1 };

/* A piece of a name. */
struct piece {
    const char *at;
    size_t length;
};

static bool is_free(const char *handle, const struct handle_set *taken)
{
    for (size_t i = 0; i < taken->count; i++)
        if (strcmp(taken->items[i], handle) == 0)
            return false;
    return *handle != '\0';
}

/* Puts `-more` behind a handle, and cuts that where there is no room for both. */
static void add_behind(const char *handle, const char *more, char ret[static SIZE])
{
    size_t room = SIZE - 1 - (strlen(more) + 1);
    size_t length = strnlen(handle, room);
    while (length && handle[length - 1] == '-')
        length--;
    char joined[SIZE];
    (void)snprintf(joined, SIZE, "%.*s-%s", (int)length, handle, more);
    memcpy(ret, joined, SIZE);
}

/* The handle, or the first free one with a number behind it. */
static bool find_free(const char *handle, const struct handle_set *taken, char ret[static SIZE])
{
    (void)snprintf(ret, SIZE, "%s", handle);
    for (int i = 2; *handle && i <= HANDLE_NUMBER_LAST && !is_free(ret, taken); i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%d", i);
        add_behind(handle, number, ret);
    }
    return is_free(ret, taken);
}

/* --- Names ------------------------------------------------------------------------------------ */

static const char *skip_blanks(const char *text)
{
    for (size_t length = 0; *text; text += length) {
        char letter[5] = {*text};
        if (*text > ' ' && *text < 0x7f)
            return text;
        for (length = 1; length < 4 && ((unsigned char)text[length] & 0xc0) == 0x80; length++)
            letter[length] = text[length];
        if (!text_is_blank(letter))
            return text;
    }
    return text;
}

bool handle_same_name(const char *a, const char *b)
{
    a = skip_blanks(a);
    b = skip_blanks(b);
    while (*a && *b) {
        const char *behind_a = skip_blanks(a);
        const char *behind_b = skip_blanks(b);
        bool is_blank = behind_a > a;
        if (is_blank != (behind_b > b) || (!is_blank && ascii_lower(*a) != ascii_lower(*b)))
            break;
        a = is_blank ? behind_a : a + 1;
        b = is_blank ? behind_b : b + 1;
    }
    return !*skip_blanks(a) && !*skip_blanks(b);
}

/* --- People ----------------------------------------------------------------------------------- */

/* Takes the next word off a piece; it is empty at the end. */
static struct piece next_word(struct piece *rest)
{
    while (rest->length && *rest->at == ' ')
        *rest = (struct piece){rest->at + 1, rest->length - 1};
    const char *blank = memchr(rest->at, ' ', rest->length);
    struct piece word = {rest->at, blank ? (size_t)(blank - rest->at) : rest->length};
    *rest = (struct piece){rest->at + word.length, rest->length - word.length};
    return word;
}

/* What follows a name and is none: "Jr." */
static bool is_suffix(const char *handle)
{
    static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (strcmp(suffixes[i], handle) == 0)
            return true;
    return false;
}

/* The first word that makes a handle, and the last other one; "" where there is none. */
static void read_words(struct piece name, char first[static SIZE], char last[static SIZE])
{
    char handle[SIZE];
    first[0] = last[0] = '\0';
    for (struct piece word = next_word(&name); word.length; word = next_word(&name)) {
        text_to_handle(word.at, word.length, handle);
        if (*handle && !is_suffix(handle))
            memcpy(*first ? last : first, handle, SIZE);
    }
}

bool handle_for_person(const char *name, const struct handle_set *taken, char ret[static SIZE])
{
    char first[SIZE];
    char last[SIZE];
    size_t before = strcspn(name, ",");
    size_t behind = strlen(name) - before;
    read_words((struct piece){name, before}, first, last);
    if (behind) {
        char given[SIZE];
        char middle[SIZE];
        read_words((struct piece){name + before + 1, behind - 1}, given, middle);
        if (*given) {
            if (!*last)
                memcpy(last, first, SIZE);
            memcpy(first, given, SIZE);
        }
    }
    (void)snprintf(ret, SIZE, "%s", first);
    if (is_free(first, taken))
        return true;
    last[1] = '\0';
    if (*first && *last) {
        add_behind(first, last, ret);
        if (is_free(ret, taken))
            return true;
    }
    return find_free(first, taken, ret);
}

/* --- Chores ----------------------------------------------------------------------------------- */

bool handle_for_chore(const char *name, const struct handle_set *taken, char ret[static SIZE])
{
    enum { ORDINAL_MOST = 8 };
    char handle[SIZE];
    char ordinal[SIZE];
    char lettered[ORDINAL_MOST + 2]; /* so that it passes for a handle */
    struct piece rest = {name, strlen(name)};
    struct piece first = next_word(&rest);
    text_to_handle(name, strlen(name), handle);
    if (*handle || !first.length || !ascii_is_digit(*first.at))
        return find_free(handle, taken, ret);
    (void)snprintf(lettered, sizeof lettered, "x%.*s", (int)first.length, first.at);
    text_to_handle(lettered, strlen(lettered), ordinal);
    text_to_handle(rest.at, rest.length, handle);
    if (*handle)
        add_behind(handle, ordinal + 1, handle);
    return find_free(handle, taken, ret);
}
