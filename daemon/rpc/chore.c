/* org.kith.Chore: chores and who does them. */
#include "org.kith.Chore.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/bytes.h"
#include "common/recur.h"
#include "common/text.h"
#include "common/when.h"
#include "daemon/rpc/chore.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/store/chore.h"
#include "daemon/store/event.h"
#include "daemon/store/person.h"

enum { NAMES_COMPARED = 500, WEEK_MOST = 500, LATE_DAYS_MOST = 31 };

/* --- Adding and listing --------------------------------------------------------------------- */

int chore_read_schedule(struct call *call, const char *schedule, struct chore *chore)
{
    struct recur rule;
    const char *reason = NULL;
    if (!schedule)
        return 0;
    if (recur_words(schedule, call_today(call), &rule, &reason) < 0) {
        call_say(call, "schedule", schedule);
        call_say(call, "message", reason);
        return CHORE_BAD_SCHEDULE;
    }
    char *text = arena_alloc(call->arena, RECUR_TEXT_SIZE);
    recur_format(&rule, text);
    chore->rule = text;
    return 0;
}

int chore_create(struct call *call, struct chore *chore)
{
    chore->house = call->house.id;
    chore->starts_on = call_today(call);
    if (text_is_blank(chore->name))
        return call_invalid(call, "name");
    int failure = chore_insert(call->db, chore, call->now.wall, &chore->id);
    if (failure == -EEXIST)
        return call_conflict(call, "chore", chore->handle, "The house has a chore of that name.");
    return failure;
}

int chore_add(struct call *call, const struct chore_add_in *in)
{
    int32_t due = CHORE_DUE_MINUTE;
    const char *reason = NULL;
    struct chore chore = {
        .handle = in->handle,
        .name = in->name,
        .area = in->area,
        .instructions = in->instructions,
        .effort = in->effort.present ? (int)in->effort.value : CHORE_EFFORT,
    };
    if (in->due_time && when_minute(in->due_time, &due, &reason) < 0)
        return call_invalid(call, "dueTime");
    chore.due_minute = due;
    int result = chore_read_schedule(call, in->schedule, &chore);
    if (result == 0)
        result = chore_create(call, &chore);
    if (result == 0)
        reply_int(&call->reply, "choreId", chore.id);
    return result;
}

static const char *say_rule(struct call *call, const struct chore *chore)
{
    struct recur rule;
    const char *reason = NULL;
    if (!chore->rule || recur_parse(chore->rule, &rule, &reason) < 0)
        return "when somebody gives it";
    char *words = arena_alloc(call->arena, RECUR_TEXT_SIZE);
    recur_say(&rule, words);
    return words;
}

int chore_list(struct call *call, const struct chore_list_in *in)
{
    struct chore *chores = NULL;
    size_t count = 0;
    int failure = chore_page(call->db, call->house.id, in->after, page_read(in->limit), call->arena,
                             &chores, &count);
    if (failure < 0)
        return failure;
    size_t shown = page_show(in->limit, count);
    struct reply *reply = &call->reply;
    reply_list(reply, "chores");
    for (size_t i = 0; i < shown; i++) {
        char due[WHEN_MINUTE_SIZE];
        when_format_minute(chores[i].due_minute, due);
        reply_object(reply, NULL);
        reply_text(reply, "handle", chores[i].handle);
        reply_text(reply, "name", chores[i].name);
        reply_text(reply, "area", chores[i].area);
        reply_text(reply, "schedule", say_rule(call, &chores[i]));
        reply_text(reply, "dueTime", due);
        reply_int(reply, "effort", chores[i].effort);
        reply_text(reply, "instructions", chores[i].instructions);
        reply_object_end(reply);
    }
    reply_list_end(reply);
    if (shown)
        page_next(call, in->limit, count, chores[shown - 1].handle);
    return 0;
}

/* --- Assigning ------------------------------------------------------------------------------ */

