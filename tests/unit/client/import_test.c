/* A table on its way in. */
#include "tests/unit/client/file.h"

#define BEGIN                                                                                      \
    "{\"parameters\":{\"columns\":["                                                               \
    "{\"name\":\"handle\",\"needed\":false,\"date\":false,\"synonyms\":[]},"                       \
    "{\"name\":\"name\",\"needed\":true,\"date\":false,\"synonyms\":[\"resident\"]},"              \
    "{\"name\":\"first_name\",\"needed\":false,\"date\":false,\"synonyms\":[],\"partOf\":"         \
    "\"name\"},"                                                                                   \
    "{\"name\":\"moved_in\",\"needed\":false,\"date\":true,\"synonyms\":[\"move in date\"]},"      \
    "{\"name\":\"bed\",\"needed\":false,\"date\":false,\"synonyms\":[\"room\"]},"                  \
    "{\"name\":\"agreement_signed\",\"needed\":false,\"date\":true,\"synonyms\":[]}]}}"

/* A table and a command on it, with what the daemon answers up to the check. */
struct trial {
    struct stage s;
    char path[PATH_SIZE];
};

static void begin_trial(struct trial *trial, const char *table, const char *check)
{
    write_file(trial->path, table);
    stage_begin(&trial->s);
    stage_answer(&trial->s, STAGE_MIKE);
    stage_answer(&trial->s, BEGIN);
    stage_answer(&trial->s, "{\"parameters\":{\"rows\":1}}");
    stage_answer(&trial->s, check);
}

static enum outcome run_trial(struct trial *trial, const char *options)
{
    char line[128];
    (void)snprintf(line, sizeof line, "person import %s%s", trial->path, options);
    return stage_run(&trial->s, line);
}

static void end_trial(struct trial *trial)
{
    unlink(trial->path);
    stage_end(&trial->s);
}

#define CLEAN "{\"parameters\":{\"rows\":1,\"faults\":[],\"proposed\":[]}}"

static void an_import_is_sent_tried_and_applied(void **state)
{
    struct stage s;
    char path[PATH_SIZE];
    char line[128];
    (void)state;
    write_file(path, "Name,Handle,Moved in\nAnn,ann,11/27/2026\n\" Ben \",ben,2026-11-27\n");
    (void)snprintf(line, sizeof line, "person import %s --house oak", path);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, BEGIN);
    stage_answer(&s, "{\"parameters\":{\"rows\":2}}");
    stage_answer(&s, "{\"parameters\":{\"rows\":2,\"faults\":[]}}");
    stage_answer(&s, "{\"parameters\":{\"rows\":2}}");
    assert_int_equal(stage_run(&s, line), OUTCOME_DONE);
    assert_string_equal(
        stage_asked(&s),
        "{\"method\":\"org.kith.Import.Begin\",\"parameters\":{\"house\":\"oak\",\"kind\":"
        "\"roster\"}}\n"
        "{\"method\":\"org.kith.Import.Add\",\"parameters\":{\"rows\":["
        "{\"line\":2,\"fields\":{\"handle\":\"ann\",\"name\":\"Ann\",\"moved_in\":\"2026-11-27\"}},"
        "{\"line\":3,\"fields\":{\"handle\":\"ben\",\"name\":\" Ben \",\"moved_in\":"
        "\"2026-11-27\"}}]}}\n"
        "{\"method\":\"org.kith.Import.Check\"}\n"
        "{\"method\":\"org.kith.Import.Apply\"}\n");
    assert_string_equal(s.out, "2 rows were brought in.\n");
    unlink(path);
    stage_end(&s);
}

/* --- Dates ------------------------------------------------------------------------------------ */

/* A table's date, as it is sent. */
static void assert_date_is_sent(const char *written, const char *sent)
{
    struct trial trial;
    char text[128];
    (void)snprintf(text, sizeof text, "handle,name,moved in\nann,Ann,%s\n", written);
    begin_trial(&trial, text, CLEAN);
    assert_int_equal(run_trial(&trial, " --dry-run"), OUTCOME_DONE);
    (void)snprintf(text, sizeof text, "\"moved_in\":\"%s\"}", sent);
    assert_non_null(strstr(stage_asked(&trial.s), text));
    end_trial(&trial);
}

