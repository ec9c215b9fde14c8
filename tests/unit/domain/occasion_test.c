/* issue 3: "Schedules as people say them ... with skipped, moved and extra dates. Daily, weekly and
 * deep-clean lists" */
#include "daemon/domain/occasion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A Monday, and days counted from it. */
enum { MONDAY = 20787, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY };
enum { EXCEPTIONS = 210 };

/* A chore of Mondays and Thursdays, its exceptions so far, and what would be written. */
struct fixture {
    struct arena arena;
    struct chore chore;
    struct chore_exception exceptions[EXCEPTIONS];
    size_t count;
    struct occasion_edits edits;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->chore = chore_by_default();
    f->chore.rule = "FREQ=WEEKLY;BYDAY=MO,TH";
    f->chore.starts_on = MONDAY - 70;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_clear(&f->arena);
    free(f);
    return 0;
}

static struct occasions occasions(struct fixture *f)
{
    return occasions_of(&f->chore, f->exceptions, f->count, MONDAY, &f->arena);
}

static void remove_on(struct fixture *f, civil_day on)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++)
        if (f->exceptions[i].on != on)
            f->exceptions[kept++] = f->exceptions[i];
    f->count = kept;
}

/* Writes the edits as the store does. */
static void write_edits(struct fixture *f)
{
    for (size_t i = 0; i < f->edits.count; i++) {
        const struct chore_exception *exception = &f->edits.items[i].exception;
        remove_on(f, exception->on);
        if (!f->edits.items[i].is_removed)
            f->exceptions[f->count++] = *exception;
    }
}

static int leave_out(struct fixture *f, civil_day on)
{
    const struct occasions now = occasions(f);
    int outcome = occasion_skip(&now, MONDAY, on, &f->edits);
    if (outcome == 0)
        write_edits(f);
    return outcome;
}

static int move(struct fixture *f, civil_day on, civil_day to)
{
    const struct occasions now = occasions(f);
    int outcome = occasion_move(&now, MONDAY, on, to, &f->edits);
    if (outcome == 0)
        write_edits(f);
    return outcome;
}

static int add(struct fixture *f, civil_day on)
{
    const struct occasions now = occasions(f);
    int outcome = occasion_add(&now, MONDAY, on, &f->edits);
    if (outcome == 0)
        write_edits(f);
    return outcome;
}

static int restore(struct fixture *f, civil_day on)
{
    const struct occasions now = occasions(f);
    int outcome = occasion_restore(&now, MONDAY, on, &f->edits);
    if (outcome == 0)
        write_edits(f);
    return outcome;
}

/* The days from Monday to the next Monday on which it comes round, as a letter each. */
static const char *week(struct fixture *f)
{
    static char letters[9];
    const struct occasions now = occasions(f);
    for (int i = 0; i < 8; i++)
        letters[i] = occasions_has(&now, MONDAY + i) ? "MTWTFSSM"[i] : '.';
    return letters;
}

static void a_day_is_skipped_and_restored(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(week(f), "M..T...M");
    assert_int_equal(leave_out(f, THURSDAY), 0);
    assert_string_equal(week(f), "M......M");
    assert_int_equal(leave_out(f, THURSDAY), CHORE_NOT_THAT_DAY);
    assert_int_equal(leave_out(f, FRIDAY), CHORE_NOT_THAT_DAY);
    assert_int_equal(restore(f, THURSDAY), 0);
    assert_string_equal(week(f), "M..T...M");
    assert_int_equal(restore(f, THURSDAY), CHORE_NOTHING_TO_RESTORE);
}

static void a_day_is_moved_and_restored_by_either_day(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(move(f, THURSDAY, FRIDAY), 0);
    assert_string_equal(week(f), "M...F..M");
    assert_int_equal(restore(f, FRIDAY), 0);
    assert_string_equal(week(f), "M..T...M");
    assert_int_equal(move(f, THURSDAY, FRIDAY), 0);
    assert_int_equal(restore(f, THURSDAY), 0);
    assert_string_equal(week(f), "M..T...M");
    assert_int_equal(f->count, 0);
}

static void a_day_moves_only_from_where_it_is_to_where_it_is_not(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(move(f, TUESDAY, FRIDAY), CHORE_NOT_THAT_DAY);
    assert_int_equal(move(f, THURSDAY, NEXT_MONDAY), CHORE_COMES_ALREADY);
    assert_int_equal(move(f, THURSDAY, THURSDAY), CHORE_COMES_ALREADY);
    assert_string_equal(week(f), "M..T...M");
}

