#include "daemon/domain/assignment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/domain/chore.h"

/* Days are numbers here: only their order counts. */
static const struct assignment planned_done_planned_done[] = {
    {.id = 1, .on = 100, .state = ASSIGNMENT_PLANNED},
    {.id = 2, .on = 101, .state = ASSIGNMENT_DONE},
    {.id = 3, .on = 102, .state = ASSIGNMENT_PLANNED},
    {.id = 4, .on = 103, .state = ASSIGNMENT_DONE},
};
enum { FOUR = 4 };

static void states_are_written_as_they_are_read(void **state)
{
    (void)state;
    assert_string_equal(assignment_state_name(ASSIGNMENT_PLANNED), "planned");
    assert_string_equal(assignment_state_name(ASSIGNMENT_DONE), "done");
    assert_int_equal(assignment_state_from_name("planned"), ASSIGNMENT_PLANNED);
    assert_int_equal(assignment_state_from_name("done"), ASSIGNMENT_DONE);
    assert_int_equal(assignment_state_from_name("dreamt"), ASSIGNMENT_PLANNED);
    for (int i = 0; i < ASSIGNMENT_STATES; i++) {
        enum assignment_state one = (enum assignment_state)i;
        assert_int_equal(assignment_state_from_name(assignment_state_name(one)), one);
    }
}

enum { NOON = 43200 };

/* --- What `done` means ---------------------------------------------------------------------- */

/* Saying it twice is not to use up tomorrow's. */
static void done_without_a_day_means_none_that_is_still_to_come(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    const struct assignment days[] = {{.id = 1, .on = 100, .state = ASSIGNMENT_DONE},
                                      {.id = 2, .on = 101, .state = ASSIGNMENT_PLANNED}};
    assert_int_equal(assignment_pick_done(days, 2, false, 100, NOON, &picked), CHORE_ALREADY_DONE);
    assert_int_equal(assignment_pick_done(days, 2, false, 101, NOON, &picked), 0);
    assert_int_equal(picked->id, 2);
    assert_int_equal(assignment_pick_done(days, 2, true, 101, NOON, &picked), 0);
}

/* Of a chore due at midnight (the day after), on days 100 to 103. */
#define DUE(id_, day, state_)                                                                      \
    {                                                                                              \
        .id = id_, .on = day, .due_at = ((day) + 1) * (int64_t)86400, .state = ASSIGNMENT_##state_ \
    }

static int64_t picked_at(const struct assignment *days, size_t count, civil_day today, int64_t now)
{
    const struct assignment *picked = NULL;
    int outcome = assignment_pick_done(days, count, false, today, now, &picked);
    return outcome ? -outcome : picked->id;
}

static void done_means_todays_and_not_what_was_missed_before(void **state)
{
    (void)state;
    const struct assignment days[] = {DUE(1, 100, PLANNED), DUE(2, 101, PLANNED),
                                      DUE(3, 102, PLANNED), DUE(4, 103, PLANNED)};
    assert_int_equal(picked_at(days, 4, 102, 102 * (int64_t)86400 + 43200), 3);
    /* Nothing today: the latest one that is late. */
    assert_int_equal(picked_at(days, 2, 103, 103 * (int64_t)86400 + 43200), 2);
}

/* Due at 25:00: half an hour after midnight it is still the evening's. */
static void done_after_midnight_means_the_evening_that_is_not_over(void **state)
{
    (void)state;
    struct assignment days[] = {DUE(1, 100, PLANNED), DUE(2, 101, PLANNED)};
    days[0].due_at += 3600;
    days[1].due_at += 3600;
    assert_int_equal(picked_at(days, 2, 101, 101 * (int64_t)86400 + 1800), 1);
    assert_int_equal(picked_at(days, 2, 101, 101 * (int64_t)86400 + 5400), 2);
}

