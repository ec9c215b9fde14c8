/* When somebody cannot do chores, on disk. */
#include "daemon/store/absence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/chore.h"
#include "daemon/store/hours.h"
#include "daemon/store/plan.h"
#include "tests/unit/store/household.h"

/* A house with two people, of whom ann is absent. */
struct home {
    struct db *db;
    struct arena *arena;
    int64_t house, ann, ben;
};

static struct home open_home(void **state)
{
    struct files *files = *state;
    struct home home = {.db = files_open(files, "kith.db", &record_kind), .arena = &files->arena};
    home.house = add_house(home.db, "maple");
    home.ann = add_person(home.db, home.house, "ann");
    home.ben = add_person(home.db, home.house, "ben");
    return home;
}

static struct absence away(const struct home *home, int from, int until)
{
    return (struct absence){
        .house = home->house,
        .person = home->ann,
        .kind = ABSENCE_AWAY,
        .from = november(from),
        .until = until ? november(until) : CIVIL_DAY_LAST,
        .granted_by = home->ben,
        .granted_at = NOW,
    };
}

static int64_t put_down(const struct home *home, struct absence absence)
{
    int64_t id = 0;
    assert_int_equal(absence_insert(home->db, &absence, "why", 3, &id), 0);
    return id;
}

static int64_t add_chore(const struct home *home, const char *handle)
{
    int64_t id = 0;
    struct chore chore = chore_by_default();
    chore.house = home->house;
    chore.handle = handle;
    chore.name = handle;
    assert_int_equal(chore_insert(home->db, &chore, NOW, &id), 0);
    return id;
}

static void an_absence_comes_back_as_it_was_put_down(void **state)
{
    struct home home = open_home(state);
    struct absence_entry found;
    struct absence absence = away(&home, 3, 0);
    absence.kind = ABSENCE_EXEMPT;
    absence.chore = add_chore(&home, "dishes");
    int64_t id = put_down(&home, absence);
    assert_int_equal(absence_by_id(home.db, home.house, id, home.arena, &found), 1);
    assert_int_equal(found.absence.id, id);
    assert_int_equal(found.absence.house, home.house);
    assert_int_equal(found.absence.person, home.ann);
    assert_int_equal(found.absence.chore, absence.chore);
    assert_int_equal(found.absence.kind, ABSENCE_EXEMPT);
    assert_int_equal(found.absence.from, november(3));
    assert_int_equal(found.absence.until, CIVIL_DAY_LAST);
    assert_int_equal(found.absence.granted_by, home.ben);
    assert_int_equal(found.absence.granted_at, NOW);
    assert_int_equal(found.absence.withdrawn_at, 0);
    assert_string_equal(found.person, "ann");
    assert_string_equal(found.chore, "dishes");
    assert_string_equal(found.granted_by, "ben");
    assert_false(found.has_left);
    assert_int_equal(found.reason_length, 3);
    assert_memory_equal(found.reason, "why", 3);
    assert_int_equal(absence_by_id(home.db, add_house(home.db, "oak"), id, home.arena, &found), 0);
    db_close(home.db);
}

