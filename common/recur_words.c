#include "common/recur.h"

#include <errno.h>
#include <string.h>

#include "common/scan.h"
#include "common/when.h"

enum { WORKING_DAYS = 0x1f, WEEKEND_DAYS = 0x60, FIVE = 0x1f };

static bool take_positions(struct recur_positions *from, struct recur_positions *to)
{
    bool any = from->from_first || from->from_last;
    to->from_first |= from->from_first;
    to->from_last |= from->from_last;
    *from = (struct recur_positions){0};
    return any;
}

/* "," or "and" or both. */
static bool read_separator(struct scan *scan)
{
    bool comma = scan_mark(scan, ",");
    return scan_word(scan, "and") || comma;
}

static bool read_weekday(struct scan *scan, uint32_t *weekdays)
{
    int32_t weekday;
    if (scan_word(scan, "weekday") || scan_word(scan, "weekdays"))
        *weekdays |= WORKING_DAYS;
    else if (scan_word(scan, "weekend") || scan_word(scan, "weekends"))
        *weekdays |= WEEKEND_DAYS;
    else if (scan_name(scan, when_weekdays, 7, &weekday))
        *weekdays |= UINT32_C(1) << weekday;
    else
        return false;
    return true;
}

/* "mon, thu and sat" */
static bool read_weekdays(struct scan *scan, struct recur *rule)
{
    rule->frequency = RECUR_WEEKLY;
    if (!read_weekday(scan, &rule->weekdays))
        return false;
    struct scan next = *scan;
    while (read_separator(&next) && read_weekday(&next, &rule->weekdays))
        *scan = next;
    return true;
}

static bool read_ordinal_word(struct scan *scan, int32_t *ret_number)
{
    static const char *const words[] = {"first", "second", "third", "fourth", "fifth"};
    for (int32_t i = 0; i < 5; i++) {
        if (scan_word(scan, words[i])) {
            *ret_number = i + 1;
            return true;
        }
    }
    return false;
}

/* "1st", "third"; also a bare "15" where that is plain enough. */
static bool read_ordinal(struct scan *scan, bool may_be_bare, int32_t *ret_number)
{
    if (read_ordinal_word(scan, ret_number))
        return true;
    if (!scan_number(scan, 2, ret_number) || *ret_number < 1 || *ret_number > 31)
        return false;
    if (scan_word(scan, "st") || scan_word(scan, "nd") || scan_word(scan, "rd") ||
        scan_word(scan, "th"))
        return true;
    struct scan next = *scan; /* "10 times" is an ending, not a day */
    return may_be_bare && !scan_word(&next, "times") && !scan_word(&next, "time");
}

/* "last", "15th" or "2nd to last" */
static bool read_position(struct scan *scan, bool may_be_bare, struct recur_positions *positions)
{
    int32_t number;
    scan_word(scan, "the");
    if (scan_word(scan, "last")) {
        positions->from_last |= 1;
        return true;
    }
    if (!read_ordinal(scan, may_be_bare, &number))
        return false;
    struct scan next = *scan;
    bool from_last = scan_word(&next, "to") && scan_word(&next, "last");
    if (from_last)
        *scan = next;
    uint32_t *bits = from_last ? &positions->from_last : &positions->from_first;
    *bits |= UINT32_C(1) << (number - 1);
    return true;
}

/* One position, and what it and those before it count, if that is said: "1st and 3rd sat". */
static bool read_place(struct scan *scan, bool may_be_bare, struct recur_positions *pending,
                       struct recur *rule)
{
    int32_t weekday;
    if (!read_position(scan, may_be_bare, pending))
        return false;
    if (scan_word(scan, "day"))
        return take_positions(pending, &rule->month_days);
    if (!scan_name(scan, when_weekdays, 7, &weekday))
        return true;
    return !((pending->from_first | pending->from_last) & ~(uint32_t)FIVE) &&
           take_positions(pending, &rule->ordinals[weekday]);
}

static bool read_of_the_month(struct scan *scan)
{
    struct scan next = *scan;
    if (!scan_word(&next, "of"))
        return false;
    if (!scan_word(&next, "the") && !scan_word(&next, "each"))
        scan_word(&next, "every");
    if (!scan_word(&next, "month"))
        return false;
    *scan = next;
    return true;
}

