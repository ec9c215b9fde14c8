/* org.kith.Audit: the record of who did what, read by those it concerns, checked by everybody. */
#include "org.kith.Audit.h"

#include <errno.h>
#include <string.h>

#include "common/digest.h"
#include "common/text.h"
#include "daemon/crypto/signature.h"
#include "daemon/rpc/audit.h"
#include "daemon/rpc/entry.h"
#include "daemon/rpc/internal.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/store/audit.h"
#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/witness.h"

/* --- Reading -------------------------------------------------------------------------------- */

static void add_noun(struct list *nouns_read, const struct noun *noun, int64_t house)
{
    *(struct audit_nouns *)list_add(nouns_read) =
        (struct audit_nouns){strrchr(noun->interface, '.') + 1, house};
}

/* Each role opens the nouns whose entries it answers for, in its house or everywhere; `house` 0
 * leaves none out. */
static struct audit_scope scope_of(struct call *call, int64_t house)
{
    struct list readable = list_start(call->arena, sizeof(struct audit_nouns));
    for (size_t i = 0; i < call->actor.role_count; i++) {
        const struct held_role *held = &call->actor.roles[i];
        if (house && held->house && held->house != house)
            continue;
        struct rights rights = access_rights(held, 1, held->house);
        bool all = access_allows(&rights, RIGHT_AUDIT_HOUSE, RELATION_HOUSE);
        for (const struct noun *const *noun = nouns; *noun; noun++)
            if (all || access_allows(&rights, (*noun)->audit_right, RELATION_HOUSE))
                add_noun(&readable, *noun, house ? house : held->house);
    }
    return (struct audit_scope){
        .person = call->actor.account.person,
        .house = house,
        .nouns = readable.items,
        .noun_count = readable.count,
    };
}

/* person:12 as the handle it stands for; anything else as it is. */
static int handle_of(struct call *call, int64_t person, const char *otherwise, const char **ret)
{
    struct person found;
    int there = person ? person_by_id(call->db, person, call->arena, &found) : 0;
    if (there >= 0)
        *ret = there ? found.handle : otherwise;
    return there < 0 ? there : 0;
}

static int write_on(struct call *call, const struct entry_line *line)
{
    int failure = 0;
    reply_list(&call->reply, "on");
    for (size_t i = 0; failure == 0 && i < line->on_count; i++) {
        const char *handle = NULL;
        failure = handle_of(call, line->on[i], "?", &handle);
        reply_text(&call->reply, NULL, handle);
    }
    reply_list_end(&call->reply);
    return failure;
}

static int write_entry(struct call *call, const struct audit_entry *entry)
{
    struct entry_line line;
    struct house house = {0};
    const char *actor = NULL;
    struct reply *reply = &call->reply;
    if (entry_parse(entry, call->arena, &line) < 0)
        return 0; /* what was tampered with is Verify's to tell */
    int in_house = entry->house ? house_by_id(call->db, entry->house, call->arena, &house) : 0;
    int failure =
        in_house < 0 ? in_house : handle_of(call, entry->actor_person, line.actor, &actor);
    if (failure < 0)
        return failure;
    const struct zone *zone = in_house ? call_zone(call, house.zone) : call->zone;
    reply_object(reply, NULL);
    reply_int(reply, "sequence", entry->seq);
    reply_text(reply, "at", entry_at(call, zone, &line));
    reply_text(reply, "actor", actor);
    reply_text(reply, "what", line.what);
    reply_text(reply, "house", house.handle);
    failure = write_on(call, &line);
    reply_text(reply, "outcome", line.outcome);
    reply_object_end(reply);
    return failure;
}

int audit_list(struct call *call, const struct audit_list_in *in)
{
    /* What was done in no house belongs to the list too, unless one is named. */
    struct audit_scope scope = scope_of(call, in->house ? call->house.id : 0);
    struct audit_entry *entries = NULL;
    size_t count = 0;
    int64_t before = 0;
    int failure = page_number(call, in->after, INT64_MAX, &before);
    if (failure == 0)
        failure = audit_page(call->db, &scope, before, page_read(in->limit), call->arena, &entries,
                             &count);
    if (failure != 0)
        return failure;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "entries");
    for (size_t i = 0; failure == 0 && i < shown; i++)
        failure = write_entry(call, &entries[i]);
    reply_list_end(&call->reply);
    if (shown)
        page_next(call, in->limit, count,
                  arena_format(call->arena, "%lld", (long long)entries[shown - 1].seq));
    return failure;
}

static const char chain_broken[] =
    "The record's chain does not hold. `kith audit verify` says where.";

/* --- Checking ------------------------------------------------------------------------------- */

static int write_check(struct call *call, const struct witness_check *check)
{
    struct signed_note note;
    char words[64];
    struct reply *reply = &call->reply;
    int failure = checkpoint_newest(call->db, call->arena, &note);
    if (failure == 0 && note.seq)
        failure = witness_words(&note, words);
    reply_int(reply, "entries", check->entries);
    reply_int(reply, "checkpoints", check->checkpoints);
    reply_bool(reply, "intact", check->broken_at == 0);
    if (check->broken_at) {
        reply_int(reply, "brokenAt", check->broken_at);
        reply_text(reply, "reason", check->reason);
    }
    if (failure == 0 && note.seq)
        reply_text(reply, "words", words);
    return failure;
}

