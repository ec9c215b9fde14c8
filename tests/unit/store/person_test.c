/* People, their stays and beds on disk. */
#include "daemon/store/person.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/account.h"
#include "daemon/store/lodging.h"
#include "tests/unit/store/household.h"

/* --- People
 * --------------------------------------------------------------------------------------- */

/* design: "unique in its house for ever, never reused; across houses maple/mike" */
static void a_handle_names_one_person_of_a_house(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t maple = add_house(db, "maple");
    int64_t oak = add_house(db, "oak");
    int64_t mike = add_person(db, maple, "mike");
    int64_t other = add_person(db, oak, "mike");
    int64_t id = 77;
    struct person person = {.house = maple, .handle = "mike", .name = "Another"};
    assert_int_equal(person_insert(db, &person, NOW, &id), -EEXIST);
    assert_int_equal(id, 77);
    assert_int_equal(person_by_handle(db, maple, "mike", &files->arena, &person), 1);
    assert_int_equal(person.id, mike);
    assert_int_equal(person_by_handle(db, oak, "mike", &files->arena, &person), 1);
    assert_int_equal(person.id, other);
    assert_int_equal(person_rename(db, mike, "Michael"), 0);
    assert_int_equal(person_by_id(db, mike, &files->arena, &person), 1);
    assert_string_equal(person.name, "Michael");
    assert_string_equal(person.handle, "mike");
    assert_int_equal(person.house, maple);
    db_close(db);
}

static void who_has_left_is_former_until_they_come_back(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct person person = {0};
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    static const struct {
        bool lives_here;
        bool former;
    } expected[] = {{false, false}, {true, false}, {false, true}, {true, false}};
    int64_t stay = 0;
    for (int i = 0; i < 4; i++) {
        if (i == 1 || i == 3)
            stay = add_stay(db, house, ann, november(i));
        if (i == 2)
            assert_int_equal(stay_end(db, stay, november(2), "resident", NO_DAY), 0);
        assert_int_equal(person_by_id(db, ann, &files->arena, &person), 1);
        assert_int_equal(person.lives_here, expected[i].lives_here);
        assert_int_equal(person.former, expected[i].former);
    }
    db_close(db);
}

