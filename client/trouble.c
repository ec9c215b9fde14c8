#include "client/trouble.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/language.h"
#include "client/lookup.h"
#include "client/protocol.h"
#include "client/say.h"

void trouble_say(const struct command *command, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0)
        abort();
    fprintf(command->client->err, "kith: %s\n", say_safe(command->arena, text));
    free(text);
}

enum outcome trouble_at_kiosk(const struct command *command)
{
    if (!command->client->at_kiosk)
        return OUTCOME_DONE;
    trouble_say(command, "%s",
                _("This goes on by itself, so it is not for the shared computer: the next person"
                  " could read it. Try `today` or `week`."));
    return OUTCOME_USAGE;
}

enum outcome trouble_usage(const struct command *command, const char *reason)
{
    trouble_say(command, "%s", reason);
    for (const struct verb *form = command->verb; form; form = lookup_next_form(form))
        if (*form->pattern)
            fprintf(command->client->err, _("It is typed: kith %s%s%s %s\n"), command->noun->name,
                    *command->noun->name ? " " : "", form->name,
                    pattern_shown(form->pattern, command->arena));
    return OUTCOME_USAGE;
}

/* What to do about a file; "" where that is not known. */
static const char *file_remedy(int failure)
{
    switch (failure) {
    case -ENOENT:
        return _(" Look whether its name is right, and the folder that you are in.");
    case -EEXIST:
        return _(" Nothing is written over: give another name.");
    case -EACCES:
    case -EPERM:
        return _(" Ask whose it is, or use another folder.");
    case -EISDIR:
        return _(" That is a folder: name a file in it.");
    case -EFBIG:
        return _(" Make several smaller files of it.");
    case -EIO:
    case -ENOSPC:
        return _(" Look whether the disk is full.");
    default:
        return "";
    }
}

enum outcome trouble_file(const struct command *command, const char *path, int failure)
{
    trouble_say(command, "%s: %s.%s", path, strerror(-failure), file_remedy(failure));
    return OUTCOME_USAGE;
}

/* --- Refusals -------------------------------------------------------------------------------- */

#define LOG_IN_FIRST N_("Log in first: kith login YOUR-HANDLE")

/* A refusal being told. */
struct refusal {
    const struct command *command;
    const char *method;
    const json_t *parameters;
    struct arena *arena;
};

/* What a parameter means, in brackets behind its name; "" where that would say the name again. */
static const char *write_aside(const struct refusal *refusal, const struct idl_field *field)
{
    enum { WORDS_LEAST = 4 };
    const char *meaning = _(protocol_meaning(field->comment, refusal->arena));
    const char *end = strchr(meaning, '.');
    size_t length = end ? (size_t)(end - meaning) : strlen(meaning);
    char *first = arena_copy(refusal->arena, meaning, length);
    size_t words = 1;
    for (const char *at = first; (at = strchr(at, ' ')); at++)
        words++;
    *first = (char)tolower((unsigned char)*first);
    return words < WORDS_LEAST ? "" : arena_format(refusal->arena, " (%s)", first);
}

/* The kiosk before anybody has logged in at it: there is nobody whom "one's own" could mean. */
static bool is_nobody_yet(const struct refusal *refusal)
{
    const json_t *hello = session_hello(&refusal->command->client->session);
    return strcmp(say_text(hello, "account"), "kiosk") == 0;
}

static const char *invalid_parameter(const struct refusal *refusal)
{
    const char *path = say_text(refusal->parameters, "parameter");
    const struct idl_field *field =
        protocol_parameter(protocol_method(refusal->method, refusal->arena), path);
    const struct element *element = pattern_parameter(&refusal->command->pattern, path);
    const char *label = element ? pattern_label(element, refusal->arena) : path;
    if (!field)
        return arena_format(refusal->arena, _("The daemon does not take %s."), label);
    const json_t *given = json_object_get(refusal->command->asked, field->name);
    const char *handle = json_is_string(given) && protocol_wants_handle(field->comment)
                             ? say_handle(refusal->arena, json_string_value(given))
                             : NULL;
    if (handle)
        return arena_format(refusal->arena, _("%s: a handle has small letters only. Try: %s"),
                            label, handle);
    if (!given && is_nobody_yet(refusal))
        return _(LOG_IN_FIRST);
    const char *form = protocol_form(field->comment, refusal->arena);
    return arena_format(refusal->arena,
                        given ? _("%s: this will not do%s.%s%s")
                              : _("Something is missing here: %s%s.%s%s"),
                        label, write_aside(refusal, field), *form ? " " : "", form);
}

static const char *permission_denied(const struct refusal *refusal)
{
    const json_t *hello = session_hello(&refusal->command->client->session);
    const char *account = say_text(hello, "account");
    if (is_nobody_yet(refusal))
        return _(LOG_IN_FIRST);
    if (strcmp(account, "none") == 0)
        return _("You may not do this: the house does not know you at this computer. `kith` alone"
                 " says whom to ask.");
    if (say_has(json_object_get(hello, "roles"), "manager"))
        return _("You may not do this. Ask whoever runs this computer; `kith server methods` shows"
                 " what you may do.");
    return _("You may not do this. Ask the house's manager or an officer; `kith server methods`"
             " shows what you may do.");
}

