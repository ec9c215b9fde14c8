#include "daemon/config/settings.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/config/guard.h"
#include "daemon/config/settings_schema.h"

struct fixture {
    struct arena arena;
    char folder[32];
    char *file; /* in `folder`; not there yet */
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    *state = fixture;
    static const char template[] = P_tmpdir "/kith-settings-XXXXXX";
    static_assert(sizeof template <= sizeof fixture->folder, "the folder's name fits");
    memcpy(fixture->folder, template, sizeof template);
    if (!mkdtemp(fixture->folder))
        return -1;
    fixture->file = arena_format(&fixture->arena, "%s/kith.conf", fixture->folder);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove(fixture->file);
    int r = rmdir(fixture->folder);
    arena_clear(&fixture->arena);
    free(fixture);
    return r;
}

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static char *read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t size = GUARD_TEXT_MAX;
    char *text = arena_alloc(arena, size);
    size_t length = fread(text, 1, size - 1, file);
    assert_true(length > 0 && length < size - 1);
    assert_int_equal(fclose(file), 0);
    return text;
}

static struct settings parses(struct fixture *fixture, const char *text)
{
    struct settings settings = {0};
    struct settings_fault fault = {""};
    if (settings_parse(text, strlen(text), "kith.conf", &fixture->arena, &settings, &fault) != 0)
        fail_msg("%s", fault.text);
    return settings;
}

static void refuses(struct fixture *fixture, const char *text, const char *sentence)
{
    struct settings settings = {.limits_connections = 7};
    struct settings_fault fault = {""};
    assert_int_equal(
        settings_parse(text, strlen(text), "kith.conf", &fixture->arena, &settings, &fault),
        -EINVAL);
    assert_string_equal(fault.text, sentence);
    assert_int_equal(settings.limits_connections, 7);
}

static void expect_defaults(const struct settings *settings)
{
    assert_string_equal(settings->socket_path, "/run/kithd/org.kith.Server");
    assert_string_equal(settings->store_database, "/var/lib/kithd/kith.db");
    assert_string_equal(settings->store_keys, "/var/lib/kithd/keys.db");
    assert_string_equal(settings->store_master_key, "");
    assert_string_equal(settings->store_zoneinfo, "/usr/share/zoneinfo");
    assert_int_equal(settings->limits_connections, 1024);
    assert_int_equal(settings->limits_connections_per_uid, 64);
    assert_int_equal(settings->limits_message_bytes, 256 * 1024);
    assert_int_equal(settings->limits_stream_bytes, 1024 * 1024);
    assert_int_equal(settings->limits_buffer_bytes, 64 * 1024 * 1024);
    assert_int_equal(settings->kiosk_idle_seconds, 60);
    assert_int_equal(settings->log_level, SETTINGS_LOG_INFO);
}

static void an_empty_text_gives_every_default(void **state)
{
    struct settings settings = parses(*state, "");
    expect_defaults(&settings);
}

static void every_key_can_be_set(void **state)
{
    struct settings settings =
        parses(*state, "socket = { path = \"/s\"; };\n"
                       "store = { database = \"/d\"; keys = \"/k\"; master_key = \"/m\";\n"
                       "          zoneinfo = \"/z\"; };\n"
                       "limits = { connections = 8; connections_per_uid = 1;\n"
                       "           message_bytes = 4096; stream_bytes = 65536;\n"
                       "           buffer_bytes = 8388608; };\n"
                       "kiosk = { idle_seconds = 10; };\n"
                       "log = { level = \"debug\"; };\n");
    assert_string_equal(settings.socket_path, "/s");
    assert_string_equal(settings.store_database, "/d");
    assert_string_equal(settings.store_keys, "/k");
    assert_string_equal(settings.store_master_key, "/m");
    assert_string_equal(settings.store_zoneinfo, "/z");
    assert_int_equal(settings.limits_connections, 8);
    assert_int_equal(settings.limits_connections_per_uid, 1);
    assert_int_equal(settings.limits_message_bytes, 4096);
    assert_int_equal(settings.limits_stream_bytes, 65536);
    assert_int_equal(settings.limits_buffer_bytes, 8388608);
    assert_int_equal(settings.kiosk_idle_seconds, 10);
    assert_int_equal(settings.log_level, SETTINGS_LOG_DEBUG);
}

