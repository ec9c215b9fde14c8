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
#include "common/when.h"
#include "daemon/rpc/chore.h"
#include "daemon/rpc/internal.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/person.h"
#include "daemon/rpc/stay.h"

enum {
    ROWS_MOST = 300, /* a full row of a roster takes about 600 of a slice's 200,000 steps */
    FAULTS_MOST = 100,
};

enum import_outcome {
    IMPORT_NOT_BEGUN = 1,
    IMPORT_FAULTY,
    IMPORT_OUTCOMES,
};

extern const struct noun person_noun, chore_noun;

struct import_row_kept {
    int64_t line;
    struct text_map fields;
};

struct import_column {
    const char *name;
    const char *parameter; /* the same in a refusal; NULL: as it is */
    size_t most;           /* letters; 0: its form says */
    bool lines;            /* it may have several */
};

/* What one row is: its columns, and how it is brought in. */
struct import_kind {
    const char *name;
    const struct noun *noun; /* whose outcomes `bring` returns */
    const struct import_column *columns;
    size_t needed; /* the first so many */
    int (*bring)(struct call *call, const struct text_map *fields);
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

/* --- Rows ----------------------------------------------------------------------------------- */

/* A column's value; NULL where it is absent or blank. */
static const char *value(const struct text_map *fields, const char *column)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].key, column) == 0)
            return text_is_blank(fields->items[i].value) ? NULL : fields->items[i].value;
    return NULL;
}

/* What is wrong with one column; the sentence says what would do. */
static int wrong(struct call *call, const char *column, const char *message)
{
    return call_impossible(call, column, message);
}

static int read_date(struct call *call, const struct text_map *fields, const char *column,
                     civil_day *day)
{
    const char *text = value(fields, column);
    if (text && civil_parse(text, day) < 0)
        return wrong(call, column, "A date is written like 2026-11-27.");
    return 0;
}

static int check_line(struct call *call, const struct import_column *column, const char *text)
{
    if (column->most == 0 ||
        (text_letters(text) <= column->most && text_is_clean(text, column->lines)))
        return 0;
    return wrong(call, column->name,
                 arena_format(call->arena, "%s of at most %zu letters, please.",
                              column->lines ? "Text" : "One line", column->most));
}

static int read_handle(struct call *call, const struct text_map *fields, const char *column,
                       const char **ret)
{
    const char *text = value(fields, column);
    if (text && !text_is_handle(text))
        return wrong(call, column,
                     "A handle is small letters, digits and '-', begins with a letter and has at"
                     " most 32 of them.");
    *ret = text;
    return 0;
}

static const struct import_column roster_columns[] = {
    {"handle", NULL, 0, false},
    {"name", NULL, 80, false},
    {"bed", NULL, 0, false},
    {"moved_in", "on", 0, false},
    {"phone", NULL, 40, false},
    {"emergency_name", NULL, 80, false},
    {"emergency_phone", NULL, 40, false},
    {"agreement_signed", "agreementSignedOn", 0, false},
    {NULL, NULL, 0, false},
};

/* Without a day nobody moved in: a member, an alumna, a manager who lives elsewhere. What belongs
 * to a stay would be lost then without a word. */
static int check_no_stay(struct call *call, const struct text_map *fields)
{
    for (const struct import_column *column = roster_columns + 2; column->name; column++)
        if (value(fields, column->name))
            return wrong(call, "moved_in",
                         arena_format(call->arena, "Say the day they moved in, or leave %s empty.",
                                      column->name));
    return 0;
}

static int bring_person(struct call *call, const struct text_map *fields)
{
    const char *handle = NULL;
    struct person person;
    struct stay stay;
    struct admission admission = {
        .on = NO_DAY,
        .phone = value(fields, "phone"),
        .emergency_name = value(fields, "emergency_name"),
        .emergency_phone = value(fields, "emergency_phone"),
        .agreement_signed_on = NO_DAY,
    };
    int result = read_handle(call, fields, "handle", &handle);
    if (result == 0)
        result = read_handle(call, fields, "bed", &admission.bed);
    if (result == 0)
        result = read_date(call, fields, "moved_in", &admission.on);
    if (result == 0)
        result = read_date(call, fields, "agreement_signed", &admission.agreement_signed_on);
    if (result == 0 && admission.on == NO_DAY)
        result = check_no_stay(call, fields);
    if (result == 0)
        result = person_create(call, handle, value(fields, "name"), &person);
    if (result == 0 && admission.on != NO_DAY)
        result = stay_begin(call, &person, &admission, &stay);
    return result;
}

static const struct import_column chore_columns[] = {
    {"handle", NULL, 0, false},         {"name", NULL, 80, false}, {"area", NULL, 40, false},
    {"schedule", NULL, 120, false},     {"due", NULL, 0, false},   {"effort", NULL, 0, false},
    {"instructions", NULL, 2000, true}, {NULL, NULL, 0, false},
};

