#pragma once
/* Everything the daemon holds while it runs, and what the turn may ask of it. */
#include <stdbool.h>
#include <stdint.h>

#include "daemon/net/checker.h"
#include "daemon/net/listener.h"
#include "daemon/net/loop.h"

struct world_options {
    const char *config; /* NULL: the file at its usual place */
#if KITH_TEST
    bool stands; /* the clock, at `wall` */
    int64_t wall;
#endif
};

struct world {
    const struct world_options *options;
    struct arena arena; /* the settings' texts, and why it could not start */
    struct settings settings;
    struct settings reloaded; /* read again, and not taken over yet */
    struct clock clock;
    struct log log;
    struct sdnotify sdnotify;
    int64_t watchdog; /* microseconds; 0: none */
    int handed_over;  /* descriptors from the service manager */
    struct db *db;
    struct vault *vault;
    struct turn *turn;
    struct listener listener; /* file -1: none */
    struct loop loop;         /* base NULL: none */
    struct worker worker;
    struct checker checker;
    struct connections connections;
    struct acceptor acceptor;
};

/* Takes over what the settings say of the log and of the turn's limits. */
void world_apply_settings(struct world *world);

/*
 * Runs the daemon from its start to its end. 0 where it was asked to end; a negative errno where
 * it could not start, and then standard error says what happened, why, and what to do.
 */
int world_run(const struct world_options *options);
