/* org.kith.Chore: single days that are not as the schedule says, and the lists chores are on. The
 * rules are tests/unit/domain/occasion_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"

static void act(struct rig *rig, const char *verb, const char *parameters)
{
    char method[48];
    (void)snprintf(method, sizeof method, "org.kith.Chore.%s", verb);
    json_decref(get(rig, MIKE, method, parameters));
}

static void refused(struct rig *rig, const char *verb, const char *parameters, const char *error,
                    const char *message)
{
    char method[48];
    struct peer *mike = rig_peer(rig, MIKE);
    (void)snprintf(method, sizeof method, "org.kith.Chore.%s", verb);
    look_refused(rig, mike, method, parameters, error, "message", message);
    peer_free(mike);
}

/* Trash is taken out on Mondays and Thursdays; it is Friday. */
static void assert_next(struct rig *rig, const char *days)
{
    json_t *show = get(rig, ANN, "org.kith.Chore.Show", "{\"chore\":\"trash\"}");
    assert_string_equal(look_row(show, "nextDays", NULL), days);
    json_decref(show);
}

#define TRASH(on)    "{\"chore\":\"trash\",\"on\":\"" on "\"}"
#define MOVE(on, to) "{\"chore\":\"trash\",\"on\":\"" on "\",\"to\":\"" to "\"}"
#define AS_SCHEDULED "2026-11-30 2026-12-03 2026-12-07 2026-12-10 2026-12-14"

/* issue 3: "with skipped, moved and extra dates" */
static void days_are_skipped_moved_and_added_and_all_of_it_is_shown(void **state)
{
    struct rig *rig = *state;
    assert_next(rig, AS_SCHEDULED);
    act(rig, "Skip", TRASH("2026-11-30"));
    act(rig, "Move", MOVE("2026-12-03", "2026-12-04"));
    act(rig, "AddDay", TRASH("2026-12-05"));
    assert_next(rig, "2026-12-04 2026-12-05 2026-12-07 2026-12-10 2026-12-14");
    json_t *show = get(rig, ANN, "org.kith.Chore.Show", "{\"chore\":\"trash\"}");
    assert_string_equal(look_row(show, "exceptions", "on"), "2026-11-30 2026-12-03 2026-12-05");
    assert_string_equal(look_row(show, "exceptions", "kind"), "skipped moved extra");
    assert_string_equal(look_row(show, "exceptions", "to"), "- 2026-12-04 -");
    json_decref(show);
    act(rig, "Restore", TRASH("2026-11-30"));
    json_t *restored = get(rig, MIKE, "org.kith.Chore.Restore", TRASH("2026-12-04"));
    assert_string_equal(look_text(restored, "on"), "2026-12-03");
    json_decref(restored);
    act(rig, "Restore", TRASH("2026-12-05"));
    assert_next(rig, AS_SCHEDULED);
    assert_int_equal(look_record(rig, "select count(*) from chore_exception"), 0);
}

static void exceptions_of_one_chore_are_not_another_s(void **state)
{
    struct rig *rig = *state;
    act(rig, "Skip", "{\"chore\":\"dishes\",\"on\":\"2026-11-30\"}");
    assert_next(rig, AS_SCHEDULED);
    refused(rig, "Restore", TRASH("2026-11-30"), "NothingToRestore",
            "trash on 2026-11-30 is as its schedule says; there is nothing to take back.");
}

static void those_that_are_over_are_shown_no_more(void **state)
{
    struct rig *rig = *state;
    act(rig, "Skip", TRASH("2026-11-30"));
    act(rig, "Move", MOVE("2026-12-03", "2026-12-04"));
    rig->now.wall = DECEMBER + 3 * DAY;
    json_t *show = get(rig, ANN, "org.kith.Chore.Show", "{\"chore\":\"trash\"}");
    assert_string_equal(look_row(show, "exceptions", "on"), "2026-12-03");
    json_decref(show);
}

static void a_day_that_will_not_do_is_told_why(void **state)
{
    struct rig *rig = *state;
    refused(rig, "Skip", TRASH("2026-11-28"), "NotThatDay",
            "trash does not come round on 2026-11-28. `kith chore show trash` tells when it does.");
    refused(rig, "Skip", TRASH("2026-11-26"), "DayOutOfReach",
            "2026-11-26 is not among the days that can be changed: from 2026-11-27 to 2027-11-28.");
    refused(rig, "Move", MOVE("2026-11-30", "2027-11-29"), "DayOutOfReach",
            "2027-11-29 is not among the days that can be changed: from 2026-11-27 to 2027-11-28.");
    refused(rig, "Move", MOVE("2026-11-28", "2026-11-29"), "NotThatDay",
            "trash does not come round on 2026-11-28. `kith chore show trash` tells when it does.");
    refused(rig, "Move", MOVE("2026-11-30", "2026-12-03"), "ComesAlready",
            "trash comes round on 2026-12-03 already.");
    refused(rig, "AddDay", TRASH("2026-11-30"), "ComesAlready",
            "trash comes round on 2026-11-30 already.");
    assert_int_equal(look_record(rig, "select count(*) from chore_exception"), 0);
}

