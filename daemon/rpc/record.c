/*
 * The audit entry of a call: one canonical JSON line, its members always in this order, without
 * blanks. It carries ids, never names; what a person wrote stands sealed beside it, and the line
 * holds only that blob's digest, so that the chain outlives the blob's key.
 */
#include <stdlib.h>
#include <string.h>

#include "common/chain.h"
#include "common/digest.h"
#include "common/text.h"
#include "daemon/rpc/internal.h"
#include "daemon/store/audit.h"

/* The interface's last part: Chore of org.kith.Chore. */
static const char *noun_name(const struct noun *noun)
{
    return strrchr(noun->interface, '.') + 1;
}

static const char *actor_name(const struct call *call)
{
    const struct actor *actor = &call->actor;
    if (actor->is_house)
        return "house";
    if (actor->account.person)
        return arena_format(call->arena, "person:%lld", (long long)actor->account.person);
    return arena_format(call->arena, "uid:%lu", (unsigned long)actor->uid);
}

static const char *way_of(const struct actor *actor)
{
    return actor->is_house ? "job" : actor->via_kiosk ? "kiosk" : "socket";
}

static void write_on(struct call *call, struct reply *line)
{
    reply_list(line, "on");
    for (const struct concern *c = call->concerns; c; c = c->next)
        reply_text(line, NULL, arena_format(call->arena, "person:%lld", (long long)c->person));
    reply_list_end(line);
}

/* Who did what to whom: in the line, or for private nouns within the sealed detail. */
static void write_deed(struct request *request, struct reply *line)
{
    struct call *call = &request->call;
    reply_text(line, "actor", actor_name(call));
    reply_text(line, "via", way_of(&call->actor));
    reply_text(line, "noun", noun_name(request->noun));
    reply_text(line, "method", strrchr(call->row->method->name, '.') + 1);
    if (call->house.id)
        reply_int(line, "house", call->house.id);
    write_on(call, line);
}

/* The parameters as they came, and for a private noun the deed as well. */
static const char *detail_text(struct request *request)
{
    struct call *call = &request->call;
    struct bytes text = {0};
    struct reply detail;
    reply_start(&detail, &text);
    if (request->noun->private_entries)
        write_deed(request, &detail);
    if (request->message.parameters && !call->row->secret) {
        char *json = json_dumps(request->message.parameters, JSON_COMPACT);
        if (!json)
            abort();
        reply_raw(&detail, "parameters", json, strlen(json));
        explicit_bzero(json, strlen(json));
        free(json);
    }
    reply_finish(&detail);
    const char *copy = arena_copy(call->arena, text.data, text.length);
    bytes_clear(&text);
    return copy;
}

static int seal_detail(struct request *request, struct bytes *ret_blob, char ret_digest[65])
{
    struct call *call = &request->call;
    char date[CIVIL_DATE_SIZE];
    unsigned char digest[DIGEST_SIZE];
    civil_format(civil_from_seconds(call->now.wall).day, date);
    date[7] = '\0';
    struct seal_scope scope = {call->target.owner, "audit", date};
    int failure = vault_seal(call->vault, &scope, call->now.wall, "audit", "detail",
                             detail_text(request), ret_blob);
    if (failure == 0)
        failure = digest_sha256(ret_blob->data, ret_blob->length, digest);
    if (failure == 0)
        text_hex(digest, sizeof digest, ret_digest);
    return failure;
}

static const char *write_line(struct request *request, int64_t seq, const char *outcome,
                              const char *digest)
{
    struct call *call = &request->call;
    bool hidden = request->noun->private_entries;
    char at[CIVIL_INSTANT_SIZE];
    struct bytes text = {0};
    struct reply line;
    civil_format_instant(call->now.wall, 0, at);
    if (hidden)
        at[CIVIL_DATE_SIZE - 1] = '\0';
    reply_start(&line, &text);
    reply_int(&line, "seq", seq);
    reply_text(&line, "at", at);
    if (hidden)
        reply_text(&line, "noun", "private");
    else
        write_deed(request, &line);
    reply_text(&line, "outcome", outcome);
    reply_int(&line, "rules", 0);
    reply_text(&line, "detail", digest);
    reply_finish(&line);
    const char *copy = arena_copy(call->arena, text.data, text.length);
    bytes_clear(&text);
    return copy;
}

static int add_concerns(struct call *call, const struct audit_entry *entry)
{
    for (const struct concern *c = call->concerns; c; c = c->next) {
        int failure = audit_concerns(call->db, entry, c->person);
        if (failure < 0)
            return failure;
    }
    return 0;
}

int record_call(struct request *request, const char *outcome)
{
    struct call *call = &request->call;
    struct bytes blob = {0};
    char previous[65];
    char hash[65];
    char digest[65];
    int64_t seq = 0;
    int64_t actor = call->actor.account.person;
    bool hidden = request->noun->private_entries;
    if (call->target.owner)
        call_concerns(call, call->target.owner);
    int failure = audit_head(call->db, &seq, previous);
    if (failure == 0)
        failure = seal_detail(request, &blob, digest);
    struct audit_entry entry = {
        .seq = seq + 1,
        .hash = hash,
        .house = hidden ? 0 : call->house.id,
        .noun = hidden ? "private" : noun_name(request->noun),
        .actor_person = hidden ? 0 : actor,
        .was_read = call->row->access == AUDITED,
    };
    if (failure == 0) {
        entry.body = write_line(request, entry.seq, outcome, digest);
        failure = chain_next(previous, entry.body, hash);
    }
    if (failure == 0)
        failure = audit_insert(call->db, &entry, blob.data, blob.length);
    if (actor)
        call_concerns(call, actor);
    if (failure == 0 && !hidden)
        failure = add_concerns(call, &entry);
    bytes_clear(&blob);
    return failure;
}

int call_deed(struct call *call, const struct noun *noun, const char *deed, const char *subject,
              int64_t id)
{
    struct request *request = (struct request *)call;
    const struct method method = {
        .name = arena_format(call->arena, "%s.%s", noun->interface, deed),
    };
    const struct row row = {.method = &method, .access = WRITE};
    json_t *detail = json_pack("{s:I}", subject, (json_int_t)id);
    if (!detail)
        abort();
    request->noun = noun;
    request->message.parameters = detail;
    call->row = &row;
    call->concerns = NULL;
    int failure = record_call(request, "done");
    request->noun = NULL;
    request->message.parameters = NULL;
    call->row = NULL;
    json_decref(detail);
    return failure;
}
