/* Connections: how they end, and what one that does not read must wait for. */
#include "daemon/rpc/turn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

/* --- The end of a connection
 * ---------------------------------------------------------------------- */

/* issue 2: "half-close"; platform 1.6: "first answer what is buffered, close when ... drained" */
static void one_that_sends_no_more_is_answered_and_then_closed(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    for (int i = 0; i < 250; i++)
        say_echo(drive, peer, "x");
    peer_ended(peer);
    assert_true(turn(drive));
    assert_false(peer_is_closing(peer));
    assert_int_equal(count_heard(drive, peer), 200);
    assert_false(turn(drive));
    assert_int_equal(count_heard(drive, peer), 50);
    assert_true(peer_is_closing(peer));
    assert_true(was_told(drive, peer));
}

static void one_that_ends_amid_a_message_is_closed(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say_echo(drive, peer, "a");
    peer_feed(peer, "{\"method\":", 10);
    peer_ended(peer);
    turns(drive);
    assert_echo(drive, peer, "a");
    assert_true(peer_is_closing(peer));
}

static void one_that_says_nothing_and_ends_is_closed(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    peer_ended(peer);
    turns(drive);
    assert_true(was_told(drive, peer));
    assert_true(peer_is_closing(peer));
}

static void long_answers_are_not_lost_when_the_other_side_has_ended(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, ECHO, READ, fill);
    for (int i = 0; i < 6; i++)
        say_echo(drive, peer, "40000");
    peer_ended(peer);
    size_t answered = 0;
    for (int turns_run = 0; answered < 6; turns_run++) {
        assert_true(turns_run < 10);
        assert_false(peer_is_closing(peer));
        (void)turn(drive);
        answered += count_heard(drive, peer);
    }
    turns(drive);
    assert_int_equal(answered, 6);
    assert_true(peer_is_closing(peer));
}

static void a_connection_may_go_while_its_calls_wait(void **state)
{
    struct drive *drive = *state;
    struct peer *gone = drive_peer(drive);
    struct peer *stays = drive_peer(drive);
    for (int i = 0; i < 300; i++) {
        say_echo(drive, gone, "x");
        say_echo(drive, stays, "x");
    }
    assert_true(turn(drive));
    peer_free(gone);
    turns(drive);
    assert_int_equal(count_heard(drive, stays), 300);
}

/* --- Back-pressure
 * -------------------------------------------------------------------------------- */

/* design: "over 64 KiB unsent a connection is not read and its next call not started" */
static void nothing_starts_for_one_that_does_not_read(void **state)
{
    struct drive *drive = *state;
    struct peer *slow = drive_peer(drive);
    struct peer *other = drive_peer(drive);
    peer_unsent(slow, PEER_UNSENT_MAX + 1);
    assert_true(peer_is_full(slow));
    say_echo(drive, slow, "a");
    say_echo(drive, other, "b");
    assert_false(turn(drive));
    assert_silent(drive, slow);
    assert_false(was_told(drive, slow));
    assert_echo(drive, other, "b");
    peer_unsent(slow, PEER_UNSENT_MAX);
    assert_false(peer_is_full(slow));
    assert_false(turn(drive));
    assert_echo(drive, slow, "a");
}

static void one_that_stops_reading_between_two_turns_is_left_alone(void **state)
{
    struct drive *drive = *state;
    struct peer *slow = drive_peer(drive);
    for (int i = 0; i < 300; i++)
        say_echo(drive, slow, "x");
    assert_true(turn(drive));
    assert_int_equal(count_heard(drive, slow), 200);
    peer_unsent(slow, PEER_UNSENT_MAX + 1);
    assert_false(turn(drive));
    assert_silent(drive, slow);
    peer_unsent(slow, 0);
    assert_false(turn(drive));
    assert_int_equal(count_heard(drive, slow), 100);
}

static void long_answers_of_one_turn_hold_up_the_next_calls(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, ECHO, READ, fill);
    for (int i = 0; i < 20; i++)
        say_echo(drive, peer, "40000");
    for (int answered = 0; answered < 20; answered += 2) {
        assert_int_equal(turn(drive), answered < 18);
        assert_int_equal(count_heard(drive, peer), 2);
    }
}

static void a_slow_reader_that_has_ended_is_closed_when_it_has_read(void **state)
{
    struct drive *drive = *state;
    struct peer *slow = drive_peer(drive);
    peer_unsent(slow, PEER_UNSENT_MAX + 1);
    say_echo(drive, slow, "a");
    peer_ended(slow);
    assert_false(turn(drive));
    assert_false(peer_is_closing(slow));
    peer_unsent(slow, 10);
    assert_false(turn(drive));
    assert_echo(drive, slow, "a");
    assert_true(peer_is_closing(slow));
    assert_true(was_told(drive, slow));
}

static void what_a_connection_holds_is_counted(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    static const char message[] = "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"a\"}}";
    assert_int_equal(peer_held(peer), 0);
    assert_true(peer_is_idle(peer));
    peer_feed(peer, message, sizeof message);
    assert_int_equal(peer_held(peer), sizeof message);
    assert_false(peer_is_idle(peer));
    turns(drive);
    assert_int_equal(peer_held(peer), sizeof "{\"parameters\":{\"description\":\"a\"}}");
    assert_echo(drive, peer, "a");
    assert_int_equal(peer_held(peer), 0);
    assert_ptr_equal(peer_owner(peer), drive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(one_that_sends_no_more_is_answered_and_then_closed),
        DRIVE_TEST(one_that_ends_amid_a_message_is_closed),
        DRIVE_TEST(one_that_says_nothing_and_ends_is_closed),
        DRIVE_TEST(long_answers_are_not_lost_when_the_other_side_has_ended),
        DRIVE_TEST(a_connection_may_go_while_its_calls_wait),
        DRIVE_TEST(nothing_starts_for_one_that_does_not_read),
        DRIVE_TEST(one_that_stops_reading_between_two_turns_is_left_alone),
        DRIVE_TEST(long_answers_of_one_turn_hold_up_the_next_calls),
        DRIVE_TEST(a_slow_reader_that_has_ended_is_closed_when_it_has_read),
        DRIVE_TEST(what_a_connection_holds_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