static void two_hundred_days_of_one_chore_are_otherwise_at_the_most(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)"
                     " insert into chore_exception (chore, on_date, kind)"
                     " select c.id, date('2026-11-27', i || ' days'), 'extra' from n, chore c"
                     " where c.handle = 'trash'");
    refused(rig, "AddDay", TRASH("2027-10-01"), "TooManyExceptions",
            "200 days of trash are not as its schedule says. That is as many as there may be: kith"
            " chore change trash --schedule ... gives it another schedule.");
    json_t *show = get(rig, ANN, "org.kith.Chore.Show", "{\"chore\":\"trash\"}");
    assert_int_equal(look_count(show, "exceptions"), 200);
    json_decref(show);
}

/* --- The lists -------------------------------------------------------------------------------- */

static void assert_list(struct rig *rig, const char *parameters, const char *handles)
{
    json_t *list = get(rig, ANN, "org.kith.Chore.List", parameters);
    assert_string_equal(look_row(list, "chores", "handle"), handles);
    json_decref(list);
}

/* issue 3: "Daily, weekly and deep-clean lists" */
static void chores_are_listed_by_the_list_they_are_on(void **state)
{
    struct rig *rig = *state;
    act(rig, "Add", "{\"handle\":\"oven\",\"name\":\"Oven\",\"schedule\":\"1st of the month\"}");
    act(rig, "Add", "{\"handle\":\"lawn\",\"name\":\"Lawn\",\"schedule\":\"sat\"}");
    act(rig, "Add",
        "{\"handle\":\"bath\",\"name\":\"Bath\",\"schedule\":\"sat\",\"list\":\"deep-clean\"}");
    assert_list(rig, NULL, "bath dishes lawn oven trash");
    assert_list(rig, "{\"list\":\"daily\"}", "dishes trash");
    assert_list(rig, "{\"list\":\"weekly\"}", "lawn");
    assert_list(rig, "{\"list\":\"deep-clean\"}", "bath oven");
    act(rig, "Change", "{\"chore\":\"trash\",\"list\":\"weekly\"}");
    assert_list(rig, "{\"list\":\"weekly\"}", "lawn trash");
    json_t *list = get(rig, ANN, "org.kith.Chore.List", "{\"list\":\"deep-clean\"}");
    assert_true(json_is_true(look(list, "chores.0.listNamed")));
    assert_true(json_is_false(look(list, "chores.1.listNamed")));
    json_decref(list);
    refused(rig, "List", "{\"list\":\"monthly\"}", "Impossible",
            "A list is daily, weekly or deep-clean.");
}

static void pages_of_one_list_miss_nothing_and_repeat_nothing(void **state)
{
    struct rig *rig = *state;
    act(rig, "Add", "{\"handle\":\"a\",\"name\":\"A\",\"schedule\":\"sat\"}");
    act(rig, "Add", "{\"handle\":\"e\",\"name\":\"E\",\"schedule\":\"sat\"}");
    act(rig, "Add", "{\"handle\":\"z\",\"name\":\"Z\",\"schedule\":\"sat\"}");
    json_t *page = get(rig, ANN, "org.kith.Chore.List", "{\"list\":\"weekly\",\"limit\":2}");
    assert_string_equal(look_row(page, "chores", "handle"), "a e");
    assert_string_equal(look_text(page, "next"), "e");
    json_decref(page);
    page =
        get(rig, ANN, "org.kith.Chore.List", "{\"list\":\"weekly\",\"limit\":2,\"after\":\"e\"}");
    assert_string_equal(look_row(page, "chores", "handle"), "z");
    assert_null(look(page, "next"));
    json_decref(page);
}

/* So that what is exported can be brought in again. */
static void a_holder_who_has_left_is_not_told_of_until_they_come_back(void **state)
{
    struct rig *rig = *state;
    act(rig, "Change", "{\"chore\":\"trash\",\"holders\":[\"ben\",\"ann\"]}");
    json_decref(
        get(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"ben\",\"endedBy\":\"resident\"}"));
    json_t *list = get(rig, MIKE, "org.kith.Chore.List", NULL);
    assert_string_equal(look_row(list, "chores.1.holders", NULL), "ann");
    json_decref(list);
    json_decref(get(rig, MIKE, "org.kith.Person.Admit", "{\"person\":\"ben\"}"));
    list = get(rig, ANN, "org.kith.Chore.List", NULL);
    assert_string_equal(look_row(list, "chores.1.holders", NULL), "ben ann");
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(days_are_skipped_moved_and_added_and_all_of_it_is_shown),
        LOOK_TEST(exceptions_of_one_chore_are_not_another_s),
        LOOK_TEST(those_that_are_over_are_shown_no_more),
        LOOK_TEST(a_day_that_will_not_do_is_told_why),
        LOOK_TEST(two_hundred_days_of_one_chore_are_otherwise_at_the_most),
        LOOK_TEST(chores_are_listed_by_the_list_they_are_on),
        LOOK_TEST(pages_of_one_list_miss_nothing_and_repeat_nothing),
        LOOK_TEST(a_holder_who_has_left_is_not_told_of_until_they_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
