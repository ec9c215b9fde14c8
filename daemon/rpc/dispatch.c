#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/embed.h"
#include "daemon/rpc/internal.h"

/* --- Tables ---------------------------------------------------------------------------------- */

static int inconsistent(struct turn *turn, const char **ret_reason, const char *what,
                        const char *name)
{
    *ret_reason = arena_format(&turn->arena, "%s %s", name, what);
    return -EINVAL;
}

static int compare_entries(const void *one, const void *other)
{
    return strcmp(((const struct entry *)one)->name, ((const struct entry *)other)->name);
}

/* The method's last part: Assign of org.kith.Chore.Assign. */
static const char *short_name(const char *method)
{
    return strrchr(method, '.') + 1;
}

static size_t count_rows(const struct noun *noun, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < noun->row_count; i++)
        count += strcmp(short_name(noun->rows[i].method->name), name) == 0;
    return count;
}

static int add_rows(struct turn *turn, const struct noun *noun, const struct idl *described,
                    const char **ret_reason)
{
    for (const struct idl_member *m = described->members; m; m = m->next)
        if (m->kind == IDL_METHOD && count_rows(noun, m->name) != 1)
            return inconsistent(turn, ret_reason, "has no row in daemon/rpc, or two",
                                arena_format(&turn->arena, "%s.%s", noun->interface, m->name));
    for (size_t i = 0; i < noun->row_count; i++) {
        const struct row *row = &noun->rows[i];
        const struct idl_member *method =
            idl_find(described, IDL_METHOD, short_name(row->method->name));
        bool named = strncmp(row->method->name, noun->interface, strlen(noun->interface)) == 0;
        if (!method || !named)
            return inconsistent(turn, ret_reason, "is not in its description", row->method->name);
        turn->entries[turn->entry_count++] =
            (struct entry){row->method->name, row, noun, method, false};
    }
    return 0;
}

static int add_noun(struct turn *turn, const struct noun *noun, const char **ret_reason)
{
    struct idl *described = &turn->interfaces[turn->interface_count++];
    struct idl_fault fault = {0};
    const char *file = arena_format(&turn->arena, "%s.varlink", noun->interface);
    const char *text = embedded_find(embedded_texts, file);
    if (!text || idl_parse(text, &turn->arena, described, &fault) < 0)
        return inconsistent(turn, ret_reason, "has no description", noun->interface);
    for (size_t i = 1; i < noun->refusal_count; i++) {
        const char *error = noun->refusals[i].error;
        if (strncmp(error, noun->interface, strlen(noun->interface)) == 0 &&
            !idl_find(described, IDL_ERROR, short_name(error)))
            return inconsistent(turn, ret_reason, "is not in its description", error);
    }
    return add_rows(turn, noun, described, ret_reason);
}

int dispatch_prepare(struct turn *turn, const char **ret_reason)
{
    size_t rows = 0;
    size_t count = 0;
    for (; nouns[count]; count++)
        rows += nouns[count]->row_count;
    turn->entries = arena_array(&turn->arena, rows, sizeof *turn->entries);
    turn->interfaces = arena_array(&turn->arena, count, sizeof *turn->interfaces);
    for (size_t i = 0; i < count; i++) {
        int failure = add_noun(turn, nouns[i], ret_reason);
        if (failure < 0)
            return failure;
    }
    qsort(turn->entries, turn->entry_count, sizeof *turn->entries, compare_entries);
    for (size_t i = 1; i < turn->entry_count; i++)
        if (strcmp(turn->entries[i - 1].name, turn->entries[i].name) == 0)
            return inconsistent(turn, ret_reason, "has two rows", turn->entries[i].name);
    return 0;
}

struct entry *dispatch_find(const struct turn *turn, const char *method)
{
    struct entry key = {.name = method};
    return bsearch(&key, turn->entries, turn->entry_count, sizeof key, compare_entries);
}

/* --- Before the handler ------------------------------------------------------------------------
 */

/* The standard error for a method that is not there. */
static int unknown_method(struct request *request, const char **ret_error)
{
    struct call *call = &request->call;
    const char *method = request->message.method;
    const char *dot = strrchr(method, '.');
    for (size_t i = 0; dot && nouns[i]; i++) {
        size_t length = strlen(nouns[i]->interface);
        if (length == (size_t)(dot - method) && strncmp(nouns[i]->interface, method, length) == 0) {
            call_say(call, "method", method);
            *ret_error = "org.varlink.service.MethodNotFound";
            return OUTCOMES_END;
        }
    }
    call_say(call, "interface", dot ? arena_copy(call->arena, method, (size_t)(dot - method)) : "");
    *ret_error = "org.varlink.service.InterfaceNotFound";
    return OUTCOMES_END;
}

