/* Houses and beds on disk. */
#include "daemon/store/house.h"
#include "daemon/store/lodging.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/household.h"

static void a_house_is_found_by_its_number_and_its_handle(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct house house = {
        .handle = "maple", .name = "Maple House", .zone = "America/New_York", .added_at = NOW};
    struct house found = {0};
    assert_int_equal(house_insert(db, &house, &house.id), 0);
    assert_int_equal(house_by_handle(db, "maple", &files->arena, &found), 1);
    assert_int_equal(found.id, house.id);
    assert_int_equal(house_by_id(db, house.id, &files->arena, &found), 1);
    assert_string_equal(found.name, "Maple House");
    assert_string_equal(found.zone, "America/New_York");
    assert_int_equal(found.added_at, NOW);
    assert_int_equal(house_by_handle(db, "Maple", &files->arena, &found), 0);
    db_close(db);
}

/* design: "unique ... for ever, never reused" */
static void a_handle_names_one_house(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t id = 77;
    struct house house = {.handle = "maple", .name = "Another", .zone = "UTC"};
    (void)add_house(db, "maple");
    assert_int_equal(house_insert(db, &house, &id), -EEXIST);
    assert_int_equal(id, 77);
    db_close(db);
}

static void a_house_keeps_its_handle_when_it_changes(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct house house = {.id = add_house(db, "maple"), .handle = "x", .name = "New", .zone = "Z"};
    struct house found = {0};
    const char *mark = NULL;
    assert_int_equal(house_update(db, &house), 0);
    assert_int_equal(house_by_id(db, house.id, &files->arena, &found), 1);
    assert_string_equal(found.handle, "maple");
    assert_string_equal(found.name, "New");
    assert_string_equal(found.zone, "Z");
    assert_int_equal(house_zone_mark(db, house.id, &files->arena, &mark), 0);
    assert_string_equal(mark, "");
    assert_int_equal(house_set_zone_mark(db, house.id, "Z 0123"), 0);
    assert_int_equal(house_zone_mark(db, house.id, &files->arena, &mark), 0);
    assert_string_equal(mark, "Z 0123");
    db_close(db);
}

/* design: "the cursor is the sort key, so inserts never shift a page" */
static void pages_of_houses_follow_their_handles(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    static const char *const handles[] = {"pine", "ash", "oak", "elm"};
    struct house_entry *page = NULL;
    const char **all = NULL;
    size_t count = 0;
    for (size_t i = 0; i < 4; i++)
        (void)add_house(db, handles[i]);
    assert_int_equal(house_page(db, NULL, 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(page[0].house.handle, "ash");
    assert_string_equal(page[1].house.handle, "elm");
    (void)add_house(db, "beech");
    assert_int_equal(house_page(db, "elm", 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(page[0].house.handle, "oak");
    assert_string_equal(page[1].house.handle, "pine");
    assert_int_equal(house_page(db, "pine", 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(house_handles(db, 3, &files->arena, &all, &count), 0);
    assert_int_equal(count, 3);
    assert_string_equal(all[0], "ash");
    assert_string_equal(all[2], "elm");
    db_close(db);
}

static void a_list_counts_beds_and_residents_of_now(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct house_entry *page = NULL;
    struct bed bed = {0};
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    for (char name[] = "a"; *name < 'e'; (*name)++)
        assert_int_equal(bed_insert(db, house, name, NOW), 0);
    assert_int_equal(bed_by_handle(db, house, "d", &files->arena, &bed), 1);
    assert_int_equal(bed_remove(db, bed.id, NOW), 0);
    (void)add_stay(db, house, add_person(db, house, "ann"), november(1));
    int64_t gone = add_stay(db, house, add_person(db, house, "ben"), november(1));
    assert_int_equal(stay_end(db, gone, november(2), "resident", NO_DAY), 0);
    assert_int_equal(house_page(db, NULL, 10, &files->arena, &page, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(page[0].beds, 3);
    assert_int_equal(page[0].residents, 1);
    db_close(db);
}

static void a_bed_that_was_taken_away_comes_back_under_its_name(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct bed first = {0};
    struct bed again = {0};
    int64_t house = add_house(db, "maple");
    assert_int_equal(bed_insert(db, house, "a", NOW), 0);
    assert_int_equal(bed_insert(db, house, "a", NOW), -EEXIST);
    assert_int_equal(bed_by_handle(db, house, "a", &files->arena, &first), 1);
    assert_int_equal(bed_remove(db, first.id, NOW), 0);
    assert_int_equal(bed_by_handle(db, house, "a", &files->arena, &again), 0);
    assert_int_equal(bed_insert(db, house, "a", NOW), 0);
    assert_int_equal(bed_by_handle(db, house, "a", &files->arena, &again), 1);
    assert_int_equal(again.id, first.id);
    assert_int_equal(bed_insert(db, add_house(db, "oak"), "a", NOW), 0);
    db_close(db);
}

static void beds_say_who_has_them(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct bed *beds = NULL;
    struct stay stay = {0};
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    assert_int_equal(bed_insert(db, house, "b", NOW), 0);
    assert_int_equal(bed_insert(db, house, "a", NOW), 0);
    int64_t ann = add_person(db, house, "ann");
    int64_t id = add_stay(db, house, ann, november(1));
    assert_int_equal(bed_list(db, house, &files->arena, &beds, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(beds[0].handle, "a");
    assert_null(beds[0].person);
    assert_int_equal(lodging_insert(db, id, beds[0].id, november(1)), 0);
    assert_int_equal(bed_list(db, house, &files->arena, &beds, &count), 0);
    assert_string_equal(beds[0].person, "ann");
    assert_null(beds[1].person);
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
    assert_int_equal(lodging_end(db, stay.lodging, november(5)), 0);
    assert_int_equal(bed_list(db, house, &files->arena, &beds, &count), 0);
    assert_null(beds[0].person);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_house_is_found_by_its_number_and_its_handle),
        TEST(a_handle_names_one_house),
        TEST(a_house_keeps_its_handle_when_it_changes),
        TEST(pages_of_houses_follow_their_handles),
        TEST(a_list_counts_beds_and_residents_of_now),
        TEST(a_bed_that_was_taken_away_comes_back_under_its_name),
        TEST(beds_say_who_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
