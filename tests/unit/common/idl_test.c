#include "common/idl.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/embed.h"

#define HEAD "interface org.example.test\n"

/* Parses what must be right. */
static struct idl parse(struct arena *arena, const char *text)
{
    struct idl idl = {0};
    struct idl_fault fault = {0, "none"};
    if (idl_parse(text, arena, &idl, &fault) != 0)
        fail_msg("line %d: %s\n%s", fault.line, fault.reason, text);
    return idl;
}

static const struct idl_field *field(const struct idl_type *type, const char *name)
{
    for (const struct idl_field *at = type->fields; at; at = at->next)
        if (strcmp(at->name, name) == 0)
            return at;
    fail_msg("no field %s", name);
    return NULL;
}

static const struct idl_type *type_of(const struct idl_type *type, const char *name)
{
    return field(type, name)->type;
}

/* The same ground as the official certification interface, in other words. */
static const char everything[] =
    "# Orders of a bakery.\n"
    "# Two lines.\n"
    "interface org.example.bakery-2.shop\n"
    "\n"
    "# A cake.\n"
    "type Cake (\n"
    "  # Its name.\n"
    "  name: string,\n"
    "  extra: object,\n"
    "  note: any,\n"
    "  size: (small, large),\n"
    "  box: (width: int, height: float),\n"
    "  layers: []string,\n"
    "  prices: [string]float,\n"
    "  tags: [string](),\n"
    "  sold: ?bool,\n"
    "  parts: ?[](grams: int, what: string),\n"
    "  odd: ?[]?[string](raw, baked),\n"
    "  shop: Shop,\n"
    "  next: ?Cake\n"
    ")\n"
    "\n"
    "type Shop (street: string)\n"
    "type Mood (good, bad)\n"
    "\n"
    "method Open() -> ()\n"
    "# Orders.\n"
    "method Order(type: string, method: Mood, error: [][]int) -> (cakes: [string][]Cake)\n"
    "error Closed ()\n"
    "error SoldOut (cake: Cake, until: ?string)\n";

/* issue 2: "The parser takes the whole language" */
static void the_whole_language_becomes_a_tree(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct idl idl = parse(&arena, everything);
    assert_string_equal(idl.name, "org.example.bakery-2.shop");
    assert_string_equal(idl.comment, "Orders of a bakery.\nTwo lines.");
    assert_string_equal(idl.text, everything);
    assert_ptr_not_equal(idl.text, everything);

    const struct idl_member *cake = idl_find(&idl, IDL_TYPE, "Cake");
    assert_string_equal(cake->comment, "A cake.");
    assert_int_equal(cake->line, 6);
    const struct idl_type *type = cake->in;
    assert_int_equal(type->kind, IDL_STRUCT);
    assert_string_equal(field(type, "name")->comment, "Its name.");
    assert_int_equal(field(type, "name")->line, 8);
    assert_int_equal(type_of(type, "name")->kind, IDL_STRING);
    assert_int_equal(type_of(type, "extra")->kind, IDL_OBJECT);
    assert_int_equal(type_of(type, "note")->kind, IDL_ANY);
    assert_int_equal(type_of(type, "size")->kind, IDL_ENUM);
    assert_null(field(type_of(type, "size"), "large")->type);
    assert_int_equal(type_of(type_of(type, "box"), "height")->kind, IDL_FLOAT);
    assert_int_equal(type_of(type, "layers")->kind, IDL_ARRAY);
    assert_int_equal(type_of(type, "layers")->element->kind, IDL_STRING);
    assert_int_equal(type_of(type, "prices")->kind, IDL_MAP);
    assert_int_equal(type_of(type, "tags")->kind, IDL_SET);
    assert_true(type_of(type, "sold")->nullable);
    assert_int_equal(type_of(type, "sold")->kind, IDL_BOOL);
    assert_true(type_of(type, "parts")->nullable);
    assert_int_equal(type_of(type, "parts")->element->kind, IDL_STRUCT);
    arena_clear(&arena);
}

