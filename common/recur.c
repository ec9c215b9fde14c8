#include "common/recur.h"

#include <assert.h>
#include <string.h>

/* The lowest `count` bits; count is at most 31, a month. */
static uint32_t low_bits(int32_t count)
{
    return (UINT32_C(1) << count) - 1;
}

static bool is_empty(struct recur_positions positions)
{
    return !positions.from_first && !positions.from_last;
}

static bool holds(struct recur_positions positions, int32_t from_first, int32_t from_last)
{
    return positions.from_first >> from_first & 1 || positions.from_last >> from_last & 1;
}

/* Those of `bits` that stand at the positions. */
static uint32_t pick(uint32_t bits, struct recur_positions positions)
{
    uint32_t picked = 0;
    int32_t last = __builtin_popcount(bits) - 1;
    for (int32_t n = 0; bits; n++, bits &= bits - 1)
        if (holds(positions, n, last - n))
            picked |= bits & (0 - bits);
    return picked;
}

/* The days of a month that BYDAY names. */
static uint32_t month_weekday_bits(const struct recur *rule, int32_t first_weekday, int32_t length)
{
    uint32_t bits = 0;
    for (int32_t weekday = 0; weekday < 7; weekday++) {
        uint32_t same = (UINT32_C(0x10204081) << (weekday - first_weekday + 7) % 7);
        same &= low_bits(length);
        bits |= rule->weekdays >> weekday & 1 ? same : pick(same, rule->ordinals[weekday]);
    }
    return bits;
}

static bool has_weekdays(const struct recur *rule)
{
    if (rule->weekdays)
        return true;
    for (int weekday = 0; weekday < 7; weekday++)
        if (!is_empty(rule->ordinals[weekday]))
            return true;
    return false;
}

static uint32_t month_bits(const struct recur_walk *walk)
{
    const struct recur *rule = walk->rule;
    struct civil_date month = civil_to_ymd(walk->first);
    int32_t length = civil_month_length(month.year, month.month);
    uint32_t bits = low_bits(length);
    bool by_weekday = has_weekdays(rule);
    if (by_weekday)
        bits &= month_weekday_bits(rule, civil_weekday(walk->first), length);
    if (!is_empty(rule->month_days))
        bits &= pick(low_bits(length), rule->month_days);
    else if (!by_weekday)
        bits &= UINT32_C(1) << (civil_to_ymd(walk->start).day - 1);
    return bits;
}

static uint32_t week_bits(const struct recur_walk *walk)
{
    uint32_t weekdays = walk->rule->weekdays;
    if (!weekdays)
        weekdays = UINT32_C(1) << civil_weekday(walk->start);
    /* From bits counted from Monday to bits counted from the week's first day. */
    int32_t shift = walk->rule->week_start;
    return (weekdays >> shift | weekdays << (7 - shift)) & low_bits(7);
}

static uint32_t day_bits(const struct recur_walk *walk)
{
    const struct recur *rule = walk->rule;
    if (rule->weekdays && !(rule->weekdays >> civil_weekday(walk->first) & 1))
        return 0;
    if (is_empty(rule->month_days))
        return 1;
    struct civil_date date = civil_to_ymd(walk->first);
    int32_t length = civil_month_length(date.year, date.month);
    return holds(rule->month_days, date.day - 1, length - date.day);
}

/* All days of the walk's period, those before the start included: BYSETPOS counts them too. */
static uint32_t period_bits(const struct recur_walk *walk)
{
    uint32_t bits = 0;
    switch (walk->rule->frequency) {
    case RECUR_DAILY:
        bits = day_bits(walk);
        break;
    case RECUR_WEEKLY:
        bits = week_bits(walk);
        break;
    case RECUR_MONTHLY:
        bits = month_bits(walk);
        break;
    }
    return is_empty(walk->rule->set_positions) ? bits : pick(bits, walk->rule->set_positions);
}

