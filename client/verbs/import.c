/* Bringing in a table that a house keeps today: read here, sent in rows, tried, then applied. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/language.h"
#include "client/say.h"
#include "client/slashed.h"
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
    bool has_dates[CSV_COLUMNS_MAX]; /* by the columns */
    size_t column_count;
    struct csv table;
    const char *doubtful; /* a date that might be read either way, and which way it was; or NULL */
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

/* A date as the daemon reads it, those with slashes as in the USA; anything else as it is. */
static const char *write_cell(const struct import *import, size_t column, const char *cell)
{
    const char *date = NULL;
    if (import->has_dates[column])
        date = slashed_date(cell, SLASHED_MONTH_FIRST, import->command->arena);
    return date ? date : cell;
}

static json_t *write_row(const struct import *import, const struct csv_row *row)
{
    json_t *fields = json_object();
    for (size_t i = 0; i < import->column_count; i++) {
        const char *cell = row->fields[i];
        if (cell && *cell)
            json_object_set_new(fields, import->columns[i].name,
                                json_string(write_cell(import, i, cell)));
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

/* A column as the file calls it; as the daemon does where the file has none. */
static const char *find_title(const struct import *import, const char *column)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (strcmp(import->columns[i].name, column) == 0 && import->table.titles[i])
            return import->table.titles[i];
    return column;
}

/* `FILE:line: column: message`, as editors and people look for it. */
static void print_fault(const struct import *import, long long line, const char *column,
                        const char *message)
{
    struct command *command = import->command;
    const char *title = find_title(import, column);
    const char *text = arena_format(command->arena, "%s:%lld: %s%s%s", import->path, line, title,
                                    *title ? ": " : "", message);
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

/*
 * The dates of one column: where one has its day in front the others may have too, so each such
 * is a fault. Where none tells, what they were taken for is told. The number of faults.
 */
static size_t check_dates(struct import *import, size_t column)
{
    struct arena *arena = import->command->arena;
    const char *doubtful = NULL;
    bool told = false;
    size_t count = 0;
    for (size_t i = 0; i < import->table.row_count; i++) {
        const struct csv_row *row = &import->table.rows[i];
        const char *cell = row->fields[column];
        const char *day_first = slashed_date(cell ? cell : "", SLASHED_DAY_FIRST, arena);
        const char *month_first = slashed_date(cell ? cell : "", SLASHED_MONTH_FIRST, arena);
        told = told || !day_first != !month_first;
        if (day_first && !month_first) {
            print_fault(import, (long long)row->line, import->columns[column].name,
                        arena_format(arena,
                                     _("%s has the day in front, but with slashes the month is read"
                                       " first. Write all dates of this column like %s."),
                                     cell, day_first));
            count++;
        } else if (!doubtful && day_first && month_first && strcmp(day_first, month_first) != 0) {
            doubtful = arena_format(
                arena, _("%s was read as %s, the month first. If it is %s, write it like %s."),
                cell, say_day(arena, month_first, CIVIL_DAY_FIRST),
                say_day(arena, day_first, CIVIL_DAY_FIRST), day_first);
        }
    }
    if (!told && !import->doubtful)
        import->doubtful = doubtful;
    return count;
}

static enum outcome check_table(struct import *import)
{
    const struct csv *table = &import->table;
    size_t count = table->fault_count;
    for (size_t i = 0; i < table->fault_count; i++)
        print_fault(import, (long long)table->faults[i].line, "", _(table->faults[i].message));
    for (size_t i = 0; i < table->row_count; i++)
        count += check_fields(import, &table->rows[i]);
    for (size_t i = 0; i < import->column_count; i++)
        count += import->has_dates[i] ? check_dates(import, i) : 0;
    if (table->has_unknown)
        trouble_say(import->command,
                    _("A column that is not to come in is left out with --ignore COLUMN,..."));
    return count ? nothing_brought_in(import) : OUTCOME_DONE;
}

static bool is_trial(const struct import *import)
{
    return command_has(import->command, "dry-run");
}

/* What the table would do, or has done, before the sentence that says so. */
static void show_findings(const struct import *import, const json_t *reply)
{
    struct screen screen = command_screen(import->command);
    const json_t *proposed = json_object_get(reply, "proposed");
    for (size_t i = 0; i < json_array_size(proposed); i++) {
        const json_t *proposal = json_array_get(proposed, i);
        screen_say(&screen, is_trial(import) ? _("%s will be %s.") : _("%s is %s."),
                   say_text(proposal, "name"), say_text(proposal, "handle"));
    }
    if (import->doubtful)
        screen_say(&screen, "%s", import->doubtful);
}

static void show_trial(const struct import *import, const json_t *reply)
{
    struct screen screen = command_screen(import->command);
    size_t rows = import->table.row_count;
    if (command_has(import->command, "json")) {
        screen_json(&screen, reply);
        return;
    }
    show_findings(import, reply);
    screen_say(&screen,
               ngettext("%zu row is right. Nothing was changed.",
                        "%zu rows are right. Nothing was changed.", rows),
               rows);
}

static enum outcome check_rows(const struct import *import)
{
    json_t *reply = NULL;
    enum outcome outcome = command_call(import->command, "org.kith.Import.Check", NULL, &reply);
    const json_t *faults = json_object_get(reply, "faults");
    size_t count = json_array_size(faults);
    for (size_t i = 0; i < count; i++) {
        const json_t *fault = json_array_get(faults, i);
        print_fault(import, say_number(fault, "line"), say_text(fault, "column"),
                    say_text(fault, "message"));
    }
    if (outcome == OUTCOME_DONE && !count && is_trial(import))
        show_trial(import, reply);
    json_decref(reply);
    return count ? nothing_brought_in(import) : outcome;
}

/* --- The steps ------------------------------------------------------------------------------- */

/* A list of texts, as a header wants it. */
static const char *const *read_names(const json_t *list, struct arena *arena)
{
    size_t count = json_array_size(list);
    const char **names = arena_array(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_array_get(list, i));
        names[i] = arena_text(arena, name ? name : "?");
    }
    return names;
}

static void add_column(struct import *import, const json_t *column)
{
    struct arena *arena = import->command->arena;
    size_t number = import->column_count++;
    import->has_dates[number] = json_is_true(json_object_get(column, "date"));
    import->columns[number] = (struct csv_column){
        .name = arena_text(arena, say_text(column, "name")),
        .required = json_is_true(json_object_get(column, "needed")),
        .part_of = arena_text(arena, json_string_value(json_object_get(column, "partOf"))),
        .synonyms = read_names(json_object_get(column, "synonyms"), arena),
    };
}

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
    for (size_t i = 0; i < json_array_size(columns) && i < CSV_COLUMNS_MAX; i++)
        add_column(import, json_array_get(columns, i));
    json_decref(asked);
    json_decref(reply);
    return outcome;
}

