#include "daemon/net/checker.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

static void check(void *data)
{
    struct checker *checker = data;
    checker->result =
        db_quick_check(checker->reader, &checker->stop, &checker->arena, &checker->found);
}

/* SQLite puts a heading above what it found. */
static const char *last_line(const char *found, const char *otherwise)
{
    const char *newline = found ? strrchr(found, '\n') : NULL;
    return newline ? newline + 1 : found ? found : otherwise;
}

static void on_checked(void *context, struct work *work)
{
    struct checker *checker = context;
    (void)work;
    checker->running = false;
    db_close(checker->reader);
    checker->reader = NULL;
    if (checker->stop || checker->result == -EINTR)
        return;
    if (checker->result == 0) {
        log_say(checker->log, LOG_INFO, "the record is sound after the unclean stop");
        return;
    }
    const char *found = last_line(checker->found, strerror(-checker->result));
    if (checker->result == -ENOMEM) {
        log_say(checker->log, LOG_WARNING, "the record could not be checked: %s", found);
        return;
    }
    db_refuse_writes(checker->db);
    checker->fault = arena_format(&checker->arena, "The record is damaged: %s", found);
    log_say(checker->log, LOG_ERR,
            "the record is damaged, no more writes are taken: %s; restore a backup: kithd(8)",
            found);
}

int checker_start(struct checker *checker, struct event_base *base, struct db *db, const char *path,
                  const struct log *log)
{
    *checker = (struct checker){.db = db, .log = log};
    int failure = db_open_reader(path, &checker->reader);
    if (failure == 0)
        failure = worker_start(&checker->worker, base, on_checked, checker);
    if (failure < 0) {
        db_leave_unclean(db);
        return failure;
    }
    checker->work = (struct work){.run = check, .data = checker};
    checker->running = worker_submit(&checker->worker, &checker->work);
    return 0;
}

void checker_stop(struct checker *checker)
{
    checker->stop = true;
    if (checker->running) {
        db_interrupt(checker->reader);
        db_leave_unclean(checker->db);
    }
    worker_stop(&checker->worker);
    db_close(checker->reader);
    checker->reader = NULL;
    arena_clear(&checker->arena);
}

bool checker_is_running(const struct checker *checker, const char **ret_fault)
{
    *ret_fault = checker->fault;
    return checker->running;
}
