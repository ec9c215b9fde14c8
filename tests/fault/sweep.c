#include "tests/fault/sweep.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "tests/fault/memory.h"

enum { SECONDS_MOST = 60, FILES_WATCHED = 64, WORKERS_MOST = 16 };

/* What the processes of one worker share. */
struct bench {
    struct report report;
    struct tally tally;
    struct memory_hits memory;
    uint64_t requests;
    uint64_t hits;
};

struct trial {
    const struct kind *kind;
    uint64_t number; /* 0: nothing fails */
    struct disk *disk;
    struct bench *bench;
    bool loud;
};

static void *share(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        abort();
    return memory;
}

/* --- In the disturbed process --- */

static void begin(void *context)
{
    const struct trial *trial = context;
    const struct kind *kind = trial->kind;
    uint64_t last = kind->lasting ? UINT64_MAX : trial->number;
    struct disk_fault disk = kind->disk;
    const struct commit_fault commit = {trial->number, kind->commit};
    disk.first = trial->number;
    disk.last = last;
    if (kind->disturbed == DISTURB_MEMORY)
        memory_arm(trial->number, last, &trial->bench->memory);
    else if (kind->disturbed == DISTURB_DISK)
        disk_arm(trial->disk, &disk);
    else if (kind->disturbed == DISTURB_COMMIT)
        commit_arm(&commit);
    else
        control_arm(trial->number, last);
}

static void lift(void *context)
{
    const struct trial *trial = context;
    memory_lift();
    control_lift();
    disk_lift(trial->disk);
}

static void end(void *context)
{
    const struct trial *trial = context;
    struct bench *bench = trial->bench;
    lift(context);
    memory_disarm();
    switch (trial->kind->disturbed) {
    case DISTURB_MEMORY:
        bench->requests = bench->memory.requests;
        bench->hits = bench->memory.failures;
        break;
    case DISTURB_DISK:
        bench->requests = disk_operations(trial->disk);
        bench->hits = disk_failures(trial->disk);
        break;
    case DISTURB_COMMIT:
        bench->requests = commit_count();
        bench->hits = trial->number && trial->number <= bench->requests;
        break;
    case DISTURB_CONTROL:
        bench->requests = control_count();
        bench->hits = control_hits();
        break;
    }
}

static unsigned open_files(void)
{
    unsigned count = 0;
    for (int file = 0; file < FILES_WATCHED; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

static void be_disturbed(struct trial *trial)
{
    struct report *report = &trial->bench->report;
    const struct kind *kind = trial->kind;
    struct disturber disturber = {
        .begin = begin,
        .lift = lift,
        .end = end,
        .context = trial,
        .patience = kind->lasting ? 3 : 1,
        .disk_is_full = kind->disk_is_full,
    };
    int64_t live = memory_live();
    unsigned files = open_files();
    kind->scene->run(kind->scene->context, &disturber, report);
    if (memory_live() != live)
        report_forbid(report, "a leak: %" PRId64 " pieces of memory", memory_live() - live);
    if (open_files() != files)
        report_forbid(report, "a leak: %d open files", (int)open_files() - (int)files);
    if (!*report->forbidden)
        kind->scene->check(kind->scene->context, report);
}

static void be_checked(struct trial *trial)
{
    trial->kind->scene->check(trial->kind->scene->context, &trial->bench->report);
}

/* --- In the worker --- */

static void be_quiet(void)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        (void)dup2(nowhere, STDERR_FILENO);
        (void)close(nowhere);
    }
}

/* How a process that did that ended. */
static int in_child(struct trial *trial, void (*what)(struct trial *trial))
{
    int status = 0;
    pid_t child = fork();
    if (child < 0)
        abort();
    if (child == 0) {
        if (!trial->loud)
            be_quiet();
        (void)alarm(SECONDS_MOST);
        stand_in_watch(&trial->bench->report);
        what(trial);
        _exit(0);
    }
    while (waitpid(child, &status, 0) < 0)
        ;
    report_clean(&trial->bench->report);
    return status;
}

static bool ended_by(int status, int signal_number)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == signal_number;
}

/* What a process must not end of; an abort is fine where memory ran out. */
static void judge_end(struct report *report, int status, const char *when)
{
    if (ended_by(status, SIGALRM))
        report_forbid(report, "%s it hangs", when);
    else if (WIFSIGNALED(status))
        report_forbid(report, "%s it dies of signal %d", when, WTERMSIG(status));
    else if (WEXITSTATUS(status) != 0)
        report_forbid(report, "%s it ends with %d", when, WEXITSTATUS(status));
}

