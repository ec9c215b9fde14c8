/* Commands that are more than one call, and what goes for all of them. */
#include "client/client.h"

#include <locale.h>

#include "client/pattern.h"
#include "client/verb.h"
#include "tests/unit/client/stage.h"

#define CRISIS "Need someone now? Call or text 988 (in the USA, day and night). In danger: 911.\n"

/* --- Help, which needs no daemon ---------------------------------------------------------------
 */

/* issue 2: "help [...] `crisis.txt`" */
static void help_begins_with_the_crisis_line_and_asks_nobody(void **state)
{
    static const char *const lines[] = {
        "help",   "--help", "-h", "help chore", "help ch as", "chore --help", "chore assign --help",
        "done -h"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stage s;
        stage_begin(&s);
        session_close(&s.client.session);
        assert_int_equal(stage_run(&s, lines[i]), OUTCOME_DONE);
        assert_int_equal(strncmp(s.out, CRISIS, sizeof CRISIS - 1), 0);
        assert_string_equal(s.err, "");
        stage_end(&s);
    }
}

static void help_for_a_verb_tells_what_each_word_means(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    assert_int_equal(stage_run(&s, "help chore assign"), OUTCOME_DONE);
    assert_string_equal(s.out,
                        CRISIS "\n  kith chore assign CHORE PERSON [--on DATES] [--note TEXT]\n"
                               "        Gives a chore to somebody for one or more days.\n\n"
                               "  CHORE\n        The chore.\n"
                               "  PERSON\n        Who.\n"
                               "        A handle, such as mike; of another house maple/mike.\n"
                               "  --on DATES\n        The days; today where absent.\n"
                               "        Days, such as fri, mon,wed,fri, mon..fri or next week.\n"
                               "  --note TEXT\n        A word to go with it.\n");
    stage_end(&s);
}

static void assert_explained(const char *line, const struct element *element, struct arena *arena)
{
    struct stage s;
    stage_begin(&s);
    assert_int_equal(stage_run(&s, line), OUTCOME_DONE);
    const char *label = arena_format(arena, "\n  %s\n        ", pattern_label(element, arena));
    if (!strstr(s.out, label))
        fail_msg("%s does not explain %s", line, pattern_label(element, arena));
    stage_end(&s);
}

static void help_explains_every_word_of_every_command(void **state)
{
    struct arena arena = {0};
    (void)state;
    for (const struct noun *noun = nouns; noun->name; noun++)
        for (const struct verb *verb = noun->verbs; verb->name; verb++) {
            struct pattern pattern = {0};
            const char *line = arena_format(&arena, "help %s %s", noun->name, verb->name);
            assert_int_equal(pattern_add(verb->pattern, &arena, &pattern), 0);
            for (size_t i = 0; verb->help && i < pattern.count; i++)
                assert_explained(line, &pattern.elements[i], &arena);
        }
    arena_clear(&arena);
}

static void help_says_what_a_short_form_fills_in_itself(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    assert_int_equal(stage_run(&s, "help week"), OUTCOME_DONE);
    assert_non_null(strstr(s.out, "  PERSON\n        Whose week; your own where absent.\n"));
    assert_non_null(strstr(s.out, "  --all\n        The week of the whole house.\n"));
    assert_null(strstr(s.out, "everybody's where absent"));
    stage_end(&s);
    stage_begin(&s);
    assert_int_equal(stage_run(&s, "help login"), OUTCOME_DONE);
    assert_null(strstr(s.out, "maple/mike"));
    stage_end(&s);
}

static void a_noun_alone_is_no_command(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    assert_int_equal(stage_run(&s, "chore"), OUTCOME_USAGE);
    assert_string_equal(s.out, "");
    assert_non_null(strstr(s.err, "kith chore assign CHORE PERSON"));
    stage_end(&s);
}

/* A noun with a short form of its own name: what follows decides. */
static void a_slip_is_not_written_down_as_somebody_s_words(void **state)
{
    static const char *const lines[] = {"need lsit", "need --house maple lsit", "need doen",
                                        "note lsit", "note amned"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stage s;
        stage_begin(&s);
        assert_int_equal(stage_run(&s, lines[i]), OUTCOME_USAGE);
        assert_string_equal(stage_asked(&s), "");
        assert_non_null(strstr(s.err, "Did you mean kith "));
        assert_non_null(strstr(s.err, "If not: kith "));
        stage_end(&s);
    }
}

