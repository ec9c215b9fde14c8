/* org.kith.Import: tables of chores, with all that a chore is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/import.h"

/* In thousands. */
enum { SLICE_STEPS = 200 };

#define MOP "\"handle\":\"mop\",\"name\":\"Mop\""

/* issue 3: "CSV import and export." */
static void every_column_of_a_chore_is_brought_in(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "chores");
    ADD(rig, mike,
        MOP ",\"area\":\"hall\",\"schedule\":\"every 2 weeks on sat\",\"starts_on\":\"2026-12-05\","
            "\"due\":\"6pm\",\"window\":\"120\",\"effort\":\"3\",\"list\":\"deep-clean\","
            "\"people\":\"2\",\"rotation\":\"round-robin\",\"hold_weeks\":\"2\","
            "\"holders\":\"cat, ann; ben\",\"looked_at_by\":\"nobody\","
            "\"instructions\":\"Sweep.\\nMop.\"",
        "\"handle\":\"wax\",\"name\":\"Wax\",\"people\":\" \",\"holders\":\" \",\"window\":\"0\"");
    expect_clean(rig, mike, 2);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    json_t *list = rig_must(rig, mike, "org.kith.Chore.List", NULL);
    const json_t *mop = look(list, "chores.1");
    assert_string_equal(look_text(mop, "handle"), "mop");
    assert_string_equal(look_text(mop, "schedule"), "every 2 weeks on Saturday");
    assert_string_equal(look_text(mop, "startsOn"), "2026-12-05");
    assert_string_equal(look_text(mop, "dueTime"), "18:00");
    assert_string_equal(look_text(mop, "list"), "deep-clean");
    assert_string_equal(look_text(mop, "rotation"), "round-robin");
    assert_string_equal(look_text(mop, "lookedAtBy"), "nobody");
    assert_string_equal(look_text(mop, "instructions"), "Sweep.\nMop.");
    assert_string_equal(look_row(mop, "holders", NULL), "cat ann ben");
    assert_int_equal(look_int(mop, "windowMinutes"), 120);
    assert_int_equal(look_int(mop, "people"), 2);
    assert_int_equal(look_int(mop, "holdWeeks"), 2);
    assert_int_equal(look_int(list, "chores.3.people"), 1);
    assert_int_equal(look_count(list, "chores.3.holders"), 0);
    json_decref(list);
}

