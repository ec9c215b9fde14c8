/* org.kith.Person: who is known to the house, and how a stay begins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

/* --- Handles -------------------------------------------------------------------------------- */

/* issue 2: "persons with handle and display name" */
static void a_person_has_a_handle_and_a_name_to_read(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Add",
           "{\"handle\":\"eve\",\"name\":\"\\u00c8ve M\\u00fcller\"}");
    json_t *eve = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"eve\"}");
    assert_string_equal(look_text(eve, "name"), "\xc3\x88ve M\xc3\xbcller");
    assert_string_equal(look_text(eve, "house"), "maple");
    assert_int_equal(look_count(eve, "stays"), 0);
    assert_int_equal(look_count(eve, "roles"), 0);
    json_decref(eve);
}

/* design: "unique in its house for ever, never reused" */
static void a_handle_is_never_given_twice_in_a_house_even_after_leaving(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *olga = rig_peer(rig, 1007);
    look_refused(rig, mike, "org.kith.Person.Add", "{\"handle\":\"ann\",\"name\":\"Ann Two\"}",
                 "Conflict", "name", "ann");
    look_refused(rig, mike, "org.kith.Person.Add", "{\"handle\":\"dan\",\"name\":\"Dan Two\"}",
                 "Conflict", "name", "dan");
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"ann\",\"name\":\"Ann of Oak\"}");
}

/* issue 2: "text with control characters or invalid UTF-8, fields too long" */
static void what_is_no_handle_and_what_is_no_name_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const handles[] = {
        "", "Eve", "eve m", "1eve", "-eve", "\\u00e8ve", "a23456789012345678901234567890123",
    };
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters, "{\"handle\":\"%s\",\"name\":\"E\"}",
                       handles[i]);
        look_refused(rig, mike, "org.kith.Person.Add", parameters, "InvalidParameter", "parameter",
                     "handle");
    }
    static const char *const names[] = {
        "",
        " ",
        "\\u00a0",
        "E\\u0007ve",
        "E\\nve",
        "\\u202eeve",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890+",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters, "{\"handle\":\"eve\",\"name\":\"%s\"}",
                       names[i]);
        look_refused(rig, mike, "org.kith.Person.Add", parameters, "InvalidParameter", "parameter",
                     "name");
    }
}

/* issue 2: "Unknown or ambiguous handle" */
static void a_name_close_by_is_told_to_those_who_may_list_people(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *dan = rig_peer(rig, 1005);
    look_refused(rig, mike, "org.kith.Person.Show", "{\"person\":\"anm\"}", "NotFound", "nearest",
                 "ann");
    look_refused(rig, mike, "org.kith.Person.Show", "{\"person\":\"zoe\"}", "NotFound", "nearest",
                 "");
    look_refused(rig, dan, "org.kith.Person.Show", "{\"person\":\"anm\"}", "NotFound", "nearest",
                 "");
    /* One who is there and must not be known reads the same as one who is not. */
    look_refused(rig, dan, "org.kith.Person.Show", "{\"person\":\"ann\"}", "NotFound", "message",
                 "There is no person \"ann\" here.");
    look_refused(rig, dan, "org.kith.Person.Show", "{\"person\":\"anm\"}", "NotFound", "message",
                 "There is no person \"anm\" here.");
}

/* --- Lists ------------------------------------------------------------------------------------ */

static void a_list_has_who_is_here_and_what_they_are(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    json_t *list = rig_must(rig, ann, "org.kith.Person.List", NULL);
    assert_string_equal(look_row(list, "people", "handle"), "ann ben cat mike opal");
    assert_string_equal(look_row(list, "people", "bed"), "a b - - -");
    assert_string_equal(look_row(list, "people", "movedInOn"),
                        "2026-06-01 2026-08-15 2026-11-20 - -");
    assert_string_equal(look_row(list, "people.0.roles", NULL), "resident");
    assert_string_equal(look_row(list, "people.3.roles", NULL), "manager");
    assert_string_equal(look_row(list, "people.4.roles", NULL), "coach");
    json_decref(list);
}

/* Who has lived here is the manager's to know, not the residents'. */
static void those_who_have_left_are_listed_for_a_manager_alone(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    json_t *list = rig_must(rig, mike, "org.kith.Person.List", "{\"former\":true}");
    assert_string_equal(look_row(list, "people", "handle"), "ann ben cat dan mike opal");
    assert_string_equal(look_text(list, "people.3.movedOutOn"), "2026-09-30");
    json_decref(list);
    list = rig_must(rig, ann, "org.kith.Person.List", "{\"former\":true}");
    assert_string_equal(look_row(list, "people", "handle"), "ann ben cat mike opal");
    json_decref(list);
}

