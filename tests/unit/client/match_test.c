#include "client/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/lookup.h"

static const char *const NAMES[] = {"in",    "out",    "reach", "answer", "inspect", "office",
                                    "outer", "reload", "list",  "lists",  "assign"};
enum { COUNT = sizeof NAMES / sizeof *NAMES };

static size_t meant(const char *typed, const char **ret_first)
{
    const char *found[COUNT];
    size_t count = match_names(typed, NAMES, COUNT, found);
    *ret_first = count ? found[0] : "";
    return count;
}

/* design, section 9: "unique prefixes accepted" */
static void the_beginning_of_one_name_is_enough(void **state)
{
    const char *first;
    (void)state;
    assert_int_equal(meant("of", &first), 1);
    assert_string_equal(first, "office");
    assert_int_equal(meant("rel", &first), 1);
    assert_string_equal(first, "reload");
}

static void a_whole_name_is_meant_although_others_begin_with_it(void **state)
{
    const char *first;
    (void)state;
    assert_int_equal(meant("list", &first), 1);
    assert_string_equal(first, "list");
    assert_int_equal(meant("lis", &first), 2);
}

static void nothing_and_what_is_unknown_mean_nothing(void **state)
{
    const char *first;
    (void)state;
    assert_int_equal(meant("", &first), 0);
    assert_int_equal(meant("x", &first), 0);
    assert_int_equal(meant("reloads", &first), 0);
}

/* design, section 9: "never from or into the safety words" */
static void no_slip_leads_to_a_safety_word(void **state)
{
    const char *first;
    (void)state;
    assert_int_equal(meant("o", &first), 2); /* office and outer, never out */
    assert_int_equal(meant("ou", &first), 1);
    assert_string_equal(first, "outer");
    assert_int_equal(meant("rea", &first), 0);
    assert_int_equal(meant("a", &first), 1);
    assert_string_equal(first, "assign");
    assert_int_equal(meant("ans", &first), 0);
    assert_int_equal(meant("i", &first), 1);
    assert_string_equal(first, "inspect");
}

static void a_safety_word_in_full_is_never_the_beginning_of_another(void **state)
{
    static const char *const others[] = {"inspect", "outer", "reaching", "answers"};
    static const char *const safe[] = {"in", "out", "reach", "answer"};
    const char *found[4];
    const char *first;
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_true(match_is_safety_word(safe[i]));
        assert_int_equal(match_names(safe[i], others, 4, found), 0);
        assert_int_equal(meant(safe[i], &first), 1);
        assert_string_equal(first, safe[i]);
    }
    assert_false(match_is_safety_word("inn"));
}

static void hidden_verbs_are_found_only_in_full(void **state)
{
    struct lookup lookup;
    (void)state;
    lookup_first("complet", &lookup);
    assert_int_equal(lookup.count, 0);
    lookup_first("complete", &lookup);
    assert_string_equal(lookup_meant(&lookup), "complete");
}

static void forms_of_a_verb_are_one_name(void **state)
{
    struct lookup lookup;
    const struct noun *account = lookup_noun("account");
    (void)state;
    lookup_second(account, "ro", &lookup);
    assert_string_equal(lookup_meant(&lookup), "roles");
    const struct verb *form = lookup_verb(account, "roles");
    size_t forms = 0;
    for (; form; form = lookup_next_form(form))
        forms++;
    assert_int_equal(forms, 3);
    assert_null(lookup_next_form(lookup_verb(account, "list")));
}

/* `kith need` is a noun, and a short form of the same name: nobody has to choose between them. */
static void a_noun_and_its_short_form_are_one_name(void **state)
{
    struct lookup lookup;
    (void)state;
    for (const struct noun *noun = nouns + 1; noun->name; noun++) {
        if (!lookup_verb(&nouns[0], noun->name))
            continue;
        lookup_first(noun->name, &lookup);
        assert_int_equal(lookup.count, 1);
    }
    lookup_first("nee", &lookup);
    assert_string_equal(lookup_meant(&lookup), "need");
    lookup_first("bro", &lookup);
    assert_string_equal(lookup_meant(&lookup), "broken");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_beginning_of_one_name_is_enough),
        cmocka_unit_test(a_whole_name_is_meant_although_others_begin_with_it),
        cmocka_unit_test(nothing_and_what_is_unknown_mean_nothing),
        cmocka_unit_test(no_slip_leads_to_a_safety_word),
        cmocka_unit_test(a_safety_word_in_full_is_never_the_beginning_of_another),
        cmocka_unit_test(hidden_verbs_are_found_only_in_full),
        cmocka_unit_test(forms_of_a_verb_are_one_name),
        cmocka_unit_test(a_noun_and_its_short_form_are_one_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
