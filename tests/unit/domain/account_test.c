#include "daemon/domain/account.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { MAPLE = 1, OAK = 2 };

/* --- Accounts ------------------------------------------------------------------------------- */

static void a_persons_account_needs_the_person_and_no_uid(void **state)
{
    (void)state;
    assert_int_equal(account_fits("person", false, true, true), 0);
    assert_int_equal(account_fits("person", true, true, true), 0);
    assert_int_equal(account_fits("person", true, true, false), ACCOUNT_KIND_MISMATCH);
    assert_int_equal(account_fits("person", false, false, false), ACCOUNT_KIND_MISMATCH);
}

static void a_kiosk_needs_uid_and_house_and_is_nobodys(void **state)
{
    (void)state;
    assert_int_equal(account_fits("kiosk", true, true, false), 0);
    assert_int_equal(account_fits("kiosk", false, true, false), ACCOUNT_KIND_MISMATCH);
    assert_int_equal(account_fits("kiosk", true, false, false), ACCOUNT_KIND_MISMATCH);
    assert_int_equal(account_fits("kiosk", true, true, true), ACCOUNT_KIND_MISMATCH);
}

static void an_operator_needs_a_uid_and_is_nobodys(void **state)
{
    (void)state;
    assert_int_equal(account_fits("operator", true, false, false), 0);
    assert_int_equal(account_fits("operator", true, true, false), 0);
    assert_int_equal(account_fits("operator", false, false, false), ACCOUNT_KIND_MISMATCH);
    assert_int_equal(account_fits("operator", true, false, true), ACCOUNT_KIND_MISMATCH);
}

/* --- Roles ---------------------------------------------------------------------------------- */

/* design 3: "pairs that would break a promise (coach with manager, ...) are refused when given" */
static void a_coach_may_not_take_what_disciplines_in_the_same_house(void **state)
{
    (void)state;
    static const enum role disciplines[] = {ROLE_MANAGER, ROLE_OPERATOR, ROLE_AUDITOR};
    for (size_t i = 0; i < sizeof disciplines / sizeof *disciplines; i++) {
        enum role has = ROLES;
        struct held_role coach = {ROLE_COACH, MAPLE};
        struct held_role other = {disciplines[i], MAPLE};
        assert_int_equal(account_may_take(&coach, 1, MAPLE, disciplines[i], &has),
                         ACCOUNT_ROLES_CONFLICT);
        assert_int_equal(has, ROLE_COACH);
        assert_int_equal(account_may_take(&other, 1, MAPLE, ROLE_COACH, &has),
                         ACCOUNT_ROLES_CONFLICT);
        assert_int_equal(has, disciplines[i]);
    }
}

static void a_coach_of_one_house_may_manage_another(void **state)
{
    (void)state;
    enum role has = ROLES;
    struct held_role coach = {ROLE_COACH, MAPLE};
    assert_int_equal(account_may_take(&coach, 1, OAK, ROLE_MANAGER, &has), 0);
    assert_int_equal(has, ROLES);
}

static void what_is_held_in_every_house_is_held_in_each(void **state)
{
    (void)state;
    enum role has = ROLES;
    struct held_role runs_all = {ROLE_OPERATOR, 0};
    assert_int_equal(account_may_take(&runs_all, 1, MAPLE, ROLE_COACH, &has),
                     ACCOUNT_ROLES_CONFLICT);
    assert_int_equal(has, ROLE_OPERATOR);
}

static void the_one_that_collides_is_named_among_several(void **state)
{
    (void)state;
    enum role has = ROLES;
    struct held_role held[] = {
        {ROLE_RESIDENT, MAPLE}, {ROLE_MANAGER, OAK}, {ROLE_AUDITOR, MAPLE}, {ROLE_MEMBER, MAPLE}};
    assert_int_equal(account_may_take(held, 4, MAPLE, ROLE_COACH, &has), ACCOUNT_ROLES_CONFLICT);
    assert_int_equal(has, ROLE_AUDITOR);
    assert_int_equal(account_may_take(NULL, 0, MAPLE, ROLE_COACH, &has), 0);
}

/* --- Terms ---------------------------------------------------------------------------------- */

static void a_term_is_coming_then_current_then_ended(void **state)
{
    (void)state;
    assert_int_equal(term_state(100, 200, 99), TERM_COMING);
    assert_int_equal(term_state(100, 200, 100), TERM_CURRENT);
    assert_int_equal(term_state(100, 200, 199), TERM_CURRENT);
    assert_int_equal(term_state(100, 200, 200), TERM_ENDED);
    assert_int_equal(term_state(100, 0, 99), TERM_COMING);
    assert_int_equal(term_state(100, 0, INT64_MAX), TERM_CURRENT);
    assert_string_equal(term_state_name(TERM_COMING), "coming");
    assert_string_equal(term_state_name(TERM_CURRENT), "current");
    assert_string_equal(term_state_name(TERM_ENDED), "ended");
}

static void a_term_that_ended_before_it_began_is_withdrawn_whenever_one_looks(void **state)
{
    (void)state;
    static const int64_t moments[] = {0, 50, 99, 100, 200};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        assert_int_equal(term_state(100, 50, moments[i]), TERM_WITHDRAWN);
        assert_int_equal(term_state(100, 100, moments[i]), TERM_WITHDRAWN);
    }
    assert_string_equal(term_state_name(TERM_WITHDRAWN), "withdrawn");
}

/* --- Lockouts ------------------------------------------------------------------------------- */

static const struct now noon = {.wall = 1795798800, .boot = 1000, .boot_id = "boot-one"};

