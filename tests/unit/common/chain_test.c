#include "common/chain.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/text.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char first_body[] = "{\"seq\":1,\"noun\":\"chore\"}";
static const char second_body[] = "{\"seq\":2}";

/* design, section 8: "Hash chain". The expected hashes were made with another program. */
static void each_hash_covers_the_one_before(void **state)
{
    (void)state;
    char hash[CHAIN_HEX_SIZE];
    assert_int_equal(chain_first(hash), 0);
    assert_string_equal(hash, "bf935ce9b810308ae55d0b6c83634d6aab0a16eb2db434d68952ddf9d81e06ac");
    assert_int_equal(chain_next(hash, first_body, hash), 0);
    assert_string_equal(hash, "6d40409e1dbc3bb4e0a3a5db9808927d1e47cc9378c49496c25e260023b60593");
    assert_int_equal(chain_next(hash, second_body, hash), 0);
    assert_string_equal(hash, "67b902258851c3ecebcbc5cc186dfc2d6a169a64f225852c03677b1752583556");
}

static void a_change_anywhere_changes_every_hash_after_it(void **state)
{
    (void)state;
    static const char *const bodies[] = {"one", "two", "three", "four"};
    char whole[4][CHAIN_HEX_SIZE], hash[CHAIN_HEX_SIZE];
    assert_int_equal(chain_first(hash), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(chain_next(hash, bodies[i], whole[i]), 0);
        memcpy(hash, whole[i], sizeof hash);
    }
    for (size_t changed = 0; changed < 4; changed++) {
        assert_int_equal(chain_first(hash), 0);
        for (size_t i = 0; i < 4; i++) {
            assert_int_equal(chain_next(hash, i == changed ? "other" : bodies[i], hash), 0);
            assert_int_equal(strcmp(hash, whole[i]) == 0, i < changed);
        }
    }
}

static void a_body_is_one_line(void **state)
{
    (void)state;
    char hash[CHAIN_HEX_SIZE], kept[CHAIN_HEX_SIZE];
    struct chain_segment segment = {0};
    assert_int_equal(chain_first(hash), 0);
    memcpy(kept, hash, sizeof kept);
    assert_int_equal(chain_next(hash, "one\ntwo", hash), -EINVAL);
    assert_int_equal(chain_next("", "one", hash), -EINVAL);
    assert_string_equal(hash, kept);
    assert_int_equal(chain_segment_begin(&segment), 0);
    assert_int_equal(chain_segment_add(&segment, "one\n"), -EINVAL);
    chain_segment_drop(&segment);
}

static void a_segment_is_its_lines(void **state)
{
    (void)state;
    struct chain_segment segment = {0};
    unsigned char digest[DIGEST_SIZE], expected[DIGEST_SIZE];
    char hex[TEXT_HEX_SIZE(DIGEST_SIZE)];
    assert_int_equal(chain_segment_begin(&segment), 0);
    assert_int_equal(chain_segment_add(&segment, first_body), 0);
    assert_int_equal(chain_segment_add(&segment, second_body), 0);
    assert_int_equal(chain_segment_finish(&segment, digest), 0);
    text_hex(digest, sizeof digest, hex);
    assert_string_equal(hex, "298d8b6355d36cc94afe02fa8843555feace07248a5b0d40055a292a9d76eda7");
    assert_int_equal(chain_segment_begin(&segment), 0);
    assert_int_equal(chain_segment_finish(&segment, digest), 0);
    assert_int_equal(digest_sha256("", 0, expected), 0);
    assert_memory_equal(digest, expected, sizeof digest);
}

/* 2026-11-27 21:00 UTC */
enum { EVENING = 1795813200 };

static struct checkpoint sample(void)
{
    struct checkpoint checkpoint = {
        .origin = "kith/maple", .size = 1200, .segment_first = 1101, .at = EVENING};
    memset(checkpoint.chain, 0xAB, sizeof checkpoint.chain);
    memset(checkpoint.segment, 0xFF, sizeof checkpoint.segment);
    return checkpoint;
}

static const char sample_note[] = "kith/maple\n"
                                  "1200\n"
                                  "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n"
                                  "//////////////////////////////////////////8=\n"
                                  "1101\n"
                                  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
                                  "2026-11-27T21:00:00Z\n";

