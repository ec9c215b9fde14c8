/*
 * org.kith.Import: what a house keeps today, row by row. A check is the bringing-in itself, undone
 * again, so that the two can never disagree; rows that get in each other's way are seen too.
 *
 * Rows wait on the connection, not in the record: nothing of a file that is never applied
 * touches a disk.
 */
#include "daemon/rpc/import.h"

#include "org.kith.Import.h"

#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "daemon/rpc/import_kind.h"
#include "daemon/rpc/import_taken.h"
#include "daemon/rpc/internal.h"
#include "daemon/rpc/noun.h"

enum {
    ROWS_MOST = 300, /* a full row of a roster takes about 600 of a slice's 200,000 steps */
    FAULTS_MOST = 100,
};

enum import_outcome {
    IMPORT_NOT_BEGUN = 1,
    IMPORT_FAULTY,
    IMPORT_OUTCOMES,
};

struct import {
    struct arena arena;
    const struct import_kind *kind;
    int64_t house;
    int64_t account; /* whose it is: a kiosk's connection may change hands */
    struct import_row_kept rows[ROWS_MOST];
    size_t count;
};

void import_free(struct import *import)
{
    if (!import)
        return;
    arena_clear(&import->arena);
    free(import);
}

/* --- Bringing in ------------------------------------------------------------------------------ */

struct fault {
    int64_t line;
    const char *column;
    const char *message;
};

struct proposal {
    int64_t line;
    const char *name;
    const char *handle;
};

/* What became of all rows. */
struct findings {
    struct fault faults[FAULTS_MOST];
    size_t fault_count;
    struct proposal proposals[ROWS_MOST];
    size_t proposal_count;
};

static const char *said_text(const struct call *call, const char *field)
{
    for (const struct said *said = call->said; said; said = said->next)
        if (strcmp(said->field, field) == 0)
            return said->text;
    return NULL;
}

/* The column that a refusal is about: the parameter it names, or a field of the same name, or the
 * kind of thing that is in the way; "" where it is the whole row. */
static const char *fault_column(const struct call *call, const struct import_kind *kind)
{
    const char *what = said_text(call, "kind");
    const char *parameter = said_text(call, "parameter");
    for (const struct import_column *column = kind->columns; parameter && column->name; column++)
        if (column->parameter && strcmp(column->parameter, parameter) == 0)
            return column->name;
    if (parameter)
        return parameter;
    for (const struct import_column *column = kind->columns; what && column->name; column++)
        if (column->refers_to && strcmp(column->refers_to, what) == 0)
            return column->name;
    if (what)
        return import_column(kind, what) ? what : "handle";
    for (const struct import_column *column = kind->columns; column->name; column++)
        if (said_text(call, column->name))
            return column->name;
    return "";
}

/* How many more the house may have. */
static int find_room(struct call *call, const struct import_kind *kind, int64_t *ret)
{
    int64_t count = 0;
    int failure = kind->count ? kind->count(call->db, call->house.id, &count) : 0;
    *ret = kind->count ? kind->most - count : ROWS_MOST;
    return failure;
}

static int refuse_row(struct call *call, const struct import_kind *kind)
{
    return call_impossible(call, "",
                           arena_format(call->arena,
                                        "A house has at most %lld %s. Leave this row out.",
                                        (long long)kind->most, kind->name));
}

/* Brings every row in; what is wrong with a row is noted, and the next is tried. */
static int bring_all(struct call *call, const struct import *import, struct findings *findings)
{
    struct import_taken taken = {0};
    int64_t room = 0;
    int failure = import_taken_load(call, import->kind, import->rows, import->count, &taken);
    if (failure == 0)
        failure = find_room(call, import->kind, &room);
    if (failure < 0)
        return failure;
    for (size_t i = 0; i < import->count && findings->fault_count < FAULTS_MOST; i++) {
        const struct import_row_kept *row = &import->rows[i];
        call->said = NULL;
        struct proposal proposal = {.line = row->line};
        int result = (int64_t)i < room ? import_bring_row(call, import->kind, row, &taken,
                                                          &proposal.name, &proposal.handle)
                                       : refuse_row(call, import->kind);
        if (result < 0)
            return result;
        if (result == 0 && proposal.handle)
            findings->proposals[findings->proposal_count++] = proposal;
        if (result > 0)
            findings->faults[findings->fault_count++] =
                (struct fault){row->line, fault_column(call, import->kind),
                               answer_sentence(call, import->kind->noun, result)};
    }
    call->said = NULL;
    return 0;
}

static void write_faults(struct reply *reply, const char *name, const struct findings *findings)
{
    reply_list(reply, name);
    for (size_t i = 0; i < findings->fault_count; i++) {
        reply_object(reply, NULL);
        reply_int(reply, "line", findings->faults[i].line);
        reply_text(reply, "column", findings->faults[i].column);
        reply_text(reply, "message", findings->faults[i].message);
        reply_object_end(reply);
    }
    reply_list_end(reply);
}

