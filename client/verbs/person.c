/* kith person: people and their stays. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static const char *person_of(const struct screen *screen, const json_t *asked)
{
    return say_name(screen->arena, say_text(asked, "person"));
}

static const char *list_of(const struct screen *screen, const json_t *object, const char *name)
{
    return say_list(screen->arena, json_object_get(object, name));
}

static const char *items_of(const struct screen *screen, const json_t *object, const char *name)
{
    return say_joined(screen->arena, json_object_get(object, name), "; ");
}

static void show_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("The house knows %s now. To move in: kith person admit %s"),
               say_text(asked, "name"), say_text(asked, "handle"));
}

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"handle", N_("HANDLE"), COLUMN_TEXT},  {"name", N_("NAME"), COLUMN_TEXT},
        {"roles", N_("IS"), COLUMN_LIST},       {"bed", N_("BED"), COLUMN_TEXT},
        {"movedInOn", N_("SINCE"), COLUMN_DAY}, {"movedOutOn", N_("LEFT"), COLUMN_DAY},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "people"), columns, COUNT(columns),
                 _("Nobody is here yet. To add somebody: kith person add mike \"Mike R.\""));
}

static void show_stay(const struct screen *screen, const json_t *stay)
{
    struct arena *arena = screen->arena;
    civil_day today = screen->today;
    const struct fact facts[] = {
        {_("Moved in"), say_day(arena, say_text(stay, "movedInOn"), today)},
        {_("Moved out"), say_day(arena, say_text(stay, "movedOutOn"), today)},
        {_("Bed"), say_text(stay, "bed")},
        {_("Agreement signed"), say_day(arena, say_text(stay, "agreementSignedOn"), today)},
        {_("Orientation due"), say_count(stay, "orientationLeft")
                                   ? say_instant(arena, say_text(stay, "orientationDueAt"), today)
                                   : ""},
        {_("Orientation left"), items_of(screen, stay, "orientationLeft")},
        {_("Ended by"), say_text(stay, "endedBy")},
        {_("Reason"), say_text(stay, "reason")},
        {_("Help given"), say_text(stay, "helpGiven")},
        {_("Belongings kept until"), say_day(arena, say_text(stay, "belongingsKeptUntil"), today)},
        {_("Not on the record"), items_of(screen, stay, "missing")},
    };
    screen_facts(screen, facts, COUNT(facts));
}

static void show_person(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const json_t *stays = json_object_get(reply, "stays");
    const char *roles = list_of(screen, reply, "roles");
    (void)asked;
    screen_say(screen, "%s (%s/%s)%s%s", say_text(reply, "name"), say_text(reply, "house"),
               say_text(reply, "handle"), *roles ? ": " : "", roles);
    for (size_t i = 0; i < json_array_size(stays); i++) {
        screen_say(screen, "%s", "");
        show_stay(screen, json_array_get(stays, i));
    }
}

static void show_contact(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *name = json_string_value(json_object_get(asked, "person"));
    const struct fact facts[] = {
        {_("Phone"), say_text(reply, "phone")},
        {_("In an emergency"), say_text(reply, "emergencyName")},
        {_("Their phone"), say_text(reply, "emergencyPhone")},
        {_("Forward to"), say_text(reply, "forwardTo")},
    };
    if (json_object_size(reply) == 0)
        screen_say(screen, "%s", _("Nothing of this is on the record."));
    else
        screen_facts(screen, facts, COUNT(facts));
    if (name && strcmp(name, screen->me) != 0)
        screen_say(screen, _("%s can see that you looked."), person_of(screen, asked));
}

/* What was left out when a stay began or ended. */
static void say_missing(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *missing = items_of(screen, reply, "missing");
    if (*missing)
        screen_say(screen, _("Not on the record yet: %s. To fill in: kith person change %s"),
                   missing, say_text(asked, "person"));
}

