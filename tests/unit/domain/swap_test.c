#include "daemon/domain/swap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NOON = 100000, HOUR = 3600, TODAY = 20784, ANN = 2, BEN = 3, CAT = 4 };

/* --- Offering --------------------------------------------------------------------------------- */

static struct assignment of(civil_day on, enum assignment_state state)
{
    return (struct assignment){
        .id = on, .on = on, .state = state, .due_at = NOON + (on - TODAY) * 24 * HOUR + HOUR};
}

/* The day of what is picked; or the outcome, negative. */
static int pick_give(const struct assignment *list, size_t count, civil_day named, int64_t now)
{
    const struct assignment *picked = NULL;
    struct assignment_asked asked = {.day_named = named != 0, .on = named, .now = now};
    int outcome = swap_pick_give(list, count, &asked, &picked);
    assert_true((picked != NULL) == (outcome != SWAP_NOTHING_TO_GIVE));
    return outcome == 0 ? picked->on : -outcome;
}

/* issue 3: "A day's chore is not overdue before its due time." */
static void the_next_that_is_to_do_and_in_time_is_offered(void **state)
{
    (void)state;
    const struct assignment list[] = {
        of(TODAY - 1, ASSIGNMENT_PLANNED),   of(TODAY, ASSIGNMENT_DONE),
        of(TODAY + 1, ASSIGNMENT_EXCUSED),   of(TODAY + 2, ASSIGNMENT_SENT_BACK),
        of(TODAY + 3, ASSIGNMENT_PLANNED),   of(TODAY + 4, ASSIGNMENT_OPEN),
        of(TODAY + 5, ASSIGNMENT_CANCELLED),
    };
    assert_int_equal(pick_give(list, 7, 0, NOON), TODAY + 2);
    assert_int_equal(pick_give(list, 7, TODAY + 3, NOON), TODAY + 3);
    assert_int_equal(pick_give(list, 7, TODAY - 1, NOON), -SWAP_TOO_LATE);
    assert_int_equal(pick_give(list, 7, TODAY, NOON), -SWAP_NOTHING_TO_GIVE);
    assert_int_equal(pick_give(list, 7, TODAY + 5, NOON), -SWAP_NOTHING_TO_GIVE);
    assert_int_equal(pick_give(list, 7, TODAY + 9, NOON), -SWAP_NOTHING_TO_GIVE);
    assert_int_equal(pick_give(list, 1, 0, NOON), -SWAP_TOO_LATE);
    assert_int_equal(pick_give(list, 0, 0, NOON), -SWAP_NOTHING_TO_GIVE);
    assert_int_equal(pick_give(list + 3, 1, 0, list[3].due_at - 1), TODAY + 2);
    assert_int_equal(pick_give(list + 3, 1, 0, list[3].due_at), -SWAP_TOO_LATE);
}

/* issue 3: "a swap with oneself" */
static void who_may_have_it_is_another_who_is_there_and_has_it_not(void **state)
{
    (void)state;
    struct swap_taker taker = {.lives_here = true};
    assert_int_equal(swap_may_have(&taker), 0);
    taker.has_it = true;
    assert_int_equal(swap_may_have(&taker), SWAP_HAS_IT);
    taker.is_away = true;
    assert_int_equal(swap_may_have(&taker), SWAP_AWAY);
    taker.lives_here = false;
    assert_int_equal(swap_may_have(&taker), SWAP_NOT_HERE);
    taker.is_giver = true;
    assert_int_equal(swap_may_have(&taker), SWAP_WITH_ONESELF);
}

/* --- Answering -------------------------------------------------------------------------------- */

/* An offer of Ann's to everybody that can be taken. */
static struct swap offer(civil_day on)
{
    return (struct swap){
        .id = on,
        .from = ANN,
        .state = SWAP_OFFERED,
        .holder = ANN,
        .on = on,
        .due_at = NOON + HOUR,
        .stands = ASSIGNMENT_PLANNED,
    };
}

static void an_offer_can_be_taken_as_long_as_its_assignment_is_hers_to_do(void **state)
{
    (void)state;
    struct swap swap = offer(TODAY);
    assert_true(swap_is_open(&swap, NOON));
    assert_false(swap_is_open(&swap, NOON + HOUR));
    swap.stands = ASSIGNMENT_SENT_BACK;
    assert_true(swap_is_open(&swap, NOON));
    swap.stands = ASSIGNMENT_DONE;
    assert_false(swap_is_open(&swap, NOON));
    swap = offer(TODAY);
    swap.holder = BEN;
    assert_false(swap_is_open(&swap, NOON));
    swap = offer(TODAY);
    swap.state = SWAP_OVER;
    assert_false(swap_is_open(&swap, NOON));
}

static int pick(const struct swap *list, size_t count, civil_day named, int64_t by,
                const struct swap **ret)
{
    struct swap_asked asked = {.day_named = named != 0, .on = named, .now = NOON, .by = by};
    *ret = NULL;
    return swap_pick(list, count, &asked, ret);
}

