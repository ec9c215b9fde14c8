/* kith office: the house's own jobs, held for a term. */
#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"office", N_("OFFICE"), COLUMN_TEXT}, {"person", N_("WHO"), COLUMN_TEXT},
        {"from", N_("FROM"), COLUMN_DAY},      {"until", N_("UNTIL"), COLUMN_DAY},
        {"state", N_("NOW"), COLUMN_TEXT},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "terms"), columns, COUNT(columns),
                 _("Nobody holds an office now."));
}

static void show_appointed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s is %s from %s on."),
               say_name(screen->arena, say_text(asked, "person")), say_text(asked, "office"),
               shared_day(screen, asked, "from"));
}

static void show_ended(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("The term of the %s ends today."), say_text(asked, "office"));
}

const struct verb verbs_office[] = {
    {"list", "[--ended]", "org.kith.Office.List", show_list,
     N_("who holds which office; with --ended, who ever did"), NULL},
    {"appoint", "OFFICE PERSON [--from DATE] [--until DATE]", "org.kith.Office.Appoint",
     show_appointed, N_("give an office to somebody"), NULL},
    {"end", "OFFICE", "org.kith.Office.End", show_ended, N_("end a term today"), NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
