/* kith house: houses and their beds. */
#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static void show_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s is there now. To add somebody: kith person add HANDLE NAME"),
               say_text(asked, "name"));
}

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"handle", N_("HOUSE"), COLUMN_TEXT},
        {"name", N_("NAME"), COLUMN_TEXT},
        {"zone", N_("ZONE"), COLUMN_TEXT},
        {"beds", N_("BEDS"), COLUMN_NUMBER},
        {"residents", N_("RESIDENTS"), COLUMN_NUMBER},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "houses"), columns, COUNT(columns),
                 _("There is no house here that you may see."));
}

static void show_house(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"bed", N_("BED"), COLUMN_TEXT},
        {"person", N_("WHO"), COLUMN_TEXT},
    };
    (void)asked;
    screen_say(screen, _("%s (%s), on the clock of %s, in the record since %s."),
               say_text(reply, "name"), say_text(reply, "handle"), say_text(reply, "zone"),
               say_instant(screen->arena, say_text(reply, "addedAt"), screen->today));
    screen_table(screen, json_object_get(reply, "beds"), columns, COUNT(columns),
                 _("It has no beds yet. To add some: kith house add-beds up-1 up-2"));
}

static void show_changed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    (void)reply;
    screen_say(screen, "%s", _("The house is changed."));
}

static void show_beds_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    size_t count = say_count(asked, "beds");
    (void)reply;
    screen_say(screen,
               ngettext("The house has %zu more bed.", "The house has %zu more beds.", count),
               count);
}

static void show_bed_removed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("Bed %s is gone."), say_text(asked, "bed"));
}

const struct verb verbs_house[] = {
    {"list", "", "org.kith.House.List", show_list, N_("the houses you may see"), NULL},
    {"show", "[HOUSE]", "org.kith.House.Show", show_house, N_("one house and its beds"), NULL},
    {"add", "HANDLE NAME --zone ZONE [--beds BEDS]", "org.kith.House.Add", show_added,
     N_("a new house"), NULL},
    {"change", "[--name TEXT] [--zone ZONE]", "org.kith.House.Change", show_changed,
     N_("another name or time zone"), NULL},
    {"add-beds", "BED...", "org.kith.House.AddBeds", show_beds_added, N_("more beds"), NULL},
    {"remove-bed", "BED", "org.kith.House.RemoveBed", show_bed_removed, N_("take a bed away"),
     NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
