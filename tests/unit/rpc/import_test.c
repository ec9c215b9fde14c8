/* org.kith.Import: all or nothing, and what each row that is wrong is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/import.h"

/* --- What it brings in ---------------------------------------------------------------------- */

/* issue 2: "bring in the roster and the chores of a real house" */
static void a_roster_is_brought_in_with_beds_and_contacts(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *begun = rig_must(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}");
    assert_string_equal(look_row(begun, "columns", "name"),
                        "handle name first_name last_name bed moved_in phone emergency_name"
                        " emergency_phone agreement_signed");
    json_decref(begun);
    ADD(rig, mike,
        "\"name\":\"Eve E\",\"handle\":\"eve\",\"bed\":\"c\",\"moved_in\":\"2026-11-20\","
        "\"phone\":\"555 0107\",\"emergency_name\":\"Adam\",\"emergency_phone\":\"555 0108\","
        "\"agreement_signed\":\"2026-11-21\"",
        "\"handle\":\"fay\",\"name\":\"Fay F\",\"moved_in\":\"2026-11-20\",\"bed\":\"\","
        "\"phone\":\" \"",
        "\"handle\":\"gil\",\"name\":\"Gil G\"");
    expect_clean(rig, mike, 3);
    json_t *applied = rig_must(rig, mike, "org.kith.Import.Apply", NULL);
    assert_int_equal(look_int(applied, "rows"), 3);
    json_decref(applied);
    json_t *list = rig_must(rig, mike, "org.kith.Person.List", NULL);
    assert_string_equal(look_row(list, "people", "handle"), "ann ben cat eve fay gil mike opal");
    assert_string_equal(look_row(list, "people", "movedInOn"),
                        "2026-06-01 2026-08-15 2026-11-20 2026-11-20 2026-11-20 - - -");
    json_decref(list);
    json_t *contact = rig_must(rig, mike, "org.kith.Person.Contact", "{\"person\":\"eve\"}");
    assert_string_equal(look_text(contact, "phone"), "555 0107");
    assert_string_equal(look_text(contact, "emergencyPhone"), "555 0108");
    json_decref(contact);
    json_t *fay = rig_must(rig, mike, "org.kith.Person.Show", "{\"person\":\"fay\"}");
    assert_string_equal(look_row(fay, "stays.0.missing", NULL),
                        "bed phone emergency contact agreement");
    json_decref(fay);
}

static void chores_are_brought_in_with_schedules_in_words(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "chores");
    ADD(rig, mike,
        "\"handle\":\"mop\",\"name\":\"Mop\",\"schedule\":\"every 2 weeks on sun\","
        "\"due\":\"9:30pm\",\"effort\":\"3\",\"area\":\"kitchen\","
        "\"instructions\":\"Sweep first.\\nThen mop.\"",
        "\"handle\":\"lock-up\",\"name\":\"Lock up\",\"schedule\":\"daily\",\"due\":\"25:00\"",
        "\"handle\":\"garden\",\"name\":\"Garden\"");
    expect_clean(rig, mike, 3);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    json_t *list = rig_must(rig, mike, "org.kith.Chore.List", NULL);
    assert_string_equal(look_row(list, "chores", "handle"), "dishes garden lock-up mop trash");
    assert_string_equal(look_row(list, "chores", "dueTime"), "21:00 21:00 25:00 21:30 20:00");
    assert_string_equal(look_text(list, "chores.3.schedule"), "every 2 weeks on Sunday");
    assert_string_equal(look_text(list, "chores.1.schedule"), "when somebody gives it");
    assert_int_equal(look_int(list, "chores.3.effort"), 3);
    json_decref(list);
    assert_int_equal(
        look_record(rig, "select length(instructions) from chore where handle = 'mop'"), 22);
}

/* --- Faults ----------------------------------------------------------------------------------- */

