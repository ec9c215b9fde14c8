/* The protocol itself, for programs and the curious. */
#include <string.h>
#include <unistd.h>

#include "client/connect.h"
#include "client/language.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"

/* Chore.List is short for org.kith.Chore.List. */
static const char *whole_name(struct command *command, const char *method)
{
    const char *dot = strchr(method, '.');
    bool is_short = dot && !strchr(dot + 1, '.');
    return is_short ? arena_format(command->arena, "org.kith.%s", method) : method;
}

static enum outcome print_replies(struct command *command, const char *method, bool more)
{
    do {
        struct varlink_reply reply;
        enum outcome outcome =
            command_receive(command, method, more ? SESSION_WAIT_EVER : SESSION_WAIT, &reply);
        if (outcome != OUTCOME_DONE)
            return outcome;
        command_show(command, NULL, reply.parameters);
        fflush(command->client->out);
        more = reply.continues;
        varlink_reply_clear(&reply);
    } while (more);
    return OUTCOME_DONE;
}

enum outcome raw_run_call(struct command *command)
{
    const char *method = whole_name(command, command_given(command, "METHOD"));
    const char *text = command_given(command, "JSON");
    bool more = command_has(command, "more");
    json_error_t error;
    if (more && trouble_at_kiosk(command) != OUTCOME_DONE)
        return OUTCOME_USAGE;
    json_t *parameters = json_loads(text ? text : "{}", JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(parameters)) {
        json_decref(parameters);
        return trouble_usage(command, _("The parameters are one JSON object, such as"
                                        " '{\"house\":\"maple\"}'."));
    }
    enum outcome outcome = command_connect(command);
    if (outcome == OUTCOME_DONE) {
        session_call(&command->client->session, method, parameters, more);
        command->asked = parameters;
        outcome = print_replies(command, method, more);
    }
    json_decref(parameters);
    return outcome;
}

enum outcome raw_run_bridge(struct command *command)
{
    enum outcome outcome = trouble_at_kiosk(command);
    if (outcome == OUTCOME_DONE)
        outcome = command_connect(command);
    if (outcome != OUTCOME_DONE)
        return outcome;
    int result = connect_bridge(STDIN_FILENO, STDOUT_FILENO, command->client->session.socket);
    return result < 0 ? trouble_connection(command, result) : OUTCOME_DONE;
}
