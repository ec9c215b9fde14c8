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
    int failure = account_page(call->db, page_number(in->after), page_read(in->limit), call->arena,
                               &entries, &count);
    if (failure < 0)
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
        reply_text(reply, "from", term_first_day(call, &terms[i]));
        reply_text(reply, "until", term_last_day(call, &terms[i]));
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
    if (result == 1)
        return ACCOUNT_ROLES_CONFLICT;
    if (result == 0)
        result = call_event(call, "role-given", AUDIENCE_PERSON, person.id, in->role, NULL);
    return result;
}

int account_revoke(struct call *call, const struct account_revoke_in *in)
{
    struct person person;
    struct role_term *terms = NULL;
    size_t count = 0;
    size_t ended = 0;
    int result = call_person(call, in->person, &person);
    if (result == 0)
        result = role_terms(call->db, person.id, call->house.id, call->arena, &terms, &count);
    for (size_t i = 0; result == 0 && i < count; i++) {
        bool over = terms[i].until_at && terms[i].until_at <= call->now.wall;
        if (over || strcmp(role_name(terms[i].role), in->role) != 0)
            continue;
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
    return call_event(call, "role-taken", AUDIENCE_PERSON, person.id, in->role, NULL);
}

/* --- PINs ------------------------------------------------------------------------------------ */

/* What the worker needs to hash a PIN. Wiped by the turn when it is done with. */
struct pin_work {
    unsigned char pepper[PIN_PEPPER_SIZE];
    unsigned char salt[PIN_SALT_SIZE];
    unsigned char hash[PIN_HASH_SIZE];
    char pin[PIN_DIGITS_MAX + 1];
    int result;
};

static void hash_pin(void *data)
{
    struct pin_work *work = data;
    work->result = pin_hash(work->pepper, work->pin, work->salt, work->hash);
}

static int begin_hashing(struct call *call, const unsigned char salt[static PIN_SALT_SIZE],
                         const char *pin)
{
    struct pin_work work = {0};
    memcpy(work.pepper, vault_pepper(call->vault), sizeof work.pepper);
    memcpy(work.salt, salt, sizeof work.salt);
    memcpy(work.pin, pin, strlen(pin) + 1);
    int result = call_later(call, hash_pin, &work, sizeof work);
    explicit_bzero(&work, sizeof work);
    return result;
}

/* The person's account; one without a uid is made where there is none. */
static int find_or_make(struct call *call, struct account *ret)
{
    int found = account_by_person(call->db, call->target.owner, call->arena, ret);
    if (found != 0)
        return found < 0 ? found : 0;
    *ret =
        (struct account){.kind = "person", .house = call->house.id, .person = call->target.owner};
    return account_insert(call->db, ret, call->now.wall, &ret->id);
}

static int keep_pin(struct call *call)
{
    struct account account;
    const struct pin_work *work = call_work_data(call);
    int failure = work->result;
    if (failure == 0)
        failure = find_or_make(call, &account);
    if (failure == 0)
        failure = account_keep_pin(call->db, account.id, work->salt, work->hash);
    bool by_another = call->target.owner != call->actor.account.person;
    if (failure == 0 && by_another)
        failure = call_event(call, "pin-set", AUDIENCE_PERSON, call->target.owner, NULL, NULL);
    return failure;
}

int account_set_pin(struct call *call, const struct account_set_pin_in *in)
{
    unsigned char salt[PIN_SALT_SIZE];
    if (call->work)
        return keep_pin(call);
    if (!pin_valid(in->pin))
        return ACCOUNT_PIN_TOO_EASY;
    int failure = random_bytes(salt, sizeof salt);
    return failure < 0 ? failure : begin_hashing(call, salt, in->pin);
}

/* --- Sessions at a kiosk ---------------------------------------------------------------------- */

/* What is known of a log-in before and after the worker has hashed. */
struct login {
    struct person person;   /* id 0: nobody has that handle */
    struct account account; /* id 0: nobody to log in as */
    unsigned char salt[PIN_SALT_SIZE];
    unsigned char hash[PIN_HASH_SIZE];
    struct lockout handle;
    struct lockout kiosk;
};

/* Failures of the kiosk as a whole stand under an empty handle, which nobody can have. */
static const char whole_kiosk[] = "";

static int load_lockouts(struct call *call, const char *handle, struct login *login)
{
    int64_t kiosk = call->actor.account.id;
    int failure = lockout_load(call->db, kiosk, handle, &login->handle);
    if (failure == 0)
        failure = lockout_load(call->db, kiosk, whole_kiosk, &login->kiosk);
    if (failure < 0)
        return failure;
    int64_t wait = lockout_left(&login->handle, &call->now);
    int64_t wait_kiosk = lockout_left(&login->kiosk, &call->now);
    wait = wait > wait_kiosk ? wait : wait_kiosk;
    if (!wait)
        return 0;
    call_say_int(call, "waitSeconds", wait);
    return OUTCOME_LOCKED_OUT;
}

static int load_login(struct call *call, const char *handle, struct login *ret)
{
    struct login login = {0};
    int result = load_lockouts(call, handle, &login);
    if (result != 0)
        return result;
    int found = person_by_handle(call->db, call->house.id, handle, call->arena, &login.person);
    if (found > 0)
        found = account_by_person(call->db, login.person.id, call->arena, &login.account);
    if (found > 0)
        found = account_pin(call->db, login.account.id, login.salt, login.hash);
    if (found < 0)
        return found;
    if (!found)
        login.account.id = 0;
    /* Nobody's PIN takes as long to try as somebody's, and nothing matches it. */
    if (!found)
        result = random_bytes(login.salt, sizeof login.salt);
    *ret = login;
    return result;
}

/* What is left of a wrong PIN once its call is undone: the count, and an entry. */
static int remember_failure(struct call *call)
{
    const struct account_login_in *in = call->parameters;
    struct login login = {0};
    int64_t kiosk = call->actor.account.id;
    int failure = load_lockouts(call, in->person, &login);
    if (failure < 0)
        return failure;
    lockout_fail(&login.handle, LOCKOUT_HANDLE_TRIES, &call->now);
    lockout_fail(&login.kiosk, LOCKOUT_KIOSK_TRIES, &call->now);
    failure = lockout_save(call->db, kiosk, in->person, &login.handle);
    if (failure == 0)
        failure = lockout_save(call->db, kiosk, whole_kiosk, &login.kiosk);
    return failure == 0 ? call_record(call, "LoginFailed") : failure;
}

static int log_in(struct call *call, const struct login *login)
{
    struct lockout handle = login->handle;
    struct lockout kiosk = login->kiosk;
    int64_t told = handle.untold;
    lockout_clear(&handle);
    lockout_clear(&kiosk);
    int failure = lockout_save(call->db, call->actor.account.id, login->person.handle, &handle);
    if (failure == 0)
        failure = lockout_save(call->db, call->actor.account.id, whole_kiosk, &kiosk);
    if (failure < 0)
        return failure;
    call->target.owner = login->person.id;
    reply_text(&call->reply, "person", login->person.handle);
    reply_int(&call->reply, "failedLogins", told);
    call_begin_session(call, login->account.id);
    return 0;
}

int account_login(struct call *call, const struct account_login_in *in)
{
    struct login login;
    bool digits = strspn(in->pin, "0123456789") == strlen(in->pin);
    int result = load_login(call, in->person, &login);
    if (result != 0)
        return result;
    if (!call->work && digits && strlen(in->pin) >= PIN_DIGITS_MIN)
        return begin_hashing(call, login.salt, in->pin);
    const struct pin_work *work = call->work ? call_work_data(call) : NULL;
    if (work && work->result < 0)
        return work->result;
    bool matches = work && login.account.id && pin_matches(work->hash, login.hash);
    explicit_bzero(login.hash, sizeof login.hash);
    if (matches)
        return log_in(call, &login);
    /* Not the target: a key of their own would be made, and the time it takes would tell. */
    if (login.person.id)
        call_concerns(call, login.person.id);
    call->survive = remember_failure;
    return ACCOUNT_LOGIN_FAILED;
}

int account_logout(struct call *call)
{
    if (!call->actor.via_kiosk)
        return ACCOUNT_NOT_A_KIOSK;
    call_begin_session(call, 0);
    return 0;
}

/* --- What one may read of it oneself ---------------------------------------------------------- */

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
        me_fact(call, "account", "You have a PIN for the shared computer.");
    int failure = role_terms(call->db, call->target.owner, 0, call->arena, &terms, &count);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        const char *until = term_last_day(call, &terms[i]);
        me_fact(call, "role", "You have been %s of %s since %s%s%s.", role_name(terms[i].role),
                terms[i].house_handle, term_first_day(call, &terms[i]), until ? ", until " : "",
                until ? until : "");
    }
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
