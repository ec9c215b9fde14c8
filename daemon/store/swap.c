#include "daemon/store/swap.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

static const char INSERT[] =
    "insert into swap (house, assignment, from_person, to_person, state, offered_at)"
    " values (?1, ?2, ?3, ?4, 'offered', ?5)";
static const char CLOSE[] = "update swap set state = ?2, taken_by = ?3, closed_at = ?4"
                            " where id = ?1 and state = 'offered'";
static const char END[] =
    "update swap set state = 'over' where assignment = ?1 and state = 'offered'"
    " and from_person is not ?2";
#define SWAP                                                                                       \
    "s.id, s.assignment, s.from_person, s.to_person, s.state, s.taken_by, a.person, a.on_date,"    \
    " a.due_at, a.state"
static const char OF[] =
    "select " SWAP " from assignment a cross join swap s where a.chore = ?1"
    " and a.on_date between ?3 and ?4 and s.assignment = a.id and s.from_person = ?2"
    " order by a.on_date desc, s.id desc limit 100";
/* The cross joins keep the list in its own order, and look the rest up. */
static const char PAGE[] =
    "select " SWAP ", s.offered_at, c.handle, c.name, f.handle, t.handle, " HAS_LEFT(
        "t.id") " from swap s cross join assignment a cross join chore c cross join person f"
                " left join person t on t.id = s.to_person"
                " where s.house = ?1 and s.state = 'offered' and s.id < ?2"
                " and a.id = s.assignment and a.person = s.from_person"
                " and a.state in ('planned', 'sent-back') and a.due_at > ?3"
                " and c.id = a.chore and f.id = s.from_person and not " HAS_LEFT(
                    "f.id") " and (?4 or s.to_person is null or s.to_person = ?5"
                            "      or s.from_person = ?5) order by s.id desc limit ?6";
static const char PARTS[] =
    "select c.handle, a.on_date, s.offered_at, s.state, s.to_person is null, s.from_person = ?1,"
    " ifnull(s.taken_by = ?1, 0) from swap s join assignment a on a.id = s.assignment"
    " join chore c on c.id = a.chore"
    " where s.from_person = ?1 or s.to_person = ?1 or s.taken_by = ?1 order by s.id desc limit ?2";

int swap_insert(struct db *db, int64_t house, const struct swap *swap, int64_t now, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, house);
    query_int(&q, swap->assignment);
    query_int(&q, swap->from);
    query_id(&q, swap->to);
    query_int(&q, now);
    return query_insert(&q, ret_id);
}

int swap_close(struct db *db, int64_t swap, enum swap_state state, int64_t taken_by, int64_t now)
{
    struct query q = query_start(db, CLOSE);
    query_int(&q, swap);
    query_text(&q, swap_state_name(state));
    query_id(&q, taken_by);
    query_int(&q, now);
    return query_run(&q);
}

int swap_end(struct db *db, int64_t assignment, int64_t holder)
{
    struct query q = query_start(db, END);
    query_int(&q, assignment);
    query_id(&q, holder);
    return query_run(&q);
}

static void read_swap(struct query *q, struct swap *ret)
{
    ret->id = column_int(q);
    ret->assignment = column_int(q);
    ret->from = column_int(q);
    ret->to = column_int(q);
    ret->state = swap_state_from_name(column_borrow(q));
    ret->taken_by = column_int(q);
    ret->holder = column_int(q);
    ret->on = column_day(q);
    ret->due_at = column_int(q);
    ret->stands = assignment_state_from_name(column_borrow(q));
}

/* The latest come first from the index, and are wanted last. */
static void turn_around(struct swap *items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct swap first = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = first;
    }
}

int swap_of(struct db *db, int64_t chore, int64_t from_person, civil_day from, civil_day until,
            struct arena *arena, struct swap **ret, size_t *ret_count)
{
    struct query q = query_start(db, OF);
    query_int(&q, chore);
    query_int(&q, from_person);
    query_day(&q, from);
    query_day(&q, until);
    struct list list = list_start(arena, sizeof(struct swap));
    while (query_next(&q) > 0)
        read_swap(&q, list_add(&list));
    turn_around(list.items, list.count);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int swap_page(struct db *db, const struct swap_search *search, size_t limit, struct arena *arena,
              struct swap_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, PAGE);
    query_int(&q, search->house);
    query_int(&q, search->before);
    query_int(&q, search->now);
    query_int(&q, search->all);
    query_int(&q, search->reader);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct swap_entry));
    while (query_next(&q) > 0) {
        struct swap_entry *entry = list_add(&list);
        read_swap(&q, &entry->swap);
        entry->offered_at = column_int(&q);
        entry->chore = column_text(&q, arena);
        entry->name = column_text(&q, arena);
        entry->from = column_text(&q, arena);
        entry->to = column_text(&q, arena);
        entry->to_has_left = column_bool(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int swap_parts(struct db *db, int64_t person, size_t limit, struct arena *arena,
               struct swap_part **ret, size_t *ret_count)
{
    struct query q = query_start(db, PARTS);
    query_int(&q, person);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct swap_part));
    while (query_next(&q) > 0) {
        struct swap_part *part = list_add(&list);
        part->chore = column_text(&q, arena);
        part->on = column_day(&q);
        part->offered_at = column_int(&q);
        part->state = swap_state_from_name(column_borrow(&q));
        part->to_all = column_bool(&q);
        part->is_giver = column_bool(&q);
        part->is_taker = column_bool(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}
