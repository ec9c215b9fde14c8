#include "daemon/net/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* design, section 6: "`now` is a struct: wall seconds, CLOCK_BOOTTIME, boot id" */
static void the_boot_id_is_the_kernels(void **state)
{
    (void)state;
    char name[] = P_tmpdir "/kith-clock-XXXXXX";
    int file = mkstemp(name);
    assert_true(file >= 0);
    static const char id[] = "0b3c2d54-7a0e-4d8f-9a11-3f1b7f3f5a10\n";
    assert_int_equal(write(file, id, sizeof id - 1), sizeof id - 1);
    assert_int_equal(close(file), 0);
    struct clock clock;
    struct now now;
    int result = clock_init(name, &clock);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(result, 0);
    clock_now(&clock, &now);
    assert_string_equal(now.boot_id, "0b3c2d54-7a0e-4d8f-9a11-3f1b7f3f5a10");
}

static void without_proc_each_start_is_a_boot_of_its_own(void **state)
{
    (void)state;
    struct clock one;
    struct clock other;
    assert_int_equal(clock_init("/nonexistent/boot_id", &one), 0);
    assert_int_equal(clock_init("/nonexistent/boot_id", &other), 0);
    assert_int_equal(strlen(one.boot_id), 32);
    assert_string_not_equal(one.boot_id, other.boot_id);
}

static void a_clock_that_was_set_stands_until_it_is_set_again(void **state)
{
    (void)state;
    struct clock clock;
    struct now now;
    struct now later;
    assert_int_equal(clock_init(NULL, &clock), 0);
    assert_true(clock_runs(&clock));
    clock_set(&clock, 4000000000);
    assert_false(clock_runs(&clock));
    clock_now(&clock, &now);
    assert_int_equal(now.wall, 4000000000);
    clock_now(&clock, &later);
    assert_int_equal(later.wall, now.wall);
    assert_int_equal(later.boot, now.boot);
}

static void time_since_boot_goes_on_with_the_clock_but_never_back(void **state)
{
    (void)state;
    struct clock clock;
    struct now now;
    struct now later;
    assert_int_equal(clock_init(NULL, &clock), 0);
    clock_set(&clock, 4000000000);
    clock_now(&clock, &now);
    clock_set(&clock, 4000000060);
    clock_now(&clock, &later);
    assert_int_equal(later.boot, now.boot + 60);
    clock_set(&clock, 3000000000);
    clock_now(&clock, &later);
    assert_int_equal(later.wall, 3000000000);
    assert_int_equal(later.boot, now.boot + 60);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_boot_id_is_the_kernels),
        cmocka_unit_test(without_proc_each_start_is_a_boot_of_its_own),
        cmocka_unit_test(a_clock_that_was_set_stands_until_it_is_set_again),
        cmocka_unit_test(time_since_boot_goes_on_with_the_clock_but_never_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
