#include "tests/fault/burial.h"

#include <errno.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/bytes.h"
#include "daemon/store/query.h"
#include "tests/fault/disk.h"
#include "tests/fault/record.h"

enum { TRIES_MOST = 12, WRAPPED_MOST = 128, NOTHING = -1 };

enum who { WHO_ANN, WHO_BEN, WHO_CAT, PEOPLE };
enum column { LEAVE_REASON, HELP_GIVEN, FORWARD_TO, COLUMNS };

static const char *const handles[PEOPLE] = {"ann", "ben", "cat"};
static const char november[] = "2026-11";
static const char december[] = "2026-12";

static const char PERSON[] = "select id from person where handle = ?1";
static const char *const sets[COLUMNS] = {
    "update stay set leave_reason = ?2 where person = ?1",
    "update stay set help_given = ?2 where person = ?1",
    "update stay set forward_to = ?2 where person = ?1",
};
static const char *const gets[COLUMNS] = {
    "select leave_reason from stay where person = ?1",
    "select help_given from stay where person = ?1",
    "select forward_to from stay where person = ?1",
};
static const char *const columns[COLUMNS] = {"leave_reason", "help_given", "forward_to"};

/* One transaction: keys destroyed, or values sealed. */
struct act {
    enum who who;
    const char *destroy; /* the class; "" for every class; NULL: nothing is destroyed */
    const char *destroy_period;
    struct {
        bool is_one;
        enum column column;
        const char *period;
    } seal[2];
};

static const struct act acts[] = {
    {.who = WHO_ANN, .destroy = ""},
    {.who = WHO_ANN, .seal = {{true, HELP_GIVEN, november}}},
    {.who = WHO_BEN, .destroy = "words"},
    {.who = WHO_CAT, .seal = {{true, HELP_GIVEN, november}, {true, FORWARD_TO, december}}},
    {.who = WHO_CAT, .destroy = "words", .destroy_period = november},
    {.who = WHO_BEN, .seal = {{true, HELP_GIVEN, november}}},
};

enum { ACTS = sizeof acts / sizeof *acts };

/* Which act seals a value, and which one destroys it. */
static const struct {
    enum who who;
    enum column column;
    int sealed_by; /* NOTHING: it was there before */
    int destroyed_by;
} values[] = {
    {WHO_ANN, LEAVE_REASON, NOTHING, 0}, {WHO_ANN, HELP_GIVEN, 1, NOTHING},
    {WHO_BEN, LEAVE_REASON, NOTHING, 2}, {WHO_BEN, HELP_GIVEN, 5, NOTHING},
    {WHO_CAT, LEAVE_REASON, NOTHING, 4}, {WHO_CAT, HELP_GIVEN, 3, 4},
    {WHO_CAT, FORWARD_TO, 3, NOTHING},
};

/* The keys of what was there before, as they stood in keys.db, and which act destroys each. */
struct burial {
    struct {
        size_t length;
        unsigned char bytes[WRAPPED_MOST];
    } wrapped[PEOPLE];
};

static const int destroyed_by[PEOPLE] = {0, 2, 4};

static int64_t person_of(struct db *db, enum who who)
{
    int64_t id = 0;
    struct query q = query_start(db, PERSON);
    query_text(&q, handles[who]);
    if (query_next(&q) > 0)
        id = column_int(&q);
    return query_end(&q) < 0 ? -EIO : id;
}

static int seal(struct rig *rig, int64_t person, enum column column, const char *period)
{
    struct seal_scope scope = {person, "words", period};
    struct bytes blob = {0};
    int failure = vault_seal(rig->vault, &scope, rig->now.wall, "stay", columns[column],
                             columns[column], &blob);
    if (failure == 0) {
        struct query q = query_start(rig->db, sets[column]);
        query_int(&q, person);
        query_blob(&q, blob.data, blob.length);
        failure = query_run(&q);
    }
    bytes_clear(&blob);
    return failure;
}

static int perform(struct rig *rig, const struct act *act)
{
    int64_t count = 0;
    int64_t person = person_of(rig->db, act->who);
    int failure = person < 0 ? (int)person : 0;
    if (failure == 0 && act->destroy) {
        struct seal_scope scope = {person, *act->destroy ? act->destroy : NULL,
                                   act->destroy_period};
        failure = vault_destroy(rig->vault, &scope, rig->now.wall, &count);
    }
    for (size_t i = 0; i < 2 && failure == 0 && act->seal[i].is_one; i++)
        failure = seal(rig, person, act->seal[i].column, act->seal[i].period);
    return failure;
}

/* As the turn commits: the keys, and then the record. */
static int do_act(struct rig *rig, const struct act *act)
{
    int failure = db_begin_write(rig->db);
    if (failure == 0)
        failure = perform(rig, act);
    if (failure == 0)
        failure = vault_commit(rig->vault);
    if (failure == 0)
        failure = db_commit(rig->db);
    if (failure < 0) {
        db_rollback(rig->db);
        vault_rollback(rig->vault);
    }
    return failure;
}

/* --- Before --- */

void burial_prepare(struct rig *rig)
{
    for (int who = 0; who < PEOPLE; who++) {
        const struct act act = {.who = (enum who)who, .seal = {{true, LEAVE_REASON, november}}};
        if (do_act(rig, &act) < 0)
            abort();
    }
}

/* The first column of the first row of that file, as bytes. */
static size_t read_blob(const char *path, const char *sql, const char *text, int64_t number,
                        void *ret, size_t size)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    size_t length = 0;
    if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) != SQLITE_OK)
        abort();
    if (text)
        (void)sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
    else
        (void)sqlite3_bind_int64(statement, 1, number);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        length = (size_t)sqlite3_column_bytes(statement, 0);
        if (length == 0 || length > size)
            abort();
        memcpy(ret, sqlite3_column_blob(statement, 0), length);
    }
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(handle);
    return length;
}

