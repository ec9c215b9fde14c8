#include "daemon/crypto/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/text.h"

static const unsigned char master[KEYS_SIZE] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                                11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                                22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

static const char master_hex[] = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

static const char sheet[] = "AAAQ EAYE AUDA OCAJ BIFQ YDIO B4IB CEQT CQKR MFYY DENB WHA5 DYPQ JO6E";

/* RFC 5869, appendix A, cases 1 and 3 */
static void derivation_is_that_of_rfc_5869(void **state)
{
    (void)state;
    unsigned char secret[22], salt[13], info[10], out[42];
    char hex[TEXT_HEX_SIZE(sizeof out)];
    memset(secret, 0x0B, sizeof secret);
    for (size_t i = 0; i < sizeof salt; i++)
        salt[i] = (unsigned char)i;
    for (size_t i = 0; i < sizeof info; i++)
        info[i] = (unsigned char)(0xF0 + i);
    assert_int_equal(keys_hkdf(secret, 22, salt, 13, info, 10, out, sizeof out), 0);
    text_hex(out, sizeof out, hex);
    assert_string_equal(hex, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                             "34007208d5b887185865");
    assert_int_equal(keys_hkdf(secret, 22, salt, 0, info, 0, out, sizeof out), 0);
    text_hex(out, sizeof out, hex);
    assert_string_equal(hex, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                             "9d201395faa4b61a96c8");
}

/* Made with another program, so that a key wrapped today unwraps for ever. */
static void a_key_from_long_ago_unwraps(void **state)
{
    (void)state;
    struct wrapping wrapping;
    unsigned char wrapped[KEYS_WRAPPED_SIZE], key[KEYS_SIZE];
    char hex[TEXT_HEX_SIZE(KEYS_SIZE)];
    assert_int_equal(keys_wrapping(master, &wrapping), 0);
    text_hex(wrapping.key, sizeof wrapping.key, hex);
    assert_string_equal(hex, "5ca9cfc6c28a5f8d7434f8ee72752de6c771b4157d17612270dd5141adaddb19");
    assert_int_equal(text_unhex("01101112131415161718191a1bc568c567721fba4bfcc369beb4255174ca796d0e"
                                "2b9eb34766e9610abc45aeeeef9441d24f54a8bd7a4db641ef8bb41a",
                                wrapped, sizeof wrapped),
                     0);
    assert_int_equal(keys_unwrap(&wrapping, wrapped, "key 12 of person 7", key), 0);
    for (size_t i = 0; i < sizeof key; i++)
        assert_int_equal(key[i], 32 + i);
}

