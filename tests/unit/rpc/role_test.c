/* Roles: from when until when, in which house, and which two nobody may have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"

/* --- Roles and their dates ------------------------------------------------------------------ */

/* issue 2: "Rights, roles and offices with dates" */
static void a_role_holds_from_its_first_second_to_its_last(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                                   "\"from\":\"2026-12-01\",\"until\":\"2026-12-02\"}"),
                        "");
    static const struct {
        int64_t at;
        const char *roles;
    } moments[] = {
        {RIG_START, ""},          {DECEMBER - 1, ""},
        {DECEMBER, "member"},     {DECEMBER + 2 * DAY - 1, "member"},
        {DECEMBER + 2 * DAY, ""},
    };
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        bool is = *moments[i].roles;
        rig->now.wall = moments[i].at;
        assert_string_equal(roles_of(rig, DAN), moments[i].roles);
        assert_string_equal(attempt(rig, DAN, "org.kith.Person.List", NULL),
                            is ? "" : "PermissionDenied");
    }
}

/* The day is the house's: midnight comes to Chicago an hour after New York. */
static void a_roles_days_are_those_of_the_house(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"oak\",\"person\":\"maple/dan\",\"role\":"
                                   "\"member\",\"from\":\"2026-12-01\"}"),
                        "");
    rig->now.wall = DECEMBER;
    assert_string_equal(roles_of(rig, DAN), "");
    rig->now.wall = DECEMBER + 3600;
    assert_string_equal(roles_of(rig, DAN), "member");
}

static void a_role_without_dates_holds_at_once_and_until_it_is_taken(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}"),
                        "");
    assert_string_equal(roles_of(rig, DAN), "member");
    rig->now.wall += 3650 * (int64_t)DAY;
    assert_string_equal(roles_of(rig, DAN), "member");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}"),
                        "");
    assert_string_equal(roles_of(rig, DAN), "");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}"),
                        "NoSuchRole");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"manager\"}"),
                        "NoSuchRole");
}

/* "maple/dan" says which house is meant, wherever a person is named. */
static void a_person_named_with_their_house_names_it_for_the_call(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"person\":\"maple/dan\",\"role\":\"member\"}"), "");
    assert_string_equal(roles_of(rig, DAN), "member");
    assert_string_equal(take(rig, "{\"person\":\"dan\",\"role\":\"member\"}"), "HouseNeeded");
}

static void a_role_taken_before_it_began_never_begins(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                                   "\"from\":\"2026-12-01\"}"),
                        "");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}"),
                        "");
    rig->now.wall = DECEMBER + DAY;
    assert_string_equal(roles_of(rig, DAN), "");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}"),
                        "NoSuchRole");
}

static void taking_a_role_in_one_house_leaves_it_in_the_other(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(
        grant(rig, "{\"house\":\"oak\",\"person\":\"maple/mike\",\"role\":\"manager\"}"), "");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"mike\",\"role\":\"manager\"}"),
                        "");
    assert_string_equal(attempt(rig, MIKE, "org.kith.Chore.Add",
                                "{\"house\":\"maple\",\"handle\":\"x\",\"name\":\"X\"}"),
                        "NotFound");
    assert_string_equal(attempt(rig, MIKE, "org.kith.Chore.Add",
                                "{\"house\":\"oak\",\"handle\":\"x\",\"name\":\"X\"}"),
                        "");
}

static void a_last_day_before_the_first_is_impossible(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, ROOT);
    look_refused(rig, root, "org.kith.Account.Grant",
                 "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                 "\"from\":\"2026-12-02\",\"until\":\"2026-12-01\"}",
                 "Impossible", "parameter", "until");
    look_refused(rig, root, "org.kith.Account.Grant",
                 "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                 "\"until\":\"2026-11-26\"}",
                 "Impossible", "parameter", "until");
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
           "\"from\":\"2026-12-02\",\"until\":\"2026-12-02\"}");
}

