/* Inspections, put down: what was found in a room, by whom, and instead of which. */
#include "org.kith.Inspection.h"

#include <errno.h>

#include "common/ascii.h"
#include "common/bytes.h"
#include "common/text.h"
#include "daemon/rpc/inspection.h"
#include "daemon/store/event.h"
#include "daemon/store/lodging.h"

/* --- Putting down ------------------------------------------------------------------------------
 */

/* An inspection on its way to the disk. */
struct plan {
    struct inspection inspection;
    struct inspection_room room;
    struct inspection_item_set items;
    enum inspection_found *found; /* of each item */
    const char **notes;           /* of each item; NULL where there is none */
};

const char *inspection_room_name(struct call *call, const char *typed)
{
    char *name = arena_text(call->arena, typed);
    for (char *at = name; *at; at++)
        *at = ascii_lower(*at);
    return name;
}

static int no_such_bed(struct call *call, const char *name)
{
    struct bed *beds = NULL;
    size_t count = 0;
    int failure = bed_list(call->db, call->house.id, call->arena, &beds, &count);
    if (failure < 0)
        return failure;
    const char **handles = arena_array(call->arena, count, sizeof *handles);
    for (size_t i = 0; i < count; i++)
        handles[i] = beds[i].handle;
    call_say(call, "message",
             arena_format(call->arena,
                          "There is no bed \"%s\" here. A room that everybody shares, such as the"
                          " kitchen, is put down with --shared.",
                          name));
    return call_not_found_near(call, "bed", name, handles, count);
}

/* A bed is somebody's room, so what is no bed must be said to be everybody's: a slip of the hand
 * would show the house what is one's own. */
static int find_room(struct call *call, const struct inspection_record_in *in, struct plan *plan)
{
    struct bed bed = {0};
    struct inspection *inspection = &plan->inspection;
    civil_day today = call_today(call);
    inspection->room = inspection_room_name(call, in->room);
    plan->room.shared = in->shared.value;
    if (text_is_blank(in->room))
        return call_invalid(call, "room");
    int found = bed_by_handle(call->db, call->house.id, inspection->room, call->arena, &bed);
    if (found < 0)
        return found;
    if (found && plan->room.shared)
        return call_impossible(call, "shared", "A bed is somebody's room, and nobody shares it.");
    if (!found)
        return plan->room.shared ? 0 : no_such_bed(call, inspection->room);
    inspection->bed = bed.id;
    found = lodging_person(call->db, bed.id, inspection->on, &plan->room.lodger);
    if (found >= 0)
        found = lodging_person(call->db, bed.id, today, &plan->room.lodger_now);
    inspection->person = plan->room.lodger;
    return found < 0 ? found : 0;
}

static void say_twice(struct call *call, const char *item)
{
    call_say(call, "parameter", "failed");
    call_say(call, "message",
             arena_format(call->arena, "%s passed or it failed. Name it once.", item));
}

static int find_all(struct call *call, const struct text_list *named, enum inspection_found found,
                    struct plan *plan)
{
    for (size_t i = 0; i < named->count; i++) {
        size_t place = 0;
        int result = inspection_find_item(call, &plan->items, named->items[i], &place);
        if (result == 0)
            result = inspection_find(&plan->found[place], found);
        if (result == INSPECTION_TWICE)
            say_twice(call, named->items[i]);
        if (result != 0)
            return result;
    }
    return 0;
}

static int take_notes(struct call *call, const struct inspection_record_in *in, struct plan *plan)
{
    for (size_t i = 0; i < in->notes.count; i++) {
        const struct inspection_note *note = &in->notes.items[i];
        size_t place = 0;
        if (text_is_blank(note->text))
            return call_invalid(call, arena_format(call->arena, "notes[%zu].text", i));
        int result = inspection_find_item(call, &plan->items, note->item, &place);
        if (result != 0)
            return result;
        if (plan->notes[place])
            return call_impossible(call, "notes", "An item has one note. Say all of it in that.");
        plan->notes[place] = note->text;
    }
    return 0;
}

static int find_results(struct call *call, const struct inspection_record_in *in, struct plan *plan)
{
    int result = inspection_load_items(call, &plan->items);
    if (result != 0)
        return result;
    plan->found = arena_array(call->arena, plan->items.count, sizeof *plan->found);
    plan->notes = arena_array(call->arena, plan->items.count, sizeof *plan->notes);
    result = find_all(call, &in->passed, INSPECTION_PASS, plan);
    if (result == 0)
        result = find_all(call, &in->failed, INSPECTION_FAIL, plan);
    if (result == 0)
        result = take_notes(call, in, plan);
    if (result == 0)
        result = inspection_close(plan->found, plan->items.count, in->rest_passed.value,
                                  in->instead_of.present);
    if (result == INSPECTION_NOTHING_SEEN)
        call_say(call, "parameter", "passed");
    if (result == INSPECTION_NOTHING_SEEN && !plan->items.count)
        call_say(call, "message",
                 "The house has not said yet what is looked at. To begin: kith inspection item"
                 " add ITEM NAME");
    return result;
}

