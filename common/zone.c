#include "common/zone.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/civil.h"
#include "common/zone_rule.h"

enum {
    HEADER_SIZE = 44,
    TYPE_SIZE = 6,
    TYPES_MOST = 256, /* a type's number is one byte */
    RULE_SIZE_MOST = 256,
};

struct change {
    int64_t at;
    int32_t offset; /* from then on */
};

struct zone {
    struct zone_rule rule; /* after the last change, if there is one */
    bool has_rule;
    int32_t first_offset; /* before the first change */
    uint64_t fingerprint;
    size_t count;
    struct change changes[];
};

/* The counts of a header, in the file's order (RFC 9636, 3.1). */
struct header {
    uint32_t utc_marks;
    uint32_t standard_marks;
    uint32_t leaps;
    uint32_t changes;
    uint32_t types;
    uint32_t name_bytes;
};

/* What is left of the file. */
struct input {
    const unsigned char *at;
    size_t left;
};

static const unsigned char *take(struct input *input, uint64_t size)
{
    if (size > input->left)
        return NULL;
    const unsigned char *start = input->at;
    input->at += size;
    input->left -= (size_t)size;
    return start;
}

static uint64_t big_endian(const unsigned char *bytes, int count)
{
    uint64_t value = 0;
    for (int i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

static int64_t signed_64(const unsigned char *bytes)
{
    return (int64_t)big_endian(bytes, 8);
}

static int32_t signed_32(const unsigned char *bytes)
{
    return (int32_t)(uint32_t)big_endian(bytes, 4);
}

static int take_header(struct input *input, struct header *ret_header)
{
    const unsigned char *bytes = take(input, HEADER_SIZE);
    if (!bytes || memcmp(bytes, "TZif", 4) != 0 || bytes[4] < '2')
        return -EINVAL;
    uint32_t counts[6];
    for (int i = 0; i < 6; i++)
        counts[i] = (uint32_t)big_endian(bytes + 20 + 4 * i, 4);
    *ret_header = (struct header){counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
    return 0;
}

/* The 32-bit data stands first, for readers of version 1. */
static int skip_old_data(struct input *input)
{
    struct header h;
    int r = take_header(input, &h);
    if (r < 0)
        return r;
    uint64_t size = (uint64_t)h.changes * 5 + (uint64_t)h.types * TYPE_SIZE + h.name_bytes +
                    (uint64_t)h.leaps * 8 + h.standard_marks + h.utc_marks;
    return take(input, size) ? 0 : -EINVAL;
}

static bool is_header_sound(const struct header *h)
{
    /* A file that counts leap seconds does not count in POSIX time. */
    return h->leaps == 0 && h->types >= 1 && h->types <= TYPES_MOST && h->name_bytes >= 1 &&
           (h->standard_marks == 0 || h->standard_marks == h->types) &&
           (h->utc_marks == 0 || h->utc_marks == h->types);
}

static int read_offset(const unsigned char *type, const struct header *h, int32_t *ret_offset)
{
    int32_t offset = signed_32(type);
    if (offset < -ZONE_OFFSET_LIMIT || offset > ZONE_OFFSET_LIMIT || type[4] > 1 ||
        type[5] >= h->name_bytes)
        return -EINVAL;
    *ret_offset = offset;
    return 0;
}

static int read_changes(struct input *input, const struct header *h, struct zone *zone)
{
    const unsigned char *times = take(input, (uint64_t)h->changes * 8);
    const unsigned char *kinds = take(input, h->changes);
    const unsigned char *types = take(input, (uint64_t)h->types * TYPE_SIZE);
    const unsigned char *rest =
        take(input, (uint64_t)h->name_bytes + h->standard_marks + h->utc_marks);
    if (!times || !kinds || !types || !rest)
        return -EINVAL;
    int32_t offsets[TYPES_MOST] = {0};
    for (uint32_t i = 0; i < h->types; i++)
        if (read_offset(types + i * TYPE_SIZE, h, &offsets[i]) < 0)
            return -EINVAL;
    zone->first_offset = offsets[0];
    for (size_t i = 0; i < h->changes; i++) {
        struct change *change = &zone->changes[i];
        change->at = signed_64(times + i * 8);
        if (kinds[i] >= h->types || (i > 0 && change->at <= change[-1].at))
            return -EINVAL;
        change->offset = offsets[kinds[i]];
    }
    zone->count = h->changes;
    return 0;
}

static int read_rule(struct input *input, struct zone *zone)
{
    const unsigned char *open = take(input, 1);
    if (!open || *open != '\n')
        return -EINVAL;
    const unsigned char *close = memchr(input->at, '\n', input->left);
    if (!close || close - input->at >= RULE_SIZE_MOST)
        return -EINVAL;
    char text[RULE_SIZE_MOST] = "";
    size_t length = (size_t)(close - input->at);
    memcpy(text, input->at, length);
    if (strlen(text) != length)
        return -EINVAL;
    zone->has_rule = length > 0;
    return zone->has_rule ? zone_rule_parse(text, &zone->rule) : 0;
}

static uint64_t fnv1a(const unsigned char *bytes, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

int zone_parse(const void *bytes, size_t length, struct zone **ret_zone)
{
    struct input input = {bytes, length};
    struct header header;
    if (skip_old_data(&input) < 0 || take_header(&input, &header) < 0 ||
        !is_header_sound(&header) || header.changes > input.left / 9)
        return -EINVAL;
    struct zone *zone = calloc(1, sizeof *zone + header.changes * sizeof zone->changes[0]);
    if (!zone)
        return -ENOMEM;
    if (read_changes(&input, &header, zone) < 0 || read_rule(&input, zone) < 0) {
        free(zone);
        return -EINVAL;
    }
    zone->fingerprint = fnv1a(bytes, length);
    *ret_zone = zone;
    return 0;
}

uint64_t zone_fingerprint(const struct zone *zone)
{
    return zone->fingerprint;
}

void zone_free(struct zone *zone)
{
    free(zone);
}

/* The number of changes at or before an instant. */
static size_t changes_until(const struct zone *zone, int64_t utc)
{
    size_t low = 0, high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at <= utc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct zone_period period_at(const struct zone *zone, int64_t utc)
{
    size_t next = changes_until(zone, utc);
    bool is_last = next == zone->count;
    int64_t start = next > 0 ? zone->changes[next - 1].at : INT64_MIN;
    if (is_last && zone->has_rule) {
        struct zone_period period = zone_rule_period(&zone->rule, utc);
        if (period.start < start)
            period.start = start;
        return period;
    }
    return (struct zone_period){
        .start = start,
        .end = is_last ? INT64_MAX : zone->changes[next].at,
        .offset = next > 0 ? zone->changes[next - 1].offset : zone->first_offset,
    };
}

static int64_t nearest_known(int64_t seconds)
{
    return civil_to_seconds(civil_from_seconds(seconds));
}

int32_t zone_offset(const struct zone *zone, int64_t utc)
{
    return period_at(zone, nearest_known(utc)).offset;
}

int64_t zone_to_local(const struct zone *zone, int64_t utc)
{
    utc = nearest_known(utc);
    return utc + period_at(zone, utc).offset;
}

static bool shows_again(const struct zone *zone, int64_t local, struct zone_period period)
{
    while (period.end <= local + ZONE_OFFSET_LIMIT) {
        period = period_at(zone, period.end);
        int64_t utc = local - period.offset;
        if (utc >= period.start && utc < period.end)
            return true;
    }
    return false;
}

int64_t zone_to_utc(const struct zone *zone, int64_t local, enum zone_kind *ret_kind)
{
    /* Walks the stretches in order, from before any zone shows that time, to the first
     * which shows it or something later. */
    local = nearest_known(local);
    struct zone_period period = period_at(zone, local - ZONE_OFFSET_LIMIT);
    while (local - period.offset >= period.end)
        period = period_at(zone, period.end);
    int64_t utc = local - period.offset;
    enum zone_kind kind = ZONE_PLAIN;
    if (utc < period.start) {
        utc = period.start;
        kind = ZONE_GAP;
    } else if (shows_again(zone, local, period)) {
        kind = ZONE_FOLD;
    }
    if (ret_kind)
        *ret_kind = kind;
    return utc;
}
