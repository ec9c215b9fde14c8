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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rotations_and_lookers_are_found_again_by_their_names),
        cmocka_unit_test(a_chore_is_given_on_days_of_a_stay_the_first_and_the_last_included),
        cmocka_unit_test(between_two_stays_nothing_is_given),
        cmocka_unit_test(somebody_who_never_lived_here_is_given_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
