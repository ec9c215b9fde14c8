/* Who may call: accounts, and who makes and ends them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"

/* --- Who is calling ------------------------------------------------------------------------- */

/* issue 2: "First start: root and the daemon's own uid are operators, nobody else is anything" */
static void root_and_the_daemons_own_user_are_operators_and_nobody_else(void **state)
{
    struct rig *rig = rig_new();
    (void)state;
    uid_t self = geteuid();
    uid_t own = self == 0 ? 4242 : self;
    assert_string_equal(roles_of(rig, ROOT), "operator");
    if (self == 0) {
        assert_string_equal(roles_of(rig, own), "");
        assert_int_equal(seteuid(own), 0);
    }
    assert_string_equal(roles_of(rig, own), "operator");
    assert_string_equal(attempt(rig, own, "org.kith.Account.List", NULL), "");
    assert_string_equal(roles_of(rig, own + 1), "");
    assert_string_equal(attempt(rig, own + 1, "org.kith.Account.List", NULL), "PermissionDenied");
    assert_int_equal(seteuid(self), 0);
    rig_free(rig);
}

/* issue 2: "Peer credentials at accept name the account (uid)" */
static void the_uid_names_the_account(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *account;
        const char *person;
        const char *roles;
    } known[] = {
        {ROOT, "none", "", "operator"},     {MIKE, "person", "mike", "manager"},
        {ANN, "person", "ann", "resident"}, {DAN, "person", "dan", ""},
        {KIOSK, "kiosk", "", "kiosk"},      {STRANGER, "none", "", ""},
        {4294967294U, "none", "", ""},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        json_t *hello = get(rig, known[i].uid, "org.kith.Server.Hello", NULL);
        assert_string_equal(look_text(hello, "account"), known[i].account);
        assert_string_equal(look_text(hello, "person"), known[i].person);
        assert_string_equal(look_row(hello, "roles", NULL), known[i].roles);
        json_decref(hello);
    }
}

/* --- Adding and ending accounts ------------------------------------------------------------- */

static void a_user_has_one_account_and_a_person_one(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, ROOT);
    rig_do(rig, root, "org.kith.Person.Add",
           "{\"house\":\"maple\",\"handle\":\"eve\",\"name\":\"Eve\"}");
    look_refused(rig, root, "org.kith.Account.Add",
                 "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"eve\",\"uid\":1002}",
                 "UidTaken", "message", "User 1002 has an account already.");
    look_refused(rig, root, "org.kith.Account.Add",
                 "{\"kind\":\"kiosk\",\"house\":\"oak\",\"uid\":1100}", "UidTaken", "message",
                 "User 1100 has an account already.");
    look_refused(rig, root, "org.kith.Account.Add", "{\"kind\":\"operator\",\"uid\":1002}",
                 "UidTaken", "message", "User 1002 has an account already.");
    look_refused(rig, root, "org.kith.Account.Add",
                 "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"ann\",\"uid\":2002}",
                 "Conflict", "message", "They have an account already.");
    look_refused(rig, root, "org.kith.Account.Add",
                 "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"ann\"}", "Conflict", "kind",
                 "account");
    rig_do(rig, root, "org.kith.Account.Add",
           "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"eve\",\"uid\":2002}");
}

