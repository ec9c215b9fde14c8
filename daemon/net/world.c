#include "daemon/net/world.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "daemon/jobs/jobs.h"
#include "daemon/net/start.h"

enum { DRAIN_SECONDS = 2 };

/* --- What the turn may ask ------------------------------------------------------------------- */

static void tell_now(void *context, struct now *ret)
{
    const struct world *world = context;
    clock_now(&world->clock, ret);
}

static bool submit(void *context, struct work *work)
{
    struct world *world = context;
    return worker_submit(&world->worker, work);
}

static void take_back(void *context, struct work *work)
{
    struct world *world = context;
    turn_work_done(world->turn, work);
}

#if KITH_TEST
static void set_clock(void *context, int64_t wall)
{
    struct world *world = context;
    clock_set(&world->clock, wall);
}
#endif

static int count_connections(void *context)
{
    const struct world *world = context;
    return (int)world->connections.count;
}

static void write_log(void *context, int level, const char *line)
{
    const struct world *world = context;
    log_say(&world->log, level, "%s", line);
}

static bool is_checking(void *context, const char **ret_fault)
{
    const struct world *world = context;
    return checker_is_running(&world->checker, ret_fault);
}

/* --- The configuration ----------------------------------------------------------------------- */

void world_apply_settings(struct world *world)
{
    static const int levels[] = {
        [SETTINGS_LOG_ERROR] = LOG_ERR,
        [SETTINGS_LOG_WARNING] = LOG_WARNING,
        [SETTINGS_LOG_INFO] = LOG_INFO,
        [SETTINGS_LOG_DEBUG] = LOG_DEBUG,
    };
    world->log.level = levels[world->settings.log_level];
    if (world->turn)
        turn_set_limits(world->turn, (size_t)world->settings.limits_message_bytes,
                        (size_t)world->settings.limits_stream_bytes,
                        world->settings.kiosk_idle_seconds);
}

/* What was opened at the start stays; everything else is a number, and is taken over. */
static void keep_fixed(struct world *world, struct settings *next, struct reload_report *report)
{
    const struct settings *now = &world->settings;
    struct {
        const char *key;
        const char *now;
        const char **next;
    } fixed[] = {
        {"socket.path", now->socket_path, &next->socket_path},
        {"store.database", now->store_database, &next->store_database},
        {"store.keys", now->store_keys, &next->store_keys},
        {"store.master_key", now->store_master_key, &next->store_master_key},
        {"store.zoneinfo", now->store_zoneinfo, &next->store_zoneinfo},
    };
    _Static_assert(sizeof fixed / sizeof *fixed <= RELOAD_FIXED_MOST, "the report has room");
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        if (strcmp(fixed[i].now, *fixed[i].next) != 0) {
            log_say(&world->log, LOG_WARNING, "%s is taken over at the next start only",
                    fixed[i].key);
            report->fixed[report->fixed_count++] = fixed[i].key;
        }
        *fixed[i].next = fixed[i].now;
    }
}

static int reload(void *context, struct arena *arena, struct reload_report *ret)
{
    struct world *world = context;
    struct settings fresh;
    struct settings_fault fault = {0};
    sdnotify_say(&world->sdnotify, "RELOADING=1");
    int failure = settings_load(world->options->config, arena, &fresh, &fault);
    *ret = (struct reload_report){.reason = fault.text};
    if (failure < 0) {
        log_say(&world->log, LOG_ERR, "the configuration stays as it was: %s", fault.text);
    } else {
        keep_fixed(world, &fresh, ret);
        world->reloaded = fresh;
    }
    sdnotify_say(&world->sdnotify, "READY=1");
    return failure;
}

static void take_reloaded(void *context, int64_t unused)
{
    struct world *world = context;
    (void)unused;
    world->settings = world->reloaded;
    world_apply_settings(world);
    start_raise_file_limit(world);
    log_say(&world->log, LOG_INFO, "the configuration was read again");
}

static void on_reload(void *context)
{
    struct arena arena = {0};
    struct reload_report report;
    if (reload(context, &arena, &report) == 0)
        take_reloaded(context, 0);
    arena_clear(&arena);
}

/* --- From the start to the end --------------------------------------------------------------- */

