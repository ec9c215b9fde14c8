/* kith audit: the record of who did what, and checking it. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "client/language.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"
#include "client/witness.h"

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"sequence", N_("ENTRY"), COLUMN_NUMBER}, {"at", N_("WHEN"), COLUMN_INSTANT},
        {"actor", N_("WHO"), COLUMN_TEXT},        {"what", N_("DID WHAT"), COLUMN_TEXT},
        {"house", N_("HOUSE"), COLUMN_TEXT},      {"on", N_("FOR"), COLUMN_LIST},
        {"outcome", N_("OUTCOME"), COLUMN_TEXT},
    };
    const char *next = say_text(reply, "next");
    (void)asked;
    screen_table(screen, json_object_get(reply, "entries"), columns, COUNT(columns),
                 _("There is nothing that you may read."));
    if (*next)
        screen_say(screen, _("There is more: kith audit list --after %s"), next);
}

static void show_check(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    long long entries = say_number(reply, "entries");
    long long checkpoints = say_number(reply, "checkpoints");
    const char *words = say_text(reply, "words");
    (void)asked;
    if (json_is_true(json_object_get(reply, "intact"))) {
        screen_say(screen, _("The record is whole (entries: %lld, checkpoints: %lld)."), entries,
                   checkpoints);
    } else {
        screen_say(screen, _("The record is NOT whole at entry %lld: %s."),
                   (long long)say_number(reply, "brokenAt"), say_text(reply, "reason"));
        shared_say_damaged(screen);
    }
    if (*words)
        screen_say(screen, _("Its words are: %s. Compare them with what stands on paper."), words);
}

static void show_checkpoints(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"sequence", N_("UP TO ENTRY"), COLUMN_NUMBER},
        {"at", N_("WHEN"), COLUMN_INSTANT},
        {"words", N_("WORDS"), COLUMN_TEXT},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "checkpoints"), columns, COUNT(columns),
                 _("There is no checkpoint yet."));
}

static void show_sealed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)asked;
    screen_say(screen, _("Sealed up to entry %lld. Write these words down: %s"),
               (long long)say_number(reply, "sequence"), say_text(reply, "words"));
}

/* --- Checking -------------------------------------------------------------------------------- */

/* Prints what a check found; a record that is not whole ends the command as a refusal does. */
static enum outcome finish_check(const struct command *command, const json_t *result)
{
    command_show(command, NULL, result);
    return json_is_true(json_object_get(result, "intact")) ? OUTCOME_DONE : OUTCOME_REFUSED;
}

static enum outcome run_verify_file(struct command *command)
{
    const char *path = command_given(command, "FILE");
    FILE *file = fopen(path, "re");
    json_t *result = NULL;
    int failure = file ? witness_check(file, &result) : -errno;
    if (file)
        fclose(file);
    if (failure == -EINVAL) {
        trouble_say(command, _("%s: this is no exported record."), path);
        return OUTCOME_USAGE;
    }
    if (failure < 0)
        return trouble_file(command, path, failure);
    enum outcome outcome = finish_check(command, result);
    json_decref(result);
    return outcome;
}

/* A long record takes the daemon more than a minute. */
static enum outcome run_verify(struct command *command)
{
    struct varlink_reply reply;
    enum outcome outcome = command_connect(command);
    if (outcome != OUTCOME_DONE)
        return outcome;
    session_call(&command->client->session, command->verb->method, NULL, false);
    outcome = command_receive(command, command->verb->method, SESSION_WAIT_EVER, &reply);
    if (outcome != OUTCOME_DONE)
        return outcome;
    outcome = finish_check(command, reply.parameters);
    varlink_reply_clear(&reply);
    return outcome;
}

/* --- Exporting ------------------------------------------------------------------------------- */

/* All checkpoints, newest first, and the key beside them. */
static enum outcome read_checkpoints(struct command *command, json_t **ret_checkpoints,
                                     const char **ret_key)
{
    json_t *all = json_array();
    json_t *asked = json_pack("{si}", "limit", 500);
    enum outcome outcome = OUTCOME_DONE;
    bool more = true;
    while (outcome == OUTCOME_DONE && more) {
        json_t *reply = NULL;
        outcome = command_call(command, "org.kith.Audit.Checkpoints", asked, &reply);
        json_t *page = json_object_get(reply, "checkpoints");
        size_t count = json_array_size(page);
        more = count > 0;
        if (more) {
            int64_t oldest = say_number(json_array_get(page, count - 1), "sequence");
            json_array_extend(all, page);
            json_object_set_new(asked, "upTo", json_integer(oldest - 1));
            more = oldest > 1;
        }
        *ret_key = arena_text(command->arena, say_text(reply, "publicKey"));
        json_decref(reply);
    }
    json_decref(asked);
    *ret_checkpoints = all;
    return outcome;
}

static enum outcome write_entries(struct command *command, FILE *file)
{
    json_t *asked = json_pack("{si}", "limit", 500);
    bool more = false;
    enum outcome outcome;
    do {
        json_t *reply = NULL;
        outcome = command_call(command, "org.kith.Audit.Export", asked, &reply);
        const json_t *bodies = json_object_get(reply, "bodies");
        for (size_t i = 0; i < json_array_size(bodies); i++) {
            const char *body = json_string_value(json_array_get(bodies, i));
            fprintf(file, "%s\n", body ? body : "");
        }
        json_t *next = json_object_get(reply, "next");
        more = json_is_integer(next);
        if (more)
            json_object_set(asked, "from", next);
        json_decref(reply);
    } while (outcome == OUTCOME_DONE && more);
    json_decref(asked);
    return outcome;
}

/* The checkpoints first: entries that are written meanwhile stand behind the newest. */
static enum outcome run_export(struct command *command)
{
    const char *path = command_given(command, "FILE");
    const char *key = "";
    json_t *checkpoints = NULL;
    enum outcome outcome = read_checkpoints(command, &checkpoints, &key);
    struct screen screen = command_screen(command);
    int number =
        outcome == OUTCOME_DONE ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    FILE *file = number >= 0 ? fdopen(number, "w") : NULL;
    if (outcome == OUTCOME_DONE && !file)
        outcome = trouble_file(command, path, -errno);
    if (file) {
        witness_write_head(file, key, checkpoints);
        outcome = write_entries(command, file);
        bool failed = ferror(file);
        failed |= fclose(file) != 0;
        if (failed)
            outcome = trouble_file(command, path, -EIO);
        if (outcome != OUTCOME_DONE)
            unlink(path);
        else if (!command_has(command, "json"))
            screen_say(&screen, _("Written. To check it: kith audit verify %s"), path);
    }
    json_decref(checkpoints);
    return outcome;
}

const struct verb verbs_audit[] = {
    {"list", "[--limit NUMBER] [--after TEXT]", "org.kith.Audit.List", show_list,
     N_("who did what, newest first, as far as you may read it"), NULL},
    {"verify", "", "org.kith.Audit.Verify", show_check, N_("check the whole record"), run_verify},
    {"verify", "FILE=", NULL, show_check, N_("check an export of it, without the daemon"),
     run_verify_file},
    {"checkpoints", "[--limit NUMBER] [--up-to NUMBER]", "org.kith.Audit.Checkpoints",
     show_checkpoints, N_("the checkpoints and their six words"), NULL},
    {"seal", "", "org.kith.Audit.Seal", show_sealed,
     N_("make a checkpoint now, whose words can be written down"), NULL},
    {"export", "FILE=", "org.kith.Audit.Export", NULL,
     N_("write the whole record to a file that can be checked anywhere"), run_export},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
