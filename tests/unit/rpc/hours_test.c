/* org.kith.Absence: hours of the week in which somebody cannot do chores. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"
#include "tests/unit/rpc/watch.h"

#define ADD_HOURS "org.kith.Absence.AddHours"
#define END_HOURS "org.kith.Absence.EndHours"
#define HOURS     "org.kith.Absence.Hours"
#define OFFICE                                                                                     \
    "\"weekdays\":[\"monday\",\"tuesday\"],\"fromTime\":\"09:00\",\"untilTime\":\"17:00\""

static void refused(struct rig *rig, uid_t uid, const char *method, const char *parameters,
                    const char *error, const char *field, const char *value)
{
    struct peer *peer = rig_peer(rig, uid);
    look_refused(rig, peer, method, parameters, error, field, value);
    peer_free(peer);
}

/* issue 3: "Work schedules: days and hours when a person cannot." */
static void one_says_when_one_is_at_work(void **state)
{
    struct rig *rig = *state;
    json_t *reply = get(rig, ANN, ADD_HOURS, "{" OFFICE "}");
    assert_int_equal(look_int(reply, "hours.hoursId"), 1);
    assert_string_equal(look_row(reply, "hours.weekdays", NULL), "monday tuesday");
    assert_string_equal(look_text(reply, "hours.fromTime"), "09:00");
    assert_string_equal(look_text(reply, "hours.untilTime"), "17:00");
    assert_string_equal(look_text(reply, "hours.from"), "2026-11-27");
    assert_null(look(reply, "hours.until"));
    json_decref(reply);
    reply = get(rig, ANN, ADD_HOURS,
                "{\"weekdays\":[\"sunday\",\"saturday\",\"sunday\"],\"fromTime\":\"22:00\","
                "\"untilTime\":\"06:00\",\"from\":\"2026-12-01\",\"until\":\"2026-12-31\"}");
    assert_string_equal(look_row(reply, "hours.weekdays", NULL), "saturday sunday");
    assert_string_equal(look_text(reply, "hours.untilTime"), "30:00");
    assert_string_equal(look_text(reply, "hours.until"), "2026-12-31");
    json_decref(reply);
    json_t *list = get(rig, ANN, HOURS, NULL);
    assert_int_equal(look_count(list, "hours"), 2);
    assert_int_equal(look_int(list, "hours.1.hoursId"), 2);
    assert_string_equal(look_text(list, "hours.1.untilTime"), "30:00");
    json_decref(list);
    assert_int_equal(look_record(rig, "select weekdays from busy where id = 2"), 0x60);
    assert_int_equal(look_record(rig, "select until_minute from busy where id = 2"), 1800);
}

static void nobody_else_sees_them_but_whoever_runs_the_chores(void **state)
{
    struct rig *rig = *state;
    must(rig, ANN, ADD_HOURS, "{" OFFICE "}");
    static const struct {
        uid_t uid;
        const char *error;
    } callers[] = {
        {ANN, ""},
        {MIKE, ""},
        {CAT, "PermissionDenied"},
        {OPAL, "PermissionDenied"},
        {OLGA, "NotFound"},
        {ROOT, "PermissionDenied"},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        uid_t uid = callers[i].uid;
        assert_string_equal(attempt(rig, uid, HOURS, "{\"house\":\"maple\",\"person\":\"ann\"}"),
                            callers[i].error);
        assert_string_equal(
            attempt(rig, uid, ADD_HOURS, "{\"house\":\"maple\",\"person\":\"ann\"," OFFICE "}"),
            callers[i].error);
    }
    refused(rig, CAT, END_HOURS, "{\"hoursId\":1}", "NotFound", "message",
            "There are no hours of number 1. `kith absence hours list` shows what there are.");
    refused(rig, OLGA, END_HOURS, "{\"hoursId\":1}", "NotFound", "kind", "hours");
    refused(rig, ANN, END_HOURS, "{\"hoursId\":9}", "NotFound", "name", "9");
    refused(rig, MIKE, END_HOURS, "{\"hoursId\":1,\"person\":\"cat\"}", "NotFound", "name", "1");
}

static void they_end_and_are_kept(void **state)
{
    struct rig *rig = *state;
    must(rig, ANN, ADD_HOURS, "{" OFFICE "}");
    rig->now.wall += 3 * DAY;
    json_t *reply = get(rig, MIKE, END_HOURS, "{\"hoursId\":1}");
    assert_string_equal(look_text(reply, "person"), "ann");
    json_decref(reply);
    refused(rig, ANN, END_HOURS, "{\"hoursId\":1}", "Impossible", "message",
            "These hours are over already.");
    json_t *list = get(rig, ANN, HOURS, NULL);
    assert_int_equal(look_count(list, "hours"), 0);
    json_decref(list);
    assert_int_equal(look_record(rig, "select count(*) from busy where until_on = '2026-11-29'"),
                     1);
    must(rig, ANN, ADD_HOURS, "{" OFFICE "}");
    must(rig, ANN, END_HOURS, "{\"hoursId\":2}");
    json_t *me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "Hours in which you cannot do chores: Mon, Tue, 9 am to 5 pm, from 27"
                         " November 2026 to 29 November 2026."));
    assert_true(look_has(me, "facts", "text",
                         "Hours in which you cannot do chores: Mon, Tue, 9 am to 5 pm, taken back"
                         " before they began."));
    json_decref(me);
}

