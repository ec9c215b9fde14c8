#pragma once
/*
 * Driving a turn by hand: bytes in, one turn at a time, exact bytes out. Methods get other
 * handlers, so that a test can have a call do what it needs. Include cmocka first.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/rpc/internal.h"
#include "daemon/store/event.h"
#include "daemon/store/query.h"
#include "tests/support/rig.h"
#include "tests/unit/rpc/look.h"

/* Methods whose handlers are replaced: any parameter and reply of these two shapes will do. */
#define ECHO "org.varlink.service.GetInterfaceDescription" /* (interface) -> (description) */
#define NOTE "org.kith.Test.As"                            /* (uid) -> () */

enum { STAND_INS = 8, TOLD_MOST = 64 };

struct drive {
    struct rig *rig;
    struct arena arena;
    struct method methods[STAND_INS];
    struct row rows[STAND_INS];
    size_t stand_ins;
    struct peer *told[TOLD_MOST]; /* whom the last turn named */
    size_t told_count;
    int64_t number; /* for handlers to leave something in */
    struct peer *other;
};

static inline struct drive *drive_of(struct call *call)
{
    return peer_owner(call->peer);
}

/* From now on that method is served by `handle`, open to everybody and without a target. */
static inline void stand_in(struct drive *drive, const char *method, enum access_kind access,
                            int (*handle)(struct call *call, const void *in))
{
    struct entry *entry = (struct entry *)(uintptr_t)dispatch_find(drive->rig->turn, method);
    assert_non_null(entry);
    assert_true(drive->stand_ins < STAND_INS);
    struct method *copy = &drive->methods[drive->stand_ins];
    struct row *row = &drive->rows[drive->stand_ins++];
    *copy = *entry->row->method;
    copy->handle = handle;
    *row = (struct row){copy, access, NULL, RIGHT_OPEN, false};
    entry->row = row;
}

/* --- Handlers
 * ------------------------------------------------------------------------------------- */

static inline int echo(struct call *call, const void *in)
{
    reply_text(&call->reply, "description", *(const char *const *)in);
    return 0;
}

/* A text of as many bytes as the parameter says. */
static inline int fill(struct call *call, const void *in)
{
    size_t length = strtoul(*(const char *const *)in, NULL, 10);
    char *text = arena_alloc(call->arena, length + 1);
    memset(text, 'x', length);
    reply_text(&call->reply, "description", text);
    return 0;
}

/* Writes a row that tests count: an event of kind "note". */
static inline int add_note(struct call *call, int64_t number)
{
    struct event event = {.at = number, .kind = "note", .audience = "nobody"};
    return event_insert(call->db, &event);
}

static inline int note(struct call *call, const void *in)
{
    return add_note(call, *(const int64_t *)in);
}

/* The numbers of the notes that are on disk, such as "1 2 5". */
static inline const char *notes(struct drive *drive)
{
    sqlite3 *db = look_open(drive->rig);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "select group_concat(at, ' ') from"
                                        " (select at from event where kind = 'note' order by id)",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    text = arena_text(&drive->arena, text ? text : "");
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return text;
}

/* Takes the transaction away, as SQLite does by itself after some failures. */
static inline int lose(struct call *call, const void *in)
{
    static const char rollback[] = "rollback";
    struct query q = query_start(call->db, rollback);
    (void)in;
    return query_run(&q) < 0 ? -EIO : 0;
}

/* --- Set-up
 * --------------------------------------------------------------------------------------- */

static inline int drive_set_up(void **state)
{
    struct drive *drive = calloc(1, sizeof *drive);
    assert_non_null(drive);
    drive->rig = rig_new();
    stand_in(drive, ECHO, READ, echo);
    stand_in(drive, NOTE, WRITE, note);
    *state = drive;
    return 0;
}

static inline int drive_tear_down(void **state)
{
    struct drive *drive = *state;
    rig_free(drive->rig);
    arena_clear(&drive->arena);
    free(drive);
    return 0;
}

#define DRIVE_TEST(test) cmocka_unit_test_setup_teardown(test, drive_set_up, drive_tear_down)

/* A connection of root's. */
static inline struct peer *drive_peer(struct drive *drive)
{
    struct peer *peer = peer_new(drive->rig->turn, 0, 1, drive);
    assert_non_null(peer);
    return peer;
}

