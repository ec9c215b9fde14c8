#include "common/recur.h"

#include <errno.h>
#include <string.h>

#include "common/recur_hint.h"
#include "common/recur_speech.h"
#include "common/when.h"

enum { FIVE = 0x1f };

/* What was read so far. */
struct speech {
    struct scan scan;
    struct recur rule;
    struct recur_positions pending; /* said, but not yet of what: "1st and 3rd" */
    bool has_months;                /* "monthly", "of the month" */
    bool is_vague;                  /* a position that may be of anything: "last", "first" */
    const char *reason;             /* why it is refused, where that is certain */
    const char *guess;              /* why it is refused, unless a word tells more */
};

static bool take_positions(struct recur_positions *from, struct recur_positions *to)
{
    bool any = from->from_first || from->from_last;
    to->from_first |= from->from_first;
    to->from_last |= from->from_last;
    *from = (struct recur_positions){0};
    return any;
}

static bool has_positions(struct recur_positions positions)
{
    return positions.from_first || positions.from_last;
}

static bool read_week(struct speech *speech)
{
    speech->rule.frequency = RECUR_WEEKLY;
    return speech_weekdays(&speech->scan, &speech->rule.weekdays) &&
           speech_exception(&speech->scan, &speech->rule.weekdays);
}

/* --- Days of the month ------------------------------------------------------------------------ */

/* "15" where that is plain enough. */
static bool read_bare_day(struct scan *scan, int32_t *ret_number)
{
    if (!scan_number(scan, 2, ret_number) || *ret_number < 1 || *ret_number > 31)
        return false;
    /* "10 times" is an ending, not a day. */
    return !speech_is_next(*scan, "times") && !speech_is_next(*scan, "time");
}

/* "to last", as in "2nd to last"; also "second-to-last" */
static bool read_to_last(struct scan *scan)
{
    struct scan next = *scan;
    scan_mark(&next, "-");
    bool has_to = scan_word(&next, "to");
    scan_mark(&next, "-");
    bool is_read = has_to && scan_word(&next, "last");
    if (is_read)
        *scan = next;
    return is_read;
}

/* "last", "15th" or "2nd to last" */
static bool read_position(struct speech *speech)
{
    struct scan *scan = &speech->scan;
    int32_t number = 1;
    scan_word(scan, "the");
    bool is_last = scan_word(scan, "last");
    bool is_word = is_last || speech_ordinal_word(scan, &number);
    speech->is_vague |= is_word;
    if (!is_word && !speech_ordinal_number(scan, &number) &&
        !(speech->has_months && read_bare_day(scan, &number)))
        return false;
    if (!is_last && read_to_last(scan))
        is_last = speech->is_vague = true;
    struct recur_positions *pending = &speech->pending;
    uint32_t *bits = is_last ? &pending->from_last : &pending->from_first;
    *bits |= UINT32_C(1) << (number - 1);
    return true;
}

/* One position, and what it and those before it count, if that is said: "1st and 3rd sat". */
static bool read_place(struct speech *speech)
{
    struct recur_positions *pending = &speech->pending;
    int32_t weekday;
    if (!read_position(speech))
        return false;
    if (scan_word(&speech->scan, "day")) {
        speech->is_vague = true;
        return take_positions(pending, &speech->rule.month_days);
    }
    if (speech_either(&speech->scan, "weekday", "weekdays")) {
        speech->rule.weekdays = SPEECH_WORKING_DAYS;
        return take_positions(pending, &speech->rule.set_positions);
    }
    if (!speech_weekday_name(&speech->scan, &weekday))
        return true;
    return !((pending->from_first | pending->from_last) & ~(uint32_t)FIVE) &&
           take_positions(pending, &speech->rule.ordinals[weekday]);
}

/* "of the month", "in each month", "every other month", "monthly"; or nothing. What was said of
 * months before must hold. */
static bool read_months(struct speech *speech)
{
    struct scan next = speech->scan;
    int32_t interval = speech->rule.interval;
    bool has_of = speech_either(&next, "of", "in");
    bool is_said = speech_late_period(&next, RECUR_MONTHLY, &speech->rule);
    if (!is_said && has_of) {
        (void)speech_either(&next, "the", "a");
        is_said = scan_word(&next, "month");
    }
    if (!is_said)
        return true;
    bool agrees = !speech->has_months || speech->rule.interval == interval;
    speech->scan = next;
    speech->has_months = true;
    return agrees;
}

/* "1st sat", "1st and 15th of the month", "last weekday of the month". That months are meant must
 * be said somewhere, unless nothing else can be: "15th". */
static bool read_places(struct speech *speech)
{
    struct recur *rule = &speech->rule;
    rule->frequency = RECUR_MONTHLY;
    if (!read_place(speech))
        return false;
    for (;;) {
        struct speech next = *speech;
        if (!speech_separator(&next.scan) || !read_place(&next))
            break;
        *speech = next;
    }
    if (!read_months(speech))
        return false;
    take_positions(&speech->pending, &rule->month_days);
    bool has_ordinals = false;
    for (int i = 0; i < 7; i++)
        has_ordinals |= has_positions(rule->ordinals[i]);
    int kinds = has_ordinals + has_positions(rule->month_days) + has_positions(rule->set_positions);
    return kinds == 1 && (has_ordinals || speech->has_months ||
                          (!speech->is_vague && !has_positions(rule->set_positions)));
}

/* --- The whole -------------------------------------------------------------------------------- */

