/* What becomes of assignments, on disk: when they lapse, who was there, what was noted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/domain/ledger.h"
#include "daemon/store/assignment.h"
#include "daemon/store/chore.h"
#include "daemon/store/fair.h"
#include "daemon/store/lapse.h"
#include "daemon/store/mark.h"
#include "daemon/store/query.h"
#include "daemon/store/swap.h"
#include "tests/unit/store/household.h"

enum { HOUR = 3600 };

struct scene {
    struct db *db;
    int64_t house, ann, ben, dishes;
};

static struct scene begin(struct files *files)
{
    struct scene s = {.db = files_open(files, "kith.db", &record_kind)};
    s.house = add_house(s.db, "maple");
    s.ann = add_person(s.db, s.house, "ann");
    s.ben = add_person(s.db, s.house, "ben");
    (void)add_stay(s.db, s.house, s.ann, november(1));
    (void)add_stay(s.db, s.house, s.ben, november(1));
    struct chore chore = chore_by_default();
    chore.house = s.house;
    chore.handle = "dishes";
    chore.name = "Wash the dishes";
    chore.starts_on = november(1);
    assert_int_equal(chore_insert(s.db, &chore, NOW, &s.dishes), 0);
    return s;
}

static int64_t assign(const struct scene *s, int64_t person, int day, int64_t due_at,
                      int64_t given_at)
{
    int64_t id = 0;
    struct assignment_row row = {.house = s->house,
                                 .chore = s->dishes,
                                 .person = person,
                                 .on = november(day),
                                 .due_at = due_at,
                                 .state = ASSIGNMENT_PLANNED,
                                 .given_at = given_at};
    assert_int_equal(assignment_insert(s->db, &row, &id), 0);
    return id;
}

static int64_t next_of(const struct scene *s)
{
    int64_t at = 0;
    assert_true(lapse_next(s->db, &at) >= 0);
    return at;
}

static void run(const struct scene *s, const char *sql)
{
    struct query q = query_start(s->db, sql);
    assert_int_equal(query_run(&q), 0);
}

/* --- When it lapses --------------------------------------------------------------------------- */

/* issue 3: "missed (by the clock, after due time and grace)" */
static void it_lapses_an_hour_after_it_is_due_while_there_is_something_to_do(void **state)
{
    struct scene s = begin(*state);
    assert_int_equal(next_of(&s), 0);
    int64_t id = assign(&s, s.ann, 27, NOW, 0);
    assert_int_equal(next_of(&s), NOW + HOUR);
    assert_int_equal(assignment_set_state(s.db, id, ASSIGNMENT_DONE, NOW), 0);
    assert_int_equal(next_of(&s), 0);
    assert_int_equal(assignment_set_state(s.db, id, ASSIGNMENT_PLANNED, 0), 0);
    assert_int_equal(next_of(&s), NOW + HOUR);
    assert_int_equal(assignment_send_back(s.db, id, NOW + 5 * HOUR), 0);
    assert_int_equal(next_of(&s), NOW + 6 * HOUR);
    assert_int_equal(assignment_set_state(s.db, id, ASSIGNMENT_MISSED, 0), 0);
    assert_int_equal(next_of(&s), 0);
    db_close(s.db);
}

static void what_was_given_when_it_was_too_late_never_lapses(void **state)
{
    struct scene s = begin(*state);
    int64_t id = assign(&s, s.ann, 27, NOW, NOW + HOUR);
    assert_int_equal(next_of(&s), 0);
    struct assignment_row row;
    assert_int_equal(assignment_by_id(s.db, s.house, id, &row), 1);
    row.given_at = NOW + HOUR;
    assert_int_equal(assignment_give(s.db, &row), 0);
    assert_int_equal(next_of(&s), 0);
    row.given_at = NOW + HOUR - 1;
    assert_int_equal(assignment_give(s.db, &row), 0);
    assert_int_equal(next_of(&s), NOW + HOUR);
    db_close(s.db);
}

/* A house on paper writes down afterwards what was done. */
static void in_a_house_on_paper_nothing_lapses(void **state)
{
    struct scene s = begin(*state);
    static const char on_paper[] = "update chore_house set on_paper = 1";
    run(&s, on_paper);
    int64_t id = assign(&s, s.ann, 27, NOW, 0);
    assert_int_equal(next_of(&s), 0);
    assert_int_equal(assignment_send_back(s.db, id, NOW + 5 * HOUR), 0);
    assert_int_equal(next_of(&s), 0);
    db_close(s.db);
}

static void they_come_in_the_order_in_which_they_lapse(void **state)
{
    struct scene s = begin(*state);
    struct lapsed *list = NULL;
    size_t count = 0;
    struct arena arena = {0};
    int64_t late = assign(&s, s.ann, 26, NOW + 20, 0);
    int64_t soon = assign(&s, s.ann, 27, NOW + 10, 0);
    (void)assign(&s, s.ann, 28, NOW + 30, 0);
    assert_int_equal(lapse_list(s.db, NOW + HOUR + 20, 10, &arena, &list, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].row.id, soon);
    assert_int_equal(list[1].row.id, late);
    assert_string_equal(list[1].chore, "dishes");
    assert_int_equal(list[1].row.person, s.ann);
    assert_int_equal(lapse_list(s.db, NOW + HOUR + 20, 1, &arena, &list, &count), 0);
    assert_int_equal(count, 1);
    arena_clear(&arena);
    db_close(s.db);
}

