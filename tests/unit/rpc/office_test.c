/* The house's own jobs: who holds them, from when until when, and what they open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"

static const char *appoint(struct rig *rig, const char *parameters)
{
    return attempt(rig, MIKE, "org.kith.Office.Appoint", parameters);
}

/* "office:person" of each term that List gives. */
static const char *officers(struct rig *rig, const char *parameters)
{
    static char text[512];
    struct peer *peer = rig_peer(rig, MIKE);
    json_t *list = rig_must(rig, peer, "org.kith.Office.List", parameters);
    const json_t *terms = look(list, "terms");
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < json_array_size(terms); i++) {
        const json_t *term = json_array_get(terms, i);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s:%s", i ? " " : "",
                                 look_text(term, "office"), look_text(term, "person"));
    }
    json_decref(list);
    peer_free(peer);
    return text;
}

/* --- Rights appear and vanish --------------------------------------------------------------- */

/* issue 2: "kith office appoint" */
static void an_office_opens_what_belongs_to_it_at_once(void **state)
{
    struct rig *rig = *state;
    static const char chore[] = "{\"handle\":\"floor\",\"name\":\"Floor\"}";
    assert_string_equal(attempt(rig, BEN, "org.kith.Chore.Add", chore), "PermissionDenied");
    assert_string_equal(appoint(rig, "{\"office\":\"coordinator\",\"person\":\"ben\"}"), "");
    assert_string_equal(roles_of(rig, BEN), "resident coordinator");
    assert_string_equal(attempt(rig, BEN, "org.kith.Chore.Add", chore), "");
    assert_string_equal(attempt(rig, BEN, "org.kith.House.Change", "{\"name\":\"X\"}"),
                        "PermissionDenied");
}

static void an_office_is_held_by_one_and_the_next_takes_its_place(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\"}"), "");
    assert_string_equal(attempt(rig, ANN, "org.kith.House.Change", "{\"name\":\"M\"}"), "");
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ben\"}"), "");
    assert_string_equal(attempt(rig, ANN, "org.kith.House.Change", "{\"name\":\"M\"}"),
                        "PermissionDenied");
    assert_string_equal(attempt(rig, BEN, "org.kith.House.Change", "{\"name\":\"M\"}"), "");
    assert_string_equal(officers(rig, NULL), "president:ben");
    assert_string_equal(roles_of(rig, ANN), "resident");
}

static void an_office_that_is_ended_opens_nothing_more(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"secretary\",\"person\":\"cat\"}"), "");
    assert_string_equal(attempt(rig, CAT, "org.kith.Person.Contact", "{\"person\":\"ann\"}"), "");
    assert_string_equal(attempt(rig, MIKE, "org.kith.Office.End", "{\"office\":\"secretary\"}"),
                        "");
    assert_string_equal(attempt(rig, CAT, "org.kith.Person.Contact", "{\"person\":\"ann\"}"),
                        "PermissionDenied");
    struct peer *mike = rig_peer(rig, MIKE);
    look_refused(rig, mike, "org.kith.Office.End", "{\"office\":\"secretary\"}", "NotFound", "kind",
                 "officer");
}

/* interface: "An officer lives in the house" */
static void an_office_ends_with_the_stay_and_does_not_come_back_with_it(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\"}"), "");
    assert_string_equal(appoint(rig, "{\"office\":\"treasurer\",\"person\":\"ann\","
                                     "\"from\":\"2026-12-01\"}"),
                        "");
    assert_string_equal(attempt(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"ann\"}"), "");
    assert_string_equal(roles_of(rig, ANN), "");
    assert_string_equal(attempt(rig, ANN, "org.kith.Person.Show", "{\"person\":\"ben\"}"),
                        "NotFound");
    assert_string_equal(officers(rig, NULL), "");
    assert_string_equal(attempt(rig, MIKE, "org.kith.Person.Admit", "{\"person\":\"ann\"}"), "");
    assert_string_equal(roles_of(rig, ANN), "resident");
    rig->now.wall = DECEMBER + DAY;
    assert_string_equal(roles_of(rig, ANN), "resident");
}

/* --- Dates ---------------------------------------------------------------------------------- */

