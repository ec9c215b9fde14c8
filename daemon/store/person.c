#include "daemon/store/person.h"

#include <assert.h>

#include "daemon/store/list.h"
#include "daemon/store/query.h"

#define PERSON                                                                                     \
    "p.id, p.house, p.handle, p.name, p.added_at,"                                                 \
    " exists (select 1 from stay where stay.person = p.id and moved_out_on is null),"              \
    " exists (select 1 from stay where stay.person = p.id)"

static const char INSERT[] =
    "insert into person (house, handle, name, added_at) values (?1, ?2, ?3, ?4)";
static const char BY_ID[] = "select " PERSON " from person p where p.id = ?1";
static const char BY_HANDLE[] = "select " PERSON " from person p where house = ?1 and handle = ?2";
static const char RENAME[] = "update person set name = ?2 where id = ?1";
static const char HANDLES[] = "select handle from person where house = ?1 order by handle limit ?2";
static const char NAMES[] = "select name from person where house = ?1 order by handle limit ?2";
static const char LIST[] =
    "select " PERSON ","
    " (select bed.handle from stay join lodging on lodging.stay = stay.id"
    "  join bed on bed.id = lodging.bed"
    "  where stay.person = p.id and stay.moved_out_on is null and lodging.until_on is null),"
    " (select moved_in_on from stay where stay.person = p.id and moved_out_on is null),"
    " (select max(moved_out_on) from stay where stay.person = p.id)"
    " from person p where p.house = ?1 and p.handle > ?2"
    " and (?3 or exists (select 1 from stay where stay.person = p.id and moved_out_on is null)"
    "      or not exists (select 1 from stay where stay.person = p.id)"
    "      or exists (select 1 from role_term t where t.person = p.id and t.house = ?1"
    "                 and t.from_at <= ?4 and (t.until_at is null or t.until_at > ?4)))"
    " order by p.handle limit ?5";

static const char STAY_INSERT[] =
    "insert into stay (person, house, moved_in_on, admitted_at, agreement_signed_on,"
    " orientation_due_at) values (?1, ?2, ?3, ?4, ?5, ?6)";
#define STAY                                                                                       \
    "select s.id, s.person, s.moved_in_on, s.moved_out_on, s.agreement_signed_on,"                 \
    " s.belongings_kept_until, s.admitted_at, s.orientation_due_at, s.ended_by, bed.handle, "      \
    "l.id, l.from_on,"                                                                             \
    " s.phone is not null, s.emergency_name is not null or s.emergency_phone is not null,"         \
    " s.leave_reason is not null, s.help_given is not null, s.forward_to is not null"              \
    " from stay s left join lodging l on l.id ="                                                   \
    "  (select id from lodging where stay = s.id order by from_on desc, id desc limit 1)"          \
    " left join bed on bed.id = l.bed where s.person = ?1"
static const char STAYS[] = STAY " order by s.moved_in_on desc, s.id desc limit 100";
static const char STAY_NOW[] = STAY " and s.moved_out_on is null";
static const char STAY_LATEST[] = STAY " order by s.moved_in_on desc, s.id desc limit 1";
static const char SET_AGREEMENT[] = "update stay set agreement_signed_on = ?2 where id = ?1";
static const char SET_DAYS[] = "update stay set moved_in_on = ?2, moved_out_on = ?3,"
                               " orientation_due_at = ?4 where id = ?1";
static const char END[] = "update stay set moved_out_on = ?2, ended_by = ?3,"
                          " belongings_kept_until = ?4 where id = ?1";

static const struct {
    const char *column;
    const char *set;
    const char *get;
} secrets[STAY_SECRETS] = {
#define SECRET(name)                                                                               \
    {                                                                                              \
#name, "update stay set " #name " = ?2 where id = ?1",                                     \
            "select " #name " from stay where id = ?1"                                             \
    }
    [STAY_PHONE] = SECRET(phone),
    [STAY_EMERGENCY_NAME] = SECRET(emergency_name),
    [STAY_EMERGENCY_PHONE] = SECRET(emergency_phone),
    [STAY_LEAVE_REASON] = SECRET(leave_reason),
    [STAY_HELP_GIVEN] = SECRET(help_given),
    [STAY_FORWARD_TO] = SECRET(forward_to),
};

