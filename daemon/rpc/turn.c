#include "daemon/rpc/turn.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "daemon/rpc/import.h"
#include "daemon/rpc/internal.h"

/* What a slice may cost, in thousands of SQLite's steps (design: 200,000). */
enum { SLICE_STEPS = 200 };

int turn_new(const struct turn_world *world, struct arena *arena, struct turn **ret,
             const char **ret_reason)
{
    varlink_guard_memory();
    struct turn *turn = calloc(1, sizeof *turn);
    if (!turn)
        return -ENOMEM;
    turn->world = *world;
    turn->sound = true;
    turn->callers = 1;
    TAILQ_INIT(&turn->peers);
    TAILQ_INIT(&turn->ready);
    TAILQ_INIT(&turn->dirty);
    world->now(world->context, &turn->now);
    turn->started_at = turn->now.wall;
    int failure = dispatch_prepare(turn, ret_reason);
    if (failure < 0) {
        *ret_reason = arena_text(arena, *ret_reason);
        turn_free(turn);
        return failure;
    }
    *ret = turn;
    return 0;
}

void turn_free(struct turn *turn)
{
    if (!turn)
        return;
#if KITH_TEST
    answer_tell_exercised(turn);
#endif
    struct peer *peer;
    while ((peer = TAILQ_FIRST(&turn->peers)))
        peer_free(peer);
    turn_forget_zones(turn);
    free(turn->zones);
    bytes_clear(&turn->staged_list);
    bytes_clear(&turn->deeds);
    bytes_clear(&turn->lines);
    arena_clear(&turn->arena);
    free(turn);
}

void turn_set_limits(struct turn *turn, size_t message_max, size_t stream_max, int64_t kiosk_idle)
{
    turn->world.message_max = message_max;
    turn->world.stream_max = stream_max;
    turn->world.kiosk_idle = kiosk_idle;
    turn_forget_zones(turn);
}

/* Says so once when writes begin to fail, and when they work again. */
static void note_soundness(struct turn *turn, int failure)
{
    char line[128];
    bool sound = failure == 0;
    if (sound == turn->sound)
        return;
    turn->sound = sound;
    (void)snprintf(line, sizeof line, "what is written cannot be kept: %s", strerror(-failure));
    turn->world.log(turn->world.context, sound ? LOG_INFO : LOG_ERR,
                    sound ? "what is written is kept again" : line);
}

/* --- The transaction ------------------------------------------------------------------------ */

int turn_enter(struct turn *turn, bool write)
{
    struct db *db = turn->world.db;
    if (turn->writing || (turn->reading && !write))
        return 0;
    if (write && turn->write_failure < 0)
        return turn->write_failure;
    if (turn->reading) {
        db_rollback(db);
        turn->reading = false;
    }
    int failure = write ? db_begin_write(db) : db_begin_read(db);
    if (write) {
        turn->write_failure = failure;
        if (failure < 0 && !db_refuses_writes(db))
            note_soundness(turn, failure);
    }
    if (failure < 0)
        return failure;
    turn->writing = write;
    turn->reading = !write;
    return 0;
}

/* A key must be on disk before what it seals; then the record; then nothing can be taken back. */
static int commit(struct turn *turn)
{
    if (turn->reading) {
        db_rollback(turn->world.db);
        return 0;
    }
    if (!turn->writing)
        return 0;
    int failure = turn->failed ? -EIO : vault_commit(turn->world.vault);
    if (failure == 0)
        failure = db_commit(turn->world.db);
    if (failure < 0) {
        db_rollback(turn->world.db);
        vault_rollback(turn->world.vault);
        turn->callers++;
    }
    note_soundness(turn, failure);
    return failure;
}

static void storage_failed(const struct turn *turn, struct bytes *body)
{
    struct reply reply;
    bytes_cut(body, 0);
    reply_start(&reply, body);
    reply_text(&reply, "message",
               db_commit_is_in_doubt(turn->world.db)
                   ? "The disk did not confirm what was written, so it may be kept or not. Look at"
                     " the disk's health; look what was kept before you try again."
                   : "The record could not be written, so nothing was changed. Look at the disk's"
                     " space and health, then try again.");
    reply_finish(&reply);
}

