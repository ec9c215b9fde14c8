#include "client/prompt.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void lines_come_one_by_one_however_they_were_sent(void **state)
{
    int ends[2];
    struct arena arena = {0};
    char *line = NULL;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    struct prompt_lines lines = {.file = ends[0]};
    assert_int_equal(write(ends[1], "one\ntwo\nthr", 11), 11);
    assert_int_equal(prompt_line(&lines, 0, &arena, &line), 0);
    assert_string_equal(line, "one");
    assert_int_equal(prompt_line(&lines, 0, &arena, &line), 0);
    assert_string_equal(line, "two");
    assert_int_equal(prompt_line(&lines, 0, &arena, &line), -ETIMEDOUT);
    assert_int_equal(write(ends[1], "ee\n\n", 4), 4);
    assert_int_equal(prompt_line(&lines, 0, &arena, &line), 0);
    assert_string_equal(line, "three");
    assert_int_equal(prompt_line(&lines, 0, &arena, &line), 0);
    assert_string_equal(line, "");
    close(ends[1]);
    assert_int_equal(prompt_line(&lines, 0, &arena, &line), -ENODATA);
    close(ends[0]);
    bytes_clear(&lines.read);
    arena_clear(&arena);
}

static void a_line_without_end_is_given_up(void **state)
{
    int ends[2];
    struct arena arena = {0};
    char piece[4096];
    char *line = NULL;
    (void)state;
    memset(piece, 'x', sizeof piece);
    assert_int_equal(pipe(ends), 0);
    struct prompt_lines lines = {.file = ends[0]};
    assert_int_equal(write(ends[1], piece, sizeof piece), sizeof piece);
    assert_int_equal(prompt_line(&lines, 0, &arena, &line), -EIO);
    close(ends[0]);
    close(ends[1]);
    bytes_clear(&lines.read);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_one_by_one_however_they_were_sent),
        cmocka_unit_test(a_line_without_end_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