static void pages_of_people_do_not_shift_when_somebody_is_added(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *page = rig_must(rig, mike, "org.kith.Person.List", "{\"limit\":2}");
    assert_string_equal(look_row(page, "people", "handle"), "ann ben");
    assert_string_equal(look_text(page, "next"), "ben");
    json_decref(page);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"abe\",\"name\":\"Abe\"}");
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"bob\",\"name\":\"Bob\"}");
    page = rig_must(rig, mike, "org.kith.Person.List", "{\"limit\":3,\"after\":\"ben\"}");
    assert_string_equal(look_row(page, "people", "handle"), "bob cat mike");
    assert_string_equal(look_text(page, "next"), "mike");
    json_decref(page);
    page = rig_must(rig, mike, "org.kith.Person.List", "{\"limit\":500,\"after\":\"mike\"}");
    assert_string_equal(look_row(page, "people", "handle"), "opal");
    assert_null(look(page, "next"));
    json_decref(page);
    assert_string_equal(rig_try(rig, mike, "org.kith.Person.List", "{\"limit\":501}"),
                        "InvalidParameter");
    assert_string_equal(rig_try(rig, mike, "org.kith.Person.List", "{\"limit\":0}"),
                        "InvalidParameter");
}

/* --- Admitting -------------------------------------------------------------------------------- */

/* issue 2: "admit (date, bed, phone, emergency contact, agreement signed on, orientation due
 * within 24 h with its list)" */
static void somebody_is_admitted_with_everything(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    json_t *stay = rig_must(rig, mike, "org.kith.Person.Admit",
                            "{\"person\":\"eve\",\"on\":\"2026-11-27\",\"bed\":\"c\","
                            "\"phone\":\"+1 212 555 0199\",\"emergencyName\":\"Adam\","
                            "\"emergencyPhone\":\"+1 212 555 0198\","
                            "\"agreementSignedOn\":\"2026-11-26\"}");
    assert_int_equal(look_count(stay, "missing"), 0);
    assert_int_equal(look_count(stay, "orientationLeft"), 8);
    assert_string_equal(look_text(stay, "orientationDueAt"), "2026-11-28T12:00:00-05:00");
    json_decref(stay);
    json_t *eve = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"eve\"}");
    assert_string_equal(look_text(eve, "stays.0.movedInOn"), "2026-11-27");
    assert_string_equal(look_text(eve, "stays.0.bed"), "c");
    assert_string_equal(look_text(eve, "stays.0.agreementSignedOn"), "2026-11-26");
    assert_string_equal(look_row(eve, "roles", NULL), "resident");
    json_decref(eve);
}

/* issue 2: "All of it may be skipped and is then shown as missing" */
static void somebody_is_admitted_with_nothing_and_what_is_missing_is_told(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char missing[] = "bed phone emergency contact agreement";
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    json_t *stay = rig_must(rig, mike, "org.kith.Person.Admit", "{\"person\":\"eve\"}");
    assert_string_equal(look_row(stay, "missing", NULL), missing);
    json_decref(stay);
    json_t *eve = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"eve\"}");
    assert_string_equal(look_text(eve, "stays.0.movedInOn"), "2026-11-27");
    assert_string_equal(look_row(eve, "stays.0.missing", NULL), missing);
    assert_null(look(eve, "stays.0.bed"));
    json_decref(eve);
}

/* A form left blank has not been filled in. */
static void a_blank_number_is_missing_too(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    json_t *stay = rig_must(rig, mike, "org.kith.Person.Admit",
                            "{\"person\":\"eve\",\"bed\":\"c\",\"phone\":\"\","
                            "\"emergencyName\":\" \",\"emergencyPhone\":\"\"}");
    assert_string_equal(look_row(stay, "missing", NULL), "phone emergency contact agreement");
    json_decref(stay);
    json_t *contact = rig_must(rig, mike, "org.kith.Person.Contact", "{\"person\":\"eve\"}");
    assert_null(look(contact, "phone"));
    json_decref(contact);
}

/* Half an emergency contact is one. */
static void what_was_skipped_is_filled_in_later_and_taken_away_again(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Change",
           "{\"person\":\"cat\",\"name\":\"Catherine C\",\"phone\":\"555 0104\","
           "\"emergencyPhone\":\"555 0105\",\"agreementSignedOn\":\"2026-11-21\"}");
    json_t *cat = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"cat\"}");
    assert_string_equal(look_row(cat, "stays.0.missing", NULL), "bed");
    assert_string_equal(look_text(cat, "name"), "Catherine C");
    json_decref(cat);
    rig_do(rig, mike, "org.kith.Person.Change", "{\"person\":\"cat\",\"phone\":\"\"}");
    cat = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"cat\"}");
    assert_string_equal(look_row(cat, "stays.0.missing", NULL), "bed phone");
    json_decref(cat);
    rig_do(rig, mike, "org.kith.Person.Change", "{\"person\":\"dan\",\"name\":\"Daniel D\"}");
}

