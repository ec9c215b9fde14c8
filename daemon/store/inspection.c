#include "daemon/store/inspection.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

static const char ITEMS[] = "select id, handle, name from inspection_item"
                            " where house = ?1 and removed_at is null order by id";
static const char ITEM_INSERT[] =
    "insert into inspection_item (house, handle, name, added_at) values (?1, ?2, ?3, ?4)";
static const char ITEM_REMOVE[] = "update inspection_item set removed_at = ?2 where id = ?1";

static const char INSERT[] =
    "insert into inspection (house, room, bed, person, on_date, inspector, at, instead_of, why)"
    " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
#define INSPECTION                                                                                 \
    "select i.id, i.house, i.room, i.bed, i.person, i.on_date, i.inspector, i.at, i.instead_of,"   \
    " i.why, (select id from inspection where instead_of = i.id), p.handle, " HAS_LEFT(            \
        "i.person") ", w.handle, " HAS_LEFT("i.inspector") " from inspection i"                    \
                                                           " left join person p on p.id = "        \
                                                           "i.person left join person w on w.id "  \
                                                           "= i.inspector"
#define PAGE   " and i.on_date >= ?2 and (i.on_date, i.id) < (?3, ?4)"
#define LATEST " order by i.on_date desc, i.id desc limit ?5"
static const char BY_ID[] = INSPECTION " where i.house = ?1 and i.id = ?2";
static const char OF_HOUSE[] = INSPECTION " where i.house = ?1" PAGE LATEST;
static const char OF_ROOM[] = INSPECTION " where i.house = ?1 and i.room = ?7" PAGE
                                         " and (?6 = 0 or i.bed is null or i.person = ?6)" LATEST;
/* Two lists, each in its index's order, that are merged as they are read. */
static const char FOR_READER[] =
    INSPECTION " where i.house = ?1 and i.bed is null" PAGE " union all " INSPECTION
               " where i.person = ?6 and i.house = ?1" PAGE " order by 6 desc, 1 desc limit ?5";
static const char OF_PERSON[] =
    INSPECTION " where i.person = ?1 order by i.on_date desc, i.id desc limit ?2";
static const char RESULT_INSERT[] =
    "insert into inspection_result (inspection, item, result, note) values (?1, ?2, ?3, ?4)";
static const char ANSWER_INSERT[] =
    "insert into inspection_answer (inspection, item, at, words) values (?1, ?2, ?3, ?4)";
static const char RESULTS[] =
    "select t.id, t.handle, t.name, r.result, r.note, a.words, a.at from inspection_result r"
    " cross join inspection_item t left join inspection_answer a"
    " on a.inspection = r.inspection and a.item = r.item"
    " where r.inspection = ?1 and t.id = r.item order by r.item";
static const char FAILED[] = "select t.handle from inspection_result r cross join inspection_item t"
                             " where r.inspection = ?1 and r.result = 'fail' and t.id = r.item"
                             " order by r.item";
static const char ANSWERED[] = "select t.handle from inspection_answer a cross join"
                               " inspection_item t where a.inspection = ?1 and t.id = a.item"
                               " order by a.item";

