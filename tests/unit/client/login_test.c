/* A kiosk: the PIN is typed at a terminal, so these tests have one of their own. */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <sys/wait.h>

#include "tests/unit/client/stage.h"

/* Longer than any answer takes; it is never waited for in full. */
enum { ANSWER_WAIT = 10000 };

/* Somebody at a terminal, where a stage runs. */
struct kiosk {
    struct stage stage;
    pid_t child;
    int terminal;
    char seen[16384];
    size_t length;
};

/* Types nothing until `text` is seen; false at the end. */
static bool wait_for(struct kiosk *kiosk, const char *text)
{
    while (!text || !strstr(kiosk->seen, text)) {
        struct pollfd poller = {.fd = kiosk->terminal, .events = POLLIN};
        ssize_t got = poll(&poller, 1, ANSWER_WAIT) > 0
                          ? read(kiosk->terminal, kiosk->seen + kiosk->length,
                                 sizeof kiosk->seen - 1 - kiosk->length)
                          : -1;
        if (got <= 0)
            return false;
        kiosk->length += (size_t)got;
        kiosk->seen[kiosk->length] = '\0';
    }
    return true;
}

/* Types a line once `prompt` has come, and looks only at what comes then. */
static void type_line(struct kiosk *kiosk, const char *prompt, const char *line)
{
    assert_true(wait_for(kiosk, prompt));
    kiosk->length = 0;
    kiosk->seen[0] = '\0';
    assert_int_equal(write(kiosk->terminal, line, strlen(line)), strlen(line));
}

/* Runs a command at the terminal; the daemon's answers must have been laid out. */
static void start(struct kiosk *kiosk, const char *line)
{
    fflush(stdout);
    kiosk->child = forkpty(&kiosk->terminal, NULL, NULL, NULL);
    assert_true(kiosk->child >= 0);
    if (kiosk->child > 0)
        return;
    kiosk->stage.client.out = stdout;
    kiosk->stage.client.err = stdout;
    enum outcome outcome = stage_run(&kiosk->stage, line);
    fflush(stdout);
    _exit((int)outcome);
}

