/* What the house does by itself: when it is next due, and a slice of it. */
#include "daemon/rpc/internal.h"

enum { RETRY_SECONDS = 30 };

static void begin_job(struct turn *turn, struct request *request)
{
    request->call.now = turn->now;
    request->call.actor.is_house = true;
    reply_start(&request->call.reply, &request->body);
}

/* One slice of the first job that is due; true where one ran. */
static bool run_job(struct turn *turn, const struct job *job)
{
    int64_t at = INT64_MAX;
    struct request *request = request_new(turn, NULL);
    begin_job(turn, request);
    bool ran = false;
    if (turn_enter(turn, false) == 0 && job->due(&request->call, &at) == 0 &&
        at <= turn->now.wall && turn_enter(turn, true) == 0) {
        int failure = db_savepoint(turn->world.db);
        if (failure == 0) {
            db_slice_start(turn->world.db);
            struct aftermath mark = turn_mark(turn);
            failure = job->run(&request->call);
            if (failure < 0)
                turn_unmark(turn, mark);
            int ended = failure < 0 ? db_savepoint_undo(turn->world.db)
                                    : db_savepoint_release(turn->world.db);
            if (ended < 0 || db_transaction_lost(turn->world.db))
                turn->failed = true;
        }
        ran = failure >= 0;
    }
    request_free(request);
    return ran;
}

bool job_run_due(struct turn *turn)
{
    bool ran = false;
    for (const struct job *job = turn->world.jobs; job->name && !turn->failed; job++)
        ran |= run_job(turn, job);
    return ran;
}

void job_find_next(struct turn *turn, bool may_be_now)
{
    /* A transaction that could not even be rolled back hides what stands. */
    if (!db_transaction_lost(turn->world.db)) {
        turn->next_due = turn->now.wall + RETRY_SECONDS;
        return;
    }
    struct request *request = request_new(turn, NULL);
    begin_job(turn, request);
    turn->next_due = INT64_MAX;
    for (const struct job *job = turn->world.jobs; job->name; job++) {
        int64_t at = INT64_MAX;
        if (job->due(&request->call, &at) < 0)
            at = turn->now.wall + RETRY_SECONDS;
        if (at < turn->next_due)
            turn->next_due = at;
    }
    if (!may_be_now && turn->next_due < turn->now.wall + RETRY_SECONDS)
        turn->next_due = turn->now.wall + RETRY_SECONDS;
    request_free(request);
}
