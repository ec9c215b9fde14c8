#include "client/screen.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A screen whose text can be read again. */
struct stage {
    struct arena arena;
    struct screen screen;
    char *text;
    size_t size;
};

static void begin(struct stage *stage, bool terminal)
{
    *stage =
        (struct stage){.screen = {.terminal = terminal, .width = 80, .today = 20784, .me = ""}};
    stage->screen.arena = &stage->arena;
    stage->screen.out = open_memstream(&stage->text, &stage->size);
}

static void assert_shown(struct stage *stage, const char *expected)
{
    fclose(stage->screen.out);
    assert_string_equal(stage->text, expected);
    free(stage->text);
    arena_clear(&stage->arena);
}

static const struct column COLUMNS[] = {
    {"who", "WHO", COLUMN_TEXT},  {"count", "COUNT", COLUMN_NUMBER}, {"on", "ON", COLUMN_DAY},
    {"at", "AT", COLUMN_INSTANT}, {"at", "BY", COLUMN_CLOCK},        {"due", "DUE", COLUMN_TIME},
    {"is", "IS", COLUMN_YES},     {"all", "ALL", COLUMN_LIST},       {"none", "NONE", COLUMN_TEXT},
};

static void a_table_shows_each_kind_of_column_and_leaves_empty_ones_out(void **state)
{
    struct stage s;
    json_t *rows = json_loads(
        "[{\"who\":\"ann\",\"count\":5,\"on\":\"2026-11-27\",\"at\":\"2026-11-27T21:00:00-05:00\","
        "\"due\":\"25:00\",\"is\":true,\"all\":[\"a\",\"b\"]},"
        "{\"who\":\"caf\xC3\xA9\",\"count\":12,\"is\":false,\"new\":1}]",
        0, NULL);
    (void)state;
    begin(&s, false);
    screen_table(&s.screen, rows, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, "none");
    json_decref(rows);
    assert_shown(&s, "WHO  COUNT ON         AT               BY   DUE  IS  ALL\n"
                     "ann      5 Fri 27 Nov Fri 27 Nov, 9 pm 9 pm 1 am yes a and b\n"
                     "caf\xC3\xA9    12                                           \n");
}

static void an_empty_list_says_so(void **state)
{
    struct stage s;
    json_t *rows = json_array();
    (void)state;
    begin(&s, false);
    screen_table(&s.screen, rows, COLUMNS, 1, "Nobody is here.");
    json_decref(rows);
    assert_shown(&s, "Nobody is here.\n");
}

static void cells_cannot_act_on_the_terminal(void **state)
{
    struct stage s;
    json_t *rows = json_loads("[{\"who\":\"a\\u001b[2Jb\\u202ec\"}]", 0, NULL);
    (void)state;
    begin(&s, true);
    screen_table(&s.screen, rows, COLUMNS, 1, "");
    json_decref(rows);
    fflush(s.screen.out);
    assert_null(strchr(s.text, '\x1b'));
    assert_shown(&s, "WHO\na\\u001b[2Jb\\u202ec\n");
}

static void a_grid_has_cells_of_several_lines(void **state)
{
    struct stage s;
    static const char *const headings[] = {"CHORE", "Fri 27"};
    static const char *const cells[] = {"dishes", "ann\nben", "trash", ""};
    (void)state;
    begin(&s, true);
    screen_grid(&s.screen, headings, 2, cells, 2, 2);
    assert_shown(&s, "CHORE  Fri 27\ndishes ann\n       ben\ntrash  \n");
}

static void what_is_not_known_is_not_printed(void **state)
{
    struct stage s;
    static const struct fact facts[] = {{"Phone", "555"}, {"Name", ""}, {"Bed", NULL}};
    (void)state;
    begin(&s, false);
    screen_facts(&s.screen, facts, 3);
    assert_shown(&s, "Phone 555\n");
}

/* issue 2: "`--json`" */
static void json_is_one_line_without_control_characters(void **state)
{
    struct stage s;
    json_t *reply = json_pack("{ss}", "a", "x\x7f\xC2\x9b");
    (void)state;
    begin(&s, false);
    screen_json(&s.screen, reply);
    json_decref(reply);
    assert_shown(&s, "{\"a\":\"x\\u007f\\u009b\"}\n");
    begin(&s, false);
    screen_json(&s.screen, NULL);
    assert_shown(&s, "{}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_shows_each_kind_of_column_and_leaves_empty_ones_out),
        cmocka_unit_test(an_empty_list_says_so),
        cmocka_unit_test(cells_cannot_act_on_the_terminal),
        cmocka_unit_test(a_grid_has_cells_of_several_lines),
        cmocka_unit_test(what_is_not_known_is_not_printed),
        cmocka_unit_test(json_is_one_line_without_control_characters),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
