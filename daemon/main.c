/* kithd: options, and what each of them asks for. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/civil.h"
#include "daemon/config/settings.h"
#include "daemon/net/sheet.h"
#include "daemon/net/world.h"

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2 };

static const char help[] =
    "kithd: keeps the record of the house\n"
    "\n"
    "  --config FILE   read FILE instead of " SETTINGS_FILE "\n"
    "  --check         say whether the configuration is fine, and do nothing else\n"
    "  --init-keys     make the master key, and print its recovery sheet\n"
#if KITH_TEST
    "  --clock TIME    stand at TIME (RFC 3339) until a test moves the clock\n"
#endif
    "  --version\n"
    "  --help\n"
    "\n"
    "The manual is kithd(8).\n";

static int fail(const char *what, const char *why, const char *remedy)
{
    fprintf(stderr, "kithd: %s: %s; %s\n", what, why, remedy);
    return EXIT_REFUSED;
}

static int usage(const char *word)
{
    if (word)
        fprintf(stderr, "kithd: not understood: %s\n", word);
    fputs("kithd: see kithd --help\n", stderr);
    return EXIT_USAGE;
}

static int check(const char *config, struct arena *arena)
{
    struct settings settings;
    struct settings_fault fault = {0};
    if (settings_load(config, arena, &settings, &fault) < 0)
        return fail("the configuration cannot be used", fault.text, "correct it");
    return printf("%s is fine\n", config ? config : SETTINGS_FILE) < 0 ? EXIT_REFUSED : 0;
}

/* A key without its sheet is a record that one broken disk takes away for ever. */
static int print_sheet(const char *path)
{
    unsigned char master[KEYS_SIZE];
    /* A printer that is not there would end us before the key is taken away again. */
    (void)signal(SIGPIPE, SIG_IGN);
    int failure = keys_master_read(path, master);
    if (failure == 0)
        failure = sheet_write(master, stdout);
    explicit_bzero(master, sizeof master);
    if (failure < 0)
        (void)unlink(path);
    return failure;
}

static int init_keys(const char *config, struct arena *arena)
{
    struct settings settings;
    struct settings_fault fault = {0};
    if (settings_load(config, arena, &settings, &fault) < 0)
        return fail("no key was made", fault.text, "correct it");
    const char *path = settings_master_key(&settings, getenv("CREDENTIALS_DIRECTORY"), arena);
    if (access(path, F_OK) == 0)
        return fail("no key was made", arena_format(arena, "%s is there already", path),
                    "it may be the key of a record, so keep it");
    if (access(settings.store_keys, F_OK) == 0)
        return fail("no key was made", arena_format(arena, "%s needs its own", settings.store_keys),
                    "make that again from the recovery sheet: kithd(8)");
    int failure = keys_master_create(path);
    if (failure < 0)
        return fail("no key was made", arena_format(arena, "%s: %s", path, strerror(-failure)),
                    "look at the folder and who may write to it");
    failure = print_sheet(path);
    if (failure == 0)
        return 0;
    return fail("no key was made",
                arena_format(arena, "its recovery sheet cannot be printed: %s", strerror(-failure)),
                "try again with another output");
}

int main(int count, char **words)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'},
        {"check", no_argument, NULL, 'k'},
        {"init-keys", no_argument, NULL, 'i'},
        {"version", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},
#if KITH_TEST
        {"clock", required_argument, NULL, 't'},
#endif
        {NULL, 0, NULL, 0},
    };
    struct world_options world = {0};
    struct arena arena = {0};
    int task = 0;
    int option;
    while ((option = getopt_long(count, words, "", options, NULL)) != -1) {
#if KITH_TEST
        int32_t offset;
        if (option == 't' && civil_parse_instant(optarg, &world.wall, &offset) < 0)
            return usage(optarg);
        world.stands |= option == 't';
#endif
        if (option == '?')
            return usage(NULL);
        if (option == 'c')
            world.config = optarg;
        else if (option != 't')
            task = option;
    }
    if (optind < count)
        return usage(words[optind]);
    int status = 0;
    switch (task) {
    case 'v':
        puts("kithd " VERSION);
        break;
    case 'h':
        fputs(help, stdout);
        break;
    case 'k':
        status = check(world.config, &arena);
        break;
    case 'i':
        status = init_keys(world.config, &arena);
        break;
    default:
        status = world_run(&world) < 0 ? EXIT_REFUSED : 0;
    }
    arena_clear(&arena);
    return status;
}
