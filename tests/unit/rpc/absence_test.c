/* org.kith.Absence: who is away or excused, put down, ended and read. Hours of the week are
 * tests/unit/rpc/hours_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"
#include "tests/unit/rpc/watch.h"

#define ADD  "org.kith.Absence.Add"
#define END  "org.kith.Absence.End"
#define LIST "org.kith.Absence.List"
#define SHOW "org.kith.Absence.Show"

/* Ben coordinates the chores. */
static int set_up(void **state)
{
    (void)look_set_up(state);
    must(*state, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    return 0;
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, look_tear_down)

/* Its number. */
static int64_t put_down(struct rig *rig, uid_t uid, const char *parameters)
{
    json_t *reply = get(rig, uid, ADD, parameters);
    int64_t id = look_int(reply, "absenceId");
    json_decref(reply);
    return id;
}

static void refused(struct rig *rig, uid_t uid, const char *method, const char *parameters,
                    const char *error, const char *field, const char *value)
{
    struct peer *peer = rig_peer(rig, uid);
    look_refused(rig, peer, method, parameters, error, field, value);
    peer_free(peer);
}

/* "person kind from until" of each, as that user is told. */
static void assert_listed(struct rig *rig, uid_t uid, const char *persons, const char *kinds)
{
    json_t *list = get(rig, uid, LIST, NULL);
    assert_string_equal(look_row(list, "absences", "person"), persons);
    assert_string_equal(look_row(list, "absences", "kind"), kinds);
    json_decref(list);
}

/* --- Away ------------------------------------------------------------------------------------- */

/* issue 3: "Away, exempt (with dates ...)" */
static void one_says_oneself_that_one_is_away_and_the_house_sees_when(void **state)
{
    struct rig *rig = *state;
    json_t *reply =
        get(rig, ANN, ADD, "{\"kind\":\"away\",\"from\":\"2026-11-28\",\"until\":\"2026-11-29\"}");
    int64_t id = look_int(reply, "absenceId");
    assert_string_equal(look_text(reply, "from"), "2026-11-28");
    assert_string_equal(look_text(reply, "until"), "2026-11-29");
    json_decref(reply);
    json_t *list = get(rig, CAT, LIST, NULL);
    assert_int_equal(look_count(list, "absences"), 1);
    assert_int_equal(look_int(list, "absences.0.absenceId"), id);
    assert_string_equal(look_text(list, "absences.0.person"), "ann");
    assert_string_equal(look_text(list, "absences.0.kind"), "away");
    assert_string_equal(look_text(list, "absences.0.from"), "2026-11-28");
    assert_string_equal(look_text(list, "absences.0.until"), "2026-11-29");
    json_decref(list);
    rig->now.wall += 3 * DAY;
    assert_listed(rig, CAT, "", "");
}

static void who_names_no_day_is_away_from_today_until_they_are_back(void **state)
{
    struct rig *rig = *state;
    json_t *reply = get(rig, ANN, ADD, "{\"kind\":\"away\"}");
    assert_string_equal(look_text(reply, "from"), "2026-11-27");
    assert_string_equal(look_text(reply, "until"), "2027-11-27");
    json_decref(reply);
    rig->now.wall += 5 * DAY;
    reply = get(rig, ANN, END, NULL);
    assert_int_equal(look_int(reply, "absenceId"), 1);
    assert_string_equal(look_text(reply, "person"), "ann");
    assert_string_equal(look_text(reply, "kind"), "away");
    assert_string_equal(look_text(reply, "from"), "2026-11-27");
    assert_string_equal(look_text(reply, "until"), "2026-12-01");
    json_decref(reply);
    assert_listed(rig, CAT, "", "");
    refused(rig, ANN, END, NULL, "NotAway", "message",
            "ann is not away today. What is to come stands in: kith absence list");
    assert_int_equal(look_record(rig, "select count(*) from absence where withdrawn_at is null"
                                      " and until_on = '2026-12-01'"),
                     1);
}

static void what_has_not_begun_is_taken_back_and_stays_on_the_record(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, ANN, "{\"kind\":\"away\",\"from\":\"2026-12-01\"}");
    refused(rig, ANN, END, NULL, "NotAway", "person", "ann");
    json_t *reply = get(rig, ANN, END, "{\"absenceId\":1}");
    assert_null(look(reply, "until"));
    json_decref(reply);
    assert_listed(rig, CAT, "", "");
    json_t *shown = get(rig, ANN, SHOW, "{\"absenceId\":1}");
    assert_true(json_is_true(look(shown, "withdrawn")));
    assert_string_equal(look_text(shown, "until"), "2027-12-01");
    json_decref(shown);
    refused(rig, ANN, END, "{\"absenceId\":1}", "Over", "message", "Number 1 is over already.");
}