/* "daily except sun" */
static bool read_all_but(struct speech *speech)
{
    uint32_t weekdays = SPEECH_ALL_DAYS;
    if (!speech_exception(&speech->scan, &weekdays) || weekdays == SPEECH_ALL_DAYS)
        return false;
    speech->rule.frequency = RECUR_WEEKLY;
    speech->rule.weekdays = weekdays;
    return true;
}

/* What may follow a period: "on mon,thu", "on the 15th"; "daily" can be "except sun". */
static bool read_days_of_period(struct speech *speech)
{
    struct recur *rule = &speech->rule;
    if (rule->frequency == RECUR_DAILY && (rule->interval > 1 || read_all_but(speech)))
        return true;
    struct speech next = *speech;
    next.has_months = rule->frequency == RECUR_MONTHLY;
    scan_mark(&next.scan, ",");
    bool is_announced = speech_either(&next.scan, "on", "from");
    bool is_read = next.has_months ? read_places(&next) : read_week(&next);
    if (is_read || is_announced)
        *speech = next;
    return is_read || !is_announced;
}

/* Weekdays or days of the month, and how often behind them. */
static bool read_days(struct speech *speech)
{
    struct speech next = *speech;
    if (read_week(&next)) {
        *speech = next;
        (void)speech_late_period(&speech->scan, RECUR_WEEKLY, &speech->rule);
        return true;
    }
    return read_places(speech);
}

/* Whether "every" may count weeks as well as in the month: "every second sun". */
static bool has_two_meanings(const struct speech *speech)
{
    uint32_t seen = 0;
    if (speech->has_months)
        return false;
    for (int i = 0; i < 7; i++) {
        struct recur_positions ordinals = speech->rule.ordinals[i];
        if (ordinals.from_last || (seen && ordinals.from_first))
            return false;
        seen |= ordinals.from_first;
    }
    return seen > 1 && !(seen & (seen - 1));
}

/* "every other sun" */
static bool read_other(struct speech *speech)
{
    speech->rule.interval = 2;
    if (!read_week(speech))
        return false;
    if ((speech->rule.weekdays & SPEECH_WORKING_DAYS) != SPEECH_WORKING_DAYS)
        return true;
    speech->reason = "That may mean two things: say mon,wed,fri, or every 2 weeks on weekdays.";
    return false;
}

/* What follows "every". */
static bool read_every(struct speech *speech)
{
    struct scan next = speech->scan;
    struct speech in_month = *speech;
    int32_t number;
    if (read_places(&in_month) && in_month.has_months) { /* "every 2nd day of the month" */
        *speech = in_month;
        return true;
    }
    if (speech_period(&speech->scan, &speech->rule))
        return read_days_of_period(speech);
    if (speech_either(&speech->scan, "other", "alternate"))
        return read_other(speech);
    if (!speech_ordinal_number(&next, &number) && speech_number(&next, &number)) {
        speech->guess = "Days, weeks or months are counted, up to 1000: every 2 weeks on sun.";
        return false;
    }
    if (!read_days(speech))
        return false;
    if (has_two_meanings(speech))
        speech->reason = "That may mean two things: say every 2 weeks on sun, or 2nd sun of the "
                         "month.";
    return !speech->reason;
}

static bool read_body(struct speech *speech)
{
    struct scan *scan = &speech->scan;
    bool is_once = scan_word(scan, "once"); /* "once a week" */
    if (is_once && speech_either(scan, "a", "per"))
        return speech_period(scan, &speech->rule) && read_days_of_period(speech);
    if (speech_either(scan, "every", "each") || speech_is_next(*scan, "alternate"))
        return read_every(speech);
    if (speech_adverb(scan, &speech->rule))
        return read_days_of_period(speech);
    if (is_once)
        return false;
    (void)speech_either(scan, "on", "from");
    return read_days(speech);
}

/* "until DATE", "10 times", or nothing. */
static bool read_ending(struct speech *speech, civil_day today)
{
    struct scan *scan = &speech->scan;
    struct recur *rule = &speech->rule;
    if (scan_is_over(scan))
        return true;
    scan_mark(scan, ",");
    if (speech_either(scan, "until", "till"))
        return when_date(scan->at, today, &rule->until, &speech->reason) == 0;
    (void)scan_word(scan, "for");
    if (!speech_number(scan, &rule->count) || !speech_either(scan, "times", "time"))
        return false;
    if (speech_is_next(*scan, "until") || speech_is_next(*scan, "till"))
        speech->reason = "A rule ends by until 24 dec or by 10 times, not by both.";
    else if (rule->count < 1 || rule->count > RECUR_COUNT_MOST)
        speech->reason = "A rule ends after 1 to 10000 times.";
    return !speech->reason && scan_is_over(scan);
}

int recur_words(const char *text, civil_day today, struct recur *ret_rule, const char **ret_reason)
{
    if (strchr(text, '='))
        return recur_parse(text, ret_rule, ret_reason);
    struct speech speech = {
        .scan = scan_text(text),
        .rule = {.frequency = RECUR_DAILY, .interval = 1, .until = CIVIL_DAY_LAST},
        .guess = "A rule is like daily, mon,thu, weekdays, every 2 weeks on sun, 1st sat, last day "
                 "of the month or monthly on 15.",
    };
    if (!read_body(&speech) || !read_ending(&speech, today)) {
        if (!speech.reason)
            speech.reason = recur_hint(text);
        *ret_reason = speech.reason ? speech.reason : speech.guess;
        return -EINVAL;
    }
    *ret_rule = speech.rule;
    return 0;
}
