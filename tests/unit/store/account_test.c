/* Accounts, roles and lockouts on disk. */
#include "daemon/store/account.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/household.h"

static int64_t add_account(struct db *db, const char *kind, int64_t uid, int64_t house,
                           int64_t person)
{
    int64_t id = 0;
    struct account account = {.kind = kind, .house = house, .person = person};
    if (uid >= 0)
        account.uid = (struct optional_int){true, uid};
    int failure = account_insert(db, &account, NOW, &id);
    return failure < 0 ? failure : id;
}

/* issue 2: "Peer credentials at accept name the account (uid)" */
static void an_account_is_found_by_its_user_and_by_its_person(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct account account = {0};
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t id = add_account(db, "person", 1002, house, ann);
    assert_int_equal(account_by_uid(db, 1002, &files->arena, &account), 1);
    assert_int_equal(account.id, id);
    assert_string_equal(account.kind, "person");
    assert_true(account.uid.present);
    assert_int_equal(account.uid.value, 1002);
    assert_int_equal(account.house, house);
    assert_int_equal(account.person, ann);
    assert_false(account.has_pin || account.disabled);
    assert_int_equal(account_by_person(db, ann, &files->arena, &account), 1);
    assert_int_equal(account.id, id);
    assert_int_equal(account_by_uid(db, 1003, &files->arena, &account), 0);
    assert_int_equal(account_by_uid(db, 0, &files->arena, &account), 0);
    db_close(db);
}

static void a_user_and_a_person_have_one_account_at_a_time(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct account account = {0};
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t ben = add_person(db, house, "ben");
    int64_t first = add_account(db, "person", 1002, house, ann);
    assert_int_equal(add_account(db, "person", 1002, house, ben), -EEXIST);
    assert_int_equal(add_account(db, "person", 1003, house, ann), -EEXIST);
    assert_int_equal(account_end(db, first, NOW), 0);
    assert_int_equal(account_by_uid(db, 1002, &files->arena, &account), 0);
    assert_int_equal(account_by_person(db, ann, &files->arena, &account), 0);
    assert_int_equal(account_by_id(db, first, &files->arena, &account), 1);
    assert_true(account.disabled);
    assert_true(add_account(db, "person", 1002, house, ben) > first);
    assert_true(add_account(db, "person", 1003, house, ann) > first);
    /* Whoever comes by PIN alone has no user; there may be many. */
    assert_true(add_account(db, "operator", -1, 0, 0) > 0);
    assert_true(add_account(db, "operator", -1, 0, 0) > 0);
    assert_true(add_account(db, "stranger", 1004, 0, 0) < 0);
    db_close(db);
}

