/* org.kith.Chore.Week: whose, which week, and when each is due, in the house's own time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/civil.h"
#include "tests/unit/rpc/look.h"

static void give(struct rig *rig, uid_t manager, const char *chore, const char *person,
                 const char *days)
{
    char parameters[512];
    struct peer *peer = rig_peer(rig, manager);
    (void)snprintf(parameters, sizeof parameters,
                   "{\"chore\":\"%s\",\"person\":\"%s\",\"on\":[%s]}", chore, person, days);
    rig_do(rig, peer, "org.kith.Chore.Assign", parameters);
    peer_free(peer);
}

static void add_chore(struct rig *rig, uid_t manager, const char *handle, const char *due)
{
    char parameters[128];
    struct peer *peer = rig_peer(rig, manager);
    (void)snprintf(parameters, sizeof parameters,
                   "{\"handle\":\"%s\",\"name\":\"C\",\"dueTime\":\"%s\"}", handle, due);
    rig_do(rig, peer, "org.kith.Chore.Add", parameters);
    peer_free(peer);
}

static json_t *week_of(struct rig *rig, uid_t uid, const char *day)
{
    char parameters[48];
    struct peer *peer = rig_peer(rig, uid);
    (void)snprintf(parameters, sizeof parameters, "{\"of\":\"%s\"}", day);
    json_t *week = rig_must(rig, peer, "org.kith.Chore.Week", parameters);
    peer_free(peer);
    return week;
}

/* --- Whose ---------------------------------------------------------------------------------- */

/* issue 2: "a resident can check the week" */
static void a_week_is_of_one_person_or_of_the_house(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    give(rig, 1001, "dishes", "ann", "\"2026-11-27\"");
    give(rig, 1001, "trash", "ben", "\"2026-11-27\"");
    give(rig, 1001, "trash", "ann", "\"2026-11-23\"");
    json_t *week = rig_must(rig, ann, "org.kith.Chore.Week", NULL);
    assert_string_equal(look_row(week, "assignments", "person"), "ann ben ann");
    assert_string_equal(look_row(week, "assignments", "chore"), "trash trash dishes");
    assert_string_equal(look_text(week, "assignments.2.name"), "Wash the dishes");
    json_decref(week);
    week = rig_must(rig, ann, "org.kith.Chore.Week", "{\"person\":\"ann\"}");
    assert_string_equal(look_row(week, "assignments", "chore"), "trash dishes");
    json_decref(week);
    week = rig_must(rig, ann, "org.kith.Chore.Week", "{\"person\":\"cat\"}");
    assert_int_equal(look_count(week, "assignments"), 0);
    json_decref(week);
    assert_string_equal(rig_try(rig, ann, "org.kith.Chore.Week", "{\"person\":\"bem\"}"),
                        "NotFound");
    assert_string_equal(
        rig_try(rig, rig_peer(rig, 1007), "org.kith.Chore.Week", "{\"house\":\"maple\"}"),
        "NotFound");
}

/* --- Which week ------------------------------------------------------------------------------- */

static void a_week_is_from_monday_to_sunday(void **state)
{
    struct rig *rig = *state;
    static const char *const days[] = {"2026-11-22", "2026-11-23", "2026-11-27", "2026-11-29",
                                       "2026-11-30"};
    static const char *const mondays[] = {"2026-11-16", "2026-11-23", "2026-11-23", "2026-11-23",
                                          "2026-11-30"};
    give(rig, 1001, "dishes", "ann", "\"2026-11-22\",\"2026-11-23\",\"2026-11-29\",\"2026-11-30\"");
    for (size_t i = 0; i < 5; i++) {
        json_t *week = week_of(rig, 1002, days[i]);
        assert_string_equal(look_text(week, "from"), mondays[i]);
        const char *on = look_row(week, "assignments", "on");
        assert_string_equal(on, i == 0   ? "2026-11-22"
                                : i == 4 ? "2026-11-30"
                                         : "2026-11-23 2026-11-29");
        json_decref(week);
    }
}

