/* PINs: who sets them, which are refused, and what is kept of them. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rpc/kiosk.h"

/* --- PINs ----------------------------------------------------------------------------------- */

/* issue 2: "PINs for people without a uid" */
static void a_pin_is_set_by_oneself_and_by_the_manager_and_by_nobody_else(void **state)
{
    struct rig *rig = *state;
    static const char for_cat[] = "{\"person\":\"cat\",\"pin\":\"283019\"}";
    struct peer *kiosk = rig_peer(rig, KIOSK);
    assert_string_equal(log_in(rig, kiosk, "cat", "283019"), "LoginFailed");
    assert_string_equal(rig_try(rig, rig_peer(rig, ANN), "org.kith.Account.SetPin", for_cat),
                        "PermissionDenied");
    assert_string_equal(rig_try(rig, rig_peer(rig, OPAL), "org.kith.Account.SetPin", for_cat),
                        "PermissionDenied");
    assert_string_equal(rig_try(rig, rig_peer(rig, STRANGER), "org.kith.Account.SetPin",
                                "{\"house\":\"maple\",\"person\":\"cat\",\"pin\":\"283019\"}"),
                        "NotFound");
    rig_do(rig, rig_peer(rig, MIKE), "org.kith.Account.SetPin", for_cat);
    assert_string_equal(log_in(rig, kiosk, "cat", "283019"), "");
}

static void somebody_without_an_account_gets_one_with_their_pin(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, MIKE);
    struct peer *kiosk = rig_peer(rig, KIOSK);
    rig_do(rig, mike, "org.kith.Person.Add", "{\"handle\":\"eve\",\"name\":\"Eve\"}");
    rig_do(rig, mike, "org.kith.Account.SetPin", "{\"person\":\"eve\",\"pin\":\"283019\"}");
    assert_int_equal(look_record(rig, "select count(*) from account join person on person.id ="
                                      " account.person where handle = 'eve' and uid is null"),
                     1);
    assert_string_equal(log_in(rig, kiosk, "eve", "283019"), "");
    assert_string_equal(who(rig, kiosk), "eve");
}

/* Whoever sets a PIN could log in with it: the promise that coach and manager are two would end. */
static void a_coachs_pin_is_set_by_the_coach_alone(void **state)
{
    struct rig *rig = *state;
    static const char for_opal[] = "{\"person\":\"opal\",\"pin\":\"283019\"}";
    assert_string_equal(rig_try(rig, rig_peer(rig, MIKE), "org.kith.Account.SetPin", for_opal),
                        "OwnPinOnly");
    rig_do(rig, rig_peer(rig, OPAL), "org.kith.Account.SetPin", "{\"pin\":\"283019\"}");
    assert_string_equal(log_in(rig, rig_peer(rig, KIOSK), "opal", "283019"), "");
}

static void a_new_pin_ends_the_waiting(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    fail_times(rig, kiosk, "ann", 5);
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "LockedOut");
    rig_do(rig, rig_peer(rig, MIKE), "org.kith.Account.SetPin",
           "{\"person\":\"ann\",\"pin\":\"283019\"}");
    assert_string_equal(log_in(rig, kiosk, "ann", "283019"), "");
}

static void whose_account_was_ended_gets_no_new_one_by_a_pin(void **state)
{
    struct rig *rig = *state;
    char parameters[64];
    (void)snprintf(parameters, sizeof parameters, "{\"accountId\":%lld}",
                   (long long)look_record(rig, "select id from account where uid = 1004"));
    rig_do(rig, rig_peer(rig, 0), "org.kith.Account.Disable", parameters);
    assert_string_equal(rig_try(rig, rig_peer(rig, MIKE), "org.kith.Account.SetPin",
                                "{\"person\":\"cat\",\"pin\":\"283019\"}"),
                        "Conflict");
}

static void a_new_pin_is_the_only_one(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    rig_do(rig, rig_peer(rig, ANN), "org.kith.Account.SetPin", "{\"pin\":\"283019\"}");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "LoginFailed");
    assert_string_equal(log_in(rig, kiosk, "ann", "283019"), "");
}

static void an_easy_pin_is_refused_before_any_work(void **state)
{
    struct rig *rig = *state;
    struct peer *ann = rig_peer(rig, ANN);
    static const char *const easy[] = {"111111", "123456", "987654", "890123", "12345",
                                       "",       "28301a", "28 301", "-28301"};
    rig->hold_work = true;
    for (size_t i = 0; i < sizeof easy / sizeof *easy; i++) {
        char parameters[64];
        (void)snprintf(parameters, sizeof parameters, "{\"pin\":\"%s\"}", easy[i]);
        assert_string_equal(rig_try(rig, ann, "org.kith.Account.SetPin", parameters), "PinTooEasy");
    }
    assert_string_equal(rig_try(rig, ann, "org.kith.Account.SetPin", "{\"pin\":\"2830192830192\"}"),
                        "InvalidParameter");
    assert_int_equal(count_work(rig), 0);
}

