/* Sessions at the kitchen computer: one is oneself there, on one connection, for a while. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rpc/kiosk.h"

/* --- Sessions --------------------------------------------------------------------------------- */

/* issue 2: "Account.Login on that connection"; "A session is its connection; there are no tokens"
 */
static void a_login_is_for_its_own_connection_alone(void **state)
{
    struct rig *rig = *state;
    struct peer *one = rig_peer(rig, KIOSK);
    struct peer *other = rig_peer(rig, KIOSK);
    assert_string_equal(log_in(rig, one, "ann", ANNS_PIN), "");
    assert_string_equal(who(rig, one), "ann");
    assert_string_equal(who(rig, other), "kiosk");
    assert_string_equal(rig_try(rig, one, "org.kith.Chore.Week", "{\"person\":\"ann\"}"), "");
    assert_string_equal(rig_try(rig, other, "org.kith.Chore.Week", NULL), "PermissionDenied");
    peer_free(one);
    struct peer *next = rig_peer(rig, KIOSK);
    assert_string_equal(who(rig, next), "kiosk");
}

static void at_the_kiosk_one_is_what_one_is_elsewhere(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    struct peer *kiosk = rig_peer(rig, KIOSK);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}"), "");
    assert_string_equal(
        rig_try(rig, kiosk, "org.kith.Chore.Undo", "{\"chore\":\"dishes\",\"person\":\"ben\"}"),
        "PermissionDenied");
    assert_int_equal(look_record(rig, "select count(*) from audit where json_extract(body,"
                                      " '$.method') = 'Done' and json_extract(body, '$.via') ="
                                      " 'kiosk' and json_extract(body, '$.actor') = 'person:' ||"
                                      " (select id from person where handle = 'ann')"),
                     1);
}

/* Where root's user runs the kiosk, a resident who logs in there is a resident. */
static void nobody_operates_by_logging_in_at_a_kiosk_of_roots(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, ROOT);
    rig_do(rig, kiosk, "org.kith.Account.Add",
           "{\"kind\":\"kiosk\",\"house\":\"maple\",\"uid\":0}");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.List", NULL), "PermissionDenied");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.Logout", NULL), "");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.List", NULL), "");
}

static void a_logout_makes_it_the_kiosk_again(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.Logout", NULL), "NotAKiosk");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    assert_string_equal(log_in(rig, kiosk, "ben", BENS_PIN), "PermissionDenied");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.Logout", NULL), "");
    assert_string_equal(who(rig, kiosk), "kiosk");
    assert_string_equal(log_in(rig, kiosk, "ben", BENS_PIN), "");
    assert_string_equal(who(rig, kiosk), "ben");
    assert_string_equal(rig_try(rig, rig_peer(rig, ANN), "org.kith.Account.Logout", NULL),
                        "NotAKiosk");
}

/* issue 2: "pipelining with replies in call order": what is sent behind a log-in comes after it. */
static void calls_behind_a_login_and_a_logout_are_the_next_ones(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    feed_login(kiosk, "ann", ANNS_PIN);
    feed(kiosk, "org.kith.Person.Me", "{}", false);
    feed(kiosk, "org.kith.Account.Logout", "{}", false);
    feed(kiosk, "org.kith.Person.Me", "{}", false);
    rig_run(rig);
    assert_string_equal(answer(kiosk), "");
    assert_string_equal(answer(kiosk), "");
    assert_string_equal(answer(kiosk), "");
    assert_string_equal(answer(kiosk), "PermissionDenied");
}

/* platform 5: "ends on disconnect or after e.g. 60 s idle" */
static void a_session_ends_when_nobody_types_for_a_minute(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    for (int i = 0; i < 3; i++) {
        pass(rig, 60);
        assert_string_equal(who(rig, kiosk), "ann");
    }
    rig->now.wall -= 86400;
    assert_string_equal(who(rig, kiosk), "ann");
    pass(rig, 61);
    assert_string_equal(who(rig, kiosk), "kiosk");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Person.Me", NULL), "PermissionDenied");
}

