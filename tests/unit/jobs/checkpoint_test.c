/* The job that signs what was written: when it is due, and when there is nothing to sign. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/bytes.h"
#include "common/varlink.h"
#include "tests/unit/rpc/drive.h"

enum { HOUR = 3600, MIDNIGHT = RIG_START + 7 * HOUR /* UTC */ };

static void rename_ben(struct rig *rig)
{
    struct peer *mike = rig_peer(rig, 1001);
    rig_do(rig, mike, "org.kith.Person.Change", "{\"person\":\"ben\",\"name\":\"Ben B\"}");
    peer_free(mike);
}

static int64_t checkpoints(struct rig *rig)
{
    return look_record(rig, "select count(*) from checkpoint");
}

static void pass(struct rig *rig, int64_t until)
{
    rig->now.wall = until;
    rig_run(rig);
}

/* --- When it is due ------------------------------------------------------------------------- */

/* issue 2: "checkpoints" */
static void it_is_due_an_hour_after_the_first_entry_that_none_covers(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(turn_next_due(rig->turn), RIG_START + HOUR);
    pass(rig, RIG_START + 1800);
    rename_ben(rig);
    assert_int_equal(turn_next_due(rig->turn), RIG_START + HOUR);
    pass(rig, RIG_START + HOUR - 1);
    assert_int_equal(checkpoints(rig), 0);
    pass(rig, RIG_START + HOUR);
    assert_int_equal(checkpoints(rig), 1);
    assert_int_equal(look_record(rig, "select seq from checkpoint"),
                     look_record(rig, "select max(seq) from audit"));
}

static void it_is_due_at_midnight_where_that_comes_sooner(void **state)
{
    struct rig *rig = *state;
    pass(rig, MIDNIGHT - 1800);
    assert_int_equal(checkpoints(rig), 1);
    rename_ben(rig);
    assert_int_equal(turn_next_due(rig->turn), MIDNIGHT);
    pass(rig, MIDNIGHT - 1);
    assert_int_equal(checkpoints(rig), 1);
    pass(rig, MIDNIGHT);
    assert_int_equal(checkpoints(rig), 2);
    /* A day that begins is a day like any other. */
    rename_ben(rig);
    assert_int_equal(turn_next_due(rig->turn), MIDNIGHT + HOUR);
}

static void nothing_is_due_where_nothing_is_new(void **state)
{
    struct rig *rig = *state;
    pass(rig, RIG_START + HOUR);
    assert_int_equal(turn_next_due(rig->turn), INT64_MAX);
    pass(rig, MIDNIGHT);
    pass(rig, MIDNIGHT + (int64_t)400 * 24 * HOUR);
    assert_int_equal(checkpoints(rig), 1);
    assert_int_equal(turn_next_due(rig->turn), INT64_MAX);
}

static void an_empty_record_has_nothing_due(void **state)
{
    struct rig *rig = rig_new();
    (void)state;
    assert_int_equal(turn_next_due(rig->turn), INT64_MAX);
    rig_free(rig);
}

/* design: "The database knows what is due" */
static void what_was_due_while_the_daemon_was_off_is_done_at_its_start(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(rig_restart(rig), 0);
    rig_run(rig);
    assert_int_equal(checkpoints(rig), 0);
    assert_int_equal(turn_next_due(rig->turn), RIG_START + HOUR);
    rig->now.wall = RIG_START + (int64_t)100 * HOUR;
    assert_int_equal(rig_restart(rig), 0);
    rig_run(rig);
    assert_int_equal(checkpoints(rig), 1);
    assert_int_equal(look_record(rig, "select at from checkpoint"),
                     RIG_START + (int64_t)100 * HOUR);
}

/* --- What it does ----------------------------------------------------------------------------- */

