#include "daemon/config/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_sentence_has_the_parts_that_there_are(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct fault fault = {.what = "longer than 7 bytes"};
    assert_string_equal(fault_sentence(&fault, "f", &arena), "f: longer than 7 bytes");
    fault = (struct fault){.line = 3, .what = "a control character"};
    assert_string_equal(fault_sentence(&fault, "f", &arena), "f:3: a control character");
    fault = (struct fault){.key = "a.b", .what = "out of range"};
    assert_string_equal(fault_sentence(&fault, "f", &arena), "f: a.b: out of range");
    fault = (struct fault){.line = 3, .key = "a.b", .what = "out of range"};
    assert_string_equal(fault_sentence(&fault, "f", &arena), "f:3: a.b: out of range");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_has_the_parts_that_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
