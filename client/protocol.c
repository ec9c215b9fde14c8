#include "client/protocol.h"

#include <string.h>

#include "client/language.h"
#include "common/embed.h"

const struct idl_member *protocol_method(const char *method, struct arena *arena)
{
    const char *dot = method ? strrchr(method, '.') : NULL;
    struct idl described;
    struct idl_fault fault;
    if (!dot)
        return NULL;
    const char *file = arena_format(arena, "%.*s.varlink", (int)(dot - method), method);
    const char *text = embedded_find(embedded_texts, file);
    if (!text || idl_parse(text, arena, &described, &fault) < 0)
        return NULL;
    return idl_find(&described, IDL_METHOD, dot + 1);
}

const struct idl_field *protocol_parameter(const struct idl_member *method, const char *path)
{
    size_t length = strcspn(path, ".[");
    for (const struct idl_field *field = method ? method->in->fields : NULL; field;
         field = field->next)
        if (strlen(field->name) == length && strncmp(field->name, path, length) == 0)
            return field;
    return NULL;
}

bool protocol_has_parameter(const char *method, const char *name, struct arena *arena)
{
    return protocol_parameter(protocol_method(method, arena), name) != NULL;
}

/* Where the brackets at the end of a comment open; NULL where there are none. */
static const char *find_brackets(const char *comment)
{
    size_t length = strlen(comment);
    return length && comment[length - 1] == ']' ? strrchr(comment, '[') : NULL;
}

const char *protocol_meaning(const char *comment, struct arena *arena)
{
    const char *brackets = find_brackets(comment);
    size_t length = brackets ? (size_t)(brackets - comment) : strlen(comment);
    while (length && (comment[length - 1] == ' ' || comment[length - 1] == '\n'))
        length--;
    char *meaning = arena_copy(arena, comment, length);
    for (char *newline; (newline = strchr(meaning, '\n'));)
        *newline = ' ';
    return meaning;
}

bool protocol_wants_handle(const char *comment)
{
    const char *brackets = find_brackets(comment);
    return brackets && (strcmp(brackets, "[handle]") == 0 || strcmp(brackets, "[name]") == 0);
}

/* A sentence with `value` in place of its {}. */
static const char *fill_in(const char *sentence, const char *value, size_t length,
                           struct arena *arena)
{
    const char *gap = strstr(sentence, "{}");
    if (!gap)
        return sentence;
    return arena_format(arena, "%.*s%.*s%s", (int)(gap - sentence), sentence, (int)length, value,
                        gap + 2);
}

const char *protocol_form(const char *comment, struct arena *arena)
{
    static const struct {
        const char *word;
        const char *sentence;
    } forms[] = {
        {"[handle", N_("It begins with a letter and has only a-z, 0-9 and -, at most 32.")},
        {"[name", N_("It is a handle such as mike, or maple/mike.")},
        {"[date", N_("It is a date such as 2026-11-27.")},
        {"[time", N_("It is a time such as 21:00.")},
        {"[line ", N_("It is one line of at most {} letters.")},
        {"[text ", N_("It has at most {} letters.")},
        {"[items ", N_("There are at most {} of them.")},
        {"[", N_("It is a number, {}.")},
    };
    const char *brackets = find_brackets(comment);
    for (size_t i = 0; brackets && i < sizeof forms / sizeof *forms; i++) {
        size_t length = strlen(forms[i].word);
        if (strncmp(brackets, forms[i].word, length) == 0)
            return fill_in(_(forms[i].sentence), brackets + length, strlen(brackets) - length - 1,
                           arena);
    }
    return "";
}