/* The last day in Greenwich is not the last in New York. */
static void today_is_the_house_s_today(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    rig->now.wall = RIG_START + (int64_t)(2 * 86400) + 10 * 3600; /* Monday 03:00 UTC */
    json_t *week = rig_must(rig, ann, "org.kith.Chore.Week", NULL);
    assert_string_equal(look_text(week, "until"), "2026-11-29");
    json_decref(week);
    rig->now.wall += (int64_t)2 * 3600; /* Monday 00:00 in New York */
    week = rig_must(rig, ann, "org.kith.Chore.Week", NULL);
    assert_string_equal(look_text(week, "from"), "2026-11-30");
    json_decref(week);
}

static void a_week_goes_over_the_end_of_a_year_and_to_the_end_of_the_calendar(void **state)
{
    struct rig *rig = *state;
    give(rig, 1001, "dishes", "ann",
         "\"2026-12-28\",\"2026-12-31\",\"2027-01-01\",\"2027-01-03\","
         "\"2027-01-04\",\"2200-12-31\"");
    json_t *week = week_of(rig, 1002, "2027-01-02");
    assert_string_equal(look_text(week, "from"), "2026-12-28");
    assert_string_equal(look_text(week, "until"), "2027-01-03");
    assert_string_equal(look_row(week, "assignments", "on"),
                        "2026-12-28 2026-12-31 2027-01-01 2027-01-03");
    json_decref(week);
    week = week_of(rig, 1002, "2200-12-31");
    assert_string_equal(look_text(week, "from"), "2200-12-29");
    assert_string_equal(look_text(week, "until"), "2201-01-04");
    assert_string_equal(look_row(week, "assignments", "on"), "2200-12-31");
    json_decref(week);
    week = week_of(rig, 1002, "1900-01-01");
    assert_string_equal(look_text(week, "from"), "1900-01-01");
    assert_int_equal(look_count(week, "assignments"), 0);
    json_decref(week);
}

/* A leap day is a day like any other. */
static void a_leap_day_is_in_its_week(void **state)
{
    struct rig *rig = *state;
    give(rig, 1001, "dishes", "ann", "\"2028-02-29\"");
    json_t *week = week_of(rig, 1002, "2028-03-01");
    assert_string_equal(look_row(week, "assignments", "on"), "2028-02-29");
    assert_string_equal(look_text(week, "from"), "2028-02-28");
    json_decref(week);
}

/* --- When it is due --------------------------------------------------------------------------- */

/* design: "01:00 on Saturday morning is 25:00 of Friday evening" */
static void what_is_due_after_midnight_belongs_to_its_evening(void **state)
{
    struct rig *rig = *state;
    add_chore(rig, 1001, "lock-up", "25:00");
    add_chore(rig, 1001, "sunday", "47:59");
    give(rig, 1001, "lock-up", "ann", "\"2026-11-27\"");
    give(rig, 1001, "sunday", "ann", "\"2026-11-29\"");
    json_t *week = week_of(rig, 1002, "2026-11-27");
    assert_string_equal(look_row(week, "assignments", "on"), "2026-11-27 2026-11-29");
    assert_string_equal(look_row(week, "assignments", "dueAt"),
                        "2026-11-28T01:00:00-05:00 2026-11-30T23:59:00-05:00");
    json_decref(week);
}

/* What is due after midnight comes before the next day's first chore: it is the evening's. */
static void they_stand_by_evening_and_then_by_when_they_are_due(void **state)
{
    struct rig *rig = *state;
    add_chore(rig, 1001, "late", "26:00");
    add_chore(rig, 1001, "early", "00:30");
    give(rig, 1001, "late", "ann", "\"2026-11-27\"");
    give(rig, 1001, "early", "ben", "\"2026-11-28\"");
    give(rig, 1001, "early", "ann", "\"2026-11-27\"");
    json_t *week = week_of(rig, 1002, "2026-11-27");
    assert_string_equal(look_row(week, "assignments", "dueAt"),
                        "2026-11-27T00:30:00-05:00 2026-11-28T02:00:00-05:00"
                        " 2026-11-28T00:30:00-05:00");
    json_decref(week);
}

