#include "daemon/store/assignment.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"
#include "daemon/store/swap.h"

/* When it lapses: its time and the house's grace after it; never where the house runs on paper, or
 * where that was over already when it was given. */
#define LAPSE(house, due, given)                                                                   \
    "(select " due " + 60 * grace_minutes from chore_house where house = " house                   \
    " and not on_paper and " due " + 60 * grace_minutes > " given ")"

static const char INSERT[] =
    "insert into assignment (house, chore, person, on_date, due_at, state, place, lapses_at,"
    " fair_effort, is_agreed, first_person) values (?1, ?2, ?3, ?4, ?5, ?6,"
    " ifnull(?7, (select ifnull(max(place), 0) + 1 from assignment"
    "             where chore = ?2 and on_date = ?4)),"
    " iif(?6 = 'planned', " LAPSE("?1", "?5", "?10") ", null), ?8, ?9, ?3)";
#define WHOLE                                                                                      \
    "select id, house, chore, person, place, on_date, due_at, state, fair_effort, is_agreed,"      \
    " first_person, done_at from assignment "
static const char BY_ID[] = WHOLE "where id = ?1 and house = ?2";
static const char OF_DAY[] = WHOLE "where chore = ?1 and on_date = ?2 order by place";
#define LAPSES_IF_TO_DO(state, given)                                                              \
    " lapses_at = iif(" state                                                                      \
    " in ('planned', 'sent-back'), " LAPSE("house", "due_at", given) ","                           \
                                                                     " null)"
static const char GIVE[] =
    "update assignment set person = ?2, state = ?3, fair_effort = ?4, is_agreed = ?5,"
    " first_person = ifnull(first_person, ifnull(person, ?2))," LAPSES_IF_TO_DO(
        "?3", "?6") " where id = ?1";
static const char OF[] = WHOLE "where chore = ?1 and person = ?2 and on_date between ?3 and ?4 "
                               "order by on_date desc limit 100";
static const char SET_STATE[] =
    "update assignment set state = ?2, done_at = ?3," LAPSES_IF_TO_DO("?2", "0") " where id = ?1";
static const char SEND_BACK[] =
    "update assignment set state = 'sent-back', done_at = null, due_at = ?2,"
    " lapses_at = " LAPSE("house", "?2", "0") " where id = ?1";
#define ROW "select a.id, c.handle, c.name, p.handle, a.on_date, a.due_at, a.state, "
/* Who had it first is looked up for the few that have changed hands. */
#define FIRST(what) "iif(a.first_person <> a.person, " what ", null)"
#define FIRST_PERSON                                                                               \
    FIRST("(select f.handle from person f where f.id = a.first_person)")                           \
    ", " FIRST(HAS_LEFT("a.first_person")) ", "
#define WEEK " and a.on_date between ?2 and ?3 order by a.on_date, a.due_at, a.chore limit ?4"
static const char OF_HOUSE[] =
    ROW FIRST_PERSON HAS_LEFT("p.id") " from assignment a join chore c on c.id = a.chore"
                                      " left join person p on p.id = a.person"
                                      " where a.house = ?1 and a.state <> 'cancelled'" WEEK;
/* The cross joins keep this order, in which the person is looked up once, not once a row. */
static const char OF_PERSON[] =
    ROW FIRST_PERSON "0 from person p cross join assignment a cross join chore c"
                     " where p.id = ?1 and a.person = p.id and c.id = a.chore" WEEK;
static const char COUNTS[] = "select count(*) filter (where state in ('planned', 'sent-back')),"
                             " count(*) filter (where state in ('done', 'checked'))"
                             " from assignment where person = ?1";
static const char DUE_AFTER[] =
    "select a.id, a.on_date, c.due_minute, a.due_at from assignment a join chore c on c.id = "
    "a.chore"
    " where a.house = ?1 and a.on_date >= ?2 and a.state in ('open', 'planned') and a.id > ?3"
    " order by a.id limit ?4";
static const char SET_DUE[] =
    "update assignment set due_at = ?2,"
    " lapses_at = iif(lapses_at is null, null, " LAPSE("house", "?2", "0") ") where id = ?1";
static const char DAYS_AHEAD[] =
    "select max(a.id), a.on_date, c.due_minute, max(a.due_at) from assignment a"
    " join chore c on c.id = a.chore where a.chore = ?1 and a.on_date >= ?2"
    " and a.state in ('open', 'planned') group by a.on_date order by a.on_date limit 1000";
