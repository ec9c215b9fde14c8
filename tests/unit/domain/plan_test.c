/* issue 3: "The next one goes to the lowest balance among those who may" and what goes with it. */
#include "daemon/domain/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Days are counted from a Monday. */
enum { MONDAY = 20787, PEOPLE = 6, CHORES = 4, DAYS = 14, ANN = 0, BEN, CAT, DAN, EVE, FAY };
enum { DISHES = 0, FRIDGE, ROOMS, TRASH };

static const char *const handles[PEOPLE] = {"ann", "ben", "cat", "dan", "eve", "fay"};

/* A house of six in which nothing is given yet. */
struct house {
    struct arena arena;
    struct presence stays[PEOPLE];
    struct absence_span away[PEOPLE];
    struct busy_hours busy[PEOPLE];
    struct member members[PEOPLE];
    struct plan_chore chores[CHORES];
    civil_day days[CHORES][400];
    int holders[CHORES][PEOPLE];
    struct plan plan;
    struct plan_change *changes;
    size_t count;
    bool whole;
};

static int set_up(void **state)
{
    struct house *house = calloc(1, sizeof *house);
    for (int i = 0; i < PEOPLE; i++) {
        house->stays[i] = (struct presence){.from = MONDAY - 100, .until = CIVIL_DAY_LAST};
        house->members[i] = (struct member){
            .id = 10 + i, .handle = handles[i], .stays = &house->stays[i], .stay_count = 1};
    }
    house->plan = (struct plan){.members = house->members,
                                .member_count = PEOPLE,
                                .chores = house->chores,
                                .today = MONDAY,
                                .until = MONDAY + DAYS - 1,
                                .fills = true,
                                .arena = &house->arena};
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    struct house *house = *state;
    arena_clear(&house->arena);
    free(house);
    return 0;
}

/* A chore that comes round every so many days from Monday on. */
static struct chore *add_chore(struct house *house, const char *handle, enum rotation rotation,
                               int every)
{
    size_t index = house->plan.chore_count++;
    struct plan_chore *chore = &house->chores[index];
    chore->chore = (struct chore){.id = (int64_t)index + 1,
                                  .handle = handle,
                                  .due_minute = CHORE_DUE_MINUTE,
                                  .effort = 1,
                                  .people = 1,
                                  .rotation = rotation,
                                  .hold_weeks = 1};
    chore->days = house->days[index];
    chore->holders = house->holders[index];
    chore->given_on = NO_DAY;
    for (civil_day on = MONDAY; on < MONDAY + DAYS; on += every)
        house->days[index][chore->day_count++] = on;
    return &chore->chore;
}

static void hold(struct house *house, size_t chore, int member)
{
    house->holders[chore][house->chores[chore].holder_count++] = member;
}

static void away(struct house *house, int member, civil_day from, civil_day until)
{
    house->away[member] = (struct absence_span){.from = from, .until = until};
    house->members[member].absences = &house->away[member];
    house->members[member].absence_count = 1;
}

static void make(struct house *house)
{
    plan_begin(&house->plan, NULL, MONDAY - 7);
    plan_make(&house->plan, 1000, &house->changes, &house->count, &house->whole);
}

static int who(const struct house *house, size_t chore, civil_day on)
{
    for (size_t i = 0; i < house->plan.row_count; i++)
        if (house->plan.rows[i].chore == chore && house->plan.rows[i].on == on)
            return house->plan.rows[i].member;
    return -9;
}

static struct plan_row *add_row(struct house *house, size_t chore, civil_day on, int member)
{
    struct plan *plan = &house->plan;
    if (!plan->rows) {
        plan->row_room = 1000;
        plan->rows = arena_array(&house->arena, plan->row_room, sizeof *plan->rows);
    }
    struct plan_row *row = &plan->rows[plan->row_count++];
    *row = (struct plan_row){.id = (int64_t)plan->row_count,
                             .chore = chore,
                             .member = member,
                             .place = 1,
                             .on = on,
                             .state = ASSIGNMENT_PLANNED,
                             .fair_effort = 1};
    return row;
}

