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

enum { NOON = 43200, HOUR = 3600 };

/* Residents ask, and name no more than the day. */
static int pick_done(const struct assignment *days, size_t count, bool day_named, civil_day on,
                     int64_t now, const struct assignment **ret)
{
    const struct assignment_asked asked = {.day_named = day_named, .on = on, .now = now};
    return assignment_pick_done(days, count, &asked, ret);
}

static int pick_undo(const struct assignment *days, size_t count, bool day_named, civil_day on,
                     const struct assignment **ret)
{
    const struct assignment_asked asked = {.day_named = day_named, .on = on, .now = NOON};
    return assignment_pick_undo(days, count, &asked, ret);
}

/* --- What `done` means ---------------------------------------------------------------------- */

/* Saying it twice is not to use up tomorrow's. */
static void done_without_a_day_means_none_that_is_still_to_come(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    const struct assignment days[] = {{.id = 1, .on = 100, .state = ASSIGNMENT_DONE},
                                      {.id = 2, .on = 101, .state = ASSIGNMENT_PLANNED}};
    assert_int_equal(pick_done(days, 2, false, 100, NOON, &picked), CHORE_ALREADY_DONE);
    assert_int_equal(pick_done(days, 2, false, 101, NOON, &picked), 0);
    assert_int_equal(picked->id, 2);
    assert_int_equal(pick_done(days, 2, true, 101, NOON, &picked), 0);
}

/* Of a chore due at midnight (the day after), on days 100 to 103. */
#define DUE(id_, day, state_)                                                                      \
    {                                                                                              \
        .id = id_, .on = day, .due_at = ((day) + 1) * (int64_t)86400, .state = ASSIGNMENT_##state_ \
    }

static int64_t picked_at(const struct assignment *days, size_t count, civil_day today, int64_t now)
{
    const struct assignment *picked = NULL;
    int outcome = pick_done(days, count, false, today, now, &picked);
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
    assert_int_equal(pick_done(planned_done_planned_done, FOUR, true, 102, NOON, &picked), 0);
    assert_int_equal(picked->id, 3);
}

static void done_twice_on_a_day_is_told_apart_from_nothing_to_do(void **state)
{
    (void)state;
    const struct assignment *done = NULL;
    const struct assignment *picked = NULL;
    assert_int_equal(pick_done(planned_done_planned_done, FOUR, true, 101, NOON, &done),
                     CHORE_ALREADY_DONE);
    assert_int_equal(done->id, 2);
    assert_int_equal(pick_done(planned_done_planned_done, FOUR, true, 99, NOON, &picked),
                     CHORE_NOTHING_OPEN);
    assert_int_equal(pick_done(NULL, 0, true, 101, NOON, &picked), CHORE_NOTHING_OPEN);
    assert_int_equal(pick_done(NULL, 0, false, 0, NOON, &picked), CHORE_NOTHING_OPEN);
    assert_null(picked);
}

static void where_all_is_done_and_no_day_named_nothing_is_open(void **state)
{
    (void)state;
    const struct assignment done = {.id = 9, .on = 100, .state = ASSIGNMENT_DONE};
    const struct assignment *picked = NULL;
    assert_int_equal(pick_done(&done, 1, false, 0, NOON, &picked), CHORE_NOTHING_OPEN);
    assert_null(picked);
}

/* A named day 0 is a day like any other, and not "no day". */
static void the_first_of_1970_is_a_day_too(void **state)
{
    (void)state;
    const struct assignment epoch = {.id = 9, .on = 0, .state = ASSIGNMENT_PLANNED};
    const struct assignment *picked = NULL;
    assert_int_equal(pick_done(&epoch, 1, true, 0, NOON, &picked), 0);
    assert_int_equal(pick_done(planned_done_planned_done, FOUR, true, 0, NOON, &picked),
                     CHORE_NOTHING_OPEN);
}

/* --- What `undo` means ---------------------------------------------------------------------- */

static void undo_means_the_latest_that_was_said_done(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(pick_undo(planned_done_planned_done, FOUR, false, 0, &picked), 0);
    assert_int_equal(picked->id, 4);
}

static void undo_of_a_day_means_that_day(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(pick_undo(planned_done_planned_done, FOUR, true, 101, &picked), 0);
    assert_int_equal(picked->id, 2);
}

