#include "daemon/store/plan.h"

#include "daemon/store/list.h"
#include "daemon/store/query.h"

static const char HOLDERS[] =
    "select h.chore, h.person from chore c join chore_holder h on h.chore = c.id"
    " where c.house = ?1 order by h.chore, h.position";
static const char STAYS[] =
    "select s.person, p.handle, s.moved_in_on, s.moved_out_on from stay s"
    " join person p on p.id = s.person where s.house = ?1"
    " and (s.moved_out_on is null or s.moved_out_on >= ?2) order by p.handle, s.moved_in_on";
static const char ABSENCES[] =
    "select person, ifnull(chore, 0), from_on, until_on from absence where house = ?1"
    " and (until_on is null or until_on >= ?2) and withdrawn_at is null order by person, id";
static const char BUSY[] =
    "select b.person, b.weekdays, b.from_minute, b.until_minute, b.from_on, b.until_on"
    " from person p join busy b on b.person = p.id where p.house = ?1"
    " and (b.until_on is null or b.until_on >= ?2) order by b.person, b.id";
/* With max() the other columns are those of the row that has it. */
static const char TURNS[] =
    "select t.chore, t.place, max(t.from_monday), p.handle from chore c"
    " join chore_turn t on t.chore = c.id join person p on p.id = t.person"
    " where c.house = ?1 and c.retired_at is null group by t.chore, t.place";
static const char SET_TURN[] =
    "insert into chore_turn (chore, place, from_monday, person) values (?1, ?2, ?3, ?4)"
    " on conflict do update set person = excluded.person";
static const char BALANCES[] =
    "select b.person, b.carried, b.share from person p join fair_balance b on b.person = p.id"
    " where p.house = ?1";
static const char SET_BALANCE[] =
    "insert into fair_balance (person, carried, share) values (?1, ?2, ?3)"
    " on conflict do update set carried = excluded.carried, share = excluded.share";
static const char SET_CHOICE[] =
    "insert or replace into assignment_choice (assignment, reason, balance, able, next_person,"
    " next_balance, passed_person, last_on) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char CHOICE[] =
    "select c.assignment, c.reason, c.balance, c.able, c.next_person, c.next_balance,"
    " c.passed_person, c.last_on, n.handle, p.handle from assignment_choice c"
    " left join person n on n.id = c.next_person left join person p on p.id = c.passed_person"
    " where c.assignment = ?1";

/* A statement about a house. */
static struct query ask(struct db *db, const char *sql, int64_t house)
{
    struct query q = query_start(db, sql);
    query_int(&q, house);
    return q;
}

