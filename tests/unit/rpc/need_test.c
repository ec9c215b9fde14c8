/* org.kith.Need: what the house needs or finds broken, until somebody writes what was done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"
#include "tests/unit/rpc/watch.h"

#define PAPER "{\"kind\":\"need\",\"text\":\"Toilet paper\"}"
#define SINK  "{\"kind\":\"broken\",\"text\":\"Upstairs sink\"}"

/* The number under which it stands then. */
static int64_t say(struct rig *rig, uid_t uid, const char *parameters)
{
    json_t *reply = get(rig, uid, "org.kith.Need.Add", parameters);
    int64_t id = look_int(reply, "needId");
    json_decref(reply);
    return id;
}

static const char *see_to(struct rig *rig, uid_t uid, int64_t id, const char *done)
{
    char parameters[512];
    (void)snprintf(parameters, sizeof parameters, "{\"needId\":%lld,\"done\":\"%s\"}",
                   (long long)id, done);
    return attempt(rig, uid, "org.kith.Need.Resolve", parameters);
}

/* issue 3: "kith need "toilet paper"`, `kith broken "upstairs sink"`: listed until someone writes
 * what was done, with age" */
static void what_is_said_is_listed_until_somebody_writes_what_was_done(void **state)
{
    struct rig *rig = *state;
    int64_t paper = say(rig, ANN, PAPER);
    rig->now.wall += 3 * DAY;
    int64_t sink = say(rig, BEN, SINK);
    rig->now.wall += 60;
    json_t *list = get(rig, CAT, "org.kith.Need.List", NULL);
    assert_string_equal(look_row(list, "needs", "text"), "Upstairs sink Toilet paper");
    assert_string_equal(look_row(list, "needs", "kind"), "broken need");
    assert_string_equal(look_row(list, "needs", "saidBy"), "ben ann");
    assert_int_equal(look_int(list, "needs.0.needId"), sink);
    assert_int_equal(look_int(list, "needs.0.openSeconds"), 60);
    assert_int_equal(look_int(list, "needs.1.openSeconds"), 3 * DAY + 60);
    assert_string_equal(look_text(list, "needs.1.saidAt"), "2026-11-27T12:00:00-05:00");
    assert_null(look(list, "needs.0.done"));
    assert_null(look(list, "needs.0.doneBy"));
    assert_null(look(list, "needs.0.doneAt"));
    json_decref(list);

    assert_string_equal(see_to(rig, BEN, paper, "Bought 24 rolls."), "");
    list = get(rig, ANN, "org.kith.Need.List", NULL);
    assert_string_equal(look_row(list, "needs", "text"), "Upstairs sink");
    json_decref(list);
    rig->now.wall += DAY;
    list = get(rig, ANN, "org.kith.Need.List", "{\"done\":true}");
    assert_string_equal(look_row(list, "needs", "text"), "Toilet paper");
    assert_string_equal(look_text(list, "needs.0.done"), "Bought 24 rolls.");
    assert_string_equal(look_text(list, "needs.0.doneBy"), "ben");
    assert_string_equal(look_text(list, "needs.0.doneAt"), "2026-11-30T12:01:00-05:00");
    assert_int_equal(look_int(list, "needs.0.openSeconds"), 3 * DAY + 60);
    json_decref(list);
}

static void whoever_sees_to_it_is_told_what_it_was(void **state)
{
    struct rig *rig = *state;
    char parameters[64];
    (void)snprintf(parameters, sizeof parameters, "{\"needId\":%lld,\"done\":\"New washer.\"}",
                   (long long)say(rig, ANN, SINK));
    json_t *reply = get(rig, MIKE, "org.kith.Need.Resolve", parameters);
    assert_string_equal(look_text(reply, "kind"), "broken");
    assert_string_equal(look_text(reply, "text"), "Upstairs sink");
    json_decref(reply);
}

