/* Inspections on disk, and what is looked at. */
#include "daemon/store/inspection.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/lodging.h"
#include "tests/unit/store/household.h"

/* --- What is looked at ------------------------------------------------------------------------ */

static void add_item(struct db *db, int64_t house, const char *handle)
{
    assert_int_equal(inspection_item_insert(db, house, handle, "Something", NOW), 0);
}

/* The house's items, in the arena. */
static struct inspection_item *items_of(struct files *files, struct db *db, int64_t house,
                                        size_t wanted)
{
    struct inspection_item *items = NULL;
    size_t count = 0;
    assert_int_equal(inspection_item_list(db, house, &files->arena, &items, &count), 0);
    assert_int_equal(count, wanted);
    return items;
}

static void items_stand_in_the_order_in_which_they_were_added(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t maple = add_house(db, "maple");
    int64_t oak = add_house(db, "oak");
    add_item(db, maple, "window");
    add_item(db, oak, "window");
    add_item(db, maple, "bed-made");
    struct inspection_item *items = items_of(files, db, maple, 2);
    assert_string_equal(items[0].handle, "window");
    assert_string_equal(items[1].handle, "bed-made");
    assert_string_equal(items[1].name, "Something");
    assert_int_equal(inspection_item_insert(db, maple, "window", "Another", NOW), -EEXIST);
    db_close(db);
}

static void an_item_that_comes_back_is_another(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t maple = add_house(db, "maple");
    add_item(db, maple, "window");
    int64_t first = items_of(files, db, maple, 1)->id;
    assert_int_equal(inspection_item_remove(db, first, NOW), 0);
    (void)items_of(files, db, maple, 0);
    add_item(db, maple, "window");
    assert_int_not_equal(items_of(files, db, maple, 1)->id, first);
    db_close(db);
}

/* --- Who slept where ---------------------------------------------------------------------------
 */

static int64_t lodger(struct db *db, int64_t bed, int day)
{
    int64_t person = 0;
    assert_true(lodging_person(db, bed, november(day), &person) >= 0);
    return person;
}

/* A bed of the house, and somebody in it from one day to another; 0 for one without end. */
static void lodge(struct db *db, int64_t house, int64_t person, int64_t bed, int from, int until)
{
    int64_t stay = add_stay(db, house, person, november(from));
    assert_int_equal(lodging_insert(db, stay, bed, november(from)), 0);
    if (until)
        assert_int_equal(lodging_end(db, db_last_id(db), november(until)), 0);
    if (until)
        assert_int_equal(stay_end(db, stay, november(until), NULL, NO_DAY), 0);
}

static int64_t add_bed(struct files *files, struct db *db, int64_t house, const char *handle)
{
    struct bed bed = {0};
    assert_int_equal(bed_insert(db, house, handle, NOW), 0);
    assert_int_equal(bed_by_handle(db, house, handle, &files->arena, &bed), 1);
    return bed.id;
}

static void the_day_of_moving_out_is_theirs_unless_somebody_came(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t ben = add_person(db, maple, "ben");
    int64_t bed = add_bed(files, db, maple, "a");
    lodge(db, maple, ann, bed, 2, 10);
    assert_int_equal(lodger(db, bed, 1), 0);
    assert_int_equal(lodger(db, bed, 2), ann);
    assert_int_equal(lodger(db, bed, 10), ann);
    assert_int_equal(lodger(db, bed, 11), 0);
    lodge(db, maple, ben, bed, 10, 0);
    assert_int_equal(lodger(db, bed, 9), ann);
    assert_int_equal(lodger(db, bed, 10), ben);
    assert_int_equal(lodger(db, bed, 30), ben);
    db_close(db);
}

/* --- What was found ----------------------------------------------------------------------------
 */

/* A house with a bed and two people. */
struct setting {
    struct files *files;
    struct db *db;
    int64_t house, bed, ann, ben;
};

static struct setting set(struct files *files)
{
    struct setting s = {files, files_open(files, "kith.db", &record_kind), 0, 0, 0, 0};
    s.house = add_house(s.db, "maple");
    s.ann = add_person(s.db, s.house, "ann");
    s.ben = add_person(s.db, s.house, "ben");
    s.bed = add_bed(files, s.db, s.house, "a");
    return s;
}

/* Of Ann's room, or of what is shared where `room` is no bed. */
static int64_t inspect(const struct setting *s, const char *room, int64_t person, int day,
                       int64_t instead_of)
{
    int64_t id = 0;
    struct inspection inspection = {.house = s->house,
                                    .room = room,
                                    .bed = strcmp(room, "a") == 0 ? s->bed : 0,
                                    .person = person,
                                    .on = november(day),
                                    .inspector = s->ben,
                                    .at = NOW,
                                    .instead_of = instead_of};
    assert_int_equal(inspection_insert(s->db, &inspection, &id), 0);
    return id;
}

/* The numbers of a page, with blanks between. */
static const char *page(const struct setting *s, struct inspection_search search, size_t limit)
{
    struct inspection *found = NULL;
    size_t count = 0;
    const char *text = "";
    search.house = s->house;
    if (!search.before) {
        search.before_on = CIVIL_DAY_LAST;
        search.before = INT64_MAX;
    }
    assert_int_equal(inspection_page(s->db, &search, limit, &s->files->arena, &found, &count), 0);
    for (size_t i = 0; i < count; i++)
        text =
            arena_format(&s->files->arena, "%s%s%lld", text, i ? " " : "", (long long)found[i].id);
    return text;
}

