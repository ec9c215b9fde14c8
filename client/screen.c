#include "client/screen.h"

#include <libsmartcols/libsmartcols.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/language.h"
#include "client/say.h"

void screen_say(const struct screen *screen, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0)
        abort();
    fprintf(screen->out, "%s\n", say_safe(screen->arena, text));
    explicit_bzero(text, (size_t)length);
    free(text);
}

void screen_json(const struct screen *screen, const json_t *reply)
{
    char *text = json_dumps(reply, JSON_COMPACT);
    fprintf(screen->out, "%s\n", text ? say_safe(screen->arena, text) : "{}");
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

/* --- Tables ---------------------------------------------------------------------------------- */

/* libsmartcols fails only where memory is gone, and then there is nothing to print. */
static struct libscols_table *new_table(const struct screen *screen)
{
    struct libscols_table *table = scols_new_table();
    if (!table)
        abort();
    scols_table_set_stream(table, screen->out);
    scols_table_enable_colors(table, screen->colour);
    scols_table_set_termforce(table,
                              screen->terminal ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
    if (screen->width > 0)
        scols_table_set_termwidth(table, (size_t)screen->width);
    return table;
}

static void add_column(const struct screen *screen, struct libscols_table *table,
                       const char *heading, bool wraps, int flags)
{
    /* Only a terminal has an edge at which to wrap. */
    struct libscols_column *column = scols_table_new_column(
        table, heading, 0, screen->terminal && wraps ? SCOLS_FL_WRAP | flags : flags);
    if (!column)
        abort();
    if (screen->colour)
        scols_cell_set_color(scols_column_get_header(column), "bold");
}

/* A cell of several lines takes several rows, in which the others stay empty. */
static void add_row(const struct screen *screen, struct libscols_table *table,
                    const char *const *cells, size_t count)
{
    const char **rest = arena_array(screen->arena, count, sizeof *rest);
    memcpy(rest, cells, count * sizeof *rest);
    for (bool more = true; more;) {
        struct libscols_line *line = scols_table_new_line(table, NULL);
        if (!line)
            abort();
        more = false;
        for (size_t i = 0; i < count; i++) {
            size_t length = strcspn(rest[i], "\n");
            const char *text = arena_copy(screen->arena, rest[i], length);
            scols_line_set_data(line, i, say_safe(screen->arena, text));
            rest[i] += length + (rest[i][length] == '\n');
            more |= *rest[i] != '\0';
        }
    }
}

static void print_table(struct libscols_table *table)
{
    scols_print_table(table);
    scols_unref_table(table);
}

static const char *cell_text(const struct screen *screen, const json_t *row,
                             const struct column *column)
{
    struct arena *arena = screen->arena;
    const json_t *value = json_object_get(row, column->member);
    const char *text = say_text(row, column->member);
    switch (column->kind) {
    case COLUMN_NUMBER:
        return json_is_integer(value)
                   ? arena_format(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value))
                   : "";
    case COLUMN_DAY:
        return say_day(arena, text, screen->today);
    case COLUMN_INSTANT:
        return say_instant(arena, text, screen->today);
    case COLUMN_CLOCK:
        return say_clock(arena, text, say_text(row, "on"));
    case COLUMN_AGE:
        return json_is_integer(value) ? say_age(arena, json_integer_value(value)) : "";
    case COLUMN_TIME:
        return say_time(arena, text);
    case COLUMN_YES:
        return json_is_true(value) ? _("yes") : "";
    case COLUMN_LIST:
        return say_list(arena, value);
    case COLUMN_TEXT:
        break;
    }
    return text;
}

/* Writes the table's cells, and into `used` whether a column has any text. */
static const char **fill_cells(const struct screen *screen, const json_t *rows,
                               const struct column *columns, size_t count, bool *used)
{
    size_t row_count = json_array_size(rows);
    const char **cells = arena_array(screen->arena, row_count * count, sizeof *cells);
    for (size_t r = 0; r < row_count; r++)
        for (size_t c = 0; c < count; c++) {
            const char *text = cell_text(screen, json_array_get(rows, r), &columns[c]);
            cells[r * count + c] = text;
            used[c] |= *text != '\0';
        }
    return cells;
}

/* The column with the longest text: it alone wraps, so that no handle is cut in two. */
static size_t find_longest(const char *const *cells, size_t rows, size_t count)
{
    size_t longest = 0;
    size_t length = 0;
    for (size_t i = 0; i < rows * count; i++)
        if (strlen(cells[i]) > length) {
            length = strlen(cells[i]);
            longest = i % count;
        }
    return longest;
}

void screen_table(const struct screen *screen, const json_t *rows, const struct column *columns,
                  size_t count, const char *nothing)
{
    size_t row_count = json_array_size(rows);
    if (row_count == 0) {
        screen_say(screen, "%s", nothing);
        return;
    }
    bool *used = arena_array(screen->arena, count, sizeof *used);
    const char **row = arena_array(screen->arena, count, sizeof *row);
    const char **cells = fill_cells(screen, rows, columns, count, used);
    size_t longest = find_longest(cells, row_count, count);
    struct libscols_table *table = new_table(screen);
    for (size_t c = 0; c < count; c++)
        if (used[c])
            add_column(screen, table, _(columns[c].heading), c == longest,
                       columns[c].kind == COLUMN_NUMBER ? SCOLS_FL_RIGHT : 0);
    for (size_t r = 0; r < row_count; r++) {
        size_t shown = 0;
        for (size_t c = 0; c < count; c++)
            if (used[c])
                row[shown++] = cells[r * count + c];
        add_row(screen, table, row, shown);
    }
    print_table(table);
}

void screen_facts(const struct screen *screen, const struct fact *facts, size_t count)
{
    struct libscols_table *table = new_table(screen);
    scols_table_enable_noheadings(table, 1);
    add_column(screen, table, "", false, 0);
    add_column(screen, table, "", true, 0);
    for (size_t i = 0; i < count; i++)
        if (facts[i].value && *facts[i].value)
            add_row(screen, table, (const char *const[]){facts[i].label, facts[i].value}, 2);
    print_table(table);
}

void screen_grid(const struct screen *screen, const char *const *headings, size_t columns,
                 const char *const *cells, size_t rows, size_t marked)
{
    struct libscols_table *table = new_table(screen);
    for (size_t c = 0; c < columns; c++) {
        add_column(screen, table, headings[c], false, 0);
        struct libscols_column *column = scols_table_get_column(table, c);
        if (screen->colour && c == marked)
            scols_cell_set_color(scols_column_get_header(column), "reverse");
    }
    for (size_t r = 0; r < rows; r++)
        add_row(screen, table, &cells[r * columns], columns);
    print_table(table);
}
