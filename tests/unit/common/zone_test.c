#include "common/zone.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/civil.h"
#include "common/zonefile.h"

enum { FILE_MOST = 8192 };

/* The bytes of a zone file. */
struct image {
    size_t length;
    unsigned char bytes[FILE_MOST];
};

static void put(struct image *image, uint64_t value, int size)
{
    while (size-- > 0)
        image->bytes[image->length++] = (unsigned char)(value >> (8 * size));
}

static void put_text(struct image *image, const char *text)
{
    memcpy(image->bytes + image->length, text, strlen(text));
    image->length += strlen(text);
}

static void put_header(struct image *image, char version, uint32_t leaps, uint32_t changes,
                       uint32_t types)
{
    put_text(image, "TZif");
    put(image, (unsigned char)version, 1);
    for (int i = 0; i < 15; i++)
        put(image, 0, 1);
    const uint32_t counts[] = {0, 0, leaps, changes, types, 4};
    for (int i = 0; i < 6; i++)
        put(image, counts[i], 4);
}

static void put_type(struct image *image, int32_t offset)
{
    put(image, (uint32_t)offset, 4);
    put(image, 0, 2);
}

/* A small sound file: two changes, at 1000 to one hour east and at 2000 back; then the rule. */
static struct image small_file(const char *rule)
{
    struct image image = {0};
    put_header(&image, '2', 0, 1, 1); /* 32-bit data, to be skipped */
    put(&image, 77, 4);
    put(&image, 0, 1);
    put_type(&image, 12345);
    put_text(&image, "OLD");
    put(&image, 0, 1);
    put_header(&image, '2', 0, 2, 2);
    put(&image, 1000, 8);
    put(&image, 2000, 8);
    put(&image, 1, 1);
    put(&image, 0, 1);
    put_type(&image, 0);
    put_type(&image, 3600);
    put_text(&image, "NEW");
    put(&image, 0, 1);
    put_text(&image, "\n");
    put_text(&image, rule);
    put_text(&image, "\n");
    return image;
}

/* Where things stand in that file. */
enum {
    OLD_HEADER = 0,
    NEW_HEADER = 44 + 4 + 1 + 6 + 4,
    NEW_DATA = NEW_HEADER + 44,
    NEW_KINDS = NEW_DATA + 16,
    NEW_TYPES = NEW_KINDS + 2,
    COUNTS = 20,
};

