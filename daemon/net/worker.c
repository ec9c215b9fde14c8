#include "daemon/net/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void queue_init(struct work_queue *queue)
{
    queue->first = NULL;
    queue->end = &queue->first;
}

static void queue_add(struct work_queue *queue, struct work *work)
{
    work->next = NULL;
    *queue->end = work;
    queue->end = &work->next;
}

static struct work *queue_take(struct work_queue *queue)
{
    struct work *work = queue->first;
    if (!work)
        return NULL;
    queue->first = work->next;
    if (!queue->first)
        queue->end = &queue->first;
    return work;
}

static void *run(void *context)
{
    struct worker *worker = context;
    pthread_mutex_lock(&worker->mutex);
    while (!worker->stopping) {
        struct work *work = queue_take(&worker->waiting);
        if (!work) {
            pthread_cond_wait(&worker->changed, &worker->mutex);
            continue;
        }
        worker->waiting_count--;
        pthread_mutex_unlock(&worker->mutex);
        work->run(work->data);
        pthread_mutex_lock(&worker->mutex);
        queue_add(&worker->done, work);
        (void)eventfd_write(worker->wake, 1);
    }
    pthread_mutex_unlock(&worker->mutex);
    return NULL;
}

static struct work *take_locked(struct worker *worker, struct work_queue *queue)
{
    pthread_mutex_lock(&worker->mutex);
    struct work *work = queue_take(queue);
    pthread_mutex_unlock(&worker->mutex);
    return work;
}

static void on_wake(evutil_socket_t file, short what, void *context)
{
    struct worker *worker = context;
    eventfd_t times;
    (void)what;
    (void)eventfd_read((int)file, &times);
    struct work *work;
    while ((work = take_locked(worker, &worker->done)))
        worker->returned(worker->context, work);
}

/* Signals are the loop's affair: the thread takes none. */
static int start_thread(struct worker *worker)
{
    pthread_attr_t attributes;
    sigset_t all;
    (void)sigfillset(&all);
    int failure = pthread_attr_init(&attributes);
    if (failure)
        return -failure;
    failure = pthread_attr_setsigmask_np(&attributes, &all);
    if (!failure)
        failure = pthread_create(&worker->thread, &attributes, run, worker);
    (void)pthread_attr_destroy(&attributes);
    return -failure;
}

int worker_start(struct worker *ret, struct event_base *base,
                 void (*returned)(void *context, struct work *work), void *context)
{
    int wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    int failure = wake < 0 ? -errno : 0;
    *ret = (struct worker){.wake = wake, .returned = returned, .context = context};
    if (failure < 0)
        return failure;
    queue_init(&ret->waiting);
    queue_init(&ret->done);
    (void)pthread_mutex_init(&ret->mutex, NULL);
    (void)pthread_cond_init(&ret->changed, NULL);
    (void)event_assign(&ret->event, base, wake, EV_READ | EV_PERSIST, on_wake, ret);
    failure = event_add(&ret->event, NULL) < 0 ? -ENOMEM : start_thread(ret);
    if (failure < 0) {
        (void)event_del(&ret->event);
        (void)close(wake);
        ret->wake = -1;
    }
    return failure;
}

bool worker_submit(struct worker *worker, struct work *work)
{
    pthread_mutex_lock(&worker->mutex);
    bool room = worker->waiting_count < WORKER_QUEUE;
    if (room) {
        queue_add(&worker->waiting, work);
        worker->waiting_count++;
        pthread_cond_signal(&worker->changed);
    }
    pthread_mutex_unlock(&worker->mutex);
    return room;
}

void worker_stop(struct worker *worker)
{
    if (!worker->returned || worker->wake < 0)
        return;
    pthread_mutex_lock(&worker->mutex);
    worker->stopping = true;
    pthread_cond_signal(&worker->changed);
    pthread_mutex_unlock(&worker->mutex);
    (void)pthread_join(worker->thread, NULL);
    struct work *work;
    while ((work = queue_take(&worker->done)))
        worker->returned(worker->context, work);
    while ((work = queue_take(&worker->waiting)))
        worker->returned(worker->context, work);
    (void)event_del(&worker->event);
    (void)close(worker->wake);
    worker->wake = -1;
    (void)pthread_cond_destroy(&worker->changed);
    (void)pthread_mutex_destroy(&worker->mutex);
}