/* issue 2: "every fault with its line" */
static void each_fault_of_a_roster_names_its_column_and_what_would_do(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const struct {
        const char *row;
        const char *column;
        const char *message;
    } faults[] = {
        {"\"handle\":\"eve\"", "name", "must be filled in"},
        {"\"handle\":\"eve\",\"name\":\"\\u00a0\"", "name", "must be filled in"},
        {"\"handle\":\"Eve\",\"name\":\"Eve\"", "handle", "small letters"},
        {"\"handle\":\"a23456789012345678901234567890123\",\"name\":\"E\"", "handle", "at most 32"},
        {"\"handle\":\"ann\",\"name\":\"Ann\"", "handle", "not given twice"},
        {"\"handle\":\"dan\",\"name\":\"Dan\"", "handle", "not given twice"},
        {"\"handle\":\"eve\",\"name\":\"Eve\",\"room\":\"c\"", "room", "no such column"},
        {"\"handle\":\"eve\",\"name\":\"Eve\\nE\"", "name", "One line of at most 80"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"11/20/2026\"", "moved_in",
         "like 2026-11-27"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-02-30\"", "moved_in",
         "like 2026-11-27"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-20\","
         "\"agreement_signed\":\"x\"",
         "agreement_signed", "like 2026-11-27"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-20\",\"bed\":\"z\"", "bed",
         "There is no bed \"z\" here."},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-20\",\"bed\":\"Bed A\"", "bed",
         "small letters"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-20\",\"bed\":\"a\"", "bed",
         "The bed a is ann's."},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-20\","
         "\"phone\":\"12345678901234567890123456789012345678901\"",
         "phone", "at most 40 letters"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-20\","
         "\"emergency_name\":\"A\\tB\"",
         "emergency_name", "One line"},
        /* Named as in the file, not as in the call that it becomes. */
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-28\"", "moved_in",
         "still to come"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"moved_in\":\"2026-11-27\","
         "\"agreement_signed\":\"2026-11-28\"",
         "agreement_signed", "still to come"},
        /* Without a stay there is nowhere to keep these. */
        {"\"handle\":\"eve\",\"name\":\"E\",\"bed\":\"c\"", "moved_in", "leave bed empty"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"phone\":\"555\"", "moved_in", "leave phone empty"},
        {"\"handle\":\"eve\",\"name\":\"E\",\"agreement_signed\":\"2026-11-20\"", "moved_in",
         "leave agreement_signed empty"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        expect_fault(rig, mike, "roster", faults[i].row, faults[i].column, faults[i].message);
}

static void each_fault_of_a_list_of_chores_names_its_column_and_what_would_do(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const struct {
        const char *row;
        const char *column;
        const char *message;
    } faults[] = {
        {"\"handle\":\"dishes\",\"name\":\"Dishes\"", "handle", "has a chore of that name"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"schedule\":\"now and then\"", "schedule",
         "A rule is like daily"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"schedule\":\"FREQ=HOURLY\"", "schedule", "FREQ"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"due\":\"late\"", "due", "A time is like 21:00"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"due\":\"48:00\"", "due", "A time is like 21:00"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"effort\":\"0\"", "effort", "from 1 to 100"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"effort\":\"101\"", "effort", "from 1 to 100"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"effort\":\"1.5\"", "effort", "from 1 to 100"},
        {"\"handle\":\"mop\",\"name\":\"Mop\",\"area\":"
         "\"12345678901234567890123456789012345678901\"",
         "area", "at most 40 letters"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        expect_fault(rig, mike, "chores", faults[i].row, faults[i].column, faults[i].message);
}

/* What Chore.Add refuses does not come in by this door. */
static void instructions_are_no_longer_here_than_elsewhere(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    char text[2002];
    char parameters[2200];
    memset(text, 'x', 2001);
    text[2001] = '\0';
    for (int length = 2000; length <= 2001; length++) {
        begin(rig, mike, "chores");
        (void)snprintf(parameters, sizeof parameters,
                       "{\"rows\":[{\"line\":2,\"fields\":{\"handle\":\"mop\",\"name\":\"Mop\","
                       "\"instructions\":\"%.*s\"}}]}",
                       length, text);
        rig_do(rig, mike, "org.kith.Import.Add", parameters);
        json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
        assert_int_equal(look_count(check, "faults"), length > 2000);
        json_decref(check);
    }
}

/* issue 2: "text with control characters" */
static void control_characters_do_not_even_get_in(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "roster");
    look_refused(rig, mike, "org.kith.Import.Add",
                 "{\"rows\":[{\"line\":2,\"fields\":{\"handle\":\"eve\"}},"
                 "{\"line\":3,\"fields\":{\"name\":\"E\\u001b[2Jve\"}}]}",
                 "InvalidParameter", "parameter", "rows[1].fields.name");
    look_refused(rig, mike, "org.kith.Import.Add", "{\"rows\":[{\"line\":0,\"fields\":{}}]}",
                 "InvalidParameter", "parameter", "rows[0].line");
    expect_clean(rig, mike, 0);
}

/* issue 2: "every fault with its line" */
static void rows_that_get_in_each_other_s_way_are_told_of(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"handle\":\"eve\",\"name\":\"Eve\",\"moved_in\":\"2026-11-20\",\"bed\":\"c\"",
        "\"handle\":\"fay\",\"name\":\"Fay\",\"moved_in\":\"2026-11-21\",\"bed\":\"c\"",
        "\"handle\":\"eve\",\"name\":\"Eve Two\"",
        "\"handle\":\"gil\",\"name\":\"Gil\",\"moved_in\":\"2026-11-21\",\"bed\":\"d\"");
    json_t *reply = rig_call(rig, mike, "org.kith.Import.Apply", NULL);
    assert_string_equal(look_text(reply, "error"), "org.kith.Import.Faulty");
    const json_t *faulty = json_object_get(reply, "parameters");
    assert_int_equal(look_count(faulty, "faults"), 2);
    assert_int_equal(look_int(faulty, "faults.0.line"), 3);
    assert_string_equal(look_text(faulty, "faults.0.column"), "bed");
    assert_string_equal(look_text(faulty, "faults.0.message"), "The bed c is eve's.");
    assert_int_equal(look_int(faulty, "faults.1.line"), 4);
    assert_string_equal(look_text(faulty, "faults.1.column"), "handle");
    json_decref(reply);
    /* issue 2: "all or nothing" */
    assert_int_equal(look_record(rig, "select count(*) from person"), 7);
    assert_int_equal(look_record(rig, "select count(*) from stay"), 4);
}

