#include "client/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/help.h"
#include "client/language.h"
#include "client/lookup.h"
#include "client/match.h"
#include "client/say.h"
#include "client/trouble.h"
#include "common/text.h"

/* The one name that was meant; NULL where it is none or several, and that was said. */
static const char *settle(const struct command *command, const char *typed,
                          const struct lookup *lookup)
{
    if (lookup->count == 1)
        return lookup->meant[0];
    bool may_slip = !lookup->count && !match_is_safety_word(typed);
    const char *nearest = may_slip ? text_nearest(typed, lookup->names, lookup->name_count) : NULL;
    const char *list = lookup->meant[0];
    for (size_t i = 1; i < lookup->count; i++)
        list = arena_format(command->arena, "%s, %s", list, lookup->meant[i]);
    if (lookup->count)
        trouble_say(command, _("\"%s\" may be one of these: %s."), typed, list);
    else if (nearest)
        trouble_say(command, _("There is no \"%s\". Did you mean %s?"), typed, nearest);
    else
        trouble_say(command, _("There is no \"%s\". `kith help` shows what there is."), typed);
    return NULL;
}

/* The first word: a short form, or a noun, for which the verb stays NULL. */
static enum outcome settle_first(struct command *command, const char *typed)
{
    struct lookup lookup;
    lookup_first(typed, &lookup);
    const char *name = settle(command, typed, &lookup);
    if (!name)
        return OUTCOME_USAGE;
    command->verb = lookup_verb(&nouns[0], name);
    command->noun = command->verb ? &nouns[0] : lookup_noun(name);
    return OUTCOME_DONE;
}

static enum outcome settle_second(struct command *command, const char *typed)
{
    struct lookup lookup;
    lookup_second(command->noun, typed, &lookup);
    const char *name = settle(command, typed, &lookup);
    command->verb = name ? lookup_verb(command->noun, name) : NULL;
    return name ? OUTCOME_DONE : OUTCOME_USAGE;
}

/* The next word that is no option; NULL where there is none. */
static enum outcome next_word(struct command *command, struct typed *typed, const char **ret_word)
{
    const char *reason;
    if (arguments_take_options(&command->arguments, typed, &reason) < 0)
        return trouble_usage(command, reason);
    *ret_word = typed->next < typed->count ? typed->words[typed->next++] : NULL;
    return OUTCOME_DONE;
}

/* The verb that a lone word was probably meant to be, so that no slip is written down as somebody's
 * words: NULL where it is like none. `lookup` found none either. */
static const char *find_slip(const struct typed *typed, const struct lookup *lookup)
{
    const char *word = typed->words[typed->next];
    bool alone = typed->next + 1 == typed->count && !strchr(word, ' ');
    return alone ? text_nearest(word, lookup->names, lookup->name_count) : NULL;
}

/*
 * A noun and its short form have one name: the next word decides, behind options that any verb has.
 * A verb of the noun, or the beginning of one, is meant as that; all else is the short form's. The
 * noun is meant where help is all that is wanted.
 */
static enum outcome settle_shared(struct command *command, struct typed *typed)
{
    const struct noun *noun = lookup_noun(command->verb->name);
    const struct arguments before = command->arguments;
    struct lookup lookup = {0};
    struct typed rest = *typed;
    const char *reason;
    int result = arguments_take_options(&command->arguments, &rest, &reason);
    bool ends = rest.next == rest.count;
    bool helps = result == 0 && ends && command_has(command, "help");
    if (result == 0 && !ends && !rest.ended) {
        const char *word = rest.words[rest.next];
        lookup_second(noun, word, &lookup);
        const char *slip = lookup.count ? NULL : find_slip(&rest, &lookup);
        if (slip) {
            trouble_say(command, _("Did you mean kith %s %s? If not: kith %s add %s"), noun->name,
                        slip, noun->name, word);
            return OUTCOME_USAGE;
        }
    }
    if (!lookup.count && !helps) {
        command->arguments = before;
        return OUTCOME_DONE;
    }
    command->noun = noun;
    command->verb = NULL;
    *typed = rest;
    return helps ? OUTCOME_DONE : settle_second(command, typed->words[typed->next++]);
}

/* Finds the verb; where only help is wanted, or nothing else makes sense, it stays NULL. */
static enum outcome find_command(struct command *command, struct typed *typed)
{
    const char *word = NULL;
    enum outcome outcome = next_word(command, typed, &word);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (!word && (command_has(command, "help") || command_has(command, "version")))
        return OUTCOME_DONE;
    outcome = settle_first(command, word ? word : "today");
    if (outcome == OUTCOME_DONE && command->verb && lookup_noun(command->verb->name))
        return settle_shared(command, typed);
    if (outcome != OUTCOME_DONE || command->verb)
        return outcome;
    outcome = next_word(command, typed, &word);
    return outcome == OUTCOME_DONE && word ? settle_second(command, word) : outcome;
}

/* Where a computer or a socket is named, that is the one, but not for who is logged in here. */
static enum outcome settle_place(struct command *command)
{
    struct client *client = command->client;
    const char *host = command_given(command, "host");
    const char *socket_path = command_given(command, "socket");
    if (client->at_kiosk && (host || socket_path))
        return trouble_usage(command, _("You are logged in here. `exit` first, to go elsewhere."));
    if (host)
        client->host = host;
    if (socket_path)
        client->socket_path = socket_path;
    return OUTCOME_DONE;
}