/* issue 2: "A bed holds one person" */
static void a_bed_that_is_taken_or_unknown_is_not_given(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    look_refused(rig, mike, "org.kith.Person.Admit", "{\"person\":\"eve\",\"bed\":\"a\"}",
                 "BedTaken", "person", "ann");
    /* Free by then, but not on that day. */
    look_refused(rig, mike, "org.kith.Person.Admit",
                 "{\"person\":\"eve\",\"on\":\"2026-09-29\",\"bed\":\"c\"}", "BedTaken", "person",
                 "dan");
    /* Free on that day, but not since. */
    look_refused(rig, mike, "org.kith.Person.Admit",
                 "{\"person\":\"eve\",\"on\":\"2026-01-01\",\"bed\":\"b\"}", "BedTaken", "person",
                 "ben");
    look_refused(rig, mike, "org.kith.Person.Admit", "{\"person\":\"eve\",\"bed\":\"z\"}",
                 "NotFound", "kind", "bed");
    assert_int_equal(look_record(rig, "select count(*) from stay"), 4);
    rig_do(rig, mike, "org.kith.Person.Admit",
           "{\"person\":\"eve\",\"on\":\"2026-09-30\",\"bed\":\"c\"}");
}

/* A bed of that name in another house is another bed. */
static void a_bed_is_one_of_the_house(void **state)
{
    struct rig *rig = *state;
    struct peer *olga = rig_peer(rig, 1007);
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    look_refused(rig, olga, "org.kith.Person.Admit", "{\"person\":\"eve\",\"bed\":\"b\"}",
                 "NotFound", "kind", "bed");
    rig_do(rig, olga, "org.kith.Person.Admit", "{\"person\":\"eve\",\"bed\":\"a\"}");
    look_refused(rig, olga, "org.kith.House.RemoveBed", "{\"bed\":\"a\"}", "BedTaken", "person",
                 "eve");
}

static void who_lives_here_is_not_admitted_again(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const days[] = {"2026-11-27", "2026-01-01"};
    for (size_t i = 0; i < 2; i++) {
        char parameters[64];
        (void)snprintf(parameters, sizeof parameters, "{\"person\":\"ann\",\"on\":\"%s\"}",
                       days[i]);
        look_refused(rig, mike, "org.kith.Person.Admit", parameters, "AlreadyHere", "since",
                     "2026-06-01");
        look_refused(rig, mike, "org.kith.Person.Admit", parameters, "AlreadyHere", "message",
                     "ann has lived here since 1 June 2026.");
    }
}

/* issue 2: "two stays of one person do not overlap" */
static void a_stay_in_the_past_does_not_overlap_another(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const days[] = {"2026-09-29", "2026-02-01", "2026-01-01", "1900-01-01"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char parameters[64];
        (void)snprintf(parameters, sizeof parameters, "{\"person\":\"dan\",\"on\":\"%s\"}",
                       days[i]);
        look_refused(rig, mike, "org.kith.Person.Admit", parameters, "StaysOverlap", "from",
                     "2026-02-01");
        look_refused(rig, mike, "org.kith.Person.Admit", parameters, "StaysOverlap", "message",
                     "dan lived here from 1 February 2026 to 30 September 2026 already.");
    }
    rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"dan\",\"on\":\"2026-09-30\"}");
}

/* issue 2: "impossible date" */
static void a_day_that_does_not_exist_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const days[] = {
        "2026-02-30", "2026-13-01",          "tomorrow", "", "1899-12-31",
        "2201-01-01", "2026-11-27T12:00:00Z"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char parameters[96];
        (void)snprintf(parameters, sizeof parameters, "{\"person\":\"dan\",\"on\":\"%s\"}",
                       days[i]);
        look_refused(rig, mike, "org.kith.Person.Admit", parameters, "InvalidParameter",
                     "parameter", "on");
    }
}

/* Whoever is admitted has a resident's rights, so nobody is before the day. */
static void a_stay_does_not_begin_on_a_day_to_come(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    look_refused(rig, mike, "org.kith.Person.Admit",
                 "{\"person\":\"eve\",\"on\":\"2026-11-28\",\"bed\":\"c\"}", "Impossible",
                 "parameter", "on");
    rig_do(rig, mike, "org.kith.Person.Admit",
           "{\"person\":\"eve\",\"on\":\"2026-11-27\",\"bed\":\"c\"}");
}

