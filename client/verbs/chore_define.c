/* kith chore: what the house's chores are. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"

/* --- All of them ------------------------------------------------------------------------------ */

/* Steps are ticked by their numbers. */
static const char *number_steps(const struct screen *screen, const char *instructions)
{
    const char *text = "";
    if (!strchr(instructions, '\n'))
        return instructions;
    for (int step = 1; *instructions; step++) {
        size_t length = strcspn(instructions, "\n");
        text = arena_format(screen->arena, "%s%s%d. %.*s", text, step > 1 ? "\n" : "", step,
                            (int)length, instructions);
        instructions += length + (instructions[length] == '\n');
    }
    return text;
}

/* Below the table, for which steps are too long. */
static void show_instructions(const struct screen *screen, const json_t *chores)
{
    size_t count = json_array_size(chores);
    struct fact *facts = arena_array(screen->arena, count, sizeof *facts);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const json_t *chore = json_array_get(chores, i);
        if (*say_text(chore, "instructions"))
            facts[used++] = (struct fact){say_text(chore, "handle"),
                                          number_steps(screen, say_text(chore, "instructions"))};
    }
    if (!used)
        return;
    screen_say(screen, "\n%s", _("How they are done:"));
    screen_facts(screen, facts, used);
}

/* What is as it mostly is need not be read on every line. */
static json_t *leave_out_the_usual(const json_t *chores)
{
    json_t *rows = json_deep_copy(chores);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        if (strcmp(say_text(row, "rotation"), "fair") == 0)
            json_object_del(row, "rotation");
        if (say_number(row, "people") == 1)
            json_object_del(row, "people");
        if (!json_is_true(json_object_get(row, "listNamed")))
            json_object_del(row, "list");
    }
    return rows;
}

void chore_show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"handle", N_("CHORE"), COLUMN_TEXT},     {"name", N_("WHAT"), COLUMN_TEXT},
        {"area", N_("WHERE"), COLUMN_TEXT},       {"schedule", N_("WHEN"), COLUMN_TEXT},
        {"dueTime", N_("BY"), COLUMN_TIME},       {"effort", N_("EFFORT"), COLUMN_NUMBER},
        {"people", N_("PEOPLE"), COLUMN_NUMBER},  {"rotation", N_("WHOSE TURN"), COLUMN_TEXT},
        {"holders", N_("WHOSE"), COLUMN_LIST},    {"list", N_("LIST"), COLUMN_TEXT},
        {"retiredOn", N_("RETIRED"), COLUMN_DAY},
    };
    json_t *rows = leave_out_the_usual(json_object_get(reply, "chores"));
    const char *nothing =
        json_is_true(json_object_get(asked, "retired")) ? _("No chore was retired.")
        : *say_text(asked, "list")
            ? _("There are no chores on that list. All of them: kith chore list")
            : _("There are no chores yet. To add one: kith chore add dishes \"Wash the dishes\"");
    screen_table(screen, rows, columns, COUNT(columns), nothing);
    show_instructions(screen, rows);
    json_decref(rows);
}

/* `--daily` is short for `--list daily`. */
static void add_list(const struct command *command, json_t *asked)
{
    static const char *const lists[] = {"daily", "weekly", "deep-clean"};
    for (size_t i = 0; i < COUNT(lists); i++)
        if (command_has(command, lists[i]))
            json_object_set_new(asked, "list", json_string(lists[i]));
}

