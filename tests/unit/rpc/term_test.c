/* Terms of roles and offices: given once, and told as what they are by now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"
#include "tests/unit/rpc/watch.h"

/* --- Given once ------------------------------------------------------------------------------ */

/* Given twice, it would be there to be taken twice. */
static void a_role_is_not_given_again_while_it_holds(void **state)
{
    struct rig *rig = *state;
    static const char method[] = "org.kith.Account.Grant";
    struct peer *root = rig_peer(rig, ROOT);
    look_refused(rig, root, method,
                 "{\"house\":\"maple\",\"person\":\"mike\",\"role\":\"manager\"}", "Conflict",
                 "message",
                 "mike is manager already, from 27 November 2026 on. End that first, or name other"
                 " days.");
    rig_do(rig, root, method,
           "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
           "\"from\":\"2026-12-10\",\"until\":\"2026-12-20\"}");
    static const struct {
        const char *days;
        const char *error;
    } terms[] = {
        {"", "Conflict"},
        {",\"until\":\"2026-12-10\"", "Conflict"},
        {",\"from\":\"2026-12-20\"", "Conflict"},
        {",\"from\":\"2026-12-12\",\"until\":\"2026-12-13\"", "Conflict"},
        {",\"until\":\"2026-12-09\"", ""},
        {",\"from\":\"2026-12-21\"", ""},
    };
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"%s}",
                       terms[i].days);
        assert_string_equal(grant(rig, parameters), terms[i].error);
    }
    look_refused(rig, root, method,
                 "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                 "\"from\":\"2026-12-12\"}",
                 "Conflict", "message",
                 "dan is member already, from 21 December 2026 on. End that first, or name other"
                 " days.");
    /* Another role, another house and another person are something else. */
    must(rig, ROOT, method, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"alumnus\"}");
    must(rig, ROOT, method, "{\"house\":\"oak\",\"person\":\"maple/dan\",\"role\":\"member\"}");
    must(rig, ROOT, method, "{\"house\":\"maple\",\"person\":\"ben\",\"role\":\"member\"}");
    /* What was taken may be given again. */
    must(rig, ROOT, "org.kith.Account.Revoke",
         "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}");
    must(rig, ROOT, method, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}");
}

/* --- Told as what they are -------------------------------------------------------------------- */

static const char *facts_of(json_t *me, const char *topic)
{
    static char row[1024];
    size_t used = 0;
    const json_t *facts = look(me, "facts");
    row[0] = '\0';
    for (size_t i = 0; i < json_array_size(facts); i++) {
        const json_t *fact = json_array_get(facts, i);
        if (strcmp(look_text(fact, "topic"), topic) == 0)
            used += (size_t)snprintf(row + used, sizeof row - used, "%s%s", used ? " " : "",
                                     look_text(fact, "text"));
        assert_true(used < sizeof row);
    }
    json_decref(me);
    return row;
}

/* issue 2: "kith me: everything the house holds about me, in sentences" */
static void one_reads_of_terms_that_come_hold_and_have_ended(void **state)
{
    struct rig *rig = *state;
    static const struct {
        const char *role;
        const char *days;
    } terms[] = {
        {"auditor", ",\"from\":\"2026-12-01\""},
        {"alumnus", ",\"from\":\"2026-12-01\",\"until\":\"2026-12-03\""},
        {"courier", ""},
    };
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        char parameters[160];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"%s\"%s}", terms[i].role,
                       terms[i].days);
        must(rig, ROOT, "org.kith.Account.Grant", parameters);
    }
    assert_string_equal(facts_of(get(rig, ANN, "org.kith.Person.Me", NULL), "role"),
                        "You will be alumnus of maple from 1 December 2026 to 3 December 2026."
                        " You will be auditor of maple from 1 December 2026 on."
                        " You have been courier of maple since 27 November 2026.");
    must(rig, ROOT, "org.kith.Account.Revoke",
         "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"auditor\"}");
    rig->now.wall = DECEMBER + DAY;
    must(rig, ROOT, "org.kith.Account.Revoke",
         "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"courier\"}");
    assert_string_equal(facts_of(get(rig, ANN, "org.kith.Person.Me", NULL), "role"),
                        "You are alumnus of maple from 1 December 2026 to 3 December 2026."
                        " You were to be auditor of maple from 1 December 2026 on, but that was"
                        " withdrawn."
                        " You were courier of maple from 27 November 2026 to 1 December 2026.");
}

static void each_role_is_listed_with_what_it_is_now(void **state)
{
    struct rig *rig = *state;
    static const char member[] = "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}";
    static const char *const days[] = {
        ",\"from\":\"2026-11-01\",\"until\":\"2026-11-20\"",
        ",\"from\":\"2026-11-25\",\"until\":\"2026-11-28\"",
        ",\"from\":\"2026-12-01\"",
    };
    for (size_t i = 0; i < 3; i++) {
        char parameters[160];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"%s}", days[i]);
        must(rig, ROOT, "org.kith.Account.Grant", parameters);
    }
    json_t *roles = get(rig, DAN, "org.kith.Account.Roles", NULL);
    assert_string_equal(look_row(roles, "terms", "state"), "coming current ended");
    json_decref(roles);
    must(rig, ROOT, "org.kith.Account.Revoke", member);
    roles = get(rig, DAN, "org.kith.Account.Roles", NULL);
    assert_string_equal(look_row(roles, "terms", "state"), "withdrawn ended ended");
    assert_string_equal(look_row(roles, "terms", "from"), "2026-12-01 2026-11-25 2026-11-01");
    assert_string_equal(look_row(roles, "terms", "until"), "- 2026-11-27 2026-11-20");
    json_decref(roles);
}