static void what_is_no_granted_role_cannot_be_granted(void **state)
{
    struct rig *rig = *state;
    static const char *const not_granted[] = {"resident", "president", "kiosk",
                                              "person",   "anybody",   "landlord"};
    for (size_t i = 0; i < sizeof not_granted / sizeof *not_granted; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"%s\"}", not_granted[i]);
        assert_string_equal(grant(rig, parameters), "InvalidParameter");
    }
}

/* issue 2: "Rights ... with dates": what follows from a stay ends with it. */
static void a_resident_is_one_from_moving_in_to_moving_out(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(roles_of(rig, DAN), "");
    assert_string_equal(attempt(rig, DAN, "org.kith.Chore.List", NULL), "PermissionDenied");
    must(rig, MIKE, "org.kith.Person.Admit", "{\"person\":\"dan\"}");
    assert_string_equal(roles_of(rig, DAN), "resident");
    assert_string_equal(attempt(rig, DAN, "org.kith.Chore.List", NULL), "");
    must(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"dan\"}");
    assert_string_equal(roles_of(rig, DAN), "");
    assert_string_equal(attempt(rig, DAN, "org.kith.Chore.List", NULL), "PermissionDenied");
}

/* design 4: "rights are asked again": no connection keeps what its caller has lost, not for a
 * second */
static void what_one_is_changes_on_a_connection_that_stays(void **state)
{
    struct rig *rig = *state;
    struct peer *dan = rig_peer(rig, DAN);
    assert_string_equal(rig_try(rig, dan, "org.kith.Person.List", NULL), "PermissionDenied");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}"),
                        "");
    assert_string_equal(rig_try(rig, dan, "org.kith.Person.List", NULL), "");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}"),
                        "");
    assert_string_equal(rig_try(rig, dan, "org.kith.Person.List", NULL), "PermissionDenied");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                                   "\"from\":\"2026-12-01\",\"until\":\"2026-12-01\"}"),
                        "");
    rig->now.wall = DECEMBER;
    assert_string_equal(rig_try(rig, dan, "org.kith.Person.List", NULL), "");
    rig->now.wall = DECEMBER + DAY;
    assert_string_equal(rig_try(rig, dan, "org.kith.Person.List", NULL), "PermissionDenied");
    must(rig, MIKE, "org.kith.Person.Admit", "{\"person\":\"dan\"}");
    assert_string_equal(rig_try(rig, dan, "org.kith.Person.List", NULL), "");
    must(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"dan\"}");
    assert_string_equal(rig_try(rig, dan, "org.kith.Person.List", NULL), "PermissionDenied");
}

/* design 3: "A person's rights are the union of what is in force", each in its own house */
static void a_manager_of_one_house_is_no_more_than_a_resident_in_another(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(
        grant(rig, "{\"house\":\"oak\",\"person\":\"maple/ann\",\"role\":\"manager\"}"), "");
    assert_string_equal(roles_of(rig, ANN), "resident manager");
    static const char *const refused[][2] = {
        {"org.kith.Person.Leave", "{\"house\":\"maple\",\"person\":\"ann\"}"},
        {"org.kith.Person.Change", "{\"house\":\"maple\",\"person\":\"ann\",\"phone\":\"1\"}"},
        {"org.kith.Person.Move", "{\"house\":\"maple\",\"person\":\"ann\",\"bed\":\"d\"}"},
        {"org.kith.Person.Show", "{\"house\":\"maple\",\"person\":\"ben\"}"},
        {"org.kith.Chore.Add", "{\"house\":\"maple\",\"handle\":\"x\",\"name\":\"X\"}"},
        {"org.kith.House.Change", "{\"house\":\"maple\",\"name\":\"X\"}"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_string_equal(attempt(rig, ANN, refused[i][0], refused[i][1]), "PermissionDenied");
    must(rig, ANN, "org.kith.House.Change", "{\"house\":\"oak\",\"name\":\"Oak\"}");
    must(rig, ANN, "org.kith.Person.Show", "{\"house\":\"oak\",\"person\":\"olga\"}");
    must(rig, ANN, "org.kith.Chore.List", "{\"house\":\"maple\"}");
    assert_string_equal(attempt(rig, ANN, "org.kith.Chore.List", NULL), "HouseNeeded");
}

/* --- Pairs ---------------------------------------------------------------------------------- */

/* design 3: "pairs that would break a promise ... are refused when given" */
static void a_coach_takes_no_role_that_disciplines_and_the_other_way_round(void **state)
{
    struct rig *rig = *state;
    static const char *const roles[] = {"manager", "operator", "auditor"};
    char parameters[128];
    struct peer *root = rig_peer(rig, ROOT);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"opal\",\"role\":\"%s\"}", roles[i]);
        look_refused(rig, root, "org.kith.Account.Grant", parameters, "RolesConflict", "has",
                     "coach");
        look_refused(rig, root, "org.kith.Account.Grant", parameters, "RolesConflict", "role",
                     roles[i]);
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"%s\"}", roles[i]);
        rig_do(rig, root, "org.kith.Account.Grant", parameters);
        look_refused(rig, root, "org.kith.Account.Grant",
                     "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"coach\"}", "RolesConflict",
                     "has", roles[i]);
        rig_do(rig, root, "org.kith.Account.Revoke", parameters);
    }
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"coach\"}");
}

