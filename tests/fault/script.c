#include "tests/fault/script.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/varlink.h"
#include "tests/fault/record.h"

enum {
    TURNS_MOST = 2000,
    TRIES_MOST = 12,
    JOB_AFTER = 3700,  /* seconds until the checkpoint is due */
    JOB_UNTIL = 5000,  /* and when the conversation goes on */
    JOB_AGAIN = 31,    /* a job that failed is tried again after 30 */
    SHOWN = 300,       /* bytes of a reply that is shown */
};

static const uid_t uids[CALLERS] = {
    [ROOT] = 0,    [MIKE] = 1001,     [ANN] = 1002,     [BEN] = 1003,
    [KIOSK] = 1100, [IMPORTER] = 1001, [WATCHER] = 1002,
};

struct run {
    struct rig *rig;
    const struct reference *reference;
    struct reference *recording; /* NULL where it is held against one */
    const struct disturber *disturber;
    struct report *report;
    struct peer *peers[CALLERS];
    unsigned troubles;
    bool lifted;
    bool watching;
    int64_t last_event;
    uint64_t events;
    size_t length; /* of the message at hand */
    char message[MESSAGE_MOST];
};

enum answer { RIGHT, REFUSED, CLOSED, FORBIDDEN };

void report_forbid(struct report *report, const char *format, ...)
{
    va_list args;
    if (*report->forbidden)
        return;
    va_start(args, format);
    (void)vsnprintf(report->forbidden, sizeof report->forbidden, format, args);
    va_end(args);
}

static bool is_over(const struct run *run)
{
    return *run->report->forbidden || run->report->cut_short;
}

/* Something was refused or cut off: where it has gone on long enough, the trouble ends. */
static void note_trouble(struct run *run, enum answer answer)
{
    run->report->refused += answer == REFUSED;
    run->report->closed += answer == CLOSED;
    run->troubles++;
    if (run->troubles >= run->disturber->patience && !run->lifted) {
        run->disturber->lift(run->disturber->context);
        run->lifted = true;
    }
    if (run->troubles > run->disturber->patience + TRIES_MOST)
        report_forbid(run->report, "it does not recover: refused %u times", run->troubles);
}

/* --- Peers -------------------------------------------------------------------------------------- */

static void lose_peer(struct run *run, enum caller caller)
{
    peer_free(run->peers[caller]);
    run->peers[caller] = NULL;
}

static bool feed(struct run *run, enum caller caller, const void *data, size_t length)
{
    if (!run->peers[caller])
        run->peers[caller] = peer_new(run->rig->turn, uids[caller], 1, NULL);
    if (run->peers[caller])
        peer_feed(run->peers[caller], data, length);
    return run->peers[caller] != NULL;
}

/* Takes the next message off the peer's output; false where there is none. */
static bool take(struct run *run, enum caller caller)
{
    struct bytes *out = run->peers[caller] ? peer_output(run->peers[caller]) : NULL;
    size_t scanned = 0;
    ssize_t length = out ? varlink_next_message(out, &scanned) : -1;
    if (length < 0)
        return false;
    if (length >= MESSAGE_MOST) {
        report_forbid(run->report, "a reply of %zd bytes", length);
        length = MESSAGE_MOST - 1;
    }
    memcpy(run->message, out->data, (size_t)length);
    run->message[length] = '\0';
    run->length = (size_t)length;
    bytes_drop(out, (size_t)length + 1);
    return true;
}

static bool is_storage_failure(const struct run *run)
{
    static const char start[] = "{\"error\":\"org.kith.Server.StorageFailed\"";
    return strncmp(run->message, start, sizeof start - 1) == 0;
}

/* Runs turns until there is nothing left to do. */
static void settle(struct run *run)
{
    struct rig *rig = run->rig;
    for (int turns = 0; turns < TURNS_MOST; turns++) {
        bool more = turn_run(rig->turn);
        while (turn_next_output(rig->turn))
            ;
        if (rig->queued)
            rig_work(rig);
        else if (!more)
            return;
    }
    report_forbid(run->report, "the turn never comes to rest");
}

/* --- The watcher --------------------------------------------------------------------------------- */