/* "1st sat", "1st and 15th of the month". That months are meant must be said somewhere:
 * `is_monthly` when it was said before. */
static bool read_places(struct scan *scan, bool is_monthly, struct recur *rule)
{
    struct recur_positions pending = {0};
    rule->frequency = RECUR_MONTHLY;
    if (!read_place(scan, is_monthly, &pending, rule))
        return false;
    struct scan next = *scan;
    while (read_separator(&next) && read_place(&next, is_monthly, &pending, rule))
        *scan = next;
    bool is_said = read_of_the_month(scan) || is_monthly;
    if (pending.from_last)
        return false; /* "the last" of what? */
    take_positions(&pending, &rule->month_days);
    bool has_month_days = rule->month_days.from_first || rule->month_days.from_last;
    bool has_ordinals = false;
    for (int i = 0; i < 7; i++)
        has_ordinals |= rule->ordinals[i].from_first || rule->ordinals[i].from_last;
    return has_month_days ? is_said && !has_ordinals : has_ordinals;
}

static bool read_weekly(struct scan *scan, struct recur *rule)
{
    rule->frequency = RECUR_WEEKLY;
    return !scan_word(scan, "on") || read_weekdays(scan, rule);
}

static bool read_monthly(struct scan *scan, struct recur *rule)
{
    rule->frequency = RECUR_MONTHLY;
    return !scan_word(scan, "on") || read_places(scan, true, rule);
}

/* What follows "every". */
static bool read_every(struct scan *scan, struct recur *rule)
{
    struct scan start = *scan;
    bool is_other = scan_word(scan, "other");
    bool is_counted = !is_other && scan_number(scan, 4, &rule->interval);
    if (is_other)
        rule->interval = 2;
    if (rule->interval < 1 || rule->interval > RECUR_INTERVAL_MOST)
        return false;
    if (scan_word(scan, "day") || scan_word(scan, "days"))
        return true;
    if (scan_word(scan, "week") || scan_word(scan, "weeks"))
        return read_weekly(scan, rule);
    if (scan_word(scan, "month") || scan_word(scan, "months"))
        return read_monthly(scan, rule);
    if (!is_counted && read_weekdays(scan, rule))
        return true;
    *scan = start;
    rule->interval = 1;
    return read_places(scan, false, rule);
}

static bool read_body(struct scan *scan, struct recur *rule)
{
    if (scan_word(scan, "daily"))
        return true;
    if (scan_word(scan, "weekly"))
        return read_weekly(scan, rule);
    if (scan_word(scan, "monthly"))
        return read_monthly(scan, rule);
    if (scan_word(scan, "every"))
        return read_every(scan, rule);
    return read_weekdays(scan, rule) || read_places(scan, false, rule);
}

/* "until DATE", "10 times", or nothing. False leaves a reason where there is a special one. */
static bool read_ending(struct scan *scan, civil_day today, struct recur *rule, const char **reason)
{
    if (scan_is_over(scan))
        return true;
    scan_mark(scan, ",");
    if (scan_word(scan, "until"))
        return when_date(scan->at, today, &rule->until, reason) == 0;
    return scan_number(scan, 5, &rule->count) && rule->count >= 1 &&
           rule->count <= RECUR_COUNT_MOST &&
           (scan_word(scan, "times") || scan_word(scan, "time")) && scan_is_over(scan);
}

int recur_words(const char *text, civil_day today, struct recur *ret_rule, const char **ret_reason)
{
    if (strchr(text, '='))
        return recur_parse(text, ret_rule, ret_reason);
    struct recur rule = {.frequency = RECUR_DAILY, .interval = 1, .until = CIVIL_DAY_LAST};
    struct scan scan = scan_text(text);
    const char *reason = "A rule is like daily, mon,thu, weekdays, every 2 weeks on sun, "
                         "1st sat, last day of the month or monthly on 15.";
    if (!read_body(&scan, &rule) || !read_ending(&scan, today, &rule, &reason)) {
        *ret_reason = reason;
        return -EINVAL;
    }
    *ret_rule = rule;
    return 0;
}