static void the_first_open_offer_is_meant_that_is_for_whom_asks(void **state)
{
    (void)state;
    const struct swap *picked = NULL;
    struct swap list[] = {offer(TODAY), offer(TODAY), offer(TODAY + 1), offer(TODAY + 2)};
    list[0].state = SWAP_DECLINED;
    list[1].to = CAT;
    assert_int_equal(pick(list, 4, 0, BEN, &picked), 0);
    assert_ptr_equal(picked, &list[2]);
    assert_int_equal(pick(list, 4, 0, CAT, &picked), 0);
    assert_ptr_equal(picked, &list[1]);
    assert_int_equal(pick(list, 4, 0, ANN, &picked), 0);
    assert_ptr_equal(picked, &list[1]);
    assert_int_equal(pick(list, 4, TODAY + 2, BEN, &picked), 0);
    assert_ptr_equal(picked, &list[3]);
    assert_int_equal(pick(list, 4, TODAY + 3, BEN, &picked), SWAP_NOTHING_OFFERED);
    assert_null(picked);
    assert_int_equal(pick(list + 1, 1, 0, BEN, &picked), SWAP_NOTHING_OFFERED);
    assert_int_equal(pick(list, 0, 0, BEN, &picked), SWAP_NOTHING_OFFERED);
}

/* issue 3: "a swap accepted twice" */
static void why_an_offer_cannot_be_taken_is_said(void **state)
{
    (void)state;
    static const struct {
        enum swap_state state;
        enum assignment_state stands;
        int64_t holder;
        int64_t due_at;
        int outcome;
    } cases[] = {
        {SWAP_ACCEPTED, ASSIGNMENT_PLANNED, BEN, NOON + HOUR, SWAP_YOURS},
        {SWAP_ACCEPTED, ASSIGNMENT_PLANNED, CAT, NOON + HOUR, SWAP_TAKEN},
        {SWAP_DECLINED, ASSIGNMENT_PLANNED, ANN, NOON + HOUR, SWAP_DECLINED_BEFORE},
        {SWAP_WITHDRAWN, ASSIGNMENT_PLANNED, ANN, NOON + HOUR, SWAP_OFF_OFFER},
        {SWAP_OVER, ASSIGNMENT_PLANNED, CAT, NOON + HOUR, SWAP_GIVEN_ON},
        {SWAP_OVER, ASSIGNMENT_OPEN, 0, NOON + HOUR, SWAP_GIVEN_ON},
        {SWAP_OVER, ASSIGNMENT_DONE, ANN, NOON + HOUR, SWAP_DONE},
        {SWAP_OVER, ASSIGNMENT_CHECKED, ANN, NOON + HOUR, SWAP_DONE},
        {SWAP_OVER, ASSIGNMENT_EXCUSED, ANN, NOON + HOUR, SWAP_NOT_NEEDED},
        {SWAP_OVER, ASSIGNMENT_CANCELLED, ANN, NOON + HOUR, SWAP_NOT_NEEDED},
        {SWAP_OVER, ASSIGNMENT_MISSED, ANN, NOON - HOUR, SWAP_TOO_LATE},
        {SWAP_OFFERED, ASSIGNMENT_PLANNED, ANN, NOON, SWAP_TOO_LATE},
        /* Said done, and taken back: it would have to be offered again. */
        {SWAP_OVER, ASSIGNMENT_PLANNED, ANN, NOON + HOUR, SWAP_OFF_OFFER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct swap *picked = NULL;
        struct swap swap = offer(TODAY);
        swap.state = cases[i].state;
        swap.stands = cases[i].stands;
        swap.holder = cases[i].holder;
        swap.due_at = cases[i].due_at;
        assert_int_equal(pick(&swap, 1, 0, BEN, &picked), cases[i].outcome);
        assert_ptr_equal(picked, &swap);
    }
}

static void what_is_offered_to_everybody_needs_no_answer(void **state)
{
    (void)state;
    struct swap swap = offer(TODAY);
    assert_int_equal(swap_may_decline(&swap), SWAP_TO_EVERYBODY);
    swap.to = BEN;
    assert_int_equal(swap_may_decline(&swap), 0);
}

static void a_state_is_known_by_its_name(void **state)
{
    (void)state;
    for (int i = 0; i < SWAP_STATES; i++)
        assert_int_equal(swap_state_from_name(swap_state_name((enum swap_state)i)), i);
    assert_int_equal(swap_state_from_name("eaten"), SWAP_OVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_that_is_to_do_and_in_time_is_offered),
        cmocka_unit_test(who_may_have_it_is_another_who_is_there_and_has_it_not),
        cmocka_unit_test(an_offer_can_be_taken_as_long_as_its_assignment_is_hers_to_do),
        cmocka_unit_test(the_first_open_offer_is_meant_that_is_for_whom_asks),
        cmocka_unit_test(why_an_offer_cannot_be_taken_is_said),
        cmocka_unit_test(what_is_offered_to_everybody_needs_no_answer),
        cmocka_unit_test(a_state_is_known_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
