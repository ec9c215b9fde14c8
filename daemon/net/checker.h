#pragma once
/*
 * Looks the record over after an unclean stop: on a thread and a connection of its own, while the
 * daemon answers already. What it finds turns the daemon read-only.
 */
#include <stdbool.h>

#include "common/arena.h"
#include "daemon/net/log.h"
#include "daemon/net/worker.h"
#include "daemon/store/db.h"

/* All zeroes: no check was asked for. */
struct checker {
    struct worker worker;
    struct work work;
    struct db *db;
    struct db *reader;
    const struct log *log;
    volatile bool stop;
    bool running;
    /* The thread's, until it is done. */
    struct arena arena;
    int result;
    const char *found;
    /* The loop's. */
    const char *fault; /* a sentence; NULL: none found so far */
};

/*
 * Begins to read through the file at `path`, which `db` has open. 0 or a negative errno; it is to
 * be stopped in either case.
 */
int checker_start(struct checker *checker, struct event_base *base, struct db *db, const char *path,
                  const struct log *log);

/* Ends the check, done or not. All zeroes is fine. */
void checker_stop(struct checker *checker);

/* Whether it still runs; `*ret_fault` is what it found, or NULL. */
bool checker_is_running(const struct checker *checker, const char **ret_fault);
