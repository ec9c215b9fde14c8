/* org.kith.Import: tables as houses keep them, without handles and under names of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/import.h"

/* --- Columns ---------------------------------------------------------------------------------- */

/* A title without all that does not count in one. */
static void plain(const char *title, char *ret, size_t size)
{
    size_t length = 0;
    for (; *title && length + 1 < size; title++)
        if ((*title >= 'a' && *title <= 'z') || (*title >= 'A' && *title <= 'Z'))
            ret[length++] = (char)(*title | 0x20);
    ret[length] = '\0';
}

/* Adds a name to those there are, unless it is one of them already. */
static void add_once(char names[][64], size_t *count, const char *title)
{
    plain(title, names[*count], 64);
    for (size_t i = 0; i < *count; i++)
        if (strcmp(names[i], names[*count]) == 0)
            fail_msg("%s stands for two columns", title);
    (*count)++;
}

static void no_name_stands_for_two_columns(void **state)
{
    static const char *const kinds[] = {"{\"kind\":\"roster\"}", "{\"kind\":\"chores\"}"};
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    for (size_t i = 0; i < 2; i++) {
        char names[256][64];
        size_t count = 0;
        json_t *begun = rig_must(rig, mike, "org.kith.Import.Begin", kinds[i]);
        const json_t *columns = json_object_get(begun, "columns");
        for (size_t j = 0; j < json_array_size(columns); j++) {
            const json_t *column = json_array_get(columns, j);
            add_once(names, &count, look_text(column, "name"));
            for (size_t k = 0; k < look_count(column, "synonyms"); k++)
                add_once(names, &count,
                         json_string_value(json_array_get(look(column, "synonyms"), k)));
        }
        assert_in_range(count, 20, 255);
        json_decref(begun);
    }
}

/* The column of that kind that a file's title means; "" where none does. */
static const char *meant(const json_t *columns, const char *title)
{
    char wanted[64];
    char name[64];
    plain(title, wanted, sizeof wanted);
    for (size_t i = 0; i < json_array_size(columns); i++) {
        const json_t *column = json_array_get(columns, i);
        plain(look_text(column, "name"), name, sizeof name);
        if (strcmp(name, wanted) == 0)
            return look_text(column, "name");
        for (size_t j = 0; j < look_count(column, "synonyms"); j++) {
            plain(json_string_value(json_array_get(look(column, "synonyms"), j)), name,
                  sizeof name);
            if (strcmp(name, wanted) == 0)
                return look_text(column, "name");
        }
    }
    return "";
}

/* issue 2: "CSV files shaped like what houses keep today" */
static void columns_are_known_by_the_names_that_houses_use(void **state)
{
    static const char *const titles[][3] = {
        {"roster", "Resident", "name"},
        {"roster", "Full Name", "name"},
        {"roster", "First Name", "first_name"},
        {"roster", "Last Name", "last_name"},
        {"roster", "Room", "bed"},
        {"roster", "Bed #", "bed"},
        {"roster", "Room Number", "bed"},
        {"roster", "Move-in date", "moved_in"},
        {"roster", "MoveInDate", "moved_in"},
        {"roster", "Admission Date", "moved_in"},
        {"roster", "Date In", "moved_in"},
        {"roster", "Phone number", "phone"},
        {"roster", "Cell", "phone"},
        {"roster", "Mobile", "phone"},
        {"roster", "Telephone", "phone"},
        {"roster", "Emergency contact", "emergency_name"},
        {"roster", "Emergency Contact Name", "emergency_name"},
        {"roster", "Emergency contact phone", "emergency_phone"},
        {"roster", "Emergency Phone Number", "emergency_phone"},
        {"roster", "Agreement signed on", "agreement_signed"},
        {"chores", "Chore", "name"},
        {"chores", "Task", "name"},
        {"chores", "Frequency", "schedule"},
        {"chores", "When", "schedule"},
        {"chores", "Days", "schedule"},
        {"chores", "Due by", "due"},
        {"chores", "Due Time", "due"},
        {"chores", "Points", "effort"},
        {"chores", "Weight", "effort"},
        {"chores", "Room", "area"},
        {"chores", "Location", "area"},
        {"chores", "Notes", "instructions"},
        {"chores", "How", "instructions"},
        {"roster", "Rent", ""},
        {"roster", "Sponsor", ""},
    };
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    json_t *begun[] = {rig_must(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"roster\"}"),
                       rig_must(rig, mike, "org.kith.Import.Begin", "{\"kind\":\"chores\"}")};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        bool chores = strcmp(titles[i][0], "chores") == 0;
        assert_string_equal(meant(look(begun[chores], "columns"), titles[i][1]), titles[i][2]);
    }
    json_decref(begun[0]);
    json_decref(begun[1]);
}

