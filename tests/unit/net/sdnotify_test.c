#include "daemon/net/sdnotify.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* issue 2: "Socket activation (`LISTEN_FDS`)" */
static void descriptors_are_ours_only_if_the_process_is(void **state)
{
    (void)state;
    assert_int_equal(sdnotify_listen_fds("1", "77", 77), 1);
    assert_int_equal(sdnotify_listen_fds("3", "77", 77), 3);
    assert_int_equal(sdnotify_listen_fds("1", "78", 77), 0);
    assert_int_equal(sdnotify_listen_fds("1", NULL, 77), 0);
    assert_int_equal(sdnotify_listen_fds(NULL, "77", 77), 0);
}

static void numbers_that_are_none_are_no_descriptors(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "0", "-1", "1x", " 1", "2147483645", "99999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(sdnotify_listen_fds(wrong[i], "77", 77), 0);
    assert_int_equal(sdnotify_listen_fds("1", "77 ", 77), 0);
}

static void a_watchdog_may_be_for_any_process_or_for_ours(void **state)
{
    (void)state;
    assert_int_equal(sdnotify_watchdog("30000000", NULL, 77), 30000000);
    assert_int_equal(sdnotify_watchdog("30000000", "77", 77), 30000000);
    assert_int_equal(sdnotify_watchdog("30000000", "78", 77), 0);
    assert_int_equal(sdnotify_watchdog(NULL, "77", 77), 0);
    assert_int_equal(sdnotify_watchdog("soon", "77", 77), 0);
    assert_int_equal(sdnotify_watchdog("0", "77", 77), 0);
}

/* Binds a datagram socket to the address, says something to it by `name`, and returns it. */
static void hear(const struct sockaddr_un *address, size_t path_length, const char *name,
                 char text[static 32])
{
    int listening = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_length);
    assert_true(listening >= 0);
    assert_int_equal(bind(listening, (const struct sockaddr *)address, length), 0);
    struct sdnotify sdnotify;
    assert_int_equal(sdnotify_open(name, &sdnotify), 0);
    sdnotify_say(&sdnotify, "READY=1");
    ssize_t heard = recv(listening, text, 31, MSG_DONTWAIT);
    sdnotify_close(&sdnotify);
    (void)close(listening);
    assert_true(heard > 0);
    text[heard] = '\0';
}

/* issue 2: "`Type=notify`" */
static void a_path_is_told(void **state)
{
    (void)state;
    char folder[] = P_tmpdir "/kith-notify-XXXXXX";
    char text[32];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_non_null(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/notify", folder);
    hear(&address, strlen(address.sun_path) + 1, address.sun_path, text);
    assert_int_equal(unlink(address.sun_path), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_string_equal(text, "READY=1");
}

static void an_abstract_name_is_told(void **state)
{
    (void)state;
    char name[64];
    char text[32];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(name, sizeof name, "@kith-notify-%ld", (long)getpid());
    memcpy(address.sun_path + 1, name + 1, strlen(name) - 1);
    hear(&address, strlen(name), name, text);
    assert_string_equal(text, "READY=1");
}

static void without_a_listener_nothing_is_said(void **state)
{
    (void)state;
    struct sdnotify sdnotify;
    assert_int_equal(sdnotify_open(NULL, &sdnotify), 0);
    assert_int_equal(sdnotify.socket, -1);
    sdnotify_say(&sdnotify, "READY=1");
    sdnotify_close(&sdnotify);
}

static void other_addresses_are_refused(void **state)
{
    (void)state;
    char longest[200];
    memset(longest, 'a', sizeof longest);
    longest[0] = '/';
    longest[sizeof longest - 1] = '\0';
    const char *const wrong[] = {"", "/", "@", "vsock:2:1234", "notify", longest};
    struct sdnotify sdnotify;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(sdnotify_open(wrong[i], &sdnotify), -EINVAL);
        assert_int_equal(sdnotify.socket, -1);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(descriptors_are_ours_only_if_the_process_is),
        cmocka_unit_test(numbers_that_are_none_are_no_descriptors),
        cmocka_unit_test(a_watchdog_may_be_for_any_process_or_for_ours),
        cmocka_unit_test(a_path_is_told),
        cmocka_unit_test(an_abstract_name_is_told),
        cmocka_unit_test(without_a_listener_nothing_is_said),
        cmocka_unit_test(other_addresses_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
