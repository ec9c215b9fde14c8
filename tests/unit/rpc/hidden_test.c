/* What one may not know reads exactly like what is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"

enum { ALUMNUS = 4001 };

/* Besides the furnished house: anna has left, alba is an alumna, ben coordinates the chores. */
static int set_up(void **state)
{
    struct rig *rig = rig_new();
    rig_furnish(rig);
    struct peer *root = rig_peer(rig, ROOT);
    struct peer *mike = rig_peer(rig, MIKE);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"anna\",\"name\":\"Anna\"}");
    rig_do(rig, mike, "org.kith.Person.Admit", "{\"person\":\"anna\",\"on\":\"2026-01-01\"}");
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"anna\",\"on\":\"2026-02-01\"}");
    rig_do(rig, mike, "org.kith.Office.Appoint", "{\"office\":\"coordinator\",\"person\":\"ben\"}");
    rig_do(rig, root, "org.kith.Person.Add",
           "{\"house\":\"maple\",\"handle\":\"alba\",\"name\":\"A\"}");
    rig_do(rig, root, "org.kith.Account.Add",
           "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"alba\",\"uid\":4001}");
    rig_do(rig, root, "org.kith.Account.Grant",
           "{\"house\":\"maple\",\"person\":\"alba\",\"role\":\"alumnus\"}");
    peer_free(root);
    peer_free(mike);
    *state = rig;
    return 0;
}

/* The refusal's whole text, with '*' for the name that was given. `format` has one %s for it. */
static char *refusal(struct rig *rig, uid_t uid, const char *method, const char *format,
                     const char *name)
{
    char parameters[256];
    const char *hole = strstr(format, "%s");
    (void)snprintf(parameters, sizeof parameters, "%.*s%s%s", (int)(hole - format), format, name,
                   hole + 2);
    struct peer *peer = rig_peer(rig, uid);
    json_t *reply = rig_call(rig, peer, method, parameters);
    peer_free(peer);
    assert_non_null(reply);
    assert_non_null(json_object_get(reply, "error"));
    char *text = json_dumps(reply, JSON_SORT_KEYS);
    json_decref(reply);
    assert_non_null(text);
    for (char *at; (at = strstr(text, name));) {
        *at = '*';
        memmove(at + 1, at + strlen(name), strlen(at + strlen(name)) + 1);
    }
    return text;
}

static void assert_alike(struct rig *rig, uid_t uid, const char *method, const char *format,
                         const char *hidden, const char *absent)
{
    char *one = refusal(rig, uid, method, format, hidden);
    char *other = refusal(rig, uid, method, format, absent);
    if (strcmp(one, other) != 0)
        fail_msg("%s by %u:\n%s is told\n%s\nand %s\n%s", method, (unsigned)uid, hidden, one,
                 absent, other);
    assert_non_null(strstr(one, "org.kith.Server.NotFound"));
    free(one);
    free(other);
}

static const char *nearest(struct rig *rig, uid_t uid, const char *method, const char *parameters)
{
    static char name[64];
    struct peer *peer = rig_peer(rig, uid);
    json_t *reply = rig_call(rig, peer, method, parameters);
    peer_free(peer);
    assert_string_equal(look_text(reply, "error"), "org.kith.Server.NotFound");
    (void)snprintf(name, sizeof name, "%s", look_text(reply, "parameters.nearest"));
    json_decref(reply);
    return name;
}

/* --- Houses --------------------------------------------------------------------------------- */

/* design 3: ""Not there" and "you may not know" are the same NotFound" */
static void a_house_one_may_not_see_reads_like_none(void **state)
{
    struct rig *rig = *state;
    static const uid_t callers[] = {STRANGER, ANN, MIKE, BEN, DAN, KIOSK, ALUMNUS};
    static const char *const methods[][2] = {
        {"org.kith.House.Show", "{\"house\":\"%s\"}"},
        {"org.kith.House.Change", "{\"house\":\"%s\",\"name\":\"X\"}"},
        {"org.kith.Person.List", "{\"house\":\"%s\"}"},
        {"org.kith.Person.Show", "{\"house\":\"%s\",\"person\":\"olga\"}"},
        {"org.kith.Person.Show", "{\"person\":\"%s/olga\"}"},
        {"org.kith.Account.Roles", "{\"person\":\"%s/olga\"}"},
        {"org.kith.Account.SetPin", "{\"person\":\"%s/olga\",\"pin\":\"471147\"}"},
        {"org.kith.Account.Add", "{\"kind\":\"kiosk\",\"house\":\"%s\",\"uid\":5000}"},
        {"org.kith.Office.List", "{\"house\":\"%s\"}"},
        {"org.kith.Import.Begin", "{\"house\":\"%s\",\"kind\":\"roster\"}"},
        {"org.kith.Audit.List", "{\"house\":\"%s\"}"},
        {"org.kith.Chore.List", "{\"house\":\"%s\"}"},
        {"org.kith.Chore.Done", "{\"house\":\"%s\",\"chore\":\"dishes\"}"},
    };
    for (size_t c = 0; c < sizeof callers / sizeof *callers; c++)
        for (size_t m = 0; m < sizeof methods / sizeof *methods; m++)
            assert_alike(rig, callers[c], methods[m][0], methods[m][1], "oak", "elm");
}

