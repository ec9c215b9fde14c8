/* The job that lets time go by: what is not done in time is missed, once, and gently told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/civil.h"
#include "tests/unit/rpc/look.h"

enum { HOUR = 3600, DAY = 24 * HOUR, NINE_PM = 9 * HOUR, SLICE = 200 };

static void give(struct rig *rig, const char *chore, const char *person, const char *days)
{
    char parameters[1024];
    struct peer *mike = rig_peer(rig, 1001);
    (void)snprintf(parameters, sizeof parameters,
                   "{\"chore\":\"%s\",\"person\":\"%s\",\"on\":[%s]}", chore, person, days);
    rig_do(rig, mike, "org.kith.Chore.Assign", parameters);
    peer_free(mike);
}

/* The clock stands at so many seconds after the start, as after an outage. */
static void jump(struct rig *rig, int64_t seconds)
{
    rig->now.wall = RIG_START + seconds;
    rig_run(rig);
}

static int64_t count(struct rig *rig, const char *state)
{
    char sql[80];
    (void)snprintf(sql, sizeof sql, "select count(*) from assignment where state = '%s'", state);
    return look_record(rig, sql);
}

/* --- When ------------------------------------------------------------------------------------- */

/* issue 3, the defects: "day boundary" */
static void what_is_due_today_is_not_overdue_today(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "ann", "\"2026-11-27\"");
    jump(rig, NINE_PM - 1);
    assert_int_equal(count(rig, "planned"), 1);
    jump(rig, NINE_PM + HOUR - 1); /* late, within the house's grace */
    assert_int_equal(count(rig, "planned"), 1);
    jump(rig, NINE_PM + HOUR);
    assert_int_equal(count(rig, "missed"), 1);
}

/* The end of a day is not midnight: 25:00 is of its evening, and lapses after it. */
static void what_is_due_after_midnight_is_missed_after_midnight(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Chore.Add",
           "{\"handle\":\"lock\",\"name\":\"Lock up\",\"dueTime\":\"25:00\"}");
    give(rig, "lock", "ann", "\"2026-11-27\"");
    jump(rig, 12 * HOUR + 1);
    jump(rig, 14 * HOUR - 1);
    assert_int_equal(count(rig, "planned"), 1);
    jump(rig, 14 * HOUR);
    assert_int_equal(count(rig, "missed"), 1);
}

/* issue 3, the defects: "DST shift of due time" */
static void nine_in_the_evening_is_nine_in_the_evening_across_both_clock_changes(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, 1002);
    static const struct {
        const char *before; /* its noon, UTC */
        const char *days;
        const char *due;
    } weeks[] = {
        {"2027-03-13T17:00:00Z", "\"2027-03-13\",\"2027-03-14\",\"2027-03-15\"",
         "2027-03-13T21:00:00-05:00 2027-03-14T21:00:00-04:00 2027-03-15T21:00:00-04:00"},
        {"2027-11-06T16:00:00Z", "\"2027-11-06\",\"2027-11-07\",\"2027-11-08\"",
         "2027-11-06T21:00:00-04:00 2027-11-07T21:00:00-05:00 2027-11-08T21:00:00-05:00"},
    };
    for (size_t i = 0; i < 2; i++) {
        char parameters[64];
        int64_t at = 0;
        int32_t offset = 0;
        const char *dates = weeks[i].days;
        assert_int_equal(civil_parse_instant(weeks[i].before, &at, &offset), 0);
        jump(rig, at - RIG_START);
        give(rig, "dishes", "ann", dates);
        char due[128] = "";
        for (size_t day = 0; day < 3; day++) {
            (void)snprintf(parameters, sizeof parameters, "{\"chore\":\"dishes\",\"on\":%.12s}",
                           dates + day * 13);
            json_t *story = rig_must(rig, ann, "org.kith.Chore.Story", parameters);
            const char *text = look_text(story, "dueAt");
            (void)snprintf(due + strlen(due), sizeof due - strlen(due), "%s%s", day ? " " : "",
                           text);
            /* And it is missed at ten, by the clock on the wall. */
            assert_int_equal(civil_parse_instant(text, &at, &offset), 0);
            json_decref(story);
            jump(rig, at + HOUR - 1 - RIG_START);
            assert_int_equal(count(rig, "missed"), 3 * i + day);
            jump(rig, at + HOUR - RIG_START);
            assert_int_equal(count(rig, "missed"), 3 * i + day + 1);
        }
        assert_string_equal(due, weeks[i].due);
    }
}