static void dates_with_slashes_are_those_of_the_usa(void **state)
{
    (void)state;
    assert_date_is_sent("1/2/2026", "2026-01-02");
    assert_date_is_sent("01/02/2026", "2026-01-02");
    assert_date_is_sent("2026-01-02", "2026-01-02");
    /* What is no such date is left to the daemon, which says by line what would do. */
    assert_date_is_sent("13/32/2026", "13/32/2026");
    assert_date_is_sent("1/2/26", "1/2/26");
    assert_date_is_sent("1/2/20266", "1/2/20266");
    assert_date_is_sent("1/2", "1/2");
    assert_date_is_sent("/1/2026", "/1/2026");
}

static void only_columns_of_dates_have_dates(void **state)
{
    struct trial trial;
    (void)state;
    begin_trial(&trial, "name,bed\n13/1/2026,1/2/2026\n", CLEAN);
    assert_int_equal(run_trial(&trial, " --dry-run"), OUTCOME_DONE);
    assert_non_null(strstr(stage_asked(&trial.s), "\"name\":\"13/1/2026\",\"bed\":\"1/2/2026\""));
    assert_string_equal(trial.s.out, "1 row is right. Nothing was changed.\n");
    end_trial(&trial);
}

static void a_column_with_the_day_in_front_is_refused(void **state)
{
    struct trial trial;
    char expected[512];
    (void)state;
    begin_trial(&trial, "name,Move-in date\nAnn,1/2/2026\nBen,31/1/2026\nCat,13/2/2026\n", CLEAN);
    assert_int_equal(run_trial(&trial, " --dry-run"), OUTCOME_REFUSED);
    (void)snprintf(expected, sizeof expected,
                   "%s:3: Move-in date: 31/1/2026 has the day in front, but with slashes the month"
                   " is read first. Write all dates of this column like 2026-01-31.\n"
                   "%s:4: Move-in date: 13/2/2026 has the day in front, but with slashes the month"
                   " is read first. Write all dates of this column like 2026-02-13.\n"
                   "kith: Nothing was brought in. Mend the lines above and try again.\n",
                   trial.path, trial.path);
    assert_string_equal(trial.s.err, expected);
    assert_null(strstr(stage_asked(&trial.s), "Import.Add"));
    end_trial(&trial);
}

/* What is said of a roster of three dates, two in one column and one in another. */
static void expect_doubt(const char *one, const char *two, const char *other, const char *said)
{
    struct trial trial;
    char text[256];
    (void)snprintf(text, sizeof text, "name,moved in,agreement signed\nAnn,%s,\nBen,%s,%s\n", one,
                   two, other);
    begin_trial(&trial, text, CLEAN);
    stage_answer(&trial.s, CLEAN);
    assert_int_equal(run_trial(&trial, ""), OUTCOME_DONE);
    (void)snprintf(text, sizeof text, "%s2 rows were brought in.\n", said);
    assert_string_equal(trial.s.out, text);
    end_trial(&trial);
}

static void dates_that_may_be_read_either_way_are_told_once(void **state)
{
    (void)state;
    expect_doubt("03/04/2026", "3/4/2025", "5/6/2026",
                 "03/04/2026 was read as Wed 4 Mar 2026, the month first. If it is Fri 3 Apr 2026,"
                 " write it like 2026-04-03.\n");
    expect_doubt("3/13/2026", "3/4/2026", "5/6/2026",
                 "5/6/2026 was read as Wed 6 May 2026, the month first. If it is Fri 5 Jun 2026,"
                 " write it like 2026-06-05.\n");
    expect_doubt("3/4/2026", "3/13/2026", "", "");
    expect_doubt("3/3/2026", "2026-03-04", "", "");
}

/* --- Columns ---------------------------------------------------------------------------------- */

static void columns_are_known_by_what_houses_call_them(void **state)
{
    struct trial trial;
    (void)state;
    begin_trial(&trial, "Resident,Room,Move-in date\nAnn A,up-1,1/13/2026\n", CLEAN);
    assert_int_equal(run_trial(&trial, " --dry-run"), OUTCOME_DONE);
    assert_non_null(strstr(stage_asked(&trial.s),
                           "\"fields\":{\"name\":\"Ann A\",\"moved_in\":\"2026-01-13\",\"bed\":"
                           "\"up-1\"}"));
    end_trial(&trial);
}

