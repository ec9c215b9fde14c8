#include "client/say.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { FRIDAY = 20784 }; /* 2026-11-27 */

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* issue 2: "text with control characters" */
static void what_could_act_on_a_terminal_is_spelled_out(void **state)
{
    (void)state;
    assert_string_equal(say_safe(&arena, "Mike\n\tR. caf\xC3\xA9"), "Mike\n\tR. caf\xC3\xA9");
    assert_string_equal(say_safe(&arena, "a\x1b[31mb"), "a\\u001b[31mb");
    assert_string_equal(say_safe(&arena, "a\x7f\r"), "a\\u007f\\u000d");
    assert_string_equal(say_safe(&arena, "a\xC2\x9b"
                                         "b"),
                        "a\\u009bb");
    assert_string_equal(say_safe(&arena, "a\xE2\x80\xAE"
                                         "b"),
                        "a\\u202eb");
    assert_string_equal(say_safe(&arena, "\xF0\x9F\x99\x82\x07"), "\xF0\x9F\x99\x82\\u0007");
    /* What is no UTF-8 cannot pass either. */
    assert_string_equal(say_safe(&arena, "a\xE9"), "a\\u00e9");
    assert_string_equal(say_safe(&arena, "\xFFwill not do"), "\\u00ffwill not do");
}

static void days_are_said_with_their_weekday(void **state)
{
    (void)state;
    assert_string_equal(say_day(&arena, "2026-11-27", FRIDAY), "Fri 27 Nov");
    assert_string_equal(say_day(&arena, "2027-01-01", FRIDAY), "Fri 1 Jan 2027");
    assert_string_equal(say_day(&arena, "soon", FRIDAY), "soon");
    assert_string_equal(say_day(&arena, "", FRIDAY), "");
}

static void instants_are_said_on_their_own_clock(void **state)
{
    (void)state;
    assert_string_equal(say_instant(&arena, "2026-11-27T21:00:00-05:00", FRIDAY),
                        "Fri 27 Nov, 9 pm");
    assert_string_equal(say_instant(&arena, "2026-11-27", FRIDAY), "Fri 27 Nov");
    assert_string_equal(say_instant(&arena, "later", FRIDAY), "later");
    assert_string_equal(say_clock(&arena, "2026-11-28T00:30:00+13:00", ""), "12:30 am");
    assert_string_equal(say_clock(&arena, "2026-11-27T21:00:00-05:00", "2026-11-27"), "9 pm");
    assert_string_equal(say_clock(&arena, "x", "2026-11-27"), "x");
}

static void a_time_past_midnight_is_said_with_its_weekday(void **state)
{
    (void)state;
    assert_string_equal(say_clock(&arena, "2026-11-28T01:00:00-05:00", "2026-11-27"), "Sat 1 am");
}

static void times_are_said_as_people_do(void **state)
{
    (void)state;
    assert_string_equal(say_time(&arena, "21:00"), "9 pm");
    assert_string_equal(say_time(&arena, "25:00"), "1 am");
    assert_string_equal(say_time(&arena, "?"), "?");
}

static void lists_end_in_and(void **state)
{
    (void)state;
    json_t *list = json_pack("[s]", "a");
    assert_string_equal(say_list(&arena, list), "a");
    json_array_append_new(list, json_string("b"));
    assert_string_equal(say_list(&arena, list), "a and b");
    json_array_append_new(list, json_string("c"));
    assert_string_equal(say_list(&arena, list), "a, b and c");
    assert_string_equal(say_joined(&arena, list, "; "), "a; b; c");
    json_array_clear(list);
    assert_string_equal(say_list(&arena, list), "");
    json_decref(list);
}

static void handles_are_written_as_names(void **state)
{
    (void)state;
    assert_string_equal(say_name(&arena, "mike"), "Mike");
    assert_string_equal(say_name(&arena, ""), "");
}