/* A second house in that zone, with nell its manager (uid 1009) and rob who lives there. */
static void furnish_other_house(struct rig *rig, const char *zone)
{
    char parameters[128];
    struct peer *root = rig_peer(rig, 0);
    (void)snprintf(parameters, sizeof parameters,
                   "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"%s\"}", zone);
    rig_do(rig, root, "org.kith.House.Add", parameters);
    rig_do(rig, root, "org.kith.Person.Add",
           "{\"house\":\"elm\",\"handle\":\"nell\",\"name\":\"Nell\"}");
    rig_do(rig, root, "org.kith.Account.Add",
           "{\"kind\":\"person\",\"house\":\"elm\",\"person\":\"nell\",\"uid\":1009}");
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"elm\",\"person\":\"nell\",\"role\":\"manager\"}");
    struct peer *nell = rig_peer(rig, 1009);
    rig_do(rig, nell, "org.kith.Person.Add", "{\"handle\":\"rob\",\"name\":\"Rob\"}");
    rig_do(rig, nell, "org.kith.Person.Admit", "{\"person\":\"rob\",\"on\":\"2026-01-01\"}");
    peer_free(nell);
    peer_free(root);
}

/* issue 2: "houses in different zones in one process" */
static void due_times_are_right_in_both_weeks_in_which_clocks_change(void **state)
{
    struct rig *rig = *state;
    furnish_other_house(rig, "Europe/Berlin");
    static const uid_t managers[] = {1001, 1009};
    static const char *const people[] = {"ann", "rob"};
    for (size_t i = 0; i < 2; i++) {
        add_chore(rig, managers[i], "evening", "21:00");
        add_chore(rig, managers[i], "gap", "02:30");
        add_chore(rig, managers[i], "fold", "01:30");
        give(rig, managers[i], "evening", people[i],
             "\"2026-10-31\",\"2026-11-01\",\"2027-03-13\",\"2027-03-14\",\"2026-10-24\","
             "\"2026-10-25\",\"2027-03-27\",\"2027-03-28\"");
        give(rig, managers[i], "gap", people[i],
             "\"2026-11-01\",\"2027-03-14\",\"2026-10-25\",\"2027-03-28\"");
        give(rig, managers[i], "fold", people[i], "\"2026-11-01\",\"2027-03-14\"");
    }
    static const struct {
        uid_t uid;
        const char *week;
        const char *due;
    } weeks[] = {
        /* New York: back on 1 November 2026, forward on 14 March 2027. */
        {1001, "2026-11-01",
         "2026-10-31T21:00:00-04:00 2026-11-01T01:30:00-04:00 2026-11-01T02:30:00-05:00"
         " 2026-11-01T21:00:00-05:00"},
        {1001, "2027-03-14",
         "2027-03-13T21:00:00-05:00 2027-03-14T01:30:00-05:00 2027-03-14T03:00:00-04:00"
         " 2027-03-14T21:00:00-04:00"},
        {1001, "2026-10-25",
         "2026-10-24T21:00:00-04:00 2026-10-25T02:30:00-04:00 2026-10-25T21:00:00-04:00"},
        /* Berlin: back on 25 October 2026, forward on 28 March 2027. */
        {1009, "2026-10-25",
         "2026-10-24T21:00:00+02:00 2026-10-25T02:30:00+02:00 2026-10-25T21:00:00+01:00"},
        {1009, "2027-03-28",
         "2027-03-27T21:00:00+01:00 2027-03-28T03:00:00+02:00 2027-03-28T21:00:00+02:00"},
        {1009, "2026-11-01",
         "2026-10-31T21:00:00+01:00 2026-11-01T01:30:00+01:00 2026-11-01T02:30:00+01:00"
         " 2026-11-01T21:00:00+01:00"},
    };
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        json_t *week = week_of(rig, weeks[i].uid, weeks[i].week);
        assert_string_equal(look_row(week, "assignments", "dueAt"), weeks[i].due);
        json_decref(week);
    }
}