static struct peer *watcher(struct rig *rig, uid_t uid)
{
    struct peer *peer = rig_peer(rig, uid);
    watch(rig, peer, NULL);
    (void)heard(peer);
    return peer;
}

static void what_begins_later_is_told_with_its_first_day(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = watcher(rig, ANN);
    static const char grant_member[] = "{\"house\":\"maple\",\"person\":\"ann\",\"role\":"
                                       "\"member\",\"from\":\"2026-12-01\"}";
    static const char member[] = "{\"house\":\"maple\",\"person\":\"ann\",\"role\":\"member\"}";
    must(rig, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"president\",\"person\":\"ann\",\"from\":\"2026-12-01\"}");
    assert_string_equal(heard(ann), "ann becomes president on 1 December 2026.");
    must(rig, MIKE, "org.kith.Office.Appoint", "{\"office\":\"treasurer\",\"person\":\"ann\"}");
    assert_string_equal(heard(ann), "ann is treasurer now.");
    must(rig, ROOT, "org.kith.Account.Grant", grant_member);
    assert_string_equal(heard(ann), "ann becomes member on 1 December 2026.");
    must(rig, ROOT, "org.kith.Account.Revoke", member);
    assert_string_equal(heard(ann), "ann does not become member after all.");
    must(rig, ROOT, "org.kith.Account.Grant", member);
    assert_string_equal(heard(ann), "ann is member now.");
    must(rig, ROOT, "org.kith.Account.Revoke", member);
    assert_string_equal(heard(ann), "ann is no longer member.");
    /* What is only put down later is no news. */
    must(rig, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"secretary\",\"person\":\"ann\",\"from\":\"2026-11-01\","
         "\"until\":\"2026-11-05\"}");
    assert_null(heard(ann));
}

/* An office that somebody else holds is not without an officer because its next one leaves. */
static void who_leaves_before_an_office_begins_never_comes_to_it(void **state)
{
    struct rig *rig = *state;
    struct peer *ben = watcher(rig, BEN);
    must(rig, MIKE, "org.kith.Office.Appoint", "{\"office\":\"president\",\"person\":\"ben\"}");
    must(rig, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"president\",\"person\":\"ann\",\"from\":\"2026-12-01\"}");
    must(rig, MIKE, "org.kith.Office.Appoint", "{\"office\":\"treasurer\",\"person\":\"ann\"}");
    (void)heard(ben);
    must(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"ann\"}");
    assert_string_equal(heard(ben), "ann moved out. ann does not become president after all."
                                    " Nobody is treasurer any more.");
    json_t *list = get(rig, MIKE, "org.kith.Office.List", NULL);
    assert_string_equal(look_row(list, "terms", "person"), "ben");
    assert_string_equal(look_row(list, "terms", "state"), "current");
    json_decref(list);
    list = get(rig, MIKE, "org.kith.Office.List", "{\"ended\":true}");
    assert_string_equal(look_row(list, "terms", "person"), "ann ben ann");
    assert_string_equal(look_row(list, "terms", "state"), "withdrawn current withdrawn");
    json_decref(list);
}

/* Nobody was president, so nobody is not any more. */
static void the_house_hears_who_does_not_come_to_an_office(void **state)
{
    struct rig *rig = *state;
    struct peer *ben = watcher(rig, BEN);
    must(rig, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"president\",\"person\":\"ann\",\"from\":\"2026-12-10\"}");
    (void)heard(ben);
    must(rig, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"president\",\"person\":\"cat\",\"from\":\"2026-12-01\"}");
    assert_string_equal(heard(ben), "ann does not become president after all."
                                    " cat becomes president on 1 December 2026.");
    /* She still does, only sooner. */
    must(rig, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"president\",\"person\":\"cat\",\"from\":\"2026-11-30\"}");
    assert_string_equal(heard(ben), "cat becomes president on 30 November 2026.");
    must(rig, MIKE, "org.kith.Office.End", "{\"office\":\"president\"}");
    assert_string_equal(heard(ben), "cat does not become president after all.");
    must(rig, MIKE, "org.kith.Office.Appoint",
         "{\"office\":\"president\",\"person\":\"ann\",\"from\":\"2026-11-01\"}");
    assert_string_equal(heard(ben), "ann is president now.");
    must(rig, MIKE, "org.kith.Office.End", "{\"office\":\"president\"}");
    assert_string_equal(heard(ben), "Nobody is president any more.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_role_is_not_given_again_while_it_holds),
        LOOK_TEST(one_reads_of_terms_that_come_hold_and_have_ended),
        LOOK_TEST(each_role_is_listed_with_what_it_is_now),
        LOOK_TEST(what_begins_later_is_told_with_its_first_day),
        LOOK_TEST(the_house_hears_who_does_not_come_to_an_office),
        LOOK_TEST(who_leaves_before_an_office_begins_never_comes_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
