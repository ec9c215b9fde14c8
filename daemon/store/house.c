#include "daemon/store/house.h"

#include <errno.h>

#include "daemon/store/list.h"
#include "daemon/store/query.h"

#define HOUSE "id, handle, name, zone, added_at"

static const char INSERT[] =
    "insert into house (handle, name, zone, added_at) values (?1, ?2, ?3, ?4)";
static const char BY_ID[] = "select " HOUSE " from house where id = ?1";
static const char BY_HANDLE[] = "select " HOUSE " from house where handle = ?1";
static const char HANDLES[] = "select handle from house order by handle limit ?1";
static const char LIST[] =
    "select " HOUSE ","
    " (select count(*) from bed where bed.house = house.id and removed_at is null),"
    " (select count(*) from stay where stay.house = house.id and moved_out_on is null)"
    " from house where handle > ?1 order by handle limit ?2";
static const char UPDATE[] = "update house set name = ?2, zone = ?3 where id = ?1";
static const char ZONE_MARK[] = "select zone_mark from house where id = ?1";
static const char SET_ZONE_MARK[] = "update house set zone_mark = ?2 where id = ?1";

static const char BED_INSERT[] =
    "insert into bed (house, handle, added_at) values (?1, ?2, ?3)"
    " on conflict (house, handle) do update set removed_at = null where removed_at is not null";
#define BED                                                                                        \
    "select bed.id, bed.handle,"                                                                   \
    " (select person.handle from lodging join stay on stay.id = lodging.stay"                      \
    "  join person on person.id = stay.person"                                                     \
    "  where lodging.bed = bed.id and lodging.until_on is null)"                                   \
    " from bed where bed.house = ?1 and bed.removed_at is null"
static const char BEDS[] = BED " order by bed.handle";
static const char BED_BY_HANDLE[] = BED " and bed.handle = ?2";
static const char BED_REMOVE[] = "update bed set removed_at = ?2 where id = ?1";

int house_insert(struct db *db, const struct house *house, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_text(&q, house->handle);
    query_text(&q, house->name);
    query_text(&q, house->zone);
    query_int(&q, house->added_at);
    return query_insert(&q, ret_id);
}

static struct house read_house(struct query *q, struct arena *arena)
{
    struct house house = {0};
    house.id = column_int(q);
    house.handle = column_text(q, arena);
    house.name = column_text(q, arena);
    house.zone = column_text(q, arena);
    house.added_at = column_int(q);
    return house;
}

static int one_house(struct query *q, struct arena *arena, struct house *ret)
{
    int found = query_next(q);
    if (found > 0)
        *ret = read_house(q, arena);
    int failure = query_end(q);
    return failure < 0 ? failure : found;
}

int house_by_id(struct db *db, int64_t id, struct arena *arena, struct house *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, id);
    return one_house(&q, arena, ret);
}

int house_by_handle(struct db *db, const char *handle, struct arena *arena, struct house *ret)
{
    struct query q = query_start(db, BY_HANDLE);
    query_text(&q, handle);
    return one_house(&q, arena, ret);
}

int house_handles(struct db *db, size_t limit, struct arena *arena, const char ***ret,
                  size_t *ret_count)
{
    struct query q = query_start(db, HANDLES);
    query_int(&q, (int64_t)limit);
    return list_texts(&q, arena, ret, ret_count);
}

int house_page(struct db *db, const char *after, size_t limit, struct arena *arena,
               struct house_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, LIST);
    query_text(&q, after ? after : "");
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct house_entry));
    while (query_next(&q) > 0) {
        struct house_entry *entry = list_add(&list);
        entry->house = read_house(&q, arena);
        entry->beds = column_int(&q);
        entry->residents = column_int(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int house_update(struct db *db, const struct house *house)
{
    struct query q = query_start(db, UPDATE);
    query_int(&q, house->id);
    query_text(&q, house->name);
    query_text(&q, house->zone);
    return query_run(&q);
}

int house_zone_mark(struct db *db, int64_t house, struct arena *arena, const char **ret)
{
    struct query q = query_start(db, ZONE_MARK);
    query_int(&q, house);
    return list_text(&q, arena, ret);
}

int house_set_zone_mark(struct db *db, int64_t house, const char *mark)
{
    struct query q = query_start(db, SET_ZONE_MARK);
    query_int(&q, house);
    query_text(&q, mark);
    return query_run(&q);
}

int bed_insert(struct db *db, int64_t house, const char *handle, int64_t now)
{
    struct query q = query_start(db, BED_INSERT);
    query_int(&q, house);
    query_text(&q, handle);
    query_int(&q, now);
    int failure = query_run(&q);
    if (failure < 0)
        return failure;
    return db_changes(db) == 1 ? 0 : -EEXIST;
}

static struct bed read_bed(struct query *q, struct arena *arena)
{
    struct bed bed = {0};
    bed.id = column_int(q);
    bed.handle = column_text(q, arena);
    bed.person = column_text(q, arena);
    return bed;
}

int bed_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                  struct bed *ret)
{
    struct query q = query_start(db, BED_BY_HANDLE);
    query_int(&q, house);
    query_text(&q, handle);
    int found = query_next(&q);
    if (found > 0)
        *ret = read_bed(&q, arena);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

int bed_list(struct db *db, int64_t house, struct arena *arena, struct bed **ret, size_t *ret_count)
{
    struct query q = query_start(db, BEDS);
    query_int(&q, house);
    struct list list = list_start(arena, sizeof(struct bed));
    while (query_next(&q) > 0)
        *(struct bed *)list_add(&list) = read_bed(&q, arena);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int bed_remove(struct db *db, int64_t bed, int64_t now)
{
    struct query q = query_start(db, BED_REMOVE);
    query_int(&q, bed);
    query_int(&q, now);
    return query_run(&q);
}
