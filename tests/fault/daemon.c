#include "tests/fault/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENVIRONMENT_MOST = 256 };

static const char *const files[] = {"kith.db", "kith.db-wal", "keys.db", "keys.db-journal"};

static void die(const char *what)
{
    perror(what);
    abort();
}

static void path_in(const char *folder, const char *name, char ret[static 108])
{
    int length = snprintf(ret, 108, "%s/%s", folder, name);
    if (length < 0 || length >= 108)
        die(name);
}

/* --- The folder --- */

static void write_file(const char *folder, const char *name, const char *text, size_t length)
{
    char path[108];
    path_in(folder, name, path);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || write(file, text, length) != (ssize_t)length || close(file) < 0)
        die(path);
}

static int bind_notify(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    path_in(folder, "notify", address.sun_path);
    int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0 || bind(file, (struct sockaddr *)&address, sizeof address) < 0)
        die("notify");
    return file;
}

void daemon_prepare(struct daemon *ret, const char *program)
{
    static const char key[] = "a master key for tests, 32 bytes";
    const char *base = getenv("TMPDIR");
    char conf[1024];
    *ret = (struct daemon){.program = program};
    (void)snprintf(ret->folder, sizeof ret->folder, "%s/kith-daemon-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(ret->folder))
        die(ret->folder);
    const char *folder = ret->folder;
    int length = snprintf(conf, sizeof conf,
                          "socket = { path = \"%s/socket\"; };\n"
                          "store = { database = \"%s/kith.db\"; keys = \"%s/keys.db\";"
                          " master_key = \"%s/masterkey\"; };\n",
                          folder, folder, folder, folder);
    write_file(folder, "kith.conf", conf, (size_t)length);
    write_file(folder, "masterkey", key, sizeof key - 1);
    ret->notify = bind_notify(folder);
}

static void remove_file(const char *folder, const char *name)
{
    char path[108];
    path_in(folder, name, path);
    (void)unlink(path);
}

void daemon_remove(struct daemon *daemon)
{
    static const char *const others[] = {"kith.conf",    "masterkey",    "notify",     "socket",
                                         "kith.db.lock", "keys.db.lock", "kith.db-shm"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        remove_file(daemon->folder, files[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        remove_file(daemon->folder, others[i]);
    (void)close(daemon->notify);
    (void)rmdir(daemon->folder);
}

static void copy_file(const char *from_folder, const char *to_folder, const char *name)
{
    char from[108];
    char to[108];
    struct stat status;
    path_in(from_folder, name, from);
    path_in(to_folder, name, to);
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return;
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0 || fstat(in, &status) < 0)
        die(to);
    for (off_t left = status.st_size; left > 0;) {
        ssize_t copied = sendfile(out, in, NULL, (size_t)left);
        if (copied <= 0)
            die(to);
        left -= copied;
    }
    (void)close(in);
    (void)close(out);
}

void daemon_copy_files(const char *from, const char *to)
{
    remove_file(to, "kith.db-shm");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        remove_file(to, files[i]);
        copy_file(from, to, files[i]);
    }
}

/* --- The process --- */

/* What this process has, and what the daemon is to know besides; ours stands first. */
static void set_environment(const struct daemon *daemon, const char *notify,
                            const char *ret[static ENVIRONMENT_MOST])
{
    size_t count = 0;
    ret[count++] = notify;
    for (size_t i = 0; i < DAEMON_EXTRA && daemon->extra[i]; i++)
        ret[count++] = daemon->extra[i];
    for (char **own = environ; *own && count < ENVIRONMENT_MOST - 1; own++)
        ret[count++] = *own;
    ret[count] = NULL;
}

static void become_daemon(const struct daemon *daemon, bool loud)
{
    char conf[108];
    char notify[128];
    const char *environment[ENVIRONMENT_MOST];
    const char *const words[] = {daemon->program, "--config", conf, NULL};
    if (!loud) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere >= 0)
            (void)dup2(nowhere, STDERR_FILENO);
    }
    path_in(daemon->folder, "kith.conf", conf);
    (void)snprintf(notify, sizeof notify, "NOTIFY_SOCKET=%s/notify", daemon->folder);
    set_environment(daemon, notify, environment);
    /* execve takes them as not constant, and changes nothing. */
    (void)execve(daemon->program, (char **)(uintptr_t)words, (char **)(uintptr_t)environment);
    _exit(127);
}