static void a_last_day_is_named_where_it_is_known(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, ANN, "{\"kind\":\"away\",\"until\":\"2026-12-05\"}");
    rig->now.wall += 3 * DAY;
    static const struct {
        const char *on;
        const char *message;
    } cases[] = {
        {"2026-12-05", "It ends on 5 December 2026 already. For more days, add those that follow."},
        {"2026-11-28", "The last day can be 29 November 2026 at the earliest. If it is not to be at"
                       " all, name no day."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char parameters[64];
        (void)snprintf(parameters, sizeof parameters, "{\"on\":\"%s\"}", cases[i].on);
        refused(rig, ANN, END, parameters, "Impossible", "message", cases[i].message);
        refused(rig, ANN, END, parameters, "Impossible", "parameter", "on");
    }
    json_t *reply = get(rig, ANN, END, "{\"on\":\"2026-12-02\"}");
    assert_string_equal(look_text(reply, "until"), "2026-12-02");
    json_decref(reply);
}

/* --- By whoever runs the chores --------------------------------------------------------------- */

static void whoever_runs_the_chores_says_either_of_anybody_and_housemates_of_nobody_else(
    void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *error;
    } callers[] = {
        {MIKE, ""},
        {BEN, ""},
        {ANN, "PermissionDenied"},
        {OPAL, "PermissionDenied"},
        {DAN, "NotFound"},
        {OLGA, "NotFound"},
        {ROOT, "PermissionDenied"},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        char parameters[160];
        for (int exempt = 0; exempt < 2; exempt++) {
            (void)snprintf(parameters, sizeof parameters,
                           "{\"house\":\"maple\",\"person\":\"cat\",\"kind\":\"%s\","
                           "\"from\":\"2026-12-0%zu\",\"until\":\"2026-12-0%zu\"}",
                           exempt ? "exempt" : "away", i + 1, i + 1);
            assert_string_equal(attempt(rig, callers[i].uid, ADD, parameters), callers[i].error);
        }
    }
    assert_listed(rig, ANN, "cat cat cat cat", "away excused away excused");
}

static void nobody_excuses_themself(void **state)
{
    struct rig *rig = *state;
    static const char *const said[] = {"{\"kind\":\"exempt\"}",
                                       "{\"kind\":\"exempt\",\"person\":\"ben\"}",
                                       "{\"kind\":\"exempt\",\"chore\":\"dishes\"}"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        refused(rig, BEN, ADD, said[i], "OwnExempt", "message",
                "Nobody excuses themself. Ask somebody else who runs the chores; that you are away,"
                " you can say yourself: kith away");
    assert_string_equal(attempt(rig, ANN, ADD, said[0]), "OwnExempt");
    assert_string_equal(attempt(rig, MIKE, ADD, said[1]), "");
}

static void days_that_have_been_are_put_down_by_somebody_else(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *person;
        const char *from;
        const char *message; /* NULL: it is put down */
    } cases[] = {
        {ANN, "ann", "2026-11-26",
         "That day is over. Say it from today on; somebody else who runs the chores can put down"
         " the days before."},
        {BEN, "ben", "2026-11-26",
         "That day is over. Say it from today on; somebody else who runs the chores can put down"
         " the days before."},
        {BEN, "ann", "2026-10-26", "That is too long ago. It can begin 31 days back at the most."},
        {BEN, "ann", "2027-11-29", "That is too far ahead. It can begin within a year."},
        {BEN, "ann", "2026-10-27", NULL},
        {MIKE, "ben", "2026-11-26", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"kind\":\"away\",\"person\":\"%s\",\"from\":\"%s\"}", cases[i].person,
                       cases[i].from);
        if (cases[i].message)
            refused(rig, cases[i].uid, ADD, parameters, "Impossible", "message", cases[i].message);
        else
            must(rig, cases[i].uid, ADD, parameters);
    }
}

