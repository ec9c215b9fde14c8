/* The job that moves what is due when a zone's file, or a house's zone, has changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/look.h"

enum { HOUR = 3600, SLICE = 1000 };

/* A zone of the rig's own is from now on what that one of the system is. */
static void set_zone(struct rig *rig, const char *name, const char *system)
{
    char path[96];
    char bytes[8192];
    (void)snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", system);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t length = fread(bytes, 1, sizeof bytes, in);
    assert_in_range(length, 44, sizeof bytes - 1);
    (void)fclose(in);
    FILE *out = fopen(rig_path(rig, name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    (void)fclose(out);
}

static void restart(struct rig *rig)
{
    assert_int_equal(rig_restart(rig), 0);
    rig_run(rig);
}

/* The houses ash and elm, whose zones are files of the rig's own; nell (uid 1001) is manager of
 * both, and rob lives in elm. */
static int set_up(void **state)
{
    static const struct {
        uid_t uid;
        const char *method;
        const char *parameters;
    } calls[] = {
        {0, "House.Add", "{\"handle\":\"ash\",\"name\":\"Ash\",\"zone\":\"There\"}"},
        {0, "House.Add", "{\"handle\":\"elm\",\"name\":\"Elm\",\"zone\":\"Here\"}"},
        {0, "Person.Add", "{\"house\":\"elm\",\"handle\":\"nell\",\"name\":\"Nell\"}"},
        {0, "Person.Add", "{\"house\":\"elm\",\"handle\":\"rob\",\"name\":\"Rob\"}"},
        {0, "Account.Add",
         "{\"kind\":\"person\",\"house\":\"elm\",\"person\":\"nell\",\"uid\":1001}"},
        {0, "Account.Grant", "{\"house\":\"elm\",\"person\":\"nell\",\"role\":\"manager\"}"},
        {0, "Account.Grant", "{\"house\":\"ash\",\"person\":\"elm/nell\",\"role\":\"manager\"}"},
        {1001, "Person.Admit", "{\"house\":\"elm\",\"person\":\"rob\",\"on\":\"2026-01-01\"}"},
        {1001, "Chore.Add",
         "{\"house\":\"elm\",\"handle\":\"dishes\",\"name\":\"D\",\"dueTime\":\"21:00\"}"},
        {1001, "Chore.Add",
         "{\"house\":\"elm\",\"handle\":\"sweep\",\"name\":\"S\",\"dueTime\":\"09:00\"}"},
        {1001, "Chore.Add",
         "{\"house\":\"elm\",\"handle\":\"lock-up\",\"name\":\"L\",\"dueTime\":\"36:00\"}"},
    };
    struct rig *rig = rig_new();
    *state = rig;
    set_zone(rig, "Here", "America/New_York");
    set_zone(rig, "There", "Europe/Berlin");
    rig->world.zoneinfo = rig->folder;
    restart(rig);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char method[32];
        struct peer *peer = rig_peer(rig, calls[i].uid);
        (void)snprintf(method, sizeof method, "org.kith.%s", calls[i].method);
        rig_do(rig, peer, method, calls[i].parameters);
        peer_free(peer);
    }
    return 0;
}

#define ZONES_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, look_tear_down)

static void give(struct rig *rig, const char *chore, const char *day)
{
    char parameters[128];
    struct peer *nell = rig_peer(rig, 1001);
    (void)snprintf(parameters, sizeof parameters,
                   "{\"house\":\"elm\",\"chore\":\"%s\",\"person\":\"rob\",\"on\":[\"%s\"]}", chore,
                   day);
    rig_do(rig, nell, "org.kith.Chore.Assign", parameters);
    peer_free(nell);
}

/* Hours after RIG_START (noon in New York, 17:00 UTC) at which the nth assignment is due. */
static int64_t due_in(struct rig *rig, int nth)
{
    char question[80];
    (void)snprintf(question, sizeof question,
                   "select due_at from assignment order by id limit 1 offset %d", nth);
    int64_t seconds = look_record(rig, question) - RIG_START;
    assert_int_equal(seconds % HOUR, 0);
    return seconds / HOUR;
}

/* --- What is moved -------------------------------------------------------------------------- */

/* design: "a derived UTC instant (due.at) is recomputed when the zone file changes" */
static void what_is_still_to_come_is_due_at_the_same_hour_by_the_new_file(void **state)
{
    struct rig *rig = *state;
    give(rig, "sweep", "2026-11-27");   /* 9 today: over */
    give(rig, "dishes", "2026-11-27");  /* 21 today */
    give(rig, "dishes", "2026-12-01");  /* 21 on Tuesday */
    give(rig, "dishes", "2026-11-28");  /* said done before its time */
    give(rig, "lock-up", "2026-11-26"); /* noon today, of yesterday's evening: it is due now */
    give(rig, "lock-up", "2026-11-27"); /* noon tomorrow */
    struct peer *nell = rig_peer(rig, 1001);
    rig_do(rig, nell, "org.kith.Chore.Done",
           "{\"house\":\"elm\",\"chore\":\"dishes\",\"person\":\"rob\",\"on\":\"2026-11-28\"}");
    static const int64_t before[] = {-3, 9, 105, 33, 0, 24};
    static const int64_t after[] = {-3, 12, 108, 33, 0, 27};
    for (int i = 0; i < 6; i++)
        assert_int_equal(due_in(rig, i), before[i]);
    set_zone(rig, "Here", "America/Los_Angeles");
    restart(rig);
    for (int i = 0; i < 6; i++)
        assert_int_equal(due_in(rig, i), after[i]);
}

/* The evening that began yesterday goes on until the second midnight. */
static void what_is_due_after_midnight_of_yesterday_s_evening_is_moved_too(void **state)
{
    struct rig *rig = *state;
    give(rig, "lock-up", "2026-11-26");
    rig->now.wall = RIG_START - HOUR;
    set_zone(rig, "Here", "America/Los_Angeles");
    restart(rig);
    assert_int_equal(due_in(rig, 0), 3);
}

static void the_same_file_moves_nothing_and_a_house_elsewhere_stays(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "2026-11-28");
    struct peer *nell = rig_peer(rig, 1001);
    rig_do(rig, nell, "org.kith.Person.Add",
           "{\"house\":\"ash\",\"handle\":\"sam\",\"name\":\"Sam\"}");
    rig_do(rig, nell, "org.kith.Person.Admit", "{\"house\":\"ash\",\"person\":\"sam\"}");
    rig_do(rig, nell, "org.kith.Chore.Add",
           "{\"house\":\"ash\",\"handle\":\"mop\",\"name\":\"Mop\"}");
    rig_do(rig, nell, "org.kith.Chore.Assign",
           "{\"house\":\"ash\",\"chore\":\"mop\",\"person\":\"sam\",\"on\":[\"2026-11-28\"]}");
    restart(rig);
    assert_int_equal(due_in(rig, 0), 33);
    assert_int_equal(due_in(rig, 1), 27);
    set_zone(rig, "Here", "America/Chicago");
    restart(rig);
    assert_int_equal(due_in(rig, 0), 34);
    assert_int_equal(due_in(rig, 1), 27);
}

