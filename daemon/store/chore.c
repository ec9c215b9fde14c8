#include "daemon/store/chore.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

#define CHORE "id, house, handle, name, area, instructions, rule, starts_on, due_minute, effort"

static const char INSERT[] =
    "insert into chore (house, handle, name, area, instructions, rule, starts_on, due_minute,"
    " effort, added_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
static const char BY_HANDLE[] = "select " CHORE " from chore where house = ?1 and handle = ?2";
static const char HANDLES[] = "select handle from chore where house = ?1 order by handle limit ?2";
static const char NAMES[] = "select name from chore where house = ?1 order by handle limit ?2";
static const char LIST[] =
    "select " CHORE " from chore where house = ?1 and handle > ?2 order by handle limit ?3";

static const char ASSIGN[] = "insert into assignment (house, chore, person, on_date, due_at, state)"
                             " values (?1, ?2, ?3, ?4, ?5, 'planned')";
static const char OF[] =
    "select id, on_date, due_at, state from assignment where chore = ?1 and person = ?2"
    " and on_date between ?3 and ?4 order by on_date desc limit 100";
static const char SET_STATE[] = "update assignment set state = ?2 where id = ?1";
static const char MARK[] =
    "insert into assignment_mark (assignment, number, kind, at, actor, note) values (?1,"
    " (select coalesce(max(number), 0) + 1 from assignment_mark where assignment = ?1),"
    " ?2, ?3, ?4, ?5)";
#define ROW  "select a.id, c.handle, c.name, p.handle, a.on_date, a.due_at, a.state, "
#define WEEK " and a.on_date between ?2 and ?3 order by a.on_date, a.due_at, a.chore limit ?4"
static const char OF_HOUSE[] =
    ROW HAS_LEFT("p.id") " from assignment a join chore c on c.id = a.chore"
                         " join person p on p.id = a.person where a.house = ?1" WEEK;
/* The cross joins keep this order, in which the person is looked up once, not once a row. */
static const char OF_PERSON[] = ROW "0 from person p cross join assignment a cross join chore c"
                                    " where p.id = ?1 and a.person = p.id and c.id = a.chore" WEEK;
static const char COUNTS[] = "select count(*) filter (where state = 'planned'),"
                             " count(*) filter (where state = 'done')"
                             " from assignment where person = ?1";
static const char NOTES[] =
    "select c.handle, a.on_date, m.note from"
    " (select id, on_date, chore from assignment where person = ?1 order by on_date desc limit 500)"
    " a"
    " join assignment_mark m on m.assignment = a.id join chore c on c.id = a.chore"
    " where m.note is not null order by m.at desc, a.id desc, m.number desc";
static const char DUE_AFTER[] =
    "select a.id, a.on_date, c.due_minute, a.due_at from assignment a join chore c on c.id = "
    "a.chore"
    " where a.house = ?1 and a.on_date >= ?2 and a.state = 'planned' and a.id > ?3"
    " order by a.id limit ?4";
static const char SET_DUE[] = "update assignment set due_at = ?2 where id = ?1";

int chore_insert(struct db *db, const struct chore *chore, int64_t now, int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, chore->house);
    query_text(&q, chore->handle);
    query_text(&q, chore->name);
    query_text(&q, chore->area);
    query_text(&q, chore->instructions);
    query_text(&q, chore->rule);
    query_day(&q, chore->starts_on);
    query_int(&q, chore->due_minute);
    query_int(&q, chore->effort);
    query_int(&q, now);
    return query_insert(&q, ret_id);
}

static struct chore read_chore(struct query *q, struct arena *arena)
{
    struct chore chore = {0};
    chore.id = column_int(q);
    chore.house = column_int(q);
    chore.handle = column_text(q, arena);
    chore.name = column_text(q, arena);
    chore.area = column_text(q, arena);
    chore.instructions = column_text(q, arena);
    chore.rule = column_text(q, arena);
    chore.starts_on = column_day(q);
    chore.due_minute = (int)column_int(q);
    chore.effort = (int)column_int(q);
    return chore;
}