static civil_day week_of(civil_day day, int32_t week_start)
{
    return day - (civil_weekday(day) - week_start + 7) % 7;
}

static civil_day first_of_period(const struct recur_walk *walk)
{
    int32_t steps = walk->period * walk->rule->interval;
    struct civil_date start;
    switch (walk->rule->frequency) {
    case RECUR_WEEKLY:
        return week_of(walk->start, walk->rule->week_start) + steps * 7;
    case RECUR_MONTHLY:
        start = civil_to_ymd(walk->start);
        return civil_month_start(start.year, start.month + steps);
    case RECUR_DAILY:
        break;
    }
    return walk->start + steps;
}

static void enter_period(struct recur_walk *walk, int32_t period)
{
    walk->period = period;
    walk->first = first_of_period(walk);
    walk->days = period_bits(walk);
    if (walk->first < walk->start)
        walk->days &= ~low_bits(walk->start - walk->first);
}

void recur_begin(struct recur_walk *walk, const struct recur *rule, civil_day start,
                 civil_day horizon)
{
    assert(rule->interval >= 1);
    *walk = (struct recur_walk){.rule = rule, .start = start};
    if (start < CIVIL_DAY_FIRST || start > CIVIL_DAY_LAST)
        return;
    walk->remaining = rule->count ? rule->count : INT32_MAX;
    walk->horizon = horizon < rule->until ? horizon : rule->until;
    enter_period(walk, 0);
}

int recur_step(struct recur_walk *walk, civil_day *ret_day)
{
    if (walk->remaining == 0)
        return RECUR_OVER;
    while (!walk->days && walk->first <= walk->horizon)
        enter_period(walk, walk->period + 1);
    civil_day day = walk->first + (walk->days ? __builtin_ctz(walk->days) : 0);
    if (day > walk->horizon)
        return RECUR_OVER;
    walk->days &= walk->days - 1;
    walk->remaining--;
    *ret_day = day;
    return 0;
}

static int32_t periods_between(const struct recur *rule, civil_day from, civil_day to)
{
    struct civil_date first, last;
    switch (rule->frequency) {
    case RECUR_WEEKLY:
        return (to - from) / 7 / rule->interval;
    case RECUR_MONTHLY:
        first = civil_to_ymd(from);
        last = civil_to_ymd(to);
        return ((last.year - first.year) * 12 + last.month - first.month) / rule->interval;
    case RECUR_DAILY:
        break;
    }
    return (to - from) / rule->interval;
}

/* Brings a walk that has just begun near the days later than `after`. */
static void leap(struct recur_walk *walk, civil_day after)
{
    /* COUNT has to see every day; without it nothing depends on the days before. */
    if (walk->rule->count || walk->remaining == 0)
        return;
    if (after >= walk->horizon)
        walk->remaining = 0;
    else if (after > walk->first)
        enter_period(walk, periods_between(walk->rule, walk->first, after));
}

static bool is_among(civil_day day, const civil_day *days, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (days[i] == day)
            return true;
    return false;
}

static bool is_skipped(const struct recur_exceptions *exceptions, civil_day day)
{
    return is_among(day, exceptions->skipped, exceptions->skipped_count);
}

static bool stays(const struct recur_exceptions *exceptions, civil_day day)
{
    for (size_t i = 0; i < exceptions->moved_count; i++)
        if (exceptions->moved[i].from == day)
            return false;
    return !is_skipped(exceptions, day);
}

static bool comes_round(const struct recur *rule, civil_day start,
                        const struct recur_exceptions *exceptions, civil_day day)
{
    if (is_skipped(exceptions, day))
        return false;
    if (is_among(day, exceptions->extra, exceptions->extra_count))
        return true;
    if (day < start)
        return false;
    struct recur_walk walk;
    civil_day reached = start;
    recur_begin(&walk, rule, start, day);
    leap(&walk, day - 1);
    int r;
    do
        r = recur_step(&walk, &reached);
    while (r == 0 && reached < day);
    return r == 0;
}