static void a_wrapped_key_unwraps_for_its_purpose_only(void **state)
{
    (void)state;
    struct wrapping wrapping, other;
    unsigned char wrapped[KEYS_WRAPPED_SIZE], key[KEYS_SIZE] = {99};
    unsigned char second[KEYS_SIZE] = {1};
    assert_int_equal(keys_wrapping(master, &wrapping), 0);
    assert_int_equal(keys_wrapping(second, &other), 0);
    assert_int_equal(keys_wrap(&wrapping, master, "pepper", wrapped), 0);
    assert_int_equal(keys_unwrap(&wrapping, wrapped, "signing seed", key), -EBADMSG);
    assert_int_equal(keys_unwrap(&wrapping, wrapped, "", key), -EBADMSG);
    assert_int_equal(keys_unwrap(&other, wrapped, "pepper", key), -EBADMSG);
    for (size_t bit = 0; bit < sizeof wrapped * 8; bit++) {
        wrapped[bit / 8] ^= (unsigned char)(1U << bit % 8);
        if (keys_unwrap(&wrapping, wrapped, "pepper", key) != -EBADMSG)
            fail_msg("bit %zu may differ", bit);
        wrapped[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
    assert_int_equal(key[0], 99);
    assert_int_equal(keys_unwrap(&wrapping, wrapped, "pepper", key), 0);
    assert_memory_equal(key, master, sizeof key);
}

static void the_same_key_is_never_wrapped_to_the_same_bytes(void **state)
{
    (void)state;
    struct wrapping wrapping;
    unsigned char first[KEYS_WRAPPED_SIZE], second[KEYS_WRAPPED_SIZE];
    assert_int_equal(keys_wrapping(master, &wrapping), 0);
    assert_int_equal(keys_wrap(&wrapping, master, "pepper", first), 0);
    assert_int_equal(keys_wrap(&wrapping, master, "pepper", second), 0);
    assert_memory_not_equal(first, second, sizeof first);
}

static void a_purpose_has_its_longest(void **state)
{
    (void)state;
    struct wrapping wrapping;
    unsigned char wrapped[KEYS_WRAPPED_SIZE], key[KEYS_SIZE];
    char purpose[KEYS_PURPOSE_MAX + 2];
    memset(purpose, 'x', sizeof purpose);
    purpose[KEYS_PURPOSE_MAX + 1] = '\0';
    assert_int_equal(keys_wrapping(master, &wrapping), 0);
    assert_int_equal(keys_wrap(&wrapping, master, purpose, wrapped), -EINVAL);
    purpose[KEYS_PURPOSE_MAX] = '\0';
    assert_int_equal(keys_wrap(&wrapping, master, purpose, wrapped), 0);
    assert_int_equal(keys_unwrap(&wrapping, wrapped, purpose, key), 0);
    purpose[KEYS_PURPOSE_MAX] = 'x';
    assert_int_equal(keys_unwrap(&wrapping, wrapped, purpose, key), -EINVAL);
}

static void a_wrapping_can_be_wiped(void **state)
{
    (void)state;
    struct wrapping wrapping;
    assert_int_equal(keys_wrapping(master, &wrapping), 0);
    keys_wrapping_wipe(&wrapping);
    assert_memory_equal(wrapping.key, (unsigned char[KEYS_SIZE]){0}, KEYS_SIZE);
}

/* A folder of the test's own, and the path of the key in it. */
struct fixture {
    char folder[PATH_MAX / 4];
    char path[PATH_MAX / 2];
};

static int set_up(void **state)
{
    const char *parent = getenv("TMPDIR");
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    (void)snprintf(fixture->folder, sizeof fixture->folder, "%s/keys_test.XXXXXX",
                   parent && *parent ? parent : P_tmpdir);
    *state = fixture;
    if (!mkdtemp(fixture->folder))
        return -1;
    (void)snprintf(fixture->path, sizeof fixture->path, "%s/master.key", fixture->folder);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->path);
    int r = rmdir(fixture->folder);
    free(fixture);
    return r;
}

static void put_file(const struct fixture *fixture, const void *data, size_t length, mode_t mode)
{
    (void)unlink(fixture->path);
    int fd = open(fixture->path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, length), length);
    assert_int_equal(fchmod(fd, mode), 0);
    assert_int_equal(close(fd), 0);
}

static void a_master_key_is_read_raw_or_in_hexadecimal(void **state)
{
    const struct fixture *fixture = *state;
    char line[sizeof master_hex + 1];
    (void)snprintf(line, sizeof line, "%s\n", master_hex);
    const struct {
        const void *data;
        size_t length;
    } contents[] = {{master, KEYS_SIZE}, {line, 64}, {line, 65}};
    for (size_t i = 0; i < 3; i++) {
        unsigned char key[KEYS_SIZE] = {99};
        put_file(fixture, contents[i].data, contents[i].length, 0400);
        assert_int_equal(keys_master_read(fixture->path, key), 0);
        assert_memory_equal(key, master, KEYS_SIZE);
    }
}

static void a_file_that_is_no_key_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    unsigned char key[KEYS_SIZE] = {99};
    char line[80];
    (void)snprintf(line, sizeof line, "%s\n\n", master_hex);
    static const size_t lengths[] = {0, 1, 31, 33, 63, 66};
    for (size_t i = 0; i < 6; i++) {
        put_file(fixture, line, lengths[i], 0400);
        assert_int_equal(keys_master_read(fixture->path, key), -EINVAL);
    }
    line[5] = 'g';
    put_file(fixture, line, 64, 0400);
    assert_int_equal(keys_master_read(fixture->path, key), -EINVAL);
    line[5] = '2';
    line[64] = ' ';
    put_file(fixture, line, 65, 0400);
    assert_int_equal(keys_master_read(fixture->path, key), -EINVAL);
    assert_int_equal(key[0], 99);
}

/* design, section 8: "a 0400 file" */
static void a_file_that_others_may_use_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    unsigned char key[KEYS_SIZE] = {99};
    static const mode_t modes[] = {0440, 0404, 0420, 0402, 0410, 0401, 0644, 0660};
    for (size_t i = 0; i < 8; i++) {
        put_file(fixture, master, KEYS_SIZE, modes[i]);
        assert_int_equal(keys_master_read(fixture->path, key), -EPERM);
    }
    assert_int_equal(key[0], 99);
    put_file(fixture, master, KEYS_SIZE, 0600);
    assert_int_equal(keys_master_read(fixture->path, key), 0);
}

