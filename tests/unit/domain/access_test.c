#include "daemon/domain/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { MAPLE = 1, OAK = 2, NO_HOUSE = 0 };

static uint64_t bit(enum right right)
{
    return UINT64_C(1) << right;
}

static struct rights rights_of(enum role role, int64_t held_in, int64_t house)
{
    struct held_role held = {role, held_in};
    return access_rights(&held, 1, house);
}

/* The rights of one role held in maple, towards things of maple. */
static uint64_t here(enum role role, enum relation relation)
{
    return rights_of(role, MAPLE, MAPLE).towards[relation];
}

static uint64_t anywhere(enum role role)
{
    uint64_t all = 0;
    for (int relation = 0; relation < RELATIONS; relation++)
        all |= here(role, (enum relation)relation);
    return all;
}

/* --- Names ---------------------------------------------------------------------------------- */

static void every_role_is_found_again_by_its_name(void **state)
{
    (void)state;
    for (int role = 0; role < ROLES; role++)
        assert_int_equal(role_from_name(role_name((enum role)role)), role);
    assert_int_equal(role_from_name("manageR"), -1);
    assert_int_equal(role_from_name(""), -1);
    assert_int_equal(role_from_name("landlord"), -1);
}

static void no_two_rights_have_one_name(void **state)
{
    (void)state;
    for (int one = 0; one < RIGHTS; one++) {
        assert_true(strlen(right_name((enum right)one)) > 0);
        for (int other = 0; other < one; other++)
            assert_string_not_equal(right_name((enum right)one), right_name((enum right)other));
    }
}

/* design 1: "Roles (operator, ... applicant) and offices (president, ... representative ...)" */
static void roles_are_given_by_state_or_granted_or_offices(void **state)
{
    (void)state;
    static const char *const granted[] = {"operator", "manager", "coach",  "auditor",
                                          "courier",  "alumnus", "member", "applicant"};
    static const char *const offices[] = {"president",   "secretary",   "treasurer",
                                          "comptroller", "coordinator", "representative"};
    int kinds[3] = {0};
    for (int role = 0; role < ROLES; role++)
        kinds[role_kind((enum role)role)]++;
    for (size_t i = 0; i < sizeof granted / sizeof *granted; i++)
        assert_int_equal(role_kind((enum role)role_from_name(granted[i])), ROLE_GRANTED);
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        assert_int_equal(role_kind((enum role)role_from_name(offices[i])), ROLE_OFFICE);
    assert_int_equal(kinds[ROLE_GRANTED], sizeof granted / sizeof *granted);
    assert_int_equal(kinds[ROLE_OFFICE], sizeof offices / sizeof *offices);
    assert_int_equal(kinds[ROLE_GIVEN_BY_STATE], 4);
}

/* --- Deny by default ------------------------------------------------------------------------ */

/* design 3: "Deny by default" */
static void without_a_role_nothing_is_allowed(void **state)
{
    (void)state;
    struct rights rights = access_rights(NULL, 0, MAPLE);
    for (int right = 0; right < RIGHTS; right++)
        for (int relation = 0; relation < RELATIONS; relation++)
            assert_false(access_allows(&rights, (enum right)right, (enum relation)relation));
}

/* issue 2: "nobody else is anything" */
static void anybody_has_only_what_is_open(void **state)
{
    (void)state;
    for (int relation = 0; relation < RELATIONS; relation++)
        assert_int_equal(here(ROLE_ANYBODY, (enum relation)relation), bit(RIGHT_OPEN));
}

static void an_applicant_has_no_more_than_anybody(void **state)
{
    (void)state;
    assert_int_equal(anywhere(ROLE_APPLICANT), bit(RIGHT_OPEN));
}

/* --- What a role may never be --------------------------------------------------------------- */

static void assert_only(enum right right, const enum role *allowed, size_t count)
{
    for (int role = 0; role < ROLES; role++) {
        bool expected = false;
        for (size_t i = 0; i < count; i++)
            expected |= allowed[i] == (enum role)role;
        if (((anywhere((enum role)role) & bit(right)) != 0) != expected)
            fail_msg("%s has%s %s", role_name((enum role)role), expected ? " not" : "",
                     right_name(right));
    }
}

#define ASSERT_ONLY(right, ...)                                                                    \
    do {                                                                                           \
        static const enum role allowed[] = {__VA_ARGS__};                                          \
        assert_only(right, allowed, sizeof allowed / sizeof *allowed);                             \
    } while (0)