static const char SET_DUE_OF_DAY[] =
    "update assignment set due_at = ?3,"
    " lapses_at = iif(lapses_at is null, null, " LAPSE(
        "house", "?3", "0") ")"
                            " where chore = ?1 and on_date = ?2 and state in ('open', 'planned')";
static const char WINDOW[] =
    WHOLE "where house = ?1 and on_date >= ?2 order by on_date, due_at, id";
/* One look into an index for each chore and person, however long they have been there. */
static const char LAST_HAD[] =
    "select c.id, p.id, (select max(a.on_date) from assignment a"
    "                    where a.chore = c.id and a.person = p.id and a.on_date < ?2)"
    " from chore c cross join person p where c.house = ?1 and c.retired_at is null"
    " and p.house = ?1 and not " HAS_LEFT("p.id");
static const char GIVEN_ON[] =
    "select c.id, (select max(a.on_date) from assignment a"
    "              where a.chore = c.id and a.person is not null and a.on_date < ?2)"
    " from chore c where c.house = ?1 and c.retired_at is null";

int assignment_insert(struct db *db, const struct assignment_row *row, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, row->house);
    query_int(&q, row->chore);
    query_id(&q, row->person);
    query_day(&q, row->on);
    query_int(&q, row->due_at);
    query_text(&q, assignment_state_name(row->state));
    query_id(&q, row->place);
    query_int(&q, row->fair_effort);
    query_int(&q, row->agreed);
    query_int(&q, row->given_at);
    return query_insert(&q, ret_id);
}

static void read_row(struct query *q, struct assignment_row *ret)
{
    *ret = (struct assignment_row){0};
    ret->id = column_int(q);
    ret->house = column_int(q);
    ret->chore = column_int(q);
    ret->person = column_int(q);
    ret->place = column_int(q);
    ret->on = column_day(q);
    ret->due_at = column_int(q);
    ret->state = assignment_state_from_name(column_borrow(q));
    ret->fair_effort = (int)column_int(q);
    ret->agreed = column_bool(q);
    ret->first_person = column_int(q);
    ret->done_at = column_int(q);
}

int assignment_by_id(struct db *db, int64_t house, int64_t id, struct assignment_row *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, id);
    query_int(&q, house);
    int found = query_next(&q);
    if (found > 0)
        read_row(&q, ret);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

/* All that the query finds; it is ended. */
static int read_rows(struct query *q, struct arena *arena, struct assignment_row **ret,
                     size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct assignment_row));
    while (query_next(q) > 0)
        read_row(q, list_add(&list));
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int assignment_of_day(struct db *db, int64_t chore, civil_day on, struct arena *arena,
                      struct assignment_row **ret, size_t *ret_count)
{
    struct query q = query_start(db, OF_DAY);
    query_int(&q, chore);
    query_day(&q, on);
    return read_rows(&q, arena, ret, ret_count);
}

int assignment_window(struct db *db, int64_t house, civil_day from, struct arena *arena,
                      struct assignment_row **ret, size_t *ret_count)
{
    struct query q = query_start(db, WINDOW);
    query_int(&q, house);
    query_day(&q, from);
    return read_rows(&q, arena, ret, ret_count);
}

int assignment_give(struct db *db, const struct assignment_row *row)
{
    struct query q = query_start(db, GIVE);
    query_int(&q, row->id);
    query_id(&q, row->person);
    query_text(&q, assignment_state_name(row->state));
    query_int(&q, row->fair_effort);
    query_int(&q, row->agreed);
    query_int(&q, row->given_at);
    int failure = query_run(&q);
    return failure < 0 ? failure : swap_end(db, row->id, row->person);
}

