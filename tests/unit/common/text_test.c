#include "common/text.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void a_handle_is_lower_case_letters_digits_and_hyphens(void **state)
{
    (void)state;
    static const char *const handles[] = {"a",    "mike", "mike-2",
                                          "a--b", "x9",   "abcdefghijklmnopqrstuvwxyz012345"};
    static const char *const others[] = {
        "",        "-a",         "a-",          "9a",
        "Mike",    "mi ke",      "mi_ke",       "mike\n",
        "mik\xC3", "maple/mike", "j\xC3\xB6rg", "abcdefghijklmnopqrstuvwxyz0123456"};
    for (size_t i = 0; i < COUNT(handles); i++)
        assert_true(text_is_handle(handles[i]));
    for (size_t i = 0; i < COUNT(others); i++)
        if (text_is_handle(others[i]))
            fail_msg("\"%s\" passed", others[i]);
}

static void text_suggests_a_handle(void **state)
{
    (void)state;
    static const char *const suggested[][2] = {
        {"Maria", "maria"},
        {"Wash the dishes", "wash-the-dishes"},
        {"Room 3", "room-3"},
        {" Trash & recycling, out! ", "trash-recycling-out"},
        {"Mop / sweep (hall)", "mop-sweep-hall"},
        {"up_1", "up-1"},
        {"O'Hara", "ohara"},
        {"O\xE2\x80\x99Hara Jr.", "ohara-jr"},
        {"Mary\xE2\x80\x93"
         "Ann\xC2\xA0X",
         "mary-ann-x"},
        /* Jos\u00e9, the accent once within the letter and once behind it */
        {"Jos\xC3\xA9", "jose"},
        {"Jose\xCC\x81", "jose"},
        {"\xC3\x89lan \xC3\x98yvind \xC5\x81ukasz", "elan-oyvind-lukasz"},
        {"\xC5\xA0ime Nguy\xE1\xBB\x85n", "sime-nguyen"},
        {"Ma\xE2\x80\x8Bria", "maria"},
        {"\xC3\x97 \xC3\xB7 x", "x"},
        {"2A", ""},
        {"", ""},
        {"- -", ""},
        {"\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", ""},
        /* 32 bytes fit, and of the words only whole ones */
        {"abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz012345"},
        {"abcdefghijklmnopqrstuvwxyz0123456", "abcdefghijklmnopqrstuvwxyz012345"},
        {"abcdefghijklmnopqrstuvwxyz 12345", "abcdefghijklmnopqrstuvwxyz-12345"},
        {"abcdefghijklmnopqrstuvwxyz 12345 7", "abcdefghijklmnopqrstuvwxyz-12345"},
        {"abcdefghijklmnopqrstuvwxyz 123456", "abcdefghijklmnopqrstuvwxyz"},
    };
    for (size_t i = 0; i < COUNT(suggested); i++) {
        char handle[TEXT_HANDLE_MAX + 1] = "?";
        text_to_handle(suggested[i][0], strlen(suggested[i][0]), handle);
        assert_string_equal(handle, suggested[i][1]);
        assert_true(!*handle || text_is_handle(handle));
    }
    char handle[TEXT_HANDLE_MAX + 1] = "?";
    text_to_handle("maria lopez", 5, handle);
    assert_string_equal(handle, "maria");
}

struct sample {
    const char *bytes;
    size_t length;
};

#define SAMPLE(text)                                                                               \
    {                                                                                              \
        text, sizeof text - 1                                                                      \
    }

/* issue 2: "invalid UTF-8" */
static void only_well_formed_utf8_passes(void **state)
{
    (void)state;
    static const struct sample good[] = {
        SAMPLE(""),
        SAMPLE("a\0b"),
        SAMPLE("\x7F"),
        SAMPLE("\xC2\x80"),
        SAMPLE("\xDF\xBF"),
        SAMPLE("\xE0\xA0\x80"),
        SAMPLE("\xED\x9F\xBF"),
        SAMPLE("\xEE\x80\x80"),
        SAMPLE("\xEF\xBF\xBF"),
        SAMPLE("\xF0\x90\x80\x80"),
        SAMPLE("\xF4\x8F\xBF\xBF"),
    };
    static const struct sample bad[] = {
        SAMPLE("\x80"),             /* a continuation alone */
        SAMPLE("\xBF"),             /* another */
        SAMPLE("\xC0\x80"),         /* NUL in two bytes */
        SAMPLE("\xC1\xBF"),         /* DEL in two bytes */
        SAMPLE("\xC3"),             /* cut short */
        SAMPLE("\xC3("),            /* no continuation */
        SAMPLE("\xE0\x9F\xBF"),     /* three bytes for two */
        SAMPLE("\xE2\x82"),         /* cut short */
        SAMPLE("\xE2(\xA1"),        /* no continuation */
        SAMPLE("\xED\xA0\x80"),     /* the first surrogate */
        SAMPLE("\xED\xBF\xBF"),     /* the last surrogate */
        SAMPLE("\xF0\x8F\xBF\xBF"), /* four bytes for three */
        SAMPLE("\xF0\x90\x80"),     /* cut short */
        SAMPLE("\xF4\x90\x80\x80"), /* past U+10FFFF */
        SAMPLE("\xF5\x80\x80\x80"),
        SAMPLE("\xF8\x88\x80\x80\x80"),
        SAMPLE("\xFE"),
        SAMPLE("\xFF"),
    };
    for (size_t i = 0; i < COUNT(good); i++)
        if (!text_is_utf8(good[i].bytes, good[i].length))
            fail_msg("good %zu refused", i);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (text_is_utf8(bad[i].bytes, bad[i].length))
            fail_msg("bad %zu passed", i);
}

