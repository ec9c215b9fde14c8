#include "daemon/store/absence.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

/* The cross join keeps the absences' own order, and looks the people up. */
#define ENTRY(reason, which)                                                                       \
    "select a.id, a.house, a.person, a.chore, a.kind, a.from_on, a.until_on, a.granted_by,"        \
    " a.granted_at, a.withdrawn_at, p.handle, c.handle, g.handle, " HAS_LEFT(                      \
        "p.id") ", " reason                                                                        \
                " from absence a cross join person p left join chore c on c.id = a.chore"          \
                " left join person g on g.id = a.granted_by where p.id = a.person and " which
#define IS_OPEN(day) " (a.until_on is null or a.until_on >= " day ") and a.withdrawn_at is null"

static const char INSERT[] =
    "insert into absence (house, person, chore, kind, from_on, until_on, reason, granted_by,"
    " granted_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char BY_ID[] = ENTRY("a.reason", "a.id = ?2 and a.house = ?1");
static const char OVERLAPPING[] =
    ENTRY("null", "a.person = ?1 and a.kind = ?2 and ifnull(a.chore, 0) = ?3 and a.from_on <= ?5"
                  " and" IS_OPEN("?4")) " order by a.from_on, a.id limit 1";
static const char AWAY_ON[] =
    ENTRY("null", "a.person = ?1 and a.kind = 'away' and a.from_on <= ?2 and" IS_OPEN(
                      "?2")) " order by a.from_on, a.id limit 1";
static const char COUNT_OPEN[] =
    "select count(*) from absence a where a.person = ?1 and" IS_OPEN("?2");
static const char SET_UNTIL[] = "update absence set until_on = ?2 where id = ?1";
static const char WITHDRAW[] = "update absence set withdrawn_at = ?2 where id = ?1";
static const char PAGE[] =
    ENTRY("null", "a.house = ?1 and" IS_OPEN(
                      "?2") " and (?3 = 0 or a.person = ?3)"
                            " and (?5 or a.chore is null or a.person = ?4 or a.granted_by = ?4)"
                            " and (a.from_on, a.id) > (?6, ?7) and not " HAS_LEFT(
                                "p.id")) " order by a.from_on, a.id limit ?8";
static const char OF[] =
    ENTRY("a.reason", "a.person = ?1") " order by a.from_on desc, a.id desc limit ?2";
static const char COUNT_OF[] = "select count(*) from absence where person = ?1";

/* A day that may be open. */
static void query_until(struct query *q, civil_day day)
{
    query_day(q, day == CIVIL_DAY_LAST ? NO_DAY : day);
}

static civil_day column_until(struct query *q)
{
    civil_day day = column_day(q);
    return day == NO_DAY ? CIVIL_DAY_LAST : day;
}

int absence_insert(struct db *db, const struct absence *absence, const void *reason, size_t length,
                   int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, absence->house);
    query_int(&q, absence->person);
    query_id(&q, absence->chore);
    query_text(&q, absence_kind_name(absence->kind));
    query_day(&q, absence->from);
    query_until(&q, absence->until);
    query_blob(&q, reason, length);
    query_id(&q, absence->granted_by);
    query_int(&q, absence->granted_at);
    return query_insert(&q, ret_id);
}

static void read_entry(struct query *q, struct arena *arena, struct absence_entry *ret)
{
    struct absence *absence = &ret->absence;
    absence->id = column_int(q);
    absence->house = column_int(q);
    absence->person = column_int(q);
    absence->chore = column_int(q);
    int kind = absence_kind_from_name(column_borrow(q));
    absence->kind = kind < 0 ? ABSENCE_AWAY : (enum absence_kind)kind;
    absence->from = column_day(q);
    absence->until = column_until(q);
    absence->granted_by = column_int(q);
    absence->granted_at = column_int(q);
    absence->withdrawn_at = column_int(q);
    ret->person = column_text(q, arena);
    ret->chore = column_text(q, arena);
    ret->granted_by = column_text(q, arena);
    ret->has_left = column_bool(q);
    ret->reason = column_blob(q, arena, &ret->reason_length);
}

static int read_one(struct query *q, struct arena *arena, struct absence_entry *ret)
{
    int found = query_next(q);
    if (found > 0)
        read_entry(q, arena, ret);
    int failure = query_end(q);
    return failure < 0 ? failure : found;
}

static int read_all(struct query *q, struct arena *arena, struct absence_entry **ret,
                    size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct absence_entry));
    while (query_next(q) > 0)
        read_entry(q, arena, list_add(&list));
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int absence_by_id(struct db *db, int64_t house, int64_t id, struct arena *arena,
                  struct absence_entry *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, house);
    query_int(&q, id);
    return read_one(&q, arena, ret);
}

int absence_overlapping(struct db *db, const struct absence *absence, struct arena *arena,
                        struct absence_entry *ret)
{
    struct query q = query_start(db, OVERLAPPING);
    query_int(&q, absence->person);
    query_text(&q, absence_kind_name(absence->kind));
    query_int(&q, absence->chore);
    query_day(&q, absence->from);
    query_day(&q, absence->until);
    return read_one(&q, arena, ret);
}

int absence_away_on(struct db *db, int64_t person, civil_day on, struct arena *arena,
                    struct absence_entry *ret)
{
    struct query q = query_start(db, AWAY_ON);
    query_int(&q, person);
    query_day(&q, on);
    return read_one(&q, arena, ret);
}

static int count(struct query *q, int64_t *ret)
{
    int found = list_int(q, ret);
    return found < 0 ? found : 0;
}

int absence_count_open(struct db *db, int64_t person, civil_day on, int64_t *ret)
{
    struct query q = query_start(db, COUNT_OPEN);
    query_int(&q, person);
    query_day(&q, on);
    return count(&q, ret);
}

int absence_set_until(struct db *db, int64_t id, civil_day until)
{
    struct query q = query_start(db, SET_UNTIL);
    query_int(&q, id);
    query_until(&q, until);
    return query_run(&q);
}

int absence_withdraw(struct db *db, int64_t id, int64_t at)
{
    struct query q = query_start(db, WITHDRAW);
    query_int(&q, id);
    query_int(&q, at);
    return query_run(&q);
}

int absence_page(struct db *db, const struct absence_search *search, size_t limit,
                 struct arena *arena, struct absence_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, PAGE);
    query_int(&q, search->house);
    query_day(&q, search->today);
    query_int(&q, search->person);
    query_int(&q, search->reader);
    query_int(&q, search->sees_all);
    query_day(&q, search->after_from);
    query_int(&q, search->after);
    query_int(&q, (int64_t)limit);
    return read_all(&q, arena, ret, ret_count);
}

int absence_of(struct db *db, int64_t person, size_t limit, struct arena *arena,
               struct absence_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, OF);
    query_int(&q, person);
    query_int(&q, (int64_t)limit);
    return read_all(&q, arena, ret, ret_count);
}

int absence_count_of(struct db *db, int64_t person, int64_t *ret)
{
    struct query q = query_start(db, COUNT_OF);
    query_int(&q, person);
    return count(&q, ret);
}