static void the_pair_is_allowed_in_two_houses_and_one_after_the_other(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(
        grant(rig, "{\"house\":\"oak\",\"person\":\"maple/opal\",\"role\":\"manager\"}"), "");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"coach\","
                                   "\"until\":\"2026-11-30\"}"),
                        "");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"manager\","
                                   "\"from\":\"2026-11-30\"}"),
                        "RolesConflict");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"manager\","
                                   "\"until\":\"2026-11-28\"}"),
                        "RolesConflict");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"manager\","
                                   "\"from\":\"2026-12-01\"}"),
                        "");
    rig->now.wall = DECEMBER - 1;
    assert_string_equal(roles_of(rig, DAN), "coach");
    rig->now.wall = DECEMBER;
    assert_string_equal(roles_of(rig, DAN), "manager");
}

/* A term that lies between two others' ends, or around one, meets it all the same. */
static void terms_meet_from_before_within_and_around(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"coach\","
                                   "\"from\":\"2026-12-10\",\"until\":\"2026-12-20\"}"),
                        "");
    static const struct {
        const char *from;
        const char *until;
        const char *error;
    } terms[] = {
        {"2026-12-01", "2026-12-09", ""},
        {"2026-12-01", "2026-12-10", "RolesConflict"},
        {"2026-12-12", "2026-12-13", "RolesConflict"},
        {"2026-12-01", "2026-12-31", "RolesConflict"},
        {"2026-12-20", "2026-12-31", "RolesConflict"},
        {"2026-12-21", "2026-12-31", ""},
    };
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        char parameters[192];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"auditor\","
                       "\"from\":\"%s\",\"until\":\"%s\"}",
                       terms[i].from, terms[i].until);
        assert_string_equal(grant(rig, parameters), terms[i].error);
    }
}

static void a_role_that_was_taken_before_it_began_stands_in_nobodys_way(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"coach\","
                                   "\"from\":\"2026-12-10\"}"),
                        "");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"coach\"}"),
                        "");
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"manager\","
                                   "\"from\":\"2026-11-01\"}"),
                        "");
}

/* Root and the daemon's own user are operators by their number, so no coach may have it. */
static void a_coach_does_not_come_by_operating_through_roots_number(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, ROOT);
    rig_do(rig, root, "org.kith.Person.Add",
           "{\"house\":\"maple\",\"handle\":\"eve\",\"name\":\"Eve\"}");
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"eve\",\"role\":\"coach\"}");
    look_refused(rig, root, "org.kith.Account.Add",
                 "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"eve\",\"uid\":0}",
                 "RolesConflict", "has", "coach");
    rig_do(rig, root, "org.kith.Account.Revoke",
           "{\"house\":\"maple\",\"person\":\"eve\",\"role\":\"coach\"}");
    rig_do(rig, root, "org.kith.Account.Add",
           "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"eve\",\"uid\":0}");
    look_refused(rig, root, "org.kith.Account.Grant",
                 "{\"house\":\"oak\",\"person\":\"maple/eve\",\"role\":\"coach\"}", "RolesConflict",
                 "has", "operator");
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"eve\",\"role\":\"manager\"}");
}