/* Adds up the events of the message; their numbers must rise. */
static void count_events(struct run *run)
{
    static const char mark[] = "{\"eventId\":";
    for (const char *at = run->message; (at = strstr(at, mark));) {
        char *rest = NULL;
        int64_t id = strtoll(at + sizeof mark - 1, &rest, 10);
        const char *end = strchr(rest, '}');
        if (id <= run->last_event || !end)
            report_forbid(run->report, "event %" PRId64 " after %" PRId64, id, run->last_event);
        if (!end)
            return;
        run->last_event = id;
        run->events += record_number(rest, (size_t)(end - rest));
        at = end;
    }
}

static void end_watch(struct run *run, enum answer answer)
{
    run->watching = false;
    note_trouble(run, answer);
}

static void read_watch(struct run *run)
{
    while (take(run, WATCHER)) {
        if (strstr(run->message, "\"continues\":true"))
            count_events(run);
        else if (is_storage_failure(run))
            end_watch(run, REFUSED);
        else
            report_forbid(run->report, "the watcher is told %.*s", SHOWN, run->message);
    }
    if (run->peers[WATCHER] && peer_is_closing(run->peers[WATCHER])) {
        lose_peer(run, WATCHER);
        end_watch(run, CLOSED);
    }
}

/* Opens the stream where it has ended, from the last event on. */
static void keep_watching(struct run *run)
{
    while (run->reference->script->watched && !run->watching && !is_over(run)) {
        char call[160];
        int length = snprintf(call, sizeof call,
                              "{\"method\":\"org.kith.Event.Watch\",\"more\":true,\"parameters\":"
                              "{\"after\":%" PRId64 "}}",
                              run->last_event);
        run->watching = true;
        if (!feed(run, WATCHER, call, (size_t)length + 1)) {
            end_watch(run, CLOSED);
            continue;
        }
        settle(run);
        read_watch(run);
    }
}

/* --- Steps ----------------------------------------------------------------------------------------- */

static enum answer hold_against(struct run *run, size_t step)
{
    if (run->recording) {
        run->length = record_mask(run->message, run->length);
        bytes_add(&run->recording->replies[step], run->message, run->length);
        return RIGHT;
    }
    if (is_storage_failure(run))
        return REFUSED;
    const struct bytes *right = &run->reference->replies[step];
    run->length = record_mask(run->message, run->length);
    if (run->length == right->length && memcmp(run->message, right->data, right->length) == 0)
        return RIGHT;
    report_forbid(run->report, "step %zu, a wrong reply: %.*s\n    right is: %.*s", step,
                  (int)(run->length < SHOWN ? run->length : SHOWN), run->message,
                  (int)(right->length < SHOWN ? right->length : SHOWN), right->data);
    return FORBIDDEN;
}

static enum answer read_answer(struct run *run, size_t step)
{
    enum caller caller = run->reference->script->steps[step].caller;
    if (take(run, caller)) {
        enum answer answer = hold_against(run, step);
        if (take(run, caller))
            report_forbid(run->report, "step %zu has two replies", step);
        return answer;
    }
    if (!run->peers[caller])
        return CLOSED;
    if (peer_is_closing(run->peers[caller])) {
        lose_peer(run, caller);
        return CLOSED;
    }
    report_forbid(run->report, "step %zu: no reply, and nothing left to do", step);
    return FORBIDDEN;
}

static void keep_answer(struct run *run, size_t step, enum answer answer)
{
    struct report *report = run->report;
    const struct step *asked = &run->reference->script->steps[step];
    uint64_t bit = (uint64_t)1 << step;
    if (answer == RIGHT) {
        report->answered |= bit;
        report->denied &= ~bit;
        report->right++;
    }
    if (answer == REFUSED)
        report->denied |= bit;
    if (answer != CLOSED)
        report->in_flight &= ~bit;
    if (answer == CLOSED && asked->flags & STEP_SESSION)
        report->cut_short = true;
    if (answer == REFUSED && asked->flags & STEP_READ && run->disturber->disk_is_full)
        report_forbid(report, "step %zu reads, and was refused for want of space", step);
    if (answer != RIGHT)
        note_trouble(run, answer);
}

