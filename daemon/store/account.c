#include "daemon/store/account.h"

#include <stdio.h>
#include <string.h>

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

#define ACCOUNT                                                                                    \
    "a.id, a.kind, a.uid, a.house, a.person, a.pin_hash is not null, a.pin_set_at, a.pin_set_by,"  \
    " a.disabled_at is not null"

static const char INSERT[] =
    "insert into account (kind, uid, house, person, added_at) values (?1, ?2, ?3, ?4, ?5)";
static const char BY_UID[] =
    "select " ACCOUNT " from account a where uid = ?1 and disabled_at is null";
static const char BY_ID[] = "select " ACCOUNT " from account a where id = ?1";
static const char BY_PERSON[] =
    "select " ACCOUNT " from account a where person = ?1 and disabled_at is null";
static const char LIST[] =
    "select " ACCOUNT ", house.handle, person.handle from account a"
    " left join house on house.id = a.house left join person on person.id = a.person"
    " where a.id > ?1 order by a.id limit ?2";
static const char DISABLE[] = "update account set disabled_at = ?2 where id = ?1";
static const char PIN[] = "select pin_salt, pin_hash from account where id = ?1";
static const char SET_PIN[] = "update account set pin_salt = ?2, pin_hash = ?3, pin_set_at = ?4,"
                              " pin_set_by = ?5 where id = ?1";

static const char HELD[] =
    "select 'resident', house from stay where person = ?1 and moved_out_on is null"
    " union all select role, house from role_term"
    " where person = ?1 and from_at <= ?2 and (until_at is null or until_at > ?2)";
static const char TERM_INSERT[] =
    "insert into role_term (person, house, role, from_at, until_at) values (?1, ?2, ?3, ?4, ?5)";
static const char TERM_END[] = "update role_term set until_at = ?2 where id = ?1";
static const char TERMS[] =
    "select t.id, t.person, t.house, t.role, t.from_at, t.until_at, house.handle, "
    "person.handle, " HAS_LEFT(
        "t.person") " from role_term t join house on house.id = t.house join person on person.id = "
                    "t.person"
                    " where (?1 is null or t.person = ?1) and (?2 is null or t.house = ?2)"
                    " order by t.from_at desc, t.id desc limit 500";

static const char LOCKOUT[] =
    "select failures, untold, wait_seconds, since_wall, since_boot, boot_id from lockout"
    " where kiosk = ?1 and handle = ?2";
static const char LOCKOUT_SAVE[] =
    "insert or replace into lockout (kiosk, handle, failures, untold,"
    " wait_seconds, since_wall, since_boot, boot_id)"
    " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

static const char WAS_ENDED[] =
    "select 1 from account where person = ?1 and disabled_at is not null";
static const char LOCKOUT_END[] =
    "update lockout set failures = 0, wait_seconds = 0 where handle = ?2"
    " and kiosk in (select id from account where house = ?1 and kind = 'kiosk')";
static const char LOCKOUT_UNTOLD[] =
    "select coalesce(sum(untold), 0) from lockout"
    " where handle = ?2 and kiosk in (select id from account where house = ?1 and kind = 'kiosk')";

int account_insert(struct db *db, const struct account *account, int64_t now, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_text(&q, account->kind);
    query_optional(&q, account->uid);
    query_id(&q, account->house);
    query_id(&q, account->person);
    query_int(&q, now);
    return query_insert(&q, ret_id);
}

static struct account read_account(struct query *q, struct arena *arena)
{
    struct account account = {0};
    account.id = column_int(q);
    account.kind = column_text(q, arena);
    account.uid = column_optional(q);
    account.house = column_int(q);
    account.person = column_int(q);
    account.has_pin = column_bool(q);
    account.pin_set_at = column_int(q);
    account.pin_set_by = column_int(q);
    account.disabled = column_bool(q);
    return account;
}

static int one_account(struct query *q, struct arena *arena, struct account *ret)
{
    int found = query_next(q);
    if (found > 0)
        *ret = read_account(q, arena);
    int failure = query_end(q);
    return failure < 0 ? failure : found;
}

static int account_by(struct db *db, const char *sql, int64_t key, struct arena *arena,
                      struct account *ret)
{
    struct query q = query_start(db, sql);
    query_int(&q, key);
    return one_account(&q, arena, ret);
}

int account_by_uid(struct db *db, int64_t uid, struct arena *arena, struct account *ret)
{
    return account_by(db, BY_UID, uid, arena, ret);
}

int account_by_id(struct db *db, int64_t id, struct arena *arena, struct account *ret)
{
    return account_by(db, BY_ID, id, arena, ret);
}

int account_by_person(struct db *db, int64_t person, struct arena *arena, struct account *ret)
{
    return account_by(db, BY_PERSON, person, arena, ret);
}