static void the_same_is_not_listed_twice_but_again_once_it_was_seen_to(void **state)
{
    struct rig *rig = *state;
    struct peer *ben = rig_peer(rig, BEN);
    int64_t first = say(rig, ANN, PAPER);
    json_t *reply =
        rig_call(rig, ben, "org.kith.Need.Add", "{\"kind\":\"need\",\"text\":\"toilet paper\"}");
    assert_string_equal(look_text(reply, "error"), "org.kith.Need.AlreadyOpen");
    assert_int_equal(look_int(reply, "parameters.needId"), first);
    assert_string_equal(look_text(reply, "parameters.message"),
                        "That is on the list already, as number 1.");
    json_decref(reply);
    assert_string_equal(see_to(rig, BEN, first, "Bought."), "");
    assert_true(say(rig, BEN, PAPER) > first);
}

/* design 5: "appended and amended, never overwritten" */
static void what_was_done_is_written_once(void **state)
{
    struct rig *rig = *state;
    int64_t id = say(rig, ANN, PAPER);
    assert_string_equal(see_to(rig, ANN, id, "Bought."), "");
    rig->now.wall += DAY;
    look_refused(rig, rig_peer(rig, BEN), "org.kith.Need.Resolve",
                 "{\"needId\":1,\"done\":\"I did.\"}", "AlreadyDone", "message",
                 "Number 1 was seen to on 2026-11-27. If it is needed or broken again, say it"
                 " again.");
    assert_int_equal(look_record(rig, "select count(*) from need where done = 'Bought.'"), 1);
}

static void a_number_that_is_not_the_house_s_is_not_there(void **state)
{
    struct rig *rig = *state;
    static const char by_olga[] = "{\"needId\":1,\"done\":\"Gone.\"}";
    (void)say(rig, ANN, PAPER);
    look_refused(rig, rig_peer(rig, OLGA), "org.kith.Need.Resolve", by_olga, "NotFound", "message",
                 "The house has no number 1 on its list. `kith need` shows what it has.");
    look_refused(rig, rig_peer(rig, ANN), "org.kith.Need.Resolve",
                 "{\"needId\":99,\"done\":\"Gone.\"}", "NotFound", "name", "99");
    json_t *list = get(rig, OLGA, "org.kith.Need.List", NULL);
    assert_int_equal(look_count(list, "needs"), 0);
    json_decref(list);
}

static void whoever_lives_or_works_there_may_and_others_see_nothing(void **state)
{
    struct rig *rig = *state;
    static const struct {
        uid_t uid;
        const char *error;
    } callers[] = {
        {ANN, ""},         {MIKE, ""},         {OPAL, ""},
        {DAN, "NotFound"}, {OLGA, "NotFound"}, {ROOT, "PermissionDenied"},
    };
    for (size_t i = 0; i < sizeof callers / sizeof *callers; i++) {
        char parameters[128];
        uid_t uid = callers[i].uid;
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"kind\":\"need\",\"text\":\"Soap %zu\"}", i);
        assert_string_equal(attempt(rig, uid, "org.kith.Need.Add", parameters), callers[i].error);
        assert_string_equal(attempt(rig, uid, "org.kith.Need.List", "{\"house\":\"maple\"}"),
                            callers[i].error);
        assert_string_equal(attempt(rig, uid, "org.kith.Need.Resolve",
                                    "{\"house\":\"maple\",\"needId\":1,\"done\":\"x\"}"),
                            *callers[i].error ? callers[i].error
                            : i               ? "AlreadyDone"
                                              : "");
    }
}