/* While nothing can be written: what reads is answered, what leaves an entry is not. */
static void probe(struct run *run)
{
    const struct script *script = run->reference->script;
    for (size_t i = 0; i < script->count && !run->lifted && !is_over(run); i++) {
        const struct step *step = &script->steps[i];
        if (!(step->flags & STEP_PROBE) ||
            !feed(run, step->caller, run->reference->calls[i].data,
                  run->reference->calls[i].length))
            continue;
        settle(run);
        enum answer answer = read_answer(run, i);
        enum answer wanted = step->flags & STEP_READ ? RIGHT : REFUSED;
        if (answer != wanted)
            report_forbid(run->report, "step %zu on a full disk: %s", i,
                          answer == RIGHT ? "done" : answer == CLOSED ? "closed" : "refused");
        run->report->right += answer == RIGHT;
        run->report->refused += answer == REFUSED;
    }
}

/* Asks the steps from `first` to before `end` that are not answered, in one turn. */
static void ask(struct run *run, size_t first, size_t end)
{
    uint64_t asked = 0;
    for (size_t i = first; i < end; i++) {
        uint64_t bit = (uint64_t)1 << i;
        const struct bytes *call = &run->reference->calls[i];
        if (run->report->answered & bit && end - first > 1)
            continue;
        asked |= bit;
        run->report->in_flight |= bit;
        (void)feed(run, run->reference->script->steps[i].caller, call->data, call->length);
    }
    settle(run);
    for (size_t i = first; i < end && !is_over(run); i++)
        if (asked & (uint64_t)1 << i)
            keep_answer(run, i, read_answer(run, i));
    read_watch(run);
    if (run->disturber->disk_is_full && run->troubles)
        probe(run);
}

/* Time passes until what was due then is done. */
static void do_job(struct run *run, size_t step)
{
    struct rig *rig = run->rig;
    uint64_t bit = (uint64_t)1 << step;
    int64_t until = rig->now.wall + JOB_UNTIL;
    rig->now.wall += JOB_AFTER;
    rig->now.boot += JOB_UNTIL;
    run->report->in_flight |= bit;
    settle(run);
    while (!is_over(run) && turn_next_due(rig->turn) <= rig->now.wall + JOB_AGAIN) {
        note_trouble(run, REFUSED);
        rig->now.wall += JOB_AGAIN;
        settle(run);
    }
    rig->now.wall = until;
    read_watch(run);
    if (is_over(run))
        return;
    run->report->in_flight &= ~bit;
    run->report->answered |= bit;
    run->report->right++;
}

/* Where the conversation goes on after `step`, which lost its connection. */
static size_t group_of(const struct script *script, size_t step)
{
    while (script->steps[step].flags & STEP_GROUP)
        step--;
    return step;
}

/* The steps from `first` on that are had together: one, or as many as say so. */
static size_t end_of(const struct run *run, size_t first)
{
    const struct script *script = run->reference->script;
    size_t end = first + 1;
    while (!run->recording && end < script->count && script->steps[end].flags & STEP_TOGETHER)
        end++;
    return end;
}

static bool all_answered(const struct run *run, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (!(run->report->answered & (uint64_t)1 << i))
            return false;
    return true;
}

/* One step, or several together, until they are answered. The next step. */
static size_t have_step(struct run *run, size_t first)
{
    const struct script *script = run->reference->script;
    size_t end = end_of(run, first);
    do {
        keep_watching(run);
        if (is_over(run))
            return end;
        if (script->steps[first].flags & STEP_JOB)
            do_job(run, first);
        else
            ask(run, first, end);
        if (script->steps[first].flags & STEP_GROUP && !run->peers[script->steps[first].caller])
            return group_of(script, first);
    } while (!is_over(run) && !all_answered(run, first, end));
    return end;
}

/* --- A whole run ----------------------------------------------------------------------------------- */

static void converse(struct run *run)
{
    const struct script *script = run->reference->script;
    for (size_t i = 0; i < script->count && !is_over(run);)
        i = script->steps[i].flags & STEP_PROBE ? i + 1 : have_step(run, i);
    keep_watching(run);
    if (is_over(run))
        return;
    if (script->watched && !run->recording && run->events != run->reference->events)
        report_forbid(run->report, "the watcher missed an event, or was told one twice");
    run->report->finished = true;
}

/* Opens the files; where that is refused, once more without hindrance. */
static bool open_files(struct run *run)
{
    if (rig_restart(run->rig) == 0)
        return true;
    run->report->refused_start = true;
    run->disturber->lift(run->disturber->context);
    run->lifted = true;
    if (rig_restart(run->rig) == 0)
        return true;
    report_forbid(run->report, "it does not start any more");
    return false;
}

