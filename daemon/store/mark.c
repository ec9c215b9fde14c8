#include "daemon/store/mark.h"

#include "daemon/store/list.h"
#include "daemon/store/query.h"

static const char INSERT[] =
    "insert into assignment_mark (assignment, number, kind, at, actor, note, person, ticked)"
    " values (?1,"
    " (select coalesce(max(number), 0) + 1 from assignment_mark where assignment = ?1),"
    " ?2, ?3, ?4, ?5, ?6, ?7)";
static const char LIST[] =
    "select kind, at, actor, note, person, ticked from assignment_mark where assignment = ?1"
    " order by number limit 500";
/* Whose it was when that was noted: it may have gone to another since. */
#define HOLDER(mark, assignment)                                                                   \
    "ifnull((select g.person from assignment_mark g where g.assignment = " mark ".assignment"      \
    "        and g.number < " mark ".number and g.person is not null"                              \
    "        order by g.number desc limit 1),"                                                     \
    "       ifnull(" assignment ".first_person, " assignment ".person))"
#define LATEST_WITH_FAULT                                                                          \
    " and b.on_date between ?3 and ?4"                                                             \
    " and exists (select 1 from assignment_mark f where f.assignment = b.id"                       \
    "             and f.kind in ('sent-back', 'missed') and " HOLDER(                              \
        "f", "b") " = ?2)"                                                                         \
                  " order by b.on_date desc limit 1"
static const char LATEST_FAULT[] =
    "select a.id, a.on_date,"
    " count(*) filter (where m.kind = 'sent-back'),"
    " count(*) filter (where m.kind = 'missed'),"
    " count(*) filter (where m.kind = 'answered'),"
    " ifnull(max(m.number) filter (where m.kind in ('sent-back', 'missed')), 0),"
    " ifnull(max(m.number) filter (where m.kind = 'answered'), 0)"
    " from assignment a join assignment_mark m on m.assignment = a.id where a.id ="
    " (select id from"
    "  (select * from (select b.id, b.on_date from assignment b"
    "                  where b.chore = ?1 and b.person = ?2" LATEST_WITH_FAULT ")"
    "   union all"
    "   select * from (select b.id, b.on_date from swap s cross join assignment b"
    "                  where s.from_person = ?2 and s.state = 'accepted'"
    "                  and b.id = s.assignment and b.chore = ?1" LATEST_WITH_FAULT "))"
    "  order by on_date desc limit 1)"
    " and iif(m.kind = 'answered', m.actor = 'person:' || ?2,"
    "         m.kind in ('sent-back', 'missed') and " HOLDER("m", "a") " = ?2) group by a.id";
static const char SENT_BACK[] =
    "select 1 from assignment_mark where assignment = ?1 and kind = 'sent-back' limit 1";
/* What was written while somebody else had it was not written to them; nor is it theirs how another
 * answered. */
static const char NOTES[] =
    "select c.handle, a.on_date, m.note from"
    " (select id, on_date, chore from assignment where person = ?1 order by on_date desc limit 500)"
    " a"
    " join assignment_mark m on m.assignment = a.id join chore c on c.id = a.chore"
    " where m.note is not null and m.number >= (select ifnull(max(g.number), 0)"
    "   from assignment_mark g where g.assignment = a.id"
    "   and (g.person is not null or g.kind = 'opened'))"
    " and (m.kind <> 'answered' or m.actor = 'person:' || ?1)"
    " order by m.at desc, a.id desc, m.number desc";

int assignment_mark(struct db *db, const struct assignment_mark *mark)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, mark->assignment);
    query_text(&q, mark->kind);
    query_int(&q, mark->at);
    query_text(&q, mark->actor);
    query_blob(&q, mark->note, mark->length);
    query_id(&q, mark->person);
    query_id(&q, mark->ticked);
    return query_run(&q);
}

int mark_list(struct db *db, int64_t assignment, struct arena *arena, struct assignment_mark **ret,
              size_t *ret_count)
{
    struct query q = query_start(db, LIST);
    query_int(&q, assignment);
    struct list list = list_start(arena, sizeof(struct assignment_mark));
    while (query_next(&q) > 0) {
        struct assignment_mark *mark = list_add(&list);
        mark->assignment = assignment;
        mark->kind = column_text(&q, arena);
        mark->at = column_int(&q);
        mark->actor = column_text(&q, arena);
        mark->note = column_blob(&q, arena, &mark->length);
        mark->person = column_int(&q);
        mark->ticked = column_int(&q);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int mark_latest_fault(struct db *db, int64_t chore, int64_t person, civil_day from, civil_day until,
                      struct mark_fault *ret)
{
    struct query q = query_start(db, LATEST_FAULT);
    query_int(&q, chore);
    query_int(&q, person);
    query_day(&q, from);
    query_day(&q, until);
    int found = query_next(&q);
    if (found > 0) {
        ret->assignment = column_int(&q);
        ret->on = column_day(&q);
        ret->so_far.sent_back = column_int(&q);
        ret->so_far.missed = column_int(&q);
        ret->so_far.answered = column_int(&q);
        ret->so_far.last_fault = column_int(&q);
        ret->so_far.last_answer = column_int(&q);
    }
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

int mark_was_sent_back(struct db *db, int64_t assignment)
{
    struct query q = query_start(db, SENT_BACK);
    query_int(&q, assignment);
    int found = query_next(&q);
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
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