static int next_staying(const struct recur *rule, civil_day start,
                        const struct recur_exceptions *exceptions, civil_day after,
                        civil_day horizon, civil_day *ret_day)
{
    struct recur_walk walk;
    civil_day day = after;
    recur_begin(&walk, rule, start, horizon);
    leap(&walk, after);
    int r;
    do
        r = recur_step(&walk, &day);
    while (r == 0 && (day <= after || !stays(exceptions, day)));
    if (r == 0)
        *ret_day = day;
    return r;
}

static const struct recur_exceptions no_exceptions = {0};

int recur_next(const struct recur *rule, civil_day start, const struct recur_exceptions *exceptions,
               civil_day after, civil_day horizon, civil_day *ret_day)
{
    if (!exceptions)
        exceptions = &no_exceptions;
    civil_day best = horizon;
    int outcome = next_staying(rule, start, exceptions, after, horizon, &best);
    for (size_t i = 0; i < exceptions->extra_count; i++) {
        civil_day day = exceptions->extra[i];
        if (day > after && day <= best && stays(exceptions, day)) {
            best = day;
            outcome = 0;
        }
    }
    for (size_t i = 0; i < exceptions->moved_count; i++) {
        const struct recur_move *move = &exceptions->moved[i];
        if (move->to > after && move->to <= best &&
            comes_round(rule, start, exceptions, move->from)) {
            best = move->to;
            outcome = 0;
        }
    }
    if (outcome == 0)
        *ret_day = best;
    return outcome;
}

/* The same rule with UNTIL for COUNT, so that further walks can leap. Exact up to `horizon`; what
 * never comes round has an UNTIL before its start. */
static struct recur without_count(const struct recur *rule, civil_day start, civil_day horizon)
{
    struct recur bounded = *rule;
    struct recur_walk walk;
    if (rule->count == 0 || start < CIVIL_DAY_FIRST)
        return bounded;
    bounded.count = 0;
    bounded.until = start - 1;
    recur_begin(&walk, rule, start, horizon);
    while (recur_step(&walk, &bounded.until) == 0)
        continue;
    return bounded;
}

/* Puts a day among those in order, unless it is there; the last one gives way. */
static void put_day(civil_day day, civil_day days[], size_t most, size_t *count)
{
    size_t at = *count;
    while (at > 0 && days[at - 1] >= day)
        at--;
    if (at == most || (at < *count && days[at] == day))
        return;
    *count += *count < most;
    memmove(days + at + 1, days + at, (*count - at - 1) * sizeof *days);
    days[at] = day;
}

size_t recur_between(const struct recur *rule, civil_day start,
                     const struct recur_exceptions *exceptions, civil_day from, civil_day until,
                     civil_day days[], size_t most)
{
    if (!exceptions)
        exceptions = &no_exceptions;
    civil_day horizon = until;
    for (size_t i = 0; i < exceptions->moved_count; i++)
        if (exceptions->moved[i].from > horizon)
            horizon = exceptions->moved[i].from;
    const struct recur bounded = without_count(rule, start, horizon);
    struct recur_walk walk;
    civil_day day = from;
    size_t count = 0;
    recur_begin(&walk, &bounded, start, until);
    leap(&walk, from > CIVIL_DAY_FIRST ? from - 1 : from);
    while (count < most && recur_step(&walk, &day) == 0)
        if (day >= from && stays(exceptions, day))
            days[count++] = day;
    for (size_t i = 0; i < exceptions->extra_count; i++) {
        day = exceptions->extra[i];
        if (day >= from && day <= until && stays(exceptions, day))
            put_day(day, days, most, &count);
    }
    for (size_t i = 0; i < exceptions->moved_count; i++) {
        const struct recur_move *move = &exceptions->moved[i];
        if (move->to >= from && move->to <= until &&
            comes_round(&bounded, start, exceptions, move->from))
            put_day(move->to, days, most, &count);
    }
    return count;
}
