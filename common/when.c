#include "common/when.h"

#include <errno.h>
#include <string.h>

#include "common/ascii.h"
#include "common/scan.h"

/* Which years "27 nov" may mean, in days from today: each day of a leap year once. */
enum { READ_NEAR = 30, READ_FAR = 335 };

static const char *const DATE_REASON =
    "A date is like today, fri, next fri, 27 nov, 2026-11-27, +3d or in 2 weeks.";
static const char *const PAST_REASON =
    "A date is like today, fri (the last one), last fri, 27 nov, 2026-11-27 or -3d.";
static const char *const DATES_REASON =
    "Dates are like mon,wed,fri or mon..fri or 2026-11-23..2026-11-29 or next week.";
static const char *const MINUTE_REASON =
    "A time is like 21:00, 9pm, 9:30pm, noon, midnight or 25:00.";
static const char *const MOMENT_REASON =
    "A date and a time are like fri 9pm, tomorrow noon, 2026-11-27 21:00 or only 9pm.";

/* A text being read. `reason` is set where there is a better one than the general. */
struct reading {
    struct scan scan;
    civil_day today;
    bool looks_back;      /* what names no year or week has been, rather than is to come */
    bool is_bare_weekday; /* the date last read was just a weekday */
    const char *reason;
};

static bool fail(struct reading *reading, const char *reason)
{
    reading->reason = reason;
    return false;
}

static int finish(struct reading *reading, bool was_read, const char *general_reason,
                  const char **ret_reason)
{
    if (was_read && scan_is_over(&reading->scan))
        return 0;
    *ret_reason = reading->reason ? reading->reason : general_reason;
    return -EINVAL;
}

static bool in_calendar(struct reading *reading, int64_t day, civil_day *ret_day)
{
    if (day < CIVIL_DAY_FIRST || day > CIVIL_DAY_LAST)
        return fail(reading, "The year must be between 1900 and 2200.");
    *ret_day = (civil_day)day;
    return true;
}

static bool read_weekday(struct reading *reading, int32_t *ret_weekday)
{
    return scan_name(&reading->scan, when_weekdays, 7, ret_weekday);
}

static bool read_iso(struct reading *reading, civil_day *ret_day)
{
    struct scan *scan = &reading->scan;
    char text[CIVIL_DATE_SIZE] = "";
    size_t length = CIVIL_DATE_SIZE - 1;
    if (scan_is_over(scan) || (size_t)(scan->end - scan->at) < length || scan->at[4] != '-')
        return false;
    memcpy(text, scan->at, length);
    if (civil_parse(text, ret_day) < 0)
        return fail(reading, "There is no such date. A date is like 2026-11-27.");
    scan->at += length;
    return true;
}

/* "3d", "2 weeks": days and weeks ahead, or back where `sign` is -1. */
static bool read_distance(struct reading *reading, int32_t sign, civil_day *ret_day)
{
    struct scan *scan = &reading->scan;
    int32_t count;
    if (!scan_number(scan, 6, &count))
        return false;
    if (scan_word(scan, "w") || scan_word(scan, "week") || scan_word(scan, "weeks"))
        count *= 7;
    else if (!scan_word(scan, "d") && !scan_word(scan, "day") && !scan_word(scan, "days"))
        return false;
    return in_calendar(reading, (int64_t)reading->today + sign * count, ret_day);
}

static bool read_next_or_last(struct reading *reading, bool is_next, civil_day *ret_day)
{
    int32_t weekday;
    civil_day today = reading->today;
    if (!read_weekday(reading, &weekday))
        return false;
    if (is_next)
        return in_calendar(reading, civil_monday(today) + 7 + weekday, ret_day);
    return in_calendar(reading, today - 1 - (civil_weekday(today) - weekday + 6) % 7, ret_day);
}

/* The year of a date that was given without one. */
static bool guess_year(struct reading *reading, int32_t month, int32_t day, civil_day *ret_day)
{
    int32_t year = civil_to_ymd(reading->today).year;
    civil_day first = reading->today - (reading->looks_back ? READ_FAR : READ_NEAR);
    for (int32_t y = year - 1; y <= year + 1; y++) {
        civil_day candidate;
        if (civil_from_ymd(y, month, day, &candidate) == 0 && candidate >= first &&
            candidate <= first + READ_NEAR + READ_FAR)
            return in_calendar(reading, candidate, ret_day);
    }
    return fail(reading, "No year near this one has that day. Say the year too, like 29 feb 2028.");
}