static void a_handle_in_capitals_is_made_small(void **state)
{
    (void)state;
    assert_string_equal(say_handle(&arena, "Ann"), "ann");
    assert_string_equal(say_handle(&arena, "UP-1"), "up-1");
    assert_string_equal(say_handle(&arena, "Maple/Mike"), "maple/mike");
    assert_null(say_handle(&arena, "ann"));
    assert_null(say_handle(&arena, "Ann W."));
    assert_null(say_handle(&arena, "2ND"));
    assert_null(say_handle(&arena, "/Mike"));
    assert_null(say_handle(&arena, "A/B/C"));
    assert_null(say_handle(&arena, ""));
}

static void a_list_has_what_is_in_it(void **state)
{
    json_t *list = json_pack("[sis]", "a", 1, "b");
    (void)state;
    assert_true(say_has(list, "b"));
    assert_false(say_has(list, "c"));
    assert_false(say_has(NULL, "a"));
    json_decref(list);
}

static void bytes_have_the_unit_that_fits(void **state)
{
    (void)state;
    assert_string_equal(say_bytes(&arena, 0), "0 bytes");
    assert_string_equal(say_bytes(&arena, 1023), "1023 bytes");
    assert_string_equal(say_bytes(&arena, 1536), "1.5 KiB");
    assert_string_equal(say_bytes(&arena, 1 << 20), "1.0 MiB");
}

/* issue 3: "with age" */
static void ages_are_said_in_the_unit_that_fits(void **state)
{
    enum { HOUR = 3600, DAY = 24 * HOUR };
    (void)state;
    assert_string_equal(say_age(&arena, -5), "a moment");
    assert_string_equal(say_age(&arena, 59), "a moment");
    assert_string_equal(say_age(&arena, 60), "1 minute");
    assert_string_equal(say_age(&arena, HOUR - 1), "59 minutes");
    assert_string_equal(say_age(&arena, HOUR), "1 hour");
    assert_string_equal(say_age(&arena, DAY - 1), "23 hours");
    assert_string_equal(say_age(&arena, DAY), "1 day");
    assert_string_equal(say_age(&arena, 3 * DAY + 5 * HOUR), "3 days");
    assert_string_equal(say_age(&arena, 60 * DAY - 1), "59 days");
    assert_string_equal(say_age(&arena, 60 * DAY), "2 months");
    assert_string_equal(say_age(&arena, 729 * DAY), "24 months");
    assert_string_equal(say_age(&arena, 730 * DAY), "2 years");
    assert_string_equal(say_age(&arena, (int64_t)7 * 365 * DAY), "7 years");
}

static void absent_members_read_as_empty(void **state)
{
    (void)state;
    json_t *object = json_pack("{siss}", "n", 3, "t", "x");
    assert_string_equal(say_text(object, "t"), "x");
    assert_string_equal(say_text(object, "n"), "");
    assert_string_equal(say_text(NULL, "t"), "");
    assert_int_equal(say_number(object, "n"), 3);
    assert_int_equal(say_number(object, "none"), 0);
    assert_int_equal(say_count(object, "none"), 0);
    json_decref(object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_could_act_on_a_terminal_is_spelled_out),
        cmocka_unit_test(days_are_said_with_their_weekday),
        cmocka_unit_test(instants_are_said_on_their_own_clock),
        cmocka_unit_test(a_time_past_midnight_is_said_with_its_weekday),
        cmocka_unit_test(times_are_said_as_people_do),
        cmocka_unit_test(lists_end_in_and),
        cmocka_unit_test(handles_are_written_as_names),
        cmocka_unit_test(a_handle_in_capitals_is_made_small),
        cmocka_unit_test(a_list_has_what_is_in_it),
        cmocka_unit_test(bytes_have_the_unit_that_fits),
        cmocka_unit_test(ages_are_said_in_the_unit_that_fits),
        cmocka_unit_test(absent_members_read_as_empty),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
