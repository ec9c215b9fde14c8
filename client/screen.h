#pragma once
/* Where people read: sentences, tables and the week. Nothing that comes through here can act on a
 * terminal. */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/arena.h"
#include "common/civil.h"

struct screen {
    struct arena *arena;
    FILE *out;
    bool terminal; /* somebody looks at it; else plain */
    bool colour;
    int width; /* columns of the terminal; 0 where nothing is known */
    civil_day today;
    int64_t now;    /* on the house's clock, as in session.h */
    const char *me; /* the caller's handle; "" where there is none */
};

/* Prints a sentence, and a newline. */
void screen_say(const struct screen *screen, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints a reply's parameters as one JSON object on a line of its own. */
void screen_json(const struct screen *screen, const json_t *reply);

enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER,
    COLUMN_DAY,
    COLUMN_INSTANT,
    COLUMN_CLOCK, /* the time of day of an instant, which is mostly on the row's day `on` */
    COLUMN_TIME,
    COLUMN_AGE,  /* seconds, in words */
    COLUMN_YES,  /* "yes" where it is true */
    COLUMN_LIST, /* several texts */
};

struct column {
    const char *member;
    const char *heading; /* N_() */
    enum column_kind kind;
};

/*
 * Prints a list of objects, a row each. A column that no row has anything in is left out. Where
 * the list is empty it says `nothing` instead.
 */
void screen_table(const struct screen *screen, const json_t *rows, const struct column *columns,
                  size_t count, const char *nothing);

/* A line of what is known about one thing. An empty value is not printed. */
struct fact {
    const char *label;
    const char *value;
};

void screen_facts(const struct screen *screen, const struct fact *facts, size_t count);

/*
 * A grid: `headings` and rows of as many texts, row by row. A cell may have several lines.
 * `marked` is the column to stand out, or `columns` for none.
 */
void screen_grid(const struct screen *screen, const char *const *headings, size_t columns,
                 const char *const *cells, size_t rows, size_t marked);
