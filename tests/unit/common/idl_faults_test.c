#include "common/idl.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/bytes.h"

#define HEAD "interface org.example.test\n"

/* Parses what must be right. */
static void parse(struct arena *arena, const char *text)
{
    struct idl idl = {0};
    struct idl_fault fault = {0, "none"};
    if (idl_parse(text, arena, &idl, &fault) != 0)
        fail_msg("line %d: %s\n%s", fault.line, fault.reason, text);
}

/* The line of the fault of what must be wrong. */
static int fault_line(const char *text)
{
    struct arena arena = {0};
    struct idl idl = {.name = "untouched"};
    struct idl_fault fault = {0, ""};
    if (idl_parse(text, &arena, &idl, &fault) != -EINVAL)
        fail_msg("taken for right:\n%s", text);
    assert_string_equal(idl.name, "untouched");
    assert_true(strlen(fault.reason) > 10);
    assert_int_equal(fault.reason[strlen(fault.reason) - 1], '.');
    arena_clear(&arena);
    return fault.line;
}

struct wrong {
    int line;
    const char *text;
};

static void check_faults(const struct wrong *wrong, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int line = fault_line(wrong[i].text);
        if (line != wrong[i].line)
            fail_msg("line %d, not %d:\n%s", line, wrong[i].line, wrong[i].text);
    }
}

static void wrong_heads_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct wrong wrong[] = {
        {1, ""},
        {3, "\n\n"},
        {2, "# only a comment\n"},
        {1, "type T ()\n"},
        {1, "interfaces a.b\ntype T ()\n"},
        {1, "interface"},
        {2, "interface\n"},
        {1, "interface one\ntype T ()\n"},
        {3, "\n\ninterface a..b\ntype T ()\n"},
        {1, "interface .a.b\ntype T ()\n"},
        {1, "interface a.b.\ntype T ()\n"},
        {1, "interface 1a.b\ntype T ()\n"},
        {1, "interface a.b-\ntype T ()\n"},
        {1, "interface a-.b\ntype T ()\n"},
        {1, "interface a.-b\ntype T ()\n"},
        {1, "interface a.b_c\ntype T ()\n"},
        {1, "interface a.b type T ()\n"},
        {2, "interface a.b\n"},
        {1, "interface a.b"},
        {3, "interface a.b\n# nothing\n"},
        {1, "\x01interface a.b\ntype T ()\n"},
    };
    check_faults(wrong, sizeof wrong / sizeof *wrong);
}

static void wrong_members_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct wrong wrong[] = {
        {2, HEAD "typ T ()\n"},
        {2, HEAD "typeT ()\n"},
        {2, HEAD "type t ()\n"},
        {2, HEAD "type T_U ()\n"},
        {2, HEAD "type 1 ()\n"},
        {2, HEAD "type T int\n"},
        {2, HEAD "type T []int\n"},
        {3, HEAD "type T\n"},
        {2, HEAD "type T () type U ()\n"},
        {2, HEAD "type T ();\n"},
        {2, HEAD "type T ()}\n"},
        {2, HEAD "interface a.b\n"},
        {3, HEAD "\nmethod m() -> ()\n"},
        {2, HEAD "method M -> ()\n"},
        {3, HEAD "method M()\n"},
        {3, HEAD "method M()\n- > ()\n"},
        {2, HEAD "method M() ->"},
        {2, HEAD "method M() -> int\n"},
        {2, HEAD "method M(a, b) -> ()\n"},
        {3, HEAD "method M() -> # enum\n(a)\n"},
        {3, HEAD "error E\n"},
        {2, HEAD "error E(a, b)\n"},
        {4, HEAD "type T ()\n\ntype T ()\n"},
        {3, HEAD "type T ()\nmethod T() -> ()\n"},
        {3, HEAD "method T() -> ()\nerror T()\n"},
    };
    check_faults(wrong, sizeof wrong / sizeof *wrong);
}

static void wrong_types_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct wrong wrong[] = {
        {2, HEAD "type T (a: int,)\n"},
        {3, HEAD "type T (a: int,\n)\n"},
        {2, HEAD "type T (,a: int)\n"},
        {4, HEAD "type T (\n  a: int\n  b: int)\n"},
        {2, HEAD "type T (a: int"},
        {2, HEAD "type T (a:"},
        {2, HEAD "type T (a: )\n"},
        {2, HEAD "type T (_a: int)\n"},
        {2, HEAD "type T (a_: int)\n"},
        {2, HEAD "type T (a__b: int)\n"},
        {2, HEAD "type T (a-b: int)\n"},
        {2, HEAD "type T (1a: int)\n"},
        {2, HEAD "type T (\xC3\xA4: int)\n"},
        {2, HEAD "type T (a: int, b)\n"},
        {2, HEAD "type T (a, b: int)\n"},
        {4, HEAD "type T (\na: int,\na: string)\n"},
        {2, HEAD "type T (one, two, one)\n"},
        {2, HEAD "type T (a: ??int)\n"},
        {3, HEAD "type T (a: ? # again\n ?int)\n"},
        {2, HEAD "type T (a: integer)\n"},
        {2, HEAD "type T (a: Int)\n"},
        {2, HEAD "type T (a: int_)\n"},
        {2, HEAD "type T (a: [int]string)\n"},
        {2, HEAD "type T (a: [ ]string)\n"},
        {2, HEAD "type T (a: [string ]string)\n"},
        {2, HEAD "type T (a: [])\n"},
        {2, HEAD "type T (a: {b: int})\n"},
        {3, HEAD "type T (a: int,\nb: Missing)\ntype U ()\n"},
        {3, HEAD "method M() -> ()\ntype T (a: M)\n"},
        {2, HEAD "type T (a: org.example.Thing)\n"},
    };
    check_faults(wrong, sizeof wrong / sizeof *wrong);
}

