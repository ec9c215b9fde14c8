#include "daemon/domain/absence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TODAY = 20000, ANN = 1, BEN = 2, CAT = 3 };

/* ann, who says from today on until nobody knows when that she is away. */
static struct absence_asked asked_of_oneself(void)
{
    return (struct absence_asked){
        .today = TODAY, .own = true, .kind = ABSENCE_AWAY, .from = TODAY, .until = NO_DAY};
}

/* The same, by whoever runs the chores. */
static struct absence_asked asked_of_another(void)
{
    struct absence_asked asked = asked_of_oneself();
    asked.own = false;
    asked.runs_chores = true;
    return asked;
}

static int add(struct absence_asked asked)
{
    civil_day until = 77;
    int outcome = absence_may_add(&asked, &until);
    assert_true(outcome == 0 || until == 77);
    return outcome;
}

static civil_day end_of(struct absence_asked asked)
{
    civil_day until = NO_DAY;
    assert_int_equal(absence_may_add(&asked, &until), 0);
    return until;
}

static void kinds_have_names(void **state)
{
    (void)state;
    for (int kind = 0; kind < ABSENCE_KINDS; kind++)
        assert_int_equal(absence_kind_from_name(absence_kind_name((enum absence_kind)kind)), kind);
    assert_int_equal(absence_kind_from_name("gone"), -1);
}

/* --- Putting it down -------------------------------------------------------------------------- */

static void who_says_no_end_is_away_until_they_are_back_for_a_year_at_the_most(void **state)
{
    (void)state;
    struct absence_asked asked = asked_of_oneself();
    assert_int_equal(end_of(asked), TODAY + 365);
    asked.until = TODAY;
    assert_int_equal(end_of(asked), TODAY);
    asked.until = TODAY + 365;
    assert_int_equal(end_of(asked), TODAY + 365);
    asked.until = TODAY + 366;
    assert_int_equal(add(asked), ABSENCE_TOO_LONG);
    asked.until = TODAY - 1;
    assert_int_equal(add(asked), ABSENCE_ENDS_BEFORE_IT_BEGINS);
}

static void an_exemption_needs_no_end(void **state)
{
    (void)state;
    struct absence_asked asked = asked_of_another();
    asked.kind = ABSENCE_EXEMPT;
    assert_int_equal(end_of(asked), CIVIL_DAY_LAST);
    asked.of_one_chore = true;
    assert_int_equal(end_of(asked), CIVIL_DAY_LAST);
    asked.until = TODAY + 366;
    assert_int_equal(add(asked), ABSENCE_TOO_LONG);
}

static void nobody_excuses_themself_whatever_they_run(void **state)
{
    (void)state;
    struct absence_asked asked = asked_of_oneself();
    asked.kind = ABSENCE_EXEMPT;
    assert_int_equal(add(asked), ABSENCE_OWN_EXEMPT);
    asked.runs_chores = true;
    assert_int_equal(add(asked), ABSENCE_OWN_EXEMPT);
    asked.own = false;
    assert_int_equal(add(asked), 0);
}

static void nobody_is_away_from_one_chore(void **state)
{
    (void)state;
    struct absence_asked asked = asked_of_another();
    asked.of_one_chore = true;
    assert_int_equal(add(asked), ABSENCE_AWAY_FROM_ONE);
}

static void one_s_own_past_is_set_right_by_nobody_alone(void **state)
{
    (void)state;
    struct absence_asked asked = asked_of_oneself();
    asked.from = TODAY - 1;
    assert_int_equal(add(asked), ABSENCE_PAST);
    asked.runs_chores = true;
    assert_int_equal(add(asked), ABSENCE_PAST);
    asked = asked_of_another();
    asked.from = TODAY - 31;
    assert_int_equal(add(asked), 0);
    asked.until = TODAY - 31;
    assert_int_equal(add(asked), 0);
    asked.from = TODAY - 32;
    assert_int_equal(add(asked), ABSENCE_LONG_AGO);
}

static void what_is_put_down_has_an_end_ahead(void **state)
{
    (void)state;
    struct absence_asked asked = asked_of_oneself();
    asked.from = TODAY + 366;
    assert_int_equal(add(asked), 0);
    asked.from = TODAY + 367;
    assert_int_equal(add(asked), ABSENCE_FAR_AHEAD);
    assert_int_equal(absence_may_have_more(ABSENCE_MOST - 1), 0);
    assert_int_equal(absence_may_have_more(ABSENCE_MOST), ABSENCE_TOO_MANY);
}

