/* kith chore export: all chores as a table, in the columns that `kith chore import` reads. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"
#include "common/bytes.h"
#include "common/csv.h"

/* A column of the table, and where an entry of the list has it. */
static const struct {
    const char *column;
    const char *member;
} columns[] = {
    {"handle", "handle"},
    {"name", "name"},
    {"area", "area"},
    {"schedule", "schedule"},
    {"starts_on", "startsOn"},
    {"due", "dueTime"},
    {"window", "windowMinutes"},
    {"effort", "effort"},
    {"list", "list"},
    {"people", "people"},
    {"rotation", "rotation"},
    {"hold_weeks", "holdWeeks"},
    {"holders", "holders"},
    {"looked_at_by", "lookedAtBy"},
    {"instructions", "instructions"},
};

/* Whether the house has said so; else an empty field says it better, now and when it comes in. */
static bool is_said(const json_t *chore, const char *member)
{
    if (strcmp(member, "schedule") == 0 || strcmp(member, "startsOn") == 0)
        return *say_text(chore, "rule") != '\0';
    if (strcmp(member, "list") == 0)
        return json_is_true(json_object_get(chore, "listNamed"));
    return true;
}

static const char *write_value(struct arena *arena, const json_t *value)
{
    const char *text = "";
    if (json_is_integer(value))
        return arena_format(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_string(value))
        return say_safe(arena, json_string_value(value));
    for (size_t i = 0; i < json_array_size(value); i++)
        text = arena_format(arena, "%s%s%s", text, i ? "," : "",
                            json_string_value(json_array_get(value, i)));
    return say_safe(arena, text);
}

static void write_row(struct arena *arena, struct bytes *table, const json_t *chore)
{
    for (size_t i = 0; i < COUNT(columns); i++) {
        const char *member = columns[i].member;
        if (i)
            bytes_add_byte(table, ',');
        csv_write_field(table, is_said(chore, member)
                                   ? write_value(arena, json_object_get(chore, member))
                                   : "");
    }
    bytes_add(table, "\r\n", 2);
}

static void write_table(const struct screen *screen, const json_t *chores)
{
    struct bytes table = {0};
    for (size_t i = 0; i < COUNT(columns); i++) {
        if (i)
            bytes_add_byte(&table, ',');
        csv_write_field(&table, columns[i].column);
    }
    bytes_add(&table, "\r\n", 2);
    for (size_t i = 0; i < json_array_size(chores); i++)
        write_row(screen->arena, &table, json_array_get(chores, i));
    fwrite(table.data, 1, table.length, screen->out);
    bytes_clear(&table);
}

enum outcome chore_run_export(struct command *command)
{
    json_t *asked = NULL;
    json_t *reply = NULL;
    const char *format = command_given(command, "format");
    bool is_json = command_has(command, "json") || (format && strcmp(format, "json") == 0);
    if (format && !is_json && strcmp(format, "csv") != 0)
        return trouble_usage(command, _("A format is csv or json."));
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome == OUTCOME_DONE)
        outcome = command_call_all(command, command->verb->method, asked, &reply);
    if (outcome == OUTCOME_DONE) {
        struct screen screen = command_screen(command);
        if (is_json)
            screen_json(&screen, reply);
        else
            write_table(&screen, json_object_get(reply, "chores"));
    }
    json_decref(asked);
    json_decref(reply);
    return outcome;
}