static void only_a_plain_file_is_read(void **state)
{
    const struct fixture *fixture = *state;
    unsigned char key[KEYS_SIZE];
    assert_int_equal(keys_master_read(fixture->path, key), -ENOENT);
    assert_int_equal(symlink("elsewhere", fixture->path), 0);
    assert_int_equal(keys_master_read(fixture->path, key), -ELOOP);
    assert_int_equal(unlink(fixture->path), 0);
    assert_int_equal(mkfifo(fixture->path, 0600), 0);
    assert_int_equal(keys_master_read(fixture->path, key), -EINVAL);
    assert_int_equal(keys_master_read(fixture->folder, key), -EINVAL);
}

/* An access list as acl(5) stores it: a version, then tag, rights and id of each entry. Its last
 * argument is the rights of the file's own group. */
static int put_access_list(const char *path, uint8_t named_tag, uint8_t group)
{
    const uint8_t list[] = {2,         0, 0,     0,                         /* version */
                            0x01,      0, 4,     0, 0xFF, 0xFF, 0xFF, 0xFF, /* owner */
                            named_tag, 0, 4,     0, 0xD2, 0x04, 0,    0,    /* user or group 1234 */
                            0x04,      0, group, 0, 0xFF, 0xFF, 0xFF, 0xFF, /* group */
                            0x10,      0, 4,     0, 0xFF, 0xFF, 0xFF, 0xFF, /* mask */
                            0x20,      0, 0,     0, 0xFF, 0xFF, 0xFF, 0xFF}; /* others */
    /* The kernel wants the entries in the order of their tags. */
    uint8_t sorted[sizeof list];
    memcpy(sorted, list, sizeof list);
    if (named_tag > 0x04) {
        memcpy(sorted + 12, list + 20, 8);
        memcpy(sorted + 20, list + 12, 8);
    }
    return setxattr(path, "system.posix_acl_access", sorted, sizeof sorted, 0);
}

static void a_credential_given_by_an_access_list_is_read(void **state)
{
    const struct fixture *fixture = *state;
    unsigned char key[KEYS_SIZE] = {0};
    struct stat status;
    put_file(fixture, master, KEYS_SIZE, 0400);
    if (put_access_list(fixture->path, 0x02, 0) < 0) {
        assert_int_equal(errno, EOPNOTSUPP);
        print_message("this file system has no access lists\n");
        return;
    }
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0440);
    assert_int_equal(keys_master_read(fixture->path, key), 0);
    assert_memory_equal(key, master, KEYS_SIZE);
    assert_int_equal(put_access_list(fixture->path, 0x02, 4), 0);
    assert_int_equal(keys_master_read(fixture->path, key), -EPERM);
    assert_int_equal(put_access_list(fixture->path, 0x08, 0), 0);
    assert_int_equal(keys_master_read(fixture->path, key), -EPERM);
}

static void a_new_master_key_is_private_and_new(void **state)
{
    const struct fixture *fixture = *state;
    unsigned char first[KEYS_SIZE], second[KEYS_SIZE];
    struct stat status;
    assert_int_equal(keys_master_create(fixture->path), 0);
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0400);
    assert_int_equal(status.st_size, 65);
    assert_int_equal(keys_master_read(fixture->path, first), 0);
    assert_int_equal(keys_master_create(fixture->path), -EEXIST);
    assert_int_equal(keys_master_read(fixture->path, second), 0);
    assert_memory_equal(first, second, KEYS_SIZE);
    assert_int_equal(unlink(fixture->path), 0);
    assert_int_equal(keys_master_create(fixture->path), 0);
    assert_int_equal(keys_master_read(fixture->path, second), 0);
    assert_memory_not_equal(first, second, KEYS_SIZE);
}

static void a_master_key_is_not_made_in_a_folder_that_is_not_there(void **state)
{
    const struct fixture *fixture = *state;
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/none/master.key", fixture->folder);
    assert_int_equal(keys_master_create(path), -ENOENT);
    assert_int_equal(symlink("elsewhere", fixture->path), 0);
    assert_int_equal(keys_master_create(fixture->path), -EEXIST);
}

/* issue 2: "the recovery sheet" */
static void a_master_key_is_written_on_a_sheet_and_read_back(void **state)
{
    (void)state;
    char text[KEYS_RECOVERY_SIZE];
    unsigned char key[KEYS_SIZE];
    assert_int_equal(keys_recovery_text(master, text), 0);
    assert_string_equal(text, sheet);
    assert_int_equal(strlen(text), KEYS_RECOVERY_SIZE - 1);
    assert_int_equal(keys_recovery_parse(text, key), 0);
    assert_memory_equal(key, master, KEYS_SIZE);
}

