#include "common/recur_speech.h"

#include "common/when.h"

bool speech_either(struct scan *scan, const char *one, const char *other)
{
    return scan_word(scan, one) || scan_word(scan, other);
}

bool speech_is_next(struct scan scan, const char *word)
{
    return scan_word(&scan, word);
}

bool speech_separator(struct scan *scan)
{
    bool comma = scan_mark(scan, ",");
    return scan_word(scan, "and") || scan_mark(scan, "&") || scan_mark(scan, "/") || comma;
}

/* --- Numbers ---------------------------------------------------------------------------------- */

bool speech_number(struct scan *scan, int32_t *ret_number)
{
    static const char *const words[] = {"one",   "two",   "three", "four", "five",   "six",
                                        "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
    for (int32_t i = 0; i < 12; i++) {
        if (scan_word(scan, words[i])) {
            *ret_number = i + 1;
            return true;
        }
    }
    return scan_number(scan, 5, ret_number);
}

bool speech_ordinal_word(struct scan *scan, int32_t *ret_number)
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

bool speech_ordinal_number(struct scan *scan, int32_t *ret_number)
{
    struct scan next = *scan;
    bool is_read = scan_number(&next, 2, ret_number) && *ret_number >= 1 && *ret_number <= 31 &&
                   (speech_either(&next, "st", "nd") || speech_either(&next, "rd", "th"));
    if (is_read)
        *scan = next;
    return is_read;
}

/* --- Periods ---------------------------------------------------------------------------------- */

static const struct period {
    const char *one;
    const char *many;
    const char *adverb;
    enum recur_frequency frequency;
    int32_t interval;
} periods[] = {
    {"day", "days", "daily", RECUR_DAILY, 1},
    {"week", "weeks", "weekly", RECUR_WEEKLY, 1},
    {"fortnight", "fortnights", "fortnightly", RECUR_WEEKLY, 2},
    {"month", "months", "monthly", RECUR_MONTHLY, 1},
};

bool speech_adverb(struct scan *scan, struct recur *rule)
{
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        if (scan_word(scan, periods[i].adverb)) {
            rule->frequency = periods[i].frequency;
            rule->interval = periods[i].interval;
            return true;
        }
    }
    if (!scan_word(scan, "everyday"))
        return false;
    rule->frequency = RECUR_DAILY;
    return true;
}

bool speech_period(struct scan *scan, struct recur *rule)
{
    struct scan next = *scan;
    int32_t number = 1;
    bool is_ordinal = false;
    if (speech_either(&next, "other", "alternate"))
        number = 2;
    else if (speech_ordinal_word(&next, &number) || speech_ordinal_number(&next, &number))
        is_ordinal = true;
    else
        (void)speech_number(&next, &number);
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        if (!speech_either(&next, periods[i].one, periods[i].many))
            continue;
        /* "Every first day" counts something else. */
        if (number < (is_ordinal ? 2 : 1) || number > RECUR_INTERVAL_MOST / periods[i].interval)
            return false;
        *scan = next;
        rule->frequency = periods[i].frequency;
        rule->interval = number * periods[i].interval;
        return true;
    }
    return false;
}

bool speech_late_period(struct scan *scan, enum recur_frequency frequency, struct recur *rule)
{
    struct scan next = *scan;
    struct recur said = *rule;
    scan_mark(&next, ",");
    bool is_said = speech_either(&next, "every", "each") ? speech_period(&next, &said)
                                                         : speech_adverb(&next, &said);
    if (!is_said || said.frequency != frequency)
        return false;
    *scan = next;
    rule->interval = said.interval;
    return true;
}

/* --- Weekdays --------------------------------------------------------------------------------- */

bool speech_weekday_name(struct scan *scan, int32_t *ret_weekday)
{
    static const char *const plurals[] = {"Mondays", "Tuesdays",  "Wednesdays", "Thursdays",
                                          "Fridays", "Saturdays", "Sundays"};
    if (scan_word(scan, "weds")) {
        *ret_weekday = 2;
        return true;
    }
    return scan_name(scan, when_weekdays, 7, ret_weekday) ||
           scan_name(scan, plurals, 7, ret_weekday);
}

static bool read_range_mark(struct scan *scan)
{
    return scan_mark(scan, "-") || scan_mark(scan, "..") || scan_mark(scan, "\u2013") ||
           speech_either(scan, "through", "thru") || scan_word(scan, "to");
}

/* "weekdays", "mon" or "mon-fri"; a range may pass Sunday. */
static bool read_weekday(struct scan *scan, uint32_t *weekdays)
{
    int32_t weekday, last;
    if (speech_either(scan, "weekday", "weekdays")) {
        *weekdays |= SPEECH_WORKING_DAYS;
        return true;
    }
    if (speech_either(scan, "weekend", "weekends")) {
        *weekdays |= SPEECH_WEEKEND_DAYS;
        return true;
    }
    if (!speech_weekday_name(scan, &weekday))
        return false;
    struct scan next = *scan;
    if (read_range_mark(&next) && speech_weekday_name(&next, &last))
        *scan = next;
    else
        last = weekday;
    for (; weekday != last; weekday = (weekday + 1) % 7)
        *weekdays |= UINT32_C(1) << weekday;
    *weekdays |= UINT32_C(1) << last;
    return true;
}

bool speech_weekdays(struct scan *scan, uint32_t *weekdays)
{
    if (!read_weekday(scan, weekdays))
        return false;
    struct scan next = *scan;
    for (;;) {
        if (speech_separator(&next) && !speech_either(&next, "every", "each"))
            (void)scan_word(&next, "on");
        if (!read_weekday(&next, weekdays))
            return true;
        *scan = next;
    }
}

bool speech_exception(struct scan *scan, uint32_t *weekdays)
{
    struct scan next = *scan;
    uint32_t excepted = 0;
    scan_mark(&next, ",");
    if (!speech_either(&next, "except", "but"))
        return true;
    (void)speech_either(&next, "not", "for");
    (void)scan_word(&next, "on");
    if (!speech_weekdays(&next, &excepted) || !(*weekdays & ~excepted))
        return false;
    *scan = next;
    *weekdays &= ~excepted;
    return true;
}
