/*
 * make fault: everything that memory and disks may do to the record, one occasion after another.
 * issue 2: "Allowed for each n: the correct reply, an error, a closed connection, or an abort."
 *
 *   fault [--quick] [--jobs N] [KIND [NUMBER]]
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/fault/burial.h"
#include "tests/fault/memory.h"
#include "tests/fault/sweep.h"

enum { JOBS_MOST = 16 };

enum {
    GROWTH = 1u << DISK_GROW,
    WRITES = 1u << DISK_WRITE | GROWTH,
    SYNCS = 1u << DISK_SYNC,
    LOCKS = 1u << DISK_LOCK | 1u << DISK_SHARED_LOCK,
    LENGTHS = 1u << DISK_TRUNCATE,
    NAMES = 1u << DISK_OPEN | 1u << DISK_DELETE | 1u << DISK_ACCESS,
    LOOKS = 1u << DISK_READ | 1u << DISK_SIZE | 1u << DISK_MAP,
    CHANGES = WRITES | SYNCS | LENGTHS | 1u << DISK_DELETE,
    BOTH = DISK_RECORD | DISK_KEYS,
};

enum { LIFE, FIRST, BURIAL, SCENES };

static struct scene scenes[SCENES];

/* How often: at every so many occasions in the whole sweep, and in the quick one. */
#define OFTEN(whole, quick) .every = whole, .every_quick = quick
#define ON(which)           .scene = &scenes[which]
#define MEMORY(lasts)       .disturbed = DISTURB_MEMORY, .lasting = lasts
#define DISK(which, whose, how)                                                                    \
    .disturbed = DISTURB_DISK, .disk = {.ops = which, .owners = whose, .failure = how}
#define STOP(left)          DISK(CHANGES, BOTH, DISK_STOP), .loss = left
#define COMMIT(where, left) .disturbed = DISTURB_COMMIT, .commit = where, .loss = left

