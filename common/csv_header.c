#include "common/csv_header.h"

#include <string.h>

#include "common/ascii.h"
#include "common/text.h"

enum { NAME_SHOWN_MAX = 40 };

struct matcher {
    struct arena *arena;
    const struct csv_header *known;
    const char *const *titles;
    size_t count;
    int *column_of;
    struct csv_messages messages;
    bool known_listed;
};

static void add_message(struct matcher *matcher, const char *message)
{
    matcher->messages.items[matcher->messages.count++] = message;
}

/* The next letter or digit of a name, small; NUL at its end. "Move-in date", "move in date:" and
 * "MOVE_IN_DATE" are one name. */
static char next_letter(const char **at)
{
    while (**at && !ascii_is_letter(**at) && !ascii_is_digit(**at) && (unsigned char)**at < 0x80)
        (*at)++;
    return **at ? ascii_lower(*(*at)++) : '\0';
}

static bool is_same_name(const char *one, const char *other)
{
    char letter;
    do {
        letter = next_letter(&one);
        if (letter != next_letter(&other))
            return false;
    } while (letter);
    return true;
}

static const char *plain_name(struct arena *arena, const char *typed)
{
    char *name = arena_alloc(arena, strlen(typed) + 1);
    for (size_t length = 0; (name[length] = next_letter(&typed));)
        length++;
    return name;
}

/* A name as people write it: moved_in becomes "moved in". */
static const char *say_name(struct arena *arena, const char *name)
{
    char *said = arena_text(arena, name);
    for (char *gap; (gap = strchr(said, '_'));)
        *gap = ' ';
    return said;
}

/* Whether a name that somebody else chose may stand in a sentence. */
static bool is_shown(const char *name)
{
    return strlen(name) <= NAME_SHOWN_MAX && text_is_clean(name, false);
}

/* What a column may be called: its name, then its synonyms; NULL behind them. */
static const char *column_name(const struct csv_column *column, size_t number)
{
    if (number == 0)
        return column->name;
    return column->synonyms ? column->synonyms[number - 1] : NULL;
}

/* The number of the known column that has this name, or CSV_UNKNOWN. */
static int find_known(const struct matcher *matcher, const char *title)
{
    const char *name;
    for (size_t i = 0; i < matcher->known->column_count; i++)
        for (size_t j = 0; (name = column_name(&matcher->known->columns[i], j)); j++)
            if (is_same_name(title, name))
                return (int)i;
    return CSV_UNKNOWN;
}

/* The known name, or synonym, that is most like this one; NULL where none is. */
static const char *find_nearest(const struct matcher *matcher, const char *title)
{
    const char *typed = plain_name(matcher->arena, title);
    const char *nearest = NULL;
    const char *pair[2] = {""}; /* the nearest so far, and the next */
    const char *name;
    for (size_t i = 0; i < matcher->known->column_count; i++)
        for (size_t j = 0; (name = column_name(&matcher->known->columns[i], j)); j++) {
            pair[1] = plain_name(matcher->arena, name);
            if (text_nearest(typed, pair, 2) != pair[1])
                continue;
            pair[0] = pair[1];
            nearest = say_name(matcher->arena, name);
        }
    return nearest;
}

/* " Known are name, bed and moved in.", the first time. */
static const char *list_known(struct matcher *matcher)
{
    const struct csv_header *known = matcher->known;
    const char *list = " Known are ";
    if (matcher->known_listed || known->column_count == 0)
        return "";
    matcher->known_listed = true;
    for (size_t i = 0; i < known->column_count; i++)
        list = arena_format(matcher->arena, "%s%s%s", list,
                            i == 0                        ? ""
                            : i + 1 < known->column_count ? ", "
                                                          : " and ",
                            say_name(matcher->arena, known->columns[i].name));
    return arena_format(matcher->arena, "%s.", list);
}

static int refuse_unknown(struct matcher *matcher, size_t index)
{
    const char *title = matcher->titles[index];
    const char *nearest = find_nearest(matcher, title);
    bool shown = is_shown(title);
    add_message(matcher,
                arena_format(matcher->arena,
                             "Column %zu%s%s%s has a name that is not known.%s%s%s%s", index + 1,
                             shown ? ", \"" : "", shown ? title : "", shown ? "\"," : "",
                             nearest ? " Is it \"" : "", nearest ? nearest : "",
                             nearest ? "\"?" : "", list_known(matcher)));
    return CSV_UNKNOWN;
}

static bool is_ignored(const struct matcher *matcher, const char *title)
{
    for (size_t i = 0; i < matcher->known->ignored_count; i++)
        if (is_same_name(title, matcher->known->ignored[i]))
            return true;
    return false;
}

/* What the column of that index is, those before it being known. */
static int match_column(struct matcher *matcher, size_t index)
{
    const char *title = matcher->titles[index];
    if (text_is_blank(title))
        return CSV_UNNAMED;
    if (is_ignored(matcher, title))
        return CSV_IGNORED;
    int column = find_known(matcher, title);
    if (column == CSV_UNKNOWN)
        return refuse_unknown(matcher, index);
    for (size_t i = 0; i < index; i++) {
        if (matcher->column_of[i] != column)
            continue;
        const char *name = say_name(matcher->arena, matcher->known->columns[column].name);
        add_message(matcher, arena_format(matcher->arena,
                                          "Columns %zu and %zu are both \"%s\". One is enough.",
                                          i + 1, index + 1, name));
        return CSV_IGNORED;
    }
    return column;
}

/* Whether the file has that column, or some part of it. */
static bool has_column(const struct matcher *matcher, const struct csv_column *wanted)
{
    for (size_t i = 0; i < matcher->count; i++) {
        if (matcher->column_of[i] < 0)
            continue;
        const struct csv_column *column = &matcher->known->columns[matcher->column_of[i]];
        if (column == wanted || (column->part_of && strcmp(column->part_of, wanted->name) == 0))
            return true;
    }
    return false;
}

static void check_ignored(struct matcher *matcher)
{
    for (size_t i = 0; i < matcher->known->ignored_count; i++) {
        const char *name = matcher->known->ignored[i];
        bool found = false;
        for (size_t j = 0; !found && j < matcher->count; j++)
            found = matcher->column_of[j] == CSV_IGNORED && is_same_name(matcher->titles[j], name);
        if (!found)
            add_message(matcher,
                        arena_format(matcher->arena, "There is no column \"%s\" to leave out.",
                                     is_shown(name) ? name : "..."));
    }
}

struct csv_messages csv_header_match(struct arena *arena, const struct csv_header *known,
                                     const char *const *titles, size_t count, int *column_of)
{
    struct matcher matcher = {arena, known, titles, count, column_of, {0}, false};
    size_t most = count + known->column_count + known->ignored_count;
    matcher.messages.items = arena_array(arena, most, sizeof *matcher.messages.items);
    for (size_t i = 0; i < count; i++)
        column_of[i] = match_column(&matcher, i);
    for (size_t i = 0; i < known->column_count; i++)
        if (known->columns[i].required && !has_column(&matcher, &known->columns[i]))
            add_message(&matcher, arena_format(arena, "The column \"%s\" is missing.",
                                               say_name(arena, known->columns[i].name)));
    check_ignored(&matcher);
    return matcher.messages;
}