/* --- Once ------------------------------------------------------------------------------------- */

static void after_an_outage_each_is_missed_once_and_in_order(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "ann", "\"2026-11-28\",\"2026-11-27\",\"2026-11-29\"");
    give(rig, "trash", "ben", "\"2026-11-28\"");
    rig_stop(rig);
    rig->now.wall += 7 * (int64_t)DAY;
    assert_int_equal(rig_restart(rig), 0);
    rig_run(rig);
    assert_int_equal(count(rig, "missed"), 4);
    jump(rig, 8 * (int64_t)DAY);
    assert_int_equal(rig_restart(rig), 0);
    rig_run(rig);
    assert_int_equal(look_record(rig, "select count(*) from assignment_mark where kind = 'missed'"),
                     4);
    assert_int_equal(look_record(rig, "select count(*) from event where kind = 'chore-missed'"), 4);
    /* By when each was due: ann's first, ben's trash before ann's second. */
    assert_int_equal(
        look_record(rig, "select group_concat(substr(on_date, 9) || subject, ' ') ="
                         " '27dishes 28trash 28dishes 29dishes' from (select on_date, subject"
                         " from event where kind = 'chore-missed' order by id)"),
        1);
}

static void more_than_a_slice_is_worked_off_in_several(void **state)
{
    struct rig *rig = *state;
    char sql[512];
    (void)snprintf(sql, sizeof sql,
                   "with recursive n (i) as (select 1 union all select i + 1 from n where i < %d)"
                   " insert into assignment (house, chore, person, on_date, due_at, state, place,"
                   " lapses_at) select c.house, c.id, p.id, date('2026-11-27', '+' || i || ' day'),"
                   " %d + i, 'planned', 1, %d + i from n, chore c, person p"
                   " where c.handle = 'dishes' and p.handle = 'ann'",
                   2 * SLICE + 1, RIG_START, RIG_START);
    look_tamper(rig, sql);
    give(rig, "trash", "ben", "\"2027-12-27\"");
    rig->now.wall += DAY;
    (void)turn_run(rig->turn);
    assert_int_equal(count(rig, "missed"), SLICE);
    assert_in_range(db_slice_steps(rig->db), 1, 200);
    rig_run(rig);
    assert_int_equal(count(rig, "missed"), 2 * SLICE + 1);
}

/* --- Who ---------------------------------------------------------------------------------------
 */

/* issue 3: "absence is never missed" */
static void who_was_away_or_has_left_is_excused_instead(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "insert into absence (house, person, kind, from_on, until_on, granted_at)"
                     " select house, id, 'away', '2026-11-27', '2026-11-28', 0 from person"
                     " where handle = 'ann'");
    give(rig, "dishes", "ann", "\"2026-11-27\",\"2026-11-29\"");
    give(rig, "dishes", "ben", "\"2026-11-28\"");
    jump(rig, 25 * HOUR);
    rig_do(rig, rig_peer(rig, 1001), "org.kith.Person.Leave", "{\"person\":\"ben\"}");
    jump(rig, 4 * (int64_t)DAY);
    assert_int_equal(count(rig, "excused"), 2);
    assert_int_equal(count(rig, "missed"), 1);
    assert_int_equal(look_record(rig, "select count(*) from assignment where state = 'missed'"
                                      " and on_date = '2026-11-29'"),
                     1);
    assert_int_equal(look_record(rig, "select count(*) from event where kind = 'chore-excused'"),
                     2);
}

static void what_was_said_done_or_is_nobody_s_is_not_missed(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "ann", "\"2026-11-27\"");
    rig_do(rig, rig_peer(rig, 1002), "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    look_tamper(rig, "insert into assignment (house, chore, person, on_date, due_at, state, place)"
                     " select house, id, null, '2026-11-27', 0, 'open', 9 from chore");
    jump(rig, 30 * (int64_t)DAY);
    assert_int_equal(count(rig, "done"), 1);
    assert_int_equal(count(rig, "missed"), 0);
}

