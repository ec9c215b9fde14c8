/* org.kith.Chore: who does what, from its being given to its being done. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/bytes.h"
#include "daemon/rpc/chore.h"
#include "daemon/rpc/me.h"
#include "daemon/store/assignment.h"
#include "daemon/store/chore.h"
#include "daemon/store/event.h"
#include "daemon/store/mark.h"
#include "daemon/store/person.h"
#include "org.kith.Chore.h"

enum { WEEK_MOST = 500 };

/* --- Assigning ------------------------------------------------------------------------------ */

int chore_presence(struct call *call, const struct person *person, struct presence **ret,
                   size_t *ret_count)
{
    struct stay *stays = NULL;
    *ret_count = 0;
    /* The manager of two houses may name somebody of the other: they never live in this one. */
    if (person->house != call->house.id)
        return 0;
    int failure = stay_list(call->db, person->id, call->arena, &stays, ret_count);
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

int chore_lives_here(struct call *call, const struct person *person, civil_day on)
{
    struct presence *presence = NULL;
    size_t count = 0;
    int result = chore_presence(call, person, &presence, &count);
    if (result == 0)
        result = chore_may_assign(presence, count, on);
    if (result == CHORE_NOT_HERE) {
        call_say(call, "person", person->handle);
        call_say(call, "on", call_date(call, on));
    }
    return result;
}

/* A place that nobody has agreed on: an open one first. NULL where there is none. */
static struct assignment_row *find_place(struct assignment_row *rows, size_t count)
{
    struct assignment_row *planned = NULL;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].state == ASSIGNMENT_OPEN || rows[i].state == ASSIGNMENT_CANCELLED)
            return &rows[i];
        if (!planned && rows[i].state == ASSIGNMENT_PLANNED && !rows[i].agreed)
            planned = &rows[i];
    }
    return planned;
}

/* Puts it down: in the place of what was planned where there is such, else in one more. */
static int give_by_hand(struct call *call, const struct chore *chore, struct assignment_row *row)
{
    struct assignment_row *rows = NULL;
    size_t count = 0;
    int failure = assignment_of_day(call->db, chore->id, row->on, call->arena, &rows, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        if (rows[i].person == row->person)
            return -EEXIST;
    struct assignment_row *place =
        failure == 0 && chore->rotation != ROTATION_EVERYONE ? find_place(rows, count) : NULL;
    if (failure < 0 || !place)
        return failure < 0 ? failure : assignment_insert(call->db, row, &row->id);
    row->id = place->id;
    /* From whoever has it, and to the one who gets it. */
    failure = ledger_restate(call, place, ASSIGNMENT_OPEN);
    if (failure == 0)
        failure = assignment_give(call->db, row);
    if (failure == 0 && place->person)
        failure = call_event(call, "chore-given-on", AUDIENCE_PERSON, place->person, chore->handle,
                             call_date(call, row->on));
    return failure;
}

static int assign_one(struct call *call, const struct chore *chore, const struct person *person,
                      civil_day on, const char *note, int64_t *ret_id)
{
    struct assignment_row row = {
        .house = call->house.id,
        .chore = chore->id,
        .person = person->id,
        .place = chore->rotation == ROTATION_EVERYONE ? person->id : 0,
        .on = on,
        .due_at = call_due(call, on, chore->due_minute),
        .state = ASSIGNMENT_PLANNED,
        .fair_effort = chore->rotation == ROTATION_FAIR ? chore->effort : 0,
        .agreed = true,
        .given_at = call->now.wall,
    };
    int failure = give_by_hand(call, chore, &row);
    if (failure == -EEXIST) {
        call_say(call, "chore", chore->handle);
        call_say(call, "person", person->handle);
        call_say(call, "on", call_date(call, on));
        return CHORE_ALREADY_ASSIGNED;
    }
    *ret_id = row.id;
    struct chore_mark mark = {.assignment = row.id,
                              .about = person->id,
                              .to = person->id,
                              .kind = "assigned",
                              .note = note};
    row.state = ASSIGNMENT_OPEN;
    if (failure == 0)
        failure = ledger_restate(call, &row, ASSIGNMENT_PLANNED);
    if (failure == 0)
        failure = chore_mark(call, &mark);
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
    civil_day *days = NULL;
    size_t count = 0;
    int result = chore_find(call, in->chore, &chore);
    if (result == 0)
        result = call_person(call, in->person, &person);
    if (result == 0)
        result = read_days(call, &in->on, &days, &count);
    if (result != 0)
        return result;
    call_concerns(call, person.id);
    reply_list(&call->reply, "assignmentIds");
    for (size_t i = 0; i < count; i++) {
        int64_t id = 0;
        result = chore_lives_here(call, &person, days[i]);
        if (result == 0)
            result = assign_one(call, &chore, &person, days[i], in->note, &id);
        if (result != 0)
            return result;
        reply_int(&call->reply, NULL, id);
    }
    reply_list_end(&call->reply);
    return 0;
}

/* --- The week --------------------------------------------------------------------------------- */

static void write_assignment(void *context, const struct assignment_shown *row)
{
    struct call *call = context;
    struct reply *reply = &call->reply;
    reply_object(reply, NULL);
    reply_int(reply, "assignmentId", row->id);
    reply_text(reply, "chore", row->chore);
    reply_text(reply, "name", row->name);
    if (!row->has_left || call_may_know_former(call))
        reply_text(reply, "person", row->person);
    if (!row->first_has_left || call_may_know_former(call))
        reply_text(reply, "first", row->first);
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

/* --- What one may read of it oneself ---------------------------------------------------------- */

int chore_facts(struct call *call)
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
