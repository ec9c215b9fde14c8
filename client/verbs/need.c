/* kith need, kith broken: what the house needs, and what is broken. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static void show_open(const struct screen *screen, const json_t *needs)
{
    static const struct column columns[] = {
        {"needId", N_("NUMBER"), COLUMN_NUMBER}, {"kind", N_("KIND"), COLUMN_TEXT},
        {"text", N_("WHAT"), COLUMN_TEXT},       {"openSeconds", N_("AGE"), COLUMN_AGE},
        {"saidBy", N_("SAID BY"), COLUMN_TEXT},
    };
    screen_table(screen, needs, columns, COUNT(columns),
                 _("Nothing is needed or broken. If something is: kith need \"toilet paper\", or"
                   " kith broken \"upstairs sink\""));
    if (json_array_size(needs))
        screen_say(screen, "%s",
                   _("Who has seen to one writes so: kith need done NUMBER \"what was done\""));
}

static void show_done(const struct screen *screen, const json_t *needs)
{
    static const struct column columns[] = {
        {"needId", N_("NUMBER"), COLUMN_NUMBER}, {"kind", N_("KIND"), COLUMN_TEXT},
        {"text", N_("WHAT"), COLUMN_TEXT},       {"saidBy", N_("SAID BY"), COLUMN_TEXT},
        {"done", N_("WAS DONE"), COLUMN_TEXT},   {"doneBy", N_("BY"), COLUMN_TEXT},
        {"doneAt", N_("WHEN"), COLUMN_INSTANT},  {"openSeconds", N_("TOOK"), COLUMN_AGE},
    };
    screen_table(screen, needs, columns, COUNT(columns),
                 _("Nothing was seen to yet. What is on the list: kith need"));
}

void need_show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *next = say_text(reply, "next");
    bool is_done = json_is_true(json_object_get(asked, "done"));
    if (is_done)
        show_done(screen, json_object_get(reply, "needs"));
    else
        show_open(screen, json_object_get(reply, "needs"));
    if (*next)
        screen_say(screen, _("There is more: kith need list%s --after %s"),
                   is_done ? " --done" : "", next);
}

void need_show_said(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    long long number = say_number(reply, "needId");
    bool is_broken = strcmp(say_text(asked, "kind"), "broken") == 0;
    screen_say(screen,
               is_broken ? _("On the list as broken, number %lld: %s")
                         : _("On the list, number %lld: %s"),
               number, say_text(asked, "text"));
    screen_say(screen, _("Who has seen to it writes so: kith need done %lld \"what was done\""),
               number);
}

static void show_resolved(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    screen_say(screen, _("Off the list: %s. Thank you."), say_text(reply, "text"));
}

enum outcome need_run_say(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    bool is_broken = strcmp(command->verb->name, "broken") == 0 || command_has(command, "broken");
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    json_object_set_new(asked, "kind", json_string(is_broken ? "broken" : "need"));
    outcome = command_call(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

const struct verb verbs_need[] = {
    {"list", "[--done] [--limit NUMBER] [--after TEXT]", "org.kith.Need.List", need_show_list,
     N_("what is on the list; with --done, what was seen to, and how"), NULL},
    {"add", "TEXT [--broken=]", "org.kith.Need.Add", need_show_said,
     N_("put something on the list, as `kith need` and `kith broken` do"), need_run_say},
    {"done", "NUMBER=needId TEXT=done", "org.kith.Need.Resolve", show_resolved,
     N_("write what was done about something, and take it off the list"), NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
