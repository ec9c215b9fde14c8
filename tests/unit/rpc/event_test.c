/* org.kith.Event: what happens in the house, to those it is for, as long as it is for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"
#include "tests/unit/rpc/watch.h"

static void expect_nothing(struct peer *peer)
{
    assert_null(heard(peer));
    assert_true(peer_is_streaming(peer));
}

/* --- Beginning ------------------------------------------------------------------------------ */

static void watching_needs_more(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(rig_try(rig, rig_peer(rig, 1002), "org.kith.Event.Watch", NULL),
                        "ExpectedMore");
}

/* design: "Live views use more: the present state, then changes" */
static void the_first_answer_has_the_latest_and_comes_though_there_is_nothing(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    struct peer *olga = rig_peer(rig, 1007);
    watch(rig, ann, NULL);
    assert_string_equal(heard(ann), "ann moved in. ben moved in. cat moved in. dan moved in."
                                    " dan moved out.");
    expect_nothing(ann);
    /* Hers is the manager's role of Oak, and she was told. */
    watch(rig, olga, NULL);
    assert_string_equal(heard(olga), "olga is manager now.");
    struct peer *late = rig_peer(rig, 1007);
    watch(rig, late, "{\"after\":1000000}");
    assert_string_equal(heard(late), "");
    expect_nothing(late);
}

static void an_event_says_when_where_what_and_about_whom(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    watch(rig, ann, NULL);
    json_t *reply = rig_reply(ann);
    assert_int_equal(look_count(reply, "parameters.events"), 5);
    const json_t *event = look(reply, "parameters.events.4");
    assert_string_equal(look_text(event, "kind"), "moved-out");
    assert_string_equal(look_text(event, "person"), "dan");
    assert_string_equal(look_text(event, "house"), "maple");
    assert_string_equal(look_text(event, "at"), "2026-11-27T12:00:00-05:00");
    json_decref(reply);
}

/* Of many, the latest twenty; those that are not for the caller leave gaps. */
static void the_latest_twenty_are_told_at_the_beginning(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    for (int i = 0; i < 15; i++) {
        rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"cat\"}");
        rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"cat\"}");
    }
    struct peer *ann = rig_peer(rig, 1002);
    watch(rig, ann, NULL);
    json_t *reply = rig_reply(ann);
    assert_int_equal(look_count(reply, "parameters.events"), 20);
    json_decref(reply);
}

/* Thirty that are only ben's do not hide what the house has had. */
static void what_is_others_does_not_push_out_ones_own(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    for (int i = 1; i <= 30; i++) {
        char parameters[96];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"chore\":\"dishes\",\"person\":\"ben\",\"on\":[\"2026-12-%02d\"]}", i);
        rig_do(rig, mike, "org.kith.Chore.Assign", parameters);
    }
    struct peer *ann = rig_peer(rig, 1002);
    watch(rig, ann, NULL);
    json_t *reply = rig_reply(ann);
    assert_int_equal(look_count(reply, "parameters.events"), 5);
    json_decref(reply);
}

/* --- To whom ---------------------------------------------------------------------------------- */