/* "27 nov", "nov 27", either with a year behind it. */
static bool read_day_of_month(struct reading *reading, civil_day *ret_day)
{
    struct scan scan = reading->scan;
    int32_t day, month, year;
    bool is_day_first = scan_number(&scan, 2, &day) && scan_name(&scan, when_months, 12, &month);
    if (!is_day_first) {
        scan = reading->scan;
        if (!scan_name(&scan, when_months, 12, &month) || !scan_number(&scan, 2, &day))
            return false;
    }
    reading->scan = scan;
    month++;
    if (!civil_exists(2000, month, day)) /* a leap year */
        return fail(reading, "That month has no such day.");
    if (!scan_number(&scan, 4, &year) || year < 1000)
        return guess_year(reading, month, day, ret_day);
    reading->scan = scan;
    civil_day dated;
    if (civil_from_ymd(year, month, day, &dated) < 0)
        return fail(reading, "That month has no such day in that year.");
    return in_calendar(reading, dated, ret_day);
}

/* "fri" from some day on, or up to it; or "fri 27 nov". */
static bool read_weekday_date(struct reading *reading, civil_day from, civil_day *ret_day)
{
    int32_t weekday;
    civil_day day;
    if (!read_weekday(reading, &weekday))
        return false;
    if (read_day_of_month(reading, &day)) {
        if (civil_weekday(day) != weekday)
            return fail(reading,
                        "That date falls on another day of the week. Leave the weekday out.");
        *ret_day = day;
        return true;
    }
    if (reading->reason)
        return false;
    reading->is_bare_weekday = true;
    int32_t ahead = (weekday - civil_weekday(from) + 7) % 7;
    return in_calendar(reading, from + (reading->looks_back && ahead ? ahead - 7 : ahead), ret_day);
}

/* One date; a bare weekday is the first such day from `from` on, or the last one up to it. */
static bool read_date(struct reading *reading, civil_day from, civil_day *ret_day)
{
    struct scan *scan = &reading->scan;
    if (scan_word(scan, "today"))
        return in_calendar(reading, reading->today, ret_day);
    if (scan_word(scan, "tomorrow"))
        return in_calendar(reading, reading->today + 1, ret_day);
    if (scan_word(scan, "yesterday"))
        return in_calendar(reading, reading->today - 1, ret_day);
    if (scan_word(scan, "next"))
        return read_next_or_last(reading, true, ret_day);
    if (scan_word(scan, "last"))
        return read_next_or_last(reading, false, ret_day);
    if (scan_word(scan, "in") || scan_mark(scan, "+"))
        return read_distance(reading, 1, ret_day);
    if (scan_mark(scan, "-"))
        return read_distance(reading, -1, ret_day);
    return read_iso(reading, ret_day) ||
           (!reading->reason && read_day_of_month(reading, ret_day)) ||
           (!reading->reason && read_weekday_date(reading, from, ret_day));
}

static int read_one_date(struct reading reading, const char *general_reason, civil_day *ret_day,
                         const char **ret_reason)
{
    civil_day day = reading.today;
    bool was_read = read_date(&reading, reading.today, &day);
    int r = finish(&reading, was_read, general_reason, ret_reason);
    if (r == 0)
        *ret_day = day;
    return r;
}

int when_date(const char *text, civil_day today, civil_day *ret_day, const char **ret_reason)
{
    struct reading reading = {.scan = scan_text(text), .today = today};
    return read_one_date(reading, DATE_REASON, ret_day, ret_reason);
}

int when_past_date(const char *text, civil_day today, civil_day *ret_day, const char **ret_reason)
{
    struct reading reading = {.scan = scan_text(text), .today = today, .looks_back = true};
    return read_one_date(reading, PAST_REASON, ret_day, ret_reason);
}

/* Days in order, each once. */
struct days {
    size_t count;
    civil_day items[WHEN_DATES_MOST];
};

static bool add_day(struct days *days, civil_day day)
{
    size_t place = days->count;
    while (place > 0 && days->items[place - 1] >= day)
        place--;
    if (place < days->count && days->items[place] == day)
        return true;
    if (days->count == WHEN_DATES_MOST)
        return false;
    memmove(days->items + place + 1, days->items + place,
            (days->count - place) * sizeof days->items[0]);
    days->items[place] = day;
    days->count++;
    return true;
}

static bool add_range(struct reading *reading, struct days *days, civil_day first, civil_day last)
{
    if (last < first)
        return fail(reading,
                    "The end of a range must not come before its beginning, as in mon..fri.");
    for (civil_day day = first; day <= last; day++)
        if (!add_day(days, day))
            return fail(reading, "Those are too many dates. 62 are the most at a time.");
    return true;
}

