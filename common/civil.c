#include "common/civil.h"

#include <errno.h>
#include <string.h>

#include "common/ascii.h"

enum {
    DAYS_IN_400_YEARS = 146097,
    DAYS_TO_1970 = 719468, /* from 0000-03-01, where the counting years below begin */
};

static const int64_t SECONDS_FIRST = -62167219200; /* 0000-01-01T00:00:00 */
static const int64_t SECONDS_LAST = 253402300799;  /* 9999-12-31T23:59:59 */

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t civil_month_length(int32_t year, int32_t month)
{
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

bool civil_exists(int32_t year, int32_t month, int32_t day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= civil_month_length(year, month);
}

civil_day civil_month_start(int32_t year, int32_t month)
{
    /* Years that begin in March: the leap day comes last and months need no table. */
    int64_t months = (int64_t)year * 12 + month - 3;
    int64_t march_year = floor_divide(months, 12);
    int64_t march_month = months - march_year * 12;
    int64_t era = floor_divide(march_year, 400);
    int64_t year_of_era = march_year - era * 400;
    int64_t day = year_of_era * 365 + year_of_era / 4 - year_of_era / 100;
    day += (153 * march_month + 2) / 5;
    return (civil_day)(era * DAYS_IN_400_YEARS + day - DAYS_TO_1970);
}

int civil_from_ymd(int32_t year, int32_t month, int32_t day, civil_day *ret_day)
{
    if (year < 0 || year > 9999 || !civil_exists(year, month, day))
        return -EINVAL;
    *ret_day = civil_month_start(year, month) + day - 1;
    return 0;
}

struct civil_date civil_to_ymd(civil_day day)
{
    int64_t shifted = (int64_t)day + DAYS_TO_1970;
    int64_t era = floor_divide(shifted, DAYS_IN_400_YEARS);
    int64_t day_of_era = shifted - era * DAYS_IN_400_YEARS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (struct civil_date){
        .year = (int32_t)(era * 400 + year_of_era + (month <= 2)),
        .month = (int32_t)month,
        .day = (int32_t)(day_of_year - (153 * march_month + 2) / 5 + 1),
    };
}

civil_day civil_add_months(civil_day day, int32_t months)
{
    struct civil_date date = civil_to_ymd(day);
    civil_day start = civil_month_start(date.year, date.month + months);
    struct civil_date month = civil_to_ymd(start);
    int32_t length = civil_month_length(month.year, month.month);
    return start + (date.day < length ? date.day : length) - 1;
}

int32_t civil_weekday(civil_day day)
{
    /* 1970-01-01 was a Thursday. */
    int64_t since_monday = (int64_t)day + 3;
    return (int32_t)(since_monday - floor_divide(since_monday, 7) * 7);
}

civil_day civil_monday(civil_day day)
{
    return day - civil_weekday(day);
}

/* Whether `text` begins like `pattern`, where 0 stands for any digit. */
static bool looks_like(const char *text, const char *pattern)
{
    for (; *pattern; text++, pattern++)
        if (*pattern == '0' ? !ascii_is_digit(*text) : *text != *pattern)
            return false;
    return true;
}

static int32_t digits(const char *text, int count)
{
    int32_t number = 0;
    for (int i = 0; i < count; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

static void put_digits(char *out, int count, int32_t number)
{
    for (int i = count; i-- > 0; number /= 10)
        out[i] = (char)('0' + number % 10);
}

static int date_at(const char *text, civil_day *ret_day)
{
    int32_t year = digits(text, 4);
    if (year < CIVIL_YEAR_FIRST || year > CIVIL_YEAR_LAST)
        return -EINVAL;
    return civil_from_ymd(year, digits(text + 5, 2), digits(text + 8, 2), ret_day);
}

int civil_parse(const char *text, civil_day *ret_day)
{
    if (!looks_like(text, "0000-00-00") || text[10])
        return -EINVAL;
    return date_at(text, ret_day);
}

void civil_format(civil_day day, char out[static CIVIL_DATE_SIZE])
{
    struct civil_date date = civil_to_ymd(day);
    memcpy(out, "0000-00-00", CIVIL_DATE_SIZE);
    put_digits(out, 4, date.year);
    put_digits(out + 5, 2, date.month);
    put_digits(out + 8, 2, date.day);
}

struct civil_time civil_at_minute(civil_day day, int32_t minute)
{
    int32_t days = (int32_t)floor_divide(minute, CIVIL_DAY_MINUTES);
    return (struct civil_time){day + days, (minute - days * CIVIL_DAY_MINUTES) * 60};
}

int64_t civil_to_seconds(struct civil_time time)
{
    return (int64_t)time.day * CIVIL_DAY_SECONDS + time.second;
}

static int64_t nearest_seconds(int64_t seconds)
{
    if (seconds < SECONDS_FIRST)
        return SECONDS_FIRST;
    return seconds > SECONDS_LAST ? SECONDS_LAST : seconds;
}

struct civil_time civil_from_seconds(int64_t seconds)
{
    seconds = nearest_seconds(seconds);
    int64_t day = floor_divide(seconds, CIVIL_DAY_SECONDS);
    return (struct civil_time){(civil_day)day, (int32_t)(seconds - day * CIVIL_DAY_SECONDS)};
}

static void put_clock(char *out, int32_t minute)
{
    put_digits(out, 2, minute / 60);
    put_digits(out + 3, 2, minute % 60);
}

void civil_format_instant(int64_t utc, int32_t offset_seconds, char out[static CIVIL_INSTANT_SIZE])
{
    int32_t offset = offset_seconds / 60;
    struct civil_time time = civil_from_seconds(nearest_seconds(utc) + offset * 60);
    memcpy(out, "0000-00-00T00:00:00+00:00", CIVIL_INSTANT_SIZE);
    civil_format(time.day, out);
    out[10] = 'T';
    put_clock(out + 11, time.second / 60);
    put_digits(out + 17, 2, time.second % 60);
    out[19] = offset < 0 ? '-' : '+';
    put_clock(out + 20, offset < 0 ? -offset : offset);
}

static int offset_at(const char *text, int32_t *ret_offset_seconds)
{
    if (strcmp(text, "Z") == 0) {
        *ret_offset_seconds = 0;
        return 0;
    }
    if ((!looks_like(text, "+00:00") && !looks_like(text, "-00:00")) || text[6])
        return -EINVAL;
    int32_t hours = digits(text + 1, 2), minutes = digits(text + 4, 2);
    if (hours > 23 || minutes > 59)
        return -EINVAL;
    *ret_offset_seconds = (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return 0;
}

int civil_parse_instant(const char *text, int64_t *ret_utc, int32_t *ret_offset_seconds)
{
    civil_day day;
    int32_t offset;
    if (!looks_like(text, "0000-00-00T00:00:00") || date_at(text, &day) < 0 ||
        offset_at(text + 19, &offset) < 0)
        return -EINVAL;
    int32_t hour = digits(text + 11, 2), minute = digits(text + 14, 2);
    int32_t second = digits(text + 17, 2);
    if (hour > 23 || minute > 59 || second > 59)
        return -EINVAL;
    struct civil_time time = {day, (hour * 60 + minute) * 60 + second};
    *ret_utc = civil_to_seconds(time) - offset;
    *ret_offset_seconds = offset;
    return 0;
}
