#include "common/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The test's file: a name, perhaps in two parts, a bed and a day of moving in. */
enum { NAME, BED, MOVED_IN, FIRST, LAST };

static const char *const residents[] = {"resident", "full name", NULL};
static const char *const rooms[] = {"room", "bed number", NULL};
static const char *const dates[] = {"move in date", "date in", NULL};
static const struct csv_column columns[] = {
    {"name", true, NULL, residents},    {"bed", false, NULL, rooms},
    {"moved_in", true, NULL, dates},    {"first_name", false, "name", NULL},
    {"last_name", false, "name", NULL},
};

struct fixture {
    struct arena arena;
    struct csv csv;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_clear(&fixture->arena);
    free(fixture);
    return 0;
}

static void read_bytes(struct fixture *fixture, const char *data, size_t length)
{
    const struct csv_header header = {columns, COUNT(columns), NULL, 0};
    fixture->csv = csv_read(&fixture->arena, data, length, &header);
}

/* Reads a file without some of its columns. */
static void read_without(struct fixture *fixture, const char *text, const char *const *ignored,
                         size_t count)
{
    const struct csv_header header = {columns, COUNT(columns), ignored, count};
    fixture->csv = csv_read(&fixture->arena, text, strlen(text), &header);
}

/* Reads a file in which nothing is wrong. */
static void read_good(struct fixture *fixture, const char *text)
{
    read_bytes(fixture, text, strlen(text));
    if (fixture->csv.fault_count)
        fail_msg("line %zu: %s", fixture->csv.faults[0].line, fixture->csv.faults[0].message);
}

/* Reads a file of one fault, on this line and with these words in it. */
static void read_bad(struct fixture *fixture, const char *text, size_t line, const char *words)
{
    read_bytes(fixture, text, strlen(text));
    assert_int_equal(fixture->csv.fault_count, 1);
    assert_int_equal(fixture->csv.faults[0].line, line);
    if (!strstr(fixture->csv.faults[0].message, words))
        fail_msg("not said: %s", fixture->csv.faults[0].message);
}

static void assert_row(const struct fixture *fixture, size_t index, size_t line, const char *name,
                       const char *bed, const char *moved_in)
{
    assert_true(index < fixture->csv.row_count);
    const struct csv_row *row = &fixture->csv.rows[index];
    assert_int_equal(row->line, line);
    assert_string_equal(row->fields[NAME], name);
    if (bed)
        assert_string_equal(row->fields[BED], bed);
    else
        assert_null(row->fields[BED]);
    assert_string_equal(row->fields[MOVED_IN], moved_in);
}

static void a_plain_file_is_read(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "name,bed,moved_in\nMike,2,2026-11-01\nAnn,,2026-11-02\n");
    assert_int_equal(fixture->csv.row_count, 2);
    assert_row(fixture, 0, 2, "Mike", "2", "2026-11-01");
    assert_row(fixture, 1, 3, "Ann", "", "2026-11-02");
}

static void every_line_end_and_none_at_the_last_line_will_do(void **state)
{
    struct fixture *fixture = *state;
    static const char *const files[] = {
        "name,moved_in\nMike,a\nAnn,b\n",       "name,moved_in\nMike,a\nAnn,b",
        "name,moved_in\r\nMike,a\r\nAnn,b\r\n", "name,moved_in\r\nMike,a\r\nAnn,b",
        "name,moved_in\rMike,a\rAnn,b\r",       "name,moved_in\rMike,a\rAnn,b",
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        read_good(fixture, files[i]);
        assert_int_equal(fixture->csv.row_count, 2);
        assert_row(fixture, 0, 2, "Mike", NULL, "a");
        assert_row(fixture, 1, 3, "Ann", NULL, "b");
    }
}

/* issue 2: "UTF-8 with or without BOM" */
static void a_byte_order_mark_is_passed_over(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "\xEF\xBB\xBFname,moved_in\r\nZo\xC3\xAB,a\r\n");
    assert_row(fixture, 0, 2, "Zo\xC3\xAB", NULL, "a");
    read_good(fixture, "\xEF\xBB\xBF\"name\",\"moved_in\"\r\nMike,a\r\n");
    assert_row(fixture, 0, 2, "Mike", NULL, "a");
}