static void one_s_own_exemption_one_does_not_end(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, BEN, "{\"kind\":\"exempt\",\"person\":\"ann\"}");
    (void)put_down(rig, BEN, "{\"kind\":\"away\",\"person\":\"cat\"}");
    refused(rig, ANN, END, "{\"absenceId\":1}", "NotYours", "message",
            "Whoever runs the chores excused you, and ends it too. Ask them.");
    assert_string_equal(attempt(rig, ANN, END, "{\"absenceId\":2}"), "PermissionDenied");
    assert_string_equal(attempt(rig, ANN, END, "{\"person\":\"cat\"}"), "PermissionDenied");
    assert_string_equal(attempt(rig, MIKE, END, "{\"person\":\"cat\",\"absenceId\":1}"),
                        "NotFound");
    must(rig, MIKE, END, "{\"absenceId\":1}");
    must(rig, MIKE, END, "{\"person\":\"cat\"}");
    assert_listed(rig, CAT, "", "");
}

static void what_cannot_be_is_refused_with_what_is_wrong(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *parameters;
        const char *error;
        const char *field;
        const char *value;
    } cases[] = {
        {"{\"kind\":\"gone\"}", "InvalidParameter", "parameter", "kind"},
        {"{\"person\":\"ann\"}", "InvalidParameter", "parameter", "kind"},
        {"{\"kind\":\"away\",\"from\":\"2026-02-30\"}", "InvalidParameter", "parameter", "from"},
        {"{\"kind\":\"away\",\"person\":\"dan\"}", "NotHere", "message",
         "dan does not live here, so no chores are planned for them anyway."},
        {"{\"kind\":\"away\"}", "NotHere", "person", "mike"},
        {"{\"kind\":\"away\",\"person\":\"nobody\"}", "NotFound", "name", "nobody"},
        {"{\"kind\":\"away\",\"person\":\"olga\"}", "NotFound", "name", "olga"},
        {"{\"kind\":\"away\",\"person\":\"ann\",\"chore\":\"dishes\"}", "Impossible", "parameter",
         "chore"},
        {"{\"kind\":\"exempt\",\"person\":\"ann\",\"chore\":\"dishs\"}", "NotFound", "nearest",
         "dishes"},
        {"{\"kind\":\"away\",\"person\":\"ann\",\"until\":\"2026-11-26\"}", "Impossible", "message",
         "The last day is before the first."},
        {"{\"kind\":\"exempt\",\"person\":\"ann\",\"until\":\"2027-11-28\"}", "Impossible",
         "message", "That is too long. Say at most a year now, and the rest when it comes."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(rig, MIKE, ADD, cases[i].parameters, cases[i].error, cases[i].field,
                cases[i].value);
    char parameters[300];
    (void)snprintf(parameters, sizeof parameters,
                   "{\"kind\":\"away\",\"person\":\"ann\",\"reason\":\"%0201d\"}", 0);
    refused(rig, MIKE, ADD, parameters, "InvalidParameter", "parameter", "reason");
    refused(rig, MIKE, END, "{\"absenceId\":0}", "InvalidParameter", "parameter", "absenceId");
    refused(rig, ANN, LIST, "{\"after\":\"2026-11-27\"}", "InvalidParameter", "parameter", "after");
    assert_int_equal(look_record(rig, "select count(*) from absence"), 0);
}

/* "Overlapping the same kind and chore: refused with the dates that stand; touching is fine." */
static void what_overlaps_is_refused_with_what_stands(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, ANN,
                   "{\"kind\":\"away\",\"from\":\"2026-11-28\",\"until\":\"2026-11-30\"}");
    struct peer *ann = rig_peer(rig, ANN);
    json_t *reply = rig_call(rig, ann, ADD, "{\"kind\":\"away\",\"from\":\"2026-11-30\"}");
    assert_string_equal(look_text(reply, "error"), "org.kith.Absence.Overlaps");
    assert_int_equal(look_int(reply, "parameters.absenceId"), 1);
    assert_string_equal(look_text(reply, "parameters.from"), "2026-11-28");
    assert_string_equal(look_text(reply, "parameters.until"), "2026-11-30");
    assert_string_equal(look_text(reply, "parameters.message"),
                        "ann is away then already, from 2026-11-28 to 2026-11-30. End that first:"
                        " kith absence end 1");
    json_decref(reply);
    (void)put_down(rig, ANN,
                   "{\"kind\":\"away\",\"from\":\"2026-12-01\",\"until\":\"2026-12-02\"}");
    (void)put_down(rig, ANN, "{\"kind\":\"away\",\"until\":\"2026-11-27\"}");
    (void)put_down(rig, BEN, "{\"kind\":\"exempt\",\"person\":\"ann\"}");
    refused(rig, BEN, ADD, "{\"kind\":\"exempt\",\"person\":\"ann\",\"until\":\"2026-11-28\"}",
            "Overlaps", "message",
            "ann is excused then already, from 2026-11-27 without an end. End that first: kith"
            " absence end 4");
    (void)put_down(rig, BEN, "{\"kind\":\"exempt\",\"person\":\"ann\",\"chore\":\"dishes\"}");
    (void)put_down(rig, BEN, "{\"kind\":\"exempt\",\"person\":\"ann\",\"chore\":\"trash\"}");
    assert_string_equal(
        attempt(rig, BEN, ADD, "{\"kind\":\"exempt\",\"person\":\"ann\",\"chore\":\"dishes\"}"),
        "Overlaps");
}

