#include "client/complete.h"

#include <ctype.h>
#include <string.h>

#include "client/connect.h"
#include "client/lookup.h"
#include "client/protocol.h"
#include "client/say.h"
#include "client/word.h"

/* Nobody waits longer for a key. */
enum { ANSWER_WAIT = 200 };

/* No verb has as many. */
enum { FORMS_MAX = 4 };

/* The words before the one that is being typed, as far as they are understood. */
struct completion {
    struct command *command;
    const char *typed; /* the beginning of the last word */
    const struct noun *noun;
    const struct verb *verb;
    struct pattern forms[FORMS_MAX]; /* the verb's patterns */
    size_t form_count;
    size_t place;                   /* words behind the verb */
    const struct element *expected; /* an option that wants its value */
    const char *house;              /* --house, where it was typed */
    bool elsewhere;                 /* --host was: nobody waits for ssh at a key */
};

static void offer(const struct completion *completion, const char *word)
{
    if (strncmp(word, completion->typed, strlen(completion->typed)) == 0)
        fprintf(completion->command->client->out, "%s\n",
                say_safe(completion->command->arena, word));
}

static void offer_options(const struct completion *completion, const struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++)
        if (pattern->elements[i].option)
            offer(completion,
                  arena_format(completion->command->arena, "--%s", pattern->elements[i].option));
}

static void offer_names(const struct completion *completion, const char *names)
{
    char *rest = arena_text(completion->command->arena, names);
    for (char *name; (name = strsep(&rest, "|"));)
        offer(completion, name);
}

/* What the daemon lists, its longest page; nothing where it does not answer at once. */
static void offer_listed(const struct completion *completion, const struct word_source *source)
{
    enum { PAGE = 500 };
    struct client *client = completion->command->client;
    struct varlink_reply reply;
    bool connects = client->session.socket < 0 && !completion->elsewhere;
    int socket = connects ? connect_socket(client->socket_path) : -1;
    if (socket >= 0)
        session_open(&client->session, socket);
    if (client->session.socket < 0)
        return;
    struct arena *arena = completion->command->arena;
    json_t *asked = json_object();
    if (completion->house && protocol_has_parameter(source->method, "house", arena))
        json_object_set_new(asked, "house", json_string(completion->house));
    if (protocol_has_parameter(source->method, "limit", arena))
        json_object_set_new(asked, "limit", json_integer(PAGE));
    session_call(&client->session, source->method, asked, false);
    json_decref(asked);
    if (session_receive(&client->session, ANSWER_WAIT, &reply) < 0)
        return;
    const json_t *list = json_object_get(reply.parameters, source->list);
    for (size_t i = 0; !reply.error && i < json_array_size(list); i++)
        offer(completion, say_text(json_array_get(list, i), source->member));
    varlink_reply_clear(&reply);
}

static void offer_values(const struct completion *completion, const struct element *element)
{
    if (!element || !element->value)
        return;
    const struct word *word = word_find(element->value);
    if (islower((unsigned char)*element->value))
        offer_names(completion, element->value);
    if (word->names)
        offer_names(completion, word->names);
    if (word->source)
        offer_listed(completion, word->source);
}

static void offer_verbs(const struct completion *completion, const struct noun *noun)
{
    for (const struct verb *verb = noun->verbs; verb->name; verb++)
        if (verb->help && !lookup_next_form(verb))
            offer(completion, verb->name);
}

/* --- The words before ------------------------------------------------------------------------ */

/* The option of that name, of any form or everywhere. */
static const struct element *find_option(const struct completion *completion, const char *name,
                                         size_t length)
{
    for (size_t i = 0; i < completion->form_count; i++) {
        const struct element *element = pattern_option(&completion->forms[i], name, length);
        if (element)
            return element;
    }
    return pattern_option(completion->command->arguments.everywhere, name, length);
}

static void take_option(struct completion *completion, const char *word)
{
    const char *name = word + strspn(word, "-");
    size_t length = strcspn(name, "=");
    const struct element *element = find_option(completion, name, length);
    completion->expected = element && element->value && !name[length] ? element : NULL;
}

/* Reads the patterns of the verb that was found. */
static void take_forms(struct completion *completion)
{
    for (const struct verb *form = completion->verb; form && completion->form_count < FORMS_MAX;
         form = lookup_next_form(form))
        (void)pattern_add(form->pattern, completion->command->arena,
                          &completion->forms[completion->form_count++]);
}

static void take_first(struct completion *completion, const char *word)
{
    struct lookup lookup;
    lookup_first(word, &lookup);
    completion->verb = lookup_verb(&nouns[0], lookup_meant(&lookup));
    completion->noun = completion->verb ? &nouns[0] : lookup_noun(lookup_meant(&lookup));
}

