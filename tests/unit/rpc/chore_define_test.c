/* org.kith.Chore: what a chore is when it is new. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"

#define ADD_MOP(more) "{\"handle\":\"mop\",\"name\":\"Mop\"" more "}"

static void add_mop(struct rig *rig, const char *parameters)
{
    json_decref(get(rig, MIKE, "org.kith.Chore.Add", parameters));
}

static void refused(struct rig *rig, const char *verb, const char *parameters, const char *error,
                    const char *field, const char *value)
{
    char method[48];
    struct peer *mike = rig_peer(rig, MIKE);
    (void)snprintf(method, sizeof method, "org.kith.Chore.%s", verb);
    look_refused(rig, mike, method, parameters, error, field, value);
    peer_free(mike);
}

/* --- Adding ----------------------------------------------------------------------------------- */

#define WHOLE                                                                                      \
    ",\"area\":\"hall\",\"instructions\":\"Sweep.\\nMop.\",\"schedule\":\"every 2 weeks on sat\"," \
    "\"startsOn\":\"2026-12-05\",\"dueTime\":\"18:00\",\"windowMinutes\":120,\"effort\":3,"        \
    "\"list\":\"deep-clean\",\"people\":2,\"rotation\":\"round-robin\",\"holdWeeks\":2,"           \
    "\"holders\":[\"cat\",\"ann\"],\"lookedAtBy\":\"housemate\""

/* issue 3: "A chore has a handle, a name, an area, instructions as a checklist, effort points, a
 * schedule, a due time, how long before that it may be done, how many people it takes, a rotation,
 * and who looks at it afterwards." */
