#include "daemon/store/witness.h"

#include <errno.h>
#include <string.h>

#include "common/chain.h"
#include "common/digest.h"
#include "common/embed.h"
#include "common/text.h"
#include "common/words.h"

static int note_digest(const char *note, unsigned char ret[DIGEST_SIZE])
{
    return digest_sha256(note, strlen(note), ret);
}

/* The digest of a run of entries, and the chain's hash at its end. */
static int add_up(const struct audit_entry *entries, size_t count, struct checkpoint *ret)
{
    struct chain_segment segment = {0};
    int failure = chain_segment_begin(&segment);
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = chain_segment_add(&segment, entries[i].body);
    if (failure < 0) {
        chain_segment_drop(&segment);
        return failure;
    }
    failure = chain_segment_finish(&segment, ret->segment);
    if (failure == 0)
        failure = text_unhex(entries[count - 1].hash, ret->chain, DIGEST_SIZE);
    ret->segment_first = entries[0].seq;
    ret->size = entries[count - 1].seq;
    return failure;
}

static void broken(struct witness_check *check, int64_t at, const char *reason)
{
    check->broken_at = at;
    check->reason = reason;
    check->finished = true;
}

/* Whether the sealed detail is the one whose digest ends the line. */
static int detail_fits(const struct audit_entry *entry, bool *ret)
{
    static const char member[] = "\"detail\":\"";
    unsigned char digest[DIGEST_SIZE];
    char hex[TEXT_HEX_SIZE(DIGEST_SIZE)];
    const char *said = strstr(entry->body, member);
    int failure = digest_sha256(entry->detail ? entry->detail : "", entry->detail_length, digest);
    if (failure < 0)
        return failure;
    text_hex(digest, sizeof digest, hex);
    *ret = said && entry->detail && strncmp(said + strlen(member), hex, strlen(hex)) == 0;
    return 0;
}

static int check_entries(const struct audit_entry *entries, size_t count,
                         struct witness_check *check)
{
    for (size_t i = 0; i < count && !check->finished; i++) {
        if (entries[i].seq != check->next) {
            broken(check, check->next, "an entry is missing");
            return 0;
        }
        int failure = chain_next(check->hash, entries[i].body, check->hash);
        if (failure < 0 && failure != -EINVAL)
            return failure;
        bool fits = false;
        if (failure == -EINVAL || strcmp(check->hash, entries[i].hash) != 0)
            broken(check, check->next, "an entry was changed");
        else if ((failure = detail_fits(&entries[i], &fits)) < 0)
            return failure;
        else if (!fits)
            broken(check, check->next, "what is sealed beside an entry was changed");
        check->entries++;
        check->next++;
    }
    return 0;
}

/* Whether the entries go on where the last checkpoint ended: -EBADMSG where they do not. */
static int goes_on(const struct signed_note *last, const struct audit_entry *entries, size_t count)
{
    struct witness_check check = {.next = last->seq + 1};
    struct checkpoint said;
    int failure = last->seq ? checkpoint_parse(last->note, strlen(last->note), &said)
                            : chain_first(check.hash);
    if (failure == -EINVAL)
        return -EBADMSG;
    if (failure == 0 && last->seq)
        text_hex(said.chain, DIGEST_SIZE, check.hash);
    if (failure == 0)
        failure = check_entries(entries, count, &check);
    return failure == 0 && check.broken_at ? -EBADMSG : failure;
}

