#include "daemon/domain/chore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void rotations_and_lookers_are_found_again_by_their_names(void **state)
{
    (void)state;
    for (int i = 0; i < ROTATIONS; i++)
        assert_int_equal(rotation_from_name(rotation_name((enum rotation)i)), i);
    for (int i = 0; i < LOOKERS; i++)
        assert_int_equal(looker_from_name(looker_name((enum looker)i)), i);
    assert_int_equal(rotation_from_name("roulette"), -1);
    assert_int_equal(looker_from_name(""), -1);
}

/* --- Who may be given a chore --------------------------------------------------------------- */

static void a_chore_is_given_on_days_of_a_stay_the_first_and_the_last_included(void **state)
{
    (void)state;
    struct presence stay = {.from = 100, .until = 110};
    assert_int_equal(chore_may_assign(&stay, 1, 99), CHORE_NOT_HERE);
    assert_int_equal(chore_may_assign(&stay, 1, 100), 0);
    assert_int_equal(chore_may_assign(&stay, 1, 110), 0);
    assert_int_equal(chore_may_assign(&stay, 1, 111), CHORE_NOT_HERE);
}

static void between_two_stays_nothing_is_given(void **state)
{
    (void)state;
    struct presence stays[] = {{.from = 200, .until = CIVIL_DAY_LAST}, {.from = 100, .until = 110}};
    assert_int_equal(chore_may_assign(stays, 2, 105), 0);
    assert_int_equal(chore_may_assign(stays, 2, 150), CHORE_NOT_HERE);
    assert_int_equal(chore_may_assign(stays, 2, 200), 0);
    assert_int_equal(chore_may_assign(stays, 2, CIVIL_DAY_LAST), 0);
}

static void somebody_who_never_lived_here_is_given_nothing(void **state)
{
    (void)state;
    assert_int_equal(chore_may_assign(NULL, 0, 100), CHORE_NOT_HERE);
}

/* --- What a chore may be ---------------------------------------------------------------------- */

static void a_list_is_daily_weekly_or_deep_clean(void **state)
{
    (void)state;
    assert_true(chore_is_list("daily"));
    assert_true(chore_is_list("weekly"));
    assert_true(chore_is_list("deep-clean"));
    assert_false(chore_is_list("deep"));
    assert_false(chore_is_list(""));
}

/* issue 3: "a chore for nobody" */
static void what_is_always_the_same_people_s_needs_enough_of_them(void **state)
{
    (void)state;
    for (int rotation = 0; rotation < ROTATIONS; rotation++) {
        struct chore chore = {.rotation = (enum rotation)rotation, .people = 2};
        bool is_fixed = rotation == ROTATION_FIXED;
        assert_int_equal(chore_may_be_held(&chore, 0), is_fixed ? CHORE_FOR_NOBODY : 0);
        assert_int_equal(chore_may_be_held(&chore, 1), is_fixed ? CHORE_TOO_FEW_HOLDERS : 0);
        assert_int_equal(chore_may_be_held(&chore, 2), 0);
    }
}

static void a_holder_lives_here_today_or_will(void **state)
{
    (void)state;
    struct presence stays[] = {{.from = 100, .until = 110}, {.from = 200, .until = 210}};
    assert_int_equal(chore_may_hold(NULL, 0, 100), CHORE_HOLDER_NOT_HERE);
    assert_int_equal(chore_may_hold(stays, 2, 90), 0);
    assert_int_equal(chore_may_hold(stays, 2, 150), 0);
    assert_int_equal(chore_may_hold(stays, 2, 210), 0);
    assert_int_equal(chore_may_hold(stays, 2, 211), CHORE_HOLDER_NOT_HERE);
}

static void a_house_has_five_hundred_chores_at_the_most(void **state)
{
    (void)state;
    assert_int_equal(chore_may_be_added(200), 0);
    assert_int_equal(chore_may_be_added(499), 0);
    assert_int_equal(chore_may_be_added(500), CHORE_TOO_MANY);
}

static void a_retired_chore_is_resumed_and_no_other(void **state)
{
    (void)state;
    struct chore kept = {.retired_at = 0};
    struct chore retired = {.retired_at = 7};
    assert_int_equal(chore_may_change(&kept), 0);
    assert_int_equal(chore_may_change(&retired), CHORE_RETIRED);
    assert_int_equal(chore_may_resume(&kept), CHORE_NOT_RETIRED);
    assert_int_equal(chore_may_resume(&retired), 0);
}

static void another_due_time_makes_nothing_late_and_nothing_undone(void **state)
{
    (void)state;
    assert_true(chore_due_moves(100, 200, 150));
    assert_true(chore_due_moves(100, 200, 250));
    assert_false(chore_due_moves(100, 200, 200));
    assert_false(chore_due_moves(100, 200, 100));
    assert_false(chore_due_moves(100, 100, 200));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rotations_and_lookers_are_found_again_by_their_names),
        cmocka_unit_test(a_chore_is_given_on_days_of_a_stay_the_first_and_the_last_included),
        cmocka_unit_test(between_two_stays_nothing_is_given),
        cmocka_unit_test(somebody_who_never_lived_here_is_given_nothing),
        cmocka_unit_test(a_list_is_daily_weekly_or_deep_clean),
        cmocka_unit_test(what_is_always_the_same_people_s_needs_enough_of_them),
        cmocka_unit_test(a_holder_lives_here_today_or_will),
        cmocka_unit_test(a_house_has_five_hundred_chores_at_the_most),
        cmocka_unit_test(a_retired_chore_is_resumed_and_no_other),
        cmocka_unit_test(another_due_time_makes_nothing_late_and_nothing_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
