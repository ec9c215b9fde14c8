/* What stands sealed beside an audit entry, and entries that say no more than that they are. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/line.h"

/* --- The detail
 * ----------------------------------------------------------------------------------- */

/* design: "`detail` is the SHA-256 of a sealed blob beside it" */
static void every_detail_fits_its_line_and_opens(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    for (int64_t seq = newest(rig); seq > 0; seq--) {
        struct line line = line_at(rig, &arena, seq);
        const char *tail = arena_format(&arena, "\"detail\":\"%s\"}", digest_of(&line, &arena));
        size_t length = strlen(line.body);
        assert_true(length > strlen(tail));
        assert_string_equal(line.body + length - strlen(tail), tail);
        assert_memory_equal(opened(rig, &arena, &line), "{\"parameters\":{", 15);
    }
    arena_clear(&arena);
}

static void the_detail_holds_the_parameters_as_they_came(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Assign",
           "{ \"person\": \"ann\", \"note\": \"mind the \\\"good\\\" knives\","
           " \"chore\": \"dishes\" }");
    struct line line = line_at(rig, &arena, 0);
    assert_null(memmem(line.detail, line.length, "knives", 6));
    assert_string_equal(opened(rig, &arena, &line),
                        "{\"parameters\":{\"person\":\"ann\","
                        "\"note\":\"mind the \\\"good\\\" knives\",\"chore\":\"dishes\"}}");
    arena_clear(&arena);
}

/* design: "Secrets ... never": a PIN is kept nowhere, not even sealed */
static void a_secret_parameter_is_kept_nowhere(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    struct peer *ann = rig_peer(rig, 1002);
    rig_do(rig, ann, "org.kith.Account.SetPin", "{\"pin\":\"481516\"}");
    struct line line = line_at(rig, &arena, 0);
    assert_non_null(strstr(line.body, "\"method\":\"SetPin\""));
    assert_string_equal(opened(rig, &arena, &line), "{}");
    arena_clear(&arena);
}

/* issue 2: what is destroyed is gone, and "a chain that does not verify" never comes of it */
static void the_chain_outlives_the_keys_of_the_details(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    const struct seal_scope everything = {person(rig, "ann"), NULL, NULL};
    int64_t count = 0;
    const char *text = NULL;
    struct peer *mike = rig_peer(rig, 1001);
    struct peer *ann = rig_peer(rig, 1002);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    rig_do(rig, ann, "org.kith.Chore.Done", "{\"chore\":\"dishes\",\"note\":\"all of it\"}");
    struct line line = line_at(rig, &arena, 0);
    assert_int_equal(db_begin_write(rig->db), 0);
    assert_int_equal(vault_destroy(rig->vault, &everything, RIG_START, &count), 0);
    assert_int_equal(db_commit(rig->db), 0);
    assert_int_equal(vault_bury(rig->vault), 0);
    assert_true(count >= 2);
    assert_int_equal(
        vault_unseal(rig->vault, "audit", "detail", line.detail, line.length, &arena, &text),
        -ENOKEY);
    json_t *check = rig_must(rig, ann, "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(json_object_get(check, "intact")));
    json_decref(check);
    arena_clear(&arena);
}

/* --- Private nouns
 * -------------------------------------------------------------------------------- */

/* design: "PRIVATE nouns ... keep noun, method, actor and `on` inside the sealed detail; the clear
 * line says `private`, dated to the day" */
static void a_private_entry_says_only_that_there_was_one_and_the_day(void **state)
{
    struct rig *rig = *state;
    struct arena arena = {0};
    struct entry *entry =
        (struct entry *)(uintptr_t)dispatch_find(rig->turn, "org.kith.Chore.Assign");
    struct noun hidden = *entry->noun;
    hidden.private_entries = true;
    entry->noun = &hidden;
    int64_t seq = newest(rig);
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Chore.Assign", "{\"chore\":\"dishes\",\"person\":\"ann\"}");
    assert_line(rig, &arena,
                arena_format(&arena,
                             "{\"seq\":%lld,\"at\":\"2026-11-27\",\"noun\":\"private\","
                             "\"outcome\":\"done\",\"rules\":0",
                             (long long)seq + 1));
    struct line line = line_at(rig, &arena, 0);
    assert_int_equal(line.house, 0);
    assert_string_equal(line.noun, "private");
    assert_int_equal(line.actor, 0);
    assert_int_equal(
        look_record(rig, "select count(*) from audit_on where seq = (select max(seq) from audit)"),
        0);
    assert_string_equal(
        opened(rig, &arena, &line),
        arena_format(&arena,
                     "{\"actor\":\"person:%lld\",\"via\":\"socket\",\"noun\":\"Chore\","
                     "\"method\":\"Assign\",\"house\":1,\"on\":[\"person:%lld\"],"
                     "\"parameters\":{\"chore\":\"dishes\",\"person\":\"ann\"}}",
                     (long long)person(rig, "mike"), (long long)person(rig, "ann")));
    json_t *check = rig_must(rig, mike, "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(json_object_get(check, "intact")));
    json_decref(check);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(every_detail_fits_its_line_and_opens),
        LOOK_TEST(the_detail_holds_the_parameters_as_they_came),
        LOOK_TEST(a_secret_parameter_is_kept_nowhere),
        LOOK_TEST(the_chain_outlives_the_keys_of_the_details),
        LOOK_TEST(a_private_entry_says_only_that_there_was_one_and_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
