/* Nothing is acknowledged before it is on disk; and when it does not get there, nobody is misled.
 */
#include "daemon/rpc/turn.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

/* A note that is there before, so that the month's key is. */
static struct peer *warm_up(struct drive *drive)
{
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 1);
    turns(drive);
    assert_done(drive, peer);
    return peer;
}

static void assert_intact(struct drive *drive, struct peer *peer)
{
    json_t *check = rig_must(drive->rig, peer, "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(json_object_get(check, "intact")));
    json_decref(check);
}

/* --- The order of commit and reply
 * ---------------------------------------------------------------- */

/* What is on its way to the other connection, and on disk, while this call still runs. */
static int note_and_look(struct call *call, const void *in)
{
    struct drive *drive = drive_of(call);
    assert_int_equal(peer_output(drive->other)->length, 0);
    assert_string_equal(notes(drive), "1");
    drive->number++;
    return note(call, in);
}

/* design: "COMMIT; then replies"; "Nothing is acknowledged before it is on disk" */
static void no_reply_leaves_before_the_commit(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    drive->other = drive_peer(drive);
    stand_in(drive, NOTE, WRITE, note_and_look);
    say_echo(drive, drive->other, "a");
    say_note(drive, peer, 2);
    say_note(drive, drive->other, 3);
    assert_int_equal(drive->number, 0);
    (void)turn(drive);
    assert_int_equal(drive->number, 2);
    assert_string_equal(notes(drive), "1 2 3");
    assert_echo(drive, drive->other, "a");
    assert_done(drive, drive->other);
    assert_done(drive, peer);
}

static void act(void *context, int64_t value)
{
    struct drive *drive = context;
    assert_string_equal(notes(drive), "1 2");
    drive->number += value;
}

static int note_and_act(struct call *call, const void *in)
{
    call_after_commit(call, act, drive_of(call), 7);
    return note(call, in);
}

/* design: "and the after-commit list ... go out" */
static void deeds_are_done_once_it_is_on_disk(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    stand_in(drive, NOTE, WRITE, note_and_act);
    say_note(drive, peer, 2);
    turns(drive);
    assert_done(drive, peer);
    assert_int_equal(drive->number, 7);
    turns(drive);
    assert_int_equal(drive->number, 7);
}

/* --- A commit that fails
 * -------------------------------------------------------------------------- */

/* design: "every call staged since the first write, reads included, answers StorageFailed" */
static void all_since_the_first_write_is_taken_back(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    struct peer *other = drive_peer(drive);
    say_echo(drive, peer, "a");
    say_echo(drive, other, "c");
    say_note(drive, peer, 2);
    say_echo(drive, other, "d");
    say_echo(drive, peer, "b");
    (void)turn_on_full_disk(drive);
    assert_true(was_told(drive, peer));
    assert_true(was_told(drive, other));
    assert_echo(drive, peer, "a");
    assert_storage_failed(drive, peer);
    assert_storage_failed(drive, peer);
    assert_silent(drive, peer);
    assert_echo(drive, other, "c");
    assert_storage_failed(drive, other);
    assert_silent(drive, other);
    assert_false(turn_is_sound(drive->rig->turn));
    assert_string_equal(notes(drive), "1");
    assert_false(peer_is_closing(peer));
}

/* issue 2: "watchdog fed only while commits succeed": and while nobody writes, one is tried. */
static void a_daemon_whose_commit_failed_tries_another_when_asked(void **state)
{
    struct drive *drive = *state;
    struct turn *turn = drive->rig->turn;
    struct peer *peer = warm_up(drive);
    say_note(drive, peer, 2);
    (void)turn_on_full_disk(drive);
    assert_storage_failed(drive, peer);
    int logged = drive->rig->logged;
    rlim_t before = allow_bytes(1);
    turn_probe(turn);
    assert_false(turn_is_sound(turn));
    (void)allow_bytes(before);
    assert_int_equal(drive->rig->logged, logged);
    turn_probe(turn);
    assert_true(turn_is_sound(turn));
    assert_int_equal(drive->rig->logged, logged + 1);
    turn_probe(turn);
    assert_int_equal(drive->rig->logged, logged + 1);
    assert_string_equal(notes(drive), "1");
    assert_intact(drive, peer);
}

/* issue 2: "after space returns the next write works without a restart" */
static void the_next_turn_works_again(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    for (int i = 2; i <= 4; i++) {
        say_note(drive, peer, 100 + i);
        (void)turn_on_full_disk(drive);
        assert_storage_failed(drive, peer);
        say_note(drive, peer, i);
        turns(drive);
        assert_done(drive, peer);
        assert_true(turn_is_sound(drive->rig->turn));
    }
    assert_string_equal(notes(drive), "1 2 3 4");
    assert_intact(drive, peer);
    assert_int_equal(look_record(drive->rig, "select count(*) from audit"), 4);
}

/* issue 2: "a full disk (reads that leave no audit entry go on, ...)" */
static void reads_go_on_while_the_disk_is_full(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    for (int i = 0; i < 3; i++) {
        say_echo(drive, peer, "a");
        (void)turn_on_full_disk(drive);
        assert_echo(drive, peer, "a");
    }
    assert_true(turn_is_sound(drive->rig->turn));
}

static void refusals_since_the_first_write_are_taken_back_too(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    say(peer, "{\"method\":\"org.kith.Nothing.At.All\"}");
    say_note(drive, peer, 2);
    say(peer, "{\"method\":\"org.kith.Nothing.At.All\"}");
    say(peer, "{\"method\":\"" NOTE "\"}");
    (void)turn_on_full_disk(drive);
    assert_error(drive, peer, "org.varlink.service.InterfaceNotFound");
    for (int i = 0; i < 3; i++)
        assert_storage_failed(drive, peer);
    assert_silent(drive, peer);
}

/* platform 1.2: "oneway: never any reply, error included" */
static void a_oneway_call_that_is_taken_back_stays_unanswered(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    say_echo(drive, peer, "a");
    say(peer, "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":2},\"oneway\":true}");
    say_echo(drive, peer, "b");
    (void)turn_on_full_disk(drive);
    assert_echo(drive, peer, "a");
    assert_storage_failed(drive, peer);
    assert_silent(drive, peer);
    assert_string_equal(notes(drive), "1");
}

