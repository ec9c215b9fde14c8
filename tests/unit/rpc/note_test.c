/* org.kith.Note: the house log, which one shift writes for the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"
#include "tests/unit/rpc/watch.h"

/* ben coordinates the chores, cat is secretary. */
static int set_up(void **state)
{
    (void)look_set_up(state);
    must(*state, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    must(*state, MIKE, "org.kith.Office.Appoint", "{\"office\":\"secretary\",\"person\":\"cat\"}");
    return 0;
}

#define NOTE_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, look_tear_down)

#define BOILER "{\"text\":\"The boiler man comes at nine.\"}"
#define AMEND  "{\"noteId\":1,\"text\":\"He comes at ten.\",\"reason\":\"He called.\"}"

/* The number of a note with that text. */
static int64_t put(struct rig *rig, uid_t uid, const char *parameters)
{
    json_t *reply = get(rig, uid, "org.kith.Note.Add", parameters);
    int64_t id = look_int(reply, "noteId");
    json_decref(reply);
    return id;
}

/* --- Writing and amending --------------------------------------------------------------------- */

/* issue 3: "the house log for the next shift (dated, amend-only, never about health)" */
static void what_one_shift_writes_the_next_one_reads_with_its_date(void **state)
{
    struct rig *rig = *state;
    (void)put(rig, MIKE, BOILER);
    rig->now.wall += DAY;
    (void)put(rig, CAT, "{\"text\":\"Two keys\\nare missing.\"}");
    json_t *list = get(rig, BEN, "org.kith.Note.List", NULL);
    assert_int_equal(look_count(list, "notes"), 2);
    assert_string_equal(look_text(list, "notes.0.text"), "Two keys\nare missing.");
    assert_string_equal(look_text(list, "notes.0.writtenBy"), "cat");
    assert_string_equal(look_text(list, "notes.0.writtenAt"), "2026-11-28T12:00:00-05:00");
    assert_string_equal(look_text(list, "notes.1.text"), "The boiler man comes at nine.");
    assert_string_equal(look_text(list, "notes.1.writtenBy"), "mike");
    assert_false(json_is_true(look(list, "notes.1.amended")));
    json_decref(list);
    list = get(rig, BEN, "org.kith.Note.List", "{\"on\":\"2026-11-27\"}");
    assert_string_equal(look_row(list, "notes", "writtenBy"), "mike");
    json_decref(list);
    list = get(rig, BEN, "org.kith.Note.List", "{\"on\":\"2026-11-26\"}");
    assert_int_equal(look_count(list, "notes"), 0);
    json_decref(list);
}

/* The day is the house's: at 02:00 UTC it is still the evening before in New York. */
static void a_note_is_dated_on_the_clock_of_the_house(void **state)
{
    struct rig *rig = *state;
    rig->now.wall += 9 * 3600;
    (void)put(rig, MIKE, BOILER);
    json_t *list = get(rig, MIKE, "org.kith.Note.List", "{\"on\":\"2026-11-27\"}");
    assert_int_equal(look_count(list, "notes"), 1);
    json_decref(list);
}

/* issue 3: "amend-only" */
static void an_amendment_names_why_and_what_was_first_is_still_there(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(put(rig, BEN, BOILER), 1);
    rig->now.wall += 3600;
    json_t *reply = get(rig, BEN, "org.kith.Note.Amend", AMEND);
    assert_int_equal(look_int(reply, "version"), 2);
    json_decref(reply);
    json_t *list = get(rig, MIKE, "org.kith.Note.List", NULL);
    assert_int_equal(look_count(list, "notes"), 1);
    assert_string_equal(look_text(list, "notes.0.text"), "He comes at ten.");
    assert_string_equal(look_text(list, "notes.0.writtenAt"), "2026-11-27T12:00:00-05:00");
    assert_true(json_is_true(look(list, "notes.0.amended")));
    json_decref(list);
    json_t *shown = get(rig, MIKE, "org.kith.Note.Show", "{\"noteId\":1}");
    assert_int_equal(look_count(shown, "versions"), 2);
    assert_int_equal(look_int(shown, "versions.0.version"), 1);
    assert_string_equal(look_text(shown, "versions.0.text"), "The boiler man comes at nine.");
    assert_null(look(shown, "versions.0.reason"));
    assert_int_equal(look_int(shown, "versions.1.version"), 2);
    assert_string_equal(look_text(shown, "versions.1.text"), "He comes at ten.");
    assert_string_equal(look_text(shown, "versions.1.reason"), "He called.");
    assert_string_equal(look_text(shown, "versions.1.writtenBy"), "ben");
    assert_string_equal(look_text(shown, "versions.1.writtenAt"), "2026-11-27T13:00:00-05:00");
    json_decref(shown);
}

static void the_writer_amends_or_who_runs_the_log_and_nobody_else(void **state)
{
    struct rig *rig = *state;
    (void)put(rig, BEN, BOILER);
    look_refused(rig, rig_peer(rig, CAT), "org.kith.Note.Amend", AMEND, "NotYours", "message",
                 "Somebody else wrote number 1. They amend it, or the house's manager or president;"
                 " you can write a note of your own.");
    assert_string_equal(attempt(rig, MIKE, "org.kith.Note.Amend", AMEND), "");
    /* It stays ben's, whoever amended it. */
    assert_string_equal(attempt(rig, BEN, "org.kith.Note.Amend", AMEND), "");
    must(rig, MIKE, "org.kith.Office.End", "{\"office\":\"coordinator\"}");
    assert_string_equal(attempt(rig, BEN, "org.kith.Note.Amend", AMEND), "PermissionDenied");
    must(rig, MIKE, "org.kith.Office.Appoint", "{\"office\":\"president\",\"person\":\"ann\"}");
    assert_string_equal(attempt(rig, ANN, "org.kith.Note.Amend", AMEND), "");
    assert_int_equal(look_record(rig, "select count(*) from note_text"), 4);
}

/* Everything a caller controls has an end. */
static void a_note_is_not_amended_without_end(void **state)
{
    struct rig *rig = *state;
    (void)put(rig, MIKE, BOILER);
    for (int i = 2; i <= 50; i++)
        must(rig, MIKE, "org.kith.Note.Amend", AMEND);
    look_refused(rig, rig_peer(rig, MIKE), "org.kith.Note.Amend", AMEND, "AmendedTooOften",
                 "message",
                 "Number 1 has 50 texts already, and takes no more. Write a new note instead.");
    json_t *shown = get(rig, MIKE, "org.kith.Note.Show", "{\"noteId\":1}");
    assert_int_equal(look_count(shown, "versions"), 50);
    json_decref(shown);
}

static void what_is_no_note_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    static const struct {
        const char *method;
        const char *parameters;
        const char *parameter;
    } cases[] = {
        {"org.kith.Note.Add", "{}", "text"},
        {"org.kith.Note.Add", "{\"text\":\"\"}", "text"},
        {"org.kith.Note.Add", "{\"text\":\" \\n\"}", "text"},
        {"org.kith.Note.Amend", "{\"noteId\":1,\"text\":\" \",\"reason\":\"x\"}", "text"},
        {"org.kith.Note.Amend", "{\"noteId\":1,\"text\":\"x\",\"reason\":\" \"}", "reason"},
        {"org.kith.Note.Amend", "{\"noteId\":1,\"text\":\"x\"}", "reason"},
        {"org.kith.Note.Amend", "{\"noteId\":0,\"text\":\"x\",\"reason\":\"x\"}", "noteId"},
        {"org.kith.Note.Show", "{\"noteId\":0}", "noteId"},
        {"org.kith.Note.List", "{\"limit\":0}", "limit"},
        {"org.kith.Note.List", "{\"limit\":101}", "limit"},
        {"org.kith.Note.List", "{\"after\":\"x\"}", "after"},
        {"org.kith.Note.List", "{\"on\":\"2026-02-30\"}", "on"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        look_refused(rig, mike, cases[i].method, cases[i].parameters, "InvalidParameter",
                     "parameter", cases[i].parameter);
    char parameters[1100];
    (void)snprintf(parameters, sizeof parameters, "{\"text\":\"%01001d\"}", 0);
    look_refused(rig, mike, "org.kith.Note.Add", parameters, "InvalidParameter", "parameter",
                 "text");
    look_refused(rig, mike, "org.kith.Note.Amend", AMEND, "NotFound", "name", "1");
    look_refused(rig, mike, "org.kith.Note.Show", "{\"noteId\":1}", "NotFound", "message",
                 "There is no note \"1\" here.");
}

/* design 4: "the cursor is the sort key, so inserts never shift a page" */
static void pages_do_not_shift_when_a_note_is_written(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < 3; i++)
        (void)put(rig, i == 1 ? CAT : MIKE, BOILER);
    json_t *page = get(rig, MIKE, "org.kith.Note.List", "{\"limit\":2}");
    assert_string_equal(look_row(page, "notes", "writtenBy"), "mike cat");
    assert_string_equal(look_text(page, "next"), "2");
    json_decref(page);
    (void)put(rig, BEN, BOILER);
    page = get(rig, MIKE, "org.kith.Note.List", "{\"limit\":2,\"after\":\"2\"}");
    assert_string_equal(look_row(page, "notes", "writtenBy"), "mike");
    assert_null(look(page, "next"));
    json_decref(page);
}

static void the_longest_page_there_can_be_still_fits_into_an_answer(void **state)
{
    struct rig *rig = *state;
    char parameters[4200] = "{\"text\":\"";
    size_t length = strlen(parameters);
    /* A letter of four bytes, 1000 times over. */
    for (int i = 0; i < 1000; i++, length += 4)
        memcpy(parameters + length, "\xF0\x9F\x9A\xB0", 4);
    memcpy(parameters + length, "\"}", 3);
    for (int i = 0; i < 101; i++)
        (void)put(rig, MIKE, parameters);
    json_t *page = get(rig, MIKE, "org.kith.Note.List", NULL);
    assert_int_equal(look_count(page, "notes"), 100);
    assert_string_equal(look_text(page, "next"), "2");
    json_decref(page);
    /* What one is told of oneself has room for it too. */
    json_decref(get(rig, MIKE, "org.kith.Person.Me", NULL));
}

/* --- Who reads it ----------------------------------------------------------------------------- */

static void those_who_run_the_house_by_turns_have_a_log_and_nobody_else(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *reads;
        const char *writes;
    } callers[] = {
        {MIKE, "", ""},
        {BEN, "", ""},
        {CAT, "", ""},
        {ANN, "PermissionDenied", "PermissionDenied"},
        {OPAL, "PermissionDenied", "PermissionDenied"},
        {ROOT, "PermissionDenied", "PermissionDenied"},
        {DAN, "NotFound", "NotFound"},
        {OLGA, "NotFound", "NotFound"},
        {4000, "", "PermissionDenied"},
    };
    (void)put(rig, MIKE, BOILER);
    must(rig, ROOT, "org.kith.Person.Add",
         "{\"house\":\"maple\",\"handle\":\"ada\",\"name\":\"A\"}");
    must(rig, ROOT, "org.kith.Account.Add",
         "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"ada\",\"uid\":4000}");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"ada\",\"role\":\"auditor\"}"),
                        "");
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        uid_t uid = callers[i].uid;
        assert_string_equal(attempt(rig, uid, "org.kith.Note.List", "{\"house\":\"maple\"}"),
                            callers[i].reads);
        assert_string_equal(
            attempt(rig, uid, "org.kith.Note.Show", "{\"house\":\"maple\",\"noteId\":1}"),
            callers[i].reads);
        assert_string_equal(
            attempt(rig, uid, "org.kith.Note.Add", "{\"house\":\"maple\",\"text\":\"x\"}"),
            callers[i].writes);
    }
    look_refused(rig, rig_peer(rig, OLGA), "org.kith.Note.Show", "{\"noteId\":1}", "NotFound",
                 "kind", "note");
}

