#include "client/pattern.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* The next run of what is no blank; its length, 0 at the end. */
static size_t next_piece(const char **text)
{
    *text += strspn(*text, " ");
    return strcspn(*text, " ");
}

/* emergency-name becomes emergencyName, DATES becomes dates. */
static char *camel_case(const char *name, struct arena *arena)
{
    char *camel = arena_alloc(arena, strlen(name) + 1);
    char *end = camel;
    for (const char *at = name; *at; at++)
        *end++ = (char)(at > name && at[-1] == '-' ? toupper(*at) : tolower(*at));
    *end = '\0';
    char *to = camel;
    for (const char *from = camel; *from; from++)
        if (*from != '-')
            *to++ = *from;
    *to = '\0';
    return camel;
}

/* `named` is what stands behind the `=`; NULL where there is none. */
static void name_parameter(struct element *element, const char *named, struct arena *arena)
{
    const char *own = element->option ? element->option : element->value;
    const char *plural = element->repeated ? "s" : "";
    if (named)
        element->parameter = *named ? named : NULL;
    else
        element->parameter = arena_format(arena, "%s%s", camel_case(own, arena), plural);
}

/* `-j|--json` or `--on`: 0 or -EINVAL. */
static int read_option(struct element *element, char *piece)
{
    if (piece[0] == '-' && isalpha((unsigned char)piece[1]) && piece[2] == '|') {
        element->letter = piece[1];
        piece += 3;
    }
    if (strncmp(piece, "--", 2) != 0 || !islower((unsigned char)piece[2]))
        return -EINVAL;
    element->option = piece + 2;
    return 0;
}

static int read_value(struct element *element, char *piece)
{
    size_t length = strlen(piece);
    if (length > 3 && strcmp(piece + length - 3, "...") == 0) {
        element->repeated = true;
        piece[length - 3] = '\0';
    }
    element->value = piece;
    return isalpha((unsigned char)*piece) && !strpbrk(piece, "[]") ? 0 : -EINVAL;
}

/* Takes the closing bracket off; false where there is none. */
static bool close_bracket(char *piece)
{
    size_t length = strlen(piece);
    if (!length || piece[length - 1] != ']')
        return false;
    piece[length - 1] = '\0';
    return true;
}

/* One piece without its brackets: an option or a word. `more` is the option's value, or NULL. */
static int read_element(struct element *element, char *piece, char *more, struct arena *arena)
{
    char *equals = strchr(more ? more : piece, '=');
    if (equals)
        *equals = '\0';
    int result = *piece == '-' ? read_option(element, piece) : read_value(element, piece);
    if (result == 0 && more)
        result = read_value(element, more);
    if (result == 0)
        name_parameter(element, equals ? equals + 1 : NULL, arena);
    return result;
}

int pattern_add(const char *text, struct arena *arena, struct pattern *pattern)
{
    for (size_t length; (length = next_piece(&text)) > 0;) {
        struct element element = {.optional = *text == '['};
        char *piece = arena_copy(arena, text + element.optional, length - element.optional);
        char *more = NULL;
        text += length;
        bool closed = element.optional && close_bracket(piece);
        if (*piece == '-' && !closed) {
            length = next_piece(&text);
            more = arena_copy(arena, text, length);
            text += length;
            closed = element.optional && close_bracket(more);
        }
        if (closed != element.optional || pattern->count == PATTERN_MAX ||
            read_element(&element, piece, more, arena) < 0)
            return -EINVAL;
        pattern->elements[pattern->count++] = element;
    }
    return 0;
}

const struct element *pattern_option(const struct pattern *pattern, const char *name, size_t length)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const struct element *element = &pattern->elements[i];
        bool is_letter = length == 1 && element->letter == *name;
        bool is_name = element->option && strlen(element->option) == length &&
                       strncmp(element->option, name, length) == 0;
        if (is_letter || is_name)
            return element;
    }
    return NULL;
}

const struct element *pattern_word(const struct pattern *pattern, size_t place)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const struct element *element = &pattern->elements[i];
        if (element->option)
            continue;
        if (element->repeated || place == 0)
            return element;
        place--;
    }
    return NULL;
}

const struct element *pattern_parameter(const struct pattern *pattern, const char *parameter)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const char *name = pattern->elements[i].parameter;
        if (name && strcmp(name, parameter) == 0)
            return &pattern->elements[i];
    }
    return NULL;
}

const char *pattern_label(const struct element *element, struct arena *arena)
{
    if (!element->option)
        return element->value;
    return arena_format(arena, "--%s%s%s", element->option, element->value ? " " : "",
                        element->value ? element->value : "");
}

const char *pattern_shown(const char *text, struct arena *arena)
{
    char *shown = arena_alloc(arena, strlen(text) + 1);
    char *end = shown;
    for (; *text; *end++ = *text++)
        if (*text == '=') {
            text += strcspn(text, " ]");
            if (!*text)
                break;
        }
    return shown;
}
