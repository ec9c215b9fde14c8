#include "daemon/store/chore.h"

#include <string.h>

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

#define CHORE                                                                                      \
    "id, house, handle, name, area, instructions, rule, list, starts_on, due_minute,"              \
    " window_minutes, effort, people, rotation, hold_weeks, looked_at_by, retired_at"

static const char INSERT[] =
    "insert into chore (house, handle, name, area, instructions, rule, list, starts_on,"
    " due_minute, window_minutes, effort, people, rotation, hold_weeks, looked_at_by, added_at)"
    " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
static const char UPDATE[] =
    "update chore set house = ?1, handle = ?2, name = ?3, area = ?4, instructions = ?5, rule = ?6,"
    " list = ?7, starts_on = ?8, due_minute = ?9, window_minutes = ?10, effort = ?11, people = ?12,"
    " rotation = ?13, hold_weeks = ?14, looked_at_by = ?15 where id = ?16";
static const char RETIRE[] = "update chore set retired_at = ?2 where id = ?1";
static const char BY_HANDLE[] = "select " CHORE " from chore"
                                " where house = ?1 and handle = ?2 and retired_at is null";
static const char BY_HANDLE_EVER[] = "select " CHORE " from chore where house = ?1 and handle = ?2";
static const char COUNT[] = "select count(*) from chore where house = ?1 and retired_at is null";
static const char HANDLES[] = "select handle from chore"
                              " where house = ?1 and retired_at is null order by handle limit ?2";
static const char NAMES[] = "select name from chore"
                            " where house = ?1 and retired_at is null order by handle limit ?2";
#define PAGE(is)                                                                                   \
    "select " CHORE " from chore where house = ?1 and handle > ?2 and retired_at " is              \
    " order by handle limit ?3"
static const char LIST[] = PAGE("is null");
static const char LIST_RETIRED[] = PAGE("is not null");

static const char ALL[] = "select " CHORE " from chore where house = ?1 order by handle";
static const char HOLDERS[] = "select person from chore_holder where chore = ?1 order by position";
/* In the order of the index, so that nothing has to be sorted. */
static const char ALL_HOLDERS[] =
    "select h.chore, h.person from chore c cross join chore_holder h"
    " where c.house = ?1 and h.chore = c.id order by c.handle, h.position";
/* Each of them once, however many chores they hold. */
static const char HOLDER_PEOPLE[] =
    "select p.id, p.handle, " HAS_LEFT("p.id") " from person p where p.house = ?1"
                                               " and exists (select 1 from chore_holder h"
                                               " where h.person = p.id)";
static const char DROP_HOLDERS[] = "delete from chore_holder where chore = ?1";
static const char ADD_HOLDER[] =
    "insert into chore_holder (chore, position, person) values (?1, ?2, ?3)";
static const char SET_EXCEPTION[] =
    "insert into chore_exception (chore, on_date, kind, to_date) values (?1, ?2, ?3, ?4)"
    " on conflict do update set kind = excluded.kind, to_date = excluded.to_date";
static const char DROP_EXCEPTION[] =
    "delete from chore_exception where chore = ?1 and on_date = ?2";
#define EXCEPTION "select x.chore, x.on_date, x.to_date, x.kind from chore_exception x "
static const char EXCEPTIONS[] = EXCEPTION "where x.chore = ?1 order by x.on_date";
static const char ALL_EXCEPTIONS[] =
    EXCEPTION "join chore c on c.id = x.chore where c.house = ?1 order by x.chore, x.on_date";
static const char NEW_SETTINGS[] = "insert or ignore into chore_house (house) values (?1)";
static const char SETTINGS[] = "select plan_days, grace_minutes, on_paper, settled_through"
                               " from chore_house where house = ?1";
static const char SAVE_SETTINGS[] =
    "insert into chore_house (house, plan_days, grace_minutes, on_paper, settled_through)"
    " values (?1, ?2, ?3, ?4, ?5) on conflict do update set plan_days = excluded.plan_days,"
    " grace_minutes = excluded.grace_minutes, on_paper = excluded.on_paper,"
    " settled_through = excluded.settled_through";
static const char PLAN_AT[] = "update chore_house set plan_at = ?2 where house = ?1";
static const char NEXT_PLAN[] =
    "select house, plan_at from chore_house where plan_at is not null order by plan_at limit 1";

/* Its columns in the order of INSERT and UPDATE. */
static void bind_chore(struct query *q, const struct chore *chore)
{
    query_int(q, chore->house);
    query_text(q, chore->handle);
    query_text(q, chore->name);
    query_text(q, chore->area);
    query_text(q, chore->instructions);
    query_text(q, chore->rule);
    query_text(q, chore->list);
    query_day(q, chore->starts_on);
    query_int(q, chore->due_minute);
    query_id(q, chore->window_minute);
    query_int(q, chore->effort);
    query_int(q, chore->people);
    query_text(q, rotation_name(chore->rotation));
    query_int(q, chore->hold_weeks);
    query_text(q, looker_name(chore->looker));
}