/* What the one that is replaced says, and why it is. */
static int find_replaced(struct call *call, const struct inspection_record_in *in,
                         struct plan *plan)
{
    struct inspection was;
    const char *number = arena_format(call->arena, "%lld", (long long)in->instead_of.value);
    if (!in->instead_of.present && !in->why)
        return 0;
    if (!in->instead_of.present || !in->why || text_is_blank(in->why))
        return call_impossible(call, in->why ? "insteadOf" : "why",
                               "Say both which inspection is replaced and why: --instead-of NUMBER"
                               " --why TEXT.");
    int found = inspection_by_id(call->db, call->house.id, in->instead_of.value, call->arena, &was);
    if (found <= 0)
        return found < 0 ? found : call_not_found(call, "inspection", number);
    struct inspection_replaced replaced = {was.room, was.person, was.replaced_by};
    int result =
        inspection_may_replace(&replaced, plan->inspection.room, call->actor.account.person);
    if (result == INSPECTION_OTHER_ROOM)
        return call_impossible(call, "insteadOf",
                               arena_format(call->arena,
                                            "Inspection %s was of %s, and only another of that"
                                            " room takes its place.",
                                            number, was.room));
    if (result == INSPECTION_OWN_ROOM)
        call_say(call, "room", was.room);
    if (result == INSPECTION_REPLACED)
        return call_conflict(call, "inspection", number,
                             arena_format(call->arena,
                                          "Inspection %s is replaced already, by %lld.", number,
                                          (long long)was.replaced_by));
    plan->inspection.instead_of = was.id;
    return result;
}

static int save_results(struct call *call, const struct plan *plan)
{
    int failure = 0;
    for (size_t i = 0; failure == 0 && i < plan->items.count; i++) {
        struct bytes note = {0};
        if (plan->notes[i])
            failure = inspection_seal(call, plan->inspection.person, "inspection_result", "note",
                                      plan->notes[i], &note);
        if (failure == 0)
            failure =
                inspection_result_insert(call->db, plan->inspection.id, plan->items.list[i].id,
                                         plan->found[i], note.data, note.length);
        bytes_clear(&note);
    }
    return failure;
}

static int save(struct call *call, const char *why, struct plan *plan)
{
    struct inspection *inspection = &plan->inspection;
    struct bytes blob = {0};
    int failure = 0;
    if (why)
        failure = inspection_seal(call, inspection->person, "inspection", "why", why, &blob);
    inspection->why = blob.data;
    inspection->why_length = blob.length;
    if (failure == 0)
        failure = inspection_insert(call->db, inspection, &inspection->id);
    bytes_clear(&blob);
    if (failure == 0)
        failure = save_results(call, plan);
    if (failure == 0 && inspection->person)
        failure = call_event(call, "room-inspected", AUDIENCE_PERSON, inspection->person,
                             inspection->room, call_date(call, inspection->on));
    return failure;
}

static int64_t count_found(const struct plan *plan, enum inspection_found found)
{
    int64_t count = 0;
    for (size_t i = 0; i < plan->items.count; i++)
        count += plan->found[i] == found;
    return count;
}

static int write_recorded(struct call *call, const struct plan *plan)
{
    struct inspection saved;
    int found =
        inspection_by_id(call->db, call->house.id, plan->inspection.id, call->arena, &saved);
    if (found <= 0)
        return found < 0 ? found : -EIO;
    reply_int(&call->reply, "inspectionId", saved.id);
    reply_text(&call->reply, "person", inspection_lodger(call, &saved));
    reply_int(&call->reply, "passed", count_found(plan, INSPECTION_PASS));
    reply_int(&call->reply, "failed", count_found(plan, INSPECTION_FAIL));
    return 0;
}

int inspection_record(struct call *call, const struct inspection_record_in *in)
{
    civil_day today = call_today(call);
    int64_t inspector = call->actor.account.person;
    struct plan plan = {.inspection = {.house = call->house.id,
                                       .on = call_day(in->on, today),
                                       .inspector = inspector,
                                       .at = call->now.wall}};
    int result = find_room(call, in, &plan);
    if (result == 0)
        result = inspection_may_record(&plan.room, inspector, plan.inspection.on, today);
    if (result == INSPECTION_AHEAD)
        call_say(call, "parameter", "on");
    if (result == INSPECTION_OWN_ROOM)
        call_say(call, "room", plan.inspection.room);
    if (result == 0)
        result = find_replaced(call, in, &plan);
    if (result == 0)
        result = find_results(call, in, &plan);
    /* It is about them, so what the record keeps of this call goes under their key too. */
    call->target.owner = plan.inspection.person;
    if (result == 0)
        result = save(call, in->why, &plan);
    return result == 0 ? write_recorded(call, &plan) : result;
}