static void the_header_tells_what_stands_between_fields(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "name;bed;moved_in\nMike, the first;2;a\n");
    assert_row(fixture, 0, 2, "Mike, the first", "2", "a");
    read_good(fixture, "name\tbed\tmoved_in\nMike; x, y\t\ta\n");
    assert_row(fixture, 0, 2, "Mike; x, y", "", "a");
    read_good(fixture, "\n\"name\";moved_in\nMike,a;b\n");
    assert_row(fixture, 0, 3, "Mike,a", NULL, "b");
    /* A separator inside quotes does not count. */
    read_bad(fixture, "name;moved_in;\"a,b,c\"\nMike;a;\n", 1, "Column 3, \"a,b,c\", has a name");
}

static void quoted_fields_hold_quotes_separators_and_newlines(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "name,bed,moved_in\n"
                       "\"Mike \"\"Red\"\" Hill, \",\"\",\"one\r\ntwo\rthree\nfour\"\n"
                       "Ann,\"\"\"\",b\n");
    assert_int_equal(fixture->csv.row_count, 2);
    assert_row(fixture, 0, 2, "Mike \"Red\" Hill, ", "", "one\ntwo\nthree\nfour");
    assert_row(fixture, 1, 6, "Ann", "\"", "b");
}

static void blanks_around_fields_are_dropped_but_not_inside_quotes(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, " name , bed,moved_in\n  Mike Hill  ,\t 2 , \" a \" \n");
    assert_row(fixture, 0, 2, "Mike Hill", "2", " a ");
}

/* issue 2: "header names in any order" */
static void columns_stand_in_any_order_under_any_spelling(void **state)
{
    struct fixture *fixture = *state;
    static const char *const headers[] = {
        "Moved In,NAME",      "moved-in,Name", " MOVED_IN ,name",     "\"moved\nin\",name",
        "moved  - in_,-name", "MovedIn,Name*", "Moved in:,\"(name)\""};
    for (size_t i = 0; i < COUNT(headers); i++) {
        const char *text = arena_format(&fixture->arena, "%s\na,Mike\n", headers[i]);
        read_good(fixture, text);
        assert_row(fixture, 0, strchr(headers[i], '\n') ? 3 : 2, "Mike", NULL, "a");
    }
}

/* issue 2: "CSV files shaped like what houses keep today" */
static void a_column_is_known_by_its_synonyms_too(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "Resident,Room,Move-in date\nMike,2,a\n");
    assert_row(fixture, 0, 2, "Mike", "2", "a");
    read_good(fixture, "Date In,bed number,FULL_NAME\na,2,Mike\n");
    assert_row(fixture, 0, 2, "Mike", "2", "a");
    assert_string_equal(fixture->csv.titles[NAME], "FULL_NAME");
    assert_string_equal(fixture->csv.titles[MOVED_IN], "Date In");
    read_good(fixture, "name,moved_in\nMike,a\n");
    assert_null(fixture->csv.titles[BED]);
}

static void parts_of_a_column_stand_in_for_it(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "First name,Last Name,moved_in\nMike,Hill,a\n");
    assert_null(fixture->csv.rows[0].fields[NAME]);
    assert_string_equal(fixture->csv.rows[0].fields[FIRST], "Mike");
    assert_string_equal(fixture->csv.rows[0].fields[LAST], "Hill");
    read_good(fixture, "last name,moved_in\nHill,a\n");
    read_bad(fixture, "bed,moved_in\n2,a\n", 1, "The column \"name\" is missing.");
}

static void an_unknown_column_is_told_with_the_nearest_and_those_that_are_known(void **state)
{
    struct fixture *fixture = *state;
    read_bad(fixture, "name,moved_in,bde\nMike,a,2\n", 1,
             "Column 3, \"bde\", has a name that is not known. Is it \"bed\"? Known are name, bed,"
             " moved in, first name and last name.");
    assert_true(fixture->csv.has_unknown);
    read_bad(fixture, "name,moved_in,bed munber\nMike,a,2\n", 1, "Is it \"bed number\"?");
    read_bad(fixture, "name,moved_in,shoe size\nMike,a,44\n", 1,
             "Column 3, \"shoe size\", has a name that is not known. Known are name,");
    read_bad(fixture, "name,moved_in,#\nMike,a,44\n", 1, "Column 3, \"#\", has a name");
    /* Once is enough. */
    read_bytes(fixture, "name,moved_in,x,y\nMike,a,1,2\n", 29);
    assert_int_equal(fixture->csv.fault_count, 2);
    assert_string_equal(fixture->csv.faults[1].message,
                        "Column 4, \"y\", has a name that is not known.");
    read_good(fixture, "name,moved_in\nMike,a\n");
    assert_false(fixture->csv.has_unknown);
}

