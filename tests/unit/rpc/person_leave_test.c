/* org.kith.Person: another bed, the end of a stay, and coming back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

static const char *bed_of(struct rig *rig, struct peer *peer, const char *bed)
{
    static char person[40];
    json_t *house = rig_must(rig, peer, "org.kith.House.Show", NULL);
    person[0] = '\0';
    for (size_t i = 0; i < look_count(house, "beds"); i++) {
        const json_t *entry = json_array_get(look(house, "beds"), i);
        if (strcmp(look_text(entry, "bed"), bed) == 0)
            (void)snprintf(person, sizeof person, "%s", look_text(entry, "person"));
    }
    json_decref(house);
    return person;
}

/* --- Another bed ---------------------------------------------------------------------------- */

/* issue 2: "move bed" */
static void another_bed_leaves_the_first_one_free(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ann\",\"bed\":\"d\"}");
    assert_string_equal(bed_of(rig, mike, "a"), "");
    assert_string_equal(bed_of(rig, mike, "d"), "ann");
    json_t *ann = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"ann\"}");
    assert_string_equal(look_text(ann, "stays.0.bed"), "d");
    json_decref(ann);
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"cat\",\"bed\":\"a\"}");
    assert_string_equal(bed_of(rig, mike, "a"), "cat");
}

static void a_bed_that_is_taken_or_unknown_is_not_moved_to(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Person.Move", "{\"person\":\"ann\",\"bed\":\"b\"}",
                 "BedTaken", "person", "ben");
    look_refused(rig, mike, "org.kith.Person.Move", "{\"person\":\"ann\",\"bed\":\"z\"}",
                 "NotFound", "name", "z");
    look_refused(rig, mike, "org.kith.Person.Move", "{\"person\":\"dan\",\"bed\":\"d\"}", "NotHere",
                 "person", "dan");
    assert_string_equal(bed_of(rig, mike, "a"), "ann");
    assert_int_equal(look_record(rig, "select count(*) from lodging where until_on is null"), 2);
}

/* Her time in it would only be split in two. */
static void nobody_moves_to_the_bed_they_have(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const moves[] = {
        "{\"person\":\"ann\",\"bed\":\"a\"}",
        "{\"person\":\"ann\",\"bed\":\"a\",\"on\":\"2026-10-01\"}",
    };
    for (size_t i = 0; i < 2; i++)
        look_refused(rig, mike, "org.kith.Person.Move", moves[i], "Conflict", "message",
                     "ann has the bed a already, since 1 June 2026.");
    assert_int_equal(look_record(rig, "select count(*) from lodging"), 3);
    /* She may have it again. */
    rig_do(rig, mike, "org.kith.Person.Move", "{\"person\":\"ann\",\"bed\":\"d\"}");
    rig_do(rig, mike, "org.kith.Person.Move", moves[0]);
    assert_string_equal(bed_of(rig, mike, "a"), "ann");
}

/* The bed is free from that day on, and was hers until then. */
static void a_move_in_the_past_gives_the_first_bed_back_from_that_day(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Move",
           "{\"person\":\"ann\",\"bed\":\"d\",\"on\":\"2026-10-01\"}");
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve\"}");
    look_refused(rig, mike, "org.kith.Person.Admit",
                 "{\"person\":\"eve\",\"bed\":\"a\",\"on\":\"2026-09-30\"}", "BedTaken", "person",
                 "ann");
    rig_do(rig, mike, "org.kith.Person.Admit",
           "{\"person\":\"eve\",\"bed\":\"a\",\"on\":\"2026-10-01\"}");
}

/* --- Days that cannot be ---------------------------------------------------------------------- */

/* A stay ends, and beds change, from the day they began to today. */
static void a_stay_does_not_change_before_it_began_nor_ahead_of_today(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Move",
           "{\"person\":\"ann\",\"bed\":\"d\",\"on\":\"2026-10-01\"}");
    static const struct {
        const char *on;
        const char *error;
        const char *field;
        const char *value;
    } days[] = {
        {"2026-05-31", "NotHere", "person", "ann"},
        {"2026-09-30", "Impossible", "parameter", "on"},
        {"2026-11-28", "Impossible", "parameter", "on"},
        {"2200-12-31", "Impossible", "parameter", "on"},
        {"2026-11-31", "InvalidParameter", "parameter", "on"},
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters, "{\"person\":\"ann\",\"on\":\"%s\"}",
                       days[i].on);
        look_refused(rig, mike, "org.kith.Person.Leave", parameters, days[i].error, days[i].field,
                     days[i].value);
        (void)snprintf(parameters, sizeof parameters,
                       "{\"person\":\"ann\",\"bed\":\"c\",\"on\":\"%s\"}", days[i].on);
        look_refused(rig, mike, "org.kith.Person.Move", parameters, days[i].error, days[i].field,
                     days[i].value);
    }
    assert_string_equal(bed_of(rig, mike, "d"), "ann");
    /* The day is the house's: in New York it is still Friday when it is Saturday in Greenwich. */
    rig->now.wall = RIG_START + (int64_t)9 * 3600;
    look_refused(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\",\"on\":\"2026-11-28\"}",
                 "Impossible", "message", "That day is still to come. Say it when it is there.");
}

