/* What stands around every handler: tables, savepoints, the limit of a reply. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

static int64_t entries(struct drive *drive)
{
    return look_record(drive->rig, "select count(*) from audit");
}

/* --- Tables
 * --------------------------------------------------------------------------------------- */

/* design: "rows and descriptions match one to one or the daemon does not start" */
static void every_described_method_has_one_row_and_no_other_is_found(void **state)
{
    struct drive *drive = *state;
    const struct turn *turn = drive->rig->turn;
    size_t described = 0;
    for (size_t i = 0; i < turn->interface_count; i++) {
        const struct idl *idl = &turn->interfaces[i];
        for (const struct idl_member *m = idl->members; m; m = m->next) {
            if (m->kind != IDL_METHOD)
                continue;
            const char *name = arena_format(&drive->arena, "%s.%s", idl->name, m->name);
            const struct entry *entry = dispatch_find(turn, name);
            assert_non_null(entry);
            assert_string_equal(entry->name, name);
            assert_string_equal(entry->noun->interface, idl->name);
            assert_ptr_equal(entry->described, m);
            assert_null(dispatch_find(turn, arena_format(&drive->arena, "%sX", name)));
            described++;
        }
    }
    assert_int_equal(described, turn->entry_count);
    assert_null(dispatch_find(turn, ""));
    assert_null(dispatch_find(turn, "zzz"));
}

/* --- A refused call
 * ------------------------------------------------------------------------------- */

static void set_number(void *context, int64_t value)
{
    ((struct drive *)context)->number = value;
}

/* Writes, asks for a deed, and is then refused. */
static int refuse(struct call *call, const void *in)
{
    int failure = note(call, in);
    call_after_commit(call, set_number, drive_of(call), 99);
    call_concerns(call, 1);
    return failure < 0 ? failure : call_conflict(call, "note", "a note", "That runs against it.");
}

#define REFUSE     "org.kith.Test.Jump"
#define SAY_REFUSE "{\"method\":\"" REFUSE "\",\"parameters\":{\"to\":\"\"}}"
#define REFUSED                                                                                    \
    "{\"error\":\"org.kith.Server.Conflict\",\"parameters\":{"                                     \
    "\"message\":\"That runs against it.\",\"name\":\"a note\",\"kind\":\"note\"}}"

/* Jump's parameter is a text; the note's number is then what it begins with. */
static int refuse_text(struct call *call, const void *in)
{
    int64_t number = 50;
    (void)in;
    return refuse(call, &number);
}

/* design, section 3: "one savepoint a call" */
static void a_refused_call_leaves_nothing_and_its_neighbours_stay(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, REFUSE, WRITE, refuse_text);
    say_note(drive, peer, 1);
    say(peer, SAY_REFUSE);
    say_note(drive, peer, 2);
    turns(drive);
    assert_done(drive, peer);
    assert_heard(drive, peer, REFUSED);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1 2");
    assert_int_equal(entries(drive), 2);
    assert_int_equal(drive->number, 0);
    assert_int_equal(look_record(drive->rig, "select count(*) from audit_on"), 0);
}

static int fail_after_writing(struct call *call, const void *in)
{
    (void)refuse_text(call, in);
    return -EIO;
}

static void a_call_that_fails_leaves_nothing_and_is_logged(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, REFUSE, WRITE, fail_after_writing);
    int logged = drive->rig->logged;
    say_note(drive, peer, 1);
    say(peer, SAY_REFUSE);
    say_note(drive, peer, 2);
    turns(drive);
    assert_done(drive, peer);
    assert_storage_failed(drive, peer);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1 2");
    assert_int_equal(drive->number, 0);
    assert_int_equal(drive->rig->logged, logged + 1);
}

/* Without a savepoint there is no way back to before the call, only to before the turn's writes. */
static void a_decided_write_that_fails_takes_the_turn_along(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, REFUSE, WRITE_DECIDED, fail_after_writing);
    say_note(drive, peer, 1);
    say(peer, SAY_REFUSE);
    say_note(drive, peer, 2);
    turns(drive);
    assert_storage_failed(drive, peer);
    assert_storage_failed(drive, peer);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "2");
    assert_int_equal(drive->number, 0);
}