static void all_that_a_chore_is_can_be_said_and_read_again(void **state)
{
    struct rig *rig = *state;
    add_mop(rig, ADD_MOP(WHOLE));
    json_t *show = get(rig, BEN, "org.kith.Chore.Show", "{\"chore\":\"mop\"}");
    const json_t *mop = look(show, "chore");
    static const char *const texts[][2] = {
        {"handle", "mop"},
        {"name", "Mop"},
        {"area", "hall"},
        {"instructions", "Sweep.\nMop."},
        {"startsOn", "2026-12-05"},
        {"schedule", "every 2 weeks on Saturday"},
        {"dueTime", "18:00"},
        {"rule", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"},
        {"list", "deep-clean"},
        {"rotation", "round-robin"},
        {"lookedAtBy", "housemate"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(look_text(mop, texts[i][0]), texts[i][1]);
    assert_int_equal(look_int(mop, "windowMinutes"), 120);
    assert_int_equal(look_int(mop, "effort"), 3);
    assert_int_equal(look_int(mop, "people"), 2);
    assert_int_equal(look_int(mop, "holdWeeks"), 2);
    assert_string_equal(look_row(mop, "holders", NULL), "cat ann");
    assert_string_equal(look_row(show, "nextDays", NULL),
                        "2026-12-05 2026-12-19 2027-01-02 2027-01-16 2027-01-30");
    json_decref(show);
}

static void what_nobody_said_is_as_it_mostly_is(void **state)
{
    struct rig *rig = *state;
    add_mop(rig, ADD_MOP(""));
    json_t *show = get(rig, ANN, "org.kith.Chore.Show", "{\"chore\":\"mop\"}");
    const json_t *mop = look(show, "chore");
    assert_string_equal(look_text(mop, "schedule"), "when somebody gives it");
    assert_null(look(mop, "rule"));
    assert_null(look(mop, "area"));
    assert_null(look(mop, "instructions"));
    assert_null(look(mop, "retiredOn"));
    assert_string_equal(look_text(mop, "startsOn"), "2026-11-27");
    assert_string_equal(look_text(mop, "list"), "weekly");
    assert_true(json_is_false(look(mop, "listNamed")));
    assert_string_equal(look_text(mop, "rotation"), "fair");
    assert_string_equal(look_text(mop, "lookedAtBy"), "coordinator");
    assert_int_equal(look_int(mop, "windowMinutes"), 0);
    assert_int_equal(look_int(mop, "people"), 1);
    assert_int_equal(look_int(mop, "holdWeeks"), 1);
    assert_int_equal(look_count(mop, "holders"), 0);
    assert_int_equal(look_count(show, "nextDays"), 0);
    json_decref(show);
}

/* issue 3: "Bad input: a chore for nobody, a schedule that never occurs" */
static void a_chore_that_cannot_be_is_told_why(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *parameters;
        const char *error;
        const char *message;
    } cases[] = {
        {ADD_MOP(",\"rotation\":\"fixed\""), "ForNobody",
         "Whose it always is must be said: a chore with the rotation fixed wants holders, people"
         " who live here."},
        {ADD_MOP(",\"rotation\":\"fixed\",\"holders\":[]"), "ForNobody",
         "Whose it always is must be said: a chore with the rotation fixed wants holders, people"
         " who live here."},
        {ADD_MOP(",\"rotation\":\"fixed\",\"holders\":[\"ann\"],\"people\":2"), "TooFewHolders",
         "It takes 2 people each time, and those named who always do it are 1. Name more of them,"
         " or say that it takes fewer."},
        {ADD_MOP(",\"holders\":[\"dan\"]"), "HolderNotHere",
         "dan does not live here, so it cannot be theirs."},
        {ADD_MOP(",\"holders\":[\"ann\",\"mike\"]"), "HolderNotHere",
         "mike does not live here, so it cannot be theirs."},
        {ADD_MOP(",\"holders\":[\"nemo\"]"), "NotFound", "There is no person \"nemo\" here."},
        {ADD_MOP(",\"holders\":[\"Ann\"]"), "NotFound", "There is no person \"Ann\" here."},
        {ADD_MOP(",\"holders\":[\"ann\",\"ben\",\"ann\"]"), "Impossible", "ann is named twice."},
        {ADD_MOP(",\"schedule\":\"daily until 2026-11-26\""), "NeverComesRound",
         "With the schedule \"daily until 2026-11-26\" it would come round on no day. Look at when"
         " it begins and ends, and whether there is such a day."},
        {ADD_MOP(",\"schedule\":\"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31\","
                 "\"startsOn\":\"2027-02-01\""),
         "NeverComesRound",
         "With the schedule \"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31\" it would come round on no"
         " day. Look at when it begins and ends, and whether there is such a day."},
        {ADD_MOP(",\"startsOn\":\"2027-11-29\""), "Impossible",
         "A chore begins at most a year from now."},
        {ADD_MOP(",\"list\":\"monthly\""), "Impossible", "A list is daily, weekly or deep-clean."},
        {ADD_MOP(",\"rotation\":\"roulette\""), "Impossible",
         "A rotation is fair, round-robin, fixed, volunteer or everyone."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(rig, "Add", cases[i].parameters, cases[i].error, "message", cases[i].message);
    assert_int_equal(look_record(rig, "select count(*) from chore"), 2);
    add_mop(rig, ADD_MOP(",\"startsOn\":\"2027-11-28\""));
}

static void numbers_of_a_chore_have_bounds(void **state)
{
    struct rig *rig = *state;
    static const char *const wrong[][2] = {
        {ADD_MOP(",\"windowMinutes\":-1"), "windowMinutes"},
        {ADD_MOP(",\"windowMinutes\":1441"), "windowMinutes"},
        {ADD_MOP(",\"people\":0"), "people"},
        {ADD_MOP(",\"people\":19"), "people"},
        {ADD_MOP(",\"holdWeeks\":0"), "holdWeeks"},
        {ADD_MOP(",\"holdWeeks\":27"), "holdWeeks"},
        {ADD_MOP(",\"lookedAtBy\":\"police\""), "lookedAtBy"},
        {ADD_MOP(",\"startsOn\":\"2026-02-30\""), "startsOn"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refused(rig, "Add", wrong[i][0], "InvalidParameter", "parameter", wrong[i][1]);
    add_mop(rig, ADD_MOP(",\"windowMinutes\":1440,\"people\":18,\"holdWeeks\":26"));
}

/* A house as full as it may be, behind the daemon's back. */
static void fill_house(struct rig *rig, int count)
{
    char sql[512];
    (void)snprintf(sql, sizeof sql,
                   "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d)"
                   " insert into chore (house, handle, name, starts_on, due_minute, effort,"
                   " added_at) select h.id, 'c' || i, 'C', '2026-11-01', 1260, 1, 0"
                   " from n, house h where h.handle = 'oak'",
                   count);
    look_tamper(rig, sql);
}

/* issue 3: "200 chores in a house of one" */
static void a_house_of_one_may_have_two_hundred_chores_and_five_hundred_at_the_most(void **state)
{
    struct rig *rig = *state;
    struct peer *olga = rig_peer(rig, OLGA);
    for (int i = 0; i < 200; i++) {
        char parameters[80];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"handle\":\"n%d\",\"name\":\"N\",\"schedule\":\"daily\"}", i);
        rig_do(rig, olga, "org.kith.Chore.Add", parameters);
    }
    fill_house(rig, 299);
    rig_do(rig, olga, "org.kith.Chore.Add", ADD_MOP(""));
    look_refused(rig, olga, "org.kith.Chore.Add", "{\"handle\":\"wax\",\"name\":\"Wax\"}",
                 "TooManyChores", "message",
                 "The house has 500 chores, and that is as many as it may have. Retire one that it"
                 " does not need any more.");
    rig_do(rig, olga, "org.kith.Chore.Retire", "{\"chore\":\"mop\"}");
    rig_do(rig, olga, "org.kith.Chore.Add", "{\"handle\":\"wax\",\"name\":\"Wax\"}");
    assert_string_equal(attempt(rig, OLGA, "org.kith.Chore.Resume", "{\"chore\":\"mop\"}"),
                        "TooManyChores");
    json_t *list = rig_must(rig, olga, "org.kith.Chore.List", "{\"limit\":500}");
    assert_int_equal(look_count(list, "chores"), 500);
    json_decref(list);
}

/* --- The day of the year without such a time -------------------------------------------------- */

/* issue 3: "a due time that does not exist that day". On 14 March 2027 the clocks of New York leap
 * from 02:00 to 03:00. */
static void a_due_time_that_does_not_exist_that_day_is_the_first_that_does(void **state)
{
    struct rig *rig = *state;
    add_mop(rig, ADD_MOP(",\"dueTime\":\"02:30\",\"schedule\":\"daily\""));
    json_decref(get(rig, MIKE, "org.kith.Chore.Assign",
                    "{\"chore\":\"mop\",\"person\":\"ann\",\"on\":[\"2027-03-13\","
                    "\"2027-03-14\",\"2027-03-15\"]}"));
    json_t *week = get(rig, MIKE, "org.kith.Chore.Week", "{\"of\":\"2027-03-14\"}");
    assert_string_equal(look_row(week, "assignments", "dueAt"),
                        "2027-03-13T02:30:00-05:00 2027-03-14T03:00:00-04:00");
    json_decref(week);
    json_decref(
        get(rig, MIKE, "org.kith.Chore.Change", "{\"chore\":\"mop\",\"dueTime\":\"02:15\"}"));
    week = get(rig, MIKE, "org.kith.Chore.Week", "{\"of\":\"2027-03-14\"}");
    assert_string_equal(look_row(week, "assignments", "dueAt"),
                        "2027-03-13T02:15:00-05:00 2027-03-14T03:00:00-04:00");
    json_decref(week);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(all_that_a_chore_is_can_be_said_and_read_again),
        LOOK_TEST(what_nobody_said_is_as_it_mostly_is),
        LOOK_TEST(a_chore_that_cannot_be_is_told_why),
        LOOK_TEST(numbers_of_a_chore_have_bounds),
        LOOK_TEST(a_house_of_one_may_have_two_hundred_chores_and_five_hundred_at_the_most),
        LOOK_TEST(a_due_time_that_does_not_exist_that_day_is_the_first_that_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