int chore_insert(struct db *db, const struct chore *chore, int64_t now, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    bind_chore(&q, chore);
    query_int(&q, now);
    int failure = query_insert(&q, ret_id);
    if (failure < 0)
        return failure;
    q = query_start(db, NEW_SETTINGS);
    query_int(&q, chore->house);
    return query_run(&q);
}

int chore_update(struct db *db, const struct chore *chore)
{
    struct query q = query_start(db, UPDATE);
    bind_chore(&q, chore);
    query_int(&q, chore->id);
    return query_run(&q);
}

int chore_set_retired(struct db *db, int64_t chore, int64_t at)
{
    struct query q = query_start(db, RETIRE);
    query_int(&q, chore);
    query_id(&q, at);
    return query_run(&q);
}

static struct chore read_chore(struct query *q, struct arena *arena)
{
    struct chore chore = {0};
    chore.id = column_int(q);
    chore.house = column_int(q);
    chore.handle = column_text(q, arena);
    chore.name = column_text(q, arena);
    chore.area = column_text(q, arena);
    chore.instructions = column_text(q, arena);
    chore.rule = column_text(q, arena);
    chore.list = column_text(q, arena);
    chore.starts_on = column_day(q);
    chore.due_minute = (int)column_int(q);
    chore.window_minute = (int)column_int(q);
    chore.effort = (int)column_int(q);
    chore.people = (int)column_int(q);
    chore.rotation = (enum rotation)rotation_from_name(column_borrow(q));
    chore.hold_weeks = (int)column_int(q);
    chore.looker = (enum looker)looker_from_name(column_borrow(q));
    chore.retired_at = column_int(q);
    return chore;
}

static int find_chore(struct db *db, const char *sql, int64_t house, const char *handle,
                      struct arena *arena, struct chore *ret)
{
    struct query q = query_start(db, sql);
    query_int(&q, house);
    query_text(&q, handle);
    int found = query_next(&q);
    if (found > 0)
        *ret = read_chore(&q, arena);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

int chore_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                    struct chore *ret)
{
    return find_chore(db, BY_HANDLE, house, handle, arena, ret);
}

int chore_by_handle_ever(struct db *db, int64_t house, const char *handle, struct arena *arena,
                         struct chore *ret)
{
    return find_chore(db, BY_HANDLE_EVER, house, handle, arena, ret);
}

int chore_count(struct db *db, int64_t house, int64_t *ret)
{
    struct query q = query_start(db, COUNT);
    query_int(&q, house);
    int found = list_int(&q, ret);
    return found < 0 ? found : 0;
}

int chore_handles(struct db *db, int64_t house, size_t limit, struct arena *arena,
                  const char ***ret, size_t *ret_count)
{
    struct query q = query_start(db, HANDLES);
    query_int(&q, house);
    query_int(&q, (int64_t)limit);
    return list_texts(&q, arena, ret, ret_count);
}

int chore_names(struct db *db, int64_t house, size_t limit, struct arena *arena, const char ***ret,
                size_t *ret_count)
{
    struct query q = query_start(db, NAMES);
    query_int(&q, house);
    query_int(&q, (int64_t)limit);
    return list_texts(&q, arena, ret, ret_count);
}

static int read_chores(struct query *q, struct arena *arena, struct chore **ret, size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct chore));
    while (query_next(q) > 0)
        *(struct chore *)list_add(&list) = read_chore(q, arena);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int chore_all(struct db *db, int64_t house, struct arena *arena, struct chore **ret,
              size_t *ret_count)
{
    struct query q = query_start(db, ALL);
    query_int(&q, house);
    return read_chores(&q, arena, ret, ret_count);
}

int chore_page(struct db *db, int64_t house, bool retired, const char *after, size_t limit,
               struct arena *arena, struct chore **ret, size_t *ret_count)
{
    struct query q = query_start(db, retired ? LIST_RETIRED : LIST);
    query_int(&q, house);
    query_text(&q, after ? after : "");
    query_int(&q, (int64_t)limit);
    return read_chores(&q, arena, ret, ret_count);
}