static void no_more_than_a_hundred_faults_are_told(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    const char *rows[121] = {0};
    for (size_t i = 0; i < 120; i++)
        rows[i] = "\"handle\":\"Eve\"";
    begin(rig, mike, "roster");
    add(rig, mike, rows);
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_int_equal(look_int(check, "rows"), 120);
    assert_int_equal(look_count(check, "faults"), 100);
    json_decref(check);
}

/* --- A check ---------------------------------------------------------------------------------- */

/* issue 2: "--dry-run" */
static void a_check_changes_nothing_at_all(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const questions[] = {
        "select count(*) from person",     "select count(*) from stay",
        "select count(*) from lodging",    "select count(*) from event",
        "select max(seq) from audit",      "select count(*) from audit_on",
        "select count(*) from sealed_key", "select sum(seq) from sqlite_sequence",
    };
    enum { QUESTIONS = sizeof questions / sizeof *questions };
    int64_t before[QUESTIONS];
    begin(rig, mike, "roster");
    ADD(rig, mike,
        "\"handle\":\"eve\",\"name\":\"Eve\",\"moved_in\":\"2026-11-20\",\"bed\":\"c\","
        "\"phone\":\"555 0107\"",
        "\"handle\":\"fay\",\"name\":\"Fay\"");
    for (size_t i = 0; i < QUESTIONS; i++)
        before[i] = look_record(rig, questions[i]);
    expect_clean(rig, mike, 2);
    expect_clean(rig, mike, 2);
    for (size_t i = 0; i < QUESTIONS; i++)
        assert_int_equal(look_record(rig, questions[i]), before[i]);
    /* The first check made a key for eve that nothing uses: hers is another, and works. */
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    assert_int_equal(rig_restart(rig), 0);
    mike = rig_peer(rig, 1001);
    json_t *contact = rig_must(rig, mike, "org.kith.Person.Contact", "{\"person\":\"eve\"}");
    assert_string_equal(look_text(contact, "phone"), "555 0107");
    json_decref(contact);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_roster_is_brought_in_with_beds_and_contacts),
        LOOK_TEST(chores_are_brought_in_with_schedules_in_words),
        LOOK_TEST(each_fault_of_a_roster_names_its_column_and_what_would_do),
        LOOK_TEST(each_fault_of_a_list_of_chores_names_its_column_and_what_would_do),
        LOOK_TEST(instructions_are_no_longer_here_than_elsewhere),
        LOOK_TEST(control_characters_do_not_even_get_in),
        LOOK_TEST(rows_that_get_in_each_other_s_way_are_told_of),
        LOOK_TEST(no_more_than_a_hundred_faults_are_told),
        LOOK_TEST(a_check_changes_nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
