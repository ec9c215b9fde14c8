#include "tests/fault/exchange.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/varlink.h"
#include "tests/fault/record.h"

enum {
    TURNS_MOST = 2000,
    TROUBLES_MOST = 12, /* after it was lifted */
    SHOWN = 300,        /* bytes of a message */
};

static const uid_t uids[CALLERS] = {
    [ROOT] = 0,     [MIKE] = 1001,     [ANN] = 1002,     [BEN] = 1003,
    [KIOSK] = 1100, [IMPORTER] = 1001, [WATCHER] = 1002,
};

bool exchange_is_over(const struct run *run)
{
    return *run->report->forbidden || run->report->cut_short;
}

void exchange_trouble(struct run *run, enum answer answer)
{
    run->report->refused += answer == REFUSED;
    run->report->closed += answer == CLOSED;
    run->troubles++;
    if (run->troubles >= run->disturber->patience && !run->lifted) {
        run->disturber->lift(run->disturber->context);
        run->lifted = true;
    }
    if (run->troubles > run->disturber->patience + TROUBLES_MOST)
        report_forbid(run->report, "it does not recover: refused %u times", run->troubles);
}

/* --- Peers --- */

void exchange_lose(struct run *run, enum caller caller)
{
    peer_free(run->peers[caller]);
    run->peers[caller] = NULL;
}

bool exchange_send(struct run *run, enum caller caller, const void *data, size_t length)
{
    if (!run->peers[caller])
        run->peers[caller] = peer_new(run->rig->turn, uids[caller], 1, NULL);
    if (run->peers[caller])
        peer_feed(run->peers[caller], data, length);
    return run->peers[caller] != NULL;
}

bool exchange_take(struct run *run, enum caller caller)
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

bool exchange_is_refusal(const struct run *run)
{
    static const char start[] = "{\"error\":\"org.kith.Server.StorageFailed\"";
    return strncmp(run->message, start, sizeof start - 1) == 0;
}

void exchange_settle(struct run *run)
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

/* --- The watcher --- */

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
    exchange_trouble(run, answer);
}

void exchange_read_watch(struct run *run)
{
    while (exchange_take(run, WATCHER)) {
        if (strstr(run->message, "\"continues\":true"))
            count_events(run);
        else if (exchange_is_refusal(run))
            end_watch(run, REFUSED);
        else
            report_forbid(run->report, "the watcher is told %.*s", SHOWN, run->message);
    }
    if (run->peers[WATCHER] && peer_is_closing(run->peers[WATCHER])) {
        exchange_lose(run, WATCHER);
        end_watch(run, CLOSED);
    }
}

void exchange_keep_watching(struct run *run)
{
    while (run->reference->script->watched && !run->watching && !exchange_is_over(run)) {
        char call[160];
        int length = snprintf(call, sizeof call,
                              "{\"method\":\"org.kith.Event.Watch\",\"more\":true,\"parameters\":"
                              "{\"after\":%" PRId64 "}}",
                              run->last_event);
        run->watching = true;
        if (!exchange_send(run, WATCHER, call, (size_t)length + 1)) {
            end_watch(run, CLOSED);
            continue;
        }
        exchange_settle(run);
        exchange_read_watch(run);
    }
}