static void a_page_has_the_latest_day_first_and_goes_on_behind_the_last(void **state)
{
    struct setting s = set(*state);
    for (int day = 1; day <= 3; day++)
        (void)inspect(&s, "a", s.ann, day, 0);
    (void)inspect(&s, "kitchen", 0, 2, 0);
    (void)inspect(&s, "a", s.ben, 1, 0);
    struct inspection_search all = {.from = november(1)};
    assert_string_equal(page(&s, all, 10), "3 4 2 5 1");
    assert_string_equal(page(&s, all, 2), "3 4");
    all.before_on = november(2);
    all.before = 4;
    assert_string_equal(page(&s, all, 2), "2 5");
    struct inspection_search later = {.from = november(2)};
    assert_string_equal(page(&s, later, 10), "3 4 2");
    struct inspection_search room = {.from = november(1), .room = "kitchen"};
    assert_string_equal(page(&s, room, 10), "4");
    db_close(s.db);
}

static void a_reader_finds_their_own_and_what_is_shared(void **state)
{
    struct setting s = set(*state);
    (void)inspect(&s, "a", s.ann, 1, 0);
    (void)inspect(&s, "a", s.ben, 2, 0);
    (void)inspect(&s, "kitchen", 0, 2, 0);
    (void)inspect(&s, "a", 0, 3, 0);
    (void)inspect(&s, "a", s.ann, 3, 0);
    struct inspection_search anns = {.from = november(1), .reader = s.ann};
    assert_string_equal(page(&s, anns, 10), "5 3 1");
    assert_string_equal(page(&s, anns, 2), "5 3");
    anns.room = "a";
    assert_string_equal(page(&s, anns, 10), "5 1");
    anns.room = "kitchen";
    assert_string_equal(page(&s, anns, 10), "3");
    db_close(s.db);
}

static void one_is_found_in_its_house_with_what_stands_instead_of_it(void **state)
{
    struct setting s = set(*state);
    struct inspection found;
    struct inspection again = {.house = s.house, .room = "a", .on = november(3), .instead_of = 1};
    int64_t id = 0;
    int64_t first = inspect(&s, "a", s.ann, 1, 0);
    int64_t second = inspect(&s, "a", s.ann, 2, first);
    assert_int_equal(inspection_by_id(s.db, s.house, first, &s.files->arena, &found), 1);
    assert_int_equal(found.replaced_by, second);
    assert_int_equal(found.bed, s.bed);
    assert_int_equal(found.on, november(1));
    assert_string_equal(found.person_handle, "ann");
    assert_string_equal(found.inspector_handle, "ben");
    assert_false(found.person_has_left);
    assert_int_equal(inspection_by_id(s.db, s.house, second, &s.files->arena, &found), 1);
    assert_int_equal(found.instead_of, first);
    assert_int_equal(inspection_by_id(s.db, s.house + 1, first, &s.files->arena, &found), 0);
    assert_int_equal(inspection_insert(s.db, &again, &id), -EEXIST);
    db_close(s.db);
}

static void results_stand_with_their_notes_and_answers(void **state)
{
    struct setting s = set(*state);
    struct inspection_result *results = NULL;
    const char **handles = NULL;
    size_t count = 0;
    add_item(s.db, s.house, "floor");
    add_item(s.db, s.house, "bed-made");
    add_item(s.db, s.house, "no-food");
    int64_t id = inspect(&s, "a", s.ann, 1, 0);
    assert_int_equal(inspection_result_insert(s.db, id, 1, INSPECTION_FAIL, "socks", 5), 0);
    assert_int_equal(inspection_result_insert(s.db, id, 2, INSPECTION_PASS, NULL, 0), 0);
    assert_int_equal(inspection_result_insert(s.db, id, 3, INSPECTION_FAIL, NULL, 0), 0);
    assert_int_equal(inspection_answer_insert(s.db, id, 3, NOW, "tea", 3), 0);
    assert_int_equal(inspection_answer_insert(s.db, id, 3, NOW, "two", 3), -EEXIST);
    assert_int_equal(inspection_results(s.db, id, &s.files->arena, &results, &count), 0);
    assert_int_equal(count, 3);
    assert_string_equal(results[0].item.handle, "floor");
    assert_int_equal(results[0].found, INSPECTION_FAIL);
    assert_memory_equal(results[0].note, "socks", 5);
    assert_null(results[0].answer);
    assert_int_equal(results[1].found, INSPECTION_PASS);
    assert_null(results[1].note);
    assert_memory_equal(results[2].answer, "tea", 3);
    assert_int_equal(results[2].answered_at, NOW);
    assert_int_equal(inspection_failed(s.db, id, &s.files->arena, &handles, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(handles[0], "floor");
    assert_string_equal(handles[1], "no-food");
    assert_int_equal(inspection_answered(s.db, id, &s.files->arena, &handles, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(handles[0], "no-food");
    db_close(s.db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(items_stand_in_the_order_in_which_they_were_added),
        TEST(an_item_that_comes_back_is_another),
        TEST(the_day_of_moving_out_is_theirs_unless_somebody_came),
        TEST(a_page_has_the_latest_day_first_and_goes_on_behind_the_last),
        TEST(a_reader_finds_their_own_and_what_is_shared),
        TEST(one_is_found_in_its_house_with_what_stands_instead_of_it),
        TEST(results_stand_with_their_notes_and_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
