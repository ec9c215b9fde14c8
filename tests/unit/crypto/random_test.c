#include "daemon/crypto/random.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void bytes_differ_from_call_to_call_and_none_is_left_out(void **state)
{
    (void)state;
    unsigned char first[64] = {0}, second[64] = {0}, any[64] = {0};
    assert_int_equal(random_bytes(first, sizeof first), 0);
    assert_int_equal(random_bytes(second, sizeof second), 0);
    assert_memory_not_equal(first, second, sizeof first);
    /* That a byte stays 0 in forty draws has a chance of 2^-320. */
    for (int i = 0; i < 40; i++) {
        assert_int_equal(random_bytes(first, sizeof first), 0);
        for (size_t j = 0; j < sizeof any; j++)
            any[j] |= first[j];
    }
    for (size_t j = 0; j < sizeof any; j++)
        assert_int_not_equal(any[j], 0);
}

static void no_bytes_are_drawn_past_the_length(void **state)
{
    (void)state;
    unsigned char data[4] = {7, 7, 7, 7};
    assert_int_equal(random_bytes(data, 0), 0);
    assert_memory_equal(data, "\7\7\7\7", 4);
    assert_int_equal(random_bytes(data, 2), 0);
    assert_memory_equal(data + 2, "\7\7", 2);
    assert_int_equal(random_bytes(data, SIZE_MAX), -EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_differ_from_call_to_call_and_none_is_left_out),
        cmocka_unit_test(no_bytes_are_drawn_past_the_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