static bool read_week(struct reading *reading, civil_day *ret_monday)
{
    static const char *const names[] = {"last", "this", "next"};
    for (int i = 0; i < 3; i++) {
        struct scan scan = reading->scan;
        if (scan_word(&scan, names[i]) && scan_word(&scan, "week")) {
            reading->scan = scan;
            *ret_monday = civil_monday(reading->today) + (i - 1) * 7;
            return true;
        }
    }
    return false;
}

static bool read_range(struct reading *reading, struct days *days)
{
    civil_day first, last;
    if (read_week(reading, &first))
        return in_calendar(reading, first, &first) && in_calendar(reading, first + 6, &last) &&
               add_range(reading, days, first, last);
    if (!read_date(reading, reading->today, &first))
        return false;
    last = first;
    if (scan_mark(&reading->scan, "..") && !read_date(reading, first, &last))
        return false;
    return add_range(reading, days, first, last);
}

static bool read_ranges(struct reading *reading, struct days *days)
{
    do
        if (!read_range(reading, days))
            return false;
    while (scan_mark(&reading->scan, ","));
    return true;
}

int when_dates(const char *text, civil_day today, civil_day ret_days[static WHEN_DATES_MOST],
               size_t *ret_count, const char **ret_reason)
{
    struct reading reading = {.scan = scan_text(text), .today = today};
    struct days days = {0};
    int r = finish(&reading, read_ranges(&reading, &days), DATES_REASON, ret_reason);
    if (r == 0) {
        memcpy(ret_days, days.items, days.count * sizeof days.items[0]);
        *ret_count = days.count;
    }
    return r;
}

/* ":30" behind an hour; exactly two digits. */
static bool read_minutes_of_hour(struct scan *scan, int32_t *ret_minutes)
{
    const char *at = scan->at;
    if (scan->end - at < 3 || at[0] != ':' || !ascii_is_digit(at[1]) || !ascii_is_digit(at[2]))
        return false;
    scan->at += 1;
    return scan_number(scan, 2, ret_minutes) && *ret_minutes < 60;
}

static bool read_minute(struct scan *scan, int32_t *ret_minute)
{
    int32_t hour, minutes = 0;
    *ret_minute = 12 * 60;
    if (scan_word(scan, "noon"))
        return true;
    *ret_minute = 24 * 60;
    if (scan_word(scan, "midnight"))
        return true;
    struct scan start = *scan;
    if (!scan_number(scan, 2, &hour))
        return false;
    bool has_minutes = read_minutes_of_hour(scan, &minutes);
    bool is_morning = scan_word(scan, "am");
    if (is_morning || scan_word(scan, "pm")) {
        *ret_minute = (hour % 12 + (is_morning ? 0 : 12)) * 60 + minutes;
        return hour >= 1 && hour <= 12;
    }
    *ret_minute = hour * 60 + minutes;
    if (has_minutes && *ret_minute <= WHEN_MINUTE_LAST)
        return true;
    *scan = start;
    return false;
}

int when_minute(const char *text, int32_t *ret_minute, const char **ret_reason)
{
    struct reading reading = {.scan = scan_text(text)};
    int32_t minute = 0;
    int r = finish(&reading, read_minute(&reading.scan, &minute), MINUTE_REASON, ret_reason);
    if (r == 0)
        *ret_minute = minute;
    return r;
}

struct moment {
    civil_day day;
    int32_t minute;
};

static bool read_dated_moment(struct reading *reading, struct moment *moment)
{
    struct scan start = reading->scan;
    if (read_date(reading, reading->today, &moment->day)) {
        scan_word(&reading->scan, "at");
        return read_minute(&reading->scan, &moment->minute);
    }
    if (reading->reason)
        return false;
    reading->scan = start;
    return read_minute(&reading->scan, &moment->minute) &&
           read_date(reading, reading->today, &moment->day);
}

static bool read_moment(struct reading *reading, int32_t now, struct moment *moment)
{
    struct scan start = reading->scan;
    if (read_minute(&reading->scan, &moment->minute) && scan_is_over(&reading->scan))
        return in_calendar(reading, reading->today + (moment->minute < now), &moment->day);
    reading->scan = start;
    if (!read_dated_moment(reading, moment))
        return false;
    bool is_over = moment->day == reading->today && moment->minute < now;
    if (reading->is_bare_weekday && is_over)
        return in_calendar(reading, moment->day + 7, &moment->day);
    return true;
}

int when_moment(const char *text, civil_day today, int32_t now, civil_day *ret_day,
                int32_t *ret_minute, const char **ret_reason)
{
    struct reading reading = {.scan = scan_text(text), .today = today};
    struct moment moment = {today, 0};
    int r = finish(&reading, read_moment(&reading, now, &moment), MOMENT_REASON, ret_reason);
    if (r == 0) {
        *ret_day = moment.day;
        *ret_minute = moment.minute;
    }
    return r;
}
