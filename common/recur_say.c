#include "common/recur.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/when.h"

enum { ALL_DAYS = 0x7f, WORKING_DAYS = 0x1f, WEEKEND_DAYS = 0x60 };

/* A text being written; RECUR_TEXT_SIZE has room for the longest of all rules. */
struct text {
    char *at;
    char *end;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text->at, (size_t)(text->end - text->at), format, args);
    va_end(args);
    assert(length >= 0 && length < text->end - text->at);
    text->at += length;
}

static bool has_positions(struct recur_positions positions)
{
    return positions.from_first || positions.from_last;
}

static bool has_ordinals(const struct recur *rule)
{
    for (int i = 0; i < 7; i++)
        if (has_positions(rule->ordinals[i]))
            return true;
    return false;
}

/* "1,15,-1", each with `weekday` behind it; `separator` stands before the first. Returns what
 * stands before a next one. */
static const char *put_positions(struct text *text, const char *separator,
                                 struct recur_positions positions, const char *weekday)
{
    for (int n = 0; n < 31; n++) {
        if (positions.from_first >> n & 1) {
            put(text, "%s%d%s", separator, n + 1, weekday);
            separator = ",";
        }
    }
    for (int n = 31; n-- > 0;) {
        if (positions.from_last >> n & 1) {
            put(text, "%s-%d%s", separator, n + 1, weekday);
            separator = ",";
        }
    }
    return separator;
}

void recur_format(const struct recur *rule, char out[static RECUR_TEXT_SIZE])
{
    static const char *const frequencies[] = {"DAILY", "WEEKLY", "MONTHLY"};
    static const char *const weekdays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    struct text text = {out, out + RECUR_TEXT_SIZE};
    put(&text, "FREQ=%s", frequencies[rule->frequency]);
    if (rule->interval != 1)
        put(&text, ";INTERVAL=%d", rule->interval);
    const char *separator = ";BYDAY=";
    for (int i = 0; i < 7; i++) {
        if (rule->weekdays >> i & 1) {
            put(&text, "%s%s", separator, weekdays[i]);
            separator = ",";
        }
        separator = put_positions(&text, separator, rule->ordinals[i], weekdays[i]);
    }
    put_positions(&text, ";BYMONTHDAY=", rule->month_days, "");
    put_positions(&text, ";BYSETPOS=", rule->set_positions, "");
    if (rule->count)
        put(&text, ";COUNT=%d", rule->count);
    if (rule->until != CIVIL_DAY_LAST) {
        struct civil_date date = civil_to_ymd(rule->until);
        put(&text, ";UNTIL=%04d%02d%02d", date.year, date.month, date.day);
    }
    if (rule->week_start)
        put(&text, ";WKST=%s", weekdays[rule->week_start]);
}

/* Whether words say all of the rule. */
static bool has_words(const struct recur *rule)
{
    bool days = has_positions(rule->month_days), ordinals = has_ordinals(rule);
    if (has_positions(rule->set_positions))
        return rule->frequency == RECUR_MONTHLY && rule->weekdays == WORKING_DAYS && !days &&
               !ordinals;
    switch (rule->frequency) {
    case RECUR_DAILY:
        return !rule->weekdays && !days;
    case RECUR_WEEKLY:
        /* Where the week begins matters only where weeks are left out. */
        return rule->week_start == 0 || rule->interval == 1;
    case RECUR_MONTHLY:
        return !rule->weekdays && !(days && ordinals);
    }
    return false;
}

/* What stands before the item `index` of `count`. */
static const char *join(int index, int count)
{
    if (index == 0)
        return "";
    return index == count - 1 ? " and " : ", ";
}

static void say_weekdays(struct text *text, uint32_t weekdays)
{
    int count = __builtin_popcount(weekdays), index = 0;
    for (int i = 0; i < 7; i++)
        if (weekdays >> i & 1)
            put(text, "%s%s", join(index++, count), when_weekdays[i]);
}