static int bring_chore(struct call *call, const struct text_map *fields)
{
    const char *reason = NULL;
    const char *due = value(fields, "due");
    const char *effort = value(fields, "effort");
    int32_t minute = CHORE_DUE_MINUTE;
    int64_t points = CHORE_EFFORT;
    struct chore chore = {
        .name = value(fields, "name"),
        .area = value(fields, "area"),
        .instructions = value(fields, "instructions"),
    };
    int result = read_handle(call, fields, "handle", &chore.handle);
    if (result == 0 && due && when_minute(due, &minute, &reason) < 0)
        result = wrong(call, "due", reason);
    if (result == 0 && effort && text_to_int(effort, 1, 100, &points) < 0)
        result = wrong(call, "effort", "Effort is a number from 1 to 100.");
    chore.due_minute = minute;
    chore.effort = (int)points;
    if (result == 0)
        result = chore_read_schedule(call, value(fields, "schedule"), &chore);
    return result == 0 ? chore_create(call, &chore) : result;
}

static const struct import_kind kinds[] = {
    {"roster", &person_noun, roster_columns, 2, bring_person},
    {"chores", &chore_noun, chore_columns, 2, bring_chore},
};

/* --- Bringing in ------------------------------------------------------------------------------ */

struct fault {
    int64_t line;
    const char *column;
    const char *message;
};

struct faults {
    struct fault items[FAULTS_MOST];
    size_t count;
};

static const struct import_column *find_column(const struct import_kind *kind, const char *name)
{
    for (const struct import_column *column = kind->columns; column->name; column++)
        if (strcmp(column->name, name) == 0)
            return column;
    return NULL;
}

/* The columns themselves: none that is not known, none missing that is needed, none too long. */
static int check_columns(struct call *call, const struct import_kind *kind,
                         const struct text_map *fields)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < fields->count; i++) {
        const struct import_column *column = find_column(kind, fields->items[i].key);
        result = column ? check_line(call, column, fields->items[i].value)
                        : wrong(call, fields->items[i].key, "There is no such column.");
    }
    for (size_t i = 0; result == 0 && i < kind->needed; i++)
        if (!value(fields, kind->columns[i].name))
            result = wrong(call, kind->columns[i].name, "This must be filled in.");
    return result;
}

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
    if (what)
        return find_column(kind, what) ? what : "handle";
    for (const struct import_column *column = kind->columns; column->name; column++)
        if (said_text(call, column->name))
            return column->name;
    return "";
}

/* Brings every row in; what is wrong with a row is noted, and the next is tried. */
static int bring_all(struct call *call, const struct import *import, struct faults *faults)
{
    for (size_t i = 0; i < import->count && faults->count < FAULTS_MOST; i++) {
        const struct import_row_kept *row = &import->rows[i];
        call->said = NULL;
        int result = check_columns(call, import->kind, &row->fields);
        if (result == 0)
            result = import->kind->bring(call, &row->fields);
        if (result < 0)
            return result;
        if (result > 0)
            faults->items[faults->count++] =
                (struct fault){row->line, fault_column(call, import->kind),
                               answer_sentence(call, import->kind->noun, result)};
    }
    call->said = NULL;
    return 0;
}

static void write_faults(struct reply *reply, const char *name, const struct faults *faults)
{
    reply_list(reply, name);
    for (size_t i = 0; i < faults->count; i++) {
        reply_object(reply, NULL);
        reply_int(reply, "line", faults->items[i].line);
        reply_text(reply, "column", faults->items[i].column);
        reply_text(reply, "message", faults->items[i].message);
        reply_object_end(reply);
    }
    reply_list_end(reply);
}

/* The same list as a field of an error. */
static void say_faults(struct call *call, const struct faults *faults)
{
    struct bytes text = {0};
    struct reply list = {.bytes = &text};
    write_faults(&list, NULL, faults);
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

int import_begin(struct call *call, const struct import_begin_in *in)
{
    const struct import_kind *kind = kinds;
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
        reply_text(&call->reply, NULL, column->name);
    reply_list_end(&call->reply);
    reply_int(&call->reply, "needed", (int64_t)kind->needed);
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
    struct faults *faults = arena_alloc(call->arena, sizeof *faults);
    int failure = bring_all(call, call->peer->import, faults);
    reply_int(&call->reply, "rows", (int64_t)call->peer->import->count);
    write_faults(&call->reply, "faults", faults);
    return failure;
}

int import_apply(struct call *call)
{
    struct faults *faults = arena_alloc(call->arena, sizeof *faults);
    int failure = bring_all(call, call->peer->import, faults);
    if (failure < 0)
        return failure;
    if (faults->count) {
        say_faults(call, faults);
        return IMPORT_FAULTY;
    }
    reply_int(&call->reply, "rows", (int64_t)call->peer->import->count);
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
