#include "daemon/domain/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* --- Stays ---------------------------------------------------------------------------------- */

static void a_first_stay_may_begin_on_any_day_that_has_come(void **state)
{
    (void)state;
    const struct stay_days *other = NULL;
    assert_int_equal(stay_may_begin(NULL, 0, 100, CIVIL_DAY_LAST, &other), 0);
    assert_int_equal(stay_may_begin(NULL, 0, CIVIL_DAY_FIRST, CIVIL_DAY_LAST, &other), 0);
    assert_int_equal(stay_may_begin(NULL, 0, 101, 100, &other), PERSON_AHEAD);
    assert_null(other);
}

/* issue 2: "two stays of one person do not overlap" */
static void nobody_moves_in_twice(void **state)
{
    (void)state;
    const struct stay_days stay = {.from = 100, .until = NO_DAY};
    const struct stay_days *other = NULL;
    assert_int_equal(stay_may_begin(&stay, 1, 150, CIVIL_DAY_LAST, &other), PERSON_ALREADY_HERE);
    assert_ptr_equal(other, &stay);
    assert_int_equal(stay_may_begin(&stay, 1, 50, CIVIL_DAY_LAST, &other), PERSON_ALREADY_HERE);
}

/* issue 2: "come back" */
static void one_may_come_back_on_the_day_one_left_and_not_before(void **state)
{
    (void)state;
    const struct stay_days stay = {.from = 100, .until = 110};
    const struct stay_days *other = NULL;
    assert_int_equal(stay_may_begin(&stay, 1, 111, CIVIL_DAY_LAST, &other), 0);
    assert_int_equal(stay_may_begin(&stay, 1, 110, CIVIL_DAY_LAST, &other), 0);
    assert_null(other);
    assert_int_equal(stay_may_begin(&stay, 1, 109, CIVIL_DAY_LAST, &other), PERSON_STAYS_OVERLAP);
    assert_ptr_equal(other, &stay);
}

/* A new stay has no end, so it may not stand before an old one either. */
static void a_stay_before_an_older_one_would_run_into_it(void **state)
{
    (void)state;
    const struct stay_days stays[] = {{.from = 300, .until = 310}, {.from = 100, .until = 110}};
    const struct stay_days *other = NULL;
    assert_int_equal(stay_may_begin(stays, 2, 200, CIVIL_DAY_LAST, &other), PERSON_STAYS_OVERLAP);
    assert_ptr_equal(other, &stays[0]);
    assert_int_equal(stay_may_begin(stays, 2, 310, CIVIL_DAY_LAST, &other), 0);
}

static void a_stay_of_one_day_leaves_that_day_free_again(void **state)
{
    (void)state;
    const struct stay_days stay = {.from = 100, .until = 100};
    const struct stay_days *other = NULL;
    assert_int_equal(stay_may_begin(&stay, 1, 100, CIVIL_DAY_LAST, &other), 0);
    assert_int_equal(stay_may_begin(&stay, 1, 99, CIVIL_DAY_LAST, &other), PERSON_STAYS_OVERLAP);
}

