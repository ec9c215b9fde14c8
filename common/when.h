#pragma once
/*
 * Dates and times as people type and read them. Pure: `today` and `now` come from the caller,
 * on the house's clock.
 *
 * Words are taken in either case and with any blanks; weekdays and months by their names or at
 * least three letters of them. All functions that read return 0; or -EINVAL, and `ret_reason` is
 * a sentence (static text) that says what would be accepted.
 */
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"

enum {
    WHEN_DATES_MOST = 62,
    WHEN_MINUTE_LAST = 47 * 60 + 59, /* 47:59, the end of the next day */
    WHEN_DATE_SIZE = 32,
    WHEN_MINUTE_SIZE = 16,
};

/* "Monday" .. "Sunday", "January" .. "December". */
extern const char *const when_weekdays[7];
extern const char *const when_months[12];

/* Reads a date:
 *   today, tomorrow, yesterday
 *   fri            the next one; today counts
 *   next fri       the one of next week; weeks begin on Monday
 *   last fri       the latest one before today
 *   2026-11-27
 *   27 nov, nov 27, fri 27 nov    without a year: from 30 days ago to eleven months ahead;
 *                                 a weekday must be the right one
 *   27 nov 2027
 *   +3d, -1d, +2w, in 3 days, in 2 weeks */
int when_date(const char *text, civil_day today, civil_day *ret_day, const char **ret_reason);

/* The same for what has been: "fri" is the last one (today counts), and "27 nov" without a year is
 * from eleven months ago to 30 days ahead. What says more than that reads alike. */
int when_past_date(const char *text, civil_day today, civil_day *ret_day, const char **ret_reason);

/* Reads one or more dates, in order and without repeats: a comma list of dates, of ranges
 * ("mon..fri": the next Monday and the Friday after it), and of "this week", "next week" and
 * "last week" (Monday to Sunday). More than WHEN_DATES_MOST dates are refused. */
int when_dates(const char *text, civil_day today, civil_day ret_days[static WHEN_DATES_MOST],
               size_t *ret_count, const char **ret_reason);

/* Reads a time of day in minutes after midnight: 21:00, 9pm, 9:30 pm, noon, midnight (24:00,
 * the end of the evening). 25:00 is 1 am of the next day; up to 47:59. */
int when_minute(const char *text, int32_t *ret_minute, const char **ret_reason);

/* Reads a date and a time, in either order: "fri 9pm", "2026-11-27 21:00". A time alone, or a
 * weekday and a time, is the next such moment, now included: "9pm" at 22:00 is tomorrow's, and
 * "today 9pm" is today's. `now` is in minutes after today's midnight. Minutes past 24:00 are
 * left with their evening: "fri 25:00" is Friday and 1500. */
int when_moment(const char *text, civil_day today, int32_t now, civil_day *ret_day,
                int32_t *ret_minute, const char **ret_reason);

/* Writes a date for people: "today", "tomorrow", "yesterday"; "Fri 27 Nov" from 30 days ago to
 * half a year ahead; else "27 Nov 2027". when_date reads each back as the same day. */
void when_say_date(civil_day day, civil_day today, char out[static WHEN_DATE_SIZE]);

/* Writes a time for people: "9 pm", "9:30 pm", "noon", "midnight"; 25:00 is "1 am". Minutes
 * 0..WHEN_MINUTE_LAST. */
void when_say_minute(int32_t minute, char out[static WHEN_MINUTE_SIZE]);

/* Writes a time as it stands in records, "21:00" or "25:00". */
void when_format_minute(int32_t minute, char out[static WHEN_MINUTE_SIZE]);
