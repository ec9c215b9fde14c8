#include "client/command.h"

#include <errno.h>
#include <string.h>

#include "client/connect.h"
#include "client/language.h"
#include "client/prompt.h"
#include "client/protocol.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/word.h"

const char *command_given(const struct command *command, const char *name)
{
    return arguments_find(&command->arguments, name);
}

bool command_has(const struct command *command, const char *name)
{
    return command_given(command, name) != NULL;
}

/* --- The daemon ------------------------------------------------------------------------------ */

enum outcome command_connect(struct command *command)
{
    struct client *client = command->client;
    if (client->session.socket < 0) {
        int socket = client->host ? connect_ssh(client->host) : connect_socket(client->socket_path);
        if (socket < 0)
            return trouble_connection(command, socket);
        session_open(&client->session, socket);
    }
    client->session.house = client->house;
    return OUTCOME_DONE;
}

enum outcome command_greet(struct command *command)
{
    struct varlink_reply refusal;
    enum outcome outcome = command_connect(command);
    if (outcome != OUTCOME_DONE)
        return outcome;
    int result = session_greet(&command->client->session, SESSION_WAIT, &refusal);
    if (result < 0)
        return trouble_connection(command, result);
    if (result == 0)
        return OUTCOME_DONE;
    outcome = trouble_refusal(command, "org.kith.Server.Hello", &refusal);
    varlink_reply_clear(&refusal);
    return outcome;
}

enum outcome command_receive(struct command *command, const char *method, int wait,
                             struct varlink_reply *ret_reply)
{
    struct varlink_reply reply;
    int result = session_receive(&command->client->session, wait, &reply);
    if (result < 0)
        return trouble_connection(command, result);
    if (!reply.error) {
        *ret_reply = reply;
        return OUTCOME_DONE;
    }
    enum outcome outcome = trouble_refusal(command, method, &reply);
    varlink_reply_clear(&reply);
    return outcome;
}

enum outcome command_call(struct command *command, const char *method, const json_t *parameters,
                          json_t **ret_reply)
{
    struct varlink_reply reply;
    enum outcome outcome = command_connect(command);
    if (outcome != OUTCOME_DONE)
        return outcome;
    session_call(&command->client->session, method, parameters, false);
    command->asked = parameters;
    outcome = command_receive(command, method, SESSION_WAIT, &reply);
    command->asked = NULL;
    if (outcome != OUTCOME_DONE)
        return outcome;
    *ret_reply =
        reply.parameters ? json_incref(json_object_get(reply.root, "parameters")) : json_object();
    varlink_reply_clear(&reply);
    return OUTCOME_DONE;
}

/* Adds a page's lists to the lists so far, and takes its cursor over. */
static void join_page(json_t *all, json_t *page)
{
    const char *name;
    json_t *value;
    json_object_del(all, "next");
    json_object_foreach (page, name, value) {
        json_t *list = json_object_get(all, name);
        if (json_is_array(list) && json_is_array(value))
            json_array_extend(list, value);
        else if (strcmp(name, "next") == 0)
            json_object_set(all, name, value);
    }
}

enum outcome command_call_all(struct command *command, const char *method, json_t *parameters,
                              json_t **ret_reply)
{
    json_t *all = NULL;
    enum outcome outcome = command_call(command, method, parameters, &all);
    bool one_page = pattern_parameter(&command->pattern, "limit") != NULL;
    json_t *asked = json_copy(parameters);
    while (outcome == OUTCOME_DONE && !one_page) {
        json_t *next = json_object_get(all, "next");
        if (!next || json_is_null(next))
            break;
        json_t *page = NULL;
        json_object_set(asked, json_is_integer(next) ? "from" : "after", next);
        json_object_set_new(asked, "limit", json_integer(500));
        outcome = command_call(command, method, asked, &page);
        if (outcome == OUTCOME_DONE)
            join_page(all, page);
        json_decref(page);
    }
    json_decref(asked);
    if (outcome == OUTCOME_DONE)
        *ret_reply = all;
    else
        json_decref(all);
    return outcome;
}

/* --- Parameters ------------------------------------------------------------------------------ */

/* Whether any of the words needs to know which day it is. */
static bool needs_today(const struct command *command)
{
    for (size_t i = 0; i < command->arguments.count; i++) {
        const char *value = command->arguments.items[i].element->value;
        if (value && word_find(value)->needs_today)
            return true;
    }
    return false;
}

