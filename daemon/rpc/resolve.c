#include <errno.h>
#include <string.h>

#include "daemon/rpc/internal.h"
#include "daemon/store/list.h"
#include "daemon/store/person.h"

enum { HOUSES_LISTED = 100, NAMES_COMPARED = 500 };

/* From here on the call acts in that house. */
static int enter_house(struct call *call, const struct house *house)
{
    call->house = *house;
    call->zone = turn_zone(call->turn, house->zone);
    call->target.house = house->id;
    if (call->zone)
        return 0;
    call_say(
        call, "message",
        "This computer has no file for the house's time zone. Install tzdata, then try again.");
    return OUTCOME_STORAGE;
}

/* Most callers act in one house all day, so it is kept as long as who they are is known. */
static int load_house(struct call *call, int64_t id, struct house *ret)
{
    struct known_actor *known = call->peer ? &call->peer->known : NULL;
    if (!known)
        return house_by_id(call->db, id, call->arena, ret);
    int found = 1;
    if (known->house.id != id)
        found = house_by_id(call->db, id, &known->arena, &known->house);
    if (found > 0)
        *ret = known->house;
    return found;
}

int resolve_house_id(struct call *call, int64_t id)
{
    struct house house;
    int found = load_house(call, id, &house);
    return found > 0 ? enter_house(call, &house) : found < 0 ? found : -EIO;
}

bool resolve_may_see_house(const struct call *call, int64_t house)
{
    struct rights rights = access_rights(call->actor.roles, call->actor.role_count, house);
    return access_allows(&rights, RIGHT_HOUSE_SEE, RELATION_HOUSE) ||
           access_allows(&rights, RIGHT_LOGIN, RELATION_HOUSE);
}

int resolve_houses(struct call *call, const char ***ret, size_t *ret_count)
{
    const char **handles = NULL;
    size_t count = 0;
    struct list visible = list_start(call->arena, sizeof(const char *));
    int failure = house_handles(call->db, NAMES_COMPARED, call->arena, &handles, &count);
    for (size_t i = 0; failure == 0 && i < count && visible.count < HOUSES_LISTED; i++) {
        struct house house;
        int found = house_by_handle(call->db, handles[i], call->arena, &house);
        if (found < 0)
            failure = found;
        else if (found > 0 && resolve_may_see_house(call, house.id))
            *(const char **)list_add(&visible) = handles[i];
    }
    *ret = visible.items;
    *ret_count = visible.count;
    return failure;
}

static int no_such_house(struct call *call, const char *name)
{
    const char **handles = NULL;
    size_t count = 0;
    int failure = resolve_houses(call, &handles, &count);
    return failure < 0 ? failure : call_not_found_near(call, "house", name, handles, count);
}

/* The one house in which the caller holds a role; -1 for several, 0 for none or every. */
static int64_t only_house(const struct call *call)
{
    int64_t only = 0;
    for (size_t i = 0; i < call->actor.role_count; i++) {
        int64_t house = call->actor.roles[i].house;
        if (house && only && house != only)
            return -1;
        if (house)
            only = house;
    }
    /* Somebody who has left, and holds nothing any more, still belongs to the house they knew. */
    return only ? only : call->actor.account.house;
}

static int unnamed_house(struct call *call, struct house *ret)
{
    int64_t only = only_house(call);
    if (only > 0)
        return load_house(call, only, ret);
    const char **handles = NULL;
    size_t count = 0;
    int failure = resolve_houses(call, &handles, &count);
    if (failure < 0)
        return failure;
    if (count == 1)
        return house_by_handle(call->db, handles[0], call->arena, ret);
    call_say_list(call, "houses", handles, count);
    return OUTCOME_HOUSE_NEEDED;
}

int resolve_zone(struct call *call)
{
    struct house house = {0};
    int64_t only = only_house(call);
    int found = only > 0 ? load_house(call, only, &house) : 0;
    if (found > 0)
        call->zone = turn_zone(call->turn, house.zone);
    return found < 0 ? found : 0;
}

int resolve_house(struct call *call, const char *name)
{
    struct house house = {0};
    int found =
        name ? house_by_handle(call->db, name, call->arena, &house) : unnamed_house(call, &house);
    if (found < 0 || found == OUTCOME_HOUSE_NEEDED)
        return found;
    /* One's own house may be named even where one may not see into it any more. */
    if (found == 0 ||
        (!resolve_may_see_house(call, house.id) && call->actor.account.house != house.id))
        return no_such_house(call, name ? name : "");
    return enter_house(call, &house);
}

bool call_may(const struct call *call, enum right right, enum relation relation)
{
    if (call->actor.is_house)
        return true;
    struct rights rights = access_rights(call->actor.roles, call->actor.role_count, call->house.id);
    return access_allows(&rights, right, relation);
}

bool call_may_know_former(const struct call *call)
{
    return call_may(call, RIGHT_PEOPLE_SEE, RELATION_FORMER);
}

