/*
 * Who may do what, method by method: the rows and the rights, compared byte for byte with
 * tests/unit/rpc/access.table, which says what every letter means.
 *
 *     KITH_WRITE_TABLE=1 build/debug/tests/unit/rpc/access_test
 *
 * writes it anew, from the root of the tree. Read the difference before you keep it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/bytes.h"
#include "tests/unit/rpc/access.h"

enum { MAPLE = 1, OAK = 2, NO_HOUSE = 0 };

/* --- Cells: whether they may ------------------------------------------------------------------ */

/* Everything such a caller holds; at most four. */
static size_t held_by(const struct column *column, struct held_role held[static 4])
{
    size_t count = 0;
    held[count++] = (struct held_role){ROLE_ANYBODY, NO_HOUSE};
    if (is_person(column))
        held[count++] = (struct held_role){ROLE_PERSON, NO_HOUSE};
    if (column->standing == LIVES_HERE)
        held[count++] = (struct held_role){ROLE_RESIDENT, MAPLE};
    held[count++] =
        (struct held_role){column->role, column->standing == EVERYWHERE ? NO_HOUSE : MAPLE};
    return count;
}

static bool belongs(const struct column *column, int64_t house)
{
    if (column->standing == EVERYWHERE)
        return true;
    return house == MAPLE && column->role != ROLE_ANYBODY && column->role != ROLE_PERSON;
}

static bool may(const struct column *column, enum right right, enum situation situation)
{
    struct held_role held[4];
    size_t count = held_by(column, held);
    int64_t house = situation == OTHER_HOUSE ? OAK : MAPLE;
    struct rights rights = access_rights(held, count, house);
    enum relation relation = situation == SELF         ? RELATION_SELF
                             : !belongs(column, house) ? RELATION_OTHER
                             : situation == FORMER     ? RELATION_FORMER
                                                       : RELATION_HOUSE;
    return access_allows(&rights, right, relation);
}

static const char *acts_on(const struct row *row)
{
    if (!row->target)
        return "daemon";
    return row->target == &target_self ? "self" : row->target->kind;
}

/* Whether the method can be called so at all: a house has no self and does not move out. */
static bool applies(const struct row *row, const struct column *column, enum situation situation)
{
    if (situation == SELF && !is_person(column))
        return false;
    if (row->target == &target_self)
        return situation == SELF;
    if (row->target && strcmp(row->target->kind, "person") == 0)
        return true;
    return row->target ? situation == SAME_HOUSE || situation == OTHER_HOUSE
                       : situation == OTHER_HOUSE;
}

static const char *short_name(const struct row *row)
{
    return strrchr(row->method->name, '.') + 1;
}

/* --- The table ------------------------------------------------------------------------------ */

static const char legend[] =
    "# Who may call what. access_test.c compares this with the rows and the rights, and writes\n"
    "# it anew with KITH_WRITE_TABLE=1; access_walk_test.c asks a whole daemon every cell, by\n"
    "# callers who are one of these, and by callers who are two.\n"
    "#\n"
    "#   s  oneself, or one's own\n"
    "#   h  the house one belongs to, and somebody who lives there\n"
    "#   o  another house, and somebody who lives there; or the daemon, which stands in none\n"
    "#   f  somebody who has left the house one belongs to\n"
    "#   -  nobody and nothing\n"
    "#\n"
    "# A column is a caller who is that and nothing else: anybody has no account; root is the\n"
    "# operator of every house; kiosk is the shared computer before somebody logs in; a person\n"
    "# has an account and no role. All from the resident on are persons too, and whoever holds an\n"
    "# office lives in the house.\n"
    "#\n"
    "# At the end stand the right that the method asks for and, where it names somebody or\n"
    "# something, the one without which what is refused reads as if it were not there. Who has\n"
    "# that one is told in the last part.\n";