/* interface: "whoever holds the office until then ends the day before" */
static void a_later_appointment_takes_over_on_its_first_second(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\"}"), "");
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ben\","
                                     "\"from\":\"2026-12-01\",\"until\":\"2026-12-01\"}"),
                        "");
    struct peer *mike = rig_peer(rig, MIKE);
    json_t *list = rig_must(rig, mike, "org.kith.Office.List", NULL);
    assert_string_equal(look_row(list, "terms", "person"), "ben ann");
    assert_string_equal(look_text(list, "terms.1.until"), "2026-11-30");
    assert_string_equal(look_text(list, "terms.0.until"), "2026-12-01");
    json_decref(list);
    static const struct {
        int64_t at;
        const char *ann;
        const char *ben;
    } moments[] = {
        {DECEMBER - 1, "resident president", "resident"},
        {DECEMBER, "resident", "resident president"},
        {DECEMBER + DAY - 1, "resident", "resident president"},
        {DECEMBER + DAY, "resident", "resident"},
    };
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        rig->now.wall = moments[i].at;
        assert_string_equal(roles_of(rig, ANN), moments[i].ann);
        assert_string_equal(roles_of(rig, BEN), moments[i].ben);
    }
}

/* Somebody who stands in for a week does not undo who was chosen for after it. */
static void a_short_term_leaves_a_later_one_alone(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\","
                                     "\"from\":\"2026-12-01\"}"),
                        "");
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ben\","
                                     "\"until\":\"2026-11-30\"}"),
                        "");
    rig->now.wall = DECEMBER - 1;
    assert_string_equal(officers(rig, NULL), "president:ann president:ben");
    assert_string_equal(roles_of(rig, BEN), "resident president");
    rig->now.wall = DECEMBER;
    assert_string_equal(roles_of(rig, ANN), "resident president");
    assert_string_equal(roles_of(rig, BEN), "resident");
}

static void a_last_day_before_the_first_is_impossible(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\","
                                     "\"from\":\"2026-12-02\",\"until\":\"2026-12-01\"}"),
                        "Impossible");
    assert_string_equal(officers(rig, "{\"ended\":true}"), "");
}

/* --- Making way ------------------------------------------------------------------------------- */

static json_t *appointed(struct rig *rig, const char *parameters)
{
    return get(rig, MIKE, "org.kith.Office.Appoint", parameters);
}

static void whose_term_ends_or_never_begins_is_told(void **state)
{
    struct rig *rig = *state;
    static const char ann_in_december[] =
        "{\"office\":\"president\",\"person\":\"ann\",\"from\":\"2026-12-10\"}";
    json_t *reply = appointed(rig, ann_in_december);
    assert_int_equal(look_count(reply, "ended"), 0);
    json_decref(reply);
    /* Ben's term leaves hers alone, and another office concerns neither. */
    json_decref(appointed(rig, "{\"office\":\"president\",\"person\":\"ben\","
                               "\"from\":\"2026-11-01\",\"until\":\"2026-12-09\"}"));
    reply = appointed(rig, "{\"office\":\"treasurer\",\"person\":\"cat\"}");
    assert_int_equal(look_count(reply, "ended"), 0);
    json_decref(reply);
    reply = appointed(rig, "{\"office\":\"president\",\"person\":\"cat\",\"from\":\"2026-12-01\"}");
    assert_string_equal(look_row(reply, "ended", "person"), "ann ben");
    assert_string_equal(look_row(reply, "ended", "from"), "2026-12-10 2026-11-01");
    assert_string_equal(look_row(reply, "ended", "until"), "- 2026-11-30");
    assert_string_equal(look_row(reply, "ended", "state"), "withdrawn current");
    json_decref(reply);
    assert_string_equal(officers(rig, NULL), "president:cat president:ben treasurer:cat");
    rig->now.wall = DECEMBER + 30 * (int64_t)DAY;
    assert_string_equal(roles_of(rig, ANN), "resident");
    assert_string_equal(roles_of(rig, BEN), "resident");
    assert_string_equal(roles_of(rig, CAT), "resident treasurer president");
}

static void who_ends_an_office_reads_whose_terms_these_were(void **state)
{
    struct rig *rig = *state;
    json_decref(
        appointed(rig, "{\"office\":\"president\",\"person\":\"cat\",\"from\":\"2026-12-20\"}"));
    json_decref(appointed(rig, "{\"office\":\"president\",\"person\":\"ann\","
                               "\"from\":\"2026-12-10\"}"));
    json_decref(appointed(rig, "{\"office\":\"president\",\"person\":\"ben\","
                               "\"from\":\"2026-11-01\",\"until\":\"2026-12-05\"}"));
    json_t *reply = get(rig, MIKE, "org.kith.Office.End", "{\"office\":\"president\"}");
    /* Cat's term was withdrawn when ann's was put before it. */
    assert_string_equal(look_row(reply, "ended", "person"), "ann ben");
    assert_string_equal(look_row(reply, "ended", "until"), "- 2026-11-27");
    assert_string_equal(look_row(reply, "ended", "state"), "withdrawn ended");
    json_decref(reply);
    assert_string_equal(attempt(rig, MIKE, "org.kith.Office.End", "{\"office\":\"president\"}"),
                        "NotFound");
}

