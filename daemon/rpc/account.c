/* org.kith.Account: who may call, and as what. */
#include "org.kith.Account.h"

#include <errno.h>
#include <string.h>

#include "daemon/crypto/pin.h"
#include "daemon/crypto/random.h"
#include "daemon/domain/account.h"
#include "daemon/rpc/internal.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/term.h"
#include "daemon/store/event.h"
#include "daemon/store/person.h"

/* --- Accounts ------------------------------------------------------------------------------- */

/* An operator's account stands in no house, so that only an operator of all of them adds one. */
static int find_account_house(struct call *call, const char *kind)
{
    if (kind && strcmp(kind, "operator") == 0) {
        call->house = (struct house){0};
        call->target = (struct target){0};
        return 0;
    }
    return call->house.id ? 0 : resolve_house(call, NULL);
}

static const struct target_kind target_account_house = {
    .parameter = "kind",
    .kind = "house",
    .see = RIGHT_OPEN, /* a house they may not know of is not there for resolve_house already */
    .resolve = find_account_house,
    .house_optional = true,
};

int account_add(struct call *call, const struct account_add_in *in)
{
    bool is_operator = strcmp(in->kind, "operator") == 0;
    struct person person = {0};
    int result = account_fits(in->kind, in->uid.present, call->house.id != 0, in->person != NULL);
    if (result == 0 && in->person)
        result = call_person(call, in->person, &person);
    if (result == 0 && person.id && person.house != call->house.id)
        return call_not_found(call, "person", in->person);
    if (result == 0 && person.id && in->uid.present)
        result = term_may_have_uid(call, person.id, in->uid.value);
    if (result != 0)
        return result;
    struct account account = {
        .kind = in->kind,
        .uid = in->uid,
        .house = is_operator ? 0 : call->house.id,
        .person = person.id,
    };
    int failure = account_insert(call->db, &account, call->now.wall, &account.id);
    if (failure == -EEXIST) {
        struct account other;
        int found = person.id ? account_by_person(call->db, person.id, call->arena, &other) : 0;
        if (found > 0)
            return call_conflict(call, "account", in->person, "They have an account already.");
        call_say_int(call, "uid", in->uid.value);
        return ACCOUNT_UID_TAKEN;
    }
    if (failure < 0)
        return failure;
    if (person.id)
        call_concerns(call, person.id);
    reply_int(&call->reply, "accountId", account.id);
    return 0;
}

int account_list(struct call *call, const struct account_list_in *in)
{
    struct account_entry *entries = NULL;
    size_t count = 0;
    int64_t after = 0;
    int failure = page_number(call, in->after, 0, &after);
    if (failure == 0)
        failure =
            account_page(call->db, after, page_read(in->limit), call->arena, &entries, &count);
    if (failure != 0)
        return failure;
    size_t shown = page_show(in->limit, count);
    struct reply *reply = &call->reply;
    reply_list(reply, "accounts");
    for (size_t i = 0; i < shown; i++) {
        const struct account *account = &entries[i].account;
        reply_object(reply, NULL);
        reply_int(reply, "accountId", account->id);
        reply_text(reply, "kind", account->kind);
        if (account->uid.present)
            reply_int(reply, "uid", account->uid.value);
        reply_text(reply, "house", entries[i].house);
        reply_text(reply, "person", entries[i].person);
        reply_bool(reply, "pin", account->has_pin);
        reply_bool(reply, "disabled", account->disabled);
        reply_object_end(reply);
    }
    reply_list_end(reply);
    if (shown)
        page_next(call, in->limit, count,
                  arena_format(call->arena, "%lld", (long long)entries[shown - 1].account.id));
    return 0;
}

int account_disable(struct call *call, const struct account_disable_in *in)
{
    struct account account;
    int found = account_by_id(call->db, in->account_id, call->arena, &account);
    if (found < 0)
        return found;
    if (!found || account.disabled)
        return call_not_found(call, "account",
                              arena_format(call->arena, "%lld", (long long)in->account_id));
    if (account.person)
        call_concerns(call, account.person);
    return account_end(call->db, account.id, call->now.wall);
}

/* --- Roles ---------------------------------------------------------------------------------- */

int account_roles(struct call *call, const struct account_roles_in *in)
{
    (void)in;
    struct role_term *terms = NULL;
    size_t count = 0;
    int failure = role_terms(call->db, call->target.owner, 0, call->arena, &terms, &count);
    if (failure < 0)
        return failure;
    struct reply *reply = &call->reply;
    bool own = call->target.owner == call->actor.account.person;
    reply_list(reply, "terms");
    for (size_t i = 0; i < count; i++) {
        if (!own && !resolve_may_see_house(call, terms[i].house))
            continue;
        reply_object(reply, NULL);
        reply_text(reply, "role", role_name(terms[i].role));
        reply_text(reply, "house", terms[i].house_handle);
        term_write_days(call, &terms[i]);
        reply_object_end(reply);
    }
    reply_list_end(reply);
    return 0;
}

int account_grant(struct call *call, const struct account_grant_in *in)
{
    struct person person;
    struct role_term term = {.house = call->house.id};
    int result = call_person(call, in->person, &person);
    if (result != 0)
        return result;
    term.person = person.id;
    term.role = (enum role)role_from_name(in->role);
    result = term_set_days(call, in->from, in->until, &term);
    if (result == 0)
        result = term_begin(call, &term);
    return result == 1 ? ACCOUNT_ROLES_CONFLICT : result;
}