static int find_chore(struct call *call, const char *handle, struct chore *ret)
{
    const char **handles = NULL;
    size_t count = 0;
    int found = chore_by_handle(call->db, call->house.id, handle, call->arena, ret);
    if (found != 0)
        return found < 0 ? found : 0;
    int failure = 0;
    if (call_may(call, RIGHT_CHORES_SEE, RELATION_HOUSE))
        failure =
            chore_handles(call->db, call->house.id, NAMES_COMPARED, call->arena, &handles, &count);
    return failure < 0 ? failure : call_not_found_near(call, "chore", handle, handles, count);
}

static int load_presence(struct call *call, int64_t person, struct presence **ret,
                         size_t *ret_count)
{
    struct stay *stays = NULL;
    int failure = stay_list(call->db, person, call->arena, &stays, ret_count);
    if (failure < 0)
        return failure;
    *ret = arena_array(call->arena, *ret_count, sizeof **ret);
    for (size_t i = 0; i < *ret_count; i++)
        (*ret)[i] = (struct presence){
            .from = stays[i].moved_in_on,
            .until = stays[i].moved_out_on == NO_DAY ? CIVIL_DAY_LAST : stays[i].moved_out_on,
        };
    return 0;
}

/* A note goes under the month's key of the person it is about. */
static int mark(struct call *call, int64_t assignment, int64_t person, const char *kind,
                const char *note)
{
    struct bytes blob = {0};
    int failure = 0;
    if (note) {
        const char *month =
            arena_copy(call->arena, call_date(call, call_today(call)), 7); /* YYYY-MM */
        struct seal_scope scope = {person, "note", month};
        failure =
            vault_seal(call->vault, &scope, call->now.wall, "assignment_mark", "note", note, &blob);
    }
    const char *actor =
        arena_format(call->arena, "person:%lld", (long long)call->actor.account.person);
    if (failure == 0)
        failure = assignment_mark(call->db, assignment, kind, call->now.wall, actor, blob.data,
                                  blob.length);
    bytes_clear(&blob);
    return failure;
}

static int assign_one(struct call *call, const struct chore *chore, const struct person *person,
                      civil_day on, const char *note, int64_t *ret_id)
{
    int failure = assignment_insert(call->db, call->house.id, chore->id, person->id, on,
                                    call_due(call, on, chore->due_minute), ret_id);
    if (failure == -EEXIST) {
        call_say(call, "chore", chore->handle);
        call_say(call, "person", person->handle);
        call_say(call, "on", call_date(call, on));
        return CHORE_ALREADY_ASSIGNED;
    }
    if (failure == 0)
        failure = mark(call, *ret_id, person->id, "assigned", note);
    if (failure == 0)
        failure = call_event(call, "chore-assigned", AUDIENCE_PERSON, person->id, chore->handle,
                             call_date(call, on));
    return failure;
}

/* The days asked for; today where there are none. */
static int read_days(struct call *call, const struct text_list *on, civil_day **ret,
                     size_t *ret_count)
{
    if (on->items && !on->count)
        return call_invalid(call, "on");
    size_t count = on->count ? on->count : 1;
    civil_day *days = arena_array(call->arena, count, sizeof *days);
    days[0] = call_today(call);
    for (size_t i = 0; i < on->count; i++)
        if (civil_parse(on->items[i], &days[i]) < 0)
            return call_invalid(call, arena_format(call->arena, "on[%zu]", i));
    *ret = days;
    *ret_count = count;
    return 0;
}

