/* Chores and assignments on disk. */
#include "daemon/store/chore.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/assignment.h"
#include "daemon/store/mark.h"
#include "tests/unit/store/household.h"

static int64_t add_chore(struct db *db, int64_t house, const char *handle, int due_minute)
{
    int64_t id = 0;
    struct chore chore = chore_by_default();
    chore.house = house;
    chore.handle = handle;
    chore.name = "Something to do";
    chore.starts_on = november(1);
    chore.due_minute = due_minute;
    assert_int_equal(chore_insert(db, &chore, NOW, &id), 0);
    return id;
}

static int insert(struct db *db, int64_t house, int64_t chore, int64_t person, int day,
                  int64_t due_at, int64_t *ret_id)
{
    struct assignment_row row = {.house = house,
                                 .chore = chore,
                                 .person = person,
                                 .on = november(day),
                                 .due_at = due_at,
                                 .state = ASSIGNMENT_PLANNED};
    return assignment_insert(db, &row, ret_id);
}

static int64_t assign(struct db *db, int64_t house, int64_t chore, int64_t person, int day,
                      int64_t due_at)
{
    int64_t id = 0;
    assert_int_equal(insert(db, house, chore, person, day, due_at, &id), 0);
    return id;
}

static void a_chore_comes_back_as_it_was(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct chore found = {0};
    int64_t id = 0;
    int64_t house = add_house(db, "maple");
    struct chore chore = {
        .house = house,
        .handle = "dishes",
        .name = "Wash the dishes",
        .area = "kitchen",
        .instructions = "Hot water.\nThen dry them.",
        .rule = "FREQ=DAILY",
        .list = "deep-clean",
        .starts_on = november(2),
        .due_minute = 1500,
        .window_minute = 90,
        .effort = 3,
        .people = 2,
        .rotation = ROTATION_ROUND_ROBIN,
        .hold_weeks = 4,
        .looker = LOOKER_HOUSEMATE,
    };
    assert_int_equal(chore_insert(db, &chore, NOW, &id), 0);
    assert_int_equal(chore_by_handle(db, house, "dishes", &files->arena, &found), 1);
    assert_int_equal(found.id, id);
    assert_int_equal(found.house, house);
    assert_string_equal(found.name, chore.name);
    assert_string_equal(found.area, chore.area);
    assert_string_equal(found.instructions, chore.instructions);
    assert_string_equal(found.rule, chore.rule);
    assert_int_equal(found.starts_on, november(2));
    assert_int_equal(found.due_minute, 1500);
    assert_int_equal(found.effort, 3);
    assert_string_equal(found.list, "deep-clean");
    assert_int_equal(found.window_minute, 90);
    assert_int_equal(found.people, 2);
    assert_int_equal(found.rotation, ROTATION_ROUND_ROBIN);
    assert_int_equal(found.hold_weeks, 4);
    assert_int_equal(found.looker, LOOKER_HOUSEMATE);
    assert_int_equal(found.retired_at, 0);
    assert_int_equal(chore_insert(db, &chore, NOW, &id), -EEXIST);
    (void)add_chore(db, house, "trash", 0);
    assert_int_equal(chore_by_handle(db, house, "trash", &files->arena, &found), 1);
    assert_null(found.area);
    assert_null(found.instructions);
    assert_null(found.rule);
    db_close(db);
}