/* A stream goes on by itself, so it does not show that somebody is there. */
static void a_stream_does_not_keep_a_session_awake(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    struct peer *mike = rig_peer(rig, MIKE);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    feed(kiosk, "org.kith.Event.Watch", "{}", true);
    rig_run(rig);
    assert_string_equal(answer(kiosk), "");
    pass(rig, 40);
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"treasurer\",\"person\":\"ben\"}");
    assert_string_equal(answer(kiosk), "");
    pass(rig, 40);
    rig_do(rig, mike, "org.kith.Office.End", "{\"office\":\"treasurer\"}");
    assert_string_equal(answer(kiosk), "PermissionDenied");
    assert_string_equal(who(rig, kiosk), "kiosk");
}

static void a_disabled_person_is_out_at_the_next_call(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    disable(rig, "1002");
    assert_string_equal(who(rig, kiosk), "kiosk");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "LoginFailed");
}

/* interface: "Its connections may do nothing from the next call on" */
static void with_a_disabled_kiosk_everybody_there_is_out(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    disable(rig, "1100");
    assert_string_equal(who(rig, kiosk), "none");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "PermissionDenied");
}

static void only_a_kiosk_logs_people_in(void **state)
{
    struct rig *rig = *state;
    rig->hold_work = true;
    static const uid_t others[] = {ANN, MIKE, ROOT, OPAL, STRANGER, DAN};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_string_equal(log_in(rig, rig_peer(rig, others[i]), "ann", ANNS_PIN),
                            "PermissionDenied");
    assert_int_equal(count_work(rig), 0);
    assert_int_equal(look_record(rig, "select count(*) from lockout"), 0);
}

/* A handle is one of the kiosk's own house: another's PIN opens nothing here. */
static void a_kiosk_knows_its_own_house_alone(void **state)
{
    struct rig *rig = *state;
    struct peer *olga = rig_peer(rig, OLGA);
    struct peer *kiosk = rig_peer(rig, KIOSK);
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"ann\",\"name\":\"Another Ann\"}");
    rig_do(rig, olga, "org.kith.Account.SetPin", "{\"person\":\"ann\",\"pin\":\"283019\"}");
    rig_do(rig, olga, "org.kith.Account.SetPin", "{\"pin\":\"283019\"}");
    assert_string_equal(log_in(rig, kiosk, "olga", "283019"), "LoginFailed");
    assert_string_equal(log_in(rig, kiosk, "ann", "283019"), "LoginFailed");
    assert_string_equal(log_in(rig, kiosk, "oak/olga", "283019"), "InvalidParameter");
}

/* privacy 5.4: "read own record": who has left may still come and look. */
static void who_has_left_logs_in_and_reads_their_own(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    rig_do(rig, rig_peer(rig, MIKE), "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Person.Me", NULL), "");
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Chore.List", NULL), "PermissionDenied");
}

/* --- The worker ------------------------------------------------------------------------------- */

/* issue 2: "the loop never waits": others go on, and each gets their own. */
static void two_log_in_at_the_same_time_on_two_connections(void **state)
{
    struct rig *rig = *state;
    struct peer *one = rig_peer(rig, KIOSK);
    struct peer *other = rig_peer(rig, KIOSK);
    struct peer *cat = rig_peer(rig, CAT);
    rig->hold_work = true;
    feed_login(one, "ann", ANNS_PIN);
    feed_login(other, "ben", BENS_PIN);
    rig_run(rig);
    assert_int_equal(count_work(rig), 2);
    assert_string_equal(answer(one), "(nothing)");
    assert_string_equal(rig_try(rig, cat, "org.kith.Chore.List", NULL), "");
    rig->hold_work = false;
    rig_run(rig);
    assert_string_equal(answer(one), "");
    assert_string_equal(answer(other), "");
    assert_string_equal(who(rig, one), "ann");
    assert_string_equal(who(rig, other), "ben");
}

/* Typed at once on eight connections, eight are no more tries than one after the other. */
static void tries_at_the_same_time_are_counted_one_by_one(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosks[8];
    rig->hold_work = true;
    for (size_t i = 0; i < 8; i++) {
        kiosks[i] = rig_peer(rig, KIOSK);
        feed_login(kiosks[i], "ann", i == 7 ? ANNS_PIN : WRONG_PIN);
    }
    rig_run(rig);
    assert_int_equal(count_work(rig), 8);
    rig->hold_work = false;
    rig_run(rig);
    for (size_t i = 0; i < 8; i++) {
        const char *error = answer(kiosks[i]);
        assert_string_equal(error, i < 5 ? "LoginFailed" : "LockedOut");
        assert_string_equal(who(rig, kiosks[i]), "kiosk");
    }
    assert_int_equal(look_record(rig, "select failures from lockout where handle = 'ann'"), 5);
}

