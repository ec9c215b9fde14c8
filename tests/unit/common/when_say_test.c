#include "common/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static civil_day day_of(const char *text)
{
    civil_day day = 0;
    if (civil_parse(text, &day) != 0)
        fail_msg("not a date: %s", text);
    return day;
}

static void assert_said(const char *day, const char *expected)
{
    char text[WHEN_DATE_SIZE];
    when_say_date(day_of(day), day_of("2026-11-23"), text);
    assert_string_equal(text, expected);
}

static void a_date_is_said_as_people_say_it(void **state)
{
    (void)state;
    assert_said("2026-11-23", "today");
    assert_said("2026-11-24", "tomorrow");
    assert_said("2026-11-22", "yesterday");
    assert_said("2026-11-27", "Fri 27 Nov");
    assert_said("2026-11-01", "Sun 1 Nov");
    assert_said("2027-01-02", "Sat 2 Jan");
    assert_said("2026-10-23", "23 Oct 2026");
    assert_said("2027-11-27", "27 Nov 2027");
    assert_said("1987-03-02", "2 Mar 1987");
}

static void a_date_that_was_said_can_be_typed(void **state)
{
    (void)state;
    for (civil_day today = day_of("2027-12-20"); today < day_of("2028-03-10"); today++) {
        for (civil_day day = today - 800; day <= today + 800; day++) {
            char text[WHEN_DATE_SIZE];
            civil_day got = 0;
            const char *reason;
            when_say_date(day, today, text);
            assert_int_equal(when_date(text, today, &got, &reason), 0);
            assert_int_equal(got, day);
        }
    }
}

static void a_time_is_said_as_people_say_it(void **state)
{
    (void)state;
    static const struct {
        int32_t minute;
        const char *said;
        const char *written;
    } times[] = {
        {1260, "9 pm", "21:00"},    {1290, "9:30 pm", "21:30"},  {1500, "1 am", "25:00"},
        {0, "midnight", "00:00"},   {1440, "midnight", "24:00"}, {720, "noon", "12:00"},
        {750, "12:30 pm", "12:30"}, {5, "12:05 am", "00:05"},    {425, "7:05 am", "07:05"},
        {2160, "noon", "36:00"},    {2879, "11:59 pm", "47:59"},
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char text[WHEN_MINUTE_SIZE];
        when_say_minute(times[i].minute, text);
        assert_string_equal(text, times[i].said);
        when_format_minute(times[i].minute, text);
        assert_string_equal(text, times[i].written);
    }
    for (int32_t minute = 0; minute <= WHEN_MINUTE_LAST; minute++) {
        char text[WHEN_MINUTE_SIZE];
        int32_t got = -1;
        const char *reason;
        when_format_minute(minute, text);
        assert_int_equal(when_minute(text, &got, &reason), 0);
        assert_int_equal(got, minute);
        when_say_minute(minute, text);
        assert_int_equal(when_minute(text, &got, &reason), 0);
        assert_int_equal(got % CIVIL_DAY_MINUTES, minute % CIVIL_DAY_MINUTES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_said_as_people_say_it),
        cmocka_unit_test(a_date_that_was_said_can_be_typed),
        cmocka_unit_test(a_time_is_said_as_people_say_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
