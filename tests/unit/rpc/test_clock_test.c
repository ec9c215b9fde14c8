/* org.kith.Test: time that passes when a test says so, and a caller who is somebody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

enum { HOUR = 3600, DAY = 86400 };

static void rename_ben(struct rig *rig)
{
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Change", "{\"person\":\"ben\",\"name\":\"Ben B\"}");
    peer_free(mike);
}

static void move_clock(struct rig *rig, const char *how, const char *to)
{
    char method[32];
    char parameters[64];
    struct peer *peer = rig_peer(rig, 4000);
    (void)snprintf(method, sizeof method, "org.kith.Test.%s", how);
    (void)snprintf(parameters, sizeof parameters, "{\"to\":\"%s\"}", to);
    rig_do(rig, peer, method, parameters);
    peer_free(peer);
}

static int64_t checkpoint_at(struct rig *rig, int nth)
{
    char question[80];
    (void)snprintf(question, sizeof question,
                   "select at from checkpoint order by seq limit 1 offset %d", nth);
    return look_record(rig, question);
}

static void expect_intact(struct rig *rig)
{
    json_t *check = rig_must(rig, rig_peer(rig, 1002), "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(look(check, "intact")));
    json_decref(check);
}

/* --- Advance -------------------------------------------------------------------------------- */

/* issue 2: "org.kith.Test as design.md section 6": "every job due on the way runs at its own
 * moment" */
static void what_is_due_on_the_way_is_done_at_its_own_moment(void **state)
{
    struct rig *rig = *state;
    move_clock(rig, "Advance", "2026-11-27T20:00:00-05:00");
    assert_int_equal(rig->now.wall, RIG_START + (int64_t)8 * HOUR);
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 1);
    assert_int_equal(checkpoint_at(rig, 0), RIG_START + HOUR);
    for (int i = 1; i < 4; i++) {
        char to[32];
        rename_ben(rig);
        int64_t written = rig->now.wall;
        (void)snprintf(to, sizeof to, "2026-11-28T%02d:30:00Z", 3 * i);
        move_clock(rig, "Advance", to);
        assert_int_equal(look_record(rig, "select count(*) from checkpoint"), i + 1);
        assert_int_equal(checkpoint_at(rig, i), written + HOUR);
    }
    expect_intact(rig);
}

static void nothing_is_done_before_it_is_due(void **state)
{
    struct rig *rig = *state;
    move_clock(rig, "Advance", "2026-11-27T12:59:59-05:00");
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 0);
    move_clock(rig, "Advance", "2026-11-27T13:00:00-05:00");
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 1);
    move_clock(rig, "Advance", "2027-11-27T13:00:00-05:00");
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 1);
}

/* --- Jump ------------------------------------------------------------------------------------- */

/* design: "running twice, or after a week switched off, does each thing once" */
static void after_an_outage_what_is_late_is_done_once_and_late(void **state)
{
    struct rig *rig = *state;
    move_clock(rig, "Jump", "2026-12-04T12:00:00-05:00");
    assert_int_equal(rig->now.wall, RIG_START + (int64_t)7 * DAY);
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 1);
    assert_int_equal(checkpoint_at(rig, 0), RIG_START + (int64_t)7 * DAY);
    expect_intact(rig);
}

/* What was answered is on disk: another look at the file sees it. */
static void the_answer_comes_when_all_is_on_disk(void **state)
{
    struct rig *rig = *state;
    move_clock(rig, "Jump", "2026-11-28T12:00:00-05:00");
    assert_int_equal(rig_restart(rig), 0);
    rig_run(rig);
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 1);
}

static void a_moment_that_is_none_is_refused(void **state)
{
    struct rig *rig = *state;
    static const char *const moments[] = {"",
                                          "tomorrow",
                                          "2026-11-28",
                                          "2026-11-28T12:00:00",
                                          "2026-11-31T12:00:00Z",
                                          "9999-01-01T00:00:00Z"};
    static const char *const methods[] = {"org.kith.Test.Advance", "org.kith.Test.Jump"};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        char parameters[64];
        (void)snprintf(parameters, sizeof parameters, "{\"to\":\"%s\"}", moments[i]);
        for (size_t m = 0; m < 2; m++)
            look_refused(rig, rig_peer(rig, 0), methods[m], parameters, "InvalidParameter",
                         "parameter", "to");
    }
    assert_int_equal(rig->now.wall, RIG_START);
}

/* --- A clock that is set back ----------------------------------------------------------------- */

/* issue 2: "a clock that jumps back a day: a clear error, nothing acknowledged is lost, the daemon
 * keeps serving" */
static void a_clock_set_back_a_day_breaks_nothing(void **state)
{
    struct rig *rig = *state;
    move_clock(rig, "Advance", "2026-11-30T12:00:00-05:00");
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 1);
    rename_ben(rig);
    move_clock(rig, "Jump", "2026-11-29T12:00:00-05:00");
    rename_ben(rig);
    expect_intact(rig);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, rig_peer(rig, 1002), "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    rig_do(rig, rig_peer(rig, 0), "org.kith.Audit.Seal", NULL);
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 3);
    /* From here on time goes on as it does, and so do the checkpoints. */
    move_clock(rig, "Advance", "2026-11-29T14:00:00-05:00");
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 4);
    rename_ben(rig);
    move_clock(rig, "Advance", "2026-12-02T12:00:00-05:00");
    assert_int_equal(look_record(rig, "select max(seq) from checkpoint"),
                     look_record(rig, "select max(seq) from audit"));
    assert_int_equal(rig_restart(rig), 0);
    expect_intact(rig);
}