static void no_name_of_a_hidden_house_is_offered(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(nearest(rig, ANN, "org.kith.House.Show", "{\"house\":\"maplee\"}"),
                        "maple");
    assert_string_equal(nearest(rig, ANN, "org.kith.House.Show", "{\"house\":\"oakk\"}"), "");
    assert_string_equal(nearest(rig, STRANGER, "org.kith.House.Show", "{\"house\":\"maplee\"}"),
                        "");
}

static void a_stranger_is_told_of_no_house_at_all(void **state)
{
    struct rig *rig = *state;
    struct peer *stranger = rig_peer(rig, STRANGER);
    json_t *hello = rig_must(rig, stranger, "org.kith.Server.Hello", NULL);
    json_t *list = rig_must(rig, stranger, "org.kith.House.List", NULL);
    json_t *needed = rig_call(rig, stranger, "org.kith.Chore.List", NULL);
    assert_string_equal(look_text(hello, "account"), "none");
    assert_string_equal(look_text(hello, "zone"), "UTC");
    assert_int_equal(look_count(hello, "houses"), 0);
    assert_int_equal(look_count(hello, "roles"), 0);
    assert_int_equal(look_count(list, "houses"), 0);
    assert_string_equal(look_text(needed, "error"), "org.kith.Server.HouseNeeded");
    assert_int_equal(look_count(needed, "parameters.houses"), 0);
    json_decref(hello);
    json_decref(list);
    json_decref(needed);
}

/* --- People --------------------------------------------------------------------------------- */

/* A resident is not told who has lived here before, by no way of asking. */
static void somebody_who_has_left_reads_to_residents_like_nobody(void **state)
{
    struct rig *rig = *state;
    static const char *const methods[][2] = {
        {"org.kith.Person.Show", "{\"person\":\"%s\"}"},
        {"org.kith.Person.Contact", "{\"person\":\"%s\"}"},
        {"org.kith.Person.Leave", "{\"person\":\"%s\"}"},
        {"org.kith.Person.Admit", "{\"person\":\"%s\"}"},
        {"org.kith.Account.Roles", "{\"person\":\"%s\"}"},
        {"org.kith.Account.SetPin", "{\"person\":\"%s\",\"pin\":\"471147\"}"},
        {"org.kith.Chore.Week", "{\"person\":\"%s\"}"},
        {"org.kith.Chore.Done", "{\"chore\":\"dishes\",\"person\":\"%s\"}"},
        {"org.kith.Chore.Undo", "{\"chore\":\"dishes\",\"person\":\"%s\"}"},
        {"org.kith.Person.Show", "{\"person\":\"maple/%s\"}"},
        {"org.kith.Chore.Week", "{\"person\":\"maple/%s\"}"},
    };
    for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
        assert_alike(rig, ANN, methods[m][0], methods[m][1], "anna", "anno");
        assert_alike(rig, BEN, methods[m][0], methods[m][1], "anna", "anno");
    }
}

/* Nor by lists in which they stand: a week shows that somebody did it, and to managers who. */
static void a_list_names_those_who_have_left_only_to_who_may_know_of_them(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, ANN);
    struct peer *mike = rig_peer(rig, MIKE);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"trash\",\"person\":\"ben\"}");
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, mike, "org.kith.Person.Leave", "{\"person\":\"ben\"}");
    json_t *hers = rig_must(rig, ann, "org.kith.Chore.Week", NULL);
    json_t *his = rig_must(rig, mike, "org.kith.Chore.Week", NULL);
    assert_int_equal(look_count(hers, "assignments"), 2);
    assert_string_equal(look_text(his, "assignments.0.person"), "ben");
    assert_string_equal(look_text(his, "assignments.1.person"), "ann");
    assert_null(look(hers, "assignments.0.person"));
    assert_string_equal(look_text(hers, "assignments.1.person"), "ann");
    json_decref(hers);
    json_decref(his);
    hers = rig_must(rig, ann, "org.kith.Office.List", "{\"ended\":true}");
    his = rig_must(rig, mike, "org.kith.Office.List", "{\"ended\":true}");
    assert_string_equal(look_text(hers, "terms.0.office"), "coordinator");
    assert_null(look(hers, "terms.0.person"));
    assert_string_equal(look_text(his, "terms.0.person"), "ben");
    json_decref(hers);
    json_decref(his);
}

/* A person named beside the target is looked up by the same rule. */
static void a_coordinator_cannot_tell_who_has_left_by_giving_them_chores(void **state)
{
    struct rig *rig = *state;
    assert_alike(rig, BEN, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"%s\"}",
                 "anna", "anno");
    assert_alike(rig, BEN, "org.kith.Chore.Assign",
                 "{\"chore\":\"dishes\",\"person\":\"maple/%s\"}", "anna", "anno");
    assert_string_equal(
        attempt(rig, MIKE, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"anna\"}"),
        "NotHere");
}