/* The call behind a fallen slice, if it is not over: it is not resumed any more. */
static void drop_request(struct peer *peer, uint64_t serial)
{
    struct request *request = peer->request;
    if (!request || request->serial != serial)
        return;
    if (peer->pending == PENDING_LATER)
        request->call.peer = NULL; /* the worker has its data; turn_work_done frees it */
    else
        request_free(request);
    peer->request = NULL;
    peer->pending = PENDING_NOTHING;
}

/*
 * The commit failed: what every slice since the first write has said is taken back, and each of
 * these calls is told so once. Slices are in order, so a peer's first fallen one marks where its
 * bytes end, and the slices of one call follow each other.
 */
static void replace_fallen(struct turn *turn)
{
    struct staged *staged = (struct staged *)turn->staged_list.data;
    size_t count = turn->staged_list.length / sizeof *staged;
    struct bytes body = {0};
    storage_failed(turn, &body);
    for (size_t i = count; i-- > 0;)
        if (staged[i].after_write)
            bytes_cut(&staged[i].peer->staged, staged[i].start);
    for (size_t i = 0; i < count; i++) {
        struct peer *peer = staged[i].peer;
        if (!staged[i].after_write || staged[i].serial == peer->told)
            continue;
        peer->told = staged[i].serial;
        if (!staged[i].oneway)
            varlink_write_reply(&peer->staged, &body, "org.kith.Server.StorageFailed", false);
        drop_request(peer, staged[i].serial);
        /* Whether it took up rows cannot be told any more: the client begins again. */
        import_free(peer->import);
        peer->import = NULL;
        peer_mark_dirty(peer);
    }
    bytes_clear(&body);
}

static void release(struct turn *turn, bool committed)
{
    if (!committed)
        replace_fallen(turn);
    struct staged *staged = (struct staged *)turn->staged_list.data;
    size_t count = turn->staged_list.length / sizeof *staged;
    for (size_t i = 0; i < count; i++) {
        struct peer *peer = staged[i].peer;
        bytes_add(&peer->out, peer->staged.data, peer->staged.length);
        bytes_cut(&peer->staged, 0);
        peer_wake(peer);
    }
    bytes_cut(&turn->staged_list, 0);
}

struct aftermath turn_mark(const struct turn *turn)
{
    return (struct aftermath){turn->deeds.length, turn->lines.length};
}

void turn_unmark(struct turn *turn, struct aftermath mark)
{
    bytes_cut(&turn->deeds, mark.deeds);
    bytes_cut(&turn->lines, mark.lines);
}

static void write_lines(struct turn *turn, bool committed)
{
    for (size_t at = 0; committed && at < turn->lines.length;) {
        const char *line = turn->lines.data + at;
        turn->world.log(turn->world.context, LOG_INFO, line);
        at += strlen(line) + 1;
    }
    bytes_cut(&turn->lines, 0);
}

static void do_deeds(struct turn *turn, bool committed)
{
    /* A deed may stage another turn's deeds, but never this one's: take the list away first. */
    struct bytes deeds = turn->deeds;
    turn->deeds = (struct bytes){0};
    struct deed *deed = (struct deed *)deeds.data;
    for (size_t i = 0; committed && i < deeds.length / sizeof *deed; i++)
        deed[i].act(deed[i].context, deed[i].value);
    bytes_clear(&deeds);
}

/* --- Calls ---------------------------------------------------------------------------------- */

static void close_peer(struct peer *peer)
{
    peer->closing = true;
    peer_mark_dirty(peer);
}

/* One slice of the peer's call; the call may be over afterwards. */
static void run_slice(struct turn *turn, struct peer *peer)
{
    struct request *request = peer->request;
    enum pending before = peer->pending;
    const char *error = NULL;
    db_slice_start(turn->world.db);
    int result = dispatch_run(turn, request, &error);
#if KITH_TEST
    assert(db_slice_steps(turn->world.db) <= SLICE_STEPS);
#endif
    if (turn->writing && db_transaction_lost(turn->world.db))
        turn->failed = true;
    peer->pending = result == CALL_LATER    ? PENDING_LATER
                    : result == CALL_AGAIN  ? PENDING_AGAIN
                    : result == CALL_STREAM ? PENDING_STREAM
                                            : PENDING_NOTHING;
    if (peer->pending == PENDING_NOTHING) {
        peer_stage(request, error, false);
        request_free(request);
        peer->request = NULL;
    } else {
        peer_stage_nothing(request);
        arena_clear(&request->slice);
        /* Its reader may have hung up while it went on, and this slice may have said nothing. */
        if (peer->pending == PENDING_STREAM && before != PENDING_STREAM)
            peer_mark_dirty(peer);
    }
}

