#include "common/zonefile.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Two headers with one type and one byte of names each, that type and name, and a rule. */
#define HEADER                                                                                     \
    "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"                                                          \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1"
#define TYPE "\0\0\0\0\0\0\0"
static const char smallest[] = HEADER TYPE HEADER TYPE "\n<+05>-5\n";

static void remove_file(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(remove(path), 0);
}

static void write_file(const char *folder, const char *name, const void *bytes, size_t length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void a_name_that_leaves_the_folder_is_no_name(void **state)
{
    (void)state;
    static const char *const right[] = {
        "UTC", "America/New_York", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Etc/GMT-14",
    };
    static const char *const wrong[] = {
        "",
        "/",
        "/etc/passwd",
        "../etc",
        "America/../UTC",
        "America//Denver",
        "UTC/",
        "a.b",
        ".",
        "a b",
        "UTC\n",
        "America\\New_York",
        "%00UTC",
        "Europe/\xc3\xa9",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_true(zonefile_valid_name(right[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct zone *zone = NULL;
        assert_false(zonefile_valid_name(wrong[i]));
        assert_int_equal(zonefile_read(NULL, wrong[i], &zone), -EINVAL);
        assert_null(zone);
    }
    char name[ZONEFILE_NAME_MOST + 2];
    memset(name, 'a', sizeof name);
    name[ZONEFILE_NAME_MOST + 1] = '\0';
    assert_false(zonefile_valid_name(name));
    name[ZONEFILE_NAME_MOST] = '\0';
    assert_true(zonefile_valid_name(name));
}

static void a_zone_is_read_from_any_folder_and_what_is_none_is_refused(void **state)
{
    (void)state;
    char folder[] = "/tmp/zone_test.XXXXXX", path[512];
    assert_non_null(mkdtemp(folder));
    write_file(folder, "Home", smallest, sizeof smallest - 1);
    write_file(folder, "Text", "not a zone\n", 11);
    unsigned char *large = calloc(1, ZONEFILE_SIZE_MOST + 1);
    assert_non_null(large);
    memcpy(large, smallest, sizeof smallest - 1);
    write_file(folder, "Large", large, ZONEFILE_SIZE_MOST + 1);
    write_file(folder, "Full", large, ZONEFILE_SIZE_MOST);
    free(large);
    snprintf(path, sizeof path, "%s/Pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    struct zone *zone = NULL;
    assert_int_equal(zonefile_read(folder, "Text", &zone), -EINVAL);
    assert_int_equal(zonefile_read(folder, "Large", &zone), -EINVAL);
    assert_int_equal(zonefile_read(folder, "Pipe", &zone), -EINVAL);
    assert_int_equal(zonefile_read(folder, "Nowhere", &zone), -ENOENT);
    assert_int_equal(zonefile_read(folder, "Home/Garden", &zone), -ENOENT);
    assert_int_equal(zonefile_read(NULL, "America", &zone), -EINVAL);
    assert_null(zone);
    assert_int_equal(zonefile_read(folder, "Home", &zone), 0);
    assert_int_equal(zone_offset(zone, 0), 5 * 3600);
    zone_free(zone);
    assert_int_equal(zonefile_read(folder, "Full", &zone), 0);
    zone_free(zone);
    remove_file(folder, "Home");
    remove_file(folder, "Text");
    remove_file(folder, "Large");
    remove_file(folder, "Full");
    remove_file(folder, "Pipe");
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_leaves_the_folder_is_no_name),
        cmocka_unit_test(a_zone_is_read_from_any_folder_and_what_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
