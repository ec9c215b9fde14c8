/* `more`: the present state, then changes, until somebody ends it. */
#include "daemon/rpc/turn.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

/* Tells how many notes there are, whenever it is resumed. */
static int tell_notes(struct call *call, const void *in)
{
    static const char sql[] = "select count(*) from event where kind = 'note'";
    if (!call->more)
        return OUTCOME_EXPECTED_MORE;
    struct query q = query_start(call->db, sql);
    int64_t count = query_next(&q) > 0 ? column_int(&q) : 0;
    int failure = query_end(&q);
    if (failure < 0)
        return failure;
    reply_text(&call->reply, "description",
               arena_format(call->arena, "%s%lld", *(const char *const *)in, (long long)count));
    call_continue(call);
    return CALL_STREAM;
}

static struct drive *with_streams(void **state)
{
    struct drive *drive = *state;
    stand_in(drive, ECHO, READ, tell_notes);
    return drive;
}

static void say_watch(struct peer *peer)
{
    say(peer, "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"\"},\"more\":true}");
}

#define assert_news(drive, peer, text)                                                             \
    assert_heard(drive, peer, "{\"parameters\":{\"description\":\"" text "\"},\"continues\":true}")

/* issue 2: "`more`"; platform 1.2: "first the present state, then changes, in one call" */
static void a_stream_tells_the_state_and_then_what_changes(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *watcher = drive_peer(drive);
    struct peer *writer = drive_peer(drive);
    say_note(drive, writer, 1);
    turns(drive);
    assert_done(drive, writer);
    say_watch(watcher);
    assert_false(turn(drive));
    assert_news(drive, watcher, "1");
    assert_true(peer_is_streaming(watcher));
    assert_false(peer_is_idle(watcher));
    assert_false(turn(drive));
    assert_silent(drive, watcher);
    for (int i = 2; i <= 3; i++) {
        say_note(drive, writer, i);
        assert_true(turn(drive));
        assert_done(drive, writer);
        assert_silent(drive, watcher);
        assert_false(turn(drive));
        assert_true(was_told(drive, watcher));
        assert_heard(drive, watcher,
                     arena_format(&drive->arena,
                                  "{\"parameters\":{\"description\":\"%d\"},\"continues\":true}",
                                  i));
    }
}

static void every_stream_hears_of_it_and_reads_wake_none(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *watchers[3];
    struct peer *writer = drive_peer(drive);
    for (int i = 0; i < 3; i++) {
        watchers[i] = drive_peer(drive);
        say_watch(watchers[i]);
    }
    turns(drive);
    for (int i = 0; i < 3; i++)
        assert_news(drive, watchers[i], "0");
    say(writer, "{\"method\":\"org.varlink.service.GetInfo\"}");
    turns(drive);
    assert_int_equal(count_heard(drive, writer), 1);
    for (int i = 0; i < 3; i++)
        assert_silent(drive, watchers[i]);
    say_note(drive, writer, 1);
    turns(drive);
    for (int i = 0; i < 3; i++)
        assert_news(drive, watchers[i], "1");
}

/* platform 1.2: "Methods that only make sense streaming answer ExpectedMore" */
static void without_more_a_stream_is_refused(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *peer = drive_peer(drive);
    say_echo(drive, peer, "");
    say(peer, "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"\"},\"oneway\":true}");
    say(peer, "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"\"},\"upgrade\":true}");
    turns(drive);
    assert_heard(drive, peer, "{\"error\":\"org.varlink.service.ExpectedMore\"}");
    assert_heard(drive, peer, "{\"error\":\"org.varlink.service.ExpectedMore\"}");
    assert_silent(drive, peer);
    assert_false(peer_is_streaming(peer));
}

/* platform 1.2: "while a `more` call runs, later calls on that connection wait" */
static void later_calls_on_a_streaming_connection_wait(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *watcher = drive_peer(drive);
    say_watch(watcher);
    say_note(drive, watcher, 1);
    turns(drive);
    assert_news(drive, watcher, "0");
    assert_silent(drive, watcher);
    assert_string_equal(notes(drive), "");
    say_note(drive, watcher, 2);
    turns(drive);
    assert_string_equal(notes(drive), "");
}

static void a_watcher_may_go_at_any_time(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *writer = drive_peer(drive);
    for (int i = 0; i < 3; i++) {
        struct peer *watcher = drive_peer(drive);
        say_watch(watcher);
        turns(drive);
        say_note(drive, writer, i);
        if (i > 0)
            (void)turn(drive);
        if (i > 1)
            (void)turn(drive);
        peer_free(watcher);
        turns(drive);
        assert_done(drive, writer);
    }
}

static void a_watcher_that_sends_no_more_is_left_to_the_network(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *watcher = drive_peer(drive);
    say_watch(watcher);
    turns(drive);
    assert_news(drive, watcher, "0");
    peer_ended(watcher);
    turns(drive);
    assert_true(peer_is_streaming(watcher));
    assert_false(peer_is_closing(watcher));
}

