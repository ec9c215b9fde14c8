#include "daemon/domain/inspection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_house_looks_at_as_many_things_as_go_on_one_list(void **state)
{
    (void)state;
    assert_int_equal(inspection_may_add(0), 0);
    assert_int_equal(inspection_may_add(INSPECTION_ITEMS_MOST - 1), 0);
    assert_int_equal(inspection_may_add(INSPECTION_ITEMS_MOST), INSPECTION_TOO_MANY_ITEMS);
}

static void what_was_found_is_written_as_it_is_read(void **state)
{
    (void)state;
    static const enum inspection_found all[] = {INSPECTION_UNSEEN, INSPECTION_PASS,
                                                INSPECTION_FAIL};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_int_equal(inspection_found_from_name(inspection_found_name(all[i])), all[i]);
    assert_string_equal(inspection_found_name(INSPECTION_FAIL), "fail");
    assert_int_equal(inspection_found_from_name("dreamt"), INSPECTION_UNSEEN);
}

/* --- Who may look ------------------------------------------------------------------------------
 */

/* People and days are numbers here. */
enum { ANN = 2, BEN = 3, MIKE = 4, TODAY = 100 };

static void nobody_looks_at_their_own_room(void **state)
{
    (void)state;
    struct inspection_room anns = {false, ANN, ANN};
    struct inspection_room was_anns = {false, ANN, BEN};
    struct inspection_room empty = {false, 0, 0};
    assert_int_equal(inspection_may_record(&anns, MIKE, TODAY, TODAY), 0);
    assert_int_equal(inspection_may_record(&anns, ANN, TODAY, TODAY), INSPECTION_OWN_ROOM);
    assert_int_equal(inspection_may_record(&was_anns, ANN, TODAY - 9, TODAY), INSPECTION_OWN_ROOM);
    assert_int_equal(inspection_may_record(&was_anns, BEN, TODAY - 9, TODAY), INSPECTION_OWN_ROOM);
    assert_int_equal(inspection_may_record(&empty, ANN, TODAY, TODAY), 0);
    /* A caller who is nobody of the house has no room in it. */
    assert_int_equal(inspection_may_record(&empty, 0, TODAY, TODAY), 0);
}

static void what_everybody_shares_is_nobody_s_own(void **state)
{
    (void)state;
    struct inspection_room kitchen = {true, 0, 0};
    assert_int_equal(inspection_may_record(&kitchen, ANN, TODAY, TODAY), 0);
}

static void nothing_is_put_down_beforehand(void **state)
{
    (void)state;
    struct inspection_room kitchen = {true, 0, 0};
    assert_int_equal(inspection_may_record(&kitchen, MIKE, TODAY + 1, TODAY), INSPECTION_AHEAD);
    assert_int_equal(inspection_may_record(&kitchen, MIKE, TODAY - 400, TODAY), 0);
}

/* --- What is found -----------------------------------------------------------------------------
 */

/* issue 3: "room inspections with items (pass, fail, note)" */
static void an_item_passes_or_fails_and_not_both(void **state)
{
    (void)state;
    enum inspection_found item = INSPECTION_UNSEEN;
    assert_int_equal(inspection_find(&item, INSPECTION_PASS), 0);
    assert_int_equal(inspection_find(&item, INSPECTION_PASS), 0);
    assert_int_equal(inspection_find(&item, INSPECTION_FAIL), INSPECTION_TWICE);
    assert_int_equal(item, INSPECTION_PASS);
}

static void the_rest_passed_only_where_that_was_said(void **state)
{
    (void)state;
    enum inspection_found items[] = {INSPECTION_FAIL, INSPECTION_UNSEEN};
    assert_int_equal(inspection_close(items, 2, false, false), 0);
    assert_int_equal(items[1], INSPECTION_UNSEEN);
    assert_int_equal(inspection_close(items, 2, true, false), 0);
    assert_int_equal(items[0], INSPECTION_FAIL);
    assert_int_equal(items[1], INSPECTION_PASS);
}