static int fail_at_once(struct call *call, const void *in)
{
    (void)call;
    (void)in;
    return -EIO;
}

static void a_decided_write_that_fails_before_it_changed_anything_fails_alone(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, REFUSE, WRITE_DECIDED, fail_at_once);
    say_note(drive, peer, 1);
    say(peer, SAY_REFUSE);
    say_note(drive, peer, 2);
    turns(drive);
    assert_done(drive, peer);
    assert_storage_failed(drive, peer);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1 2");
}

/* design: "one canonical JSON line" for every write: without it there is no write */
static void a_write_whose_entry_cannot_be_written_is_undone(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    look_tamper(drive->rig, "create trigger no_entry before insert on audit when new.seq = 2"
                            " begin select raise(abort, 'no'); end");
    say_note(drive, peer, 1);
    say_note(drive, peer, 2);
    say_echo(drive, peer, "a");
    turns(drive);
    assert_done(drive, peer);
    assert_storage_failed(drive, peer);
    assert_echo(drive, peer, "a");
    assert_string_equal(notes(drive), "1");
    look_tamper(drive->rig, "drop trigger no_entry");
    say_note(drive, peer, 3);
    turns(drive);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1 3");
    assert_int_equal(entries(drive), 2);
}

/* --- What must survive
 * ---------------------------------------------------------------------------- */

static int remember(struct call *call)
{
    int failure = add_note(call, 70);
    return failure < 0 ? failure : call_record(call, "Remembered");
}

static int refuse_and_remember(struct call *call, const void *in)
{
    call->survive = remember;
    return refuse_text(call, in);
}

/* design: "What must survive a refusal (a failed PIN) is written after ROLLBACK TO." */
static void what_must_survive_a_refusal_survives_it(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, REFUSE, WRITE, refuse_and_remember);
    say(peer, SAY_REFUSE);
    turns(drive);
    assert_heard(drive, peer, REFUSED);
    assert_string_equal(notes(drive), "70");
    assert_int_equal(look_record(drive->rig, "select count(*) from audit where body like"
                                             " '%\"outcome\":\"Remembered\"%'"),
                     1);
    assert_int_equal(entries(drive), 1);
    assert_int_equal(drive->number, 0);
}

static int succeed_and_remember(struct call *call, const void *in)
{
    (void)in;
    call->survive = remember;
    return 0;
}

static void nothing_is_remembered_of_a_call_that_was_done(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, REFUSE, WRITE, succeed_and_remember);
    say(peer, SAY_REFUSE);
    turns(drive);
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "");
}

static int remember_half(struct call *call)
{
    (void)add_note(call, 70);
    return -EIO;
}

static int refuse_and_remember_half(struct call *call, const void *in)
{
    call->survive = remember_half;
    return refuse_text(call, in);
}

static void what_survives_is_written_whole_or_not_at_all(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, REFUSE, WRITE, refuse_and_remember_half);
    say_note(drive, peer, 1);
    say(peer, SAY_REFUSE);
    turns(drive);
    assert_done(drive, peer);
    assert_storage_failed(drive, peer);
    assert_string_equal(notes(drive), "1");
}

/* --- Trials
 * --------------------------------------------------------------------------------------- */

static int try_it(struct call *call, const void *in)
{
    struct seal_scope scope = {77, "trial", ""};
    struct bytes blob = {0};
    int64_t number = 60;
    int failure = note(call, &number);
    if (failure == 0)
        failure = vault_seal(call->vault, &scope, call->now.wall, "stay", "phone", "x", &blob);
    bytes_clear(&blob);
    call_after_commit(call, set_number, drive_of(call), 99);
    call_concerns(call, 1);
    if (failure == 0)
        reply_text(&call->reply, "description", *(const char *const *)in);
    return failure;
}