/* issue 3: "never about health": the program cannot judge, so it says so wherever one writes. */
static void whoever_writes_to_the_log_is_told_that_nobody_s_health_belongs_there(void **state)
{
    static const char *const lines[] = {"help note", "help note add", "help note amend", "help"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stage s;
        stage_begin(&s);
        assert_int_equal(stage_run(&s, lines[i]), OUTCOME_DONE);
        assert_non_null(strstr(s.out, "about anybody's health"));
        stage_end(&s);
    }
}

static void a_noun_and_its_short_form_are_explained_together(void **state)
{
    static const char *const lines[] = {"help need", "need --help", "need -h --house maple"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stage s;
        stage_begin(&s);
        assert_int_equal(stage_run(&s, lines[i]), OUTCOME_DONE);
        assert_non_null(strstr(s.out, "\n  kith need TEXT\n"));
        assert_non_null(strstr(s.out, "\n  kith need done NUMBER TEXT\n"));
        assert_string_equal(s.err, "");
        stage_end(&s);
    }
}

static void the_version_is_told(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    assert_int_equal(stage_run(&s, "--version"), OUTCOME_DONE);
    assert_string_equal(s.out, "kith " VERSION "\n");
    stage_end(&s);
}

/* --- Today ----------------------------------------------------------------------------------- */

#define ASSIGNMENT(chore, on, due, state)                                                          \
    "{\"assignmentId\":1,\"chore\":\"" chore "\",\"name\":\"The " chore "\",\"person\":\"mike\","  \
    "\"on\":\"" on "\",\"dueAt\":\"" due "\",\"state\":\"" state "\"}"

#define NO_OFFERS    "{\"parameters\":{\"offers\":[]}}"
#define ASKED_OFFERS "{\"method\":\"org.kith.Swap.List\",\"parameters\":{}}\n"

static void today_shows_what_is_open_and_counts_the_week(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(
        &s,
        "{\"parameters\":{\"from\":\"2026-11-23\",\"until\":\"2026-11-29\","
        "\"assignments\":[" ASSIGNMENT("late", "2026-11-26", "2026-11-26T21:00:00-05:00", "planned") "," ASSIGNMENT(
            "night", "2026-11-26", "2026-11-27T17:00:00-05:00",
            "planned") "," ASSIGNMENT("dishes", "2026-11-27", "2026-11-27T21:00:00-05:00",
                                      "planned") "," ASSIGNMENT("trash", "2026-11-27",
                                                                "2026-11-27T20:00:00-05:00",
                                                                "done") "," ASSIGNMENT("porch",
                                                                                       "2026-11-28",
                                                                                       "2026-11-"
                                                                                       "28T20:00:"
                                                                                       "00-05:00",
                                                                                       "planned") "]}}");
    stage_answer(&s, NO_OFFERS);
    assert_int_equal(stage_run(&s, ""), OUTCOME_DONE);
    assert_string_equal(stage_asked(&s), "{\"method\":\"org.kith.Chore.Week\",\"parameters\":"
                                         "{\"person\":\"mike\"}}\n" ASKED_OFFERS);
    assert_string_equal(s.out, "Mike, today is Fri 27 Nov.\n"
                               "CHORE  WHAT       BY\n"
                               "night  The night  Fri 5 pm\n"
                               "dishes The dishes 9 pm\n"
                               "This week: 1 of 5 done.\n");
    stage_end(&s);
}

/* issue 3: "my chores with due times, what I offered or was offered" */
static void today_tells_what_is_offered_by_me_and_to_me(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"from\":\"2026-11-23\",\"until\":\"2026-11-29\","
                     "\"assignments\":[]}}");
    stage_answer(&s, "{\"parameters\":{\"offers\":["
                     "{\"chore\":\"trash\",\"from\":\"ann\",\"to\":\"mike\",\"toAll\":false,\"on\":"
                     "\"2026-11-28\",\"dueAt\":\"2026-11-28T20:00:00-05:00\",\"own\":false,"
                     "\"forMe\":true},"
                     "{\"chore\":\"porch\",\"from\":\"ann\",\"to\":\"ben\",\"toAll\":false,\"on\":"
                     "\"2026-11-28\",\"dueAt\":\"2026-11-28T20:00:00-05:00\",\"own\":false,"
                     "\"forMe\":false},"
                     "{\"chore\":\"dishes\",\"from\":\"mike\",\"toAll\":true,\"on\":"
                     "\"2026-11-27\",\"dueAt\":\"2026-11-27T21:00:00-05:00\",\"own\":true,"
                     "\"forMe\":false}]}}");
    assert_int_equal(stage_run(&s, ""), OUTCOME_DONE);
    assert_string_equal(s.out, "Mike, today is Fri 27 Nov.\n"
                               "Nothing is open for you today.\n"
                               "Ann offers trash of Sat 28 Nov, due 8 pm, to you. To take it: kith"
                               " swap accept trash ann --on 2026-11-28\n"
                               "You have offered dishes of Fri 27 Nov to anybody. It is yours until"
                               " it is taken. To take the offer back: kith swap withdraw dishes"
                               " --on 2026-11-27\n");
    stage_end(&s);
}