static void a_number_is_taken_within_its_range_only(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < settings_schema.count; i++) {
        const struct schema_row *row = &settings_schema.rows[i];
        if (row->type != SCHEMA_INTEGER)
            continue;
        size_t group = strcspn(row->key, ".");
        const int64_t values[] = {row->min - 1, row->min, row->max, row->max + 1};
        for (size_t j = 0; j < 4; j++) {
            char *text = arena_format(&fixture->arena, "%.*s = { %s = %" PRId64 "; };", (int)group,
                                      row->key, row->key + group + 1, values[j]);
            if (j == 1 || j == 2)
                (void)parses(fixture, text);
            else
                refuses(fixture, text,
                        arena_format(&fixture->arena, "kith.conf:1: %s: out of range (allowed: %s)",
                                     row->key, schema_allowed(row, &fixture->arena)));
        }
    }
}

/* issue 2: "errors with file, line and the nearest known key" */
static void a_fault_names_file_line_key_and_what_is_allowed(void **state)
{
    refuses(*state, "log = {\n    level = \"verbose\";\n};",
            "kith.conf:2: log.level: not such a word (allowed: error, warning, info, debug)");
    refuses(*state, "limits = { conections = 8; };",
            "kith.conf:1: limits.conections: there is no such key (nearest: limits.connections)");
}

static void the_socket_path_fits_into_an_address(void **state)
{
    struct fixture *fixture = *state;
    char path[109];
    memset(path, 'p', sizeof path);
    path[0] = '/';
    path[107] = '\0';
    struct settings settings =
        parses(fixture, arena_format(&fixture->arena, "socket = { path = \"%s\"; };", path));
    assert_string_equal(settings.socket_path, path);
    path[107] = 'p';
    path[108] = '\0';
    refuses(fixture, arena_format(&fixture->arena, "socket = { path = \"%s\"; };", path),
            "kith.conf:1: socket.path: not such a path "
            "(allowed: an absolute path of at most 107 bytes)");
}

static void the_record_and_its_keys_are_two_files(void **state)
{
    refuses(*state, "store = { keys = \"/var/lib/kithd/kith.db\"; };",
            "kith.conf: store.keys: the same file as store.database");
}

static void a_file_that_is_named_is_read(void **state)
{
    struct fixture *fixture = *state;
    const char text[] = "kiosk = { idle_seconds = 90; };";
    write_file(fixture->file, text, sizeof text - 1);
    struct settings settings = {0};
    struct settings_fault fault = {0};
    assert_int_equal(settings_load(fixture->file, &fixture->arena, &settings, &fault), 0);
    assert_int_equal(settings.kiosk_idle_seconds, 90);
    assert_null(fault.text);
}

static void a_file_that_is_named_must_be_there_and_regular(void **state)
{
    struct fixture *fixture = *state;
    struct settings settings = {.limits_connections = 7};
    struct settings_fault fault = {0};
    assert_int_equal(settings_load(fixture->file, &fixture->arena, &settings, &fault), -ENOENT);
    assert_string_equal(
        fault.text, arena_format(&fixture->arena, "%s: No such file or directory", fixture->file));
    assert_int_equal(settings_load(fixture->folder, &fixture->arena, &settings, &fault), -EINVAL);
    assert_string_equal(
        fault.text, arena_format(&fixture->arena, "%s: is not a regular file", fixture->folder));
    assert_int_equal(mkfifo(fixture->file, 0600), 0);
    assert_int_equal(settings_load(fixture->file, &fixture->arena, &settings, &fault), -EINVAL);
    assert_int_equal(settings.limits_connections, 7);
}

static void a_file_of_more_than_64_kib_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char *text = arena_alloc(&fixture->arena, GUARD_TEXT_MAX + 1);
    memset(text, '\n', GUARD_TEXT_MAX + 1);
    struct settings settings;
    struct settings_fault fault = {0};
    write_file(fixture->file, text, GUARD_TEXT_MAX);
    assert_int_equal(settings_load(fixture->file, &fixture->arena, &settings, &fault), 0);
    write_file(fixture->file, text, GUARD_TEXT_MAX + 1);
    assert_int_equal(settings_load(fixture->file, &fixture->arena, &settings, &fault), -EINVAL);
    assert_string_equal(
        fault.text, arena_format(&fixture->arena, "%s: longer than 65536 bytes", fixture->file));
}

