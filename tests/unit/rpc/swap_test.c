/* org.kith.Swap: one's chore of one day is offered, and another takes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"
#include "tests/unit/rpc/watch.h"

enum { HOUR = 3600 };

#define DISHES   "{\"chore\":\"dishes\"}"
#define TO_BEN   "{\"chore\":\"dishes\",\"to\":\"ben\"}"
#define FROM_ANN "{\"chore\":\"dishes\",\"from\":\"ann\"}"
#define FROM_BEN "{\"chore\":\"dishes\",\"from\":\"ben\"}"
#define ANNS     "{\"chore\":\"dishes\",\"person\":\"ann\"}"
#define TODAY    "2026-11-27"
#define TOMORROW "2026-11-28"

static void give(struct rig *rig, const char *person, const char *days)
{
    char parameters[256];
    (void)snprintf(parameters, sizeof parameters,
                   "{\"chore\":\"dishes\",\"person\":\"%s\",\"on\":[%s]}", person, days);
    must(rig, MIKE, "org.kith.Chore.Assign", parameters);
}

static void act(struct rig *rig, uid_t uid, const char *verb, const char *parameters)
{
    char method[48];
    (void)snprintf(method, sizeof method, "org.kith.Swap.%s", verb);
    must(rig, uid, method, parameters);
}

static void refused(struct rig *rig, uid_t uid, const char *verb, const char *parameters,
                    const char *error, const char *message)
{
    char method[48];
    struct peer *peer = rig_peer(rig, uid);
    (void)snprintf(method, sizeof method, "org.kith.Swap.%s", verb);
    look_refused(rig, peer, method, parameters, error, "message", message);
    peer_free(peer);
}

/* The chores that somebody reads to be on offer. */
static const char *offers(struct rig *rig, uid_t uid, const char *member)
{
    json_t *list = get(rig, uid, "org.kith.Swap.List", NULL);
    const char *row = look_row(list, "offers", member);
    json_decref(list);
    return row;
}

/* Who has dishes in this week, and who had them first. */
static void assert_week(struct rig *rig, const char *people, const char *first)
{
    json_t *week = get(rig, MIKE, "org.kith.Chore.Week", NULL);
    assert_string_equal(look_row(week, "assignments", "person"), people);
    assert_string_equal(look_row(week, "assignments", "first"), first);
    json_decref(week);
}

/* --- Offered and taken ------------------------------------------------------------------------ */

/* issue 3: "Swaps: offered to one or to all, accepted, recorded with who had it first." */
static void what_is_offered_to_one_is_theirs_when_they_take_it(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    json_t *offered = get(rig, ANN, "org.kith.Swap.Offer", TO_BEN);
    assert_string_equal(look_text(offered, "on"), TODAY);
    assert_string_equal(look_text(offered, "dueAt"), "2026-11-27T21:00:00-05:00");
    json_decref(offered);
    assert_week(rig, "ann", "-");
    refused(rig, CAT, "Accept", FROM_ANN, "NothingOffered",
            "ann has no dishes on offer for you. `kith swap list` shows what there is.");
    json_t *accepted = get(rig, BEN, "org.kith.Swap.Accept", FROM_ANN);
    assert_int_equal(look_int(accepted, "assignmentId"), 1);
    assert_string_equal(look_text(accepted, "on"), TODAY);
    assert_string_equal(look_text(accepted, "dueAt"), "2026-11-27T21:00:00-05:00");
    json_decref(accepted);
    assert_week(rig, "ben", "ann");
    assert_int_equal(look_record(rig, "select is_agreed + 10 * (lapses_at = due_at + 3600) +"
                                      " 100 * fair_effort from assignment"),
                     111);
    assert_string_equal(attempt(rig, ANN, "org.kith.Chore.Done", DISHES), "NothingOpen");
    must(rig, BEN, "org.kith.Chore.Done", DISHES);
    assert_week(rig, "ben", "ann");
}

