/* kith account: who may use kith, and as what. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "client/language.h"
#include "client/prompt.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"

static void show_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    screen_say(screen, _("Account %lld is there now."), (long long)say_number(reply, "accountId"));
}

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"accountId", N_("ACCOUNT"), COLUMN_NUMBER}, {"kind", N_("KIND"), COLUMN_TEXT},
        {"uid", N_("USER"), COLUMN_NUMBER},          {"house", N_("HOUSE"), COLUMN_TEXT},
        {"person", N_("WHO"), COLUMN_TEXT},          {"pin", N_("PIN"), COLUMN_YES},
        {"disabled", N_("ENDED"), COLUMN_YES},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "accounts"), columns, COUNT(columns),
                 _("There are no accounts yet."));
}

static void show_disabled(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("Account %lld may not call any more."),
               (long long)say_number(asked, "accountId"));
}

static void show_roles(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"role", N_("ROLE"), COLUMN_TEXT},    {"house", N_("HOUSE"), COLUMN_TEXT},
        {"from", N_("FROM"), COLUMN_INSTANT}, {"until", N_("UNTIL"), COLUMN_INSTANT},
        {"state", N_("NOW"), COLUMN_TEXT},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "terms"), columns, COUNT(columns),
                 _("There is none."));
}

static void show_granted(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s is %s from %s on."),
               say_name(screen->arena, say_text(asked, "person")), say_text(asked, "role"),
               shared_day(screen, asked, "from"));
}

static void show_revoked(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s is no longer %s."), say_name(screen->arena, say_text(asked, "person")),
               say_text(asked, "role"));
}

static void show_pin_set(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    (void)reply;
    screen_say(screen, "%s", _("The new PIN holds from now on."));
}

/* Reads the first line of a file: 0, or what open and read say. */
static int read_pin_file(const char *path, char pin[static PROMPT_PIN_SIZE])
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, pin, PROMPT_PIN_SIZE - 1);
    int result = length < 0 ? -errno : 0;
    if (file >= 0)
        close(file);
    pin[length < 0 ? 0 : length] = '\0';
    pin[strcspn(pin, "\r\n")] = '\0';
    return result;
}

/* Asks twice, because nobody sees what is typed. */
static enum outcome ask_pin(const struct command *command, char pin[static PROMPT_PIN_SIZE])
{
    char again[PROMPT_PIN_SIZE] = "";
    int result = prompt_pin(_("New PIN, six to twelve digits: "), pin);
    if (result == 0)
        result = prompt_pin(_("The same again: "), again);
    bool same = strcmp(pin, again) == 0;
    explicit_bzero(again, sizeof again);
    if (result == -ENOTTY)
        return trouble_usage(command,
                             _("A PIN is typed at a terminal, or read with --from-file FILE."));
    if (result == 0 && same)
        return OUTCOME_DONE;
    trouble_say(command, "%s", _("The two are not the same, so nothing was changed."));
    return OUTCOME_USAGE;
}

static enum outcome run_pin(struct command *command)
{
    char pin[PROMPT_PIN_SIZE] = "";
    json_t *asked = NULL;
    json_t *reply = NULL;
    const char *path = command_given(command, "from-file");
    enum outcome outcome = command_parameters(command, &asked);
    int result = path && outcome == OUTCOME_DONE ? read_pin_file(path, pin) : 0;
    if (result < 0)
        outcome = trouble_file(command, path, result);
    if (!path && outcome == OUTCOME_DONE)
        outcome = ask_pin(command, pin);
    if (outcome == OUTCOME_DONE) {
        json_object_set_new(asked, "pin", json_string(pin));
        outcome = command_call(command, command->verb->method, asked, &reply);
    }
    explicit_bzero(pin, sizeof pin);
    if (outcome == OUTCOME_DONE)
        command_show(command, asked, reply);
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

#define ROLES "operator|manager|coach|auditor|courier|alumnus|member|applicant=role"

const struct verb verbs_account[] = {
    {"list", "", "org.kith.Account.List", show_list, N_("all accounts"), NULL},
    {"add", "person=kind PERSON [--uid UID]", "org.kith.Account.Add", show_added,
     N_("an account for a person, who calls as a user of this computer or by PIN"), NULL},
    {"add", "operator|kiosk=kind --uid UID", "org.kith.Account.Add", show_added,
     N_("let a user of this computer run it, or be the shared kiosk"), NULL},
    {"disable", "NUMBER=accountId", "org.kith.Account.Disable", show_disabled, N_("end an account"),
     NULL},
    {"roles", "[PERSON]", "org.kith.Account.Roles", show_roles,
     N_("what somebody is, was and will be"), NULL},
    {"roles", "PERSON --grant " ROLES " [--from DATE] [--until DATE]", "org.kith.Account.Grant",
     show_granted, N_("give somebody a role"), NULL},
    {"roles", "PERSON --revoke " ROLES, "org.kith.Account.Revoke", show_revoked,
     N_("end a role at once"), NULL},
    {"pin", "[PERSON] [--from-file FILE=]", "org.kith.Account.SetPin", show_pin_set,
     N_("set the PIN for the kiosk; it is asked for, never an argument"), run_pin},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