static void write_proposals(struct reply *reply, const struct findings *findings)
{
    reply_list(reply, "proposed");
    for (size_t i = 0; i < findings->proposal_count; i++) {
        reply_object(reply, NULL);
        reply_int(reply, "line", findings->proposals[i].line);
        reply_text(reply, "name", findings->proposals[i].name);
        reply_text(reply, "handle", findings->proposals[i].handle);
        reply_object_end(reply);
    }
    reply_list_end(reply);
}

/* The same list as a field of an error. */
static void say_faults(struct call *call, const struct findings *findings)
{
    struct bytes text = {0};
    struct reply list = {.bytes = &text};
    write_faults(&list, NULL, findings);
    call_say_raw(call, "faults", arena_copy(call->arena, text.data, text.length));
    bytes_clear(&text);
}

/* --- Handlers --------------------------------------------------------------------------------- */

static void keep_import(void *context, int64_t value)
{
    struct peer *peer = context;
    import_free(peer->import);
    peer->import = (struct import *)(intptr_t)value;
}

static void write_column(struct reply *reply, const struct import_column *column)
{
    reply_object(reply, NULL);
    reply_text(reply, "name", column->name);
    reply_list(reply, "synonyms");
    for (const char *const *synonym = column->synonyms; *synonym; synonym++)
        reply_text(reply, NULL, *synonym);
    reply_list_end(reply);
    reply_bool(reply, "needed", column->needed);
    reply_bool(reply, "date", column->date);
    reply_text(reply, "partOf", column->part_of);
    reply_object_end(reply);
}

int import_begin(struct call *call, const struct import_begin_in *in)
{
    const struct import_kind *kind = import_kinds;
    while (strcmp(kind->name, in->kind) != 0)
        kind++;
    struct import *import = calloc(1, sizeof *import);
    if (!import)
        abort();
    import->kind = kind;
    import->house = call->house.id;
    import->account = call->actor.account.id;
    keep_import(call->peer, (intptr_t)import);
    reply_list(&call->reply, "columns");
    for (const struct import_column *column = kind->columns; column->name; column++)
        write_column(&call->reply, column);
    reply_list_end(&call->reply);
    return 0;
}

static void keep_row(struct import *import, const struct import_row *row)
{
    struct import_row_kept *kept = &import->rows[import->count++];
    kept->line = row->line;
    kept->fields.count = row->fields.count;
    kept->fields.items = arena_array(&import->arena, row->fields.count, sizeof *kept->fields.items);
    for (size_t i = 0; i < row->fields.count; i++)
        kept->fields.items[i] = (struct text_pair){
            arena_text(&import->arena, row->fields.items[i].key),
            arena_text(&import->arena, row->fields.items[i].value),
        };
}

int import_add(struct call *call, const struct import_add_in *in)
{
    struct import *import = call->peer->import;
    if (import->count + in->rows.count > ROWS_MOST) {
        call_say_int(call, "limit", ROWS_MOST);
        call_say(call, "message",
                 "One file brings in at most 300 rows. Split it, and bring in one part at a time.");
        return OUTCOME_TOO_LARGE;
    }
    for (size_t i = 0; i < in->rows.count; i++)
        keep_row(import, &in->rows.items[i]);
    reply_int(&call->reply, "rows", (int64_t)import->count);
    return 0;
}

int import_check(struct call *call)
{
    struct findings *findings = arena_alloc(call->arena, sizeof *findings);
    int failure = bring_all(call, call->peer->import, findings);
    reply_int(&call->reply, "rows", (int64_t)call->peer->import->count);
    write_faults(&call->reply, "faults", findings);
    write_proposals(&call->reply, findings);
    return failure;
}

int import_apply(struct call *call)
{
    struct findings *findings = arena_alloc(call->arena, sizeof *findings);
    int failure = bring_all(call, call->peer->import, findings);
    if (failure < 0)
        return failure;
    if (findings->fault_count) {
        say_faults(call, findings);
        return IMPORT_FAULTY;
    }
    reply_int(&call->reply, "rows", (int64_t)call->peer->import->count);
    write_proposals(&call->reply, findings);
    call_after_commit(call, keep_import, call->peer, 0);
    return 0;
}

/* The house of the import under way. */
static int find_import(struct call *call, const char *name)
{
    (void)name;
    const struct import *import = call->peer->import;
    if (!import || import->account != call->actor.account.id)
        return IMPORT_NOT_BEGUN;
    return resolve_house_id(call, import->house);
}

static const struct target_kind target_import = {NULL, "import", RIGHT_IMPORT, find_import, false};

static const struct row rows[] = {
    {&import_begin_method, READ, &target_house, RIGHT_IMPORT, false},
    {&import_add_method, READ, &target_import, RIGHT_IMPORT, false},
    {&import_check_method, TRIAL, &target_import, RIGHT_IMPORT, false},
    {&import_apply_method, WRITE, &target_import, RIGHT_IMPORT, false},
};

static const struct refusal refusals[IMPORT_OUTCOMES] = {
    [IMPORT_NOT_BEGUN] = {"org.kith.Import.NotBegun",
                          "No import has been begun on this connection."},
    [IMPORT_FAULTY] = {"org.kith.Import.Faulty",
                       "Some rows are wrong, so nothing was brought in. Mend them and try again."},
};

const struct noun import_noun = {
    .interface = import_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_IMPORT,
};
