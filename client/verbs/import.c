/* Bringing in a table that a house keeps today: read here, sent in rows, tried, then applied. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/language.h"
#include "client/say.h"
#include "client/trouble.h"
#include "client/verbs/shared.h"
#include "common/civil.h"
#include "common/csv.h"
#include "common/text.h"

/* What one call may carry: the daemon takes 200 rows, and 256 KiB in all. */
enum { BATCH_ROWS = 200, BATCH_BYTES = 128 << 10 };

/* A file on its way in. */
struct import {
    struct command *command;
    const char *path;
    struct csv_column columns[CSV_COLUMNS_MAX];
    size_t column_count;
    struct csv table;
};

/* Reads a whole file, at most CSV_FILE_MAX bytes: 0 or -errno. */
static int read_file(const char *path, struct bytes *ret)
{
    char piece[16384];
    ssize_t got;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -errno;
    while ((got = read(file, piece, sizeof piece)) > 0 && ret->length <= CSV_FILE_MAX)
        bytes_add(ret, piece, (size_t)got);
    int result = got < 0 ? -errno : ret->length > CSV_FILE_MAX ? -EFBIG : 0;
    explicit_bzero(piece, sizeof piece);
    close(file);
    return result;
}

/* Reads 1 to `most` digits and steps over them; -1 where there are none, or more. */
static int read_digits(const char **text, int most)
{
    int number = 0;
    int count = 0;
    for (; isdigit((unsigned char)**text) && count < most; count++)
        number = number * 10 + *(*text)++ - '0';
    return count && !isdigit((unsigned char)**text) ? number : -1;
}

static bool read_slash(const char **text)
{
    return *(*text)++ == '/';
}

/* Spreadsheets in the USA write 11/27/2026. A cell that is just that is sent as 2026-11-27, and
 * anything else as it is. */
static const char *write_cell(const char *cell, struct arena *arena)
{
    const char *at = cell;
    civil_day date;
    int month = read_digits(&at, 2);
    if (month < 0 || !read_slash(&at))
        return cell;
    int day = read_digits(&at, 2);
    if (day < 0 || !read_slash(&at))
        return cell;
    int year = read_digits(&at, 4);
    if (*at || year < CIVIL_YEAR_FIRST || civil_from_ymd(year, month, day, &date) < 0)
        return cell;
    char *text = arena_alloc(arena, CIVIL_DATE_SIZE);
    civil_format(date, text);
    return text;
}

static json_t *write_row(const struct import *import, const struct csv_row *row)
{
    json_t *fields = json_object();
    for (size_t i = 0; i < import->column_count; i++) {
        const char *cell = row->fields[i];
        if (cell && *cell)
            json_object_set_new(fields, import->columns[i].name,
                                json_string(write_cell(cell, import->command->arena)));
    }
    return json_pack("{sIso}", "line", (json_int_t)row->line, "fields", fields);
}

static enum outcome send_rows(const struct import *import, json_t *rows)
{
    json_t *reply = NULL;
    json_t *asked = json_pack("{sO}", "rows", rows);
    enum outcome outcome = command_call(import->command, "org.kith.Import.Add", asked, &reply);
    json_decref(asked);
    json_decref(reply);
    json_array_clear(rows);
    return outcome;
}

static enum outcome add_rows(const struct import *import)
{
    json_t *rows = json_array();
    size_t size = 0;
    enum outcome outcome = OUTCOME_DONE;
    for (size_t i = 0; outcome == OUTCOME_DONE && i < import->table.row_count; i++) {
        json_t *row = write_row(import, &import->table.rows[i]);
        size_t row_size = json_dumpb(row, NULL, 0, JSON_COMPACT) + 1;
        if (json_array_size(rows) == BATCH_ROWS || (size && size + row_size > BATCH_BYTES)) {
            outcome = send_rows(import, rows);
            size = 0;
        }
        json_array_append_new(rows, row);
        size += row_size;
    }
    if (outcome == OUTCOME_DONE && json_array_size(rows))
        outcome = send_rows(import, rows);
    json_decref(rows);
    return outcome;
}

/* --- Faults ---------------------------------------------------------------------------------- */

/* `FILE:line: column: message`, as editors and people look for it. */
static void print_fault(const struct import *import, long long line, const char *column,
                        const char *message)
{
    struct command *command = import->command;
    const char *text = arena_format(command->arena, "%s:%lld: %s%s%s", import->path, line, column,
                                    *column ? ": " : "", message);
    fprintf(command->client->err, "%s\n", say_safe(command->arena, text));
}