enum outcome chore_run_list(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    int lists = command_has(command, "list") + command_has(command, "daily") +
                command_has(command, "weekly") + command_has(command, "deep-clean");
    if (lists > 1)
        return trouble_usage(command, _("One list at a time, please."));
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    add_list(command, asked);
    outcome = command_call_all(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

/* --- One -------------------------------------------------------------------------------------- */

/* Words for a value of the protocol; the value itself where there are none. */
struct meaning {
    const char *value;
    const char *words; /* N_() */
};

static const char *mean(const struct meaning *meanings, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(meanings[i].value, value) == 0)
            return _(meanings[i].words);
    return value;
}

static const char *say_rotation(const struct screen *screen, const json_t *chore)
{
    static const struct meaning rotations[] = {
        {"fair", N_("fair: whoever has carried least")},
        {"round-robin", N_("round-robin: one after the other")},
        {"fixed", N_("fixed: always the same people")},
        {"volunteer", N_("volunteer: whoever takes it")},
        {"everyone", N_("everyone: each their own")},
    };
    const char *rotation = say_text(chore, "rotation");
    long long weeks = (long long)say_number(chore, "holdWeeks");
    const char *words = mean(rotations, COUNT(rotations), rotation);
    if (strcmp(rotation, "round-robin") != 0)
        return words;
    return arena_format(
        screen->arena,
        ngettext("%s, for %lld week each", "%s, for %lld weeks each", (unsigned long)weeks), words,
        weeks);
}

static const char *say_looker(const json_t *chore)
{
    static const struct meaning lookers[] = {
        {"coordinator", N_("whoever runs the chores")},
        {"housemate", N_("whoever runs the chores, or any other resident")},
        {"nobody", N_("nobody")},
    };
    return mean(lookers, COUNT(lookers), say_text(chore, "lookedAtBy"));
}

/* "2 hours before", where there is a window. */
static const char *say_window(const struct screen *screen, const json_t *chore)
{
    enum { HOUR = 60 };
    long long minutes = (long long)say_number(chore, "windowMinutes");
    unsigned long hours = (unsigned long)minutes / HOUR;
    if (!minutes)
        return "";
    if (minutes % HOUR == 0)
        return arena_format(screen->arena, ngettext("%lu hour before", "%lu hours before", hours),
                            hours);
    return arena_format(
        screen->arena,
        ngettext("%lld minute before", "%lld minutes before", (unsigned long)minutes), minutes);
}

/* When it comes round; and from which day on, where that is to come. */
static const char *say_schedule(const struct screen *screen, const json_t *chore)
{
    const char *schedule = say_text(chore, "schedule");
    const char *starts = say_text(chore, "startsOn");
    civil_day day;
    if (!*say_text(chore, "rule") || civil_parse(starts, &day) < 0 || day <= screen->today)
        return schedule;
    return arena_format(screen->arena, _("%s, from %s on"), schedule,
                        say_day(screen->arena, starts, screen->today));
}

static const char *say_number_of(const struct screen *screen, const json_t *chore, const char *name)
{
    return arena_format(screen->arena, "%lld", (long long)say_number(chore, name));
}

/* The days of a list, each as people say it. */
static const char *say_days(const struct screen *screen, const json_t *days)
{
    json_t *said = json_array();
    for (size_t i = 0; i < json_array_size(days); i++)
        json_array_append_new(
            said, json_string(say_day(screen->arena, json_string_value(json_array_get(days, i)),
                                      screen->today)));
    const char *text = say_list(screen->arena, said);
    json_decref(said);
    return text;
}

static void show_facts(const struct screen *screen, const json_t *chore, const json_t *days)
{
    const char *retired = say_text(chore, "retiredOn");
    const struct fact facts[] = {
        {_("Chore"), say_text(chore, "handle")},
        {_("What"), say_text(chore, "name")},
        {_("Where"), say_text(chore, "area")},
        {_("Retired"), *retired ? say_day(screen->arena, retired, screen->today) : ""},
        {_("When"), say_schedule(screen, chore)},
        {_("Next"), say_days(screen, days)},
        {_("Done by"), say_time(screen->arena, say_text(chore, "dueTime"))},
        {_("Not earlier than"), say_window(screen, chore)},
        {_("Effort"), say_number_of(screen, chore, "effort")},
        {_("List"), say_text(chore, "list")},
        {_("People each time"), say_number_of(screen, chore, "people")},
        {_("Whose turn"), say_rotation(screen, chore)},
        {_("Whose"), say_list(screen->arena, json_object_get(chore, "holders"))},
        {_("Looked at by"), say_looker(chore)},
        {_("How"), number_steps(screen, say_text(chore, "instructions"))},
    };
    screen_facts(screen, facts, COUNT(facts));
}

void chore_show_one(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct meaning kinds[] = {
        {"skipped", N_("left out")},
        {"moved", N_("moved")},
        {"extra", N_("added")},
    };
    static const struct column columns[] = {
        {"on", N_("DAY"), COLUMN_DAY},
        {"kind", N_("IS"), COLUMN_TEXT},
        {"to", N_("TO"), COLUMN_DAY},
    };
    json_t *rows = json_deep_copy(json_object_get(reply, "exceptions"));
    (void)asked;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        json_object_set_new(row, "kind",
                            json_string(mean(kinds, COUNT(kinds), say_text(row, "kind"))));
    }
    show_facts(screen, json_object_get(reply, "chore"), json_object_get(reply, "nextDays"));
    if (json_array_size(rows)) {
        screen_say(screen, "\n%s", _("Days that are not as the schedule says:"));
        screen_table(screen, rows, columns, COUNT(columns), "");
    }
    json_decref(rows);
}

/* --- What was said ---------------------------------------------------------------------------- */

void chore_show_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *handle = say_text(asked, "handle");
    (void)reply;
    screen_say(screen,
               _("The house has a new chore: %s. To give it to somebody:"
                 " kith chore assign %s PERSON"),
               say_text(asked, "name"), handle);
}

void chore_show_changed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    screen_say(screen, "%s", _("From today on it is this:"));
    show_facts(screen, json_object_get(reply, "chore"), NULL);
}

/* With nothing to change there is nothing to call for. */
enum outcome chore_run_change(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (json_object_size(asked) == (json_object_get(asked, "house") ? 2 : 1))
        outcome = trouble_usage(
            command, _("Say what is to change, such as --due 8pm or --schedule mon,thu."));
    else
        outcome = command_call(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

static const char *chore_of(const struct screen *screen, const json_t *asked)
{
    return say_name(screen->arena, say_text(asked, "chore"));
}

void chore_show_retired(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen,
               _("%s is no chore of the house any more. What became of it stays, and what somebody"
                 " was given by hand is still theirs.\nTo have it back: kith chore resume %s"),
               chore_of(screen, asked), say_text(asked, "chore"));
}

void chore_show_resumed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s is a chore of the house again."), chore_of(screen, asked));
}

static void say_how_to_restore(const struct screen *screen, const json_t *asked)
{
    screen_say(screen, _("To take that back: kith chore restore %s %s"), say_text(asked, "chore"),
               say_text(asked, "on"));
}

void chore_show_skipped(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s is left out on %s."), chore_of(screen, asked),
               shared_day(screen, asked, "on"));
    say_how_to_restore(screen, asked);
}

void chore_show_moved(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s comes round on %s instead of %s."), chore_of(screen, asked),
               shared_day(screen, asked, "to"), shared_day(screen, asked, "on"));
    say_how_to_restore(screen, asked);
}

void chore_show_extra(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s comes round on %s too."), chore_of(screen, asked),
               shared_day(screen, asked, "on"));
    say_how_to_restore(screen, asked);
}

void chore_show_restored(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s on %s is as its schedule says again."), chore_of(screen, asked),
               shared_day(screen, reply, "on"));
}