int chore_holders(struct db *db, int64_t chore, struct arena *arena, int64_t **ret,
                  size_t *ret_count)
{
    struct query q = query_start(db, HOLDERS);
    query_int(&q, chore);
    struct list list = list_start(arena, sizeof(int64_t));
    while (query_next(&q) > 0)
        *(int64_t *)list_add(&list) = column_int(&q);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int chore_all_holders(struct db *db, int64_t house, struct arena *arena, struct chore_holder **ret,
                      size_t *ret_count)
{
    struct query q = query_start(db, ALL_HOLDERS);
    query_int(&q, house);
    struct list list = list_start(arena, sizeof(struct chore_holder));
    while (query_next(&q) > 0) {
        struct chore_holder *holder = list_add(&list);
        holder->chore = column_int(&q);
        holder->person = column_int(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int chore_holder_people(struct db *db, int64_t house, struct arena *arena,
                        struct chore_holder_person **ret, size_t *ret_count)
{
    struct query q = query_start(db, HOLDER_PEOPLE);
    query_int(&q, house);
    struct list list = list_start(arena, sizeof(struct chore_holder_person));
    while (query_next(&q) > 0) {
        struct chore_holder_person *person = list_add(&list);
        person->id = column_int(&q);
        person->handle = column_text(&q, arena);
        person->has_left = column_bool(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int chore_set_holders(struct db *db, int64_t chore, const int64_t *people, size_t count)
{
    struct query q = query_start(db, DROP_HOLDERS);
    query_int(&q, chore);
    int failure = query_run(&q);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        q = query_start(db, ADD_HOLDER);
        query_int(&q, chore);
        query_int(&q, (int64_t)i);
        query_int(&q, people[i]);
        failure = query_run(&q);
    }
    return failure;
}

/* --- Single days ------------------------------------------------------------------------------ */

static const char *const kinds[] = {
    [EXCEPTION_SKIPPED] = "skipped",
    [EXCEPTION_MOVED] = "moved",
    [EXCEPTION_EXTRA] = "extra",
};

const char *exception_kind_name(enum exception_kind kind)
{
    return kinds[kind];
}

static enum exception_kind kind_from_name(const char *name)
{
    enum exception_kind kind = EXCEPTION_SKIPPED;
    while (kind < EXCEPTION_EXTRA && strcmp(kinds[kind], name) != 0)
        kind++;
    return kind;
}

int chore_exception_set(struct db *db, const struct chore_exception *exception)
{
    struct query q = query_start(db, SET_EXCEPTION);
    query_int(&q, exception->chore);
    query_day(&q, exception->on);
    query_text(&q, kinds[exception->kind]);
    query_day(&q, exception->to);
    return query_run(&q);
}

int chore_exception_remove(struct db *db, int64_t chore, civil_day on)
{
    struct query q = query_start(db, DROP_EXCEPTION);
    query_int(&q, chore);
    query_day(&q, on);
    return query_run(&q);
}

int chore_exceptions(struct db *db, int64_t house, int64_t chore, struct arena *arena,
                     struct chore_exception **ret, size_t *ret_count)
{
    struct query q = query_start(db, chore ? EXCEPTIONS : ALL_EXCEPTIONS);
    query_int(&q, chore ? chore : house);
    struct list list = list_start(arena, sizeof(struct chore_exception));
    while (query_next(&q) > 0) {
        struct chore_exception *exception = list_add(&list);
        exception->chore = column_int(&q);
        exception->on = column_day(&q);
        exception->to = column_day(&q);
        exception->kind = kind_from_name(column_borrow(&q));
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

/* --- The house's settings --------------------------------------------------------------------- */

int chore_house_load(struct db *db, int64_t house, struct chore_house *ret)
{
    struct query q = query_start(db, SETTINGS);
    query_int(&q, house);
    int found = query_next(&q);
    if (found > 0) {
        ret->plan_days = (int)column_int(&q);
        ret->grace_minutes = (int)column_int(&q);
        ret->on_paper = column_bool(&q);
        ret->settled_through = column_day(&q);
    }
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

int chore_house_save(struct db *db, int64_t house, const struct chore_house *settings)
{
    struct query q = query_start(db, SAVE_SETTINGS);
    query_int(&q, house);
    query_id(&q, settings->plan_days);
    query_int(&q, settings->grace_minutes);
    query_int(&q, settings->on_paper);
    query_day(&q, settings->settled_through);
    return query_run(&q);
}

int chore_house_plan_at(struct db *db, int64_t house, int64_t at)
{
    struct query q = query_start(db, PLAN_AT);
    query_int(&q, house);
    query_id(&q, at);
    return query_run(&q);
}

int chore_house_next(struct db *db, int64_t *ret_house, int64_t *ret_at)
{
    struct query q = query_start(db, NEXT_PLAN);
    int found = query_next(&q);
    if (found > 0) {
        *ret_house = column_int(&q);
        *ret_at = column_int(&q);
    }
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}
