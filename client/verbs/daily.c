/* The short forms, for what people do every day. */
#include "client/complete.h"
#include "client/help.h"
#include "client/language.h"
#include "client/lookup.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"

/* One's own week, unless somebody else's, the house's, or another house is asked for. */
static enum outcome run_week(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_greet(command);
    if (outcome == OUTCOME_DONE)
        outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    json_t *me = json_object_get(session_hello(&command->client->session), "person");
    if (json_is_string(me) && !command_has(command, "all") && !command_has(command, "house") &&
        !json_object_get(asked, "person"))
        json_object_set(asked, "person", me);
    outcome = command_call(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

/* `help chore assign` is `chore assign --help`, for a noun, a verb or a short form. */
static enum outcome run_help(struct command *command)
{
    FILE *out = command->client->out;
    const char *first = command_given(command, "NOUN");
    const char *second = command_given(command, "VERB");
    struct lookup lookup;
    if (!first)
        return help_all(out, command->arena);
    lookup_first(first, &lookup);
    const struct noun *noun = lookup_noun(lookup_meant(&lookup));
    const struct verb *verb = second ? NULL : lookup_verb(&nouns[0], lookup_meant(&lookup));
    if (noun && !second)
        return help_noun(out, command->arena, noun);
    if (noun) {
        lookup_second(noun, second, &lookup);
        verb = lookup_verb(noun, lookup_meant(&lookup));
    }
    if (verb && verb->help)
        return help_verb(out, command->arena, noun ? noun : &nouns[0], verb);
    help_crisis(out);
    trouble_say(command, _("There is no \"%s%s%s\". `kith help` shows what there is."), first,
                second ? " " : "", second ? second : "");
    return OUTCOME_USAGE;
}

const struct verb verbs_daily[] = {
    {"today", "", "org.kith.Chore.Week", chore_show_today,
     N_("what is open for you today; so does `kith` alone"), today_run},
    {"week", "[PERSON] [--of WEEK] [--all=]", "org.kith.Chore.Week", chore_show_week,
     N_("your week, somebody's, or with --all the house's"), run_week},
    {"done", "CHORE [--on PASTDATE] [--note TEXT] [--ticked STEPS] [--all-steps]",
     "org.kith.Chore.Done", chore_show_done, N_("say that your chore is done"), NULL},
    {"undo", "CHORE [--on PASTDATE]", "org.kith.Chore.Undo", chore_show_undone,
     N_("take a `done` back"), NULL},
    {"note", "", "org.kith.Note.List", note_show_list,
     N_("the house log: what the last shifts wrote to the next"), note_run_latest},
    {"note", "TEXT", "org.kith.Note.Add", note_show_written,
     N_("write to the next shift; never about anybody's health"), NULL},
    {"need", "", "org.kith.Need.List", need_show_list,
     N_("what the house needs, what is broken, and for how long"), NULL},
    {"need", "TEXT", "org.kith.Need.Add", need_show_said,
     N_("say what the house needs, such as \"toilet paper\""), need_run_say},
    {"broken", "TEXT", "org.kith.Need.Add", need_show_said,
     N_("say what is broken, such as \"upstairs sink\""), need_run_say},
    {"away", "[PERSON] [--from DATE] [--until DATE] [--reason TEXT]", "org.kith.Absence.Add",
     absence_show_added, N_("say that you are away; nothing is planned for you then"),
     absence_run_away},
    {"back", "[PERSON]", "org.kith.Absence.End", absence_show_ended, N_("say that you are back"),
     NULL},
    {"me", "", "org.kith.Person.Me", person_show_me,
     N_("all that the house holds about you, and who has looked"), NULL},
    {"watch", "[--after NUMBER]", "org.kith.Event.Watch", event_show,
     N_("what happens in the house, as it happens"), event_run_watch},
    {"login", "HANDLE=person", "org.kith.Account.Login", NULL,
     N_("at the shared computer: be yourself until you rest for a while"), login_run},
    {"status", "", "org.kith.Server.Status", server_show_status,
     N_("how the daemon and its record are"), NULL},
    {"help", "[NOUN=] [VERB=]", NULL, NULL, N_("what there is and how it is typed"), run_help},
    {"call", "METHOD= [JSON=] [--more=]", NULL, NULL,
     N_("call any method of the daemon; the answer is JSON"), raw_run_call},
    {"bridge", "", NULL, NULL, N_("pass bytes between here and the daemon, for ssh"),
     raw_run_bridge},
    {"complete", "[--patterns=] [WORD...=]", NULL, NULL, NULL, complete_run},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
