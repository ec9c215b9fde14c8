/* Calls that are handed to the worker, and resumed when it is done with them. */
#include "daemon/rpc/turn.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

struct sum {
    int64_t number;
    bool done;
};

static void double_it(void *data)
{
    struct sum *sum = data;
    sum->number *= 2;
    sum->done = true;
}

/* Hands "x" over and says "x done" when that is done. */
static int echo_later(struct call *call, const void *in)
{
    const char *text = *(const char *const *)in;
    struct sum sum = {.number = (int64_t)strlen(text)};
    if (!call->work)
        return call_later(call, double_it, &sum, sizeof sum);
    const struct sum *back = call_work_data(call);
    assert_true(back->done);
    reply_text(&call->reply, "description",
               arena_format(call->arena, "%s %lld", text, (long long)back->number));
    return 0;
}

/* Writes one note, hands over, and writes another. */
static int note_later(struct call *call, const void *in)
{
    int64_t number = *(const int64_t *)in;
    struct sum sum = {.number = number};
    int failure = add_note(call, call->work ? number + 1 : number);
    if (failure < 0 || call->work)
        return failure;
    return call_later(call, double_it, &sum, sizeof sum);
}

static struct drive *with_held_work(void **state, bool writes)
{
    struct drive *drive = *state;
    drive->rig->hold_work = true;
    if (writes)
        stand_in(drive, NOTE, WRITE, note_later);
    else
        stand_in(drive, ECHO, READ, echo_later);
    return drive;
}

/* --- The worker
 * ----------------------------------------------------------------------------------- */

/* design: "LATER (a worker: ... it resumes in a later turn, later calls on that connection wait)"
 */
static void a_call_is_answered_when_its_work_is_done_and_later_calls_wait(void **state)
{
    struct drive *drive = with_held_work(state, false);
    struct peer *peer = drive_peer(drive);
    struct peer *other = drive_peer(drive);
    say_echo(drive, peer, "abc");
    say_note(drive, peer, 1);
    say_note(drive, other, 2);
    turns(drive);
    assert_silent(drive, peer);
    assert_false(peer_is_idle(peer));
    assert_done(drive, other);
    assert_string_equal(notes(drive), "2");
    say_note(drive, other, 3);
    turns(drive);
    assert_done(drive, other);
    assert_silent(drive, peer);
    rig_work(drive->rig);
    assert_silent(drive, peer);
    turns(drive);
    assert_echo(drive, peer, "abc 6");
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "2 3 1");
}

static void several_works_come_back_in_any_order(void **state)
{
    struct drive *drive = with_held_work(state, false);
    struct peer *peers[3];
    for (int i = 0; i < 3; i++) {
        peers[i] = drive_peer(drive);
        say_echo(drive, peers[i], i == 0 ? "a" : i == 1 ? "ab" : "abc");
    }
    turns(drive);
    struct work *first = drive->rig->queued;
    struct work *second = first->next;
    drive->rig->queued = second->next;
    first->next = NULL;
    second->next = NULL;
    rig_work(drive->rig);
    turns(drive);
    assert_echo(drive, peers[2], "abc 6");
    assert_silent(drive, peers[0]);
    double_it(second->data);
    turn_work_done(drive->rig->turn, second);
    double_it(first->data);
    turn_work_done(drive->rig->turn, first);
    turns(drive);
    assert_echo(drive, peers[1], "ab 4");
    assert_echo(drive, peers[0], "a 2");
}

/* design: "the savepoint closes" */
static void what_was_written_before_the_work_is_on_disk_meanwhile(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 10);
    turns(drive);
    assert_string_equal(notes(drive), "10");
    assert_int_equal(look_record(drive->rig, "select count(*) from audit"), 0);
    rig_work(drive->rig);
    turns(drive);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "10 11");
    assert_int_equal(look_record(drive->rig, "select count(*) from audit"), 1);
}

static void a_connection_may_go_before_its_work_is_done(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 10);
    turns(drive);
    peer_free(peer);
    turns(drive);
    rig_work(drive->rig);
    turns(drive);
    assert_string_equal(notes(drive), "10");
}

static void a_connection_may_go_when_its_work_is_done(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 10);
    turns(drive);
    rig_work(drive->rig);
    peer_free(peer);
    turns(drive);
    assert_string_equal(notes(drive), "10");
}

static void the_daemon_may_go_before_the_work_is_done(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 10);
    turns(drive);
    assert_int_equal(rig_restart(drive->rig), 0);
    rig_work(drive->rig);
    turns(drive);
    assert_string_equal(notes(drive), "10");
}

static void one_that_sends_no_more_still_gets_what_is_being_worked_on(void **state)
{
    struct drive *drive = with_held_work(state, false);
    struct peer *peer = drive_peer(drive);
    say_echo(drive, peer, "a");
    say_note(drive, peer, 1);
    peer_ended(peer);
    turns(drive);
    assert_false(peer_is_closing(peer));
    rig_work(drive->rig);
    turns(drive);
    assert_echo(drive, peer, "a 2");
    assert_done(drive, peer);
    assert_true(peer_is_closing(peer));
}