int chore_assign(struct call *call, const struct chore_assign_in *in)
{
    struct chore chore;
    struct person person;
    struct presence *presence = NULL;
    size_t stays = 0;
    civil_day *days = NULL;
    size_t count = 0;
    int result = find_chore(call, in->chore, &chore);
    if (result == 0)
        result = call_person(call, in->person, &person);
    if (result == 0)
        result = read_days(call, &in->on, &days, &count);
    if (result == 0)
        result = load_presence(call, person.id, &presence, &stays);
    if (result != 0)
        return result;
    /* The manager of two houses may name somebody of the other: they never live in this one. */
    if (person.house != call->house.id)
        stays = 0;
    call_concerns(call, person.id);
    reply_list(&call->reply, "assignmentIds");
    for (size_t i = 0; i < count; i++) {
        int64_t id = 0;
        result = chore_may_assign(presence, stays, days[i]);
        if (result == CHORE_NOT_HERE) {
            call_say(call, "person", person.handle);
            call_say(call, "on", call_date(call, days[i]));
            return result;
        }
        result = assign_one(call, &chore, &person, days[i], in->note, &id);
        if (result != 0)
            return result;
        reply_int(&call->reply, NULL, id);
    }
    reply_list_end(&call->reply);
    return 0;
}

/* --- Done and undone -------------------------------------------------------------------------- */

static int load_own(struct call *call, const char *handle, civil_day from, civil_day until,
                    struct chore *ret_chore, struct assignment **ret, size_t *ret_count)
{
    int result = find_chore(call, handle, ret_chore);
    if (result != 0)
        return result;
    return assignment_of(call->db, ret_chore->id, call->person.id, from, until, call->arena, ret,
                         ret_count);
}

/* None was picked; the outcome says why, and has its fields. */
static int say_why(struct call *call, int outcome, const struct chore *chore, const char *on)
{
    call_say(call, "chore", chore->handle);
    if (outcome == CHORE_ALREADY_DONE)
        call_say(call, "on", on);
    else
        call_say(call, "person", call->person.handle);
    return outcome;
}

static int set_state(struct call *call, const struct chore *chore,
                     const struct assignment *assignment, enum assignment_state state,
                     const char *kind, const char *note)
{
    const char *on = call_date(call, assignment->on);
    int failure = assignment_set_state(call->db, assignment->id, state);
    if (failure == 0)
        failure = mark(call, assignment->id, call->target.owner, kind, note);
    if (failure == 0)
        failure = call_event(call, state == ASSIGNMENT_DONE ? "chore-done" : "chore-undone",
                             AUDIENCE_HOUSE, call->target.owner, chore->handle, on);
    reply_int(&call->reply, "assignmentId", assignment->id);
    reply_text(&call->reply, "on", on);
    return failure;
}

int chore_done(struct call *call, const struct chore_done_in *in)
{
    struct chore chore;
    struct assignment *assignments = NULL;
    const struct assignment *picked = NULL;
    size_t count = 0;
    civil_day today = call_today(call);
    civil_day on = call_day(in->on, call_day_of(call, call->now.wall - CHORE_EVENING_ENDS));
    civil_day from = in->on ? on : on - LATE_DAYS_MOST;
    int result = load_own(call, in->chore, from, in->on ? on : today, &chore, &assignments, &count);
    if (result != 0)
        return result;
    result = chore_pick_done(assignments, count, in->on, on, call->now.wall, &picked);
    if (result == CHORE_NOTHING_OPEN && !in->on && today != on) {
        on = today;
        result = chore_pick_done(assignments, count, false, on, call->now.wall, &picked);
    }
    return result ? say_why(call, result, &chore, call_date(call, on))
                  : set_state(call, &chore, picked, ASSIGNMENT_DONE, "done", in->note);
}

int chore_undo(struct call *call, const struct chore_undo_in *in)
{
    struct chore chore;
    struct assignment *assignments = NULL;
    const struct assignment *picked = NULL;
    size_t count = 0;
    civil_day from = call_day(in->on, CIVIL_DAY_FIRST);
    civil_day until = call_day(in->on, CIVIL_DAY_LAST);
    int result = load_own(call, in->chore, from, until, &chore, &assignments, &count);
    if (result != 0)
        return result;
    result = chore_pick_undo(assignments, count, in->on, from, &picked);
    return result ? say_why(call, result, &chore, in->on)
                  : set_state(call, &chore, picked, ASSIGNMENT_PLANNED, "undone", NULL);
}

