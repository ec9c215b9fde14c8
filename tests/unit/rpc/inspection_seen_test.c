/* org.kith.Inspection: who sees what was found, who hears of it, and who answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/inspect.h"
#include "tests/unit/rpc/watch.h"

#define LIST "org.kith.Inspection.List"

/* 1 of Ann's room, 2 of Ben's, 3 of the kitchen, 4 of a room that is nobody's. */
static int set_up(void **state)
{
    (void)inspect_set_up(state);
    struct rig *rig = *state;
    (void)inspect(rig, MIKE,
                  "{\"room\":\"a\",\"failed\":[\"floor\",\"no-food\"],\"restPassed\":true,"
                  "\"on\":\"2026-11-25\","
                  "\"notes\":[{\"item\":\"floor\",\"text\":\"Socks.\"}]}");
    (void)inspect(rig, MIKE, "{\"room\":\"b\",\"restPassed\":true,\"on\":\"2026-11-26\"}");
    (void)inspect(rig, MIKE,
                  "{\"room\":\"kitchen\",\"shared\":true,\"failed\":[\"floor\"],"
                  "\"on\":\"2026-11-26\"}");
    (void)inspect(rig, MIKE, "{\"room\":\"d\",\"failed\":[\"floor\"]}");
    return 0;
}

#define SEEN_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, look_tear_down)

/* The rooms of the user's list, or the error; good until the next call. */
static const char *rooms(struct rig *rig, uid_t uid, const char *parameters)
{
    json_t *reply = rig_call(rig, rig_peer(rig, uid), LIST, parameters);
    const char *row = json_object_get(reply, "error")
                          ? "refused"
                          : look_row(reply, "parameters.inspections", "room");
    json_decref(reply);
    return row;
}

static void grant(struct rig *rig, const char *person, const char *role)
{
    char parameters[128];
    (void)snprintf(parameters, sizeof parameters,
                   "{\"house\":\"maple\",\"person\":\"%s\",\"role\":\"%s\"}", person, role);
    rig_do(rig, rig_peer(rig, ROOT), "org.kith.Account.Grant", parameters);
}

/* --- Seeing ------------------------------------------------------------------------------------
 */

/* issue 3: "room inspections with items (pass, fail, note)" */
static void a_room_is_seen_by_who_runs_the_chores_and_who_sleeps_there(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(rooms(rig, MIKE, NULL), "d kitchen b a");
    assert_string_equal(rooms(rig, ANN, NULL), "kitchen a");
    assert_string_equal(rooms(rig, BEN, NULL), "kitchen b");
    assert_string_equal(rooms(rig, CAT, NULL), "kitchen");
    assert_string_equal(rooms(rig, OPAL, NULL), "kitchen");
    assert_string_equal(rooms(rig, DAN, NULL), "refused");
    assert_string_equal(rooms(rig, 1007, NULL), "");
    assert_string_equal(rooms(rig, 1007, "{\"house\":\"maple\"}"), "refused");
    grant(rig, "cat", "auditor");
    assert_string_equal(rooms(rig, CAT, NULL), "kitchen");
    rig_do(rig, rig_peer(rig, MIKE), "org.kith.Office.Appoint",
           "{\"office\":\"coordinator\",\"person\":\"cat\"}");
    assert_string_equal(rooms(rig, CAT, NULL), "d kitchen b a");
}

static void one_that_is_not_for_the_caller_reads_as_if_it_were_not_there(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *errors[5]; /* of 1 to 4, and of one that is not there */
    } cases[] = {
        {MIKE, {"", "", "", "", "NotFound"}},
        {ANN, {"", "NotFound", "", "NotFound", "NotFound"}},
        {BEN, {"NotFound", "", "", "NotFound", "NotFound"}},
        {OPAL, {"NotFound", "NotFound", "", "NotFound", "NotFound"}},
        {1007, {"NotFound", "NotFound", "NotFound", "NotFound", "NotFound"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int64_t id = 1; id <= 5; id++)
            assert_string_equal(inspect_error(rig, cases[i].uid, "Show", id, ""),
                                cases[i].errors[id - 1]);
    json_t *hidden = inspect_ask(rig, BEN, "Show", 1, "");
    assert_string_equal(look_text(hidden, "parameters.message"),
                        "There is no inspection \"1\" here.");
    json_decref(hidden);
}

/* Whoever has the bed next does not read of who had it before. */
static void what_was_found_stays_with_the_person_and_not_with_the_bed(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ann\",\"bed\":\"c\"}");
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ben\",\"bed\":\"a\"}");
    assert_string_equal(rooms(rig, ANN, NULL), "kitchen a");
    assert_string_equal(rooms(rig, BEN, NULL), "kitchen b");
    assert_string_equal(rooms(rig, BEN, "{\"room\":\"a\"}"), "");
}