/* Says one thing in a slice of its own, and has nothing to add in the next. */
static int tell_once(struct call *call, const void *in)
{
    (void)in;
    if (call->state)
        return CALL_STREAM;
    call->state = call;
    reply_text(&call->reply, "description", "all");
    call_continue(call);
    return CALL_AGAIN;
}

/* Who hangs up before a call becomes a stream is found out only when it does. */
static void one_that_becomes_a_stream_without_a_word_is_told_of(void **state)
{
    struct drive *drive = *state;
    struct peer *watcher = drive_peer(drive);
    stand_in(drive, ECHO, READ, tell_once);
    say_watch(watcher);
    assert_true(turn(drive));
    assert_true(was_told(drive, watcher));
    assert_news(drive, watcher, "all");
    assert_false(peer_is_streaming(watcher));
    peer_ended(watcher);
    assert_false(turn(drive));
    assert_true(peer_is_streaming(watcher));
    assert_silent(drive, watcher);
    assert_true(was_told(drive, watcher));
    /* Once: each event that is not its own is no news of it. */
    say_note(drive, drive_peer(drive), 1);
    assert_true(turn(drive));
    assert_false(was_told(drive, watcher));
    assert_false(turn(drive));
    assert_false(was_told(drive, watcher));
}

/* --- Slow watchers
 * -------------------------------------------------------------------------------- */

/* design: "a stream over 1 MiB unsent ends" */
static void a_watcher_that_is_too_far_behind_is_cut_off(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *watcher = drive_peer(drive);
    struct peer *writer = drive_peer(drive);
    say_watch(watcher);
    turns(drive);
    assert_news(drive, watcher, "0");
    static const struct {
        size_t unsent;
        const char *news;
    } steps[] = {
        {PEER_UNSENT_MAX, "{\"parameters\":{\"description\":\"1\"},\"continues\":true}"},
        {PEER_UNSENT_MAX + 1, "{\"parameters\":{\"description\":\"2\"},\"continues\":true}"},
        {1048576, "{\"parameters\":{\"description\":\"3\"},\"continues\":true}"},
        {1048577, NULL},
    };
    for (int i = 0; i < 4; i++) {
        peer_unsent(watcher, steps[i].unsent);
        say_note(drive, writer, i);
        assert_true(turn(drive));
        assert_false(peer_is_closing(watcher));
        assert_false(turn(drive));
        assert_true(was_told(drive, watcher));
        assert_int_equal(peer_is_closing(watcher), i == 3);
        if (steps[i].news)
            assert_heard(drive, watcher, steps[i].news);
    }
    assert_silent(drive, watcher);
    say_note(drive, writer, 9);
    turns(drive);
    assert_silent(drive, watcher);
}

static void the_limit_of_streams_may_be_set_anew(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *watcher = drive_peer(drive);
    struct peer *writer = drive_peer(drive);
    say_watch(watcher);
    turns(drive);
    turn_set_limits(drive->rig->turn, 262144, 1000, 60);
    peer_unsent(watcher, 1001);
    say_note(drive, writer, 1);
    turns(drive);
    assert_true(peer_is_closing(watcher));
}

/* --- A commit that fails
 * -------------------------------------------------------------------------- */

static struct peer *warm_up(struct drive *drive)
{
    struct peer *writer = drive_peer(drive);
    say_note(drive, writer, 1);
    turns(drive);
    assert_done(drive, writer);
    return writer;
}

/* design: "streams opened in it end" */
static void a_stream_that_was_opened_in_a_failing_turn_ends(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *writer = warm_up(drive);
    struct peer *watcher = drive_peer(drive);
    say_note(drive, writer, 2);
    say_watch(watcher);
    say(watcher, "{\"method\":\"org.kith.Nothing.At.All\"}");
    (void)turn_on_full_disk(drive);
    assert_true(was_told(drive, watcher));
    assert_storage_failed(drive, watcher);
    assert_false(peer_is_streaming(watcher));
    turns(drive);
    assert_error(drive, watcher, "org.varlink.service.InterfaceNotFound");
    assert_silent(drive, watcher);
    assert_storage_failed(drive, writer);
}

static void a_stream_that_was_opened_before_the_write_goes_on(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *writer = warm_up(drive);
    struct peer *watcher = drive_peer(drive);
    say_watch(watcher);
    say_note(drive, writer, 2);
    (void)turn_on_full_disk(drive);
    assert_news(drive, watcher, "1");
    assert_true(peer_is_streaming(watcher));
    assert_storage_failed(drive, writer);
    turns(drive);
    assert_silent(drive, watcher);
    say_note(drive, writer, 3);
    turns(drive);
    assert_news(drive, watcher, "2");
}

