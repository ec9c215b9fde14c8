/* The house log on disk. What is sealed is any bytes here. */
#include "daemon/store/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/store/household.h"

static void append(struct db *db, int64_t note, int64_t person, const char *text,
                   const char *reason)
{
    struct note_version version = {
        .note = note,
        .person = person,
        .at = NOW + 60,
        .text = {text, strlen(text)},
        .reason = {reason, reason ? strlen(reason) : 0},
    };
    assert_int_equal(note_append(db, &version), 0);
}

static int64_t write_note(struct db *db, int64_t house, int64_t person, int day, const char *text)
{
    int64_t id = 0;
    assert_int_equal(note_insert(db, house, person, NOW, november(day), &id), 0);
    append(db, id, person, text, NULL);
    return id;
}

static void assert_blob(struct note_blob blob, const char *text)
{
    assert_int_equal(blob.length, strlen(text));
    assert_memory_equal(blob.data, text, blob.length);
}

static void a_note_reads_as_it_was_amended_last_and_keeps_its_first_writer(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct note *page = NULL;
    struct note found = {0};
    size_t count = 0;
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t ben = add_person(db, maple, "ben");
    int64_t id = write_note(db, maple, ann, 27, "first");
    append(db, id, ben, "second", "why");
    assert_int_equal(note_page(db, maple, NO_DAY, INT64_MAX, 10, &files->arena, &page, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(page[0].id, id);
    assert_int_equal(page[0].person, ann);
    assert_string_equal(page[0].handle, "ann");
    assert_int_equal(page[0].at, NOW);
    assert_int_equal(page[0].versions, 2);
    assert_blob(page[0].text, "second");
    assert_int_equal(note_by_id(db, maple, id, &found), 1);
    assert_int_equal(found.person, ann);
    assert_int_equal(found.versions, 2);
    assert_int_equal(note_by_id(db, add_house(db, "oak"), id, &found), 0);
    db_close(db);
}

static void every_text_of_a_note_stays_with_its_reason(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct note_version *versions = NULL;
    size_t count = 0;
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t dan = add_person(db, maple, "dan");
    int64_t stay = add_stay(db, maple, dan, november(1));
    int64_t id = write_note(db, maple, ann, 27, "first");
    append(db, id, dan, "second", "why");
    assert_int_equal(stay_end(db, stay, november(9), "resident", NO_DAY), 0);
    assert_int_equal(note_versions(db, id, &files->arena, &versions, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(versions[0].number, 1);
    assert_blob(versions[0].text, "first");
    assert_null(versions[0].reason.data);
    assert_false(versions[0].has_left);
    assert_int_equal(versions[1].number, 2);
    assert_string_equal(versions[1].handle, "dan");
    assert_true(versions[1].has_left);
    assert_blob(versions[1].reason, "why");
    db_close(db);
}

static void a_log_is_read_from_its_end_all_of_it_or_a_day(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct note *page = NULL;
    size_t count = 0;
    int64_t maple = add_house(db, "maple");
    int64_t oak = add_house(db, "oak");
    int64_t ann = add_person(db, maple, "ann");
    (void)write_note(db, maple, ann, 26, "a");
    int64_t second = write_note(db, maple, ann, 27, "b");
    (void)write_note(db, oak, add_person(db, oak, "olga"), 27, "c");
    (void)write_note(db, maple, ann, 27, "d");
    static const struct {
        int day;
        bool before_second;
        size_t limit;
        const char *texts;
    } cases[] = {
        {0, false, 10, "dba"}, {0, false, 2, "db"}, {0, true, 10, "a"},
        {27, false, 10, "db"}, {27, true, 10, ""},  {25, false, 10, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        civil_day on = cases[i].day ? november(cases[i].day) : NO_DAY;
        int64_t before = cases[i].before_second ? second : INT64_MAX;
        assert_int_equal(
            note_page(db, maple, on, before, cases[i].limit, &files->arena, &page, &count), 0);
        assert_int_equal(count, strlen(cases[i].texts));
        for (size_t n = 0; n < count; n++)
            assert_memory_equal(page[n].text.data, cases[i].texts + n, 1);
    }
    db_close(db);
}

static void what_somebody_wrote_is_found_by_who_they_are(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct note_version *versions = NULL;
    size_t count = 0;
    int64_t ever = 0;
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    int64_t ben = add_person(db, maple, "ben");
    int64_t id = write_note(db, maple, ann, 27, "first");
    append(db, id, ben, "second", "why");
    (void)write_note(db, maple, ben, 27, "third");
    assert_int_equal(note_written_by(db, ben, 10, &files->arena, &versions, &count), 0);
    assert_int_equal(count, 2);
    assert_blob(versions[0].text, "third");
    assert_int_equal(versions[1].note, id);
    assert_blob(versions[1].reason, "why");
    assert_int_equal(note_written_by(db, ben, 1, &files->arena, &versions, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(note_count_written_by(db, ben, &ever), 0);
    assert_int_equal(ever, 2);
    assert_int_equal(note_count_written_by(db, ann, &ever), 0);
    assert_int_equal(ever, 1);
    db_close(db);
}

static void a_text_without_a_reason_cannot_take_the_place_of_another(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    int64_t maple = add_house(db, "maple");
    int64_t ann = add_person(db, maple, "ann");
    struct note_version version = {
        .note = write_note(db, maple, ann, 27, "first"), .person = ann, .text = {"second", 6}};
    assert_true(note_append(db, &version) < 0);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_note_reads_as_it_was_amended_last_and_keeps_its_first_writer),
        TEST(every_text_of_a_note_stays_with_its_reason),
        TEST(a_log_is_read_from_its_end_all_of_it_or_a_day),
        TEST(what_somebody_wrote_is_found_by_who_they_are),
        TEST(a_text_without_a_reason_cannot_take_the_place_of_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