#define MONDAY_NIGHT                                                                               \
    "{\"parameters\":{\"version\":\"0.1\",\"now\":\"2026-11-30T00:30:00-05:00\",\"zone\":"         \
    "\"America/"                                                                                   \
    "New_York\",\"failedLogins\":0,\"house\":\"maple\",\"houses\":[\"maple\"],\"person\":"         \
    "\"mike\",\"account\":\"person\",\"roles\":[\"resident\"]}}"

static void on_a_monday_todays_view_asks_for_sundays_evening_too(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, MONDAY_NIGHT);
    stage_answer(&s, "{\"parameters\":{\"from\":\"2026-11-30\",\"until\":\"2026-12-06\","
                     "\"assignments\":[" ASSIGNMENT("porch", "2026-11-30",
                                                    "2026-11-30T20:00:00-05:00", "planned") "]}}");
    stage_answer(&s,
                 "{\"parameters\":{\"from\":\"2026-11-23\",\"until\":\"2026-11-29\","
                 "\"assignments\":[" ASSIGNMENT(
                     "dishes", "2026-11-29", "2026-11-29T21:00:00-05:00",
                     "planned") "," ASSIGNMENT("lights", "2026-11-29", "2026-11-30T01:00:00-05:00",
                                               "done") "," ASSIGNMENT("lock-up", "2026-11-29",
                                                                      "2026-11-30T01:00:00-05:00",
                                                                      "planned") "]}}");
    stage_answer(&s, NO_OFFERS);
    assert_int_equal(stage_run(&s, ""), OUTCOME_DONE);
    assert_string_equal(stage_asked(&s),
                        "{\"method\":\"org.kith.Chore.Week\",\"parameters\":"
                        "{\"person\":\"mike\"}}\n"
                        "{\"method\":\"org.kith.Chore.Week\",\"parameters\":"
                        "{\"person\":\"mike\",\"of\":\"2026-11-29\"}}\n" ASKED_OFFERS);
    assert_string_equal(s.out, "Mike, today is Mon 30 Nov.\n"
                               "CHORE   WHAT        BY\n"
                               "lock-up The lock-up Mon 1 am\n"
                               "porch   The porch   8 pm\n"
                               "This week: 0 of 1 done.\n");
    stage_end(&s);
}

static void who_has_no_day_here_reads_what_comes_first(void **state)
{
    static const char *const hellos[][2] = {
        {STAGE_HELLO("\"houses\":[],\"account\":\"none\",\"roles\":[]"), "does not know you"},
        {STAGE_HELLO("\"houses\":[],\"account\":\"none\",\"roles\":[\"operator\"]"),
         "kith house add"},
        {STAGE_HELLO("\"houses\":[\"maple\"],\"account\":\"kiosk\",\"roles\":[]"), "kith login"},
        {STAGE_HELLO("\"houses\":[\"maple\",\"oak\"],\"account\":\"operator\",\"roles\":"
                     "[\"operator\"]"),
         "You look after maple and oak."},
        {STAGE_HELLO("\"houses\":[\"maple\"],\"person\":\"sam\",\"account\":\"person\",\"roles\":"
                     "[\"alumnus\"]"),
         "Welcome, Sam. You do not live here now."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof hellos / sizeof *hellos; i++) {
        struct stage s;
        stage_begin(&s);
        stage_answer(&s, hellos[i][0]);
        assert_int_equal(stage_run(&s, "today"), OUTCOME_DONE);
        assert_string_equal(stage_asked(&s), "");
        assert_non_null(strstr(s.out, hellos[i][1]));
        /* None of them may see a week. */
        assert_null(strstr(s.out, "kith week"));
        stage_end(&s);
    }
}

/* --- Lists, JSON, streams -------------------------------------------------------------------- */

static void all_pages_of_a_list_are_one_list(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"chores\":[{\"handle\":\"a\"}],\"next\":\"a\"}}");
    stage_answer(&s, "{\"parameters\":{\"chores\":[{\"handle\":\"b\"}],\"next\":\"b\"}}");
    stage_answer(&s, "{\"parameters\":{\"chores\":[{\"handle\":\"c\"}]}}");
    assert_int_equal(stage_run(&s, "-j chore list --house oak"), OUTCOME_DONE);
    assert_string_equal(
        stage_asked(&s),
        "{\"method\":\"org.kith.Chore.List\",\"parameters\":{\"house\":\"oak\"}}\n"
        "{\"method\":\"org.kith.Chore.List\",\"parameters\":{\"house\":\"oak\",\"after\":\"a\","
        "\"limit\":500}}\n"
        "{\"method\":\"org.kith.Chore.List\",\"parameters\":{\"house\":\"oak\",\"after\":\"b\","
        "\"limit\":500}}\n");
    assert_string_equal(
        s.out, "{\"chores\":[{\"handle\":\"a\"},{\"handle\":\"b\"},{\"handle\":\"c\"}]}\n");
    stage_end(&s);
}