static void a_type_may_not_contain_itself_by_value(void **state)
{
    (void)state;
    static const struct wrong wrong[] = {
        {2, HEAD "type T (a: T)\n"},
        {2, HEAD "type T (a: int, b: (c: (d: T)))\n"},
        {2, HEAD "type T (a: U)\ntype U (b: V)\ntype V (c: ?V, d: T)\n"},
        {4, HEAD "method M(a: T) -> ()\n\ntype T (a: U)\ntype U (b: T)\n"},
    };
    check_faults(wrong, sizeof wrong / sizeof *wrong);
}

/* `before`, `count` times `piece`, `after` `count` times, all in one field. */
static const char *nested(struct arena *arena, int count, const char *piece, const char *after)
{
    struct bytes text = {0};
    bytes_add(&text, HEAD "method M(a: ", strlen(HEAD "method M(a: "));
    for (int i = 0; i < count; i++)
        bytes_add(&text, piece, strlen(piece));
    bytes_add(&text, "int", 3);
    for (int i = 0; i < count; i++)
        bytes_add(&text, after, strlen(after));
    bytes_add(&text, ") -> ()\n", 8);
    const char *copy = arena_copy(arena, text.data, text.length);
    bytes_clear(&text);
    return copy;
}

static void thirty_two_levels_are_the_most(void **state)
{
    (void)state;
    struct arena arena = {0};
    /* The parameters themselves are the first level, the int is the last. */
    parse(&arena, nested(&arena, 30, "[]", ""));
    parse(&arena, nested(&arena, 30, "(a: ", ")"));
    assert_int_equal(fault_line(nested(&arena, 31, "[]", "")), 2);
    assert_int_equal(fault_line(nested(&arena, 31, "[string]", "")), 2);
    assert_int_equal(fault_line(nested(&arena, 31, "?[]", "")), 2);
    assert_int_equal(fault_line(nested(&arena, 31, "(a: ", ")")), 2);
    arena_clear(&arena);
}

static void depth_bombs_do_nothing(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_int_equal(fault_line(nested(&arena, 100000, "[]", "")), 2);
    assert_int_equal(fault_line(nested(&arena, 50000, "(a:", ")")), 2);
    assert_int_equal(fault_line(nested(&arena, 50000, "(a:\n", "")), 2 + 30);
    assert_int_equal(fault_line(nested(&arena, 30000, "[string]", "")), 2);
    arena_clear(&arena);
}

/* type A0 (a: A1, b: A1), type A1 (...) and so on; the last is empty. */
static const char *chain(struct arena *arena, int count)
{
    const char *text = HEAD;
    for (int i = 0; i + 1 < count; i++)
        text = arena_format(arena, "%stype A%d (a: A%d, b: A%d)\n", text, i, i + 1, i + 1);
    return arena_format(arena, "%stype A%d ()\n", text, count - 1);
}

static void types_within_types_count_as_levels(void **state)
{
    (void)state;
    struct arena arena = {0};
    parse(&arena, chain(&arena, 32));
    assert_in_range(fault_line(chain(&arena, 33)), 2, 34);
    assert_in_range(fault_line(chain(&arena, 400)), 2, 401);
    arena_clear(&arena);
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    struct arena arena = {0};
    const size_t limit = 256 * 1024;
    char *text = arena_alloc(&arena, limit + 2);
    memset(text, ' ', limit);
    memcpy(text, HEAD "type T ()\n", strlen(HEAD "type T ()\n"));
    parse(&arena, text);
    text[limit] = ' ';
    assert_int_equal(fault_line(text), 1);

    const char *names = "a0", *members = HEAD;
    for (int i = 1; i < 512; i++)
        names = arena_format(&arena, "%s,\na%d", names, i);
    parse(&arena, arena_format(&arena, HEAD "type T (%s)\n", names));
    assert_int_equal(fault_line(arena_format(&arena, HEAD "type T (%s,\nb)\n", names)), 514);
    for (int i = 0; i < 512; i++)
        members = arena_format(&arena, "%serror A%d()\n", members, i);
    parse(&arena, members);
    assert_int_equal(fault_line(arena_format(&arena, "%serror B()\n", members)), 514);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_heads_are_refused_with_their_line),
        cmocka_unit_test(wrong_members_are_refused_with_their_line),
        cmocka_unit_test(wrong_types_are_refused_with_their_line),
        cmocka_unit_test(a_type_may_not_contain_itself_by_value),
        cmocka_unit_test(thirty_two_levels_are_the_most),
        cmocka_unit_test(depth_bombs_do_nothing),
        cmocka_unit_test(types_within_types_count_as_levels),
        cmocka_unit_test(sizes_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
