/* Wrong PINs at the kitchen computer: what is told, what is counted, how long one waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rpc/kiosk.h"

static void set_anns_pin(struct rig *rig)
{
    struct peer *ann = rig_peer(rig, ANN);
    rig_do(rig, ann, "org.kith.Account.SetPin", "{\"pin\":\"" ANNS_PIN "\"}");
    peer_free(ann);
}

/* The worker's work is dropped undone: it comes back to a peer that is gone. */
static void drop_work(struct rig *rig)
{
    while (rig->queued) {
        struct work *work = rig->queued;
        rig->queued = work->next;
        turn_work_done(rig->turn, work);
    }
}

/* How long one must wait before that handle may be tried at that kiosk, by asking. Counts nothing.
 */
static int64_t wait_at(struct rig *rig, uid_t uid, const char *person)
{
    char parameters[128];
    int64_t wait = 0;
    struct peer *kiosk = rig_peer(rig, uid);
    (void)snprintf(parameters, sizeof parameters, "{\"person\":\"%s\",\"pin\":\"" WRONG_PIN "\"}",
                   person);
    rig->hold_work = true;
    json_t *reply = rig_call(rig, kiosk, LOGIN, parameters);
    rig->hold_work = false;
    peer_free(kiosk);
    drop_work(rig);
    if (reply) {
        assert_string_equal(look_text(reply, "error"), "org.kith.Server.LockedOut");
        wait = look_int(reply, "parameters.waitSeconds");
        json_decref(reply);
    }
    return wait;
}

static int64_t wait_for(struct rig *rig, const char *person)
{
    return wait_at(rig, KIOSK, person);
}

/* --- The same for everybody ----------------------------------------------------------------- */

static const char *const cases[] = {
    "ann",  /* has a PIN, which is another */
    "cat",  /* has an account, and no PIN */
    "opal", /* does not live here, and has no PIN */
    "zoe",  /* nobody has that handle */
};
enum { CASES = 4 };

/* issue 2: "same answer ... for one that does not exist" */
static void every_failure_reads_the_same(void **state)
{
    struct rig *rig = *state;
    char *first = NULL;
    set_anns_pin(rig);
    for (size_t i = 0; i < CASES; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"person\":\"%s\",\"pin\":\"" WRONG_PIN "\"}", cases[i]);
        json_t *reply = rig_call(rig, rig_peer(rig, KIOSK), LOGIN, parameters);
        char *text = json_dumps(reply, JSON_SORT_KEYS);
        json_decref(reply);
        if (!first)
            first = strdup(text);
        assert_string_equal(text, first);
        free(text);
    }
    assert_non_null(strstr(first, "org.kith.Account.LoginFailed"));
    free(first);
}

/* issue 2: "scrypt on a worker", "same time": the same function over as many bytes, or none. */
static void every_failure_costs_the_worker_the_same(void **state)
{
    struct rig *rig = *state;
    set_anns_pin(rig);
    rig->hold_work = true;
    for (size_t i = 0; i < CASES; i++) {
        struct peer *kiosk = rig_peer(rig, KIOSK);
        assert_string_equal(log_in(rig, kiosk, cases[i], WRONG_PIN), "(nothing)");
        struct peer *other = rig_peer(rig, KIOSK);
        assert_string_equal(log_in(rig, other, cases[i], "12345"), "LoginFailed");
        assert_string_equal(log_in(rig, other, cases[i], "12345x"), "LoginFailed");
    }
    assert_int_equal(count_work(rig), CASES);
    const struct work *first = rig->queued;
    for (const struct work *work = first; work; work = work->next) {
        assert_ptr_equal(work->run, first->run);
        assert_int_equal(work->size, first->size);
    }
}

/* The newest entry, without what differs in all of them, and without whom it concerns. */
static char *newest_entry(struct rig *rig)
{
    sqlite3 *db = look_open(rig);
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "select json_remove(body, '$.seq', '$.detail', '$.on'),"
                                        " length(detail) from audit order by seq desc limit 1",
                                        -1, &row, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    char text[512];
    (void)snprintf(text, sizeof text, "%s %d", (const char *)sqlite3_column_text(row, 0),
                   sqlite3_column_int(row, 1));
    (void)sqlite3_finalize(row);
    (void)sqlite3_close(db);
    return strdup(text);
}

/* issue 2: "failures audited"; no key is made for it either, since the time that takes would tell
 */