static void write_text(struct bytes *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void write_text(struct bytes *out, const char *format, ...)
{
    char line[256];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    assert_in_range(length, 0, sizeof line - 1);
    bytes_add(out, line, (size_t)length);
}

static void write_heading(struct bytes *out, const char *part)
{
    write_text(out, "\n%-33s", part);
    for (size_t c = 0; c < COUNT(columns); c++)
        write_text(out, " %-4.4s", column_name(&columns[c]));
    write_text(out, "\n");
}

/* Who has that right towards what the row is about. */
static void write_cells(struct bytes *out, const char *name, const struct row *row,
                        enum right right)
{
    write_text(out, "  %-23s %-7s", name, acts_on(row));
    for (size_t c = 0; c < COUNT(columns); c++) {
        char cell[SITUATIONS + 1] = "";
        size_t length = 0;
        for (int s = 0; s < SITUATIONS; s++) {
            enum situation situation = (enum situation)s;
            if (applies(row, &columns[c], situation) && may(&columns[c], right, situation))
                cell[length++] = letters[situation];
        }
        write_text(out, " %-4s", length ? cell : "-");
    }
}

/* What is not named is refused, never missing. */
static bool names_something(const struct row *row)
{
    return row->target && row->target->parameter;
}

static void write_row(struct bytes *out, const struct row *row)
{
    write_cells(out, short_name(row), row, row->right);
    write_text(out, " %-12s %s\n", right_name(row->right),
               names_something(row) ? right_name(row->target->see) : "-");
}

/* Once for each right that anything needs to be known of. */
static void write_may_know(struct bytes *out)
{
    bool written[RIGHTS] = {false};
    write_heading(out, MAY_KNOW);
    for (const struct noun *const *noun = nouns; *noun; noun++)
        for (size_t i = 0; i < (*noun)->row_count; i++) {
            const struct row *row = &(*noun)->rows[i];
            if (!names_something(row) || written[row->target->see])
                continue;
            written[row->target->see] = true;
            write_cells(out, right_name(row->target->see), row, row->target->see);
            write_text(out, " %-12s -\n", right_name(row->target->see));
        }
}

static void write_table(struct bytes *out)
{
    bytes_add(out, legend, strlen(legend));
    for (const struct noun *const *noun = nouns; *noun; noun++) {
        write_heading(out, (*noun)->interface);
        for (size_t i = 0; i < (*noun)->row_count; i++)
            write_row(out, &(*noun)->rows[i]);
    }
    write_may_know(out);
}

static void read_table(struct bytes *out)
{
    char part[4096];
    FILE *file = fopen(TABLE, "r");
    if (!file)
        fail_msg("%s is not there; run this from the root of the tree", TABLE);
    for (size_t length; (length = fread(part, 1, sizeof part, file)) > 0;)
        bytes_add(out, part, length);
    (void)fclose(file);
}

/* The line on which the two part, so that one need not look for it. */
static void compare(const struct bytes *made, const struct bytes *read)
{
    size_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < made->length && i < read->length; i++) {
        if (made->data[i] != read->data[i])
            fail_msg(
                "%s line %zu: there\n%.*s\nbut the daemon has\n%.*s\nWith KITH_WRITE_TABLE=1 this"
                " test writes the table anew, for you to read.",
                TABLE, line, (int)strcspn(read->data + start, "\n"), read->data + start,
                (int)strcspn(made->data + start, "\n"), made->data + start);
        if (made->data[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    assert_int_equal(made->length, read->length);
}

/* issue 2: "compares with a table that a person can read" */
static void every_method_role_and_relation_is_as_the_table_says(void **state)
{
    (void)state;
    struct bytes made = {0};
    struct bytes read = {0};
    write_table(&made);
    if (getenv("KITH_WRITE_TABLE")) {
        FILE *file = fopen(TABLE, "w");
        assert_non_null(file);
        assert_int_equal(fwrite(made.data, 1, made.length, file), made.length);
        assert_int_equal(fclose(file), 0);
    }
    read_table(&read);
    bytes_add(&made, "", 1);
    bytes_add(&read, "", 1);
    compare(&made, &read);
    bytes_clear(&made);
    bytes_clear(&read);
}

static void every_role_and_office_has_a_column(void **state)
{
    (void)state;
    for (int role = 0; role < ROLES; role++) {
        size_t found = 0;
        for (size_t c = 0; c < COUNT(columns); c++)
            found += columns[c].role == (enum role)role;
        assert_int_equal(found, role == ROLE_OPERATOR ? 2 : 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_role_and_relation_is_as_the_table_says),
        cmocka_unit_test(every_role_and_office_has_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