static void deeds_are_dropped_with_the_commit(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    stand_in(drive, NOTE, WRITE, note_and_act);
    say_note(drive, peer, 9);
    (void)turn_on_full_disk(drive);
    assert_storage_failed(drive, peer);
    assert_int_equal(drive->number, 0);
    say_note(drive, peer, 2);
    turns(drive);
    assert_done(drive, peer);
    assert_int_equal(drive->number, 7);
}

static void a_connection_that_ended_is_told_and_then_closed(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    say_note(drive, peer, 2);
    peer_ended(peer);
    (void)turn_on_full_disk(drive);
    assert_storage_failed(drive, peer);
    assert_true(peer_is_closing(peer));
    assert_true(was_told(drive, peer));
}

static void calls_that_were_not_begun_are_not_touched(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    for (int i = 0; i < 250; i++)
        say_note(drive, peer, 100 + i);
    assert_true(turn_on_full_disk(drive));
    for (int i = 0; i < 200; i++)
        assert_storage_failed(drive, peer);
    assert_silent(drive, peer);
    turns(drive);
    assert_int_equal(count_heard(drive, peer), 50);
    assert_int_equal(look_record(drive->rig, "select count(*) from event where at >= 300"), 50);
    assert_int_equal(look_record(drive->rig, "select count(*) from event where at < 300"), 1);
}

/* --- A transaction that SQLite took away
 * ---------------------------------------------------------- */

static int lose_it(struct call *call, const void *in)
{
    (void)lose(call, in);
    return -EIO;
}

#define LOSE "org.kith.Test.Jump"

/* design: "or SQLite rolled back by itself" */
static void a_transaction_that_was_lost_takes_all_with_it_and_the_rest_comes_later(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    struct peer *unlucky = drive_peer(drive);
    struct peer *later = drive_peer(drive);
    stand_in(drive, LOSE, WRITE, lose_it);
    say_echo(drive, peer, "a");
    say(unlucky, "{\"method\":\"" LOSE "\",\"parameters\":{\"to\":\"x\"}}");
    say_echo(drive, later, "b");
    say_note(drive, peer, 2);
    say_echo(drive, unlucky, "c");
    assert_true(turn(drive));
    assert_echo(drive, peer, "a");
    assert_silent(drive, peer);
    assert_storage_failed(drive, unlucky);
    assert_silent(drive, unlucky);
    assert_silent(drive, later);
    assert_false(turn_is_sound(drive->rig->turn));
    turns(drive);
    assert_done(drive, peer);
    assert_echo(drive, unlucky, "c");
    assert_echo(drive, later, "b");
    assert_string_equal(notes(drive), "1 2");
    assert_intact(drive, peer);
}

static void what_was_written_before_the_loss_falls(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    stand_in(drive, LOSE, WRITE, lose_it);
    say_note(drive, peer, 2);
    say(peer, "{\"method\":\"" LOSE "\",\"parameters\":{\"to\":\"x\"}}");
    say_note(drive, peer, 3);
    turns(drive);
    assert_storage_failed(drive, peer);
    assert_storage_failed(drive, peer);
    assert_done(drive, peer);
    assert_silent(drive, peer);
    assert_string_equal(notes(drive), "1 3");
    assert_intact(drive, peer);
}

static void a_read_that_loses_its_transaction_fails_alone(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    stand_in(drive, LOSE, READ, lose_it);
    say_echo(drive, peer, "a");
    say(peer, "{\"method\":\"" LOSE "\",\"parameters\":{\"to\":\"x\"}}");
    say_echo(drive, peer, "b");
    say_note(drive, peer, 2);
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_storage_failed(drive, peer);
    assert_echo(drive, peer, "b");
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1 2");
}

/* --- Both files
 * ----------------------------------------------------------------------------------- */

static void restart(struct drive *drive)
{
    assert_int_equal(rig_restart(drive->rig), 0);
    drive->stand_ins = 0;
    stand_in(drive, ECHO, READ, echo);
    stand_in(drive, NOTE, WRITE, note);
}

