#include "daemon/store/need.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

#define NEED "n.id, n.house, n.kind, n.text, n.said_by, n.said_at, n.done, n.done_by, n.done_at"

static const char INSERT[] =
    "insert into need (house, kind, text, said_by, said_at) values (?1, ?2, ?3, ?4, ?5)";
static const char SET_DONE[] = "update need set done = ?2, done_by = ?3, done_at = ?4"
                               " where id = ?1 and done_at is null";
static const char BY_ID[] = "select " NEED " from need n where n.id = ?2 and n.house = ?1";
static const char COUNT_OPEN[] = "select count(*) from need where house = ?1 and done_at is null";
static const char FIND_OPEN[] = "select id from need where house = ?1 and done_at is null"
                                " and kind = ?2 and text = ?3 collate nocase limit 1";
/* The cross joins keep the list in its own order, and look the people up. */
#define PAGE(is)                                                                                   \
    "select " NEED ", s.handle, " HAS_LEFT("s.id") ", d.handle, " HAS_LEFT(                        \
        "d.id") " from need n cross join person s left join person d on d.id = n.done_by"          \
                " where n.house = ?1 and n.done_at " is " and n.id < ?2 and s.id = n.said_by"      \
                " order by n.id desc limit ?3"
static const char OPEN[] = PAGE("is null");
static const char DONE[] = PAGE("is not null");
static const char SAID_BY[] =
    "select " NEED " from need n where n.said_by = ?1 order by n.id desc limit ?2";
static const char DONE_BY[] =
    "select " NEED " from need n where n.done_by = ?1 order by n.id desc limit ?2";
static const char COUNTS[] = "select (select count(*) from need where said_by = ?1),"
                             " (select count(*) from need where done_by = ?1)";

int need_insert(struct db *db, const struct need *need, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, need->house);
    query_text(&q, need->kind);
    query_text(&q, need->text);
    query_int(&q, need->said_by);
    query_int(&q, need->said_at);
    return query_insert(&q, ret_id);
}

int need_set_done(struct db *db, const struct need *need)
{
    struct query q = query_start(db, SET_DONE);
    query_int(&q, need->id);
    query_text(&q, need->done);
    query_int(&q, need->done_by);
    query_int(&q, need->done_at);
    return query_run(&q);
}

static struct need read_need(struct query *q, struct arena *arena)
{
    struct need need = {0};
    need.id = column_int(q);
    need.house = column_int(q);
    need.kind = column_text(q, arena);
    need.text = column_text(q, arena);
    need.said_by = column_int(q);
    need.said_at = column_int(q);
    need.done = column_text(q, arena);
    need.done_by = column_int(q);
    need.done_at = column_int(q);
    return need;
}

int need_by_id(struct db *db, int64_t house, int64_t id, struct arena *arena, struct need *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, house);
    query_int(&q, id);
    int found = query_next(&q);
    if (found > 0)
        *ret = read_need(&q, arena);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

int need_count_open(struct db *db, int64_t house, int64_t *ret)
{
    struct query q = query_start(db, COUNT_OPEN);
    query_int(&q, house);
    int found = list_int(&q, ret);
    return found < 0 ? found : 0;
}

int need_find_open(struct db *db, const struct need *need, int64_t *ret_id)
{
    struct query q = query_start(db, FIND_OPEN);
    query_int(&q, need->house);
    query_text(&q, need->kind);
    query_text(&q, need->text);
    *ret_id = 0;
    int found = list_int(&q, ret_id);
    return found < 0 ? found : 0;
}

int need_page(struct db *db, int64_t house, bool done, int64_t before, size_t limit,
              struct arena *arena, struct need_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, done ? DONE : OPEN);
    query_int(&q, house);
    query_int(&q, before);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct need_entry));
    while (query_next(&q) > 0) {
        struct need_entry *entry = list_add(&list);
        entry->need = read_need(&q, arena);
        entry->said_by = column_text(&q, arena);
        entry->said_by_has_left = column_bool(&q);
        entry->done_by = column_text(&q, arena);
        entry->done_by_has_left = column_bool(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

static int read_of(struct db *db, const char *sql, int64_t person, size_t limit,
                   struct arena *arena, struct need **ret, size_t *ret_count)
{
    struct query q = query_start(db, sql);
    query_int(&q, person);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct need));
    while (query_next(&q) > 0)
        *(struct need *)list_add(&list) = read_need(&q, arena);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int need_said_by(struct db *db, int64_t person, size_t limit, struct arena *arena,
                 struct need **ret, size_t *ret_count)
{
    return read_of(db, SAID_BY, person, limit, arena, ret, ret_count);
}

int need_done_by(struct db *db, int64_t person, size_t limit, struct arena *arena,
                 struct need **ret, size_t *ret_count)
{
    return read_of(db, DONE_BY, person, limit, arena, ret, ret_count);
}

int need_counts_of(struct db *db, int64_t person, int64_t *ret_said, int64_t *ret_done)
{
    struct query q = query_start(db, COUNTS);
    query_int(&q, person);
    if (query_next(&q) > 0) {
        *ret_said = column_int(&q);
        *ret_done = column_int(&q);
    }
    return query_end(&q);
}