/* design 8: "every read of another's sealed record, leaves one canonical JSON line" */
static void whoever_wrote_it_sees_who_has_read_it(void **state)
{
    struct rig *rig = *state;
    (void)put(rig, BEN, BOILER);
    must(rig, BEN, "org.kith.Note.List", NULL);
    json_t *me = get(rig, BEN, "org.kith.Person.Me", NULL);
    assert_int_equal(look_count(me, "readers"), 0);
    json_decref(me);
    must(rig, MIKE, "org.kith.Note.List", NULL);
    must(rig, CAT, "org.kith.Note.Show", "{\"noteId\":1}");
    me = get(rig, BEN, "org.kith.Person.Me", NULL);
    assert_string_equal(look_row(me, "readers", "reader"), "cat mike");
    assert_string_equal(look_row(me, "readers", "what"), "Note.Show Note.List");
    json_decref(me);
}

static size_t count_in_file(struct rig *rig, const char *name, const char *needle)
{
    FILE *file = fopen(rig_path(rig, name), "rb");
    if (!file)
        return 0;
    char piece[1 << 16];
    size_t found = 0;
    /* Pieces overlap by as much as the needle is long. */
    for (size_t length; (length = fread(piece, 1, sizeof piece, file)) >= strlen(needle);) {
        found += memmem(piece, length, needle, strlen(needle)) != NULL;
        if (length < sizeof piece)
            break;
        assert_int_equal(fseek(file, -(long)strlen(needle), SEEK_CUR), 0);
    }
    (void)fclose(file);
    return found;
}

