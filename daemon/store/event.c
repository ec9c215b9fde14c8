#include "daemon/store/event.h"

#include "daemon/store/list.h"
#include "daemon/store/query.h"

static const char INSERT[] =
    "insert into event (at, house, kind, audience, person, subject, on_date)"
    " values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char AFTER[] =
    "select e.id, e.at, e.house, e.kind, e.audience, e.person, p.handle, e.subject, e.on_date"
    " from event e left join person p on p.id = e.person"
    " where e.house = ?1 and e.id > ?2 order by e.id limit ?3";
static const char TAIL[] =
    "select id - 1 from (select id from event where house = ?1 order by id desc limit ?2)"
    " order by id limit 1";

int event_insert(struct db *db, const struct event *event)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, event->at);
    query_id(&q, event->house);
    query_text(&q, event->kind);
    query_text(&q, event->audience);
    query_id(&q, event->person);
    query_text(&q, event->subject);
    query_text(&q, event->on_date);
    return query_run(&q);
}

int event_after(struct db *db, int64_t house, int64_t after, size_t limit, struct arena *arena,
                struct event **ret, size_t *ret_count)
{
    struct query q = query_start(db, AFTER);
    query_int(&q, house);
    query_int(&q, after);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct event));
    while (query_next(&q) > 0) {
        struct event *event = list_add(&list);
        event->id = column_int(&q);
        event->at = column_int(&q);
        event->house = column_int(&q);
        event->kind = column_text(&q, arena);
        event->audience = column_text(&q, arena);
        event->person = column_int(&q);
        event->person_handle = column_text(&q, arena);
        event->subject = column_text(&q, arena);
        event->on_date = column_text(&q, arena);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int event_tail(struct db *db, int64_t house, size_t count, int64_t *ret_after)
{
    struct query q = query_start(db, TAIL);
    query_int(&q, house);
    query_int(&q, (int64_t)count);
    int64_t after = 0;
    int found = list_int(&q, &after);
    if (found < 0)
        return found;
    *ret_after = found ? after : 0;
    return 0;
}