/* Entries of tomorrow do not wait for a day and an hour, nor keep today's waiting. */
static void what_was_written_under_a_later_clock_is_sealed_with_the_next_write(void **state)
{
    struct rig *rig = *state;
    move_clock(rig, "Advance", "2026-11-30T12:00:00-05:00");
    rename_ben(rig);
    move_clock(rig, "Jump", "2026-11-29T12:00:00-05:00");
    rename_ben(rig);
    assert_int_equal(look_record(rig, "select count(*) from checkpoint"), 2);
    assert_int_equal(look_record(rig, "select max(seq) from checkpoint"),
                     look_record(rig, "select max(seq) from audit"));
    expect_intact(rig);
}

static const char wrong[] = "{\"person\":\"ann\",\"pin\":\"482914\"}";

static int64_t wait_of(struct rig *rig, struct peer *kiosk)
{
    json_t *reply = rig_call(rig, kiosk, "org.kith.Account.Login", wrong);
    assert_string_equal(look_text(reply, "error"), "org.kith.Server.LockedOut");
    int64_t wait = look_int(reply, "parameters.waitSeconds");
    json_decref(reply);
    return wait;
}

static void one_who_must_wait_waits_as_long_though_the_clock_is_set_back(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, 1100);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Account.SetPin",
           "{\"person\":\"ann\",\"pin\":\"482913\"}");
    move_clock(rig, "Advance", "2026-11-29T12:00:00-05:00");
    for (int i = 0; i < 5; i++)
        assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.Login", wrong), "LoginFailed");
    assert_int_equal(wait_of(rig, kiosk), 60);
    move_clock(rig, "Jump", "2026-11-28T12:00:00-05:00");
    assert_int_equal(wait_of(rig, kiosk), 60);
    move_clock(rig, "Advance", "2026-11-28T12:00:59-05:00");
    assert_int_equal(wait_of(rig, kiosk), 1);
    move_clock(rig, "Advance", "2026-11-28T12:01:00-05:00");
    rig_do(rig, kiosk, "org.kith.Account.Login", "{\"person\":\"ann\",\"pin\":\"482913\"}");
}

/* Nor does a clock that is set ahead let anybody in sooner; rig's own set_clock is not used, for
 * it lets the time since boot pass with it. */
static void a_clock_set_ahead_lets_nobody_in_sooner(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, 1100);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Account.SetPin",
           "{\"person\":\"ann\",\"pin\":\"482913\"}");
    for (int i = 0; i < 5; i++)
        assert_string_equal(rig_try(rig, kiosk, "org.kith.Account.Login", wrong), "LoginFailed");
    rig->now.wall += DAY;
    assert_int_equal(wait_of(rig, kiosk), 60);
}

/* --- As --------------------------------------------------------------------------------------- */

static void a_connection_is_somebody_else_from_then_on(void **state)
{
    struct rig *rig = *state;
    struct peer *one = rig_peer(rig, 0);
    struct peer *other = rig_peer(rig, 0);
    rig_do(rig, one, "org.kith.Test.As", "{\"uid\":1002}");
    json_t *reply = rig_must(rig, one, "org.kith.Server.Hello", NULL);
    assert_string_equal(look_text(reply, "person"), "ann");
    assert_string_equal(look_row(reply, "roles", NULL), "resident");
    json_decref(reply);
    reply = rig_must(rig, other, "org.kith.Server.Hello", NULL);
    assert_string_equal(look_row(reply, "roles", NULL), "operator");
    json_decref(reply);
    assert_string_equal(rig_try(rig, one, "org.kith.Test.As", "{\"uid\":-1}"), "InvalidParameter");
    assert_string_equal(rig_try(rig, one, "org.kith.Test.As", "{\"uid\":4294967295}"),
                        "InvalidParameter");
    rig_do(rig, one, "org.kith.Test.As", "{\"uid\":4294967294}");
    assert_string_equal(rig_try(rig, one, "org.kith.Person.Me", NULL), "PermissionDenied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(what_is_due_on_the_way_is_done_at_its_own_moment),
        LOOK_TEST(nothing_is_done_before_it_is_due),
        LOOK_TEST(after_an_outage_what_is_late_is_done_once_and_late),
        LOOK_TEST(the_answer_comes_when_all_is_on_disk),
        LOOK_TEST(a_moment_that_is_none_is_refused),
        LOOK_TEST(a_clock_set_back_a_day_breaks_nothing),
        LOOK_TEST(what_was_written_under_a_later_clock_is_sealed_with_the_next_write),
        LOOK_TEST(one_who_must_wait_waits_as_long_though_the_clock_is_set_back),
        LOOK_TEST(a_clock_set_ahead_lets_nobody_in_sooner),
        LOOK_TEST(a_connection_is_somebody_else_from_then_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
