/* Commands that read a file of the caller's. */
#include <stdio.h>

#include "tests/unit/client/stage.h"

enum { PATH_SIZE = 48 };

/* A file with that text; the caller unlinks it. */
static void write_file(char path[static PATH_SIZE], const char *text)
{
    (void)snprintf(path, PATH_SIZE, "%s/kith-client-XXXXXX", P_tmpdir);
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}

#define BEGIN                                                                                      \
    "{\"parameters\":{\"columns\":[\"handle\",\"name\",\"moved_in\",\"bed\"],\"needed\":2}}"

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

/* A table's date, as it is sent. */
static void assert_date_is_sent(const char *written, const char *sent)
{
    struct stage s;
    char path[PATH_SIZE];
    char text[128];
    (void)snprintf(text, sizeof text, "handle,name,moved in\nann,Ann,%s\n", written);
    write_file(path, text);
    (void)snprintf(text, sizeof text, "person import %s --dry-run", path);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, BEGIN);
    stage_answer(&s, "{\"parameters\":{\"rows\":1}}");
    stage_answer(&s, "{\"parameters\":{\"rows\":1,\"faults\":[]}}");
    assert_int_equal(stage_run(&s, text), OUTCOME_DONE);
    (void)snprintf(text, sizeof text, "\"moved_in\":\"%s\"}", sent);
    assert_non_null(strstr(stage_asked(&s), text));
    unlink(path);
    stage_end(&s);
}

static void dates_with_slashes_are_those_of_the_usa(void **state)
{
    (void)state;
    assert_date_is_sent("1/2/2026", "2026-01-02");
    assert_date_is_sent("01/02/2026", "2026-01-02");
    assert_date_is_sent("2026-01-02", "2026-01-02");
    /* What is no such date is left to the daemon, which says by line what would do. */
    assert_date_is_sent("13/1/2026", "13/1/2026");
    assert_date_is_sent("1/2/26", "1/2/26");
    assert_date_is_sent("1/2/20266", "1/2/20266");
    assert_date_is_sent("1/2", "1/2");
    assert_date_is_sent("/1/2026", "/1/2026");
}

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
                   "%s:2: handle: Taken.\n%s:2: All of it.\n"
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

static void a_dry_run_and_a_faulty_table_change_nothing(void **state)
{
    static const char *const tables[][2] = {
        {"Name,Handle\nAnn,ann\n", "1 row is right. Nothing was changed.\n"},
        {"Name\nAnn\n", ""},
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

static void a_pin_comes_from_a_file_and_is_not_printed(void **state)
{
    struct stage s;
    char path[PATH_SIZE];
    char line[128];
    (void)state;
    write_file(path, "493817\n");
    (void)snprintf(line, sizeof line, "account pin ann --from-file %s", path);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{}");
    assert_int_equal(stage_run(&s, line), OUTCOME_DONE);
    assert_string_equal(stage_asked(&s), "{\"method\":\"org.kith.Account.SetPin\",\"parameters\":"
                                         "{\"person\":\"ann\",\"pin\":\"493817\"}}\n");
    assert_string_equal(s.out, "The new PIN holds from now on.\n");
    unlink(path);
    stage_end(&s);
}

static void a_record_is_exported_as_it_is_chained(void **state)
{
    struct stage s;
    char path[PATH_SIZE];
    char line[128];
    char text[512] = "";
    (void)state;
    write_file(path, "");
    unlink(path);
    (void)snprintf(line, sizeof line, "audit export %s", path);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"checkpoints\":[{\"sequence\":2},{\"sequence\":1}],"
                     "\"publicKey\":\"KEY\"}}");
    stage_answer(&s, "{\"parameters\":{\"bodies\":[\"one\",\"two\"],\"from\":1,\"next\":3}}");
    stage_answer(&s, "{\"parameters\":{\"bodies\":[\"three\"],\"from\":3}}");
    assert_int_equal(stage_run(&s, line), OUTCOME_DONE);
    assert_string_equal(
        stage_asked(&s),
        "{\"method\":\"org.kith.Audit.Checkpoints\",\"parameters\":{\"limit\":500}}\n"
        "{\"method\":\"org.kith.Audit.Export\",\"parameters\":{\"limit\":500}}\n"
        "{\"method\":\"org.kith.Audit.Export\",\"parameters\":{\"limit\":500,\"from\":3}}\n");
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    assert_string_equal(text, "{\"format\":\"kith-audit-export-1\",\"publicKey\":\"KEY\"}\n"
                              "{\"sequence\":1}\n{\"sequence\":2}\n\none\ntwo\nthree\n");
    stage_end(&s);
    unlink(path);
}

static void an_export_does_not_overwrite_a_file_nor_leave_half_of_one(void **state)
{
    struct stage s;
    char path[PATH_SIZE];
    char line[128];
    (void)state;
    write_file(path, "mine");
    (void)snprintf(line, sizeof line, "audit export %s", path);
    stage_begin(&s);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"checkpoints\":[],\"publicKey\":\"KEY\"}}");
    assert_int_equal(stage_run(&s, line), OUTCOME_USAGE);
    assert_non_null(strstr(s.err, "File exists"));
    unlink(path);
    stage_answer(&s, STAGE_MIKE);
    stage_answer(&s, "{\"parameters\":{\"checkpoints\":[],\"publicKey\":\"KEY\"}}");
    stage_answer(&s, "{\"error\":\"org.varlink.service.PermissionDenied\"}");
    assert_int_equal(stage_run(&s, line), OUTCOME_REFUSED);
    assert_int_equal(access(path, F_OK), -1);
    stage_end(&s);
}

static void a_file_that_is_not_there_is_named(void **state)
{
    static const char *const lines[] = {"person import /nowhere/x.csv",
                                        "account pin --from-file /nowhere/x.csv",
                                        "audit verify /nowhere/x.csv"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stage s;
        stage_begin(&s);
        assert_int_equal(stage_run(&s, lines[i]), OUTCOME_USAGE);
        assert_string_equal(s.err, "kith: /nowhere/x.csv: No such file or directory\n");
        stage_end(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_import_is_sent_tried_and_applied),
        cmocka_unit_test(dates_with_slashes_are_those_of_the_usa),
        cmocka_unit_test(faults_are_told_by_line_and_nothing_is_applied),
        cmocka_unit_test(a_dry_run_and_a_faulty_table_change_nothing),
        cmocka_unit_test(many_rows_go_in_batches),
        cmocka_unit_test(a_pin_comes_from_a_file_and_is_not_printed),
        cmocka_unit_test(a_record_is_exported_as_it_is_chained),
        cmocka_unit_test(an_export_does_not_overwrite_a_file_nor_leave_half_of_one),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