/* It is resumed in a turn whose jobs, or other calls, have begun to write. */
static void a_stream_that_is_resumed_in_a_failing_turn_ends(void **state)
{
    struct drive *drive = with_streams(state);
    struct peer *writer = warm_up(drive);
    struct peer *watcher = drive_peer(drive);
    say_watch(watcher);
    turns(drive);
    assert_news(drive, watcher, "1");
    for (int i = 0; i < 201; i++)
        say_note(drive, writer, 100 + i);
    assert_true(turn(drive));
    assert_silent(drive, watcher);
    (void)turn_on_full_disk(drive);
    assert_storage_failed(drive, watcher);
    assert_silent(drive, watcher);
    assert_false(peer_is_streaming(watcher));
    say_watch(watcher);
    turns(drive);
    assert_news(drive, watcher, "201");
}

/* --- Event.Watch
 * ---------------------------------------------------------------------------------- */

static json_t *next_events(struct peer *peer)
{
    json_t *reply = rig_reply(peer);
    if (!reply)
        return NULL;
    json_t *events = json_incref(json_object_get(json_object_get(reply, "parameters"), "events"));
    json_decref(reply);
    return events;
}

static void say_events(struct peer *peer, const char *parameters)
{
    char text[256];
    (void)snprintf(text, sizeof text,
                   "{\"method\":\"org.kith.Event.Watch\",\"parameters\":%s,\"more\":true}",
                   parameters);
    say(peer, text);
}

/* design: "Event.Watch shows it live" */
static void events_of_the_house_come_as_they_happen(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    struct peer *mike = rig_peer(rig, 1001);
    say_events(ann, "{}");
    rig_run(rig);
    json_t *events = next_events(ann);
    assert_true(json_array_size(events) > 0);
    assert_true(look_has(events, "", "kind", "moved-in"));
    json_decref(events);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    events = next_events(ann);
    assert_int_equal(json_array_size(events), 1);
    assert_string_equal(look_text(events, "0.text"), "dishes on 27 November 2026 is ann's.");
    json_decref(events);
    /* What is for Ben alone Ann does not hear. */
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ben\"}");
    assert_null(next_events(ann));
}

/* design: "rights are asked again at each event" */
static void a_watcher_who_loses_the_right_hears_no_more(void **state)
{
    struct rig *rig = *state;
    struct peer *cat = rig_peer(rig, 1004);
    struct peer *mike = rig_peer(rig, 1001);
    say_events(cat, "{}");
    rig_run(rig);
    json_decref(next_events(cat));
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"cat\",\"endedBy\":\"resident\"}");
    json_t *reply = rig_reply(cat);
    assert_non_null(json_object_get(reply, "error"));
    assert_null(json_object_get(reply, "continues"));
    json_decref(reply);
    assert_false(peer_is_streaming(cat));
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_null(rig_reply(cat));
}

static void what_was_missed_is_read_on_from_a_number_in_slices(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    int64_t before = look_record(rig, "select max(id) from event");
    look_tamper(rig, "insert into event (at, house, kind, audience)"
                     " with recursive n (i) as (select 1 union all select i + 1 from n"
                     " where i < 260) select i + 2000000000, 1, 'chore-done', 'house' from n");
    char parameters[64];
    (void)snprintf(parameters, sizeof parameters, "{\"after\":%lld}", (long long)before);
    say_events(ann, parameters);
    rig_run(rig);
    size_t count = 0;
    int64_t last = before;
    for (json_t *events; (events = next_events(ann)); json_decref(events)) {
        assert_in_range(json_array_size(events), 1, 100);
        for (size_t i = 0; i < json_array_size(events); i++) {
            int64_t id = look_int(json_array_get(events, i), "eventId");
            assert_true(id > last);
            last = id;
            count++;
        }
    }
    assert_int_equal(count, 260);
    assert_true(peer_is_streaming(ann));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(a_stream_tells_the_state_and_then_what_changes),
        DRIVE_TEST(every_stream_hears_of_it_and_reads_wake_none),
        DRIVE_TEST(without_more_a_stream_is_refused),
        DRIVE_TEST(later_calls_on_a_streaming_connection_wait),
        DRIVE_TEST(a_watcher_may_go_at_any_time),
        DRIVE_TEST(a_watcher_that_sends_no_more_is_left_to_the_network),
        DRIVE_TEST(one_that_becomes_a_stream_without_a_word_is_told_of),
        DRIVE_TEST(a_watcher_that_is_too_far_behind_is_cut_off),
        DRIVE_TEST(the_limit_of_streams_may_be_set_anew),
        DRIVE_TEST(a_stream_that_was_opened_in_a_failing_turn_ends),
        DRIVE_TEST(a_stream_that_was_opened_before_the_write_goes_on),
        DRIVE_TEST(a_stream_that_is_resumed_in_a_failing_turn_ends),
        LOOK_TEST(events_of_the_house_come_as_they_happen),
        LOOK_TEST(a_watcher_who_loses_the_right_hears_no_more),
        LOOK_TEST(what_was_missed_is_read_on_from_a_number_in_slices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