static void nothing_is_signed_on_a_day_to_come(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve E\"}");
    look_refused(rig, mike, "org.kith.Person.Admit",
                 "{\"person\":\"eve\",\"agreementSignedOn\":\"2026-11-28\"}", "Impossible",
                 "parameter", "agreementSignedOn");
    look_refused(rig, mike, "org.kith.Person.Change",
                 "{\"person\":\"ann\",\"agreementSignedOn\":\"2026-11-28\"}", "Impossible",
                 "parameter", "agreementSignedOn");
    rig_do(rig, mike, "org.kith.Person.Change",
           "{\"person\":\"ann\",\"agreementSignedOn\":\"2026-11-27\"}");
}

static void what_the_record_calls_the_house_itself_is_nobodys_name(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Person.Add", "{\"handle\":\"house\",\"name\":\"H\"}",
                 "Conflict", "name", "house");
    look_refused(rig, mike, "org.kith.Person.Orient", "{\"person\":\"ann\",\"items\":[]}",
                 "InvalidParameter", "parameter", "items");
}

/* A slip is told, instead of an entry that says there was a change. */
static void a_change_says_what_changes(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Person.Change", "{\"person\":\"ann\"}", "Impossible",
                 "message", "Say what is to be changed.");
    look_refused(rig, mike, "org.kith.House.Change", NULL, "Impossible", "message",
                 "Say what is to be changed.");
}

/* --- Orientation ------------------------------------------------------------------------------ */

/* issue 2: "orientation due within 24 h with its list" */
static void orientation_is_gone_through_item_by_item(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *left = rig_must(rig, mike, "org.kith.Person.Orient",
                            "{\"person\":\"cat\",\"items\":[\"naloxone\",\"medicines\"]}");
    assert_int_equal(look_count(left, "orientationLeft"), 6);
    assert_false(look_has(left, "orientationLeft", NULL, "naloxone"));
    json_decref(left);
    /* Once more is no more. */
    rig_do(rig, mike, "org.kith.Person.Orient", "{\"person\":\"cat\",\"items\":[\"naloxone\"]}");
    json_t *cat = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"cat\"}");
    assert_int_equal(look_count(cat, "stays.0.orientationLeft"), 6);
    json_decref(cat);
    left = rig_must(rig, mike, "org.kith.Person.Orient", "{\"person\":\"cat\"}");
    assert_int_equal(look_count(left, "orientationLeft"), 0);
    json_decref(left);
}

static void an_item_that_is_not_on_the_list_names_the_nearest(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Person.Orient",
                 "{\"person\":\"cat\",\"items\":[\"medicines\",\"nalaxone\"]}", "NotFound",
                 "nearest", "naloxone");
    assert_int_equal(look_record(rig, "select count(*) from orientation"), 0);
    assert_string_equal(rig_try(rig, mike, "org.kith.Person.Orient", "{\"person\":\"dan\"}"),
                        "NotHere");
}

/* Who was admitted for an earlier day is late already. */
static void orientation_of_a_past_day_was_due_the_day_after(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *ann = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"ann\"}");
    assert_string_equal(look_text(ann, "stays.0.orientationDueAt"), "2026-06-02T00:00:00-04:00");
    json_decref(ann);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_person_has_a_handle_and_a_name_to_read),
        LOOK_TEST(a_handle_is_never_given_twice_in_a_house_even_after_leaving),
        LOOK_TEST(what_is_no_handle_and_what_is_no_name_is_refused),
        LOOK_TEST(a_name_close_by_is_told_to_those_who_may_list_people),
        LOOK_TEST(a_list_has_who_is_here_and_what_they_are),
        LOOK_TEST(those_who_have_left_are_listed_for_a_manager_alone),
        LOOK_TEST(pages_of_people_do_not_shift_when_somebody_is_added),
        LOOK_TEST(somebody_is_admitted_with_everything),
        LOOK_TEST(somebody_is_admitted_with_nothing_and_what_is_missing_is_told),
        LOOK_TEST(a_blank_number_is_missing_too),
        LOOK_TEST(what_was_skipped_is_filled_in_later_and_taken_away_again),
        LOOK_TEST(a_bed_that_is_taken_or_unknown_is_not_given),
        LOOK_TEST(a_bed_is_one_of_the_house),
        LOOK_TEST(who_lives_here_is_not_admitted_again),
        LOOK_TEST(a_stay_in_the_past_does_not_overlap_another),
        LOOK_TEST(a_day_that_does_not_exist_is_refused),
        LOOK_TEST(a_stay_does_not_begin_on_a_day_to_come),
        LOOK_TEST(nothing_is_signed_on_a_day_to_come),
        LOOK_TEST(what_the_record_calls_the_house_itself_is_nobodys_name),
        LOOK_TEST(a_change_says_what_changes),
        LOOK_TEST(orientation_is_gone_through_item_by_item),
        LOOK_TEST(an_item_that_is_not_on_the_list_names_the_nearest),
        LOOK_TEST(orientation_of_a_past_day_was_due_the_day_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
