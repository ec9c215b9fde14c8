#include "client/word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
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

/* What `text` becomes, as JSON; "" where it is refused. */
static const char *becomes_at(const char *value, const char *text, bool other_computer)
{
    struct word_setting setting = {FRIDAY, other_computer, &arena};
    const char *reason = NULL;
    json_t *json = word_read(value, text, &setting, &reason);
    if (!json) {
        assert_non_null(reason);
        assert_true(strlen(reason) > 10);
        return "";
    }
    char *dumped = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
    const char *copy = arena_text(&arena, dumped);
    free(dumped);
    json_decref(json);
    return copy;
}

static const char *becomes(const char *value, const char *text)
{
    return becomes_at(value, text, false);
}

/* design, section 4: "Dates people type are resolved with *that* now and zone." */
static void dates_are_read_on_the_houses_calendar(void **state)
{
    (void)state;
    assert_string_equal(becomes("DATE", "today"), "\"2026-11-27\"");
    assert_string_equal(becomes("DATE", "mon"), "\"2026-11-30\"");
    assert_string_equal(becomes("DATE", "-1d"), "\"2026-11-26\"");
    assert_string_equal(becomes("DATE", "someday"), "");
    assert_string_equal(becomes("PASTDATE", "today"), "\"2026-11-27\"");
    assert_string_equal(becomes("PASTDATE", "mon"), "\"2026-11-23\"");
    assert_string_equal(becomes("PASTDATE", "2026-11-30"), "\"2026-11-30\"");
    assert_string_equal(becomes("PASTDATE", "someday"), "");
    assert_string_equal(becomes("WEEK", "next week"), "\"2026-11-30\"");
    assert_string_equal(becomes("WEEK", "last week"), "\"2026-11-16\"");
    assert_string_equal(becomes("WEEK", "fri"), "\"2026-11-27\"");
    assert_string_equal(becomes("WEEK", "mon..fri"), "");
    assert_string_equal(becomes("WEEK", "tue..next mon"), "");
    assert_string_equal(becomes("WEEK", "week"), "");
    assert_string_equal(becomes("DATES", "fri..sun"),
                        "[\"2026-11-27\",\"2026-11-28\",\"2026-11-29\"]");
    assert_string_equal(becomes("DATES", "fri"), "[\"2026-11-27\"]");
    assert_string_equal(becomes("DATES", "fri..x"), "");
}

static void times_are_read(void **state)
{
    (void)state;
    assert_string_equal(becomes("TIME", "9pm"), "\"21:00\"");
    assert_string_equal(becomes("TIME", "25:00"), "\"25:00\"");
    assert_string_equal(becomes("TIME", "late"), "");
}

static void numbers_are_whole(void **state)
{
    (void)state;
    assert_string_equal(becomes("NUMBER", "12"), "12");
    assert_string_equal(becomes("NUMBER", "9007199254740993"), "9007199254740993");
    assert_string_equal(becomes("NUMBER", "1.5"), "");
    assert_string_equal(becomes("NUMBER", "twelve"), "");
}

static void lengths_of_time_are_minutes(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        const char *minutes;
    } cases[] = {
        {"90", "90"},        {"0", "0"},         {"90 minutes", "90"},
        {"1 minute", "1"},   {"45min", "45"},    {"45m", "45"},
        {"2h", "120"},       {"2 hours", "120"}, {"1 Hour", "60"},
        {"1h30", "90"},      {"1h 30m", "90"},   {"1 hour 30 minutes", "90"},
        {"1 day", "1440"},   {"2hrs", "120"},    {"", ""},
        {"soon", ""},        {"h", ""},          {"2 weeks", ""},
        {"-5", ""},          {"1.5h", ""},       {"99999999999h", ""},
        {"2 hours ago", ""}, {"2x", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(becomes("LENGTH", cases[i].typed), cases[i].minutes) != 0)
            fail_msg("%s is %s", cases[i].typed, becomes("LENGTH", cases[i].typed));
}

