/* Any text as a date, some dates, a time, a moment and a rule, on days of all kinds: what is read
 * lies in its bounds, and what is said of it is read back as the same.
 * issue 2: "dates people type" */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arena.h"
#include "common/civil.h"
#include "common/recur.h"
#include "common/when.h"

enum { STEPS = 40, WALK_DAYS = 4000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Read, or refused with a sentence. */
static bool was_read(int result, const char *const *reason)
{
    require(result == 0 || (result == -EINVAL && *reason && **reason));
    return result == 0;
}

static void require_day(civil_day day)
{
    require(day >= CIVIL_DAY_FIRST && day <= CIVIL_DAY_LAST);
}

static void try_date(const char *text, civil_day today)
{
    civil_day day = NO_DAY;
    civil_day again = NO_DAY;
    const char *reason = NULL;
    if (was_read(when_past_date(text, today, &day, &reason), &reason))
        require_day(day);
    day = NO_DAY;
    if (!was_read(when_date(text, today, &day, &reason), &reason)) {
        require(day == NO_DAY);
        return;
    }
    require_day(day);
    char said[WHEN_DATE_SIZE];
    when_say_date(day, today, said);
    require(when_date(said, today, &again, &reason) == 0 && again == day);
    char date[CIVIL_DATE_SIZE];
    civil_format(day, date);
    require(civil_parse(date, &again) == 0 && again == day);
}

static void try_dates(const char *text, civil_day today, struct arena *arena)
{
    civil_day days[WHEN_DATES_MOST];
    civil_day again[WHEN_DATES_MOST];
    size_t count = 0;
    size_t count_again = 0;
    const char *reason = NULL;
    if (!was_read(when_dates(text, today, days, &count, &reason), &reason))
        return;
    require(count >= 1 && count <= WHEN_DATES_MOST);
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        char date[CIVIL_DATE_SIZE];
        require_day(days[i]);
        require(i == 0 || days[i] > days[i - 1]);
        civil_format(days[i], date);
        list = arena_format(arena, "%s%s%s", list, i > 0 ? "," : "", date);
    }
    require(when_dates(list, today, again, &count_again, &reason) == 0 && count_again == count);
    require(memcmp(days, again, count * sizeof days[0]) == 0);
}

static void try_minute(const char *text)
{
    int32_t minute = -1;
    int32_t again = -1;
    const char *reason = NULL;
    if (!was_read(when_minute(text, &minute, &reason), &reason)) {
        require(minute == -1);
        return;
    }
    require(minute >= 0 && minute <= WHEN_MINUTE_LAST);
    char said[WHEN_MINUTE_SIZE];
    when_format_minute(minute, said);
    require(when_minute(said, &again, &reason) == 0 && again == minute);
    /* 25:00 is said as people say it, and that is 1 am of either day. */
    when_say_minute(minute, said);
    require(when_minute(said, &again, &reason) == 0);
    require((again - minute) % CIVIL_DAY_MINUTES == 0);
}

static void try_moment(const char *text, civil_day today, int32_t now)
{
    civil_day day = NO_DAY;
    civil_day day_again = NO_DAY;
    int32_t minute = -1;
    int32_t minute_again = -1;
    const char *reason = NULL;
    if (!was_read(when_moment(text, today, now, &day, &minute, &reason), &reason)) {
        require(day == NO_DAY && minute == -1);
        return;
    }
    require_day(day);
    require(minute >= 0 && minute <= WHEN_MINUTE_LAST);
    char date[CIVIL_DATE_SIZE];
    char clock[WHEN_MINUTE_SIZE];
    char both[CIVIL_DATE_SIZE + WHEN_MINUTE_SIZE];
    civil_format(day, date);
    when_format_minute(minute, clock);
    (void)snprintf(both, sizeof both, "%s %s", date, clock);
    require(when_moment(both, today, now, &day_again, &minute_again, &reason) == 0);
    require(day_again == day && minute_again == minute);
}

/* The same rule as RRULE text always reads the same. */
static void require_same(const struct recur *rule, const struct recur *other)
{
    char text[RECUR_TEXT_SIZE];
    char other_text[RECUR_TEXT_SIZE];
    recur_format(rule, text);
    recur_format(other, other_text);
    require(strcmp(text, other_text) == 0);
}

/* The days of a window are those that come one after the other, also where two of them were moved
 * and one was skipped. */
static void list_window(const struct recur *rule, civil_day start, civil_day horizon)
{
    civil_day listed[STEPS];
    civil_day skipped = start + 3;
    const struct recur_move moved[] = {{start, start + 9}, {start + 400, start + 1}};
    const struct recur_exceptions exceptions = {
        .skipped = &skipped, .skipped_count = 1, .moved = moved, .moved_count = 2};
    civil_day from = start + 1;
    size_t count = recur_between(rule, start, &exceptions, from, horizon, listed, STEPS);
    civil_day day = from - 1;
    for (size_t i = 0; i < STEPS; i++) {
        int result = recur_next(rule, start, &exceptions, day, horizon, &day);
        require((result == 0) == (i < count));
        if (result == RECUR_OVER)
            return;
        require(listed[i] == day);
    }
}

static void walk_rule(const struct recur *rule, civil_day start)
{
    civil_day horizon = start > CIVIL_DAY_LAST - WALK_DAYS ? CIVIL_DAY_LAST : start + WALK_DAYS;
    struct recur_walk walk;
    civil_day before = start - 1;
    civil_day day;
    list_window(rule, start, horizon);
    recur_begin(&walk, rule, start, horizon);
    for (int i = 0; i < STEPS; i++) {
        civil_day next = NO_DAY;
        int result = recur_next(rule, start, NULL, before, horizon, &next);
        require(recur_step(&walk, &day) == result);
        if (result == RECUR_OVER)
            return;
        require(day > before && day <= horizon && day <= rule->until && day == next);
        require(rule->count == 0 || i < rule->count);
        before = day;
    }
}

static void try_rule(const struct recur *rule, civil_day today)
{
    struct recur again;
    const char *reason = NULL;
    char text[RECUR_TEXT_SIZE];
    require(rule->interval >= 1 && rule->interval <= RECUR_INTERVAL_MOST);
    require(rule->count >= 0 && rule->count <= RECUR_COUNT_MOST);
    recur_format(rule, text);
    require(recur_parse(text, &again, &reason) == 0);
    require_same(rule, &again);
    recur_say(rule, text);
    require(recur_words(text, today, &again, &reason) == 0);
    /* Where every week has its days, the day a week begins with is not said. */
    again.week_start = rule->week_start;
    require_same(rule, &again);
    walk_rule(rule, today);
}

static void try_rules(const char *text, civil_day today)
{
    struct recur rule;
    const char *reason = NULL;
    if (was_read(recur_parse(text, &rule, &reason), &reason))
        try_rule(&rule, today);
    if (was_read(recur_words(text, today, &rule, &reason), &reason))
        try_rule(&rule, today);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const days[] = {"2026-11-27", "2028-02-29", "2026-12-31", "1900-01-01",
                                       "2200-12-31"};
    static const int32_t nows[] = {0, 12 * 60, CIVIL_DAY_MINUTES - 1};
    struct arena arena = {0};
    const char *text = arena_copy(&arena, size ? (const char *)data : "", size);
    try_minute(text);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        civil_day today;
        require(civil_parse(days[i], &today) == 0);
        try_date(text, today);
        try_dates(text, today, &arena);
        for (size_t j = 0; j < sizeof nows / sizeof *nows; j++)
            try_moment(text, today, nows[j]);
        try_rules(text, today);
    }
    arena_clear(&arena);
    return 0;
}