static void what_is_offered_to_all_is_taken_by_whoever_is_first(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", DISHES);
    act(rig, CAT, "Accept", FROM_ANN);
    assert_week(rig, "cat", "ann");
    refused(rig, BEN, "Accept", FROM_ANN, "Taken",
            "Somebody else has taken dishes of 2026-11-27 already.");
    assert_string_equal(offers(rig, MIKE, "chore"), "");
}

/* issue 3, the defects: "swap loses who was originally responsible" */
static void a_swap_keeps_who_was_originally_responsible(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    rig->now.wall += 60;
    act(rig, BEN, "Offer", DISHES);
    act(rig, CAT, "Accept", FROM_BEN);
    assert_week(rig, "cat", "ann");
    json_t *story = get(rig, CAT, "org.kith.Chore.Story", DISHES);
    assert_string_equal(look_row(story, "marks", "kind"), "assigned swapped swapped");
    assert_string_equal(look_row(story, "marks", "person"), "ann ben cat");
    assert_string_equal(look_row(story, "marks", "by"), "mike ben cat");
    assert_string_equal(look_text(story, "marks.2.at"), "2026-11-27T12:01:00-05:00");
    json_decref(story);
    must(rig, CAT, "org.kith.Chore.Done", DISHES);
    must(rig, MIKE, "org.kith.Chore.Check", "{\"chore\":\"dishes\",\"person\":\"cat\"}");
    assert_week(rig, "cat", "ann");
    assert_int_equal(look_record(rig, "select first_person = (select id from person where handle ="
                                      " 'ann') from assignment"),
                     1);
}

static void what_comes_back_to_whom_it_was_first_has_nobody_else_to_name(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    act(rig, BEN, "Offer", "{\"chore\":\"dishes\",\"to\":\"ann\"}");
    act(rig, ANN, "Accept", FROM_BEN);
    assert_week(rig, "ann", "-");
}

/* --- Who may have it -------------------------------------------------------------------------- */

/* issue 3: "a swap with oneself" */
static void nobody_swaps_with_themself(void **state)
{
    struct rig *rig = *state;
    static const char words[] = "dishes is yours already. A swap takes two, so name somebody else.";
    give(rig, "ann", "\"" TODAY "\"");
    refused(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"to\":\"ann\"}", "WithOneself", words);
    act(rig, ANN, "Offer", DISHES);
    refused(rig, ANN, "Accept", FROM_ANN, "WithOneself", words);
    refused(rig, ANN, "Decline", FROM_ANN, "WithOneself", words);
    assert_int_equal(look_record(rig, "select count(*) from swap where state = 'offered'"), 1);
}

/* issue 3: "a swap accepted twice" */
static void a_swap_is_accepted_once(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    refused(rig, BEN, "Accept", FROM_ANN, "Yours",
            "You have taken dishes of 2026-11-27 already: it is yours.");
    assert_int_equal(look_record(rig, "select count(*) from assignment_mark where kind ="
                                      " 'swapped'"),
                     1);
}

static void who_is_not_there_that_day_is_offered_nothing_and_takes_nothing(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    refused(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"to\":\"mike\"}", "NotHere",
            "mike does not live here on 2026-11-27.");
    refused(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"to\":\"dan\"}", "NotFound",
            "There is no person \"dan\" here.");
    act(rig, ANN, "Offer", DISHES);
    refused(rig, MIKE, "Accept", FROM_ANN, "NotHere", "mike does not live here on 2026-11-27.");
    assert_week(rig, "ann", "-");
}

/* issue 3: "the reason is seen by the person and whoever granted it, everyone else reads *away* or
 * *excused*" */
