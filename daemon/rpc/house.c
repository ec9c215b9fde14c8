/* org.kith.House: houses and their beds. */
#include "org.kith.House.h"

#include <errno.h>

#include "common/text.h"
#include "daemon/rpc/internal.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/store/house.h"

enum house_outcome {
    HOUSE_NO_SUCH_ZONE = 1,
    HOUSE_BED_TAKEN,
    HOUSE_OUTCOMES,
};

static int no_such_zone(struct call *call, const char *zone)
{
    call_say(call, "zone", zone);
    return HOUSE_NO_SUCH_ZONE;
}

static int add_beds(struct call *call, int64_t house, const struct text_list *beds)
{
    for (size_t i = 0; i < beds->count; i++) {
        const char *bed = beds->items[i];
        if (!text_is_handle(bed))
            return call_impossible(call, "beds",
                                   "A bed's name is small letters, digits and '-', such as up-1.");
        int failure = bed_insert(call->db, house, bed, call->now.wall);
        if (failure == -EEXIST)
            return call_conflict(call, "bed", bed, "The house has a bed of that name.");
        if (failure < 0)
            return failure;
    }
    return 0;
}

int house_add(struct call *call, const struct house_add_in *in)
{
    struct house house = {
        .handle = in->handle,
        .name = in->name,
        .zone = in->zone,
        .added_at = call->now.wall,
    };
    if (!turn_zone(call->turn, in->zone))
        return no_such_zone(call, in->zone);
    if (text_is_blank(in->name))
        return call_invalid(call, "name");
    int failure = house_insert(call->db, &house, &house.id);
    if (failure == -EEXIST)
        return call_conflict(call, "house", in->handle, "There is a house of that name.");
    if (failure < 0)
        return failure;
    int result = add_beds(call, house.id, &in->beds);
    if (result != 0)
        return result;
    call->house = house;
    call_settle_zones(call, false);
    reply_int(&call->reply, "houseId", house.id);
    return 0;
}

static void write_entry(struct reply *reply, const struct house_entry *entry)
{
    reply_object(reply, NULL);
    reply_text(reply, "handle", entry->house.handle);
    reply_text(reply, "name", entry->house.name);
    reply_text(reply, "zone", entry->house.zone);
    reply_int(reply, "beds", entry->beds);
    reply_int(reply, "residents", entry->residents);
    reply_object_end(reply);
}

int house_list(struct call *call, const struct house_list_in *in)
{
    struct house_entry *entries = NULL;
    size_t count = 0;
    size_t shown = 0;
    size_t limit = page_show(in->limit, SIZE_MAX);
    const char *last = in->after;
    const char *last_shown = NULL;
    bool more = false;
    reply_list(&call->reply, "houses");
    /* Houses that the caller may not see are passed over, so a page may take several reads. */
    do {
        int failure =
            house_page(call->db, last, page_read(in->limit), call->arena, &entries, &count);
        if (failure < 0)
            return failure;
        for (size_t i = 0; i < count; i++) {
            last = entries[i].house.handle;
            if (!resolve_may_see_house(call, entries[i].house.id))
                continue;
            more = shown == limit;
            if (more)
                break;
            write_entry(&call->reply, &entries[i]);
            last_shown = last;
            shown++;
        }
    } while (count == page_read(in->limit) && !more);
    reply_list_end(&call->reply);
    if (more)
        reply_text(&call->reply, "next", last_shown);
    return 0;
}

int house_show(struct call *call, const struct house_show_in *in)
{
    (void)in;
    struct bed *beds = NULL;
    size_t count = 0;
    int failure = bed_list(call->db, call->house.id, call->arena, &beds, &count);
    if (failure < 0)
        return failure;
    bool people = call_may(call, RIGHT_PEOPLE_SEE, RELATION_HOUSE);
    struct reply *reply = &call->reply;
    reply_text(reply, "handle", call->house.handle);
    reply_text(reply, "name", call->house.name);
    reply_text(reply, "zone", call->house.zone);
    reply_text(reply, "addedAt", call_instant(call, call->house.added_at));
    reply_list(reply, "beds");
    for (size_t i = 0; i < count; i++) {
        reply_object(reply, NULL);
        reply_text(reply, "bed", beds[i].handle);
        reply_text(reply, "person", people ? beds[i].person : NULL);
        reply_object_end(reply);
    }
    reply_list_end(reply);
    return 0;
}

int house_change(struct call *call, const struct house_change_in *in)
{
    struct house house = call->house;
    if (!in->name && !in->zone)
        return call_impossible(call, "name", "Say what is to be changed.");
    if (in->name && text_is_blank(in->name))
        return call_invalid(call, "name");
    if (in->zone && !turn_zone(call->turn, in->zone))
        return no_such_zone(call, in->zone);
    if (in->name)
        house.name = in->name;
    if (in->zone)
        house.zone = in->zone;
    if (in->zone)
        call_settle_zones(call, false);
    return house_update(call->db, &house);
}

int house_add_beds(struct call *call, const struct house_add_beds_in *in)
{
    return add_beds(call, call->house.id, &in->beds);
}

int house_remove_bed(struct call *call, const struct house_remove_bed_in *in)
{
    struct bed bed = {0};
    int found = bed_by_handle(call->db, call->house.id, in->bed, call->arena, &bed);
    if (found < 0)
        return found;
    if (!found)
        return call_not_found(call, "bed", in->bed);
    if (bed.person) {
        call_say(call, "bed", in->bed);
        if (call_may(call, RIGHT_PEOPLE_SEE, RELATION_HOUSE))
            call_say(call, "person", bed.person);
        return HOUSE_BED_TAKEN;
    }
    return bed_remove(call->db, bed.id, call->now.wall);
}

static const struct row rows[] = {
    {&house_add_method, WRITE, NULL, RIGHT_HOUSES_ADD, false},
    {&house_list_method, READ, NULL, RIGHT_OPEN, false},
    {&house_show_method, READ, &target_house, RIGHT_HOUSE_SEE, false},
    {&house_change_method, WRITE, &target_house, RIGHT_HOUSE_RUN, false},
    {&house_add_beds_method, WRITE, &target_house, RIGHT_HOUSE_RUN, false},
    {&house_remove_bed_method, WRITE, &target_house, RIGHT_HOUSE_RUN, false},
};

static const struct refusal refusals[HOUSE_OUTCOMES] = {
    [HOUSE_NO_SUCH_ZONE] = {"org.kith.House.NoSuchZone",
                            "This machine knows no zone \"{zone}\". Zones are named like"
                            " America/New_York."},
    [HOUSE_BED_TAKEN] = {"org.kith.House.BedTaken", "Somebody has the bed {bed}. Move them first."},
};

const struct noun house_noun = {
    .interface = house_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_HOUSE_RUN,
};
