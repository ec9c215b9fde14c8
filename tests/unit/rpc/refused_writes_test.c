/* The record cannot be written at all: what still goes on, and what is said. */
#include "daemon/rpc/turn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/internal.h"
#include "tests/unit/rpc/drive.h"

/* A note that is there before. */
static struct peer *warm_up(struct drive *drive)
{
    struct peer *peer = drive_peer(drive);
    say_note(drive, peer, 1);
    turns(drive);
    assert_done(drive, peer);
    return peer;
}

/* --- The record takes no writes
 * ------------------------------------------------------------------- */

/* issue 2: "a fault makes the daemon read-only and says so" */
static void a_record_that_takes_no_writes_says_so_and_is_read(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    db_refuse_writes(drive->rig->db);
    say_echo(drive, peer, "a");
    say_note(drive, peer, 2);
    say_echo(drive, peer, "b");
    turns(drive);
    assert_echo(drive, peer, "a");
    const char *said = heard(drive, peer);
    assert_non_null(strstr(said, "StorageFailed"));
    assert_non_null(strstr(said, "takes no writes"));
    assert_echo(drive, peer, "b");
    json_t *status = rig_must(drive->rig, peer, "org.kith.Server.Status", NULL);
    assert_true(json_is_true(json_object_get(status, "readOnly")));
    json_decref(status);
}

/* --- Jobs
 * ----------------------------------------------------------------------------------------- */

static void a_job_that_cannot_be_done_is_tried_again_later_and_reads_go_on(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    int64_t due = turn_next_due(drive->rig->turn);
    assert_true(due > drive->rig->now.wall && due < INT64_MAX);
    drive->rig->now.wall = due;
    say_echo(drive, peer, "a");
    assert_false(turn_on_full_disk(drive));
    assert_storage_failed(drive, peer);
    assert_int_equal(turn_next_due(drive->rig->turn), due + 30);
    say_echo(drive, peer, "b");
    assert_false(turn_on_full_disk(drive));
    assert_echo(drive, peer, "b");
    assert_int_equal(look_record(drive->rig, "select count(*) from checkpoint"), 0);
    drive->rig->now.wall += 30;
    turns(drive);
    assert_int_equal(look_record(drive->rig, "select count(*) from checkpoint"), 1);
}

/* --- Somebody else writes
 * ------------------------------------------------------------------------- */

/* Counts how often SQLite would wait, and waits not at all. */
static int do_not_wait(void *context, int times)
{
    struct drive *drive = context;
    (void)times;
    drive->number++;
    return 0;
}

/* Each wait is up to five seconds; two hundred calls must not add them up. */
static void a_record_that_somebody_else_writes_is_waited_for_once_a_turn(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = warm_up(drive);
    struct peer *other = drive_peer(drive);
    sqlite3 *shell = look_open(drive->rig);
    assert_int_equal(sqlite3_exec(shell, "begin immediate", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_busy_handler(drive->rig->db->handle, do_not_wait, drive), SQLITE_OK);
    for (int i = 0; i < 20; i++) {
        say_echo(drive, other, "a");
        say_note(drive, peer, 2);
    }
    turns(drive);
    assert_int_equal(drive->number, 1);
    for (int i = 0; i < 20; i++) {
        assert_storage_failed(drive, peer);
        assert_echo(drive, other, "a");
    }
    say_note(drive, peer, 3);
    turns(drive);
    assert_int_equal(drive->number, 2);
    assert_storage_failed(drive, peer);
    assert_int_equal(sqlite3_exec(shell, "rollback", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(shell), SQLITE_OK);
    say_note(drive, peer, 4);
    turns(drive);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1 4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(a_record_that_takes_no_writes_says_so_and_is_read),
        DRIVE_TEST(a_job_that_cannot_be_done_is_tried_again_later_and_reads_go_on),
        DRIVE_TEST(a_record_that_somebody_else_writes_is_waited_for_once_a_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