/* --- Filling ---------------------------------------------------------------------------------- */

static void everybody_has_it_once_before_anybody_has_it_twice(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    make(house);
    assert_int_equal(house->count, DAYS);
    assert_true(house->whole);
    for (int i = 0; i < DAYS; i++)
        assert_int_equal(who(house, DISHES, MONDAY + i), i % PEOPLE);
}

static void planned_again_nothing_changes(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    add_chore(house, "fridge", ROTATION_ROUND_ROBIN, 7);
    add_chore(house, "rooms", ROTATION_EVERYONE, 3);
    add_chore(house, "trash", ROTATION_VOLUNTEER, 2);
    make(house);
    assert_true(house->count > 0);
    for (size_t i = 0; i < house->plan.row_count; i++)
        house->plan.rows[i].id = 1;
    make(house);
    assert_int_equal(house->count, 0);
}

static void what_is_over_is_not_planned(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    house->plan.today = MONDAY + 3;
    house->plan.minute_now = CHORE_DUE_MINUTE;
    make(house);
    assert_int_equal(who(house, DISHES, MONDAY + 2), -9);
    assert_int_equal(who(house, DISHES, MONDAY + 3), -9);
    assert_int_equal(who(house, DISHES, MONDAY + 4), ANN);
    assert_int_equal(house->count, DAYS - 4);
}

static void it_takes_as_many_as_it_takes(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1)->people = 2;
    make(house);
    assert_int_equal(house->count, 2 * DAYS);
    for (size_t i = 0; i < house->count; i += 2)
        assert_int_not_equal(house->plan.rows[i].member, house->plan.rows[i + 1].member);
}

static void who_is_away_or_exempt_or_at_work_is_not_planned(void **state)
{
    struct house *house = *state;
    struct chore *dishes = add_chore(house, "dishes", ROTATION_FAIR, 1);
    dishes->window_minute = 120;
    away(house, ANN, MONDAY, MONDAY + 6);
    away(house, BEN, MONDAY, CIVIL_DAY_LAST);
    house->away[BEN].chore = dishes->id;
    house->busy[CAT] = (struct busy_hours){
        .weekdays = 0x7f, .from_minute = 1080, .until_minute = 1500, .until = CIVIL_DAY_LAST};
    house->members[CAT].busy = &house->busy[CAT];
    house->members[CAT].busy_count = 1;
    make(house);
    for (int i = 0; i < DAYS; i++) {
        assert_int_not_equal(who(house, DISHES, MONDAY + i), BEN);
        assert_int_not_equal(who(house, DISHES, MONDAY + i), CAT);
        assert_false(i <= 6 && who(house, DISHES, MONDAY + i) == ANN);
    }
}

static void a_chore_nobody_can_do_stays_open(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    for (int i = 0; i < PEOPLE; i++)
        away(house, i, MONDAY + 2, MONDAY + 2);
    make(house);
    assert_int_equal(who(house, DISHES, MONDAY + 2), PLAN_NOBODY);
    assert_int_equal(house->plan.rows[2].state, ASSIGNMENT_OPEN);
    assert_int_not_equal(who(house, DISHES, MONDAY + 3), PLAN_NOBODY);
}

static void nobody_has_it_twice_in_a_row_while_somebody_else_can(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    add_chore(house, "fridge", ROTATION_FAIR, 1)->effort = 9;
    house->plan.member_count = 2;
    make(house);
    for (int i = 1; i < DAYS; i++)
        assert_int_not_equal(who(house, DISHES, MONDAY + i), who(house, DISHES, MONDAY + i - 1));
    house->plan.member_count = 1;
}

