/*
 * make fault, the part through the socket: a real kithd in which memory fails, and a client that
 * talks to it. Each request for memory fails once alone and once among its neighbours; with
 * --every N, each N-th. issue 2: "and once through the socket"
 *
 *   socket [--every N] [--jobs N] PROGRAM [FIRST LAST]
 */
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fault/daemon_faults.h"
#include "tests/fault/socket_stage.h"

enum { TRIES_MOST = 12, JOBS_MOST = 16, BURST = 20 };

struct tally {
    uint64_t runs;
    uint64_t right;
    uint64_t refused;
    uint64_t closed;
    uint64_t not_started;
    uint64_t aborted;
    uint64_t ghosts;
    uint64_t forbidden;
    uint64_t hit_of[MEMORY_USERS];
};

/* One daemon's worth of talk. */
struct trial {
    const struct stage *stage;
    struct daemon daemon;
    struct client client;
    struct report report;
    struct daemon_fault *fault; /* shared with the daemon */
    uint64_t first;
    uint64_t last;
    bool loud;
};

/* --- Disturbed --- */

/* A closed connection may have had its call done; whoever comes next must be served. */
static void be_closed(struct trial *trial)
{
    static const struct step look = {ROOT, STEP_READ, "org.kith.House.List", NULL};
    const char *reply = NULL;
    size_t length = 0;
    trial->report.closed++;
    trial->report.cut_short = true;
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        client_close(&trial->client);
        if (!client_open(&trial->client, &trial->daemon))
            return; /* it has ended, or is about to */
        enum client_answer answer = stage_ask(&trial->client, &look, &reply, &length);
        if (answer == CLIENT_HANGS)
            report_forbid(&trial->report, "a new connection is never answered");
        if (answer != CLIENT_CLOSED)
            return;
    }
}

/* One step, until it is answered; false where there is no more to be had. */
static bool have_step(struct trial *trial, size_t step)
{
    const struct bytes *right = &trial->stage->reference.replies[step];
    struct report *report = &trial->report;
    uint64_t bit = (uint64_t)1 << step;
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        const char *reply = NULL;
        size_t length = 0;
        report->in_flight |= bit;
        enum client_answer answer =
            stage_ask(&trial->client, &script_talk.steps[step], &reply, &length);
        if (answer == CLIENT_CLOSED)
            be_closed(trial);
        if (answer == CLIENT_HANGS)
            report_forbid(report, "step %zu: no reply", step);
        if (answer != CLIENT_REPLY)
            return false;
        report->in_flight &= ~bit;
        if (length == right->length && memcmp(reply, right->data, length) == 0) {
            report->answered |= bit;
            report->denied &= ~bit;
            report->right++;
            return true;
        }
        report->denied |= bit;
        report->refused++;
        if (strncmp(reply, "{\"error\":\"org.kith.Server.StorageFailed\"", 40) != 0)
            report_forbid(report, "step %zu, a wrong reply: %.*s", step, (int)length, reply);
        if (*report->forbidden)
            return false;
    }
    report_forbid(report, "step %zu is refused for ever", step);
    return false;
}

static void converse(struct trial *trial)
{
    trial->client.file = -1;
    if (!client_open(&trial->client, &trial->daemon)) {
        trial->report.closed++;
        return;
    }
    for (size_t i = 0; i < script_talk.count && have_step(trial, i); i++)
        ;
    client_close(&trial->client);
}

/* How it ended, against how it may end. */
static void judge_end(struct trial *trial)
{
    struct report *report = &trial->report;
    int status = trial->daemon.status;
    bool aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    if (!aborted && WIFSIGNALED(status))
        report_forbid(report, "it dies of signal %d", WTERMSIG(status));
    if (aborted || WIFSIGNALED(status))
        return;
    if (report->closed && !trial->fault->ended)
        report_forbid(report, "it ends without a word");
    if (trial->stage->live >= 0 && trial->fault->live != trial->stage->live)
        report_forbid(report, "a leak: %" PRId64 " pieces of memory",
                      trial->fault->live - trial->stage->live);
}

static void run_trial(struct trial *trial, int file)
{
    char range[64];
    char number[32];
    trial->report = (struct report){0};
    *trial->fault = (struct daemon_fault){0};
    daemon_copy_files(trial->stage->before.folder, trial->daemon.folder);
    (void)snprintf(range, sizeof range, "KITH_FAULT=%" PRIu64 " %" PRIu64, trial->first,
                   trial->last);
    (void)snprintf(number, sizeof number, "KITH_FAULT_FILE=%d", file);
    trial->daemon.extra[0] = range;
    trial->daemon.extra[1] = number;
    enum daemon_start started = daemon_start(&trial->daemon, trial->loud);
    if (started == DAEMON_READY)
        converse(trial);
    if (started == DAEMON_HANGS)
        report_forbid(&trial->report, "it neither starts nor ends");
    trial->report.refused_start = started == DAEMON_ENDED;
    if (!daemon_stop(&trial->daemon, SIGTERM))
        report_forbid(&trial->report, "it does not end");
    judge_end(trial);
    struct rig *rig = rig_cold();
    daemon_copy_files(trial->daemon.folder, rig->folder);
    script_check_rig(&trial->stage->reference, rig, &trial->report);
    rig_free(rig);
}