/* Everything a caller controls has an end. */
static void nobody_has_more_than_can_be_kept_in_mind(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 40)"
                     " insert into absence (house, person, kind, from_on, until_on, granted_at)"
                     " select 1, (select id from person where handle = 'ann'), 'away',"
                     " date('2026-11-28', i || ' days'), date('2026-11-28', i || ' days'), 0"
                     " from n");
    refused(rig, ANN, ADD, "{\"kind\":\"away\",\"until\":\"2026-11-27\"}", "TooMany", "message",
            "There are 40 of them already, and more cannot be kept in mind. End some first.");
    must(rig, ANN, END, "{\"absenceId\":7}");
    must(rig, ANN, ADD, "{\"kind\":\"away\",\"until\":\"2026-11-27\"}");
}

/* --- Why -------------------------------------------------------------------------------------- */

/* issue 3: "the reason is seen by the person and whoever granted it, everyone else reads away or
 * excused" */
static void why_is_read_by_the_person_and_whoever_put_it_down(void **state)
{
    struct rig *rig = *state;
    static const char shown[] = "{\"absenceId\":1}";
    (void)put_down(rig, BEN, "{\"kind\":\"exempt\",\"person\":\"ann\",\"reason\":\"A bad back.\"}");
    static const uid_t readers[] = {ANN, BEN};
    for (size_t i = 0; i < 2; i++) {
        json_t *reply = get(rig, readers[i], SHOW, shown);
        assert_string_equal(look_text(reply, "reason"), "A bad back.");
        assert_string_equal(look_text(reply, "person"), "ann");
        assert_string_equal(look_text(reply, "kind"), "excused");
        assert_string_equal(look_text(reply, "by"), "ben");
        assert_string_equal(look_text(reply, "at"), "2026-11-27T12:00:00-05:00");
        assert_null(look(reply, "until"));
        assert_true(json_is_false(look(reply, "withdrawn")));
        json_decref(reply);
    }
    static const uid_t others[] = {CAT, MIKE, OPAL};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        refused(rig, others[i], SHOW, shown, "NotYours", "message",
                "Why is for ann to read, and for whoever put it down; nobody else does. The days"
                " stand in: kith absence list");
    assert_string_equal(attempt(rig, OLGA, SHOW, shown), "NotFound");
    assert_string_equal(attempt(rig, ROOT, SHOW, "{\"house\":\"maple\",\"absenceId\":1}"),
                        "PermissionDenied");
    assert_string_equal(attempt(rig, CAT, SHOW, "{\"absenceId\":2}"), "NotFound");
    json_t *list = get(rig, CAT, LIST, NULL);
    char *text = json_dumps(list, 0);
    assert_null(strstr(text, "back"));
    free(text);
    json_decref(list);
    json_t *me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_string_equal(look_text(me, "readers.0.reader"), "ben");
    assert_string_equal(look_text(me, "readers.0.what"), "Absence.Show");
    assert_int_equal(look_count(me, "readers"), 1);
    json_decref(me);
}

