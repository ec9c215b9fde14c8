#include "common/weekdays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void weekdays_are_read_as_people_type_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t set;
    } cases[] = {
        {"mon-fri", 0x1f},     {"mon,wed", 0x05}, {"Mon, Wed & Sat", 0x25}, {"sat", 0x20},
        {"sat and sun", 0x60}, {"fri-mon", 0x71}, {"weekdays", 0x1f},       {"daily", 0x7f},
        {"mon,tue,thu", 0x0b}, {"Mondays", 0x01}, {" weekends ", 0x60},     {"mon wed fri", 0x15},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t set = 0;
        const char *reason = NULL;
        if (weekdays_read(cases[i].text, &set, &reason) != 0)
            fail_msg("\"%s\" was not read: %s", cases[i].text, reason);
        assert_int_equal(set, cases[i].set);
    }
}

static void what_is_no_weekday_is_refused_with_what_would_be_one(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "x", "m", "mon-", "mon,x", "9am", "mon 9am", "every"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint32_t set = 77;
        const char *reason = NULL;
        assert_true(weekdays_read(texts[i], &set, &reason) < 0);
        assert_string_equal(reason,
                            "Weekdays are like mon-fri, mon,wed or sat; daily is all of them.");
        assert_int_equal(set, 77);
    }
}

static void assert_said(uint32_t set, const char *expected)
{
    char said[WEEKDAYS_SAID_SIZE];
    weekdays_say(set, said);
    assert_string_equal(said, expected);
}

static void they_are_said_shortly(void **state)
{
    (void)state;
    assert_said(0x1f, "Mon-Fri");
    assert_said(0x05, "Mon, Wed");
    assert_said(0x60, "Sat, Sun");
    assert_said(0x70, "Fri-Sun");
    assert_said(0x57, "Mon-Wed, Fri, Sun");
    assert_said(0x7f, "daily");
    assert_said(0, "");
}

static void every_set_is_read_back_as_it_was_said(void **state)
{
    (void)state;
    for (uint32_t set = 1; set <= WEEKDAYS_ALL; set++) {
        char said[WEEKDAYS_SAID_SIZE];
        uint32_t read = 0;
        const char *reason = NULL;
        weekdays_say(set, said);
        if (weekdays_read(said, &read, &reason) != 0)
            fail_msg("\"%s\" was not read: %s", said, reason);
        assert_int_equal(read, set);
    }
}

static void a_day_is_found_by_its_whole_name(void **state)
{
    (void)state;
    for (int32_t day = 0; day < 7; day++)
        assert_int_equal(weekdays_by_name(weekdays_names[day]), day);
    assert_int_equal(weekdays_by_name("mon"), -1);
    assert_int_equal(weekdays_by_name(""), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weekdays_are_read_as_people_type_them),
        cmocka_unit_test(what_is_no_weekday_is_refused_with_what_would_be_one),
        cmocka_unit_test(they_are_said_shortly),
        cmocka_unit_test(every_set_is_read_back_as_it_was_said),
        cmocka_unit_test(a_day_is_found_by_its_whole_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