static void only_an_operator_runs_accounts_server_and_houses(void **state)
{
    (void)state;
    ASSERT_ONLY(RIGHT_ACCOUNTS_RUN, ROLE_OPERATOR);
    ASSERT_ONLY(RIGHT_SERVER_RUN, ROLE_OPERATOR);
    ASSERT_ONLY(RIGHT_HOUSES_ADD, ROLE_OPERATOR);
}

/* design 8: "an operator accounts and configuration": not how people live. */
static void an_operator_reads_nobodys_stays_contacts_or_chores(void **state)
{
    (void)state;
    uint64_t all = anywhere(ROLE_OPERATOR);
    assert_int_equal(all & (bit(RIGHT_RECORD_SEE) | bit(RIGHT_CONTACT_SEE) | bit(RIGHT_CHORES_SEE) |
                            bit(RIGHT_CHORES_RUN) | bit(RIGHT_CHORES_DO) | bit(RIGHT_EVENTS_SEE) |
                            bit(RIGHT_PEOPLE_RUN)),
                     0);
}

/* issue 2: "through an account of kind kiosk: Account.Login" */
static void only_a_kiosk_logs_in_and_it_does_nothing_else(void **state)
{
    (void)state;
    ASSERT_ONLY(RIGHT_LOGIN, ROLE_KIOSK);
    assert_int_equal(anywhere(ROLE_KIOSK), bit(RIGHT_LOGIN));
}

/* issue 2: "Contact details are sealed": oneself, the manager and the secretary read them. */
static void contacts_are_for_oneself_manager_and_secretary(void **state)
{
    (void)state;
    ASSERT_ONLY(RIGHT_CONTACT_SEE, ROLE_PERSON, ROLE_MANAGER, ROLE_SECRETARY);
    assert_int_equal(here(ROLE_PERSON, RELATION_HOUSE) & bit(RIGHT_CONTACT_SEE), 0);
}

static void a_person_sees_and_sets_their_own_alone(void **state)
{
    (void)state;
    uint64_t own =
        bit(RIGHT_RECORD_SEE) | bit(RIGHT_CONTACT_SEE) | bit(RIGHT_ROLES_SEE) | bit(RIGHT_PIN_SET);
    assert_int_equal(here(ROLE_PERSON, RELATION_SELF) & own, own);
    for (int relation = RELATION_HOUSE; relation < RELATIONS; relation++)
        assert_int_equal(here(ROLE_PERSON, (enum relation)relation) & own, 0);
}

static void a_resident_does_only_their_own_chores(void **state)
{
    (void)state;
    assert_true(here(ROLE_RESIDENT, RELATION_SELF) & bit(RIGHT_CHORES_DO));
    assert_false(here(ROLE_RESIDENT, RELATION_HOUSE) & bit(RIGHT_CHORES_DO));
}

/* A house's guests and residents are not told who has lived there before. */
static void who_has_left_is_for_those_who_answer_for_them(void **state)
{
    (void)state;
    for (int role = 0; role < ROLES; role++) {
        bool expected = role == ROLE_MANAGER || role == ROLE_OPERATOR || role == ROLE_AUDITOR ||
                        role == ROLE_PRESIDENT || role == ROLE_SECRETARY;
        bool sees = here((enum role)role, RELATION_FORMER) & bit(RIGHT_PEOPLE_SEE);
        if (sees != expected)
            fail_msg("%s", role_name((enum role)role));
    }
}

/* What concerns a house is open to nobody of another house. */
static void no_role_reaches_people_of_another_house(void **state)
{
    (void)state;
    uint64_t of_the_daemon = bit(RIGHT_OPEN) | bit(RIGHT_STATUS) | bit(RIGHT_SERVER_RUN) |
                             bit(RIGHT_HOUSES_ADD) | bit(RIGHT_AUDIT_VERIFY) |
                             bit(RIGHT_AUDIT_READ);
    for (int role = 0; role < ROLES; role++)
        assert_int_equal(here((enum role)role, RELATION_OTHER) & ~of_the_daemon, 0);
}

/* --- Houses --------------------------------------------------------------------------------- */

/* A manager of oak who lives in maple has no more power over their own stay than others there. */
static void a_role_of_another_house_gives_only_what_is_open_to_others(void **state)
{
    (void)state;
    for (int role = 0; role < ROLES; role++) {
        struct rights elsewhere = rights_of((enum role)role, OAK, MAPLE);
        for (int relation = 0; relation < RELATIONS; relation++) {
            uint64_t expected =
                relation == RELATION_OTHER ? here((enum role)role, RELATION_OTHER) : 0;
            if (elsewhere.towards[relation] != expected)
                fail_msg("%s of oak, in maple, relation %d", role_name((enum role)role), relation);
        }
    }
}