static enum relation relation_to(const struct call *call, const struct target *target)
{
    if (target->owner && target->owner == call->actor.account.person)
        return RELATION_SELF;
    bool here = false;
    for (size_t i = 0; i < call->actor.role_count; i++) {
        const struct held_role *held = &call->actor.roles[i];
        bool counts = held->role != ROLE_ANYBODY && held->role != ROLE_PERSON;
        here |= counts && (held->house == 0 || held->house == target->house);
    }
    if (!here)
        return RELATION_OTHER;
    return target->former ? RELATION_FORMER : RELATION_HOUSE;
}

enum relation resolve_relation(const struct call *call)
{
    return relation_to(call, &call->target);
}

/* --- People ---------------------------------------------------------------------------------- */

/* Who has moved out and holds something in the house again is of the house, as in its list. */
static int settle_former(struct call *call, struct person *person)
{
    struct held_role *held = NULL;
    size_t count = 0;
    int failure = 0;
    if (person->former)
        failure = role_held(call->db, person->id, call->now.wall, call->arena, &held, &count);
    for (size_t i = 0; i < count; i++)
        if (held[i].house == person->house)
            person->former = false;
    return failure;
}

/* Whether the caller may know that there is such a person, or is about to do what they may. */
static bool may_know(const struct call *call, const struct person *person)
{
    struct target target = {person->house, person->id, person->former};
    enum relation relation = relation_to(call, &target);
    struct rights rights = access_rights(call->actor.roles, call->actor.role_count, person->house);
    return access_allows(&rights, RIGHT_PEOPLE_SEE, relation) ||
           access_allows(&rights, call->row->right, relation);
}

/* 1 found, 0 not there or not for the caller to know of, negative failure. */
static int visible_person(struct call *call, int64_t house, const char *handle, struct person *ret)
{
    struct person person;
    int found = person_by_handle(call->db, house, handle, call->arena, &person);
    if (found <= 0)
        return found;
    int failure = settle_former(call, &person);
    if (failure < 0 || !may_know(call, &person))
        return failure;
    *ret = person;
    return 1;
}

/* Names that are close to it come from the people the caller may list, and from no others. */
static int not_found_person(struct call *call, const char *name)
{
    struct person_entry *people = NULL;
    size_t count = 0;
    bool former = call_may_know_former(call);
    if (call_may(call, RIGHT_PEOPLE_SEE, RELATION_HOUSE)) {
        int failure = person_page(call->db, call->house.id, former, call->now.wall, NULL,
                                  NAMES_COMPARED, call->arena, &people, &count);
        if (failure < 0)
            return failure;
    }
    const char **handles = arena_array(call->arena, count, sizeof *handles);
    for (size_t i = 0; i < count; i++)
        handles[i] = people[i].person.handle;
    return call_not_found_near(call, "person", name, handles, count);
}

int call_person(struct call *call, const char *name, struct person *ret)
{
    const char *slash = strchr(name, '/');
    struct house house = call->house;
    int found = 1;
    if (slash) {
        const char *handle = arena_copy(call->arena, name, (size_t)(slash - name));
        found = house_by_handle(call->db, handle, call->arena, &house);
    }
    if (found > 0)
        found = visible_person(call, house.id, slash ? slash + 1 : name, ret);
    if (found < 0)
        return found;
    if (!found)
        return slash ? call_not_found(call, "person", name) : not_found_person(call, name);
    return 0;
}

/* --- Targets several nouns share ------------------------------------------------------------- */

static int find_house(struct call *call, const char *name)
{
    /* The dispatcher has resolved it already: every method with a house has this parameter. */
    (void)call;
    (void)name;
    return 0;
}

static int find_own_house(struct call *call, const char *name)
{
    (void)name;
    return call->actor.account.house ? resolve_house_id(call, call->actor.account.house) : 0;
}

static int find_person(struct call *call, const char *name)
{
    struct person person;
    int result;
    if (name) {
        result = call_person(call, name, &person);
    } else if (call->actor.account.person) {
        int found = person_by_id(call->db, call->actor.account.person, call->arena, &person);
        result = found < 0 ? found : found ? 0 : call_not_found(call, "person", "");
    } else {
        return call->row->target->parameter ? call_invalid(call, "person") : OUTCOME_DENIED;
    }
    if (result != 0)
        return result;
    if (person.house != call->house.id)
        result = resolve_house_id(call, person.house);
    call->target = (struct target){person.house, person.id, person.former};
    call->person = person;
    return result;
}

static int find_person_or_house(struct call *call, const char *name)
{
    return name ? find_person(call, name) : 0;
}

const struct target_kind target_house = {"house", "house", RIGHT_HOUSE_SEE, find_house, false};
const struct target_kind target_house_if_named = {"house", "house", RIGHT_HOUSE_SEE, find_house,
                                                  true};
const struct target_kind target_person = {"person", "person", RIGHT_PEOPLE_SEE, find_person, false};
const struct target_kind target_person_or_house = {"person", "person", RIGHT_PEOPLE_SEE,
                                                   find_person_or_house, false};
const struct target_kind target_self = {NULL, "person", RIGHT_OPEN, find_person, false};
const struct target_kind target_own_house = {NULL, "house", RIGHT_HOUSE_SEE, find_own_house, false};