static void more_than_one_covers_are_signed_one_after_the_other(void **state)
{
    struct rig *rig = *state;
    struct peer *mike = rig_peer(rig, 1001);
    struct bytes calls = {0};
    static const char rename[] = "{\"person\":\"ben\",\"name\":\"Ben B\"}";
    for (int i = 0; i < 2200; i++)
        varlink_write_call(&calls, "org.kith.Person.Change", rename, strlen(rename), false);
    peer_feed(mike, calls.data, calls.length);
    bytes_clear(&calls);
    rig_run(rig);
    pass(rig, RIG_START + HOUR);
    assert_int_equal(checkpoints(rig), 3);
    assert_int_equal(look_record(rig, "select seq from checkpoint order by seq"), 1000);
    assert_int_equal(look_record(rig, "select max(seq) from checkpoint"),
                     look_record(rig, "select max(seq) from audit"));
    json_t *check = rig_must(rig, mike, "org.kith.Audit.Verify", NULL);
    assert_true(json_is_true(look(check, "intact")));
    json_decref(check);
}

static char last_line[160];

static void keep_line(void *context, int level, const char *line)
{
    (void)context;
    (void)level;
    (void)snprintf(last_line, sizeof last_line, "%s", line);
}

/* design: "each one also sent to the journal" */
static void its_words_go_to_the_log(void **state)
{
    struct rig *rig = *state;
    rig->world.log = keep_line;
    assert_int_equal(rig_restart(rig), 0);
    pass(rig, RIG_START + HOUR);
    json_t *hello = rig_must(rig, rig_peer(rig, 1002), "org.kith.Server.Hello", NULL);
    char line[160];
    (void)snprintf(line, sizeof line, "checkpoint %lld: %s",
                   (long long)look_record(rig, "select max(seq) from checkpoint"),
                   look_text(hello, "words"));
    assert_string_equal(last_line, line);
    json_decref(hello);
}

static void words_that_were_not_kept_do_not_go_to_the_log(void **state)
{
    struct rig *rig = *state;
    rig->world.log = keep_line;
    assert_int_equal(rig_restart(rig), 0);
    *last_line = '\0';
    rig->now.wall = RIG_START + HOUR;
    rlim_t before = allow_bytes(1);
    (void)turn_run(rig->turn);
    (void)allow_bytes(before);
    assert_int_equal(checkpoints(rig), 0);
    assert_null(strstr(last_line, "checkpoint"));
    pass(rig, RIG_START + HOUR + 60);
    assert_int_equal(checkpoints(rig), 1);
    assert_non_null(strstr(last_line, "checkpoint"));
}

/* A full disk, a record that takes no writes: it is tried again, but not at once. */
static void what_cannot_be_signed_now_is_tried_again_in_half_a_minute(void **state)
{
    struct rig *rig = *state;
    db_refuse_writes(rig->db);
    pass(rig, RIG_START + HOUR);
    assert_int_equal(checkpoints(rig), 0);
    assert_int_equal(turn_next_due(rig->turn), RIG_START + HOUR + 30);
    pass(rig, RIG_START + HOUR + 30);
    assert_int_equal(turn_next_due(rig->turn), RIG_START + HOUR + 60);
    assert_int_equal(rig_restart(rig), 0);
    rig_run(rig);
    assert_int_equal(checkpoints(rig), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(it_is_due_an_hour_after_the_first_entry_that_none_covers),
        LOOK_TEST(it_is_due_at_midnight_where_that_comes_sooner),
        LOOK_TEST(nothing_is_due_where_nothing_is_new),
        cmocka_unit_test(an_empty_record_has_nothing_due),
        LOOK_TEST(what_was_due_while_the_daemon_was_off_is_done_at_its_start),
        LOOK_TEST(more_than_one_covers_are_signed_one_after_the_other),
        LOOK_TEST(its_words_go_to_the_log),
        LOOK_TEST(words_that_were_not_kept_do_not_go_to_the_log),
        LOOK_TEST(what_cannot_be_signed_now_is_tried_again_in_half_a_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
