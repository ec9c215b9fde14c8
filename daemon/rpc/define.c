/* org.kith.Chore: what a chore is, as people say it when it is new. */
#include "daemon/rpc/define.h"

#include <errno.h>
#include <string.h>

#include "common/recur.h"
#include "common/text.h"
#include "common/when.h"
#include "daemon/domain/occasion.h"
#include "daemon/rpc/chore.h"
#include "daemon/store/chore.h"
#include "daemon/store/person.h"
#include "org.kith.Chore.h"

/* --- What was said ---------------------------------------------------------------------------- */

static int clear_field(struct call *call, const char *field, struct chore_whole *whole)
{
    struct chore *chore = &whole->chore;
    if (strcmp(field, "area") == 0)
        chore->area = NULL;
    else if (strcmp(field, "instructions") == 0)
        chore->instructions = NULL;
    else if (strcmp(field, "schedule") == 0)
        chore->rule = NULL;
    else if (strcmp(field, "list") == 0)
        chore->list = NULL;
    else if (strcmp(field, "window") == 0)
        chore->window_minute = 0;
    else if (strcmp(field, "holders") == 0)
        whole->holder_count = 0;
    else
        return call_impossible(call, "clear",
                               "What can be made empty: area, instructions, schedule, list, window"
                               " and holders.");
    return 0;
}

static int read_texts(struct call *call, const struct chore_said *said, struct chore *chore)
{
    if (said->name && text_is_blank(said->name))
        return call_invalid(call, "name");
    if (said->name)
        chore->name = said->name;
    if (said->area)
        chore->area = text_is_blank(said->area) ? NULL : said->area;
    if (said->instructions)
        chore->instructions = text_is_blank(said->instructions) ? NULL : said->instructions;
    if (said->list && !chore_is_list(said->list))
        return call_impossible(call, "list", "A list is daily, weekly or deep-clean.");
    if (said->list)
        chore->list = said->list;
    return 0;
}

static int read_turns(struct call *call, const struct chore_said *said, struct chore *chore)
{
    int rotation = said->rotation ? rotation_from_name(said->rotation) : (int)chore->rotation;
    int looker = said->looked_at_by ? looker_from_name(said->looked_at_by) : (int)chore->looker;
    if (rotation < 0)
        return call_impossible(call, "rotation",
                               "A rotation is fair, round-robin, fixed, volunteer or everyone.");
    if (looker < 0)
        return call_impossible(call, "lookedAtBy",
                               "A chore is looked at by the coordinator, a housemate or nobody.");
    chore->rotation = (enum rotation)rotation;
    chore->looker = (enum looker)looker;
    if (said->effort.present)
        chore->effort = (int)said->effort.value;
    if (said->people.present)
        chore->people = (int)said->people.value;
    if (said->hold_weeks.present)
        chore->hold_weeks = (int)said->hold_weeks.value;
    return 0;
}

static int read_due(struct call *call, const struct chore_said *said, struct chore *chore)
{
    int32_t minute = chore->due_minute;
    const char *reason = NULL;
    if (said->due_time && when_minute(said->due_time, &minute, &reason) < 0)
        return call_impossible(call, "dueTime", reason);
    chore->due_minute = minute;
    if (said->window_minutes.present)
        chore->window_minute = (int)said->window_minutes.value;
    return 0;
}

static int read_rule(struct call *call, const char *schedule, struct chore *chore)
{
    struct recur rule;
    const char *reason = NULL;
    if (recur_words(schedule, call_today(call), &rule, &reason) < 0) {
        call_say(call, "schedule", schedule);
        call_say(call, "message", reason);
        return CHORE_BAD_SCHEDULE;
    }
    char *text = arena_alloc(call->arena, RECUR_TEXT_SIZE);
    recur_format(&rule, text);
    /* Saying the same again does not shift what is counted from its start. */
    if (!chore->rule || strcmp(chore->rule, text) != 0)
        chore->starts_on = call_today(call);
    chore->rule = text;
    return 0;
}

static int read_schedule(struct call *call, const struct chore_said *said, struct chore *chore)
{
    int result = said->schedule ? read_rule(call, said->schedule, chore) : 0;
    if (result != 0)
        return result;
    chore->starts_on = call_day(said->starts_on, chore->starts_on);
    if (chore->starts_on > call_today(call) + OCCASION_AHEAD_MOST)
        return call_impossible(call, "startsOn", "A chore begins at most a year from now.");
    if (said->schedule || said->starts_on)
        result = occasion_may_be(chore);
    if (result == CHORE_NEVER_COMES)
        call_say(call, "schedule", said->schedule ? said->schedule : chore->rule);
    return result;
}

/* --- Whose it may be -------------------------------------------------------------------------- */

/* Somebody who lives here, or will. 0, an outcome with its fields, or a failure. */
static int find_holder(struct call *call, const char *handle, int64_t *ret)
{
    struct person person;
    struct presence *presence = NULL;
    size_t count = 0;
    if (!text_is_handle(handle))
        return call_not_found(call, "person", handle);
    int result = call_person(call, handle, &person);
    if (result == 0)
        result = chore_presence(call, &person, &presence, &count);
    if (result == 0)
        result = chore_may_hold(presence, count, call_today(call));
    if (result == CHORE_HOLDER_NOT_HERE)
        call_say(call, "holders", handle);
    if (result == 0)
        *ret = person.id;
    return result;
}