/* design 8: "every read of another's sealed record" leaves an entry, which they see */
static void whose_room_it_was_sees_who_has_looked(void **state)
{
    struct rig *rig = *state;
    json_decref(inspect_ask(rig, MIKE, "Show", 1, ""));
    json_decref(inspect_ask(rig, MIKE, "Show", 3, ""));
    json_t *me = rig_must(rig, rig_peer(rig, ANN), "org.kith.Person.Me", NULL);
    assert_string_equal(look_row(me, "readers", "reader"), "mike");
    assert_string_equal(look_row(me, "readers", "what"), "Inspection.Show");
    json_decref(me);
    me = rig_must(rig, rig_peer(rig, BEN), "org.kith.Person.Me", NULL);
    assert_int_equal(look_count(me, "readers"), 0);
    json_decref(me);
}

static void somebody_who_has_left_is_named_only_to_who_may_know_of_them(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    (void)inspect(rig, BEN, "{\"room\":\"a\",\"restPassed\":true}");
    (void)inspect(rig, BEN, "{\"room\":\"hall\",\"shared\":true,\"restPassed\":true}");
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"coordinator\",\"person\":\"cat\"}");
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ben\"}");
    json_t *list = rig_must(rig, rig_peer(rig, CAT), LIST, NULL);
    assert_string_equal(look_row(list, "inspections", "room"), "hall a d kitchen b a");
    assert_string_equal(look_row(list, "inspections", "person"), "- ann - - - ann");
    assert_string_equal(look_row(list, "inspections", "by"), "- - mike mike mike mike");
    json_decref(list);
    list = rig_must(rig, mike, LIST, NULL);
    assert_string_equal(look_row(list, "inspections", "person"), "- ann - - ben ann");
    assert_string_equal(look_row(list, "inspections", "by"), "ben ben mike mike mike mike");
    json_decref(list);
    /* Who was in one's own room, one may always know. */
    list = rig_must(rig, rig_peer(rig, ANN), LIST, NULL);
    assert_string_equal(look_row(list, "inspections", "by"), "- ben mike mike");
    json_decref(list);
}

/* --- Lists -------------------------------------------------------------------------------------
 */

static void a_list_tells_what_failed_and_what_of_it_was_answered(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(
        inspect_error(rig, ANN, "Answer", 1, ",\"item\":\"no-food\",\"words\":\"Tea.\""), "");
    json_t *list = rig_must(rig, rig_peer(rig, ANN), LIST, "{\"room\":\"A\"}");
    assert_int_equal(look_count(list, "inspections"), 1);
    assert_string_equal(look_row(list, "inspections.0.failed", NULL), "floor no-food");
    assert_string_equal(look_row(list, "inspections.0.answered", NULL), "no-food");
    assert_string_equal(look_text(list, "inspections.0.on"), "2026-11-25");
    assert_true(json_is_false(look(list, "inspections.0.shared")));
    json_decref(list);
}

static void a_list_is_narrowed_and_comes_in_pages_that_do_not_shift(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    assert_string_equal(rooms(rig, MIKE, "{\"from\":\"2026-11-26\"}"), "d kitchen b");
    assert_string_equal(rooms(rig, MIKE, "{\"room\":\"kitchen\"}"), "kitchen");
    assert_string_equal(rooms(rig, BEN, "{\"from\":\"2026-11-27\"}"), "");
    json_t *page = rig_must(rig, mike, LIST, "{\"limit\":2}");
    assert_string_equal(look_row(page, "inspections", "room"), "d kitchen");
    assert_string_equal(look_text(page, "next"), "2026-11-26/3");
    json_decref(page);
    (void)inspect(rig, MIKE, "{\"room\":\"c\",\"restPassed\":true}");
    page = rig_must(rig, mike, LIST, "{\"limit\":2,\"after\":\"2026-11-26/3\"}");
    assert_string_equal(look_row(page, "inspections", "room"), "b a");
    assert_null(look(page, "next"));
    json_decref(page);
    static const char *const cursors[] = {
        "", "3", "2026-11-26", "2026-11-26/", "2026-11-26/x", "2026-11-31/3", "2026-11-26 3"};
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        char parameters[64];
        (void)snprintf(parameters, sizeof parameters, "{\"after\":\"%s\"}", cursors[i]);
        look_refused(rig, mike, LIST, parameters, "InvalidParameter", "parameter", "after");
    }
}