/* design, section 8: "The master key is a systemd credential, or a 0400 file" */
static void the_master_key_is_set_or_a_credential_or_in_etc(void **state)
{
    struct fixture *fixture = *state;
    struct settings settings = parses(fixture, "");
    assert_string_equal(settings_master_key(&settings, "/run/credentials/k", &fixture->arena),
                        "/run/credentials/k/masterkey");
    assert_string_equal(settings_master_key(&settings, NULL, &fixture->arena),
                        "/etc/kithd/masterkey");
    settings = parses(fixture, "store = { master_key = \"/srv/key\"; };");
    assert_string_equal(settings_master_key(&settings, "/run/credentials/k", &fixture->arena),
                        "/srv/key");
}

static void the_shipped_file_is_the_reference(void **state)
{
    struct fixture *fixture = *state;
    FILE *file = fopen(fixture->file, "w");
    assert_non_null(file);
    settings_write_reference(file);
    assert_int_equal(fclose(file), 0);
    assert_string_equal(read_file(&fixture->arena, "etc/kith.conf"),
                        read_file(&fixture->arena, fixture->file));
}

/* Takes away the '#' that stands right before a key. */
static int uncomment(char *text)
{
    int count = 0;
    for (char *at = text; (at = strstr(at, "\n    #")); at++) {
        if (at[6] != ' ') {
            at[5] = ' ';
            count++;
        }
    }
    return count;
}

static void the_shipped_file_parses_to_the_defaults_with_and_without_its_comments(void **state)
{
    struct fixture *fixture = *state;
    char *text = read_file(&fixture->arena, "etc/kith.conf");
    struct settings settings = parses(fixture, text);
    expect_defaults(&settings);
    assert_int_equal(uncomment(text), settings_schema.count);
    settings = parses(fixture, text);
    expect_defaults(&settings);
}

/* The part of the manual page about one key, its line ends made blanks; NULL if there is none. */
static char *manual_item(struct arena *arena, const char *page, const char *key)
{
    const char *start = strstr(page, arena_format(arena, "\n.It Ic %s\n", key));
    if (!start)
        return NULL;
    const char *end = strstr(start + 1, "\n.It ");
    const char *last = strstr(start + 1, "\n.El");
    if (!end || last < end)
        end = last;
    char *item = arena_copy(arena, start, (size_t)(end - start) + 1);
    for (char *at = item; *at; at++)
        if (*at == '\n')
            *at = ' ';
    return item;
}

static void the_manual_has_every_key_with_its_range_and_default(void **state)
{
    struct fixture *fixture = *state;
    struct arena *arena = &fixture->arena;
    char *page = read_file(arena, "etc/kith.conf.5");
    for (size_t i = 0; i < settings_schema.count; i++) {
        const struct schema_row *row = &settings_schema.rows[i];
        char *item = manual_item(arena, page, row->key);
        if (!item)
            fail_msg("kith.conf.5 has no %s", row->key);
        const char *initial = *row->initial ? row->initial : "empty";
        const char *expected =
            arena_format(arena, " Allowed: %s. Default: %s%s ", schema_allowed(row, arena),
                         *initial == '/' ? ".Pa " : "", initial);
        if (!strstr(item, expected))
            fail_msg("kith.conf.5: %s: expected \"%s\"", row->key, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_text_gives_every_default, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_key_can_be_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_number_is_taken_within_its_range_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_fault_names_file_line_key_and_what_is_allowed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_socket_path_fits_into_an_address, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_record_and_its_keys_are_two_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_named_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_named_must_be_there_and_regular, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_of_more_than_64_kib_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_master_key_is_set_or_a_credential_or_in_etc, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_shipped_file_is_the_reference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_shipped_file_parses_to_the_defaults_with_and_without_its_comments, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(the_manual_has_every_key_with_its_range_and_default, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
