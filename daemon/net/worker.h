#pragma once
/*
 * One thread for what would hold the loop up. Work goes in through a bounded queue and comes back
 * through the loop; nothing else is shared.
 */
#include <event2/event.h>
#include <event2/event_struct.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "daemon/rpc/turn.h"

enum { WORKER_QUEUE = 16 };

struct work_queue {
    struct work *first;
    struct work **end;
};

struct worker {
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t changed;
    struct work_queue waiting;
    struct work_queue done;
    size_t waiting_count;
    bool stopping;
    /* The loop's own. */
    int wake; /* eventfd(2); -1: not started */
    struct event event;
    void (*returned)(void *context, struct work *work);
    void *context;
};

/*
 * Starts the thread. `returned` is called by the loop, in the order of submission, with each work
 * that was run. 0 or a negative errno; then nothing is to be stopped.
 */
int worker_start(struct worker *ret, struct event_base *base,
                 void (*returned)(void *context, struct work *work), void *context);

/* Takes the work, or returns false where WORKER_QUEUE wait already. */
bool worker_submit(struct worker *worker, struct work *work);

/*
 * Waits for the work that is being run, ends the thread, and hands everything back through
 * `returned`: also work that was never run. All zeroes or not started is fine.
 */
void worker_stop(struct worker *worker);
