/* The generator runs here as it does in the build, on descriptions in a folder of its own. */
int idlgen_main(int argc, char **argv);
#define main idlgen_main
#include "common/idlgen.c"
#undef main

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

struct folder {
    struct arena arena;
    const char *in;
    const char *header;
    const char *source;
    const char *errors;
    const char *path;
};

static int make_folder(void **state)
{
    struct folder *folder = test_malloc(sizeof *folder);
    *folder = (struct folder){0};
    char *path = arena_text(&folder->arena, "/tmp/idlgen-XXXXXX");
    if (!mkdtemp(path))
        return -1;
    folder->path = path;
    folder->in = arena_format(&folder->arena, "%s/in.varlink", path);
    folder->header = arena_format(&folder->arena, "%s/out.h", path);
    folder->source = arena_format(&folder->arena, "%s/out.c", path);
    folder->errors = arena_format(&folder->arena, "%s/errors", path);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    struct folder *folder = *state;
    (void)unlink(folder->in);
    (void)unlink(folder->header);
    (void)unlink(folder->source);
    (void)unlink(folder->errors);
    int result = rmdir(folder->path);
    arena_clear(&folder->arena);
    test_free(folder);
    return result;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *read_file(struct folder *folder, const char *path)
{
    enum { SIZE = 65536 };
    FILE *file = fopen(path, "re");
    if (!file)
        return "";
    char *text = arena_alloc(&folder->arena, SIZE + 1);
    assert_in_range(fread(text, 1, SIZE, file), 0, SIZE - 1);
    assert_int_equal(fclose(file), 0);
    return text;
}

/* Runs the generator; what it says goes to a file. */
static int run(struct folder *folder, int count, const char *header)
{
    char *arguments[] = {(char *)"idlgen", (char *)folder->in, (char *)header,
                         (char *)folder->source, NULL};
    int before = dup(STDERR_FILENO);
    int errors = open(folder->errors, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(before >= 0 && errors >= 0 && dup2(errors, STDERR_FILENO) >= 0);
    int result = idlgen_main(count, arguments);
    assert_true(dup2(before, STDERR_FILENO) >= 0);
    (void)close(before);
    (void)close(errors);
    return result;
}

static int run_on(struct folder *folder, const char *description)
{
    write_file(folder->in, description);
    return run(folder, 4, folder->header);
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in\n%s", part, text);
}

/* The generator must refuse the description, and say why in that line. */
static void assert_refused(struct folder *folder, int line, const char *reason,
                           const char *description)
{
    assert_int_equal(run_on(folder, description), 1);
    assert_holds(read_file(folder, folder->errors),
                 arena_format(&folder->arena, "%s:%d: %s", folder->in, line, reason));
    assert_int_equal(access(folder->header, F_OK), -1);
    assert_int_equal(access(folder->source, F_OK), -1);
}

static void every_kind_has_its_member_in_c(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(run_on(folder, "interface org.example.DayBook\n"
                                    "type Place (street: string, number: ?int)\n"
                                    "type Unused (a: int)\n"
                                    "method AddPage(\n"
                                    "  aBool: bool, maybeBool: ?bool, anInt: int, maybeInt: ?int,\n"
                                    "  text: ?string, kind: (one, two), place: Place,\n"
                                    "  other: ?Place, own: (x: bool), tags: ?[]string,\n"
                                    "  steps: ?[]int,\n"
                                    "  places: []Place, marks: [](day: string),\n"
                                    "  fields: [string]string, f: float, o: object, a: any,\n"
                                    "  deep: [][]int, set: [string](), default: int,\n"
                                    "  ownPIN: int, snake_Case: int, planB: int\n"
                                    ") -> (unused: Unused)\n"
                                    "method URLFor() -> ()\n"),
                     0);
    const char *header = read_file(folder, folder->header);
    static const char *const parts[] = {
        "struct day_book_place {\n    const char *street;\n    struct optional_int number;\n};",
        "struct day_book_add_page_in {",
        "    bool a_bool;\n    struct optional_bool maybe_bool;\n    int64_t an_int;\n",
        "    struct optional_int maybe_int;\n    const char *text;\n    const char *kind;\n",
        "    struct day_book_place place;\n    struct day_book_place *other;\n",
        "    struct day_book_add_page_in_own own;\n    struct text_list tags;\n",
        "    struct text_list tags;\n    struct int_list steps;\n",
        "        struct day_book_place *items;\n    } places;\n",
        "        struct day_book_add_page_in_marks *items;\n    } marks;\n",
        "    struct text_map fields;\n    const json_t *f;\n    const json_t *o;\n",
        "    const json_t *deep;\n    const json_t *set;\n    int64_t default_;\n",
        "    int64_t own_pin;\n    int64_t snake_case;\n    int64_t plan_b;\n};",
        "int day_book_add_page(struct call *call, const struct day_book_add_page_in *in);\n",
        "int day_book_url_for(struct call *call);\n",
        "extern const struct method *const day_book_method_list[];\n",
        "extern const char day_book_interface[];\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_holds(header, parts[i]);
    assert_null(strstr(header, "unused"));
    assert_holds(read_file(folder, folder->source), "\"org.example.DayBook.AddPage\"");
}

static void our_own_interfaces_must_bound_what_comes_in(void **state)
{
    struct folder *folder = *state;
    static const char *const fields[][2] = {
        {"text: string", "A string that comes in wants"},
        {"# Such as [a b]\ntext: ?string", "A string that comes in wants"},
        {"# [line]\ntext: string", "A string that comes in wants"},
        {"# [line 0]\ntext: string", "A string that comes in wants"},
        {"# [line -1]\ntext: string", "A string that comes in wants"},
        {"# [line 80 ]\ntext: string", "A string that comes in wants"},
        {"# [text 262145]\ntext: string", "A string that comes in wants"},
        {"# [line 80] [now this]\ntext: string", "A string that comes in wants"},
        {"# [1..2]\ntext: string", "A string that comes in wants"},
        {"number: int", "An int that comes in wants"},
        {"# [handle]\nnumber: ?int", "An int that comes in wants"},
        {"# [5..4]\nnumber: int", "An int that comes in wants"},
        {"# [1...4]\nnumber: int", "An int that comes in wants"},
        {"# [1..4 ]\nnumber: int", "An int that comes in wants"},
        {"# [1..]\nnumber: int", "An int that comes in wants"},
        {"# [..4]\nnumber: int", "An int that comes in wants"},
        {"# [+1..4]\nnumber: int", "An int that comes in wants"},
        {"# [1.. 4]\nnumber: int", "An int that comes in wants"},
        {"# [4]\nnumber: int", "An int that comes in wants"},
        {"# [1..9999999999999999999]\nnumber: int", "An int that comes in wants"},
        {"list: []string", "A list or map that comes in wants"},
        {"# [1..4]\nlist: []int", "A list or map that comes in wants"},
        {"# [line 4]\nmap: ?[string]string", "A list or map that comes in wants"},
        {"list: []T", "A list or map that comes in wants"},
        {"# [items 4]\nnumbers: []float", "What the decoder cannot check"},
        {"half: float", "What the decoder cannot check"},
        {"# [items 4]\nset: [string]()", "What the decoder cannot check"},
        {"thing: ?object", "What the decoder cannot check"},
        {"thing: any", "What the decoder cannot check"},
        {"in: (a: (b: string))", "A string that comes in wants"},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        int line = *fields[i][0] == '#' ? 5 : 4;
        assert_refused(folder, line, fields[i][1],
                       arena_format(&folder->arena,
                                    "interface org.kith.Thing\ntype T (on: bool)\nmethod M(\n%s\n"
                                    ") -> ()\n",
                                    fields[i][0]));
    }
}

static void bounds_come_from_the_last_brackets(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(run_on(folder, "interface org.kith.Thing\n"
                                    "method M(\n"
                                    "  # One [of] them. [handle]\n  a: string,\n"
                                    "  # [name]\n  b: string,\n  # [date]\n  c: string,\n"
                                    "  # [time]\n  d: string,\n  # [line 80]\n  e: ?string,\n"
                                    "  # Two\n  # lines. [text 2000]\n  f: string,\n"
                                    "  # [-9223372036854775808..-1]\n  g: int,\n"
                                    "  # [items 7]\n  h: []string,\n"
                                    "  # [line 1]\n  i: string, \n  # [text 262144]\n  j: string\n"
                                    ") -> (free: string, count: int)\n"),
                     0);
    const char *source = read_file(folder, folder->source);
    static const char *const parts[] = {
        ".form = FORM_HANDLE,",
        ".form = FORM_NAME,",
        ".form = FORM_DATE,",
        ".form = FORM_TIME,",
        ".form = FORM_LINE,\n     .min = INT64_C(0),\n     .max = INT64_C(80),",
        ".form = FORM_TEXT,\n     .min = INT64_C(0),\n     .max = INT64_C(2000),",
        ".min = INT64_MIN,\n     .max = INT64_C(-1),",
        ".max = INT64_C(7),",
        ".max = INT64_C(1),",
        ".max = INT64_C(262144),",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_holds(source, parts[i]);
}

static void other_interfaces_have_bounds_by_default(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(run_on(folder, "interface org.example.thing\n"
                                    "method M(a: string, b: []string, c: int) -> ()\n"),
                     0);
    const char *source = read_file(folder, folder->source);
    assert_holds(source, ".form = FORM_TEXT,\n     .min = INT64_C(0),\n     .max = INT64_C(4096),");
    assert_holds(source, ".max = INT64_C(500),");
    assert_holds(source, ".min = INT64_MIN,\n     .max = INT64_C(9223372036854775807),");
}

static void parameters_may_not_hold_themselves(void **state)
{
    struct folder *folder = *state;
    assert_refused(folder, 2, "Parameters may not hold themselves",
                   "interface a.b\ntype T (inner: ?T)\nmethod M(t: T) -> ()\n");
    assert_refused(folder, 3, "Parameters may not hold themselves",
                   "interface a.b\ntype T (inner: ?U)\ntype U (all: []T)\nmethod M(t: T) -> ()\n");
}

static void long_chains_of_types_are_refused(void **state)
{
    struct folder *folder = *state;
    const char *text = "interface a.b\nmethod M(t: T0) -> ()\ntype T99 ()\n";
    for (int i = 0; i < 99; i++)
        text = arena_format(&folder->arena, "%stype T%d (a: []T%d)\n", text, i, i + 1);
    assert_refused(folder, 34, "Parameters may not hold themselves or nest deeply.", text);
}

static void faults_of_the_description_are_passed_on(void **state)
{
    struct folder *folder = *state;
    assert_refused(folder, 3, "This type is not defined.",
                   "interface a.b\n\nmethod M(t: T) -> ()\n");
}

static void missing_files_and_arguments_are_said(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(run(folder, 3, folder->header), 2);
    assert_holds(read_file(folder, folder->errors), "usage: idlgen ");
    assert_int_equal(run(folder, 4, folder->header), 1);
    assert_holds(read_file(folder, folder->errors), "No such file or directory");
    write_file(folder->in, "interface a.b\ntype T ()\n");
    assert_int_equal(run(folder, 4, arena_format(&folder->arena, "%s/no/out.h", folder->path)), 1);
    assert_holds(read_file(folder, folder->errors), "cannot be written");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_has_its_member_in_c),
        TEST(our_own_interfaces_must_bound_what_comes_in),
        TEST(bounds_come_from_the_last_brackets),
        TEST(other_interfaces_have_bounds_by_default),
        TEST(parameters_may_not_hold_themselves),
        TEST(long_chains_of_types_are_refused),
        TEST(faults_of_the_description_are_passed_on),
        TEST(missing_files_and_arguments_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