/* README: "Destroying a key destroys those values" */
static void why_is_sealed_under_the_person_s_month(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, BEN, "{\"kind\":\"away\",\"person\":\"ann\",\"reason\":\"In hospital.\"}");
    (void)put_down(rig, BEN, "{\"kind\":\"away\",\"person\":\"cat\",\"reason\":\" \"}");
    assert_int_equal(look_record(rig, "select count(*) from absence where instr(reason,"
                                      " cast('hospital' as blob))"),
                     0);
    assert_int_equal(look_record(rig, "select reason is null from absence where id = 2"), 1);
    assert_int_equal(look_record(rig, "select count(*) from sealed_key where class = 'note'"
                                      " and period = '2026-11'"
                                      " and person = (select id from person where handle = 'ann')"),
                     1);
    assert_int_equal(look_record(rig, "select count(*) from event where subject is not null"
                                      " and kind like 'absence%'"),
                     0);
}

static void that_one_need_not_do_one_chore_is_between_few(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, BEN, "{\"kind\":\"exempt\",\"person\":\"ann\",\"chore\":\"dishes\"}");
    static const uid_t knowing[] = {ANN, BEN, MIKE};
    for (size_t i = 0; i < sizeof knowing / sizeof *knowing; i++) {
        json_t *list = get(rig, knowing[i], LIST, NULL);
        assert_string_equal(look_text(list, "absences.0.chore"), "dishes");
        json_decref(list);
    }
    static const uid_t others[] = {CAT, OPAL};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_listed(rig, others[i], "", "");
        refused(rig, others[i], SHOW, "{\"absenceId\":1}", "NotFound", "message",
                "There is no absence number 1. `kith absence list` shows what there is.");
    }
    refused(rig, CAT, END, "{\"absenceId\":1}", "NotFound", "message",
            "There is no absence number 1. `kith absence list` shows what there is.");
}