static void names_lead_to_their_types_wherever_these_stand(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct idl idl = parse(&arena, everything);
    const struct idl_type *cake = idl_find(&idl, IDL_TYPE, "Cake")->in;
    const struct idl_type *odd = type_of(cake, "odd");
    assert_true(odd->element->nullable);
    assert_int_equal(odd->element->kind, IDL_MAP);
    assert_int_equal(odd->element->element->kind, IDL_ENUM);
    assert_int_equal(type_of(cake, "shop")->kind, IDL_NAMED);
    assert_string_equal(type_of(cake, "shop")->name, "Shop");
    assert_ptr_equal(type_of(cake, "shop")->named, idl_find(&idl, IDL_TYPE, "Shop")->in);
    assert_ptr_equal(type_of(cake, "next")->named, cake);
    const struct idl_member *order = idl_find(&idl, IDL_METHOD, "Order");
    assert_string_equal(order->comment, "Orders.");
    assert_int_equal(type_of(order->in, "method")->named->kind, IDL_ENUM);
    assert_int_equal(type_of(order->in, "error")->element->element->kind, IDL_INT);
    assert_ptr_equal(type_of(order->out, "cakes")->element->element->named, cake);
    assert_null(idl_find(&idl, IDL_METHOD, "Open")->in->fields);
    assert_null(idl_find(&idl, IDL_METHOD, "Open")->out->fields);
    assert_null(idl_find(&idl, IDL_ERROR, "Closed")->in->fields);
    assert_null(idl_find(&idl, IDL_ERROR, "SoldOut")->out);
    assert_null(idl_find(&idl, IDL_ERROR, "Order"));
    assert_null(idl_find(&idl, IDL_METHOD, "Close"));
    arena_clear(&arena);
}

static void members_and_fields_keep_their_order(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct idl idl = parse(&arena, HEAD "error B()\nmethod A(z: int, a: int) -> ()\ntype C (q)\n");
    const struct idl_member *member = idl.members;
    assert_string_equal(member->name, "B");
    member = member->next;
    assert_string_equal(member->name, "A");
    assert_string_equal(member->in->fields->name, "z");
    assert_string_equal(member->in->fields->next->name, "a");
    assert_null(member->in->fields->next->next);
    member = member->next;
    assert_string_equal(member->name, "C");
    assert_null(member->next);
    arena_clear(&arena);
}

static void odd_but_right_descriptions_are_taken(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD "type T ()",
        HEAD "type T (a: [][]string, b: []?string, c: [string][]T, d: [string][string]())\n",
        HEAD "type T (a: ?[]T, b: ?[string]T, c: []T, d: [string]T, e: ?T)\n",
        HEAD "type T (a: ?U)\ntype U (b: T)\n",
        HEAD "type T (a: ?any, b: ?object, c: []any, d: ?(e: int), f: ?(g, h))\n",
        HEAD "type T (a: int # last\n)\n",
        HEAD "method M(\n) -> (\n)\n",
        HEAD "method M()->()\n",
        HEAD "method M ( a : int , b : int )\n->\n( )\n",
        HEAD "type T (Upper: int, UPPER_2: int, a1_2b: int)\n",
        HEAD "type T (one)\n",
        HEAD
        "type T(type: int, method: int, error: int, interface: int, string: string, any: any)\n",
        HEAD "type Bool (bool: bool)\n",
        HEAD "error E()\n",
        HEAD "error E\n#a\n(#b\n)#c\n",
        HEAD
        "method # a\n # b\nM # c\n( # d\nx # e\n: # f\nint # g\n, # h\ny: int) # i\n-> # j\n()",
        HEAD "type T (a: ? [] # blanks and comments stand anywhere between\n [string] int)\n",
        HEAD "method M() -> () # the end",
        HEAD "method M() -> ()#\n#\n",
        HEAD "\n\n\t \n method M() -> ()\n \t\n",
        "interface a.b#here\ntype T ()\n",
        "  # one\n\n interface\n\ta.b \t\n type T ()",
        "interface a.b\r\ntype T (\r\n  a: int,\r\n  # b\r\n  b: int\r\n)\r\ntype U ()\r\n",
        "interface a.b\rtype T ()\rtype U ()\r",
        "\xEF\xBB\xBFinterface\xC2\xA0"
        "a.b\xE2\x80\xA8type\xE3\x80\x80T\xE1\x9A\x80()\xE2\x80\x8A\xE2\x80\xA9type "
        "U\xE2\x80\xAF()",
        "interface a.b.c-d.0e.f--g\ntype T ()",
        "interface A-1.B\ntype T ()",
        "interface xn--lgbbat1ad8j.example.algeria\ntype T ()",
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        (void)parse(&arena, texts[i]);
        arena_clear(&arena);
    }
}