/* design, section 7: "`Event.Watch` shows it live", "numbered, with its audience" */
static void what_happens_is_heard_by_those_it_is_for(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const uid_t uids[] = {1001, 1002, 1003, 1007};
    struct peer *watcher[4];
    for (size_t i = 0; i < 4; i++) {
        watcher[i] = rig_peer(rig, uids[i]);
        watch(rig, watcher[i], NULL);
        assert_non_null(heard(watcher[i]));
    }
    /* Whose it is hears of it, nobody else. */
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_string_equal(heard(watcher[1]), "dishes on 27 November 2026 is ann's.");
    expect_nothing(watcher[0]);
    expect_nothing(watcher[2]);
    /* The house hears what is done in it. */
    rig_do(rig, mike, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(heard(watcher[i]), "ann did dishes of 27 November 2026.");
    expect_nothing(watcher[3]);
    rig_do(rig, mike, "org.kith.Chore.Undo", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_string_equal(heard(watcher[2]), "dishes of 27 November 2026 is open again.");
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"secretary\",\"person\":\"ben\"}");
    assert_string_equal(heard(watcher[2]), "ben is secretary now.");
}

static void a_new_pin_is_heard_of_where_another_set_it(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    struct peer *ben = rig_peer(rig, 1003);
    watch(rig, ann, NULL);
    watch(rig, ben, NULL);
    (void)heard(ann);
    (void)heard(ben);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Account.SetPin",
           "{\"person\":\"ann\",\"pin\":\"482913\"}");
    assert_string_equal(heard(ann), "mike set a new PIN for ann.");
    rig_do(rig, rig_peer(rig, 1002), "org.kith.Account.SetPin", "{\"pin\":\"482914\"}");
    expect_nothing(ann);
    expect_nothing(ben);
}

/* What was refused has not happened; several of one turn come in order. */
static void only_what_was_committed_is_heard(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    watch(rig, ann, NULL);
    (void)heard(ann);
    assert_string_equal(rig_try(rig, mike, "org.kith.Chore.Assign",
                                "{\"chore\":\"dishes\",\"person\":\"ann\","
                                "\"on\":[\"2026-11-27\",\"2026-11-27\"]}"),
                        "AlreadyAssigned");
    expect_nothing(ann);
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-29\",\"2026-11-28\"]}");
    assert_string_equal(
        heard(ann), "dishes on 29 November 2026 is ann's. dishes on 28 November 2026 is ann's.");
}

/* --- Rights ----------------------------------------------------------------------------------- */

static void who_may_not_see_events_does_not_watch(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *error;
    } callers[] = {
        {0, "PermissionDenied"}, {1005, "NotFound"},         {1007, "NotFound"},
        {1100, "NotFound"},      {1006, "PermissionDenied"}, {4000, "NotFound"},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        struct peer *peer = rig_peer(rig, callers[i].uid);
        watch(rig, peer, "{\"house\":\"maple\"}");
        json_t *reply = rig_reply(peer);
        assert_string_equal(strrchr(look_text(reply, "error"), '.') + 1, callers[i].error);
        json_decref(reply);
        assert_false(peer_is_streaming(peer));
    }
}

/* design: "rights are asked again at each event" */
static void who_leaves_stops_hearing(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    struct peer *ben = rig_peer(rig, 1003);
    watch(rig, ann, NULL);
    watch(rig, ben, NULL);
    (void)heard(ann);
    (void)heard(ben);
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    json_t *last = rig_reply(ann);
    assert_string_equal(look_text(last, "error"), "org.varlink.service.PermissionDenied");
    assert_null(look(last, "parameters.events"));
    json_decref(last);
    assert_false(peer_is_streaming(ann));
    assert_string_equal(heard(ben), "ann moved out.");
    /* The connection goes on. */
    rig_do(rig, ann, "org.kith.Person.Me", NULL);
}

static void who_loses_the_account_or_the_role_stops_hearing(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ben = rig_peer(rig, 1003);
    watch(rig, mike, NULL);
    watch(rig, ben, NULL);
    (void)heard(mike);
    (void)heard(ben);
    rig_do(rig, root, "org.kith.Account.Disable", "{\"accountId\":3}");
    json_t *last = rig_reply(ben);
    assert_non_null(look(last, "error"));
    json_decref(last);
    rig_do(rig, root, "org.kith.Account.Revoke",
           "{\"house\":\"maple\",\"person\":\"mike\",\"role\":\"manager\"}");
    last = rig_reply(mike);
    assert_non_null(look(last, "error"));
    json_decref(last);
    assert_false(peer_is_streaming(ben));
    assert_false(peer_is_streaming(mike));
}