static void try_one(struct trial *trial)
{
    struct bench *bench = trial->bench;
    struct tally *tally = &bench->tally;
    disk_copy(trial->disk, trial->kind->scene->before);
    bench->report = (struct report){0};
    bench->hits = 0;
    bench->memory = (struct memory_hits){0};
    int status = in_child(trial, be_disturbed);
    bool stopped = WIFEXITED(status) && WEXITSTATUS(status) == DISK_STOPPED;
    bool aborted = ended_by(status, SIGABRT);
    tally->stopped += stopped;
    tally->aborted += aborted;
    if (aborted && trial->kind->disturbed != DISTURB_MEMORY)
        report_forbid(&bench->report, "it aborts though there is memory");
    if (stopped || aborted) {
        disk_stop(trial->disk, stopped ? trial->kind->loss : DISK_KEEP_ALL, trial->number);
        status = in_child(trial, be_checked);
    }
    judge_end(&bench->report, status, stopped || aborted ? "afterwards" : "disturbed");
    tally->runs++;
    tally->hits += bench->hits ? bench->hits : bench->memory.failures + stopped;
    tally->hit_of[bench->memory.first] += bench->memory.failures > 0;
}

static void count(struct trial *trial)
{
    const struct report *report = &trial->bench->report;
    struct tally *tally = &trial->bench->tally;
    tally->right += report->right;
    tally->refused += report->refused;
    tally->closed += report->closed;
    tally->not_started += report->refused_start;
    tally->cut_short += report->cut_short;
    tally->ghosts += report->ghosts;
    if (!*report->forbidden)
        return;
    tally->forbidden++;
    printf("# FORBIDDEN: %s, number %" PRIu64 ": %s\n", trial->kind->name, trial->number,
           report->forbidden);
    (void)fflush(stdout);
}

static struct trial new_trial(const struct kind *kind)
{
    struct trial trial = {.kind = kind, .disk = disk_new(), .bench = share(sizeof(struct bench))};
    disk_use(trial.disk);
    return trial;
}

static void free_trial(struct trial *trial)
{
    disk_free(trial->disk);
    (void)munmap(trial->bench, sizeof *trial->bench);
}

static void work(struct trial *trial, uint64_t first, uint64_t step)
{
    for (uint64_t n = first; n <= trial->bench->tally.occasions; n += step) {
        trial->number = n;
        try_one(trial);
        count(trial);
    }
}

void tally_add(struct tally *sum, const struct tally *tally)
{
    sum->runs += tally->runs;
    sum->hits += tally->hits;
    sum->right += tally->right;
    sum->refused += tally->refused;
    sum->closed += tally->closed;
    sum->not_started += tally->not_started;
    sum->aborted += tally->aborted;
    sum->stopped += tally->stopped;
    sum->cut_short += tally->cut_short;
    sum->ghosts += tally->ghosts;
    sum->forbidden += tally->forbidden;
    for (int user = 0; user < MEMORY_USERS; user++)
        sum->hit_of[user] += tally->hit_of[user];
}

/* How many occasions there are: one run in which nothing fails. */
static uint64_t count_occasions(struct trial *trial)
{
    trial->number = 0;
    trial->loud = true;
    try_one(trial);
    trial->loud = false;
    if (*trial->bench->report.forbidden) {
        count(trial);
        return 0;
    }
    return trial->bench->requests;
}

struct tally sweep(const struct kind *kind, bool quick, unsigned workers)
{
    struct tally sum = {0};
    struct trial trials[WORKERS_MOST];
    unsigned every = quick ? kind->every_quick : kind->every;
    for (unsigned i = 0; i < workers; i++)
        trials[i] = new_trial(kind);
    disk_use(trials[0].disk);
    sum.occasions = count_occasions(&trials[0]);
    sum.forbidden = trials[0].bench->tally.forbidden;
    trials[0].bench->tally = (struct tally){0};
    (void)fflush(stdout);
    for (unsigned i = 0; i < workers; i++) {
        trials[i].bench->tally.occasions = sum.occasions;
        if (fork() == 0) {
            disk_use(trials[i].disk);
            work(&trials[i], 1 + (uint64_t)i * every, (uint64_t)workers * every);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        ;
    for (unsigned i = 0; i < workers; i++) {
        tally_add(&sum, &trials[i].bench->tally);
        free_trial(&trials[i]);
    }
    return sum;
}

bool sweep_one(const struct kind *kind, uint64_t number)
{
    struct trial trial = new_trial(kind);
    trial.number = number;
    trial.loud = true;
    try_one(&trial);
    count(&trial);
    const struct report *report = &trial.bench->report;
    bool fine = !*report->forbidden;
    printf("%s, number %" PRIu64 ": right %u, refused %u, closed %u, answered %" PRIx64
           ", unknown %" PRIx64 ", denied %" PRIx64 "\n",
           kind->name, number, report->right, report->refused, report->closed, report->answered,
           report->in_flight, report->denied);
    free_trial(&trial);
    return fine;
}
