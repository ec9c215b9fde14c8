#include "tests/support/rig.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/varlink.h"
#include "daemon/jobs/jobs.h"
#include "daemon/store/record.h"

static void die(const char *what, const char *why)
{
    fprintf(stderr, "rig: %s: %s\n", what, why);
    abort();
}

static void tell_now(void *context, struct now *ret)
{
    const struct rig *rig = context;
    *ret = rig->now;
}

static void set_clock(void *context, int64_t wall)
{
    struct rig *rig = context;
    rig->now.boot += wall > rig->now.wall ? wall - rig->now.wall : 0;
    rig->now.wall = wall;
}

static bool submit(void *context, struct work *work)
{
    struct rig *rig = context;
    struct work **last = &rig->queued;
    while (*last)
        last = &(*last)->next;
    *last = work;
    return true;
}

static void log_line(void *context, int level, const char *line)
{
    struct rig *rig = context;
    (void)level;
    (void)line;
    rig->logged++;
}

const char *rig_path(struct rig *rig, const char *name)
{
    static char path[160];
    (void)snprintf(path, sizeof path, "%s/%s", rig->folder, name);
    return path;
}

static int open_files(struct rig *rig)
{
    static const unsigned char master[32] = "a master key for tests, 32 bytes";
    struct arena arena = {0};
    const char *reason = "";
    int failure = db_open(rig_path(rig, "kith.db"), &record_kind, &arena, &rig->db, &reason);
    if (failure == 0)
        failure =
            vault_open(rig_path(rig, "keys.db"), master, rig->db, &arena, &rig->vault, &reason);
    rig->world.db = rig->db;
    rig->world.vault = rig->vault;
    if (failure == 0)
        failure = turn_new(&rig->world, &arena, &rig->turn, &reason);
    if (failure < 0)
        fprintf(stderr, "# %s\n", reason);
    arena_clear(&arena);
    if (failure < 0)
        rig_stop(rig);
    return failure;
}

struct rig *rig_cold(void)
{
    struct rig *rig = calloc(1, sizeof *rig);
    if (!rig)
        abort();
    const char *base = getenv("TMPDIR");
    (void)snprintf(rig->folder, sizeof rig->folder, "%s/kith-rig-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(rig->folder))
        die(rig->folder, "cannot be made");
    rig->now = (struct now){.wall = RIG_START, .boot = 1000, .boot_id = "boot-one"};
    rig->world = (struct turn_world){
        .jobs = jobs,
        .message_max = 262144,
        .stream_max = 1048576,
        .kiosk_idle = 60,
        .context = rig,
        .now = tell_now,
        .submit = submit,
        .set_clock = set_clock,
        .log = log_line,
    };
    return rig;
}

struct rig *rig_new(void)
{
    struct rig *rig = rig_cold();
    if (open_files(rig) < 0)
        die(rig->folder, "the rig does not start");
    rig_run(rig);
    return rig;
}

void rig_stop(struct rig *rig)
{
    turn_free(rig->turn);
    vault_close(rig->vault);
    db_close(rig->db);
    rig->turn = NULL;
    rig->vault = NULL;
    rig->db = NULL;
}

int rig_restart(struct rig *rig)
{
    rig_stop(rig);
    return open_files(rig);
}

static void remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        (void)closedir(dir);
    (void)rmdir(folder);
}

void rig_free(struct rig *rig)
{
    rig_work(rig);
    rig_stop(rig);
    remove_folder(rig->folder);
    free(rig);
}

struct peer *rig_peer(struct rig *rig, uid_t uid)
{
    struct peer *peer = peer_new(rig->turn, uid, 1, NULL);
    if (!peer)
        abort();
    return peer;
}

void rig_work(struct rig *rig)
{
    while (rig->queued) {
        struct work *work = rig->queued;
        rig->queued = work->next;
        work->run(work->data);
        turn_work_done(rig->turn, work);
    }
}

void rig_run(struct rig *rig)
{
    for (int turns = 0; turns < 10000; turns++) {
        bool more = turn_run(rig->turn);
        while (turn_next_output(rig->turn))
            ;
        if (rig->queued && !rig->hold_work)
            rig_work(rig);
        else if (!more)
            return;
    }
    die("rig_run", "the turn never comes to rest");
}

json_t *rig_reply(struct peer *peer)
{
    struct bytes *out = peer_output(peer);
    size_t scanned = 0;
    ssize_t length = varlink_next_message(out, &scanned);
    if (length < 0)
        return NULL;
    json_error_t error;
    json_t *reply = json_loadb(out->data, (size_t)length, JSON_REJECT_DUPLICATES, &error);
    if (!reply)
        die("a reply is no JSON", error.text);
    bytes_drop(out, (size_t)length + 1);
    return reply;
}

json_t *rig_call(struct rig *rig, struct peer *peer, const char *method, const char *parameters)
{
    struct bytes message = {0};
    varlink_write_call(&message, method, parameters, parameters ? strlen(parameters) : 0, false);
    peer_feed(peer, message.data, message.length);
    bytes_clear(&message);
    rig_run(rig);
    json_t *last = NULL;
    for (json_t *reply; (reply = rig_reply(peer));) {
        json_decref(last);
        last = reply;
    }
    return last;
}

const char *rig_try(struct rig *rig, struct peer *peer, const char *method, const char *parameters)
{
    static char name[128];
    json_t *reply = rig_call(rig, peer, method, parameters);
    const char *error = json_string_value(json_object_get(reply, "error"));
    (void)snprintf(name, sizeof name, "%s",
                   !reply  ? "(nothing)"
                   : error ? strrchr(error, '.') + 1
                           : "");
    json_decref(reply);
    return name;
}