static const char ORIENTATION_DONE[] =
    "insert into orientation (stay, item, done_at) values (?1, ?2, ?3)"
    " on conflict do nothing";
static const char ORIENTATION_ITEMS[] =
    "select item, done_at from orientation where stay = ?1 order by done_at, item";

int person_insert(struct db *db, const struct person *person, int64_t now, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, person->house);
    query_text(&q, person->handle);
    query_text(&q, person->name);
    query_int(&q, now);
    return query_insert(&q, ret_id);
}

static struct person read_person(struct query *q, struct arena *arena)
{
    struct person person = {0};
    person.id = column_int(q);
    person.house = column_int(q);
    person.handle = column_text(q, arena);
    person.name = column_text(q, arena);
    person.added_at = column_int(q);
    person.lives_here = column_bool(q);
    person.former = column_bool(q) && !person.lives_here;
    return person;
}

static int one_person(struct query *q, struct arena *arena, struct person *ret)
{
    int found = query_next(q);
    if (found > 0)
        *ret = read_person(q, arena);
    int failure = query_end(q);
    return failure < 0 ? failure : found;
}

int person_by_id(struct db *db, int64_t id, struct arena *arena, struct person *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, id);
    return one_person(&q, arena, ret);
}

int person_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                     struct person *ret)
{
    struct query q = query_start(db, BY_HANDLE);
    query_int(&q, house);
    query_text(&q, handle);
    return one_person(&q, arena, ret);
}

int person_rename(struct db *db, int64_t person, const char *name)
{
    struct query q = query_start(db, RENAME);
    query_int(&q, person);
    query_text(&q, name);
    return query_run(&q);
}

int person_handles(struct db *db, int64_t house, size_t limit, struct arena *arena,
                   const char ***ret, size_t *ret_count)
{
    struct query q = query_start(db, HANDLES);
    query_int(&q, house);
    query_int(&q, (int64_t)limit);
    return list_texts(&q, arena, ret, ret_count);
}

int person_names(struct db *db, int64_t house, size_t limit, struct arena *arena, const char ***ret,
                 size_t *ret_count)
{
    struct query q = query_start(db, NAMES);
    query_int(&q, house);
    query_int(&q, (int64_t)limit);
    return list_texts(&q, arena, ret, ret_count);
}

