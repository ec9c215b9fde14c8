/*
 * Any bytes as a TZif file. A zone that comes of them answers for every instant: clocks and
 * instants fit each other, the first of several instants is given, and the first after a leap.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/civil.h"
#include "common/zone.h"
#include "common/zone_rule.h"

enum { INSTANTS = 8, PROBE_STEP = 1800 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Inside the years 0..9999, so far from their ends that no offset leads out. */
static bool is_inside(int64_t seconds)
{
    return seconds > INT64_C(-62167219200) + 2 * ZONE_OFFSET_LIMIT &&
           seconds < INT64_C(253402300799) - 2 * ZONE_OFFSET_LIMIT;
}

static void try_local(const struct zone *zone, int64_t local)
{
    enum zone_kind kind = ZONE_PLAIN;
    int64_t utc = zone_to_utc(zone, local, &kind);
    require(kind == ZONE_PLAIN || kind == ZONE_GAP || kind == ZONE_FOLD);
    if (!is_inside(local))
        return;
    int64_t shown = zone_to_local(zone, utc);
    require(kind == ZONE_GAP ? shown > local : shown == local);
    require(kind != ZONE_GAP || zone_to_local(zone, utc - 1) < local);
    /* Whatever offset holds around that time, no earlier instant shows it. (A later one may, behind
     * a leap too: clocks may go back to what they leapt over.) */
    bool again = false;
    for (int64_t at = local - ZONE_OFFSET_LIMIT; at <= local + ZONE_OFFSET_LIMIT;
         at += PROBE_STEP) {
        int64_t other = local - zone_offset(zone, at);
        if (zone_to_local(zone, other) != local)
            continue;
        require(other >= utc);
        again |= other > utc;
    }
    require(!again || kind != ZONE_PLAIN);
}

static void try_instant(const struct zone *zone, int64_t utc)
{
    int32_t offset = zone_offset(zone, utc);
    require(offset >= -ZONE_OFFSET_LIMIT && offset <= ZONE_OFFSET_LIMIT);
    int64_t local = zone_to_local(zone, utc);
    if (is_inside(utc)) {
        require(local == utc + offset);
        enum zone_kind kind = ZONE_GAP;
        int64_t first = zone_to_utc(zone, local, &kind);
        require(first == utc || (first < utc && kind != ZONE_PLAIN));
    }
    try_local(zone, local);
    try_local(zone, utc);
}

/* Instants that the file itself tells of: any eight bytes of it may be a change. */
static int64_t instant_in(const uint8_t *data, size_t size, size_t number)
{
    uint64_t value = 0;
    size_t start = size > 8 ? number * (size - 8) / INSTANTS : 0;
    for (size_t i = start; i < start + 8 && i < size; i++)
        value = value << 8 | data[i];
    return (int64_t)value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t instants[] = {INT64_MIN,  INT64_C(-62167219200), INT32_MIN, -1,
                                       0,          INT64_C(1795798800),   INT32_MAX, 4102444800,
                                       7258118400, INT64_C(253402300799), INT64_MAX};
    struct zone *zone = NULL;
    struct zone *again = NULL;
    int result = zone_parse(data, size, &zone);
    require(result == 0 || (result == -EINVAL && !zone));
    if (result < 0)
        return 0;
    for (size_t i = 0; i < sizeof instants / sizeof *instants; i++)
        try_instant(zone, instants[i]);
    for (size_t i = 0; i < INSTANTS; i++) {
        int64_t instant = instant_in(data, size, i);
        try_instant(zone, instant);
        try_instant(zone, instant / 4096);
    }
    require(zone_parse(data, size, &again) == 0);
    require(zone_fingerprint(zone) == zone_fingerprint(again));
    zone_free(again);
    zone_free(zone);
    return 0;
}