/* --- Ending it -------------------------------------------------------------------------------- */

static const struct absence going_on = {
    .id = 1, .person = ANN, .from = TODAY - 5, .until = TODAY + 5, .granted_by = ANN};

static int end(const struct absence *absence, struct absence_asked asked, civil_day expected)
{
    civil_day until = 77;
    int outcome = absence_may_end(absence, &asked, &until);
    assert_int_equal(until, outcome ? 77 : expected);
    return outcome;
}

static void who_is_back_was_away_until_yesterday(void **state)
{
    (void)state;
    assert_int_equal(end(&going_on, asked_of_oneself(), TODAY - 1), 0);
    assert_int_equal(end(&going_on, asked_of_another(), TODAY - 1), 0);
    struct absence absence = going_on;
    absence.until = TODAY;
    assert_int_equal(end(&absence, asked_of_oneself(), TODAY - 1), 0);
    absence.from = TODAY - 1;
    assert_int_equal(end(&absence, asked_of_oneself(), TODAY - 1), 0);
}

static void of_what_has_not_begun_no_day_remains(void **state)
{
    (void)state;
    struct absence absence = going_on;
    absence.from = TODAY;
    assert_int_equal(end(&absence, asked_of_oneself(), NO_DAY), 0);
    absence.from = TODAY + 2;
    assert_int_equal(end(&absence, asked_of_oneself(), NO_DAY), 0);
    struct absence_asked asked = asked_of_oneself();
    asked.until = TODAY + 2;
    assert_int_equal(end(&absence, asked, TODAY + 2), 0);
    asked.until = TODAY + 1;
    assert_int_equal(end(&absence, asked, 0), ABSENCE_ENDS_TOO_SOON);
}

static void a_day_is_named_between_yesterday_and_the_last_one(void **state)
{
    (void)state;
    struct absence_asked asked = asked_of_oneself();
    asked.until = TODAY + 4;
    assert_int_equal(end(&going_on, asked, TODAY + 4), 0);
    asked.until = TODAY + 5;
    assert_int_equal(end(&going_on, asked, 0), ABSENCE_NOT_EARLIER);
    asked.until = TODAY - 1;
    assert_int_equal(end(&going_on, asked, TODAY - 1), 0);
    asked.until = TODAY - 2;
    assert_int_equal(end(&going_on, asked, 0), ABSENCE_ENDS_TOO_SOON);
    assert_int_equal(absence_first_end(&going_on, &asked), TODAY - 1);
    asked.own = false;
    asked.runs_chores = true;
    assert_int_equal(end(&going_on, asked, TODAY - 2), 0);
    asked.until = TODAY - 6;
    assert_int_equal(end(&going_on, asked, 0), ABSENCE_ENDS_TOO_SOON);
    assert_int_equal(absence_first_end(&going_on, &asked), TODAY - 5);
}

static void one_ends_being_away_oneself_and_whoever_runs_the_chores_ends_all(void **state)
{
    (void)state;
    struct absence absence = going_on;
    struct absence_asked housemate = asked_of_oneself();
    housemate.own = false;
    assert_int_equal(end(&absence, housemate, 0), ABSENCE_NOT_TO_END);
    absence.granted_by = BEN;
    assert_int_equal(end(&absence, asked_of_oneself(), TODAY - 1), 0);
    absence.kind = ABSENCE_EXEMPT;
    assert_int_equal(end(&absence, asked_of_oneself(), 0), ABSENCE_NOT_TO_END);
    assert_int_equal(end(&absence, asked_of_another(), TODAY - 1), 0);
}

static void what_is_over_is_not_ended(void **state)
{
    (void)state;
    struct absence absence = going_on;
    absence.until = TODAY - 1;
    assert_int_equal(end(&absence, asked_of_oneself(), 0), ABSENCE_OVER);
    absence = going_on;
    absence.withdrawn_at = 1;
    assert_int_equal(end(&absence, asked_of_another(), 0), ABSENCE_OVER);
}

/* --- Reading it ------------------------------------------------------------------------------- */

/* issue 3: "the reason is seen by the person and whoever granted it, everyone else reads away or
 * excused" */
static void why_is_for_the_one_it_is_about_and_for_whoever_put_it_down(void **state)
{
    (void)state;
    struct absence absence = going_on;
    absence.granted_by = BEN;
    assert_int_equal(absence_may_read(&absence, ANN), 0);
    assert_int_equal(absence_may_read(&absence, BEN), 0);
    assert_int_equal(absence_may_read(&absence, CAT), ABSENCE_NOT_TO_READ);
    absence.granted_by = 0;
    assert_int_equal(absence_may_read(&absence, 0), ABSENCE_NOT_TO_READ);
}