static void show_admitted(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *left = items_of(screen, reply, "orientationLeft");
    screen_say(screen, _("%s lives here from %s on."), person_of(screen, asked),
               shared_day(screen, asked, "on"));
    if (*left)
        screen_say(screen, _("To go through by %s: %s."),
                   say_instant(screen->arena, say_text(reply, "orientationDueAt"), screen->today),
                   left);
    say_missing(screen, asked, reply);
}

static void show_changed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s's record is changed."), person_of(screen, asked));
}

static void show_oriented(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *left = items_of(screen, reply, "orientationLeft");
    if (*left)
        screen_say(screen, _("Noted. Still to go through with %s: %s."), person_of(screen, asked),
                   left);
    else
        screen_say(screen, _("%s's orientation is complete."), person_of(screen, asked));
}

static void show_moved(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s has bed %s from %s on."), person_of(screen, asked),
               say_text(asked, "bed"), shared_day(screen, asked, "on"));
}

static void show_left(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s's stay ends on %s."), person_of(screen, asked),
               shared_day(screen, asked, "on"));
    say_missing(screen, asked, reply);
}

void person_show_me(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column fact_columns[] = {
        {"topic", N_("ABOUT"), COLUMN_TEXT},
        {"text", N_("WHAT THE HOUSE HOLDS"), COLUMN_TEXT},
    };
    static const struct column reader_columns[] = {
        {"at", N_("WHEN"), COLUMN_INSTANT},
        {"reader", N_("WHO LOOKED"), COLUMN_TEXT},
        {"what", N_("AT"), COLUMN_TEXT},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "facts"), fact_columns, COUNT(fact_columns),
                 _("The house holds nothing about you."));
    screen_say(screen, "%s", "");
    screen_table(screen, json_object_get(reply, "readers"), reader_columns, COUNT(reader_columns),
                 _("Nobody has looked at what is sealed about you."));
}

#define LEAVING                                                                                    \
    " [--ended-by resident|house|vote|other] [--reason TEXT] [--help-given TEXT]"                  \
    " [--forward-to TEXT] [--belongings-until DATE=belongingsKeptUntil]"

const struct verb verbs_person[] = {
    {"list", "[--former]", "org.kith.Person.List", show_list,
     N_("who lives or works here; with --former, everybody ever"), NULL},
    {"show", "[PERSON]", "org.kith.Person.Show", show_person, N_("one person and their stays"),
     NULL},
    {"contact", "[PERSON]", "org.kith.Person.Contact", show_contact,
     N_("how to reach somebody, and whom to call for them; they can see that you looked"), NULL},
    {"add", "HANDLE NAME", "org.kith.Person.Add", show_added, N_("a person the house is to know"),
     NULL},
    {"admit",
     "PERSON [--on DATE] [--bed BED] [--phone TEXT] [--emergency-name TEXT]"
     " [--emergency-phone TEXT] [--agreement DATE=agreementSignedOn]",
     "org.kith.Person.Admit", show_admitted, N_("somebody moves in, or comes back"), NULL},
    {"change",
     "PERSON [--name TEXT] [--phone TEXT] [--emergency-name TEXT] [--emergency-phone TEXT]"
     " [--agreement DATE=agreementSignedOn] [--moved-in DATE=movedInOn]"
     " [--moved-out DATE=movedOutOn]" LEAVING,
     "org.kith.Person.Change", show_changed, N_("fill in or correct the record of a stay"), NULL},
    {"orient", "PERSON [ITEM...]", "org.kith.Person.Orient", show_oriented,
     N_("note what was gone through with somebody new; all of it where nothing is named"), NULL},
    {"move", "PERSON BED [--on DATE]", "org.kith.Person.Move", show_moved, N_("another bed"), NULL},
    {"leave", "PERSON [--on DATE]" LEAVING, "org.kith.Person.Leave", show_left, N_("a stay ends"),
     NULL},
    {"import", "FILE= [--ignore COLUMNS=] [--dry-run=]", "org.kith.Import.Begin", NULL,
     N_("bring people in from a table (CSV): all of it or nothing"), import_run_roster},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