static void who_holds_an_office_is_appointed_again_for_other_days_alone(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    static const char until_may[] = "{\"office\":\"president\",\"person\":\"ann\","
                                    "\"until\":\"2027-05-31\"}";
    json_decref(appointed(rig, until_may));
    rig->now.wall += DAY;
    look_refused(rig, mike, "org.kith.Office.Appoint", until_may, "Conflict", "message",
                 "ann is president already, from 27 November 2026 to 31 May 2027. End that first,"
                 " or name other days.");
    look_refused(rig, mike, "org.kith.Office.Appoint",
                 "{\"office\":\"president\",\"person\":\"ann\",\"from\":\"2026-11-01\"}",
                 "Conflict", "name", "president");
    json_t *reply = appointed(rig, "{\"office\":\"president\",\"person\":\"ann\"}");
    assert_string_equal(look_row(reply, "ended", "until"), "2026-11-28");
    json_decref(reply);
    assert_string_equal(roles_of(rig, ANN), "resident president");
    assert_string_equal(officers(rig, NULL), "president:ann");
}

/* Rights were used by then, and the record says by whom. */
static void what_has_been_is_not_undone(void **state)
{
    struct rig *rig = *state;
    json_decref(appointed(rig, "{\"office\":\"president\",\"person\":\"ann\","
                               "\"from\":\"2026-11-05\",\"until\":\"2026-11-09\"}"));
    json_decref(
        appointed(rig, "{\"office\":\"president\",\"person\":\"ben\",\"from\":\"2026-11-10\"}"));
    json_t *reply =
        appointed(rig, "{\"office\":\"president\",\"person\":\"cat\",\"from\":\"2026-11-01\"}");
    assert_string_equal(look_row(reply, "ended", "person"), "ben");
    assert_string_equal(look_row(reply, "ended", "until"), "2026-11-27");
    assert_string_equal(look_row(reply, "ended", "state"), "ended");
    json_decref(reply);
    json_t *list = get(rig, MIKE, "org.kith.Office.List", "{\"ended\":true}");
    assert_string_equal(look_row(list, "terms", "person"), "ben ann cat");
    assert_string_equal(look_row(list, "terms", "until"), "2026-11-27 2026-11-09 -");
    json_decref(list);
    /* Who stood in for some days is put down, and nobody makes way for that now. */
    reply = appointed(rig, "{\"office\":\"president\",\"person\":\"ann\","
                           "\"from\":\"2026-11-12\",\"until\":\"2026-11-13\"}");
    assert_int_equal(look_count(reply, "ended"), 0);
    json_decref(reply);
    assert_string_equal(officers(rig, NULL), "president:cat");
}

/* --- Who, and what ---------------------------------------------------------------------------- */

static void only_residents_of_the_house_hold_an_office(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    struct peer *root = rig_peer(rig, ROOT);
    static const char *const others[] = {"mike", "dan", "opal"};
    for (size_t i = 0; i < 3; i++) {
        char parameters[96];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"office\":\"president\",\"person\":\"%s\"}", others[i]);
        look_refused(rig, mike, "org.kith.Office.Appoint", parameters, "NotAResident", "person",
                     others[i]);
    }
    rig_do(rig, rig_peer(rig, OLGA), "org.kith.Person.Admit", "{\"person\":\"olga\"}");
    look_refused(rig, root, "org.kith.Office.Appoint",
                 "{\"house\":\"maple\",\"office\":\"president\",\"person\":\"oak/olga\"}",
                 "NotAResident", "person", "oak/olga");
    look_refused(rig, mike, "org.kith.Office.Appoint",
                 "{\"office\":\"president\",\"person\":\"oak/olga\"}", "NotFound", "kind", "house");
}

static void what_is_no_office_cannot_be_held(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    static const char *const others[] = {"manager", "resident", "operator", "king"};
    for (size_t i = 0; i < 4; i++) {
        char parameters[96];
        (void)snprintf(parameters, sizeof parameters, "{\"office\":\"%s\",\"person\":\"ann\"}",
                       others[i]);
        look_refused(rig, mike, "org.kith.Office.Appoint", parameters, "NoSuchOffice", "office",
                     others[i]);
        (void)snprintf(parameters, sizeof parameters, "{\"office\":\"%s\"}", others[i]);
        look_refused(rig, mike, "org.kith.Office.End", parameters, "NoSuchOffice", "office",
                     others[i]);
    }
}