static void who_is_away_or_exempt_that_day_is_told_apart_by_no_word(void **state)
{
    struct rig *rig = *state;
    static const char *const absences[] = {"null, 'away'", "null, 'exempt'", "1, 'exempt'"};
    give(rig, "ann", "\"" TODAY "\"");
    for (size_t i = 0; i < 3; i++) {
        char sql[320];
        (void)snprintf(
            sql, sizeof sql,
            "insert into absence (house, person, chore, kind, from_on, until_on,"
            " granted_at) select house, id, %s, '2026-11-27', '2026-11-27', 0 from person"
            " where handle = 'ben'",
            absences[i]);
        look_tamper(rig, sql);
        refused(rig, ANN, "Offer", TO_BEN, "Away",
                "ben is away or excused on 2026-11-27. Somebody else may be glad to have it.");
        look_tamper(rig, "update absence set withdrawn_at = 1");
    }
    act(rig, ANN, "Offer", TO_BEN);
    look_tamper(rig, "update absence set withdrawn_at = null");
    refused(rig, BEN, "Accept", FROM_ANN, "Away",
            "ben is away or excused on 2026-11-27. Somebody else may be glad to have it.");
}

static void who_has_it_that_day_is_not_given_it_twice(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    give(rig, "ben", "\"" TODAY "\"");
    refused(rig, BEN, "Accept", FROM_ANN, "HasIt", "ben has dishes on 2026-11-27 already.");
    act(rig, ANN, "Withdraw", DISHES);
    refused(rig, ANN, "Offer", TO_BEN, "HasIt", "ben has dishes on 2026-11-27 already.");
}

/* Whose it may be by turn is planning's; people may still help each other out. */
static void who_is_no_holder_of_a_chore_may_take_it_all_the_same(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    look_tamper(rig, "update chore set rotation = 'fixed'; insert into chore_holder (chore,"
                     " position, person) select c.id, 1, p.id from chore c, person p where c.handle"
                     " = 'dishes' and p.handle = 'ann'");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    assert_week(rig, "ben", "ann");
}

/* --- What may be offered ---------------------------------------------------------------------- */

static void only_one_s_own_that_is_to_do_and_in_time_is_offered(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"2026-11-26\",\"" TODAY "\",\"" TOMORROW "\"");
    /* Who runs the chores gives another's away with `chore assign`. */
    refused(rig, MIKE, "Offer", DISHES, "NothingToGive",
            "No dishes of mike's is to do then, so there is nothing to give away.");
    must(rig, ANN, "org.kith.Chore.Done", DISHES);
    refused(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"on\":\"" TODAY "\"}", "NothingToGive",
            "No dishes of ann's is to do then, so there is nothing to give away.");
    refused(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"on\":\"2026-11-26\"}", "TooLate",
            "The time for dishes on 2026-11-26 is over, so it cannot change hands any more.");
    json_t *offered = get(rig, ANN, "org.kith.Swap.Offer", DISHES);
    assert_string_equal(look_text(offered, "on"), TOMORROW);
    json_decref(offered);
    refused(rig, ANN, "Offer", "{\"chore\":\"trash\"}", "NothingToGive",
            "No trash of ann's is to do then, so there is nothing to give away.");
    assert_string_equal(attempt(rig, ANN, "org.kith.Swap.Offer", "{\"chore\":\"dishs\"}"),
                        "NotFound");
}

static void what_is_on_offer_is_withdrawn_before_it_is_offered_otherwise(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", DISHES);
    refused(rig, ANN, "Offer", TO_BEN, "AlreadyOffered",
            "dishes on 2026-11-27 is on offer already. To offer it otherwise, withdraw it first.");
    act(rig, ANN, "Withdraw", DISHES);
    refused(rig, ANN, "Withdraw", DISHES, "OffOffer",
            "dishes on 2026-11-27 is not on offer any more. It would have to be offered again.");
    refused(rig, ANN, "Withdraw", "{\"chore\":\"trash\"}", "NothingOffered",
            "No trash of ann's is on offer then, so there is nothing to withdraw.");
    refused(rig, BEN, "Accept", FROM_ANN, "OffOffer",
            "dishes on 2026-11-27 is not on offer any more. It would have to be offered again.");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
}

