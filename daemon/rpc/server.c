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

int server_hello(struct call *call)
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
    if (count == 1) {
        failure = house_by_handle(call->db, houses[0], call->arena, &house);
        if (failure < 0)
            return failure;
        call->zone = turn_zone(call->turn, house.zone);
    }
    struct reply *reply = &call->reply;
    reply_text(reply, "version", VERSION);
    reply_text(reply, "now", call_instant(call, call->now.wall));
    reply_text(reply, "zone", call->zone ? house.zone : "UTC");
    reply_text(reply, "house", house.handle);
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

/* What the roles held anywhere allow, whatever the house. */
static struct rights all_rights(const struct call *call)
{
    struct rights all = {0};
    for (size_t i = 0; i < call->actor.role_count; i++) {
        struct rights one = access_rights(&call->actor.roles[i], 1, call->actor.roles[i].house);
        for (int relation = 0; relation < RELATIONS; relation++)
            all.towards[relation] |= one.towards[relation];
    }
    return all;
}

int server_methods(struct call *call)
{
    struct rights rights = all_rights(call);
    struct reply *reply = &call->reply;
    reply_list(reply, "methods");
    for (size_t i = 0; i < call->turn->entry_count; i++) {
        const struct entry *entry = &call->turn->entries[i];
        bool may[RELATIONS];
        bool any = false;
        for (int relation = 0; relation < RELATIONS; relation++) {
            may[relation] = access_allows(&rights, entry->row->right, (enum relation)relation);
            any |= may[relation];
        }
        if (!any)
            continue;
        reply_object(reply, NULL);
        reply_text(reply, "method", entry->name);
        reply_bool(reply, "self", may[RELATION_SELF]);
        reply_bool(reply, "house", may[RELATION_HOUSE]);
        reply_bool(reply, "other", may[RELATION_OTHER]);
        reply_bool(reply, "former", may[RELATION_FORMER]);
        reply_object_end(reply);
    }
    reply_list_end(reply);
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