static void what_was_moved_can_be_moved_on_back_and_skipped(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(move(f, THURSDAY, FRIDAY), 0);
    assert_int_equal(move(f, FRIDAY, SATURDAY), 0);
    assert_string_equal(week(f), "M....S.M");
    assert_int_equal(f->count, 1);
    assert_int_equal(move(f, SATURDAY, THURSDAY), 0);
    assert_string_equal(week(f), "M..T...M");
    assert_int_equal(f->count, 0);
    assert_int_equal(move(f, THURSDAY, FRIDAY), 0);
    assert_int_equal(leave_out(f, FRIDAY), 0);
    assert_string_equal(week(f), "M......M");
    assert_int_equal(restore(f, THURSDAY), 0);
    assert_string_equal(week(f), "M..T...M");
}

static void a_day_is_added_moved_and_taken_away_again(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(add(f, THURSDAY), CHORE_COMES_ALREADY);
    assert_int_equal(add(f, TUESDAY), 0);
    assert_int_equal(add(f, TUESDAY), CHORE_COMES_ALREADY);
    assert_string_equal(week(f), "MT.T...M");
    assert_int_equal(move(f, TUESDAY, WEDNESDAY), 0);
    assert_string_equal(week(f), "M.WT...M");
    assert_int_equal(leave_out(f, WEDNESDAY), 0);
    assert_string_equal(week(f), "M..T...M");
    assert_int_equal(f->count, 0);
}

static void adding_a_day_that_was_skipped_or_moved_keeps_what_came_of_it(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(leave_out(f, THURSDAY), 0);
    assert_int_equal(add(f, THURSDAY), 0);
    assert_string_equal(week(f), "M..T...M");
    assert_int_equal(move(f, THURSDAY, FRIDAY), 0);
    assert_int_equal(add(f, THURSDAY), 0);
    assert_string_equal(week(f), "M..TF..M");
}

/* A rule that came later may name a day that another was moved to. */
static void a_day_that_comes_for_two_reasons_is_skipped_and_moved_whole(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(move(f, THURSDAY, FRIDAY), 0);
    f->chore.rule = "FREQ=WEEKLY;BYDAY=MO,TH,FR";
    assert_int_equal(move(f, FRIDAY, SATURDAY), 0);
    assert_string_equal(week(f), "M....S.M");
    assert_int_equal(restore(f, SATURDAY), 0);
    assert_string_equal(week(f), "M...F..M");
    assert_int_equal(leave_out(f, FRIDAY), 0);
    assert_string_equal(week(f), "M......M");
}

/* An extra day stays a day where the schedule names it later, and is skipped as one. */
static void an_extra_day_that_the_schedule_names_too_is_skipped(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(add(f, FRIDAY), 0);
    f->chore.rule = "FREQ=WEEKLY;BYDAY=FR";
    assert_int_equal(leave_out(f, FRIDAY), 0);
    assert_string_equal(week(f), "........");
}

static void without_a_schedule_it_comes_round_on_its_extra_days(void **state)
{
    struct fixture *f = *state;
    f->chore.rule = NULL;
    assert_string_equal(week(f), "........");
    assert_int_equal(leave_out(f, MONDAY), CHORE_NOT_THAT_DAY);
    assert_int_equal(add(f, TUESDAY), 0);
    assert_string_equal(week(f), ".T......");
}

static void days_that_are_over_or_far_ahead_are_out_of_reach(void **state)
{
    struct fixture *f = *state;
    civil_day last = MONDAY + OCCASION_AHEAD_MOST;
    f->chore.rule = "FREQ=DAILY";
    assert_int_equal(leave_out(f, MONDAY - 1), CHORE_DAY_OUT_OF_REACH);
    assert_int_equal(leave_out(f, MONDAY), 0);
    assert_int_equal(leave_out(f, last), 0);
    assert_int_equal(leave_out(f, last + 1), CHORE_DAY_OUT_OF_REACH);
    assert_int_equal(move(f, MONDAY + 1, last + 1), CHORE_DAY_OUT_OF_REACH);
    assert_int_equal(move(f, MONDAY + 1, MONDAY - 1), CHORE_DAY_OUT_OF_REACH);
    assert_int_equal(add(f, last + 1), CHORE_DAY_OUT_OF_REACH);
    assert_int_equal(restore(f, MONDAY - 1), CHORE_DAY_OUT_OF_REACH);
}

/* Its day is over: to give it back would be to plan the past. */
static void what_was_moved_from_a_day_that_is_over_is_not_restored_but_skipped(void **state)
{
    struct fixture *f = *state;
    f->exceptions[f->count++] =
        (struct chore_exception){.on = MONDAY - 4, .to = TUESDAY, .kind = EXCEPTION_MOVED};
    assert_string_equal(week(f), "MT.T...M");
    assert_int_equal(restore(f, TUESDAY), CHORE_NOTHING_TO_RESTORE);
    assert_int_equal(leave_out(f, TUESDAY), 0);
    assert_string_equal(week(f), "M..T...M");
}