int account_page(struct db *db, int64_t after, size_t limit, struct arena *arena,
                 struct account_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, LIST);
    query_int(&q, after);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct account_entry));
    while (query_next(&q) > 0) {
        struct account_entry *entry = list_add(&list);
        entry->account = read_account(&q, arena);
        entry->house = column_text(&q, arena);
        entry->person = column_text(&q, arena);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int account_end(struct db *db, int64_t account, int64_t now)
{
    struct query q = query_start(db, DISABLE);
    query_int(&q, account);
    query_int(&q, now);
    return query_run(&q);
}

int account_pin(struct db *db, int64_t account, unsigned char salt[16], unsigned char hash[32])
{
    struct arena arena = {0};
    int found = 0;
    struct query q = query_start(db, PIN);
    query_int(&q, account);
    if (query_next(&q) > 0) {
        size_t salt_length = 0;
        size_t hash_length = 0;
        const void *salt_blob = column_blob(&q, &arena, &salt_length);
        const void *hash_blob = column_blob(&q, &arena, &hash_length);
        if (salt_blob && hash_blob && salt_length == 16 && hash_length == 32) {
            memcpy(salt, salt_blob, 16);
            memcpy(hash, hash_blob, 32);
            found = 1;
        }
    }
    int failure = query_end(&q);
    arena_clear(&arena);
    return failure < 0 ? failure : found;
}

int account_keep_pin(struct db *db, int64_t account, const struct pin_kept *pin)
{
    struct query q = query_start(db, SET_PIN);
    query_int(&q, account);
    query_blob(&q, pin->salt, sizeof pin->salt);
    query_blob(&q, pin->hash, sizeof pin->hash);
    query_int(&q, pin->at);
    query_id(&q, pin->by);
    return query_run(&q);
}

int role_held(struct db *db, int64_t person, int64_t now, struct arena *arena,
              struct held_role **ret, size_t *ret_count)
{
    struct query q = query_start(db, HELD);
    query_int(&q, person);
    query_int(&q, now);
    struct list list = list_start(arena, sizeof(struct held_role));
    while (query_next(&q) > 0) {
        int role = role_from_name(column_borrow(&q));
        int64_t house = column_int(&q);
        /* A role that this program does not know gives nothing. */
        if (role >= 0)
            *(struct held_role *)list_add(&list) = (struct held_role){(enum role)role, house};
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int role_insert(struct db *db, const struct role_term *term, int64_t *ret_id)
{
    struct query q = query_start(db, TERM_INSERT);
    query_int(&q, term->person);
    query_int(&q, term->house);
    query_text(&q, role_name(term->role));
    query_int(&q, term->from_at);
    query_id(&q, term->until_at);
    return query_insert(&q, ret_id);
}

int role_end(struct db *db, int64_t term, int64_t at)
{
    struct query q = query_start(db, TERM_END);
    query_int(&q, term);
    query_int(&q, at);
    return query_run(&q);
}

int role_terms(struct db *db, int64_t person, int64_t house, struct arena *arena,
               struct role_term **ret, size_t *ret_count)
{
    struct query q = query_start(db, TERMS);
    query_id(&q, person);
    query_id(&q, house);
    struct list list = list_start(arena, sizeof(struct role_term));
    while (query_next(&q) > 0) {
        struct role_term *term = list_add(&list);
        term->id = column_int(&q);
        term->person = column_int(&q);
        term->house = column_int(&q);
        int role = role_from_name(column_borrow(&q));
        term->role = role < 0 ? ROLE_ANYBODY : (enum role)role;
        term->from_at = column_int(&q);
        term->until_at = column_int(&q);
        term->house_handle = column_text(&q, arena);
        term->person_handle = column_text(&q, arena);
        term->has_left = column_bool(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int lockout_load(struct db *db, int64_t kiosk, const char *handle, struct lockout *ret)
{
    struct lockout lockout = {0};
    struct query q = query_start(db, LOCKOUT);
    query_int(&q, kiosk);
    query_text(&q, handle);
    if (query_next(&q) > 0) {
        lockout.failures = column_int(&q);
        lockout.untold = column_int(&q);
        lockout.wait_seconds = column_int(&q);
        lockout.since.wall = column_int(&q);
        lockout.since.boot = column_int(&q);
        const char *boot_id = column_borrow(&q);
        (void)snprintf(lockout.since.boot_id, BOOT_ID_SIZE, "%s", boot_id ? boot_id : "");
    }
    int failure = query_end(&q);
    if (failure == 0)
        *ret = lockout;
    return failure;
}

int lockout_save(struct db *db, int64_t kiosk, const char *handle, const struct lockout *lockout)
{
    struct query q = query_start(db, LOCKOUT_SAVE);
    query_int(&q, kiosk);
    query_text(&q, handle);
    query_int(&q, lockout->failures);
    query_int(&q, lockout->untold);
    query_int(&q, lockout->wait_seconds);
    query_int(&q, lockout->since.wall);
    query_int(&q, lockout->since.boot);
    query_text(&q, lockout->since.boot_id);
    return query_run(&q);
}

int lockout_untold(struct db *db, int64_t house, const char *handle, int64_t *ret)
{
    struct query q = query_start(db, LOCKOUT_UNTOLD);
    query_int(&q, house);
    query_text(&q, handle);
    int found = list_int(&q, ret);
    return found < 0 ? found : 0;
}

int account_was_ended(struct db *db, int64_t person)
{
    int64_t one = 0;
    struct query q = query_start(db, WAS_ENDED);
    query_int(&q, person);
    return list_int(&q, &one);
}

int lockout_end(struct db *db, int64_t house, const char *handle)
{
    struct query q = query_start(db, LOCKOUT_END);
    query_int(&q, house);
    query_text(&q, handle);
    return query_run(&q);
}