int account_revoke(struct call *call, const struct account_revoke_in *in)
{
    struct person person;
    struct role_term *terms = NULL;
    size_t count = 0;
    size_t ended = 0;
    const char *kind = "role-withdrawn";
    int result = call_person(call, in->person, &person);
    if (result == 0)
        result = role_terms(call->db, person.id, call->house.id, call->arena, &terms, &count);
    for (size_t i = 0; result == 0 && i < count; i++) {
        if (term_is_over(call, &terms[i]) || strcmp(role_name(terms[i].role), in->role) != 0)
            continue;
        if (term_state_now(call, &terms[i]) == TERM_CURRENT)
            kind = "role-taken";
        result = role_end(call->db, terms[i].id, call->now.wall);
        ended++;
    }
    if (result != 0)
        return result;
    if (!ended) {
        call_say(call, "role", in->role);
        return ACCOUNT_NO_SUCH_ROLE;
    }
    call_concerns(call, person.id);
    return call_event(call, kind, AUDIENCE_PERSON, person.id, in->role, NULL);
}

/* --- What one may read of it oneself ---------------------------------------------------------- */

static void tell_term(struct call *call, const struct role_term *term)
{
    const char *role = role_name(term->role);
    const char *house = term->house_handle;
    const char *days = term_days(call, term);
    const char *from = me_date(call, call_day_of(call, term->from_at));
    enum term_state state = term_state_now(call, term);
    if (state == TERM_COMING)
        me_fact(call, "role", "You will be %s of %s %s.", role, house, days);
    else if (state == TERM_ENDED)
        me_fact(call, "role", "You were %s of %s %s.", role, house, days);
    else if (state == TERM_WITHDRAWN)
        me_fact(call, "role", "You were to be %s of %s from %s on, but that was withdrawn.", role,
                house, from);
    else if (term->until_at)
        me_fact(call, "role", "You are %s of %s %s.", role, house, days);
    else
        me_fact(call, "role", "You have been %s of %s since %s.", role, house, from);
}

static int facts(struct call *call)
{
    struct account account;
    struct role_term *terms = NULL;
    size_t count = 0;
    int found = account_by_person(call->db, call->target.owner, call->arena, &account);
    if (found < 0)
        return found;
    if (found && account.uid.present)
        me_fact(call, "account", "You have an account on this computer, as user number %lld.",
                (long long)account.uid.value);
    if (found && account.has_pin)
        me_fact(call, "account", "You have a PIN for the shared computer. %s set it on %s.",
                account.pin_set_by == call->target.owner ? "You"
                                                         : me_name(call, account.pin_set_by),
                me_date(call, call_day_of(call, account.pin_set_at)));
    int failure = role_terms(call->db, call->target.owner, 0, call->arena, &terms, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        tell_term(call, &terms[i]);
    return failure;
}

static const struct row rows[] = {
    {&account_add_method, WRITE, &target_account_house, RIGHT_ACCOUNTS_RUN, false},
    {&account_list_method, READ, NULL, RIGHT_ACCOUNTS_RUN, false},
    {&account_disable_method, WRITE, NULL, RIGHT_ACCOUNTS_RUN, false},
    {&account_roles_method, READ, &target_person, RIGHT_ROLES_SEE, false},
    {&account_grant_method, WRITE, &target_house, RIGHT_ACCOUNTS_RUN, false},
    {&account_revoke_method, WRITE, &target_house, RIGHT_ACCOUNTS_RUN, false},
    {&account_set_pin_method, WRITE, &target_person, RIGHT_PIN_SET, true},
    {&account_login_method, WRITE, &target_own_house, RIGHT_LOGIN, true},
    {&account_logout_method, WRITE, NULL, RIGHT_OPEN, false},
};

static const struct refusal refusals[ACCOUNT_OUTCOMES] = {
    [ACCOUNT_UID_TAKEN] = {"org.kith.Account.UidTaken", "User {uid} has an account already."},
    [ACCOUNT_KIND_MISMATCH] =
        {"org.kith.Account.KindMismatch",
         "A person's account names the person; an operator's and a kiosk's name a user of this"
         " computer, and a kiosk's its house."},
    [ACCOUNT_ROLES_CONFLICT] =
        {"org.kith.Account.RolesConflict",
         "They are {has} here, and nobody can be {role} too: a coach hears what the others must"
         " not."},
    [ACCOUNT_NO_SUCH_ROLE] = {"org.kith.Account.NoSuchRole", "They are not {role} here."},
    [ACCOUNT_PIN_TOO_EASY] =
        {"org.kith.Account.PinTooEasy",
         "A PIN is six to twelve digits, not all alike and not in a row. Choose another."},
    [ACCOUNT_OWN_PIN_ONLY] =
        {"org.kith.Account.OwnPinOnly",
         "A coach sets their own PIN, so that nobody else can read in their name."},
    [ACCOUNT_LOGIN_FAILED] = {"org.kith.Account.LoginFailed",
                              "That name and PIN do not belong together. Try again."},
    [ACCOUNT_NOT_A_KIOSK] = {"org.kith.Account.NotAKiosk",
                             "Nobody is logged in on this connection."},
};

const struct noun account_noun = {
    .interface = account_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_ACCOUNTS_RUN,
    .facts = facts,
};
