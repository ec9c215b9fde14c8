/* What people read when something went wrong, and how the command ends. */
#include "client/trouble.h"

#include <errno.h>

#include "tests/unit/client/stage.h"

struct refusal_case {
    const char *typed;
    const char *reply;
    const char *read;
};

static const struct refusal_case REFUSALS[] = {
    {"chore done dishs",
     "{\"error\":\"org.kith.Server.NotFound\",\"parameters\":{\"kind\":\"chore\",\"name\":"
     "\"dishs\","
     "\"nearest\":\"dishes\",\"message\":\"There is no chore \\\"dishs\\\" here.\"}}",
     "kith: There is no chore \"dishs\" here. Did you mean dishes?\n"},
    {"chore done dishes",
     "{\"error\":\"org.kith.Chore.AlreadyDone\",\"parameters\":{\"chore\":\"dishes\",\"on\":"
     "\"2026-11-27\",\"message\":\"dishes on 2026-11-27 is done already.\"}}",
     "kith: dishes on Fri 27 Nov is done already.\n"},
    /* A text that only looks like a date stays as it was typed. */
    {"chore done dishes",
     "{\"error\":\"org.kith.Chore.NotHere\",\"parameters\":{\"person\":\"ann\",\"on\":"
     "\"2025-11-27\",\"message\":\"ann does not live here on 2025-11-27 (2026-11-27).\"}}",
     "kith: ann does not live here on Thu 27 Nov 2025 (2026-11-27).\n"},
    {"chore list", "{\"error\":\"org.varlink.service.PermissionDenied\"}",
     "kith: You may not do this. Ask the house's manager or an officer; `kith server methods` shows"
     " what you may do.\n"},
    {"chore add Dishes Wash",
     "{\"error\":\"org.varlink.service.InvalidParameter\",\"parameters\":{\"parameter\":"
     "\"handle\"}}",
     "kith: HANDLE: a handle has small letters only. Try: dishes\n"},
    {"chore add 2nd Wash",
     "{\"error\":\"org.varlink.service.InvalidParameter\",\"parameters\":{\"parameter\":"
     "\"handle\"}}",
     "kith: HANDLE: this will not do (what people type, such as dishes). It begins with a letter"
     " and has only a-z, 0-9 and -, at most 32.\n"},
    {"chore assign dishes Oak/Mike",
     "{\"error\":\"org.varlink.service.InvalidParameter\",\"parameters\":{\"parameter\":"
     "\"person\"}}",
     "kith: PERSON: a handle has small letters only. Try: oak/mike\n"},
    {"chore assign dishes mike_r",
     "{\"error\":\"org.varlink.service.InvalidParameter\",\"parameters\":{\"parameter\":"
     "\"person\"}}",
     "kith: PERSON: this will not do. It is a handle such as mike, or maple/mike.\n"},
    {"chore add dishes Wash --due 9pm",
     "{\"error\":\"org.varlink.service.InvalidParameter\",\"parameters\":{\"parameter\":"
     "\"dueTime\"}}",
     "kith: --due TIME: this will not do (when it is due, HH:MM; past 24:00 for after midnight). It"
     " is a time such as 21:00.\n"},
    {"done dishes",
     "{\"error\":\"org.varlink.service.InvalidParameter\",\"parameters\":{\"parameter\":"
     "\"person\"}}",
     "kith: Something is missing here: person (whose; one's own where absent). It is a handle such"
     " as mike, or maple/mike.\n"},
    {"chore list",
     "{\"error\":\"org.varlink.service.InvalidParameter\",\"parameters\":{\"parameter\":\"new\"}}",
     "kith: The daemon does not take new.\n"},
    {"chore list",
     "{\"error\":\"org.varlink.service.MethodNotFound\",\"parameters\":{\"method\":"
     "\"org.kith.Chore.List\"}}",
     "kith: The daemon is older than this client, and does not know this yet. Install the same"
     " version of both, then restart kithd.\n"},
    {"call Chore.Nope",
     "{\"error\":\"org.varlink.service.MethodNotFound\",\"parameters\":{\"method\":"
     "\"org.kith.Chore.Nope\"}}",
     "kith: The daemon knows no method org.kith.Chore.Nope.\n"},
    {"call Event.Watch", "{\"error\":\"org.varlink.service.ExpectedMore\"}",
     "kith: This answers more than once. Add --more.\n"},
    {"chore list",
     "{\"error\":\"org.kith.Server.HouseNeeded\",\"parameters\":{\"houses\":[\"maple\",\"oak\"],"
     "\"message\":\"Say which house you mean.\"}}",
     "kith: Say which house you mean. Add --house and one of these: maple, oak.\n"},
    {"chore list",
     "{\"error\":\"org.kith.Server.HouseNeeded\",\"parameters\":{\"houses\":[],\"message\":\"m\"}}",
     "kith: There is no house here yet that is yours to act in. `kith` alone says how to begin.\n"},
    {"chore list", "{\"error\":\"org.kith.Moon.Full\",\"parameters\":{\"phase\":4}}",
     "kith: org.kith.Moon.Full {\"phase\":4}\n"},
    {"chore list",
     "{\"error\":\"org.kith.Moon.Full\",\"parameters\":{\"message\":\"\\u001b[2JGone.\"}}",
     "kith: \\u001b[2JGone.\n"},
};