/*
 * The disk is full at one place or another: at the keys, at their commit, at the record's. What
 * was acknowledged is there, what was not is not, and all that is there can be opened.
 */
static void wherever_the_disk_is_full_the_two_files_agree(void **state)
{
    struct drive *drive = *state;
    static const rlim_t limits[] = {1,     512,   4096,  8192,  12288,  16384,
                                    20480, 24576, 32768, 65536, 131072, 1048576};
    enum { LIMITS = sizeof limits / sizeof *limits };
    int failed = 0;
    int number = 0;
    for (int i = 0; i < LIMITS; i++) {
        struct peer *peer = drive_peer(drive);
        /* A month ahead each time, so that each needs a new key. */
        drive->rig->now.wall += 31 * 86400;
        turns(drive);
        say_note(drive, peer, ++number);
        rlim_t before = allow_bytes(limits[i]);
        (void)turn(drive);
        (void)allow_bytes(before);
        const char *reply = heard(drive, peer);
        assert_non_null(reply);
        bool done = strcmp(reply, "{}") == 0;
        failed += !done;
        assert_int_equal(look_record(drive->rig, "select count(*) from event"), number - failed);
        assert_int_equal(look_record(drive->rig, "select count(*) from audit"), number - failed);
        if (i % 3 == 0) {
            restart(drive);
        } else {
            peer_free(peer);
        }
        assert_intact(drive, drive_peer(drive));
    }
    assert_in_range(failed, 3, LIMITS - 1);
}

/* Keys enough for their file to be larger than what a turn adds to the record's. */
static void make_many_keys(struct drive *drive)
{
    assert_int_equal(db_begin_write(drive->rig->db), 0);
    for (int i = 1; i <= 2000; i++) {
        struct seal_scope scope = {i, "contact", ""};
        struct bytes blob = {0};
        assert_int_equal(
            vault_seal(drive->rig->vault, &scope, RIG_START, "stay", "phone", "", &blob), 0);
        bytes_clear(&blob);
    }
    assert_int_equal(vault_commit(drive->rig->vault), 0);
    assert_int_equal(db_commit(drive->rig->db), 0);
}

/* design: "keys.db commits first": where it fails the record is not committed either */
static void where_the_keys_cannot_be_kept_the_record_is_not(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    make_many_keys(drive);
    assert_int_equal(db_checkpoint(drive->rig->db), 0);
    say_note(drive, peer, 1);
    rlim_t before = allow_bytes(131072);
    (void)turn(drive);
    (void)allow_bytes(before);
    assert_storage_failed(drive, peer);
    assert_string_equal(notes(drive), "");
    assert_int_equal(look_record(drive->rig, "select count(*) from sealed_key"), 2000);
    restart(drive);
    peer = drive_peer(drive);
    say_note(drive, peer, 2);
    turns(drive);
    assert_done(drive, peer);
}

/* The other way round an orphan is left, which nobody misses. */
static void where_the_record_cannot_be_kept_a_key_is_left_over_for_a_while(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    for (int i = 0; i < 50; i++)
        say_note(drive, peer, 2);
    turns(drive);
    assert_int_equal(count_heard(drive, peer), 50);
    drive->rig->now.wall += 31 * 86400;
    turns(drive);
    say_note(drive, peer, 3);
    rlim_t before = allow_bytes(65536);
    (void)turn(drive);
    (void)allow_bytes(before);
    assert_storage_failed(drive, peer);
    assert_int_equal(look_record(drive->rig, "select count(*) from sealed_key"), 1);
    restart(drive);
    peer = drive_peer(drive);
    say_note(drive, peer, 4);
    turns(drive);
    assert_done(drive, peer);
    assert_intact(drive, peer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(no_reply_leaves_before_the_commit),
        DRIVE_TEST(deeds_are_done_once_it_is_on_disk),
        DRIVE_TEST(all_since_the_first_write_is_taken_back),
        DRIVE_TEST(a_daemon_whose_commit_failed_tries_another_when_asked),
        DRIVE_TEST(the_next_turn_works_again),
        DRIVE_TEST(reads_go_on_while_the_disk_is_full),
        DRIVE_TEST(refusals_since_the_first_write_are_taken_back_too),
        DRIVE_TEST(a_oneway_call_that_is_taken_back_stays_unanswered),
        DRIVE_TEST(deeds_are_dropped_with_the_commit),
        DRIVE_TEST(a_connection_that_ended_is_told_and_then_closed),
        DRIVE_TEST(calls_that_were_not_begun_are_not_touched),
        DRIVE_TEST(a_transaction_that_was_lost_takes_all_with_it_and_the_rest_comes_later),
        DRIVE_TEST(what_was_written_before_the_loss_falls),
        DRIVE_TEST(a_read_that_loses_its_transaction_fails_alone),
        DRIVE_TEST(wherever_the_disk_is_full_the_two_files_agree),
        DRIVE_TEST(where_the_keys_cannot_be_kept_the_record_is_not),
        DRIVE_TEST(where_the_record_cannot_be_kept_a_key_is_left_over_for_a_while),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
