#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/rpc/import.h"
#include "daemon/rpc/internal.h"

struct request *request_new(struct turn *turn, struct peer *peer)
{
    struct request *request = calloc(1, sizeof *request);
    if (!request)
        abort();
    struct call *call = &request->call;
    call->arena = &request->slice;
    call->keep = &request->life;
    call->db = turn->world.db;
    call->vault = turn->world.vault;
    call->turn = turn;
    call->peer = peer;
    return request;
}

static void work_free(struct work *work)
{
    if (!work)
        return;
    explicit_bzero(work->data, work->size);
    free(work->data);
    free(work);
}

void request_free(struct request *request)
{
    if (!request)
        return;
    work_free(request->call.work);
    varlink_call_clear(&request->message);
    bytes_clear(&request->body);
    arena_clear(&request->slice);
    arena_clear(&request->life);
    free(request);
}

struct peer *peer_new(struct turn *turn, uid_t uid, pid_t pid, void *owner)
{
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer)
        return NULL;
    peer->turn = turn;
    peer->uid = uid;
    peer->pid = pid;
    peer->owner = owner;
    TAILQ_INSERT_TAIL(&turn->peers, peer, all);
    return peer;
}

void peer_free(struct peer *peer)
{
    if (!peer)
        return;
    struct turn *turn = peer->turn;
    if (peer->is_ready)
        TAILQ_REMOVE(&turn->ready, peer, ready);
    if (peer->is_dirty)
        TAILQ_REMOVE(&turn->dirty, peer, dirty);
    TAILQ_REMOVE(&turn->peers, peer, all);
    if (peer->pending == PENDING_LATER)
        /* The worker still has its data: turn_work_done frees the request. */
        peer->request->call.peer = NULL;
    else
        request_free(peer->request);
    import_free(peer->import);
    arena_clear(&peer->known.arena);
    bytes_clear(&peer->in);
    bytes_clear(&peer->staged);
    bytes_clear(&peer->out);
    free(peer);
}

/* Looks for the end of the next message: its length, -EAGAIN or -EMSGSIZE. */
static ssize_t next_message(struct peer *peer)
{
    if (peer->in.length == peer->head)
        return -EAGAIN;
    struct bytes waiting = {.data = peer->in.data + peer->head,
                            .length = peer->in.length - peer->head};
    ssize_t length = varlink_next_message(&waiting, &peer->scanned);
    size_t seen = length < 0 ? waiting.length : (size_t)length;
    return seen > peer->turn->world.message_max ? -EMSGSIZE : length;
}

int peer_take(struct peer *peer, const char **ret_text, size_t *ret_length)
{
    ssize_t length = next_message(peer);
    if (length == -EAGAIN)
        return 0;
    if (length < 0)
        return (int)length;
    *ret_text = peer->in.data + peer->head;
    *ret_length = (size_t)length;
    peer->head += (size_t)length + 1;
    peer->taken += (size_t)length + 1;
    peer->scanned = 0;
    return 1;
}

/* What it was told it has not read yet: its next call has to wait, however much is buffered. */
static bool is_held_up(const struct peer *peer)
{
    return peer->unsent + peer->staged.length > PEER_UNSENT_MAX;
}

bool peer_has_work(struct peer *peer)
{
    if (peer->closing || is_held_up(peer))
        return false;
    if (peer->pending != PENDING_NOTHING)
        return peer->pending == PENDING_AGAIN;
    /* One that is too long is work too: it is cut off when its turn comes. */
    return next_message(peer) != -EAGAIN;
}

void peer_mark_dirty(struct peer *peer)
{
    if (peer->is_dirty)
        return;
    peer->is_dirty = true;
    TAILQ_INSERT_TAIL(&peer->turn->dirty, peer, dirty);
}

void peer_wake(struct peer *peer)
{
    bool work = peer_has_work(peer);
    if (work && !peer->is_ready) {
        peer->is_ready = true;
        TAILQ_INSERT_TAIL(&peer->turn->ready, peer, ready);
    }
    bool finished = !work && peer->ended && peer->pending == PENDING_NOTHING && !is_held_up(peer);
    if (finished && !peer->closing) {
        peer->closing = true;
        peer_mark_dirty(peer);
    }
}

void peer_rest(struct peer *peer)
{
    peer->taken = 0;
    if (peer->in.length == peer->head) {
        bytes_cut(&peer->in, 0);
        peer->head = 0;
        if (peer->in.capacity > TURN_PEER_BYTES)
            bytes_clear(&peer->in);
    }
    if (peer->staged.length == 0 && peer->staged.capacity > TURN_PEER_BYTES)
        bytes_clear(&peer->staged);
}

void peer_feed(struct peer *peer, const void *data, size_t length)
{
    if (peer->closing)
        return;
    /* What is done with goes once it is the larger part, so that moving costs little. */
    if (peer->head > peer->in.length / 2) {
        bytes_drop(&peer->in, peer->head);
        peer->head = 0;
    }
    bytes_add(&peer->in, data, length);
    peer_wake(peer);
}

void peer_ended(struct peer *peer)
{
    peer->ended = true;
    peer_wake(peer);
}

void peer_unsent(struct peer *peer, size_t bytes)
{
    peer->unsent = bytes;
    peer_wake(peer);
}

struct bytes *peer_output(struct peer *peer)
{
    return &peer->out;
}

bool peer_is_closing(const struct peer *peer)
{
    return peer->closing;
}

bool peer_is_full(const struct peer *peer)
{
    size_t waiting = peer->in.length - peer->head;
    return peer->unsent > PEER_UNSENT_MAX || waiting > peer->turn->world.message_max;
}

bool peer_is_streaming(const struct peer *peer)
{
    return peer->pending == PENDING_STREAM;
}

bool peer_is_idle(const struct peer *peer)
{
    return peer->pending == PENDING_NOTHING && !peer->session && peer->in.length == peer->head;
}

size_t peer_held(const struct peer *peer)
{
    return peer->in.length - peer->head + peer->staged.length + peer->out.length;
}

void *peer_owner(const struct peer *peer)
{
    return peer->owner;
}

static void note_slice(struct request *request)
{
    struct peer *peer = request->call.peer;
    struct turn *turn = request->call.turn;
    struct staged staged = {
        .peer = peer,
        .serial = request->serial,
        .start = peer->staged.length,
        .after_write = turn->writing,
        .oneway = request->message.oneway,
    };
    bytes_add(&turn->staged_list, &staged, sizeof staged);
}

void peer_stage_nothing(struct request *request)
{
    note_slice(request);
}

void peer_stage(struct request *request, const char *error, bool continues)
{
    struct peer *peer = request->call.peer;
    note_slice(request);
    if (!request->message.oneway)
        varlink_write_reply(&peer->staged, &request->body, error, continues);
    peer_mark_dirty(peer);
}

void call_continue(struct call *call)
{
    struct request *request = (struct request *)call;
    reply_finish(&call->reply);
#if KITH_TEST
    answer_check(call->turn, request, NULL);
#endif
    peer_stage(request, NULL, true);
    bytes_cut(&request->body, 0);
    reply_start(&call->reply, &request->body);
}

struct peer *turn_next_output(struct turn *turn)
{
    struct peer *peer = TAILQ_FIRST(&turn->dirty);
    if (peer) {
        TAILQ_REMOVE(&turn->dirty, peer, dirty);
        peer->is_dirty = false;
    }
    return peer;
}