/* --- Leaving ---------------------------------------------------------------------------------- */

/* issue 2: "leave (who ended it, reason, help given, where to forward, belongings kept until)" */
static void somebody_leaves_and_the_record_says_how(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Leave",
           "{\"person\":\"ann\",\"on\":\"2026-11-26\",\"endedBy\":\"vote\","
           "\"reason\":\"Ninth time\\nwithout a word.\",\"helpGiven\":\"A list of houses\","
           "\"forwardTo\":\"12 Elm St\",\"belongingsKeptUntil\":\"2026-12-26\"}");
    json_t *ann = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"ann\"}");
    assert_string_equal(look_text(ann, "stays.0.movedInOn"), "2026-06-01");
    assert_string_equal(look_text(ann, "stays.0.movedOutOn"), "2026-11-26");
    assert_string_equal(look_text(ann, "stays.0.endedBy"), "vote");
    assert_string_equal(look_text(ann, "stays.0.helpGiven"), "A list of houses");
    assert_string_equal(look_text(ann, "stays.0.belongingsKeptUntil"), "2026-12-26");
    assert_string_equal(look_text(ann, "stays.0.bed"), "a");
    assert_int_equal(look_count(ann, "roles"), 0);
    json_decref(ann);
    json_t *contact = rig_must(rig, mike, "org.kith.Person.Contact", "{\"person\":\"ann\"}");
    assert_string_equal(look_text(contact, "forwardTo"), "12 Elm St");
    json_decref(contact);
    assert_string_equal(bed_of(rig, mike, "a"), "");
}

static void all_but_the_day_may_be_skipped(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ben\"}");
    json_t *ben = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"ben\"}");
    assert_string_equal(look_text(ben, "stays.0.movedOutOn"), "2026-11-27");
    assert_null(look(ben, "stays.0.endedBy"));
    assert_null(look(ben, "stays.0.helpGiven"));
    assert_null(look(ben, "stays.0.belongingsKeptUntil"));
    json_decref(ben);
}

/* issue 2: "All of it may be skipped and is then shown as missing." */
static void what_was_not_said_of_leaving_is_shown_as_missing(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char missing[] = "emergency contact agreement who ended the stay why it ended"
                                  " help given where to forward";
    json_t *left = rig_must(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    assert_string_equal(look_row(left, "missing", NULL), missing);
    json_decref(left);
    json_t *ann = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"ann\"}");
    assert_string_equal(look_row(ann, "stays.0.missing", NULL), missing);
    json_decref(ann);
    json_t *ben = rig_must(rig, mike, "org.kith.Person.Leave",
                           "{\"person\":\"ben\",\"endedBy\":\"house\",\"reason\":\" \","
                           "\"helpGiven\":\"A list of houses\"}");
    assert_string_equal(look_row(ben, "missing", NULL),
                        "phone emergency contact agreement why it ended where to forward");
    json_decref(ben);
    /* Of a stay that goes on, nothing of this is missing. */
    json_t *cat = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"cat\"}");
    assert_string_equal(look_row(cat, "stays.0.missing", NULL),
                        "bed phone emergency contact agreement");
    json_decref(cat);
}

static void who_has_left_or_never_came_does_not_leave(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Person.Leave", "{\"person\":\"dan\"}", "NotHere", "message",
                 "dan has left already, on 30 September 2026.");
    look_refused(rig, mike, "org.kith.Person.Leave", "{\"person\":\"dan\"}", "NotHere",
                 "movedOutOn", "2026-09-30");
    look_refused(rig, mike, "org.kith.Person.Leave", "{\"person\":\"mike\"}", "NotHere", "message",
                 "mike has not lived here.");
    look_refused(rig, mike, "org.kith.Person.Leave", "{\"person\":\"mike\"}", "NotHere",
                 "movedOutOn", "");
    look_refused(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\",\"on\":\"2026-05-31\"}",
                 "NotHere", "message", "ann's stay began later than that, on 1 June 2026.");
}

/* --- What was skipped ------------------------------------------------------------------------- */

