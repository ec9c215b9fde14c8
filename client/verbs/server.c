/* kith server: the daemon itself. */
#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static void say_record(const struct screen *screen, const json_t *reply)
{
    long long entries = say_number(reply, "auditSequence");
    long long checkpoint = say_number(reply, "checkpointSequence");
    const char *newest =
        checkpoint
            ? arena_format(screen->arena, _("The newest checkpoint is at entry %lld."), checkpoint)
            : _("There is no checkpoint yet.");
    screen_say(screen,
               ngettext("The record has %lld entry and %s. %s",
                        "The record has %lld entries and %s. %s", (unsigned long)entries),
               entries, say_bytes(screen->arena, say_number(reply, "databaseBytes")), newest);
}

void server_show_status(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    long long connections = say_number(reply, "connections");
    screen_say(
        screen,
        ngettext("kithd %s has run since %s, with %lld connection.",
                 "kithd %s has run since %s, with %lld connections.", (unsigned long)connections),
        say_text(reply, "version"),
        say_instant(screen->arena, say_text(reply, "startedAt"), screen->today), connections);
    say_record(screen, reply);
    if (json_is_true(json_object_get(reply, "readOnly")))
        screen_say(screen, "%s", _("Nothing can be changed now."));
    if (*say_text(reply, "fault")) {
        screen_say(screen, "%s", say_text(reply, "fault"));
        /* A disk that is full or failing is a fault too, and no damage of the record. */
        if (json_is_true(json_object_get(reply, "readOnly")))
            shared_say_damaged(screen);
    }
    if (json_is_true(json_object_get(reply, "checking")))
        screen_say(screen, "%s", _("The record is still being checked."));
}

static void show_methods(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"method", N_("METHOD"), COLUMN_TEXT}, {"self", N_("MINE"), COLUMN_YES},
        {"house", N_("MY HOUSE"), COLUMN_YES}, {"other", N_("ANYWHERE"), COLUMN_YES},
        {"former", N_("FORMER"), COLUMN_YES},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "methods"), columns, COUNT(columns),
                 _("You may do nothing here yet."));
}

static void show_reloaded(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    const json_t *waiting = json_object_get(reply, "atNextStart");
    screen_say(screen, "%s", _("The configuration was read again and is in force."));
    if (json_array_size(waiting))
        screen_say(screen, _("These wait for the next start: %s."),
                   say_list(screen->arena, waiting));
}

static void show_hello(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    struct arena *arena = screen->arena;
    const struct fact facts[] = {
        {_("Now"),
         arena_format(arena, "%s (%s)", say_instant(arena, say_text(reply, "now"), screen->today),
                      say_text(reply, "zone"))},
        {_("You"), say_text(reply, "person")},
        {_("Account"), say_text(reply, "account")},
        {_("Houses"), say_list(arena, json_object_get(reply, "houses"))},
        {_("You are"), say_list(arena, json_object_get(reply, "roles"))},
        {_("Record"), say_text(reply, "words")},
        {_("Daemon"), say_text(reply, "version")},
    };
    (void)asked;
    screen_facts(screen, facts, COUNT(facts));
}

const struct verb verbs_server[] = {
    {"status", "", "org.kith.Server.Status", server_show_status,
     N_("how the daemon and its record are"), NULL},
    {"methods", "", "org.kith.Server.Methods", show_methods, N_("what you may do"), NULL},
    {"hello", "", "org.kith.Server.Hello", show_hello, N_("who the daemon takes you for"), NULL},
    {"reload", "", "org.kith.Server.Reload", show_reloaded, N_("read the configuration again"),
     NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
