/* org.kith.Need: what the house needs or finds broken, until somebody writes what was done. */
#include "org.kith.Need.h"

#include <string.h>

#include "common/text.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/store/event.h"
#include "daemon/store/need.h"

/* What one is told of oneself in words; the rest is counted. */
enum { TOLD_MOST = 50 };

static const char *number_text(struct call *call, int64_t number)
{
    return arena_format(call->arena, "%lld", (long long)number);
}

/* --- On the list ------------------------------------------------------------------------------ */

int need_add(struct call *call, const struct need_add_in *in)
{
    int64_t same = 0;
    int64_t open = 0;
    struct need need = {
        .house = call->house.id,
        .kind = in->kind,
        .text = in->text,
        .said_by = call->actor.account.person,
        .said_at = call->now.wall,
    };
    if (text_is_blank(in->text))
        return call_invalid(call, "text");
    int result = need_find_open(call->db, &need, &same);
    if (result == 0)
        result = need_count_open(call->db, need.house, &open);
    if (result == 0)
        result = need_may_add(same, open);
    if (result == NEED_ALREADY_OPEN)
        call_say_int(call, "needId", same);
    if (result == NEED_LIST_FULL)
        call_say_int(call, "limit", NEED_OPEN_MOST);
    if (result == 0)
        result = need_insert(call->db, &need, &need.id);
    if (result == 0)
        result = call_event(call, strcmp(need.kind, "broken") == 0 ? "need-broken" : "need-said",
                            AUDIENCE_HOUSE, need.said_by, number_text(call, need.id), NULL);
    if (result == 0)
        reply_int(&call->reply, "needId", need.id);
    return result;
}

static void write_entry(struct call *call, const struct need_entry *entry)
{
    struct reply *reply = &call->reply;
    const struct need *need = &entry->need;
    bool knows_former = call_may_know_former(call);
    reply_object(reply, NULL);
    reply_int(reply, "needId", need->id);
    reply_text(reply, "kind", need->kind);
    reply_text(reply, "text", need->text);
    if (!entry->said_by_has_left || knows_former)
        reply_text(reply, "saidBy", entry->said_by);
    reply_text(reply, "saidAt", call_instant(call, need->said_at));
    reply_int(reply, "openSeconds", need_open_seconds(need, call->now.wall));
    reply_text(reply, "done", need->done);
    if (!entry->done_by_has_left || knows_former)
        reply_text(reply, "doneBy", entry->done_by);
    if (need->done)
        reply_text(reply, "doneAt", call_instant(call, need->done_at));
    reply_object_end(reply);
}

int need_list(struct call *call, const struct need_list_in *in)
{
    struct need_entry *entries = NULL;
    size_t count = 0;
    int64_t before = 0;
    int result = page_number(call, in->after, INT64_MAX, &before);
    if (result == 0)
        result = need_page(call->db, call->house.id, in->done.value, before, page_read(in->limit),
                           call->arena, &entries, &count);
    if (result != 0)
        return result;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "needs");
    for (size_t i = 0; i < shown; i++)
        write_entry(call, &entries[i]);
    reply_list_end(&call->reply);
    if (shown)
        page_next(call, in->limit, count, number_text(call, entries[shown - 1].need.id));
    return 0;
}

/* --- Off it ----------------------------------------------------------------------------------- */

static int not_on_the_list(struct call *call, int64_t id)
{
    int outcome = call_not_found(call, "need", number_text(call, id));
    call_say(
        call, "message",
        arena_format(call->arena,
                     "The house has no number %lld on its list. `kith need` shows what it has.",
                     (long long)id));
    return outcome;
}

int need_resolve(struct call *call, const struct need_resolve_in *in)
{
    struct need need;
    if (text_is_blank(in->done))
        return call_invalid(call, "done");
    int found = need_by_id(call->db, call->house.id, in->need_id, call->arena, &need);
    if (found <= 0)
        return found < 0 ? found : not_on_the_list(call, in->need_id);
    int result = need_may_resolve(&need);
    if (result == NEED_ALREADY_DONE) {
        call_say_int(call, "needId", need.id);
        call_say(call, "on", call_date(call, call_day_of(call, need.done_at)));
        return result;
    }
    need.done = in->done;
    need.done_by = call->actor.account.person;
    need.done_at = call->now.wall;
    call_concerns(call, need.said_by);
    result = need_set_done(call->db, &need);
    if (result == 0)
        result = call_event(call, "need-done", AUDIENCE_HOUSE, need.done_by,
                            number_text(call, need.id), NULL);
    reply_text(&call->reply, "kind", need.kind);
    reply_text(&call->reply, "text", need.text);
    return result;
}

/* --- What one may read of it oneself ---------------------------------------------------------- */

static const char *date_of(struct call *call, int64_t utc)
{
    return me_date(call, call_day_of(call, utc));
}

static void tell(struct call *call, const struct need *said, size_t said_count,
                 const struct need *done, size_t done_count)
{
    for (size_t i = 0; i < said_count; i++)
        me_fact(call, "needs",
                strcmp(said[i].kind, "broken") == 0
                    ? "You said on %s that this is broken: %s"
                    : "You said on %s that the house needs this: %s",
                date_of(call, said[i].said_at), said[i].text);
    for (size_t i = 0; i < done_count; i++)
        me_fact(call, "needs", "You wrote on %s what was done about number %lld: %s",
                date_of(call, done[i].done_at), (long long)done[i].id, done[i].done);
}

static int facts(struct call *call)
{
    struct need *said = NULL;
    struct need *done = NULL;
    size_t said_count = 0;
    size_t done_count = 0;
    int64_t said_ever = 0;
    int64_t done_ever = 0;
    int64_t person = call->target.owner;
    int failure = need_said_by(call->db, person, TOLD_MOST, call->arena, &said, &said_count);
    if (failure == 0)
        failure = need_done_by(call->db, person, TOLD_MOST, call->arena, &done, &done_count);
    if (failure == 0)
        failure = need_counts_of(call->db, person, &said_ever, &done_ever);
    if (failure < 0)
        return failure;
    tell(call, said, said_count, done, done_count);
    if (said_ever + done_ever > (int64_t)(said_count + done_count))
        me_fact(call, "needs",
                "In all you put %lld things on the list, and wrote of %lld what was done; the"
                " newest %d of each stand here.",
                (long long)said_ever, (long long)done_ever, TOLD_MOST);
    return 0;
}

static const struct row rows[] = {
    {&need_add_method, WRITE_DECIDED, &target_house, RIGHT_NEEDS_SAY, false},
    {&need_list_method, READ, &target_house, RIGHT_NEEDS_SEE, false},
    {&need_resolve_method, WRITE_DECIDED, &target_house, RIGHT_NEEDS_SAY, false},
};

static const struct refusal refusals[NEED_OUTCOMES] = {
    [NEED_ALREADY_OPEN] = {"org.kith.Need.AlreadyOpen",
                           "That is on the list already, as number {needId}."},
    [NEED_ALREADY_DONE] = {"org.kith.Need.AlreadyDone",
                           "Number {needId} was seen to on {on}. If it is needed or broken again,"
                           " say it again."},
    [NEED_LIST_FULL] = {"org.kith.Need.ListFull",
                        "The list has {limit} things on it already. See to some of them first, and"
                        " write what was done."},
};

const struct noun need_noun = {
    .interface = need_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_CHORES_RUN,
    .leaves_callers_alone = true,
    .facts = facts,
};