int assignment_last_had(struct db *db, int64_t house, civil_day before, struct arena *arena,
                        struct assignment_last **ret, size_t *ret_count)
{
    struct query q = query_start(db, LAST_HAD);
    query_int(&q, house);
    query_day(&q, before);
    struct list list = list_start(arena, sizeof(struct assignment_last));
    while (query_next(&q) > 0) {
        struct assignment_last *last = list_add(&list);
        last->chore = column_int(&q);
        last->person = column_int(&q);
        last->on = column_day(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int assignment_given_on(struct db *db, int64_t house, civil_day before, struct arena *arena,
                        struct assignment_last **ret, size_t *ret_count)
{
    struct query q = query_start(db, GIVEN_ON);
    query_int(&q, house);
    query_day(&q, before);
    struct list list = list_start(arena, sizeof(struct assignment_last));
    while (query_next(&q) > 0) {
        struct assignment_last *last = list_add(&list);
        last->chore = column_int(&q);
        last->on = column_day(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

/* The latest come first from the index, and are wanted last. */
static void turn_around(struct assignment_row *items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct assignment_row first = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = first;
    }
}

int assignment_of(struct db *db, int64_t chore, int64_t person, civil_day from, civil_day until,
                  struct arena *arena, struct assignment_row **ret, size_t *ret_count)
{
    struct query q = query_start(db, OF);
    query_int(&q, chore);
    query_int(&q, person);
    query_day(&q, from);
    query_day(&q, until);
    int failure = read_rows(&q, arena, ret, ret_count);
    if (failure == 0)
        turn_around(*ret, *ret_count);
    return failure;
}

int assignment_set_state(struct db *db, int64_t assignment, enum assignment_state state,
                         int64_t done_at)
{
    struct query q = query_start(db, SET_STATE);
    query_int(&q, assignment);
    query_text(&q, assignment_state_name(state));
    query_id(&q, done_at);
    int failure = query_run(&q);
    return failure < 0 || assignment_is_to_do(state) ? failure : swap_end(db, assignment, 0);
}

int assignment_send_back(struct db *db, int64_t assignment, int64_t due_at)
{
    struct query q = query_start(db, SEND_BACK);
    query_int(&q, assignment);
    query_int(&q, due_at);
    return query_run(&q);
}

int assignment_each(struct db *db, int64_t house, int64_t person, const char *from,
                    const char *until, size_t limit,
                    void (*each)(void *context, const struct assignment_shown *row), void *context)
{
    struct query q = query_start(db, person ? OF_PERSON : OF_HOUSE);
    query_int(&q, person ? person : house);
    query_text(&q, from);
    query_text(&q, until);
    query_int(&q, (int64_t)limit);
    while (query_next(&q) > 0) {
        struct assignment_shown row = {0};
        row.id = column_int(&q);
        row.chore = column_borrow(&q);
        row.name = column_borrow(&q);
        row.person = column_borrow(&q);
        row.on = column_borrow(&q);
        row.due_at = column_int(&q);
        row.state = column_borrow(&q);
        row.first = column_borrow(&q);
        row.first_has_left = column_bool(&q);
        row.has_left = column_bool(&q);
        each(context, &row);
    }
    return query_end(&q);
}

int assignment_counts(struct db *db, int64_t person, int64_t *ret_planned, int64_t *ret_done)
{
    struct query q = query_start(db, COUNTS);
    query_int(&q, person);
    if (query_next(&q) > 0) {
        *ret_planned = column_int(&q);
        *ret_done = column_int(&q);
    }
    return query_end(&q);
}

static int read_due(struct query *q, struct arena *arena, struct assignment_due **ret,
                    size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct assignment_due));
    while (query_next(q) > 0) {
        struct assignment_due *due = list_add(&list);
        due->id = column_int(q);
        due->on = column_day(q);
        due->minute = (int)column_int(q);
        due->at = column_int(q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int assignment_due_after(struct db *db, int64_t house, civil_day from, int64_t after, size_t limit,
                         struct arena *arena, struct assignment_due **ret, size_t *ret_count)
{
    struct query q = query_start(db, DUE_AFTER);
    query_int(&q, house);
    query_day(&q, from);
    query_int(&q, after);
    query_int(&q, (int64_t)limit);
    return read_due(&q, arena, ret, ret_count);
}

int assignment_days_ahead(struct db *db, int64_t chore, civil_day from, struct arena *arena,
                          struct assignment_due **ret, size_t *ret_count)
{
    struct query q = query_start(db, DAYS_AHEAD);
    query_int(&q, chore);
    query_day(&q, from);
    return read_due(&q, arena, ret, ret_count);
}

int assignment_set_due(struct db *db, int64_t assignment, int64_t due_at)
{
    struct query q = query_start(db, SET_DUE);
    query_int(&q, assignment);
    query_int(&q, due_at);
    return query_run(&q);
}

int assignment_set_due_of_day(struct db *db, int64_t chore, civil_day on, int64_t due_at)
{
    struct query q = query_start(db, SET_DUE_OF_DAY);
    query_int(&q, chore);
    query_day(&q, on);
    query_int(&q, due_at);
    return query_run(&q);
}