static void no_file_holds_a_text_or_a_reason_in_the_clear(void **state)
{
    struct rig *rig = *state;
    static const char *const files[] = {"kith.db", "kith.db-wal", "keys.db"};
    static const char *const words[] = {"boiler", "He comes", "He called"};
    (void)put(rig, MIKE, BOILER);
    must(rig, MIKE, "org.kith.Note.Amend", AMEND);
    assert_true(count_in_file(rig, "kith.db-wal", "note-written") > 0);
    for (int stopped = 0; stopped < 2; stopped++) {
        for (size_t f = 0; f < 3; f++)
            for (size_t w = 0; w < 3; w++)
                assert_int_equal(count_in_file(rig, files[f], words[w]), 0);
        rig_stop(rig);
    }
    assert_true(count_in_file(rig, "kith.db", "note-written") > 0);
}

/* Everything that is of the writer's: the text, and what the record kept of the call. */
static void a_text_goes_with_its_writer_s_keys(void **state)
{
    struct rig *rig = *state;
    (void)put(rig, BEN, BOILER);
    must(rig, MIKE, "org.kith.Note.Amend", AMEND);
    struct seal_scope ben = {look_record(rig, "select id from person where handle = 'ben'"), NULL,
                             NULL};
    int64_t count = 0;
    assert_int_equal(db_begin_write(rig->db), 0);
    assert_int_equal(vault_destroy(rig->vault, &ben, rig->now.wall, &count), 0);
    assert_int_equal(db_commit(rig->db), 0);
    assert_int_equal(vault_bury(rig->vault), 0);
    assert_int_equal(count, 2);
    json_t *shown = get(rig, MIKE, "org.kith.Note.Show", "{\"noteId\":1}");
    assert_null(look(shown, "versions.0.text"));
    assert_string_equal(look_text(shown, "versions.0.writtenBy"), "ben");
    assert_string_equal(look_text(shown, "versions.1.text"), "He comes at ten.");
    json_decref(shown);
    json_t *me = get(rig, BEN, "org.kith.Person.Me", NULL);
    assert_false(look_has(me, "facts", "topic", "log"));
    json_decref(me);
}