static void what_was_skipped_is_filled_in_after_leaving(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Change",
           "{\"person\":\"dan\",\"phone\":\"555 0106\",\"emergencyName\":\"Adam\","
           "\"agreementSignedOn\":\"2026-02-01\",\"reason\":\"Work elsewhere.\","
           "\"helpGiven\":\"Bus fare\",\"forwardTo\":\"12 Elm St\","
           "\"belongingsKeptUntil\":\"2026-12-24\"}");
    json_t *dan = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"dan\"}");
    assert_int_equal(look_count(dan, "stays.0.missing"), 0);
    assert_string_equal(look_text(dan, "stays.0.movedOutOn"), "2026-09-30");
    assert_string_equal(look_text(dan, "stays.0.endedBy"), "resident");
    assert_string_equal(look_text(dan, "stays.0.reason"), "Work elsewhere.");
    assert_string_equal(look_text(dan, "stays.0.helpGiven"), "Bus fare");
    assert_string_equal(look_text(dan, "stays.0.belongingsKeptUntil"), "2026-12-24");
    json_decref(dan);
    json_t *contact = rig_must(rig, mike, "org.kith.Person.Contact", "{\"person\":\"dan\"}");
    assert_string_equal(look_text(contact, "phone"), "555 0106");
    assert_string_equal(look_text(contact, "forwardTo"), "12 Elm St");
    json_decref(contact);
    /* What is not given again stays, and a blank takes away. */
    rig_do(rig, mike, "org.kith.Person.Change",
           "{\"person\":\"dan\",\"endedBy\":\"vote\",\"reason\":\"\"}");
    dan = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"dan\"}");
    assert_string_equal(look_row(dan, "stays.0.missing", NULL), "why it ended");
    assert_string_equal(look_text(dan, "stays.0.endedBy"), "vote");
    assert_string_equal(look_text(dan, "stays.0.helpGiven"), "Bus fare");
    assert_string_equal(look_text(dan, "stays.0.belongingsKeptUntil"), "2026-12-24");
    json_decref(dan);
}

/* How it ended is not said of a stay that goes on, not even of somebody who has left before. */
static void how_a_stay_ended_is_said_when_it_has(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const given[][2] = {
        {"movedOutOn", "2026-11-20"}, {"endedBy", "house"},
        {"reason", "Work."},          {"helpGiven", "A ride"},
        {"forwardTo", "12 Elm St"},   {"belongingsKeptUntil", "2026-12-24"},
    };
    rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"dan\"}");
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        char parameters[96];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"person\":\"dan\",\"phone\":\"5\",\"%s\":\"%s\"}", given[i][0],
                       given[i][1]);
        look_refused(rig, mike, "org.kith.Person.Change", parameters, "Impossible", "parameter",
                     given[i][0]);
        look_refused(rig, mike, "org.kith.Person.Change", parameters, "Impossible", "message",
                     "They still live here. How a stay ended is said when they leave.");
    }
    json_t *dan = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"dan\"}");
    assert_string_equal(look_row(dan, "stays.0.missing", NULL),
                        "bed phone emergency contact agreement");
    assert_string_equal(look_row(dan, "stays", "endedBy"), "- resident");
    json_decref(dan);
    look_refused(rig, mike, "org.kith.Person.Change", "{\"person\":\"mike\",\"phone\":\"5\"}",
                 "NotHere", "message", "mike has not lived here.");
}

static void belongings_are_not_kept_until_a_day_before_moving_out(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char message[] = "Belongings are kept until the day of moving out, or longer.";
    look_refused(rig, mike, "org.kith.Person.Leave",
                 "{\"person\":\"ann\",\"belongingsKeptUntil\":\"2026-11-26\"}", "Impossible",
                 "message", message);
    look_refused(
        rig, mike, "org.kith.Person.Leave",
        "{\"person\":\"ann\",\"on\":\"2026-11-20\",\"belongingsKeptUntil\":\"2026-11-19\"}",
        "Impossible", "parameter", "belongingsKeptUntil");
    rig_do(rig, mike, "org.kith.Person.Leave",
           "{\"person\":\"ann\",\"on\":\"2026-11-20\",\"belongingsKeptUntil\":\"2026-11-20\"}");
    look_refused(rig, mike, "org.kith.Person.Change",
                 "{\"person\":\"ann\",\"belongingsKeptUntil\":\"2020-01-01\"}", "Impossible",
                 "message", message);
    rig_do(rig, mike, "org.kith.Person.Change",
           "{\"person\":\"ann\",\"belongingsKeptUntil\":\"2026-11-21\"}");
}

static void who_ended_it_is_one_of_four(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_refused(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\",\"endedBy\":\"mike\"}",
                 "InvalidParameter", "parameter", "endedBy");
}

