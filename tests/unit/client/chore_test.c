/* kith chore: what is typed of what a chore is, what the daemon is asked, and what people read. */
#include "tests/unit/client/stage.h"

#define ENTRY(more)                                                                                \
    "{\"handle\":\"mop\",\"name\":\"Mop\",\"schedule\":\"every Saturday\","                        \
    "\"rule\":\"FREQ=WEEKLY;BYDAY=SA\",\"startsOn\":\"2026-11-28\",\"dueTime\":\"18:00\","         \
    "\"windowMinutes\":0,\"effort\":3,\"list\":\"weekly\",\"listNamed\":false,\"people\":1,"       \
    "\"rotation\":\"fair\",\"holdWeeks\":1,\"holders\":[],\"lookedAtBy\":\"nobody\"" more "}"
#define WHOLE                                                                                      \
    "{\"handle\":\"wax\",\"name\":\"=Wax, \\\"all\\\"\",\"area\":\"hall\","                        \
    "\"schedule\":\"every 2 weeks on Saturday\",\"rule\":\"FREQ=WEEKLY;INTERVAL=2;BYDAY=SA\","     \
    "\"startsOn\":\"2026-11-21\",\"dueTime\":\"25:00\",\"windowMinutes\":90,\"effort\":1,"         \
    "\"list\":\"deep-clean\",\"listNamed\":true,\"people\":2,\"rotation\":\"round-robin\","        \
    "\"holdWeeks\":2,\"holders\":[\"ann\",\"ben\"],\"lookedAtBy\":\"housemate\","                  \
    "\"instructions\":\"Sweep.\\nWax.\"}"
#define BY_HAND                                                                                    \
    "{\"handle\":\"oven\",\"name\":\"Oven\",\"schedule\":\"when somebody gives it\","              \
    "\"startsOn\":\"2026-11-21\",\"dueTime\":\"21:00\",\"windowMinutes\":0,\"effort\":1,"          \
    "\"list\":\"weekly\",\"listNamed\":false,\"people\":1,\"rotation\":\"fair\",\"holdWeeks\":1,"  \
    "\"holders\":[],\"lookedAtBy\":\"coordinator\"}"

struct verb_case {
    const char *typed;
    const char *method;
    const char *asked;
    const char *answer;
    const char *read;
};