static void a_list_of_accounts_has_names(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct account_entry *page = NULL;
    size_t count = 0;
    int64_t house = add_house(db, "maple");
    (void)add_account(db, "person", 1002, house, add_person(db, house, "ann"));
    int64_t kiosk = add_account(db, "kiosk", 1100, house, 0);
    (void)add_account(db, "operator", 0, 0, 0);
    assert_int_equal(account_page(db, 0, 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(page[0].house, "maple");
    assert_string_equal(page[0].person, "ann");
    assert_string_equal(page[1].house, "maple");
    assert_null(page[1].person);
    assert_int_equal(account_page(db, kiosk, 2, &files->arena, &page, &count), 0);
    assert_int_equal(count, 1);
    assert_null(page[0].house);
    assert_true(page[0].account.uid.present);
    assert_int_equal(page[0].account.uid.value, 0);
    db_close(db);
}

static void a_pin_is_kept_whole_or_is_none(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct account account = {0};
    unsigned char salt[16];
    unsigned char hash[32];
    unsigned char read_salt[16] = {0};
    unsigned char read_hash[32] = {0};
    memset(salt, 0, sizeof salt);
    memset(hash, 7, sizeof hash);
    int64_t id = add_account(db, "operator", 5, 0, 0);
    assert_int_equal(account_pin(db, id, read_salt, read_hash), 0);
    struct pin_kept kept = {.at = NOW};
    memcpy(kept.salt, salt, sizeof kept.salt);
    memcpy(kept.hash, hash, sizeof kept.hash);
    assert_int_equal(account_keep_pin(db, id, &kept), 0);
    assert_int_equal(account_pin(db, id, read_salt, read_hash), 1);
    assert_memory_equal(read_salt, salt, sizeof salt);
    assert_memory_equal(read_hash, hash, sizeof hash);
    assert_int_equal(account_by_id(db, id, &files->arena, &account), 1);
    assert_true(account.has_pin);
    files_sql(files, "kith.db", "update account set pin_hash = x'0707'");
    memset(read_hash, 0, sizeof read_hash);
    assert_int_equal(account_pin(db, id, read_salt, read_hash), 0);
    assert_int_equal(read_hash[0], 0);
    db_close(db);
}

/* issue 2: "Rights, roles and offices with dates" */
static void roles_are_held_between_their_dates(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct held_role *held = NULL;
    size_t count = 0;
    int64_t id = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    struct role_term term = {
        .person = ann, .house = house, .role = ROLE_COACH, .from_at = 100, .until_at = 200};
    assert_int_equal(role_insert(db, &term, &id), 0);
    static const struct {
        int64_t at;
        size_t held;
    } moments[] = {{99, 0}, {100, 1}, {199, 1}, {200, 0}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(role_held(db, ann, moments[i].at, &files->arena, &held, &count), 0);
        assert_int_equal(count, moments[i].held);
    }
    assert_int_equal(role_held(db, ann, 150, &files->arena, &held, &count), 0);
    assert_int_equal(held[0].role, ROLE_COACH);
    assert_int_equal(held[0].house, house);
    assert_int_equal(role_end(db, id, 120), 0);
    assert_int_equal(role_held(db, ann, 150, &files->arena, &held, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

static void who_lives_here_is_a_resident_and_an_unknown_role_gives_nothing(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct held_role *held = NULL;
    struct role_term *terms = NULL;
    size_t count = 0;
    int64_t id = 0;
    int64_t house = add_house(db, "maple");
    int64_t ann = add_person(db, house, "ann");
    int64_t stay = add_stay(db, house, ann, november(1));
    struct role_term term = {.person = ann, .house = house, .role = ROLE_MANAGER, .from_at = 1};
    assert_int_equal(role_insert(db, &term, &id), 0);
    files_sql(files, "kith.db", "update role_term set role = 'astronaut'");
    assert_int_equal(role_held(db, ann, NOW, &files->arena, &held, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(held[0].role, ROLE_RESIDENT);
    assert_int_equal(role_terms(db, ann, 0, &files->arena, &terms, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(terms[0].role, ROLE_ANYBODY);
    assert_int_equal(stay_end(db, stay, november(2), "resident", NO_DAY), 0);
    assert_int_equal(role_held(db, ann, NOW, &files->arena, &held, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

static void terms_are_listed_by_person_by_house_and_by_both(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct role_term *terms = NULL;
    size_t count = 0;
    int64_t id = 0;
    int64_t house[2] = {add_house(db, "maple"), add_house(db, "oak")};
    int64_t person[2] = {add_person(db, house[0], "ann"), add_person(db, house[1], "ben")};
    for (int i = 0; i < 4; i++) {
        struct role_term term = {.person = person[i & 1],
                                 .house = house[i >> 1],
                                 .role = ROLE_MEMBER,
                                 .from_at = 100 + i};
        assert_int_equal(role_insert(db, &term, &id), 0);
    }
    assert_int_equal(role_terms(db, person[0], house[1], &files->arena, &terms, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(terms[0].house_handle, "oak");
    assert_string_equal(terms[0].person_handle, "ann");
    assert_int_equal(terms[0].until_at, 0);
    assert_int_equal(role_terms(db, person[0], 0, &files->arena, &terms, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(terms[0].from_at, 102);
    assert_int_equal(terms[1].from_at, 100);
    assert_int_equal(role_terms(db, 0, house[0], &files->arena, &terms, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(role_terms(db, 0, 0, &files->arena, &terms, &count), 0);
    assert_int_equal(count, 4);
    db_close(db);
}

/* issue 2: "lockout per typed handle kept in the database" */
static void failures_are_counted_per_kiosk_and_typed_handle(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct lockout read = {0};
    int64_t untold = 0;
    int64_t maple = add_house(db, "maple");
    int64_t kiosk = add_account(db, "kiosk", 1100, maple, 0);
    int64_t second = add_account(db, "kiosk", 1101, maple, 0);
    int64_t elsewhere = add_account(db, "kiosk", 1102, add_house(db, "oak"), 0);
    struct lockout lockout = {.failures = 6,
                              .untold = 3,
                              .wait_seconds = 60,
                              .since = {.wall = 11, .boot = 12, .boot_id = "boot-one"}};
    assert_int_equal(lockout_save(db, kiosk, "ann", &lockout), 0);
    assert_int_equal(lockout_load(db, kiosk, "ben", &read), 0);
    assert_int_equal(read.failures, 0);
    assert_int_equal(lockout_load(db, second, "ann", &read), 0);
    assert_int_equal(read.failures, 0);
    assert_int_equal(lockout_load(db, kiosk, "ann", &read), 0);
    assert_int_equal(read.failures, 6);
    assert_int_equal(read.untold, 3);
    assert_int_equal(read.wait_seconds, 60);
    assert_int_equal(read.since.wall, 11);
    assert_int_equal(read.since.boot, 12);
    assert_string_equal(read.since.boot_id, "boot-one");
    lockout.untold = 4;
    assert_int_equal(lockout_save(db, kiosk, "ann", &lockout), 0);
    assert_int_equal(lockout_save(db, second, "ann", &lockout), 0);
    assert_int_equal(lockout_save(db, elsewhere, "ann", &lockout), 0);
    assert_int_equal(lockout_untold(db, maple, "ann", &untold), 0);
    assert_int_equal(untold, 8);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_account_is_found_by_its_user_and_by_its_person),
        TEST(a_user_and_a_person_have_one_account_at_a_time),
        TEST(a_list_of_accounts_has_names),
        TEST(a_pin_is_kept_whole_or_is_none),
        TEST(roles_are_held_between_their_dates),
        TEST(who_lives_here_is_a_resident_and_an_unknown_role_gives_nothing),
        TEST(terms_are_listed_by_person_by_house_and_by_both),
        TEST(failures_are_counted_per_kiosk_and_typed_handle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
