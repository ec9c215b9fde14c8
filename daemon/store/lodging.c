#include "daemon/store/lodging.h"

#include "daemon/store/list.h"
#include "daemon/store/query.h"

static const char CLASH[] =
    "select person.handle from lodging join stay on stay.id = lodging.stay"
    " join person on person.id = stay.person"
    " where lodging.bed = ?1"
    " and (lodging.until_on is null or lodging.until_on > max(?2, lodging.from_on))"
    " and (?3 is null or lodging.from_on < ?3) and stay.id <> ?4 limit 1";
static const char LODGING_INSERT[] = "insert into lodging (stay, bed, from_on) values (?1, ?2, ?3)";
static const char LODGING_END[] = "update lodging set until_on = ?2 where id = ?1";
static const char LODGING_SET_DAYS[] =
    "update lodging set from_on = ?2, until_on = ?3 where id = ?1";
#define LODGING                                                                                    \
    "select l.id, bed.handle, l.from_on, l.until_on from lodging l"                                \
    " join bed on bed.id = l.bed where l.stay = ?1"
static const char LODGINGS[] = LODGING " order by l.from_on, l.id limit 100";
static const char LODGINGS_OUTER[] =
    LODGING " and l.id in"
            " ((select id from lodging where stay = ?1 order by from_on, id limit 1),"
            " (select id from lodging where stay = ?1 order by from_on desc, id desc limit 1))"
            " order by l.from_on, l.id";
static const char LODGING_PERSON[] =
    "select stay.person from lodging join stay on stay.id = lodging.stay where lodging.bed = ?1"
    " and lodging.from_on <= ?2 and (lodging.until_on is null or lodging.until_on >= ?2)"
    " order by (lodging.until_on is null or lodging.until_on > ?2) desc, lodging.from_on desc,"
    " lodging.id desc limit 1";

int lodging_clash(struct db *db, int64_t bed, struct stay_days nights, int64_t but_stay,
                  struct arena *arena, const char **ret_person)
{
    struct query q = query_start(db, CLASH);
    query_int(&q, bed);
    query_day(&q, nights.from);
    query_day(&q, nights.until);
    query_int(&q, but_stay);
    const char *person = NULL;
    int failure = list_text(&q, arena, &person);
    if (failure < 0)
        return failure;
    *ret_person = person;
    return person ? 1 : 0;
}

int lodging_insert(struct db *db, int64_t stay, int64_t bed, civil_day from)
{
    struct query q = query_start(db, LODGING_INSERT);
    query_int(&q, stay);
    query_int(&q, bed);
    query_day(&q, from);
    return query_run(&q);
}

int lodging_end(struct db *db, int64_t lodging, civil_day until)
{
    struct query q = query_start(db, LODGING_END);
    query_int(&q, lodging);
    query_day(&q, until);
    return query_run(&q);
}

int lodging_set_days(struct db *db, int64_t lodging, struct stay_days days)
{
    struct query q = query_start(db, LODGING_SET_DAYS);
    query_int(&q, lodging);
    query_day(&q, days.from);
    query_day(&q, days.until);
    return query_run(&q);
}

static int lodgings(struct db *db, const char *sql, int64_t stay, struct arena *arena,
                    struct lodging **ret, size_t *ret_count)
{
    struct query q = query_start(db, sql);
    query_int(&q, stay);
    struct list list = list_start(arena, sizeof(struct lodging));
    while (query_next(&q) > 0) {
        struct lodging *lodging = list_add(&list);
        lodging->id = column_int(&q);
        lodging->bed = column_text(&q, arena);
        lodging->from = column_day(&q);
        lodging->until = column_day(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int lodging_list(struct db *db, int64_t stay, struct arena *arena, struct lodging **ret,
                 size_t *ret_count)
{
    return lodgings(db, LODGINGS, stay, arena, ret, ret_count);
}

int lodging_outer(struct db *db, int64_t stay, struct arena *arena, struct lodging **ret,
                  size_t *ret_count)
{
    return lodgings(db, LODGINGS_OUTER, stay, arena, ret, ret_count);
}

int lodging_person(struct db *db, int64_t bed, civil_day on, int64_t *ret_person)
{
    struct query q = query_start(db, LODGING_PERSON);
    query_int(&q, bed);
    query_day(&q, on);
    return list_int(&q, ret_person);
}
