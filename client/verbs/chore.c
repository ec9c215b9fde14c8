/* kith chore: chores and who does them. */
#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

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

/* What a chore is, when it is new and when it changes. */
#define CHORE_FIELDS                                                                               \
    "[--area TEXT] [--schedule TEXT] [--starts DATE=startsOn] [--due TIME=dueTime]"                \
    " [--window LENGTH=windowMinutes] [--effort NUMBER] [--list daily|weekly|deep-clean]"          \
    " [--people NUMBER] [--rotation fair|round-robin|fixed|volunteer|everyone]"                    \
    " [--hold NUMBER=holdWeeks] [--holders PEOPLE]"                                                \
    " [--looked-at-by coordinator|housemate|nobody] [--instructions TEXT]"

const struct verb verbs_chore[] = {
    {"list", "[--list daily|weekly|deep-clean] [--daily=] [--weekly=] [--deep-clean=] [--retired]",
     "org.kith.Chore.List", chore_show_list, N_("all chores and when they come round"),
     chore_run_list},
    {"show", "CHORE", "org.kith.Chore.Show", chore_show_one,
     N_("all that one chore is, and the days on which it comes round next"), NULL},
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
    {"add", "HANDLE NAME " CHORE_FIELDS, "org.kith.Chore.Add", chore_show_added,
     N_("a new chore of the house"), NULL},
    {"change", "CHORE [--name TEXT] " CHORE_FIELDS " [--clear FIELDS]", "org.kith.Chore.Change",
     chore_show_changed, N_("say what a chore is from today on"), chore_run_change},
    {"retire", "CHORE", "org.kith.Chore.Retire", chore_show_retired,
     N_("it is no chore of the house any more; what became of it stays"), NULL},
    {"resume", "CHORE", "org.kith.Chore.Resume", chore_show_resumed,
     N_("have one back that was retired"), NULL},
    {"skip", "CHORE DATE=on", "org.kith.Chore.Skip", chore_show_skipped,
     N_("leave one day of a chore out"), NULL},
    {"move", "CHORE DATE=on --to DATE", "org.kith.Chore.Move", chore_show_moved,
     N_("have it come round on another day instead"), NULL},
    {"extra", "CHORE DATE=on", "org.kith.Chore.AddDay", chore_show_extra,
     N_("have it come round on one day more"), NULL},
    {"restore", "CHORE DATE=on", "org.kith.Chore.Restore", chore_show_restored,
     N_("take back that a day was skipped, moved or added"), NULL},
    {"export", "[--format csv|json=] [--retired]", "org.kith.Chore.List", NULL,
     N_("all chores as a table (CSV) that `kith chore import` reads"), chore_run_export},
    {"import", "FILE= [--ignore COLUMNS=] [--dry-run=]", "org.kith.Import.Begin", NULL,
     N_("bring chores in from a table (CSV): all of it or nothing"), import_run_chores},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