/* What a text is asked for with: its name, and what the description says of it. */
static const char *name_asked(const struct command *command, const struct element *element)
{
    const char *label = pattern_label(element, command->arena);
    const struct idl_field *field =
        element->parameter
            ? protocol_parameter(protocol_method(command->verb->method, command->arena),
                                 element->parameter)
            : NULL;
    return field ? arena_format(command->arena, "%s: %s", label,
                                _(protocol_meaning(field->comment, command->arena)))
                 : label;
}

/* One argument as a parameter; NULL where it cannot be one, and that was said. */
static json_t *read_argument(struct command *command, const struct argument *argument)
{
    const struct element *element = argument->element;
    const char *reason = "";
    const char *text = argument->text;
    struct word_setting setting = {
        .today = session_today(&command->client->session),
        .other_computer = command->client->host != NULL,
        .arena = command->arena,
    };
    if (!element->value)
        return json_true();
    if (strcmp(element->value, "TEXT") == 0 && strcmp(text, "-") == 0)
        text = prompt_text(name_asked(command, element), command->arena);
    json_t *value = text ? word_read(element->value, text, &setting, &reason) : NULL;
    if (!value)
        trouble_usage(command, arena_format(command->arena, _("\"%s\" will not do for %s. %s"),
                                            text ? text : "-",
                                            pattern_label(element, command->arena), reason));
    return value;
}

static int add_argument(struct command *command, const struct argument *argument,
                        json_t *parameters)
{
    const struct element *element = argument->element;
    json_t *value = read_argument(command, argument);
    if (!value)
        return -EINVAL;
    json_t *list = json_object_get(parameters, element->parameter);
    if (element->repeated && list)
        json_array_append_new(list, value);
    else if (element->repeated)
        json_object_set_new(parameters, element->parameter, json_pack("[o]", value));
    else
        json_object_set_new(parameters, element->parameter, value);
    return 0;
}

/* Where the verb acts in a house, that is the one. */
static enum outcome add_house(struct command *command, json_t *parameters)
{
    const char *house = command_given(command, "house");
    if (!house || json_object_get(parameters, "house"))
        return OUTCOME_DONE;
    if (!protocol_has_parameter(command->verb->method, "house", command->arena))
        return trouble_usage(command, _("This does not act in a house, so --house says nothing."));
    json_object_set_new(parameters, "house", json_string(house));
    return OUTCOME_DONE;
}

enum outcome command_parameters(struct command *command, json_t **ret_parameters)
{
    if (needs_today(command)) {
        enum outcome outcome = command_greet(command);
        if (outcome != OUTCOME_DONE)
            return outcome;
    }
    json_t *parameters = json_object();
    for (size_t i = 0; i < command->arguments.count; i++) {
        const struct argument *argument = &command->arguments.items[i];
        if (argument->element->parameter && add_argument(command, argument, parameters) < 0) {
            json_decref(parameters);
            return OUTCOME_USAGE;
        }
    }
    enum outcome outcome = add_house(command, parameters);
    if (outcome == OUTCOME_DONE)
        *ret_parameters = parameters;
    else
        json_decref(parameters);
    return outcome;
}

/* --- The screen ------------------------------------------------------------------------------ */

struct screen command_screen(const struct command *command)
{
    const struct client *client = command->client;
    return (struct screen){
        .arena = command->arena,
        .out = client->out,
        .terminal = client->terminal,
        .colour = client->colour,
        .width = client->width,
        .today = session_today(&client->session),
        .now = session_now(&client->session),
        .me = say_text(session_hello(&client->session), "person"),
    };
}

/* Whether it is one of the lists that a house prints and hangs up. */
static bool is_hung_up(const char *method)
{
    static const char *const methods[] = {"org.kith.Chore.List", "org.kith.Chore.Week",
                                          "org.kith.House.Show", "org.kith.Office.List",
                                          "org.kith.Person.List"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i], method) == 0)
            return true;
    return false;
}

/* The newest checkpoint's words go onto paper with the list, so that the paper is a witness. */
static void say_words(const struct command *command, const struct screen *screen)
{
    const char *words = say_text(session_hello(&command->client->session), "words");
    if (*words && !screen->terminal && command->verb->method && is_hung_up(command->verb->method))
        screen_say(screen, _("Record: %s"), words);
}

void command_show(const struct command *command, const json_t *asked, const json_t *reply)
{
    struct screen screen = command_screen(command);
    if (command_has(command, "json") || !command->verb->show) {
        screen_json(&screen, reply);
    } else {
        command->verb->show(&screen, asked, reply);
        say_words(command, &screen);
    }
}

enum outcome command_run(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome == OUTCOME_DONE)
        outcome = command_call_all(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}
