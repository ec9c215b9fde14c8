#include "common/chain.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "common/civil.h"
#include "common/text.h"

enum { TIME_SIZE = sizeof "2026-11-27T21:00:00Z", NOTE_LINES = 7 };

int chain_first(char ret_hash[static CHAIN_HEX_SIZE])
{
    static const char text[] = "kith-audit-v1\n";
    unsigned char digest[DIGEST_SIZE];
    int r = digest_sha256(text, sizeof text - 1, digest);
    if (r == 0)
        text_hex(digest, sizeof digest, ret_hash);
    return r;
}

/* Adds a body and its LF. */
static int add_line(struct digest_sum *sum, const char *body)
{
    if (strchr(body, '\n'))
        return -EINVAL;
    int r = digest_add(sum, body, strlen(body));
    return r < 0 ? r : digest_add(sum, "\n", 1);
}

int chain_next(const char *previous, const char *body, char ret_hash[static CHAIN_HEX_SIZE])
{
    if (strnlen(previous, CHAIN_HEX_SIZE) != CHAIN_HEX_SIZE - 1)
        return -EINVAL;
    struct digest_sum sum;
    unsigned char digest[DIGEST_SIZE];
    int r = digest_begin(&sum);
    if (r < 0)
        return r;
    r = add_line(&sum, previous);
    if (r == 0)
        r = add_line(&sum, body);
    if (r == 0)
        r = digest_finish(&sum, digest);
    if (r == 0)
        text_hex(digest, sizeof digest, ret_hash);
    digest_drop(&sum);
    return r;
}

int chain_segment_begin(struct chain_segment *ret_segment)
{
    return digest_begin(&ret_segment->sum);
}

int chain_segment_add(struct chain_segment *segment, const char *body)
{
    return add_line(&segment->sum, body);
}

int chain_segment_finish(struct chain_segment *segment,
                         unsigned char ret_digest[static DIGEST_SIZE])
{
    return digest_finish(&segment->sum, ret_digest);
}

void chain_segment_drop(struct chain_segment *segment)
{
    digest_drop(&segment->sum);
}

static bool is_origin(const char *origin)
{
    size_t length = strnlen(origin, CHECKPOINT_ORIGIN_MAX + 1);
    return length <= CHECKPOINT_ORIGIN_MAX && text_is_clean(origin, false) &&
           !text_is_blank(origin);
}

static int read_time(const char *text, int64_t *ret_at)
{
    int32_t offset;
    if (strlen(text) != TIME_SIZE - 1 || text[TIME_SIZE - 2] != 'Z')
        return -EINVAL;
    return civil_parse_instant(text, ret_at, &offset);
}

/* -EINVAL outside the years that civil.h reads, for nobody could read such a note. */
static int write_time(int64_t at, char out[static TIME_SIZE])
{
    char text[CIVIL_INSTANT_SIZE];
    int64_t again;
    civil_format_instant(at, 0, text);
    memcpy(out, text, TIME_SIZE - 2);
    memcpy(out + TIME_SIZE - 2, "Z", 2);
    return read_time(out, &again) == 0 && again == at ? 0 : -EINVAL;
}

int checkpoint_format(const struct checkpoint *checkpoint, struct arena *arena,
                      const char **ret_note)
{
    char chain[TEXT_BASE64_SIZE(DIGEST_SIZE)], segment[TEXT_BASE64_SIZE(DIGEST_SIZE)];
    char previous[TEXT_BASE64_SIZE(DIGEST_SIZE)], at[TIME_SIZE];
    if (!is_origin(checkpoint->origin) || checkpoint->size < 0 || checkpoint->segment_first < 1 ||
        checkpoint->segment_first - 1 > checkpoint->size || write_time(checkpoint->at, at) < 0)
        return -EINVAL;
    text_base64(checkpoint->chain, DIGEST_SIZE, chain);
    text_base64(checkpoint->segment, DIGEST_SIZE, segment);
    text_base64(checkpoint->previous, DIGEST_SIZE, previous);
    *ret_note =
        arena_format(arena, "%s\n%" PRId64 "\n%s\n%s\n%" PRId64 "\n%s\n%s\n", checkpoint->origin,
                     checkpoint->size, chain, segment, checkpoint->segment_first, previous, at);
    return 0;
}

/* Cuts a note into its lines; false where it has more, fewer, an unended one, or a NUL. */
static bool split_lines(char *note, size_t length, char *lines[static NOTE_LINES])
{
    size_t count = 0;
    char *begin = note;
    if (memchr(note, '\0', length))
        return false;
    for (char *end; (end = strchr(begin, '\n')); begin = end + 1) {
        if (count == NOTE_LINES)
            return false;
        *end = '\0';
        lines[count++] = begin;
    }
    return count == NOTE_LINES && *begin == '\0';
}

static int read_lines(char *const lines[static NOTE_LINES], struct checkpoint *checkpoint)
{
    if (!is_origin(lines[0]) || text_to_int(lines[1], 0, INT64_MAX, &checkpoint->size) < 0 ||
        text_unbase64(lines[2], checkpoint->chain, DIGEST_SIZE) < 0 ||
        text_unbase64(lines[3], checkpoint->segment, DIGEST_SIZE) < 0 ||
        text_to_int(lines[4], 1, INT64_MAX, &checkpoint->segment_first) < 0 ||
        checkpoint->segment_first - 1 > checkpoint->size ||
        text_unbase64(lines[5], checkpoint->previous, DIGEST_SIZE) < 0 ||
        read_time(lines[6], &checkpoint->at) < 0)
        return -EINVAL;
    memcpy(checkpoint->origin, lines[0], strlen(lines[0]));
    return 0;
}

int checkpoint_parse(const char *note, size_t length, struct checkpoint *ret_checkpoint)
{
    /* No note is longer: three base64 lines, two numbers, a time. */
    enum { NOTE_MAX = CHECKPOINT_ORIGIN_MAX + 3 * 45 + 2 * 20 + TIME_SIZE + 1 };
    char copy[NOTE_MAX + 1] = {0};
    char *lines[NOTE_LINES];
    struct checkpoint checkpoint = {0};
    if (length > NOTE_MAX)
        return -EINVAL;
    memcpy(copy, note, length);
    if (!split_lines(copy, length, lines) || read_lines(lines, &checkpoint) < 0)
        return -EINVAL;
    *ret_checkpoint = checkpoint;
    return 0;
}