static void an_inspection_that_saw_nothing_can_only_take_another_back(void **state)
{
    (void)state;
    enum inspection_found items[] = {INSPECTION_UNSEEN, INSPECTION_UNSEEN};
    assert_int_equal(inspection_close(items, 2, false, false), INSPECTION_NOTHING_SEEN);
    assert_int_equal(inspection_close(items, 0, true, false), INSPECTION_NOTHING_SEEN);
    assert_int_equal(inspection_close(items, 2, false, true), 0);
}

static void one_is_replaced_once_by_another_of_its_room(void **state)
{
    (void)state;
    struct inspection_replaced was = {"up-1", ANN, 0};
    struct inspection_replaced gone = {"up-1", ANN, 7};
    assert_int_equal(inspection_may_replace(&was, "up-1", MIKE), 0);
    assert_int_equal(inspection_may_replace(&was, "up-2", MIKE), INSPECTION_OTHER_ROOM);
    assert_int_equal(inspection_may_replace(&gone, "up-1", MIKE), INSPECTION_REPLACED);
}

static void nobody_replaces_what_was_found_of_themselves(void **state)
{
    (void)state;
    struct inspection_replaced was = {"up-1", ANN, 0};
    struct inspection_replaced nobodys = {"up-1", 0, 0};
    assert_int_equal(inspection_may_replace(&was, "up-1", ANN), INSPECTION_OWN_ROOM);
    assert_int_equal(inspection_may_replace(&nobodys, "up-1", 0), 0);
}

/* --- Who sees it, and who answers --------------------------------------------------------------
 */

static void a_room_is_seen_by_who_slept_there_and_who_runs_the_chores(void **state)
{
    (void)state;
    assert_true(inspection_may_see(false, ANN, ANN, false));
    assert_false(inspection_may_see(false, ANN, BEN, false));
    assert_true(inspection_may_see(false, ANN, MIKE, true));
    assert_true(inspection_may_see(true, 0, BEN, false));
    assert_false(inspection_may_see(false, 0, BEN, false));
    assert_false(inspection_may_see(false, 0, 0, false));
}

static void a_resident_answers_once_what_failed_in_their_own_room(void **state)
{
    (void)state;
    assert_int_equal(inspection_may_answer(ANN, ANN, INSPECTION_FAIL, false), 0);
    assert_int_equal(inspection_may_answer(ANN, ANN, INSPECTION_FAIL, true), INSPECTION_ANSWERED);
    assert_int_equal(inspection_may_answer(ANN, ANN, INSPECTION_PASS, false),
                     INSPECTION_NOT_FAILED);
    assert_int_equal(inspection_may_answer(ANN, ANN, INSPECTION_UNSEEN, false),
                     INSPECTION_NOT_FAILED);
    assert_int_equal(inspection_may_answer(ANN, MIKE, INSPECTION_FAIL, false),
                     INSPECTION_NOT_YOURS);
    assert_int_equal(inspection_may_answer(0, 0, INSPECTION_FAIL, false), INSPECTION_NOT_YOURS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_house_looks_at_as_many_things_as_go_on_one_list),
        cmocka_unit_test(what_was_found_is_written_as_it_is_read),
        cmocka_unit_test(nobody_looks_at_their_own_room),
        cmocka_unit_test(what_everybody_shares_is_nobody_s_own),
        cmocka_unit_test(nothing_is_put_down_beforehand),
        cmocka_unit_test(an_item_passes_or_fails_and_not_both),
        cmocka_unit_test(the_rest_passed_only_where_that_was_said),
        cmocka_unit_test(an_inspection_that_saw_nothing_can_only_take_another_back),
        cmocka_unit_test(one_is_replaced_once_by_another_of_its_room),
        cmocka_unit_test(nobody_replaces_what_was_found_of_themselves),
        cmocka_unit_test(a_room_is_seen_by_who_slept_there_and_who_runs_the_chores),
        cmocka_unit_test(a_resident_answers_once_what_failed_in_their_own_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
