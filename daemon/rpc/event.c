/* org.kith.Event: what happens in the house, as it happens. */
#include "org.kith.Event.h"

#include <string.h>

#include "daemon/rpc/internal.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/event.h"
#include "daemon/store/person.h"

/* At the beginning one slice's worth is looked through for the caller's own latest. */
enum { EVENTS_FIRST = 20, EVENTS_A_SLICE = 100, EVENTS_LOOKED_BACK = EVENTS_A_SLICE - 1 };

/* Where a stream has come to. */
struct watch {
    int64_t after;
    int64_t since; /* when the caller came: what was before is not theirs to hear */
    bool all;      /* from a number on, which the caller named */
    bool begun;
};

/* What people read of each kind; {person}, {subject} and {on} stand for the event's own. */
static const struct {
    const char *kind;
    const char *sentence;
} sentences[] = {
    {"moved-in", "{person} moved in."},
    {"moved-out", "{person} moved out."},
    {"office-begins", "{person} is {subject} now."},
    {"office-coming", "{person} becomes {subject} on {on}."},
    {"office-ends", "Nobody is {subject} any more."},
    {"office-withdrawn", "{person} does not become {subject} after all."},
    {"role-given", "{person} is {subject} now."},
    {"role-coming", "{person} becomes {subject} on {on}."},
    {"role-taken", "{person} is no longer {subject}."},
    {"role-withdrawn", "{person} does not become {subject} after all."},
    {"pin-set", "{subject} set a new PIN for {person}."},
    {"chore-changed", "Something about {subject} has changed: kith chore show {subject}"},
    {"chore-assigned", "{subject} on {on} is {person}'s."},
    {"chore-done", "{person} did {subject} of {on}."},
    {"chore-undone", "{subject} of {on} is open again."},
    {"chore-given-on", "{subject} of {on} is somebody else's now."},
    {"chore-claimed", "{person} takes {subject} of {on}."},
    {"chore-checked", "{subject} of {on} was looked at, and all is well. Thank you."},
    {"chore-sent-back", "{subject} of {on} needs another go. Why, and by when: kith chore story"
                        " {subject}"},
    {"chore-missed", "{subject} of {on} did not get done in time. It happens. To put your own words"
                     " beside it: kith chore answer {subject}"},
    {"chore-not-done", "{person} did not get to {subject} of {on}."},
    {"chore-excused", "{subject} of {on} need not be done."},
    {"chore-answered", "{person} answered about {subject} of {on}: kith chore story {subject}"
                       " {person}"},
    {"swap-offered", "{subject} of {on} is offered to you: kith swap list"},
    {"swap-offered-to-all", "{person} would give {subject} of {on} to anybody who can take it: kith"
                            " swap list"},
    {"swap-accepted", "Somebody took {subject} of {on} off your hands. Who: kith week --all"},
    {"swap-declined", "{subject} of {on} stays yours for now: the one you asked cannot take it."},
    {"swap-withdrawn", "{subject} of {on} is not on offer any more."},
    {"note-written", "{person} wrote in the house log."},
    {"note-amended", "{person} amended number {subject} of the house log."},
    {"need-said", "{person} put something that the house needs on the list, as number {subject}."},
    {"need-broken", "{person} put something that is broken on the list, as number {subject}."},
    {"need-done", "{person} wrote what was done about number {subject} of the list."},
    {"room-inspected",
     "Somebody looked at your room, {subject}, on {on}. What was noted is there for"
     " you to read: kith inspection list"},
    {"absence-away", "{person} is away from {on}."},
    {"absence-away-over", "{person} is back on {on}."},
    {"absence-away-withdrawn", "{person} is not away from {on} after all."},
    {"absence-exempt", "From {on} on {person} is excused."},
    {"absence-exempt-over", "From {on} on {person} is excused no longer."},
    {"absence-exempt-withdrawn", "{person} is not excused from {on} after all."},
    {"absence-yours", "You are put down as away or excused from {on}. To read it: kith absence"
                      " list"},
    {"absence-yours-over", "You may be given chores again from {on} on."},
    {"hours-changed", "{person} has other hours now in which they cannot do chores: kith absence"
                      " hours list {person}"},
    {"hours-yours", "The hours in which you cannot do chores were changed. To read them: kith"
                    " absence hours list"},
    {"inspection-answered", "{person} answered what was noted of {subject} on {on}."},
};