static void a_role_of_every_house_counts_in_each_and_in_none(void **state)
{
    (void)state;
    for (int role = 0; role < ROLES; role++) {
        struct rights everywhere = rights_of((enum role)role, NO_HOUSE, MAPLE);
        struct rights nowhere = rights_of((enum role)role, NO_HOUSE, NO_HOUSE);
        struct rights in_one = rights_of((enum role)role, MAPLE, MAPLE);
        assert_memory_equal(&everywhere, &in_one, sizeof in_one);
        assert_memory_equal(&nowhere, &in_one, sizeof in_one);
    }
}

/* A role in a house is not one over the daemon, which stands in no house. */
static void a_role_of_one_house_is_none_in_no_house(void **state)
{
    (void)state;
    struct rights rights = rights_of(ROLE_OPERATOR, MAPLE, NO_HOUSE);
    assert_false(access_allows(&rights, RIGHT_ACCOUNTS_RUN, RELATION_HOUSE));
    assert_false(access_allows(&rights, RIGHT_ACCOUNTS_RUN, RELATION_OTHER));
    assert_false(access_allows(&rights, RIGHT_ACCOUNTS_RUN, RELATION_SELF));
}

/* --- Unions --------------------------------------------------------------------------------- */

static void assert_union(const struct held_role pair[static 2], int64_t house)
{
    struct rights both = access_rights(pair, 2, house);
    struct rights one = access_rights(&pair[0], 1, house);
    struct rights other = access_rights(&pair[1], 1, house);
    for (int relation = 0; relation < RELATIONS; relation++)
        if (both.towards[relation] != (one.towards[relation] | other.towards[relation]))
            fail_msg("%s of %d and %s of %d", role_name(pair[0].role), (int)pair[0].house,
                     role_name(pair[1].role), (int)pair[1].house);
}

/* design 3: "A person's rights are the union of what is in force at now" */
static void two_roles_give_what_each_gives_and_no_more(void **state)
{
    (void)state;
    static const int64_t houses[] = {NO_HOUSE, MAPLE, OAK};
    for (int one = 0; one < ROLES; one++)
        for (int other = 0; other < ROLES; other++)
            for (int in_one = 0; in_one < 3; in_one++)
                for (int in_other = 0; in_other < 3; in_other++)
                    for (int house = 0; house < 3; house++) {
                        struct held_role pair[] = {
                            {(enum role)one, houses[in_one]},
                            {(enum role)other, houses[in_other]},
                        };
                        assert_union(pair, houses[house]);
                    }
}

/* design 3: "coach with manager, operator or auditor in one house" */
static void a_coach_is_nothing_that_disciplines_and_all_else_combines(void **state)
{
    (void)state;
    for (int one = 0; one < ROLES; one++)
        for (int other = 0; other < ROLES; other++) {
            bool coach = one == ROLE_COACH || other == ROLE_COACH;
            bool disciplines = one == ROLE_MANAGER || one == ROLE_OPERATOR || one == ROLE_AUDITOR ||
                               other == ROLE_MANAGER || other == ROLE_OPERATOR ||
                               other == ROLE_AUDITOR;
            if (access_may_combine((enum role)one, (enum role)other) != !(coach && disciplines))
                fail_msg("%s and %s", role_name((enum role)one), role_name((enum role)other));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_is_found_again_by_its_name),
        cmocka_unit_test(no_two_rights_have_one_name),
        cmocka_unit_test(roles_are_given_by_state_or_granted_or_offices),
        cmocka_unit_test(without_a_role_nothing_is_allowed),
        cmocka_unit_test(anybody_has_only_what_is_open),
        cmocka_unit_test(an_applicant_has_no_more_than_anybody),
        cmocka_unit_test(only_an_operator_runs_accounts_server_and_houses),
        cmocka_unit_test(an_operator_reads_nobodys_stays_contacts_or_chores),
        cmocka_unit_test(only_a_kiosk_logs_in_and_it_does_nothing_else),
        cmocka_unit_test(contacts_are_for_oneself_manager_and_secretary),
        cmocka_unit_test(a_person_sees_and_sets_their_own_alone),
        cmocka_unit_test(a_resident_does_only_their_own_chores),
        cmocka_unit_test(who_has_left_is_for_those_who_answer_for_them),
        cmocka_unit_test(no_role_reaches_people_of_another_house),
        cmocka_unit_test(a_role_of_another_house_gives_only_what_is_open_to_others),
        cmocka_unit_test(a_role_of_every_house_counts_in_each_and_in_none),
        cmocka_unit_test(a_role_of_one_house_is_none_in_no_house),
        cmocka_unit_test(two_roles_give_what_each_gives_and_no_more),
        cmocka_unit_test(a_coach_is_nothing_that_disciplines_and_all_else_combines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
