/*
 * kith login, at the computer that everybody shares. Who somebody is belongs to the connection, so
 * one connection serves all they type, and it ends when they rest.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "client/language.h"
#include "client/prompt.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"
#include "common/text.h"

enum { IDLE_SECONDS_MOST = 3600, WORDS_MAX = 64 };

static enum outcome log_in(struct command *command, int64_t *ret_idle_seconds)
{
    char pin[PROMPT_PIN_SIZE] = "";
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (prompt_pin(_("PIN: "), pin) < 0)
        outcome = trouble_usage(command, _("The PIN is typed at a terminal."));
    if (outcome == OUTCOME_DONE) {
        json_object_set_new(asked, "pin", json_string(pin));
        outcome = command_call(command, command->verb->method, asked, &reply);
    }
    explicit_bzero(pin, sizeof pin);
    json_decref(asked);
    int64_t failed = say_number(reply, "failedLogins");
    *ret_idle_seconds = say_number(reply, "idleSeconds");
    struct screen screen = command_screen(command);
    if (outcome == OUTCOME_DONE && failed > 0)
        screen_say(&screen,
                   ngettext("Since the last time %lld wrong PIN was typed for you.",
                            "Since the last time %lld wrong PINs were typed for you.",
                            (unsigned long)failed),
                   (long long)failed);
    json_decref(reply);
    return outcome;
}

/* The next word of a line: up to a blank, or in quotes. NULL at the end, or (`*ret_open`) where a
 * quote has no end. */
static char *cut_word(char **line, bool *ret_open)
{
    char *at = *line += strspn(*line, " \t");
    if (!*at)
        return NULL;
    char *word = at;
    char *end = at;
    char quote = '\0';
    for (; *at && (quote || (*at != ' ' && *at != '\t')); at++) {
        if (quote ? *at == quote : *at == '"' || *at == '\'')
            quote = quote ? '\0' : *at;
        else
            *end++ = *at;
    }
    *line = *at ? at + 1 : at;
    *end = '\0';
    *ret_open = quote != '\0';
    return quote ? NULL : word;
}

/* Runs a line; `kith` in front of it may stay. False where it is the last. */
static bool run_line(struct client *client, char *line)
{
    char *words[WORDS_MAX];
    int count = 0;
    bool open = false;
    for (char *word; count < WORDS_MAX && (word = cut_word(&line, &open));)
        words[count++] = word;
    if (open || *line) {
        fprintf(client->err, "%s\n",
                open ? _("kith: A quote has no end, so nothing was done. Type the line again.")
                     : _("kith: That is a very long line, so nothing was done. Use fewer words."));
        return true;
    }
    int named = count && strcmp(words[0], "kith") == 0;
    if (count == 0)
        return true;
    if (count == 1 && (strcmp(words[0], "exit") == 0 || strcmp(words[0], "logout") == 0))
        return false;
    client_run(client, count - named, words + named);
    /* Without the connection nobody is logged in. */
    return client->session.socket >= 0;
}

/* Keys that end or stop a program would leave what is on the screen to the next person. */
static void ignore_keys(struct sigaction before[static 3], bool ignore)
{
    static const int keys[] = {SIGINT, SIGQUIT, SIGTSTP};
    const struct sigaction ignored = {.sa_handler = SIG_IGN};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        (void)sigaction(keys[i], ignore ? &ignored : &before[i], ignore ? &before[i] : NULL);
}

/* Whether there is anything to log in to, before a PIN is asked for; else it says why not. */
static enum outcome check_login(struct command *command, const char *handle)
{
    enum outcome outcome = command_greet(command);
    if (outcome != OUTCOME_DONE)
        return outcome;
    const json_t *hello = session_hello(&command->client->session);
    const char *me = say_text(hello, "person");
    const char *meant = say_handle(command->arena, handle);
    outcome = OUTCOME_REFUSED;
    if (*me && command->client->at_kiosk)
        trouble_say(command, _("You are logged in as %s. `exit` first."), me);
    else if (*me)
        trouble_say(command, _("You are known here as %s, so there is nothing to log in to."), me);
    else if (strcmp(say_text(hello, "account"), "kiosk") != 0)
        trouble_say(command, "%s",
                    _("One logs in at the shared computer only. Who you are here: kith server"
                      " hello"));
    else if (meant && text_is_handle(meant))
        outcome = trouble_usage(
            command, arena_format(command->arena,
                                  _("A handle has small letters only. Try: kith login %s"), meant));
    else if (!text_is_handle(handle))
        outcome = trouble_usage(command, _("A handle is like mike: a letter, then letters, figures"
                                           " and hyphens, and no house before it."));
    else
        outcome = OUTCOME_DONE;
    return outcome;
}

enum outcome login_run(struct command *command)
{
    struct client *client = command->client;
    struct prompt_lines lines = {.file = STDIN_FILENO};
    const char *person = command_given(command, "HANDLE");
    struct sigaction before[3];
    int64_t idle_seconds = 0;
    enum outcome outcome = check_login(command, person);
    if (outcome == OUTCOME_DONE)
        outcome = log_in(command, &idle_seconds);
    if (outcome != OUTCOME_DONE)
        return outcome;
    if (idle_seconds <= 0 || idle_seconds > IDLE_SECONDS_MOST)
        idle_seconds = IDLE_SECONDS_MOST;
    ignore_keys(before, true);
    client->at_kiosk = true;
    fprintf(client->out, "%s\n",
            _("You are logged in. Type what you want, such as: today, done"
              " dishes, help. `exit` ends it, and so does a while of rest."));
    for (;;) {
        char *line = NULL;
        struct arena arena = {0};
        fprintf(client->out, "%s> ", say_safe(command->arena, person));
        fflush(client->out);
        int result = prompt_line(&lines, (int)idle_seconds * 1000, &arena, &line);
        bool goes_on = result == 0 && run_line(client, line);
        arena_clear(&arena);
        if (!goes_on)
            break;
    }
    bytes_clear(&lines.read);
    session_close(&client->session);
    client->at_kiosk = false;
    ignore_keys(before, false);
    /* The next person at this computer is not to read what the last one did. */
    fprintf(client->out, "%s\n%s\n", client->terminal ? "\033[H\033[2J\033[3J" : "",
            _("You are logged out."));
    return OUTCOME_DONE;
}