static enum outcome nothing_brought_in(const struct import *import)
{
    trouble_say(import->command, _("Nothing was brought in. Mend the lines above and try again."));
    return OUTCOME_REFUSED;
}

/* The fields that the daemon would not even take; their number. */
static size_t check_fields(const struct import *import, const struct csv_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < import->column_count; i++)
        if (row->fields[i] && !text_is_clean(row->fields[i], true)) {
            print_fault(import, (long long)row->line, import->columns[i].name,
                        _("There is a character in it that cannot be printed."));
            count++;
        }
    return count;
}

static enum outcome check_table(const struct import *import)
{
    const struct csv *table = &import->table;
    size_t count = table->fault_count;
    for (size_t i = 0; i < table->fault_count; i++)
        print_fault(import, (long long)table->faults[i].line, "", _(table->faults[i].message));
    for (size_t i = 0; i < table->row_count; i++)
        count += check_fields(import, &table->rows[i]);
    return count ? nothing_brought_in(import) : OUTCOME_DONE;
}

static bool is_trial(const struct import *import)
{
    return command_has(import->command, "dry-run");
}

static enum outcome check_rows(const struct import *import)
{
    struct screen screen = command_screen(import->command);
    json_t *reply = NULL;
    enum outcome outcome = command_call(import->command, "org.kith.Import.Check", NULL, &reply);
    const json_t *faults = json_object_get(reply, "faults");
    size_t count = json_array_size(faults);
    for (size_t i = 0; i < count; i++) {
        const json_t *fault = json_array_get(faults, i);
        print_fault(import, say_number(fault, "line"), say_text(fault, "column"),
                    say_text(fault, "message"));
    }
    if (outcome == OUTCOME_DONE && !count && is_trial(import) &&
        command_has(import->command, "json"))
        screen_json(&screen, reply);
    json_decref(reply);
    return count ? nothing_brought_in(import) : outcome;
}

/* --- The steps ------------------------------------------------------------------------------- */

static enum outcome begin(struct import *import, const char *kind)
{
    struct command *command = import->command;
    json_t *asked = NULL;
    json_t *reply = NULL;
    enum outcome outcome = command_parameters(command, &asked);
    if (outcome != OUTCOME_DONE)
        return outcome;
    json_object_set_new(asked, "kind", json_string(kind));
    outcome = command_call(command, command->verb->method, asked, &reply);
    const json_t *columns = json_object_get(reply, "columns");
    int64_t needed = say_number(reply, "needed");
    for (size_t i = 0; i < json_array_size(columns) && i < CSV_COLUMNS_MAX; i++) {
        const char *name = json_string_value(json_array_get(columns, i));
        import->columns[import->column_count++] =
            (struct csv_column){arena_text(command->arena, name ? name : "?"), (int64_t)i < needed};
    }
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

static enum outcome apply(const struct import *import)
{
    struct screen screen = command_screen(import->command);
    size_t rows = import->table.row_count;
    json_t *reply = NULL;
    bool json = command_has(import->command, "json");
    if (is_trial(import)) {
        if (!json)
            screen_say(&screen,
                       ngettext("%zu row is right. Nothing was changed.",
                                "%zu rows are right. Nothing was changed.", rows),
                       rows);
        return OUTCOME_DONE;
    }
    enum outcome outcome = command_call(import->command, "org.kith.Import.Apply", NULL, &reply);
    if (outcome == OUTCOME_DONE && json)
        screen_json(&screen, reply);
    else if (outcome == OUTCOME_DONE)
        screen_say(&screen, ngettext("%zu row was brought in.", "%zu rows were brought in.", rows),
                   rows);
    json_decref(reply);
    return outcome;
}

static enum outcome run(struct command *command, const char *kind)
{
    struct import import = {.command = command, .path = command_given(command, "FILE")};
    struct bytes file = {0};
    int result = read_file(import.path, &file);
    enum outcome outcome =
        result < 0 ? trouble_file(command, import.path, result) : begin(&import, kind);
    if (outcome == OUTCOME_DONE) {
        import.table =
            csv_read(command->arena, file.data, file.length, import.columns, import.column_count);
        outcome = check_table(&import);
    }
    bytes_clear(&file);
    if (outcome == OUTCOME_DONE)
        outcome = add_rows(&import);
    if (outcome == OUTCOME_DONE)
        outcome = check_rows(&import);
    return outcome == OUTCOME_DONE ? apply(&import) : outcome;
}

enum outcome import_run_roster(struct command *command)
{
    return run(command, "roster");
}

enum outcome import_run_chores(struct command *command)
{
    return run(command, "chores");
}
