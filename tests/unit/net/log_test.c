#include "daemon/net/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROOM = 4096 };

struct fixture {
    int ends[2];
    char text[ROOM];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    return fixture ? pipe(fixture->ends) : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    int result = close(fixture->ends[0]) | close(fixture->ends[1]);
    free(fixture);
    return result;
}

static const char *said(struct fixture *fixture)
{
    ssize_t length = read(fixture->ends[0], fixture->text, ROOM - 1);
    assert_true(length > 0);
    fixture->text[length] = '\0';
    return fixture->text;
}

static void on_a_terminal_the_level_is_a_word(void **state)
{
    struct fixture *fixture = *state;
    struct log log;
    log_init(fixture->ends[1], LOG_DEBUG, NULL, &log);
    log_say(&log, LOG_ERR, "one %d", 1);
    log_say(&log, LOG_WARNING, "two");
    log_say(&log, LOG_INFO, "three");
    log_say(&log, LOG_DEBUG, "four");
    assert_string_equal(said(fixture), "kithd: error: one 1\nkithd: warning: two\nkithd: three\n"
                                       "kithd: debug: four\n");
}

static void what_is_less_serious_than_the_level_is_not_written(void **state)
{
    struct fixture *fixture = *state;
    struct log log;
    log_init(fixture->ends[1], LOG_WARNING, NULL, &log);
    log_say(&log, LOG_INFO, "not this");
    log_say(&log, LOG_WARNING, "this");
    assert_string_equal(said(fixture), "kithd: warning: this\n");
}

static void for_the_journal_the_level_is_a_number_in_front(void **state)
{
    struct fixture *fixture = *state;
    struct stat status;
    char stream[64];
    struct log log;
    assert_int_equal(fstat(fixture->ends[1], &status), 0);
    assert_true(snprintf(stream, sizeof stream, "%ju:%ju", (uintmax_t)status.st_dev,
                         (uintmax_t)status.st_ino) > 0);
    log_init(fixture->ends[1], LOG_INFO, stream, &log);
    log_say(&log, LOG_ERR, "one");
    assert_string_equal(said(fixture), "<3>one\n");
}

static void a_journal_that_is_somebody_elses_is_not_ours(void **state)
{
    struct fixture *fixture = *state;
    struct log log;
    log_init(fixture->ends[1], LOG_INFO, "1:1", &log);
    log_say(&log, LOG_ERR, "one");
    assert_string_equal(said(fixture), "kithd: error: one\n");
}

static void one_line_stays_one_line(void **state)
{
    struct fixture *fixture = *state;
    struct log log;
    log_init(fixture->ends[1], LOG_INFO, NULL, &log);
    log_say(&log, LOG_INFO, "a\nb\033[1mc\177");
    assert_string_equal(said(fixture), "kithd: a?b?[1mc?\n");
}

static void a_long_line_is_cut_and_ends(void **state)
{
    struct fixture *fixture = *state;
    char text[3000];
    struct log log;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    log_init(fixture->ends[1], LOG_INFO, NULL, &log);
    log_say(&log, LOG_INFO, "%s", text);
    const char *line = said(fixture);
    assert_in_range(strlen(line), 1000, 1100);
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

/* issue 2: "a clear error" */
static void a_refusal_says_what_why_and_what_to_do(void **state)
{
    struct fixture *fixture = *state;
    struct log log;
    log_init(fixture->ends[1], LOG_ERR, NULL, &log);
    log_refusal(&log, "the door cannot be opened", "no key", "look under the mat");
    assert_string_equal(said(fixture),
                        "kithd: the door cannot be opened: no key; look under the mat\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(on_a_terminal_the_level_is_a_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_less_serious_than_the_level_is_not_written, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(for_the_journal_the_level_is_a_number_in_front, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_journal_that_is_somebody_elses_is_not_ours, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_line_stays_one_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_line_is_cut_and_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_says_what_why_and_what_to_do, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