/* issue 3: "Bad input: a chore for nobody, a schedule that never occurs" */
static void each_fault_names_its_column_and_what_would_do(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const struct {
        const char *row;
        const char *column;
        const char *message;
    } faults[] = {
        {MOP ",\"rotation\":\"roulette\"", "rotation", "fair, round-robin, fixed"},
        {MOP ",\"rotation\":\"fixed\"", "rotation", "Whose it always is must be said"},
        {MOP ",\"rotation\":\"fixed\",\"people\":\"2\",\"holders\":\"ann\"", "", "takes 2 people"},
        {MOP ",\"holders\":\"nemo\"", "holders", "There is no person \"nemo\" here."},
        {MOP ",\"holders\":\"Ann B.\"", "holders", "There is no person \"Ann\" here."},
        {MOP ",\"holders\":\"dan\"", "holders", "dan does not live here"},
        {MOP ",\"holders\":\"ann,ann\"", "holders", "ann is named twice."},
        {MOP ",\"holders\":\"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s\"", "holders", "at most 18"},
        {MOP ",\"list\":\"monthly\"", "list", "daily, weekly or deep-clean"},
        {MOP ",\"looked_at_by\":\"police\"", "looked_at_by", "coordinator, a housemate or nobody"},
        {MOP ",\"people\":\"19\"", "people", "a number from 1 to 18"},
        {MOP ",\"hold_weeks\":\"0\"", "hold_weeks", "a number from 1 to 26"},
        {MOP ",\"window\":\"2 hours\"", "window", "a number from 0 to 1440"},
        {MOP ",\"starts_on\":\"12/05/26\"", "starts_on", "like 2026-11-27"},
        {MOP ",\"starts_on\":\"2027-12-05\"", "starts_on", "at most a year from now"},
        {MOP ",\"schedule\":\"daily until 2026-11-01\"", "schedule", "come round on no day"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        expect_fault(rig, mike, "chores", faults[i].row, faults[i].column, faults[i].message);
    assert_int_equal(look_record(rig, "select count(*) from chore"), 2);
}

/* Rows of chores with three holders each, numbered from `first`. */
static void add_chores(struct rig *rig, struct peer *peer, int first, int count)
{
    struct bytes text = {0};
    bytes_add(&text, "{\"rows\":[", 9);
    for (int i = first; i < first + count; i++) {
        char row[512];
        int length = snprintf(row, sizeof row,
                              "%s{\"line\":%d,\"fields\":{\"handle\":\"c%03d\",\"name\":\"C %d\","
                              "\"schedule\":\"every 2 weeks on sat\",\"holders\":\"ann,ben,cat\","
                              "\"rotation\":\"fixed\",\"people\":\"3\",\"list\":\"daily\"}}",
                              i > first ? "," : "", i + 2, i, i);
        bytes_add(&text, row, (size_t)length);
    }
    bytes_add(&text, "]}", 3);
    rig_do(rig, peer, "org.kith.Import.Add", text.data);
    bytes_clear(&text);
}

static void expect_bounded(struct rig *rig, const char *what)
{
    unsigned steps = db_slice_steps(rig->db);
    print_message("# %s takes %u thousand steps\n", what, steps);
    assert_in_range(steps, 1, SLICE_STEPS);
}

/* design: "No slice passes 200,000 SQLite VM steps" */
static void the_largest_table_is_one_bounded_slice_and_so_is_the_longest_list(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "chores");
    add_chores(rig, mike, 0, 150);
    add_chores(rig, mike, 150, 150);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    expect_bounded(rig, "bringing in 300 chores of three holders");
    begin(rig, mike, "chores");
    add_chores(rig, mike, 300, 198);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    json_t *list = rig_must(rig, mike, "org.kith.Chore.List", "{\"limit\":500}");
    expect_bounded(rig, "a list of 500 chores of three holders");
    assert_int_equal(look_count(list, "chores"), 500);
    assert_string_equal(look_row(list, "chores.497.holders", NULL), "ann ben cat");
    json_decref(list);
}

static void rows_beyond_what_a_house_may_have_are_refused(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_tamper(rig, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 496)"
                     " insert into chore (house, handle, name, starts_on, due_minute, effort,"
                     " added_at) select h.id, 'n' || i, 'N', '2026-11-01', 1260, 1, 0"
                     " from n, house h where h.handle = 'maple'");
    begin(rig, mike, "chores");
    add_chores(rig, mike, 0, 2);
    expect_clean(rig, mike, 2);
    begin(rig, mike, "chores");
    add_chores(rig, mike, 0, 4);
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_int_equal(look_count(check, "faults"), 2);
    assert_int_equal(look_int(check, "faults.0.line"), 4);
    assert_string_equal(look_text(check, "faults.0.column"), "");
    assert_string_equal(look_text(check, "faults.1.message"),
                        "A house has at most 500 chores. Leave this row out.");
    json_decref(check);
}

/* Eighteen holders a row, until there are more than one table may name. */
static void a_table_names_so_many_holders_and_no_more(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    char holders[18 * 4];
    char sql[320];
    size_t used = 0;
    for (int i = 0; i < 18; i++) {
        (void)snprintf(
            sql, sizeof sql,
            "insert into person (house, handle, name, added_at) values (1, 'h%d', 'H',"
            " 0); insert into stay (person, house, moved_in_on, admitted_at, orientation_due_at)"
            " values (last_insert_rowid(), 1, '2026-11-01', 0, 0)",
            i);
        look_tamper(rig, sql);
        used += (size_t)snprintf(holders + used, sizeof holders - used, "%sh%d", i ? "," : "", i);
    }
    begin(rig, mike, "chores");
    for (int i = 0; i < 84; i++) {
        char row[256];
        (void)snprintf(row, sizeof row, "\"handle\":\"c%d\",\"name\":\"C\",\"holders\":\"%s\"", i,
                       holders);
        ADD(rig, mike, row);
    }
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    expect_bounded(rig, "a check of 84 chores of 18 holders");
    assert_int_equal(look_count(check, "faults"), 1);
    assert_string_equal(look_text(check, "faults.0.column"), "holders");
    assert_string_equal(look_text(check, "faults.0.message"),
                        "One table names at most 1,500 holders in all. Split it, and bring in one"
                        " part at a time.");
    json_decref(check);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(every_column_of_a_chore_is_brought_in),
        LOOK_TEST(each_fault_names_its_column_and_what_would_do),
        LOOK_TEST(the_largest_table_is_one_bounded_slice_and_so_is_the_longest_list),
        LOOK_TEST(rows_beyond_what_a_house_may_have_are_refused),
        LOOK_TEST(a_table_names_so_many_holders_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