static void a_failing_page_fails_the_list(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"chores\":[{\"handle\":\"a\"}],\"next\":\"a\"}}");
    stage_answer(&s, "{\"error\":\"org.varlink.service.PermissionDenied\"}");
    assert_int_equal(stage_run(&s, "chore list"), OUTCOME_REFUSED);
    assert_string_equal(s.out, "");
    stage_end(&s);
}

#define EVENT(id, text)                                                                            \
    "{\"eventId\":" id                                                                             \
    ",\"at\":\"2026-11-27T15:05:00-05:00\",\"kind\":\"new-kind\",\"text\":\"" text "\"}"

static void events_are_shown_as_they_come(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"events\":[]},\"continues\":true}");
    stage_answer(&s, "{\"parameters\":{\"events\":[" EVENT("1", "Ann moved in.") "," EVENT(
                         "2", "") "]},\"continues\":true}");
    stage_answer(&s, "{\"error\":\"org.varlink.service.PermissionDenied\"}");
    assert_int_equal(stage_run(&s, "watch"), OUTCOME_REFUSED);
    assert_string_equal(stage_asked(&s), "{\"method\":\"org.kith.Event.Watch\",\"parameters\":{},"
                                         "\"more\":true}\n");
    assert_string_equal(s.out, "Fri 27 Nov, 3:05 pm  Ann moved in.\n"
                               "Fri 27 Nov, 3:05 pm  new-kind\n");
    stage_end(&s);
}

/* design, section 9: "`kith call METHOD JSON` for anything" */
static void any_method_can_be_called(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"n\":1},\"continues\":true}");
    stage_answer(&s, "{}");
    assert_int_equal(stage_run(&s, "call org.varlink.service.GetInfo {\"a\":1} --more"),
                     OUTCOME_DONE);
    assert_string_equal(stage_asked(&s), "{\"method\":\"org.varlink.service.GetInfo\","
                                         "\"parameters\":{\"a\":1},\"more\":true}\n");
    assert_string_equal(s.out, "{\"n\":1}\n{}\n");
    stage_end(&s);
}

static void a_record_that_is_not_whole_ends_in_a_refusal(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"entries\":4,\"checkpoints\":0,\"intact\":false,"
                     "\"brokenAt\":3,\"reason\":\"an entry was changed\"}}");
    assert_int_equal(stage_run(&s, "audit verify"), OUTCOME_REFUSED);
    assert_string_equal(s.out, "The record is NOT whole at entry 3: an entry was changed.\n"
                               "Keep the record's files as they are, and tell whoever runs this"
                               " computer. How to put a backup back: man 8 kithd\n");
    stage_end(&s);
}

/* --- The terminal ---------------------------------------------------------------------------- */

static void the_week_is_a_grid_on_a_terminal(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    s.client.terminal = true;
    s.client.width = 80;
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s,
                 "{\"parameters\":{\"from\":\"2026-11-23\",\"until\":\"2026-11-29\","
                 "\"assignments\":[" ASSIGNMENT(
                     "dishes", "2026-11-23", "2026-11-23T21:00:00-05:00",
                     "done") "," ASSIGNMENT("trash", "2026-11-27", "2026-11-27T20:00:00-05:00",
                                            "planned") "," ASSIGNMENT("dishes", "2026-11-27",
                                                                      "2026-11-27T21:00:00-05:00",
                                                                      "excused") "]}}");
    assert_int_equal(stage_run(&s, "week --all"), OUTCOME_DONE);
    assert_string_equal(s.out, "The week, Mon 23 Nov to Sun 29 Nov\n"
                               "CHORE  Mon 23 Tue 24 Wed 25 Thu 26 Fri 27       Sat 28 Sun 29\n"
                               "dishes mike \u2713                      mike excused        \n"
                               "trash                              mike                \n");
    stage_end(&s);
}

