#include "client/arguments.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "client/language.h"
#include "client/word.h"
#include "common/text.h"

struct arguments arguments_new(struct arena *arena, int count, const struct pattern *everywhere)
{
    return (struct arguments){
        .everywhere = everywhere,
        .items = arena_array(arena, (size_t)count + 1, sizeof(struct argument)),
        .arena = arena,
    };
}

bool arguments_has(const struct arguments *arguments, const struct element *element)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].element == element)
            return true;
    return false;
}

static void add(struct arguments *arguments, const struct element *element, const char *text)
{
    arguments->items[arguments->count++] = (struct argument){element, text};
}

/* A refusal: -EINVAL and its sentence. */
static int refuse(const char **ret_reason, const char *reason)
{
    *ret_reason = reason;
    return -EINVAL;
}

static int unknown_option(const struct arguments *arguments, const char *word,
                          const char **ret_reason)
{
    const char *names[2 * PATTERN_MAX];
    size_t count = 0;
    const struct pattern *patterns[] = {arguments->own, arguments->everywhere};
    for (size_t p = 0; p < 2; p++)
        for (size_t i = 0; patterns[p] && i < patterns[p]->count; i++)
            if (patterns[p]->elements[i].option)
                names[count++] = patterns[p]->elements[i].option;
    const char *nearest = text_nearest(word + strspn(word, "-"), names, count);
    return refuse(ret_reason,
                  nearest ? arena_format(arguments->arena,
                                         _("There is no option %s here. Did you mean --%s?"), word,
                                         nearest)
                          : arena_format(arguments->arena, _("There is no option %s here."), word));
}

/* The option that `word` begins with: a letter after one hyphen, or a name after two. */
static const struct element *find_option(const struct arguments *arguments, const char *name,
                                         size_t length, bool is_letter)
{
    const struct element *element = NULL;
    if ((length == 1) != is_letter)
        return NULL;
    if (arguments->own)
        element = pattern_option(arguments->own, name, length);
    return element ? element : pattern_option(arguments->everywhere, name, length);
}

static int take_option(struct arguments *arguments, struct typed *typed, const char **ret_reason)
{
    struct arena *arena = arguments->arena;
    const char *word = typed->words[typed->next++];
    const char *name = word + (word[1] == '-' ? 2 : 1);
    size_t length = strcspn(name, "=");
    const struct element *element = find_option(arguments, name, length, word[1] != '-');
    if (!element)
        return unknown_option(arguments, word, ret_reason);
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    if (!element->value && value)
        return refuse(ret_reason, arena_format(arena, _("--%s takes no value."), element->option));
    if (element->value && !value && typed->next < typed->count)
        value = typed->words[typed->next++];
    if (element->value && !value)
        return refuse(ret_reason, arena_format(arena, _("Something is missing behind --%s: %s."),
                                               element->option, element->value));
    if (!element->repeated && arguments_has(arguments, element))
        return refuse(ret_reason,
                      arena_format(arena, _("--%s stands there twice."), element->option));
    add(arguments, element, value ? value : "");
    return 0;
}

int arguments_take_options(struct arguments *arguments, struct typed *typed,
                           const char **ret_reason)
{
    while (typed->next < typed->count && !typed->ended) {
        const char *word = typed->words[typed->next];
        if (word[0] != '-' || !word[1])
            break;
        if (strcmp(word, "--") == 0) {
            typed->ended = true;
            typed->next++;
        } else if (take_option(arguments, typed, ret_reason) < 0) {
            return -EINVAL;
        }
    }
    return 0;
}

/* Whether a word may stand there: of `person|kiosk` one of them, or the beginning of one. */
static bool fits(const struct element *element, const char *word)
{
    size_t length = strlen(word);
    const char *choice = element->value;
    if (!islower((unsigned char)*choice))
        return true;
    for (; choice; choice = strchr(choice, '|')) {
        choice += *choice == '|';
        if (strncmp(choice, word, length) == 0)
            return true;
    }
    return false;
}

/* Whether what is typed for it may have blanks in it. */
static bool may_be_several_words(const struct element *element)
{
    static const char *const values[] = {"COLUMNS",  "DATE", "DATES", "LENGTH", "NAME", "NOTE",
                                         "PASTDATE", "ROOM", "TEXT",  "TIME",   "WEEK"};
    for (size_t i = 0; element->value && i < sizeof values / sizeof *values; i++)
        if (strcmp(values[i], element->value) == 0)
            return true;
    return false;
}

/* There is no place for the next word; perhaps because what stands right before it, or begins a
 * date, is the first of several words that nobody put in quotes. */
static const char *write_no_place(const struct arguments *arguments, const struct typed *typed)
{
    struct arena *arena = arguments->arena;
    const char *text =
        arena_format(arena, _("There is no place for \"%s\"."), typed->words[typed->next]);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *first = &arguments->items[i];
        const char *option =
            first->element->option ? arena_format(arena, "--%s ", first->element->option) : "";
        int at = 0;
        while (at < typed->next && typed->words[at] != first->text)
            at++;
        bool is_cut = at + 1 == typed->next || word_is_cut_off(first->text);
        if (at < typed->next && is_cut && may_be_several_words(first->element))
            return arena_format(arena, _("%s Several words belong in quotes: %s\"%s %s\""), text,
                                option, first->text, typed->words[at + 1]);
    }
    return text;
}

int arguments_take(struct arguments *arguments, struct typed *typed, const char **ret_reason)
{
    for (;;) {
        int result = arguments_take_options(arguments, typed, ret_reason);
        if (result < 0 || typed->next == typed->count)
            return result;
        const char *word = typed->words[typed->next++];
        const struct element *element = pattern_word(arguments->own, arguments->words);
        if (!element || !fits(element, word)) {
            typed->next--;
            return refuse(ret_reason, write_no_place(arguments, typed));
        }
        arguments->words++;
        add(arguments, element, word);
    }
}

int arguments_check(const struct arguments *arguments, const char **ret_reason)
{
    for (size_t i = 0; i < arguments->own->count; i++) {
        const struct element *element = &arguments->own->elements[i];
        if (!element->optional && !arguments_has(arguments, element))
            return refuse(ret_reason, arena_format(arguments->arena, _("Something is missing: %s."),
                                                   pattern_label(element, arguments->arena)));
    }
    return 0;
}

const char *arguments_find(const struct arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct element *element = arguments->items[i].element;
        if (strcmp(element->option ? element->option : element->value, name) == 0)
            return arguments->items[i].text;
    }
    return NULL;
}
