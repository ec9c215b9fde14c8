/* kith event: what happens in the house, as it happens. */
#include "client/language.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"

void event_show(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const json_t *events = json_object_get(reply, "events");
    (void)asked;
    for (size_t i = 0; i < json_array_size(events); i++) {
        const json_t *event = json_array_get(events, i);
        const char *text = say_text(event, "text");
        screen_say(screen, "%s  %s",
                   say_instant(screen->arena, say_text(event, "at"), screen->today),
                   *text ? text : say_text(event, "kind"));
    }
}

enum outcome event_run_watch(struct command *command)
{
    json_t *asked = NULL;
    bool more = true;
    enum outcome outcome = trouble_at_kiosk(command);
    if (outcome == OUTCOME_DONE)
        outcome = command_parameters(command, &asked);
    if (outcome == OUTCOME_DONE)
        outcome = command_connect(command);
    if (outcome == OUTCOME_DONE)
        session_call(&command->client->session, command->verb->method, asked, true);
    command->asked = asked;
    while (outcome == OUTCOME_DONE && more) {
        struct varlink_reply reply;
        outcome = command_receive(command, command->verb->method, SESSION_WAIT_EVER, &reply);
        if (outcome != OUTCOME_DONE)
            break;
        command_show(command, asked, reply.parameters);
        fflush(command->client->out);
        more = reply.continues;
        varlink_reply_clear(&reply);
    }
    json_decref(asked);
    return outcome;
}

const struct verb verbs_event[] = {
    {"watch", "[--after NUMBER]", "org.kith.Event.Watch", event_show,
     N_("the latest events, then each new one"), event_run_watch},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