static void chores_are_listed_by_house_and_handle(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct chore *page = NULL;
    const char **handles = NULL;
    size_t count = 0;
    int64_t maple = add_house(db, "maple");
    (void)add_chore(db, maple, "trash", 0);
    (void)add_chore(db, maple, "dishes", 0);
    (void)add_chore(db, maple, "lawn", 0);
    (void)add_chore(db, add_house(db, "oak"), "attic", 0);
    assert_int_equal(chore_page(db, maple, false, NULL, 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(page[0].handle, "dishes");
    assert_string_equal(page[1].handle, "lawn");
    assert_int_equal(chore_page(db, maple, false, "lawn", 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(chore_handles(db, maple, 10, &files->arena, &handles, &count), 0);
    assert_int_equal(count, 3);
    assert_string_equal(handles[2], "trash");
    db_close(db);
}

static void retired_chores_are_found_where_that_is_said(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct chore *page = NULL;
    struct chore found = {0};
    size_t count = 0;
    int64_t number = 99;
    int64_t maple = add_house(db, "maple");
    (void)add_chore(db, maple, "dishes", 0);
    int64_t lawn = add_chore(db, maple, "lawn", 0);
    (void)add_chore(db, add_house(db, "oak"), "attic", 0);
    assert_int_equal(chore_count(db, maple, &number), 0);
    assert_int_equal(number, 2);
    assert_int_equal(chore_set_retired(db, lawn, NOW), 0);
    assert_int_equal(chore_count(db, maple, &number), 0);
    assert_int_equal(number, 1);
    assert_int_equal(chore_by_handle(db, maple, "lawn", &files->arena, &found), 0);
    assert_int_equal(chore_by_handle_ever(db, maple, "lawn", &files->arena, &found), 1);
    assert_int_equal(found.retired_at, NOW);
    assert_int_equal(chore_by_handle_ever(db, maple, "attic", &files->arena, &found), 0);
    assert_int_equal(chore_page(db, maple, true, NULL, 9, &files->arena, &page, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(page[0].handle, "lawn");
    assert_int_equal(chore_page(db, maple, false, NULL, 9, &files->arena, &page, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(page[0].handle, "dishes");
    db_close(db);
}

static void holders_come_by_chore_and_in_their_order(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct chore_holder *holders = NULL;
    struct chore_holder_person *people = NULL;
    size_t count = 0;
    int64_t maple = add_house(db, "maple");
    int64_t oak = add_house(db, "oak");
    int64_t ann = add_person(db, maple, "ann");
    int64_t ben = add_person(db, maple, "ben");
    int64_t eve = add_person(db, oak, "eve");
    (void)add_person(db, maple, "cat");
    int64_t lawn = add_chore(db, maple, "lawn", 0);
    int64_t dishes = add_chore(db, maple, "dishes", 0);
    int64_t attic = add_chore(db, oak, "attic", 0);
    assert_int_equal(chore_set_holders(db, lawn, (int64_t[]){ann}, 1), 0);
    assert_int_equal(chore_set_holders(db, dishes, (int64_t[]){ben, ann}, 2), 0);
    assert_int_equal(chore_set_holders(db, attic, (int64_t[]){eve}, 1), 0);
    assert_int_equal(chore_all_holders(db, maple, &files->arena, &holders, &count), 0);
    assert_int_equal(count, 3);
    assert_int_equal(holders[0].chore, dishes);
    assert_int_equal(holders[0].person, ben);
    assert_int_equal(holders[1].person, ann);
    assert_int_equal(holders[2].chore, lawn);
    assert_int_equal(chore_holder_people(db, maple, &files->arena, &people, &count), 0);
    assert_int_equal(count, 2);
    assert_false(people[0].has_left);
    db_close(db);
}

static void somebody_has_a_chore_once_a_day(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t id = 77;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t dishes = add_chore(db, house, "dishes", 0);
    (void)assign(db, house, dishes, ann, 5, NOW);
    assert_int_equal(insert(db, house, dishes, ann, 5, NOW, &id), -EEXIST);
    assert_int_equal(id, 77);
    (void)assign(db, house, dishes, ann, 6, NOW);
    (void)assign(db, house, dishes, add_person(db, house, "ben"), 5, NOW);
    db_close(db);
}

static void assignments_of_a_chore_come_in_the_order_of_their_days(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct assignment_row *found = NULL;
    size_t count = 0;
    int64_t planned = 0;
    int64_t done = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t dishes = add_chore(db, house, "dishes", 0);
    int64_t later = assign(db, house, dishes, ann, 6, NOW + 200);
    int64_t sooner = assign(db, house, dishes, ann, 5, NOW + 100);
    assert_int_equal(assignment_set_state(db, sooner, ASSIGNMENT_DONE, NOW), 0);
    assert_int_equal(
        assignment_of(db, dishes, ann, november(1), november(5), &files->arena, &found, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].id, sooner);
    assert_int_equal(
        assignment_of(db, dishes, ann, november(5), november(9), &files->arena, &found, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(found[0].id, sooner);
    assert_int_equal(found[0].state, ASSIGNMENT_DONE);
    assert_int_equal(found[0].on, november(5));
    assert_int_equal(found[0].due_at, NOW + 100);
    assert_int_equal(found[1].id, later);
    assert_int_equal(found[1].state, ASSIGNMENT_PLANNED);
    assert_int_equal(assignment_counts(db, ann, &planned, &done), 0);
    assert_int_equal(planned, 1);
    assert_int_equal(done, 1);
    db_close(db);
}

/* What a listing showed, one letter of each chore after the other. */
struct seen {
    char chores[16];
    size_t count;
};

static void see(void *context, const struct assignment_shown *row)
{
    struct seen *seen = context;
    assert_true(seen->count + 1 < sizeof seen->chores);
    seen->chores[seen->count++] = row->chore[0];
    assert_string_equal(row->name, "Something to do");
    assert_string_equal(row->state, "planned");
    assert_non_null(row->person);
}

static void a_week_has_both_its_ends_and_comes_by_evening_and_due_time(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t house = add_house(db, "maple");
    int64_t oak = add_house(db, "oak");
    int64_t ann = add_person(db, house, "ann");
    int64_t ben = add_person(db, house, "ben");
    (void)assign(db, house, add_chore(db, house, "early", 0), ann, 1, NOW);
    (void)assign(db, house, add_chore(db, house, "dishes", 0), ann, 5, NOW + 300);
    (void)assign(db, house, add_chore(db, house, "bathroom", 0), ben, 5, NOW + 200);
    (void)assign(db, house, add_chore(db, house, "attic", 0), ann, 8, NOW + 100);
    (void)assign(db, house, add_chore(db, house, "late", 0), ann, 9, NOW);
    (void)assign(db, oak, add_chore(db, oak, "other", 0), add_person(db, oak, "eve"), 5, NOW);
    static const struct {
        bool of_ann;
        size_t limit;
        const char *chores;
    } cases[] = {{false, 10, "bda"}, {true, 10, "da"}, {false, 2, "bd"}};
    for (size_t i = 0; i < 3; i++) {
        struct seen seen = {0};
        assert_int_equal(assignment_each(db, house, cases[i].of_ann ? ann : 0, "2026-11-02",
                                         "2026-11-08", cases[i].limit, see, &seen),
                         0);
        assert_string_equal(seen.chores, cases[i].chores);
    }
    db_close(db);
}

/* design: "A derived UTC instant [...] is recomputed when the zone file changes" */
static void open_assignments_from_a_day_on_are_gone_through_by_number(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct assignment_due *due = NULL;
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t dishes = add_chore(db, house, "dishes", 1260);
    (void)assign(db, house, dishes, ann, 4, NOW);
    int64_t done = assign(db, house, dishes, ann, 5, NOW);
    int64_t first = assign(db, house, dishes, ann, 6, NOW + 1);
    int64_t second = assign(db, house, dishes, ann, 7, NOW + 2);
    assert_int_equal(assignment_set_state(db, done, ASSIGNMENT_DONE, NOW), 0);
    assert_int_equal(
        assignment_due_after(db, house, november(5), 0, 10, &files->arena, &due, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(due[0].id, first);
    assert_int_equal(due[0].on, november(6));
    assert_int_equal(due[0].minute, 1260);
    assert_int_equal(due[0].at, NOW + 1);
    assert_int_equal(
        assignment_due_after(db, house, november(5), first, 10, &files->arena, &due, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(due[0].id, second);
    assert_int_equal(assignment_set_due(db, second, NOW + 9), 0);
    assert_int_equal(
        assignment_due_after(db, house, november(5), 0, 1, &files->arena, &due, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(due[0].id, first);
    db_close(db);
}

static int mark(struct db *db, int64_t id, const char *kind, int64_t at, const char *actor,
                const char *note)
{
    struct assignment_mark line = {.assignment = id,
                                   .kind = kind,
                                   .at = at,
                                   .actor = actor,
                                   .note = note,
                                   .length = note ? strlen(note) : 0};
    return assignment_mark(db, &line);
}

/* design: "appended and amended, never overwritten" */
static void what_happened_to_an_assignment_is_added_on(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct assignment_note *notes = NULL;
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t id = assign(db, house, add_chore(db, house, "dishes", 0), ann, 5, NOW);
    assert_int_equal(mark(db, id, "assigned", NOW, "person:1", "first"), 0);
    assert_int_equal(mark(db, id, "done", NOW + 1, "person:2", NULL), 0);
    assert_int_equal(mark(db, id, "undone", NOW + 2, "person:2", "last"), 0);
    assert_true(mark(db, id, "eaten", NOW, "person:2", NULL) < 0);
    assert_int_equal(assignment_notes(db, ann, &files->arena, &notes, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(notes[0].chore, "dishes");
    assert_string_equal(notes[0].on, "2026-11-05");
    assert_int_equal(notes[0].length, 4);
    assert_memory_equal(notes[0].blob, "last", 4);
    assert_memory_equal(notes[1].blob, "first", 5);
    db_close(db);
}

/* Of those who have left nobody asks any more; of a newcomer nobody knows anything yet. */
static void who_lives_there_or_may_come_is_told_when_they_last_had_it(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct assignment_last *last = NULL;
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t ben = add_person(db, house, "ben");
    (void)add_person(db, house, "new");
    int64_t dishes = add_chore(db, house, "dishes", 0);
    (void)add_stay(db, house, ann, november(1));
    assert_int_equal(
        stay_end(db, add_stay(db, house, ben, november(1)), november(15), "resident", NO_DAY), 0);
    (void)assign(db, house, dishes, ann, 5, NOW);
    (void)assign(db, house, dishes, ann, 6, NOW);
    (void)assign(db, house, dishes, ben, 6, NOW);
    assert_int_equal(assignment_last_had(db, house, november(6), &files->arena, &last, &count), 0);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_int_not_equal(last[i].person, ben);
        assert_int_equal(last[i].on, last[i].person == ann ? november(5) : NO_DAY);
    }
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_chore_comes_back_as_it_was),
        TEST(chores_are_listed_by_house_and_handle),
        TEST(retired_chores_are_found_where_that_is_said),
        TEST(holders_come_by_chore_and_in_their_order),
        TEST(somebody_has_a_chore_once_a_day),
        TEST(assignments_of_a_chore_come_in_the_order_of_their_days),
        TEST(a_week_has_both_its_ends_and_comes_by_evening_and_due_time),
        TEST(open_assignments_from_a_day_on_are_gone_through_by_number),
        TEST(what_happened_to_an_assignment_is_added_on),
        TEST(who_lives_there_or_may_come_is_told_when_they_last_had_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