static void a_call_is_not_resumed_for_one_that_does_not_read(void **state)
{
    struct drive *drive = with_held_work(state, false);
    struct peer *peer = drive_peer(drive);
    say_echo(drive, peer, "a");
    turns(drive);
    peer_unsent(peer, PEER_UNSENT_MAX + 1);
    rig_work(drive->rig);
    turns(drive);
    assert_silent(drive, peer);
    peer_unsent(peer, 0);
    turns(drive);
    assert_echo(drive, peer, "a 2");
}

static void a_oneway_call_works_and_says_nothing(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    say(peer, "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":10},\"oneway\":true}");
    say_echo(drive, peer, "a");
    turns(drive);
    assert_silent(drive, peer);
    rig_work(drive->rig);
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_silent(drive, peer);
    assert_string_equal(notes(drive), "10 11");
}

static bool take_nothing(void *context, struct work *work)
{
    (void)context;
    (void)work;
    return false;
}

static void a_worker_with_too_much_to_do_is_said_to_be_busy(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    drive->rig->turn->world.submit = take_nothing;
    say_note(drive, peer, 10);
    say_echo(drive, peer, "a");
    turns(drive);
    assert_error(drive, peer, "org.kith.Server.Busy");
    assert_echo(drive, peer, "a");
    assert_string_equal(notes(drive), "");
}

/* --- A commit that fails under way
 * ---------------------------------------------------------------- */

/* issue 2: "Never: ... a silent stall" */
static void a_call_that_falls_with_its_first_slice_is_told_at_once(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 10);
    say_echo(drive, peer, "a");
    (void)turn_on_full_disk(drive);
    assert_true(was_told(drive, peer));
    assert_storage_failed(drive, peer);
    turns(drive);
    assert_echo(drive, peer, "a");
    /* The worker comes back, and nobody waits for it. */
    rig_work(drive->rig);
    turns(drive);
    assert_silent(drive, peer);
    assert_string_equal(notes(drive), "");
}

/* The other slice of that turn writes; the one that is handed over only reads. */
static void a_read_that_falls_while_the_worker_has_it_is_told_at_once(void **state)
{
    struct drive *drive = with_held_work(state, false);
    struct peer *writer = drive_peer(drive);
    struct peer *reader = drive_peer(drive);
    say_note(drive, writer, 1);
    say_echo(drive, reader, "a");
    (void)turn_on_full_disk(drive);
    assert_true(was_told(drive, reader));
    assert_storage_failed(drive, writer);
    assert_storage_failed(drive, reader);
    rig_work(drive->rig);
    turns(drive);
    assert_silent(drive, reader);
    assert_true(peer_is_idle(reader));
}

static void a_read_that_was_handed_over_before_the_write_goes_on(void **state)
{
    struct drive *drive = with_held_work(state, false);
    struct peer *reader = drive_peer(drive);
    struct peer *writer = drive_peer(drive);
    say_note(drive, writer, 1);
    turns(drive);
    assert_done(drive, writer);
    say_echo(drive, reader, "a");
    say_note(drive, writer, 2);
    (void)turn_on_full_disk(drive);
    assert_silent(drive, reader);
    assert_storage_failed(drive, writer);
    rig_work(drive->rig);
    turns(drive);
    assert_echo(drive, reader, "a 2");
}

static void a_call_that_falls_when_it_is_resumed_is_told_once(void **state)
{
    struct drive *drive = with_held_work(state, true);
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 10);
    turns(drive);
    rig_work(drive->rig);
    (void)turn_on_full_disk(drive);
    assert_true(was_told(drive, peer));
    assert_storage_failed(drive, peer);
    turns(drive);
    assert_silent(drive, peer);
    assert_string_equal(notes(drive), "10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(a_call_is_answered_when_its_work_is_done_and_later_calls_wait),
        DRIVE_TEST(several_works_come_back_in_any_order),
        DRIVE_TEST(what_was_written_before_the_work_is_on_disk_meanwhile),
        DRIVE_TEST(a_connection_may_go_before_its_work_is_done),
        DRIVE_TEST(a_connection_may_go_when_its_work_is_done),
        DRIVE_TEST(the_daemon_may_go_before_the_work_is_done),
        DRIVE_TEST(one_that_sends_no_more_still_gets_what_is_being_worked_on),
        DRIVE_TEST(a_call_is_not_resumed_for_one_that_does_not_read),
        DRIVE_TEST(a_oneway_call_works_and_says_nothing),
        DRIVE_TEST(a_worker_with_too_much_to_do_is_said_to_be_busy),
        DRIVE_TEST(a_call_that_falls_with_its_first_slice_is_told_at_once),
        DRIVE_TEST(a_read_that_falls_while_the_worker_has_it_is_told_at_once),
        DRIVE_TEST(a_read_that_was_handed_over_before_the_write_goes_on),
        DRIVE_TEST(a_call_that_falls_when_it_is_resumed_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