/* design: "No slice passes 200,000 SQLite VM steps; the test build fails if one does" */
static void the_longest_page_of_the_fullest_house_is_one_slice(void **state)
{
    struct rig *rig = *state;
    for (int i = 3; i < 16; i++) {
        char item[32];
        (void)snprintf(item, sizeof item, "item-%d", i);
        inspect_add_item(rig, item);
    }
    look_tamper(rig, "with recursive n (i) as (select 1 union all select i + 1 from n where"
                     " i < 3000) insert into inspection (house, room, bed, person, on_date,"
                     " inspector, at) select i.house, i.room, i.bed, i.person, i.on_date,"
                     " i.inspector, i.at from n, inspection i where i.id = n.i % 4 + 1");
    look_tamper(rig, "insert into inspection_result (inspection, item, result)"
                     " select i.id, t.id, 'fail' from inspection i, inspection_item t"
                     " where i.id > 4");
    look_tamper(rig, "insert into inspection_answer select inspection, item, 0, x'00' from"
                     " inspection_result where inspection > 4");
    static const uid_t uids[] = {MIKE, ANN};
    for (size_t i = 0; i < 2; i++) {
        json_t *page = rig_must(rig, rig_peer(rig, uids[i]), LIST, "{\"limit\":500}");
        assert_int_equal(look_count(page, "inspections"), 500);
        assert_int_equal(look_count(page, "inspections.400.failed"), 16);
        json_decref(page);
        page = rig_must(rig, rig_peer(rig, uids[i]), LIST, "{\"limit\":500,\"room\":\"a\"}");
        assert_int_equal(look_count(page, "inspections"), 500);
        json_decref(page);
    }
    /* They were sealed by nobody. */
    look_tamper(rig, "delete from inspection_answer");
    json_t *me = rig_must(rig, rig_peer(rig, ANN), "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text", "These are the latest."));
    json_decref(me);
}

/* --- Hearing of it -----------------------------------------------------------------------------
 */

static void whose_room_it_is_hears_that_somebody_looked_and_nothing_of_what_was_found(void **state)
{
    struct rig *rig = *state;
    static const uid_t uids[] = {ANN, BEN, MIKE};
    struct peer *watcher[3];
    for (size_t i = 0; i < 3; i++) {
        watcher[i] = rig_peer(rig, uids[i]);
        watch(rig, watcher[i], NULL);
        assert_non_null(heard(watcher[i]));
    }
    (void)inspect(rig, MIKE, "{\"room\":\"a\",\"failed\":[\"floor\"]}");
    assert_string_equal(heard(watcher[0]),
                        "Somebody looked at your room, a, on 27 November 2026. What was noted is"
                        " there for you to read: kith inspection list");
    assert_null(heard(watcher[1]));
    assert_null(heard(watcher[2]));
    (void)inspect(rig, MIKE, "{\"room\":\"d\",\"restPassed\":true}");
    (void)inspect(rig, MIKE, "{\"room\":\"hall\",\"shared\":true,\"failed\":[\"floor\"]}");
    for (size_t i = 0; i < 3; i++)
        assert_null(heard(watcher[i]));
    json_decref(inspect_ask(rig, ANN, "Answer", 1, ",\"item\":\"floor\",\"words\":\"Mine.\""));
    assert_string_equal(heard(watcher[2]), "ann answered what was noted of a on 25 November 2026.");
    assert_null(heard(watcher[0]));
    assert_null(heard(watcher[1]));
}

/* --- Answering ---------------------------------------------------------------------------------
 */

#define FLOOR ",\"item\":\"floor\",\"words\":\"They were Ben's.\""

/* issue 3: "room inspections with items (pass, fail, note)"; a resident answers a judgement once */
static void a_resident_answers_what_failed_once_and_it_stands(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(inspect_error(rig, ANN, "Answer", 1, FLOOR), "");
    json_t *again = inspect_ask(rig, ANN, "Answer", 1, ",\"item\":\"floor\",\"words\":\"No.\"");
    assert_string_equal(look_text(again, "error"), "org.kith.Inspection.AlreadyAnswered");
    assert_string_equal(look_text(again, "parameters.message"),
                        "You have answered floor already, and that stands. Whatever else there is"
                        " to say, say it to whoever looked.");
    json_decref(again);
    (void)inspect(rig, MIKE,
                  "{\"room\":\"a\",\"restPassed\":true,\"insteadOf\":1,\"why\":\"So they were.\"}");
    static const uid_t uids[] = {ANN, MIKE};
    for (size_t i = 0; i < 2; i++) {
        json_t *shown = inspect_ask(rig, uids[i], "Show", 1, "");
        assert_string_equal(look_text(shown, "parameters.results.1.answer"), "They were Ben's.");
        assert_string_equal(look_text(shown, "parameters.results.1.answeredAt"),
                            "2026-11-27T12:00:00-05:00");
        assert_string_equal(look_text(shown, "parameters.results.1.note"), "Socks.");
        json_decref(shown);
    }
    /* Each thing that failed has its own. */
    assert_string_equal(
        inspect_error(rig, ANN, "Answer", 1, ",\"item\":\"no-food\",\"words\":\"Tea.\""), "");
}

