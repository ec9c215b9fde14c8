/*
 * make kill: a real kithd is killed again and again while clients write, and every time what it
 * had answered must stand, once. issue 2: "200 kills -9 under load, then the same checks."
 *
 *   kill [--rounds N] [--seed N] PROGRAM
 *
 * Each client has a chore of its own and gives it to ann for one day after the other, says that
 * it is done and takes that back. So the marks of a chore are as many as its client was answered,
 * in that order; one more where the kill came between the commit and the reply.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/civil.h"
#include "daemon/store/query.h"
#include "tests/fault/daemon.h"
#include "tests/fault/record.h"

enum { CLIENTS = 4, ROUNDS = 200, ANSWERS_MOST = 60, YIELDS_MOST = 1000 };

#define PERSON(name) "org.kith.Person." name

static const char *const kinds[] = {"assigned", "done", "undone"};
static const char *const methods[] = {"Assign", "Done", "Undo"};

enum { KINDS = 3 };

/* What the processes share. */
struct shared {
    uint64_t answered[CLIENTS];
    char forbidden[512];
};

struct run {
    struct daemon daemon;
    struct shared *shared;
    int answers[2]; /* a byte for each answer, from the clients */
    pid_t clients[CLIENTS];
    civil_day first_day;
    int64_t entries_before;
    int64_t events_before;
    uint64_t random;
    uint64_t rounds;
    uint64_t unanswered; /* writes that stand though no reply came */
};