static int decode(struct request *request)
{
    struct call *call = &request->call;
    const struct method *method = call->row->method;
    /* A method without parameters still has room, so that handlers never see NULL. */
    void *parameters = arena_alloc(call->keep, method->size ? method->size : 1);
    const char *path = "";
    if (decode_parameters(method->fields, request->message.parameters, call->keep, parameters,
                          &path) < 0)
        return call_invalid(call, path);
    call->parameters = parameters;
    return 0;
}

static const struct field *find_field(const struct method *method, const char *name)
{
    for (const struct field *field = method->fields; field && field->name; field++)
        if (strcmp(field->name, name) == 0 &&
            (field->kind == FIELD_TEXT || field->kind == FIELD_ENUM))
            return field;
    return NULL;
}

/* The text of a parameter; NULL where it is absent, or the method has none of that name. */
static const char *text_parameter(const struct call *call, const char *name)
{
    const struct field *field = name ? find_field(call->row->method, name) : NULL;
    if (!field)
        return NULL;
    return *(const char *const *)((const char *)call->parameters + field->offset);
}

/* The house in a target, or in a person, given as house/handle; NULL where none is. */
static const char *house_within(struct call *call, const char *target)
{
    const char *named[] = {target, text_parameter(call, "person")};
    for (size_t i = 0; i < COUNT(named); i++) {
        const char *slash = named[i] ? strchr(named[i], '/') : NULL;
        if (slash)
            return arena_copy(call->arena, named[i], (size_t)(slash - named[i]));
    }
    return NULL;
}

/* Finds house and target. */
static int find_target(struct call *call)
{
    const struct target_kind *target = call->row->target;
    const char *name = target ? text_parameter(call, target->parameter) : NULL;
    call->house = (struct house){0};
    call->target = (struct target){0};
    call->person = (struct person){0};
    call->zone = NULL;
    if (find_field(call->row->method, "house")) {
        const char *house = text_parameter(call, "house");
        if (!house)
            house = house_within(call, name);
        int result = resolve_house(call, house);
        bool skip = result > 0 && !house && target && target->house_optional;
        if (result != 0 && !skip)
            return result;
        if (skip)
            call->said = NULL;
    }
    return target ? target->resolve(call, name) : 0;
}

/* What is refused to somebody who may not even know of it reads as if it were not there. */
static int authorise(struct call *call)
{
    const struct row *row = call->row;
    enum relation relation = resolve_relation(call);
    struct rights rights =
        access_rights(call->actor.roles, call->actor.role_count, call->target.house);
    if (access_allows(&rights, row->right, relation))
        return 0;
    if (!row->target || access_allows(&rights, row->target->see, relation))
        return OUTCOME_DENIED;
    const char *name = text_parameter(call, row->target->parameter);
    return name ? call_not_found(call, row->target->kind, name) : OUTCOME_DENIED;
}

/* Found while the call can still be undone; the last bracket is not written yet. */
static int too_large(struct call *call)
{
    call->said = NULL;
    call_say_int(call, "limit", REPLY_MAX);
    return OUTCOME_TOO_LARGE;
}

static int run_handler(struct request *request)
{
    struct call *call = &request->call;
    int result = actor_load(request);
    if (result == 0)
        result = find_target(call);
    if (result == 0)
        result = authorise(call);
    if (result == 0)
        result = call->row->method->handle(call, call->parameters);
    if (result == 0 && request->body.length >= REPLY_MAX)
        result = too_large(call);
    bool recorded = call->row->access != READ && call->row->access != TRIAL;
    if (result == 0 && recorded)
        result = record_call(request, "done");
    /* Whoever passed a failure over has answered without what it would have told. */
    if (result >= 0 && result != CALL_LATER && db_slice_failed(call->db))
        result = -EIO;
    return result;
}

/* What a savepoint that does not end has changed would be committed with the rest: all of it falls.
 */
static int end_with(struct call *call, int (*how)(struct db *db))
{
    int failure = how(call->db);
    if (failure < 0)
        call->turn->failed = true;
    return failure;
}

