#include "daemon/config/schema.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct kitchen {
    int64_t cups;
    int64_t spoons;
    const char *shelf;
    const char *spare_key;
    int kettle;
};

static const char *const kettles[] = {"off", "warm", "boiling", NULL};

static const struct schema_row rows[] = {
    {"table.cups", SCHEMA_INTEGER, offsetof(struct kitchen, cups), 1, 40, "6", NULL,
     "How many cups.\nOne is for you."},
    {"table.spoons", SCHEMA_INTEGER, offsetof(struct kitchen, spoons), -5000000000, 5000000000,
     "-2", NULL, "How many spoons."},
    {"store.shelf", SCHEMA_PATH, offsetof(struct kitchen, shelf), 1, 12, "/shelf", NULL,
     "Where they stand."},
    {"store.spare_key", SCHEMA_PATH, offsetof(struct kitchen, spare_key), 0, 12, "", NULL,
     "Where the spare key is."},
    {"stove.kettle", SCHEMA_CHOICE, offsetof(struct kitchen, kettle), 0, 0, "warm", kettles,
     "What the kettle does."},
};
static const struct schema schema = {rows, sizeof rows / sizeof *rows};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct arena));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_clear(*state);
    free(*state);
    return 0;
}

static struct kitchen reads(struct arena *arena, const char *text)
{
    struct kitchen kitchen = {0};
    struct fault fault = {.what = ""};
    if (schema_read(&schema, text, strlen(text), arena, &kitchen, &fault) != 0)
        fail_msg("%s", fault_sentence(&fault, "f", arena));
    return kitchen;
}

static void refuses(struct arena *arena, const char *text, const char *sentence)
{
    struct kitchen kitchen = {0};
    struct fault fault = {0};
    assert_int_equal(schema_read(&schema, text, strlen(text), arena, &kitchen, &fault), -EINVAL);
    assert_string_equal(fault_sentence(&fault, "f", arena), sentence);
}

static void what_is_not_set_has_its_default(void **state)
{
    struct kitchen kitchen = reads(*state, "table = {};");
    assert_int_equal(kitchen.cups, 6);
    assert_int_equal(kitchen.spoons, -2);
    assert_string_equal(kitchen.shelf, "/shelf");
    assert_string_equal(kitchen.spare_key, "");
    assert_int_equal(kitchen.kettle, 1);
}

static void each_type_is_read_at_both_ends_of_its_range(void **state)
{
    struct kitchen kitchen =
        reads(*state, "table = { cups = 1; spoons = 5000000000L; };\n"
                      "store = { shelf = \"/\"; spare_key = \"/under/mat12\"; };\n"
                      "stove = { kettle = \"boiling\"; }; # no line end");
    assert_int_equal(kitchen.cups, 1);
    assert_int_equal(kitchen.spoons, 5000000000);
    assert_string_equal(kitchen.shelf, "/");
    assert_string_equal(kitchen.spare_key, "/under/mat12");
    assert_int_equal(kitchen.kettle, 2);
    kitchen =
        reads(*state, "table : { spoons = -5000000000L, cups = 40 }, store = { spare_key = \"\" }"
                      "stove = { kettle = \"o\" \"ff\" }");
    assert_int_equal(kitchen.cups, 40);
    assert_int_equal(kitchen.spoons, -5000000000);
    assert_string_equal(kitchen.spare_key, "");
    assert_int_equal(kitchen.kettle, 0);
}

/* issue 2: "wrong types and ranges" */
static void a_value_out_of_range_is_refused(void **state)
{
    refuses(*state, "\ntable = {\n cups = 0;\n};",
            "f:3: table.cups: out of range (allowed: 1 to 40)");
    refuses(*state, "table = { cups = 41; };", "f:1: table.cups: out of range (allowed: 1 to 40)");
    refuses(*state, "table = { cups = 4294967297L; };",
            "f:1: table.cups: out of range (allowed: 1 to 40)");
    refuses(*state, "store = { shelf = \"\"; };",
            "f:1: store.shelf: not such a path (allowed: an absolute path of at most 12 bytes)");
    refuses(*state, "store = { shelf = \"/123456789012\"; };",
            "f:1: store.shelf: not such a path (allowed: an absolute path of at most 12 bytes)");
    refuses(*state, "store = { shelf = \"shelf\"; };",
            "f:1: store.shelf: not such a path (allowed: an absolute path of at most 12 bytes)");
    refuses(*state, "store = { spare_key = \"/a\\nb\"; };",
            "f:1: store.spare_key: not such a path "
            "(allowed: nothing, or an absolute path of at most 12 bytes)");
    refuses(*state, "stove = { kettle = \"hot\"; };",
            "f:1: stove.kettle: not such a word (allowed: off, warm, boiling)");
}