static void clean_text_shows_what_it_holds(void **state)
{
    (void)state;
    assert_true(text_is_clean("", false));
    assert_true(text_is_clean("Zo\xC3\xAB's \xF0\x9F\x8C\xB1 sheets", false));
    assert_true(text_is_clean("\xC2\xA0", false));     /* U+00A0, just past the controls */
    assert_true(text_is_clean("\xE2\x80\xA7", false)); /* U+2027 */
    assert_true(text_is_clean("\xE2\x80\xAF", false)); /* U+202F */
    assert_true(text_is_clean("\xE2\x81\xA5", false)); /* U+2065 */
    assert_true(text_is_clean("\xE2\x81\xAA", false)); /* U+206A */
    static const char *const unclean[] = {
        "\x01",         "a\x1B[2J",     "\r",           "\x7F",         "\xC2\x80",
        "\xC2\x9F",     "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAA", "\xE2\x80\xAE",
        "\xE2\x81\xA6", "\xE2\x81\xA9", "\xC3",
    };
    for (size_t i = 0; i < COUNT(unclean); i++)
        if (text_is_clean(unclean[i], false) || text_is_clean(unclean[i], true))
            fail_msg("unclean %zu passed", i);
}

static void tab_and_newline_are_clean_only_where_lines_are(void **state)
{
    (void)state;
    assert_true(text_is_clean("one\n\ttwo", true));
    assert_false(text_is_clean("one\ntwo", false));
    assert_false(text_is_clean("one\ttwo", false));
}

static void blank_text_has_nothing_to_see(void **state)
{
    (void)state;
    assert_true(text_is_blank(""));
    assert_true(text_is_blank(" \t\r\n"));
    assert_true(text_is_blank("\xC2\xA0\xE2\x80\x8B\xE3\x80\x80\xEF\xBB\xBF"));
    assert_false(text_is_blank(" . "));
    assert_false(text_is_blank("\xC3\xA9"));
    assert_false(text_is_blank("\xFF"));
}

static void letters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_letters(""), 0);
    assert_int_equal(text_letters("ab c"), 4);
    assert_int_equal(text_letters("\xC3\xA9t\xC3\xA9"), 3);
    assert_int_equal(text_letters("\xE2\x82\xAC\xF0\x9F\x8F\xA0"), 2);
}

static int read_int(const char *text, int64_t *ret_number)
{
    return text_to_int(text, INT64_MIN, INT64_MAX, ret_number);
}

static void whole_numbers_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t number;
    } samples[] = {{"0", 0},
                   {"7", 7},
                   {"-7", -7},
                   {"10", 10},
                   {"9223372036854775807", INT64_MAX},
                   {"-9223372036854775808", INT64_MIN}};
    for (size_t i = 0; i < COUNT(samples); i++) {
        int64_t number = 99;
        assert_int_equal(read_int(samples[i].text, &number), 0);
        assert_true(number == samples[i].number);
    }
}

static void other_ways_to_write_numbers_are_refused(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",    "-",   "+1",  " 1",    "1 ",  "01", "-0", "00",       "-01",
        "1.0", "1e3", "0x1", "1,000", "--1", "a",  "1a", "\xD9\xA1", "99999999999999999999x"};
    int64_t number = 99;
    for (size_t i = 0; i < COUNT(others); i++)
        if (read_int(others[i], &number) != -EINVAL)
            fail_msg("\"%s\" was read", others[i]);
    assert_int_equal(number, 99);
}