/* Somebody new is told of nobody who left before they came, however far back they ask. */
static void what_was_before_one_came_is_for_managers(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *eve = rig_peer(rig, 4000);
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ben\"}");
    rig->now.wall += 60;
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve\"}");
    rig_do(rig, root, "org.kith.Account.Add",
           "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"eve\",\"uid\":4000}");
    rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"eve\"}");
    watch(rig, eve, "{\"after\":0}");
    assert_string_equal(heard(eve), "eve moved in.");
    watch(rig, mike, "{\"after\":0}");
    assert_non_null(strstr(heard(mike), "ben moved out."));
}

/* --- Going on from an event ------------------------------------------------------------------- */

static void one_goes_on_after_the_last_event_one_knows(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    watch(rig, ann, NULL);
    json_t *reply = rig_reply(ann);
    int64_t last = look_int(reply, "parameters.events.4.eventId");
    json_decref(reply);
    peer_free(ann);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ben\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_int_equal(rig_restart(rig), 0);
    ann = rig_peer(rig, 1002);
    char after[48];
    (void)snprintf(after, sizeof after, "{\"after\":%lld}", (long long)last);
    watch(rig, ann, after);
    assert_string_equal(heard(ann), "dishes on 27 November 2026 is ann's.");
    expect_nothing(ann);
}

/* A hundred are looked at a slice, whoever they are for. */
static void many_events_come_in_several_slices(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ben = rig_peer(rig, 1003);
    look_tamper(rig, "with recursive n (i) as (select 1 union all select i + 1 from n"
                     " where i < 250) insert into event (at, house, kind, audience, person,"
                     " subject, on_date) select 1795798800, 1, 'chore-assigned', 'person', 2,"
                     " 'dishes', '2026-11-27' from n");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ben\"}");
    struct peer *ann = rig_peer(rig, 1002);
    watch(rig, ann, "{\"after\":0}");
    size_t events = 0;
    size_t answers = 0;
    for (json_t *reply; (reply = rig_reply(ann)); json_decref(reply), answers++)
        events += look_count(reply, "parameters.events");
    assert_int_equal(events, 5 + 250);
    assert_int_equal(answers, 3);
    /* For ben none of the 250 are, and all are passed over at once. */
    watch(rig, ben, "{\"after\":10}");
    assert_string_equal(heard(ben), "dishes on 27 November 2026 is ben's.");
    expect_nothing(ben);
}

/* A kind of a newer daemon is told as it is. */
static void a_kind_without_a_sentence_is_told_by_its_name(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    look_tamper(rig,
                "insert into event (at, house, kind, audience) values"
                " (1795798800, 1, 'kettle-on', 'house'), (1795798800, 1, 'secret', 'chores-run'),"
                " (1795798800, 1, 'strange', 'nobody-we-know')");
    watch(rig, ann, "{\"after\":8}");
    assert_string_equal(heard(ann), "kettle-on");
    struct peer *mike = rig_peer(rig, 1001);
    watch(rig, mike, "{\"after\":8}");
    assert_string_equal(heard(mike), "kettle-on secret");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(watching_needs_more),
        LOOK_TEST(the_first_answer_has_the_latest_and_comes_though_there_is_nothing),
        LOOK_TEST(an_event_says_when_where_what_and_about_whom),
        LOOK_TEST(the_latest_twenty_are_told_at_the_beginning),
        LOOK_TEST(what_is_others_does_not_push_out_ones_own),
        LOOK_TEST(what_happens_is_heard_by_those_it_is_for),
        LOOK_TEST(a_new_pin_is_heard_of_where_another_set_it),
        LOOK_TEST(only_what_was_committed_is_heard),
        LOOK_TEST(who_may_not_see_events_does_not_watch),
        LOOK_TEST(who_leaves_stops_hearing),
        LOOK_TEST(who_loses_the_account_or_the_role_stops_hearing),
        LOOK_TEST(what_was_before_one_came_is_for_managers),
        LOOK_TEST(one_goes_on_after_the_last_event_one_knows),
        LOOK_TEST(many_events_come_in_several_slices),
        LOOK_TEST(a_kind_without_a_sentence_is_told_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
