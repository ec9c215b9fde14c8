#pragma once
/* access.table as it stands on disk, for who wants to hold the daemon to it. Include cmocka first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rpc/access.h"

enum { LINES_MOST = 256, WORDS_MOST = 2 + COUNT(columns) + 2 };

struct table_line {
    char name[96]; /* the whole name of the method; may-know.people-see */
    char cells[COUNT(columns)][SITUATIONS + 1];
    char see[16]; /* the right to know of what is named; "-" where nothing is */
};

struct table {
    struct table_line lines[LINES_MOST];
    size_t count;
};

static inline size_t split(char *text, const char *words[static WORDS_MOST])
{
    size_t count = 0;
    for (char *word; (word = strsep(&text, " \n"));) {
        if (!*word)
            continue;
        assert_true(count < WORDS_MOST);
        words[count++] = word;
    }
    return count;
}

/* A part begins with its name and with what the columns are, in their order. */
static inline void check_heading(const char *const *words, size_t count)
{
    assert_int_equal(count, 1 + COUNT(columns));
    for (size_t c = 0; c < COUNT(columns); c++)
        assert_int_equal(strncmp(words[1 + c], column_name(&columns[c]), 4), 0);
}

static inline void read_line(struct table *table, const char *part, const char *const *words,
                             size_t count)
{
    assert_int_equal(count, WORDS_MOST);
    assert_true(table->count < LINES_MOST);
    struct table_line *line = &table->lines[table->count++];
    (void)snprintf(line->name, sizeof line->name, "%s.%s", part, words[0]);
    for (size_t c = 0; c < COUNT(columns); c++)
        (void)snprintf(line->cells[c], sizeof line->cells[c], "%s", words[2 + c]);
    (void)snprintf(line->see, sizeof line->see, "%s", words[count - 1]);
}

/* Freed by the caller. */
static inline struct table *table_read(void)
{
    char text[512];
    char part[64] = "";
    struct table *table = calloc(1, sizeof *table);
    assert_non_null(table);
    FILE *file = fopen(TABLE, "r");
    if (!file)
        fail_msg("%s is not there; run this from the root of the tree", TABLE);
    while (fgets(text, sizeof text, file)) {
        const char *words[WORDS_MOST];
        bool inside = text[0] == ' ';
        size_t count = text[0] == '#' ? 0 : split(text, words);
        if (count && inside)
            read_line(table, part, words, count);
        if (!count || inside)
            continue;
        check_heading(words, count);
        (void)snprintf(part, sizeof part, "%s", words[0]);
    }
    (void)fclose(file);
    return table;
}

/* The line of that method, or of that right in the part `may-know`. */
static inline const struct table_line *table_line(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->lines[i].name, name) == 0)
            return &table->lines[i];
    fail_msg("%s has no line for %s", TABLE, name);
    return NULL;
}

static inline const struct table_line *table_may_know(const struct table *table, const char *right)
{
    char name[96];
    (void)snprintf(name, sizeof name, MAY_KNOW ".%s", right);
    return table_line(table, name);
}
