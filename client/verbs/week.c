/* The week: a grid of days on a terminal, a line for each assignment elsewhere. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

enum { DAYS = 7, COLUMNS = DAYS + 1, GRID_WIDTH_LEAST = 60 };

/* A week being laid out: a row for each chore. */
struct grid {
    const struct screen *screen;
    civil_day monday;
    bool is_one_persons;
    const char **cells; /* COLUMNS to a row, the first of them the chore */
    size_t rows;
};

/* Who has it, or for one's own week by when; and how it stands. */
static const char *write_cell(const struct grid *grid, const json_t *assignment)
{
    struct arena *arena = grid->screen->arena;
    const char *state = say_text(assignment, "state");
    const char *person = say_text(assignment, "person");
    bool is_open = strcmp(state, "open") == 0;
    const char *text = *person ? person : is_open ? "" : _("(left)");
    if (grid->is_one_persons)
        text = say_clock(arena, say_text(assignment, "dueAt"), say_text(assignment, "on"));
    if (strcmp(state, "planned") == 0)
        return text;
    return arena_format(arena, "%s%s%s", text, *text ? " " : "",
                        strcmp(state, "done") == 0 ? "✓" : shared_state(state));
}

static const char **find_row(struct grid *grid, const char *chore)
{
    for (size_t i = 0; i < grid->rows; i++)
        if (strcmp(grid->cells[i * COLUMNS], chore) == 0)
            return &grid->cells[i * COLUMNS];
    const char **row = &grid->cells[grid->rows++ * COLUMNS];
    row[0] = chore;
    for (size_t i = 1; i < COLUMNS; i++)
        row[i] = "";
    return row;
}

static void place(struct grid *grid, const json_t *assignment)
{
    civil_day on;
    if (civil_parse(say_text(assignment, "on"), &on) < 0 || on < grid->monday ||
        on >= grid->monday + DAYS)
        return;
    const char **cell = find_row(grid, say_text(assignment, "chore")) + 1 + (on - grid->monday);
    const char *text = write_cell(grid, assignment);
    *cell = **cell ? arena_format(grid->screen->arena, "%s\n%s", *cell, text) : text;
}

static void print_grid(const struct screen *screen, const json_t *assignments, civil_day monday,
                       bool is_one_persons)
{
    size_t count = json_array_size(assignments);
    const char *headings[COLUMNS] = {_("CHORE")};
    struct grid grid = {screen, monday, is_one_persons,
                        arena_array(screen->arena, count * COLUMNS, sizeof(char *)), 0};
    for (int i = 0; i < DAYS; i++) {
        char date[CIVIL_DATE_SIZE];
        civil_format(monday + i, date);
        /* "Fri 27" of "Fri 27 Nov": the month stands above. */
        const char *day = say_day(screen->arena, date, monday + i);
        headings[i + 1] = arena_copy(screen->arena, day, strlen(day) - 4);
    }
    for (size_t i = 0; i < count; i++)
        place(&grid, json_array_get(assignments, i));
    bool is_this_week = screen->today >= monday && screen->today < monday + DAYS;
    screen_grid(screen, headings, COLUMNS, grid.cells, grid.rows,
                is_this_week ? (size_t)(screen->today - monday) + 1 : COLUMNS);
}

static void print_list(const struct screen *screen, const json_t *assignments)
{
    static const struct column columns[] = {
        {"on", N_("DAY"), COLUMN_DAY},       {"dueAt", N_("BY"), COLUMN_CLOCK},
        {"chore", N_("CHORE"), COLUMN_TEXT}, {"person", N_("WHO"), COLUMN_TEXT},
        {"state", N_("STATE"), COLUMN_TEXT}, {"first", N_("FIRST GIVEN TO"), COLUMN_TEXT},
    };
    json_t *rows = json_deep_copy(assignments);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        json_object_set_new(row, "state", json_string(shared_state(say_text(row, "state"))));
    }
    screen_table(screen, rows, columns, COUNT(columns), "");
    json_decref(rows);
}

void chore_show_week(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const json_t *assignments = json_object_get(reply, "assignments");
    const char *from = say_text(reply, "from");
    const char *person = say_text(asked, "person");
    civil_day monday;
    const char *until = say_day(screen->arena, say_text(reply, "until"), screen->today);
    const char *whose =
        *person ? arena_format(screen->arena, _("%s's week"), say_name(screen->arena, person))
                : _("The week");
    screen_say(screen, _("%s, %s to %s"), whose, say_day(screen->arena, from, screen->today),
               until);
    if (json_array_size(assignments) == 0)
        screen_say(screen, "%s", _("Nothing is given out yet."));
    else if (screen->terminal && screen->width >= GRID_WIDTH_LEAST &&
             civil_parse(from, &monday) == 0)
        print_grid(screen, assignments, monday, *person != '\0');
    else
        print_list(screen, assignments);
}