static void of_one_chore_two_hundred_days_ahead_are_otherwise_at_the_most(void **state)
{
    struct fixture *f = *state;
    f->chore.rule = "FREQ=DAILY";
    for (int i = 0; i < OCCASION_EXCEPTIONS_MOST; i++)
        assert_int_equal(leave_out(f, MONDAY + 1 + i), 0);
    assert_int_equal(leave_out(f, MONDAY + 300), CHORE_TOO_MANY_EXCEPTIONS);
    assert_int_equal(move(f, MONDAY, MONDAY + 5), CHORE_TOO_MANY_EXCEPTIONS);
    /* What takes one away, or another's place, may be. */
    assert_int_equal(add(f, MONDAY + 1), 0);
    assert_int_equal(leave_out(f, MONDAY + 300), 0);
    /* Those that are over do not count. */
    remove_on(f, MONDAY + 300);
    f->exceptions[f->count++] =
        (struct chore_exception){.on = MONDAY - 1, .kind = EXCEPTION_SKIPPED, .to = NO_DAY};
    assert_int_equal(leave_out(f, MONDAY + 300), 0);
}

/* issue 3: "a schedule that never occurs" */
static void a_schedule_that_never_comes_round_is_no_schedule(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *rule;
        int outcome;
    } cases[] = {
        {NULL, 0},
        {"FREQ=DAILY", 0},
        {"FREQ=DAILY;UNTIL=20200101", CHORE_NEVER_COMES},
        {"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", CHORE_NEVER_COMES},
        {"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=28", 0},
        {"FREQ=MONTHLY;BYMONTHDAY=31", 0},
        {"FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", CHORE_NEVER_COMES},
    };
    (void)civil_parse("2027-02-01", &f->chore.starts_on);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f->chore.rule = cases[i].rule;
        if (occasion_may_be(&f->chore) != cases[i].outcome)
            fail_msg("%s", cases[i].rule);
    }
}

static void which_list_a_chore_is_on_its_schedule_says_where_nobody_did(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *rule;
        const char *list;
    } cases[] = {
        {NULL, "weekly"},
        {"FREQ=DAILY", "daily"},
        {"FREQ=DAILY;COUNT=1", "daily"},
        {"FREQ=DAILY;UNTIL=20200101", "daily"},
        {"FREQ=DAILY;INTERVAL=3", "daily"},
        {"FREQ=WEEKLY;BYDAY=MO,TH", "daily"},
        {"FREQ=WEEKLY;BYDAY=SU", "weekly"},
        {"FREQ=DAILY;INTERVAL=7", "weekly"},
        {"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "weekly"},
        {"FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "weekly"},
        {"FREQ=MONTHLY;BYDAY=1SA,3SA", "weekly"},
        {"FREQ=WEEKLY;INTERVAL=4;BYDAY=SU", "deep-clean"},
        {"FREQ=MONTHLY;BYDAY=-1SA", "deep-clean"},
        {"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=1", "deep-clean"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f->chore.rule = cases[i].rule;
        f->chore.list = NULL;
        if (strcmp(occasion_list(&f->chore), cases[i].list) != 0)
            fail_msg("%s is %s", cases[i].rule, occasion_list(&f->chore));
        f->chore.list = "deep-clean";
        assert_string_equal(occasion_list(&f->chore), "deep-clean");
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_day_is_skipped_and_restored),
        TEST(a_day_is_moved_and_restored_by_either_day),
        TEST(a_day_moves_only_from_where_it_is_to_where_it_is_not),
        TEST(what_was_moved_can_be_moved_on_back_and_skipped),
        TEST(a_day_is_added_moved_and_taken_away_again),
        TEST(adding_a_day_that_was_skipped_or_moved_keeps_what_came_of_it),
        TEST(a_day_that_comes_for_two_reasons_is_skipped_and_moved_whole),
        TEST(an_extra_day_that_the_schedule_names_too_is_skipped),
        TEST(without_a_schedule_it_comes_round_on_its_extra_days),
        TEST(days_that_are_over_or_far_ahead_are_out_of_reach),
        TEST(what_was_moved_from_a_day_that_is_over_is_not_restored_but_skipped),
        TEST(of_one_chore_two_hundred_days_ahead_are_otherwise_at_the_most),
        TEST(a_schedule_that_never_comes_round_is_no_schedule),
        TEST(which_list_a_chore_is_on_its_schedule_says_where_nobody_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