static void a_note_has_seven_lines(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct checkpoint checkpoint = sample();
    const char *note = NULL;
    assert_int_equal(checkpoint_format(&checkpoint, &arena, &note), 0);
    assert_string_equal(note, sample_note);
    arena_clear(&arena);
}

/* Reads a note and writes it again. */
static void check_round_trip(const struct checkpoint *checkpoint)
{
    struct arena arena = {0};
    struct checkpoint back = {0};
    const char *note = NULL, *again = NULL;
    assert_int_equal(checkpoint_format(checkpoint, &arena, &note), 0);
    assert_int_equal(checkpoint_parse(note, strlen(note), &back), 0);
    assert_string_equal(back.origin, checkpoint->origin);
    assert_true(back.size == checkpoint->size);
    assert_memory_equal(back.chain, checkpoint->chain, DIGEST_SIZE);
    assert_memory_equal(back.segment, checkpoint->segment, DIGEST_SIZE);
    assert_true(back.segment_first == checkpoint->segment_first);
    assert_memory_equal(back.previous, checkpoint->previous, DIGEST_SIZE);
    assert_true(back.at == checkpoint->at);
    assert_int_equal(checkpoint_format(&back, &arena, &again), 0);
    assert_string_equal(note, again);
    arena_clear(&arena);
}

static void a_note_is_read_back(void **state)
{
    (void)state;
    struct checkpoint checkpoint = sample();
    check_round_trip(&checkpoint);
    checkpoint.size = 0; /* the empty chain */
    checkpoint.segment_first = 1;
    checkpoint.at = 0;
    check_round_trip(&checkpoint);
    checkpoint.size = INT64_MAX; /* the longest note */
    checkpoint.segment_first = INT64_MAX;
    memset(checkpoint.origin, 'x', CHECKPOINT_ORIGIN_MAX);
    memset(checkpoint.previous, 0x5A, sizeof checkpoint.previous);
    check_round_trip(&checkpoint);
}

static void assert_not_written(const struct checkpoint *checkpoint)
{
    struct arena arena = {0};
    const char *note = NULL;
    assert_int_equal(checkpoint_format(checkpoint, &arena, &note), -EINVAL);
    assert_null(note);
    arena_clear(&arena);
}

static void a_checkpoint_that_says_too_much_or_too_little_is_not_written(void **state)
{
    (void)state;
    struct checkpoint checkpoint = sample();
    checkpoint.size = -1;
    assert_not_written(&checkpoint);
    checkpoint.size = 1099; /* the segment begins past the line after the last */
    assert_not_written(&checkpoint);
    checkpoint = sample();
    checkpoint.segment_first = 0;
    assert_not_written(&checkpoint);
    checkpoint = sample();
    checkpoint.at = INT64_MAX;
    assert_not_written(&checkpoint);
    checkpoint.at = INT64_MIN;
    assert_not_written(&checkpoint);
    static const char *const origins[] = {"", " ", "kith\nmaple", "\x1B[m", "\xFF"};
    for (size_t i = 0; i < COUNT(origins); i++) {
        checkpoint = sample();
        memcpy(checkpoint.origin, origins[i], strlen(origins[i]) + 1);
        assert_not_written(&checkpoint);
    }
    checkpoint = sample();
    memset(checkpoint.origin, 'x', sizeof checkpoint.origin); /* no NUL */
    assert_not_written(&checkpoint);
}

static int parse(const char *note)
{
    struct checkpoint checkpoint;
    return checkpoint_parse(note, strlen(note), &checkpoint);
}

static void no_line_may_be_missing_or_added(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct checkpoint kept = sample(), before = sample();
    for (size_t length = 0; length < sizeof sample_note - 1; length++)
        assert_int_equal(checkpoint_parse(sample_note, length, &kept), -EINVAL);
    assert_int_equal(parse(arena_format(&arena, "%s\n", sample_note)), -EINVAL);
    assert_int_equal(parse(arena_format(&arena, "%sx\n", sample_note)), -EINVAL);
    assert_int_equal(parse(arena_format(&arena, "%sx", sample_note)), -EINVAL);
    assert_int_equal(parse(arena_format(&arena, "\n%s", sample_note)), -EINVAL);
    assert_int_equal(parse(arena_format(&arena, "%0500d\n%s", 0, sample_note)), -EINVAL);
    assert_int_equal(checkpoint_parse(sample_note, sizeof sample_note, &kept), -EINVAL); /* NUL */
    assert_memory_equal(&kept, &before, sizeof kept);
    arena_clear(&arena);
}

