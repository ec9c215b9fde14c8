#include "daemon/config/guard.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/bytes.h"

static void expect_passes(const char *text, size_t length)
{
    struct arena arena = {0};
    struct fault fault = {.what = ""};
    if (guard_check(text, length, &arena, &fault) != 0)
        fail_msg("refused: %s: %.60s", fault.what, text);
    arena_clear(&arena);
}

static void expect_refusal(const char *text, size_t length, const char *sentence)
{
    struct arena arena = {0};
    struct fault fault = {0};
    assert_int_equal(guard_check(text, length, &arena, &fault), -EINVAL);
    assert_string_equal(fault_sentence(&fault, "f", &arena), sentence);
    arena_clear(&arena);
}

static void passes(const char *text)
{
    expect_passes(text, strlen(text));
}

static void refused(const char *text, const char *sentence)
{
    expect_refusal(text, strlen(text), sentence);
}

static void everything_that_libconfig_reads_well_passes(void **state)
{
    (void)state;
    passes("");
    passes("a = 1; b : \"x\", c = true\n");
    passes("a = ( { b = [1, 2]; c = \"x\" \"y\"; }, (1L, \"z\"), [] );");
    passes("# c \"\n// c \"\n/* c \" \n * @include */ a = \"# // /* \\\" \\\\\";\r\n");
    passes("a = { x = 1; }; b = { x = 1; };");
    passes("a = [\"x\",\n# between\n\"y\"];");
    passes("a = \"caf\xC3\xA9\\n\";");
}

static void an_include_is_refused_wherever_it_begins_a_line(void **state)
{
    (void)state;
    refused("@include \"/etc/shadow\"\n",
            "f:1: @include is not allowed; one text holds everything");
    refused("a = 1;\n \t @include\t\"x\"",
            "f:2: @include is not allowed; one text holds everything");
    refused("/*\n*/\n@include", "f:3: @include is not allowed; one text holds everything");
}

/* issue 2: "integers that libconfig would wrap" */
static void a_bare_integer_of_more_than_nine_digits_is_refused(void **state)
{
    (void)state;
    passes("a = 999999999; b = -999999999; c1234567890 = 1;");
    passes("a = 1000000000L; b = 999999999999999999L; c = 4294967296LL;");
    refused("a = 1000000000;", "f:1: a: a number of more than 9 digits, and no L behind");
    refused("g = { a =\n-4294967297; };",
            "f:2: g.a: a number of more than 9 digits, and no L behind");
    refused("a = 1000000000000000000L;", "f:1: a: a number of more than 18 digits");
    refused("a = [1, 4294967297];", "f:1: a number of more than 9 digits, and no L behind");
}

static void a_name_given_twice_is_refused_with_its_group(void **state)
{
    (void)state;
    refused("a = 1;\n\nb = 2; a = 3;", "f:3: a: is set twice, first on line 1");
    refused("g = { x = 1; };\ng = { y = 1; };", "f:2: g: is set twice, first on line 1");
    refused("l = ( { n = { x = 1;\n\n x = 2; }; } );", "f:3: l.n.x: is set twice, first on line 1");
    passes("l = ( { n = 1; }, { n = 1; } );");
}

static void what_is_opened_must_be_closed(void **state)
{
    (void)state;
    refused("a = 1;\n/* b = 2;\n", "f:2: a comment is opened with /* and not closed");
    refused("/*/", "f:1: a comment is opened with /* and not closed");
    refused("a = 1;\nb = \"x;\nc = 2;", "f:2: b: text in quotes does not end on its line");
    refused("b = \"x\\\"", "f:1: b: text in quotes does not end on its line");
    refused("a = {\n b = ( 1;\n};\n", "f:1: a { is opened and not closed");
    refused("b = \"x\\", "f:1: b: text in quotes does not end on its line");
}

static void text_that_stands_where_none_may_is_refused(void **state)
{
    (void)state;
    refused("\"x\" = 1;", "f:1: text in quotes stands where none may");
    refused("a = 1, \"x\"", "f:1: text in quotes stands where none may");
    refused("a = { \"x\" };", "f:1: text in quotes stands where none may");
    refused("a = [1 \"x\"];", "f:1: text in quotes stands where none may");
    refused("a = 1; = \"x\"", "f:1: text in quotes stands where none may");
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    expect_refusal("a = 1;\n\0", 8, "f:2: a control character");
    expect_refusal("a\x1b = 1;", 7, "f:1: a control character");
    expect_refusal("# \x7f", 3, "f:1: a control character");
    refused("a = \"\\x00\";", "f:1: a: \\x is not read; write the character itself");
}

static void repeat(struct bytes *bytes, const char *text, size_t count)
{
    while (count-- > 0)
        bytes_add(bytes, text, strlen(text));
}

static void braces_stand_at_most_sixteen_deep(void **state)
{
    (void)state;
    struct bytes text = {0};
    bytes_add(&text, "a = ", 4);
    repeat(&text, "(", GUARD_DEPTH_MAX);
    repeat(&text, ")", GUARD_DEPTH_MAX);
    expect_passes(text.data, text.length);
    bytes_cut(&text, 4);
    repeat(&text, "(", GUARD_DEPTH_MAX + 1);
    expect_refusal(text.data, text.length, "f:1: braces stand more than 16 deep");
    bytes_cut(&text, 0);
    repeat(&text, "a = { b = ", GUARD_DEPTH_MAX + 1);
    expect_refusal(text.data, text.length, "f:1: braces stand more than 16 deep");
    bytes_clear(&text);
}

static void a_text_names_at_most_1024_settings(void **state)
{
    (void)state;
    struct bytes text = {0};
    char setting[24];
    for (int i = 0; i < GUARD_NAMES_MAX; i++) {
        int length = snprintf(setting, sizeof setting, "k%d = 1;\n", i);
        bytes_add(&text, setting, (size_t)length);
    }
    expect_passes(text.data, text.length);
    bytes_add(&text, "last = 1;", 9);
    expect_refusal(text.data, text.length, "f:1025: more than 1024 settings");
    bytes_clear(&text);
}

static void names_and_the_whole_text_are_bounded(void **state)
{
    (void)state;
    struct bytes text = {0};
    repeat(&text, "n", GUARD_NAME_MAX);
    expect_passes(text.data, text.length);
    bytes_add_byte(&text, 'n');
    expect_refusal(text.data, text.length, "f:1: a name of more than 64 letters");
    bytes_cut(&text, 0);
    repeat(&text, "\n", GUARD_TEXT_MAX);
    expect_passes(text.data, text.length);
    bytes_add_byte(&text, '\n');
    expect_refusal(text.data, text.length, "f: longer than 65536 bytes");
    bytes_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_libconfig_reads_well_passes),
        cmocka_unit_test(an_include_is_refused_wherever_it_begins_a_line),
        cmocka_unit_test(a_bare_integer_of_more_than_nine_digits_is_refused),
        cmocka_unit_test(a_name_given_twice_is_refused_with_its_group),
        cmocka_unit_test(what_is_opened_must_be_closed),
        cmocka_unit_test(text_that_stands_where_none_may_is_refused),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(braces_stand_at_most_sixteen_deep),
        cmocka_unit_test(a_text_names_at_most_1024_settings),
        cmocka_unit_test(names_and_the_whole_text_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
