#include "client/pattern.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/verb.h"

static int setup(void **state)
{
    static struct arena arena;
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_clear(*state);
    return 0;
}

static struct pattern read_pattern(const char *text, struct arena *arena)
{
    struct pattern pattern = {0};
    assert_int_equal(pattern_add(text, arena, &pattern), 0);
    return pattern;
}

static void words_options_and_their_parameters_are_read(void **state)
{
    struct pattern p = read_pattern("CHORE [PERSON] --zone ZONE [--emergency-name TEXT]"
                                    " [--due TIME=dueTime] [--former] [--all=] [-j|--json=]",
                                    *state);
    static const struct element expected[] = {
        {NULL, "CHORE", "chore", 0, false, false},
        {NULL, "PERSON", "person", 0, true, false},
        {"zone", "ZONE", "zone", 0, false, false},
        {"emergency-name", "TEXT", "emergencyName", 0, true, false},
        {"due", "TIME", "dueTime", 0, true, false},
        {"former", NULL, "former", 0, true, false},
        {"all", NULL, NULL, 0, true, false},
        {"json", NULL, NULL, 'j', true, false},
    };
    assert_int_equal(p.count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < p.count; i++) {
        const struct element *e = &p.elements[i];
        assert_string_equal(e->option ? e->option : "",
                            expected[i].option ? expected[i].option : "");
        assert_string_equal(e->value ? e->value : "", expected[i].value ? expected[i].value : "");
        assert_string_equal(e->parameter ? e->parameter : "",
                            expected[i].parameter ? expected[i].parameter : "");
        assert_int_equal(e->letter, expected[i].letter);
        assert_int_equal(e->optional, expected[i].optional);
        assert_false(e->repeated);
    }
}

static void several_of_a_word_fill_a_plural(void **state)
{
    struct pattern p = read_pattern("BED... [ITEM...] [WORD...=]", *state);
    assert_true(p.elements[0].repeated && !p.elements[0].optional);
    assert_string_equal(p.elements[0].parameter, "beds");
    assert_string_equal(p.elements[0].value, "BED");
    assert_true(p.elements[1].repeated && p.elements[1].optional);
    assert_string_equal(p.elements[1].parameter, "items");
    assert_null(p.elements[2].parameter);
}

static void choices_stand_as_they_are(void **state)
{
    struct pattern p = read_pattern("person|kiosk=kind [--ended-by resident|vote]", *state);
    assert_string_equal(p.elements[0].value, "person|kiosk");
    assert_string_equal(p.elements[0].parameter, "kind");
    assert_string_equal(p.elements[1].value, "resident|vote");
    assert_string_equal(p.elements[1].parameter, "endedBy");
}

static void what_is_no_pattern_is_refused(void **state)
{
    static const char *const wrong[] = {"[PERSON", "PERSON]", "[--on DATE", "--on",       "[-x]",
                                        "[--]",    "[]",      "- DATE",     "[--On DATE]"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct pattern p = {0};
        assert_int_equal(pattern_add(wrong[i], *state, &p), -EINVAL);
    }
    struct pattern full = read_pattern("A B C D E F G H I J K L M N O P", *state);
    assert_int_equal(pattern_add("Q", *state, &full), -EINVAL);
}

static void options_are_found_by_name_and_letter(void **state)
{
    struct pattern p = read_pattern("CHORE [--on DATES] [-j|--json=]", *state);
    assert_ptr_equal(pattern_option(&p, "on", 2), &p.elements[1]);
    assert_ptr_equal(pattern_option(&p, "json=x", 4), &p.elements[2]);
    assert_ptr_equal(pattern_option(&p, "j", 1), &p.elements[2]);
    assert_null(pattern_option(&p, "o", 1));
    assert_null(pattern_option(&p, "CHORE", 5));
}

static void words_are_found_by_their_place(void **state)
{
    struct pattern p = read_pattern("PERSON [--on DATE] [ITEM...]", *state);
    assert_ptr_equal(pattern_word(&p, 0), &p.elements[0]);
    assert_ptr_equal(pattern_word(&p, 1), &p.elements[2]);
    assert_ptr_equal(pattern_word(&p, 7), &p.elements[2]);
    p = read_pattern("PERSON", *state);
    assert_null(pattern_word(&p, 1));
}

static void people_do_not_see_what_stands_behind_the_sign(void **state)
{
    assert_string_equal(pattern_shown("FILE= [--due TIME=dueTime] [--dry-run=]", *state),
                        "FILE [--due TIME] [--dry-run]");
    assert_string_equal(pattern_shown("NUMBER=accountId", *state), "NUMBER");
}

/* issue 2: "one row per verb" */
static void every_row_of_the_verb_table_has_a_pattern(void **state)
{
    for (const struct noun *noun = nouns; noun->name; noun++)
        for (const struct verb *verb = noun->verbs; verb->name; verb++)
            (void)read_pattern(verb->pattern, *state);
    struct pattern p = {0};
    for (const struct everywhere *option = everywhere; option->pattern; option++)
        assert_int_equal(pattern_add(option->pattern, *state, &p), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_options_and_their_parameters_are_read),
        cmocka_unit_test(several_of_a_word_fill_a_plural),
        cmocka_unit_test(choices_stand_as_they_are),
        cmocka_unit_test(what_is_no_pattern_is_refused),
        cmocka_unit_test(options_are_found_by_name_and_letter),
        cmocka_unit_test(words_are_found_by_their_place),
        cmocka_unit_test(people_do_not_see_what_stands_behind_the_sign),
        cmocka_unit_test(every_row_of_the_verb_table_has_a_pattern),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