/* Reads to the end; how the command ended. */
static int finish(struct kiosk *kiosk)
{
    int status = 0;
    (void)wait_for(kiosk, NULL);
    assert_int_equal(waitpid(kiosk->child, &status, 0), kiosk->child);
    close(kiosk->terminal);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

#define KIOSK STAGE_HELLO("\"houses\":[\"maple\"],\"account\":\"kiosk\",\"roles\":[]")

static void a_session_lasts_until_exit_on_one_connection(void **state)
{
    struct kiosk k = {.length = 0};
    (void)state;
    stage_begin(&k.stage);
    stage_answer(&k.stage, KIOSK);
    stage_answer(&k.stage,
                 "{\"parameters\":{\"person\":\"mike\",\"failedLogins\":2,\"idleSeconds\":60}}");
    stage_answer(&k.stage, STAGE_MIKE);
    stage_answer(&k.stage, "{\"parameters\":{\"on\":\"2026-11-27\"}}");
    start(&k, "login mike");
    type_line(&k, "PIN: ", "493817\n");
    type_line(&k, "mike> ", "\n");
    type_line(&k, "mike> ", "kith done dishes --note 'all dry'\n");
    assert_true(wait_for(&k, "Thank you."));
    type_line(&k, "mike> ", "nonsense\n");
    type_line(&k, "mike> ", "exit\n");
    assert_int_equal(finish(&k), OUTCOME_DONE);
    assert_non_null(strstr(k.seen, "You are logged out."));
    assert_string_equal(
        stage_asked(&k.stage),
        "{\"method\":\"org.kith.Account.Login\",\"parameters\":{\"person\":\"mike\",\"pin\":"
        "\"493817\"}}\n"
        "{\"method\":\"org.kith.Server.Hello\"}\n"
        "{\"method\":\"org.kith.Chore.Done\",\"parameters\":{\"chore\":\"dishes\",\"note\":"
        "\"all dry\"}}\n");
    stage_end(&k.stage);
}

/* Without a terminal to ask for a PIN at: what is refused here is refused before. */
static void where_there_is_nothing_to_log_in_to_no_pin_is_asked_for(void **state)
{
    static const struct {
        const char *hello;
        const char *typed;
        const char *read;
        enum outcome outcome;
    } cases[] = {
        {STAGE_MIKE, "login mike", "You are known here as mike, so there is nothing to log in to.",
         OUTCOME_REFUSED},
        {STAGE_HELLO("\"houses\":[],\"account\":\"none\",\"roles\":[]"), "login mike",
         "One logs in at the shared computer only.", OUTCOME_REFUSED},
        {KIOSK, "login Mike", "A handle has small letters only. Try: kith login mike",
         OUTCOME_USAGE},
        {KIOSK, "login maple/mike", "A handle is like mike:", OUTCOME_USAGE},
        {KIOSK, "login Maple/Mike", "A handle is like mike:", OUTCOME_USAGE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage s;
        stage_begin(&s);
        stage_answer(&s, cases[i].hello);
        assert_int_equal(stage_run(&s, cases[i].typed), cases[i].outcome);
        assert_non_null(strstr(s.err, cases[i].read));
        assert_string_equal(stage_asked(&s), "");
        stage_end(&s);
    }
}

static void who_is_logged_in_does_not_log_in_again(void **state)
{
    struct kiosk k = {.length = 0};
    (void)state;
    stage_begin(&k.stage);
    stage_answer(&k.stage, KIOSK);
    stage_answer(&k.stage,
                 "{\"parameters\":{\"person\":\"mike\",\"failedLogins\":0,\"idleSeconds\":60}}");
    stage_answer(&k.stage, STAGE_MIKE);
    start(&k, "login mike");
    type_line(&k, "PIN: ", "493817\n");
    type_line(&k, "mike> ", "login ann\n");
    assert_true(wait_for(&k, "You are logged in as mike. `exit` first."));
    type_line(&k, "mike> ", "exit\n");
    assert_int_equal(finish(&k), OUTCOME_DONE);
    stage_end(&k.stage);
}

/* design, section 9: "Secrets by prompt or file, never as arguments" */
static void the_pin_is_not_shown(void **state)
{
    struct kiosk k = {.length = 0};
    (void)state;
    stage_begin(&k.stage);
    stage_answer(&k.stage, KIOSK);
    stage_answer(&k.stage, "{\"error\":\"org.kith.Account.LoginFailed\",\"parameters\":"
                           "{\"message\":\"They do not belong together.\"}}");
    start(&k, "login mike");
    type_line(&k, "PIN: ", "111222\n");
    assert_int_equal(finish(&k), OUTCOME_REFUSED);
    assert_null(strstr(k.seen, "111222"));
    assert_non_null(strstr(k.seen, "kith: They do not belong together."));
    stage_end(&k.stage);
}

/* issue 2: "A session is its connection; there are no tokens." */
static void a_session_ends_with_its_connection(void **state)
{
    struct kiosk k = {.length = 0};
    (void)state;
    stage_begin(&k.stage);
    stage_answer(&k.stage, KIOSK);
    stage_answer(&k.stage,
                 "{\"parameters\":{\"person\":\"mike\",\"failedLogins\":0,\"idleSeconds\":60}}");
    stage_answer(&k.stage, "{\"error\":\"org.kith.Server.StorageFailed\",\"parameters\":"
                           "{\"message\":\"The disk is full.\"}}");
    start(&k, "login mike");
    type_line(&k, "PIN: ", "493817\n");
    type_line(&k, "mike> ", "today\n");
    assert_int_equal(finish(&k), OUTCOME_DONE);
    assert_non_null(strstr(k.seen, "kith: The disk is full."));
    assert_non_null(strstr(k.seen, "You are logged out."));
    stage_end(&k.stage);
}

static void a_new_pin_is_asked_for_twice(void **state)
{
    static const char *const again[][2] = {{"593817\n", "The new PIN holds"},
                                           {"593818\n", "not the same"}};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct kiosk k = {.length = 0};
        stage_begin(&k.stage);
        stage_answer(&k.stage, STAGE_MIKE);
        stage_answer(&k.stage, "{}");
        start(&k, "account pin ann");
        type_line(&k, "New PIN", "593817\n");
        type_line(&k, "again", again[i][0]);
        assert_int_equal(finish(&k), i == 0 ? OUTCOME_DONE : OUTCOME_USAGE);
        assert_non_null(strstr(k.seen, again[i][1]));
        assert_true((strstr(stage_asked(&k.stage), "593817") != NULL) == (i == 0));
        stage_end(&k.stage);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_lasts_until_exit_on_one_connection),
        cmocka_unit_test(where_there_is_nothing_to_log_in_to_no_pin_is_asked_for),
        cmocka_unit_test(who_is_logged_in_does_not_log_in_again),
        cmocka_unit_test(the_pin_is_not_shown),
        cmocka_unit_test(a_session_ends_with_its_connection),
        cmocka_unit_test(a_new_pin_is_asked_for_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