static void a_list_is_somebody_s_or_everybody_s_and_paged(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, ANN,
                   "{\"kind\":\"away\",\"from\":\"2026-12-05\",\"until\":\"2026-12-05\"}");
    (void)put_down(rig, CAT,
                   "{\"kind\":\"away\",\"from\":\"2026-12-01\",\"until\":\"2026-12-01\"}");
    (void)put_down(rig, BEN, "{\"kind\":\"exempt\",\"person\":\"ann\",\"from\":\"2026-12-01\"}");
    assert_listed(rig, OPAL, "cat ann ann", "away excused away");
    json_t *page = get(rig, CAT, LIST, "{\"limit\":1}");
    assert_string_equal(look_row(page, "absences", "person"), "cat");
    assert_string_equal(look_text(page, "next"), "2026-12-01/2");
    json_decref(page);
    /* design 4: "the cursor is the sort key, so inserts never shift a page" */
    (void)put_down(rig, BEN, "{\"kind\":\"away\"}");
    page = get(rig, CAT, LIST, "{\"limit\":2,\"after\":\"2026-12-01/2\"}");
    assert_string_equal(look_row(page, "absences", "kind"), "excused away");
    assert_null(look(page, "next"));
    json_decref(page);
    page = get(rig, CAT, LIST, "{\"person\":\"ann\"}");
    assert_string_equal(look_row(page, "absences", "person"), "ann ann");
    json_decref(page);
}

static void who_has_left_is_not_told_of_by_their_absence(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, CAT, "{\"kind\":\"away\"}");
    must(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"cat\"}");
    assert_listed(rig, ANN, "", "");
    refused(rig, ANN, SHOW, "{\"absenceId\":1}", "NotFound", "kind", "absence");
    refused(rig, ANN, END, "{\"absenceId\":1}", "NotFound", "kind", "absence");
    refused(rig, BEN, END, "{\"absenceId\":1}", "NotFound", "kind", "absence");
}

/* A number opens no list to those who may not read it. */
static void a_number_names_nobody_to_who_may_not_see_the_house(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, ANN, "{\"kind\":\"away\"}");
    must(rig, ROOT, "org.kith.Account.Grant",
         "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"alumnus\"}");
    refused(rig, DAN, END, "{\"absenceId\":1}", "NotFound", "kind", "absence");
    refused(rig, ROOT, END, "{\"house\":\"maple\",\"absenceId\":1}", "NotFound", "kind", "absence");
    refused(rig, KIOSK, END, "{\"absenceId\":1}", "NotFound", "kind", "absence");
}

/* --- What comes of it ------------------------------------------------------------------------- */

/* issue 3: "When someone falls away their future assignments are given on" */
static void each_change_asks_for_planning_at_once(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *method;
        const char *parameters;
    } changes[] = {
        {ADD, "{\"kind\":\"away\",\"until\":\"2026-12-05\"}"},
        {END, "{\"on\":\"2026-12-01\"}"},
        {END, "{\"absenceId\":1}"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        look_tamper(rig, "update chore_house set plan_days = 14, plan_at = null");
        must(rig, ANN, changes[i].method, changes[i].parameters);
        assert_true(
            look_record(rig, "select ifnull(plan_at, 0) from chore_house where house = 1") >=
            rig->now.wall);
    }
}

/* issue 3: "absence is never missed": what reads the record when a chore's time goes by. */
static void what_is_put_down_counts_when_a_chore_lapses(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, BEN, "{\"kind\":\"away\",\"person\":\"ann\",\"until\":\"2026-11-27\"}");
    must(rig, MIKE, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    must(rig, MIKE, "org.kith.Chore.Assign",
         "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-28\"]}");
    rig->now.wall += 3 * DAY;
    rig_run(rig);
    json_t *week = get(rig, MIKE, "org.kith.Chore.Week", "{\"of\":\"2026-11-27\"}");
    assert_string_equal(look_row(week, "assignments", "state"), "excused missed");
    json_decref(week);
}