static void the_lowest_balance_is_next_and_the_choice_says_so(void **state)
{
    struct house *house = *state;
    struct ledger_line before[PEOPLE] = {{0}};
    before[DAN].carried = -2 * LEDGER_POINT;
    before[CAT].carried = -1 * LEDGER_POINT;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    plan_begin(&house->plan, before, MONDAY - 7);
    plan_make(&house->plan, 1, &house->changes, &house->count, &house->whole);
    assert_int_equal(house->count, 1);
    assert_false(house->whole);
    const struct plan_choice *choice = &house->changes[0].choice;
    assert_int_equal(who(house, DISHES, MONDAY), DAN);
    assert_int_equal(choice->reason, PLAN_BY_BALANCE);
    assert_int_equal(choice->balance, -2 * LEDGER_POINT);
    assert_int_equal(choice->next, CAT);
    assert_int_equal(choice->next_balance, -LEDGER_POINT);
    assert_int_equal(choice->able, PEOPLE);
}

/* --- Other rotations -------------------------------------------------------------------------- */

static void a_turn_is_held_for_its_weeks_and_goes_on_in_order(void **state)
{
    struct house *house = *state;
    add_chore(house, "fridge", ROTATION_ROUND_ROBIN, 2);
    make(house);
    for (int i = 0; i < DAYS; i += 2)
        assert_int_equal(who(house, DISHES, MONDAY + i), i < 7 ? ANN : BEN);
}

/* issue 3, the defects: "rotation breaks on move-in, move-out or away" */
static void the_turn_of_who_has_left_goes_to_the_next_in_order(void **state)
{
    struct house *house = *state;
    struct plan_turn turn = {.chore = 0, .place = 1, .monday = MONDAY, .handle = "bob"};
    add_chore(house, "fridge", ROTATION_ROUND_ROBIN, 2)->hold_weeks = 4;
    house->plan.turns = &turn;
    house->plan.turn_count = house->plan.turn_room = 1;
    make(house);
    assert_int_equal(who(house, DISHES, MONDAY), CAT);
    assert_int_equal(who(house, DISHES, MONDAY + 12), CAT);
}

static void who_is_away_in_their_turn_keeps_it(void **state)
{
    struct house *house = *state;
    add_chore(house, "fridge", ROTATION_ROUND_ROBIN, 2);
    away(house, ANN, MONDAY + 2, MONDAY + 3);
    make(house);
    assert_int_equal(who(house, DISHES, MONDAY), ANN);
    assert_int_equal(who(house, DISHES, MONDAY + 2), BEN);
    assert_int_equal(house->changes[1].choice.reason, PLAN_IN_PLACE);
    assert_int_equal(who(house, DISHES, MONDAY + 4), ANN);
    assert_int_equal(who(house, DISHES, MONDAY + 8), BEN);
}

static void a_fixed_chore_is_its_holders_or_open(void **state)
{
    struct house *house = *state;
    add_chore(house, "fridge", ROTATION_FIXED, 1);
    hold(house, 0, EVE);
    away(house, EVE, MONDAY + 1, MONDAY + 1);
    make(house);
    assert_int_equal(who(house, 0, MONDAY), EVE);
    assert_int_equal(who(house, 0, MONDAY + 1), PLAN_NOBODY);
    assert_int_equal(who(house, 0, MONDAY + 2), EVE);
}

static void everybody_has_their_own_and_who_is_away_has_none(void **state)
{
    struct house *house = *state;
    add_chore(house, "rooms", ROTATION_EVERYONE, 7);
    away(house, FAY, MONDAY, MONDAY + 6);
    make(house);
    assert_int_equal(house->count, PEOPLE - 1 + PEOPLE);
    for (size_t i = 0; i < house->plan.row_count; i++)
        assert_int_equal(house->plan.rows[i].fair_effort, 0);
}

/* --- Giving on -------------------------------------------------------------------------------- */