static void forbid(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void forbid(struct run *run, const char *format, ...)
{
    va_list args;
    if (*run->shared->forbidden)
        return;
    va_start(args, format);
    (void)vsnprintf(run->shared->forbidden, sizeof run->shared->forbidden, format, args);
    va_end(args);
}

static bool is_over(const struct run *run)
{
    return *run->shared->forbidden != '\0';
}

static uint64_t chance(struct run *run, uint64_t most)
{
    uint64_t z = (run->random += 0x9e3779b97f4a7c15u); /* splitmix64 */
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (z ^ z >> 31) % most;
}

/* --- Calls --- */

/* Asks; whether it was answered without an error. */
static bool ask(struct run *run, struct client *client, const char *method, const char *parameters,
                bool *ret_closed)
{
    char *reply = NULL;
    if (!client_send(client, method, parameters))
        client_close(client);
    enum client_answer answer = client_read(client, &reply);
    *ret_closed = answer == CLIENT_CLOSED;
    if (answer == CLIENT_HANGS)
        forbid(run, "%s %s is never answered", method, parameters);
    if (answer == CLIENT_REPLY && strncmp(reply, "{\"error\"", 8) == 0)
        forbid(run, "%s %s: %s", method, parameters, reply);
    return answer == CLIENT_REPLY && !is_over(run);
}

static void must(struct run *run, struct client *client, const char *method, const char *parameters)
{
    bool closed = false;
    if (!ask(run, client, method, parameters, &closed))
        forbid(run, "%s %s: the connection is closed", method, parameters);
}

/* The write number `number` of a client. */
static bool write_one(struct run *run, struct client *client, int which, uint64_t number)
{
    char date[CIVIL_DATE_SIZE];
    char method[40];
    char parameters[200];
    bool closed = false;
    bool assigns = number % KINDS == 0;
    civil_format(run->first_day + (civil_day)(number / KINDS), date);
    (void)snprintf(method, sizeof method, "org.kith.Chore.%s", methods[number % KINDS]);
    (void)snprintf(parameters, sizeof parameters,
                   "{\"chore\":\"chore-%d\",\"person\":\"ann\",\"on\":%s\"%s\"%s%s}", which,
                   assigns ? "[" : "", date, assigns ? "]" : "",
                   assigns ? ",\"note\":\"by the window\"" : "");
    return ask(run, client, method, parameters, &closed);
}

/* Writes until the connection is gone. */
static void be_client(struct run *run, int which)
{
    struct client *client = calloc(1, sizeof *client);
    if (!client || !client_open(client, &run->daemon)) {
        forbid(run, "client %d finds nobody", which);
        return;
    }
    while (write_one(run, client, which, run->shared->answered[which])) {
        run->shared->answered[which]++;
        if (write(run->answers[1], "", 1) != 1)
            forbid(run, "a pipe broke");
    }
}

/* --- The house --- */

static void furnish(struct run *run, struct client *client)
{
    char parameters[128];
    must(run, client, "org.kith.House.Add",
         "{\"handle\":\"maple\",\"name\":\"Maple House\",\"zone\":\"America/New_York\"}");
    must(run, client, PERSON("Add"), "{\"handle\":\"boss\",\"name\":\"Bo S\"}");
    must(run, client, PERSON("Add"), "{\"handle\":\"ann\",\"name\":\"Ann A\"}");
    (void)snprintf(parameters, sizeof parameters,
                   "{\"kind\":\"person\",\"person\":\"boss\",\"uid\":%u}", (unsigned)getuid());
    must(run, client, "org.kith.Account.Add", parameters);
    must(run, client, "org.kith.Account.Grant", "{\"person\":\"boss\",\"role\":\"manager\"}");
    must(run, client, PERSON("Admit"),
         "{\"person\":\"ann\",\"on\":\"2020-01-01\",\"phone\":\"+1 212 555 0101\"}");
    for (int i = 0; i < CLIENTS; i++) {
        (void)snprintf(parameters, sizeof parameters,
                       "{\"handle\":\"chore-%d\",\"name\":\"Chore %d\"}", i, i);
        must(run, client, "org.kith.Chore.Add", parameters);
    }
}

/* --- After a kill --- */

static int64_t number_of(struct rig *rig, const char *sql)
{
    int64_t number = -1;
    struct query q = query_start(rig->db, sql);
    if (query_next(&q) > 0)
        number = column_int(&q);
    return query_end(&q) < 0 ? -1 : number;
}

static const char MARKS[] =
    "select m.kind, a.on_date, a.state from assignment_mark m"
    " join assignment a on a.id = m.assignment join chore c on c.id = a.chore"
    " where c.handle = ?1 order by a.id, m.number";

/* The marks of a client's chore, in order; how many there are. */
static uint64_t check_marks(struct run *run, struct rig *rig, int which)
{
    char handle[24];
    char date[CIVIL_DATE_SIZE];
    uint64_t count = 0;
    (void)snprintf(handle, sizeof handle, "chore-%d", which);
    struct query q = query_start(rig->db, MARKS);
    query_text(&q, handle);
    for (; query_next(&q) > 0; count++) {
        const char *kind = column_borrow(&q);
        const char *on = column_borrow(&q);
        civil_format(run->first_day + (civil_day)(count / KINDS), date);
        if (strcmp(kind, kinds[count % KINDS]) != 0 || strcmp(on, date) != 0)
            forbid(run, "write %" PRIu64 " of client %d is %s on %s", count, which, kind, on);
    }
    if (query_end(&q) < 0)
        forbid(run, "the marks cannot be read");
    return count;
}

static void check_chain(struct run *run, struct rig *rig)
{
    struct peer *root = rig_peer(rig, 0);
    json_t *reply = rig_call(rig, root, "org.kith.Audit.Verify", "{}");
    if (!json_is_true(json_object_get(json_object_get(reply, "parameters"), "intact")))
        forbid(run, "the chain does not verify");
    json_decref(reply);
    peer_free(root);
}

static void check_writes(struct run *run, struct rig *rig)
{
    uint64_t all = 0;
    for (int i = 0; i < CLIENTS; i++) {
        uint64_t answered = run->shared->answered[i];
        uint64_t there = check_marks(run, rig, i);
        if (there < answered || there > answered + 1)
            forbid(run, "client %d was answered %" PRIu64 " times, and %" PRIu64 " writes stand", i,
                   answered, there);
        run->unanswered += there - answered;
        run->shared->answered[i] = there;
        all += there;
    }
    int64_t entries = number_of(rig, "select count(*) from audit") - run->entries_before;
    int64_t events = number_of(rig, "select count(*) from event") - run->events_before;
    int64_t odd = number_of(rig, "select count(*) from assignment where (state = 'done') <> ("
                                 "select kind = 'done' from assignment_mark m where m.assignment ="
                                 " assignment.id order by m.number desc limit 1)");
    if (entries != (int64_t)all || events != (int64_t)all || odd != 0)
        forbid(run,
               "%" PRIu64 " writes, %" PRId64 " entries, %" PRId64 " events, %" PRId64
               " in the wrong state",
               all, entries, events, odd);
}

/* On a copy, before the daemon itself looks at what it left. */
static void check(struct run *run, bool first)
{
    uint64_t sum = 0;
    const char *reason = NULL;
    struct rig *rig = rig_cold();
    daemon_copy_files(run->daemon.folder, rig->folder);
    if (rig_restart(rig) < 0) {
        forbid(run, "the files do not open");
        rig_free(rig);
        return;
    }
    if (first) {
        run->entries_before = number_of(rig, "select count(*) from audit");
        run->events_before = number_of(rig, "select count(*) from event");
    }
    check_writes(run, rig);
    check_chain(run, rig);
    if (record_sum(rig, &sum, &reason) < 0) /* opens every sealed value */
        forbid(run, "%s", reason);
    rig_stop(rig);
    reason = record_check_files(rig);
    if (reason)
        forbid(run, "%s", reason);
    rig_free(rig);
}

/* --- A round --- */

static void begin(struct run *run, struct client *client)
{
    if (daemon_start(&run->daemon, false) != DAEMON_READY) {
        forbid(run, "the daemon does not start");
        return;
    }
    if (!client_open(client, &run->daemon))
        forbid(run, "the daemon takes nobody in");
}

/* Waits for so many answers. */
static void await_answers(struct run *run, uint64_t count)
{
    char bytes[ANSWERS_MOST];
    while (count > 0 && !is_over(run)) {
        struct pollfd waited = {run->answers[0], POLLIN, 0};
        if (poll(&waited, 1, DAEMON_PATIENCE) <= 0) {
            forbid(run, "nobody is answered");
            return;
        }
        ssize_t got = read(run->answers[0], bytes, count);
        count -= got > 0 ? (uint64_t)got : 0;
    }
}

static void start_clients(struct run *run)
{
    if (pipe(run->answers) < 0)
        abort();
    for (int i = 0; i < CLIENTS; i++) {
        run->clients[i] = fork();
        if (run->clients[i] == 0) {
            be_client(run, i);
            _exit(0);
        }
    }
}

static void end_clients(struct run *run)
{
    for (int i = 0; i < CLIENTS; i++)
        while (waitpid(run->clients[i], NULL, 0) < 0 && errno == EINTR)
            ;
    (void)close(run->answers[0]);
    (void)close(run->answers[1]);
}

static void have_round(struct run *run, struct client *client)
{
    begin(run, client);
    if (is_over(run))
        return;
    must(run, client, "org.kith.Audit.Verify", "{}");
    must(run, client, PERSON("Contact"), "{\"person\":\"ann\"}");
    run->entries_before++; /* that look is an entry too */
    client_close(client);
    start_clients(run);
    await_answers(run, 1 + chance(run, ANSWERS_MOST));
    for (uint64_t yields = chance(run, YIELDS_MOST); yields > 0; yields--)
        (void)sched_yield(); /* so that the kill falls anywhere within a write */
    if (!daemon_stop(&run->daemon, SIGKILL))
        forbid(run, "it survives its death");
    end_clients(run);
    check(run, false);
    run->rounds++;
}

static bool have_rounds(struct run *run, uint64_t rounds)
{
    struct client *client = calloc(1, sizeof *client);
    if (!client)
        abort();
    begin(run, client);
    if (!is_over(run))
        furnish(run, client);
    client_close(client);
    if (!daemon_stop(&run->daemon, SIGTERM) || run->daemon.status != 0)
        forbid(run, "the daemon does not stop");
    if (!is_over(run))
        check(run, true);
    while (run->rounds < rounds && !is_over(run))
        have_round(run, client);
    (void)daemon_stop(&run->daemon, SIGKILL);
    free(client);
    return !is_over(run);
}

static void print(const struct run *run, uint64_t seed, bool fine)
{
    uint64_t answered = 0;
    for (int i = 0; i < CLIENTS; i++)
        answered += run->shared->answered[i];
    printf("# seed %" PRIu64 ": kills %" PRIu64 ", writes %" PRIu64 ", of them unanswered %" PRIu64
           "%s\n",
           seed, run->rounds, answered, run->unanswered, fine ? ", lost 0, doubled 0" : "");
    if (!fine)
        printf("# FORBIDDEN, after kill %" PRIu64 ": %s\n", run->rounds, run->shared->forbidden);
    printf("%s 1 - whenever it is killed, what was answered stands, and once\n1..1\n",
           fine ? "ok" : "not ok");
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"rounds", required_argument, NULL, 'r'},
        {"seed", required_argument, NULL, 's'},
        {NULL, 0, NULL, 0},
    };
    struct run run = {.first_day = civil_month_start(2020, 1)};
    uint64_t rounds = ROUNDS;
    uint64_t seed = (uint64_t)time(NULL);
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == '?')
            return 2;
        *(option == 'r' ? &rounds : &seed) = strtoull(optarg, NULL, 10);
    }
    if (optind + 1 != argc)
        return 2;
    run.random = seed;
    run.shared =
        mmap(NULL, sizeof *run.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (run.shared == MAP_FAILED)
        abort();
    daemon_prepare(&run.daemon, argv[optind]);
    bool fine = have_rounds(&run, rounds);
    print(&run, seed, fine);
    daemon_remove(&run.daemon);
    return fine ? 0 : 1;
}
