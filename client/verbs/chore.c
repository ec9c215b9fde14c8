/* kith chore: chores and who does them. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static void show_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *handle = say_text(asked, "handle");
    (void)reply;
    screen_say(screen,
               _("The house has a new chore: %s. To give it to somebody:"
                 " kith chore assign %s PERSON"),
               say_text(asked, "name"), handle);
}

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

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"handle", N_("CHORE"), COLUMN_TEXT}, {"name", N_("WHAT"), COLUMN_TEXT},
        {"area", N_("WHERE"), COLUMN_TEXT},   {"schedule", N_("WHEN"), COLUMN_TEXT},
        {"dueTime", N_("BY"), COLUMN_TIME},   {"effort", N_("EFFORT"), COLUMN_NUMBER},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "chores"), columns, COUNT(columns),
                 _("There are no chores yet. To add one: kith chore add dishes \"Wash the"
                   " dishes\""));
    show_instructions(screen, json_object_get(reply, "chores"));
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

/* `kith week` shows this week: where no day lies in it, what was given out is not to be seen there.
 */
static void say_how_to_see(const struct screen *screen, const json_t *asked, const json_t *days)
{
    const char *house = say_text(asked, "house");
    const char *first = json_string_value(json_array_get(days, 0));
    civil_day monday = civil_monday(screen->today);
    civil_day day;
    for (size_t i = 0; i < json_array_size(days); i++)
        if (civil_parse(json_string_value(json_array_get(days, i)), &day) < 0 ||
            (day >= monday && day < monday + 7))
            return;
    if (first)
        screen_say(screen, _("To see it: kith week --all%s%s --of %s"), *house ? " --house " : "",
                   house, first);
}

static void show_assigned(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    enum { DAYS_NAMED = 7 };
    const json_t *days = json_object_get(asked, "on");
    size_t count = json_array_size(days);
    const char *chore = say_name(screen->arena, say_text(asked, "chore"));
    const char *person = say_name(screen->arena, say_text(asked, "person"));
    (void)reply;
    if (count <= 1)
        screen_say(screen, _("%s on %s is now %s's."), chore,
                   count ? say_days(screen, days) : shared_day(screen, asked, ""), person);
    else if (count <= DAYS_NAMED)
        screen_say(screen, _("%s is now %s's on %s."), chore, person, say_days(screen, days));
    else
        screen_say(screen, _("%s is now %s's on %zu days."), chore, person, count);
    say_how_to_see(screen, asked, days);
}

void chore_show_done(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s on %s is done. Thank you."),
               say_name(screen->arena, say_text(asked, "chore")), shared_day(screen, reply, "on"));
}

void chore_show_undone(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    screen_say(screen, _("%s on %s is open again."),
               say_name(screen->arena, say_text(asked, "chore")), shared_day(screen, reply, "on"));
}

const struct verb verbs_chore[] = {
    {"list", "", "org.kith.Chore.List", show_list, N_("all chores and when they fall"), NULL},
    {"week", "[PERSON] [--of WEEK]", "org.kith.Chore.Week", chore_show_week,
     N_("who has what this week; of everybody, or of one person"), NULL},
    {"assign", "CHORE PERSON [--on DATES] [--note TEXT]", "org.kith.Chore.Assign", show_assigned,
     N_("give a chore to someone"), NULL},
    {"done", "CHORE [PERSON] [--on PASTDATE] [--note TEXT] [--ticked STEPS] [--all-steps]",
     "org.kith.Chore.Done", chore_show_done, N_("say that a chore is done, your own or somebody's"),
     NULL},
    {"undo", "CHORE [PERSON] [--on PASTDATE]", "org.kith.Chore.Undo", chore_show_undone,
     N_("take a `done` back"), NULL},
    {"look", "", "org.kith.Chore.ToLook", chore_show_waiting,
     N_("what is said done and waits to be looked at"), NULL},
    {"check", "CHORE PERSON [--on PASTDATE]", "org.kith.Chore.Check", chore_show_checked,
     N_("say that somebody else's chore is well done"), NULL},
    {"back",
     "CHORE PERSON --reason TEXT [--on PASTDATE] [--until TIME=untilTime]"
     " [--until-on DATE=untilOn]",
     "org.kith.Chore.SendBack", chore_show_sent_back,
     N_("have it done again, by midnight or another time"), NULL},
    {"excuse", "CHORE [PERSON] [--on PASTDATE] [--reason TEXT]", "org.kith.Chore.Excuse",
     chore_show_excused, N_("say that it need not be done, or need not have been"), NULL},
    {"answer", "CHORE TEXT=words [--on PASTDATE]", "org.kith.Chore.Answer", chore_show_answered,
     N_("put your own words beside what you missed or is to do again; once"), NULL},
    {"claim", "CHORE [--on DATE]", "org.kith.Chore.Claim", chore_show_claimed,
     N_("take a chore that nobody has"), NULL},
    {"story", "CHORE [PERSON] [--on PASTDATE]", "org.kith.Chore.Story", chore_show_story,
     N_("all that became of a chore of one day, with what was said"), NULL},
    {"add",
     "HANDLE NAME [--area TEXT] [--schedule TEXT] [--due TIME=dueTime] [--effort NUMBER]"
     " [--instructions TEXT]",
     "org.kith.Chore.Add", show_added, N_("a new chore of the house"), NULL},
    {"import", "FILE= [--ignore COLUMNS=] [--dry-run=]", "org.kith.Import.Begin", NULL,
     N_("bring chores in from a table (CSV): all of it or nothing"), import_run_chores},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