/* Parses from memory of exactly that size, so that any read beyond it is seen. */
static int parse_bytes(const unsigned char *bytes, size_t length, struct zone **ret_zone)
{
    unsigned char *copy = malloc(length ? length : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    int r = zone_parse(copy, length, ret_zone);
    free(copy);
    return r;
}

static void assert_refused(const struct image *image, size_t length)
{
    struct zone *zone = NULL;
    assert_int_equal(parse_bytes(image->bytes, length, &zone), -EINVAL);
    assert_null(zone);
}

static struct zone *zone_with_rule(const char *rule)
{
    struct image image = small_file(rule);
    struct zone *zone = NULL;
    if (parse_bytes(image.bytes, image.length, &zone) != 0)
        fail_msg("refused: %s", rule);
    return zone;
}

static struct zone *system_zone(const char *name)
{
    struct zone *zone = NULL;
    assert_int_equal(zonefile_read(NULL, name, &zone), 0);
    return zone;
}

static int64_t utc_of(const char *instant)
{
    int64_t utc = 0;
    int32_t offset;
    if (civil_parse_instant(instant, &utc, &offset) != 0)
        fail_msg("not an instant: %s", instant);
    return utc;
}

/* A local clock time, written without an offset, becomes that instant. */
static void assert_local(const struct zone *zone, const char *local, const char *instant,
                         enum zone_kind kind)
{
    char clock[64], got[CIVIL_INSTANT_SIZE];
    snprintf(clock, sizeof clock, "%sZ", local);
    enum zone_kind got_kind;
    int64_t utc = zone_to_utc(zone, utc_of(clock), &got_kind);
    civil_format_instant(utc, zone_offset(zone, utc), got);
    assert_string_equal(got, instant);
    assert_int_equal(got_kind, kind);
    assert_int_equal(zone_to_utc(zone, utc_of(clock), NULL), utc);
    if (kind != ZONE_GAP)
        assert_int_equal(zone_to_local(zone, utc), utc_of(clock));
}

static void assert_offset(const struct zone *zone, const char *instant, int32_t seconds)
{
    if (zone_offset(zone, utc_of(instant)) != seconds)
        fail_msg("%s: %d, not %d", instant, zone_offset(zone, utc_of(instant)), seconds);
}

/* The offset changes at that very second. */
static void assert_change(const struct zone *zone, const char *instant, int32_t before,
                          int32_t after)
{
    assert_int_equal(zone_offset(zone, utc_of(instant) - 1), before);
    assert_int_equal(zone_offset(zone, utc_of(instant)), after);
}

/* design, section 6: "A local time that does not exist (spring) moves to the first instant that
 * does" */
static void a_time_in_the_spring_gap_moves_to_the_first_instant_after(void **state)
{
    (void)state;
    struct zone *zone = system_zone("America/New_York");
    assert_local(zone, "2026-03-08T01:59:59", "2026-03-08T01:59:59-05:00", ZONE_PLAIN);
    assert_local(zone, "2026-03-08T02:00:00", "2026-03-08T03:00:00-04:00", ZONE_GAP);
    assert_local(zone, "2026-03-08T02:30:00", "2026-03-08T03:00:00-04:00", ZONE_GAP);
    assert_local(zone, "2026-03-08T02:59:59", "2026-03-08T03:00:00-04:00", ZONE_GAP);
    assert_local(zone, "2026-03-08T03:00:00", "2026-03-08T03:00:00-04:00", ZONE_PLAIN);
    zone_free(zone);
}

/* design, section 6: "one that exists twice (autumn) is the first" */
static void a_time_that_comes_twice_in_autumn_is_the_first(void **state)
{
    (void)state;
    struct zone *zone = system_zone("America/New_York");
    assert_local(zone, "2026-11-01T00:59:59", "2026-11-01T00:59:59-04:00", ZONE_PLAIN);
    assert_local(zone, "2026-11-01T01:00:00", "2026-11-01T01:00:00-04:00", ZONE_FOLD);
    assert_local(zone, "2026-11-01T01:30:00", "2026-11-01T01:30:00-04:00", ZONE_FOLD);
    assert_local(zone, "2026-11-01T01:59:59", "2026-11-01T01:59:59-04:00", ZONE_FOLD);
    assert_local(zone, "2026-11-01T02:00:00", "2026-11-01T02:00:00-05:00", ZONE_PLAIN);
    zone_free(zone);
}

static void lord_howe_changes_by_half_an_hour(void **state)
{
    (void)state;
    struct zone *zone = system_zone("Australia/Lord_Howe");
    assert_local(zone, "2026-10-04T02:15:00", "2026-10-04T02:30:00+11:00", ZONE_GAP);
    assert_local(zone, "2026-10-04T02:30:00", "2026-10-04T02:30:00+11:00", ZONE_PLAIN);
    assert_local(zone, "2026-04-05T01:29:59", "2026-04-05T01:29:59+11:00", ZONE_PLAIN);
    assert_local(zone, "2026-04-05T01:45:00", "2026-04-05T01:45:00+11:00", ZONE_FOLD);
    assert_local(zone, "2026-04-05T02:00:00", "2026-04-05T02:00:00+10:30", ZONE_PLAIN);
    assert_local(zone, "2090-07-01T12:00:00", "2090-07-01T12:00:00+10:30", ZONE_PLAIN);
    zone_free(zone);
}

static void the_day_that_apia_lost_becomes_the_beginning_of_the_next(void **state)
{
    (void)state;
    struct zone *zone = system_zone("Pacific/Apia");
    assert_local(zone, "2011-12-29T23:59:59", "2011-12-29T23:59:59-10:00", ZONE_PLAIN);
    assert_local(zone, "2011-12-30T00:00:00", "2011-12-31T00:00:00+14:00", ZONE_GAP);
    assert_local(zone, "2011-12-30T23:59:59", "2011-12-31T00:00:00+14:00", ZONE_GAP);
    assert_local(zone, "2011-12-31T00:00:00", "2011-12-31T00:00:00+14:00", ZONE_PLAIN);
    zone_free(zone);
}

static void the_rule_in_the_footer_carries_on_after_2037(void **state)
{
    (void)state;
    struct zone *zone = system_zone("America/New_York");
    assert_change(zone, "2060-03-14T07:00:00Z", -18000, -14400);
    assert_change(zone, "2060-11-07T06:00:00Z", -14400, -18000);
    assert_local(zone, "2060-03-14T02:30:00", "2060-03-14T03:00:00-04:00", ZONE_GAP);
    assert_local(zone, "2060-11-07T01:30:00", "2060-11-07T01:30:00-04:00", ZONE_FOLD);
    assert_offset(zone, "2199-07-04T12:00:00Z", -14400);
    assert_offset(zone, "2199-12-31T23:59:59Z", -18000);
    zone_free(zone);
    zone = system_zone("America/Sao_Paulo");
    assert_offset(zone, "2018-12-01T00:00:00Z", -7200);
    assert_offset(zone, "2060-12-01T00:00:00Z", -10800);
    zone_free(zone);
}

static void changes_listed_in_the_file_come_before_its_rule(void **state)
{
    (void)state;
    struct zone *zone = zone_with_rule("<+05>-5");
    assert_int_equal(zone_offset(zone, INT64_MIN), 0);
    assert_int_equal(zone_offset(zone, 999), 0);
    assert_int_equal(zone_offset(zone, 1000), 3600);
    assert_int_equal(zone_offset(zone, 1999), 3600);
    assert_int_equal(zone_offset(zone, 2000), 5 * 3600);
    assert_int_equal(zone_offset(zone, INT64_MAX), 5 * 3600);
    enum zone_kind kind = ZONE_PLAIN;
    assert_int_equal(zone_to_utc(zone, 10000, &kind), 2000); /* leapt over at the last change */
    assert_int_equal(kind, ZONE_GAP);
    zone_free(zone);
}

static void without_a_rule_the_last_change_holds_for_ever(void **state)
{
    (void)state;
    struct zone *zone = zone_with_rule("");
    assert_int_equal(zone_offset(zone, 1999), 3600);
    assert_int_equal(zone_offset(zone, 2000), 0);
    assert_int_equal(zone_offset(zone, INT64_MAX), 0);
    assert_int_equal(zone_to_utc(zone, utc_of("2100-01-01T00:00:00Z"), NULL),
                     utc_of("2100-01-01T00:00:00Z"));
    zone_free(zone);
}

static void a_footer_that_holds_no_rule_is_refused(void **state)
{
    (void)state;
    struct image image = small_file("EST");
    assert_refused(&image, image.length);
    image = small_file("EST5X");
    image.bytes[image.length - 2] = '\0';
    assert_refused(&image, image.length);
    char endless[400];
    memset(endless, 'A', sizeof endless);
    memcpy(endless + sizeof endless - 2, "5", 2);
    image = small_file(endless);
    assert_refused(&image, image.length);
}

static void a_file_cut_at_any_length_is_refused(void **state)
{
    (void)state;
    struct image image = small_file("EST5EDT,M3.2.0,M11.1.0");
    for (size_t length = 0; length < image.length; length++)
        assert_refused(&image, length);
    struct zone *zone = NULL;
    assert_int_equal(parse_bytes(image.bytes, image.length, &zone), 0);
    zone_free(zone);
}

static void a_count_that_the_file_does_not_hold_is_refused(void **state)
{
    (void)state;
    static const uint32_t large[] = {3, 255, 257, 0x7fffffff, 0x80000000, 0xffffffff};
    struct image sound = small_file("EST5");
    for (int header = OLD_HEADER; header <= NEW_HEADER; header += NEW_HEADER) {
        for (int count = 0; count < 6; count++) {
            for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
                struct image image = sound;
                image.length = (size_t)(header + COUNTS + 4 * count);
                put(&image, large[i], 4);
                assert_refused(&image, sound.length);
            }
        }
    }
}