/* --- Bytes in and out
 * ----------------------------------------------------------------------------- */

/* Feeds a message and its NUL. */
static inline void say(struct peer *peer, const char *message)
{
    peer_feed(peer, message, strlen(message) + 1);
}

static inline void say_echo(struct drive *drive, struct peer *peer, const char *text)
{
    say(peer,
        arena_format(&drive->arena,
                     "{\"method\":\"" ECHO "\",\"parameters\":{\"interface\":\"%s\"}}", text));
}

static inline void say_note(struct drive *drive, struct peer *peer, int number)
{
    say(peer, arena_format(&drive->arena, "{\"method\":\"" NOTE "\",\"parameters\":{\"uid\":%d}}",
                           number));
}

/* One turn. Whether there is more to do at once. */
static inline bool turn(struct drive *drive)
{
    bool more = turn_run(drive->rig->turn);
    drive->told_count = 0;
    for (struct peer *peer; (peer = turn_next_output(drive->rig->turn));) {
        assert_true(drive->told_count < TOLD_MOST);
        drive->told[drive->told_count++] = peer;
    }
    return more;
}

/* Turns until there is no more to do at once. */
static inline void turns(struct drive *drive)
{
    for (int count = 0; turn(drive); count++)
        assert_true(count < 1000);
}

/* Whether the turns to come end the process, as an assertion does; they are run in a child. */
static inline bool turns_abort(struct drive *drive)
{
    pid_t child = fork();
    if (child == 0) {
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        turns(drive);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

/* Whether the last turn named the peer, so that the network looks at it; once at most. */
static inline bool was_told(const struct drive *drive, const struct peer *peer)
{
    int times = 0;
    for (size_t i = 0; i < drive->told_count; i++)
        times += drive->told[i] == peer;
    assert_true(times <= 1);
    return times == 1;
}

/* The next reply as it stands, taken off; NULL where there is none. */
static inline const char *heard(struct drive *drive, struct peer *peer)
{
    struct bytes *out = peer_output(peer);
    size_t scanned = 0;
    ssize_t length = varlink_next_message(out, &scanned);
    if (length < 0) {
        assert_int_equal(out->length, 0);
        return NULL;
    }
    const char *text = arena_copy(&drive->arena, out->data, (size_t)length);
    bytes_drop(out, (size_t)length + 1);
    return text;
}

#define assert_heard(drive, peer, text)                                                            \
    do {                                                                                           \
        const char *said_ = heard(drive, peer);                                                    \
        assert_non_null(said_);                                                                    \
        assert_string_equal(said_, text);                                                          \
    } while (0)

#define assert_echo(drive, peer, text)                                                             \
    assert_heard(drive, peer, "{\"parameters\":{\"description\":\"" text "\"}}")

#define assert_done(drive, peer) assert_heard(drive, peer, "{}")

#define assert_silent(drive, peer) assert_null(heard(drive, peer))

/* The next reply names this error; the rest of it is not looked at. */
#define assert_error(drive, peer, name)                                                            \
    do {                                                                                           \
        const char *said_ = heard(drive, peer);                                                    \
        assert_non_null(said_);                                                                    \
        const char *wanted_ = "{\"error\":\"" name "\"";                                           \
        if (strncmp(said_, wanted_, strlen(wanted_)) != 0)                                         \
            print_error("%s\n", said_);                                                            \
        assert_memory_equal(said_, wanted_, strlen(wanted_));                                      \
    } while (0)

#define assert_storage_failed(drive, peer)                                                         \
    assert_error(drive, peer, "org.kith.Server.StorageFailed")

/* How many replies there are, all taken off. */
static inline size_t count_heard(struct drive *drive, struct peer *peer)
{
    size_t count = 0;
    while (heard(drive, peer))
        count++;
    return count;
}

/* --- A full disk
 * ---------------------------------------------------------------------------------- */

/* From now on no file grows past so many bytes; what was allowed before. */
static inline rlim_t allow_bytes(rlim_t most)
{
    struct rlimit limit;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    assert_int_equal(sigaction(SIGXFSZ, &ignore, NULL), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = most;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    return before;
}

/* One turn on a disk without room. */
static inline bool turn_on_full_disk(struct drive *drive)
{
    rlim_t before = allow_bytes(1);
    bool more = turn(drive);
    (void)allow_bytes(before);
    return more;
}