static void what_is_sent_back_is_missed_by_its_new_time(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "ann", "\"2026-11-27\"");
    rig_do(rig, rig_peer(rig, 1002), "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
    rig_do(
        rig, rig_peer(rig, 1001), "org.kith.Chore.SendBack",
        "{\"chore\":\"dishes\",\"person\":\"ann\",\"reason\":\"Pans.\",\"untilTime\":\"09:00\"}");
    jump(rig, NINE_PM + 2 * HOUR);
    assert_int_equal(count(rig, "sent-back"), 1);
    jump(rig, 22 * HOUR); /* ten in the morning */
    assert_int_equal(count(rig, "missed"), 1);
    /* It is closed at noon of the day after the new time, and can be done until then. */
    jump(rig, 47 * HOUR);
    rig_do(rig, rig_peer(rig, 1002), "org.kith.Chore.Done", "{\"chore\":\"dishes\"}");
}

/* --- What is told, and what is noted ------------------------------------------------------------
 */

static void those_are_told_whom_it_is_about_and_who_run_the_chores(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "ann", "\"2026-11-27\"");
    jump(rig, 12 * HOUR);
    static const struct {
        const char *kind;
        const char *audience;
    } events[] = {{"chore-missed", "person"}, {"chore-not-done", "chores-run"}};
    for (size_t i = 0; i < 2; i++) {
        char sql[256];
        (void)snprintf(sql, sizeof sql,
                       "select count(*) from event join person p on p.id = person where kind = '%s'"
                       " and audience = '%s' and p.handle = 'ann' and subject = 'dishes'"
                       " and on_date = '2026-11-27'",
                       events[i].kind, events[i].audience);
        assert_int_equal(look_record(rig, sql), 1);
    }
}

/* design: "An actor is an account, the house itself (a job) or a motion; all three go through the
 * same domain, store and audit." */
static void the_house_s_own_doing_stands_in_the_record(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "ann", "\"2026-11-27\"");
    give(rig, "trash", "ben", "\"2026-11-27\"");
    jump(rig, 12 * HOUR);
    json_t *list = rig_must(rig, rig_peer(rig, 1002), "org.kith.Audit.List", "{\"limit\":1}");
    assert_string_equal(look_text(list, "entries.0.what"), "Chore.Missed");
    assert_string_equal(look_text(list, "entries.0.actor"), "house");
    assert_string_equal(look_row(list, "entries.0.on", NULL), "ann");
    assert_string_equal(look_text(list, "entries.0.house"), "maple");
    json_decref(list);
    assert_int_equal(look_record(rig, "select count(*) from audit where body like"
                                      " '%\"actor\":\"house\",\"via\":\"job\",%\"Missed\"%'"),
                     2);
    json_t *whole = rig_must(rig, rig_peer(rig, 1002), "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(look(whole, "intact")));
    json_decref(whole);
}

static void a_house_that_keeps_its_chores_on_paper_misses_none(void **state)
{
    struct rig *rig = *state;
    look_tamper(rig, "update chore_house set on_paper = 1");
    give(rig, "dishes", "ann", "\"2026-11-27\"");
    jump(rig, 9 * (int64_t)DAY);
    assert_int_equal(count(rig, "planned"), 1);
}

/* Nobody can do yesterday's in time. */
static void what_is_given_when_its_time_is_over_is_not_missed(void **state)
{
    struct rig *rig = *state;
    give(rig, "dishes", "ann", "\"2026-11-26\"");
    jump(rig, 9 * (int64_t)DAY);
    assert_int_equal(count(rig, "planned"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(what_is_due_today_is_not_overdue_today),
        LOOK_TEST(what_is_due_after_midnight_is_missed_after_midnight),
        LOOK_TEST(nine_in_the_evening_is_nine_in_the_evening_across_both_clock_changes),
        LOOK_TEST(after_an_outage_each_is_missed_once_and_in_order),
        LOOK_TEST(more_than_a_slice_is_worked_off_in_several),
        LOOK_TEST(who_was_away_or_has_left_is_excused_instead),
        LOOK_TEST(what_was_said_done_or_is_nobody_s_is_not_missed),
        LOOK_TEST(what_is_sent_back_is_missed_by_its_new_time),
        LOOK_TEST(those_are_told_whom_it_is_about_and_who_run_the_chores),
        LOOK_TEST(the_house_s_own_doing_stands_in_the_record),
        LOOK_TEST(a_house_that_keeps_its_chores_on_paper_misses_none),
        LOOK_TEST(what_is_given_when_its_time_is_over_is_not_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