/* design, section 9: "Errors: what, why, what to do next." */
static void refusals_are_told_with_what_would_do(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof *REFUSALS; i++) {
        struct stage s;
        stage_begin(&s);
        stage_answer(&s, STAGE_MIKE);
        stage_answer(&s, REFUSALS[i].reply);
        assert_int_equal(stage_run(&s, REFUSALS[i].typed), OUTCOME_REFUSED);
        assert_string_equal(s.err, REFUSALS[i].read);
        assert_string_equal(s.out, "");
        stage_end(&s);
    }
}

#define CALLER(account, roles)                                                                     \
    STAGE_HELLO("\"houses\":[\"maple\"],\"account\":\"" account "\",\"roles\":[" roles "]")

static void who_may_not_is_told_whom_to_ask(void **state)
{
    static const char *const cases[][2] = {
        {CALLER("person", "\"resident\""), "You may not do this. Ask the house's manager or an"},
        {CALLER("person", "\"resident\",\"manager\""),
         "You may not do this. Ask whoever runs this computer;"},
        {CALLER("operator", "\"operator\""), "You may not do this. Ask the house's manager or an"},
        {CALLER("none", ""), "You may not do this: the house does not know you at this computer."},
        {CALLER("kiosk", ""), "kith: Log in first: kith login YOUR-HANDLE\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage s;
        stage_begin(&s);
        stage_answer(&s, cases[i][0]);
        stage_answer(&s, "{\"error\":\"org.varlink.service.PermissionDenied\"}");
        assert_int_equal(stage_run(&s, "chore list"), OUTCOME_REFUSED);
        assert_non_null(strstr(s.err, cases[i][1]));
        stage_end(&s);
    }
}

static const char *const USAGE[][2] = {
    {"chroe list", "kith: There is no \"chroe\". Did you mean chore?\n"},
    {"xyzzy", "kith: There is no \"xyzzy\". `kith help` shows what there is.\n"},
    {"c", "kith: \"c\" may be one of these: call, chore.\n"},
    {"chore a", "kith: \"a\" may be one of these: assign, add.\n"},
    {"chore lst", "kith: There is no \"lst\". Did you mean list?\n"},
    {"--hose maple", "kith: There is no option --hose here. Did you mean --house?\n"},
    {"in", "kith: There is no \"in\". `kith help` shows what there is.\n"},
    {"rea", "kith: There is no \"rea\". `kith help` shows what there is.\n"},
    {"chore done", "kith: Something is missing: CHORE.\n"
                   "It is typed: kith chore done CHORE [PERSON] [--on PASTDATE] [--note TEXT]"
                   " [--ticked STEPS] [--all-steps]\n"},
    {"done dishes mike",
     "kith: There is no place for \"mike\".\n"
     "It is typed: kith done CHORE [--on PASTDATE] [--note TEXT] [--ticked STEPS]"
     " [--all-steps]\n"
     "This can be typed: kith chore done dishes mike\n"},
    {"undo dishes mike --on last_fri -j",
     "kith: There is no place for \"mike\".\n"
     "It is typed: kith undo CHORE [--on PASTDATE]\n"
     "This can be typed: kith chore undo dishes mike --on \"last fri\" -j\n"},
    {"done dishes mike ann",
     "kith: There is no place for \"mike\".\n"
     "It is typed: kith done CHORE [--on PASTDATE] [--note TEXT] [--ticked STEPS]"
     " [--all-steps]\n"},
    {"chore assign dishes mike --on next week",
     "kith: There is no place for \"week\". Several words belong in quotes: --on \"next week\"\n"
     "It is typed: kith chore assign CHORE PERSON [--on DATES] [--note TEXT]\n"},
    {"chore assign dishes --on next week mike",
     "kith: There is no place for \"mike\". Several words belong in quotes: --on \"next week\"\n"
     "It is typed: kith chore assign CHORE PERSON [--on DATES] [--note TEXT]\n"},
    {"week --of last week",
     "kith: \"last\" will not do for --of WEEK. Several words belong in quotes, as in \"next"
     " fri\".\nIt is typed: kith week [PERSON] [--of WEEK] [--all]\n"},
    {"done dishes --note all of it",
     "kith: There is no place for \"of\". Several words belong in quotes: --note \"all of\"\n"
     "It is typed: kith done CHORE [--on PASTDATE] [--note TEXT] [--ticked STEPS]"
     " [--all-steps]\n"},
    {"person add zoe Zoe K.",
     "kith: There is no place for \"K.\". Several words belong in quotes: \"Zoe K.\"\n"
     "It is typed: kith person add HANDLE NAME\n"},
    {"undo dishes --on someday",
     "kith: \"someday\" will not do for --on PASTDATE. A date is like today, fri (the last one),"
     " last fri, 27 nov, 2026-11-27 or -3d.\n"
     "It is typed: kith undo CHORE [--on PASTDATE]\n"},
    {"account add robot", "kith: There is no place for \"robot\".\n"
                          "It is typed: kith account add person PERSON [--uid UID]\n"
                          "It is typed: kith account add operator|kiosk --uid UID\n"},
    {"account add kiosk", "kith: Something is missing: --uid UID.\n"
                          "It is typed: kith account add person PERSON [--uid UID]\n"
                          "It is typed: kith account add operator|kiosk --uid UID\n"},
    {"server status --house maple",
     "kith: This does not act in a house, so --house says nothing.\n"},
    {"call Chore.List []",
     "kith: The parameters are one JSON object, such as '{\"house\":\"maple\"}'.\n"
     "It is typed: kith call METHOD [JSON] [--more]\n"},
    {"help nothing", "kith: There is no \"nothing\". `kith help` shows what there is.\n"},
};

static void what_is_no_command_is_told_how_it_is_typed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof USAGE / sizeof *USAGE; i++) {
        struct stage s;
        stage_begin(&s);
        stage_answer(&s, STAGE_MIKE);
        assert_int_equal(stage_run(&s, USAGE[i][0]), OUTCOME_USAGE);
        assert_string_equal(s.err, USAGE[i][1]);
        assert_string_equal(stage_asked(&s), "");
        stage_end(&s);
    }
}