/* Days that are typed are days of the house that is meant, which a person's name may tell. */
static const char *house_meant(const struct command *command)
{
    const struct arguments *arguments = &command->arguments;
    const char *house = command_given(command, "house");
    for (size_t i = 0; !house && i < arguments->count; i++) {
        const struct argument *argument = &arguments->items[i];
        const char *slash = strchr(argument->text, '/');
        if (slash && argument->element->value && strcmp(argument->element->value, "PERSON") == 0)
            house = arena_copy(command->arena, argument->text, (size_t)(slash - argument->text));
    }
    return house && text_is_handle(house) ? house : NULL;
}

/* Sorts what was typed by one form of the verb: 0, or -EINVAL and why. */
static int try_form(struct command *command, const struct verb *form, struct typed *typed,
                    const char **ret_reason)
{
    command->verb = form;
    command->pattern = (struct pattern){0};
    command->arguments.own = &command->pattern;
    if (pattern_add(form->pattern, command->arena, &command->pattern) < 0)
        abort();
    if (arguments_take(&command->arguments, typed, ret_reason) < 0)
        return -EINVAL;
    return command_has(command, "help") ? 0 : arguments_check(&command->arguments, ret_reason);
}

/* What was typed from there on, as it can be typed again. */
static const char *write_again(const struct command *command, const struct typed *typed)
{
    const char *text = "";
    for (int i = typed->next; i < typed->count; i++) {
        const char *quote = strpbrk(typed->words[i], " \t") ? "\"" : "";
        text = arena_format(command->arena, "%s %s%s%s", text, quote, typed->words[i], quote);
    }
    return say_safe(command->arena, text);
}

/* Whether two verbs ask the daemon for the same. */
static bool do_the_same(const struct verb *one, const struct verb *other)
{
    return one->method && other->method && strcmp(one->method, other->method) == 0;
}

/* A short form did not fit: the noun's own verb may, as of somebody else's chore. */
static void suggest_longer(const struct command *command, const struct arguments *before,
                           const struct typed *typed)
{
    for (const struct noun *noun = nouns + 1; noun->name && command->noun == &nouns[0]; noun++) {
        const struct verb *form = lookup_verb(noun, command->verb->name);
        struct command longer = *command;
        struct typed rest = *typed;
        const char *reason;
        longer.arguments = *before;
        if (form && do_the_same(form, command->verb) &&
            try_form(&longer, form, &rest, &reason) == 0)
            fprintf(command->client->err, _("This can be typed: kith %s %s%s\n"), noun->name,
                    form->name, write_again(command, typed));
    }
}

/* Settles on the first form that fits. Where none does, the one that came furthest says why. */
static enum outcome find_form(struct command *command, const struct typed *typed)
{
    const struct arguments before = command->arguments;
    const char *reason = "";
    int furthest = -1;
    for (const struct verb *form = command->verb; form; form = lookup_next_form(form)) {
        struct typed rest = *typed;
        const char *own_reason = "";
        command->arguments = before;
        if (try_form(command, form, &rest, &own_reason) == 0)
            return OUTCOME_DONE;
        if (rest.next > furthest) {
            furthest = rest.next;
            reason = own_reason;
        }
    }
    command->verb = lookup_verb(command->noun, command->verb->name);
    enum outcome outcome = trouble_usage(command, reason);
    suggest_longer(command, &before, typed);
    return outcome;
}

static enum outcome run_verb(struct command *command, const struct typed *typed)
{
    enum outcome outcome = find_form(command, typed);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (command_has(command, "help"))
        return help_verb(command->client->out, command->arena, command->noun,
                         lookup_verb(command->noun, command->verb->name));
    outcome = settle_place(command);
    if (outcome != OUTCOME_DONE)
        return outcome;
    command->client->house = house_meant(command);
    return command->verb->run ? command->verb->run(command) : command_run(command);
}

static enum outcome run_words(struct command *command, struct typed *typed)
{
    FILE *out = command->client->out;
    enum outcome outcome = find_command(command, typed);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (command_has(command, "version")) {
        fprintf(out, "kith %s\n", VERSION);
        return OUTCOME_DONE;
    }
    if (command->verb)
        return run_verb(command, typed);
    if (!command->noun)
        return help_all(out, command->arena);
    if (command_has(command, "help"))
        return help_noun(out, command->arena, command->noun);
    help_noun(command->client->err, command->arena, command->noun);
    return OUTCOME_USAGE;
}

enum outcome client_run(struct client *client, int count, char *const *words)
{
    struct arena arena = {0};
    struct pattern options = {0};
    struct typed typed = {count, words, 0, false};
    struct command command = {.client = client, .arena = &arena};
    const char *host = client->host;
    const char *socket_path = client->socket_path;
    for (const struct everywhere *option = everywhere; option->pattern; option++)
        (void)pattern_add(option->pattern, &arena, &options);
    command.arguments = arguments_new(&arena, count, &options);
    session_forget(&client->session);
    enum outcome outcome = run_words(&command, &typed);
    client->host = host;
    client->socket_path = socket_path;
    client->house = NULL;
    client->session.house = NULL;
    arena_clear(&arena);
    return outcome;
}
