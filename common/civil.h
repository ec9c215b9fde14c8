#pragma once
/*
 * Dates and clock times of the proleptic Gregorian calendar, without zones. Pure.
 * What a zone makes of them is in zone.h; what people type for them is in when.h.
 */
#include <stdbool.h>
#include <stdint.h>

/* Days since 1970-01-01; 0 is that day. */
typedef int32_t civil_day;

/* A day that is not on the record, or that nobody named. */
#define NO_DAY ((civil_day)INT32_MIN)

enum {
    CIVIL_YEAR_FIRST = 1900, /* The years a date may be given in. */
    CIVIL_YEAR_LAST = 2200,
    CIVIL_DAY_FIRST = -25567, /* 1900-01-01 */
    CIVIL_DAY_LAST = 84370,   /* 2200-12-31 */
    CIVIL_DAY_MINUTES = 1440,
    CIVIL_DAY_SECONDS = 86400,
    CIVIL_DATE_SIZE = 11,    /* "2026-11-27" and its NUL */
    CIVIL_INSTANT_SIZE = 26, /* "2026-11-27T21:00:00-05:00" and its NUL */
};

/* A date in its parts: month 1..12, day 1..31. */
struct civil_date {
    int32_t year;
    int32_t month;
    int32_t day;
};

/* A clock time on a day: seconds 0..86399 from its midnight, as if every day had 24 hours. */
struct civil_time {
    civil_day day;
    int32_t second;
};

/* The number of days in a month 1..12. */
int32_t civil_month_length(int32_t year, int32_t month);

/* Whether the calendar has that date. */
bool civil_exists(int32_t year, int32_t month, int32_t day);

/* 0, or -EINVAL where there is no such date or the year is not in 0..9999. */
int civil_from_ymd(int32_t year, int32_t month, int32_t day, civil_day *ret_day);

/* The parts of any day. */
struct civil_date civil_to_ymd(civil_day day);

/* The first day of a month. Months below 1 or past 12 count on into other years:
 * month 0 is December of the year before. */
civil_day civil_month_start(int32_t year, int32_t month);

/* The same day of the month so many months on, or back; the last day of a month too short. */
civil_day civil_add_months(civil_day day, int32_t months);

/* Monday = 0 .. Sunday = 6. */
int32_t civil_weekday(civil_day day);

/* The Monday of the day's week (ISO 8601: weeks begin on Monday). */
civil_day civil_monday(civil_day day);

/* Reads exactly "YYYY-MM-DD". 0, or -EINVAL: another form, no such date, or a year outside
 * CIVIL_YEAR_FIRST..CIVIL_YEAR_LAST. */
int civil_parse(const char *text, civil_day *ret_day);

/* Writes "YYYY-MM-DD", for the years 0..9999. */
void civil_format(civil_day day, char out[static CIVIL_DATE_SIZE]);

/* The clock time so many minutes after a day's midnight. Minutes may pass 24:00, or be
 * negative: 25:00 of Friday is 01:00 of Saturday. */
struct civil_time civil_at_minute(civil_day day, int32_t minute);

/* Seconds since 1970-01-01 00:00 on the same clock. */
int64_t civil_to_seconds(struct civil_time time);

/* The inverse. Seconds outside the years 0..9999 are taken as the nearest inside. */
struct civil_time civil_from_seconds(int64_t seconds);

/* Writes a UTC instant as RFC 3339 at an offset east of UTC, "2026-11-27T21:00:00-05:00".
 * RFC 3339 has no seconds in offsets: local mean times before zones are rounded to the
 * minute, so the instant stays what it is. The offset is below 24 hours either way. */
void civil_format_instant(int64_t utc, int32_t offset_seconds, char out[static CIVIL_INSTANT_SIZE]);

/* Reads exactly "YYYY-MM-DDTHH:MM:SS" and "Z" or "+HH:MM" or "-HH:MM" (RFC 3339 without
 * fractions and leap seconds). 0, or -EINVAL: another form, no such time, or a year outside
 * CIVIL_YEAR_FIRST..CIVIL_YEAR_LAST. */
int civil_parse_instant(const char *text, int64_t *ret_utc, int32_t *ret_offset_seconds);