static int start_turn(struct world *world)
{
    const char *reason = NULL;
    const struct turn_world given = {
        .db = world->db,
        .vault = world->vault,
        .jobs = jobs,
        .zoneinfo = world->settings.store_zoneinfo,
        .message_max = (size_t)world->settings.limits_message_bytes,
        .stream_max = (size_t)world->settings.limits_stream_bytes,
        .kiosk_idle = world->settings.kiosk_idle_seconds,
        .context = world,
        .now = tell_now,
        .submit = submit,
        .reload = reload,
        .take_reloaded = take_reloaded,
#if KITH_TEST
        .set_clock = set_clock,
#endif
        .connections = count_connections,
        .log = write_log,
        .checking = is_checking,
    };
    int failure = turn_new(&given, &world->arena, &world->turn, &reason);
    if (failure < 0)
        log_refusal(&world->log, "this program does not fit together",
                    reason ? reason : strerror(-failure), "install it anew");
    return failure;
}

static int refuse_to_wait(const struct world *world, int failure)
{
    if (failure < 0)
        log_refusal(&world->log, "nothing can be waited for", strerror(-failure),
                    "look at the limits of processes and files");
    return failure;
}

static int start_loop(struct world *world)
{
    int failure = loop_open(&world->loop, &world->log);
    if (failure == 0)
        failure = worker_start(&world->worker, world->loop.base, take_back, world);
    return refuse_to_wait(world, failure);
}

/* Ties the loop to what it drives; from here on clients are let in. */
static int open_doors(struct world *world)
{
    struct loop *loop = &world->loop;
    connections_init(&world->connections, loop->base, world->turn, &world->log);
    loop->turn = world->turn;
    loop->connections = &world->connections;
    loop->acceptor = &world->acceptor;
    loop->clock = &world->clock;
    loop->settings = &world->settings;
    loop->sdnotify = &world->sdnotify;
    loop->reload = on_reload;
    loop->context = world;
    int failure = acceptor_start(&world->acceptor, loop->base, world->listener.file,
                                 &world->connections, &world->settings, &world->log);
    return refuse_to_wait(world, failure);
}

static int start(struct world *world)
{
    static int (*const steps[])(struct world *) = {
        start_process, start_settings, start_record, start_loop,
        start_turn,    start_listener, open_doors,
    };
    world->listener.file = -1;
    world->sdnotify.socket = -1;
    int failure = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && failure == 0; i++)
        failure = steps[i](world);
    return failure;
}

static void live(struct world *world)
{
    bool more = loop_turn(&world->loop);
    sdnotify_say(&world->sdnotify, "READY=1");
    log_say(&world->log, LOG_INFO, "ready");
    loop_watch(&world->loop, world->watchdog);
    if (db_was_unclean(world->db)) {
        log_say(&world->log, LOG_WARNING, "the last stop was not clean; the record is checked");
        if (checker_start(&world->checker, world->loop.base, world->db,
                          world->settings.store_database, &world->log) < 0)
            log_say(&world->log, LOG_WARNING,
                    "the record could not be checked; the next start tries it again");
    }
    loop_run(&world->loop, more);
    log_say(&world->log, LOG_INFO, "stopping");
    sdnotify_say(&world->sdnotify, "STOPPING=1");
    acceptor_stop(&world->acceptor);
    listener_close(&world->listener);
    world->listener.file = -1;
    loop_drain(&world->loop, DRAIN_SECONDS);
}

static void end(struct world *world)
{
    checker_stop(&world->checker);
    /* Work that comes back now is freed with its connection or with the turn. */
    worker_stop(&world->worker);
    if (world->connections.turn)
        connections_close(&world->connections);
    turn_free(world->turn);
    if (world->listener.file >= 0)
        listener_close(&world->listener);
    if (world->loop.base)
        loop_close(&world->loop);
    if (world->db && db_checkpoint(world->db) < 0)
        log_say(&world->log, LOG_WARNING, "the record's log was not emptied; the next start will");
    vault_close(world->vault);
    db_close(world->db);
    sdnotify_close(&world->sdnotify);
    arena_clear(&world->arena);
    libevent_global_shutdown();
    free(world);
}

int world_run(const struct world_options *options)
{
    struct world *world = calloc(1, sizeof *world);
    if (!world)
        return -ENOMEM;
    world->options = options;
    int failure = start(world);
    if (failure == 0)
        live(world);
    end(world);
    return failure;
}