static const struct verb_case CASES[] = {
    {"chore add mop Mop --starts sat --window 2h --list daily --people 2 --rotation round --hold 2"
     " --holders ann,ben --looked-at-by house",
     "Add",
     "{\"handle\":\"mop\",\"name\":\"Mop\",\"startsOn\":\"2026-11-28\",\"windowMinutes\":120,"
     "\"list\":\"daily\",\"people\":2,\"rotation\":\"round-robin\",\"holdWeeks\":2,"
     "\"holders\":[\"ann\",\"ben\"],\"lookedAtBy\":\"housemate\"}",
     "{\"choreId\":1}",
     "The house has a new chore: Mop. To give it to somebody: kith chore assign mop PERSON\n"},
    {"chore change mop --due 6pm --clear area,window", "Change",
     "{\"chore\":\"mop\",\"dueTime\":\"18:00\",\"clear\":[\"area\",\"window\"]}",
     "{\"chore\":" ENTRY("") "}",
     "From today on it is this:\n"
     "Chore            mop\n"
     "What             Mop\n"
     "When             every Saturday, from Sat 28 Nov on\n"
     "Done by          6 pm\n"
     "Effort           3\n"
     "List             weekly\n"
     "People each time 1\n"
     "Whose turn       fair: whoever has carried least\n"
     "Looked at by     nobody\n"},
    {"chore show wax", "Show", "{\"chore\":\"wax\"}",
     "{\"chore\":" WHOLE ",\"nextDays\":[\"2026-12-05\",\"2026-12-19\"],\"exceptions\":["
     "{\"on\":\"2026-12-12\",\"kind\":\"extra\"},"
     "{\"on\":\"2026-12-19\",\"kind\":\"moved\",\"to\":\"2026-12-20\"}]}",
     "Chore            wax\n"
     "What             =Wax, \"all\"\n"
     "Where            hall\n"
     "When             every 2 weeks on Saturday\n"
     "Next             Sat 5 Dec and Sat 19 Dec\n"
     "Done by          1 am\n"
     "Not earlier than 90 minutes before\n"
     "Effort           1\n"
     "List             deep-clean\n"
     "People each time 2\n"
     "Whose turn       round-robin: one after the other, for 2 weeks each\n"
     "Whose            ann and ben\n"
     "Looked at by     whoever runs the chores, or any other resident\n"
     "How              1. Sweep.\n"
     "                 2. Wax.\n"
     "\nDays that are not as the schedule says:\n"
     "DAY        IS    TO\n"
     "Sat 12 Dec added \n"
     "Sat 19 Dec moved Sun 20 Dec\n"},
    {"chore list --deep-clean", "List", "{\"list\":\"deep-clean\"}",
     "{\"chores\":[" ENTRY("") "," WHOLE "]}",
     "CHORE WHAT        WHERE WHEN                      BY   EFFORT PEOPLE WHOSE TURN  WHOSE      "
     " LIST\n"
     "mop   Mop               every Saturday            6 pm      3                               "
     " \n"
     "wax   =Wax, \"all\" hall  every 2 weeks on Saturday 1 am      1      2 round-robin ann and"
     " ben deep-clean\n"
     "\nHow they are done:\n"
     "wax 1. Sweep.\n"
     "    2. Wax.\n"},
    {"chore list --list week", "List", "{\"list\":\"weekly\"}", "{\"chores\":[]}",
     "There are no chores on that list. All of them: kith chore list\n"},
    {"chore list --retired", "List", "{\"retired\":true}",
     "{\"chores\":[" ENTRY(",\"retiredOn\":\"2026-11-26\"") "]}",
     "CHORE WHAT WHEN           BY   EFFORT RETIRED\n"
     "mop   Mop  every Saturday 6 pm      3 Thu 26 Nov\n"},
    {"chore list --retired", "List", "{\"retired\":true}", "{\"chores\":[]}",
     "No chore was retired.\n"},
    {"chore retire mop", "Retire", "{\"chore\":\"mop\"}", "{}",
     "Mop is no chore of the house any more. What became of it stays, and what somebody was given"
     " by hand is still theirs.\nTo have it back: kith chore resume mop\n"},
    {"chore resume mop", "Resume", "{\"chore\":\"mop\"}", "{}",
     "Mop is a chore of the house again.\n"},
    {"chore skip mop sat", "Skip", "{\"chore\":\"mop\",\"on\":\"2026-11-28\"}", "{}",
     "Mop is left out on Sat 28 Nov.\n"
     "To take that back: kith chore restore mop 2026-11-28\n"},
    {"chore move mop sat --to sun", "Move",
     "{\"chore\":\"mop\",\"on\":\"2026-11-28\",\"to\":\"2026-11-29\"}", "{}",
     "Mop comes round on Sun 29 Nov instead of Sat 28 Nov.\n"
     "To take that back: kith chore restore mop 2026-11-28\n"},
    {"chore extra mop sun", "AddDay", "{\"chore\":\"mop\",\"on\":\"2026-11-29\"}", "{}",
     "Mop comes round on Sun 29 Nov too.\n"
     "To take that back: kith chore restore mop 2026-11-29\n"},
    {"chore restore mop sun", "Restore", "{\"chore\":\"mop\",\"on\":\"2026-11-29\"}",
     "{\"on\":\"2026-11-28\"}", "Mop on Sat 28 Nov is as its schedule says again.\n"},
    {"chore export --format json", "List", "{}", "{\"chores\":[]}", "{\"chores\":[]}\n"},
    {"chore export --retired", "List", "{\"retired\":true}",
     "{\"chores\":[" ENTRY("") "," BY_HAND "," WHOLE "]}",
     "handle,name,area,schedule,starts_on,due,window,effort,list,people,rotation,hold_weeks,"
     "holders,looked_at_by,instructions\r\n"
     "mop,Mop,,every Saturday,2026-11-28,18:00,0,3,,1,fair,1,,nobody,\r\n"
     "oven,Oven,,,,21:00,0,1,,1,fair,1,,coordinator,\r\n"
     "wax,\"'=Wax, \"\"all\"\"\",hall,every 2 weeks on Saturday,2026-11-21,25:00,90,1,deep-clean,2,"
     "round-robin,2,\"ann,ben\",housemate,\"Sweep.\nWax.\"\r\n"},
};

static void assert_case(const struct verb_case *one)
{
    struct stage s;
    char expected[1024];
    char reply[4096];
    (void)snprintf(expected, sizeof expected,
                   "{\"method\":\"org.kith.Chore.%s\",\"parameters\":%s}\n", one->method,
                   one->asked);
    (void)snprintf(reply, sizeof reply, "{\"parameters\":%s}", one->answer);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, reply);
    assert_int_equal(stage_run(&s, one->typed), OUTCOME_DONE);
    assert_string_equal(stage_asked(&s), expected);
    assert_string_equal(s.out, one->read);
    assert_string_equal(s.err, "");
    stage_end(&s);
}

/* issue 3: "A chore has a handle, a name, an area, instructions as a checklist, ..." */
static void verbs_of_what_a_chore_is_ask_and_show_what_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        print_message("# kith %s\n", CASES[i].typed);
        assert_case(&CASES[i]);
    }
}

static void what_cannot_be_meant_is_told_before_anything_is_asked(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        const char *told;
    } cases[] = {
        {"chore change mop", "Say what is to change, such as --due 8pm or --schedule mon,thu."},
        {"chore change mop --house maple", "Say what is to change"},
        {"chore list --daily --weekly", "One list at a time, please."},
        {"chore list --daily --list weekly", "One list at a time, please."},
        {"chore export --format xml", "A format is csv or json."},
        {"chore move mop sat", "Something is missing: --to DATE."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage s;
        stage_begin(&s);
        assert_int_equal(stage_run(&s, cases[i].typed), OUTCOME_USAGE);
        assert_string_equal(stage_asked(&s), "");
        if (!strstr(s.err, cases[i].told))
            fail_msg("kith %s: %s", cases[i].typed, s.err);
        stage_end(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbs_of_what_a_chore_is_ask_and_show_what_they_should),
        cmocka_unit_test(what_cannot_be_meant_is_told_before_anything_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