/* issue 2: "numbers out of range" */
static void numbers_out_of_range_are_told_apart(void **state)
{
    (void)state;
    int64_t number = 99;
    assert_int_equal(read_int("9223372036854775808", &number), -ERANGE);
    assert_int_equal(read_int("-9223372036854775809", &number), -ERANGE);
    assert_int_equal(read_int("100000000000000000000000000", &number), -ERANGE);
    assert_int_equal(text_to_int("65", 1, 64, &number), -ERANGE);
    assert_int_equal(text_to_int("0", 1, 64, &number), -ERANGE);
    assert_int_equal(number, 99);
    assert_int_equal(text_to_int("64", 1, 64, &number), 0);
    assert_int_equal(number, 64);
}

static void distance_counts_changes_and_swaps(void **state)
{
    (void)state;
    assert_int_equal(text_distance("", "", 5), 0);
    assert_int_equal(text_distance("dishes", "dishes", 5), 0);
    assert_int_equal(text_distance("dishes", "DISHES", 5), 0);
    assert_int_equal(text_distance("dishes", "dihses", 5), 1);
    assert_int_equal(text_distance("dishes", "dishs", 5), 1);
    assert_int_equal(text_distance("dishes", "dishees", 5), 1);
    assert_int_equal(text_distance("dishes", "wishes", 5), 1);
    assert_int_equal(text_distance("kitten", "sitting", 5), 3);
    assert_int_equal(text_distance("ca", "abc", 5), 3);
    assert_int_equal(text_distance("", "abc", 5), 3);
    assert_int_equal(text_distance("abc", "", 5), 3);
}

static void distance_stops_at_its_limits(void **state)
{
    (void)state;
    char longest[TEXT_DISTANCE_MAX + 1], longer[TEXT_DISTANCE_MAX + 2];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(text_distance("kitten", "sitting", 2), 3);
    assert_int_equal(text_distance("kitten", "sitting", 0), 1);
    assert_int_equal(text_distance(longest, longest, 3), 0);
    assert_int_equal(text_distance(longest, "", 100), TEXT_DISTANCE_MAX);
    assert_int_equal(text_distance(longer, longer, 3), 4);
    assert_int_equal(text_distance("a", longer, 3), 4);
}

static void the_nearest_name_is_near(void **state)
{
    (void)state;
    static const char *const names[] = {"dishes", "trash", "yard", "bath-up", "bath-down"};
    assert_string_equal(text_nearest("dihses", names, COUNT(names)), "dishes");
    assert_string_equal(text_nearest("Yrad", names, COUNT(names)), "yard");
    assert_string_equal(text_nearest("bath-down", names, COUNT(names)), "bath-down");
    assert_string_equal(text_nearest("bathdown", names, COUNT(names)), "bath-down");
    assert_null(text_nearest("kitchen", names, COUNT(names)));
    assert_null(text_nearest("hes", names, COUNT(names))); /* three letters away */
    assert_null(text_nearest("card-", names, 0));
    assert_null(text_nearest("", names, COUNT(names)));
}

static void what_only_one_name_begins_with_is_near_it(void **state)
{
    (void)state;
    static const char *const names[] = {"dishes", "trash", "bath-up", "bath-down", "out"};
    assert_string_equal(text_nearest("dish", names, COUNT(names)), "dishes");
    assert_string_equal(text_nearest("TR", names, COUNT(names)), "trash");
    assert_string_equal(text_nearest("bath-d", names, COUNT(names)), "bath-down");
    assert_null(text_nearest("ba", names, COUNT(names)));
    assert_null(text_nearest("d", names, COUNT(names)));
    assert_null(text_nearest("dishes-and-pans", names, COUNT(names)));
}

static void a_short_word_must_be_nearer(void **state)
{
    (void)state;
    static const char *const names[] = {"in", "out", "week"};
    assert_null(text_nearest("on", names, COUNT(names))); /* 1 is half of 2 */
    assert_string_equal(text_nearest("oot", names, COUNT(names)), "out");
    assert_null(text_nearest("weex ", names, 1));
    assert_null(text_nearest("woke", names, COUNT(names))); /* 2 is half of 4 */
    assert_null(text_nearest("n", names, COUNT(names)));
}

static void of_names_equally_near_the_first_is_taken(void **state)
{
    (void)state;
    static const char *const names[] = {"bath-1", "bath-2", "bath-23"};
    assert_string_equal(text_nearest("bath-3", names, COUNT(names)), "bath-1");
    assert_string_equal(text_nearest("bath-22", names, COUNT(names)), "bath-2");
}