static void a_file_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    static const struct {
        int place;
        unsigned char byte;
    } wrong[] = {
        {0, 'X'},                      /* no TZif */
        {4, 0},                        /* version 1 has no 64-bit data */
        {NEW_HEADER, 'X'},             /* no second header */
        {NEW_HEADER + COUNTS + 19, 0}, /* no types */
        {NEW_HEADER + COUNTS + 23, 0}, /* no names */
        {NEW_HEADER + COUNTS + 11, 1}, /* leap seconds */
        {NEW_HEADER + COUNTS + 3, 1},  /* a mark for one of two types */
        {NEW_KINDS, 2},                /* a type that is not there */
        {NEW_DATA + 6, 255},           /* the first change after the second */
        {NEW_TYPES, 1},                /* 194 days east of UTC */
        {NEW_TYPES, 0x80},             /* and 68 years west */
        {NEW_TYPES + 4, 2},            /* neither daylight saving nor not */
        {NEW_TYPES + 5, 4},            /* a name behind the names */
        {NEW_TYPES + 16, 'X'},         /* no line end before the rule */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct image image = small_file("EST5");
        image.bytes[wrong[i].place] = wrong[i].byte;
        assert_refused(&image, image.length);
    }
    struct image twice = small_file("EST5"); /* two changes at the same time */
    memcpy(twice.bytes + NEW_DATA + 8, twice.bytes + NEW_DATA, 8);
    assert_refused(&twice, twice.length);
}