static void a_value_of_another_type_is_refused(void **state)
{
    static const char *const no_numbers[] = {"\"6\"", "6.0", "true", "[6]", "(6)", "{}"};
    for (size_t i = 0; i < sizeof no_numbers / sizeof *no_numbers; i++)
        refuses(*state, arena_format(*state, "table = { cups = %s; };", no_numbers[i]),
                "f:1: table.cups: not a whole number in decimal digits (allowed: 1 to 40)");
    static const char *const no_texts[] = {"6",          "6L",         "6.0", "true",
                                           "[\"warm\"]", "(\"warm\")", "{}"};
    for (size_t i = 0; i < sizeof no_texts / sizeof *no_texts; i++)
        refuses(*state, arena_format(*state, "stove = { kettle = %s; };", no_texts[i]),
                "f:1: stove.kettle: not text in quotes (allowed: off, warm, boiling)");
    refuses(*state, "table = 6;", "f:1: table: not a group (allowed: { and }, with keys between)");
    refuses(*state, "table = ( { cups = 6; } );",
            "f:1: table: not a group (allowed: { and }, with keys between)");
}

static void a_hexadecimal_number_is_refused_since_it_may_have_wrapped(void **state)
{
    refuses(*state, "table = { cups = 0x100000006; };",
            "f:1: table.cups: not a whole number in decimal digits (allowed: 1 to 40)");
    refuses(*state, "table = { cups = 0x6; };",
            "f:1: table.cups: not a whole number in decimal digits (allowed: 1 to 40)");
}

/* issue 2: "unknown keys [...] are errors with file, line and the nearest known key" */
static void an_unknown_key_is_refused_with_the_nearest_known_one(void **state)
{
    refuses(*state, "table = { cup = 1; };",
            "f:1: table.cup: there is no such key (nearest: table.cups)");
    refuses(*state, "tabel = { cups = 1; };", "f:1: tabel: there is no such key (nearest: table)");
    refuses(*state, "cups = 1;", "f:1: cups: there is no such key (nearest: table.cups)");
    refuses(*state, "table = { kettle = \"off\"; };",
            "f:1: table.kettle: there is no such key (nearest: stove.kettle)");
    refuses(*state, "table = { cups = 1; }; dishwasher = { speed = 9; };",
            "f:1: dishwasher: there is no such key");
    refuses(*state, "tablespoon = 1;",
            "f:1: tablespoon: there is no such key (nearest: table.spoons)");
}

static void a_text_that_libconfig_refuses_is_told_with_its_line(void **state)
{
    refuses(*state, "table = {\n  cups = 6;\n = };",
            "f:3: not understood here or just above (syntax error)");
    refuses(*state, "table = [1,\n\"x\"];",
            "f:2: not understood here or just above "
            "(mismatched element type in array)");
    refuses(*state, "table = {\n cups 6;\n};",
            "f:2: not understood here or just above (syntax error)");
}

static void what_the_guard_refuses_does_not_reach_libconfig(void **state)
{
    refuses(*state, "table = { cups = 1; };\n@include \"other\"",
            "f:2: @include is not allowed; one text holds everything");
    refuses(*state, "table = { cups = 1; cups = 2; };",
            "f:1: table.cups: is set twice, first on line 1");
}

static void the_reference_holds_every_key_in_a_comment(void **state)
{
    (void)state;
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    assert_non_null(file);
    schema_write_reference(&schema, file);
    assert_int_equal(fclose(file), 0);
    assert_string_equal(text, "table = {\n"
                              "    # How many cups.\n"
                              "    # One is for you.\n"
                              "    # Allowed: 1 to 40.\n"
                              "    #cups = 6;\n"
                              "\n"
                              "    # How many spoons.\n"
                              "    # Allowed: -5000000000 to 5000000000.\n"
                              "    #spoons = -2;\n"
                              "};\n"
                              "\n"
                              "store = {\n"
                              "    # Where they stand.\n"
                              "    # Allowed: an absolute path of at most 12 bytes.\n"
                              "    #shelf = \"/shelf\";\n"
                              "\n"
                              "    # Where the spare key is.\n"
                              "    # Allowed: nothing, or an absolute path of at most 12 bytes.\n"
                              "    #spare_key = \"\";\n"
                              "};\n"
                              "\n"
                              "stove = {\n"
                              "    # What the kettle does.\n"
                              "    # Allowed: off, warm, boiling.\n"
                              "    #kettle = \"warm\";\n"
                              "};\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_not_set_has_its_default, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_type_is_read_at_both_ends_of_its_range, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_value_out_of_range_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_value_of_another_type_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_hexadecimal_number_is_refused_since_it_may_have_wrapped,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_key_is_refused_with_the_nearest_known_one,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_that_libconfig_refuses_is_told_with_its_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_the_guard_refuses_does_not_reach_libconfig, set_up,
                                        tear_down),
        cmocka_unit_test(the_reference_holds_every_key_in_a_comment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