static void what_cannot_be_is_refused(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *parameters;
        const char *error;
        const char *field;
        const char *value;
    } cases[] = {
        {"{\"weekdays\":[],\"fromTime\":\"09:00\",\"untilTime\":\"17:00\"}", "Impossible",
         "message", "Say on which weekdays, such as mon-fri."},
        {"{\"weekdays\":[\"mon\"],\"fromTime\":\"09:00\",\"untilTime\":\"17:00\"}",
         "InvalidParameter", "parameter", "weekdays[0]"},
        {"{\"weekdays\":[\"monday\"],\"fromTime\":\"9\",\"untilTime\":\"17:00\"}",
         "InvalidParameter", "parameter", "fromTime"},
        {"{\"weekdays\":[\"monday\"],\"fromTime\":\"24:00\",\"untilTime\":\"30:00\"}", "Impossible",
         "message", "Such hours begin before midnight, and end by noon of the next day (36:00)."},
        {"{\"weekdays\":[\"monday\"],\"fromTime\":\"22:00\",\"untilTime\":\"36:01\"}", "Impossible",
         "parameter", "untilTime"},
        {"{" OFFICE ",\"from\":\"2026-12-02\",\"until\":\"2026-12-01\"}", "Impossible", "message",
         "The last day is before the first."},
        {"{" OFFICE ",\"from\":\"2026-11-01\",\"until\":\"2026-11-26\"}", "Impossible", "message",
         "That day is over already."},
        {"{" OFFICE ",\"from\":\"2027-11-29\"}", "Impossible", "parameter", "from"},
        {"{" OFFICE ",\"person\":\"dan\"}", "NotHere", "person", "dan"},
        {"{" OFFICE ",\"person\":\"nobody\"}", "NotFound", "name", "nobody"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is_of_person = strstr(cases[i].parameters, "person") != NULL;
        refused(rig, is_of_person ? MIKE : ANN, ADD_HOURS, cases[i].parameters, cases[i].error,
                cases[i].field, cases[i].value);
    }
    assert_int_equal(look_record(rig, "select count(*) from busy"), 0);
}

/* Everything a caller controls has an end. */
static void nobody_has_more_than_forty(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 40)"
                     " insert into busy (person, weekdays, from_minute, until_minute, from_on)"
                     " select (select id from person where handle = 'ann'), 1, 540, 1020,"
                     " '2026-11-01' from n");
    refused(rig, ANN, ADD_HOURS, "{" OFFICE "}", "TooMany", "message",
            "There are 40 of them already, and more cannot be kept in mind. End some first.");
    must(rig, ANN, END_HOURS, "{\"hoursId\":1}");
    must(rig, ANN, ADD_HOURS, "{" OFFICE "}");
    json_t *list = get(rig, ANN, HOURS, NULL);
    assert_int_equal(look_count(list, "hours"), 40);
    json_decref(list);
    look_tamper(rig, "insert into busy (person, weekdays, from_minute, until_minute, from_on)"
                     " select person, 1, 540, 1020, '2026-11-01' from busy limit 10");
    json_t *me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "Such hours were put down 51 times; the newest 50 stand here."));
    json_decref(me);
}

static void planning_is_asked_for_and_those_concerned_hear(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    struct peer *ann = rig_peer(rig, ANN);
    struct peer *cat = rig_peer(rig, CAT);
    struct peer *watchers[] = {mike, ann, cat};
    for (size_t i = 0; i < 3; i++) {
        watch(rig, watchers[i], NULL);
        (void)heard(watchers[i]);
    }
    static const struct {
        uid_t uid;
        const char *method;
        const char *parameters;
    } changes[] = {
        {ANN, ADD_HOURS, "{" OFFICE "}"},
        {MIKE, END_HOURS, "{\"hoursId\":1}"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        look_tamper(rig, "update chore_house set plan_days = 14, plan_at = null");
        must(rig, changes[i].uid, changes[i].method, changes[i].parameters);
        assert_true(
            look_record(rig, "select ifnull(plan_at, 0) from chore_house where house = 1") >=
            rig->now.wall);
        rig_run(rig);
        assert_string_equal(heard(mike), "ann has other hours now in which they cannot do chores:"
                                         " kith absence hours list ann");
        const char *told = heard(ann);
        if (i == 0)
            assert_null(told);
        else
            assert_string_equal(told, "The hours in which you cannot do chores were changed. To"
                                      " read them: kith absence hours list");
        assert_null(heard(cat));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(one_says_when_one_is_at_work),
        LOOK_TEST(nobody_else_sees_them_but_whoever_runs_the_chores),
        LOOK_TEST(they_end_and_are_kept),
        LOOK_TEST(what_cannot_be_is_refused),
        LOOK_TEST(nobody_has_more_than_forty),
        LOOK_TEST(planning_is_asked_for_and_those_concerned_hear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