static void the_writers_of_the_log_hear_of_it_and_not_what_it_says(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    struct peer *ann = rig_peer(rig, ANN);
    watch(rig, mike, NULL);
    watch(rig, ann, NULL);
    (void)heard(mike);
    (void)heard(ann);
    (void)put(rig, BEN, BOILER);
    must(rig, BEN, "org.kith.Note.Amend", AMEND);
    rig_run(rig);
    assert_string_equal(heard(mike),
                        "ben wrote in the house log. ben amended number 1 of the house log.");
    assert_null(heard(ann));
}

static void who_has_left_is_named_to_those_alone_who_may_know_of_them(void **state)
{
    struct rig *rig = *state;
    (void)put(rig, CAT, BOILER);
    must(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"cat\"}");
    json_t *list = get(rig, BEN, "org.kith.Note.List", NULL);
    assert_string_equal(look_text(list, "notes.0.text"), "The boiler man comes at nine.");
    assert_null(look(list, "notes.0.writtenBy"));
    json_decref(list);
    list = get(rig, MIKE, "org.kith.Note.List", NULL);
    assert_string_equal(look_text(list, "notes.0.writtenBy"), "cat");
    json_decref(list);
}

/* --- What one reads of oneself ---------------------------------------------------------------- */

static void everybody_can_read_what_they_wrote_though_they_write_no_more(void **state)
{
    struct rig *rig = *state;
    (void)put(rig, BEN, BOILER);
    must(rig, BEN, "org.kith.Note.Amend", AMEND);
    must(rig, MIKE, "org.kith.Office.End", "{\"office\":\"coordinator\"}");
    json_t *me = get(rig, BEN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "You wrote in the house log on 27 November 2026, as number 1: The boiler"
                         " man comes at nine."));
    assert_true(look_has(me, "facts", "text",
                         "You amended number 1 of the house log on 27 November 2026 (He called.):"
                         " He comes at ten."));
    assert_false(look_has(me, "facts", "text", "In all"));
    json_decref(me);
    me = get(rig, CAT, "org.kith.Person.Me", NULL);
    assert_false(look_has(me, "facts", "topic", "log"));
    json_decref(me);
    for (int i = 0; i < 51; i++)
        (void)put(rig, CAT, BOILER);
    me = get(rig, CAT, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "In all you wrote 51 times in the house log; the newest 50 stand here."));
    json_decref(me);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        NOTE_TEST(what_one_shift_writes_the_next_one_reads_with_its_date),
        NOTE_TEST(a_note_is_dated_on_the_clock_of_the_house),
        NOTE_TEST(an_amendment_names_why_and_what_was_first_is_still_there),
        NOTE_TEST(the_writer_amends_or_who_runs_the_log_and_nobody_else),
        NOTE_TEST(a_note_is_not_amended_without_end),
        NOTE_TEST(what_is_no_note_is_refused),
        NOTE_TEST(pages_do_not_shift_when_a_note_is_written),
        NOTE_TEST(the_longest_page_there_can_be_still_fits_into_an_answer),
        NOTE_TEST(those_who_run_the_house_by_turns_have_a_log_and_nobody_else),
        NOTE_TEST(whoever_wrote_it_sees_who_has_read_it),
        NOTE_TEST(no_file_holds_a_text_or_a_reason_in_the_clear),
        NOTE_TEST(a_text_goes_with_its_writer_s_keys),
        NOTE_TEST(the_writers_of_the_log_hear_of_it_and_not_what_it_says),
        NOTE_TEST(who_has_left_is_named_to_those_alone_who_may_know_of_them),
        NOTE_TEST(everybody_can_read_what_they_wrote_though_they_write_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