static void what_cannot_be_on_a_list_is_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, ANN);
    static const struct {
        const char *method;
        const char *parameters;
        const char *parameter;
    } cases[] = {
        {"org.kith.Need.Add", "{\"kind\":\"wish\",\"text\":\"x\"}", "kind"},
        {"org.kith.Need.Add", "{\"kind\":\"need\",\"text\":\"\"}", "text"},
        {"org.kith.Need.Add", "{\"kind\":\"need\",\"text\":\" \"}", "text"},
        {"org.kith.Need.Add", "{\"kind\":\"need\",\"text\":\"a\\nb\"}", "text"},
        {"org.kith.Need.Add", "{\"kind\":\"need\"}", "text"},
        {"org.kith.Need.Resolve", "{\"needId\":1,\"done\":\" \"}", "done"},
        {"org.kith.Need.Resolve", "{\"needId\":0,\"done\":\"x\"}", "needId"},
        {"org.kith.Need.List", "{\"limit\":0}", "limit"},
        {"org.kith.Need.List", "{\"limit\":501}", "limit"},
        {"org.kith.Need.List", "{\"after\":\"x\"}", "after"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        look_refused(rig, ann, cases[i].method, cases[i].parameters, "InvalidParameter",
                     "parameter", cases[i].parameter);
    char parameters[300];
    (void)snprintf(parameters, sizeof parameters, "{\"kind\":\"need\",\"text\":\"%0201d\"}", 0);
    look_refused(rig, ann, "org.kith.Need.Add", parameters, "InvalidParameter", "parameter",
                 "text");
}

/* Everything a caller controls has an end. */
static void a_full_list_takes_no_more_until_something_is_seen_to(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)"
                     " insert into need (house, kind, text, said_by, said_at)"
                     " select 1, 'need', 'thing ' || i, 1, 0 from n");
    look_refused(rig, rig_peer(rig, ANN), "org.kith.Need.Add", PAPER, "ListFull", "message",
                 "The list has 500 things on it already. See to some of them first, and write what"
                 " was done.");
    assert_string_equal(see_to(rig, ANN, 1, "Done."), "");
    (void)say(rig, ANN, PAPER);
}

/* design 4: "the cursor is the sort key, so inserts never shift a page" */
static void pages_do_not_shift_when_something_is_said(void **state)
{
    struct rig *rig = *state;
    (void)say(rig, ANN, PAPER);
    (void)say(rig, ANN, SINK);
    (void)say(rig, ANN, "{\"kind\":\"need\",\"text\":\"Salt\"}");
    json_t *page = get(rig, ANN, "org.kith.Need.List", "{\"limit\":2}");
    assert_string_equal(look_row(page, "needs", "text"), "Salt Upstairs sink");
    assert_string_equal(look_text(page, "next"), "2");
    json_decref(page);
    (void)say(rig, ANN, "{\"kind\":\"need\",\"text\":\"Soap\"}");
    page = get(rig, ANN, "org.kith.Need.List", "{\"limit\":2,\"after\":\"2\"}");
    assert_string_equal(look_row(page, "needs", "text"), "Toilet paper");
    assert_null(look(page, "next"));
    json_decref(page);
}

static void the_longest_page_there_can_be_still_fits_into_an_answer(void **state)
{
    struct rig *rig = *state;
    /* A letter of four bytes, 200 times over. */
    look_tamper(rig,
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 501)"
                " insert into need (house, kind, text, said_by, said_at, done, done_by, done_at)"
                " select 1, 'broken', replace(printf('%200c', 'x'), ' ', char(128736)), 1, 0,"
                " replace(printf('%200c', 'x'), ' ', char(128736)), 1, 1 from n");
    json_t *page = get(rig, ANN, "org.kith.Need.List", "{\"limit\":500,\"done\":true}");
    assert_int_equal(look_count(page, "needs"), 500);
    json_decref(page);
}

static void the_house_hears_that_something_was_said_and_seen_to_but_not_what(void **state)
{
    struct rig *rig = *state;
    struct peer *cat = rig_peer(rig, CAT);
    watch(rig, cat, NULL);
    (void)heard(cat);
    int64_t paper = say(rig, ANN, PAPER);
    (void)say(rig, BEN, SINK);
    assert_string_equal(see_to(rig, MIKE, paper, "Bought."), "");
    rig_run(rig);
    assert_string_equal(heard(cat),
                        "ann put something that the house needs on the list, as number 1."
                        " ben put something that is broken on the list, as number 2."
                        " mike wrote what was done about number 1 of the list.");
}

