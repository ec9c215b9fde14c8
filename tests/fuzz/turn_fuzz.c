/*
 * What several connections send, cut into pieces wherever the input says, through framing, turn
 * and dispatch, in a furnished house. Replies are well-formed, one for each call that wants one, in
 * the shape their description has (the test build sees to that), and the audit chain holds.
 * issue 2: "framing + turn + dispatch"
 *
 * The input is what is sent. A byte 0xff, which no UTF-8 has, and a sign are an order in between:
 *   0..5  go on as another caller      |  what came so far arrives, and the house works
 *   e     sends no more                x  hangs up; what it sends next is another connection's
 *   f     reads nothing                s  has read everything
 *
 * Every input finds the same house: where one has written, the files are put back.
 */
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/varlink.h"
#include "tests/support/rig.h"

enum { CALLERS = 6, ORDER = 0xff, TURNS_MOST = 64, MESSAGE_MOST = 8192 };

static const uid_t uids[CALLERS] = {0, 1001, 1002, 1007, 1100, 4242};

struct caller {
    struct peer *peer;
    struct bytes sent; /* not yet looked at for whole messages */
    size_t asked;      /* whole calls that want a reply, before the first wrong one */
    size_t answered;
    bool wrong; /* it sent something that is no call */
    bool ended;
    bool stuck; /* it does not read */
};

struct file {
    const char *name;
    unsigned char *data;
    size_t size;
};

/* What stands for the process's life: to make the house takes longer than most inputs. */
static struct rig *rig;
static struct file files[] = {{"kith.db", NULL, 0}, {"keys.db", NULL, 0}};
static off_t wal_size;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* --- What would take long and is not asked here: disks and scrypt ----------------------------- */

int fsync(int file)
{
    (void)file;
    return 0;
}

int fdatasync(int file)
{
    (void)file;
    return 0;
}

int EVP_PBE_scrypt(const char *secret, size_t secret_size, const unsigned char *salt,
                   size_t salt_size, uint64_t n, uint64_t r, uint64_t p, uint64_t memory,
                   unsigned char *ret, size_t size)
{
    (void)n;
    (void)r;
    (void)p;
    (void)memory;
    for (size_t i = 0; i < size; i++)
        ret[i] = (unsigned char)(secret[i % secret_size] ^ (int)salt[i % salt_size]);
    return 1;
}

/* --- The house, and putting it back ----------------------------------------------------------- */

static void read_file(struct file *file)
{
    struct stat status;
    int from = open(rig_path(rig, file->name), O_RDONLY | O_CLOEXEC);
    require(from >= 0 && fstat(from, &status) == 0);
    file->size = (size_t)status.st_size;
    file->data = malloc(file->size);
    require(file->data && read(from, file->data, file->size) == status.st_size);
    (void)close(from);
}

static void write_file(const struct file *file)
{
    int to = open(rig_path(rig, file->name), O_WRONLY | O_CLOEXEC);
    require(to >= 0 && write(to, file->data, file->size) == (ssize_t)file->size);
    require(ftruncate(to, (off_t)file->size) == 0);
    (void)close(to);
}

static off_t size_of_wal(void)
{
    struct stat status;
    return stat(rig_path(rig, "kith.db-wal"), &status) == 0 ? status.st_size : 0;
}

static void open_house(void)
{
    require(rig_restart(rig) == 0);
    turn_set_limits(rig->turn, MESSAGE_MOST, 1 << 20, 60);
    rig_run(rig);
    wal_size = size_of_wal();
}

static void put_back(void)
{
    rig_stop(rig);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        write_file(&files[i]);
    open_house();
}

static void leave(void)
{
    rig_free(rig);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        free(files[i].data);
}

static void make_house(void)
{
    rig = rig_new();
    rig_furnish(rig);
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-27\",\"2026-11-28\"]}");
    rig_do(rig, mike, "org.kith.Account.SetPin", "{\"person\":\"ann\",\"pin\":\"271828\"}");
    rig_stop(rig);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        read_file(&files[i]);
    open_house();
    require(atexit(leave) == 0);
}

/* --- Callers ---------------------------------------------------------------------------------- */

static void hang_up(struct caller *caller)
{
    peer_free(caller->peer);
    bytes_clear(&caller->sent);
    *caller = (struct caller){0};
}

/* Counts the calls among what was sent, as the specification has it. */
static void count_calls(struct caller *caller)
{
    size_t scanned = 0;
    ssize_t length;
    while (!caller->wrong && (length = varlink_next_message(&caller->sent, &scanned)) >= 0) {
        struct varlink_call call;
        if (length > MESSAGE_MOST ||
            varlink_parse_call(caller->sent.data, (size_t)length, &call) < 0) {
            caller->wrong = true;
            return;
        }
        caller->asked += !call.oneway;
        varlink_call_clear(&call);
        bytes_drop(&caller->sent, (size_t)length + 1);
        scanned = 0;
    }
}

