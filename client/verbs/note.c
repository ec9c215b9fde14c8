/* kith note: the house log for the next shift. */
#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

void note_show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"noteId", N_("NUMBER"), COLUMN_NUMBER}, {"writtenAt", N_("WHEN"), COLUMN_INSTANT},
        {"writtenBy", N_("WHO"), COLUMN_TEXT},   {"text", N_("NOTE"), COLUMN_TEXT},
        {"amended", N_("AMENDED"), COLUMN_YES},
    };
    const char *next = say_text(reply, "next");
    const char *on = say_text(asked, "on");
    screen_table(screen, json_object_get(reply, "notes"), columns, COUNT(columns),
                 *on ? _("Nothing was written in the house log on that day.")
                     : _("The house log is empty. To write to the next shift: kith note \"The"
                         " boiler man comes at nine.\""));
    if (*next)
        screen_say(screen, _("Older ones: kith note list%s%s --after %s"), *on ? " --on " : "", on,
                   next);
}

/* The latest alone: who comes to a shift is not to read seven years. */
enum outcome note_run_latest(struct command *command)
{
    enum { LATEST = 20 };
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    json_object_set_new(asked, "limit", json_integer(LATEST));
    outcome = command_call(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

static void show_versions(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"version", N_("TEXT"), COLUMN_NUMBER}, {"writtenAt", N_("WHEN"), COLUMN_INSTANT},
        {"writtenBy", N_("WHO"), COLUMN_TEXT},  {"text", N_("NOTE"), COLUMN_TEXT},
        {"reason", N_("WHY"), COLUMN_TEXT},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "versions"), columns, COUNT(columns), "");
}

void note_show_written(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    long long number = say_number(reply, "noteId");
    (void)asked;
    screen_say(screen, _("In the house log for the next shift, as number %lld."), number);
    screen_say(screen,
               _("The log is about the house; anybody's health stays out of it. To put a"
                 " note right: kith note amend %lld \"...\" --because \"...\""),
               number);
}

static void show_amended(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    long long number = say_number(asked, "noteId");
    (void)reply;
    screen_say(screen,
               _("Number %lld reads so from now on. What it said before stays beside it: kith note"
                 " show %lld"),
               number, number);
}

const struct verb verbs_note[] = {
    {"list", "[--on PASTDATE] [--limit NUMBER] [--after TEXT]", "org.kith.Note.List",
     note_show_list, N_("the house log, newest first, or what was written on one day"), NULL},
    {"show", "NUMBER=noteId", "org.kith.Note.Show", show_versions,
     N_("a note with all that it has said before, and why it was amended"), NULL},
    {"add", "TEXT", "org.kith.Note.Add", note_show_written,
     N_("write to the next shift, as `kith note` does; never about anybody's health"), NULL},
    {"amend", "NUMBER=noteId TEXT --because TEXT=reason", "org.kith.Note.Amend", show_amended,
     N_("put a note right, and say why; what it said before stays"), NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