int witness_checkpoint(struct db *db, struct vault *vault, int64_t now, struct arena *arena,
                       struct signed_note *ret)
{
    struct signed_note last;
    struct audit_entry *entries = NULL;
    size_t count = 0;
    struct checkpoint checkpoint = {.at = now};
    unsigned char *signature = arena_alloc(arena, DIGEST_SIGNATURE_SIZE);
    int failure = checkpoint_newest(db, arena, &last);
    if (failure == 0)
        failure = audit_from(db, last.seq + 1, WITNESS_ENTRIES, arena, &entries, &count);
    if (failure < 0 || count == 0)
        return failure;
    failure = goes_on(&last, entries, count);
    if (failure < 0)
        return failure;
    (void)strncpy(checkpoint.origin, vault_origin(vault), CHECKPOINT_ORIGIN_MAX);
    if (last.seq)
        failure = note_digest(last.note, checkpoint.previous);
    if (failure == 0)
        failure = add_up(entries, count, &checkpoint);
    struct signed_note note = {.seq = checkpoint.size, .at = now, .signature = signature};
    if (failure == 0)
        failure = checkpoint_format(&checkpoint, arena, &note.note);
    if (failure == 0)
        failure = vault_sign(vault, note.note, strlen(note.note), signature);
    if (failure == 0)
        failure = checkpoint_insert(db, &note);
    if (failure < 0)
        return failure;
    *ret = note;
    return 1;
}

int witness_words(const struct signed_note *note, char ret[64])
{
    unsigned char digest[DIGEST_SIZE];
    int failure = note_digest(note->note, digest);
    if (failure == 0)
        failure = words_from_digest(embedded_find(embedded_texts, "words.txt"), digest, ret);
    return failure;
}

/* --- Checking -----------------------------------------------------------------------------------
 */

/* What the note says against what stands. */
static bool note_fits(const struct vault *vault, const struct signed_note *note,
                      const struct witness_check *check, const struct checkpoint *computed)
{
    struct checkpoint said;
    unsigned char previous[DIGEST_SIZE] = {0};
    if (checkpoint_parse(note->note, strlen(note->note), &said) < 0)
        return false;
    if (check->note_digest[0] && text_unhex(check->note_digest, previous, DIGEST_SIZE) < 0)
        return false;
    return strcmp(said.origin, vault_origin(vault)) == 0 && said.size == computed->size &&
           said.segment_first == computed->segment_first &&
           memcmp(said.chain, computed->chain, DIGEST_SIZE) == 0 &&
           memcmp(said.segment, computed->segment, DIGEST_SIZE) == 0 &&
           memcmp(said.previous, previous, DIGEST_SIZE) == 0 &&
           digest_verify_ed25519(vault_public_key(vault), note->signature, note->note,
                                 strlen(note->note)) == 0;
}

static int check_note(const struct vault *vault, const struct signed_note *note,
                      const struct audit_entry *entries, size_t count, struct witness_check *check)
{
    struct checkpoint computed;
    unsigned char digest[DIGEST_SIZE];
    int failure = add_up(entries, count, &computed);
    if (failure == 0)
        failure = note_digest(note->note, digest);
    if (failure < 0)
        return failure;
    if (!note_fits(vault, note, check, &computed))
        broken(check, note->seq, "a checkpoint does not fit the record");
    text_hex(digest, DIGEST_SIZE, check->note_digest);
    check->checkpoints++;
    return 0;
}

int witness_check(struct db *db, const struct vault *vault, struct arena *arena,
                  struct witness_check *check)
{
    struct signed_note note = {0};
    struct audit_entry *entries = NULL;
    size_t count = 0;
    if (check->next == 0) {
        check->next = 1;
        int failure = chain_first(check->hash);
        if (failure < 0)
            return failure;
    }
    int64_t first = check->next;
    int there = checkpoint_next(db, first - 1, arena, &note);
    if (there < 0)
        return there;
    size_t span = there && note.seq - first < WITNESS_ENTRIES ? (size_t)(note.seq - first + 1)
                                                              : WITNESS_ENTRIES;
    /* Nothing may stand before the first entry either. */
    int failure = audit_from(db, check->entries ? first : INT64_MIN, span, arena, &entries, &count);
    if (failure == 0)
        failure = check_entries(entries, count, check);
    if (failure < 0 || check->finished)
        return failure;
    if (there && check->next <= note.seq)
        broken(check, check->next, "entries at the end are missing");
    else if (there)
        failure = check_note(vault, &note, entries, count, check);
    else if (count < span)
        check->finished = true;
    return failure;
}