/* "Touching is fine", and so is another kind, another chore, and what was taken back. */
static void only_the_same_on_the_same_days_overlaps(void **state)
{
    struct home home = open_home(state);
    struct absence_entry found;
    int64_t id = put_down(&home, away(&home, 10, 12));
    static const struct {
        int from, until;
        bool overlaps;
    } cases[] = {
        {1, 9, false},  {1, 10, true}, {11, 11, true},  {12, 0, true},
        {13, 0, false}, {1, 0, true},  {13, 20, false}, {9, 14, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct absence other = away(&home, cases[i].from, cases[i].until);
        assert_int_equal(absence_overlapping(home.db, &other, home.arena, &found),
                         cases[i].overlaps);
        if (cases[i].overlaps)
            assert_int_equal(found.absence.id, id);
    }
    struct absence other = away(&home, 10, 12);
    other.person = home.ben;
    assert_int_equal(absence_overlapping(home.db, &other, home.arena, &found), 0);
    other = away(&home, 10, 12);
    other.kind = ABSENCE_EXEMPT;
    assert_int_equal(absence_overlapping(home.db, &other, home.arena, &found), 0);
    assert_int_equal(put_down(&home, other), id + 1);
    other.chore = add_chore(&home, "dishes");
    assert_int_equal(absence_overlapping(home.db, &other, home.arena, &found), 0);
    assert_int_equal(put_down(&home, other), id + 2);
    assert_int_equal(absence_overlapping(home.db, &other, home.arena, &found), 1);
    assert_int_equal(absence_withdraw(home.db, id + 2, NOW), 0);
    assert_int_equal(absence_overlapping(home.db, &other, home.arena, &found), 0);
    db_close(home.db);
}

static void whoever_is_away_is_found_on_each_of_the_days(void **state)
{
    struct home home = open_home(state);
    struct absence_entry found;
    int64_t open = 77;
    struct absence exempt = away(&home, 9, 0);
    exempt.kind = ABSENCE_EXEMPT;
    (void)put_down(&home, exempt);
    int64_t id = put_down(&home, away(&home, 10, 12));
    for (int day = 9; day <= 13; day++)
        assert_int_equal(absence_away_on(home.db, home.ann, november(day), home.arena, &found),
                         day >= 10 && day <= 12);
    assert_int_equal(absence_count_open(home.db, home.ann, november(12), &open), 0);
    assert_int_equal(open, 2);
    assert_int_equal(absence_set_until(home.db, id, november(11)), 0);
    assert_int_equal(absence_away_on(home.db, home.ann, november(12), home.arena, &found), 0);
    assert_int_equal(absence_count_open(home.db, home.ann, november(12), &open), 0);
    assert_int_equal(open, 1);
    assert_int_equal(absence_withdraw(home.db, id, NOW), 0);
    assert_int_equal(absence_away_on(home.db, home.ann, november(10), home.arena, &found), 0);
    assert_int_equal(absence_by_id(home.db, home.house, id, home.arena, &found), 1);
    assert_int_equal(found.absence.withdrawn_at, NOW);
    db_close(home.db);
}

static size_t listed(const struct home *home, struct absence_search search, size_t limit,
                     struct absence_entry **ret)
{
    size_t count = 0;
    search.house = home->house;
    search.today = november(12);
    assert_int_equal(absence_page(home->db, &search, limit, home->arena, ret, &count), 0);
    return count;
}

static void a_list_has_what_goes_on_and_what_is_to_come_by_their_first_days(void **state)
{
    struct home home = open_home(state);
    struct absence_entry *entries = NULL;
    struct absence_search search = {.sees_all = true, .after_from = CIVIL_DAY_FIRST};
    int64_t later = put_down(&home, away(&home, 20, 22));
    (void)put_down(&home, away(&home, 1, 11));
    int64_t now = put_down(&home, away(&home, 12, 12));
    assert_int_equal(absence_withdraw(home.db, put_down(&home, away(&home, 15, 16)), NOW), 0);
    struct absence of_ben = away(&home, 12, 0);
    of_ben.person = home.ben;
    int64_t bens = put_down(&home, of_ben);
    assert_int_equal(listed(&home, search, 10, &entries), 3);
    assert_int_equal(entries[0].absence.id, now);
    assert_int_equal(entries[1].absence.id, bens);
    assert_int_equal(entries[2].absence.id, later);
    assert_null(entries[0].reason);
    assert_int_equal(listed(&home, search, 1, &entries), 1);
    search.after_from = november(12);
    search.after = now;
    assert_int_equal(listed(&home, search, 10, &entries), 2);
    assert_int_equal(entries[0].absence.id, bens);
    search = (struct absence_search){.person = home.ben, .after_from = CIVIL_DAY_FIRST};
    assert_int_equal(listed(&home, search, 10, &entries), 1);
    assert_int_equal(entries[0].absence.id, bens);
    db_close(home.db);
}

static void of_one_chore_is_listed_for_few(void **state)
{
    struct home home = open_home(state);
    struct absence_entry *entries = NULL;
    struct absence absence = away(&home, 12, 0);
    absence.kind = ABSENCE_EXEMPT;
    absence.chore = add_chore(&home, "dishes");
    (void)put_down(&home, absence);
    const struct {
        int64_t reader;
        bool sees_all;
        size_t count;
    } cases[] = {
        {home.ann, false, 1}, {home.ben, false, 1}, {99, false, 0}, {99, true, 1}, {0, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct absence_search search = {.reader = cases[i].reader,
                                        .sees_all = cases[i].sees_all,
                                        .after_from = CIVIL_DAY_FIRST};
        assert_int_equal(listed(&home, search, 10, &entries), cases[i].count);
    }
    db_close(home.db);
}

static void who_has_left_is_listed_no_more_but_keeps_what_was(void **state)
{
    struct home home = open_home(state);
    struct absence_entry *entries = NULL;
    struct absence_search search = {.sees_all = true, .after_from = CIVIL_DAY_FIRST};
    size_t count = 0;
    int64_t ever = 0;
    int64_t stay = add_stay(home.db, home.house, home.ann, november(1));
    (void)put_down(&home, away(&home, 1, 2));
    (void)put_down(&home, away(&home, 12, 0));
    assert_int_equal(listed(&home, search, 10, &entries), 1);
    assert_int_equal(stay_end(home.db, stay, november(12), "resident", NO_DAY), 0);
    assert_int_equal(listed(&home, search, 10, &entries), 0);
    assert_int_equal(absence_of(home.db, home.ann, 10, home.arena, &entries, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(entries[0].absence.from, november(12));
    assert_true(entries[0].has_left);
    assert_int_equal(entries[0].reason_length, 3);
    assert_int_equal(absence_of(home.db, home.ann, 1, home.arena, &entries, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(absence_count_of(home.db, home.ann, &ever), 0);
    assert_int_equal(ever, 2);
    db_close(home.db);
}

/* --- Hours ------------------------------------------------------------------------------------ */

static int64_t add_hours(const struct home *home, int from, int until)
{
    int64_t id = 0;
    struct hours hours = {
        .person = home->ann,
        .busy = {0x1f, 1320, 1800, november(from), until ? november(until) : CIVIL_DAY_LAST},
    };
    assert_int_equal(hours_insert(home->db, &hours, &id), 0);
    return id;
}

static void hours_come_back_as_they_were_put_down(void **state)
{
    struct home home = open_home(state);
    struct hours found;
    int64_t id = add_hours(&home, 3, 0);
    assert_int_equal(hours_by_id(home.db, home.house, id, &found), 1);
    assert_int_equal(found.id, id);
    assert_int_equal(found.person, home.ann);
    assert_int_equal(found.busy.weekdays, 0x1f);
    assert_int_equal(found.busy.from_minute, 1320);
    assert_int_equal(found.busy.until_minute, 1800);
    assert_int_equal(found.busy.from, november(3));
    assert_int_equal(found.busy.until, CIVIL_DAY_LAST);
    assert_int_equal(hours_by_id(home.db, add_house(home.db, "oak"), id, &found), 0);
    db_close(home.db);
}

static void hours_that_are_over_are_kept_and_not_listed(void **state)
{
    struct home home = open_home(state);
    struct hours *list = NULL;
    size_t count = 0;
    int64_t number = 77;
    int64_t first = add_hours(&home, 3, 0);
    int64_t second = add_hours(&home, 3, 12);
    assert_int_equal(hours_list(home.db, home.ann, november(12), 10, home.arena, &list, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, first);
    assert_int_equal(hours_set_until(home.db, first, november(11)), 0);
    assert_int_equal(hours_list(home.db, home.ann, november(12), 10, home.arena, &list, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, second);
    assert_int_equal(hours_count_open(home.db, home.ann, november(12), &number), 0);
    assert_int_equal(number, 1);
    assert_int_equal(hours_count_of(home.db, home.ann, &number), 0);
    assert_int_equal(number, 2);
    assert_int_equal(hours_latest(home.db, home.ann, 1, home.arena, &list, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, second);
    db_close(home.db);
}

/* issue 3: "not planned" */
static void planning_reads_what_is_put_down_here(void **state)
{
    struct home home = open_home(state);
    struct plan_absence *absences = NULL;
    struct plan_busy *busy = NULL;
    size_t count = 0;
    int64_t back = put_down(&home, away(&home, 10, 12));
    assert_int_equal(absence_withdraw(home.db, put_down(&home, away(&home, 14, 0)), NOW), 0);
    assert_int_equal(absence_set_until(home.db, back, november(11)), 0);
    assert_int_equal(
        plan_absences(home.db, home.house, november(10), home.arena, &absences, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(absences[0].person, home.ann);
    assert_int_equal(absences[0].span.from, november(10));
    assert_int_equal(absences[0].span.until, november(11));
    assert_int_equal(hours_set_until(home.db, add_hours(&home, 3, 0), november(2)), 0);
    (void)add_hours(&home, 3, 0);
    assert_int_equal(plan_busy_hours(home.db, home.house, november(10), home.arena, &busy, &count),
                     0);
    assert_int_equal(count, 1);
    assert_int_equal(busy[0].hours.until_minute, 1800);
    db_close(home.db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_absence_comes_back_as_it_was_put_down),
        TEST(only_the_same_on_the_same_days_overlaps),
        TEST(whoever_is_away_is_found_on_each_of_the_days),
        TEST(a_list_has_what_goes_on_and_what_is_to_come_by_their_first_days),
        TEST(of_one_chore_is_listed_for_few),
        TEST(who_has_left_is_listed_no_more_but_keeps_what_was),
        TEST(hours_come_back_as_they_were_put_down),
        TEST(hours_that_are_over_are_kept_and_not_listed),
        TEST(planning_reads_what_is_put_down_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