static struct now later(int64_t seconds)
{
    struct now now = noon;
    now.wall += seconds;
    now.boot += seconds;
    return now;
}

static struct lockout failed(int times)
{
    struct lockout lockout = {0};
    for (int i = 0; i < times; i++)
        lockout_fail(&lockout, LOCKOUT_HANDLE_TRIES, &noon);
    return lockout;
}

static void nobody_waits_before_anything_was_typed(void **state)
{
    (void)state;
    struct lockout lockout = {0};
    assert_int_equal(lockout_left(&lockout, &noon), 0);
}

/* platform 5: "5 tries, then 1, 5, 15, 60 min per account" */
static void five_are_free_then_one_five_fifteen_and_sixty_minutes(void **state)
{
    (void)state;
    static const int64_t minutes[] = {0, 0, 0, 0, 1, 5, 15, 60, 60, 60};
    struct lockout lockout = {0};
    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        lockout_fail(&lockout, LOCKOUT_HANDLE_TRIES, &noon);
        assert_int_equal(lockout_left(&lockout, &noon), 60 * minutes[i]);
        assert_int_equal(lockout.failures, i + 1);
        assert_int_equal(lockout.untold, i + 1);
    }
}

static void a_wait_ends_on_its_second(void **state)
{
    (void)state;
    struct lockout lockout = failed(5);
    struct now before = later(59);
    struct now then = later(60);
    struct now long_after = later(1000000);
    assert_int_equal(lockout_left(&lockout, &before), 1);
    assert_int_equal(lockout_left(&lockout, &then), 0);
    assert_int_equal(lockout_left(&lockout, &long_after), 0);
}

/* design 6: "Waits are measured by the second and fall back, marked, after a reboot" */
static void the_wall_clock_changes_no_wait_before_a_reboot(void **state)
{
    (void)state;
    struct lockout lockout = failed(6);
    struct now now = later(10);
    now.wall += 86400;
    assert_int_equal(lockout_left(&lockout, &now), 290);
    now.wall -= 10 * 86400;
    assert_int_equal(lockout_left(&lockout, &now), 290);
}

static void after_a_reboot_the_wall_clock_counts(void **state)
{
    (void)state;
    struct lockout lockout = failed(6);
    struct now now = {.wall = noon.wall + 120, .boot = 7, .boot_id = "boot-two"};
    assert_int_equal(lockout_left(&lockout, &now), 180);
    now.boot = 1000000;
    assert_int_equal(lockout_left(&lockout, &now), 180);
    now.wall = noon.wall + 300;
    assert_int_equal(lockout_left(&lockout, &now), 0);
}

static void a_clock_set_back_never_shortens_a_wait_nor_makes_it_longer_than_it_was(void **state)
{
    (void)state;
    struct lockout lockout = failed(6);
    struct now now = {.wall = noon.wall - 86400, .boot = 7, .boot_id = "boot-two"};
    assert_int_equal(lockout_left(&lockout, &now), 300);
}

static void the_right_pin_ends_the_row(void **state)
{
    (void)state;
    struct lockout lockout = failed(9);
    lockout_clear(&lockout);
    assert_int_equal(lockout_left(&lockout, &noon), 0);
    assert_int_equal(lockout.untold, 0);
    lockout_fail(&lockout, LOCKOUT_HANDLE_TRIES, &noon);
    assert_int_equal(lockout.failures, 1);
    assert_int_equal(lockout_left(&lockout, &noon), 0);
}

/* platform 5: "a global bucket for the kiosk uid" */
static void a_kiosk_as_a_whole_has_more_tries_than_a_handle(void **state)
{
    (void)state;
    struct lockout lockout = {0};
    for (int i = 0; i < LOCKOUT_KIOSK_TRIES - 1; i++)
        lockout_fail(&lockout, LOCKOUT_KIOSK_TRIES, &noon);
    assert_int_equal(lockout_left(&lockout, &noon), 0);
    lockout_fail(&lockout, LOCKOUT_KIOSK_TRIES, &noon);
    assert_int_equal(lockout_left(&lockout, &noon), 60);
    assert_true(LOCKOUT_KIOSK_TRIES > LOCKOUT_HANDLE_TRIES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_persons_account_needs_the_person_and_no_uid),
        cmocka_unit_test(a_kiosk_needs_uid_and_house_and_is_nobodys),
        cmocka_unit_test(an_operator_needs_a_uid_and_is_nobodys),
        cmocka_unit_test(a_coach_may_not_take_what_disciplines_in_the_same_house),
        cmocka_unit_test(a_coach_of_one_house_may_manage_another),
        cmocka_unit_test(what_is_held_in_every_house_is_held_in_each),
        cmocka_unit_test(the_one_that_collides_is_named_among_several),
        cmocka_unit_test(a_term_is_coming_then_current_then_ended),
        cmocka_unit_test(a_term_that_ended_before_it_began_is_withdrawn_whenever_one_looks),
        cmocka_unit_test(nobody_waits_before_anything_was_typed),
        cmocka_unit_test(five_are_free_then_one_five_fifteen_and_sixty_minutes),
        cmocka_unit_test(a_wait_ends_on_its_second),
        cmocka_unit_test(the_wall_clock_changes_no_wait_before_a_reboot),
        cmocka_unit_test(after_a_reboot_the_wall_clock_counts),
        cmocka_unit_test(a_clock_set_back_never_shortens_a_wait_nor_makes_it_longer_than_it_was),
        cmocka_unit_test(the_right_pin_ends_the_row),
        cmocka_unit_test(a_kiosk_as_a_whole_has_more_tries_than_a_handle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