/* --- Once, and for good ----------------------------------------------------------------------- */

/* Each house keeps what it was computed with, so nothing is done twice. */
static void it_is_done_once(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "2026-11-28");
    set_zone(rig, "Here", "America/Chicago");
    restart(rig);
    assert_int_equal(due_in(rig, 0), 34);
    look_tamper(rig, "update assignment set due_at = due_at + 3600");
    restart(rig);
    assert_int_equal(due_in(rig, 0), 35);
    assert_int_equal(
        look_record(rig, "select count(*) from house where zone_mark like zone || ' ____%'"), 2);
}

/* More open assignments than one slice moves: 1,500 more of rob's. */
static void give_many(struct rig *rig)
{
    look_tamper(rig,
                "with recursive n (i) as (select 1 union all select i + 1 from n"
                " where i < 1500) insert into assignment (house, chore, person, on_date,"
                " due_at, state, place) select 2, 1, 2, date('2027-01-01', '+' || i || ' day'),"
                " unixepoch('2027-01-02T02:00:00Z', '+' || i || ' day'), 'planned', 1 from n");
}

static int64_t moved(struct rig *rig)
{
    return look_record(rig, "select count(*) from assignment where due_at <>"
                            " unixepoch(on_date || 'T02:00:00Z', '+1 day')");
}

static void more_than_a_slice_is_moved_in_several_and_a_restart_goes_on(void **state)
{
    struct rig *rig = *state;
    give_many(rig);
    set_zone(rig, "Here", "Etc/GMT+8");
    assert_int_equal(rig_restart(rig), 0);
    assert_true(turn_run(rig->turn));
    assert_int_equal(moved(rig), SLICE);
    /* What was moved by the first slice is not looked at again. */
    look_tamper(rig, "update assignment set due_at = due_at + 60 where id < 10");
    restart(rig);
    assert_int_equal(moved(rig), 1500);
    assert_int_equal(look_record(rig, "select due_at % 3600 from assignment where id = 9"), 60);
    assert_int_equal(look_record(rig, "select due_at % 3600 from assignment where id = 11"), 0);
}

