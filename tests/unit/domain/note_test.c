#include "daemon/domain/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ANN = 1, BEN = 2 };

/* issue 3: "amend-only" */
static void its_writer_amends_a_note_and_so_does_whoever_runs_the_log(void **state)
{
    (void)state;
    assert_int_equal(note_may_amend(ANN, ANN, false, 1), 0);
    assert_int_equal(note_may_amend(ANN, BEN, true, 1), 0);
    assert_int_equal(note_may_amend(ANN, BEN, false, 1), NOTE_NOT_YOURS);
}

static void a_note_is_not_amended_without_end(void **state)
{
    (void)state;
    assert_int_equal(note_may_amend(ANN, ANN, false, NOTE_VERSIONS_MOST - 1), 0);
    assert_int_equal(note_may_amend(ANN, ANN, true, NOTE_VERSIONS_MOST), NOTE_AMENDED_TOO_OFTEN);
    assert_int_equal(note_may_amend(ANN, BEN, false, NOTE_VERSIONS_MOST), NOTE_NOT_YOURS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_writer_amends_a_note_and_so_does_whoever_runs_the_log),
        cmocka_unit_test(a_note_is_not_amended_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
