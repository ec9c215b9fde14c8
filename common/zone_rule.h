#pragma once
/*
 * The rule at the end of a TZif file, which says how a zone goes on after its last listed
 * change: a POSIX TZ string such as "EST5EDT,M3.2.0,M11.1.0". Pure; used by zone.c alone.
 */
#include <stdbool.h>
#include <stdint.h>

/* No zone is further from UTC than this (RFC 9636, 3.2, on utoff). */
enum { ZONE_OFFSET_LIMIT = 26 * 3600 };

/* A stretch of time with one offset: start <= t < end. An end that never comes is INT64_MAX,
 * a start that never was INT64_MIN. */
struct zone_period {
    int64_t start;
    int64_t end;
    int32_t offset; /* seconds east of UTC */
};

/* How a yearly change names its day. */
enum zone_day_form {
    ZONE_DAY_MONTH,    /* Mm.w.d: weekday d of week w of month m; week 5 is the last */
    ZONE_DAY_LEAPLESS, /* Jn: 1..365, 29 February never counted */
    ZONE_DAY_OF_YEAR,  /* n: 0..365, 29 February counted */
};

struct zone_change {
    enum zone_day_form form;
    int32_t day; /* for ZONE_DAY_MONTH 0 = Sunday */
    int32_t week;
    int32_t month;
    int32_t second; /* after that day's midnight; may be negative or past 24 hours */
};

struct zone_rule {
    int32_t standard; /* seconds east of UTC */
    bool has_daylight;
    int32_t daylight;
    struct zone_change begin;  /* of daylight saving, in standard time */
    struct zone_change finish; /* in daylight saving time */
};

/* Reads a TZ string: POSIX.1-2024 chapter 8.3 with the hours -167..167 of RFC 9636, 3.3.
 * 0, or -EINVAL. Daylight saving without a rule is refused. */
int zone_rule_parse(const char *text, struct zone_rule *ret_rule);

/* The stretch an instant falls into, for the years 0..9999. */
struct zone_period zone_rule_period(const struct zone_rule *rule, int64_t utc);