json_t *rig_must(struct rig *rig, struct peer *peer, const char *method, const char *parameters)
{
    json_t *reply = rig_call(rig, peer, method, parameters);
    if (!reply || json_object_get(reply, "error")) {
        char *text = reply ? json_dumps(reply, 0) : NULL;
        fprintf(stderr, "rig: %s %s\n", method, parameters ? parameters : "");
        die("refused", text ? text : "nothing came");
    }
    json_t *result = json_incref(json_object_get(reply, "parameters"));
    json_decref(reply);
    return result;
}

void rig_do(struct rig *rig, struct peer *peer, const char *method, const char *parameters)
{
    json_decref(rig_must(rig, peer, method, parameters));
}

/* --- The house most tests live in ------------------------------------------------------------ */

static const struct {
    const char *method;
    const char *parameters;
} by_root[] = {
    {"org.kith.House.Add", "{\"handle\":\"maple\",\"name\":\"Maple House\","
                           "\"zone\":\"America/New_York\",\"beds\":[\"a\",\"b\",\"c\",\"d\"]}"},
    {"org.kith.House.Add",
     "{\"handle\":\"oak\",\"name\":\"Oak House\",\"zone\":\"America/Chicago\",\"beds\":[\"a\"]}"},
    {"org.kith.Person.Add", "{\"house\":\"maple\",\"handle\":\"mike\",\"name\":\"Mike M\"}"},
    {"org.kith.Person.Add", "{\"house\":\"maple\",\"handle\":\"ann\",\"name\":\"Ann A\"}"},
    {"org.kith.Person.Add", "{\"house\":\"maple\",\"handle\":\"ben\",\"name\":\"Ben B\"}"},
    {"org.kith.Person.Add", "{\"house\":\"maple\",\"handle\":\"cat\",\"name\":\"Cat C\"}"},
    {"org.kith.Person.Add", "{\"house\":\"maple\",\"handle\":\"dan\",\"name\":\"Dan D\"}"},
    {"org.kith.Person.Add", "{\"house\":\"maple\",\"handle\":\"opal\",\"name\":\"Opal O\"}"},
    {"org.kith.Person.Add", "{\"house\":\"oak\",\"handle\":\"olga\",\"name\":\"Olga O\"}"},
#define PERSON_ACCOUNT(house, person, uid)                                                         \
    {                                                                                              \
        "org.kith.Account.Add", "{\"kind\":\"person\",\"house\":\"" house                          \
                                "\",\"person\":\"" person "\",\"uid\":" uid "}"                    \
    }
    PERSON_ACCOUNT("maple", "mike", "1001"),
    PERSON_ACCOUNT("maple", "ann", "1002"),
    PERSON_ACCOUNT("maple", "ben", "1003"),
    PERSON_ACCOUNT("maple", "cat", "1004"),
    PERSON_ACCOUNT("maple", "dan", "1005"),
    PERSON_ACCOUNT("maple", "opal", "1006"),
    PERSON_ACCOUNT("oak", "olga", "1007"),
    {"org.kith.Account.Add", "{\"kind\":\"kiosk\",\"house\":\"maple\",\"uid\":1100}"},
    {"org.kith.Account.Grant", "{\"house\":\"maple\",\"person\":\"mike\",\"role\":\"manager\"}"},
    {"org.kith.Account.Grant", "{\"house\":\"maple\",\"person\":\"opal\",\"role\":\"coach\"}"},
    {"org.kith.Account.Grant", "{\"house\":\"oak\",\"person\":\"olga\",\"role\":\"manager\"}"},
};

static const struct {
    const char *method;
    const char *parameters;
} by_mike[] = {
    {"org.kith.Person.Admit", "{\"person\":\"ann\",\"on\":\"2026-06-01\",\"bed\":\"a\","
                              "\"phone\":\"+1 212 555 0101\"}"},
    {"org.kith.Person.Admit", "{\"person\":\"ben\",\"on\":\"2026-08-15\",\"bed\":\"b\"}"},
    {"org.kith.Person.Admit", "{\"person\":\"cat\",\"on\":\"2026-11-20\"}"},
    {"org.kith.Person.Admit", "{\"person\":\"dan\",\"on\":\"2026-02-01\",\"bed\":\"c\"}"},
    {"org.kith.Person.Leave",
     "{\"person\":\"dan\",\"on\":\"2026-09-30\",\"endedBy\":\"resident\"}"},
    {"org.kith.Chore.Add", "{\"handle\":\"dishes\",\"name\":\"Wash the dishes\","
                           "\"schedule\":\"daily\",\"dueTime\":\"21:00\"}"},
    {"org.kith.Chore.Add", "{\"handle\":\"trash\",\"name\":\"Take out the trash\","
                           "\"schedule\":\"mon,thu\",\"dueTime\":\"20:00\"}"},
};

void rig_furnish(struct rig *rig)
{
    struct peer *root = rig_peer(rig, 0);
    for (size_t i = 0; i < sizeof by_root / sizeof *by_root; i++)
        rig_do(rig, root, by_root[i].method, by_root[i].parameters);
    struct peer *mike = rig_peer(rig, 1001);
    for (size_t i = 0; i < sizeof by_mike / sizeof *by_mike; i++)
        rig_do(rig, mike, by_mike[i].method, by_mike[i].parameters);
    peer_free(root);
    peer_free(mike);
}
