/* org.kith.Import: who and what is there already does not come in a second time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/domain/access.h"
#include "tests/unit/rpc/import.h"

#define PERSON_WAY_OUT " Leave the row out, or give another person a handle of their own."
#define CHORE_WAY_OUT  " Leave the row out, or give another chore a handle of its own."

/* Dan has left. */
static void a_name_that_the_house_knows_is_told_with_its_handle(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    expect_fault(rig, mike, "roster", "\"name\":\"Ann A\"", "name",
                 "Ann A is here already, as ann." PERSON_WAY_OUT);
    expect_fault(rig, mike, "roster", "\"name\":\" ANN\\u00a0 a \"", "name",
                 "Ann A is here already, as ann." PERSON_WAY_OUT);
    expect_fault(rig, mike, "roster", "\"last_name\":\"A\",\"first_name\":\"Ann\"", "name",
                 "here already, as ann.");
    expect_fault(rig, mike, "roster", "\"name\":\"Dan D\"", "name", "here already, as dan.");
    begin(rig, mike, "chores");
    ADD(rig, mike, "\"handle\":\"mop\",\"name\":\"Mop it\"");
    rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    expect_fault(rig, mike, "chores", "\"name\":\"mop It\"", "name",
                 "Mop it is here already, as mop." CHORE_WAY_OUT);
}

static void the_same_file_does_not_come_in_twice(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    for (int i = 0; i < 2; i++) {
        begin(rig, mike, "roster");
        ADD(rig, mike, "\"name\":\"Pat Doe\"", "\"name\":\"Jos\\u00e9\"");
        if (i == 0)
            rig_do(rig, mike, "org.kith.Import.Apply", NULL);
    }
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_string_equal(look_row(check, "faults", "column"), "name name");
    json_decref(check);
    assert_string_equal(rig_try(rig, mike, "org.kith.Import.Apply", NULL), "Faulty");
    assert_int_equal(look_record(rig, "select count(*) from person"), 9);
}

/* Though the first is wrong in another way: mended, it would be there. */
static void a_name_that_stands_further_up_is_told_with_its_line(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"name\":\"Qa\",\"moved_in\":\"soon\"", "\"name\":\"qa\"",
        "\"handle\":\"eve\",\"name\":\"Eve\"", "\"name\":\"Eve\"");
    json_t *check = rig_must(rig, mike, "org.kith.Import.Check", NULL);
    assert_string_equal(look_row(check, "faults", "column"), "moved_in name name");
    assert_string_equal(look_text(check, "faults.1.message"),
                        "Qa stands in line 2 already." PERSON_WAY_OUT);
    assert_string_equal(look_text(check, "faults.2.message"),
                        "Eve stands in line 4 already." PERSON_WAY_OUT);
    json_decref(check);
}

static void another_of_that_name_comes_in_with_a_handle(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"handle\":\"ann-2\",\"name\":\"Ann A\"", "\"name\":\"Anna\"",
        "\"name\":\"An n A\"", "\"name\":\"Ann\"");
    expect_clean(rig, mike, 4);
}

/* A name is told to who may see it. */
static void whoever_may_import_may_see_everybody_and_every_chore(void **state)
{
    (void)state;
    size_t importers = 0;
    for (int role = 0; role < ROLES; role++) {
        const struct held_role held[] = {{(enum role)role, 1}};
        struct rights rights = access_rights(held, 1, 1);
        if (!access_allows(&rights, RIGHT_IMPORT, RELATION_HOUSE))
            continue;
        importers++;
        assert_true(access_allows(&rights, RIGHT_PEOPLE_SEE, RELATION_HOUSE));
        assert_true(access_allows(&rights, RIGHT_PEOPLE_SEE, RELATION_FORMER));
        assert_true(access_allows(&rights, RIGHT_CHORES_RUN, RELATION_HOUSE));
    }
    assert_in_range(importers, 1, ROLES);
}

/* Another house's people are not known here. */
static void a_name_in_another_house_is_nobody_s(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    look_tamper(rig, "insert into person (house, handle, name, added_at)"
                     " values (2, 'zoe', 'Zoe Z', 0)");
    begin(rig, mike, "roster");
    ADD(rig, mike, "\"name\":\"Zoe Z\"");
    expect_clean(rig, mike, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_name_that_the_house_knows_is_told_with_its_handle),
        LOOK_TEST(the_same_file_does_not_come_in_twice),
        LOOK_TEST(a_name_that_stands_further_up_is_told_with_its_line),
        LOOK_TEST(another_of_that_name_comes_in_with_a_handle),
        cmocka_unit_test(whoever_may_import_may_see_everybody_and_every_chore),
        LOOK_TEST(a_name_in_another_house_is_nobody_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