static void lists_show_who_belongs_and_on_request_everybody(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct person_entry *page = NULL;
    struct bed bed = {0};
    size_t count = 0;
    int64_t id = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t ben = add_person(db, house, "ben");
    int64_t cat = add_person(db, house, "cat");
    (void)add_person(db, house, "dan");
    (void)add_person(db, add_house(db, "oak"), "eve");
    int64_t stay = add_stay(db, house, ann, november(3));
    assert_int_equal(bed_insert(db, house, "a", NOW), 0);
    assert_int_equal(bed_by_handle(db, house, "a", &files->arena, &bed), 1);
    assert_int_equal(lodging_insert(db, stay, bed.id, november(3)), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(stay_end(db, add_stay(db, house, i ? ben : cat, november(1)), november(2),
                                  "resident", NO_DAY),
                         0);
    struct role_term term = {.person = cat, .house = house, .role = ROLE_ALUMNUS, .from_at = NOW};
    assert_int_equal(role_insert(db, &term, &id), 0);
    assert_int_equal(person_page(db, house, false, NOW, NULL, 10, &files->arena, &page, &count), 0);
    assert_int_equal(count, 3);
    assert_string_equal(page[0].person.handle, "ann");
    assert_string_equal(page[0].bed, "a");
    assert_string_equal(page[0].moved_in_on, "2026-11-03");
    assert_null(page[0].moved_out_on);
    assert_string_equal(page[1].person.handle, "cat");
    assert_string_equal(page[1].moved_out_on, "2026-11-02");
    assert_string_equal(page[2].person.handle, "dan");
    assert_int_equal(person_page(db, house, false, NOW - 1, NULL, 10, &files->arena, &page, &count),
                     0);
    assert_int_equal(count, 2);
    assert_int_equal(person_page(db, house, true, NOW, "ann", 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(page[0].person.handle, "ben");
    assert_string_equal(page[1].person.handle, "cat");
    db_close(db);
}

/* --- Stays
 * ---------------------------------------------------------------------------------------- */

static void what_is_not_known_of_a_stay_reads_as_missing(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct stay stay = {0};
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 0);
    int64_t id = add_stay(db, house, ann, november(3));
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
    assert_int_equal(stay.id, id);
    assert_int_equal(stay.person, ann);
    assert_int_equal(stay.moved_in_on, november(3));
    assert_int_equal(stay.moved_out_on, NO_DAY);
    assert_int_equal(stay.agreement_signed_on, NO_DAY);
    assert_int_equal(stay.belongings_kept_until, NO_DAY);
    assert_int_equal(stay.orientation_due_at, NOW + 86400);
    assert_null(stay.ended_by);
    assert_null(stay.bed);
    assert_int_equal(stay.lodging, 0);
    assert_false(stay.has_phone || stay.has_emergency_contact || stay.has_forward_to);
    assert_int_equal(stay_set_agreement(db, id, november(4)), 0);
    assert_int_equal(stay_end(db, id, november(9), "house", november(30)), 0);
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 0);
    struct stay *stays = NULL;
    size_t count = 0;
    assert_int_equal(stay_list(db, ann, &files->arena, &stays, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(stays[0].agreement_signed_on, november(4));
    assert_int_equal(stays[0].moved_out_on, november(9));
    assert_string_equal(stays[0].ended_by, "house");
    assert_int_equal(stays[0].belongings_kept_until, november(30));
    db_close(db);
}

/* issue 2: "two stays of one person do not overlap" */
static void nobody_has_two_stays_without_an_end(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t id = 77;
    struct stay stay = {.person = ann, .moved_in_on = november(8), .agreement_signed_on = NO_DAY};
    struct stay latest = {0};
    assert_int_equal(stay_latest(db, ann, &files->arena, &latest), 0);
    int64_t first = add_stay(db, house, ann, november(3));
    assert_int_equal(stay_latest(db, ann, &files->arena, &latest), 1);
    assert_int_equal(latest.id, first);
    assert_int_equal(stay_insert(db, &stay, house, NOW, &id), -EEXIST);
    assert_int_equal(id, 77);
    assert_int_equal(stay_end(db, first, november(7), "resident", NO_DAY), 0);
    assert_int_equal(stay_latest(db, ann, &files->arena, &latest), 1);
    assert_int_equal(latest.moved_out_on, november(7));
    assert_int_equal(stay_insert(db, &stay, house, NOW, &id), 0);
    struct stay *stays = NULL;
    size_t count = 0;
    assert_int_equal(stay_list(db, ann, &files->arena, &stays, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(stays[0].id, id);
    assert_int_equal(stays[1].id, first);
    assert_int_equal(stay_latest(db, ann, &files->arena, &latest), 1);
    assert_int_equal(latest.id, id);
    db_close(db);
}

static void each_sealed_column_is_one_of_its_own(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct stay stay = {0};
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t id = add_stay(db, house, ann, november(3));
    static const char *const value[STAY_SECRETS] = {"a", "b", "c", "d", "e", "f"};
    for (int i = 0; i < STAY_SECRETS; i++)
        assert_int_equal(stay_set_secret(db, id, (enum stay_secret)i, value[i], 1), 0);
    for (int i = 0; i < STAY_SECRETS; i++) {
        const void *blob = NULL;
        size_t length = 0;
        assert_int_equal(stay_secret(db, id, (enum stay_secret)i, &files->arena, &blob, &length),
                         1);
        assert_int_equal(length, 1);
        assert_memory_equal(blob, value[i], 1);
        const char *sql = arena_format(&files->arena, "select cast(%s as text) from stay",
                                       stay_secret_column((enum stay_secret)i));
        assert_string_equal(files_value(files, "kith.db", sql), value[i]);
    }
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
    assert_true(stay.has_phone && stay.has_emergency_contact && stay.has_forward_to);
    assert_true(stay.has_leave_reason && stay.has_help_given);
    assert_int_equal(stay_set_secret(db, id, STAY_LEAVE_REASON, NULL, 0), 0);
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
    assert_false(stay.has_leave_reason);
    assert_true(stay.has_help_given);
    assert_int_equal(stay_set_secret(db, id, STAY_HELP_GIVEN, NULL, 0), 0);
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
    assert_true(stay.has_forward_to && !stay.has_help_given);
    assert_int_equal(stay_set_secret(db, id, STAY_PHONE, NULL, 0), 0);
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
    assert_false(stay.has_phone);
    db_close(db);
}

static void an_item_of_the_orientation_is_done_once(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct orientation_item *items = NULL;
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    int64_t id = add_stay(db, house, add_person(db, house, "ann"), november(3));
    assert_int_equal(orientation_done(db, id, "kitchen", NOW + 1), 0);
    assert_int_equal(orientation_done(db, id, "exits", NOW), 0);
    assert_int_equal(orientation_done(db, id, "exits", NOW + 5), 0);
    assert_int_equal(orientation_items(db, id, &files->arena, &items, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(items[0].item, "exits");
    assert_int_equal(items[0].done_at, NOW);
    assert_string_equal(items[1].item, "kitchen");
    db_close(db);
}

/* --- Beds
 * ----------------------------------------------------------------------------------------- */

/* issue 2: "A bed holds one person" */
static void a_bed_clashes_from_the_day_somebody_has_it_until_they_leave_it(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct bed bed = {0};
    struct stay stay = {0};
    const char *who = NULL;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t id = add_stay(db, house, ann, november(3));
    assert_int_equal(bed_insert(db, house, "a", NOW), 0);
    assert_int_equal(bed_by_handle(db, house, "a", &files->arena, &bed), 1);
    assert_int_equal(
        lodging_clash(db, bed.id, (struct stay_days){november(1), NO_DAY}, 0, &files->arena, &who),
        0);
    assert_int_equal(lodging_insert(db, id, bed.id, november(3)), 0);
    assert_int_equal(
        lodging_clash(db, bed.id, (struct stay_days){november(20), NO_DAY}, 0, &files->arena, &who),
        1);
    assert_string_equal(who, "ann");
    assert_int_equal(lodging_clash(db, bed.id, (struct stay_days){november(20), NO_DAY}, id,
                                   &files->arena, &who),
                     0);
    assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
    assert_string_equal(stay.bed, "a");
    assert_int_equal(stay.lodging_from, november(3));
    assert_int_equal(lodging_end(db, stay.lodging, november(10)), 0);
    assert_int_equal(
        lodging_clash(db, bed.id, (struct stay_days){november(9), NO_DAY}, 0, &files->arena, &who),
        1);
    assert_int_equal(
        lodging_clash(db, bed.id, (struct stay_days){november(10), NO_DAY}, 0, &files->arena, &who),
        0);
    /* Nights that end on the day another's begin, and a bed that was had for no night. */
    const struct stay_days before = {november(1), november(3)};
    const struct stay_days into = {november(1), november(4)};
    assert_int_equal(lodging_clash(db, bed.id, before, 0, &files->arena, &who), 0);
    assert_int_equal(lodging_clash(db, bed.id, into, 0, &files->arena, &who), 1);
    assert_int_equal(lodging_end(db, stay.lodging, november(3)), 0);
    assert_int_equal(lodging_clash(db, bed.id, into, 0, &files->arena, &who), 0);
    db_close(db);
}

static void a_stay_shows_its_latest_bed_and_remembers_the_others(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct stay stay = {0};
    struct lodging *lodgings = NULL;
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t id = add_stay(db, house, ann, november(3));
    static const char *const names[] = {"b", "a"};
    for (int i = 0; i < 2; i++) {
        struct bed bed = {0};
        assert_int_equal(bed_insert(db, house, names[i], NOW), 0);
        assert_int_equal(bed_by_handle(db, house, names[i], &files->arena, &bed), 1);
        if (i)
            assert_int_equal(lodging_end(db, stay.lodging, november(6)), 0);
        assert_int_equal(lodging_insert(db, id, bed.id, november(3 + 3 * i)), 0);
        assert_int_equal(stay_current(db, ann, &files->arena, &stay), 1);
        assert_string_equal(stay.bed, names[i]);
    }
    assert_int_equal(lodging_list(db, id, &files->arena, &lodgings, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(lodgings[0].bed, "b");
    assert_int_equal(lodgings[0].until, november(6));
    assert_string_equal(lodgings[1].bed, "a");
    assert_int_equal(lodgings[1].from, november(6));
    assert_int_equal(lodgings[1].until, NO_DAY);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_handle_names_one_person_of_a_house),
        TEST(who_has_left_is_former_until_they_come_back),
        TEST(lists_show_who_belongs_and_on_request_everybody),
        TEST(what_is_not_known_of_a_stay_reads_as_missing),
        TEST(nobody_has_two_stays_without_an_end),
        TEST(each_sealed_column_is_one_of_its_own),
        TEST(an_item_of_the_orientation_is_done_once),
        TEST(a_bed_clashes_from_the_day_somebody_has_it_until_they_leave_it),
        TEST(a_stay_shows_its_latest_bed_and_remembers_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