/* Reads the table, without the columns that --ignore names. */
static void read_table(struct import *import, const struct bytes *file)
{
    struct arena *arena = import->command->arena;
    const char *ignored[CSV_COLUMNS_MAX];
    struct csv_header header = {import->columns, import->column_count, ignored, 0};
    char *rest = arena_text(arena, command_given(import->command, "ignore"));
    for (char *name; header.ignored_count < CSV_COLUMNS_MAX && (name = strsep(&rest, ","));)
        if (!text_is_blank(name))
            ignored[header.ignored_count++] = name;
    import->table = csv_read(arena, file->data, file->length, &header);
}

static enum outcome apply(const struct import *import)
{
    struct screen screen = command_screen(import->command);
    size_t rows = import->table.row_count;
    json_t *reply = NULL;
    enum outcome outcome = command_call(import->command, "org.kith.Import.Apply", NULL, &reply);
    if (outcome == OUTCOME_DONE && command_has(import->command, "json")) {
        screen_json(&screen, reply);
    } else if (outcome == OUTCOME_DONE) {
        show_findings(import, reply);
        screen_say(&screen, ngettext("%zu row was brought in.", "%zu rows were brought in.", rows),
                   rows);
    }
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
        read_table(&import, &file);
        outcome = check_table(&import);
    }
    bytes_clear(&file);
    if (outcome == OUTCOME_DONE)
        outcome = add_rows(&import);
    if (outcome == OUTCOME_DONE)
        outcome = check_rows(&import);
    return outcome == OUTCOME_DONE && !is_trial(&import) ? apply(&import) : outcome;
}

enum outcome import_run_roster(struct command *command)
{
    return run(command, "roster");
}

enum outcome import_run_chores(struct command *command)
{
    return run(command, "chores");
}