/* issue 3: "sent back with a reason and a new time" */
static void what_was_sent_back_is_offered_until_its_new_time(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    must(rig, ANN, "org.kith.Chore.Done", DISHES);
    must(rig, MIKE, "org.kith.Chore.SendBack",
         "{\"chore\":\"dishes\",\"person\":\"ann\",\"reason\":\"Pans.\",\"untilTime\":\"12:00\"}");
    rig->now.wall += 15 * HOUR; /* 03:00 of the next day: still of this evening */
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    json_t *week = get(rig, MIKE, "org.kith.Chore.Week", NULL);
    assert_string_equal(look_row(week, "assignments", "person"), "ben");
    assert_string_equal(look_row(week, "assignments", "state"), "sent-back");
    assert_string_equal(look_text(week, "assignments.0.dueAt"), "2026-11-28T12:00:00-05:00");
    json_decref(week);
    /* Why it was sent back was written to Ann. */
    json_t *story = get(rig, BEN, "org.kith.Chore.Story", DISHES);
    assert_string_equal(look_text(story, "marks.2.kind"), "sent-back");
    assert_null(look(story, "marks.2.note"));
    json_decref(story);
}

/* issue 3: "may answer a *missed* or a *sent back* in their own words, once; the answer stands
 * beside it for ever" */
static void whose_it_was_when_it_was_sent_back_answers_for_it(void **state)
{
    struct rig *rig = *state;
    static const char answer[] = "{\"chore\":\"dishes\",\"words\":\"The pans were not mine.\"}";
    give(rig, "ann", "\"" TODAY "\"");
    must(rig, ANN, "org.kith.Chore.Done", DISHES);
    must(rig, MIKE, "org.kith.Chore.SendBack",
         "{\"chore\":\"dishes\",\"person\":\"ann\",\"reason\":\"Pans.\"}");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    assert_string_equal(attempt(rig, BEN, "org.kith.Chore.Answer", answer), "NothingToAnswer");
    must(rig, ANN, "org.kith.Chore.Answer", answer);
    assert_string_equal(attempt(rig, ANN, "org.kith.Chore.Answer", answer), "AlreadyAnswered");
    /* It is Ann's word, and not for Ben, whose chore it is by now. */
    json_t *story = get(rig, BEN, "org.kith.Chore.Story", DISHES);
    assert_string_equal(look_row(story, "marks", "kind"),
                        "assigned done sent-back swapped answered");
    assert_null(look(story, "marks.4.note"));
    json_decref(story);
    json_t *me = get(rig, BEN, "org.kith.Person.Me", NULL);
    assert_false(look_has(me, "facts", "text", "pans"));
    json_decref(me);
    story = get(rig, MIKE, "org.kith.Chore.Story", "{\"chore\":\"dishes\",\"person\":\"ben\"}");
    assert_string_equal(look_text(story, "marks.4.note"), "The pans were not mine.");
    json_decref(story);
    /* What becomes of it from now on is Ben's to answer. */
    rig->now.wall += 14 * HOUR;
    must(rig, BEN, "org.kith.Chore.Answer", answer);
    assert_string_equal(attempt(rig, BEN, "org.kith.Chore.Answer", answer), "AlreadyAnswered");
    assert_string_equal(attempt(rig, ANN, "org.kith.Chore.Answer", answer), "AlreadyAnswered");
}

/* --- An offer goes with its assignment -------------------------------------------------------- */

static void what_is_done_is_not_taken_any_more(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    must(rig, ANN, "org.kith.Chore.Done", DISHES);
    assert_string_equal(offers(rig, MIKE, "chore"), "");
    refused(rig, BEN, "Accept", FROM_ANN, "Done", "dishes on 2026-11-27 is done already.");
    must(rig, ANN, "org.kith.Chore.Undo", DISHES);
    refused(rig, BEN, "Accept", FROM_ANN, "OffOffer",
            "dishes on 2026-11-27 is not on offer any more. It would have to be offered again.");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
}

