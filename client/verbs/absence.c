/* kith away, kith back, kith absence: when somebody cannot do chores. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"
#include "common/weekdays.h"

/* --- Whom it is about ------------------------------------------------------------------------- */

/* Whether a call that names `person`, or nobody, is about the caller. */
static bool is_own(const struct screen *screen, const char *person)
{
    return !*person || strcmp(person, screen->me) == 0;
}

static const char *person_of(const struct screen *screen, const json_t *object)
{
    return say_name(screen->arena, say_text(object, "person"));
}

static const char *day_of(const struct screen *screen, const json_t *object, const char *name)
{
    return say_day(screen->arena, say_text(object, name), screen->today);
}

/* --- Put down --------------------------------------------------------------------------------- */

/* " to Sun 29 Nov", or nothing where it has no end. */
static const char *say_end(const struct screen *screen, const json_t *reply)
{
    const char *until = say_text(reply, "until");
    return *until ? arena_format(screen->arena, _(" to %s"),
                                 say_day(screen->arena, until, screen->today))
                  : _(" on");
}

static void say_exempt(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *chore = say_text(asked, "chore");
    const char *person = person_of(screen, asked);
    long long number = say_number(reply, "absenceId");
    screen_say(screen, _("%s need not do %s from %s%s."), person, *chore ? chore : _("chores"),
               day_of(screen, reply, "from"), say_end(screen, reply));
    if (*say_text(asked, "reason"))
        screen_say(screen, _("Why, only %s and you can read: kith absence show %lld"), person,
                   number);
    screen_say(screen, _("To end it: kith absence end %lld"), number);
}

static void say_away(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *person = say_text(asked, "person");
    const char *from = day_of(screen, reply, "from");
    bool is_open = !*say_text(asked, "until");
    if (is_own(screen, person) && is_open)
        screen_say(screen, _("You are away from %s, until you say: kith back"), from);
    else if (is_own(screen, person))
        screen_say(screen, _("You are away from %s to %s. If you come back before: kith back"),
                   from, day_of(screen, reply, "until"));
    else if (is_open)
        screen_say(screen, _("%s is away from %s, until somebody says: kith back %s"),
                   person_of(screen, asked), from, person);
    else
        screen_say(screen, _("%s is away from %s to %s. If they come back before: kith back %s"),
                   person_of(screen, asked), from, day_of(screen, reply, "until"), person);
    if (is_open)
        screen_say(screen, _("If nobody does, it ends on %s."), day_of(screen, reply, "until"));
}

void absence_show_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    if (strcmp(say_text(asked, "kind"), "exempt") == 0)
        say_exempt(screen, asked, reply);
    else
        say_away(screen, asked, reply);
}

enum outcome absence_run_away(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    json_object_set_new(asked, "kind", json_string("away"));
    outcome = command_call(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

/* --- Ended ------------------------------------------------------------------------------------ */

/* Whether the last day is over: they are back. */
static bool is_back(const struct screen *screen, const json_t *reply)
{
    civil_day until;
    return civil_parse(say_text(reply, "until"), &until) == 0 && until < screen->today;
}

static void say_ended_own(const struct screen *screen, const json_t *reply)
{
    if (!*say_text(reply, "until"))
        screen_say(screen, _("Taken back. You may be given chores as before."));
    else if (is_back(screen, reply))
        screen_say(screen, _("Welcome back. You may be given chores again from today on."));
    else
        screen_say(screen, _("Your last day away is %s now."), day_of(screen, reply, "until"));
}

void absence_show_ended(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *person = person_of(screen, reply);
    const char *kind = strcmp(say_text(reply, "kind"), "away") == 0 ? _("away") : _("excused");
    (void)asked;
    if (is_own(screen, say_text(reply, "person")) && strcmp(kind, _("away")) == 0)
        say_ended_own(screen, reply);
    else if (!*say_text(reply, "until"))
        screen_say(screen, _("Taken back. %s is not %s from %s after all."), person, kind,
                   day_of(screen, reply, "from"));
    else if (is_back(screen, reply))
        screen_say(screen, _("%s is %s no longer, and may be given chores again from today on."),
                   person, kind);
    else
        screen_say(screen, _("%s's last day %s is %s now."), person, kind,
                   day_of(screen, reply, "until"));
}

/* --- Read ------------------------------------------------------------------------------------- */

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"absenceId", N_("NUMBER"), COLUMN_NUMBER},
        {"person", N_("WHO"), COLUMN_TEXT},
        {"kind", N_("IS"), COLUMN_TEXT},
        {"from", N_("FROM"), COLUMN_DAY},
        {"until", N_("LAST DAY"), COLUMN_DAY},
        {"chore", N_("ONLY FROM"), COLUMN_TEXT},
    };
    screen_table(
        screen, json_object_get(reply, "absences"), columns, COUNT(columns),
        *say_text(asked, "person")
            ? _("Nothing of that kind is put down, now or for later.")
            : _("Nobody is away or excused, now or later. If you will be: kith away --until +2d"));
}

