/*
 * Answers questions about zones and rules, one a line, so that scripts can compare the answers
 * with other people's code:
 *
 *   zone NAME                     loads the next zone, numbered from 0   -> ok
 *   local ZONE SECONDS            an instant for a local clock time      -> UTC KIND
 *   offset ZONE UTC               seconds east                           -> OFFSET
 *   rule START AFTER HORIZON LIMIT EXCEPTIONS RRULE                      -> DAY...
 *   said START AFTER HORIZON LIMIT EXCEPTIONS RRULE                      -> DAY...
 *   words START AFTER HORIZON LIMIT EXCEPTIONS WORDS                     -> DAY...
 *
 * Days are numbers since 1970-01-01. EXCEPTIONS is "-", or a comma list of sDAY (skipped), eDAY
 * (extra) and mDAY>DAY (moved). `rule` writes the rule as text and reads it again first; `said`
 * does so in words, and so does `words`, which is given them; today is START. What cannot be
 * answered is answered by a line that begins with "error".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/recur.h"
#include "common/zonefile.h"

enum { ZONES_MOST = 64, EXCEPTIONS_MOST = 64, LINE_SIZE = 4096, LIMIT_MOST = 64 };

struct zones {
    size_t count;
    struct zone *items[ZONES_MOST];
};

struct lists {
    struct recur_exceptions exceptions;
    civil_day skipped[EXCEPTIONS_MOST];
    civil_day extra[EXCEPTIONS_MOST];
    struct recur_move moved[EXCEPTIONS_MOST];
};

static void answer_zone(struct zones *zones, const char *name)
{
    if (zones->count < ZONES_MOST && zonefile_read(NULL, name, &zones->items[zones->count]) == 0) {
        zones->count++;
        puts("ok");
    } else {
        puts("error: no such zone");
    }
}

static void answer_local(const struct zone *zone, int64_t local)
{
    static const char *const kinds[] = {"plain", "gap", "fold"};
    enum zone_kind kind;
    int64_t utc = zone_to_utc(zone, local, &kind);
    printf("%lld %s\n", (long long)utc, kinds[kind]);
}

static bool read_exceptions(char *text, struct lists *lists)
{
    struct recur_exceptions *e = &lists->exceptions;
    *lists = (struct lists){.exceptions = {lists->skipped, 0, lists->moved, 0, lists->extra, 0}};
    for (char *rest, *item = strtok_r(text, ",", &rest); item; item = strtok_r(NULL, ",", &rest)) {
        char *end;
        civil_day day = (civil_day)strtol(item + 1, &end, 10);
        if (e->skipped_count + e->extra_count + e->moved_count == EXCEPTIONS_MOST)
            return false;
        if (*item == 's')
            lists->skipped[e->skipped_count++] = day;
        else if (*item == 'e')
            lists->extra[e->extra_count++] = day;
        else if (*item == 'm' && *end == '>')
            lists->moved[e->moved_count++] =
                (struct recur_move){day, (civil_day)strtol(end + 1, NULL, 10)};
    }
    return true;
}

static int read_one(const char *text, bool in_words, civil_day today, struct recur *rule,
                    const char **reason)
{
    return in_words ? recur_words(text, today, rule, reason) : recur_parse(text, rule, reason);
}

/* `kind` is the question's first letter. */
static bool read_rule(const char *text, char kind, civil_day today, struct recur *rule)
{
    char written[RECUR_TEXT_SIZE];
    const char *reason;
    if (read_one(text, kind == 'w', today, rule, &reason) < 0) {
        printf("error: %s\n", reason);
        return false;
    }
    if (kind == 'r')
        recur_format(rule, written);
    else
        recur_say(rule, written);
    if (read_one(written, kind != 'r', today, rule, &reason) < 0) {
        printf("error: not read again: %s: %s\n", written, reason);
        return false;
    }
    return true;
}

/* Whether a walk from the start gives the same days as asking for one after the other. */
static bool walk_agrees(const struct recur *rule, civil_day start, civil_day horizon, int limit)
{
    struct recur_walk walk;
    civil_day walked, asked = start - 1;
    recur_begin(&walk, rule, start, horizon);
    for (; limit > 0; limit--) {
        int a = recur_step(&walk, &walked);
        int b = recur_next(rule, start, NULL, asked, horizon, &asked);
        if (a != b || (a == 0 && walked != asked))
            return false;
        if (a)
            break;
    }
    return true;
}

/* Whether these are the days that are listed for the window in one go. */
static bool window_agrees(const struct recur *rule, civil_day start, const struct lists *lists,
                          civil_day from, civil_day until, const civil_day *days, size_t count,
                          int limit)
{
    civil_day listed[LIMIT_MOST];
    size_t listed_count =
        recur_between(rule, start, &lists->exceptions, from, until, listed, (size_t)limit);
    return listed_count == count && memcmp(listed, days, count * sizeof *days) == 0;
}

static void answer_rule(const char *question, char kind)
{
    int start, after, horizon, limit, read = 0;
    char exceptions_text[LINE_SIZE];
    struct lists lists;
    struct recur rule;
    civil_day days[LIMIT_MOST];
    size_t count = 0;
    if (sscanf(question, "%d %d %d %d %4095s %n", &start, &after, &horizon, &limit, exceptions_text,
               &read) != 5 ||
        limit > LIMIT_MOST || !read_exceptions(exceptions_text, &lists)) {
        puts("error: not a question");
        return;
    }
    if (!read_rule(question + read, kind, start, &rule))
        return;
    if (!walk_agrees(&rule, start, horizon, limit)) {
        puts("error: walk and next differ");
        return;
    }
    for (civil_day day = after; count < (size_t)limit; days[count++] = day)
        if (recur_next(&rule, start, &lists.exceptions, day, horizon, &day) == RECUR_OVER)
            break;
    if (!window_agrees(&rule, start, &lists, after + 1, horizon, days, count, limit)) {
        puts("error: between and next differ");
        return;
    }
    for (size_t i = 0; i < count; i++)
        printf("%d ", days[i]);
    putchar('\n');
}

static void answer(struct zones *zones, const char *line)
{
    size_t zone;
    long long seconds;
    if (strncmp(line, "zone ", 5) == 0)
        answer_zone(zones, line + 5);
    else if (strncmp(line, "rule ", 5) == 0 || strncmp(line, "said ", 5) == 0)
        answer_rule(line + 5, line[0]);
    else if (strncmp(line, "words ", 6) == 0)
        answer_rule(line + 6, line[0]);
    else if (sscanf(line, "local %zu %lld", &zone, &seconds) == 2 && zone < zones->count)
        answer_local(zones->items[zone], seconds);
    else if (sscanf(line, "offset %zu %lld", &zone, &seconds) == 2 && zone < zones->count)
        printf("%d\n", zone_offset(zones->items[zone], seconds));
    else
        puts("error: not a question");
}

int main(void)
{
    struct zones zones = {0};
    char line[LINE_SIZE];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        answer(&zones, line);
    }
    for (size_t i = 0; i < zones.count; i++)
        zone_free(zones.items[i]);
    return 0;
}