static void parts_that_do_not_fit_the_kind_are_refused(void **state)
{
    struct rig *rig = *state;
    static const char *const wrong[] = {
        "{\"kind\":\"person\",\"house\":\"maple\",\"uid\":5000}",
        "{\"kind\":\"kiosk\",\"house\":\"maple\"}",
        "{\"kind\":\"kiosk\",\"house\":\"maple\",\"person\":\"cat\",\"uid\":5000}",
        "{\"kind\":\"operator\"}",
        "{\"kind\":\"operator\",\"person\":\"cat\",\"uid\":5000}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(attempt(rig, ROOT, "org.kith.Account.Add", wrong[i]), "KindMismatch");
    assert_string_equal(
        attempt(rig, ROOT, "org.kith.Account.Add", "{\"kind\":\"landlord\",\"uid\":5000}"),
        "InvalidParameter");
    assert_string_equal(
        attempt(rig, ROOT, "org.kith.Account.Add", "{\"kind\":\"operator\",\"uid\":4294967295}"),
        "InvalidParameter");
    assert_string_equal(attempt(rig, ROOT, "org.kith.Account.Add", "{\"kind\":\"kiosk\"}"),
                        "HouseNeeded");
}

/* issue 2: "`kith account add|list|disable|roles`"; the interface of Disable: "Its connections may
 * do nothing from the next call on." */
static void a_disabled_account_is_nobody_from_the_next_call_on(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, ANN);
    struct peer *root = rig_peer(rig, ROOT);
    assert_string_equal(rig_try(rig, ann, "org.kith.Chore.List", NULL), "");
    int64_t id = look_record(rig, "select id from account where uid = 1002");
    char parameters[64];
    (void)snprintf(parameters, sizeof parameters, "{\"accountId\":%lld}", (long long)id);
    rig_do(rig, root, "org.kith.Account.Disable", parameters);
    assert_string_equal(rig_try(rig, ann, "org.kith.Chore.List", NULL), "HouseNeeded");
    assert_string_equal(rig_try(rig, ann, "org.kith.Person.Me", NULL), "PermissionDenied");
    assert_string_equal(roles_of(rig, ANN), "");
    assert_string_equal(rig_try(rig, root, "org.kith.Account.Disable", parameters), "NotFound");
    /* Her number and she are free for another account. */
    rig_do(rig, root, "org.kith.Account.Add",
           "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"ann\",\"uid\":1002}");
    assert_string_equal(rig_try(rig, ann, "org.kith.Chore.List", NULL), "");
}

/* --- Operators of one house ----------------------------------------------------------------- */

static void make_house_operator(struct rig *rig)
{
    assert_string_equal(
        grant(rig, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"operator\"}"), "");
    assert_string_equal(roles_of(rig, DAN), "operator");
}

static void an_operator_of_one_house_makes_no_operator_of_all(void **state)
{
    struct rig *rig = *state;
    make_house_operator(rig);
    static const char *const tries[] = {
        "{\"kind\":\"operator\",\"uid\":5000}",
        "{\"kind\":\"operator\",\"house\":\"maple\",\"uid\":5000}",
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        assert_string_equal(attempt(rig, DAN, "org.kith.Account.Add", tries[i]),
                            "PermissionDenied");
        assert_string_equal(attempt(rig, MIKE, "org.kith.Account.Add", tries[i]),
                            "PermissionDenied");
        assert_string_equal(attempt(rig, ANN, "org.kith.Account.Add", tries[i]),
                            "PermissionDenied");
    }
    assert_int_equal(look_record(rig, "select count(*) from account where kind = 'operator'"), 0);
    assert_string_equal(attempt(rig, ROOT, "org.kith.Account.Add", tries[1]), "");
    assert_int_equal(look_record(rig, "select count(*) from account where kind = 'operator'"
                                      " and house is null and person is null"),
                     1);
    assert_string_equal(attempt(rig, 5000, "org.kith.House.Add",
                                "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"Europe/Rome\"}"),
                        "");
}

static void an_operator_of_one_house_runs_accounts_there_alone(void **state)
{
    struct rig *rig = *state;
    make_house_operator(rig);
    must(rig, DAN, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve\"}");
    must(rig, DAN, "org.kith.Account.Add", "{\"kind\":\"person\",\"person\":\"eve\",\"uid\":5001}");
    must(rig, DAN, "org.kith.Account.Add", "{\"kind\":\"kiosk\",\"uid\":5002}");
    must(rig, DAN, "org.kith.Account.Grant", "{\"person\":\"eve\",\"role\":\"operator\"}");
    assert_string_equal(attempt(rig, DAN, "org.kith.Account.Add",
                                "{\"kind\":\"kiosk\",\"house\":\"oak\",\"uid\":5003}"),
                        "NotFound");
    assert_string_equal(attempt(rig, DAN, "org.kith.Account.Grant",
                                "{\"house\":\"oak\",\"person\":\"dan\",\"role\":\"manager\"}"),
                        "NotFound");
    assert_string_equal(
        attempt(rig, 5001, "org.kith.Account.Add", "{\"kind\":\"operator\",\"uid\":5004}"),
        "PermissionDenied");
}