static void what_was_not_done_is_not_undone(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(pick_undo(planned_done_planned_done, FOUR, true, 100, &picked),
                     CHORE_NOTHING_DONE);
    assert_int_equal(pick_undo(planned_done_planned_done, 1, false, 0, &picked),
                     CHORE_NOTHING_DONE);
    assert_int_equal(pick_undo(NULL, 0, false, 0, &picked), CHORE_NOTHING_DONE);
    assert_null(picked);
}

/* --- When a day is over ------------------------------------------------------------------------
 */

/* Days 100 to 102: missed, missed, planned; each due at 21:00 and closed at noon of the next. */
#define AT(day, hour) ((day) * (int64_t)86400 + (hour) * (int64_t)HOUR)
#define DAY(id_, day, state_)                                                                      \
    {                                                                                              \
        .id = id_, .on = day, .due_at = AT(day, 21), .closes_at = AT((day) + 1, 12),               \
        .state = ASSIGNMENT_##state_                                                               \
    }

static const struct assignment missed_before[] = {DAY(1, 100, MISSED), DAY(2, 101, MISSED),
                                                  DAY(3, 102, PLANNED)};

/* issue 3, the defects: "missed chores pile up vs. collapse to one" */
static void a_missed_chore_is_nothing_to_do_and_today_s_is_today_s(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_false(assignment_is_to_do(ASSIGNMENT_MISSED));
    assert_int_equal(pick_done(missed_before, 3, false, 102, AT(102, 8), &picked), 0);
    assert_int_equal(picked->id, 3);
    /* With today's done a second saying is not yesterday's. */
    const struct assignment days[] = {DAY(2, 101, MISSED), DAY(3, 102, DONE)};
    assert_int_equal(pick_done(days, 2, false, 102, AT(102, 8), &picked), CHORE_ALREADY_DONE);
    /* However many were missed, there is one to do. */
    size_t to_do = 0;
    for (size_t i = 0; i < 3; i++)
        to_do += assignment_is_to_do(missed_before[i].state);
    assert_int_equal(to_do, 1);
}

/* A day is closed at noon of the next: then those who look at the week can rely on it. */
static void what_was_missed_is_done_late_until_noon_of_the_next_day(void **state)
{
    (void)state;
    const struct assignment *picked = NULL;
    assert_int_equal(pick_done(missed_before, 2, false, 102, AT(102, 12) - 1, &picked), 0);
    assert_int_equal(picked->id, 2);
    picked = NULL;
    assert_int_equal(pick_done(missed_before, 2, false, 102, AT(102, 12), &picked),
                     CHORE_NOTHING_OPEN);
    assert_null(picked);
    assert_int_equal(pick_done(missed_before, 2, true, 101, AT(102, 12), &picked), CHORE_CLOSED);
    assert_int_equal(picked->id, 2);
    const struct assignment_asked runs = {
        .day_named = true, .on = 100, .now = AT(110, 12), .sets_right = true};
    assert_int_equal(assignment_pick_done(missed_before, 2, &runs, &picked), 0);
    assert_int_equal(picked->id, 1);
}

static void what_is_excused_is_said_done_only_by_who_sets_things_right(void **state)
{
    (void)state;
    const struct assignment excused[] = {DAY(1, 100, EXCUSED)};
    const struct assignment *picked = NULL;
    struct assignment_asked asked = {.day_named = true, .on = 100, .now = AT(100, 12)};
    assert_int_equal(assignment_pick_done(excused, 1, &asked, &picked), CHORE_NOTHING_OPEN);
    asked.sets_right = true;
    assert_int_equal(assignment_pick_done(excused, 1, &asked, &picked), 0);
    asked.day_named = false;
    assert_int_equal(assignment_pick_done(excused, 1, &asked, &picked), CHORE_NOTHING_OPEN);
}

/* issue 3: "A day's chore is not overdue before its due time"; the window is the other end */
static void it_is_not_done_before_its_window(void **state)
{
    (void)state;
    struct assignment days[] = {DAY(1, 100, PLANNED)};
    const struct assignment *picked = NULL;
    days[0].opens_at = AT(100, 19);
    assert_int_equal(pick_done(days, 1, false, 100, AT(100, 19) - 1, &picked), CHORE_TOO_EARLY);
    assert_int_equal(picked->id, 1);
    assert_int_equal(pick_done(days, 1, false, 100, AT(100, 19), &picked), 0);
    assert_int_equal(pick_done(days, 1, true, 100, AT(100, 12), &picked), CHORE_TOO_EARLY);
}