static int find_known_holder(struct call *call, struct chore_known *known, const char *handle,
                             int64_t *ret)
{
    for (size_t i = 0; known && i < known->count; i++)
        if (strcmp(known->items[i].handle, handle) == 0) {
            *ret = known->items[i].person;
            return 0;
        }
    int result = find_holder(call, handle, ret);
    if (result == 0 && known && known->count < CHORE_KNOWN_MOST) {
        known->items[known->count].handle = handle;
        known->items[known->count++].person = *ret;
    }
    return result;
}

static int read_holder(struct call *call, struct chore_known *known, const char *handle,
                       struct chore_whole *whole)
{
    int64_t person = 0;
    int result = find_known_holder(call, known, handle, &person);
    for (size_t i = 0; result == 0 && i < whole->holder_count; i++)
        if (whole->holders[i] == person)
            return call_impossible(call, "holders",
                                   arena_format(call->arena, "%s is named twice.", handle));
    if (result == 0)
        whole->holders[whole->holder_count++] = person;
    return result;
}

static int read_holders(struct call *call, const struct chore_said *said, struct chore_whole *whole)
{
    int result = 0;
    if (!said->holders.items)
        return 0;
    whole->holders = arena_array(call->arena, said->holders.count, sizeof *whole->holders);
    whole->holder_count = 0;
    for (size_t i = 0; result == 0 && i < said->holders.count; i++)
        result = read_holder(call, said->known, said->holders.items[i], whole);
    return result;
}

static int check_holders(struct call *call, const struct chore_whole *whole)
{
    int result = chore_may_be_held(&whole->chore, whole->holder_count);
    if (result == CHORE_FOR_NOBODY)
        call_say(call, "rotation", rotation_name(whole->chore.rotation));
    if (result == CHORE_TOO_FEW_HOLDERS) {
        call_say_int(call, "holders", (int64_t)whole->holder_count);
        call_say_int(call, "people", whole->chore.people);
    }
    return result;
}

int chore_make(struct call *call, const struct chore_said *said, struct chore_whole *whole)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < said->clear.count; i++)
        result = clear_field(call, said->clear.items[i], whole);
    if (result == 0)
        result = read_texts(call, said, &whole->chore);
    if (result == 0)
        result = read_turns(call, said, &whole->chore);
    if (result == 0)
        result = read_due(call, said, &whole->chore);
    if (result == 0)
        result = read_schedule(call, said, &whole->chore);
    if (result == 0)
        result = read_holders(call, said, whole);
    return result == 0 ? check_holders(call, whole) : result;
}

/* --- Adding ----------------------------------------------------------------------------------- */

int chore_may_have_one_more(struct call *call)
{
    int64_t count = 0;
    int result = chore_count(call->db, call->house.id, &count);
    if (result == 0)
        result = chore_may_be_added(count);
    if (result == CHORE_TOO_MANY)
        call_say_int(call, "limit", CHORE_MOST);
    return result;
}

static int refuse_handle(struct call *call, const char *handle)
{
    struct chore other = {0};
    int found = chore_by_handle_ever(call->db, call->house.id, handle, call->arena, &other);
    if (found < 0)
        return found;
    return call_conflict(
        call, "chore", handle,
        other.retired_at
            ? arena_format(call->arena,
                           "The house had a chore of that name. To have it back: kith chore resume"
                           " %s",
                           handle)
            : "The house has a chore of that name.");
}

int chore_create(struct call *call, struct chore_whole *whole)
{
    struct chore *chore = &whole->chore;
    chore->house = call->house.id;
    int failure = chore_insert(call->db, chore, call->now.wall, &chore->id);
    if (failure == -EEXIST)
        return refuse_handle(call, chore->handle);
    if (failure == 0 && whole->holder_count)
        failure = chore_set_holders(call->db, chore->id, whole->holders, whole->holder_count);
    if (failure == 0)
        failure = chore_house_plan_at(call->db, call->house.id, call->now.wall);
    return failure;
}

int chore_add(struct call *call, const struct chore_add_in *in)
{
    struct chore_whole whole = {.chore = chore_by_default()};
    const struct chore_said said = {
        .name = in->name,
        .area = in->area,
        .instructions = in->instructions,
        .schedule = in->schedule,
        .starts_on = in->starts_on,
        .due_time = in->due_time,
        .list = in->list,
        .rotation = in->rotation,
        .looked_at_by = in->looked_at_by,
        .window_minutes = in->window_minutes,
        .effort = in->effort,
        .people = in->people,
        .hold_weeks = in->hold_weeks,
        .holders = in->holders,
    };
    whole.chore.handle = in->handle;
    whole.chore.starts_on = call_today(call);
    int result = chore_may_have_one_more(call);
    if (result == 0)
        result = chore_make(call, &said, &whole);
    if (result == 0)
        result = chore_create(call, &whole);
    if (result == 0)
        reply_int(&call->reply, "choreId", whole.chore.id);
    return result;
}
