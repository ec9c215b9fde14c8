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

enum { NAMES_COMPARED = 500 };

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
    struct chore chore = chore_by_default();
    chore.handle = in->handle;
    chore.name = in->name;
    chore.area = in->area;
    chore.instructions = in->instructions;
    if (in->effort.present)
        chore.effort = (int)in->effort.value;
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

/* --- Finding -------------------------------------------------------------------------------- */

int chore_find(struct call *call, const char *handle, struct chore *ret)
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

static const struct row rows[] = {
    {&chore_add_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_list_method, READ, &target_house, RIGHT_CHORES_SEE, false},
    {&chore_assign_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_done_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&chore_undo_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&chore_check_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_LOOK, false},
    {&chore_send_back_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_LOOK, false},
    {&chore_excuse_method, WRITE, &target_person_or_house, RIGHT_CHORES_RUN, false},
    {&chore_answer_method, WRITE, &target_self, RIGHT_CHORES_DO, false},
    {&chore_claim_method, WRITE, &target_self, RIGHT_CHORES_DO, false},
    {&chore_to_look_method, READ, &target_house, RIGHT_CHORES_LOOK, false},
    {&chore_story_method, AUDITED, &target_person, RIGHT_CHORES_DO, false},
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
    [CHORE_CLOSED] = {"org.kith.Chore.Closed",
                      "It is too late for {chore} on {on}: a day is closed at noon of the next."
                      " Whoever runs the chores can still set it right."},
    [CHORE_TOO_EARLY] = {"org.kith.Chore.TooEarly", "{chore} on {on} cannot be done yet."},
    [CHORE_OWN] = {"org.kith.Chore.OwnChore", ""},
    [CHORE_NOT_LOOKED_AT] = {"org.kith.Chore.NotLookedAt",
                             "Only whoever runs the chores looks at {chore}."},
    [CHORE_ALREADY_CHECKED] = {"org.kith.Chore.AlreadyChecked",
                               "{chore} on {on} has been looked at already."},
    [CHORE_NOTHING_GIVEN] = {"org.kith.Chore.NothingGiven", "{person} has no {chore} then."},
    [CHORE_NOTHING_TO_EXCUSE] = {"org.kith.Chore.NothingToExcuse",
                                 "There is no {chore} to be excused then."},
    [CHORE_NOTHING_TO_ANSWER] = {"org.kith.Chore.NothingToAnswer",
                                 "No {chore} of yours was missed or sent back then."},
    [CHORE_ALREADY_ANSWERED] = {"org.kith.Chore.AlreadyAnswered",
                                "You have answered about {chore} on {on} already; your words"
                                " stand."},
    [CHORE_NOTHING_TO_CLAIM] = {"org.kith.Chore.NothingToClaim",
                                "No {chore} is free to take on {on}."},
};

const struct noun chore_noun = {
    .interface = chore_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_CHORES_RUN,
    .leaves_callers_alone = true,
    .facts = chore_facts,
};
