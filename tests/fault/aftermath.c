#include "tests/fault/script.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tests/fault/record.h"

void report_forbid(struct report *report, const char *format, ...)
{
    va_list args;
    if (*report->forbidden)
        return;
    va_start(args, format);
    (void)vsnprintf(report->forbidden, sizeof report->forbidden, format, args);
    va_end(args);
}

struct rig *report_rig(struct report *report)
{
    struct rig *rig = rig_cold();
    memcpy(report->folder, rig->folder, sizeof report->folder);
    return rig;
}

void report_rig_free(struct report *report, struct rig *rig)
{
    rig_free(rig);
    report->folder[0] = '\0';
}

void report_clean(struct report *report)
{
    static const char *const left[] = {"kith.db.lock", "keys.db.lock", ""};
    char path[96];
    for (size_t i = 0; *report->folder && i < sizeof left / sizeof *left; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", report->folder, left[i]);
        (void)remove(path);
    }
    report->folder[0] = '\0';
}

/* --- Afterwards --- */

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
    if (adds_up(reference, report->in_flight & ~report->denied, sum, &done))
        return;
    if (!adds_up(reference, report->in_flight | report->denied, sum, &done))
        report_forbid(report,
                      "the record does not say what was answered (answered %" PRIx64
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

void script_check_rig(const struct reference *reference, struct rig *rig, struct report *report)
{
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
}

void script_check(const struct reference *reference, struct report *report)
{
    struct rig *rig = report_rig(report);
    script_check_rig(reference, rig, report);
    report_rig_free(report, rig);
}