static void a_column_that_is_to_be_left_out_is_not_read(void **state)
{
    struct fixture *fixture = *state;
    static const char *const ignored[] = {"Shoe-Size", "bed"};
    static const char text[] = "shoe size,name,moved_in,bed,room\n44,Mike,a,1,2\n";
    read_without(fixture, text, ignored, 2);
    assert_int_equal(fixture->csv.fault_count, 0);
    assert_row(fixture, 0, 2, "Mike", "2", "a");
    read_without(fixture, "name,moved_in,bed\nMike,a,1\n", ignored, 2);
    assert_int_equal(fixture->csv.fault_count, 1);
    assert_string_equal(fixture->csv.faults[0].message,
                        "There is no column \"Shoe-Size\" to leave out.");
    static const char *const needed[] = {"name"};
    read_without(fixture, "name,moved_in\nMike,a\n", needed, 1);
    assert_int_equal(fixture->csv.fault_count, 1);
    assert_string_equal(fixture->csv.faults[0].message, "The column \"name\" is missing.");
}

static void a_column_name_that_would_disturb_the_screen_is_not_shown(void **state)
{
    struct fixture *fixture = *state;
    read_bad(fixture, "name,moved_in,\x1B[2J\nMike,a,2\n", 1, "Column 3 has a name that is not");
    const char *text = arena_format(&fixture->arena, "name,moved_in,%0500d\nMike,a,2\n", 7);
    read_bad(fixture, text, 1, "Column 3 has a name that is not known.");
}

static void a_missing_column_is_told(void **state)
{
    struct fixture *fixture = *state;
    read_bad(fixture, "\n\nname,bed\nMike,2\n", 3, "The column \"moved in\" is missing.");
    read_bytes(fixture, "bed\n2\n", 6);
    assert_int_equal(fixture->csv.fault_count, 2);
    assert_string_equal(fixture->csv.faults[0].message, "The column \"name\" is missing.");
}

static void a_column_that_is_there_twice_is_told(void **state)
{
    struct fixture *fixture = *state;
    read_bad(fixture, "name,moved_in,Moved In\nMike,a,b\n", 1,
             "Columns 2 and 3 are both \"moved in\". One is enough.");
    read_bad(fixture, "Room,moved_in,name,Bed\n1,a,Mike,2\n", 1,
             "Columns 1 and 4 are both \"bed\".");
}

static void rows_without_text_are_passed_over(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "\n,,,\nname,bed,moved_in\n\n,,\n \nMike,,a\n\"\",,\n\n");
    assert_int_equal(fixture->csv.row_count, 1);
    assert_row(fixture, 0, 7, "Mike", "", "a");
}

static void empty_fields_at_the_end_may_be_there_or_not(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, "name,moved_in,bed,,,\nMike,a\nAnn,b,,,,,,,,,\nJo,c,3\n");
    assert_int_equal(fixture->csv.row_count, 3);
    assert_row(fixture, 0, 2, "Mike", "", "a");
    assert_row(fixture, 1, 3, "Ann", "", "b");
    assert_row(fixture, 2, 4, "Jo", "3", "c");
}

static void text_outside_the_named_columns_is_a_fault(void **state)
{
    struct fixture *fixture = *state;
    read_bad(fixture, "name,moved_in\nMike,a\nAnn,b,oops\n", 3, "where no column has a name");
    read_bad(fixture, "name,,moved_in\nMike,,a\nAnn,oops,b\n", 3, "where no column has a name");
}

static void stray_quote_marks_are_faults(void **state)
{
    struct fixture *fixture = *state;
    read_bad(fixture, "name,moved_in\nMike,5\" pipe\nAnn,b\n", 2, "in the middle of a field");
    assert_int_equal(fixture->csv.row_count, 2);
    read_bad(fixture, "name,moved_in\n\"Mike\" Hill,a\nAnn,b\n", 2, "behind the quote mark");
    assert_int_equal(fixture->csv.row_count, 2);
    read_bad(fixture, "name,moved_in\nMike,a\n\"Ann,b\nJo,c\n", 3, "no other closes it");
    read_bad(fixture, "name,moved_in\nMike,\"", 2, "no other closes it");
}

static void every_line_that_is_not_utf8_is_told(void **state)
{
    struct fixture *fixture = *state;
    read_bytes(fixture, "name,moved_in\nZo\xEB,a\nAnn,b\n\xFF\n", 28);
    assert_int_equal(fixture->csv.fault_count, 2);
    assert_int_equal(fixture->csv.faults[0].line, 2);
    assert_int_equal(fixture->csv.faults[1].line, 4);
    assert_non_null(strstr(fixture->csv.faults[0].message, "not UTF-8"));
    assert_int_equal(fixture->csv.row_count, 0);
}