static void whoever_runs_the_chores_hears_of_it_and_the_one_it_is_about(void **state)
{
    struct rig *rig = *state;
    struct peer *ben = rig_peer(rig, BEN);
    struct peer *ann = rig_peer(rig, ANN);
    struct peer *cat = rig_peer(rig, CAT);
    struct peer *watchers[] = {ben, ann, cat};
    for (size_t i = 0; i < 3; i++) {
        watch(rig, watchers[i], NULL);
        (void)heard(watchers[i]);
    }
    must(rig, ANN, ADD, "{\"kind\":\"away\",\"reason\":\"In hospital.\"}");
    must(rig, ANN, END, NULL);
    rig_run(rig);
    assert_string_equal(heard(ben), "ann is away from 27 November 2026. ann is not away from 27"
                                    " November 2026 after all.");
    assert_null(heard(ann));
    must(rig, MIKE, ADD, "{\"kind\":\"exempt\",\"person\":\"ann\",\"reason\":\"A bad back.\"}");
    rig->now.wall += 2 * DAY;
    must(rig, MIKE, END, "{\"absenceId\":2}");
    rig_run(rig);
    assert_string_equal(heard(ben), "From 27 November 2026 on ann is excused. From 29 November 2026"
                                    " on ann is excused no longer.");
    assert_string_equal(heard(ann), "You are put down as away or excused from 27 November 2026. To"
                                    " read it: kith absence list You may be given chores again from"
                                    " 29 November 2026 on.");
    assert_null(heard(cat));
}

static void everybody_can_read_what_is_held_of_it(void **state)
{
    struct rig *rig = *state;
    (void)put_down(rig, ANN,
                   "{\"kind\":\"away\",\"until\":\"2026-11-28\",\"reason\":\"A wedding.\"}");
    (void)put_down(rig, BEN,
                   "{\"kind\":\"exempt\",\"person\":\"ann\",\"chore\":\"dishes\","
                   "\"reason\":\"A bad back.\"}");
    must(rig, BEN, END, "{\"absenceId\":2}");
    json_t *me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "Away, from 27 November 2026 to 28 November 2026, put down by you on 27"
                         " November 2026: A wedding."));
    assert_true(look_has(me, "facts", "text",
                         "Excused from dishes, from 27 November 2026 on, put down by ben on 27"
                         " November 2026, and taken back: A bad back."));
    assert_false(look_has(me, "facts", "text", "In all"));
    json_decref(me);
    me = get(rig, BEN, "org.kith.Person.Me", NULL);
    assert_false(look_has(me, "facts", "text", "bad back"));
    json_decref(me);
    look_tamper(rig, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)"
                     " insert into absence (house, person, kind, from_on, until_on, granted_at)"
                     " select 1, (select id from person where handle = 'ann'), 'away',"
                     " date('2026-01-01', i || ' days'), date('2026-01-01', i || ' days'), 0"
                     " from n");
    me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_true(
        look_has(me, "facts", "text", "In all there are 62 of these; the newest 50 stand here."));
    json_decref(me);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_says_oneself_that_one_is_away_and_the_house_sees_when),
        TEST(who_names_no_day_is_away_from_today_until_they_are_back),
        TEST(what_has_not_begun_is_taken_back_and_stays_on_the_record),
        TEST(a_last_day_is_named_where_it_is_known),
        TEST(whoever_runs_the_chores_says_either_of_anybody_and_housemates_of_nobody_else),
        TEST(nobody_excuses_themself),
        TEST(days_that_have_been_are_put_down_by_somebody_else),
        TEST(one_s_own_exemption_one_does_not_end),
        TEST(what_cannot_be_is_refused_with_what_is_wrong),
        TEST(what_overlaps_is_refused_with_what_stands),
        TEST(nobody_has_more_than_can_be_kept_in_mind),
        TEST(why_is_read_by_the_person_and_whoever_put_it_down),
        TEST(why_is_sealed_under_the_person_s_month),
        TEST(that_one_need_not_do_one_chore_is_between_few),
        TEST(a_list_is_somebody_s_or_everybody_s_and_paged),
        TEST(who_has_left_is_not_told_of_by_their_absence),
        TEST(a_number_names_nobody_to_who_may_not_see_the_house),
        TEST(each_change_asks_for_planning_at_once),
        TEST(what_is_put_down_counts_when_a_chore_lapses),
        TEST(whoever_runs_the_chores_hears_of_it_and_the_one_it_is_about),
        TEST(everybody_can_read_what_is_held_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