/* The list is whole; so is the query. */
static int finish(struct query *q, struct list list, void *ret, size_t *ret_count)
{
    *(void **)ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int plan_holders(struct db *db, int64_t house, struct arena *arena, struct plan_holder **ret,
                 size_t *ret_count)
{
    struct query q = ask(db, HOLDERS, house);
    struct list list = list_start(arena, sizeof(struct plan_holder));
    while (query_next(&q) > 0) {
        struct plan_holder *holder = list_add(&list);
        holder->chore = column_int(&q);
        holder->person = column_int(&q);
    }
    return finish(&q, list, ret, ret_count);
}

int plan_stays(struct db *db, int64_t house, civil_day from, struct arena *arena,
               struct plan_stay **ret, size_t *ret_count)
{
    struct query q = ask(db, STAYS, house);
    query_day(&q, from);
    struct list list = list_start(arena, sizeof(struct plan_stay));
    while (query_next(&q) > 0) {
        struct plan_stay *stay = list_add(&list);
        stay->person = column_int(&q);
        stay->handle = column_text(&q, arena);
        stay->moved_in_on = column_day(&q);
        stay->moved_out_on = column_day(&q);
    }
    return finish(&q, list, ret, ret_count);
}

/* A day that may be open. */
static civil_day column_until(struct query *q)
{
    civil_day day = column_day(q);
    return day == NO_DAY ? CIVIL_DAY_LAST : day;
}

int plan_absences(struct db *db, int64_t house, civil_day from, struct arena *arena,
                  struct plan_absence **ret, size_t *ret_count)
{
    struct query q = ask(db, ABSENCES, house);
    query_day(&q, from);
    struct list list = list_start(arena, sizeof(struct plan_absence));
    while (query_next(&q) > 0) {
        struct plan_absence *absence = list_add(&list);
        absence->person = column_int(&q);
        absence->span.chore = column_int(&q);
        absence->span.from = column_day(&q);
        absence->span.until = column_until(&q);
    }
    return finish(&q, list, ret, ret_count);
}

int plan_busy_hours(struct db *db, int64_t house, civil_day from, struct arena *arena,
                    struct plan_busy **ret, size_t *ret_count)
{
    struct query q = ask(db, BUSY, house);
    query_day(&q, from);
    struct list list = list_start(arena, sizeof(struct plan_busy));
    while (query_next(&q) > 0) {
        struct plan_busy *busy = list_add(&list);
        busy->person = column_int(&q);
        busy->hours.weekdays = (uint32_t)column_int(&q);
        busy->hours.from_minute = (int)column_int(&q);
        busy->hours.until_minute = (int)column_int(&q);
        busy->hours.from = column_day(&q);
        busy->hours.until = column_until(&q);
    }
    return finish(&q, list, ret, ret_count);
}

int plan_turns(struct db *db, int64_t house, struct arena *arena, struct plan_turn_row **ret,
               size_t *ret_count)
{
    struct query q = ask(db, TURNS, house);
    struct list list = list_start(arena, sizeof(struct plan_turn_row));
    while (query_next(&q) > 0) {
        struct plan_turn_row *turn = list_add(&list);
        turn->chore = column_int(&q);
        turn->place = column_int(&q);
        turn->monday = column_day(&q);
        turn->handle = column_text(&q, arena);
    }
    return finish(&q, list, ret, ret_count);
}

int plan_turn_set(struct db *db, int64_t chore, int64_t place, civil_day monday, int64_t person)
{
    struct query q = query_start(db, SET_TURN);
    query_int(&q, chore);
    query_int(&q, place);
    query_day(&q, monday);
    query_int(&q, person);
    return query_run(&q);
}

int plan_balances(struct db *db, int64_t house, struct arena *arena, struct plan_balance **ret,
                  size_t *ret_count)
{
    struct query q = ask(db, BALANCES, house);
    struct list list = list_start(arena, sizeof(struct plan_balance));
    while (query_next(&q) > 0) {
        struct plan_balance *balance = list_add(&list);
        balance->person = column_int(&q);
        balance->line.carried = column_int(&q);
        balance->line.share = column_int(&q);
    }
    return finish(&q, list, ret, ret_count);
}

int plan_balance_set(struct db *db, int64_t person, struct ledger_line line)
{
    struct query q = query_start(db, SET_BALANCE);
    query_int(&q, person);
    query_int(&q, line.carried);
    query_int(&q, line.share);
    return query_run(&q);
}

int plan_choice_set(struct db *db, const struct plan_choice_row *choice)
{
    struct query q = query_start(db, SET_CHOICE);
    query_int(&q, choice->assignment);
    query_text(&q, choice->reason);
    query_optional(&q, choice->balance);
    query_int(&q, choice->able);
    query_id(&q, choice->next_person);
    query_optional(&q, choice->next_balance);
    query_id(&q, choice->passed_person);
    query_day(&q, choice->last_on);
    return query_run(&q);
}

int plan_choice_of(struct db *db, int64_t assignment, struct arena *arena,
                   struct plan_choice_row *ret)
{
    struct query q = query_start(db, CHOICE);
    query_int(&q, assignment);
    int found = query_next(&q);
    if (found > 0) {
        ret->assignment = column_int(&q);
        ret->reason = column_text(&q, arena);
        ret->balance = column_optional(&q);
        ret->able = (int)column_int(&q);
        ret->next_person = column_int(&q);
        ret->next_balance = column_optional(&q);
        ret->passed_person = column_int(&q);
        ret->last_on = column_day(&q);
        ret->next_handle = column_text(&q, arena);
        ret->passed_handle = column_text(&q, arena);
    }
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}
