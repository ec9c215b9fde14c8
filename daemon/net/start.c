#include "daemon/net/start.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "daemon/crypto/keys.h"
#include "daemon/net/world.h"
#include "daemon/store/record.h"

enum {
    FILES_BESIDES = 64, /* the record, the keys, zones, and the loop's own */
    PRIVATE_UMASK = 0077,
};

/* What can be done about a failure; the table ends with one for all others, failure 0. */
struct remedy {
    int failure;
    const char *text;
};

static int refuse(const struct world *world, int failure, const char *what, const char *why,
                  const struct remedy *remedies)
{
    while (remedies->failure && remedies->failure != failure)
        remedies++;
    log_refusal(&world->log, what, why ? why : strerror(-failure), remedies->text);
    return failure;
}

/* --- The process ----------------------------------------------------------------------------- */

static void read_environment(struct world *world)
{
    static const char *const used[] = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID",
                                       "LISTEN_FDS",    "LISTEN_PID",    "LISTEN_FDNAMES"};
    pid_t self = getpid();
    if (sdnotify_open(getenv("NOTIFY_SOCKET"), &world->sdnotify) < 0)
        log_say(&world->log, LOG_WARNING, "nobody is told of the start: NOTIFY_SOCKET is no path");
    world->watchdog = sdnotify_watchdog(getenv("WATCHDOG_USEC"), getenv("WATCHDOG_PID"), self);
    world->handed_over = sdnotify_listen_fds(getenv("LISTEN_FDS"), getenv("LISTEN_PID"), self);
    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        (void)unsetenv(used[i]);
}

int start_process(struct world *world)
{
    static const struct remedy remedies[] = {{0, "look at the machine's random numbers"}};
    (void)umask(PRIVATE_UMASK);
    (void)signal(SIGPIPE, SIG_IGN);
    log_init(STDERR_FILENO, LOG_INFO, getenv("JOURNAL_STREAM"), &world->log);
    read_environment(world);
    int failure = clock_init(NULL, &world->clock);
    if (failure < 0)
        return refuse(world, failure, "there is no id for this boot", NULL, remedies);
#if KITH_TEST
    if (world->options->stands)
        clock_set(&world->clock, world->options->wall);
#endif
    return 0;
}

/* --- The configuration ----------------------------------------------------------------------- */

/* Each connection is an open file. */
void start_raise_file_limit(const struct world *world)
{
    struct rlimit limit;
    rlim_t needed = (rlim_t)world->settings.limits_connections + FILES_BESIDES;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= needed)
        return;
    limit.rlim_cur = needed < limit.rlim_max ? needed : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur < needed)
        log_say(&world->log, LOG_WARNING,
                "limits.connections cannot be reached: this process may open %lu files only",
                (unsigned long)limit.rlim_cur);
}

int start_settings(struct world *world)
{
    static const struct remedy remedies[] = {
        {-ENOENT, "make it, or leave --config out"},
        {-EACCES, "let the daemon's user read it"},
        {0, "correct it, and ask kithd --check"},
    };
    struct settings_fault fault = {0};
    int failure = settings_load(world->options->config, &world->arena, &world->settings, &fault);
    if (failure < 0)
        return refuse(world, failure, "the configuration cannot be used", fault.text, remedies);
    world_apply_settings(world);
    start_raise_file_limit(world);
    return 0;
}

/* --- The record ------------------------------------------------------------------------------ */

static int read_master_key(struct world *world, unsigned char ret_master[static KEYS_SIZE])
{
    static const struct remedy remedies[] = {
        {-ENOENT, "put it back from the recovery sheet, or for a new house: kithd --init-keys"},
        {-EPERM, "chmod 400 it"},
        {-ELOOP, "name the file itself"},
        {-EACCES, "let the daemon's user own it"},
        {0, "put it back from the recovery sheet: kithd(8)"},
    };
    const char *path =
        settings_master_key(&world->settings, getenv("CREDENTIALS_DIRECTORY"), &world->arena);
    int failure = keys_master_read(path, ret_master);
    if (failure == 0)
        return 0;
    const char *reason = failure == -EINVAL  ? "it holds no master key"
                         : failure == -EPERM ? "others than its owner may read or write it"
                         : failure == -ELOOP ? "it is a symbolic link"
                                             : strerror(-failure);
    return refuse(world, failure, "the master key cannot be read",
                  arena_format(&world->arena, "%s: %s", path, reason), remedies);
}

static const struct remedy file_remedies[] = {
    {-EBUSY, "stop the other daemon first"},
    {-ENOENT, "make its folder, which belongs to the daemon's user alone"},
    {-EACCES, "let the daemon's user own the file and its folder"},
    {-EROFS, "let the daemon's user write it"},
    {-EPROTO, "look at store in kith.conf, or start the version that wrote it"},
    {-ENOMEM, "there is too little memory"},
    {0, "look at the disk, and restore a backup: kithd(8)"},
};

static const struct remedy keys_remedies[] = {
    {-EBUSY, "stop the other daemon first"},
    {-EACCES, "let the daemon's user own the file and its folder"},
    {-EROFS, "let the daemon's user write it"},
    {-ENOKEY, "kithd(8), THE RECOVERY SHEET, says how"},
    {-EPROTO, "kithd(8), BACKUP, says how"},
    {0, "look at the disk, and restore a backup: kithd(8)"},
};

int start_record(struct world *world)
{
    const struct settings *settings = &world->settings;
    unsigned char master[KEYS_SIZE];
    const char *reason = NULL;
    int failure = read_master_key(world, master);
    if (failure < 0)
        return failure;
    failure = db_open(settings->store_database, &record_kind, &world->arena, &world->db, &reason);
    if (failure < 0) {
        (void)refuse(world, failure, "the record cannot be opened", reason, file_remedies);
    } else {
        failure = vault_open(settings->store_keys, master, world->db, &world->arena, &world->vault,
                             &reason);
        if (failure < 0)
            (void)refuse(world, failure, "the record's keys cannot be opened", reason,
                         keys_remedies);
    }
    explicit_bzero(master, sizeof master);
    return failure;
}

/* --- The socket ------------------------------------------------------------------------------ */

static int adopt(struct world *world)
{
    static const struct remedy remedies[] = {
        {0, "have the service manager hand over one listening unix stream socket"},
    };
    const char *reason = "there are several";
    int failure = -E2BIG;
    if (world->handed_over == 1) {
        failure = listener_adopt(SDNOTIFY_FIRST_FD, &world->listener);
        if (failure == 0)
            return 0;
        reason = failure == -ENOTSOCK ? "it is another kind of file" : NULL;
    }
    return refuse(world, failure, "the socket handed over cannot be used", reason, remedies);
}

int start_listener(struct world *world)
{
    static const struct remedy remedies[] = {
        {-EADDRINUSE, "stop what answers there, or choose another socket.path in kith.conf"},
        {-ENOENT, "make its folder"},
        {-EACCES, "let the daemon's user write its folder"},
        {0, "choose another socket.path in kith.conf"},
    };
    const char *reason = NULL;
    if (world->handed_over > 0)
        return adopt(world);
    int failure =
        listener_bind(world->settings.socket_path, &world->arena, &world->listener, &reason);
    if (failure < 0)
        return refuse(world, failure, "clients cannot be listened to", reason, remedies);
    return 0;
}