static void users_are_named_or_numbered(void **state)
{
    (void)state;
    assert_string_equal(becomes("UID", "1000"), "1000");
    assert_string_equal(becomes("UID", "root"), "0");
    assert_string_equal(becomes("UID", "nobody-of-that-name"), "");
}

static void users_of_another_computer_are_numbered(void **state)
{
    (void)state;
    assert_string_equal(becomes_at("UID", "1000", true), "1000");
    assert_string_equal(becomes_at("UID", "root", true), "");
}

static void lists_are_cut_at_commas(void **state)
{
    (void)state;
    assert_string_equal(becomes("BEDS", "up-1, up-2 ,down"), "[\"up-1\",\"up-2\",\"down\"]");
    assert_string_equal(becomes("BEDS", "up-1"), "[\"up-1\"]");
    assert_string_equal(becomes("BEDS", "up-1,,up-2"), "");
    assert_string_equal(becomes("BEDS", "up-1,"), "");
    assert_string_equal(becomes("PEOPLE", "ann, ben"), "[\"ann\",\"ben\"]");
    assert_string_equal(becomes("FIELDS", "area,list"), "[\"area\",\"list\"]");
}

static void a_note_is_of_the_item_before_the_colon(void **state)
{
    (void)state;
    assert_string_equal(becomes("NOTE", "floor: socks: two"),
                        "{\"item\":\"floor\",\"text\":\"socks: two\"}");
    assert_string_equal(becomes("NOTE", "floor:socks"), "{\"item\":\"floor\",\"text\":\"socks\"}");
    assert_string_equal(becomes("NOTE", "floor"), "");
    assert_string_equal(becomes("NOTE", "floor: "), "");
    assert_string_equal(becomes("NOTE", ": socks"), "");
    assert_string_equal(becomes("NOTE", ""), "");
    assert_string_equal(becomes("NOTE", "floor: caf\xE9"), ""); /* not UTF-8 */
    assert_string_equal(becomes("ITEMS", "floor, no-food"), "[\"floor\",\"no-food\"]");
}

static void choices_take_the_beginning_of_one(void **state)
{
    (void)state;
    assert_string_equal(becomes("resident|house|vote|other", "vote"), "\"vote\"");
    assert_string_equal(becomes("resident|house|vote|other", "res"), "\"resident\"");
    assert_string_equal(becomes("resident|house|vote|other", "us"), "");
    assert_string_equal(becomes("manager|member", "m"), "");
}

static void other_words_are_sent_as_typed(void **state)
{
    (void)state;
    assert_string_equal(becomes("PERSON", "maple/mike"), "\"maple/mike\"");
    assert_string_equal(becomes("TEXT", "caf\xC3\xA9"), "\"caf\xC3\xA9\"");
    assert_string_equal(becomes("TEXT", "caf\xE9"), ""); /* not UTF-8 */
}

static void weekdays_are_a_set_by_their_names(void **state)
{
    (void)state;
    assert_string_equal(becomes("WEEKDAYS", "sat,mon"), "[\"monday\",\"saturday\"]");
    assert_string_equal(becomes("WEEKDAYS", "weekends"), "[\"saturday\",\"sunday\"]");
    assert_string_equal(becomes("WEEKDAYS", "mo"), "");
    assert_string_equal(becomes("WEEKDAYS", ""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_on_the_houses_calendar),
        cmocka_unit_test(times_are_read),
        cmocka_unit_test(numbers_are_whole),
        cmocka_unit_test(lengths_of_time_are_minutes),
        cmocka_unit_test(users_are_named_or_numbered),
        cmocka_unit_test(users_of_another_computer_are_numbered),
        cmocka_unit_test(lists_are_cut_at_commas),
        cmocka_unit_test(a_note_is_of_the_item_before_the_colon),
        cmocka_unit_test(choices_take_the_beginning_of_one),
        cmocka_unit_test(other_words_are_sent_as_typed),
        cmocka_unit_test(weekdays_are_a_set_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