int audit_verify(struct call *call)
{
    struct witness_check *check = call->state;
    if (!check)
        check = call->state = arena_alloc(call->keep, sizeof *check);
    int failure = witness_check(call->db, call->vault, call->arena, check);
    if (failure < 0)
        return failure;
    if (!check->finished)
        return CALL_AGAIN;
    /* What was found is not to be signed over, nor written behind. */
    if (check->broken_at)
        call_damaged(call, chain_broken);
    return write_check(call, check);
}

static int write_note(struct call *call, const struct signed_note *note)
{
    char words[64];
    char signature[TEXT_BASE64_SIZE(DIGEST_SIGNATURE_SIZE)];
    struct reply *reply = &call->reply;
    int failure = witness_words(note, words);
    if (failure < 0)
        return failure;
    text_base64(note->signature, DIGEST_SIGNATURE_SIZE, signature);
    reply_object(reply, NULL);
    reply_int(reply, "sequence", note->seq);
    reply_text(reply, "at", call_instant(call, note->at));
    reply_text(reply, "note", note->note);
    reply_text(reply, "signature", signature);
    reply_text(reply, "words", words);
    reply_object_end(reply);
    return 0;
}

int audit_checkpoints(struct call *call, const struct audit_checkpoints_in *in)
{
    struct signed_note *notes = NULL;
    size_t count = 0;
    int64_t up_to = in->up_to.present ? in->up_to.value : INT64_MAX;
    size_t limit = page_read(in->limit) - 1;
    int failure = resolve_zone(call);
    if (failure == 0)
        failure = checkpoint_list(call->db, up_to, limit, call->arena, &notes, &count);
    reply_list(&call->reply, "checkpoints");
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = write_note(call, &notes[i]);
    reply_list_end(&call->reply);
    reply_text(&call->reply, "publicKey",
               signature_public_pem(vault_public_key(call->vault), call->arena));
    return failure;
}

/* A checkpoint covers so many entries at the most: several are made, until what stood at the
 * beginning is covered. */
int audit_checkpoint(struct call *call, struct signed_note *ret)
{
    char words[64];
    int made = witness_checkpoint(call->db, call->vault, call->now.wall, call->arena, ret);
    if (made == -EBADMSG)
        call_damaged(call, chain_broken);
    if (made <= 0)
        return made;
    int failure = witness_words(ret, words);
    if (failure < 0)
        return failure;
    call_log(call, arena_format(call->arena, "checkpoint %lld: %s", (long long)ret->seq, words));
    return 1;
}

int audit_seal(struct call *call)
{
    struct signed_note note;
    char words[64];
    char hash[65];
    int64_t *until = call->state;
    if (!until) {
        until = call->state = arena_alloc(call->keep, sizeof *until);
        int failure = audit_head(call->db, until, hash);
        if (failure < 0)
            return failure;
    }
    int made = audit_checkpoint(call, &note);
    if (made == 0)
        made = checkpoint_newest(call->db, call->arena, &note);
    if (made < 0)
        return made;
    if (note.seq == 0)
        return call_conflict(call, "record", "", "There is nothing on the record to seal yet.");
    if (note.seq < *until)
        return CALL_AGAIN;
    int failure = witness_words(&note, words);
    if (failure < 0)
        return failure;
    reply_int(&call->reply, "sequence", note.seq);
    reply_text(&call->reply, "words", words);
    return 0;
}

int audit_export(struct call *call, const struct audit_export_in *in)
{
    struct audit_entry *entries = NULL;
    size_t count = 0;
    int64_t from = in->from.present ? in->from.value : 1;
    int failure = audit_from(call->db, from, page_read(in->limit), call->arena, &entries, &count);
    if (failure < 0)
        return failure;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "bodies");
    for (size_t i = 0; i < shown; i++)
        reply_text(&call->reply, NULL, entries[i].body);
    reply_list_end(&call->reply);
    reply_int(&call->reply, "from", from);
    if (count > shown)
        reply_int(&call->reply, "next", entries[shown].seq);
    return 0;
}

static const struct row rows[] = {
    {&audit_list_method, READ, &target_house_if_named, RIGHT_AUDIT_READ, false},
    {&audit_verify_method, READ, NULL, RIGHT_AUDIT_VERIFY, false},
    {&audit_checkpoints_method, READ, NULL, RIGHT_AUDIT_VERIFY, false},
    {&audit_seal_method, WRITE, NULL, RIGHT_SERVER_RUN, false},
    {&audit_export_method, READ, NULL, RIGHT_SERVER_RUN, false},
};

const struct noun audit_noun = {
    .interface = audit_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .audit_right = RIGHT_SERVER_RUN,
};