int chore_by_handle(struct db *db, int64_t house, const char *handle, struct arena *arena,
                    struct chore *ret)
{
    struct query q = query_start(db, BY_HANDLE);
    query_int(&q, house);
    query_text(&q, handle);
    int found = query_next(&q);
    if (found > 0)
        *ret = read_chore(&q, arena);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

int chore_handles(struct db *db, int64_t house, size_t limit, struct arena *arena,
                  const char ***ret, size_t *ret_count)
{
    struct query q = query_start(db, HANDLES);
    query_int(&q, house);
    query_int(&q, (int64_t)limit);
    return list_texts(&q, arena, ret, ret_count);
}

int chore_names(struct db *db, int64_t house, size_t limit, struct arena *arena, const char ***ret,
                size_t *ret_count)
{
    struct query q = query_start(db, NAMES);
    query_int(&q, house);
    query_int(&q, (int64_t)limit);
    return list_texts(&q, arena, ret, ret_count);
}

int chore_page(struct db *db, int64_t house, const char *after, size_t limit, struct arena *arena,
               struct chore **ret, size_t *ret_count)
{
    struct query q = query_start(db, LIST);
    query_int(&q, house);
    query_text(&q, after ? after : "");
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct chore));
    while (query_next(&q) > 0)
        *(struct chore *)list_add(&list) = read_chore(&q, arena);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int assignment_insert(struct db *db, int64_t house, int64_t chore, int64_t person, civil_day on,
                      int64_t due_at, int64_t *ret_id)
{
    struct query q = query_start(db, ASSIGN);
    query_int(&q, house);
    query_int(&q, chore);
    query_int(&q, person);
    query_day(&q, on);
    query_int(&q, due_at);
    return query_insert(&q, ret_id);
}

/* The latest come first from the index, and are wanted last. */
static void turn_around(struct assignment *items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct assignment first = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = first;
    }
}

int assignment_of(struct db *db, int64_t chore, int64_t person, civil_day from, civil_day until,
                  struct arena *arena, struct assignment **ret, size_t *ret_count)
{
    struct query q = query_start(db, OF);
    query_int(&q, chore);
    query_int(&q, person);
    query_day(&q, from);
    query_day(&q, until);
    struct list list = list_start(arena, sizeof(struct assignment));
    while (query_next(&q) > 0) {
        struct assignment *assignment = list_add(&list);
        assignment->id = column_int(&q);
        assignment->on = column_day(&q);
        assignment->due_at = column_int(&q);
        assignment->state = assignment_state_from_name(column_borrow(&q));
    }
    turn_around(list.items, list.count);
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int assignment_set_state(struct db *db, int64_t assignment, enum assignment_state state)
{
    struct query q = query_start(db, SET_STATE);
    query_int(&q, assignment);
    query_text(&q, assignment_state_name(state));
    return query_run(&q);
}

int assignment_mark(struct db *db, int64_t assignment, const char *kind, int64_t at,
                    const char *actor, const void *note, size_t length)
{
    struct query q = query_start(db, MARK);
    query_int(&q, assignment);
    query_text(&q, kind);
    query_int(&q, at);
    query_text(&q, actor);
    query_blob(&q, note, length);
    return query_run(&q);
}

int assignment_each(struct db *db, int64_t house, int64_t person, const char *from,
                    const char *until, size_t limit,
                    void (*each)(void *context, const struct assignment_row *row), void *context)
{
    struct query q = query_start(db, person ? OF_PERSON : OF_HOUSE);
    query_int(&q, person ? person : house);
    query_text(&q, from);
    query_text(&q, until);
    query_int(&q, (int64_t)limit);
    while (query_next(&q) > 0) {
        struct assignment_row row = {0};
        row.id = column_int(&q);
        row.chore = column_borrow(&q);
        row.name = column_borrow(&q);
        row.person = column_borrow(&q);
        row.on = column_borrow(&q);
        row.due_at = column_int(&q);
        row.state = column_borrow(&q);
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

int assignment_notes(struct db *db, int64_t person, struct arena *arena,
                     struct assignment_note **ret, size_t *ret_count)
{
    struct query q = query_start(db, NOTES);
    query_int(&q, person);
    struct list list = list_start(arena, sizeof(struct assignment_note));
    while (query_next(&q) > 0) {
        struct assignment_note *note = list_add(&list);
        note->chore = column_text(&q, arena);
        note->on = column_text(&q, arena);
        note->blob = column_blob(&q, arena, &note->length);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int assignment_due_after(struct db *db, int64_t house, civil_day from, int64_t after, size_t limit,
                         struct arena *arena, struct assignment_due **ret, size_t *ret_count)
{
    struct query q = query_start(db, DUE_AFTER);
    query_int(&q, house);
    query_day(&q, from);
    query_int(&q, after);
    query_int(&q, (int64_t)limit);
    struct list list = list_start(arena, sizeof(struct assignment_due));
    while (query_next(&q) > 0) {
        struct assignment_due *due = list_add(&list);
        due->id = column_int(&q);
        due->on = column_day(&q);
        due->minute = (int)column_int(&q);
        due->at = column_int(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int assignment_set_due(struct db *db, int64_t assignment, int64_t due_at)
{
    struct query q = query_start(db, SET_DUE);
    query_int(&q, assignment);
    query_int(&q, due_at);
    return query_run(&q);
}