static void comments_belong_to_what_stands_right_below(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct idl idl = parse(&arena, "# lost\n\n#one\n#  two\n\t# three \n##\n#\n#last\r\n"
                                   "interface a.b # not for T\n"
                                   "type T ( # not for a\n"
                                   "  a: int, # not for b\n"
                                   "  b: int,\n"
                                   "  # lost\n"
                                   "\n"
                                   "  # for c\n"
                                   "  c: int # not for d\n"
                                   "  # lost too\n"
                                   "  , d: int,\n"
                                   "  # for e\n"
                                   "  e: (\n"
                                   "    # for f\n"
                                   "    f, g)\n"
                                   ")\n"
                                   "# lost\n"
                                   "\n"
                                   "method M() -> ()\n"
                                   "# for E [line 80]\n"
                                   "error E()\n");
    assert_string_equal(idl.comment, "one\n two\nthree \n#\n\nlast");
    const struct idl_type *type = idl_find(&idl, IDL_TYPE, "T")->in;
    assert_string_equal(idl_find(&idl, IDL_TYPE, "T")->comment, "");
    assert_string_equal(field(type, "a")->comment, "");
    assert_string_equal(field(type, "b")->comment, "");
    assert_string_equal(field(type, "c")->comment, "for c");
    assert_string_equal(field(type, "d")->comment, "");
    assert_string_equal(field(type, "e")->comment, "for e");
    assert_string_equal(field(type_of(type, "e"), "f")->comment, "for f");
    assert_string_equal(field(type_of(type, "e"), "g")->comment, "");
    assert_string_equal(idl_find(&idl, IDL_METHOD, "M")->comment, "");
    assert_string_equal(idl_find(&idl, IDL_ERROR, "E")->comment, "for E [line 80]");
    arena_clear(&arena);
}

static int count_lines(const char *text, size_t length)
{
    int lines = 1;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

static void a_description_cut_short_anywhere_is_right_or_refused(void **state)
{
    (void)state;
    const char *whole = embedded_find(embedded_texts, "org.kith.Chore.varlink");
    assert_non_null(whole);
    size_t length = strlen(whole);
    int right = 0;
    for (size_t cut = 0; cut < length; cut++) {
        struct arena arena = {0};
        struct idl idl;
        struct idl_fault fault = {0, ""};
        int result = idl_parse(arena_copy(&arena, whole, cut), &arena, &idl, &fault);
        if (result == 0)
            right++;
        else
            assert_in_range(fault.line, 1, count_lines(whole, cut));
        arena_clear(&arena);
    }
    assert_in_range(right, 20, length / 2);
}

static void assert_documented(const char *file, const struct idl_type *type)
{
    for (const struct idl_field *at = type->fields; at; at = at->next) {
        if (at->type && !*at->comment)
            fail_msg("%s:%d: %s says nothing", file, at->line, at->name);
        if (at->type)
            assert_documented(file, at->type);
    }
}

static void every_description_of_ours_is_right_and_documented(void **state)
{
    (void)state;
    int count = 0;
    for (const struct embedded *at = embedded_texts; at->name; at++) {
        bool ours = strncmp(at->name, "org.kith.", 9) == 0;
        if (!ours)
            continue;
        struct arena arena = {0};
        struct idl idl = parse(&arena, at->text);
        assert_string_equal(arena_format(&arena, "%s.varlink", idl.name), at->name);
        assert_true(strlen(idl.comment) > 0);
        for (const struct idl_member *member = idl.members; member; member = member->next) {
            assert_true(strlen(member->comment) > 0);
            assert_documented(at->name, member->in);
            if (member->out)
                assert_documented(at->name, member->out);
        }
        arena_clear(&arena);
        count++;
    }
    assert_in_range(count, 10, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_language_becomes_a_tree),
        cmocka_unit_test(names_lead_to_their_types_wherever_these_stand),
        cmocka_unit_test(members_and_fields_keep_their_order),
        cmocka_unit_test(odd_but_right_descriptions_are_taken),
        cmocka_unit_test(comments_belong_to_what_stands_right_below),
        cmocka_unit_test(a_description_cut_short_anywhere_is_right_or_refused),
        cmocka_unit_test(every_description_of_ours_is_right_and_documented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