static void every_failure_leaves_the_same_entry(void **state)
{
    struct rig *rig = *state;
    char *first = NULL;
    set_anns_pin(rig);
    struct peer *kiosk = rig_peer(rig, KIOSK);
    fail_times(rig, kiosk, "another", 1);
    for (size_t i = 0; i < CASES; i++) {
        int64_t entries = look_record(rig, "select count(*) from audit");
        int64_t keys = look_record(rig, "select count(*) from sealed_key");
        fail_times(rig, kiosk, cases[i], 1);
        assert_int_equal(look_record(rig, "select count(*) from audit"), entries + 1);
        assert_int_equal(look_record(rig, "select count(*) from sealed_key"), keys);
        char *entry = newest_entry(rig);
        if (!first)
            first = strdup(entry);
        assert_string_equal(entry, first);
        free(entry);
    }
    assert_non_null(strstr(first, "\"outcome\":\"LoginFailed\""));
    free(first);
}

/* Whom it concerns finds it; the kiosk cannot read it. */
static void a_failure_is_found_by_the_one_it_was_tried_on(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    struct peer *ann = rig_peer(rig, ANN);
    fail_times(rig, kiosk, "ann", 1);
    json_t *list = rig_must(rig, ann, "org.kith.Audit.List", "{\"limit\":1}");
    assert_string_equal(look_text(list, "entries.0.what"), "Account.Login");
    assert_string_equal(look_text(list, "entries.0.outcome"), "LoginFailed");
    assert_string_equal(look_text(list, "entries.0.actor"), "uid:1100");
    json_decref(list);
    assert_string_equal(rig_try(rig, kiosk, "org.kith.Audit.List", NULL), "PermissionDenied");
}

/* --- Lockouts --------------------------------------------------------------------------------- */

/* issue 2: "lockout per *typed* handle kept in the database": nobody's is locked like somebody's.
 */
static void five_wrong_pins_lock_a_handle_whether_it_is_somebodys_or_not(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    set_anns_pin(rig);
    for (size_t i = 0; i < CASES; i++) {
        fail_times(rig, kiosk, cases[i], 4);
        assert_int_equal(wait_for(rig, cases[i]), 0);
        fail_times(rig, kiosk, cases[i], 1);
        assert_int_equal(wait_for(rig, cases[i]), 60);
    }
    /* The right PIN is no help while one waits, nor is another connection. */
    assert_string_equal(log_in(rig, rig_peer(rig, KIOSK), "ann", ANNS_PIN), "LockedOut");
    assert_int_equal(wait_for(rig, "ben"), 0);
}

/* platform 5: "5 tries, then 1, 5, 15, 60 min" */
static void each_further_try_waits_longer_up_to_an_hour(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    static const int64_t minutes[] = {1, 5, 15, 60, 60};
    fail_times(rig, kiosk, "ann", 4);
    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        fail_times(rig, kiosk, "ann", 1);
        assert_int_equal(wait_for(rig, "ann"), 60 * minutes[i]);
        pass(rig, 60 * minutes[i] - 1);
        assert_int_equal(wait_for(rig, "ann"), 1);
        /* A try that comes too soon is not counted and makes nothing longer. */
        assert_string_equal(log_in(rig, kiosk, "ann", "x"), "LockedOut");
        assert_int_equal(wait_for(rig, "ann"), 1);
        pass(rig, 1);
        assert_int_equal(wait_for(rig, "ann"), 0);
    }
    assert_int_equal(look_record(rig, "select failures from lockout where handle = 'ann'"), 9);
}

static void the_right_pin_after_the_wait_begins_anew(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    set_anns_pin(rig);
    fail_times(rig, kiosk, "ann", 5);
    pass(rig, 60);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    rig_do(rig, kiosk, "org.kith.Account.Logout", NULL);
    fail_times(rig, kiosk, "ann", 4);
    assert_int_equal(wait_for(rig, "ann"), 0);
}

/* design 6: "Waits are measured by the second and fall back, marked, after a reboot" */
static void a_wait_goes_by_the_clock_since_boot_and_after_a_reboot_by_the_wall(void **state)
{
    struct rig *rig = *state;
    fail_times(rig, rig_peer(rig, KIOSK), "ann", 6 - 1);
    pass(rig, 60);
    fail_times(rig, rig_peer(rig, KIOSK), "ann", 1);
    struct now failed = rig->now;
    rig->now.wall += 86400;
    assert_int_equal(wait_for(rig, "ann"), 300);
    rig->now.wall = failed.wall - 86400;
    rig->now.boot += 100;
    assert_int_equal(wait_for(rig, "ann"), 200);
    rig->now = (struct now){.wall = failed.wall + 120, .boot = 5, .boot_id = "boot-two"};
    assert_int_equal(wait_for(rig, "ann"), 180);
    rig->now.boot = 1000000;
    assert_int_equal(wait_for(rig, "ann"), 180);
    rig->now.wall = failed.wall - 86400;
    assert_int_equal(wait_for(rig, "ann"), 300);
    rig->now.wall = failed.wall + 300;
    assert_int_equal(wait_for(rig, "ann"), 0);
}