/* A second Enter. */
static void done_twice_leaves_what_was_missed_before_as_it_is(void **state)
{
    (void)state;
    const struct assignment days[] = {DUE(1, 100, PLANNED), DUE(2, 101, DONE)};
    assert_int_equal(picked_at(days, 2, 101, 101 * (int64_t)86400 + 43200), -CHORE_ALREADY_DONE);
}

/* interface: "The day decides where several are open" */
static void done_of_a_day_means_that_day(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(
        assignment_pick_done(planned_done_planned_done, FOUR, true, 102, NOON, &picked), 0);
    assert_int_equal(picked->id, 3);
}

static void done_twice_on_a_day_is_told_apart_from_nothing_to_do(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(
        assignment_pick_done(planned_done_planned_done, FOUR, true, 101, NOON, &picked),
        CHORE_ALREADY_DONE);
    assert_int_equal(assignment_pick_done(planned_done_planned_done, FOUR, true, 99, NOON, &picked),
                     CHORE_NOTHING_OPEN);
    assert_int_equal(assignment_pick_done(NULL, 0, true, 101, NOON, &picked), CHORE_NOTHING_OPEN);
    assert_int_equal(assignment_pick_done(NULL, 0, false, 0, NOON, &picked), CHORE_NOTHING_OPEN);
    assert_null(picked);
}

static void where_all_is_done_and_no_day_named_nothing_is_open(void **state)
{
    (void)state;
    const struct assignment done = {.id = 9, .on = 100, .state = ASSIGNMENT_DONE};
    const struct assignment *picked = NULL;
    assert_int_equal(assignment_pick_done(&done, 1, false, 0, NOON, &picked), CHORE_NOTHING_OPEN);
    assert_null(picked);
}

/* A named day 0 is a day like any other, and not "no day". */
static void the_first_of_1970_is_a_day_too(void **state)
{
    (void)state;
    const struct assignment epoch = {.id = 9, .on = 0, .state = ASSIGNMENT_PLANNED};
    const struct assignment *picked = NULL;
    assert_int_equal(assignment_pick_done(&epoch, 1, true, 0, NOON, &picked), 0);
    assert_int_equal(assignment_pick_done(planned_done_planned_done, FOUR, true, 0, NOON, &picked),
                     CHORE_NOTHING_OPEN);
}

/* --- What `undo` means ---------------------------------------------------------------------- */

static void undo_means_the_latest_that_was_said_done(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(assignment_pick_undo(planned_done_planned_done, FOUR, false, 0, &picked), 0);
    assert_int_equal(picked->id, 4);
}

static void undo_of_a_day_means_that_day(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(assignment_pick_undo(planned_done_planned_done, FOUR, true, 101, &picked), 0);
    assert_int_equal(picked->id, 2);
}

static void what_was_not_done_is_not_undone(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(assignment_pick_undo(planned_done_planned_done, FOUR, true, 100, &picked),
                     CHORE_NOTHING_DONE);
    assert_int_equal(assignment_pick_undo(planned_done_planned_done, 1, false, 0, &picked),
                     CHORE_NOTHING_DONE);
    assert_int_equal(assignment_pick_undo(NULL, 0, false, 0, &picked), CHORE_NOTHING_DONE);
    assert_null(picked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_written_as_they_are_read),
        cmocka_unit_test(done_without_a_day_means_none_that_is_still_to_come),
        cmocka_unit_test(done_means_todays_and_not_what_was_missed_before),
        cmocka_unit_test(done_after_midnight_means_the_evening_that_is_not_over),
        cmocka_unit_test(done_twice_leaves_what_was_missed_before_as_it_is),
        cmocka_unit_test(done_of_a_day_means_that_day),
        cmocka_unit_test(done_twice_on_a_day_is_told_apart_from_nothing_to_do),
        cmocka_unit_test(where_all_is_done_and_no_day_named_nothing_is_open),
        cmocka_unit_test(the_first_of_1970_is_a_day_too),
        cmocka_unit_test(undo_means_the_latest_that_was_said_done),
        cmocka_unit_test(undo_of_a_day_means_that_day),
        cmocka_unit_test(what_was_not_done_is_not_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