static void wait_for_end(struct daemon *daemon)
{
    while (waitpid(daemon->pid, &daemon->status, 0) < 0)
        if (errno != EINTR)
            die("waitpid");
    daemon->pid = 0;
}

/* Whether the daemon has said READY=1 in what has come. */
static bool read_ready(const struct daemon *daemon)
{
    char text[256];
    ssize_t length;
    bool ready = false;
    while ((length = recv(daemon->notify, text, sizeof text - 1, MSG_DONTWAIT)) >= 0) {
        text[length] = '\0';
        ready |= strcmp(text, "READY=1") == 0;
    }
    return ready;
}

enum daemon_start daemon_start(struct daemon *daemon, bool loud)
{
    (void)read_ready(daemon);
    (void)fflush(stdout);
    daemon->pid = fork();
    if (daemon->pid < 0)
        die("fork");
    if (daemon->pid == 0)
        become_daemon(daemon, loud);
    int process = pidfd_open(daemon->pid, 0);
    if (process < 0)
        die("pidfd_open");
    struct pollfd waited[] = {{daemon->notify, POLLIN, 0}, {process, POLLIN, 0}};
    enum daemon_start result = DAEMON_HANGS;
    while (result == DAEMON_HANGS && poll(waited, 2, DAEMON_PATIENCE) > 0) {
        if (read_ready(daemon))
            result = DAEMON_READY;
        else if (waited[1].revents)
            result = DAEMON_ENDED;
    }
    (void)close(process);
    if (result == DAEMON_ENDED)
        wait_for_end(daemon);
    return result;
}

bool daemon_stop(struct daemon *daemon, int signal_number)
{
    if (!daemon->pid)
        return true;
    int process = pidfd_open(daemon->pid, 0);
    if (process < 0)
        die("pidfd_open");
    struct pollfd waited = {process, POLLIN, 0};
    (void)kill(daemon->pid, signal_number);
    bool ended = poll(&waited, 1, DAEMON_PATIENCE) > 0;
    (void)close(process);
    if (!ended)
        (void)kill(daemon->pid, SIGKILL);
    wait_for_end(daemon);
    return ended;
}

/* --- A client --- */

bool client_open(struct client *client, const struct daemon *daemon)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    path_in(daemon->folder, "socket", address.sun_path);
    client->length = client->taken = 0;
    client->file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->file < 0)
        die("socket");
    if (connect(client->file, (struct sockaddr *)&address, sizeof address) == 0)
        return true;
    client_close(client);
    return false;
}

void client_close(struct client *client)
{
    if (client->file >= 0)
        (void)close(client->file);
    client->file = -1;
}

bool client_send(struct client *client, const char *method, const char *parameters)
{
    char text[4096];
    int length = snprintf(text, sizeof text, "{\"method\":\"%s\",\"parameters\":%s}", method,
                          parameters ? parameters : "{}");
    if (length < 0 || (size_t)length >= sizeof text)
        die(method);
    return client->file >= 0 &&
           send(client->file, text, (size_t)length + 1, MSG_NOSIGNAL) == length + 1;
}

/* The whole message that has come; false where there is none yet. */
static bool take(struct client *client, char **ret)
{
    char *start = client->bytes + client->taken;
    char *end = memchr(start, '\0', client->length - client->taken);
    if (!end)
        return false;
    client->taken += (size_t)(end - start) + 1;
    *ret = start;
    return true;
}

enum client_answer client_read(struct client *client, char **ret)
{
    if (client->file < 0)
        return CLIENT_CLOSED;
    while (!take(client, ret)) {
        struct pollfd waited = {client->file, POLLIN, 0};
        memmove(client->bytes, client->bytes + client->taken, client->length - client->taken);
        client->length -= client->taken;
        client->taken = 0;
        if (poll(&waited, 1, DAEMON_PATIENCE) <= 0)
            return CLIENT_HANGS;
        ssize_t got = recv(client->file, client->bytes + client->length,
                           sizeof client->bytes - client->length, 0);
        if (got <= 0) {
            client_close(client);
            return CLIENT_CLOSED;
        }
        client->length += (size_t)got;
    }
    return CLIENT_REPLY;
}