static void a_stay_put_right_keeps_clear_of_the_others_and_of_tomorrow(void **state)
{
    (void)state;
    static const struct stay_days others[] = {{.from = 100, .until = 110}};
    static const struct {
        struct stay_days days;
        int outcome;
    } cases[] = {
        {{110, NO_DAY}, 0},
        {{110, 110}, 0},
        {{150, 200}, 0},
        {{109, 120}, PERSON_STAYS_OVERLAP},
        {{50, 60}, PERSON_STAYS_OVERLAP},
        {{150, 149}, PERSON_OUT_BEFORE_IN},
        {{150, 201}, PERSON_AHEAD},
        {{201, NO_DAY}, PERSON_AHEAD},
        {{201, 200}, PERSON_AHEAD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct stay_days *other = NULL;
        assert_int_equal(stay_may_have_been(others, 1, cases[i].days, 200, &other),
                         cases[i].outcome);
        assert_ptr_equal(other, cases[i].outcome == PERSON_STAYS_OVERLAP ? others : NULL);
    }
}

static void the_first_and_the_last_bed_move_along_with_the_stay(void **state)
{
    (void)state;
    static const struct {
        struct stay_days was, days;
        size_t count;
        struct stay_days beds[2], moved[2];
        int outcome;
    } cases[] = {
        {{100, 150}, {90, 160}, 0, {{0}}, {{0}}, 0},
        {{100, 150}, {90, 160}, 1, {{100, 150}}, {{90, 160}}, 0},
        {{100, NO_DAY}, {110, NO_DAY}, 1, {{100, NO_DAY}}, {{110, NO_DAY}}, 0},
        /* A bed that was given later stays so, unless the stay itself begins later still. */
        {{100, NO_DAY}, {90, NO_DAY}, 1, {{105, NO_DAY}}, {{105, NO_DAY}}, 0},
        {{100, NO_DAY}, {110, NO_DAY}, 1, {{105, NO_DAY}}, {{110, NO_DAY}}, 0},
        {{100, 150}, {100, 104}, 1, {{105, 150}}, {{0}}, PERSON_BED_SINCE},
        {{100, 150}, {90, 160}, 2, {{100, 120}, {120, 150}}, {{90, 120}, {120, 160}}, 0},
        {{100, 150}, {120, 120}, 2, {{100, 120}, {120, 150}}, {{120, 120}, {120, 120}}, 0},
        {{100, 150}, {121, 150}, 2, {{100, 120}, {120, 150}}, {{0}}, PERSON_BED_BEFORE},
        {{100, 150}, {100, 119}, 2, {{100, 120}, {120, 150}}, {{0}}, PERSON_BED_SINCE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stay_days beds[2] = {cases[i].beds[0], cases[i].beds[1]};
        assert_int_equal(stay_move_beds(beds, cases[i].count, cases[i].was, cases[i].days),
                         cases[i].outcome);
        if (cases[i].outcome == 0)
            assert_memory_equal(beds, cases[i].moved, sizeof beds);
    }
}

static void nobody_leaves_before_moving_in(void **state)
{
    (void)state;
    assert_int_equal(stay_covers(100, 99), PERSON_NOT_HERE);
    assert_int_equal(stay_covers(100, 100), 0);
    assert_int_equal(stay_covers(100, 101), 0);
}

static void belongings_are_kept_until_the_day_of_moving_out_at_least(void **state)
{
    (void)state;
    assert_int_equal(stay_may_keep(100, 99), PERSON_KEPT_TOO_SHORT);
    assert_int_equal(stay_may_keep(100, 100), 0);
    assert_int_equal(stay_may_keep(100, 130), 0);
    assert_int_equal(stay_may_keep(100, NO_DAY), 0);
}

/* --- Orientation ---------------------------------------------------------------------------- */

/* issue 2: "orientation due within 24 h with its list" */
static void the_orientation_list_has_every_item_once(void **state)
{
    (void)state;
    size_t count = 0;
    for (const char *const *item = orientation_list; *item; item++, count++) {
        assert_true(orientation_has(*item));
        for (const char *const *other = orientation_list; other < item; other++)
            assert_string_not_equal(*item, *other);
    }
    assert_int_equal(count, orientation_count());
    assert_true(count > 0);
    assert_int_equal(ORIENTATION_HOURS, 24);
}

static void what_is_not_on_the_orientation_list_is_not(void **state)
{
    (void)state;
    assert_false(orientation_has(""));
    assert_false(orientation_has("nalox"));
    assert_false(orientation_has("Naloxone"));
    assert_true(orientation_has("naloxone"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_stay_may_begin_on_any_day_that_has_come),
        cmocka_unit_test(nobody_moves_in_twice),
        cmocka_unit_test(one_may_come_back_on_the_day_one_left_and_not_before),
        cmocka_unit_test(a_stay_before_an_older_one_would_run_into_it),
        cmocka_unit_test(a_stay_of_one_day_leaves_that_day_free_again),
        cmocka_unit_test(a_stay_put_right_keeps_clear_of_the_others_and_of_tomorrow),
        cmocka_unit_test(the_first_and_the_last_bed_move_along_with_the_stay),
        cmocka_unit_test(nobody_leaves_before_moving_in),
        cmocka_unit_test(belongings_are_kept_until_the_day_of_moving_out_at_least),
        cmocka_unit_test(the_orientation_list_has_every_item_once),
        cmocka_unit_test(what_is_not_on_the_orientation_list_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
