/* The outbox on disk. */
#include "daemon/store/event.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/household.h"

static void an_event_comes_back_as_it_was(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct event *found = NULL;
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    struct event full = {.at = NOW,
                         .house = house,
                         .kind = "chore-done",
                         .audience = AUDIENCE_PERSON,
                         .person = add_person(db, house, "ann"),
                         .subject = "dishes",
                         .on_date = "2026-11-27"};
    struct event bare = {.at = NOW, .house = house, .kind = "x", .audience = AUDIENCE_HOUSE};
    assert_int_equal(event_insert(db, &full), 0);
    assert_int_equal(event_insert(db, &bare), 0);
    assert_int_equal(event_after(db, house, 0, 10, &files->arena, &found, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(found[0].id, 1);
    assert_int_equal(found[0].at, NOW);
    assert_int_equal(found[0].house, house);
    assert_string_equal(found[0].kind, "chore-done");
    assert_string_equal(found[0].audience, "person");
    assert_int_equal(found[0].person, full.person);
    assert_string_equal(found[0].person_handle, "ann");
    assert_string_equal(found[0].subject, "dishes");
    assert_string_equal(found[0].on_date, "2026-11-27");
    assert_int_equal(found[1].person, 0);
    assert_null(found[1].person_handle);
    assert_null(found[1].subject);
    assert_null(found[1].on_date);
    db_close(db);
}

/* design: "an outbox ..., numbered, with its audience" */
static void events_of_a_house_are_read_on_from_a_number(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct event *found = NULL;
    size_t count = 0;
    int64_t after = 0;
    int64_t house[2] = {add_house(db, "maple"), add_house(db, "oak")};
    for (int i = 0; i < 10; i++) {
        struct event event = {.at = NOW + i, .house = house[i & 1], .kind = "x", .audience = "y"};
        assert_int_equal(event_insert(db, &event), 0);
    }
    /* Those of the first house have the odd numbers 1 to 9. */
    assert_int_equal(event_after(db, house[0], 3, 2, &files->arena, &found, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(found[0].id, 5);
    assert_int_equal(found[1].id, 7);
    assert_int_equal(event_after(db, house[0], 9, 2, &files->arena, &found, &count), 0);
    assert_int_equal(count, 0);
    static const struct {
        size_t count;
        int64_t after;
    } tails[] = {{1, 8}, {2, 6}, {5, 0}, {20, 0}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(event_tail(db, house[0], tails[i].count, &after), 0);
        assert_int_equal(after, tails[i].after);
    }
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_event_comes_back_as_it_was),
        TEST(events_of_a_house_are_read_on_from_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