/* --- Who was there ---------------------------------------------------------------------------- */

/* issue 3: "absence is never missed" */
static void somebody_was_away_who_was_absent_exempt_or_had_left(void **state)
{
    struct scene s = begin(*state);
    static const char absences[] =
        "insert into absence (house, person, chore, kind, from_on, until_on, granted_at,"
        " withdrawn_at) select p.house, p.id, null, 'away', '2026-11-10', '2026-11-12', 0, null"
        " from person p where p.handle = 'ann' union all select p.house, p.id, c.id, 'exempt',"
        " '2026-11-20', null, 0, null from person p, chore c where p.handle = 'ann' union all"
        " select p.house, p.id, null, 'away', '2026-11-14', '2026-11-14', 0, 5 from person p"
        " where p.handle = 'ann'";
    run(&s, absences);
    static const struct {
        int day;
        int away;
    } days[] = {{9, 0}, {10, 1}, {12, 1}, {13, 0}, {14, 0}, {19, 0}, {20, 1}, {30, 1}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        assert_int_equal(
            lapse_was_away(s.db, s.ann, s.dishes, november(days[i].day), november(days[i].day)),
            days[i].away);
    assert_int_equal(lapse_was_away(s.db, s.ann, s.dishes + 1, november(25), november(25)), 0);
    assert_int_equal(lapse_was_away(s.db, s.ann, s.dishes, november(9), november(10)), 1);
    assert_int_equal(lapse_was_away(s.db, s.ann, s.dishes, november(12), november(13)), 1);
    static const char leave[] = "update stay set moved_out_on = '2026-11-15'";
    run(&s, leave);
    assert_int_equal(lapse_was_away(s.db, s.ben, s.dishes, november(14), november(14)), 0);
    assert_int_equal(lapse_was_away(s.db, s.ben, s.dishes, november(15), november(15)), 1);
    assert_int_equal(lapse_was_away(s.db, s.ben, s.dishes, november(14), november(15)), 1);
    db_close(s.db);
}

/* --- What was noted --------------------------------------------------------------------------- */

/* What is answered, Ann answers; the rest the house notes. */
static void note(const struct scene *s, int64_t id, const char *kind, int64_t person,
                 const char *words)
{
    char ann[32];
    (void)snprintf(ann, sizeof ann, "person:%lld", (long long)s->ann);
    struct assignment_mark line = {.assignment = id,
                                   .kind = kind,
                                   .at = NOW,
                                   .actor = strcmp(kind, "answered") == 0 ? ann : "house",
                                   .person = person,
                                   .note = words,
                                   .length = words ? strlen(words) : 0};
    assert_int_equal(assignment_mark(s->db, &line), 0);
}

static void the_latest_that_was_missed_or_sent_back_is_found_with_what_was_said(void **state)
{
    struct scene s = begin(*state);
    struct mark_fault fault = {0};
    int64_t first = assign(&s, s.ann, 20, NOW, 0);
    int64_t second = assign(&s, s.ann, 21, NOW, 0);
    (void)assign(&s, s.ann, 22, NOW, 0);
    assert_int_equal(mark_latest_fault(s.db, s.dishes, s.ann, november(1), november(30), &fault),
                     0);
    note(&s, first, "missed", 0, NULL);
    note(&s, second, "sent-back", 0, NULL);
    note(&s, second, "answered", 0, "words");
    note(&s, second, "sent-back", 0, NULL);
    assert_int_equal(mark_was_sent_back(s.db, first), 0);
    assert_int_equal(mark_was_sent_back(s.db, second), 1);
    assert_int_equal(mark_latest_fault(s.db, s.dishes, s.ann, november(1), november(30), &fault),
                     1);
    assert_int_equal(fault.assignment, second);
    assert_int_equal(fault.on, november(21));
    assert_int_equal(fault.so_far.sent_back, 2);
    assert_int_equal(fault.so_far.missed, 0);
    assert_int_equal(fault.so_far.answered, 1);
    assert_int_equal(fault.so_far.last_answer, 2);
    assert_int_equal(fault.so_far.last_fault, 3);
    assert_int_equal(mark_latest_fault(s.db, s.dishes, s.ann, november(20), november(20), &fault),
                     1);
    assert_int_equal(fault.assignment, first);
    assert_int_equal(fault.so_far.missed, 1);
    assert_int_equal(mark_latest_fault(s.db, s.dishes, s.ben, november(1), november(30), &fault),
                     0);
    db_close(s.db);
}

/* Whoever has it by now: a fault stays theirs who had it then. */
static void a_fault_is_theirs_who_had_it_then(void **state)
{
    struct scene s = begin(*state);
    struct mark_fault fault = {0};
    int64_t id = assign(&s, s.ann, 20, NOW, 0);
    struct assignment_row row;
    struct swap swap = {.assignment = id, .from = s.ann};
    note(&s, id, "assigned", s.ann, NULL);
    note(&s, id, "sent-back", 0, NULL);
    assert_int_equal(swap_insert(s.db, s.house, &swap, NOW, &swap.id), 0);
    assert_int_equal(swap_close(s.db, swap.id, SWAP_ACCEPTED, s.ben, NOW), 0);
    assert_int_equal(assignment_by_id(s.db, s.house, id, &row), 1);
    row.person = s.ben;
    assert_int_equal(assignment_give(s.db, &row), 0);
    note(&s, id, "swapped", s.ben, NULL);
    assert_int_equal(mark_latest_fault(s.db, s.dishes, s.ben, november(1), november(30), &fault),
                     0);
    note(&s, id, "missed", 0, NULL);
    note(&s, id, "answered", 0, "words");
    assert_int_equal(mark_latest_fault(s.db, s.dishes, s.ann, november(1), november(30), &fault),
                     1);
    assert_int_equal(fault.assignment, id);
    assert_int_equal(fault.so_far.sent_back, 1);
    assert_int_equal(fault.so_far.missed, 0);
    assert_int_equal(fault.so_far.answered, 1);
    assert_int_equal(fault.so_far.last_fault, 2);
    assert_int_equal(mark_latest_fault(s.db, s.dishes, s.ben, november(1), november(30), &fault),
                     1);
    assert_int_equal(fault.so_far.sent_back, 0);
    assert_int_equal(fault.so_far.missed, 1);
    assert_int_equal(fault.so_far.answered, 0);
    db_close(s.db);
}

/* What was written to one is not read by the next who gets it. */
static void notes_are_those_since_somebody_has_it(void **state)
{
    struct files *files = *state;
    struct scene s = begin(files);
    struct assignment_note *notes = NULL;
    struct assignment_mark *marks = NULL;
    size_t count = 0;
    int64_t id = assign(&s, s.ben, 20, NOW, 0);
    note(&s, id, "assigned", s.ann, "to ann");
    note(&s, id, "opened", 0, NULL);
    note(&s, id, "claimed", s.ben, "to ben");
    note(&s, id, "done", 0, "by ben");
    assert_int_equal(assignment_notes(s.db, s.ben, &files->arena, &notes, &count), 0);
    assert_int_equal(count, 2);
    assert_memory_equal(notes[0].blob, "by ben", 6);
    assert_memory_equal(notes[1].blob, "to ben", 6);
    assert_int_equal(mark_list(s.db, id, &files->arena, &marks, &count), 0);
    assert_int_equal(count, 4);
    assert_string_equal(marks[0].kind, "assigned");
    assert_int_equal(marks[0].person, s.ann);
    assert_int_equal(marks[1].person, 0);
    assert_string_equal(marks[3].actor, "house");
    assert_int_equal(marks[3].length, 6);
    db_close(s.db);
}

/* --- The settled ledger ----------------------------------------------------------------------- */

static int64_t balance(const struct scene *s, int64_t person)
{
    static const char sql[] = "select carried - share from fair_balance where person = ?1";
    struct query q = query_start(s->db, sql);
    query_int(&q, person);
    assert_int_equal(query_next(&q), 1);
    int64_t units = column_int(&q);
    assert_int_equal(query_end(&q), 0);
    return units;
}

static void what_is_taken_back_of_a_settled_day_is_shared_by_who_was_there(void **state)
{
    struct scene s = begin(*state);
    static const char balances[] = "insert into fair_balance (person, carried, share)"
                                   " select id, 0, 0 from person";
    int64_t cat = add_person(s.db, s.house, "cat");
    (void)add_stay(s.db, s.house, cat, november(21));
    run(&s, balances);
    assert_int_equal(fair_carry(s.db, s.house, s.ann, november(20), 3 * LEDGER_POINT), 0);
    assert_int_equal(balance(&s, s.ann), 3 * LEDGER_POINT / 2);
    assert_int_equal(balance(&s, s.ben), -3 * LEDGER_POINT / 2);
    assert_int_equal(balance(&s, cat), 0);
    assert_int_equal(fair_carry(s.db, s.house, s.ann, november(20), -3 * LEDGER_POINT), 0);
    assert_int_equal(balance(&s, s.ann), 0);
    assert_int_equal(balance(&s, s.ben), 0);
    db_close(s.db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_lapses_an_hour_after_it_is_due_while_there_is_something_to_do),
        TEST(what_was_given_when_it_was_too_late_never_lapses),
        TEST(in_a_house_on_paper_nothing_lapses),
        TEST(they_come_in_the_order_in_which_they_lapse),
        TEST(somebody_was_away_who_was_absent_exempt_or_had_left),
        TEST(the_latest_that_was_missed_or_sent_back_is_found_with_what_was_said),
        TEST(a_fault_is_theirs_who_had_it_then),
        TEST(notes_are_those_since_somebody_has_it),
        TEST(what_is_taken_back_of_a_settled_day_is_shared_by_who_was_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
