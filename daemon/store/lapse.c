#include "daemon/store/lapse.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

static const char NEXT[] = "select min(lapses_at) from assignment where lapses_at is not null";
static const char LAPSED[] =
    "select a.id, a.house, a.chore, a.person, a.place, a.on_date, a.due_at, a.state, a.fair_effort,"
    " c.handle from assignment a join chore c on c.id = a.chore"
    " where a.lapses_at is not null and a.lapses_at <= ?1 order by a.lapses_at, a.id limit ?2";
#define AWAY(day)                                                                                  \
    " exists (select 1 from absence where person = ?1 and withdrawn_at is null"                    \
    "         and (chore is null or chore = ?2) and from_on <= " day                               \
    "         and (until_on is null or until_on >= " day "))"                                      \
    " or not exists (select 1 from stay where person = ?1 and moved_in_on <= " day                 \
    "                and (moved_out_on is null or moved_out_on > " day "))"
static const char WAS_AWAY[] = "select" AWAY("?3") " or" AWAY("?4");
static const char UNLOOKED[] =
    "select a.id, c.handle, c.name, c.area, c.instructions, c.looked_at_by, p.id, p.handle,"
    " a.on_date, a.due_at, a.done_at, (select m.ticked from assignment_mark m"
    "   where m.assignment = a.id and m.kind = 'done' order by m.number desc limit 1)"
    " from assignment a cross join chore c cross join person p"
    " where a.house = ?1 and a.on_date >= ?2 and a.state = 'done' and c.id = a.chore"
    " and p.id = a.person and not " HAS_LEFT("p.id") " order by c.area, c.handle, a.on_date, a.id"
                                                     " limit ?3";

int lapse_next(struct db *db, int64_t *ret_at)
{
    struct query q = query_start(db, NEXT);
    struct optional_int at = {0};
    if (query_next(&q) > 0)
        at = column_optional(&q);
    int failure = query_end(&q);
    if (failure == 0 && at.present)
        *ret_at = at.value;
    return failure < 0 ? failure : at.present;
}

int lapse_list(struct db *db, int64_t now, size_t limit, struct arena *arena, struct lapsed **ret,
               size_t *ret_count)
{
    struct query q = query_start(db, LAPSED);
    query_int(&q, now);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct lapsed));
    while (query_next(&q) > 0) {
        struct lapsed *lapsed = list_add(&list);
        struct assignment_row *row = &lapsed->row;
        row->id = column_int(&q);
        row->house = column_int(&q);
        row->chore = column_int(&q);
        row->person = column_int(&q);
        row->place = column_int(&q);
        row->on = column_day(&q);
        row->due_at = column_int(&q);
        row->state = assignment_state_from_name(column_borrow(&q));
        row->fair_effort = (int)column_int(&q);
        lapsed->chore = column_text(&q, arena);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int lapse_was_away(struct db *db, int64_t person, int64_t chore, civil_day one, civil_day other)
{
    struct query q = query_start(db, WAS_AWAY);
    query_int(&q, person);
    query_int(&q, chore);
    query_day(&q, one);
    query_day(&q, other);
    bool away = query_next(&q) > 0 && column_bool(&q);
    int failure = query_end(&q);
    return failure < 0 ? failure : away;
}

int unlooked_list(struct db *db, int64_t house, civil_day from, size_t limit, struct arena *arena,
                  struct unlooked **ret, size_t *ret_count)
{
    struct query q = query_start(db, UNLOOKED);
    query_int(&q, house);
    query_day(&q, from);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct unlooked));
    while (query_next(&q) > 0) {
        struct unlooked *one = list_add(&list);
        one->id = column_int(&q);
        one->chore = column_text(&q, arena);
        one->name = column_text(&q, arena);
        one->area = column_text(&q, arena);
        one->instructions = column_text(&q, arena);
        int looker = looker_from_name(column_borrow(&q));
        one->looker = looker < 0 ? LOOKER_NOBODY : (enum looker)looker;
        one->person = column_int(&q);
        one->handle = column_text(&q, arena);
        one->on = column_day(&q);
        one->due_at = column_int(&q);
        one->done_at = column_int(&q);
        one->ticked = column_int(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}
