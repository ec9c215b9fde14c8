#include "daemon/store/hours.h"

#include "daemon/store/list.h"
#include "daemon/store/query.h"

#define HOURS                                                                                      \
    "select b.id, b.person, b.weekdays, b.from_minute, b.until_minute, b.from_on, b.until_on"      \
    " from busy b"
#define IS_OPEN " (b.until_on is null or b.until_on >= ?2)"

static const char INSERT[] =
    "insert into busy (person, weekdays, from_minute, until_minute, from_on, until_on)"
    " values (?1, ?2, ?3, ?4, ?5, ?6)";
static const char BY_ID[] =
    HOURS " join person p on p.id = b.person where b.id = ?2 and p.house = ?1";
static const char LIST[] = HOURS " where b.person = ?1 and" IS_OPEN " order by b.id limit ?3";
static const char COUNT_OPEN[] = "select count(*) from busy b where b.person = ?1 and" IS_OPEN;
static const char LATEST[] = HOURS " where b.person = ?1 order by b.id desc limit ?2";
static const char COUNT_OF[] = "select count(*) from busy where person = ?1";
static const char SET_UNTIL[] = "update busy set until_on = ?2 where id = ?1";

int hours_insert(struct db *db, const struct hours *hours, int64_t *ret_id)
{
    const struct busy_hours *busy = &hours->busy;
    struct query q = query_start(db, INSERT);
    query_int(&q, hours->person);
    query_int(&q, busy->weekdays);
    query_int(&q, busy->from_minute);
    query_int(&q, busy->until_minute);
    query_day(&q, busy->from);
    query_day(&q, busy->until == CIVIL_DAY_LAST ? NO_DAY : busy->until);
    return query_insert(&q, ret_id);
}

static void read_hours(struct query *q, struct hours *ret)
{
    struct busy_hours *busy = &ret->busy;
    ret->id = column_int(q);
    ret->person = column_int(q);
    busy->weekdays = (uint32_t)column_int(q);
    busy->from_minute = (int)column_int(q);
    busy->until_minute = (int)column_int(q);
    busy->from = column_day(q);
    busy->until = column_day(q);
    if (busy->until == NO_DAY)
        busy->until = CIVIL_DAY_LAST;
}

int hours_by_id(struct db *db, int64_t house, int64_t id, struct hours *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, house);
    query_int(&q, id);
    int found = query_next(&q);
    if (found > 0)
        read_hours(&q, ret);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

static int read_all(struct query *q, struct arena *arena, struct hours **ret, size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct hours));
    while (query_next(q) > 0)
        read_hours(q, list_add(&list));
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int hours_list(struct db *db, int64_t person, civil_day on, size_t limit, struct arena *arena,
               struct hours **ret, size_t *ret_count)
{
    struct query q = query_start(db, LIST);
    query_int(&q, person);
    query_day(&q, on);
    query_int(&q, (int64_t)limit);
    return read_all(&q, arena, ret, ret_count);
}

int hours_latest(struct db *db, int64_t person, size_t limit, struct arena *arena,
                 struct hours **ret, size_t *ret_count)
{
    struct query q = query_start(db, LATEST);
    query_int(&q, person);
    query_int(&q, (int64_t)limit);
    return read_all(&q, arena, ret, ret_count);
}

static int count(struct query *q, int64_t *ret)
{
    int found = list_int(q, ret);
    return found < 0 ? found : 0;
}

int hours_count_open(struct db *db, int64_t person, civil_day on, int64_t *ret)
{
    struct query q = query_start(db, COUNT_OPEN);
    query_int(&q, person);
    query_day(&q, on);
    return count(&q, ret);
}

int hours_count_of(struct db *db, int64_t person, int64_t *ret)
{
    struct query q = query_start(db, COUNT_OF);
    query_int(&q, person);
    return count(&q, ret);
}

int hours_set_until(struct db *db, int64_t id, civil_day until)
{
    struct query q = query_start(db, SET_UNTIL);
    query_int(&q, id);
    query_day(&q, until);
    return query_run(&q);
}