/* design, section 8: "one canonical JSON line" */
static void every_line_has_one_form(void **state)
{
    (void)state;
    /* What stands in the sample, and what may not stand there. */
    static const char *const changes[][2] = {
        {"kith/maple\n", "\n"},
        {"kith/maple\n", "kith/maple\r\n"},
        {"kith/maple\n", "kith\tmaple\n"},
        {"1200", "01200"},
        {"1200", "+1200"},
        {"1200", "-1"},
        {"1200", "1099"},
        {"1200", "99999999999999999999"},
        {"1200", ""},
        {"q6ur", "q6u"},
        {"q6urq6s=", "q6urq6t="},
        {"q6urq6s=", "q6urq6s"},
        {"q6urq6s=", "q6urq6urq6s="},
        {"///8=", "///9="},
        {"//8=", "__8="},
        {"1101", "0"},
        {"1101", "1202"},
        {"1101", " 1101"},
        {"AAA=\n", "AAA= \n"},
        {"2026-11-27T21:00:00Z", "2026-11-27T21:00:00z"},
        {"2026-11-27T21:00:00Z", "2026-11-27 21:00:00Z"},
        {"2026-11-27T21:00:00Z", "2026-11-27T21:00:00+00:00"},
        {"2026-11-27T21:00:00Z", "2026-11-27T21:00:00.0Z"},
        {"2026-11-27T21:00:00Z", "2026-11-31T21:00:00Z"},
        {"2026-11-27T21:00:00Z", "2026-11-27T24:00:00Z"},
        {"2026-11-27T21:00:00Z", "2026-11-27T23:59:60Z"},
        {"2026-11-27T21:00:00Z", "1795813200"},
    };
    assert_int_equal(parse(sample_note), 0);
    for (size_t i = 0; i < COUNT(changes); i++) {
        struct arena arena = {0};
        const char *found = strstr(sample_note, changes[i][0]);
        assert_non_null(found);
        const char *note = arena_format(&arena, "%.*s%s%s", (int)(found - sample_note), sample_note,
                                        changes[i][1], found + strlen(changes[i][0]));
        if (parse(note) != -EINVAL)
            fail_msg("\"%s\" was read", changes[i][1]);
        arena_clear(&arena);
    }
}

static void what_is_read_is_what_would_be_written(void **state)
{
    (void)state;
    char note[sizeof sample_note];
    size_t read = 0;
    for (size_t i = 0; i < sizeof sample_note - 1; i++)
        for (int byte = 0; byte < 256; byte++) {
            struct arena arena = {0};
            struct checkpoint checkpoint;
            const char *again = NULL;
            memcpy(note, sample_note, sizeof note);
            note[i] = (char)byte;
            if (checkpoint_parse(note, sizeof note - 1, &checkpoint) == 0) {
                assert_int_equal(checkpoint_format(&checkpoint, &arena, &again), 0);
                assert_string_equal(again, note);
                read++;
            }
            arena_clear(&arena);
        }
    assert_true(read > sizeof sample_note); /* the sample itself, and others */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_hash_covers_the_one_before),
        cmocka_unit_test(a_change_anywhere_changes_every_hash_after_it),
        cmocka_unit_test(a_body_is_one_line),
        cmocka_unit_test(a_segment_is_its_lines),
        cmocka_unit_test(a_note_has_seven_lines),
        cmocka_unit_test(a_note_is_read_back),
        cmocka_unit_test(a_checkpoint_that_says_too_much_or_too_little_is_not_written),
        cmocka_unit_test(no_line_may_be_missing_or_added),
        cmocka_unit_test(every_line_has_one_form),
        cmocka_unit_test(what_is_read_is_what_would_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