/* --- Reading roles -------------------------------------------------------------------------- */

static void ones_roles_are_told_newest_first_with_their_days(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                                   "\"from\":\"2026-11-01\",\"until\":\"2026-11-20\"}"),
                        "");
    assert_string_equal(grant(rig, "{\"house\":\"oak\",\"person\":\"maple/dan\",\"role\":"
                                   "\"alumnus\",\"from\":\"2026-12-01\"}"),
                        "");
    json_t *roles = get(rig, DAN, "org.kith.Account.Roles", NULL);
    assert_string_equal(look_row(roles, "terms", "role"), "alumnus member");
    assert_string_equal(look_row(roles, "terms", "house"), "oak maple");
    assert_string_equal(look_row(roles, "terms", "until"), "- 2026-11-20");
    assert_string_equal(look_text(roles, "terms.1.from"), "2026-11-01");
    json_decref(roles);
    /* The manager of maple is not told of oak. */
    roles = get(rig, MIKE, "org.kith.Account.Roles", "{\"person\":\"dan\"}");
    assert_string_equal(look_row(roles, "terms", "role"), "member");
    json_decref(roles);
    roles = get(rig, ROOT, "org.kith.Account.Roles", "{\"house\":\"maple\",\"person\":\"dan\"}");
    assert_string_equal(look_row(roles, "terms", "role"), "alumnus member");
    json_decref(roles);
}

static void who_is_given_or_loses_a_role_finds_it_on_the_record(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(grant(rig, "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"member\"}"),
                        "");
    assert_string_equal(take(rig, "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"member\"}"),
                        "");
    json_t *list = get(rig, ANN, "org.kith.Audit.List", "{\"limit\":2}");
    assert_string_equal(look_row(list, "entries", "what"), "Account.Revoke Account.Grant");
    assert_string_equal(look_text(list, "entries.0.on.0"), "ann");
    json_decref(list);
    assert_int_equal(look_record(rig, "select count(*) from event where kind = 'role-taken'"
                                      " and audience = 'person' and subject = 'member'"),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_role_holds_from_its_first_second_to_its_last),
        LOOK_TEST(a_roles_days_are_those_of_the_house),
        LOOK_TEST(a_role_without_dates_holds_at_once_and_until_it_is_taken),
        LOOK_TEST(a_person_named_with_their_house_names_it_for_the_call),
        LOOK_TEST(a_role_taken_before_it_began_never_begins),
        LOOK_TEST(taking_a_role_in_one_house_leaves_it_in_the_other),
        LOOK_TEST(a_last_day_before_the_first_is_impossible),
        LOOK_TEST(what_is_no_granted_role_cannot_be_granted),
        LOOK_TEST(a_resident_is_one_from_moving_in_to_moving_out),
        LOOK_TEST(what_one_is_changes_on_a_connection_that_stays),
        LOOK_TEST(a_manager_of_one_house_is_no_more_than_a_resident_in_another),
        LOOK_TEST(a_coach_takes_no_role_that_disciplines_and_the_other_way_round),
        LOOK_TEST(the_pair_is_allowed_in_two_houses_and_one_after_the_other),
        LOOK_TEST(terms_meet_from_before_within_and_around),
        LOOK_TEST(a_role_that_was_taken_before_it_began_stands_in_nobodys_way),
        LOOK_TEST(a_coach_does_not_come_by_operating_through_roots_number),
        LOOK_TEST(ones_roles_are_told_newest_first_with_their_days),
        LOOK_TEST(who_is_given_or_loses_a_role_finds_it_on_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
