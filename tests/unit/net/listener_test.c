#include "daemon/net/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char template[] = P_tmpdir "/kith-listener-XXXXXX";

struct fixture {
    struct arena arena;
    char folder[sizeof template];
    const char *path; /* not there yet */
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    *state = fixture;
    memcpy(fixture->folder, template, sizeof template);
    if (!mkdtemp(fixture->folder))
        return -1;
    fixture->path = arena_format(&fixture->arena, "%s/socket", fixture->folder);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->path);
    int result = rmdir(fixture->folder);
    arena_clear(&fixture->arena);
    free(fixture);
    return result;
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(file >= 0);
    memcpy(address.sun_path, path, strlen(path));
    int result = connect(file, (const struct sockaddr *)&address, sizeof address);
    int failure = errno;
    (void)close(file);
    return result < 0 ? -failure : 0;
}

/* A socket at the path; on which somebody listens, or that is left behind. */
static int other_socket(const char *path, bool listens)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(file >= 0);
    memcpy(address.sun_path, path, strlen(path));
    assert_int_equal(bind(file, (const struct sockaddr *)&address, sizeof address), 0);
    if (listens)
        assert_int_equal(listen(file, 1), 0);
    return file;
}

/* issue 2: "or its own path" */
static void a_socket_is_made_for_owner_and_group_whatever_the_umask(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    struct stat status;
    const char *reason = NULL;
    mode_t old = umask(0077);
    assert_int_equal(listener_bind(fixture->path, &fixture->arena, &listener, &reason), 0);
    assert_int_equal(umask(old), 0077);
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0660);
    assert_true(fcntl(listener.file, F_GETFD) & FD_CLOEXEC);
    assert_true(fcntl(listener.file, F_GETFL) & O_NONBLOCK);
    assert_int_equal(connect_to(fixture->path), 0);
    listener_close(&listener);
    assert_int_equal(access(fixture->path, F_OK), -1);
}

static void one_that_was_left_behind_is_replaced(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    const char *reason = NULL;
    (void)close(other_socket(fixture->path, false));
    assert_int_equal(listener_bind(fixture->path, &fixture->arena, &listener, &reason), 0);
    assert_int_equal(connect_to(fixture->path), 0);
    listener_close(&listener);
}

static void one_on_which_somebody_answers_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    const char *reason = NULL;
    int other = other_socket(fixture->path, true);
    assert_int_equal(listener_bind(fixture->path, &fixture->arena, &listener, &reason),
                     -EADDRINUSE);
    assert_string_equal(
        reason, arena_format(&fixture->arena, "%s: another process answers there", fixture->path));
    assert_int_equal(connect_to(fixture->path), 0);
    (void)close(other);
}

static void what_is_no_socket_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    const char *reason = NULL;
    int file = open(fixture->path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    (void)close(file);
    assert_int_equal(listener_bind(fixture->path, &fixture->arena, &listener, &reason),
                     -EADDRINUSE);
    assert_int_equal(access(fixture->path, F_OK), 0);
}

static void without_its_folder_there_is_no_socket(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    const char *reason = NULL;
    const char *path = arena_format(&fixture->arena, "%s/none/socket", fixture->folder);
    assert_int_equal(listener_bind(path, &fixture->arena, &listener, &reason), -ENOENT);
    assert_non_null(strstr(reason, path));
}

static void a_path_too_long_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    const char *reason = NULL;
    char path[150];
    memset(path, 'a', sizeof path);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    assert_int_equal(listener_bind(path, &fixture->arena, &listener, &reason), -ENAMETOOLONG);
    assert_non_null(reason);
}

static void a_socket_of_somebody_else_stays_when_ours_closes(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    const char *reason = NULL;
    assert_int_equal(listener_bind(fixture->path, &fixture->arena, &listener, &reason), 0);
    assert_int_equal(unlink(fixture->path), 0);
    int other = other_socket(fixture->path, true);
    listener_close(&listener);
    assert_int_equal(connect_to(fixture->path), 0);
    (void)close(other);
}

/* issue 2: "Socket activation (`LISTEN_FDS`)" */
static void a_listening_socket_is_adopted_and_its_path_stays(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    int handed = other_socket(fixture->path, true);
    assert_int_equal(fcntl(handed, F_SETFD, 0), 0);
    assert_int_equal(listener_adopt(handed, &listener), 0);
    assert_int_equal(listener.file, handed);
    assert_true(fcntl(handed, F_GETFD) & FD_CLOEXEC);
    assert_true(fcntl(handed, F_GETFL) & O_NONBLOCK);
    listener_close(&listener);
    assert_int_equal(access(fixture->path, F_OK), 0);
}

static void other_files_are_not_adopted(void **state)
{
    struct fixture *fixture = *state;
    struct listener listener;
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    int wrong[] = {
        other_socket(fixture->path, false), /* does not listen */
        socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0),
        open("/dev/null", O_RDONLY | O_CLOEXEC),
        pair[0],
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_true(wrong[i] >= 0);
        assert_int_equal(listener_adopt(wrong[i], &listener), -ENOTSOCK);
        (void)close(wrong[i]);
    }
    (void)close(pair[1]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_socket_is_made_for_owner_and_group_whatever_the_umask,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_was_left_behind_is_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_on_which_somebody_answers_is_left_alone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_socket_is_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_its_folder_there_is_no_socket, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_path_too_long_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_socket_of_somebody_else_stays_when_ours_closes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_listening_socket_is_adopted_and_its_path_stays, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(other_files_are_not_adopted, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