/* --- Paper ----------------------------------------------------------------------------------- */

static void assert_ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    assert_true(length >= strlen(end));
    assert_string_equal(text + length - strlen(end), end);
}

#define PRINTER                                                                                    \
    STAGE_HELLO("\"house\":\"maple\",\"houses\":[\"maple\"],\"person\":\"mike\",\"account\":"      \
                "\"person\",\"roles\":[\"resident\"],\"words\":\"a b c d e f\"")

static void what_a_house_prints_ends_with_the_records_words(void **state)
{
    static const char *const lines[] = {
        "week",       "week --all",  "chore week",           "chore list",
        "house show", "person list", "person list --former", "office list"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char json[64];
        struct stage s;
        stage_begin(&s);
        stage_answer(&s, PRINTER);
        stage_answer(&s, "{}");
        assert_int_equal(stage_run(&s, lines[i]), OUTCOME_DONE);
        assert_ends_with(s.out, "\nRecord: a b c d e f\n");
        stage_end(&s);
        /* Not on a terminal, where nobody keeps it, nor for programs. */
        stage_begin(&s);
        s.client.terminal = true;
        stage_answer(&s, PRINTER);
        stage_answer(&s, "{}");
        assert_int_equal(stage_run(&s, lines[i]), OUTCOME_DONE);
        assert_null(strstr(s.out, "Record"));
        stage_end(&s);
        stage_begin(&s);
        stage_answer(&s, PRINTER);
        stage_answer(&s, "{}");
        (void)snprintf(json, sizeof json, "--json %s", lines[i]);
        assert_int_equal(stage_run(&s, json), OUTCOME_DONE);
        assert_string_equal(s.out, "{}\n");
        stage_end(&s);
    }
}

static void before_the_first_checkpoint_and_on_what_is_said_no_words_stand(void **state)
{
    struct stage s;
    (void)state;
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{}");
    assert_int_equal(stage_run(&s, "chore list"), OUTCOME_DONE);
    assert_null(strstr(s.out, "Record"));
    stage_end(&s);
    stage_begin(&s);
    stage_answer(&s, PRINTER);
    stage_answer(&s, "{\"parameters\":{\"on\":\"2026-11-27\"}}");
    assert_int_equal(stage_run(&s, "done dishes"), OUTCOME_DONE);
    assert_string_equal(s.out, "Dishes on Fri 27 Nov is done. Thank you.\n");
    stage_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_begins_with_the_crisis_line_and_asks_nobody),
        cmocka_unit_test(help_for_a_verb_tells_what_each_word_means),
        cmocka_unit_test(help_explains_every_word_of_every_command),
        cmocka_unit_test(help_says_what_a_short_form_fills_in_itself),
        cmocka_unit_test(a_noun_alone_is_no_command),
        cmocka_unit_test(a_slip_is_not_written_down_as_somebody_s_words),
        cmocka_unit_test(a_noun_and_its_short_form_are_explained_together),
        cmocka_unit_test(whoever_writes_to_the_log_is_told_that_nobody_s_health_belongs_there),
        cmocka_unit_test(the_version_is_told),
        cmocka_unit_test(today_shows_what_is_open_and_counts_the_week),
        cmocka_unit_test(today_tells_what_is_offered_by_me_and_to_me),
        cmocka_unit_test(on_a_monday_todays_view_asks_for_sundays_evening_too),
        cmocka_unit_test(who_has_no_day_here_reads_what_comes_first),
        cmocka_unit_test(all_pages_of_a_list_are_one_list),
        cmocka_unit_test(a_failing_page_fails_the_list),
        cmocka_unit_test(events_are_shown_as_they_come),
        cmocka_unit_test(any_method_can_be_called),
        cmocka_unit_test(a_record_that_is_not_whole_ends_in_a_refusal),
        cmocka_unit_test(the_week_is_a_grid_on_a_terminal),
        cmocka_unit_test(what_a_house_prints_ends_with_the_records_words),
        cmocka_unit_test(before_the_first_checkpoint_and_on_what_is_said_no_words_stand),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