static void a_first_name_is_enough_of_a_name(void **state)
{
    struct trial trial;
    (void)state;
    begin_trial(&trial, "First name\nAnn\n", CLEAN);
    assert_int_equal(run_trial(&trial, " --dry-run"), OUTCOME_DONE);
    assert_non_null(strstr(stage_asked(&trial.s), "\"fields\":{\"first_name\":\"Ann\"}"));
    end_trial(&trial);
}

static void faults_name_the_column_as_the_file_does(void **state)
{
    struct trial trial;
    char expected[256];
    (void)state;
    begin_trial(
        &trial, "Resident,Room\nAnn,2A\n",
        "{\"parameters\":{\"rows\":1,\"faults\":[{\"line\":2,\"column\":\"bed\",\"message\":"
        "\"None.\"},{\"line\":2,\"column\":\"handle\",\"message\":\"None.\"}]}}");
    assert_int_equal(run_trial(&trial, ""), OUTCOME_REFUSED);
    (void)snprintf(expected, sizeof expected,
                   "%s:2: Room: None.\n%s:2: handle: None.\n"
                   "kith: Nothing was brought in. Mend the lines above and try again.\n",
                   trial.path, trial.path);
    assert_string_equal(trial.s.err, expected);
    end_trial(&trial);
}

static void an_unknown_column_is_refused_unless_it_is_to_be_left_out(void **state)
{
    static const char table[] = "name,Rent paid,Sponsor,bed\nAnn,700,Jo,b\n";
    struct trial trial;
    char expected[512];
    (void)state;
    begin_trial(&trial, table, CLEAN);
    assert_int_equal(run_trial(&trial, " --dry-run"), OUTCOME_REFUSED);
    (void)snprintf(expected, sizeof expected,
                   "%s:1: Column 2, \"Rent paid\", has a name that is not known. Known are handle,"
                   " name, first name, moved in, bed and agreement signed.\n"
                   "%s:1: Column 3, \"Sponsor\", has a name that is not known.\n"
                   "kith: A column that is not to come in is left out with --ignore COLUMN,...\n"
                   "kith: Nothing was brought in. Mend the lines above and try again.\n",
                   trial.path, trial.path);
    assert_string_equal(trial.s.err, expected);
    end_trial(&trial);
    begin_trial(&trial, table, CLEAN);
    assert_int_equal(run_trial(&trial, " --ignore RENT-PAID,_sponsor,bed --dry-run"), OUTCOME_DONE);
    const char *asked = stage_asked(&trial.s);
    assert_non_null(strstr(asked, "\"fields\":{\"name\":\"Ann\"}"));
    assert_null(strstr(asked, "ignore"));
    end_trial(&trial);
    begin_trial(&trial, table, CLEAN);
    assert_int_equal(run_trial(&trial, " --ignore rentpaid,sponsors --dry-run"), OUTCOME_REFUSED);
    assert_non_null(strstr(trial.s.err, "There is no column \"sponsors\" to leave out."));
    end_trial(&trial);
}

/* --- Handles ---------------------------------------------------------------------------------- */

static void proposed_handles_are_told_before_and_after(void **state)
{
    static const char reply[] =
        "{\"parameters\":{\"rows\":1,\"faults\":[],\"proposed\":[{\"line\":2,"
        "\"name\":\"Maria Lopez\",\"handle\":\"maria\"}]}}";
    struct trial trial;
    (void)state;
    begin_trial(&trial, "name\nMaria Lopez\n", reply);
    assert_int_equal(run_trial(&trial, " --dry-run"), OUTCOME_DONE);
    assert_string_equal(trial.s.out,
                        "Maria Lopez will be maria.\n1 row is right. Nothing was changed.\n");
    end_trial(&trial);
    begin_trial(&trial, "name\nMaria Lopez\n", reply);
    stage_answer(&trial.s, reply);
    assert_int_equal(run_trial(&trial, ""), OUTCOME_DONE);
    assert_string_equal(trial.s.out, "Maria Lopez is maria.\n1 row was brought in.\n");
    end_trial(&trial);
}

/* --- Sending ---------------------------------------------------------------------------------- */