void script_disturbed(const struct reference *reference, const struct disturber *disturber,
                      struct report *report)
{
    struct run run = {
        .rig = rig_cold(),
        .reference = reference,
        .disturber = disturber,
        .report = report,
    };
    disturber->begin(disturber->context);
    if (open_files(&run))
        converse(&run);
    rig_work(run.rig);
    rig_stop(run.rig);
    disturber->end(disturber->context);
    rig_free(run.rig);
}

/* --- The undisturbed run ------------------------------------------------------------------------- */

static void do_nothing(void *context)
{
    (void)context;
}

static uint64_t sum_of(struct rig *rig)
{
    uint64_t sum = 0;
    const char *reason = NULL;
    if (record_sum(rig, &sum, &reason) < 0) {
        fprintf(stderr, "undisturbed: %s\n", reason);
        abort();
    }
    return sum;
}

void script_record(const struct script *script, struct reference *ret)
{
    static const struct disturber nobody = {do_nothing, do_nothing, do_nothing, NULL, 1, false};
    struct report report = {0};
    *ret = (struct reference){.script = script};
    struct run run = {
        .rig = rig_cold(),
        .reference = ret,
        .recording = ret,
        .disturber = &nobody,
        .report = &report,
    };
    if (rig_restart(run.rig) < 0)
        abort();
    uint64_t before = ret->before = sum_of(run.rig);
    for (size_t i = 0; i < script->count; i++) {
        const struct step *step = &script->steps[i];
        if (step->method)
            varlink_write_call(&ret->calls[i], step->method, step->parameters,
                               step->parameters ? strlen(step->parameters) : 0, false);
        (void)have_step(&run, i);
        uint64_t after = sum_of(run.rig);
        ret->adds[i] = after - before;
        before = after;
    }
    ret->events = run.events;
    if (*report.forbidden || report.refused || report.closed) {
        fprintf(stderr, "undisturbed: %s\n", report.forbidden);
        abort();
    }
    rig_free(run.rig);
}

/* --- Afterwards ------------------------------------------------------------------------------------ */

/* Whether some of these steps add up to `wanted`; `*ret` is which. */
static bool adds_up(const struct reference *reference, uint64_t steps, uint64_t wanted,
                    uint64_t *ret)
{
    if (wanted == 0)
        return true;
    if (!steps)
        return false;
    int step = __builtin_ctzll(steps);
    uint64_t rest = steps & (steps - 1);
    uint64_t adds = reference->adds[step];
    if (adds_up(reference, rest, wanted, ret))
        return true;
    if (!adds || !adds_up(reference, rest, wanted - adds, ret))
        return false;
    *ret |= (uint64_t)1 << step;
    return true;
}

static void check_sum(const struct reference *reference, struct rig *rig, struct report *report)
{
    uint64_t sum = 0;
    uint64_t done = 0;
    const char *reason = NULL;
    if (record_sum(rig, &sum, &reason) < 0) {
        report_forbid(report, "%s", reason);
        return;
    }
    sum -= reference->before;
    for (size_t i = 0; i < reference->script->count; i++)
        if (report->answered & (uint64_t)1 << i)
            sum -= reference->adds[i];
    if (adds_up(reference, report->in_flight, sum, &done))
        return;
    if (!adds_up(reference, report->in_flight | report->denied, sum, &done))
        report_forbid(report, "the record does not say what was answered (answered %" PRIx64
                              ", refused %" PRIx64 ", unknown %" PRIx64 ")",
                      report->answered, report->denied, report->in_flight);
    report->ghosts += (unsigned)__builtin_popcountll(done & report->denied);
}

void script_check_chain(struct rig *rig, struct report *report)
{
    struct peer *root = rig_peer(rig, 0);
    json_t *reply = rig_call(rig, root, "org.kith.Audit.Verify", NULL);
    if (!json_is_true(json_object_get(json_object_get(reply, "parameters"), "intact")))
        report_forbid(report, "the chain does not verify");
    json_decref(reply);
    peer_free(root);
}

void script_check(const struct reference *reference, struct report *report)
{
    struct rig *rig = rig_cold();
    if (rig_restart(rig) < 0) {
        report_forbid(report, "it does not start again");
    } else {
        check_sum(reference, rig, report);
        script_check_chain(rig, report);
        rig_stop(rig);
        const char *wrong = record_check_files(rig);
        if (wrong)
            report_forbid(report, "%s", wrong);
    }
    rig_free(rig);
}
