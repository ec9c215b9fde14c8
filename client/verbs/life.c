/* kith chore: what becomes of a chore, and what is said about it. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

/* --- One thing that was said ------------------------------------------------------------------ */

static const char *chore_of(const struct screen *screen, const json_t *asked)
{
    return say_name(screen->arena, say_text(asked, "chore"));
}

static const char *person_of(const struct screen *screen, const json_t *asked)
{
    return say_name(screen->arena, say_text(asked, "person"));
}

void chore_show_checked(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s of %s, by %s: looked at, and all is well."), chore_of(screen, asked),
               shared_day(screen, reply, "on"), person_of(screen, asked));
}

void chore_show_sent_back(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s of %s goes back to %s, to be done again by %s."),
               chore_of(screen, asked), shared_day(screen, reply, "on"), person_of(screen, asked),
               say_instant(screen->arena, say_text(reply, "dueAt"), screen->today));
}

void chore_show_excused(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *day = shared_day(screen, reply, "on");
    if (*say_text(asked, "person"))
        screen_say(screen, _("%s on %s: %s is excused."), chore_of(screen, asked), day,
                   person_of(screen, asked));
    else
        screen_say(screen, _("%s on %s need not be done."), chore_of(screen, asked), day);
}

void chore_show_answered(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen,
               _("Your words stand beside %s of %s now, for you and for whoever runs the chores.\n"
                 "To read them: kith chore story %s --on %s"),
               say_text(asked, "chore"), shared_day(screen, reply, "on"), say_text(asked, "chore"),
               say_text(reply, "on"));
}

void chore_show_claimed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s on %s is yours now, by %s. Thank you."), chore_of(screen, asked),
               shared_day(screen, reply, "on"),
               say_clock(screen->arena, say_text(reply, "dueAt"), say_text(reply, "on")));
}

/* --- What waits to be looked at --------------------------------------------------------------- */

static const char *say_ticked(const struct screen *screen, const json_t *ticked)
{
    const char *text = "";
    for (size_t i = 0; i < json_array_size(ticked); i++)
        text = arena_format(screen->arena, "%s%s%" JSON_INTEGER_FORMAT, text, i ? ", " : "",
                            json_integer_value(json_array_get(ticked, i)));
    return text;
}

void chore_show_waiting(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"area", N_("WHERE"), COLUMN_TEXT},
        {"chore", N_("CHORE"), COLUMN_TEXT},
        {"name", N_("WHAT"), COLUMN_TEXT},
        {"person", N_("WHO"), COLUMN_TEXT},
        {"on", N_("DAY"), COLUMN_DAY},
        {"doneAt", N_("SAID DONE"), COLUMN_INSTANT},
        {"tickedSteps", N_("STEPS"), COLUMN_TEXT},
    };
    json_t *rows = json_deep_copy(json_object_get(reply, "waiting"));
    (void)asked;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        if (say_number(row, "steps"))
            json_object_set_new(
                row, "tickedSteps",
                json_string(arena_format(screen->arena, _("%zu of %d"), say_count(row, "ticked"),
                                         (int)say_number(row, "steps"))));
    }
    screen_table(screen, rows, columns, COUNT(columns), _("Nothing waits to be looked at by you."));
    if (json_array_size(rows))
        screen_say(screen, "%s", _("To say that one is well done: kith chore check CHORE PERSON"));
    json_decref(rows);
}

/* --- A story ---------------------------------------------------------------------------------- */

static const struct {
    const char *kind;
    const char *words;
} kinds[] = {
    {"assigned", N_("given")},
    {"planned", N_("given by turn")},
    {"given-on", N_("given on")},
    {"claimed", N_("taken")},
    {"swapped", N_("swapped")},
    {"done", N_("said done")},
    {"undone", N_("taken back")},
    {"checked", N_("looked at")},
    {"sent-back", N_("to do again")},
    {"missed", N_("missed")},
    {"excused", N_("excused")},
    {"answered", N_("answered")},
    {"opened", N_("open to anybody")},
    {"cancelled", N_("cancelled")},
    {"moved", N_("moved")},
};

/* What happened, in words; with whom it went to, and what was ticked. */
static const char *say_mark(const struct screen *screen, const json_t *mark)
{
    const char *kind = say_text(mark, "kind");
    const char *person = say_text(mark, "person");
    const char *ticked = say_ticked(screen, json_object_get(mark, "ticked"));
    const char *words = kind;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            words = _(kinds[i].words);
    if (*person && strcmp(kind, "claimed") != 0)
        words = arena_format(screen->arena, _("%s to %s"), words, person);
    if (*ticked)
        words = arena_format(screen->arena, _("%s (steps %s)"), words, ticked);
    return words;
}

void chore_show_story(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"at", N_("WHEN"), COLUMN_INSTANT},
        {"by", N_("WHO"), COLUMN_TEXT},
        {"what", N_("WHAT"), COLUMN_TEXT},
        {"note", N_("WORDS"), COLUMN_TEXT},
    };
    json_t *marks = json_deep_copy(json_object_get(reply, "marks"));
    for (size_t i = 0; i < json_array_size(marks); i++) {
        json_t *mark = json_array_get(marks, i);
        json_object_set_new(mark, "what", json_string(say_mark(screen, mark)));
    }
    screen_say(screen, _("%s on %s, by %s: %s"), chore_of(screen, asked),
               shared_day(screen, reply, "on"),
               say_instant(screen->arena, say_text(reply, "dueAt"), screen->today),
               shared_state(say_text(reply, "state")));
    screen_table(screen, marks, columns, COUNT(columns), _("Nothing has happened to it yet."));
    json_decref(marks);
}