static void a_nul_byte_is_told(void **state)
{
    struct fixture *fixture = *state;
    read_bytes(fixture, "name,moved_in\r\nMi\0ke,a\r\n", 24);
    assert_int_equal(fixture->csv.fault_count, 1);
    assert_int_equal(fixture->csv.faults[0].line, 2);
    assert_non_null(strstr(fixture->csv.faults[0].message, "NUL"));
}

static void an_empty_file_is_told(void **state)
{
    struct fixture *fixture = *state;
    static const char *const files[] = {"", "\n\n", "\xEF\xBB\xBF", ",,,\n", "  "};
    for (size_t i = 0; i < COUNT(files); i++)
        read_bad(fixture, files[i], 1, "The file is empty.");
    read_good(fixture, "name,moved_in\n");
    assert_int_equal(fixture->csv.row_count, 0);
}

/* A file whose only row has a name of so many bytes. */
static const char *with_name(struct fixture *fixture, size_t length)
{
    char *name = arena_alloc(&fixture->arena, length + 1);
    memset(name, 'x', length);
    return arena_format(&fixture->arena, "name,moved_in\n%s,a\n", name);
}

static void a_field_has_its_most(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, with_name(fixture, CSV_FIELD_MAX));
    assert_int_equal(strlen(fixture->csv.rows[0].fields[NAME]), CSV_FIELD_MAX);
    read_bad(fixture, with_name(fixture, CSV_FIELD_MAX + 1), 2,
             "A field has 4097 bytes; 4096 is the most.");
}

static const char *with_rows(struct fixture *fixture, int count)
{
    struct bytes bytes = {0};
    bytes_add(&bytes, "name,moved_in\n", 14);
    for (int i = 0; i < count; i++)
        bytes_add(&bytes, "Mike,a\n\n", 8);
    const char *text = arena_copy(&fixture->arena, bytes.data, bytes.length);
    bytes_clear(&bytes);
    return text;
}

static void a_file_has_its_most_rows(void **state)
{
    struct fixture *fixture = *state;
    read_good(fixture, with_rows(fixture, CSV_ROWS_MAX));
    assert_int_equal(fixture->csv.row_count, CSV_ROWS_MAX);
    assert_int_equal(fixture->csv.rows[CSV_ROWS_MAX - 1].line, 2 * CSV_ROWS_MAX);
    read_bad(fixture, with_rows(fixture, CSV_ROWS_MAX + 5), 2 * CSV_ROWS_MAX + 2,
             "more than 2000 rows");
}

static void a_file_has_its_most_columns(void **state)
{
    struct fixture *fixture = *state;
    char header[256] = "name,moved_in", row[256] = "Mike,a";
    memset(header + strlen(header), ',', 100);
    memset(row + strlen(row), ',', CSV_COLUMNS_MAX - 1);
    read_good(fixture, arena_format(&fixture->arena, "%s\n%s\n", header, row));
    read_bad(fixture, arena_format(&fixture->arena, "%sx\n%s\n", header, row), 1,
             "The file has 102 columns; 64 is the most.");
    read_bad(fixture, arena_format(&fixture->arena, "%s\n%sx\n", header, row), 2,
             "where no column has a name");
}

static void a_file_has_its_most_bytes(void **state)
{
    struct fixture *fixture = *state;
    char *data = arena_alloc(&fixture->arena, CSV_FILE_MAX + 1);
    memset(data, '\n', CSV_FILE_MAX + 1);
    memcpy(data, "name,moved_in\nMike,a\n", 21);
    read_bytes(fixture, data, CSV_FILE_MAX);
    assert_int_equal(fixture->csv.fault_count, 0);
    assert_row(fixture, 0, 2, "Mike", NULL, "a");
    read_bytes(fixture, data, CSV_FILE_MAX + 1);
    assert_int_equal(fixture->csv.fault_count, 1);
    assert_string_equal(fixture->csv.faults[0].message, "The file is larger than 1 MiB.");
}

/* issue 2: "every fault with its line" */
static void all_faults_are_told_up_to_a_hundred(void **state)
{
    struct fixture *fixture = *state;
    struct bytes bytes = {0};
    bytes_add(&bytes, "name,size,moved_in\n", 19);
    for (int i = 0; i < 150; i++)
        bytes_add(&bytes, "Mi\"ke,,a\n", 9);
    read_bytes(fixture, bytes.data, bytes.length);
    bytes_clear(&bytes);
    assert_int_equal(fixture->csv.fault_count, CSV_FAULTS_MAX);
    for (size_t i = 0; i < CSV_FAULTS_MAX; i++)
        assert_int_equal(fixture->csv.faults[i].line, i + 1);
}