static struct trial *new_trial(const struct stage *stage, int *ret_file)
{
    struct trial *trial = calloc(1, sizeof *trial);
    int file = memfd_create("fault", 0);
    if (!trial || file < 0 || ftruncate(file, sizeof *trial->fault) < 0)
        stage_die("memfd", NULL);
    trial->stage = stage;
    trial->fault = mmap(NULL, sizeof *trial->fault, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (trial->fault == MAP_FAILED)
        stage_die("mmap", NULL);
    daemon_prepare(&trial->daemon, stage->program);
    *ret_file = file;
    return trial;
}

/* --- The sweep --- */

static void count(const struct trial *trial, struct tally *tally)
{
    const struct report *report = &trial->report;
    int status = trial->daemon.status;
    tally->runs++;
    tally->right += report->right;
    tally->refused += report->refused;
    tally->closed += report->closed;
    tally->aborted += WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    tally->not_started += report->refused_start && WIFEXITED(status);
    tally->ghosts += report->ghosts;
    tally->forbidden += *report->forbidden != '\0';
    tally->hit_of[trial->fault->hits.first] += trial->fault->hits.failures > 0;
    if (*report->forbidden) {
        printf("# FORBIDDEN: socket, %" PRIu64 " to %" PRIu64 ": %s\n", trial->first, trial->last,
               report->forbidden);
        (void)fflush(stdout);
    }
}

struct sweep {
    uint64_t every;
    uint64_t jobs;
};

/* The share of one of the jobs: failures alone, then bursts, in which what goes wrong goes on. */
static void work(const struct stage *stage, const struct sweep *sweep, uint64_t job,
                 struct tally *tally)
{
    int file = -1;
    struct trial *trial = new_trial(stage, &file);
    for (uint64_t length = 1; length <= BURST; length += BURST - 1) {
        uint64_t step = length * sweep->every;
        for (uint64_t at = job * step; at < stage->occasions; at += sweep->jobs * step) {
            trial->first = 1 + at;
            trial->last = at + length;
            run_trial(trial, file);
            count(trial, tally);
        }
    }
    daemon_remove(&trial->daemon);
}

static void print(const struct stage *stage, const struct tally *tally)
{
    printf("# through the socket: %" PRIu64 " requests for memory in an undisturbed run\n",
           stage->occasions);
    printf("# runs %" PRIu64 ", replies right %" PRIu64 ", refused %" PRIu64 ", closed %" PRIu64
           ", no start %" PRIu64 ", aborted %" PRIu64 ", forbidden %" PRIu64 "\n",
           tally->runs, tally->right, tally->refused, tally->closed, tally->not_started,
           tally->aborted, tally->forbidden);
    printf("# first of a run at:");
    for (int user = 0; user < MEMORY_USERS; user++)
        printf(" %s %" PRIu64, memory_user_name((enum memory_user)user), tally->hit_of[user]);
    printf("\n%s 1 - through the socket, nothing answered is lost or wrong\n1..1\n",
           tally->forbidden == 0 && tally->runs ? "ok" : "not ok");
}

static void count_occasions(struct stage *stage)
{
    int file = -1;
    struct trial *trial = new_trial(stage, &file);
    stage->live = -1;
    run_trial(trial, file);
    if (*trial->report.forbidden || trial->report.answered + 1 != (uint64_t)1 << script_talk.count)
        stage_die("a run without faults", trial->report.forbidden);
    stage->live = trial->fault->live;
    stage->occasions = trial->fault->hits.requests;
    daemon_remove(&trial->daemon);
    free(trial);
}

static struct tally sweep_all(const struct stage *stage, const struct sweep *sweep)
{
    struct tally sum = {0};
    struct tally *tallies = mmap(NULL, JOBS_MOST * sizeof *tallies, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tallies == MAP_FAILED)
        stage_die("mmap", NULL);
    for (uint64_t job = 0; job < sweep->jobs; job++)
        if (fork() == 0) {
            work(stage, sweep, job, &tallies[job]);
            _exit(0);
        }
    int status = 0;
    while (wait(&status) > 0)
        sum.forbidden += status != 0;
    /* Every member is such a count. */
    for (uint64_t job = 0; job < sweep->jobs; job++)
        for (size_t at = 0; at < sizeof sum / sizeof(uint64_t); at++)
            ((uint64_t *)&sum)[at] += ((uint64_t *)&tallies[job])[at];
    return sum;
}

static bool try_one(const struct stage *stage, char **range)
{
    struct tally tally = {0};
    int file = -1;
    struct trial *trial = new_trial(stage, &file);
    trial->first = strtoull(range[0], NULL, 10);
    trial->last = strtoull(range[1], NULL, 10);
    trial->loud = true;
    run_trial(trial, file);
    count(trial, &tally);
    print(stage, &tally);
    daemon_remove(&trial->daemon);
    return tally.forbidden == 0;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {{"every", required_argument, NULL, 'e'},
                                          {"jobs", required_argument, NULL, 'j'},
                                          {NULL, 0, NULL, 0}};
    struct stage stage = {0};
    struct sweep sweep = {1, 2};
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == '?')
            return 2;
        *(option == 'e' ? &sweep.every : &sweep.jobs) = strtoull(optarg, NULL, 10);
    }
    if ((argc - optind != 1 && argc - optind != 3) || !sweep.every || !sweep.jobs)
        return 2;
    if (sweep.jobs > JOBS_MOST)
        sweep.jobs = JOBS_MOST;
    stage.program = argv[optind];
    stage_set(&stage);
    count_occasions(&stage);
    bool fine;
    if (argc - optind == 3) {
        fine = try_one(&stage, argv + optind + 1);
    } else {
        struct tally tally = sweep_all(&stage, &sweep);
        print(&stage, &tally);
        fine = tally.forbidden == 0;
    }
    daemon_remove(&stage.before);
    return fine ? 0 : 1;
}