static void nobody_else_answers_and_nothing_but_what_failed(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        int64_t id;
        const char *more;
        const char *error;
    } cases[] = {
        {BEN, 1, FLOOR, "NotFound"},
        {MIKE, 1, FLOOR, "NotYours"},
        {BEN, 3, FLOOR, "NotYours"},
        {MIKE, 4, FLOOR, "NotYours"},
        {BEN, 2, FLOOR, "NotFailed"},
        {ANN, 1, ",\"item\":\"bed-made\",\"words\":\"x\"", "NotFailed"},
        {ANN, 1, ",\"item\":\"flor\",\"words\":\"x\"", "NotFound"},
        {ANN, 1, ",\"item\":\"floor\",\"words\":\" \"", "InvalidParameter"},
        {ANN, 9, FLOOR, "NotFound"},
        {DAN, 1, FLOOR, "PermissionDenied"},
        {OPAL, 1, FLOOR, "PermissionDenied"},
        {1007, 1, FLOOR, "NotFound"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(inspect_error(rig, cases[i].uid, "Answer", cases[i].id, cases[i].more),
                            cases[i].error);
    assert_int_equal(look_record(rig, "select count(*) from inspection_answer"), 0);
}

/* --- What the house holds about somebody -------------------------------------------------------
 */

static void one_reads_all_of_it_about_oneself(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(inspect_error(rig, ANN, "Answer", 1, FLOOR), "");
    (void)inspect(rig, MIKE,
                  "{\"room\":\"a\",\"passed\":[\"floor\"],\"insteadOf\":1,\"why\":\"Ben's.\"}");
    json_t *me = rig_must(rig, rig_peer(rig, ANN), "org.kith.Person.Me", NULL);
    static const char *const facts[] = {
        "Inspection 1: your room a on 25 November 2026, by mike. 1 passed, 2 failed; inspection 5"
        " stands instead of it.",
        "Inspection 5: your room a on 27 November 2026, by mike. 1 passed, 0 failed.",
        "Inspection 5 replaced inspection 1: Ben's.",
        "Noted in inspection 1, where floor failed: Socks.",
        "In inspection 1 no-food failed: The no-food.",
        "You answered to floor in inspection 1: They were Ben's.",
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (!look_has(me, "facts", "text", facts[i]))
            fail_msg("Ann is not told: %s", facts[i]);
    assert_false(look_has(me, "facts", "text", "kitchen"));
    json_decref(me);
    me = rig_must(rig, rig_peer(rig, CAT), "org.kith.Person.Me", NULL);
    assert_false(look_has(me, "facts", "topic", "inspections"));
    json_decref(me);
}

/* Who has left may still read what is held about them. */
static void one_reads_it_after_one_has_left(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, MIKE), "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    assert_string_equal(inspect_error(rig, ANN, "Show", 1, ""), "PermissionDenied");
    json_t *me = rig_must(rig, rig_peer(rig, ANN), "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text", "Noted in inspection 1, where floor failed: Socks."));
    json_decref(me);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SEEN_TEST(a_room_is_seen_by_who_runs_the_chores_and_who_sleeps_there),
        SEEN_TEST(one_that_is_not_for_the_caller_reads_as_if_it_were_not_there),
        SEEN_TEST(what_was_found_stays_with_the_person_and_not_with_the_bed),
        SEEN_TEST(whose_room_it_was_sees_who_has_looked),
        SEEN_TEST(somebody_who_has_left_is_named_only_to_who_may_know_of_them),
        SEEN_TEST(a_list_tells_what_failed_and_what_of_it_was_answered),
        SEEN_TEST(a_list_is_narrowed_and_comes_in_pages_that_do_not_shift),
        SEEN_TEST(the_longest_page_of_the_fullest_house_is_one_slice),
        SEEN_TEST(whose_room_it_is_hears_that_somebody_looked_and_nothing_of_what_was_found),
        SEEN_TEST(a_resident_answers_what_failed_once_and_it_stands),
        SEEN_TEST(nobody_else_answers_and_nothing_but_what_failed),
        SEEN_TEST(one_reads_all_of_it_about_oneself),
        SEEN_TEST(one_reads_it_after_one_has_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