static void a_daemon_that_is_not_there_is_told_with_the_way_to_start_it(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    session_close(&s.client.session);
    assert_int_equal(stage_run(&s, "chore list --socket /nowhere/at-all"), OUTCOME_UNREACHED);
    assert_string_equal(s.err, "kith: The daemon at /nowhere/at-all cannot be reached. It is not"
                               " running. Start it with: systemctl start kithd.socket\n");
    assert_string_equal(s.client.socket_path, "/nowhere");
    stage_end(&s);
}

static void a_computer_cannot_be_an_option_of_ssh(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    session_close(&s.client.session);
    assert_int_equal(stage_run(&s, "-H -oProxyCommand=x chore list"), OUTCOME_UNREACHED);
    assert_string_equal(s.err, "kith: No computer is called \"-oProxyCommand=x\".\n");
    stage_end(&s);
}

/* issue 2: "exit codes" */
static void each_failure_of_the_connection_is_told_apart(void **state)
{
    static const struct {
        int failure;
        const char *part;
    } failures[] = {
        {-EACCES, "usermod -aG kith"},         {-ECONNREFUSED, "systemctl start kithd.socket"},
        {-ECONNRESET, "It hung up."},          {-ETIMEDOUT, "within a minute"},
        {-EPROTO, "does not speak kith's"},    {-EAGAIN, "It is busy."},
        {-ENAMETOOLONG, "File name too long"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        struct stage s;
        struct arena arena = {0};
        stage_begin(&s);
        struct command command = {.client = &s.client, .arena = &arena};
        assert_int_equal(trouble_connection(&command, failures[i].failure), OUTCOME_UNREACHED);
        fflush(s.client.err);
        assert_non_null(strstr(s.err, "/nowhere"));
        assert_non_null(strstr(s.err, failures[i].part));
        arena_clear(&arena);
        stage_end(&s);
    }
}

static void what_to_do_about_a_file_is_told(void **state)
{
    static const struct {
        int failure;
        const char *part;
    } failures[] = {
        {-ENOENT, "name is right"},     {-EEXIST, "another name"},   {-EACCES, "Ask whose it is"},
        {-EISDIR, "name a file in it"}, {-EFBIG, "smaller files"},   {-EIO, "the disk is full"},
        {-ENOSPC, "the disk is full"},  {-ELOOP, "symbolic links."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        struct stage s;
        struct arena arena = {0};
        stage_begin(&s);
        struct command command = {.client = &s.client, .arena = &arena};
        assert_int_equal(trouble_file(&command, "x.csv", failures[i].failure), OUTCOME_USAGE);
        fflush(s.client.err);
        assert_int_equal(strncmp(s.err, "kith: x.csv: ", 13), 0);
        assert_non_null(strstr(s.err, failures[i].part));
        arena_clear(&arena);
        stage_end(&s);
    }
}

static void a_daemon_that_hangs_up_in_between_is_told(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    shutdown(s.daemon, SHUT_WR);
    assert_int_equal(stage_run(&s, "chore list"), OUTCOME_UNREACHED);
    assert_non_null(strstr(s.err, "It hung up."));
    stage_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_are_told_with_what_would_do),
        cmocka_unit_test(who_may_not_is_told_whom_to_ask),
        cmocka_unit_test(what_is_no_command_is_told_how_it_is_typed),
        cmocka_unit_test(a_daemon_that_is_not_there_is_told_with_the_way_to_start_it),
        cmocka_unit_test(a_computer_cannot_be_an_option_of_ssh),
        cmocka_unit_test(each_failure_of_the_connection_is_told_apart),
        cmocka_unit_test(what_to_do_about_a_file_is_told),
        cmocka_unit_test(a_daemon_that_hangs_up_in_between_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
