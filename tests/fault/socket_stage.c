#include "tests/fault/socket_stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fault/record.h"

#define CHORE(name)  "org.kith.Chore." name
#define PERSON(name) "org.kith.Person." name

/* Stands for the account of whoever runs this, who is the daemon's own user too. */
static const char own_account[] = "";

/* That is then boss, the manager of maple. */
static const struct step before[] = {
    {ROOT, 0, "org.kith.House.Add",
     "{\"handle\":\"maple\",\"name\":\"Maple House\",\"zone\":\"America/New_York\","
     "\"beds\":[\"a\",\"b\"]}"},
    {ROOT, 0, PERSON("Add"), "{\"handle\":\"boss\",\"name\":\"Bo S\"}"},
    {ROOT, 0, PERSON("Add"), "{\"handle\":\"ann\",\"name\":\"Ann A\"}"},
    {ROOT, 0, PERSON("Add"), "{\"handle\":\"ben\",\"name\":\"Ben B\"}"},
    {ROOT, 0, "org.kith.Account.Add", own_account},
    {ROOT, 0, "org.kith.Account.Grant", "{\"person\":\"boss\",\"role\":\"manager\"}"},
    {ROOT, 0, PERSON("Admit"),
     "{\"person\":\"ann\",\"on\":\"2020-06-01\",\"bed\":\"a\",\"phone\":\"+1 212 555 0101\"}"},
    {ROOT, 0, PERSON("Admit"), "{\"person\":\"ben\",\"on\":\"2020-06-01\",\"bed\":\"b\"}"},
    {ROOT, 0, CHORE("Add"), "{\"handle\":\"dishes\",\"name\":\"Wash the dishes\"}"},
};

static const struct step talk[] = {
    {ROOT, 0, CHORE("Assign"),
     "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2020-11-27\",\"2020-11-28\"],"
     "\"note\":\"the good glasses by hand\"}"},
    {ROOT, STEP_READ, CHORE("Week"), "{\"of\":\"2020-11-27\"}"},
    {ROOT, 0, CHORE("Done"), "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":\"2020-11-27\"}"},
    {ROOT, 0, PERSON("Contact"), "{\"person\":\"ann\"}"},
    {ROOT, 0, "org.kith.Account.SetPin", "{\"person\":\"ann\",\"pin\":\"285714\"}"},
    {ROOT, STEP_READ, PERSON("Show"), "{\"person\":\"anm\"}"},
    {ROOT, 0, CHORE("Undo"), "{\"chore\":\"dishes\",\"person\":\"ann\"}"},
    {ROOT, STEP_READ, CHORE("List"), NULL},
    {ROOT, 0, PERSON("Leave"),
     "{\"person\":\"ben\",\"on\":\"2020-12-01\",\"reason\":\"a job in Ohio\"}"},
    {ROOT, STEP_READ, CHORE("Sing"), NULL},
    {ROOT, STEP_READ, "org.kith.Audit.Verify", NULL},
};

enum { STEPS = sizeof talk / sizeof *talk };

const struct script script_talk = {talk, STEPS, false};

void stage_die(const char *what, const char *why)
{
    fprintf(stderr, "undisturbed: %s: %s\n", what, why ? why : "");
    abort();
}

/* --- One call --- */

enum client_answer stage_ask(struct client *client, const struct step *step, const char **ret,
                             size_t *ret_length)
{
    char account[128];
    const char *parameters = step->parameters;
    if (parameters == own_account) {
        (void)snprintf(account, sizeof account,
                       "{\"kind\":\"person\",\"person\":\"boss\",\"uid\":%u}", (unsigned)getuid());
        parameters = account;
    }
    if (!client_send(client, step->method, parameters))
        client_close(client);
    char *reply = NULL;
    enum client_answer answer = client_read(client, &reply);
    if (answer == CLIENT_REPLY)
        *ret_length = record_mask(reply, strlen(reply));
    *ret = reply;
    return answer;
}

/* --- Undisturbed --- */

static void start(struct daemon *daemon, struct client *client)
{
    if (daemon_start(daemon, true) != DAEMON_READY || !client_open(client, daemon))
        stage_die(daemon->program, "does not start");
}

/* Has these steps with a daemon of its own; keeps the replies where `ret` is not NULL. */
static void have(struct daemon *daemon, const struct step *steps, size_t count, struct bytes *ret)
{
    struct client client;
    start(daemon, &client);
    for (size_t i = 0; i < count; i++) {
        const char *reply = NULL;
        size_t length = 0;
        if (stage_ask(&client, &steps[i], &reply, &length) != CLIENT_REPLY)
            stage_die(steps[i].method, "no reply");
        if (steps != talk && strstr(reply, "\"error\""))
            stage_die(steps[i].method, reply);
        if (ret)
            bytes_add(&ret[i], reply, length);
    }
    client_close(&client);
    if (!daemon_stop(daemon, SIGTERM) || daemon->status != 0)
        stage_die(daemon->program, "does not stop");
}

static uint64_t sum_of(const struct daemon *daemon)
{
    struct rig *rig = rig_cold();
    uint64_t sum = 0;
    const char *reason = NULL;
    daemon_copy_files(daemon->folder, rig->folder);
    if (rig_restart(rig) < 0 || record_sum(rig, &sum, &reason) < 0)
        stage_die("the record", reason);
    rig_free(rig);
    return sum;
}

/* What each step adds: a daemon has one step more than the one before it. */
void stage_set(struct stage *stage)
{
    struct daemon own;
    struct daemon *daemon = &own;
    uint64_t sum = 0;
    daemon_prepare(daemon, stage->program);
    have(daemon, before, sizeof before / sizeof *before, NULL);
    daemon_prepare(&stage->before, stage->program);
    daemon_copy_files(daemon->folder, stage->before.folder);
    stage->reference.script = &script_talk;
    for (size_t count = 0; count <= STEPS; count++) {
        daemon_copy_files(stage->before.folder, daemon->folder);
        have(daemon, talk, count, count == STEPS ? stage->reference.replies : NULL);
        uint64_t after = sum_of(daemon);
        if (count == 0)
            stage->reference.before = after;
        else
            stage->reference.adds[count - 1] = after - sum;
        sum = after;
    }
    daemon_remove(daemon);
}