static void a_first_name_and_a_last_name_make_a_name(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"last_name\":\"de la Cruz\",\"first_name\":\"Eve\"",
        "\"first_name\":\"Fay\",\"last_name\":\"\",\"name\":\" \"",
        "\"last_name\":\"Gill\",\"handle\":\"gil\"");
    expect_clean(rig, mike, 3);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    json_t *list = rig_must(rig, mike, "org.kith.Person.List", "{\"former\":true}");
    assert_true(look_has(list, "people", "name", "Eve de la Cruz"));
    assert_true(look_has(list, "people", "name", "Fay"));
    assert_true(look_has(list, "people", "name", "Gill"));
    json_decref(list);
    expect_fault(rig, mike, "roster", "\"name\":\"Hal H\",\"last_name\":\"H\"", "last_name",
                 "stands in the column name already");
    expect_fault(rig, mike, "roster",
                 "\"first_name\":\"1234567890123456789012345678901234567890\","
                 "\"last_name\":\"1234567890123456789012345678901234567890\"",
                 "name", "at most 80");
}

/* --- Handles ---------------------------------------------------------------------------------- */

/* What is proposed, in the order of the rows. */
static void expect_proposed(const json_t *reply, const char *handles)
{
    assert_string_equal(look_row(reply, "proposed", "handle"), handles);
}

/* Ann and dan are given in the house, dan to somebody who has left. */
static void who_has_no_handle_is_given_one_that_nobody_has_or_had(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"name\":\"Maria Lopez\"", "\"name\":\"Ann Hill\",\"handle\":\" \"",
        "\"name\":\"Dan\"", "\"name\":\"Maria Long\"", "\"name\":\"Maria Lind\"",
        "\"handle\":\"eve\",\"name\":\"Eve\"", "\"name\":\"Jos\\u00e9 Ruiz\"",
        /* What stands further down is taken too. */
        "\"name\":\"Fay Fox\"", "\"handle\":\"fay\",\"name\":\"Fay Gill\"");
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_int_equal(look_count(check, "faults"), 0);
    expect_proposed(check, "maria ann-h dan-2 maria-l maria-2 jose fay-f");
    assert_int_equal(look_int(check, "proposed.1.line"), 3);
    assert_string_equal(look_text(check, "proposed.1.name"), "Ann Hill");
    json_t *applied = rig_must(rig, mike, "org.kith.Import.Apply", NULL);
    assert_true(json_equal(look(applied, "proposed"), look(check, "proposed")));
    json_decref(check);
    json_decref(applied);
    assert_int_equal(look_record(rig, "select count(*) from person where name like 'Maria L%'"
                                      " and handle in ('maria', 'maria-l', 'maria-2')"),
                     3);
    /* Nobody is given what another file gave. */
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"name\":\"Maria Lamb\"");
    json_t *again = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    expect_proposed(again, "maria-3");
    json_decref(again);
}

static void a_chore_without_a_handle_is_called_by_its_name(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "chores");
    ADD(rig, mike, "\"name\":\"Wash all dishes\"", "\"name\":\"Dishes\"", "\"name\":\"Ann\"",
        "\"name\":\"Clean the upstairs bathroom and the hall\"");
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_int_equal(look_count(check, "faults"), 0);
    expect_proposed(check, "wash-all-dishes dishes-2 ann clean-the-upstairs-bathroom-and");
    json_t *applied = rig_must(rig, mike, "org.kith.Import.Apply", NULL);
    assert_true(json_equal(look(applied, "proposed"), look(check, "proposed")));
    json_decref(check);
    json_decref(applied);
}