/* issue 2: "the person told": another hand on one's PIN does not go unnoticed. */
static void a_pin_set_by_another_is_told_to_the_person(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(look_record(rig, "select count(*) from event join person on person.id ="
                                      " event.person where kind = 'pin-set' and audience ="
                                      " 'person' and person.handle = 'ann'"),
                     1);
    assert_int_equal(look_record(rig, "select count(*) from event where kind = 'pin-set'"), 1);
}

/* --- Secrets ---------------------------------------------------------------------------------- */

static bool file_has(struct rig *rig, const char *name, const char *words)
{
    FILE *file = fopen(rig_path(rig, name), "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    rewind(file);
    char *data = malloc((size_t)size + 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, (size_t)size, file), size);
    (void)fclose(file);
    bool has = memmem(data, (size_t)size, words, strlen(words)) != NULL;
    free(data);
    return has;
}

/* Every file of the daemon's, journals and logs of what is not yet checkpointed included. */
static bool record_has(struct rig *rig, const char *words)
{
    bool has = false;
    size_t files = 0;
    DIR *folder = opendir(rig->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)); files++)
        if (entry->d_name[0] != '.')
            has |= file_has(rig, entry->d_name, words);
    (void)closedir(folder);
    assert_true(files > 2);
    return has;
}

/* What stands sealed beside the entries of a method, one after the other. */
static void unseal_details(struct rig *rig, const char *method, size_t expected)
{
    sqlite3 *db = look_open(rig);
    sqlite3_stmt *rows = NULL;
    struct arena arena = {0};
    size_t count = 0;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "select detail from audit where noun = 'Account'"
                                        " and json_extract(body, '$.method') = ?1",
                                        -1, &rows, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_bind_text(rows, 1, method, -1, SQLITE_STATIC), SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        const char *text = NULL;
        assert_int_equal(vault_unseal(rig->vault, "audit", "detail", sqlite3_column_blob(rows, 0),
                                      (size_t)sqlite3_column_bytes(rows, 0), &arena, &text),
                         0);
        assert_string_equal(text, "{}");
        count++;
    }
    assert_int_equal(count, expected);
    (void)sqlite3_finalize(rows);
    (void)sqlite3_close(db);
    arena_clear(&arena);
}

/* issue 2: "PINs": what is kept of one is its hash, and nothing of one that was wrong. */
static void no_pin_stands_in_the_record_or_in_what_is_sealed_beside_it(void **state)
{
    struct rig *rig = *state;
    struct peer *kiosk = rig_peer(rig, KIOSK);
    struct peer *ann = rig_peer(rig, ANN);
    assert_string_equal(log_in(rig, kiosk, "ann", WRONG_PIN), "LoginFailed");
    assert_string_equal(log_in(rig, kiosk, "zoe", WRONG_PIN), "LoginFailed");
    assert_string_equal(log_in(rig, kiosk, "ann", ANNS_PIN), "");
    assert_string_equal(rig_try(rig, ann, "org.kith.Account.SetPin", "{\"pin\":\"111111111111\"}"),
                        "PinTooEasy");
    unseal_details(rig, "SetPin", 2);
    unseal_details(rig, "Login", 3);
    assert_true(record_has(rig, "Wash the dishes"));
    for (int closed = 0; closed < 2; closed++) {
        assert_false(record_has(rig, ANNS_PIN));
        assert_false(record_has(rig, BENS_PIN));
        assert_false(record_has(rig, WRONG_PIN));
        assert_false(record_has(rig, "111111111111"));
        rig_stop(rig);
    }
}

/* The same PIN twice is two hashes, and neither is one without the pepper. */
static void equal_pins_are_kept_as_different_hashes(void **state)
{
    struct rig *rig = *state;
    rig_do(rig, rig_peer(rig, CAT), "org.kith.Account.SetPin", "{\"pin\":\"" ANNS_PIN "\"}");
    assert_int_equal(look_record(rig, "select count(distinct pin_hash) from account"), 3);
    assert_int_equal(look_record(rig, "select count(distinct pin_salt) from account"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIOSK_TEST(a_pin_is_set_by_oneself_and_by_the_manager_and_by_nobody_else),
        KIOSK_TEST(somebody_without_an_account_gets_one_with_their_pin),
        KIOSK_TEST(a_coachs_pin_is_set_by_the_coach_alone),
        KIOSK_TEST(a_new_pin_ends_the_waiting),
        KIOSK_TEST(whose_account_was_ended_gets_no_new_one_by_a_pin),
        KIOSK_TEST(a_new_pin_is_the_only_one),
        KIOSK_TEST(an_easy_pin_is_refused_before_any_work),
        KIOSK_TEST(a_pin_set_by_another_is_told_to_the_person),
        KIOSK_TEST(no_pin_stands_in_the_record_or_in_what_is_sealed_beside_it),
        KIOSK_TEST(equal_pins_are_kept_as_different_hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