/* Begins the next call; false where the peer has to be cut off. */
static bool begin_call(struct turn *turn, struct peer *peer)
{
    const char *text = NULL;
    size_t length = 0;
    int taken = peer_take(peer, &text, &length);
    if (taken == 0)
        return true;
    if (taken < 0)
        return false;
    struct varlink_call message;
    if (varlink_parse_call(text, length, &message) < 0)
        return false;
    peer->request = request_new(turn, peer);
    peer->request->serial = ++turn->serial;
    peer->request->message = message;
    peer->request->call.more = message.more;
    return true;
}

/*
 * A peer's next step is the next turn's where its call is not over, so that a long one never makes
 * a turn long, and where it has deeds to be done, so that what follows a log-in comes after it.
 */
static void step(struct turn *turn, struct peer *peer)
{
    size_t deeds = turn->deeds.length;
    if (!peer->request && !begin_call(turn, peer)) {
        close_peer(peer);
        return;
    }
    if (peer->request)
        run_slice(turn, peer);
    if (peer->pending != PENDING_AGAIN && turn->deeds.length == deeds)
        peer_wake(peer);
}

/* A stream whose reader is too far behind ends; the client begins again with the state. */
static void wake_streams(struct turn *turn)
{
    struct peer *peer;
    TAILQ_FOREACH (peer, &turn->peers, all) {
        if (peer->pending != PENDING_STREAM)
            continue;
        if (peer->unsent + peer->out.length > turn->world.stream_max) {
            close_peer(peer);
        } else if (!peer->is_ready) {
            peer->is_ready = true;
            TAILQ_INSERT_TAIL(&turn->ready, peer, ready);
        }
    }
}

static void run_calls(struct turn *turn)
{
    for (int calls = 0; calls < TURN_CALLS && !turn->failed; calls++) {
        struct peer *peer = TAILQ_FIRST(&turn->ready);
        if (!peer)
            return;
        TAILQ_REMOVE(&turn->ready, peer, ready);
        peer->is_ready = false;
        /* What has changed since it was put on the list: it may be closing, or not reading. */
        bool stream = peer->pending == PENDING_STREAM && !peer->closing;
        if (!stream && !peer_has_work(peer))
            continue;
        step(turn, peer);
        if (peer->is_ready && peer->taken > TURN_PEER_BYTES)
            return;
    }
}

/* --- A turn --------------------------------------------------------------------------------- */

bool turn_run(struct turn *turn)
{
    struct peer *peer;
    turn->world.now(turn->world.context, &turn->now);
    turn->failed = false;
    turn->write_failure = 0;
    if (turn->news)
        wake_streams(turn);
    turn->news = false;
    bool jobs_due = turn->next_due <= turn->now.wall;
    bool jobs_ran = jobs_due && job_run_due(turn);
    run_calls(turn);
    bool wrote = turn->writing;
    bool committed = commit(turn) == 0;
    turn->reading = false;
    turn->writing = false;
    turn->news = wrote && committed;
    if (jobs_due || wrote)
        job_find_next(turn, committed && (jobs_ran || !jobs_due));
    release(turn, committed);
    do_deeds(turn, committed);
    write_lines(turn, committed);
    TAILQ_FOREACH (peer, &turn->peers, all)
        peer_rest(peer);
    return !TAILQ_EMPTY(&turn->ready) || turn->news || turn->next_due <= turn->now.wall;
}

void turn_work_done(struct turn *turn, struct work *work)
{
    struct request *request = (struct request *)work->call;
    struct peer *peer = request->call.peer;
    request->call.work = work;
    if (!peer) {
        request_free(request);
        return;
    }
    peer->pending = PENDING_AGAIN;
    peer_wake(peer);
    (void)turn;
}

int64_t turn_next_due(const struct turn *turn)
{
    return turn->next_due;
}

bool turn_is_sound(const struct turn *turn)
{
    return turn->sound;
}

void turn_probe(struct turn *turn)
{
    /* Nobody may write for hours, and what was wrong may be right again. */
    if (!turn->sound && !db_refuses_writes(turn->world.db))
        note_soundness(turn, db_probe(turn->world.db));
}
