#include "daemon/net/worker.h"

#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 40 };

/* What one piece of work does, and what became of it. */
struct task {
    sem_t *gate;            /* waited for, where there is one */
    struct worker *stopper; /* its stop is waited for, where there is one */
    bool ran;
    bool signals_blocked;
    pthread_t thread;
};

struct fixture {
    struct event_base *base;
    struct worker worker;
    sem_t gate;
    struct task tasks[MOST];
    struct work works[MOST];
    struct work *returned[MOST];
    size_t count;
};

static bool is_stopping(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    bool stopping = worker->stopping;
    pthread_mutex_unlock(&worker->mutex);
    return stopping;
}

static void run(void *data)
{
    struct task *task = data;
    sigset_t blocked;
    while (task->gate && sem_wait(task->gate) != 0)
        continue;
    while (task->stopper && !is_stopping(task->stopper))
        (void)sched_yield();
    (void)pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    task->signals_blocked = sigismember(&blocked, SIGTERM) == 1;
    task->thread = pthread_self();
    task->ran = true;
}

static void take_back(void *context, struct work *work)
{
    struct fixture *fixture = context;
    fixture->returned[fixture->count++] = work;
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    *state = fixture;
    fixture->base = event_base_new();
    for (size_t i = 0; i < MOST; i++)
        fixture->works[i] = (struct work){.run = run, .data = &fixture->tasks[i]};
    return sem_init(&fixture->gate, 0, 0) |
           worker_start(&fixture->worker, fixture->base, take_back, fixture);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    worker_stop(&fixture->worker);
    event_base_free(fixture->base);
    libevent_global_shutdown();
    int result = sem_destroy(&fixture->gate);
    free(fixture);
    return result;
}

static void wait_for(struct fixture *fixture, size_t count)
{
    while (fixture->count < count)
        assert_int_equal(event_base_loop(fixture->base, EVLOOP_ONCE), 0);
}

/* issue 2: "on a worker (the loop never waits" */
static void work_is_done_elsewhere_and_comes_back_in_order(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < 10; i++)
        assert_true(worker_submit(&fixture->worker, &fixture->works[i]));
    wait_for(fixture, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_ptr_equal(fixture->returned[i], &fixture->works[i]);
        assert_true(fixture->tasks[i].ran);
        assert_false(pthread_equal(fixture->tasks[i].thread, pthread_self()));
    }
}

static void a_full_queue_takes_no_more_until_there_is_room(void **state)
{
    struct fixture *fixture = *state;
    size_t taken = 0;
    for (size_t i = 0; i < MOST; i++)
        fixture->tasks[i].gate = &fixture->gate;
    while (taken < MOST && worker_submit(&fixture->worker, &fixture->works[taken]))
        taken++;
    /* The thread may have one of them in hand already. */
    assert_in_range(taken, WORKER_QUEUE, WORKER_QUEUE + 1);
    for (size_t i = 0; i < taken; i++)
        assert_int_equal(sem_post(&fixture->gate), 0);
    wait_for(fixture, taken);
    assert_true(worker_submit(&fixture->worker, &fixture->works[taken]));
    assert_int_equal(sem_post(&fixture->gate), 0);
    wait_for(fixture, taken + 1);
}

static void the_thread_takes_no_signals(void **state)
{
    struct fixture *fixture = *state;
    assert_true(worker_submit(&fixture->worker, &fixture->works[0]));
    wait_for(fixture, 1);
    assert_true(fixture->tasks[0].signals_blocked);
}

static void at_the_end_everything_is_handed_back_run_or_not(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < 5; i++) {
        fixture->tasks[i].stopper = &fixture->worker;
        assert_true(worker_submit(&fixture->worker, &fixture->works[i]));
    }
    worker_stop(&fixture->worker);
    assert_int_equal(fixture->count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_ptr_equal(fixture->returned[i], &fixture->works[i]);
    for (size_t i = 1; i < 5; i++)
        assert_false(fixture->tasks[i].ran);
}

static void one_that_was_not_started_may_be_stopped(void **state)
{
    (void)state;
    struct worker worker = {0};
    worker_stop(&worker);
    assert_int_equal(worker.waiting_count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(work_is_done_elsewhere_and_comes_back_in_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_full_queue_takes_no_more_until_there_is_room, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_thread_takes_no_signals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(at_the_end_everything_is_handed_back_run_or_not, set_up,
                                        tear_down),
        cmocka_unit_test(one_that_was_not_started_may_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