static void read_system_file(const char *path, struct image *image)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    image->length = fread(image->bytes, 1, sizeof image->bytes, file);
    assert_true(image->length > 44 && image->length < sizeof image->bytes);
    fclose(file);
}

static void a_real_file_cut_at_any_length_is_refused(void **state)
{
    (void)state;
    struct image image = {0};
    read_system_file("/usr/share/zoneinfo/America/New_York", &image);
    for (size_t length = 0; length < image.length; length++)
        assert_refused(&image, length);
}

static void a_real_file_with_any_byte_changed_does_no_harm(void **state)
{
    (void)state;
    struct image image = {0};
    read_system_file("/usr/share/zoneinfo/America/New_York", &image);
    int64_t local = utc_of("2026-03-08T02:30:00Z");
    for (size_t at = 0; at < image.length; at++) {
        unsigned char was = image.bytes[at];
        image.bytes[at] = (unsigned char)(was ^ 0xff);
        struct zone *zone = NULL;
        if (parse_bytes(image.bytes, image.length, &zone) == 0) {
            int64_t utc = zone_to_utc(zone, local, NULL);
            assert_in_range(llabs(utc - local), 0, 2 * 26 * 3600);
        }
        zone_free(zone);
        image.bytes[at] = was;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_in_the_spring_gap_moves_to_the_first_instant_after),
        cmocka_unit_test(a_time_that_comes_twice_in_autumn_is_the_first),
        cmocka_unit_test(lord_howe_changes_by_half_an_hour),
        cmocka_unit_test(the_day_that_apia_lost_becomes_the_beginning_of_the_next),
        cmocka_unit_test(the_rule_in_the_footer_carries_on_after_2037),
        cmocka_unit_test(changes_listed_in_the_file_come_before_its_rule),
        cmocka_unit_test(without_a_rule_the_last_change_holds_for_ever),
        cmocka_unit_test(a_footer_that_holds_no_rule_is_refused),
        cmocka_unit_test(a_file_cut_at_any_length_is_refused),
        cmocka_unit_test(a_count_that_the_file_does_not_hold_is_refused),
        cmocka_unit_test(a_file_that_contradicts_itself_is_refused),
        cmocka_unit_test(a_real_file_cut_at_any_length_is_refused),
        cmocka_unit_test(a_real_file_with_any_byte_changed_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