static void show_one(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const struct fact facts[] = {
        {_("Who"), person_of(screen, reply)},
        {_("Is"), say_text(reply, "kind")},
        {_("From"), day_of(screen, reply, "from")},
        {_("Last day"), day_of(screen, reply, "until")},
        {_("Only from"), say_text(reply, "chore")},
        {_("Put down by"), say_text(reply, "by")},
        {_("When"), say_instant(screen->arena, say_text(reply, "at"), screen->today)},
        {_("Taken back"), json_is_true(json_object_get(reply, "withdrawn")) ? _("yes") : ""},
        {_("Why"), say_text(reply, "reason")},
    };
    (void)asked;
    screen_facts(screen, facts, COUNT(facts));
    if (!is_own(screen, say_text(reply, "person")))
        screen_say(screen, _("%s can see that you looked."), person_of(screen, reply));
}

/* --- Hours ------------------------------------------------------------------------------------ */

static const char *say_weekdays(const struct screen *screen, const json_t *names)
{
    uint32_t set = 0;
    char *said = arena_alloc(screen->arena, WEEKDAYS_SAID_SIZE);
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        int32_t day = name ? weekdays_by_name(name) : -1;
        set |= day < 0 ? 0 : UINT32_C(1) << day;
    }
    weekdays_say(set, said);
    return said;
}

/* "9 am to 5 pm", "10 pm to 6 am of the next day" */
static const char *say_hours(const struct screen *screen, const json_t *hours)
{
    const char *until = say_text(hours, "untilTime");
    return arena_format(
        screen->arena, strcmp(until, "24:00") > 0 ? _("%s to %s of the next day") : _("%s to %s"),
        say_time(screen->arena, say_text(hours, "fromTime")), say_time(screen->arena, until));
}

static void show_hours(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"hoursId", N_("NUMBER"), COLUMN_NUMBER}, {"days", N_("DAYS"), COLUMN_TEXT},
        {"time", N_("HOURS"), COLUMN_TEXT},       {"from", N_("FROM"), COLUMN_DAY},
        {"until", N_("LAST DAY"), COLUMN_DAY},
    };
    json_t *rows = json_deep_copy(json_object_get(reply, "hours"));
    (void)asked;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        json_object_set_new(row, "days",
                            json_string(say_weekdays(screen, json_object_get(row, "weekdays"))));
        json_object_set_new(row, "time", json_string(say_hours(screen, row)));
    }
    screen_table(screen, rows, columns, COUNT(columns),
                 _("There are no hours put down. To say when you are at work: kith absence hours"
                   " add mon-fri 9am 5pm"));
    json_decref(rows);
}

static void show_hours_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const json_t *hours = json_object_get(reply, "hours");
    const char *days = say_weekdays(screen, json_object_get(hours, "weekdays"));
    const char *from = day_of(screen, hours, "from");
    const char *end = say_end(screen, hours);
    long long number = say_number(hours, "hoursId");
    if (is_own(screen, say_text(asked, "person")))
        screen_say(screen, _("You cannot do chores %s, %s, from %s%s."), days,
                   say_hours(screen, hours), from, end);
    else
        screen_say(screen, _("%s cannot do chores %s, %s, from %s%s."), person_of(screen, asked),
                   days, say_hours(screen, hours), from, end);
    screen_say(screen, _("To end these hours: kith absence hours end %lld"), number);
}

static void show_hours_ended(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    if (is_own(screen, say_text(reply, "person")))
        screen_say(screen, _("These hours are yours again from today on."));
    else
        screen_say(screen, _("From today on these hours of %s's are free."),
                   person_of(screen, reply));
}

const struct verb verbs_absence[] = {
    {"list", "[PERSON]", "org.kith.Absence.List", show_list,
     N_("who is away or excused from chores, and who will be"), NULL},
    {"add",
     "away|exempt=kind [PERSON] [--from DATE] [--until DATE] [--chore CHORE] [--reason TEXT]",
     "org.kith.Absence.Add", absence_show_added,
     N_("say that somebody is away, or need not do chores; why stays between you"), NULL},
    {"end", "[NUMBER=absenceId] [--on DATE]", "org.kith.Absence.End", absence_show_ended,
     N_("let it end before its day, by its number"), NULL},
    {"show", "NUMBER=absenceId", "org.kith.Absence.Show", show_one,
     N_("one of them and why, for whom it is about and who put it down"), NULL},
    {"hours", "[list=] [PERSON]", "org.kith.Absence.Hours", show_hours,
     N_("hours of the week in which you cannot do chores, such as those of work"), NULL},
    {"hours", "add= WEEKDAYS TIME=fromTime TIME=untilTime [PERSON] [--from DATE] [--until DATE]",
     "org.kith.Absence.AddHours", show_hours_added, N_("say on which days, from when to when"),
     NULL},
    {"hours", "end= NUMBER=hoursId", "org.kith.Absence.EndHours", show_hours_ended,
     N_("end such hours, by their number"), NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