static void send_bytes(struct caller *caller, uid_t uid, const uint8_t *data, size_t size)
{
    if (size == 0 || caller->ended)
        return;
    if (!caller->peer)
        caller->peer = rig_peer(rig, uid);
    bytes_add(&caller->sent, data, size);
    count_calls(caller);
    peer_feed(caller->peer, data, size);
}

static void check_reply(struct caller *caller, const char *text, size_t length)
{
    struct varlink_reply reply;
    require(varlink_parse_reply(text, length, &reply) == 0);
    require(!reply.error || !reply.continues);
    require(json_object_size(reply.root) == (size_t)(reply.parameters != NULL) +
                                                (reply.error != NULL) +
                                                (json_object_get(reply.root, "continues") != NULL));
    caller->answered += !reply.continues;
    require(caller->answered <= caller->asked);
    varlink_reply_clear(&reply);
}

static void take_replies(struct caller *caller)
{
    struct bytes *out = peer_output(caller->peer);
    size_t scanned = 0;
    ssize_t length;
    while ((length = varlink_next_message(out, &scanned)) >= 0) {
        check_reply(caller, out->data, (size_t)length);
        bytes_drop(out, (size_t)length + 1);
        scanned = 0;
    }
    require(out->length == 0);
}

/* Once nothing is left to do, every call has its reply, but for one that goes on and on. */
static void check_rest(struct caller *caller)
{
    bool streaming = peer_is_streaming(caller->peer);
    bool closing = peer_is_closing(caller->peer);
    require(streaming || caller->stuck || caller->answered == caller->asked);
    require(closing || streaming || caller->stuck || !(caller->wrong || caller->ended));
    if (closing || (streaming && caller->ended))
        hang_up(caller);
}

/* Whether it has come to rest; a clock that is told to go to the year 2200 takes its time. */
static bool work(struct caller *callers)
{
    bool rests = false;
    for (int turns = 0; turns < TURNS_MOST && !rests; turns++) {
        bool more = turn_run(rig->turn);
        while (turn_next_output(rig->turn))
            ;
        rests = !more && !rig->queued;
        rig_work(rig);
    }
    for (size_t i = 0; i < CALLERS; i++) {
        if (!callers[i].peer)
            continue;
        take_replies(&callers[i]);
        if (rests)
            check_rest(&callers[i]);
    }
    return rests;
}

/* --- Orders ----------------------------------------------------------------------------------- */

static void obey(struct caller *caller, char order)
{
    if (!caller->peer)
        return;
    if (order == 'x') {
        hang_up(caller);
    } else if (order == 'e') {
        caller->ended = true;
        peer_ended(caller->peer);
    } else {
        caller->stuck = order == 'f';
        peer_unsent(caller->peer, caller->stuck ? PEER_UNSENT_MAX + 1 : 0);
    }
}

static void play(struct caller *callers, const uint8_t *data, size_t size)
{
    size_t at = 0;
    size_t start = 0;
    bool rests = true;
    for (size_t i = 0; i + 1 < size && rests; i++) {
        char order = (char)data[i + 1];
        bool is_caller = order >= '0' && order < '0' + CALLERS;
        if (data[i] != ORDER || !(is_caller || (order && strchr("|exfs", order))))
            continue;
        send_bytes(&callers[at], uids[at], data + start, i - start);
        start = i + 2;
        i++;
        if (is_caller)
            at = (size_t)(order - '0');
        else if (order == '|')
            rests = work(callers);
        else
            obey(&callers[at], order);
    }
    if (rests)
        send_bytes(&callers[at], uids[at], data + start, size - start);
    if (rests)
        (void)work(callers);
}

static void check_chain(void)
{
    struct peer *root = rig_peer(rig, 0);
    json_t *check = rig_must(rig, root, "org.kith.Audit.Verify", NULL);
    require(json_is_true(json_object_get(check, "intact")));
    json_decref(check);
    peer_free(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct caller callers[CALLERS] = {0};
    if (!rig)
        make_house();
    rig->now = (struct now){.wall = RIG_START, .boot = 1000, .boot_id = "boot-one"};
    play(callers, data, size);
    for (size_t i = 0; i < CALLERS; i++)
        if (callers[i].peer)
            hang_up(&callers[i]);
    rig_work(rig);
    if (size_of_wal() != wal_size) {
        rig->now.wall = RIG_START;
        check_chain();
        put_back();
    }
    return 0;
}