/* design 3: "What must survive a refusal (a failed PIN) is written after ROLLBACK TO" */
static void failures_outlive_the_refusal_and_the_daemon(void **state)
{
    struct rig *rig = *state;
    fail_times(rig, rig_peer(rig, KIOSK), "ann", 3);
    assert_int_equal(look_record(rig, "select failures from lockout where handle = 'ann'"), 3);
    assert_int_equal(rig_restart(rig), 0);
    fail_times(rig, rig_peer(rig, KIOSK), "ann", 2);
    assert_int_equal(rig_restart(rig), 0);
    assert_int_equal(wait_for(rig, "ann"), 60);
    assert_int_equal(look_record(rig, "select failures from lockout where handle = ''"), 5);
}

/* platform 5: "a global bucket for the kiosk uid" */
static void thirty_wrong_pins_of_whomever_lock_the_kiosk_and_no_other(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    set_anns_pin(rig);
    rig_do(rig, rig_peer(rig, ROOT), "org.kith.Account.Add",
           "{\"kind\":\"kiosk\",\"house\":\"maple\",\"uid\":1101}");
    for (int i = 0; i < 30; i++) {
        char handle[16];
        (void)snprintf(handle, sizeof handle, "try-%d", i);
        assert_int_equal(wait_for(rig, handle), 0);
        fail_times(rig, kiosk, handle, 1);
    }
    assert_int_equal(wait_for(rig, "somebody-else"), 60);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "LockedOut");
    assert_int_equal(wait_at(rig, 1101, "ann"), 0);
    assert_int_equal(wait_at(rig, 1101, "try-1"), 0);
    pass(rig, 60);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    assert_int_equal(look_record(rig, "select failures from lockout where handle = ''"), 0);
}

/* --- Telling the person -------------------------------------------------------------------------
 */

/* issue 2: "the person told at the next login" */
static void who_logs_in_is_told_how_often_it_was_tried(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    set_anns_pin(rig);
    fail_times(rig, kiosk, "ann", 3);
    json_t *reply = rig_must(rig, kiosk, LOGIN, "{\"person\":\"ann\",\"pin\":\"" ANNS_PIN "\"}");
    assert_string_equal(look_text(reply, "person"), "ann");
    assert_int_equal(look_int(reply, "failedLogins"), 3);
    json_decref(reply);
    rig_do(rig, kiosk, "org.kith.Account.Logout", NULL);
    reply = rig_must(rig, kiosk, LOGIN, "{\"person\":\"ann\",\"pin\":\"" ANNS_PIN "\"}");
    assert_int_equal(look_int(reply, "failedLogins"), 0);
    json_decref(reply);
}

/* interface: "How many wrong PINs were typed for the caller since the last log-in" */
static void hello_tells_it_too_wherever_one_calls_from(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        int64_t failed;
    } callers[] = {{ANN, 2}, {BEN, 0}, {KIOSK, 0}, {STRANGER, 0}, {OLGA, 0}};
    fail_times(rig, rig_peer(rig, KIOSK), "ann", 2);
    fail_times(rig, rig_peer(rig, KIOSK), "olga", 1);
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        json_t *hello = rig_must(rig, rig_peer(rig, callers[i].uid), "org.kith.Server.Hello", NULL);
        assert_int_equal(look_int(hello, "failedLogins"), callers[i].failed);
        json_decref(hello);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(every_failure_reads_the_same),
        LOOK_TEST(every_failure_costs_the_worker_the_same),
        LOOK_TEST(every_failure_leaves_the_same_entry),
        LOOK_TEST(a_failure_is_found_by_the_one_it_was_tried_on),
        LOOK_TEST(five_wrong_pins_lock_a_handle_whether_it_is_somebodys_or_not),
        LOOK_TEST(each_further_try_waits_longer_up_to_an_hour),
        LOOK_TEST(the_right_pin_after_the_wait_begins_anew),
        LOOK_TEST(a_wait_goes_by_the_clock_since_boot_and_after_a_reboot_by_the_wall),
        LOOK_TEST(failures_outlive_the_refusal_and_the_daemon),
        LOOK_TEST(thirty_wrong_pins_of_whomever_lock_the_kiosk_and_no_other),
        LOOK_TEST(who_logs_in_is_told_how_often_it_was_tried),
        LOOK_TEST(hello_tells_it_too_wherever_one_calls_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
