/* What becomes of an outcome: the error, its fields, its sentence. */
#include "daemon/rpc/internal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/check.h"
#include "daemon/store/audit.h"

/* --- After the handler ---------------------------------------------------------------------------
 */

static const struct refusal common_refusals[] = {
    [0] = {"org.kith.Server.NotFound", "There is no {kind} \"{name}\" here."},
    [OUTCOME_CONFLICT - OUTCOME_NOT_FOUND] = {"org.kith.Server.Conflict", ""},
    [OUTCOME_DENIED - OUTCOME_NOT_FOUND] = {"org.varlink.service.PermissionDenied", NULL},
    [OUTCOME_INVALID - OUTCOME_NOT_FOUND] = {"org.varlink.service.InvalidParameter", NULL},
    [OUTCOME_IMPOSSIBLE - OUTCOME_NOT_FOUND] = {"org.kith.Server.Impossible", ""},
    [OUTCOME_HOUSE_NEEDED -
        OUTCOME_NOT_FOUND] = {"org.kith.Server.HouseNeeded", "Say which house you mean."},
    [OUTCOME_LOCKED_OUT - OUTCOME_NOT_FOUND] =
        {"org.kith.Server.LockedOut",
         "Too many tries. Wait {waitSeconds} seconds, or ask the house manager for a new PIN."},
    [OUTCOME_TOO_LARGE - OUTCOME_NOT_FOUND] = {"org.kith.Server.TooLarge",
                                               "That is more than {limit}. Do it in parts."},
    [OUTCOME_STORAGE - OUTCOME_NOT_FOUND] =
        {"org.kith.Server.StorageFailed",
         "The record could not be written, so nothing was changed. Look at the disk's space and"
         " health, then try again."},
    [OUTCOME_BUSY - OUTCOME_NOT_FOUND] = {"org.kith.Server.Busy",
                                          "Too much of this is going on at once. Try again in a"
                                          " moment."},
    [OUTCOME_CONFIGURATION - OUTCOME_NOT_FOUND] = {"org.kith.Server.ConfigurationWrong", ""},
    [OUTCOME_EXPECTED_MORE - OUTCOME_NOT_FOUND] = {"org.varlink.service.ExpectedMore", NULL},
};

static const struct refusal *find_refusal(const struct noun *noun, int outcome)
{
    if (outcome >= OUTCOME_NOT_FOUND && outcome < OUTCOMES_END)
        return &common_refusals[outcome - OUTCOME_NOT_FOUND];
    assert(outcome > 0 && (size_t)outcome < noun->refusal_count);
    return &noun->refusals[outcome];
}

static const struct said *find_said(const struct call *call, const char *field, size_t length)
{
    for (const struct said *said = call->said; said; said = said->next)
        if (strlen(said->field) == length && strncmp(said->field, field, length) == 0)
            return said;
    return NULL;
}

const char *answer_sentence(const struct call *call, const struct noun *noun, int outcome)
{
    const char *rest = find_refusal(noun, outcome)->sentence;
    const struct said *message = find_said(call, "message", 7);
    if (message)
        return message->text;
    const char *text = "";
    for (const char *brace; rest && (brace = strchr(rest, '{')); rest = strchr(brace, '}') + 1) {
        const struct said *said =
            find_said(call, brace + 1, (size_t)(strchr(brace, '}') - brace - 1));
        const char *value = !said ? "?"
                            : said->text
                                ? said->text
                                : arena_format(call->arena, "%lld", (long long)said->number);
        text = arena_format(call->arena, "%s%.*s%s", text, (int)(brace - rest), rest, value);
    }
    return arena_format(call->arena, "%s%s", text, rest ? rest : "");
}

static void write_said(struct reply *reply, const struct said *said)
{
    if (said->text) {
        reply_text(reply, said->field, said->text);
    } else if (said->raw) {
        reply_raw(reply, said->field, said->raw, strlen(said->raw));
    } else if (said->list) {
        reply_list(reply, said->field);
        for (size_t i = 0; i < said->count; i++)
            reply_text(reply, NULL, said->list[i]);
        reply_list_end(reply);
    } else {
        reply_int(reply, said->field, said->number);
    }
}

void answer_error(struct request *request, int outcome, const char **ret_error)
{
    struct call *call = &request->call;
    bytes_cut(&request->body, 0);
    reply_start(&call->reply, &request->body);
    bool with_message = false;
    if (outcome < OUTCOMES_END) {
        const struct refusal *refusal = find_refusal(request->noun, outcome);
        *ret_error = refusal->error;
        with_message = refusal->sentence && !find_said(call, "message", 7);
    }
    for (const struct said *said = call->said; said; said = said->next)
        write_said(&call->reply, said);
    if (with_message)
        reply_text(&call->reply, "message", answer_sentence(call, request->noun, outcome));
    reply_finish(&call->reply);
}

#if KITH_TEST
static const struct idl_type *described_error(const struct turn *turn, const char *error)
{
    for (size_t i = 0; i < turn->interface_count; i++) {
        const struct idl *idl = &turn->interfaces[i];
        size_t length = strlen(idl->name);
        if (strncmp(idl->name, error, length) == 0 && error[length] == '.') {
            const struct idl_member *member = idl_find(idl, IDL_ERROR, error + length + 1);
            return member ? member->in : NULL;
        }
    }
    return NULL;
}

/* Whether the row is the noun's own: one that a test lets stand in shows nothing of the method. */
static bool is_own_row(const struct noun *noun, const struct row *row)
{
    bool own = false;
    for (size_t i = 0; i < noun->row_count; i++)
        own |= &noun->rows[i] == row;
    return own;
}

/* Every reply is held against its description; one that does not fit is our own fault. */
void answer_check(struct turn *turn, struct request *request, const char *error)
{
    struct entry *entry = dispatch_find(turn, request->message.method);
    const struct idl_type *type = error ? described_error(turn, error) : entry->described->out;
    json_error_t reason;
    json_t *value = json_loadb(request->body.data, request->body.length, 0, &reason);
    const char *path = "";
    bool fits = type && value && check_value(type, value, &request->slice, &path) == 0;
    if (!fits)
        fprintf(stderr, "%s %s: the reply does not fit at \"%s\": %.*s\n", request->message.method,
                error ? error : "", path, (int)request->body.length, request->body.data);
    json_decref(value);
    assert(fits);
    if (!error && is_own_row(entry->noun, entry->row))
        entry->answered = true;
}

int64_t answer_newest_entry(const struct call *call)
{
    char hash[65];
    int64_t seq = 0;
    return audit_head(call->db, &seq, hash) == 0 ? seq : -1;
}

void answer_check_entries(const struct call *call, int64_t before, int result)
{
    /* What failed may have lost its transaction, and with it what stood before. */
    if (result < 0 || call->turn->failed)
        return;
    int64_t after = answer_newest_entry(call);
    bool recorded = call->row->access != READ && call->row->access != TRIAL;
    bool may_survive = result > 0 && result < CALL_LATER && call->survive;
    int64_t wanted = before + (recorded && result == 0);
    assert(before < 0 || after < 0 || after == wanted || (may_survive && after == wanted + 1));
}

void answer_tell_exercised(const struct turn *turn)
{
    const char *path = getenv("KITH_EXERCISED");
    FILE *file = path ? fopen(path, "ae") : NULL;
    if (!file)
        return;
    for (size_t i = 0; i < turn->entry_count; i++)
        if (turn->entries[i].answered)
            fprintf(file, "%s\n", turn->entries[i].name);
    (void)fclose(file);
}
#endif