static const char *written(struct fixture *fixture, const char *field)
{
    struct bytes bytes = {0};
    csv_write_field(&bytes, field);
    const char *text = arena_copy(&fixture->arena, bytes.data ? bytes.data : "", bytes.length);
    bytes_clear(&bytes);
    return text;
}

static void a_field_is_quoted_where_it_needs_to_be(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(written(fixture, ""), "");
    assert_string_equal(written(fixture, "Mike Hill"), "Mike Hill");
    assert_string_equal(written(fixture, "a,b"), "\"a,b\"");
    assert_string_equal(written(fixture, "a;b"), "\"a;b\"");
    assert_string_equal(written(fixture, "a\tb"), "\"a\tb\"");
    assert_string_equal(written(fixture, "a\nb"), "\"a\nb\"");
    assert_string_equal(written(fixture, "a\rb"), "\"a\rb\"");
    assert_string_equal(written(fixture, "5\" pipe"), "\"5\"\" pipe\"");
    assert_string_equal(written(fixture, " a"), "\" a\"");
    assert_string_equal(written(fixture, "a "), "\"a \"");
}

static void a_field_that_spreadsheets_would_run_is_made_harmless(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(written(fixture, "=1+1"), "'=1+1");
    assert_string_equal(written(fixture, "+1 408 555 0100"), "'+1 408 555 0100");
    assert_string_equal(written(fixture, "-5"), "'-5");
    assert_string_equal(written(fixture, "@SUM(A1)"), "'@SUM(A1)");
    assert_string_equal(written(fixture, "\t=1"), "\"'\t=1\"");
    assert_string_equal(written(fixture, "\r=1"), "\"'\r=1\"");
    assert_string_equal(written(fixture, "=a,\"b\""), "\"'=a,\"\"b\"\"\"");
    assert_string_equal(written(fixture, "'=1"), "''=1");
    assert_string_equal(written(fixture, "'tis"), "'tis");
    assert_string_equal(written(fixture, "'"), "'");
    assert_string_equal(written(fixture, "a=1"), "a=1");
}

static void what_is_written_is_read_again_as_it_was(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[] = {"Mike", "a,b;c\td", "\"",  "\"\"", "a\nb\n",    " padded ",
                                        "=1",   "'=1",      "''+", "'",    "''",        "-",
                                        "@",    "\t",       "'\t", "\n",   "Zo\xC3\xAB"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *field = written(fixture, texts[i]);
        read_good(fixture, arena_format(&fixture->arena, "name,moved_in\r\n%s,x\r\n", field));
        assert_int_equal(fixture->csv.row_count, 1);
        assert_row(fixture, 0, 2, texts[i], NULL, "x");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plain_file_is_read),
        TEST(every_line_end_and_none_at_the_last_line_will_do),
        TEST(a_byte_order_mark_is_passed_over),
        TEST(the_header_tells_what_stands_between_fields),
        TEST(quoted_fields_hold_quotes_separators_and_newlines),
        TEST(blanks_around_fields_are_dropped_but_not_inside_quotes),
        TEST(columns_stand_in_any_order_under_any_spelling),
        TEST(a_column_is_known_by_its_synonyms_too),
        TEST(parts_of_a_column_stand_in_for_it),
        TEST(an_unknown_column_is_told_with_the_nearest_and_those_that_are_known),
        TEST(a_column_that_is_to_be_left_out_is_not_read),
        TEST(a_column_name_that_would_disturb_the_screen_is_not_shown),
        TEST(a_missing_column_is_told),
        TEST(a_column_that_is_there_twice_is_told),
        TEST(rows_without_text_are_passed_over),
        TEST(empty_fields_at_the_end_may_be_there_or_not),
        TEST(text_outside_the_named_columns_is_a_fault),
        TEST(stray_quote_marks_are_faults),
        TEST(every_line_that_is_not_utf8_is_told),
        TEST(a_nul_byte_is_told),
        TEST(an_empty_file_is_told),
        TEST(a_field_has_its_most),
        TEST(a_file_has_its_most_rows),
        TEST(a_file_has_its_most_columns),
        TEST(a_file_has_its_most_bytes),
        TEST(all_faults_are_told_up_to_a_hundred),
        TEST(a_field_is_quoted_where_it_needs_to_be),
        TEST(a_field_that_spreadsheets_would_run_is_made_harmless),
        TEST(what_is_written_is_read_again_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
