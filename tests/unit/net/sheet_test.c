#include "daemon/net/sheet.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* issue 2: "printing the recovery sheet" */
static void the_groups_on_the_sheet_give_the_key_back(void **state)
{
    (void)state;
    unsigned char master[KEYS_SIZE];
    unsigned char back[KEYS_SIZE];
    char *text = NULL;
    size_t length = 0;
    for (size_t i = 0; i < sizeof master; i++)
        master[i] = (unsigned char)(7 * i + 3);
    FILE *file = open_memstream(&text, &length);
    assert_non_null(file);
    assert_int_equal(sheet_write(master, file), 0);
    assert_int_equal(fclose(file), 0);
    /* The two lines that stand further in. */
    char *groups = strstr(text, "\n    ");
    assert_non_null(groups);
    char *end = strstr(groups, "\n\n");
    assert_non_null(end);
    *end = '\0';
    assert_int_equal(keys_recovery_parse(groups, back), 0);
    assert_memory_equal(back, master, sizeof master);
    free(text);
}

static void the_sheet_fits_a_page_and_a_terminal(void **state)
{
    (void)state;
    unsigned char master[KEYS_SIZE] = {0};
    char *text = NULL;
    size_t length = 0;
    size_t lines = 0;
    FILE *file = open_memstream(&text, &length);
    assert_non_null(file);
    assert_int_equal(sheet_write(master, file), 0);
    assert_int_equal(fclose(file), 0);
    for (const char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        assert_in_range(end - line, 0, 79);
        lines++;
    }
    assert_true(lines < 50);
    free(text);
}

static void a_sheet_that_cannot_be_written_is_a_failure(void **state)
{
    (void)state;
    unsigned char master[KEYS_SIZE] = {0};
    FILE *file = fopen("/dev/full", "w");
    assert_non_null(file);
    assert_int_equal(sheet_write(master, file), -ENOSPC);
    (void)fclose(file);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_groups_on_the_sheet_give_the_key_back),
        cmocka_unit_test(the_sheet_fits_a_page_and_a_terminal),
        cmocka_unit_test(a_sheet_that_cannot_be_written_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
