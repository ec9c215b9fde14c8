/* Chores on offer, on disk. */
#include "daemon/store/swap.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/assignment.h"
#include "daemon/store/chore.h"
#include "tests/unit/store/household.h"

enum { HOUR = 3600 };

struct scene {
    struct db *db;
    struct arena *arena;
    int64_t house, ann, ben, cat, dishes;
};

static struct scene begin(struct files *files)
{
    struct scene s = {.db = files_open(files, "kith.db", &record_kind), .arena = &files->arena};
    s.house = add_house(s.db, "maple");
    s.ann = add_person(s.db, s.house, "ann");
    s.ben = add_person(s.db, s.house, "ben");
    s.cat = add_person(s.db, s.house, "cat");
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

/* Somebody's dishes of a day, due an hour from now. */
static int64_t assign(const struct scene *s, int64_t person, int day)
{
    int64_t id = 0;
    struct assignment_row row = {.house = s->house,
                                 .chore = s->dishes,
                                 .person = person,
                                 .on = november(day),
                                 .due_at = NOW + HOUR,
                                 .state = ASSIGNMENT_PLANNED};
    assert_int_equal(assignment_insert(s->db, &row, &id), 0);
    return id;
}

static int64_t offer(const struct scene *s, int64_t assignment, int64_t from, int64_t to)
{
    int64_t id = 0;
    struct swap swap = {.assignment = assignment, .from = from, .to = to};
    assert_int_equal(swap_insert(s->db, s->house, &swap, NOW, &id), 0);
    return id;
}

/* Ann's offers of dishes in November. */
static size_t anns(const struct scene *s, struct swap **ret)
{
    size_t count = 0;
    assert_int_equal(
        swap_of(s->db, s->dishes, s->ann, november(1), november(30), s->arena, ret, &count), 0);
    return count;
}

/* How many somebody reads. */
static size_t listed(const struct scene *s, struct swap_search search, struct swap_entry **ret)
{
    size_t count = 0;
    search.house = s->house;
    search.before = INT64_MAX;
    search.now = search.now ? search.now : NOW;
    assert_int_equal(swap_page(s->db, &search, 10, s->arena, ret, &count), 0);
    return count;
}

static void give(const struct scene *s, int64_t assignment, int64_t person)
{
    struct assignment_row row;
    assert_int_equal(assignment_by_id(s->db, s->house, assignment, &row), 1);
    row.person = person;
    assert_int_equal(assignment_give(s->db, &row), 0);
}

static void an_offer_comes_back_with_its_assignment_as_that_stands(void **state)
{
    struct scene s = begin(*state);
    struct swap *swaps = NULL;
    int64_t assignment = assign(&s, s.ann, 27);
    int64_t id = offer(&s, assignment, s.ann, s.ben);
    assert_int_equal(anns(&s, &swaps), 1);
    assert_int_equal(swaps[0].id, id);
    assert_int_equal(swaps[0].assignment, assignment);
    assert_int_equal(swaps[0].from, s.ann);
    assert_int_equal(swaps[0].to, s.ben);
    assert_int_equal(swaps[0].state, SWAP_OFFERED);
    assert_int_equal(swaps[0].taken_by, 0);
    assert_int_equal(swaps[0].holder, s.ann);
    assert_int_equal(swaps[0].on, november(27));
    assert_int_equal(swaps[0].due_at, NOW + HOUR);
    assert_int_equal(swaps[0].stands, ASSIGNMENT_PLANNED);
    db_close(s.db);
}

static void an_assignment_is_on_offer_once_and_again_when_that_is_closed(void **state)
{
    struct scene s = begin(*state);
    struct swap *swaps = NULL;
    int64_t later = assign(&s, s.ann, 28);
    int64_t assignment = assign(&s, s.ann, 27);
    int64_t id = offer(&s, assignment, s.ann, s.ben);
    struct swap twice = {.assignment = assignment, .from = s.ann};
    assert_int_equal(swap_insert(s.db, s.house, &twice, NOW, &twice.id), -EEXIST);
    assert_int_equal(swap_close(s.db, id, SWAP_DECLINED, 0, NOW), 0);
    /* What is closed stays as it is. */
    assert_int_equal(swap_close(s.db, id, SWAP_ACCEPTED, s.ben, NOW), 0);
    (void)offer(&s, later, s.ann, 0);
    int64_t again = offer(&s, assignment, s.ann, 0);
    assert_int_equal(swap_close(s.db, again, SWAP_ACCEPTED, s.ben, NOW), 0);
    assert_int_equal(anns(&s, &swaps), 3);
    assert_int_equal(swaps[0].id, id);
    assert_int_equal(swaps[0].state, SWAP_DECLINED);
    assert_int_equal(swaps[1].id, again);
    assert_int_equal(swaps[1].state, SWAP_ACCEPTED);
    assert_int_equal(swaps[1].taken_by, s.ben);
    assert_int_equal(swaps[2].on, november(28));
    db_close(s.db);
}

static void an_offer_is_over_when_its_assignment_is_done_or_goes_to_another(void **state)
{
    struct scene s = begin(*state);
    struct swap *swaps = NULL;
    int64_t done = assign(&s, s.ann, 26);
    int64_t given = assign(&s, s.ann, 27);
    int64_t kept = assign(&s, s.ann, 28);
    (void)offer(&s, done, s.ann, 0);
    (void)offer(&s, given, s.ann, 0);
    (void)offer(&s, kept, s.ann, 0);
    assert_int_equal(assignment_set_state(s.db, done, ASSIGNMENT_DONE, NOW), 0);
    assert_int_equal(assignment_set_state(s.db, done, ASSIGNMENT_PLANNED, 0), 0);
    give(&s, given, s.ben);
    give(&s, given, s.ann);
    give(&s, kept, s.ann);
    assert_int_equal(assignment_set_state(s.db, kept, ASSIGNMENT_PLANNED, 0), 0);
    assert_int_equal(anns(&s, &swaps), 3);
    assert_int_equal(swaps[0].state, SWAP_OVER);
    assert_int_equal(swaps[1].state, SWAP_OVER);
    assert_int_equal(swaps[2].state, SWAP_OFFERED);
    db_close(s.db);
}

static void a_list_has_what_is_for_its_reader_and_can_be_taken(void **state)
{
    struct scene s = begin(*state);
    struct swap_entry *entries = NULL;
    int64_t first = assign(&s, s.ann, 27);
    (void)offer(&s, first, s.ann, s.ben);
    (void)offer(&s, assign(&s, s.ann, 28), s.ann, 0);
    assert_int_equal(listed(&s, (struct swap_search){.reader = s.ben}, &entries), 2);
    assert_int_equal(entries[0].swap.on, november(28));
    assert_null(entries[0].to);
    assert_string_equal(entries[1].to, "ben");
    assert_string_equal(entries[1].from, "ann");
    assert_string_equal(entries[1].chore, "dishes");
    assert_string_equal(entries[1].name, "Wash the dishes");
    assert_int_equal(entries[1].offered_at, NOW);
    assert_false(entries[1].to_has_left);
    assert_int_equal(listed(&s, (struct swap_search){.reader = s.ann}, &entries), 2);
    assert_int_equal(listed(&s, (struct swap_search){.reader = s.cat}, &entries), 1);
    assert_int_equal(listed(&s, (struct swap_search){.all = true}, &entries), 2);
    assert_int_equal(listed(&s, (struct swap_search){.all = true, .now = NOW + HOUR}, &entries), 0);
    assert_int_equal(assignment_set_state(s.db, first, ASSIGNMENT_EXCUSED, 0), 0);
    assert_int_equal(listed(&s, (struct swap_search){.reader = s.ben}, &entries), 1);
    db_close(s.db);
}

static void who_has_left_offers_nothing_and_is_told_apart(void **state)
{
    struct scene s = begin(*state);
    struct swap_entry *entries = NULL;
    (void)offer(&s, assign(&s, s.ann, 27), s.ann, s.ben);
    struct stay stay;
    assert_int_equal(stay_current(s.db, s.ben, s.arena, &stay), 1);
    assert_int_equal(stay_end(s.db, stay.id, november(26), "resident", NO_DAY), 0);
    assert_int_equal(listed(&s, (struct swap_search){.all = true}, &entries), 1);
    assert_true(entries[0].to_has_left);
    assert_int_equal(stay_current(s.db, s.ann, s.arena, &stay), 1);
    assert_int_equal(stay_end(s.db, stay.id, november(26), "resident", NO_DAY), 0);
    assert_int_equal(listed(&s, (struct swap_search){.all = true}, &entries), 0);
    db_close(s.db);
}

static void what_somebody_had_to_do_with_is_found_by_who_they_are(void **state)
{
    struct scene s = begin(*state);
    struct swap_part *parts = NULL;
    size_t count = 0;
    int64_t taken = offer(&s, assign(&s, s.ann, 27), s.ann, 0);
    assert_int_equal(swap_close(s.db, taken, SWAP_ACCEPTED, s.ben, NOW), 0);
    (void)offer(&s, assign(&s, s.ann, 28), s.ann, s.ben);
    assert_int_equal(swap_parts(s.db, s.ben, 10, s.arena, &parts, &count), 0);
    assert_int_equal(count, 2);
    assert_false(parts[0].is_taker || parts[0].is_giver || parts[0].to_all);
    assert_int_equal(parts[0].on, november(28));
    assert_int_equal(parts[0].state, SWAP_OFFERED);
    assert_true(parts[1].is_taker && parts[1].to_all && !parts[1].is_giver);
    assert_string_equal(parts[1].chore, "dishes");
    assert_int_equal(parts[1].offered_at, NOW);
    assert_int_equal(swap_parts(s.db, s.ann, 1, s.arena, &parts, &count), 0);
    assert_int_equal(count, 1);
    assert_true(parts[0].is_giver);
    assert_int_equal(swap_parts(s.db, s.cat, 10, s.arena, &parts, &count), 0);
    assert_int_equal(count, 0);
    db_close(s.db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_offer_comes_back_with_its_assignment_as_that_stands),
        TEST(an_assignment_is_on_offer_once_and_again_when_that_is_closed),
        TEST(an_offer_is_over_when_its_assignment_is_done_or_goes_to_another),
        TEST(a_list_has_what_is_for_its_reader_and_can_be_taken),
        TEST(who_has_left_offers_nothing_and_is_told_apart),
        TEST(what_somebody_had_to_do_with_is_found_by_who_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
