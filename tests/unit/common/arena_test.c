#include "common/arena.h"

#include <setjmp.h>
#include <signal.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void memory_is_aligned_zeroed_and_its_own(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char *pieces[200];
    for (size_t i = 0; i < 200; i++) {
        pieces[i] = arena_alloc(&arena, i);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < i; j++)
            assert_int_equal(pieces[i][j], 0);
        memset(pieces[i], (int)i, i);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_equal(pieces[i][j], i);
    arena_clear(&arena);
}

static void a_piece_may_be_larger_than_a_block(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *small = arena_text(&arena, "before");
    char *large = arena_alloc(&arena, 1 << 20);
    memset(large, 'x', 1 << 20);
    assert_string_equal(small, "before");
    assert_string_equal(arena_text(&arena, "after"), "after");
    arena_clear(&arena);
}

static void text_is_copied_and_formatted(void **state)
{
    (void)state;
    struct arena arena = {0};
    char source[] = "dishes and floors";
    char *part = arena_copy(&arena, source, 6);
    char *whole = arena_text(&arena, source);
    memset(source, '-', sizeof source - 1);
    assert_string_equal(part, "dishes");
    assert_string_equal(whole, "dishes and floors");
    assert_null(arena_text(&arena, NULL));
    assert_string_equal(arena_format(&arena, "%s:%d", "line", 7), "line:7");
    const char *wide = arena_format(&arena, "%20000d", 1);
    assert_int_equal(strlen(wide), 20000);
    arena_clear(&arena);
}

static void a_cleared_arena_can_be_used_again(void **state)
{
    (void)state;
    struct arena arena = {0};
    arena_clear(&arena);
    (void)arena_text(&arena, "first");
    arena_clear(&arena);
    assert_null(arena.newest);
    assert_string_equal(arena_text(&arena, "second"), "second");
    arena_clear(&arena);
}

static void a_product_that_overflows_ends_the_process(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        struct arena arena = {0};
        (void)arena_array(&arena, SIZE_MAX / 4, 8);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_zeroed_and_its_own),
        cmocka_unit_test(a_piece_may_be_larger_than_a_block),
        cmocka_unit_test(text_is_copied_and_formatted),
        cmocka_unit_test(a_cleared_arena_can_be_used_again),
        cmocka_unit_test(a_product_that_overflows_ends_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