static void take_second(struct completion *completion, const char *word)
{
    struct lookup lookup;
    lookup_second(completion->noun, word, &lookup);
    completion->verb = lookup_verb(completion->noun, lookup_meant(&lookup));
}

/* The value of the option that wanted one. */
static void take_value(struct completion *completion, const char *value)
{
    const char *option = completion->expected->option;
    completion->expected = NULL;
    if (strcmp(option, "house") == 0)
        completion->house = value;
    else if (strcmp(option, "socket") == 0)
        completion->command->client->socket_path = value;
    else if (strcmp(option, "host") == 0)
        completion->elsewhere = true;
}

/* The noun whose short form stands there, with nothing behind it yet; NULL where there is none. */
static const struct noun *find_shared(const struct completion *completion)
{
    bool is_short = completion->verb && completion->noun == &nouns[0] && completion->place == 0;
    return is_short ? lookup_noun(completion->verb->name) : NULL;
}

/* The noun is meant after all where one of its verbs follows. */
static bool take_shared(struct completion *completion, const char *word)
{
    struct lookup lookup = {0};
    const struct noun *noun = find_shared(completion);
    if (noun)
        lookup_second(noun, word, &lookup);
    if (!lookup.count)
        return false;
    completion->noun = noun;
    completion->form_count = 0;
    take_second(completion, word);
    take_forms(completion);
    return true;
}

/* False where the word makes no sense, so that nothing can follow it. */
static bool take_word(struct completion *completion, const char *word)
{
    if (completion->expected) {
        /* The shell makes three words of --on=fri. */
        if (strcmp(word, "=") != 0)
            take_value(completion, word);
        return true;
    }
    if (*word == '-') {
        take_option(completion, word);
        return true;
    }
    if (completion->verb) {
        if (!take_shared(completion, word))
            completion->place++;
        return true;
    }
    if (completion->noun)
        take_second(completion, word);
    else
        take_first(completion, word);
    take_forms(completion);
    return completion->noun != NULL;
}

/* What may stand in the next place, of each form; alike words are offered once. */
static void offer_places(const struct completion *completion)
{
    const char *last = "";
    for (size_t i = 0; i < completion->form_count; i++) {
        const struct element *element = pattern_word(&completion->forms[i], completion->place);
        if (element && strcmp(element->value, last) != 0) {
            last = element->value;
            offer_values(completion, element);
        }
    }
}

static void offer_next(const struct completion *completion)
{
    if (completion->expected) {
        offer_values(completion, completion->expected);
    } else if (*completion->typed == '-') {
        for (size_t i = 0; i < completion->form_count; i++)
            offer_options(completion, &completion->forms[i]);
        offer_options(completion, completion->command->arguments.everywhere);
    } else if (completion->verb) {
        if (find_shared(completion))
            offer_verbs(completion, find_shared(completion));
        offer_places(completion);
    } else if (completion->noun) {
        offer_verbs(completion, completion->noun);
    } else {
        offer_verbs(completion, &nouns[0]);
        for (const struct noun *noun = nouns + 1; noun->name; noun++)
            if (!lookup_verb(&nouns[0], noun->name))
                offer(completion, noun->name);
    }
}

static void print_patterns(struct command *command)
{
    for (const struct noun *noun = nouns; noun->name; noun++)
        for (const struct verb *verb = noun->verbs; verb->name; verb++)
            if (verb->help)
                fprintf(command->client->out, "%s%s%s%s%s\n", noun->name, *noun->name ? " " : "",
                        verb->name, *verb->pattern ? " " : "",
                        pattern_shown(verb->pattern, command->arena));
}

/* Options before the words are for this command itself, not for the one being typed. */
static const char *next_typed(const struct arguments *arguments, size_t *at)
{
    while (*at < arguments->count && arguments->items[*at].element->option)
        (*at)++;
    return *at < arguments->count ? arguments->items[(*at)++].text : NULL;
}

enum outcome complete_run(struct command *command)
{
    struct completion completion = {.command = command, .typed = ""};
    size_t at = 0;
    if (command_has(command, "patterns")) {
        print_patterns(command);
        return OUTCOME_DONE;
    }
    const char *word = next_typed(&command->arguments, &at);
    for (const char *next; (next = next_typed(&command->arguments, &at)); word = next)
        if (!take_word(&completion, word))
            return OUTCOME_DONE;
    if (word)
        completion.typed = word;
    offer_next(&completion);
    return OUTCOME_DONE;
}
