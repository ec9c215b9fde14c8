#pragma once
/*
 * Time zones, from the bytes of a TZif file (RFC 9636). Pure: zonefile.h reads the file.
 *
 * A zone answers for any instant, and several zones live side by side: nothing here asks the
 * C library, the environment or a global.
 */
#include <stddef.h>
#include <stdint.h>

struct zone;

/* What a local time turned out to be. */
enum zone_kind {
    ZONE_PLAIN, /* it exists once */
    ZONE_GAP,   /* clocks leap over it */
    ZONE_FOLD,  /* it exists twice or more */
};

/* Reads the whole of a TZif file of version 2 or later: the 64-bit data and the TZ string
 * behind it. 0 and a zone that the caller frees with zone_free; -EINVAL for what is not
 * such a file, counts leap seconds, or contradicts itself; -ENOMEM. */
int zone_parse(const void *bytes, size_t length, struct zone **ret_zone);

/* NULL is nothing. */
void zone_free(struct zone *zone);

/* A number that differs (but for chance) where the files differ: FNV-1a, 64 bits, of the bytes. */
uint64_t zone_fingerprint(const struct zone *zone);

/* Seconds east of UTC at an instant. Here and below, what lies outside the years 0..9999 is
 * taken as the nearest instant inside. */
int32_t zone_offset(const struct zone *zone, int64_t utc);

/* The local clock at an instant: seconds since 1970-01-01 00:00 on it. */
int64_t zone_to_local(const struct zone *zone, int64_t utc);

/* The instant of a local clock time (seconds as above). A time that clocks leap over gives
 * the first instant after the leap, one that exists twice gives the first; `ret_kind` says
 * which it was, and may be NULL. */
int64_t zone_to_utc(const struct zone *zone, int64_t local, enum zone_kind *ret_kind);
