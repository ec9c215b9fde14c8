/* kith swap: one's chore of one day, offered to another. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static const char *chore_of(const struct screen *screen, const json_t *object)
{
    return say_name(screen->arena, say_text(object, "chore"));
}

static const char *name_of(const struct screen *screen, const json_t *object, const char *member)
{
    return say_name(screen->arena, say_text(object, member));
}

/* --- What is on offer ------------------------------------------------------------------------- */

/* To whom it is offered. */
static const char *say_to(const struct screen *screen, const json_t *offer)
{
    if (json_is_true(json_object_get(offer, "toAll")))
        return _("anybody");
    const char *to = say_text(offer, "to");
    return *to ? say_name(screen->arena, to) : _("somebody who has left");
}

/* How it is taken, or taken back. The day is named, so that it is this one and no other. */
static void say_way(const struct screen *screen, const json_t *offer, const char *house)
{
    const char *chore = say_text(offer, "chore");
    const char *from = say_text(offer, "from");
    const char *on = say_text(offer, "on");
    const char *day = say_day(screen->arena, on, screen->today);
    const char *clock = say_clock(screen->arena, say_text(offer, "dueAt"), on);
    const char *in = *house ? arena_format(screen->arena, " --house %s", house) : "";
    if (json_is_true(json_object_get(offer, "own")))
        screen_say(screen,
                   _("You have offered %s of %s to %s. It is yours until it is taken. To take the"
                     " offer back: kith swap withdraw %s --on %s%s"),
                   chore, day, say_to(screen, offer), chore, on, in);
    else if (json_is_true(json_object_get(offer, "forMe")))
        screen_say(screen,
                   _("%s offers %s of %s, due %s, to %s. To take it: kith swap accept"
                     " %s %s --on %s%s"),
                   say_name(screen->arena, from), chore, day, clock,
                   json_is_true(json_object_get(offer, "toAll")) ? _("anybody") : _("you"), chore,
                   from, on, in);
}

void swap_show_today(const struct screen *screen, const json_t *asked, const json_t *offers)
{
    for (size_t i = 0; i < json_array_size(offers); i++)
        say_way(screen, json_array_get(offers, i), say_text(asked, "house"));
}

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"on", N_("DAY"), COLUMN_DAY},       {"dueAt", N_("BY"), COLUMN_CLOCK},
        {"chore", N_("CHORE"), COLUMN_TEXT}, {"name", N_("WHAT"), COLUMN_TEXT},
        {"from", N_("FROM"), COLUMN_TEXT},   {"whom", N_("TO"), COLUMN_TEXT},
    };
    json_t *rows = json_deep_copy(json_object_get(reply, "offers"));
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        bool to_all = json_is_true(json_object_get(row, "toAll"));
        json_object_set_new(row, "whom", json_string(to_all ? _("anybody") : say_text(row, "to")));
    }
    screen_table(screen, rows, columns, COUNT(columns),
                 _("Nothing is on offer. To offer a chore of yours: kith swap offer CHORE --to"
                   " PERSON; to everybody: kith swap offer CHORE"));
    swap_show_today(screen, asked, rows);
    json_decref(rows);
}

/* --- One that was offered, taken or left ------------------------------------------------------ */

static void show_offered(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *day = shared_day(screen, reply, "on");
    const char *chore = chore_of(screen, asked);
    if (*say_text(asked, "to"))
        screen_say(screen, _("%s on %s is offered to %s. It is yours until they take it."), chore,
                   day, name_of(screen, asked, "to"));
    else
        screen_say(screen,
                   _("%s on %s is offered to everybody. It is yours until somebody takes"
                     " it."),
                   chore, day);
}

static void show_accepted(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s on %s is yours now, by %s. %s hears that you took it. Thank you."),
               chore_of(screen, asked), shared_day(screen, reply, "on"),
               say_clock(screen->arena, say_text(reply, "dueAt"), say_text(reply, "on")),
               name_of(screen, asked, "from"));
}

static void show_declined(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen,
               _("%s on %s stays with %s, who hears that you cannot take it. You need not"
                 " say why."),
               chore_of(screen, asked), shared_day(screen, reply, "on"),
               name_of(screen, asked, "from"));
}

static void show_withdrawn(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *person = say_text(asked, "person");
    screen_say(screen, _("%s on %s is not on offer any more. It stays %s."),
               chore_of(screen, asked), shared_day(screen, reply, "on"),
               *person && strcmp(person, screen->me) != 0
                   ? arena_format(screen->arena, _("with %s"), say_name(screen->arena, person))
                   : _("yours"));
}

const struct verb verbs_swap[] = {
    {"list", "", "org.kith.Swap.List", show_list,
     N_("what is on offer: yours, and what you may take"), NULL},
    {"offer", "CHORE [--to PERSON] [--on DATE]", "org.kith.Swap.Offer", show_offered,
     N_("offer a chore of yours to one person, or to everybody"), NULL},
    {"accept", "CHORE PERSON=from [--on DATE]", "org.kith.Swap.Accept", show_accepted,
     N_("take the chore that somebody offers"), NULL},
    {"decline", "CHORE PERSON=from [--on DATE]", "org.kith.Swap.Decline", show_declined,
     N_("say that you would rather not; nobody has to say why"), NULL},
    {"withdraw", "CHORE [PERSON] [--on DATE]", "org.kith.Swap.Withdraw", show_withdrawn,
     N_("take an offer back that nobody has taken"), NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
