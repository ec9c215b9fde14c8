/* What a house needs or finds broken, on disk. */
#include "daemon/store/need.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/household.h"

static int64_t say(struct db *db, int64_t house, int64_t person, const char *kind, const char *text)
{
    int64_t id = 0;
    struct need need = {
        .house = house, .kind = kind, .text = text, .said_by = person, .said_at = NOW};
    assert_int_equal(need_insert(db, &need, &id), 0);
    return id;
}

static void see_to(struct db *db, int64_t id, int64_t person)
{
    struct need need = {.id = id, .done = "Seen to.", .done_by = person, .done_at = NOW + 60};
    assert_int_equal(need_set_done(db, &need), 0);
}

static void a_need_comes_back_as_it_was_said(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct need found = {0};
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t id = say(db, maple, ann, "broken", "upstairs sink");
    assert_int_equal(need_by_id(db, maple, id, &files->arena, &found), 1);
    assert_int_equal(found.id, id);
    assert_int_equal(found.house, maple);
    assert_string_equal(found.kind, "broken");
    assert_string_equal(found.text, "upstairs sink");
    assert_int_equal(found.said_by, ann);
    assert_int_equal(found.said_at, NOW);
    assert_null(found.done);
    assert_int_equal(found.done_by, 0);
    assert_int_equal(need_by_id(db, add_house(db, "oak"), id, &files->arena, &found), 0);
    db_close(db);
}

static void what_was_done_is_not_written_over(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct need found = {0};
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t ben = add_person(db, maple, "ben");
    int64_t id = say(db, maple, ann, "need", "soap");
    see_to(db, id, ben);
    struct need again = {.id = id, .done = "No, I did.", .done_by = ann, .done_at = NOW + 90};
    assert_int_equal(need_set_done(db, &again), 0);
    assert_int_equal(need_by_id(db, maple, id, &files->arena, &found), 1);
    assert_string_equal(found.done, "Seen to.");
    assert_int_equal(found.done_by, ben);
    assert_int_equal(found.done_at, NOW + 60);
    db_close(db);
}

/* What the manager's screen asks for: how many, and the newest of them. */
static void the_open_ones_of_a_house_are_counted_and_the_newest_come_first(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct need_entry *entries = NULL;
    size_t count = 0;
    int64_t open = 77;
    int64_t maple = add_house(db, "maple");
    int64_t oak = add_house(db, "oak");
    int64_t ann = add_person(db, maple, "ann");
    int64_t olga = add_person(db, oak, "olga");
    assert_int_equal(need_count_open(db, maple, &open), 0);
    assert_int_equal(open, 0);
    (void)say(db, maple, ann, "need", "soap");
    int64_t seen_to = say(db, maple, ann, "need", "salt");
    (void)say(db, oak, olga, "need", "sugar");
    int64_t last = say(db, maple, ann, "broken", "stove");
    see_to(db, seen_to, ann);
    assert_int_equal(need_count_open(db, maple, &open), 0);
    assert_int_equal(open, 2);
    assert_int_equal(need_page(db, maple, false, INT64_MAX, 10, &files->arena, &entries, &count),
                     0);
    assert_int_equal(count, 2);
    assert_string_equal(entries[0].need.text, "stove");
    assert_string_equal(entries[0].said_by, "ann");
    assert_null(entries[0].done_by);
    assert_string_equal(entries[1].need.text, "soap");
    assert_int_equal(need_page(db, maple, false, last, 1, &files->arena, &entries, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(entries[0].need.text, "soap");
    assert_int_equal(need_page(db, maple, true, INT64_MAX, 10, &files->arena, &entries, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(entries[0].need.text, "salt");
    assert_string_equal(entries[0].done_by, "ann");
    db_close(db);
}

static void who_has_left_is_told_apart(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct need_entry *entries = NULL;
    size_t count = 0;
    int64_t maple = add_house(db, "maple");
    int64_t dan = add_person(db, maple, "dan");
    int64_t stay = add_stay(db, maple, dan, november(1));
    see_to(db, say(db, maple, dan, "need", "soap"), add_person(db, maple, "mike"));
    assert_int_equal(need_page(db, maple, true, INT64_MAX, 10, &files->arena, &entries, &count), 0);
    assert_false(entries[0].said_by_has_left);
    assert_int_equal(stay_end(db, stay, november(9), "resident", NO_DAY), 0);
    assert_int_equal(need_page(db, maple, true, INT64_MAX, 10, &files->arena, &entries, &count), 0);
    assert_true(entries[0].said_by_has_left);
    assert_false(entries[0].done_by_has_left);
    db_close(db);
}

static void the_same_is_found_on_the_list_however_it_is_written(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t id = say(db, maple, ann, "need", "Toilet paper");
    static const struct {
        const char *kind;
        const char *text;
        bool found;
    } cases[] = {
        {"need", "toilet PAPER", true},
        {"need", "toilet", false},
        {"broken", "toilet paper", false},
    };
    int64_t same = 77;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct need need = {.house = maple, .kind = cases[i].kind, .text = cases[i].text};
        assert_int_equal(need_find_open(db, &need, &same), 0);
        assert_int_equal(same, cases[i].found ? id : 0);
    }
    see_to(db, id, ann);
    struct need need = {.house = maple, .kind = "need", .text = "Toilet paper"};
    assert_int_equal(need_find_open(db, &need, &same), 0);
    assert_int_equal(same, 0);
    db_close(db);
}

static void what_somebody_wrote_is_found_by_who_they_are(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct need *needs = NULL;
    size_t count = 0;
    int64_t said = 0;
    int64_t done = 0;
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t ben = add_person(db, maple, "ben");
    (void)say(db, maple, ann, "need", "soap");
    see_to(db, say(db, maple, ann, "need", "salt"), ben);
    assert_int_equal(need_counts_of(db, ann, &said, &done), 0);
    assert_int_equal(said, 2);
    assert_int_equal(done, 0);
    assert_int_equal(need_said_by(db, ann, 1, &files->arena, &needs, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(needs[0].text, "salt");
    assert_int_equal(need_done_by(db, ben, 10, &files->arena, &needs, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(needs[0].done, "Seen to.");
    assert_int_equal(need_said_by(db, ben, 10, &files->arena, &needs, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_need_comes_back_as_it_was_said),
        TEST(what_was_done_is_not_written_over),
        TEST(the_open_ones_of_a_house_are_counted_and_the_newest_come_first),
        TEST(who_has_left_is_told_apart),
        TEST(the_same_is_found_on_the_list_however_it_is_written),
        TEST(what_somebody_wrote_is_found_by_who_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