static const struct kind kinds[] = {
    {"memory", ON(LIFE), MEMORY(false), OFTEN(1, 150)},
    {"memory-lasting", ON(LIFE), MEMORY(true), OFTEN(1, 150)},
    {"memory-first-start", ON(FIRST), MEMORY(false), OFTEN(1, 150)},
    {"memory-burial", ON(BURIAL), MEMORY(false), OFTEN(1, 150)},

    {"record-write", ON(LIFE), DISK(WRITES, DISK_RECORD, DISK_IOERR), OFTEN(1, 20)},
    {"record-write-half", ON(LIFE), DISK(WRITES, DISK_RECORD, DISK_HALF), OFTEN(1, 20)},
    {"record-write-full", ON(LIFE), DISK(WRITES, DISK_RECORD, DISK_FULL), OFTEN(1, 20)},
    {"record-write-lasting", ON(LIFE), DISK(WRITES, DISK_RECORD, DISK_IOERR), .lasting = true,
     OFTEN(1, 20)},
    {"record-sync", ON(LIFE), DISK(SYNCS, DISK_RECORD, DISK_IOERR), OFTEN(1, 5)},
    {"record-sync-lasting", ON(LIFE), DISK(SYNCS, DISK_RECORD, DISK_IOERR), .lasting = true,
     OFTEN(1, 5)},
    {"record-sync-killed", ON(LIFE), DISK(SYNCS, DISK_RECORD, DISK_FAIL_AND_STOP),
     .loss = DISK_KEEP_ALL, OFTEN(1, 5)},
    {"record-sync-power", ON(LIFE), DISK(SYNCS, DISK_RECORD, DISK_FAIL_AND_STOP),
     .loss = DISK_DROP_SOME, OFTEN(1, 5)},
    {"record-lock", ON(LIFE), DISK(LOCKS, DISK_RECORD, DISK_IOERR), OFTEN(1, 20)},
    {"record-busy", ON(LIFE), DISK(LOCKS, DISK_RECORD, DISK_BUSY), OFTEN(1, 20)},
    {"record-busy-lasting", ON(LIFE), DISK(LOCKS, DISK_RECORD, DISK_BUSY), .lasting = true,
     OFTEN(1, 20)},
    {"record-length", ON(LIFE), DISK(LENGTHS, DISK_RECORD, DISK_IOERR), OFTEN(1, 1)},
    {"record-name", ON(LIFE), DISK(NAMES, DISK_RECORD, DISK_IOERR), OFTEN(1, 2)},
    {"record-look", ON(LIFE), DISK(LOOKS, DISK_RECORD, DISK_IOERR), OFTEN(1, 20)},
    {"record-look-lasting", ON(LIFE), DISK(LOOKS, DISK_RECORD, DISK_IOERR), .lasting = true,
     OFTEN(1, 20)},

    {"keys-write", ON(LIFE), DISK(WRITES, DISK_KEYS, DISK_IOERR), OFTEN(1, 20)},
    {"keys-write-half", ON(LIFE), DISK(WRITES, DISK_KEYS, DISK_HALF), OFTEN(1, 20)},
    {"keys-write-full", ON(LIFE), DISK(WRITES, DISK_KEYS, DISK_FULL), OFTEN(1, 20)},
    {"keys-write-lasting", ON(LIFE), DISK(WRITES, DISK_KEYS, DISK_IOERR), .lasting = true,
     OFTEN(1, 20)},
    {"keys-sync", ON(LIFE), DISK(SYNCS, DISK_KEYS, DISK_IOERR), OFTEN(1, 5)},
    {"keys-sync-lasting", ON(LIFE), DISK(SYNCS, DISK_KEYS, DISK_IOERR), .lasting = true,
     OFTEN(1, 5)},
    {"keys-sync-killed", ON(LIFE), DISK(SYNCS, DISK_KEYS, DISK_FAIL_AND_STOP),
     .loss = DISK_KEEP_ALL, OFTEN(1, 5)},
    {"keys-sync-power", ON(LIFE), DISK(SYNCS, DISK_KEYS, DISK_FAIL_AND_STOP),
     .loss = DISK_DROP_SOME, OFTEN(1, 5)},
    {"keys-lock", ON(LIFE), DISK(LOCKS, DISK_KEYS, DISK_IOERR), OFTEN(1, 20)},
    {"keys-busy", ON(LIFE), DISK(LOCKS, DISK_KEYS, DISK_BUSY), OFTEN(1, 20)},
    {"keys-length", ON(LIFE), DISK(LENGTHS, DISK_KEYS, DISK_IOERR), OFTEN(1, 5)},
    {"keys-name", ON(LIFE), DISK(NAMES, DISK_KEYS, DISK_IOERR), OFTEN(1, 5)},
    {"keys-look", ON(LIFE), DISK(LOOKS, DISK_KEYS, DISK_IOERR), OFTEN(1, 20)},

    {"disk-full", ON(LIFE), DISK(GROWTH, BOTH, DISK_FULL), .lasting = true, .disk_is_full = true,
     OFTEN(1, 20)},

    {"killed", ON(LIFE), STOP(DISK_KEEP_ALL), OFTEN(1, 20)},
    {"power", ON(LIFE), STOP(DISK_DROP_ALL), OFTEN(1, 20)},
    {"power-torn", ON(LIFE), STOP(DISK_DROP_SOME), OFTEN(1, 20)},
    {"first-start-write", ON(FIRST), DISK(CHANGES, BOTH, DISK_IOERR), OFTEN(1, 20)},
    {"first-start-killed", ON(FIRST), STOP(DISK_KEEP_ALL), OFTEN(1, 20)},
    {"first-start-power", ON(FIRST), STOP(DISK_DROP_ALL), OFTEN(1, 20)},
    {"first-start-power-torn", ON(FIRST), STOP(DISK_DROP_SOME), OFTEN(1, 20)},
    {"burial-write", ON(BURIAL), DISK(CHANGES, BOTH, DISK_IOERR), OFTEN(1, 10)},
    {"burial-killed", ON(BURIAL), STOP(DISK_KEEP_ALL), OFTEN(1, 10)},
    {"burial-power", ON(BURIAL), STOP(DISK_DROP_ALL), OFTEN(1, 10)},
    {"burial-power-torn", ON(BURIAL), STOP(DISK_DROP_SOME), OFTEN(1, 10)},

    {"control", ON(LIFE), .disturbed = DISTURB_CONTROL, OFTEN(1, 10)},
    {"control-lasting", ON(LIFE), .disturbed = DISTURB_CONTROL, .lasting = true, OFTEN(1, 10)},

    {"gap-failed", ON(LIFE), COMMIT(COMMIT_FAIL, 0), OFTEN(1, 3)},
    {"gap-killed-before", ON(LIFE), COMMIT(COMMIT_STOP_BEFORE, DISK_KEEP_ALL), OFTEN(1, 3)},
    {"gap-power-before", ON(LIFE), COMMIT(COMMIT_STOP_BEFORE, DISK_DROP_ALL), OFTEN(1, 3)},
    {"gap-killed-after", ON(LIFE), COMMIT(COMMIT_STOP_AFTER, DISK_KEEP_ALL), OFTEN(1, 3)},
    {"gap-power-after", ON(LIFE), COMMIT(COMMIT_STOP_AFTER, DISK_DROP_ALL), OFTEN(1, 3)},
    {"gap-burial-before", ON(BURIAL), COMMIT(COMMIT_STOP_BEFORE, DISK_DROP_ALL), OFTEN(1, 3)},
    {"gap-burial-after", ON(BURIAL), COMMIT(COMMIT_STOP_AFTER, DISK_DROP_ALL), OFTEN(1, 3)},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

/* --- Before --- */

static void run_script(const void *context, const struct disturber *disturber,
                       struct report *report)
{
    script_disturbed(context, disturber, report);
}

static void check_script(const void *context, struct report *report)
{
    script_check(context, report);
}

static void set_script_scene(struct scene *scene, const struct script *script, struct disk *before)
{
    struct reference *reference = calloc(1, sizeof *reference);
    struct disk *disk = disk_new();
    if (!reference)
        abort();
    disk_copy(disk, before);
    disk_use(disk);
    script_record(script, reference);
    disk_free(disk);
    *scene = (struct scene){before, reference, run_script, check_script};
}

static struct disk *furnish(bool with_words)
{
    struct disk *disk = disk_new();
    disk_use(disk);
    struct rig *rig = rig_new();
    rig_furnish(rig);
    if (with_words)
        burial_prepare(rig);
    rig_free(rig);
    return disk;
}

static void set_burial_scene(struct scene *scene)
{
    struct disk *disk = furnish(true);
    struct rig *rig = rig_cold();
    *scene = (struct scene){disk, burial_new(rig), burial_run, burial_check};
    rig_free(rig);
}

/* Everything is had once undisturbed: that makes the references, and warms what OpenSSL keeps. */
static void set_scenes(void)
{
    set_script_scene(&scenes[LIFE], &script_life, furnish(false));
    set_script_scene(&scenes[FIRST], &script_first, disk_new());
    set_burial_scene(&scenes[BURIAL]);
}

/* --- The sweeps --- */

struct options {
    bool quick;
    unsigned jobs;
    const char *kind;
    uint64_t number;
};

static const char heading[] = "kind                     occasions   runs  right replies  refused"
                              "  closed  no start  aborted  stopped  forbidden";

static void print(const char *name, const struct tally *tally, double seconds)
{
    printf("# %-23s %10" PRIu64 " %6" PRIu64 " %14" PRIu64 " %8" PRIu64 " %7" PRIu64 " %9" PRIu64
           " %8" PRIu64 " %8" PRIu64 " %10" PRIu64 "  %.1f s\n",
           name, tally->occasions, tally->runs, tally->right, tally->refused, tally->closed,
           tally->not_started, tally->aborted, tally->stopped, tally->forbidden, seconds);
    (void)fflush(stdout);
}

static double now(void)
{
    struct timespec time = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Whether nothing forbidden was seen. */
static bool run_kinds(const struct options *options)
{
    struct tally sum = {0};
    double began = now();
    printf("# %s\n", heading);
    for (size_t i = 0; i < KINDS; i++) {
        if (options->kind && strcmp(options->kind, kinds[i].name) != 0)
            continue;
        double start = now();
        struct tally tally = sweep(&kinds[i], options->quick, options->jobs);
        print(kinds[i].name, &tally, now() - start);
        tally_add(&sum, &tally);
        sum.occasions += tally.occasions;
    }
    print("in all", &sum, now() - began);
    printf("# faults that struck: %" PRIu64 "; first of a run at:", sum.hits);
    for (int user = 0; user < MEMORY_USERS; user++)
        if (user != MEMORY_EVENT)
            printf(" %s %" PRIu64, memory_user_name((enum memory_user)user), sum.hit_of[user]);
    printf("\n# conversations cut short with their session: %" PRIu64
           "; refused, yet found done after a crash: %" PRIu64 "\n",
           sum.cut_short, sum.ghosts);
    return sum.forbidden == 0 && sum.runs > 0;
}

static bool run(const struct options *options)
{
    set_scenes();
    if (!options->number) {
        bool fine = run_kinds(options);
        printf("%s 1 - whatever fails, nothing answered is lost or wrong\n1..1\n",
               fine ? "ok" : "not ok");
        return fine;
    }
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(options->kind, kinds[i].name) == 0)
            return sweep_one(&kinds[i], options->number);
    return false;
}

int main(int count, char **words)
{
    static const struct option known[] = {
        {"quick", no_argument, NULL, 'q'},
        {"jobs", required_argument, NULL, 'j'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {.jobs = 2};
    int option;
    while ((option = getopt_long(count, words, "", known, NULL)) != -1) {
        if (option == 'q')
            options.quick = true;
        else if (option == 'j')
            options.jobs = (unsigned)strtoul(optarg, NULL, 10);
        else
            return 2;
    }
    if (options.jobs < 1 || options.jobs > JOBS_MOST)
        options.jobs = options.jobs < 1 ? 1 : JOBS_MOST;
    options.kind = optind < count ? words[optind] : NULL;
    options.number = optind + 1 < count ? strtoull(words[optind + 1], NULL, 10) : 0;
    memory_install();
    return run(&options) ? 0 : 1;
}