static const char *unknown_method(const struct refusal *refusal)
{
    if (protocol_method(refusal->method, refusal->arena))
        return _("The daemon is older than this client, and does not know this yet. Install the"
                 " same version of both, then restart kithd.");
    return arena_format(refusal->arena, _("The daemon knows no method %s."), refusal->method);
}

static const char *wants_more(const struct refusal *refusal)
{
    (void)refusal;
    return _("This answers more than once. Add --more.");
}

static const char *house_needed(const struct refusal *refusal)
{
    const json_t *houses = json_object_get(refusal->parameters, "houses");
    if (json_array_size(houses) == 0)
        return _("There is no house here yet that is yours to act in. `kith` alone says how to"
                 " begin.");
    return arena_format(refusal->arena, _("%s Add --house and one of these: %s."),
                        say_text(refusal->parameters, "message"),
                        say_joined(refusal->arena, houses, ", "));
}

static const char *replace(const struct refusal *refusal, const char *text, const char *part,
                           const char *by)
{
    for (const char *found; (found = strstr(text, part));)
        text = arena_format(refusal->arena, "%.*s%s%s", (int)(found - text), text, by,
                            found + strlen(part));
    return text;
}

/* The daemon's sentence, with its dates as people say them: those that are fields besides, since
 * anything else may be a text of somebody's. */
static const char *say_dates(const struct refusal *refusal, const char *message)
{
    const char *name;
    json_t *value;
    civil_day today = session_today(&refusal->command->client->session);
    json_object_foreach ((json_t *)refusal->parameters, name, value) {
        const char *text = json_string_value(value);
        civil_day day;
        if (text && civil_parse(text, &day) == 0)
            message = replace(refusal, message, text, say_day(refusal->arena, text, today));
    }
    return message;
}

/* The daemon's own sentence; or the error as it came, from a daemon newer than this client. */
static const char *own_sentence(const struct refusal *refusal, const char *error)
{
    const char *message = say_dates(refusal, say_text(refusal->parameters, "message"));
    const char *nearest = say_text(refusal->parameters, "nearest");
    if (*message && *nearest)
        return arena_format(refusal->arena, _("%s Did you mean %s?"), message, nearest);
    if (*message)
        return message;
    char *json = refusal->parameters ? json_dumps(refusal->parameters, JSON_COMPACT) : NULL;
    const char *text = arena_format(refusal->arena, "%s %s", error, json ? json : "");
    free(json);
    return text;
}

enum outcome trouble_refusal(const struct command *command, const char *method,
                             const struct varlink_reply *reply)
{
    static const struct {
        const char *error;
        const char *(*sentence)(const struct refusal *refusal);
    } known[] = {
        {"org.kith.Server.HouseNeeded", house_needed},
        {"org.varlink.service.ExpectedMore", wants_more},
        {"org.varlink.service.InterfaceNotFound", unknown_method},
        {"org.varlink.service.InvalidParameter", invalid_parameter},
        {"org.varlink.service.MethodNotFound", unknown_method},
        {"org.varlink.service.MethodNotImplemented", unknown_method},
        {"org.varlink.service.PermissionDenied", permission_denied},
    };
    struct refusal refusal = {command, method, reply->parameters, command->arena};
    const char *sentence = NULL;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].error, reply->error) == 0)
            sentence = known[i].sentence(&refusal);
    trouble_say(command, "%s", sentence ? sentence : own_sentence(&refusal, reply->error));
    return OUTCOME_REFUSED;
}

/* --- The connection -------------------------------------------------------------------------- */

static const char *what_to_do(int failure)
{
    switch (failure) {
    case -ENOENT:
    case -ECONNREFUSED:
        return _("It is not running. Start it with: systemctl start kithd.socket");
    case -EACCES:
        return _("You are not in the group kith. Ask whoever runs this computer:"
                 " usermod -aG kith YOUR-NAME, then log in again.");
    case -EAGAIN:
        return _("It is busy. Try again in a moment.");
    case -ECONNRESET:
        return _("It hung up. Try again, and look at: journalctl -u kithd");
    case -ETIMEDOUT:
        return _("It did not answer within a minute. Look at: journalctl -u kithd");
    case -EPROTO:
        return _("What answers there does not speak kith's language.");
    default:
        return strerror(-failure);
    }
}

enum outcome trouble_connection(const struct command *command, int failure)
{
    const struct client *client = command->client;
    if (client->host && failure == -EINVAL)
        trouble_say(command, _("No computer is called \"%s\"."), client->host);
    else if (client->host)
        trouble_say(command, _("The daemon on %s cannot be reached. Try: ssh %s kith status"),
                    client->host, client->host);
    else
        trouble_say(command, _("The daemon at %s cannot be reached. %s"), client->socket_path,
                    what_to_do(failure));
    return OUTCOME_UNREACHED;
}