/* issue 2: "every fault with its line; all or nothing" */
static void faults_are_told_by_line_and_nothing_is_applied(void **state)
{
    struct stage s;
    char path[PATH_SIZE];
    char line[128];
    char expected[256];
    (void)state;
    write_file(path, "Name,Handle\nAnn,ann\n");
    (void)snprintf(line, sizeof line, "chore import %s", path);
    (void)snprintf(expected, sizeof expected,
                   "%s:2: Handle: Taken.\n%s:2: All of it.\n"
                   "kith: Nothing was brought in. Mend the lines above and try again.\n",
                   path, path);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, BEGIN);
    stage_answer(&s, "{\"parameters\":{\"rows\":1}}");
    stage_answer(&s, "{\"parameters\":{\"rows\":1,\"faults\":[{\"line\":2,\"column\":\"handle\","
                     "\"message\":\"Taken.\"},{\"line\":2,\"column\":\"\",\"message\":\"All of"
                     " it.\"}]}}");
    assert_int_equal(stage_run(&s, line), OUTCOME_REFUSED);
    assert_null(strstr(stage_asked(&s), "Apply"));
    assert_string_equal(s.err, expected);
    unlink(path);
    stage_end(&s);
}

/* issue 2: "`--dry-run`" */
static void a_dry_run_and_a_faulty_table_change_nothing(void **state)
{
    static const char *const tables[][2] = {
        {"Name,Handle\nAnn,ann\n", "1 row is right. Nothing was changed.\n"},
        {"Handle\nann\n", ""},
    };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct stage s;
        char path[PATH_SIZE];
        char line[128];
        write_file(path, tables[i][0]);
        (void)snprintf(line, sizeof line, "person import %s --dry-run", path);
        stage_begin(&s);
        stage_answer(&s, STAGE_MIKE);
        stage_answer(&s, BEGIN);
        stage_answer(&s, "{\"parameters\":{\"rows\":1}}");
        stage_answer(&s, "{\"parameters\":{\"rows\":1,\"faults\":[]}}");
        assert_int_equal(stage_run(&s, line), i == 0 ? OUTCOME_DONE : OUTCOME_REFUSED);
        assert_null(strstr(stage_asked(&s), "Apply"));
        assert_string_equal(s.out, tables[i][1]);
        unlink(path);
        stage_end(&s);
    }
}

static void many_rows_go_in_batches(void **state)
{
    struct stage s;
    char path[PATH_SIZE];
    char line[128];
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    (void)state;
    fputs("handle,name\n", file);
    for (int i = 0; i < 401; i++)
        fprintf(file, "p%d,P\n", i);
    fclose(file);
    write_file(path, text);
    free(text);
    (void)snprintf(line, sizeof line, "person import %s --dry-run", path);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, BEGIN);
    for (int i = 0; i < 3; i++)
        stage_answer(&s, "{\"parameters\":{\"rows\":1}}");
    stage_answer(&s, "{\"parameters\":{\"rows\":401,\"faults\":[]}}");
    assert_int_equal(stage_run(&s, line), OUTCOME_DONE);
    size_t calls = 0;
    const char *asked = stage_asked(&s);
    for (const char *at = asked; (at = strstr(at, "Import.Add")); at++)
        calls++;
    assert_int_equal(calls, 3);
    assert_string_equal(s.out, "401 rows are right. Nothing was changed.\n");
    unlink(path);
    stage_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_import_is_sent_tried_and_applied),
        cmocka_unit_test(dates_with_slashes_are_those_of_the_usa),
        cmocka_unit_test(only_columns_of_dates_have_dates),
        cmocka_unit_test(a_column_with_the_day_in_front_is_refused),
        cmocka_unit_test(dates_that_may_be_read_either_way_are_told_once),
        cmocka_unit_test(columns_are_known_by_what_houses_call_them),
        cmocka_unit_test(a_first_name_is_enough_of_a_name),
        cmocka_unit_test(faults_name_the_column_as_the_file_does),
        cmocka_unit_test(an_unknown_column_is_refused_unless_it_is_to_be_left_out),
        cmocka_unit_test(proposed_handles_are_told_before_and_after),
        cmocka_unit_test(faults_are_told_by_line_and_nothing_is_applied),
        cmocka_unit_test(a_dry_run_and_a_faulty_table_change_nothing),
        cmocka_unit_test(many_rows_go_in_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