static const char *part(struct call *call, const struct event *event, const char *name,
                        size_t length)
{
    const char *value = event->on_date;
    civil_day day;
    if (strncmp(name, "person", length) == 0)
        value = event->person_handle;
    else if (strncmp(name, "subject", length) == 0)
        value = event->subject;
    else if (value && civil_parse(value, &day) == 0)
        value = me_date(call, day);
    return value ? value : "?";
}

static const char *sentence_of(struct call *call, const struct event *event)
{
    const char *rest = event->kind;
    for (size_t i = 0; i < COUNT(sentences); i++)
        if (strcmp(sentences[i].kind, event->kind) == 0)
            rest = sentences[i].sentence;
    const char *text = "";
    for (const char *brace; (brace = strchr(rest, '{')); rest = strchr(brace, '}') + 1)
        text = arena_format(call->arena, "%s%.*s%s", text, (int)(brace - rest), rest,
                            part(call, event, brace + 1, (size_t)(strchr(brace, '}') - brace - 1)));
    return arena_format(call->arena, "%s%s", text, rest);
}

/* Whether the event is for the caller, by what they are at this moment. */
static bool is_for(const struct call *call, const struct watch *watch, const struct event *event)
{
    if (event->at < watch->since && !call_may_know_former(call))
        return false;
    if (strcmp(event->audience, AUDIENCE_HOUSE) == 0)
        return true;
    if (strcmp(event->audience, AUDIENCE_PERSON) == 0)
        return event->person && event->person == call->actor.account.person;
    for (int right = 0; right < RIGHTS; right++)
        if (strcmp(event->audience, right_name((enum right)right)) == 0)
            return call_may(call, (enum right)right, RELATION_HOUSE);
    return false;
}

static void write_event(struct call *call, const struct event *event)
{
    struct reply *reply = &call->reply;
    reply_object(reply, NULL);
    reply_int(reply, "eventId", event->id);
    reply_text(reply, "at", call_instant(call, event->at));
    reply_text(reply, "house", call->house.handle);
    reply_text(reply, "kind", event->kind);
    reply_text(reply, "person", event->person_handle);
    reply_text(reply, "text", sentence_of(call, event));
    reply_object_end(reply);
}

static int start(struct call *call, struct optional_int after, struct watch *watch)
{
    struct stay stay;
    int found = stay_current(call->db, call->actor.account.person, call->arena, &stay);
    if (found < 0)
        return found;
    if (found)
        watch->since = stay.admitted_at;
    watch->after = after.value;
    watch->all = after.present;
    return after.present ? 0
                         : event_tail(call->db, call->house.id, EVENTS_LOOKED_BACK, &watch->after);
}

/* Keeps those that are for the caller, and says how many that are. */
static size_t keep_own(const struct call *call, const struct watch *watch, struct event *events,
                       size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (is_for(call, watch, &events[i]))
            events[kept++] = events[i];
    return kept;
}

/* One slice: what there is for the caller, in one answer. */
static int tell(struct call *call, struct watch *watch)
{
    struct event *events = NULL;
    size_t count = 0;
    int failure = event_after(call->db, call->house.id, watch->after, EVENTS_A_SLICE, call->arena,
                              &events, &count);
    if (failure < 0)
        return failure;
    if (count)
        watch->after = events[count - 1].id;
    size_t own = keep_own(call, watch, events, count);
    bool cut = !watch->begun && !watch->all && own > EVENTS_FIRST;
    reply_list(&call->reply, "events");
    for (size_t i = cut ? own - EVENTS_FIRST : 0; i < own; i++)
        write_event(call, &events[i]);
    reply_list_end(&call->reply);
    if (own || !watch->begun)
        call_continue(call);
    watch->begun = true;
    return count == EVENTS_A_SLICE ? CALL_AGAIN : CALL_STREAM;
}

int event_watch(struct call *call, const struct event_watch_in *in)
{
    struct watch *watch = call->state;
    if (!call->more)
        return OUTCOME_EXPECTED_MORE;
    if (!watch) {
        watch = call->state = arena_alloc(call->keep, sizeof *watch);
        int failure = start(call, in->after, watch);
        if (failure < 0)
            return failure;
    }
    return tell(call, watch);
}

static const struct row rows[] = {
    {&event_watch_method, READ, &target_house, RIGHT_EVENTS_SEE, false},
};

const struct noun event_noun = {
    .interface = event_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .audit_right = RIGHT_SERVER_RUN,
};