int inspection_item_list(struct db *db, int64_t house, struct arena *arena,
                         struct inspection_item **ret, size_t *ret_count)
{
    struct query q = query_start(db, ITEMS);
    query_int(&q, house);
    struct list list = list_start(arena, sizeof(struct inspection_item));
    while (query_next(&q) > 0) {
        struct inspection_item *item = list_add(&list);
        item->id = column_int(&q);
        item->handle = column_text(&q, arena);
        item->name = column_text(&q, arena);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int inspection_item_insert(struct db *db, int64_t house, const char *handle, const char *name,
                           int64_t now)
{
    int64_t id = 0;
    struct query q = query_start(db, ITEM_INSERT);
    query_int(&q, house);
    query_text(&q, handle);
    query_text(&q, name);
    query_int(&q, now);
    return query_insert(&q, &id);
}

int inspection_item_remove(struct db *db, int64_t item, int64_t now)
{
    struct query q = query_start(db, ITEM_REMOVE);
    query_int(&q, item);
    query_int(&q, now);
    return query_run(&q);
}

int inspection_insert(struct db *db, const struct inspection *inspection, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, inspection->house);
    query_text(&q, inspection->room);
    query_id(&q, inspection->bed);
    query_id(&q, inspection->person);
    query_day(&q, inspection->on);
    query_id(&q, inspection->inspector);
    query_int(&q, inspection->at);
    query_id(&q, inspection->instead_of);
    query_blob(&q, inspection->why, inspection->why_length);
    return query_insert(&q, ret_id);
}

static struct inspection read_inspection(struct query *q, struct arena *arena)
{
    struct inspection inspection = {0};
    inspection.id = column_int(q);
    inspection.house = column_int(q);
    inspection.room = column_text(q, arena);
    inspection.bed = column_int(q);
    inspection.person = column_int(q);
    inspection.on = column_day(q);
    inspection.inspector = column_int(q);
    inspection.at = column_int(q);
    inspection.instead_of = column_int(q);
    inspection.why = column_blob(q, arena, &inspection.why_length);
    inspection.replaced_by = column_int(q);
    inspection.person_handle = column_text(q, arena);
    inspection.person_has_left = column_bool(q);
    inspection.inspector_handle = column_text(q, arena);
    inspection.inspector_has_left = column_bool(q);
    return inspection;
}

int inspection_by_id(struct db *db, int64_t house, int64_t id, struct arena *arena,
                     struct inspection *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, house);
    query_int(&q, id);
    int found = query_next(&q);
    if (found > 0)
        *ret = read_inspection(&q, arena);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

static int read_all(struct query *q, struct arena *arena, struct inspection **ret,
                    size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct inspection));
    while (query_next(q) > 0) {
        struct inspection inspection = read_inspection(q, arena);
        *(struct inspection *)list_add(&list) = inspection;
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int inspection_page(struct db *db, const struct inspection_search *search, size_t limit,
                    struct arena *arena, struct inspection **ret, size_t *ret_count)
{
    struct query q = query_start(db, search->room     ? OF_ROOM
                                     : search->reader ? FOR_READER
                                                      : OF_HOUSE);
    query_int(&q, search->house);
    query_day(&q, search->from);
    query_day(&q, search->before_on);
    query_int(&q, search->before);
    query_int(&q, (int64_t)limit);
    if (search->room || search->reader)
        query_int(&q, search->reader);
    if (search->room)
        query_text(&q, search->room);
    return read_all(&q, arena, ret, ret_count);
}

int inspection_of(struct db *db, int64_t person, size_t limit, struct arena *arena,
                  struct inspection **ret, size_t *ret_count)
{
    struct query q = query_start(db, OF_PERSON);
    query_int(&q, person);
    query_int(&q, (int64_t)limit);
    return read_all(&q, arena, ret, ret_count);
}

int inspection_result_insert(struct db *db, int64_t inspection, int64_t item,
                             enum inspection_found found, const void *note, size_t length)
{
    struct query q = query_start(db, RESULT_INSERT);
    query_int(&q, inspection);
    query_int(&q, item);
    query_text(&q, inspection_found_name(found));
    query_blob(&q, note, length);
    return query_run(&q);
}

int inspection_answer_insert(struct db *db, int64_t inspection, int64_t item, int64_t at,
                             const void *words, size_t length)
{
    struct query q = query_start(db, ANSWER_INSERT);
    query_int(&q, inspection);
    query_int(&q, item);
    query_int(&q, at);
    query_blob(&q, words, length);
    return query_run(&q);
}

int inspection_results(struct db *db, int64_t inspection, struct arena *arena,
                       struct inspection_result **ret, size_t *ret_count)
{
    struct query q = query_start(db, RESULTS);
    query_int(&q, inspection);
    struct list list = list_start(arena, sizeof(struct inspection_result));
    while (query_next(&q) > 0) {
        struct inspection_result *result = list_add(&list);
        result->item.id = column_int(&q);
        result->item.handle = column_text(&q, arena);
        result->item.name = column_text(&q, arena);
        result->found = inspection_found_from_name(column_borrow(&q));
        result->note = column_blob(&q, arena, &result->note_length);
        result->answer = column_blob(&q, arena, &result->answer_length);
        result->answered_at = column_int(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int inspection_failed(struct db *db, int64_t inspection, struct arena *arena, const char ***ret,
                      size_t *ret_count)
{
    struct query q = query_start(db, FAILED);
    query_int(&q, inspection);
    return list_texts(&q, arena, ret, ret_count);
}

int inspection_answered(struct db *db, int64_t inspection, struct arena *arena, const char ***ret,
                        size_t *ret_count)
{
    struct query q = query_start(db, ANSWERED);
    query_int(&q, inspection);
    return list_texts(&q, arena, ret, ret_count);
}