/* What must survive is written whole, or not at all. */
static int survive(struct call *call)
{
    int failure = db_savepoint(call->db);
    if (failure < 0)
        return failure;
    failure = call->survive(call);
    int ended = end_with(call, failure < 0 ? db_savepoint_undo : db_savepoint_release);
    return failure < 0 ? failure : ended;
}

/* Whether the call may have to be undone while the rest of the turn stands. */
static bool wants_savepoint(const struct row *row)
{
    return row->access == WRITE || row->access == TRIAL;
}

/* A call without a savepoint that has changed something before it failed takes the turn along. */
static int end_unguarded(struct call *call, struct aftermath mark, int64_t changes, int result)
{
    if (result == 0 || result >= CALL_LATER)
        return result;
    turn_unmark(call->turn, mark);
    bool changed = db_changes_ever(call->db) != changes;
    /* A refusal after a change is a handler that should have been a plain WRITE. */
    assert(!changed || result < 0);
    call->turn->failed |= changed;
    return changed ? -EIO : result;
}

/* A refused call leaves nothing behind, but for what must survive it (a wrong PIN). */
static int end_savepoint(struct request *request, struct aftermath mark, int result)
{
    struct call *call = &request->call;
    bool done = result == 0 || result >= CALL_LATER;
    if (done && call->row->access != TRIAL) {
        int failure = end_with(call, db_savepoint_release);
        /* What the worker has already falls with the turn, not before it. */
        return failure < 0 && result != CALL_LATER ? failure : result;
    }
    turn_unmark(call->turn, mark);
    vault_forget(call->vault);
    int failure = end_with(call, db_savepoint_undo);
    if (failure == 0 && result > 0 && call->survive)
        failure = survive(call);
    return failure < 0 ? failure : result;
}

static int run(struct turn *turn, struct request *request, const char **ret_error)
{
    struct call *call = &request->call;
    if (!call->row) {
        const struct entry *entry = dispatch_find(turn, request->message.method);
        if (!entry)
            return unknown_method(request, ret_error);
        call->row = entry->row;
        request->noun = entry->noun;
        int result = decode(request);
        if (result != 0)
            return result;
    }
    bool writes = call->row->access != READ;
    bool guarded = wants_savepoint(call->row);
    int result = turn_enter(turn, writes);
    if (result == 0 && guarded)
        result = db_savepoint(call->db);
    if (result < 0)
        return result;
    struct aftermath mark = turn_mark(turn);
    int64_t changes = db_changes_ever(call->db);
#if KITH_TEST
    int64_t newest = writes ? answer_newest_entry(call) : 0;
#endif
    result = run_handler(request);
    if (writes && !request->noun->leaves_callers_alone)
        turn->callers++;
    if (guarded)
        result = end_savepoint(request, mark, result);
    else if (writes)
        result = end_unguarded(call, mark, changes, result);
#if KITH_TEST
    if (writes)
        answer_check_entries(call, newest, result);
    assert(writes || db_changes_ever(call->db) == changes);
#endif
    return result;
}

static void log_failure(struct turn *turn, const struct request *request, int failure)
{
    turn->world.log(turn->world.context, 3,
                    arena_format(request->call.arena, "%s failed: %s", request->message.method,
                                 strerror(-failure)));
}

int dispatch_run(struct turn *turn, struct request *request, const char **ret_error)
{
    struct call *call = &request->call;
    call->said = NULL;
    call->concerns = NULL;
    call->survive = NULL;
    call->now = turn->now;
    bytes_cut(&request->body, 0);
    reply_start(&call->reply, &request->body);
    int result = run(turn, request, ret_error);
    if (db_is_damaged(call->db))
        call_damaged(call,
                     "The record is damaged: a page of it cannot be read. Stop the daemon, keep"
                     " the file, and restore a backup: kithd(8).");
    if (result >= CALL_LATER)
        return result;
    if (result < 0) {
        log_failure(turn, request, result);
        call->said = NULL;
        if (db_refuses_writes(call->db))
            call_say(call, "message", "The record takes no writes now. `kith status` says why.");
        result = OUTCOME_STORAGE;
    }
    if (result == 0)
        reply_finish(&call->reply);
    else
        answer_error(request, result, ret_error);
#if KITH_TEST
    answer_check(turn, request, *ret_error);
#endif
    return 0;
}