static void what_somebody_has_who_falls_away_is_given_on(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    make(house);
    away(house, ANN, MONDAY + 6, MONDAY + 20);
    make(house);
    assert_int_equal(house->count, 2);
    assert_int_equal(house->changes[0].deed, PLAN_PASS);
    assert_int_equal(house->changes[0].from, ANN);
    assert_int_not_equal(who(house, DISHES, MONDAY + 6), ANN);
    assert_int_not_equal(who(house, DISHES, MONDAY + 12), ANN);
    assert_int_equal(who(house, DISHES, MONDAY), ANN);
}

static void what_is_agreed_is_given_on_only_where_they_cannot(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    add_row(house, DISHES, MONDAY + 1, ANN)->agreed = true;
    make(house);
    assert_int_equal(who(house, DISHES, MONDAY + 1), ANN);
    assert_int_equal(house->count, DAYS - 1);
    away(house, ANN, MONDAY + 1, MONDAY + 1);
    make(house);
    assert_int_not_equal(who(house, DISHES, MONDAY + 1), ANN);
}

static void what_does_not_come_round_any_more_is_cancelled_and_comes_back_as_one(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    make(house);
    house->chores[DISHES].days = &house->days[DISHES][1];
    house->chores[DISHES].day_count = DAYS - 1;
    make(house);
    assert_int_equal(house->count, 1);
    assert_int_equal(house->changes[0].deed, PLAN_CANCEL);
    house->chores[DISHES].days = house->days[DISHES];
    house->chores[DISHES].day_count = DAYS;
    make(house);
    assert_int_equal(house->count, 1);
    assert_int_equal(house->changes[0].deed, PLAN_REVIVE);
    assert_int_equal(house->plan.row_count, DAYS);
}

static void a_newcomer_takes_over_their_part_of_what_is_planned(void **state)
{
    struct house *house = *state;
    add_chore(house, "dishes", ROTATION_FAIR, 1);
    add_chore(house, "fridge", ROTATION_FAIR, 1);
    add_chore(house, "rooms", ROTATION_FAIR, 1);
    house->stays[FAY].from = MONDAY + 200;
    make(house);
    house->stays[FAY].from = MONDAY;
    make(house);
    assert_true(house->count > 0);
    int64_t balance = ledger_balance(&house->plan.ledger, FAY);
    assert_true(balance >= -2 * LEDGER_POINT && balance <= LEDGER_POINT);
    for (size_t i = 0; i < house->count; i++)
        assert_true(house->plan.rows[house->changes[i].row].on > MONDAY);
    make(house);
    assert_int_equal(house->count, 0);
}

#define PLAN_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLAN_TEST(everybody_has_it_once_before_anybody_has_it_twice),
        PLAN_TEST(planned_again_nothing_changes),
        PLAN_TEST(what_is_over_is_not_planned),
        PLAN_TEST(it_takes_as_many_as_it_takes),
        PLAN_TEST(who_is_away_or_exempt_or_at_work_is_not_planned),
        PLAN_TEST(a_chore_nobody_can_do_stays_open),
        PLAN_TEST(nobody_has_it_twice_in_a_row_while_somebody_else_can),
        PLAN_TEST(the_lowest_balance_is_next_and_the_choice_says_so),
        PLAN_TEST(a_turn_is_held_for_its_weeks_and_goes_on_in_order),
        PLAN_TEST(the_turn_of_who_has_left_goes_to_the_next_in_order),
        PLAN_TEST(who_is_away_in_their_turn_keeps_it),
        PLAN_TEST(a_fixed_chore_is_its_holders_or_open),
        PLAN_TEST(everybody_has_their_own_and_who_is_away_has_none),
        PLAN_TEST(what_somebody_has_who_falls_away_is_given_on),
        PLAN_TEST(what_is_agreed_is_given_on_only_where_they_cannot),
        PLAN_TEST(what_does_not_come_round_any_more_is_cancelled_and_comes_back_as_one),
        PLAN_TEST(a_newcomer_takes_over_their_part_of_what_is_planned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