/* design, section 1: a resident is "a person with a current stay" */
static void who_has_left_may_do_nothing_but_read_their_own(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    assert_string_equal(rig_try(rig, ann, "org.kith.Person.List", NULL), "PermissionDenied");
    assert_string_equal(rig_try(rig, ann, "org.kith.Chore.Week", NULL), "PermissionDenied");
    rig_do(rig, ann, "org.kith.Person.Show", NULL);
    rig_do(rig, ann, "org.kith.Person.Contact", NULL);
    rig_do(rig, ann, "org.kith.Person.Me", NULL);
}

/* An officer lives in the house; a manager need not. */
static void offices_end_with_the_stay_and_roles_that_were_given_go_on(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"president\",\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.Office.Appoint",
           "{\"office\":\"coordinator\",\"person\":\"ann\",\"until\":\"2027-05-01\"}");
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"treasurer\",\"person\":\"ben\"}");
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"alumnus\"}");
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    json_t *hello = rig_must(rig, ann, "org.kith.Server.Hello", NULL);
    assert_string_equal(look_row(hello, "roles", NULL), "alumnus");
    json_decref(hello);
    json_t *offices = rig_must(rig, mike, "org.kith.Office.List", NULL);
    assert_string_equal(look_row(offices, "terms", "office"), "treasurer");
    json_decref(offices);
    assert_string_equal(
        rig_try(rig, ann, "org.kith.Chore.Add", "{\"handle\":\"x\",\"name\":\"X\"}"),
        "PermissionDenied");
}

/* --- Coming back ------------------------------------------------------------------------------ */

/* issue 2: "come back" */
static void coming_back_is_a_second_stay(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *dan = rig_peer(rig, 1005);
    rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"dan\",\"bed\":\"d\"}");
    json_t *show = rig_must(rig, dan, "org.kith.Person.Show", NULL);
    assert_string_equal(look_row(show, "stays", "movedInOn"), "2026-11-27 2026-02-01");
    assert_string_equal(look_row(show, "stays", "movedOutOn"), "- 2026-09-30");
    assert_string_equal(look_row(show, "stays", "bed"), "d c");
    assert_string_equal(look_row(show, "roles", NULL), "resident");
    json_decref(show);
    rig_do(rig, dan, "org.kith.Person.List", NULL);
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"dan\"}");
    rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"dan\",\"bed\":\"d\"}");
    show = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"dan\"}");
    assert_string_equal(look_row(show, "stays", "movedInOn"), "2026-11-27 2026-11-27 2026-02-01");
    assert_string_equal(look_row(show, "stays", "movedOutOn"), "- 2026-11-27 2026-09-30");
    json_decref(show);
}

/* What was said then stays with that stay. */
static void each_stay_has_its_own_particulars(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    json_t *stay = rig_must(rig, mike, "org.kith.Person.Admit", "{\"person\":\"ann\"}");
    assert_string_equal(look_row(stay, "missing", NULL), "bed phone emergency contact agreement");
    assert_int_equal(look_count(stay, "orientationLeft"), 8);
    json_decref(stay);
    json_t *contact = rig_must(rig, mike, "org.kith.Person.Contact", "{\"person\":\"ann\"}");
    assert_null(look(contact, "phone"));
    json_decref(contact);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(another_bed_leaves_the_first_one_free),
        LOOK_TEST(a_bed_that_is_taken_or_unknown_is_not_moved_to),
        LOOK_TEST(nobody_moves_to_the_bed_they_have),
        LOOK_TEST(a_move_in_the_past_gives_the_first_bed_back_from_that_day),
        LOOK_TEST(a_stay_does_not_change_before_it_began_nor_ahead_of_today),
        LOOK_TEST(somebody_leaves_and_the_record_says_how),
        LOOK_TEST(all_but_the_day_may_be_skipped),
        LOOK_TEST(what_was_not_said_of_leaving_is_shown_as_missing),
        LOOK_TEST(who_has_left_or_never_came_does_not_leave),
        LOOK_TEST(what_was_skipped_is_filled_in_after_leaving),
        LOOK_TEST(how_a_stay_ended_is_said_when_it_has),
        LOOK_TEST(belongings_are_not_kept_until_a_day_before_moving_out),
        LOOK_TEST(who_ended_it_is_one_of_four),
        LOOK_TEST(who_has_left_may_do_nothing_but_read_their_own),
        LOOK_TEST(offices_end_with_the_stay_and_roles_that_were_given_go_on),
        LOOK_TEST(coming_back_is_a_second_stay),
        LOOK_TEST(each_stay_has_its_own_particulars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
