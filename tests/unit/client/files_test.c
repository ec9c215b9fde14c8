/* Commands that read a file of the caller's. */
#include <stdio.h>

#include "tests/unit/client/file.h"

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
    assert_non_null(strstr(s.err, "File exists. Nothing is written over: give another name."));
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
        assert_string_equal(s.err,
                            "kith: /nowhere/x.csv: No such file or directory. Look whether its name"
                            " is right, and the folder that you are in.\n");
        stage_end(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_comes_from_a_file_and_is_not_printed),
        cmocka_unit_test(a_record_is_exported_as_it_is_chained),
        cmocka_unit_test(an_export_does_not_overwrite_a_file_nor_leave_half_of_one),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