/* A house that comes to be moved between two slices of another has its own beginning. */
static void one_house_does_not_take_up_where_another_was_left(void **state)
{
    struct rig *rig = *state;
    struct peer *nell = rig_peer(rig, 1001);
    rig_do(rig, nell, "org.kith.Person.Add",
           "{\"house\":\"ash\",\"handle\":\"sam\",\"name\":\"Sam\"}");
    rig_do(rig, nell, "org.kith.Person.Admit", "{\"house\":\"ash\",\"person\":\"sam\"}");
    rig_do(rig, nell, "org.kith.Chore.Add",
           "{\"house\":\"ash\",\"handle\":\"mop\",\"name\":\"Mop\"}");
    rig_do(rig, nell, "org.kith.Chore.Assign",
           "{\"house\":\"ash\",\"chore\":\"mop\",\"person\":\"sam\",\"on\":[\"2026-11-28\"]}");
    assert_int_equal(due_in(rig, 0), 27);
    give_many(rig);
    set_zone(rig, "Here", "Etc/GMT+8");
    assert_int_equal(rig_restart(rig), 0);
    assert_true(turn_run(rig->turn));
    set_zone(rig, "Third", "Etc/GMT+8");
    rig_do(rig, rig_peer(rig, 1001), "org.kith.House.Change",
           "{\"house\":\"ash\",\"zone\":\"Third\"}");
    assert_int_equal(due_in(rig, 0), 36);
    assert_int_equal(moved(rig), 1 + 1500);
}

/* A record that takes no writes: nothing is passed over when it does again. */
static void what_cannot_be_moved_now_is_moved_later(void **state)
{
    struct rig *rig = *state;
    give_many(rig);
    set_zone(rig, "Here", "Etc/GMT+8");
    assert_int_equal(rig_restart(rig), 0);
    db_refuse_writes(rig->db);
    rig_run(rig);
    assert_int_equal(moved(rig), 0);
    assert_int_equal(turn_next_due(rig->turn), RIG_START + 30);
    restart(rig);
    assert_int_equal(moved(rig), 1500);
}

/* No audit entry, no event: nobody did anything, and nothing was agreed anew. */
static void nobody_is_told(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "2026-11-28");
    int64_t entries = look_record(rig, "select max(seq) from audit");
    int64_t events = look_record(rig, "select count(*) from event");
    set_zone(rig, "Here", "America/Chicago");
    restart(rig);
    assert_int_equal(due_in(rig, 0), 34);
    assert_int_equal(look_record(rig, "select max(seq) from audit"), entries);
    assert_int_equal(look_record(rig, "select count(*) from event"), events);
}

/* A file that is gone keeps nobody from working elsewhere, and moves nothing. */
static void a_zone_that_is_gone_leaves_what_is_due_and_other_houses_alone(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "2026-11-28");
    assert_int_equal(remove(rig_path(rig, "Here")), 0);
    restart(rig);
    assert_int_equal(due_in(rig, 0), 33);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.House.Show", "{\"house\":\"ash\"}");
    assert_string_equal(
        rig_try(rig, rig_peer(rig, 1001), "org.kith.Chore.Week", "{\"house\":\"elm\"}"),
        "StorageFailed");
    set_zone(rig, "Here", "America/Chicago");
    restart(rig);
    assert_int_equal(due_in(rig, 0), 34);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ZONES_TEST(what_is_still_to_come_is_due_at_the_same_hour_by_the_new_file),
        ZONES_TEST(what_is_due_after_midnight_of_yesterday_s_evening_is_moved_too),
        ZONES_TEST(the_same_file_moves_nothing_and_a_house_elsewhere_stays),
        ZONES_TEST(it_is_done_once),
        ZONES_TEST(more_than_a_slice_is_moved_in_several_and_a_restart_goes_on),
        ZONES_TEST(one_house_does_not_take_up_where_another_was_left),
        ZONES_TEST(what_cannot_be_moved_now_is_moved_later),
        ZONES_TEST(nobody_is_told),
        ZONES_TEST(a_zone_that_is_gone_leaves_what_is_due_and_other_houses_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