static void what_is_excused_is_not_taken_any_more(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    must(rig, MIKE, "org.kith.Chore.Excuse", ANNS);
    assert_string_equal(offers(rig, ANN, "chore"), "");
    refused(rig, BEN, "Accept", FROM_ANN, "NotNeeded",
            "dishes on 2026-11-27 need not be done any more.");
}

static void what_is_over_is_not_taken_any_more(void **state)
{
    struct rig *rig = *state;
    static const char words[] =
        "The time for dishes on 2026-11-27 is over, so it cannot change hands any more.";
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", DISHES);
    rig->now.wall += 9 * HOUR - 1;
    assert_string_equal(offers(rig, BEN, "chore"), "dishes");
    rig->now.wall += 1;
    assert_string_equal(offers(rig, BEN, "chore"), "");
    refused(rig, BEN, "Accept", FROM_ANN, "TooLate", words);
    rig->now.wall += 2 * HOUR;
    refused(rig, BEN, "Accept", FROM_ANN, "TooLate", words);
    assert_int_equal(look_record(rig, "select state = 'missed' and person = first_person from"
                                      " assignment"),
                     1);
    assert_int_equal(look_record(rig, "select state = 'over' from swap"), 1);
}

static void what_was_given_on_is_not_taken_any_more_even_if_it_comes_back(void **state)
{
    struct rig *rig = *state;
    static const char words[] = "dishes on 2026-11-27 is not ann's any more, so the offer is over."
                                " `kith week --all` shows whose it is.";
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    /* As planning does, which leaves alone only what is agreed. */
    look_tamper(rig, "update assignment set is_agreed = 0");
    give(rig, "cat", "\"" TODAY "\"");
    assert_week(rig, "cat", "ann");
    refused(rig, BEN, "Accept", FROM_ANN, "GivenOn", words);
    assert_string_equal(offers(rig, MIKE, "chore"), "");
    act(rig, CAT, "Offer", DISHES);
    act(rig, ANN, "Accept", "{\"chore\":\"dishes\",\"from\":\"cat\"}");
    assert_string_equal(offers(rig, MIKE, "chore"), "");
    refused(rig, BEN, "Accept", FROM_ANN, "OffOffer",
            "dishes on 2026-11-27 is not on offer any more. It would have to be offered again.");
}

/* --- Not taken -------------------------------------------------------------------------------- */

static void the_one_it_was_offered_to_may_decline(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\",\"" TOMORROW "\"");
    act(rig, ANN, "Offer", TO_BEN);
    refused(rig, CAT, "Decline", FROM_ANN, "NothingOffered",
            "ann has no dishes on offer for you. `kith swap list` shows what there is.");
    act(rig, BEN, "Decline", FROM_ANN);
    assert_week(rig, "ann ann", "- -");
    refused(rig, BEN, "Accept", FROM_ANN, "DeclinedBefore",
            "The offer of dishes on 2026-11-27 was declined. It would have to be offered again.");
    act(rig, ANN, "Offer", DISHES);
    refused(rig, BEN, "Decline", FROM_ANN, "ToEverybody",
            "dishes on 2026-11-27 is offered to everybody, so you need not answer. Just leave it to"
            " others.");
    act(rig, BEN, "Accept", FROM_ANN);
    assert_week(rig, "ben ann", "ann -");
}