static void of_one_chore_alone_few_know(void **state)
{
    (void)state;
    struct absence absence = going_on;
    absence.granted_by = BEN;
    assert_true(absence_may_know(&absence, CAT, false));
    absence.chore = 7;
    assert_false(absence_may_know(&absence, CAT, false));
    assert_true(absence_may_know(&absence, CAT, true));
    assert_true(absence_may_know(&absence, ANN, false));
    assert_true(absence_may_know(&absence, BEN, false));
}

/* --- Hours ------------------------------------------------------------------------------------ */

static const struct busy_hours office = {
    .weekdays = 0x1f,
    .from_minute = 9 * 60,
    .until_minute = 17 * 60,
    .from = TODAY,
    .until = CIVIL_DAY_LAST,
};

/* issue 3: "Work schedules: days and hours when a person cannot." */
static void hours_end_after_they_begin_or_on_the_next_day(void **state)
{
    (void)state;
    static const struct {
        int from, until, ends;
    } cases[] = {
        {540, 1020, 1020}, {1320, 360, 1800},  {1320, 1800, 1800}, {540, 540, 1980},
        {0, 1440, 1440},   {1380, 2160, 2160}, {720, 720, 2160},   {721, 721, 0},
        {1320, 2161, 0},   {1440, 1500, 0},    {1439, 720, 2160},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct busy_hours busy = office;
        busy.from_minute = cases[i].from;
        busy.until_minute = cases[i].until;
        assert_int_equal(hours_may_add(&busy, TODAY), cases[i].ends ? 0 : ABSENCE_HOURS_TOO_LONG);
        if (cases[i].ends)
            assert_int_equal(busy.until_minute, cases[i].ends);
    }
}

static void hours_are_of_days_that_can_be(void **state)
{
    (void)state;
    struct busy_hours busy = office;
    busy.weekdays = 0;
    assert_int_equal(hours_may_add(&busy, TODAY), ABSENCE_HOURS_NO_DAYS);
    busy = office;
    busy.until = TODAY - 1;
    assert_int_equal(hours_may_add(&busy, TODAY), ABSENCE_ENDS_BEFORE_IT_BEGINS);
    busy.from = TODAY - 9;
    assert_int_equal(hours_may_add(&busy, TODAY), ABSENCE_HOURS_OVER);
    busy.until = TODAY;
    assert_int_equal(hours_may_add(&busy, TODAY), 0);
    busy = office;
    busy.from = TODAY + 367;
    assert_int_equal(hours_may_add(&busy, TODAY), ABSENCE_FAR_AHEAD);
}

static void hours_end_once(void **state)
{
    (void)state;
    struct busy_hours busy = office;
    assert_int_equal(hours_may_end(&busy, TODAY), 0);
    busy.until = TODAY;
    assert_int_equal(hours_may_end(&busy, TODAY), 0);
    busy.until = TODAY - 1;
    assert_int_equal(hours_may_end(&busy, TODAY), ABSENCE_HOURS_OVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_names),
        cmocka_unit_test(who_says_no_end_is_away_until_they_are_back_for_a_year_at_the_most),
        cmocka_unit_test(an_exemption_needs_no_end),
        cmocka_unit_test(nobody_excuses_themself_whatever_they_run),
        cmocka_unit_test(nobody_is_away_from_one_chore),
        cmocka_unit_test(one_s_own_past_is_set_right_by_nobody_alone),
        cmocka_unit_test(what_is_put_down_has_an_end_ahead),
        cmocka_unit_test(who_is_back_was_away_until_yesterday),
        cmocka_unit_test(of_what_has_not_begun_no_day_remains),
        cmocka_unit_test(a_day_is_named_between_yesterday_and_the_last_one),
        cmocka_unit_test(one_ends_being_away_oneself_and_whoever_runs_the_chores_ends_all),
        cmocka_unit_test(what_is_over_is_not_ended),
        cmocka_unit_test(why_is_for_the_one_it_is_about_and_for_whoever_put_it_down),
        cmocka_unit_test(of_one_chore_alone_few_know),
        cmocka_unit_test(hours_end_after_they_begin_or_on_the_next_day),
        cmocka_unit_test(hours_are_of_days_that_can_be),
        cmocka_unit_test(hours_end_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
