#include "common/zone_rule.h"

#include <errno.h>
#include <stddef.h>

#include "common/ascii.h"
#include "common/civil.h"

static bool take(const char **at, char wanted)
{
    if (**at != wanted)
        return false;
    (*at)++;
    return true;
}

static bool take_number(const char **at, int32_t least, int32_t most, int32_t *ret_number)
{
    int32_t number = 0;
    const char *start = *at;
    for (; ascii_is_digit(**at) && *at - start < 3; (*at)++)
        number = number * 10 + (**at - '0');
    if (*at == start || ascii_is_digit(**at) || number < least || number > most)
        return false;
    *ret_number = number;
    return true;
}

/* "EST", or anything of letters, digits and signs in angle brackets; three at least. */
static bool take_name(const char **at)
{
    bool quoted = take(at, '<');
    const char *start = *at;
    while (ascii_is_letter(**at) ||
           (quoted && (ascii_is_digit(**at) || **at == '+' || **at == '-')))
        (*at)++;
    return *at - start >= 3 && (!quoted || take(at, '>'));
}

/* [+-]hh[:mm[:ss]] as seconds. */
static bool take_time(const char **at, int32_t hours_most, int32_t *ret_seconds)
{
    int32_t hours, minutes = 0, seconds = 0;
    int32_t sign = take(at, '-') ? -1 : 1;
    if (sign > 0)
        take(at, '+');
    if (!take_number(at, 0, hours_most, &hours))
        return false;
    if (take(at, ':')) {
        if (!take_number(at, 0, 59, &minutes))
            return false;
        if (take(at, ':') && !take_number(at, 0, 59, &seconds))
            return false;
    }
    *ret_seconds = sign * ((hours * 60 + minutes) * 60 + seconds);
    return true;
}

static bool take_day(const char **at, struct zone_change *change)
{
    if (take(at, 'M')) {
        change->form = ZONE_DAY_MONTH;
        return take_number(at, 1, 12, &change->month) && take(at, '.') &&
               take_number(at, 1, 5, &change->week) && take(at, '.') &&
               take_number(at, 0, 6, &change->day);
    }
    if (take(at, 'J')) {
        change->form = ZONE_DAY_LEAPLESS;
        return take_number(at, 1, 365, &change->day);
    }
    change->form = ZONE_DAY_OF_YEAR;
    return take_number(at, 0, 365, &change->day);
}

static bool take_change(const char **at, struct zone_change *change)
{
    change->second = 2 * 3600;
    return take(at, ',') && take_day(at, change) &&
           (!take(at, '/') || take_time(at, 167, &change->second));
}

int zone_rule_parse(const char *text, struct zone_rule *ret_rule)
{
    struct zone_rule rule = {0};
    const char *at = text;
    int32_t west;
    if (!take_name(&at) || !take_time(&at, 24, &west))
        return -EINVAL;
    rule.standard = -west;
    if (*at) {
        rule.has_daylight = true;
        rule.daylight = rule.standard + 3600;
        if (!take_name(&at))
            return -EINVAL;
        if (*at != ',') {
            if (!take_time(&at, 24, &west))
                return -EINVAL;
            rule.daylight = -west;
        }
        if (!take_change(&at, &rule.begin) || !take_change(&at, &rule.finish) || *at)
            return -EINVAL;
    }
    *ret_rule = rule;
    return 0;
}

static civil_day day_of_month_change(const struct zone_change *change, int32_t year)
{
    civil_day first = civil_month_start(year, change->month);
    int32_t weekday = (civil_weekday(first) + 1) % 7; /* Sunday = 0, as in the rule */
    int32_t offset = (change->day - weekday + 7) % 7 + (change->week - 1) * 7;
    if (offset >= civil_month_length(year, change->month))
        offset -= 7;
    return first + offset;
}

/* A yearly change in seconds on the clock that is set by it. */
static int64_t change_in_year(const struct zone_change *change, int32_t year)
{
    civil_day day = civil_month_start(year, 1);
    switch (change->form) {
    case ZONE_DAY_MONTH:
        day = day_of_month_change(change, year);
        break;
    case ZONE_DAY_LEAPLESS:
        day += change->day - 1;
        if (change->day > 59 && civil_month_length(year, 2) == 29)
            day++;
        break;
    case ZONE_DAY_OF_YEAR:
        day += change->day;
        break;
    }
    return (int64_t)day * CIVIL_DAY_SECONDS + change->second;
}

static void consider(struct zone_period *period, int64_t utc, int64_t change, int32_t offset)
{
    if (change > utc) {
        if (change < period->end)
            period->end = change;
    } else if (change >= period->start) {
        period->start = change;
        period->offset = offset;
    }
}

struct zone_period zone_rule_period(const struct zone_rule *rule, int64_t utc)
{
    struct zone_period period = {INT64_MIN, INT64_MAX, rule->standard};
    if (!rule->has_daylight)
        return period;
    int32_t year = civil_to_ymd(civil_from_seconds(utc).day).year;
    /* A change may stand up to a week and a day outside its own year. Where one year's
     * finish is the next one's beginning, daylight saving never ends (RFC 9636, 3.3):
     * beginnings are looked at last, and the later look wins. */
    for (int32_t y = year - 2; y <= year + 2; y++)
        consider(&period, utc, change_in_year(&rule->finish, y) - rule->daylight, rule->standard);
    for (int32_t y = year - 2; y <= year + 2; y++)
        consider(&period, utc, change_in_year(&rule->begin, y) - rule->standard, rule->daylight);
    return period;
}