/* 25:00 of the evening before the clocks leap is 1 in the morning all the same. */
static void an_evening_before_the_clocks_change_ends_when_the_clock_says(void **state)
{
    struct rig *rig = *state;
    add_chore(rig, 1001, "lock-up", "25:30");
    add_chore(rig, 1001, "later", "27:00");
    give(rig, 1001, "lock-up", "ann", "\"2026-10-31\",\"2027-03-13\"");
    give(rig, 1001, "later", "ann", "\"2026-10-31\",\"2027-03-13\"");
    json_t *week = week_of(rig, 1002, "2026-10-31");
    assert_string_equal(look_row(week, "assignments", "dueAt"),
                        "2026-11-01T01:30:00-04:00 2026-11-01T03:00:00-05:00");
    json_decref(week);
    week = week_of(rig, 1002, "2027-03-13");
    assert_string_equal(look_row(week, "assignments", "dueAt"),
                        "2027-03-14T01:30:00-05:00 2027-03-14T03:00:00-04:00");
    json_decref(week);
}

/* A zone whose offsets are half hours and whose clocks move by half of one. */
static void half_hours_are_told_too(void **state)
{
    struct rig *rig = *state;
    furnish_other_house(rig, "Australia/Lord_Howe");
    add_chore(rig, 1009, "evening", "21:00");
    give(rig, 1009, "evening", "rob", "\"2027-04-03\",\"2027-04-04\"");
    json_t *week = week_of(rig, 1009, "2027-04-04");
    assert_string_equal(look_row(week, "assignments", "dueAt"),
                        "2027-04-03T21:00:00+11:00 2027-04-04T21:00:00+10:30");
    json_decref(week);
}

/* The most a week holds is one bounded slice. */
static void a_full_week_is_one_bounded_slice(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "with recursive n (i) as (select 1 union all select i + 1 from n"
                     " where i < 100) insert into chore (house, handle, name, starts_on,"
                     " due_minute, effort, added_at) select 1, 'x' || i, 'X', '2026-11-27', 1260,"
                     " 1, 0 from n;"
                     "insert into assignment (house, chore, person, on_date, due_at, state, place)"
                     " select 1, c.id, 2, d.day, 1795798800, 'planned', 1 from chore c,"
                     " (select '2026-11-23' as day union select '2026-11-24' union select"
                     " '2026-11-25' union select '2026-11-26' union select '2026-11-27' union"
                     " select '2026-11-28') d where c.handle like 'x%'");
    json_t *week = rig_must(rig, rig_peer(rig, 1002), "org.kith.Chore.Week", NULL);
    assert_int_equal(look_count(week, "assignments"), 500);
    assert_in_range(db_slice_steps(rig->db), 1, 200);
    json_decref(week);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_week_is_of_one_person_or_of_the_house),
        LOOK_TEST(a_week_is_from_monday_to_sunday),
        LOOK_TEST(today_is_the_house_s_today),
        LOOK_TEST(a_week_goes_over_the_end_of_a_year_and_to_the_end_of_the_calendar),
        LOOK_TEST(a_leap_day_is_in_its_week),
        LOOK_TEST(what_is_due_after_midnight_belongs_to_its_evening),
        LOOK_TEST(they_stand_by_evening_and_then_by_when_they_are_due),
        LOOK_TEST(due_times_are_right_in_both_weeks_in_which_clocks_change),
        LOOK_TEST(an_evening_before_the_clocks_change_ends_when_the_clock_says),
        LOOK_TEST(half_hours_are_told_too),
        LOOK_TEST(a_full_week_is_one_bounded_slice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