static void who_has_left_is_named_to_those_alone_who_may_know_of_them(void **state)
{
    struct rig *rig = *state;
    int64_t id = say(rig, BEN, PAPER);
    (void)say(rig, BEN, SINK);
    assert_string_equal(see_to(rig, BEN, id, "Bought."), "");
    must(rig, MIKE, "org.kith.Person.Leave", "{\"person\":\"ben\"}");
    static const char *const lists[] = {"{}", "{\"done\":true}"};
    for (size_t i = 0; i < 2; i++) {
        json_t *list = get(rig, ANN, "org.kith.Need.List", lists[i]);
        assert_null(look(list, "needs.0.saidBy"));
        assert_null(look(list, "needs.0.doneBy"));
        json_decref(list);
        list = get(rig, MIKE, "org.kith.Need.List", lists[i]);
        assert_string_equal(look_text(list, "needs.0.saidBy"), "ben");
        json_decref(list);
    }
}

static void everybody_can_read_what_they_wrote_of_it(void **state)
{
    struct rig *rig = *state;
    (void)say(rig, ANN, SINK);
    assert_string_equal(see_to(rig, ANN, say(rig, BEN, PAPER), "Bought 24 rolls."), "");
    json_t *me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "You said on 27 November 2026 that this is broken: Upstairs sink"));
    assert_true(look_has(me, "facts", "text",
                         "You wrote on 27 November 2026 what was done about number 2: Bought 24"
                         " rolls."));
    assert_false(look_has(me, "facts", "text", "Toilet paper"));
    assert_false(look_has(me, "facts", "text", "In all"));
    json_decref(me);
    look_tamper(rig, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 60)"
                     " insert into need (house, kind, text, said_by, said_at)"
                     " select 1, 'need', 'thing ' || i,"
                     " (select id from person where handle = 'ann'), 0 from n");
    me = get(rig, ANN, "org.kith.Person.Me", NULL);
    assert_true(look_has(me, "facts", "text",
                         "In all you put 61 things on the list, and wrote of 1 what was done; the"
                         " newest 50 of each stand here."));
    json_decref(me);
}

static void whose_word_it_was_finds_in_the_record_that_it_was_seen_to(void **state)
{
    struct rig *rig = *state;
    assert_string_equal(see_to(rig, BEN, say(rig, ANN, PAPER), "Bought."), "");
    json_t *list = get(rig, ANN, "org.kith.Audit.List", NULL);
    assert_string_equal(look_text(list, "entries.0.what"), "Need.Resolve");
    assert_string_equal(look_text(list, "entries.0.actor"), "ben");
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(what_is_said_is_listed_until_somebody_writes_what_was_done),
        LOOK_TEST(whoever_sees_to_it_is_told_what_it_was),
        LOOK_TEST(the_same_is_not_listed_twice_but_again_once_it_was_seen_to),
        LOOK_TEST(what_was_done_is_written_once),
        LOOK_TEST(a_number_that_is_not_the_house_s_is_not_there),
        LOOK_TEST(whoever_lives_or_works_there_may_and_others_see_nothing),
        LOOK_TEST(what_cannot_be_on_a_list_is_refused),
        LOOK_TEST(a_full_list_takes_no_more_until_something_is_seen_to),
        LOOK_TEST(pages_do_not_shift_when_something_is_said),
        LOOK_TEST(the_longest_page_there_can_be_still_fits_into_an_answer),
        LOOK_TEST(the_house_hears_that_something_was_said_and_seen_to_but_not_what),
        LOOK_TEST(who_has_left_is_named_to_those_alone_who_may_know_of_them),
        LOOK_TEST(everybody_can_read_what_they_wrote_of_it),
        LOOK_TEST(whose_word_it_was_finds_in_the_record_that_it_was_seen_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