static void to_an_alumnus_nobody_is_there(void **state)
{
    struct rig *rig = *state;
    assert_alike(rig, ALUMNUS, "org.kith.Person.Show", "{\"person\":\"%s\"}", "ben", "box");
    assert_alike(rig, ALUMNUS, "org.kith.Chore.Week", "{\"person\":\"%s\"}", "anna", "box");
    assert_string_equal(attempt(rig, ALUMNUS, "org.kith.Person.List", NULL), "PermissionDenied");
}

/* design 4: ""nearest" only from what the caller may list" */
static void no_name_of_a_hidden_person_is_offered(void **state)
{
    struct rig *rig = *state;
    static const char asked[] = "{\"person\":\"annna\"}";
    assert_string_equal(nearest(rig, MIKE, "org.kith.Person.Show", asked), "anna");
    assert_string_equal(nearest(rig, ANN, "org.kith.Person.Show", asked), "ann");
    assert_string_equal(nearest(rig, ANN, "org.kith.Person.Show", "{\"person\":\"danx\"}"), "");
    assert_string_equal(nearest(rig, ALUMNUS, "org.kith.Person.Show", asked), "");
}

static void one_is_always_there_to_oneself(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(attempt(rig, DAN, "org.kith.Person.Show", NULL), "");
    assert_string_equal(attempt(rig, DAN, "org.kith.Person.Show", "{\"person\":\"dan\"}"), "");
    assert_string_equal(attempt(rig, DAN, "org.kith.Person.Show", "{\"person\":\"maple/dan\"}"),
                        "");
    assert_string_equal(attempt(rig, DAN, "org.kith.Chore.Done", "{\"chore\":\"dishes\"}"),
                        "PermissionDenied");
    assert_string_equal(attempt(rig, DAN, "org.kith.Person.Leave", "{\"person\":\"dan\"}"),
                        "PermissionDenied");
}

/* Many a manager has lived in the house before. */
static void who_left_and_holds_a_role_again_is_of_the_house(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(attempt(rig, ANN, "org.kith.Chore.Week", "{\"person\":\"dan\"}"),
                        "NotFound");
    assert_string_equal(attempt(rig, ROOT, "org.kith.Account.Grant",
                                "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"manager\","
                                "\"until\":\"2026-11-27\"}"),
                        "");
    assert_string_equal(attempt(rig, ANN, "org.kith.Chore.Week", "{\"person\":\"dan\"}"), "");
    assert_string_equal(attempt(rig, ROOT, "org.kith.Account.SetPin",
                                "{\"house\":\"maple\",\"person\":\"dan\",\"pin\":\"471147\"}"),
                        "");
    rig->now.wall += 86400;
    assert_string_equal(attempt(rig, ANN, "org.kith.Chore.Week", "{\"person\":\"dan\"}"),
                        "NotFound");
}

/* --- Chores --------------------------------------------------------------------------------- */

static void a_chore_of_another_house_reads_like_none(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, OLGA), "org.kith.Chore.Add",
           "{\"handle\":\"dishing\",\"name\":\"Dish\"}");
    assert_alike(rig, ANN, "org.kith.Chore.Done", "{\"chore\":\"%s\"}", "dishing", "dishong");
    assert_alike(rig, MIKE, "org.kith.Chore.Assign", "{\"chore\":\"%s\",\"person\":\"ann\"}",
                 "dishing", "dishong");
    assert_string_equal(nearest(rig, ANN, "org.kith.Chore.Done", "{\"chore\":\"dishs\"}"),
                        "dishes");
}

static void what_is_denied_is_said_to_be_denied_where_one_may_know_of_it(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(attempt(rig, ANN, "org.kith.Person.Show", "{\"person\":\"ben\"}"),
                        "PermissionDenied");
    assert_string_equal(
        attempt(rig, ANN, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"person\":\"ben\"}"),
        "PermissionDenied");
    assert_string_equal(attempt(rig, ANN, "org.kith.House.Change", "{\"name\":\"X\"}"),
                        "PermissionDenied");
    assert_string_equal(attempt(rig, ANN, "org.kith.Account.List", NULL), "PermissionDenied");
}

#define HIDDEN_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, look_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HIDDEN_TEST(a_house_one_may_not_see_reads_like_none),
        HIDDEN_TEST(no_name_of_a_hidden_house_is_offered),
        HIDDEN_TEST(a_stranger_is_told_of_no_house_at_all),
        HIDDEN_TEST(somebody_who_has_left_reads_to_residents_like_nobody),
        HIDDEN_TEST(a_list_names_those_who_have_left_only_to_who_may_know_of_them),
        HIDDEN_TEST(a_coordinator_cannot_tell_who_has_left_by_giving_them_chores),
        HIDDEN_TEST(to_an_alumnus_nobody_is_there),
        HIDDEN_TEST(no_name_of_a_hidden_person_is_offered),
        HIDDEN_TEST(one_is_always_there_to_oneself),
        HIDDEN_TEST(who_left_and_holds_a_role_again_is_of_the_house),
        HIDDEN_TEST(a_chore_of_another_house_reads_like_none),
        HIDDEN_TEST(what_is_denied_is_said_to_be_denied_where_one_may_know_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
