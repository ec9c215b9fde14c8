/* Turns: who is heard when, in which order, and how much at a time. */
#include "daemon/rpc/turn.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

/* --- Order
 * ---------------------------------------------------------------------------------------- */

/* issue 2: "pipelining with replies in call order"; "10,000 pipelined calls" */
static void ten_thousand_calls_at_once_are_answered_in_order(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    int answered = 0;
    for (int i = 0; i < 10000; i++)
        say_echo(drive, peer, arena_format(&drive->arena, "%d", i));
    assert_true(peer_is_full(peer));
    bool more = true;
    for (int turns_run = 0; answered < 10000; turns_run++) {
        assert_true(more);
        more = turn(drive);
        assert_true(was_told(drive, peer));
        for (int i = 0; i < TURN_CALLS; i++, answered++) {
            const char *expected =
                arena_format(&drive->arena, "{\"parameters\":{\"description\":\"%d\"}}", answered);
            assert_heard(drive, peer, expected);
        }
        assert_silent(drive, peer);
        assert_int_equal(turns_run, answered / TURN_CALLS - 1);
    }
    assert_false(more);
    assert_false(peer_is_full(peer));
    assert_true(peer_is_idle(peer));
    assert_int_equal(peer_held(peer), 0);
}

static void reads_and_writes_of_one_connection_keep_their_order(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 1);
    say_echo(drive, peer, "a");
    say_note(drive, peer, 2);
    say(peer, "{\"method\":\"org.kith.Nothing.At.All\"}");
    say_echo(drive, peer, "b");
    assert_false(turn(drive) && turn(drive));
    assert_done(drive, peer);
    assert_echo(drive, peer, "a");
    assert_done(drive, peer);
    assert_error(drive, peer, "org.varlink.service.InterfaceNotFound");
    assert_echo(drive, peer, "b");
    assert_string_equal(notes(drive), "1 2");
}

/* design: "A turn reads in one deferred transaction": what one call wrote the next one sees */
static int count_notes(struct call *call, const void *in)
{
    static const char sql[] = "select count(*) from event where kind = 'note'";
    struct query q = query_start(call->db, sql);
    (void)in;
    if (query_next(&q) > 0)
        reply_text(&call->reply, "description",
                   arena_format(call->arena, "%lld", (long long)column_int(&q)));
    return query_end(&q);
}

static void a_read_sees_what_was_written_before_it_in_the_turn(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    struct peer *other = drive_peer(drive);
    stand_in(drive, ECHO, READ, count_notes);
    say_echo(drive, peer, "");
    say_note(drive, peer, 1);
    say_echo(drive, peer, "");
    say_note(drive, other, 2);
    turns(drive);
    assert_echo(drive, peer, "0");
    assert_done(drive, peer);
    assert_done(drive, other);
    assert_echo(drive, peer, "2");
}

/* --- Fairness
 * ------------------------------------------------------------------------------------- */

/* design: "At most 200 calls ... a turn, round robin" */
static void connections_take_turns(void **state)
{
    struct drive *drive = *state;
    struct peer *peers[3];
    for (int p = 0; p < 3; p++) {
        peers[p] = drive_peer(drive);
        for (int i = 0; i < 300; i++)
            say_echo(drive, peers[p], "x");
    }
    static const size_t shares[3] = {67, 67, 66};
    assert_true(turn(drive));
    for (int p = 0; p < 3; p++)
        assert_int_equal(count_heard(drive, peers[p]), shares[p]);
}

static void a_busy_connection_does_not_keep_a_quiet_one_waiting(void **state)
{
    struct drive *drive = *state;
    struct peer *busy = drive_peer(drive);
    struct peer *quiet = drive_peer(drive);
    for (int i = 0; i < 1000; i++)
        say_echo(drive, busy, "x");
    say_echo(drive, quiet, "a");
    assert_true(turn(drive));
    assert_echo(drive, quiet, "a");
    assert_int_equal(count_heard(drive, busy), TURN_CALLS - 1);
    say_echo(drive, quiet, "b");
    assert_true(turn(drive));
    assert_echo(drive, quiet, "b");
}

/* A call whose message is padded to `length` bytes, its NUL included. */
static void say_padded(struct drive *drive, struct peer *peer, size_t length)
{
    static const char before[] =
        "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"},\"org.example.padding\":\"";
    static const char after[] = "\"}";
    size_t padding = length - sizeof before - sizeof after + 1;
    char *text = arena_alloc(&drive->arena, length);
    memcpy(text, before, sizeof before - 1);
    memset(text + sizeof before - 1, '.', padding);
    memcpy(text + sizeof before - 1 + padding, after, sizeof after);
    assert_int_equal(strlen(text) + 1, length);
    say(peer, text);
}