struct burial *burial_new(struct rig *rig)
{
    struct burial *burial = calloc(1, sizeof *burial);
    if (!burial)
        abort();
    for (int who = 0; who < PEOPLE; who++) {
        char id[24] = {0};
        if (!read_blob(rig_path(rig, "kith.db"),
                       "select cast(sealed_key.id as text) from sealed_key join person"
                       " on person.id = person where class = 'words' and handle = ?1",
                       handles[who], 0, id, sizeof id - 1))
            abort();
        burial->wrapped[who].length =
            read_blob(rig_path(rig, "keys.db"), "select wrapped from key where id = ?1", NULL,
                      strtoll(id, NULL, 10), burial->wrapped[who].bytes, WRAPPED_MOST);
        if (!burial->wrapped[who].length)
            abort();
    }
    return burial;
}

/* --- The acts --- */

struct run {
    struct rig *rig;
    const struct disturber *disturber;
    struct report *report;
    unsigned troubles;
};

static void note_trouble(struct run *run)
{
    run->report->refused++;
    if (++run->troubles == run->disturber->patience)
        run->disturber->lift(run->disturber->context);
    if (run->troubles > run->disturber->patience + TRIES_MOST)
        report_forbid(run->report, "it does not recover");
}

static void have_acts(struct run *run)
{
    struct report *report = run->report;
    for (size_t i = 0; i < ACTS && !*report->forbidden;) {
        uint64_t bit = (uint64_t)1 << i;
        report->in_flight |= bit;
        if (do_act(run->rig, &acts[i]) < 0) {
            report->denied |= bit;
            note_trouble(run);
            continue;
        }
        report->answered |= bit;
        report->in_flight &= ~bit;
        report->denied &= ~bit;
        report->right++;
        /* A burial that does not succeed is the next start's. */
        if (acts[i].destroy && vault_bury(run->rig->vault) < 0)
            note_trouble(run);
        i++;
    }
    report->finished = !*report->forbidden;
}

void burial_run(const void *burial, const struct disturber *disturber, struct report *report)
{
    (void)burial;
    struct run run = {.rig = report_rig(report), .disturber = disturber, .report = report};
    disturber->begin(disturber->context);
    int failure = rig_restart(run.rig);
    if (failure < 0) {
        report->refused_start = true;
        disturber->lift(disturber->context);
        failure = rig_restart(run.rig);
    }
    if (failure == 0)
        have_acts(&run);
    else
        report_forbid(report, "it does not start any more");
    rig_stop(run.rig);
    disturber->end(disturber->context);
    report_rig_free(report, run.rig);
}

/* --- Afterwards --- */

enum fate { NOT_YET, PERHAPS, DONE };

static enum fate fate_of(const struct report *report, int act)
{
    if (act == NOTHING)
        return NOT_YET;
    uint64_t bit = (uint64_t)1 << act;
    if (report->answered & bit)
        return DONE;
    return (report->in_flight | report->denied) & bit ? PERHAPS : NOT_YET;
}

/* 1 it opens to what was sealed, 0 it is not there, -ENOKEY its key is gone, or another failure. */
static int look(struct rig *rig, enum who who, enum column column)
{
    struct arena arena = {0};
    size_t length = 0;
    const char *text = NULL;
    int64_t person = person_of(rig->db, who);
    struct query q = query_start(rig->db, gets[column]);
    query_int(&q, person);
    const void *blob = query_next(&q) > 0 ? column_blob(&q, &arena, &length) : NULL;
    int result = query_end(&q);
    if (result == 0 && blob) {
        result = vault_unseal(rig->vault, "stay", columns[column], blob, length, &arena, &text);
        if (result == 0)
            result = strcmp(text, columns[column]) == 0 ? 1 : -EBADMSG;
    }
    arena_clear(&arena);
    return result;
}

static void check_values(struct rig *rig, struct report *report)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        enum fate sealed =
            values[i].sealed_by == NOTHING ? DONE : fate_of(report, values[i].sealed_by);
        enum fate destroyed = fate_of(report, values[i].destroyed_by);
        int found = look(rig, values[i].who, values[i].column);
        bool fits = found == 0         ? sealed != DONE
                    : found == 1       ? sealed != NOT_YET && destroyed != DONE
                    : found == -ENOKEY ? sealed != NOT_YET && destroyed != NOT_YET
                                       : false;
        if (!fits)
            report_forbid(report, "%s's %s: %s", handles[values[i].who], columns[values[i].column],
                          found == 0   ? "not there"
                          : found == 1 ? "opens"
                                       : strerror(-found));
    }
}

static void check_buried(const struct burial *burial, const struct disk *disk,
                         struct report *report)
{
    for (int who = 0; who < PEOPLE; who++)
        if (fate_of(report, destroyed_by[who]) == DONE &&
            disk_holds(disk, "keys.db", burial->wrapped[who].bytes, burial->wrapped[who].length))
            report_forbid(report, "%s's key still stands in keys.db", handles[who]);
}

void burial_check(const void *context, struct report *report)
{
    const struct burial *burial = context;
    struct rig *rig = report_rig(report);
    if (rig_restart(rig) < 0) {
        report_forbid(report, "it does not start again");
    } else {
        check_values(rig, report);
        script_check_chain(rig, report);
        rig_stop(rig);
        const char *wrong = record_check_files(rig);
        if (wrong)
            report_forbid(report, "%s", wrong);
        check_buried(burial, disk_in_use(), report);
    }
    report_rig_free(report, rig);
}
