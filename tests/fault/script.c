#include "tests/fault/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/varlink.h"
#include "tests/fault/exchange.h"
#include "tests/fault/record.h"

enum {
    JOB_AFTER = 3700, /* seconds until the checkpoint is due */
    JOB_UNTIL = 5000, /* and when the conversation goes on */
    JOB_AGAIN = 31,   /* a job that failed is tried again after 30 */
    SHOWN = 300,      /* bytes of a reply */
};

/* --- Steps --- */

/* Keeps what a step is answered undisturbed. */
static enum answer keep_reply(struct run *run, size_t step)
{
    bool error = strncmp(run->message, "{\"error\"", 8) == 0;
    bool wanted = run->reference->script->steps[step].flags & STEP_ERROR;
    if (error != wanted)
        report_forbid(run->report, "step %zu: %.*s", step, SHOWN, run->message);
    run->length = record_mask(run->message, run->length);
    bytes_add(&run->recording->replies[step], run->message, run->length);
    return RIGHT;
}

static enum answer hold_against(struct run *run, size_t step)
{
    const struct bytes *right = &run->reference->replies[step];
    if (exchange_is_refusal(run))
        return REFUSED;
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
    if (exchange_take(run, caller)) {
        enum answer answer = run->recording ? keep_reply(run, step) : hold_against(run, step);
        if (exchange_take(run, caller))
            report_forbid(run->report, "step %zu has two replies", step);
        return answer;
    }
    if (!run->peers[caller])
        return CLOSED;
    if (peer_is_closing(run->peers[caller])) {
        exchange_lose(run, caller);
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
        exchange_trouble(run, answer);
}

/* While nothing can be written, whatever reads is answered. */
static void probe(struct run *run)
{
    const struct script *script = run->reference->script;
    for (size_t i = 0; i < script->count && !run->lifted && !exchange_is_over(run); i++) {
        const struct bytes *call = &run->reference->calls[i];
        if (!(script->steps[i].flags & STEP_PROBE) ||
            !exchange_send(run, script->steps[i].caller, call->data, call->length))
            continue;
        exchange_settle(run);
        if (read_answer(run, i) == RIGHT)
            run->report->right++;
        else
            report_forbid(run->report, "step %zu is refused on a full disk", i);
    }
}

/* Asks the steps from `first` to before `end` that are not answered, in one turn; whether all are
 * answered now. */
static bool ask(struct run *run, size_t first, size_t end)
{
    uint64_t asked = 0;
    uint64_t right = 0;
    for (size_t i = first; i < end; i++) {
        uint64_t bit = (uint64_t)1 << i;
        const struct bytes *call = &run->reference->calls[i];
        if (run->report->answered & bit && end - first > 1)
            continue;
        asked |= bit;
        run->report->in_flight |= bit;
        (void)exchange_send(run, run->reference->script->steps[i].caller, call->data, call->length);
    }
    exchange_settle(run);
    for (size_t i = first; i < end && !exchange_is_over(run); i++) {
        uint64_t bit = (uint64_t)1 << i;
        enum answer answer = asked & bit ? read_answer(run, i) : RIGHT;
        if (asked & bit)
            keep_answer(run, i, answer);
        if (answer == RIGHT)
            right |= bit;
    }
    exchange_read_watch(run);
    if (run->disturber->disk_is_full && run->troubles)
        probe(run);
    return (right & asked) == asked;
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
    exchange_settle(run);
    while (!exchange_is_over(run) && turn_next_due(rig->turn) <= rig->now.wall + JOB_AGAIN) {
        exchange_trouble(run, REFUSED);
        rig->now.wall += JOB_AGAIN;
        exchange_settle(run);
    }
    rig->now.wall = until;
    exchange_read_watch(run);
    if (exchange_is_over(run))
        return;
    run->report->in_flight &= ~bit;
    run->report->answered |= bit;
    run->report->right++;
}

/* The first step of the group; a step that is in none is its own. */
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

/* One step, or several together. The step to go on with: the same again where it was refused. */
static size_t have_step(struct run *run, size_t first)
{
    const struct script *script = run->reference->script;
    size_t end = end_of(run, first);
    exchange_keep_watching(run);
    if (exchange_is_over(run))
        return end;
    if (script->steps[first].flags & STEP_JOB)
        do_job(run, first);
    else if (!ask(run, first, end))
        return group_of(script, first);
    return end;
}

/* --- A whole run --- */

static void converse(struct run *run)
{
    const struct script *script = run->reference->script;
    for (size_t i = 0; i < script->count && !exchange_is_over(run);)
        i = script->steps[i].flags & STEP_PROBE ? i + 1 : have_step(run, i);
    exchange_keep_watching(run);
    if (exchange_is_over(run))
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
        .rig = report_rig(report),
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
    report_rig_free(report, run.rig);
}

/* --- The undisturbed run --- */

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