static void whose_it_is_withdraws_and_who_runs_the_chores_may_for_them(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    assert_string_equal(attempt(rig, BEN, "org.kith.Swap.Withdraw", ANNS), "PermissionDenied");
    act(rig, ANN, "Withdraw", DISHES);
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, MIKE, "Withdraw", ANNS);
    assert_int_equal(look_record(rig, "select count(*) from swap where state = 'withdrawn'"), 2);
    act(rig, ANN, "Offer", TO_BEN);
    must(rig, MIKE, "org.kith.Office.Appoint", "{\"office\":\"coordinator\",\"person\":\"cat\"}");
    act(rig, CAT, "Withdraw", ANNS);
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    refused(rig, ANN, "Withdraw", DISHES, "Taken",
            "Somebody else has taken dishes of 2026-11-27 already.");
}

/* --- The list --------------------------------------------------------------------------------- */

static void everybody_reads_what_is_theirs_to_take_or_to_take_back(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\",\"" TOMORROW "\"");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"on\":\"" TOMORROW "\"}");
    static const struct {
        uid_t uid;
        const char *days;
        bool own;
        bool for_me;
    } readers[] = {
        {ANN, TOMORROW " " TODAY, true, false}, {BEN, TOMORROW " " TODAY, false, true},
        {CAT, TOMORROW, false, true},           {MIKE, TOMORROW " " TODAY, false, false},
        {OPAL, TOMORROW, false, false},
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        json_t *list = get(rig, readers[i].uid, "org.kith.Swap.List", "{\"house\":\"maple\"}");
        assert_string_equal(look_row(list, "offers", "on"), readers[i].days);
        assert_true(json_is_true(look(list, "offers.0.own")) == readers[i].own);
        assert_true(json_is_true(look(list, "offers.0.forMe")) == readers[i].for_me);
        json_decref(list);
    }
    json_t *list = get(rig, BEN, "org.kith.Swap.List", NULL);
    assert_string_equal(look_text(list, "offers.1.chore"), "dishes");
    assert_string_equal(look_text(list, "offers.1.from"), "ann");
    assert_string_equal(look_text(list, "offers.1.to"), "ben");
    assert_true(json_is_false(look(list, "offers.1.toAll")));
    assert_true(json_is_true(look(list, "offers.0.toAll")));
    assert_null(look(list, "offers.0.to"));
    assert_string_equal(look_text(list, "offers.1.dueAt"), "2026-11-27T21:00:00-05:00");
    assert_string_equal(look_text(list, "offers.1.offeredAt"), "2026-11-27T12:00:00-05:00");
    json_decref(list);
    assert_string_equal(attempt(rig, OLGA, "org.kith.Swap.List", "{\"house\":\"maple\"}"),
                        "NotFound");
    assert_string_equal(attempt(rig, ROOT, "org.kith.Swap.List", "{\"house\":\"maple\"}"),
                        "PermissionDenied");
}

/* design 4: "the cursor is the sort key, so inserts never shift a page" */
static void pages_do_not_shift_when_something_is_offered(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\",\"" TOMORROW "\",\"2026-11-29\"");
    act(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"on\":\"" TODAY "\"}");
    act(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"on\":\"" TOMORROW "\"}");
    json_t *page = get(rig, BEN, "org.kith.Swap.List", "{\"limit\":1}");
    assert_string_equal(look_row(page, "offers", "on"), TOMORROW);
    assert_string_equal(look_text(page, "next"), "2");
    json_decref(page);
    act(rig, ANN, "Offer", "{\"chore\":\"dishes\",\"on\":\"2026-11-29\"}");
    page = get(rig, BEN, "org.kith.Swap.List", "{\"limit\":1,\"after\":\"2\"}");
    assert_string_equal(look_row(page, "offers", "on"), TODAY);
    assert_null(look(page, "next"));
    json_decref(page);
    look_refused(rig, rig_peer(rig, BEN), "org.kith.Swap.List", "{\"after\":\"x\"}",
                 "InvalidParameter", "parameter", "after");
}