/* Writes and reads back; `length` is at most 8. */
static void check_letters(const char *bytes, size_t length, const char *letters,
                          void (*write)(const unsigned char *, size_t, char *),
                          int (*read)(const char *, unsigned char *, size_t))
{
    char written[32] = "not written";
    unsigned char back[8] = {0};
    write((const unsigned char *)bytes, length, written);
    assert_string_equal(written, letters);
    assert_int_equal(read(letters, back, length), 0);
    assert_memory_equal(back, bytes, length);
    unsigned char kept[9] = {7};
    assert_int_equal(read(letters, kept, length + 1), -EINVAL);
    if (length)
        assert_int_equal(read(letters, kept, length - 1), -EINVAL);
    assert_int_equal(kept[0], 7);
}

static void bytes_become_hexadecimal_digits_and_back(void **state)
{
    (void)state;
    check_letters("", 0, "", text_hex, text_unhex);
    check_letters("\x00\x7F\x80\xFF", 4, "007f80ff", text_hex, text_unhex);
    unsigned char data[2] = {1, 2};
    assert_int_equal(text_unhex("AbCd", data, 2), 0);
    assert_memory_equal(data, "\xAB\xCD", 2);
    assert_int_equal(text_unhex("abcg", data, 2), -EINVAL);
    assert_int_equal(text_unhex("abc", data, 2), -EINVAL);
    assert_int_equal(text_unhex("abcd ", data, 2), -EINVAL);
    assert_memory_equal(data, "\xAB\xCD", 2);
    assert_int_equal(TEXT_HEX_SIZE(32), 65);
}

/* RFC 4648, section 10 */
static void base64_is_that_of_rfc_4648(void **state)
{
    (void)state;
    static const char *const samples[] = {"",         "Zg==",     "Zm8=",    "Zm9v",
                                          "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (size_t i = 0; i < COUNT(samples); i++) {
        check_letters("foobar", i, samples[i], text_base64, text_unbase64);
        assert_int_equal(TEXT_BASE64_SIZE(i), strlen(samples[i]) + 1);
    }
    check_letters("\xFB\xFF\xBF", 3, "+/+/", text_base64, text_unbase64);
}

static void loose_base64_is_refused(void **state)
{
    (void)state;
    unsigned char data[4] = {7};
    static const char *const loose[] = {
        "Zg", "Zg=", "Zg===", "Zh==", "Zg==\n", " Zg==", "Z===", "Zg=a", "Z-==", "====", "Zm8="};
    for (size_t i = 0; i < COUNT(loose); i++)
        if (text_unbase64(loose[i], data, 1) != -EINVAL)
            fail_msg("\"%s\" was read", loose[i]);
    assert_int_equal(data[0], 7);
}

/* RFC 4648, section 10, without the padding */
static void base32_is_that_of_rfc_4648(void **state)
{
    (void)state;
    static const char *const samples[] = {"",        "MY",       "MZXQ",      "MZXW6",
                                          "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"};
    for (size_t i = 0; i < COUNT(samples); i++) {
        check_letters("foobar", i, samples[i], text_base32, text_unbase32);
        assert_int_equal(TEXT_BASE32_SIZE(i), strlen(samples[i]) + 1);
    }
    unsigned char data[1] = {7};
    static const char *const loose[] = {"my", "MZ", "M1", "M", "MY======", "MYA"};
    for (size_t i = 0; i < COUNT(loose); i++)
        assert_int_equal(text_unbase32(loose[i], data, 1), -EINVAL);
    assert_int_equal(data[0], 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handle_is_lower_case_letters_digits_and_hyphens),
        cmocka_unit_test(text_suggests_a_handle),
        cmocka_unit_test(only_well_formed_utf8_passes),
        cmocka_unit_test(clean_text_shows_what_it_holds),
        cmocka_unit_test(tab_and_newline_are_clean_only_where_lines_are),
        cmocka_unit_test(letters_are_counted_not_bytes),
        cmocka_unit_test(blank_text_has_nothing_to_see),
        cmocka_unit_test(whole_numbers_are_read_exactly),
        cmocka_unit_test(other_ways_to_write_numbers_are_refused),
        cmocka_unit_test(numbers_out_of_range_are_told_apart),
        cmocka_unit_test(distance_counts_changes_and_swaps),
        cmocka_unit_test(distance_stops_at_its_limits),
        cmocka_unit_test(the_nearest_name_is_near),
        cmocka_unit_test(what_only_one_name_begins_with_is_near_it),
        cmocka_unit_test(a_short_word_must_be_nearer),
        cmocka_unit_test(of_names_equally_near_the_first_is_taken),
        cmocka_unit_test(bytes_become_hexadecimal_digits_and_back),
        cmocka_unit_test(base64_is_that_of_rfc_4648),
        cmocka_unit_test(loose_base64_is_refused),
        cmocka_unit_test(base32_is_that_of_rfc_4648),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
