#include "client/arguments.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* Words being sorted by "CHORE PERSON [--on DATES] [--former]" and global options. */
struct sorted {
    struct pattern own;
    struct pattern everywhere;
    struct arguments arguments;
    const char *reason;
    int result;
};

static void sort_words(struct sorted *sorted, const char *pattern, const char *line)
{
    char *words[16];
    int count = 0;
    char *rest = arena_text(&arena, line);
    for (char *word; (word = strsep(&rest, " "));)
        if (*word)
            words[count++] = word;
    *sorted = (struct sorted){.reason = ""};
    assert_int_equal(pattern_add(pattern, &arena, &sorted->own), 0);
    assert_int_equal(
        pattern_add("[--house HOUSE=] [-j|--json=] [-H|--host HOST=]", &arena, &sorted->everywhere),
        0);
    struct typed typed = {count, words, 0, false};
    sorted->arguments = arguments_new(&arena, count, &sorted->everywhere);
    sorted->arguments.own = &sorted->own;
    sorted->result = arguments_take(&sorted->arguments, &typed, &sorted->reason);
    if (sorted->result == 0)
        sorted->result = arguments_check(&sorted->arguments, &sorted->reason);
}

static void assert_given(const struct sorted *sorted, const char *name, const char *text)
{
    const char *given = arguments_find(&sorted->arguments, name);
    assert_non_null(given);
    assert_string_equal(given, text);
}

static void assert_refused(const char *pattern, const char *line, const char *reason)
{
    struct sorted s;
    sort_words(&s, pattern, line);
    assert_int_equal(s.result, -EINVAL);
    assert_string_equal(s.reason, reason);
}

/* design, section 9: "the pattern drives parsing" */
static void words_and_options_stand_in_any_order(void **state)
{
    struct sorted s;
    (void)state;
    sort_words(&s, "CHORE PERSON [--on DATES] [--former]",
               "--on fri dishes --house maple mike --former -j");
    assert_int_equal(s.result, 0);
    assert_given(&s, "CHORE", "dishes");
    assert_given(&s, "PERSON", "mike");
    assert_given(&s, "on", "fri");
    assert_given(&s, "former", "");
    assert_given(&s, "house", "maple");
    assert_given(&s, "json", "");
    assert_null(arguments_find(&s.arguments, "host"));
}

static void a_value_stands_behind_its_option_or_its_sign(void **state)
{
    struct sorted s;
    (void)state;
    sort_words(&s, "[--on DATE]", "--on=fri --host=pc");
    assert_given(&s, "on", "fri");
    assert_given(&s, "host", "pc");
    sort_words(&s, "[--on DATE]", "--on -1d -H pc");
    assert_given(&s, "on", "-1d");
    assert_given(&s, "host", "pc");
    sort_words(&s, "[--note TEXT]", "--note=");
    assert_given(&s, "note", "");
}

static void behind_two_hyphens_all_are_words(void **state)
{
    struct sorted s;
    (void)state;
    sort_words(&s, "CHORE PERSON", "-- --on -x");
    assert_int_equal(s.result, 0);
    assert_given(&s, "CHORE", "--on");
    assert_given(&s, "PERSON", "-x");
    sort_words(&s, "CHORE", "-");
    assert_given(&s, "CHORE", "-");
}

static void several_words_may_fill_one_place(void **state)
{
    struct sorted s;
    (void)state;
    sort_words(&s, "PERSON [ITEM...]", "mike a b c");
    assert_int_equal(s.result, 0);
    assert_int_equal(s.arguments.count, 4);
    assert_string_equal(s.arguments.items[3].text, "c");
}

static void an_option_with_dots_is_given_as_often_as_one_likes(void **state)
{
    struct sorted s;
    (void)state;
    sort_words(&s, "CHORE [--note TEXT...]", "--note a dishes --note=b --note c");
    assert_int_equal(s.result, 0);
    assert_int_equal(s.arguments.count, 4);
    assert_string_equal(s.arguments.items[0].text, "a");
    assert_string_equal(s.arguments.items[2].text, "b");
    assert_string_equal(s.arguments.items[3].text, "c");
    assert_string_equal(s.arguments.items[3].element->parameter, "notes");
    assert_refused("CHORE [--note TEXT...]", "dishes --note",
                   "Something is missing behind --note: TEXT.");
}

static void what_does_not_fit_is_named(void **state)
{
    (void)state;
    assert_refused("CHORE PERSON", "dishes", "Something is missing: PERSON.");
    assert_refused("--zone ZONE", "", "Something is missing: --zone ZONE.");
    assert_refused("CHORE", "dishes mike", "There is no place for \"mike\".");
    assert_refused("[--on DATE]", "--on", "Something is missing behind --on: DATE.");
    assert_refused("[--former]", "--former=yes", "--former takes no value.");
    assert_refused("[--on DATE]", "--on fri --on sat", "--on stands there twice.");
    assert_refused("[--former]", "--formr",
                   "There is no option --formr here. Did you mean --former?");
    assert_refused("[--former]", "--zzz", "There is no option --zzz here.");
    assert_refused("[--former]", "-x", "There is no option -x here.");
    assert_refused("[--former]", "-json", "There is no option -json here. Did you mean --json?");
    assert_refused("[--former]", "--j", "There is no option --j here.");
}

static void literal_words_are_held_to(void **state)
{
    struct sorted s;
    (void)state;
    sort_words(&s, "operator|kiosk=kind", "kio");
    assert_int_equal(s.result, 0);
    assert_refused("operator|kiosk=kind", "person", "There is no place for \"person\".");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_options_stand_in_any_order),
        cmocka_unit_test(a_value_stands_behind_its_option_or_its_sign),
        cmocka_unit_test(behind_two_hyphens_all_are_words),
        cmocka_unit_test(several_words_may_fill_one_place),
        cmocka_unit_test(an_option_with_dots_is_given_as_often_as_one_likes),
        cmocka_unit_test(what_does_not_fit_is_named),
        cmocka_unit_test(literal_words_are_held_to),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
