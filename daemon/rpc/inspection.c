/* org.kith.Inspection: what a house looks at in its rooms, and what was found. */
#include "org.kith.Inspection.h"

#include <errno.h>
#include <string.h>

#include "common/bytes.h"
#include "common/text.h"
#include "daemon/rpc/inspection.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/event.h"

/* --- What is looked at ------------------------------------------------------------------------ */

int inspection_load_items(struct call *call, struct inspection_item_set *ret)
{
    return inspection_item_list(call->db, call->house.id, call->arena, &ret->list, &ret->count);
}

int inspection_find_item(struct call *call, const struct inspection_item_set *items,
                         const char *handle, size_t *ret_place)
{
    const char **handles = arena_array(call->arena, items->count, sizeof *handles);
    for (size_t i = 0; i < items->count; i++) {
        handles[i] = items->list[i].handle;
        if (strcmp(handles[i], handle) == 0) {
            *ret_place = i;
            return 0;
        }
    }
    return call_not_found_near(call, "inspection item", handle, handles, items->count);
}

int inspection_items(struct call *call, const struct inspection_items_in *in)
{
    (void)in;
    struct inspection_item_set items;
    struct reply *reply = &call->reply;
    int failure = inspection_load_items(call, &items);
    if (failure < 0)
        return failure;
    reply_list(reply, "items");
    for (size_t i = 0; i < items.count; i++) {
        reply_object(reply, NULL);
        reply_text(reply, "item", items.list[i].handle);
        reply_text(reply, "name", items.list[i].name);
        reply_object_end(reply);
    }
    reply_list_end(reply);
    return 0;
}

int inspection_add_item(struct call *call, const struct inspection_add_item_in *in)
{
    struct inspection_item_set items;
    if (text_is_blank(in->name))
        return call_invalid(call, "name");
    int result = inspection_load_items(call, &items);
    if (result == 0)
        result = inspection_may_add(items.count);
    if (result == INSPECTION_TOO_MANY_ITEMS)
        call_say_int(call, "limit", INSPECTION_ITEMS_MOST);
    if (result == 0)
        result =
            inspection_item_insert(call->db, call->house.id, in->item, in->name, call->now.wall);
    if (result == -EEXIST)
        return call_conflict(call, "inspection item", in->item,
                             "The house looks at something of that name already.");
    return result;
}

int inspection_remove_item(struct call *call, const struct inspection_remove_item_in *in)
{
    struct inspection_item_set items;
    size_t place = 0;
    int result = inspection_load_items(call, &items);
    if (result == 0)
        result = inspection_find_item(call, &items, in->item, &place);
    return result ? result : inspection_item_remove(call->db, items.list[place].id, call->now.wall);
}

/* --- Answering -------------------------------------------------------------------------------- */

int inspection_seal(struct call *call, int64_t person, const char *table, const char *column,
                    const char *text, struct bytes *ret)
{
    const char *month = arena_copy(call->arena, call_date(call, call_today(call)), 7);
    struct seal_scope scope = {person, "note", month};
    return vault_seal(call->vault, &scope, call->now.wall, table, column, text, ret);
}

/* Of all that was found, what the answer is to. 0 or OUTCOME_NOT_FOUND with the nearest. */
static int find_result(struct call *call, int64_t inspection, const char *item,
                       const struct inspection_result **ret)
{
    struct inspection_result *results = NULL;
    size_t count = 0;
    int failure = inspection_results(call->db, inspection, call->arena, &results, &count);
    if (failure < 0)
        return failure;
    const char **handles = arena_array(call->arena, count, sizeof *handles);
    for (size_t i = 0; i < count; i++) {
        handles[i] = results[i].item.handle;
        if (strcmp(handles[i], item) == 0) {
            *ret = &results[i];
            return 0;
        }
    }
    return call_not_found_near(call, "inspection item", item, handles, count);
}

int inspection_answer(struct call *call, const struct inspection_answer_in *in)
{
    struct inspection inspection;
    const struct inspection_result *found = NULL;
    struct bytes words = {0};
    int64_t resident = call->target.owner;
    if (text_is_blank(in->words))
        return call_invalid(call, "words");
    int result = inspection_find_visible(call, in->inspection_id, &inspection);
    if (result == 0)
        result = find_result(call, inspection.id, in->item, &found);
    if (result == 0)
        result =
            inspection_may_answer(inspection.person, resident, found->found, found->answer != NULL);
    if (result == INSPECTION_NOT_YOURS)
        call_say(call, "room", inspection.room);
    if (result == INSPECTION_NOT_FAILED || result == INSPECTION_ANSWERED)
        call_say(call, "item", in->item);
    if (result != 0)
        return result;
    int failure = inspection_seal(call, resident, "inspection_answer", "words", in->words, &words);
    if (failure == 0)
        failure = inspection_answer_insert(call->db, inspection.id, found->item.id, call->now.wall,
                                           words.data, words.length);
    bytes_clear(&words);
    return failure < 0 ? failure
                       : call_event(call, "inspection-answered", right_name(RIGHT_CHORES_RUN),
                                    resident, inspection.room, call_date(call, inspection.on));
}

static const struct row rows[] = {
    {&inspection_items_method, READ, &target_house, RIGHT_CHORES_SEE, false},
    {&inspection_add_item_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&inspection_remove_item_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&inspection_record_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&inspection_list_method, READ, &target_house, RIGHT_CHORES_SEE, false},
    {&inspection_show_method, AUDITED, &target_house, RIGHT_CHORES_SEE, false},
    {&inspection_answer_method, WRITE, &target_self, RIGHT_CHORES_DO, false},
};

static const struct refusal refusals[INSPECTION_OUTCOMES] = {
    [INSPECTION_TOO_MANY_ITEMS] = {"org.kith.Inspection.TooManyItems",
                                   "The house looks at {limit} things already, and more do not fit"
                                   " on one list. Take one off it first."},
    [INSPECTION_OWN_ROOM] = {"org.kith.Inspection.OwnRoom",
                             "Nobody looks at their own room, and {room} is yours. Ask somebody"
                             " else who runs the chores."},
    [INSPECTION_AHEAD] = {"org.kith.Server.Impossible",
                          "That day is still to come. Say it when it is there."},
    /* These three are told with what they are about. */
    [INSPECTION_TWICE] = {"org.kith.Server.Impossible", ""},
    [INSPECTION_OTHER_ROOM] = {"org.kith.Server.Impossible", ""},
    [INSPECTION_REPLACED] = {"org.kith.Server.Conflict", ""},
    [INSPECTION_NOTHING_SEEN] = {"org.kith.Server.Impossible",
                                 "Say what passed and what failed, of what the house looks at: kith"
                                 " inspection items"},
    [INSPECTION_NOT_YOURS] = {"org.kith.Inspection.NotYours",
                              "Only whoever slept in a room then answers for it, and {room} was"
                              " not yours."},
    [INSPECTION_NOT_FAILED] = {"org.kith.Inspection.NotFailed",
                               "Nothing was found amiss with {item}, so there is nothing to"
                               " answer."},
    [INSPECTION_ANSWERED] = {"org.kith.Inspection.AlreadyAnswered",
                             "You have answered {item} already, and that stands. Whatever else"
                             " there is to say, say it to whoever looked."},
};

const struct noun inspection_noun = {
    .interface = inspection_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_CHORES_RUN,
    .leaves_callers_alone = true,
    .facts = inspection_facts,
};