/* A house without a manager governs itself: president and secretary appoint. */
static void manager_president_and_secretary_appoint_and_nobody_else(void **state)
{
    struct rig *rig = *state;
    static const char treasurer[] = "{\"office\":\"treasurer\",\"person\":\"cat\"}";
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\"}"), "");
    assert_string_equal(appoint(rig, "{\"office\":\"coordinator\",\"person\":\"ben\"}"), "");
    assert_string_equal(attempt(rig, ANN, "org.kith.Office.Appoint", treasurer), "");
    assert_string_equal(attempt(rig, ANN, "org.kith.Office.Appoint",
                                "{\"office\":\"secretary\",\"person\":\"cat\"}"),
                        "");
    assert_string_equal(attempt(rig, CAT, "org.kith.Office.End", "{\"office\":\"treasurer\"}"), "");
    assert_string_equal(attempt(rig, BEN, "org.kith.Office.Appoint", treasurer),
                        "PermissionDenied");
    assert_string_equal(attempt(rig, OPAL, "org.kith.Office.Appoint", treasurer),
                        "PermissionDenied");
    assert_string_equal(attempt(rig, OLGA, "org.kith.Office.Appoint",
                                "{\"house\":\"maple\",\"office\":\"treasurer\",\"person\":"
                                "\"cat\"}"),
                        "NotFound");
}

static void one_person_may_hold_several_offices(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"secretary\",\"person\":\"ann\"}"), "");
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\"}"), "");
    assert_string_equal(officers(rig, NULL), "president:ann secretary:ann");
    assert_string_equal(attempt(rig, MIKE, "org.kith.Office.End", "{\"office\":\"president\"}"),
                        "");
    assert_string_equal(roles_of(rig, ANN), "resident secretary");
}

/* --- The list --------------------------------------------------------------------------------- */

static void officers_are_listed_by_office_and_ended_terms_on_request(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"treasurer\",\"person\":\"cat\"}"), "");
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\"}"), "");
    rig->now.wall += DAY;
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ben\"}"), "");
    assert_string_equal(officers(rig, NULL), "president:ben treasurer:cat");
    assert_string_equal(officers(rig, "{\"ended\":true}"),
                        "president:ben president:ann treasurer:cat");
}

static void the_house_hears_of_it_and_both_find_it_on_the_record(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ann\"}"), "");
    assert_string_equal(appoint(rig, "{\"office\":\"president\",\"person\":\"ben\"}"), "");
    assert_int_equal(look_record(rig, "select count(*) from event where kind = 'office-begins'"
                                      " and audience = 'house' and subject = 'president'"),
                     2);
    static const uid_t both[] = {ANN, BEN};
    for (size_t i = 0; i < 2; i++) {
        struct peer *peer = rig_peer(rig, both[i]);
        json_t *list = rig_must(rig, peer, "org.kith.Audit.List", "{\"limit\":1}");
        assert_string_equal(look_text(list, "entries.0.what"), "Office.Appoint");
        json_decref(list);
        peer_free(peer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(an_office_opens_what_belongs_to_it_at_once),
        LOOK_TEST(an_office_is_held_by_one_and_the_next_takes_its_place),
        LOOK_TEST(an_office_that_is_ended_opens_nothing_more),
        LOOK_TEST(an_office_ends_with_the_stay_and_does_not_come_back_with_it),
        LOOK_TEST(a_later_appointment_takes_over_on_its_first_second),
        LOOK_TEST(a_short_term_leaves_a_later_one_alone),
        LOOK_TEST(a_last_day_before_the_first_is_impossible),
        LOOK_TEST(whose_term_ends_or_never_begins_is_told),
        LOOK_TEST(who_ends_an_office_reads_whose_terms_these_were),
        LOOK_TEST(who_holds_an_office_is_appointed_again_for_other_days_alone),
        LOOK_TEST(what_has_been_is_not_undone),
        LOOK_TEST(only_residents_of_the_house_hold_an_office),
        LOOK_TEST(what_is_no_office_cannot_be_held),
        LOOK_TEST(manager_president_and_secretary_appoint_and_nobody_else),
        LOOK_TEST(one_person_may_hold_several_offices),
        LOOK_TEST(officers_are_listed_by_office_and_ended_terms_on_request),
        LOOK_TEST(the_house_hears_of_it_and_both_find_it_on_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
