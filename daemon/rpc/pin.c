/* PINs, and sessions at a kiosk: the part of org.kith.Account that waits for the worker. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"
#include "daemon/crypto/pin.h"
#include "daemon/crypto/random.h"
#include "daemon/domain/account.h"
#include "daemon/rpc/call.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/event.h"
#include "daemon/store/person.h"

#include "org.kith.Account.h"

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

/* The person's account; one without a uid is made where there never was one. */
static int find_or_make(struct call *call, struct account *ret)
{
    int found = account_by_person(call->db, call->target.owner, call->arena, ret);
    if (found != 0)
        return found < 0 ? found : 0;
    found = account_was_ended(call->db, call->target.owner);
    if (found < 0)
        return found;
    if (found)
        return call_conflict(call, "account", "ended",
                             "Their account was ended. An operator can add a new one.");
    *ret =
        (struct account){.kind = "person", .house = call->house.id, .person = call->target.owner};
    return account_insert(call->db, ret, call->now.wall, &ret->id);
}

static int keep_pin(struct call *call)
{
    struct account account;
    struct person person = {0};
    const struct pin_work *work = call_work_data(call);
    int failure = work->result;
    if (failure == 0)
        failure = find_or_make(call, &account);
    if (failure != 0)
        return failure;
    struct pin_kept kept = {.at = call->now.wall, .by = call->actor.account.person};
    memcpy(kept.salt, work->salt, sizeof kept.salt);
    memcpy(kept.hash, work->hash, sizeof kept.hash);
    failure = account_keep_pin(call->db, account.id, &kept);
    /* Whoever was locked out for wrong PINs may begin again with the new one. */
    if (failure == 0)
        failure = person_by_id(call->db, account.person, call->arena, &person);
    if (failure > 0)
        failure = lockout_end(call->db, person.house, person.handle);
    bool by_another = call->target.owner != call->actor.account.person;
    if (failure == 0 && by_another)
        failure = call_event(call, "pin-set", AUDIENCE_PERSON, call->target.owner,
                             me_name(call, call->actor.account.person), NULL);
    return failure;
}

/* Whoever sets a PIN could log in with it, and a coach hears what others must not. */
static int may_set_pin(struct call *call)
{
    struct held_role *held = NULL;
    size_t count = 0;
    bool own = call->target.owner == call->actor.account.person;
    int failure =
        role_held(call->db, call->target.owner, call->now.wall, call->arena, &held, &count);
    if (failure < 0)
        return failure;
    bool operates = account_operates(call->actor.uid, geteuid()) && !call->actor.via_kiosk;
    return account_pin_is_own(held, count) && !own && !operates ? ACCOUNT_OWN_PIN_ONLY : 0;
}

int account_set_pin(struct call *call, const struct account_set_pin_in *in)
{
    unsigned char salt[PIN_SALT_SIZE];
    int result = may_set_pin(call);
    if (result != 0)
        return result;
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
    reply_int(&call->reply, "idleSeconds", call_idle_seconds(call));
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