/* Living in oak, they see its people; that is no way to become one of them. */
static void nobody_is_given_an_account_by_an_operator_of_another_house(void **state)
{
    struct rig *rig = *state;
    must(rig, OLGA, "org.kith.Person.Add", "{\"handle\":\"boss\",\"name\":\"The boss\"}");
    must(rig, OLGA, "org.kith.Person.Add", "{\"handle\":\"oda\",\"name\":\"Oda\"}");
    must(rig, OLGA, "org.kith.Person.Admit", "{\"person\":\"oda\"}");
    must(rig, ROOT, "org.kith.Account.Add",
         "{\"kind\":\"person\",\"house\":\"oak\",\"person\":\"oda\",\"uid\":5000}");
    assert_string_equal(
        grant(rig, "{\"house\":\"maple\",\"person\":\"oak/oda\",\"role\":\"operator\"}"), "");
    assert_string_equal(
        attempt(rig, 5000, "org.kith.Account.Add",
                "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"oak/boss\",\"uid\":5001}"),
        "NotFound");
    assert_string_equal(
        attempt(rig, ROOT, "org.kith.Account.Add",
                "{\"kind\":\"person\",\"house\":\"oak\",\"person\":\"oak/boss\",\"uid\":5001}"),
        "");
}

/* --- Lists ---------------------------------------------------------------------------------- */

/* design 4: "the cursor is the sort key, so inserts never shift a page" */
static void accounts_are_listed_page_by_page_each_once(void **state)
{
    struct rig *rig = *state;
    struct peer *root = rig_peer(rig, ROOT);
    char parameters[64] = "{\"limit\":3}";
    int64_t last = 0;
    size_t seen = 0;
    for (bool more = true; more;) {
        json_t *page = rig_must(rig, root, "org.kith.Account.List", parameters);
        size_t count = look_count(page, "accounts");
        assert_in_range(count, 1, 3);
        for (size_t i = 0; i < count; i++) {
            int64_t id = json_integer_value(
                json_object_get(json_array_get(look(page, "accounts"), i), "accountId"));
            assert_true(id > last);
            last = id;
        }
        seen += count;
        const char *next = look_text(page, "next");
        more = *next;
        (void)snprintf(parameters, sizeof parameters, "{\"limit\":3,\"after\":\"%s\"}", next);
        json_decref(page);
    }
    assert_int_equal(seen, 8);
    json_t *exact = rig_must(rig, root, "org.kith.Account.List", "{\"limit\":8}");
    assert_int_equal(look_count(exact, "accounts"), 8);
    assert_null(look(exact, "next"));
    json_decref(exact);
}

static void a_list_says_what_each_account_is(void **state)
{
    struct rig *rig = *state;
    must(rig, ANN, "org.kith.Account.SetPin", "{\"pin\":\"471147\"}");
    json_t *list = get(rig, ROOT, "org.kith.Account.List", NULL);
    assert_string_equal(look_row(list, "accounts", "person"), "mike ann ben cat dan opal olga -");
    assert_string_equal(look_row(list, "accounts", "house"),
                        "maple maple maple maple maple maple oak maple");
    assert_string_equal(look_text(list, "accounts.7.kind"), "kiosk");
    assert_int_equal(look_int(list, "accounts.7.uid"), KIOSK);
    assert_true(json_is_true(look(list, "accounts.1.pin")));
    assert_true(json_is_false(look(list, "accounts.2.pin")));
    assert_true(json_is_false(look(list, "accounts.1.disabled")));
    json_decref(list);
    must(rig, ROOT, "org.kith.Account.Disable", "{\"accountId\":2}");
    list = get(rig, ROOT, "org.kith.Account.List", NULL);
    assert_string_equal(look_text(list, "accounts.1.person"), "ann");
    assert_true(json_is_true(look(list, "accounts.1.disabled")));
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(root_and_the_daemons_own_user_are_operators_and_nobody_else),
        LOOK_TEST(the_uid_names_the_account),
        LOOK_TEST(a_user_has_one_account_and_a_person_one),
        LOOK_TEST(parts_that_do_not_fit_the_kind_are_refused),
        LOOK_TEST(a_disabled_account_is_nobody_from_the_next_call_on),
        LOOK_TEST(an_operator_of_one_house_makes_no_operator_of_all),
        LOOK_TEST(an_operator_of_one_house_runs_accounts_there_alone),
        LOOK_TEST(nobody_is_given_an_account_by_an_operator_of_another_house),
        LOOK_TEST(accounts_are_listed_page_by_page_each_once),
        LOOK_TEST(a_list_says_what_each_account_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