static void what_is_sent_back_is_done_before_what_is_due_later(void **state)
{
    (void)state;
    struct assignment days[] = {DAY(1, 100, SENT_BACK), DAY(2, 101, PLANNED)};
    days[0].due_at = AT(101, 20);
    days[0].closes_at = AT(102, 12);
    assert_int_equal(picked_at(days, 2, 101, AT(101, 9)), 1);
    days[0].due_at = AT(101, 23);
    assert_int_equal(picked_at(days, 2, 101, AT(101, 9)), 2);
}

static void done_is_taken_back_until_the_day_is_closed(void **state)
{
    (void)state;
    const struct assignment days[] = {DAY(1, 100, DONE), DAY(2, 101, CHECKED)};
    const struct assignment *picked = NULL;
    struct assignment_asked asked = {.on = 101, .now = AT(101, 11)};
    assert_int_equal(assignment_pick_undo(days, 2, &asked, &picked), 0);
    assert_int_equal(picked->id, 1);
    asked.now = AT(101, 12);
    assert_int_equal(assignment_pick_undo(days, 1, &asked, &picked), CHORE_NOTHING_DONE);
    assert_int_equal(assignment_pick_undo(days, 2, &asked, &picked), CHORE_ALREADY_CHECKED);
    assert_int_equal(picked->id, 2);
    asked = (struct assignment_asked){.day_named = true, .on = 100, .now = AT(101, 12)};
    assert_int_equal(assignment_pick_undo(days, 2, &asked, &picked), CHORE_CLOSED);
    asked = (struct assignment_asked){.on = 101, .now = AT(120, 12), .sets_right = true};
    assert_int_equal(assignment_pick_undo(days, 2, &asked, &picked), 0);
    assert_int_equal(picked->id, 2);
}

/* --- Looking ---------------------------------------------------------------------------------- */

