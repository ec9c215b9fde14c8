/* org.kith.Server: who is calling, what they may do, how the record is. */
#include "org.kith.Server.h"

#include <errno.h>
#include <string.h>

#include "daemon/rpc/internal.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/audit.h"
#include "daemon/store/person.h"
#include "daemon/store/witness.h"

static const char *newest_words(struct call *call, int *ret_failure)
{
    struct signed_note note;
    char *words = arena_alloc(call->arena, 64);
    int failure = checkpoint_newest(call->db, call->arena, &note);
    if (failure == 0 && note.seq)
        failure = witness_words(&note, words);
    *ret_failure = failure;
    return failure == 0 && note.seq ? words : NULL;
}

/* Each once, though it be held in several houses. */
static void write_roles(struct call *call)
{
    bool told[ROLES] = {[ROLE_ANYBODY] = true, [ROLE_PERSON] = true};
    reply_list(&call->reply, "roles");
    for (size_t i = 0; i < call->actor.role_count; i++) {
        enum role role = call->actor.roles[i].role;
        if (!told[role])
            reply_text(&call->reply, NULL, role_name(role));
        told[role] = true;
    }
    reply_list_end(&call->reply);
}

/* The house whose clock is told: the one named, if the caller may see it, or their only one. */
static const char *clock_house(const char *named, const char *const *houses, size_t count)
{
    for (size_t i = 0; named && i < count; i++)
        if (strcmp(houses[i], named) == 0)
            return houses[i];
    return count == 1 ? houses[0] : NULL;
}

int server_hello(struct call *call, const struct server_hello_in *in)
{
    struct person person = {0};
    const char **houses = NULL;
    size_t count = 0;
    int64_t failed = 0;
    int failure = 0;
    const char *words = newest_words(call, &failure);
    if (failure == 0)
        failure = resolve_houses(call, &houses, &count);
    if (failure == 0 && call->actor.account.person)
        failure = person_by_id(call->db, call->actor.account.person, call->arena, &person);
    if (failure >= 0 && call->actor.account.person)
        failure = lockout_untold(call->db, person.house, person.handle, &failed);
    if (failure < 0)
        return failure;
    struct house house = {0};
    const char *clock = clock_house(in->in_house, houses, count);
    if (clock) {
        failure = house_by_handle(call->db, clock, call->arena, &house);
        if (failure < 0)
            return failure;
        call->zone = turn_zone(call->turn, house.zone);
    }
    struct reply *reply = &call->reply;
    reply_text(reply, "version", VERSION);
    reply_text(reply, "now", call_instant(call, call->now.wall));
    reply_text(reply, "zone", call->zone ? house.zone : "UTC");
    reply_text(reply, "house", count == 1 ? houses[0] : NULL);
    reply_list(reply, "houses");
    for (size_t i = 0; i < count; i++)
        reply_text(reply, NULL, houses[i]);
    reply_list_end(reply);
    reply_text(reply, "person", person.handle);
    reply_text(reply, "account", call->actor.account.kind);
    write_roles(call);
    reply_int(reply, "failedLogins", failed);
    reply_text(reply, "words", words);
    return 0;
}

int server_status(struct call *call)
{
    const struct turn_world *world = &call->turn->world;
    struct signed_note note;
    const char *fault = NULL;
    char hash[65];
    int64_t seq = 0;
    int failure = resolve_zone(call);
    if (failure == 0)
        failure = audit_head(call->db, &seq, hash);
    if (failure == 0)
        failure = checkpoint_newest(call->db, call->arena, &note);
    if (failure < 0)
        return failure;
    bool checking = world->checking && world->checking(world->context, &fault);
    if (!fault)
        fault = call->turn->damage;
    if (!fault && !turn_is_sound(call->turn))
        fault = "What is written cannot be kept. Look at the disk's space and health.";
    struct reply *reply = &call->reply;
    reply_text(reply, "version", VERSION);
    reply_text(reply, "startedAt", call_instant(call, call->turn->started_at));
    reply_bool(reply, "readOnly", db_refuses_writes(call->db));
    reply_text(reply, "fault", fault);
    reply_int(reply, "connections", world->connections ? world->connections(world->context) : 0);
    reply_int(reply, "auditSequence", seq);
    reply_int(reply, "checkpointSequence", note.seq);
    reply_int(reply, "databaseBytes", db_size(call->db));
    reply_bool(reply, "checking", checking);
    return 0;
}