static const char *suffix(int number)
{
    static const char *const suffixes[] = {"th", "st", "nd", "rd"};
    return number / 10 == 1 || number % 10 > 3 ? "th" : suffixes[number % 10];
}

/* "the 1st, 15th and last" */
static void say_positions(struct text *text, struct recur_positions positions)
{
    int count = __builtin_popcount(positions.from_first) + __builtin_popcount(positions.from_last);
    int index = 0;
    put(text, "the ");
    for (int n = 1; n <= 31; n++)
        if (positions.from_first >> (n - 1) & 1)
            put(text, "%s%d%s", join(index++, count), n, suffix(n));
    for (int n = 31; n > 1; n--)
        if (positions.from_last >> (n - 1) & 1)
            put(text, "%s%d%s to last", join(index++, count), n, suffix(n));
    if (positions.from_last & 1)
        put(text, "%slast", join(index, count));
}

static void say_places(struct text *text, const struct recur *rule)
{
    const char *separator = "";
    for (int i = 0; i < 7; i++) {
        if (has_positions(rule->ordinals[i])) {
            put(text, "%s", separator);
            say_positions(text, rule->ordinals[i]);
            put(text, " %s", when_weekdays[i]);
            separator = " and ";
        }
    }
    if (has_positions(rule->month_days)) {
        say_positions(text, rule->month_days);
        put(text, "%s", rule->month_days.from_last ? " day" : "");
    }
    if (has_positions(rule->set_positions)) {
        say_positions(text, rule->set_positions);
        put(text, " weekday");
    }
}

static void say_every(struct text *text, int32_t interval, const char *unit)
{
    if (interval == 1)
        put(text, "every %s", unit);
    else
        put(text, "every %d %ss", interval, unit);
}

static void say_week_rule(struct text *text, const struct recur *rule)
{
    bool is_named = rule->weekdays == WORKING_DAYS || rule->weekdays == WEEKEND_DAYS;
    bool is_all_but_one = rule->interval == 1 && __builtin_popcount(rule->weekdays) == 6;
    if (rule->interval > 1 || !rule->weekdays)
        say_every(text, rule->interval, "week");
    if (rule->interval > 1 && rule->weekdays)
        put(text, " on ");
    else if (rule->weekdays && !is_named)
        put(text, "every %s", is_all_but_one ? "day except " : "");
    if (is_named)
        put(text, "%s", rule->weekdays == WORKING_DAYS ? "weekdays" : "weekends");
    else if (is_all_but_one)
        say_weekdays(text, ALL_DAYS & ~rule->weekdays);
    else
        say_weekdays(text, rule->weekdays);
}

static void say_month_rule(struct text *text, const struct recur *rule)
{
    bool has_places =
        has_positions(rule->month_days) || has_positions(rule->set_positions) || has_ordinals(rule);
    if (rule->interval > 1 || !has_places)
        say_every(text, rule->interval, "month");
    if (rule->interval > 1 && has_places)
        put(text, " on ");
    say_places(text, rule);
    if (rule->interval == 1 && has_places)
        put(text, " of the month");
}

void recur_say(const struct recur *rule, char out[static RECUR_TEXT_SIZE])
{
    if (!has_words(rule)) {
        recur_format(rule, out);
        return;
    }
    struct text text = {out, out + RECUR_TEXT_SIZE};
    if (rule->frequency == RECUR_DAILY)
        say_every(&text, rule->interval, "day");
    else if (rule->frequency == RECUR_WEEKLY)
        say_week_rule(&text, rule);
    else
        say_month_rule(&text, rule);
    if (rule->count)
        put(&text, ", %d %s", rule->count, rule->count == 1 ? "time" : "times");
    if (rule->until != CIVIL_DAY_LAST) {
        struct civil_date date = civil_to_ymd(rule->until);
        put(&text, ", until %d %.3s %d", date.day, when_months[date.month - 1], date.year);
    }
}