int person_page(struct db *db, int64_t house, bool former, int64_t now, const char *after,
                size_t limit, struct arena *arena, struct person_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, LIST);
    query_int(&q, house);
    query_text(&q, after ? after : "");
    query_int(&q, former);
    query_int(&q, now);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct person_entry));
    while (query_next(&q) > 0) {
        struct person_entry *entry = list_add(&list);
        entry->person = read_person(&q, arena);
        entry->bed = column_text(&q, arena);
        entry->moved_in_on = column_text(&q, arena);
        entry->moved_out_on = column_text(&q, arena);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int stay_insert(struct db *db, const struct stay *stay, int64_t house, int64_t now, int64_t *ret_id)
{
    struct query q = query_start(db, STAY_INSERT);
    query_int(&q, stay->person);
    query_int(&q, house);
    query_day(&q, stay->moved_in_on);
    query_int(&q, now);
    query_day(&q, stay->agreement_signed_on);
    query_int(&q, stay->orientation_due_at);
    return query_insert(&q, ret_id);
}

static struct stay read_stay(struct query *q, struct arena *arena)
{
    struct stay stay = {0};
    stay.id = column_int(q);
    stay.person = column_int(q);
    stay.moved_in_on = column_day(q);
    stay.moved_out_on = column_day(q);
    stay.agreement_signed_on = column_day(q);
    stay.belongings_kept_until = column_day(q);
    stay.admitted_at = column_int(q);
    stay.orientation_due_at = column_int(q);
    stay.ended_by = column_text(q, arena);
    stay.bed = column_text(q, arena);
    stay.lodging = column_int(q);
    stay.lodging_from = column_day(q);
    stay.has_phone = column_bool(q);
    stay.has_emergency_contact = column_bool(q);
    stay.has_leave_reason = column_bool(q);
    stay.has_help_given = column_bool(q);
    stay.has_forward_to = column_bool(q);
    return stay;
}

int stay_list(struct db *db, int64_t person, struct arena *arena, struct stay **ret,
              size_t *ret_count)
{
    struct query q = query_start(db, STAYS);
    query_int(&q, person);
    struct list list = list_start(arena, sizeof(struct stay));
    while (query_next(&q) > 0)
        *(struct stay *)list_add(&list) = read_stay(&q, arena);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

static int one_stay(struct db *db, const char *sql, int64_t person, struct arena *arena,
                    struct stay *ret)
{
    struct query q = query_start(db, sql);
    query_int(&q, person);
    int found = query_next(&q);
    if (found > 0)
        *ret = read_stay(&q, arena);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

int stay_current(struct db *db, int64_t person, struct arena *arena, struct stay *ret)
{
    return one_stay(db, STAY_NOW, person, arena, ret);
}

int stay_latest(struct db *db, int64_t person, struct arena *arena, struct stay *ret)
{
    return one_stay(db, STAY_LATEST, person, arena, ret);
}

int stay_set_agreement(struct db *db, int64_t stay, civil_day signed_on)
{
    struct query q = query_start(db, SET_AGREEMENT);
    query_int(&q, stay);
    query_day(&q, signed_on);
    return query_run(&q);
}

int stay_set_days(struct db *db, int64_t stay, struct stay_days days, int64_t orientation_due_at)
{
    struct query q = query_start(db, SET_DAYS);
    query_int(&q, stay);
    query_day(&q, days.from);
    query_day(&q, days.until);
    query_int(&q, orientation_due_at);
    return query_run(&q);
}

int stay_end(struct db *db, int64_t stay, civil_day on, const char *ended_by,
             civil_day belongings_kept_until)
{
    struct query q = query_start(db, END);
    query_int(&q, stay);
    query_day(&q, on);
    query_text(&q, ended_by);
    query_day(&q, belongings_kept_until);
    return query_run(&q);
}

const char *stay_secret_column(enum stay_secret secret)
{
    assert(secret < STAY_SECRETS);
    return secrets[secret].column;
}

int stay_set_secret(struct db *db, int64_t stay, enum stay_secret secret, const void *blob,
                    size_t length)
{
    struct query q = query_start(db, secrets[secret].set);
    query_int(&q, stay);
    query_blob(&q, blob, length);
    return query_run(&q);
}

int stay_secret(struct db *db, int64_t stay, enum stay_secret secret, struct arena *arena,
                const void **ret_blob, size_t *ret_length)
{
    const void *blob = NULL;
    size_t length = 0;
    struct query q = query_start(db, secrets[secret].get);
    query_int(&q, stay);
    if (query_next(&q) > 0)
        blob = column_blob(&q, arena, &length);
    int failure = query_end(&q);
    if (failure < 0)
        return failure;
    *ret_blob = blob;
    *ret_length = length;
    return blob ? 1 : 0;
}

int orientation_done(struct db *db, int64_t stay, const char *item, int64_t now)
{
    struct query q = query_start(db, ORIENTATION_DONE);
    query_int(&q, stay);
    query_text(&q, item);
    query_int(&q, now);
    return query_run(&q);
}

int orientation_items(struct db *db, int64_t stay, struct arena *arena,
                      struct orientation_item **ret, size_t *ret_count)
{
    struct query q = query_start(db, ORIENTATION_ITEMS);
    query_int(&q, stay);
    struct list list = list_start(arena, sizeof(struct orientation_item));
    while (query_next(&q) > 0) {
        struct orientation_item *item = list_add(&list);
        item->item = column_text(&q, arena);
        item->done_at = column_int(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}
