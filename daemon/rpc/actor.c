#include <string.h>
#include <unistd.h>

#include "daemon/rpc/internal.h"
#include "daemon/store/list.h"

/* The roles that follow from the account itself, before those that were given. */
static void add_own_roles(const struct actor *actor, struct list *roles)
{
    const struct account *account = &actor->account;
    *(struct held_role *)list_add(roles) = (struct held_role){ROLE_ANYBODY, 0};
    if (account->person)
        *(struct held_role *)list_add(roles) = (struct held_role){ROLE_PERSON, 0};
    else if (account->id && strcmp(account->kind, "kiosk") == 0)
        *(struct held_role *)list_add(roles) = (struct held_role){ROLE_KIOSK, account->house};
    else if (account->id && strcmp(account->kind, "operator") == 0)
        *(struct held_role *)list_add(roles) = (struct held_role){ROLE_OPERATOR, 0};
    if (account_operates(actor->uid, geteuid()) && !actor->via_kiosk)
        *(struct held_role *)list_add(roles) = (struct held_role){ROLE_OPERATOR, 0};
}

/* A session ends when nobody has typed for a while; the kiosk is then nobody's again. */
static void end_idle_session(struct request *request)
{
    struct peer *peer = request->call.peer;
    struct turn *turn = request->call.turn;
    if (peer->session && turn->now.boot - peer->session_used_at > turn->world.kiosk_idle)
        peer->session = 0;
    /* A stream goes on by itself, so it does not show that somebody is there. */
    if (peer->session && peer->pending != PENDING_STREAM)
        peer->session_used_at = turn->now.boot;
}

int64_t call_idle_seconds(const struct call *call)
{
    return call->turn->world.kiosk_idle;
}

/* A session stands on two accounts, the kiosk's and the person's, and falls with either. */
static int load_account(struct request *request, struct arena *arena, struct account *ret)
{
    struct call *call = &request->call;
    struct peer *peer = call->peer;
    struct account person;
    int found = account_by_uid(call->db, peer->uid, arena, ret);
    if (found < 0 || !peer->session)
        return found;
    int in = account_by_id(call->db, peer->session, arena, &person);
    if (in < 0)
        return in;
    if (in > 0 && !person.disabled && found > 0 && strcmp(ret->kind, "kiosk") == 0)
        *ret = person;
    else
        peer->session = 0;
    return found;
}

static int load_actor(struct request *request, struct arena *arena, struct actor *actor)
{
    struct call *call = &request->call;
    int found = load_account(request, arena, &actor->account);
    if (found < 0)
        return found;
    actor->via_kiosk = call->peer->session != 0;
    struct list roles = list_start(arena, sizeof(struct held_role));
    add_own_roles(actor, &roles);
    if (actor->account.person) {
        struct held_role *held = NULL;
        size_t count = 0;
        int failure =
            role_held(call->db, actor->account.person, call->now.wall, arena, &held, &count);
        if (failure < 0)
            return failure;
        for (size_t i = 0; i < count; i++)
            *(struct held_role *)list_add(&roles) = held[i];
    }
    actor->roles = roles.items;
    actor->role_count = roles.count;
    return 0;
}

static bool is_known(const struct known_actor *known, const struct peer *peer)
{
    return known->generation == peer->turn->callers && known->wall == peer->turn->now.wall &&
           known->session == peer->session && known->actor.uid == peer->uid;
}

int actor_load(struct request *request)
{
    struct peer *peer = request->call.peer;
    struct known_actor *known = &peer->known;
    end_idle_session(request);
    if (!is_known(known, peer)) {
        arena_clear(&known->arena);
        known->generation = 0;
        known->house = (struct house){0};
        known->actor = (struct actor){.uid = peer->uid, .account.kind = "none"};
        int failure = load_actor(request, &known->arena, &known->actor);
        if (failure < 0)
            return failure;
        known->generation = peer->turn->callers;
        known->wall = peer->turn->now.wall;
        known->session = peer->session;
    }
    request->call.actor = known->actor;
    return 0;
}
