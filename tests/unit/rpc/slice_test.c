/* Calls that are gone on with in the next turn, and what comes behind a deed. */
#include "daemon/rpc/turn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

/* --- The next slice
 * ------------------------------------------------------------------------------- */

enum { SLICES = 5 };

/* Five slices, each of which writes a note. */
static int note_again(struct call *call, const void *in)
{
    int64_t *slice = call->state;
    if (!slice)
        slice = call->state = arena_alloc(call->keep, sizeof *slice);
    drive_of(call)->number++;
    int failure = add_note(call, *(const int64_t *)in + *slice);
    return failure < 0 ? failure : ++*slice < SLICES ? CALL_AGAIN : 0;
}

/* design: "AGAIN (next slice, next turn)" */
static void each_turn_runs_one_slice_and_others_go_on_between(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    struct peer *other = drive_peer(drive);
    stand_in(drive, NOTE, WRITE, note_again);
    say_note(drive, peer, 10);
    say_echo(drive, peer, "after");
    for (int i = 1; i <= SLICES; i++) {
        assert_silent(drive, peer);
        say_echo(drive, other, "a");
        assert_true(turn(drive));
        assert_int_equal(drive->number, i);
        assert_echo(drive, other, "a");
    }
    turns(drive);
    assert_done(drive, peer);
    assert_echo(drive, peer, "after");
    assert_string_equal(notes(drive), "10 11 12 13 14");
    assert_int_equal(look_record(drive->rig, "select count(*) from audit"), 1);
}

static void a_connection_may_go_between_two_slices(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, NOTE, WRITE, note_again);
    say_note(drive, peer, 10);
    (void)turn(drive);
    (void)turn(drive);
    peer_free(peer);
    turns(drive);
    assert_string_equal(notes(drive), "10 11");
}

static void a_slice_that_falls_ends_the_call(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, NOTE, WRITE, note_again);
    say_note(drive, peer, 10);
    say_echo(drive, peer, "a");
    (void)turn(drive);
    (void)turn_on_full_disk(drive);
    assert_true(was_told(drive, peer));
    assert_storage_failed(drive, peer);
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_string_equal(notes(drive), "10");
    assert_int_equal(drive->number, 2);
}

static void the_next_slice_waits_for_one_that_does_not_read(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, NOTE, WRITE, note_again);
    say_note(drive, peer, 10);
    (void)turn(drive);
    peer_unsent(peer, PEER_UNSENT_MAX + 1);
    turns(drive);
    assert_int_equal(drive->number, 1);
    peer_unsent(peer, 0);
    turns(drive);
    assert_int_equal(drive->number, SLICES);
    assert_done(drive, peer);
}

/* issue 2: "bounded slices" */
static void a_long_check_lets_others_in_between(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    struct peer *other = drive_peer(drive);
    for (int i = 0; i < 1100; i++)
        say_note(drive, peer, i);
    turns(drive);
    assert_int_equal(count_heard(drive, peer), 1100);
    say(peer, "{\"method\":\"org.kith.Audit.Verify\"}");
    say_echo(drive, other, "a");
    assert_true(turn(drive));
    assert_echo(drive, other, "a");
    assert_silent(drive, peer);
    turns(drive);
    assert_non_null(strstr(heard(drive, peer), "\"entries\":1100"));
}

/* --- What follows a deed
 * -------------------------------------------------------------------------- */

/* More than SQLite may do in one slice, and nothing to show for it. */
static int count_for_long(struct call *call, const void *in)
{
    static const char count[] = "with recursive n (i) as (select 1 union all select i + 1 from n"
                                " where i < 100000) select max(i) from n";
    struct query q = query_start(call->db, count);
    (void)in;
    while (query_next(&q) > 0)
        continue;
    return 0;
}

/* design: "No slice passes 200,000 SQLite VM steps; the test build fails if one does" */
static void a_slice_that_is_too_long_ends_a_test_build(void **state)
{
    struct drive *drive = *state;
    stand_in(drive, NOTE, READ, count_for_long);
    say_note(drive, drive_peer(drive), 1);
    assert_true(turns_abort(drive));
}

static void set_number(void *context, int64_t value)
{
    ((struct drive *)context)->number = value;
}

static int note_and_set(struct call *call, const void *in)
{
    call_after_commit(call, set_number, drive_of(call), *(const int64_t *)in);
    return note(call, in);
}

static int tell_number(struct call *call, const void *in)
{
    (void)in;
    reply_text(&call->reply, "description",
               arena_format(call->arena, "%lld", (long long)drive_of(call)->number));
    return 0;
}

/* A log-in is done after the commit: a call sent right behind it must come after it all the same.
 */
static void a_call_behind_one_with_a_deed_finds_it_done(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, NOTE, WRITE, note_and_set);
    stand_in(drive, ECHO, READ, tell_number);
    for (int i = 1; i <= 3; i++) {
        say_note(drive, peer, i);
        say_echo(drive, peer, "");
    }
    peer_ended(peer);
    turns(drive);
    for (int i = 1; i <= 3; i++) {
        assert_done(drive, peer);
        assert_heard(drive, peer,
                     arena_format(&drive->arena, "{\"parameters\":{\"description\":\"%d\"}}", i));
    }
    assert_true(peer_is_closing(peer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(each_turn_runs_one_slice_and_others_go_on_between),
        DRIVE_TEST(a_connection_may_go_between_two_slices),
        DRIVE_TEST(a_slice_that_falls_ends_the_call),
        DRIVE_TEST(the_next_slice_waits_for_one_that_does_not_read),
        DRIVE_TEST(a_long_check_lets_others_in_between),
        DRIVE_TEST(a_slice_that_is_too_long_ends_a_test_build),
        DRIVE_TEST(a_call_behind_one_with_a_deed_finds_it_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