static void a_trial_is_answered_and_leaves_nothing(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, ECHO, TRIAL, try_it);
    say_note(drive, peer, 1);
    say_echo(drive, peer, "as if");
    say_note(drive, peer, 2);
    turns(drive);
    assert_done(drive, peer);
    assert_echo(drive, peer, "as if");
    assert_done(drive, peer);
    assert_string_equal(notes(drive), "1 2");
    assert_int_equal(entries(drive), 2);
    assert_int_equal(drive->number, 0);
    assert_int_equal(
        look_record(drive->rig, "select count(*) from sealed_key where class = 'trial'"), 0);
    /* The key's number is free again, and what is sealed under it next opens after a restart. */
    struct seal_scope scope = {78, "kept", ""};
    struct bytes blob = {0};
    const char *text = NULL;
    assert_int_equal(db_begin_write(drive->rig->db), 0);
    assert_int_equal(
        vault_seal(drive->rig->vault, &scope, RIG_START, "stay", "phone", "555", &blob), 0);
    assert_int_equal(vault_commit(drive->rig->vault), 0);
    assert_int_equal(db_commit(drive->rig->db), 0);
    assert_int_equal(rig_restart(drive->rig), 0);
    assert_int_equal(vault_unseal(drive->rig->vault, "stay", "phone", blob.data, blob.length,
                                  &drive->arena, &text),
                     0);
    assert_string_equal(text, "555");
    bytes_clear(&blob);
}

/* --- The limit of a reply
 * ------------------------------------------------------------------------- */

/* design: "a reply is at most 1 MiB" */
static void a_reply_of_the_greatest_length_passes_and_a_longer_one_is_refused(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    enum { AROUND = sizeof "{\"description\":\"\"}" - 1 };
    stand_in(drive, ECHO, READ, fill);
    for (int over = 0; over < 2; over++) {
        say_echo(drive, peer, arena_format(&drive->arena, "%d", REPLY_MAX - AROUND + over));
        turns(drive);
        if (over)
            assert_heard(
                drive, peer,
                "{\"error\":\"org.kith.Server.TooLarge\",\"parameters\":{\"limit\":1048576,"
                "\"message\":\"That is more than 1048576. Do it in parts.\"}}");
        else
            assert_int_equal(strlen(heard(drive, peer)),
                             REPLY_MAX + sizeof "{\"parameters\":}" - 1);
    }
    assert_false(peer_is_closing(peer));
}

static int note_and_fill(struct call *call, const void *in)
{
    int failure = add_note(call, 80);
    return failure < 0 ? failure : fill(call, in);
}

static void a_write_whose_reply_is_too_long_is_not_done(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, ECHO, WRITE, note_and_fill);
    say_echo(drive, peer, "2000000");
    turns(drive);
    assert_error(drive, peer, "org.kith.Server.TooLarge");
    assert_string_equal(notes(drive), "");
    assert_int_equal(entries(drive), 0);
    say_echo(drive, peer, "5");
    turns(drive);
    assert_echo(drive, peer, "xxxxx");
    assert_string_equal(notes(drive), "80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(every_described_method_has_one_row_and_no_other_is_found),
        DRIVE_TEST(a_refused_call_leaves_nothing_and_its_neighbours_stay),
        DRIVE_TEST(a_call_that_fails_leaves_nothing_and_is_logged),
        DRIVE_TEST(a_decided_write_that_fails_takes_the_turn_along),
        DRIVE_TEST(a_decided_write_that_fails_before_it_changed_anything_fails_alone),
        DRIVE_TEST(a_write_whose_entry_cannot_be_written_is_undone),
        DRIVE_TEST(what_must_survive_a_refusal_survives_it),
        DRIVE_TEST(nothing_is_remembered_of_a_call_that_was_done),
        DRIVE_TEST(what_survives_is_written_whole_or_not_at_all),
        DRIVE_TEST(a_trial_is_answered_and_leaves_nothing),
        DRIVE_TEST(a_reply_of_the_greatest_length_passes_and_a_longer_one_is_refused),
        DRIVE_TEST(a_write_whose_reply_is_too_long_is_not_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
