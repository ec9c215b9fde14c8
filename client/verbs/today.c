/* What one reads who types nothing but `kith`. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static bool is_one_of(const json_t *assignment, const char *one, const char *other)
{
    const char *state = say_text(assignment, "state");
    return strcmp(state, one) == 0 || strcmp(state, other) == 0;
}

/* To be done, and due today, or since yesterday's evening and not over yet. */
static bool is_open_today(const struct screen *screen, const json_t *assignment)
{
    char today[CIVIL_DATE_SIZE];
    int64_t utc = 0;
    int32_t offset = 0;
    const char *on = say_text(assignment, "on");
    civil_format(screen->today, today);
    if (!is_one_of(assignment, "planned", "sent-back"))
        return false;
    if (civil_parse_instant(say_text(assignment, "dueAt"), &utc, &offset) < 0)
        offset = 0;
    return strcmp(on, today) == 0 || (strcmp(on, today) < 0 && utc + offset >= screen->now);
}

/* Of the week that begins on `from`; what is left of the last one is not counted, nor what need not
 * be done. */
static void say_count_done(const struct screen *screen, const json_t *assignments, const char *from)
{
    size_t all = 0;
    size_t done = 0;
    for (size_t i = 0; i < json_array_size(assignments); i++) {
        const json_t *assignment = json_array_get(assignments, i);
        if (strcmp(say_text(assignment, "on"), from) < 0 ||
            is_one_of(assignment, "excused", "cancelled"))
            continue;
        all++;
        done += is_one_of(assignment, "done", "checked");
    }
    if (all)
        screen_say(screen, _("This week: %zu of %zu done."), done, all);
}

void chore_show_today(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"chore", N_("CHORE"), COLUMN_TEXT},
        {"name", N_("WHAT"), COLUMN_TEXT},
        {"dueAt", N_("BY"), COLUMN_CLOCK},
        {"again", N_("HOW IT STANDS"), COLUMN_TEXT},
    };
    const json_t *assignments = json_object_get(reply, "assignments");
    json_t *open = json_array();
    for (size_t i = 0; i < json_array_size(assignments); i++) {
        json_t *assignment = json_array_get(assignments, i);
        if (!is_open_today(screen, assignment))
            continue;
        json_t *row = json_copy(assignment);
        if (is_one_of(row, "sent-back", "sent-back"))
            json_object_set_new(row, "again", json_string(shared_state("sent-back")));
        json_array_append_new(open, row);
    }
    screen_say(screen, _("%s, today is %s."), say_name(screen->arena, screen->me),
               shared_day(screen, NULL, ""));
    screen_table(screen, open, columns, COUNT(columns), _("Nothing is open for you today."));
    say_count_done(screen, assignments, say_text(reply, "from"));
    swap_show_today(screen, asked, json_object_get(reply, "offers"));
    json_decref(open);
}

/* Whether the caller may see a week: others, such as operators, are not to be told to. */
static bool sees_chores(const json_t *hello)
{
    const json_t *roles = json_object_get(hello, "roles");
    return say_has(roles, "resident") || say_has(roles, "manager") || say_has(roles, "coach") ||
           say_has(roles, "auditor");
}

/* For those whose day is not in the record: what they can do here. */
static void show_first_steps(const struct screen *screen, const json_t *hello)
{
    const char *account = say_text(hello, "account");
    const char *houses = say_list(screen->arena, json_object_get(hello, "houses"));
    if (*screen->me) {
        screen_say(screen,
                   _("Welcome, %s. You do not live here now. What the house holds about you:"
                     " kith me"),
                   say_name(screen->arena, screen->me));
        if (*houses)
            screen_say(screen, _("What you may do in %s: kith server methods"), houses);
    } else if (strcmp(account, "kiosk") == 0) {
        screen_say(screen, "%s", _("Welcome. Log in with: kith login YOUR-HANDLE"));
    } else if (!*houses && say_count(hello, "roles") == 0) {
        screen_say(screen, "%s",
                   _("Welcome. The house does not know you at this computer yet.\n"
                     "Ask an operator to type: kith account add person YOUR-HANDLE --uid"
                     " YOUR-NAME"));
    } else if (!*houses) {
        screen_say(
            screen, "%s",
            _("Welcome. There is no house here yet. To begin:\n"
              "  kith house add maple \"Maple House\" --zone America/New_York --beds up-1,up-2\n"
              "  kith person add mike \"Mike R.\"\n"
              "  kith account add person mike --uid mike\n"
              "  kith account roles mike --grant manager"));
    } else {
        screen_say(screen,
                   _("Welcome. You look after %s. The houses: kith house list\n"
                     "How the daemon and its record are: kith status"),
                   houses);
    }
    screen_say(screen, "%s", _("All that can be typed: kith help"));
}

/* Sunday's evening is of the week before, and what was to be done in it may not be due yet: on a
 * Monday, or where it is to be done again for two days more. That is put in front. */
static enum outcome add_last_evening(struct command *command, json_t *asked, json_t *reply)
{
    struct screen screen = command_screen(command);
    json_t *assignments = json_object_get(reply, "assignments");
    json_t *before = NULL;
    enum { DAYS_AFTER = 2 };
    char sunday[CIVIL_DATE_SIZE];
    size_t place = 0;
    int weekday = civil_weekday(screen.today);
    if (weekday > DAYS_AFTER)
        return OUTCOME_DONE;
    civil_format(screen.today - weekday - 1, sunday);
    json_object_set_new(asked, "of", json_string(sunday));
    enum outcome outcome = command_call(command, command->verb->method, asked, &before);
    const json_t *candidates = json_object_get(before, "assignments");
    for (size_t i = 0; i < json_array_size(candidates); i++)
        if (is_open_today(&screen, json_array_get(candidates, i)))
            json_array_insert(assignments, place++, json_array_get(candidates, i));
    json_object_del(asked, "of");
    json_decref(before);
    return outcome;
}

/* What one offers or is offered goes along with the week, in the answer that programs read too. */
static enum outcome add_offers(struct command *command, json_t *asked, json_t *reply)
{
    json_t *offers = NULL;
    json_t *parameters = json_object();
    json_t *house = json_object_get(asked, "house");
    if (house)
        json_object_set(parameters, "house", house);
    enum outcome outcome = command_call_all(command, "org.kith.Swap.List", parameters, &offers);
    if (outcome == OUTCOME_DONE)
        json_object_set(reply, "offers", json_object_get(offers, "offers"));
    json_decref(parameters);
    json_decref(offers);
    return outcome;
}

enum outcome today_run(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_greet(command);
    if (outcome != OUTCOME_DONE)
        return outcome;
    const json_t *hello = session_hello(&command->client->session);
    struct screen screen = command_screen(command);
    bool has_day = *screen.me && say_count(hello, "houses") > 0 && sees_chores(hello);
    if (!has_day && command_has(command, "json")) {
        screen_json(&screen, hello);
        return OUTCOME_DONE;
    }
    if (!has_day) {
        show_first_steps(&screen, hello);
        return OUTCOME_DONE;
    }
    outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    json_object_set_new(asked, "person", json_string(screen.me));
    outcome = command_call(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE)
        outcome = add_last_evening(command, asked, reply);
    if (outcome == OUTCOME_DONE)
        outcome = add_offers(command, asked, reply);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}