static void who_has_handles_is_proposed_none(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"handle\":\"eve\",\"name\":\"Eve\"");
    json_t *applied = rig_must(rig, mike, "org.kith.Import.Apply", NULL);
    assert_int_equal(look_count(applied, "proposed"), 0);
    json_decref(applied);
}

static void a_name_that_makes_no_handle_is_told_what_would_do(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    expect_fault(rig, mike, "roster", "\"name\":\"\\u674e\"", "handle",
                 "No handle could be made of this name. Write one");
    expect_fault(rig, mike, "chores", "\"name\":\"1\"", "handle", "No handle could be made");
    expect_fault(rig, mike, "roster", "\"phone\":\"555\"", "name", "must be filled in");
}

/* Every one of a name, up to the last number there is. */
static void names_run_out_at_last(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    char texts[22][32];
    const char *rows[23] = {0};
    for (size_t i = 0; i < 22; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "\"name\":\"Maria %zu\"", i);
        rows[i] = texts[i];
    }
    begin(rig, mike, "roster");
    add(rig, mike, rows);
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_int_equal(look_count(check, "proposed"), 20);
    assert_string_equal(look_text(check, "proposed.19.handle"), "maria-20");
    assert_int_equal(look_count(check, "faults"), 2);
    assert_string_equal(look_text(check, "faults.0.column"), "handle");
    json_decref(check);
}

/* --- Beds ------------------------------------------------------------------------------------- */

#define MOVED_IN "\"moved_in\":\"2026-11-20\","

/* The house has beds a, b, c, d, and now room-3. */
static void a_bed_is_known_as_people_write_it_and_never_guessed(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    static const char *const unknown[][2] = {
        {"2A", "bed-2a, say"},
        {"3", "bed-3, say"},
        {"Room 4", "room-4, say"},
        {"room3", "There is no bed \"room3\" here."},
    };
    rig_do(rig, mike, "org.kith.House.AddBeds", "{\"beds\":[\"room-3\"]}");
    begin(rig, mike, "roster");
    ADD(rig, mike, MOVED_IN "\"name\":\"Eve\",\"bed\":\"Room 3\"",
        MOVED_IN "\"name\":\"Fay\",\"bed\":\"C\"");
    expect_clean(rig, mike, 2);
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    json_t *list = rig_must(rig, mike, "org.kith.Person.List", NULL);
    assert_string_equal(look_row(list, "people", "bed"), "a b - room-3 c - -");
    json_decref(list);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        char row[128];
        (void)snprintf(row, sizeof row, MOVED_IN "\"name\":\"Gil\",\"bed\":\"%s\"", unknown[i][0]);
        expect_fault(rig, mike, "roster", row, "bed", unknown[i][1]);
    }
    /* Two ways to write one bed are one bed. */
    begin(rig, mike, "roster");
    ADD(rig, mike, MOVED_IN "\"name\":\"Hal\",\"bed\":\"D\"",
        MOVED_IN "\"name\":\"Ida\",\"bed\":\"d\"");
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_string_equal(look_text(check, "faults.0.message"), "The bed d is hal's.");
    json_decref(check);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(no_name_stands_for_two_columns),
        LOOK_TEST(columns_are_known_by_the_names_that_houses_use),
        LOOK_TEST(a_first_name_and_a_last_name_make_a_name),
        LOOK_TEST(who_has_no_handle_is_given_one_that_nobody_has_or_had),
        LOOK_TEST(a_chore_without_a_handle_is_called_by_its_name),
        LOOK_TEST(who_has_handles_is_proposed_none),
        LOOK_TEST(a_name_that_makes_no_handle_is_told_what_would_do),
        LOOK_TEST(names_run_out_at_last),
        LOOK_TEST(a_bed_is_known_as_people_write_it_and_never_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
