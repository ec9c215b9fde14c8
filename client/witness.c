#include "client/witness.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "common/arena.h"
#include "common/chain.h"
#include "common/embed.h"
#include "common/text.h"
#include "common/words.h"

#define FORMAT "kith-audit-export-1"

/* A checkpoint of the file that holds by itself. */
struct witness_note {
    struct checkpoint said;
    unsigned char digest[DIGEST_SIZE]; /* of the note */
};

/* A file being checked. */
struct check {
    FILE *file;
    struct arena arena;
    char *line;
    size_t line_size;
    unsigned char key[DIGEST_PUBLIC_KEY_SIZE];
    struct witness_note *notes; /* as many as have been read */
    size_t note_count;
    size_t next_note; /* the first that the entries have not come to */
    int64_t entries;
    int64_t broken_at; /* 0: nothing is wrong so far */
    const char *reason;
    char words[WORDS_SIZE];
};

void witness_write_head(FILE *file, const char *public_key, const json_t *checkpoints)
{
    json_t *head = json_pack("{ssss}", "format", FORMAT, "publicKey", public_key);
    json_dumpf(head, file, JSON_COMPACT);
    fputc('\n', file);
    json_decref(head);
    for (size_t i = json_array_size(checkpoints); i > 0; i--) {
        json_dumpf(json_array_get(checkpoints, i - 1), file, JSON_COMPACT);
        fputc('\n', file);
    }
    fputc('\n', file);
}

static void broken(struct check *check, int64_t at, const char *reason)
{
    if (check->broken_at)
        return;
    check->broken_at = at ? at : 1;
    check->reason = reason;
}

/* The next line without its newline: 1, 0 at the end, or -EIO. */
static int next_line(struct check *check)
{
    ssize_t length = getline(&check->line, &check->line_size, check->file);
    if (length < 0)
        return ferror(check->file) ? -EIO : 0;
    if (length && check->line[length - 1] == '\n')
        check->line[length - 1] = '\0';
    return 1;
}

/* --- The head -------------------------------------------------------------------------------- */

/* An Ed25519 key as RFC 8410 has it: these bytes, then the key. */
static int read_key(const char *pem, unsigned char key[static DIGEST_PUBLIC_KEY_SIZE])
{
    static const unsigned char prefix[] = {0x30, 0x2A, 0x30, 0x05, 0x06, 0x03,
                                           0x2B, 0x65, 0x70, 0x03, 0x21, 0x00};
    static const char begin[] = "-----BEGIN PUBLIC KEY-----\n";
    enum { INFO_SIZE = sizeof prefix + DIGEST_PUBLIC_KEY_SIZE };
    unsigned char info[INFO_SIZE];
    char base64[TEXT_BASE64_SIZE(INFO_SIZE)] = "";
    if (strncmp(pem, begin, sizeof begin - 1) != 0)
        return -EINVAL;
    pem += sizeof begin - 1;
    memcpy(base64, pem, strnlen(pem, sizeof base64 - 1));
    if (text_unbase64(base64, info, INFO_SIZE) < 0 || memcmp(info, prefix, sizeof prefix) != 0)
        return -EINVAL;
    memcpy(key, info + sizeof prefix, DIGEST_PUBLIC_KEY_SIZE);
    return 0;
}

static int read_head(struct check *check)
{
    int more = next_line(check);
    if (more <= 0)
        return more < 0 ? more : -EINVAL;
    json_t *head = json_loads(check->line, 0, NULL);
    bool is_ours = strcmp(say_text(head, "format"), FORMAT) == 0;
    int result = is_ours ? read_key(say_text(head, "publicKey"), check->key) : -EINVAL;
    json_decref(head);
    return result;
}

/* --- Checkpoints ----------------------------------------------------------------------------- */

/* Whether the note follows the one before. */
static bool follows(const struct check *check, const struct checkpoint *said)
{
    static const unsigned char none[DIGEST_SIZE];
    const struct witness_note *last =
        check->note_count ? &check->notes[check->note_count - 1] : NULL;
    return said->segment_first == (last ? last->said.size : 0) + 1 &&
           memcmp(said->previous, last ? last->digest : none, DIGEST_SIZE) == 0;
}

