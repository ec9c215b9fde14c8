#include "client/protocol.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/pattern.h"
#include "client/verb.h"
#include "common/embed.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static void methods_and_their_parameters_are_found(void **state)
{
    (void)state;
    const struct idl_member *add = protocol_method("org.kith.Import.Add", &arena);
    assert_non_null(add);
    assert_string_equal(protocol_parameter(add, "rows[3].line")->name, "rows");
    assert_null(protocol_parameter(add, "row"));
    assert_null(protocol_parameter(NULL, "rows"));
    assert_null(protocol_method("org.kith.Import.Nope", &arena));
    assert_null(protocol_method("org.kith.Nope.Add", &arena));
    assert_null(protocol_method("Add", &arena));
    assert_null(protocol_method(NULL, &arena));
    assert_true(protocol_has_parameter("org.kith.Chore.Week", "house", &arena));
    assert_false(protocol_has_parameter("org.kith.Server.Status", "house", &arena));
}

static void brackets_become_sentences(void **state)
{
    static const char *const forms[][2] = {
        {"What. [handle]", "It begins with a letter and has only a-z, 0-9 and -, at most 32."},
        {"What. [name]", "It is a handle such as mike, or maple/mike."},
        {"What. [date]", "It is a date such as 2026-11-27."},
        {"What. [time]", "It is a time such as 21:00."},
        {"What. [line 80]", "It is one line of at most 80 letters."},
        {"What. [text 2000]", "It has at most 2000 letters."},
        {"What. [items 62]", "There are at most 62 of them."},
        {"What. [1..500]", "It is a number, 1..500."},
        {"What.", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_string_equal(protocol_form(forms[i][0], &arena), forms[i][1]);
        assert_string_equal(protocol_meaning(forms[i][0], &arena), "What.");
    }
    assert_true(protocol_wants_handle("What. [handle]"));
    assert_true(protocol_wants_handle("What. [name]"));
    assert_false(protocol_wants_handle("What. [line 80]"));
    assert_false(protocol_wants_handle("What."));
    assert_string_equal(protocol_meaning("Two\nlines.\n[line 80]", &arena), "Two lines.");
    assert_string_equal(protocol_meaning("", &arena), "");
}

/* Parameters that a verb fills in by itself. */
static bool is_filled_in(const struct verb *verb, const char *parameter)
{
    return verb->run && (strcmp(parameter, "pin") == 0 || strcmp(parameter, "kind") == 0);
}

static void assert_row_fits_its_method(const struct verb *verb)
{
    struct pattern pattern = {0};
    const struct idl_member *method = protocol_method(verb->method, &arena);
    assert_int_equal(pattern_add(verb->pattern, &arena, &pattern), 0);
    if (!verb->method) {
        assert_true(verb->run != NULL);
        return;
    }
    if (!method)
        fail_msg("%s is no method", verb->method);
    for (size_t i = 0; i < pattern.count; i++) {
        const char *parameter = pattern.elements[i].parameter;
        if (parameter && !protocol_parameter(method, parameter))
            fail_msg("%s has no %s", verb->method, parameter);
    }
    for (const struct idl_field *field = method->in->fields; field; field = field->next) {
        const struct element *element = pattern_parameter(&pattern, field->name);
        bool is_there = (element && !element->optional) || is_filled_in(verb, field->name);
        if (!field->type->nullable && !is_there)
            fail_msg("%s: %s needs %s", verb->name, verb->method, field->name);
    }
}

static void every_row_fills_its_methods_parameters(void **state)
{
    (void)state;
    for (const struct noun *noun = nouns; noun->name; noun++)
        for (const struct verb *verb = noun->verbs; verb->name; verb++)
            assert_row_fits_its_method(verb);
}

static bool is_called_by(const struct noun *noun, const char *method)
{
    for (const struct verb *verb = noun->verbs; verb->name; verb++)
        if (verb->method && strcmp(verb->method, method) == 0)
            return true;
    return false;
}

static bool has_row(const char *method)
{
    /* Steps of an import, which begins with Import.Begin, and what closing a connection does. */
    static const char *const steps[] = {"org.kith.Import.Add", "org.kith.Import.Check",
                                        "org.kith.Import.Apply", "org.kith.Account.Logout"};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(method, steps[i]) == 0)
            return true;
    for (const struct noun *noun = nouns; noun->name; noun++)
        if (is_called_by(noun, method))
            return true;
    return false;
}

/* issue 2: "one row per verb" */
static void every_method_can_be_typed(void **state)
{
    (void)state;
    for (const struct embedded *file = embedded_texts; file->name; file++) {
        struct idl described;
        struct idl_fault fault;
        if (strncmp(file->name, "org.kith.", 9) != 0 ||
            strcmp(file->name, "org.kith.Test.varlink") == 0)
            continue;
        assert_int_equal(idl_parse(file->text, &arena, &described, &fault), 0);
        for (const struct idl_member *m = described.members; m; m = m->next)
            if (m->kind == IDL_METHOD &&
                !has_row(arena_format(&arena, "%s.%s", described.name, m->name)))
                fail_msg("no verb calls %s.%s", described.name, m->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_and_their_parameters_are_found),
        cmocka_unit_test(brackets_become_sentences),
        cmocka_unit_test(every_row_fills_its_methods_parameters),
        cmocka_unit_test(every_method_can_be_typed),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