static void who_has_left_is_named_to_those_alone_who_may_know_of_them(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    give(rig, "ben", "\"" TOMORROW "\"");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Offer", "{\"chore\":\"dishes\",\"to\":\"cat\"}");
    act(rig, CAT, "Accept", FROM_BEN);
    must(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"ben\"}");
    json_t *list = get(rig, ANN, "org.kith.Swap.List", NULL);
    assert_null(look(list, "offers.0.to"));
    assert_true(json_is_false(look(list, "offers.0.toAll")));
    json_decref(list);
    list = get(rig, MIKE, "org.kith.Swap.List", NULL);
    assert_string_equal(look_text(list, "offers.0.to"), "ben");
    json_decref(list);
    assert_week(rig, "ann cat", "- ben");
    json_t *week = get(rig, ANN, "org.kith.Chore.Week", NULL);
    assert_string_equal(look_text(week, "assignments.1.person"), "cat");
    assert_null(look(week, "assignments.1.first"));
    json_decref(week);
}

/* --- Who hears of it, and where it stands ----------------------------------------------------- */

static void those_concerned_hear_of_it(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, ANN);
    struct peer *ben = rig_peer(rig, BEN);
    struct peer *cat = rig_peer(rig, CAT);
    give(rig, "ann", "\"" TODAY "\",\"" TOMORROW "\"");
    watch(rig, ann, NULL);
    watch(rig, ben, NULL);
    watch(rig, cat, NULL);
    (void)heard(ann);
    (void)heard(ben);
    (void)heard(cat);
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Decline", FROM_ANN);
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, MIKE, "Withdraw", ANNS);
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    rig_run(rig);
    assert_string_equal(heard(ann), "dishes of 27 November 2026 stays yours for now: the one you"
                                    " asked cannot take it."
                                    " dishes of 27 November 2026 is not on offer any more."
                                    " Somebody took dishes of 27 November 2026 off your hands. Who:"
                                    " kith week --all");
    assert_string_equal(heard(ben),
                        "dishes of 27 November 2026 is offered to you: kith swap list"
                        " dishes of 27 November 2026 is offered to you: kith swap list"
                        " dishes of 27 November 2026 is not on offer any more."
                        " dishes of 27 November 2026 is offered to you: kith swap list");
    assert_null(heard(cat));
    act(rig, ANN, "Offer", DISHES);
    act(rig, ANN, "Withdraw", DISHES);
    rig_run(rig);
    assert_string_equal(heard(cat), "ann would give dishes of 28 November 2026 to anybody who can"
                                    " take it: kith swap list"
                                    " dishes of 28 November 2026 is not on offer any more.");
}

static void everybody_can_read_what_they_offered_and_took(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\",\"" TOMORROW "\"");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Decline", FROM_ANN);
    act(rig, ANN, "Offer", DISHES);
    act(rig, BEN, "Accept", FROM_ANN);
    act(rig, ANN, "Offer", DISHES);
    json_t *me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "You offered dishes of 27 November 2026 to somebody on 27 November 2026:"
                         " it was declined."));
    assert_true(look_has(me, "facts", "text",
                         "You offered dishes of 27 November 2026 to everybody on 27 November 2026:"
                         " it was accepted."));
    assert_true(look_has(me, "facts", "text",
                         "You offered dishes of 28 November 2026 to everybody on 27 November 2026:"
                         " it has not been answered."));
    json_decref(me);
    me = get(rig, BEN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "You took dishes of 27 November 2026, which another offered on 27 November"
                         " 2026."));
    assert_true(look_has(me, "facts", "text",
                         "You were offered dishes of 27 November 2026 on 27 November 2026: it was"
                         " declined."));
    assert_false(look_has(me, "facts", "text", "dishes of 28 November"));
    json_decref(me);
}