static int read_note(struct check *check, const json_t *line)
{
    struct witness_note *note = &check->notes[check->note_count];
    unsigned char signature[DIGEST_SIGNATURE_SIZE];
    const char *text = say_text(line, "note");
    int64_t at = say_number(line, "sequence");
    if (checkpoint_parse(text, strlen(text), &note->said) < 0 ||
        text_unbase64(say_text(line, "signature"), signature, sizeof signature) < 0) {
        broken(check, at, _("a checkpoint cannot be read"));
        return 0;
    }
    int result = digest_verify_ed25519(check->key, signature, text, strlen(text));
    if (result == -EBADMSG)
        broken(check, at, _("a checkpoint's signature is wrong"));
    else if (result < 0)
        return result;
    if (!follows(check, &note->said))
        broken(check, at, _("a checkpoint does not follow the one before"));
    result = digest_sha256(text, strlen(text), note->digest);
    if (result == 0)
        result = words_from_digest(embedded_find(embedded_texts, "words.txt"), note->digest,
                                   check->words);
    if (result == 0 && strcmp(check->words, say_text(line, "words")) != 0)
        broken(check, at, _("a checkpoint's words are not its own"));
    check->note_count++;
    return result;
}

/* All checkpoints, up to the empty line. */
static int read_notes(struct check *check)
{
    size_t room = 0;
    int more;
    int result = 0;
    while (result == 0 && (more = next_line(check)) > 0 && *check->line) {
        if (check->note_count == room) {
            room = room ? room * 2 : 64;
            struct witness_note *notes = arena_array(&check->arena, room, sizeof *check->notes);
            if (check->note_count)
                memcpy(notes, check->notes, check->note_count * sizeof *notes);
            check->notes = notes;
        }
        json_t *line = json_loads(check->line, 0, NULL);
        result = line ? read_note(check, line) : -EINVAL;
        json_decref(line);
    }
    return result < 0 ? result : more < 0 ? more : 0;
}

/* --- Entries --------------------------------------------------------------------------------- */

/* Whether the line says that it is that entry. */
static bool is_entry(const char *line, int64_t number)
{
    char begin[32];
    int length = snprintf(begin, sizeof begin, "{\"seq\":%" PRId64 ",", number);
    return strncmp(line, begin, (size_t)length) == 0;
}

/* The entries have come to a checkpoint: it must say what they are. */
static int compare_note(struct check *check, const char *hash, struct chain_segment *segment)
{
    const struct checkpoint *said = &check->notes[check->next_note++].said;
    unsigned char chain[DIGEST_SIZE];
    unsigned char digest[DIGEST_SIZE];
    int result = chain_segment_finish(segment, digest);
    if (result == 0)
        result = text_unhex(hash, chain, DIGEST_SIZE);
    if (result == 0 && (memcmp(digest, said->segment, DIGEST_SIZE) != 0 ||
                        memcmp(chain, said->chain, DIGEST_SIZE) != 0))
        broken(check, said->segment_first,
               _("between here and the next checkpoint an entry was changed"));
    return result == 0 ? chain_segment_begin(segment) : result;
}

static int read_entries(struct check *check)
{
    char hash[CHAIN_HEX_SIZE];
    struct chain_segment segment = {0};
    int more = 0;
    int result = chain_first(hash);
    if (result == 0)
        result = chain_segment_begin(&segment);
    while (result == 0 && !check->broken_at && (more = next_line(check)) > 0) {
        if (!is_entry(check->line, check->entries + 1)) {
            broken(check, check->entries + 1, _("an entry is missing"));
            break;
        }
        check->entries++;
        result = chain_next(hash, check->line, hash);
        if (result == 0)
            result = chain_segment_add(&segment, check->line);
        if (result == 0 && check->next_note < check->note_count &&
            check->notes[check->next_note].said.size == check->entries)
            result = compare_note(check, hash, &segment);
    }
    chain_segment_drop(&segment);
    if (result == 0 && more == 0 && check->next_note < check->note_count)
        broken(check, check->entries + 1, _("entries at the end are missing"));
    return result < 0 ? result : more < 0 ? more : 0;
}

static json_t *write_result(const struct check *check)
{
    json_t *result = json_pack("{sIsIsb}", "entries", (json_int_t)check->entries, "checkpoints",
                               (json_int_t)check->note_count, "intact", check->broken_at == 0);
    if (check->broken_at) {
        json_object_set_new(result, "brokenAt", json_integer(check->broken_at));
        json_object_set_new(result, "reason", json_string(check->reason));
    }
    if (*check->words)
        json_object_set_new(result, "words", json_string(check->words));
    return result;
}

int witness_check(FILE *file, json_t **ret_result)
{
    struct check check = {.file = file};
    int result = read_head(&check);
    if (result == 0)
        result = read_notes(&check);
    if (result == 0)
        result = read_entries(&check);
    if (result == 0)
        *ret_result = write_result(&check);
    free(check.line);
    arena_clear(&check.arena);
    return result;
}
