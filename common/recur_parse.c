#include "common/recur.h"

#include <errno.h>
#include <string.h>

#include "common/scan.h"

static const char *const FREQUENCIES[] = {"DAILY", "WEEKLY", "MONTHLY"};
static const char *const WEEKDAYS[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

static bool read_choice(struct scan *scan, const char *const *choices, int32_t count,
                        int32_t *ret_index)
{
    for (int32_t i = 0; i < count; i++) {
        if (scan_word(scan, choices[i])) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

static bool read_bounded(struct scan *scan, int32_t least, int32_t most, int32_t *ret_number)
{
    return scan_number(scan, 9, ret_number) && *ret_number >= least && *ret_number <= most;
}

/* "3" or "-3" into the positions from the first or from the last. */
static bool read_position(struct scan *scan, int32_t most, struct recur_positions *positions)
{
    bool from_last = scan_mark(scan, "-");
    if (!from_last)
        scan_mark(scan, "+");
    int32_t number;
    if (!read_bounded(scan, 1, most, &number))
        return false;
    uint32_t *bits = from_last ? &positions->from_last : &positions->from_first;
    *bits |= UINT32_C(1) << (number - 1);
    return true;
}

static bool read_positions(struct scan *scan, struct recur_positions *positions)
{
    do
        if (!read_position(scan, 31, positions))
            return false;
    while (scan_mark(scan, ","));
    return true;
}

static bool read_frequency(struct scan *scan, struct recur *rule)
{
    int32_t index;
    if (!read_choice(scan, FREQUENCIES, 3, &index))
        return false;
    rule->frequency = (enum recur_frequency)index;
    return true;
}

static bool read_interval(struct scan *scan, struct recur *rule)
{
    return read_bounded(scan, 1, RECUR_INTERVAL_MOST, &rule->interval);
}

static bool read_count(struct scan *scan, struct recur *rule)
{
    return read_bounded(scan, 1, RECUR_COUNT_MOST, &rule->count);
}

static bool read_until(struct scan *scan, struct recur *rule)
{
    int32_t date;
    return read_bounded(scan, CIVIL_YEAR_FIRST * 10000, CIVIL_YEAR_LAST * 10000 + 1231, &date) &&
           civil_from_ymd(date / 10000, date / 100 % 100, date % 100, &rule->until) == 0 &&
           !scan_mark(scan, "T") && !scan_mark(scan, "t"); /* a time of day has no place here */
}

static bool read_by_day(struct scan *scan, struct recur *rule)
{
    do {
        struct recur_positions ordinals = {0};
        int32_t weekday;
        bool is_plain = read_choice(scan, WEEKDAYS, 7, &weekday);
        if (!is_plain &&
            (!read_position(scan, 5, &ordinals) || !read_choice(scan, WEEKDAYS, 7, &weekday)))
            return false;
        if (is_plain)
            rule->weekdays |= UINT32_C(1) << weekday;
        rule->ordinals[weekday].from_first |= ordinals.from_first;
        rule->ordinals[weekday].from_last |= ordinals.from_last;
    } while (scan_mark(scan, ","));
    return true;
}

static bool read_by_month_day(struct scan *scan, struct recur *rule)
{
    return read_positions(scan, &rule->month_days);
}

static bool read_by_set_position(struct scan *scan, struct recur *rule)
{
    return read_positions(scan, &rule->set_positions);
}

static bool read_week_start(struct scan *scan, struct recur *rule)
{
    return read_choice(scan, WEEKDAYS, 7, &rule->week_start);
}

enum { PART_FREQ, PART_COUNT = 2, PART_UNTIL, PARTS = 8 };

static const struct part {
    const char *name;
    bool (*read)(struct scan *scan, struct recur *rule);
    const char *reason;
} parts[PARTS] = {
    {"FREQ", read_frequency, "FREQ is DAILY, WEEKLY or MONTHLY."},
    {"INTERVAL", read_interval, "INTERVAL is a number from 1 to 1000."},
    {"COUNT", read_count, "COUNT is a number from 1 to 10000."},
    {"UNTIL", read_until, "UNTIL is a date like 20261127, with a year from 1900 to 2200."},
    {"BYDAY", read_by_day, "BYDAY is weekdays like MO,TH or, in a monthly rule, 1SA or -1FR."},
    {"BYMONTHDAY", read_by_month_day, "BYMONTHDAY is days from 1 to 31 or from -1 to -31."},
    {"BYSETPOS", read_by_set_position, "BYSETPOS is positions from 1 to 31 or from -1 to -31."},
    {"WKST", read_week_start, "WKST is one weekday like MO."},
};

static bool has_positions(struct recur_positions positions)
{
    return positions.from_first || positions.from_last;
}

/* What the parts do not allow of each other (RFC 5545, 3.3.10); NULL when all is well. */
static const char *find_contradiction(const struct recur *rule, uint32_t seen)
{
    bool has_ordinals = false;
    for (int i = 0; i < 7; i++)
        has_ordinals |= has_positions(rule->ordinals[i]);
    bool has_month_days = has_positions(rule->month_days);
    if (!(seen >> PART_FREQ & 1))
        return "A rule needs FREQ=DAILY, FREQ=WEEKLY or FREQ=MONTHLY.";
    if ((seen >> PART_COUNT & 1) && (seen >> PART_UNTIL & 1))
        return "A rule ends by COUNT or by UNTIL, not by both.";
    if (has_ordinals && rule->frequency != RECUR_MONTHLY)
        return "Only a monthly rule can have numbers in BYDAY.";
    if (has_month_days && rule->frequency == RECUR_WEEKLY)
        return "A weekly rule cannot have BYMONTHDAY.";
    if (has_positions(rule->set_positions) && !rule->weekdays && !has_ordinals && !has_month_days)
        return "BYSETPOS needs BYDAY or BYMONTHDAY beside it.";
    return NULL;
}

/* Reads one part; NULL, or why it could not be read. */
static const char *read_part(struct scan *scan, struct recur *rule, uint32_t *seen)
{
    for (size_t i = 0; i < PARTS; i++) {
        if (!scan_word(scan, parts[i].name))
            continue;
        if (*seen >> i & 1)
            return "A rule has each of its parts only once.";
        *seen |= UINT32_C(1) << i;
        return scan_mark(scan, "=") && parts[i].read(scan, rule) ? NULL : parts[i].reason;
    }
    return "A rule is made of FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYSETPOS, COUNT or UNTIL, and "
           "WKST, like FREQ=WEEKLY;BYDAY=MO,TH.";
}

int recur_parse(const char *text, struct recur *ret_rule, const char **ret_reason)
{
    struct recur rule = {.interval = 1, .until = CIVIL_DAY_LAST};
    struct scan scan = scan_text(text);
    uint32_t seen = 0;
    const char *reason = NULL;
    if (strpbrk(text, " \t"))
        reason = "A rule has no blanks in it.";
    while (!reason) {
        reason = read_part(&scan, &rule, &seen);
        if (reason || !scan_mark(&scan, ";"))
            break;
    }
    if (!reason && !scan_is_over(&scan))
        reason = "The parts of a rule are separated by semicolons, like FREQ=WEEKLY;BYDAY=MO,TH.";
    if (!reason)
        reason = find_contradiction(&rule, seen);
    if (reason) {
        *ret_reason = reason;
        return -EINVAL;
    }
    *ret_rule = rule;
    return 0;
}