static void who_goes_while_the_worker_works_is_not_missed(void **state)
{
    struct rig *rig = *state;
    struct peer *right = rig_peer(rig, KIOSK);
    struct peer *wrong = rig_peer(rig, KIOSK);
    struct peer *setter = rig_peer(rig, CAT);
    rig->hold_work = true;
    feed_login(right, "ann", ANNS_PIN);
    feed_login(wrong, "ann", WRONG_PIN);
    feed(setter, "org.kith.Account.SetPin", "{\"pin\":\"283019\"}", false);
    rig_run(rig);
    assert_int_equal(count_work(rig), 3);
    peer_free(right);
    peer_free(wrong);
    peer_free(setter);
    rig->hold_work = false;
    rig_run(rig);
    assert_int_equal(count_work(rig), 0);
    assert_string_equal(who(rig, rig_peer(rig, KIOSK)), "kiosk");
    assert_int_equal(look_record(rig, "select count(*) from lockout"), 0);
    assert_int_equal(look_record(rig, "select count(*) from account where uid = 1004"
                                      " and pin_hash is not null"),
                     0);
}

static void work_that_outlives_the_daemon_is_let_go(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    rig->hold_work = true;
    feed_login(kiosk, "ann", ANNS_PIN);
    rig_run(rig);
    assert_int_equal(rig_restart(rig), 0);
    rig->hold_work = false;
    rig_run(rig);
    assert_string_equal(who(rig, rig_peer(rig, KIOSK)), "kiosk");
}

static bool take_no_work(void *context, struct work *work)
{
    (void)context;
    (void)work;
    return false;
}

static void a_worker_with_too_much_to_do_refuses_and_nothing_is_counted(void **state)
{
    struct rig *rig = *state;
    rig->world.submit = take_no_work;
    assert_int_equal(rig_restart(rig), 0);
    struct peer *kiosk = rig_peer(rig, KIOSK);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "Busy");
    assert_string_equal(log_in(rig, kiosk, "zoe", WRONG_PIN), "Busy");
    assert_int_equal(look_record(rig, "select count(*) from lockout"), 0);
    assert_string_equal(who(rig, kiosk), "kiosk");
}

/* What was disabled while the worker worked is disabled when it comes back. */
static void what_changes_while_the_worker_works_counts(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    rig->hold_work = true;
    feed_login(kiosk, "ann", ANNS_PIN);
    rig_run(rig);
    disable(rig, "1002");
    rig->hold_work = false;
    rig_run(rig);
    assert_string_equal(answer(kiosk), "LoginFailed");
    assert_string_equal(who(rig, kiosk), "kiosk");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIOSK_TEST(a_login_is_for_its_own_connection_alone),
        KIOSK_TEST(at_the_kiosk_one_is_what_one_is_elsewhere),
        KIOSK_TEST(nobody_operates_by_logging_in_at_a_kiosk_of_roots),
        KIOSK_TEST(a_logout_makes_it_the_kiosk_again),
        KIOSK_TEST(calls_behind_a_login_and_a_logout_are_the_next_ones),
        KIOSK_TEST(a_session_ends_when_nobody_types_for_a_minute),
        KIOSK_TEST(a_stream_does_not_keep_a_session_awake),
        KIOSK_TEST(a_disabled_person_is_out_at_the_next_call),
        KIOSK_TEST(with_a_disabled_kiosk_everybody_there_is_out),
        KIOSK_TEST(only_a_kiosk_logs_people_in),
        KIOSK_TEST(a_kiosk_knows_its_own_house_alone),
        KIOSK_TEST(who_has_left_logs_in_and_reads_their_own),
        KIOSK_TEST(two_log_in_at_the_same_time_on_two_connections),
        KIOSK_TEST(tries_at_the_same_time_are_counted_one_by_one),
        KIOSK_TEST(who_goes_while_the_worker_works_is_not_missed),
        KIOSK_TEST(work_that_outlives_the_daemon_is_let_go),
        KIOSK_TEST(a_worker_with_too_much_to_do_refuses_and_nothing_is_counted),
        KIOSK_TEST(what_changes_while_the_worker_works_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