/* issue 3: "Nobody looks at their own." */
static void nobody_looks_at_their_own(void **state)
{
    (void)state;
    static const struct {
        enum looker looker;
        bool own, runs;
        int outcome;
    } cases[] = {
        {LOOKER_COORDINATOR, false, true, 0},
        {LOOKER_COORDINATOR, false, false, CHORE_NOT_LOOKED_AT},
        {LOOKER_COORDINATOR, true, true, CHORE_OWN},
        {LOOKER_HOUSEMATE, false, false, 0},
        {LOOKER_HOUSEMATE, false, true, 0},
        {LOOKER_HOUSEMATE, true, true, CHORE_OWN},
        {LOOKER_HOUSEMATE, true, false, CHORE_OWN},
        {LOOKER_NOBODY, false, true, CHORE_NOT_LOOKED_AT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(assignment_may_look(cases[i].looker, cases[i].own, cases[i].runs),
                         cases[i].outcome);
}

/* issue 3: "Done and not looked at by noon of the next day counts as done." */
static void it_is_looked_at_until_noon_of_the_day_after_it_was_said(void **state)
{
    (void)state;
    struct assignment days[] = {DAY(1, 100, DONE), DAY(2, 101, DONE)};
    const struct assignment *picked = NULL;
    days[0].looked_until = AT(101, 12);
    days[1].looked_until = AT(102, 12);
    struct assignment_asked asked = {.on = 101, .now = AT(101, 12) - 1};
    assert_int_equal(assignment_pick_look(days, 1, &asked, &picked), 0);
    assert_int_equal(picked->id, 1);
    asked.now++;
    assert_int_equal(assignment_pick_look(days, 1, &asked, &picked), CHORE_NOTHING_DONE);
    asked.day_named = true;
    asked.on = 100;
    assert_int_equal(assignment_pick_look(days, 1, &asked, &picked), CHORE_CLOSED);
    /* Who runs the chores said it done days later, and may still look. */
    days[0].looked_until = AT(105, 12);
    assert_int_equal(assignment_pick_look(days, 1, &asked, &picked), CHORE_CLOSED);
    asked.sets_right = true;
    assert_int_equal(assignment_pick_look(days, 1, &asked, &picked), 0);
    assert_true(assignment_counts_as_carried(ASSIGNMENT_DONE));
}

static void looking_twice_looks_at_no_other(void **state)
{
    (void)state;
    struct assignment days[] = {DAY(1, 100, DONE), DAY(2, 101, CHECKED)};
    const struct assignment *picked = NULL;
    days[0].looked_until = days[1].looked_until = AT(102, 12);
    days[0].closes_at = AT(102, 12);
    struct assignment_asked asked = {.on = 101, .now = AT(101, 20)};
    assert_int_equal(assignment_pick_look(days, 2, &asked, &picked), CHORE_ALREADY_CHECKED);
    assert_int_equal(picked->id, 2);
    asked.day_named = true;
    asked.on = 100;
    assert_int_equal(assignment_pick_look(days, 2, &asked, &picked), 0);
    assert_int_equal(picked->id, 1);
}

/* issue 3: "sent back with a reason and a new time" */
static void the_new_time_is_later_than_now_and_within_two_days(void **state)
{
    (void)state;
    assert_false(assignment_may_wait_until(1000, 1000));
    assert_true(assignment_may_wait_until(1000, 1001));
    assert_true(assignment_may_wait_until(1000, 1000 + 48 * HOUR));
    assert_false(assignment_may_wait_until(1000, 1001 + 48 * HOUR));
    static const struct {
        int now;
        civil_day on;
        int minute;
    } cases[] = {{9 * 60, 100, 1440},
                 {21 * 60, 100, 1440},
                 {23 * 60, 100, 1440},
                 {23 * 60 + 1, 101, 720},
                 {25 * 60, 101, 720}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct assignment_moment again = assignment_again(100, cases[i].now);
        assert_int_equal(again.on, cases[i].on);
        assert_int_equal(again.minute, cases[i].minute);
    }
}

/* --- Excused, answered, taken ----------------------------------------------------------------- */

static void what_is_to_do_or_was_missed_is_excused(void **state)
{
    (void)state;
    const struct assignment days[] = {DAY(1, 100, MISSED), DAY(2, 101, DONE), DAY(3, 102, PLANNED),
                                      DAY(4, 103, PLANNED)};
    const struct assignment *picked = NULL;
    struct assignment_asked asked = {.on = 102};
    assert_int_equal(assignment_pick_excuse(days, 4, &asked, &picked), 0);
    assert_int_equal(picked->id, 3);
    assert_int_equal(assignment_pick_excuse(days, 2, &asked, &picked), 0);
    assert_int_equal(picked->id, 1);
    asked = (struct assignment_asked){.day_named = true, .on = 101};
    assert_int_equal(assignment_pick_excuse(days, 4, &asked, &picked), CHORE_NOTHING_TO_EXCUSE);
    asked.on = 103;
    assert_int_equal(assignment_pick_excuse(days, 4, &asked, &picked), 0);
    assert_int_equal(picked->id, 4);
    /* A second Enter. */
    const struct assignment twice[] = {DAY(1, 100, MISSED), DAY(2, 101, EXCUSED)};
    asked = (struct assignment_asked){.on = 101};
    assert_int_equal(assignment_pick_excuse(twice, 2, &asked, &picked), CHORE_NOTHING_TO_EXCUSE);
}

/* issue 3: "absence is never missed" */
static void absence_is_never_missed(void **state)
{
    (void)state;
    assert_int_equal(assignment_lapse(false), ASSIGNMENT_MISSED);
    assert_int_equal(assignment_lapse(true), ASSIGNMENT_EXCUSED);
}

/* issue 3: "may answer a *missed* or a *sent back* in their own words, once" */
static void each_miss_and_each_sending_back_is_answered_once(void **state)
{
    (void)state;
    static const struct {
        struct assignment_notes_so_far so_far;
        int outcome;
    } cases[] = {
        {{0}, CHORE_NOTHING_TO_ANSWER},
        {{.missed = 1, .last_fault = 2}, 0},
        {{.sent_back = 1, .last_fault = 3}, 0},
        {{.missed = 1, .answered = 1, .last_fault = 2, .last_answer = 3}, CHORE_ALREADY_ANSWERED},
        {{.sent_back = 1, .answered = 1, .last_fault = 2, .last_answer = 3},
         CHORE_ALREADY_ANSWERED},
        /* Sent back and answered, and then missed all the same. */
        {{.sent_back = 1, .missed = 1, .answered = 1, .last_fault = 5, .last_answer = 4}, 0},
        /* Missed and answered; said done, taken back, and missed again: that is the same miss. */
        {{.missed = 2, .answered = 1, .last_fault = 6, .last_answer = 3}, CHORE_ALREADY_ANSWERED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(assignment_may_answer(&cases[i].so_far), cases[i].outcome);
}

static void what_nobody_has_is_taken_before_it_is_due_and_done_until_the_day_is_closed(void **state)
{
    (void)state;
    struct assignment open = DAY(1, 100, OPEN);
    struct assignment_asked asked = {.on = 100, .now = AT(100, 21) - 1};
    assert_int_equal(assignment_may_take(&open, &asked), 0);
    asked.now++;
    assert_int_equal(assignment_may_take(&open, &asked), CHORE_NOTHING_TO_CLAIM);
    assert_int_equal(assignment_may_have_done(&open, &asked), 0);
    asked.now = AT(101, 12);
    assert_int_equal(assignment_may_have_done(&open, &asked), CHORE_CLOSED);
    open.opens_at = AT(100, 19);
    asked.now = AT(100, 18);
    assert_int_equal(assignment_may_have_done(&open, &asked), CHORE_TOO_EARLY);
}

static void a_story_is_of_the_latest_up_to_today_or_else_of_the_next(void **state)
{
    (void)state;
    const struct assignment days[] = {DAY(1, 100, EXCUSED), DAY(2, 103, PLANNED),
                                      DAY(3, 104, PLANNED)};
    const struct assignment *picked = NULL;
    struct assignment_asked asked = {.on = 102};
    assert_int_equal(assignment_pick_any(days, 3, &asked, &picked), 0);
    assert_int_equal(picked->id, 1);
    assert_int_equal(assignment_pick_any(days + 1, 2, &asked, &picked), 0);
    assert_int_equal(picked->id, 2);
    asked.day_named = true;
    assert_int_equal(assignment_pick_any(days, 3, &asked, &picked), CHORE_NOTHING_GIVEN);
}

/* --- Steps and notes -------------------------------------------------------------------------- */

static void steps_are_lines_and_are_ticked_by_number(void **state)
{
    (void)state;
    int64_t bits = 77;
    assert_int_equal(assignment_steps(NULL), 0);
    assert_int_equal(assignment_steps("Doors."), 1);
    assert_int_equal(assignment_steps("Doors.\nWindows.\n"), 2);
    assert_int_equal(assignment_steps("Doors.\n\nWindows."), 3);
    assert_true(assignment_tick(3, (const int64_t[]){1, 3, 3}, 3, &bits));
    assert_int_equal(bits, 5);
    assert_true(assignment_tick(3, NULL, 0, &bits));
    assert_int_equal(bits, 0);
    assert_false(assignment_tick(3, (const int64_t[]){4}, 1, &bits));
    assert_false(assignment_tick(3, (const int64_t[]){0}, 1, &bits));
    assert_false(assignment_tick(0, (const int64_t[]){1}, 1, &bits));
    assert_false(assignment_tick(100, (const int64_t[]){63}, 1, &bits));
    assert_int_equal(assignment_tick_all(3), 7);
    assert_int_equal(assignment_tick_all(0), 0);
    assert_true(assignment_tick_all(100) == (INT64_C(1) << 62) - 1);
}

static void notes_are_for_whose_it_is_who_wrote_them_and_who_runs_the_chores(void **state)
{
    (void)state;
    assert_true(assignment_note_is_for("sent-back", true, false, false));
    assert_true(assignment_note_is_for("excused", true, false, false));
    assert_true(assignment_note_is_for("excused", false, true, true));
    assert_false(assignment_note_is_for("excused", false, false, true));
    assert_true(assignment_note_is_for("answered", false, false, true));
    assert_false(assignment_note_is_for("answered", false, false, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missed_chore_is_nothing_to_do_and_today_s_is_today_s),
        cmocka_unit_test(what_was_missed_is_done_late_until_noon_of_the_next_day),
        cmocka_unit_test(what_is_excused_is_said_done_only_by_who_sets_things_right),
        cmocka_unit_test(it_is_not_done_before_its_window),
        cmocka_unit_test(what_is_sent_back_is_done_before_what_is_due_later),
        cmocka_unit_test(done_is_taken_back_until_the_day_is_closed),
        cmocka_unit_test(nobody_looks_at_their_own),
        cmocka_unit_test(it_is_looked_at_until_noon_of_the_day_after_it_was_said),
        cmocka_unit_test(looking_twice_looks_at_no_other),
        cmocka_unit_test(the_new_time_is_later_than_now_and_within_two_days),
        cmocka_unit_test(what_is_to_do_or_was_missed_is_excused),
        cmocka_unit_test(absence_is_never_missed),
        cmocka_unit_test(each_miss_and_each_sending_back_is_answered_once),
        cmocka_unit_test(
            what_nobody_has_is_taken_before_it_is_due_and_done_until_the_day_is_closed),
        cmocka_unit_test(a_story_is_of_the_latest_up_to_today_or_else_of_the_next),
        cmocka_unit_test(steps_are_lines_and_are_ticked_by_number),
        cmocka_unit_test(notes_are_for_whose_it_is_who_wrote_them_and_who_runs_the_chores),
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
