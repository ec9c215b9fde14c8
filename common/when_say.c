#include "common/when.h"

#include <stdio.h>

/* A date is said without its year where when_date finds the year again, and nobody can take it
 * for another year's. */
enum { SAY_BACK = 30, SAY_AHEAD = 180 };

const char *const when_weekdays[7] = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

const char *const when_months[12] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};

void when_say_date(civil_day day, civil_day today, char out[static WHEN_DATE_SIZE])
{
    static const char *const near[] = {"yesterday", "today", "tomorrow"};
    struct civil_date date = civil_to_ymd(day);
    int64_t ahead = (int64_t)day - today;
    if (ahead >= -1 && ahead <= 1)
        snprintf(out, WHEN_DATE_SIZE, "%s", near[ahead + 1]);
    else if (ahead >= -SAY_BACK && ahead <= SAY_AHEAD)
        snprintf(out, WHEN_DATE_SIZE, "%.3s %d %.3s", when_weekdays[civil_weekday(day)], date.day,
                 when_months[date.month - 1]);
    else
        snprintf(out, WHEN_DATE_SIZE, "%d %.3s %d", date.day, when_months[date.month - 1],
                 date.year);
}

void when_say_minute(int32_t minute, char out[static WHEN_MINUTE_SIZE])
{
    int32_t hour = minute / 60 % 24, minutes = minute % 60;
    int32_t shown = hour % 12 ? hour % 12 : 12;
    const char *half = hour < 12 ? "am" : "pm";
    if (hour % 12 == 0 && minutes == 0)
        snprintf(out, WHEN_MINUTE_SIZE, "%s", hour ? "noon" : "midnight");
    else if (minutes == 0)
        snprintf(out, WHEN_MINUTE_SIZE, "%d %s", shown, half);
    else
        snprintf(out, WHEN_MINUTE_SIZE, "%d:%02d %s", shown, minutes, half);
}

void when_format_minute(int32_t minute, char out[static WHEN_MINUTE_SIZE])
{
    snprintf(out, WHEN_MINUTE_SIZE, "%02d:%02d", minute / 60, minute % 60);
}
