#include "client/complete.h"

#include "tests/unit/client/stage.h"

static void completion_offers_what_may_follow(void **state)
{
    static const char *const lines[][2] = {
        {"complete -- cho", "chore\n"},
        {"complete -- chore as", "assign\n"},
        {"complete -- chore done --n", "--note\n"},
        {"complete -- account roles mike --gr", "--grant\n"},
        {"complete -- account roles mike --grant coa", "coach\n"},
        {"complete -- account add k", "kiosk\n"},
        {"complete -- office appoint sec", "secretary\n"},
        {"complete -- person list --fo", "--former\n"},
        {"complete -- --house maple chore li", "list\n"},
        {"complete -- no", "note\n"},
        {"complete -- note amend 3 words --b", "--because\n"},
        {"complete -- nee", "need\n"},
        {"complete -- need do", "done\n"},
        {"complete -- need li", "list\n"},
        {"complete -- need list --d", "--done\n"},
        {"complete -- need soap l", ""},
        {"complete -- broken l", ""},
        {"complete -- nonsense x", ""},
        {"complete -- person show m", ""}, /* the daemon does not answer */
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stage s;
        stage_begin(&s);
        session_close(&s.client.session);
        assert_int_equal(stage_run(&s, lines[i][0]), OUTCOME_DONE);
        assert_string_equal(s.out, lines[i][1]);
        assert_string_equal(s.err, "");
        stage_end(&s);
    }
}

/* issue 2: "completion that knows handles" */
static void handles_come_from_the_daemon(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"people\":[{\"handle\":\"mike\"},{\"handle\":\"ann\"},"
                     "{\"handle\":\"mo\\u001b\"}]}}");
    assert_int_equal(stage_run(&s, "complete -- --house oak chore assign dishes m"), OUTCOME_DONE);
    assert_string_equal(stage_asked(&s), "{\"method\":\"org.kith.Person.List\",\"parameters\":"
                                         "{\"house\":\"oak\",\"limit\":500}}\n");
    assert_string_equal(s.out, "mike\nmo\\u001b\n");
    stage_end(&s);
}

static void a_refusal_offers_nothing_and_says_nothing(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"error\":\"org.varlink.service.PermissionDenied\"}");
    assert_int_equal(stage_run(&s, "complete -- chore done d"), OUTCOME_DONE);
    assert_string_equal(s.out, "");
    assert_string_equal(s.err, "");
    stage_end(&s);
}

static void the_patterns_are_those_of_the_help(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    assert_int_equal(stage_run(&s, "complete --patterns"), OUTCOME_DONE);
    assert_non_null(strstr(s.out, "\nchore assign CHORE PERSON [--on DATES] [--note TEXT]\n"));
    assert_non_null(strstr(s.out, "\naudit verify\naudit verify FILE\n"));
    assert_null(strstr(s.out, "complete"));
    assert_null(strstr(s.out, "="));
    stage_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(completion_offers_what_may_follow),
        cmocka_unit_test(handles_come_from_the_daemon),
        cmocka_unit_test(a_refusal_offers_nothing_and_says_nothing),
        cmocka_unit_test(the_patterns_are_those_of_the_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
