/* Absences, told to those who may see them, and why to those who may know. */
#include <errno.h>

#include "daemon/rpc/absence.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/page.h"
#include "daemon/store/hours.h"
#include "org.kith.Absence.h"

/* What one is told of oneself; the rest is counted. */
enum { TOLD_MOST = 50 };

const char *absence_shown_kind(enum absence_kind kind)
{
    return kind == ABSENCE_AWAY ? "away" : "excused";
}

void absence_write_days(struct call *call, civil_day from, civil_day until)
{
    reply_text(&call->reply, "from", call_date(call, from));
    if (until != CIVIL_DAY_LAST)
        reply_text(&call->reply, "until", call_date(call, until));
}

/* What stands in a list and where one is shown alike. */
static void write_head(struct call *call, const struct absence_entry *entry)
{
    reply_text(&call->reply, "person", entry->person);
    reply_text(&call->reply, "kind", absence_shown_kind(entry->absence.kind));
    absence_write_days(call, entry->absence.from, entry->absence.until);
    reply_text(&call->reply, "chore", entry->chore);
}

/* --- A list ----------------------------------------------------------------------------------- */

int absence_list(struct call *call, const struct absence_list_in *in)
{
    struct absence_entry *entries = NULL;
    size_t count = 0;
    struct absence_search search = {
        .house = call->house.id,
        .person = call->target.owner,
        .reader = call->actor.account.person,
        .sees_all = absence_is_run_by_caller(call),
        .today = call_today(call),
        .after_from = CIVIL_DAY_FIRST,
    };
    int result = page_day_number(call, in->after, &search.after_from, &search.after);
    if (result == 0)
        result =
            absence_page(call->db, &search, page_read(in->limit), call->arena, &entries, &count);
    if (result != 0)
        return result;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "absences");
    for (size_t i = 0; i < shown; i++) {
        reply_object(&call->reply, NULL);
        reply_int(&call->reply, "absenceId", entries[i].absence.id);
        write_head(call, &entries[i]);
        reply_object_end(&call->reply);
    }
    reply_list_end(&call->reply);
    if (shown)
        page_next(call, in->limit, count,
                  page_write_day_number(call, entries[shown - 1].absence.from,
                                        entries[shown - 1].absence.id));
    return 0;
}

/* --- One, and why ----------------------------------------------------------------------------- */

/* NULL where there is none, or its key was destroyed. */
static int unseal(struct call *call, const struct absence_entry *entry, const char **ret)
{
    *ret = NULL;
    if (!entry->reason)
        return 0;
    int failure = vault_unseal(call->vault, "absence", "reason", entry->reason,
                               entry->reason_length, call->arena, ret);
    return failure == -ENOKEY ? 0 : failure;
}

static void refuse_reason(struct call *call, const struct absence_entry *entry)
{
    call_say_int(call, "absenceId", entry->absence.id);
    call_say(call, "message",
             arena_format(call->arena,
                          "Why is for %s to read, and for whoever put it down; nobody else does."
                          " The days stand in: kith absence list",
                          entry->person));
}

int absence_show(struct call *call, const struct absence_show_in *in)
{
    struct absence_entry entry;
    const char *reason = NULL;
    int result = absence_find(call, in->absence_id, &entry);
    if (result == 0)
        result = absence_may_read(&entry.absence, call->actor.account.person);
    if (result == ABSENCE_NOT_TO_READ)
        refuse_reason(call, &entry);
    if (result == 0)
        result = unseal(call, &entry, &reason);
    if (result != 0)
        return result;
    call_concerns(call, entry.absence.person);
    write_head(call, &entry);
    reply_text(&call->reply, "by", entry.granted_by);
    reply_text(&call->reply, "at", call_instant(call, entry.absence.granted_at));
    reply_bool(&call->reply, "withdrawn", entry.absence.withdrawn_at != 0);
    reply_text(&call->reply, "reason", reason);
    return 0;
}

/* --- What one may read of it oneself ---------------------------------------------------------- */

static const char *say_days(struct call *call, civil_day from, civil_day until)
{
    const char *first = me_date(call, from);
    if (until == CIVIL_DAY_LAST)
        return arena_format(call->arena, "from %s on", first);
    return arena_format(call->arena, "from %s to %s", first, me_date(call, until));
}

/* "Excused from dishes, from 1 December 2026 on, put down by ben on 27 November 2026: a bad back"
 */
static int tell_absence(struct call *call, const struct absence_entry *entry)
{
    const struct absence *absence = &entry->absence;
    const char *reason = NULL;
    int failure = unseal(call, entry, &reason);
    if (failure < 0)
        return failure;
    const char *kind = absence->kind == ABSENCE_AWAY ? "Away" : "Excused from chores";
    if (entry->chore)
        kind = arena_format(call->arena, "Excused from %s", entry->chore);
    me_fact(call, "absence", "%s, %s, put down by %s on %s%s%s%s", kind,
            say_days(call, absence->from, absence->until),
            absence->granted_by == absence->person ? "you" : me_name(call, absence->granted_by),
            me_date(call, call_day_of(call, absence->granted_at)),
            absence->withdrawn_at ? ", and taken back" : "", reason ? ": " : ".",
            reason ? reason : "");
    return 0;
}

static void tell_hours(struct call *call, const struct hours *hours)
{
    const struct busy_hours *busy = &hours->busy;
    const char *days = busy->until < busy->from ? "taken back before they began"
                                                : say_days(call, busy->from, busy->until);
    me_fact(call, "hours", "Hours in which you cannot do chores: %s, %s.", hours_say(call, hours),
            days);
}

static int tell_all_hours(struct call *call)
{
    struct hours *hours = NULL;
    size_t count = 0;
    int64_t ever = 0;
    int64_t person = call->target.owner;
    int failure = hours_latest(call->db, person, TOLD_MOST, call->arena, &hours, &count);
    if (failure == 0)
        failure = hours_count_of(call->db, person, &ever);
    for (size_t i = 0; i < count; i++)
        tell_hours(call, &hours[i]);
    if (ever > (int64_t)count)
        me_fact(call, "hours", "Such hours were put down %lld times; the newest %d stand here.",
                (long long)ever, TOLD_MOST);
    return failure;
}

int absence_facts(struct call *call)
{
    struct absence_entry *entries = NULL;
    size_t count = 0;
    int64_t ever = 0;
    int64_t person = call->target.owner;
    int failure = absence_of(call->db, person, TOLD_MOST, call->arena, &entries, &count);
    if (failure == 0)
        failure = absence_count_of(call->db, person, &ever);
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = tell_absence(call, &entries[i]);
    if (failure == 0 && ever > (int64_t)count)
        me_fact(call, "absence", "In all there are %lld of these; the newest %d stand here.",
                (long long)ever, TOLD_MOST);
    return failure == 0 ? tell_all_hours(call) : failure;
}
