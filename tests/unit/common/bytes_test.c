#include "common/bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void what_is_added_stays_in_order_while_it_grows(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    for (int i = 0; i < 5000; i++)
        bytes_add_byte(&bytes, (char)('a' + i % 26));
    char block[3000];
    memset(block, '#', sizeof block);
    bytes_add(&bytes, block, sizeof block);
    assert_int_equal(bytes.length, 8000);
    assert_true(bytes.capacity >= bytes.length);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(bytes.data[i], 'a' + i % 26);
    assert_memory_equal(bytes.data + 5000, block, sizeof block);
    bytes_clear(&bytes);
}

static void adding_nothing_takes_no_memory(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    bytes_add(&bytes, NULL, 0);
    assert_null(bytes.data);
    bytes_clear(&bytes);
}

static void bytes_leave_at_the_front(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    bytes_add(&bytes, "one two", 7);
    bytes_drop(&bytes, 4);
    assert_int_equal(bytes.length, 3);
    assert_memory_equal(bytes.data, "two", 3);
    bytes_drop(&bytes, 4);
    assert_int_equal(bytes.length, 0);
    bytes_drop(&bytes, 1);
    assert_int_equal(bytes.length, 0);
    bytes_clear(&bytes);
}

static void bytes_are_cut_at_the_end(void **state)
{
    (void)state;
    struct bytes bytes = {0};
    bytes_add(&bytes, "one two", 7);
    bytes_cut(&bytes, 7);
    bytes_cut(&bytes, 3);
    bytes_add_byte(&bytes, '!');
    assert_int_equal(bytes.length, 4);
    assert_memory_equal(bytes.data, "one!", 4);
    bytes_clear(&bytes);
    assert_null(bytes.data);
    assert_int_equal(bytes.length, 0);
    assert_int_equal(bytes.capacity, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_stays_in_order_while_it_grows),
        cmocka_unit_test(adding_nothing_takes_no_memory),
        cmocka_unit_test(bytes_leave_at_the_front),
        cmocka_unit_test(bytes_are_cut_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
