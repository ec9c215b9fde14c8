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

#define TABLE "tests/unit/rpc/access.table"

static const char *short_name(const struct row *row)
{
    return strrchr(row->method->name, '.') + 1;
}

/* --- The table ------------------------------------------------------------------------------ */

static const char legend[] =
    "# Who may call what. access_test.c compares this with the rows and the rights, and writes\n"
    "# it anew with KITH_WRITE_TABLE=1; access_walk_test.c asks a whole daemon every cell.\n"
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
    "# office lives in the house. At the end stands the right that the method asks for.\n";

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

static void write_row(struct bytes *out, const struct row *row)
{
    write_text(out, "  %-23s %-7s", short_name(row), acts_on(row));
    for (size_t c = 0; c < COUNT(columns); c++) {
        char cell[SITUATIONS + 1] = "";
        size_t length = 0;
        for (int situation = 0; situation < SITUATIONS; situation++)
            if (allowed(row, &columns[c], (enum situation)situation))
                cell[length++] = letters[situation];
        write_text(out, " %-4s", length ? cell : "-");
    }
    write_text(out, " %s\n", right_name(row->right));
}

static void write_table(struct bytes *out)
{
    bytes_add(out, legend, strlen(legend));
    for (const struct noun *const *noun = nouns; *noun; noun++) {
        write_text(out, "\n%-33s", (*noun)->interface);
        for (size_t c = 0; c < COUNT(columns); c++)
            write_text(out, " %-4.4s", column_name(&columns[c]));
        write_text(out, "\n");
        for (size_t i = 0; i < (*noun)->row_count; i++)
            write_row(out, &(*noun)->rows[i]);
    }
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
            fail_msg("%s line %zu: there\n%.*s\nbut the daemon has\n%.*s", TABLE, line,
                     (int)strcspn(read->data + start, "\n"), read->data + start,
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

/* --- Pairs ---------------------------------------------------------------------------------- */

static struct rights rights_of(const struct held_role *held, size_t count, int64_t house)
{
    return access_rights(held, count, house);
}

/* The two held by one person: each method is open to the pair where it is to one of them. */
static void try_pair(const struct row *row, const struct held_role *one,
                     const struct held_role *other)
{
    static const int64_t houses[] = {NO_HOUSE, MAPLE, OAK};
    struct held_role pair[] = {*one, *other};
    for (size_t h = 0; h < COUNT(houses); h++) {
        struct rights both = rights_of(pair, 2, houses[h]);
        struct rights first = rights_of(one, 1, houses[h]);
        struct rights second = rights_of(other, 1, houses[h]);
        for (int r = 0; r < RELATIONS; r++) {
            enum relation relation = (enum relation)r;
            bool expected = access_allows(&first, row->right, relation) ||
                            access_allows(&second, row->right, relation);
            if (access_allows(&both, row->right, relation) != expected)
                fail_msg("%s by %s and %s", row->method->name, role_name(one->role),
                         role_name(other->role));
        }
    }
}

/* issue 2: "every method x every role, office and allowed pair" */
static void an_allowed_pair_may_do_what_either_may_and_no_more(void **state)
{
    (void)state;
    size_t pairs = 0;
    for (int one = 0; one < ROLES; one++)
        for (int other = 0; other < one; other++) {
            if (!access_may_combine((enum role)one, (enum role)other))
                continue;
            const struct held_role first = {(enum role)one, MAPLE};
            const struct held_role here = {(enum role)other, MAPLE};
            const struct held_role elsewhere = {(enum role)other, OAK};
            for (const struct noun *const *noun = nouns; *noun; noun++)
                for (size_t i = 0; i < (*noun)->row_count; i++) {
                    try_pair(&(*noun)->rows[i], &first, &here);
                    try_pair(&(*noun)->rows[i], &first, &elsewhere);
                }
            pairs++;
        }
    assert_int_equal(pairs, ROLES * (ROLES - 1) / 2 - 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_role_and_relation_is_as_the_table_says),
        cmocka_unit_test(every_role_and_office_has_a_column),
        cmocka_unit_test(an_allowed_pair_may_do_what_either_may_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