static void a_sheet_is_read_as_people_type_it(void **state)
{
    (void)state;
    static const char *const typed[] = {
        "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypqjo6e",
        " AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4IB\r\n CEQT-CQKR-MFYY-DENB-WHA5-DYPQ-JO6E\n",
        "aaaq eaye auda 0caj 8ifq ydi0 84i8 ceqt cqkr mfyy denb wha5 dypq jo6e",
        "aaaq eaye auda ocaj b1fq yd1o b41b ceqt cqkr mfyy denb wha5 dypq jo6e",
    };
    for (size_t i = 0; i < 4; i++) {
        unsigned char key[KEYS_SIZE] = {99};
        assert_int_equal(keys_recovery_parse(typed[i], key), 0);
        assert_memory_equal(key, master, KEYS_SIZE);
    }
}

static void a_slip_of_the_pen_is_told(void **state)
{
    (void)state;
    unsigned char key[KEYS_SIZE] = {99};
    char text[sizeof sheet];
    for (size_t i = 0; i < sizeof sheet - 1; i++) {
        if (sheet[i] == ' ')
            continue;
        memcpy(text, sheet, sizeof sheet);
        text[i] = sheet[i] == 'A' ? 'Q' : 'A';
        int r = keys_recovery_parse(text, key);
        if (r != -EBADMSG && r != -EINVAL)
            fail_msg("letter %zu may differ", i);
    }
    memcpy(text, sheet, sizeof sheet); /* two letters in the wrong order */
    text[5] = 'A';
    text[6] = 'E';
    assert_int_equal(keys_recovery_parse(text, key), -EBADMSG);
    assert_int_equal(key[0], 99);
}

static void another_text_is_no_sheet(void **state)
{
    (void)state;
    unsigned char key[KEYS_SIZE] = {99};
    char text[2 * sizeof sheet];
    assert_int_equal(keys_recovery_parse("", key), -EINVAL);
    assert_int_equal(keys_recovery_parse(master_hex, key), -EINVAL);
    for (size_t length = 0; length < sizeof sheet - 1; length++) {
        memcpy(text, sheet, sizeof sheet);
        text[length] = '\0';
        assert_int_equal(keys_recovery_parse(text, key), -EINVAL);
    }
    (void)snprintf(text, sizeof text, "%sA", sheet);
    assert_int_equal(keys_recovery_parse(text, key), -EINVAL);
    (void)snprintf(text, sizeof text, "%s %.60s", sheet, sheet);
    assert_int_equal(keys_recovery_parse(text, key), -EINVAL);
    memcpy(text, sheet, sizeof sheet);
    text[2] = '9';
    assert_int_equal(keys_recovery_parse(text, key), -EINVAL);
    assert_int_equal(key[0], 99);
}

static void the_check_value_tells_keys_apart(void **state)
{
    (void)state;
    char check[KEYS_CHECK_SIZE], other[KEYS_CHECK_SIZE];
    assert_int_equal(keys_check_value(master, check), 0);
    assert_string_equal(check, "e1f7e050b2e93b47");
    assert_int_equal(keys_check_value((unsigned char[KEYS_SIZE]){1}, other), 0);
    assert_string_not_equal(check, other);
}

#define WITH_FOLDER(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derivation_is_that_of_rfc_5869),
        cmocka_unit_test(a_key_from_long_ago_unwraps),
        cmocka_unit_test(a_wrapped_key_unwraps_for_its_purpose_only),
        cmocka_unit_test(the_same_key_is_never_wrapped_to_the_same_bytes),
        cmocka_unit_test(a_purpose_has_its_longest),
        cmocka_unit_test(a_wrapping_can_be_wiped),
        WITH_FOLDER(a_master_key_is_read_raw_or_in_hexadecimal),
        WITH_FOLDER(a_file_that_is_no_key_is_refused),
        WITH_FOLDER(a_file_that_others_may_use_is_refused),
        WITH_FOLDER(only_a_plain_file_is_read),
        WITH_FOLDER(a_credential_given_by_an_access_list_is_read),
        WITH_FOLDER(a_new_master_key_is_private_and_new),
        WITH_FOLDER(a_master_key_is_not_made_in_a_folder_that_is_not_there),
        cmocka_unit_test(a_master_key_is_written_on_a_sheet_and_read_back),
        cmocka_unit_test(a_sheet_is_read_as_people_type_it),
        cmocka_unit_test(a_slip_of_the_pen_is_told),
        cmocka_unit_test(another_text_is_no_sheet),
        cmocka_unit_test(the_check_value_tells_keys_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