static void whom_it_was_about_finds_it_in_the_record(void **state)
{
    struct rig *rig = *state;
    give(rig, "ann", "\"" TODAY "\"");
    act(rig, ANN, "Offer", TO_BEN);
    json_t *list = get(rig, BEN, "org.kith.Audit.List", NULL);
    assert_string_equal(look_text(list, "entries.0.what"), "Swap.Offer");
    json_decref(list);
    act(rig, BEN, "Accept", FROM_ANN);
    list = get(rig, ANN, "org.kith.Audit.List", NULL);
    assert_string_equal(look_text(list, "entries.0.what"), "Swap.Accept");
    assert_string_equal(look_text(list, "entries.0.actor"), "ben");
    json_decref(list);
}

/* An evening past midnight may be settled while its chore is still to do. */
static void a_hand_over_of_a_settled_day_moves_the_effort_in_the_ledger(void **state)
{
    struct rig *rig = *state;
    int64_t point = INT64_C(5354228880);
    look_tamper(rig, "update chore set due_minute = 25 * 60; insert into fair_balance (person,"
                     " carried, share) select id, 0, 0 from person");
    give(rig, "ann", "\"" TODAY "\"");
    rig->now.wall += 12 * HOUR + 1800;
    look_tamper(rig, "update chore_house set settled_through = '" TODAY "'");
    act(rig, ANN, "Offer", TO_BEN);
    act(rig, BEN, "Accept", FROM_ANN);
    assert_int_equal(look_record(rig, "select carried from fair_balance join person on id = person"
                                      " where handle = 'ann'"),
                     -point);
    assert_int_equal(look_record(rig, "select carried from fair_balance join person on id = person"
                                      " where handle = 'ben'"),
                     point);
    assert_int_equal(look_record(rig, "select sum(abs(share)) from fair_balance"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(what_is_offered_to_one_is_theirs_when_they_take_it),
        LOOK_TEST(what_is_offered_to_all_is_taken_by_whoever_is_first),
        LOOK_TEST(a_swap_keeps_who_was_originally_responsible),
        LOOK_TEST(what_comes_back_to_whom_it_was_first_has_nobody_else_to_name),
        LOOK_TEST(nobody_swaps_with_themself),
        LOOK_TEST(a_swap_is_accepted_once),
        LOOK_TEST(who_is_not_there_that_day_is_offered_nothing_and_takes_nothing),
        LOOK_TEST(who_is_away_or_exempt_that_day_is_told_apart_by_no_word),
        LOOK_TEST(who_has_it_that_day_is_not_given_it_twice),
        LOOK_TEST(who_is_no_holder_of_a_chore_may_take_it_all_the_same),
        LOOK_TEST(only_one_s_own_that_is_to_do_and_in_time_is_offered),
        LOOK_TEST(what_is_on_offer_is_withdrawn_before_it_is_offered_otherwise),
        LOOK_TEST(what_was_sent_back_is_offered_until_its_new_time),
        LOOK_TEST(whose_it_was_when_it_was_sent_back_answers_for_it),
        LOOK_TEST(what_is_done_is_not_taken_any_more),
        LOOK_TEST(what_is_excused_is_not_taken_any_more),
        LOOK_TEST(what_is_over_is_not_taken_any_more),
        LOOK_TEST(what_was_given_on_is_not_taken_any_more_even_if_it_comes_back),
        LOOK_TEST(the_one_it_was_offered_to_may_decline),
        LOOK_TEST(whose_it_is_withdraws_and_who_runs_the_chores_may_for_them),
        LOOK_TEST(everybody_reads_what_is_theirs_to_take_or_to_take_back),
        LOOK_TEST(pages_do_not_shift_when_something_is_offered),
        LOOK_TEST(who_has_left_is_named_to_those_alone_who_may_know_of_them),
        LOOK_TEST(those_concerned_hear_of_it),
        LOOK_TEST(everybody_can_read_what_they_offered_and_took),
        LOOK_TEST(whom_it_was_about_finds_it_in_the_record),
        LOOK_TEST(a_hand_over_of_a_settled_day_moves_the_effort_in_the_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