/* design: "and 64 KiB a connection, a turn" */
static void a_connection_with_long_calls_is_heard_in_several_turns(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    for (int i = 0; i < 5; i++)
        say_padded(drive, peer, 30000);
    assert_true(turn(drive));
    assert_int_equal(count_heard(drive, peer), 3);
    assert_false(turn(drive));
    assert_int_equal(count_heard(drive, peer), 2);
}

/* --- Pieces and lengths
 * --------------------------------------------------------------------------- */

/* issue 2: "a call in 1-byte pieces" */
static void a_call_in_single_bytes_is_answered_at_its_last(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    static const char message[] = "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"}}";
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof message; i++) {
            assert_silent(drive, peer);
            peer_feed(peer, message + i, 1);
            assert_int_equal(peer_is_idle(peer), false);
            assert_false(turn(drive));
            assert_int_equal(was_told(drive, peer), i == sizeof message - 1);
        }
        assert_echo(drive, peer, "a");
        assert_true(peer_is_idle(peer));
    }
}

static void calls_cut_anywhere_are_put_together(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    struct bytes both = {0};
    static const char message[] = "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"}}";
    bytes_add(&both, message, sizeof message);
    bytes_add(&both, message, sizeof message);
    for (size_t cut = 0; cut <= both.length; cut++) {
        peer_feed(peer, both.data, cut);
        (void)turn(drive);
        peer_feed(peer, both.data + cut, both.length - cut);
        (void)turn(drive);
        assert_echo(drive, peer, "a");
        assert_echo(drive, peer, "a");
        assert_silent(drive, peer);
    }
    bytes_clear(&both);
}

/* issue 2: "a message of 1 MiB"; design: "256 KiB a message in" */
static void a_message_of_the_greatest_length_passes_and_a_longer_one_closes(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say_padded(drive, peer, 262144 + 1); /* with its NUL */
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_false(peer_is_closing(peer));
    say_padded(drive, peer, 262144 + 2);
    turns(drive);
    assert_silent(drive, peer);
    assert_true(peer_is_closing(peer));
    assert_true(was_told(drive, peer));
}

static void a_message_that_does_not_end_is_cut_off_at_the_limit(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    char *text = arena_alloc(&drive->arena, 1048576);
    memset(text, ' ', 1048576);
    peer_feed(peer, text, 262144);
    assert_false(turn(drive));
    assert_false(peer_is_closing(peer));
    peer_feed(peer, text, 1);
    assert_false(turn(drive));
    assert_true(peer_is_closing(peer));
    assert_true(was_told(drive, peer));
    assert_silent(drive, peer);
    /* Whatever still comes is not kept. */
    size_t held = peer_held(peer);
    peer_feed(peer, text, 1048576);
    assert_int_equal(peer_held(peer), held);
}

static void what_stands_before_a_message_too_long_is_still_answered(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say_echo(drive, peer, "a");
    say_note(drive, peer, 1);
    say_padded(drive, peer, 300000);
    say_echo(drive, peer, "b");
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_done(drive, peer);
    assert_silent(drive, peer);
    assert_true(peer_is_closing(peer));
    assert_string_equal(notes(drive), "1");
}

static void a_new_limit_counts_from_the_next_message_on(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say_padded(drive, peer, 5000);
    turns(drive);
    assert_echo(drive, peer, "a");
    turn_set_limits(drive->rig->turn, 4096, 1048576, 60);
    say_padded(drive, peer, 4097);
    turns(drive);
    assert_echo(drive, peer, "a");
    say_padded(drive, peer, 5000);
    turns(drive);
    assert_true(peer_is_closing(peer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(ten_thousand_calls_at_once_are_answered_in_order),
        DRIVE_TEST(reads_and_writes_of_one_connection_keep_their_order),
        DRIVE_TEST(a_read_sees_what_was_written_before_it_in_the_turn),
        DRIVE_TEST(connections_take_turns),
        DRIVE_TEST(a_busy_connection_does_not_keep_a_quiet_one_waiting),
        DRIVE_TEST(a_connection_with_long_calls_is_heard_in_several_turns),
        DRIVE_TEST(a_call_in_single_bytes_is_answered_at_its_last),
        DRIVE_TEST(calls_cut_anywhere_are_put_together),
        DRIVE_TEST(a_message_of_the_greatest_length_passes_and_a_longer_one_closes),
        DRIVE_TEST(a_message_that_does_not_end_is_cut_off_at_the_limit),
        DRIVE_TEST(what_stands_before_a_message_too_long_is_still_answered),
        DRIVE_TEST(a_new_limit_counts_from_the_next_message_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
