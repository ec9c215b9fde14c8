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

/* Terms that were made to end. */
static void show_terms_ended(const struct screen *screen, const json_t *reply)
{
    const json_t *terms = json_object_get(reply, "ended");
    for (size_t i = 0; i < json_array_size(terms); i++) {
        const json_t *term = json_array_get(terms, i);
        const char *handle = say_text(term, "person");
        const char *person = *handle ? say_name(screen->arena, handle) : _("Somebody");
        const char *office = say_text(term, "office");
        const char *until = say_text(term, "until");
        if (*until)
            screen_say(screen, _("%s's term as %s ends on %s."), person, office,
                       say_day(screen->arena, until, screen->today));
        else
            screen_say(screen, _("%s's term as %s from %s on is withdrawn."), person, office,
                       say_day(screen->arena, say_text(term, "from"), screen->today));
    }
}

static void show_appointed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s is %s from %s on."),
               say_name(screen->arena, say_text(asked, "person")), say_text(asked, "office"),
               shared_day(screen, asked, "from"));
    show_terms_ended(screen, reply);
}

static void show_ended(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    show_terms_ended(screen, reply);
}

const struct verb verbs_office[] = {
    {"list", "[--ended]", "org.kith.Office.List", show_list,
     N_("who holds which office; with --ended, who ever did"), NULL},
    {"appoint", "OFFICE PERSON [--from DATE] [--until DATE]", "org.kith.Office.Appoint",
     show_appointed, N_("give an office to somebody"), NULL},
    {"end", "OFFICE", "org.kith.Office.End", show_ended, N_("end a term today, and those to come"),
     NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