/* --- The week --------------------------------------------------------------------------------- */

static void write_assignment(void *context, const struct assignment_row *row)
{
    struct call *call = context;
    struct reply *reply = &call->reply;
    reply_object(reply, NULL);
    reply_int(reply, "assignmentId", row->id);
    reply_text(reply, "chore", row->chore);
    reply_text(reply, "name", row->name);
    if (!row->has_left || call_may_know_former(call))
        reply_text(reply, "person", row->person);
    reply_text(reply, "on", row->on);
    reply_text(reply, "dueAt", call_instant(call, row->due_at));
    reply_text(reply, "state", row->state);
    reply_object_end(reply);
}

int chore_week(struct call *call, const struct chore_week_in *in)
{
    civil_day monday = civil_monday(call_day(in->of, call_today(call)));
    const char *from = call_date(call, monday);
    const char *until = call_date(call, monday + 6);
    reply_text(&call->reply, "from", from);
    reply_text(&call->reply, "until", until);
    reply_list(&call->reply, "assignments");
    int failure = assignment_each(call->db, call->house.id, call->target.owner, from, until,
                                  WEEK_MOST, write_assignment, call);
    reply_list_end(&call->reply);
    return failure;
}

/* The house's week where nobody is named. */
static int find_person_or_house(struct call *call, const char *name)
{
    return name ? target_person.resolve(call, name) : 0;
}

static const struct target_kind target_person_or_house = {
    .parameter = "person",
    .kind = "person",
    .see = RIGHT_PEOPLE_SEE,
    .resolve = find_person_or_house,
};

/* --- What one may read of it oneself ---------------------------------------------------------- */

static int facts(struct call *call)
{
    int64_t planned = 0;
    int64_t done = 0;
    struct assignment_note *notes = NULL;
    size_t count = 0;
    int failure = assignment_counts(call->db, call->target.owner, &planned, &done);
    if (failure == 0 && planned + done > 0)
        me_fact(call, "chores",
                "Done: %lld. Open: %lld. Each stands in its week: kith week --of DATE.",
                (long long)done, (long long)planned);
    if (failure == 0)
        failure = assignment_notes(call->db, call->target.owner, call->arena, &notes, &count);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        const char *text = NULL;
        failure = vault_unseal(call->vault, "assignment_mark", "note", notes[i].blob,
                               notes[i].length, call->arena, &text);
        if (failure == 0)
            me_fact(call, "chores", "A word that went with %s on %s: %s", notes[i].chore,
                    notes[i].on, text);
        failure = failure == -ENOKEY ? 0 : failure;
    }
    return failure;
}

static const struct row rows[] = {
    {&chore_add_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_list_method, READ, &target_house, RIGHT_CHORES_SEE, false},
    {&chore_assign_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_done_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&chore_undo_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&chore_week_method, READ, &target_person_or_house, RIGHT_CHORES_SEE, false},
};

static const struct refusal refusals[CHORE_OUTCOMES] = {
    [CHORE_NOT_HERE] = {"org.kith.Chore.NotHere", "{person} does not live here on {on}."},
    [CHORE_ALREADY_ASSIGNED] = {"org.kith.Chore.AlreadyAssigned",
                                "{person} has {chore} on {on} already."},
    [CHORE_NOTHING_OPEN] = {"org.kith.Chore.NothingOpen", "No {chore} of {person}'s is open then."},
    [CHORE_NOTHING_DONE] = {"org.kith.Chore.NothingDone",
                            "No {chore} of {person}'s is said done then."},
    [CHORE_ALREADY_DONE] = {"org.kith.Chore.AlreadyDone", "{chore} on {on} is done already."},
    [CHORE_BAD_SCHEDULE] = {"org.kith.Chore.BadSchedule", ""},
};

const struct noun chore_noun = {
    .interface = chore_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_CHORES_RUN,
    .leaves_callers_alone = true,
    .facts = facts,
};