/* The rights that the dispatcher would find the caller to have towards such a target. */
static uint64_t rights_towards(const struct call *call, struct target target)
{
    struct call asked = *call;
    asked.target = target;
    struct rights rights = access_rights(call->actor.roles, call->actor.role_count, target.house);
    return rights.towards[resolve_relation(&asked)];
}

/* What they may do in one of their houses, unless they could not even name it. */
static void add_house(const struct call *call, int64_t house, struct rights *all)
{
    bool own = house && house == call->actor.account.house;
    if (!own && !resolve_may_see_house(call, house))
        return;
    all->towards[RELATION_HOUSE] |= rights_towards(call, (struct target){.house = house});
    all->towards[RELATION_FORMER] |=
        rights_towards(call, (struct target){.house = house, .former = true});
}

/* All that the caller may do, wherever they may do it. */
static struct rights all_rights(const struct call *call)
{
    const struct account *account = &call->actor.account;
    struct rights all = {0};
    add_house(call, account->house, &all);
    for (size_t i = 0; i < call->actor.role_count; i++)
        add_house(call, call->actor.roles[i].house, &all);
    all.towards[RELATION_OTHER] = rights_towards(call, (struct target){0});
    if (account->person)
        all.towards[RELATION_SELF] = rights_towards(
            call, (struct target){.house = account->house, .owner = account->person});
    return all;
}

/* Whether the method can be about such a one: the daemon stands in no house, and a house has no
 * self and never moves out. */
static bool can_be_about(const struct row *row, enum relation relation)
{
    if (!row->target)
        return relation == RELATION_OTHER;
    if (row->target == &target_self)
        return relation == RELATION_SELF;
    return strcmp(row->target->kind, "person") == 0 || relation == RELATION_HOUSE ||
           relation == RELATION_OTHER;
}

static void write_permission(struct call *call, const struct entry *entry,
                             const struct rights *rights)
{
    static const char *const members[RELATIONS] = {
        [RELATION_SELF] = "self",
        [RELATION_HOUSE] = "house",
        [RELATION_OTHER] = "other",
        [RELATION_FORMER] = "former",
    };
    bool may[RELATIONS];
    bool any = false;
    for (int r = 0; r < RELATIONS; r++) {
        enum relation relation = (enum relation)r;
        may[r] = can_be_about(entry->row, relation) &&
                 access_allows(rights, entry->row->right, relation);
        any |= may[r];
    }
    if (!any)
        return;
    reply_object(&call->reply, NULL);
    reply_text(&call->reply, "method", entry->name);
    for (int r = 0; r < RELATIONS; r++)
        reply_bool(&call->reply, members[r], may[r]);
    reply_object_end(&call->reply);
}

int server_methods(struct call *call)
{
    struct rights rights = all_rights(call);
    reply_list(&call->reply, "methods");
    for (size_t i = 0; i < call->turn->entry_count; i++)
        write_permission(call, &call->turn->entries[i], &rights);
    reply_list_end(&call->reply);
    return 0;
}

int server_reload(struct call *call)
{
    const struct turn_world *world = &call->turn->world;
    struct reload_report report = {.reason = "there is nothing to reload"};
    int failure = world->reload ? world->reload(world->context, call->arena, &report) : -EINVAL;
    if (failure < 0) {
        call_say(call, "message", report.reason);
        return OUTCOME_CONFIGURATION;
    }
    reply_list(&call->reply, "atNextStart");
    for (size_t i = 0; i < report.fixed_count; i++)
        reply_text(&call->reply, NULL, report.fixed[i]);
    reply_list_end(&call->reply);
    call_after_commit(call, world->take_reloaded, world->context, 0);
    return 0;
}

static const struct row rows[] = {
    {&server_hello_method, READ, NULL, RIGHT_OPEN, false},
    {&server_status_method, READ, NULL, RIGHT_STATUS, false},
    {&server_methods_method, READ, NULL, RIGHT_OPEN, false},
    {&server_reload_method, WRITE, NULL, RIGHT_SERVER_RUN, false},
};

const struct noun server_noun = {
    .interface = server_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .audit_right = RIGHT_ACCOUNTS_RUN,
};
