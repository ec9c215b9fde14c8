#include "daemon/domain/occasion.h"

#include <string.h>

/* --- On which days ---------------------------------------------------------------------------- */

/* Without a schedule: a rule that is over before it begins. */
static struct recur rule_of(const struct chore *chore)
{
    struct recur rule = {.interval = 1, .until = CIVIL_DAY_FIRST - 1};
    const char *reason = NULL;
    if (chore->rule)
        (void)recur_parse(chore->rule, &rule, &reason);
    return rule;
}

bool occasion_is_ahead(const struct chore_exception *exception, civil_day from)
{
    return exception->on >= from || (exception->kind == EXCEPTION_MOVED && exception->to >= from);
}

struct occasions occasions_of(const struct chore *chore, const struct chore_exception *exceptions,
                              size_t count, civil_day from, struct arena *arena)
{
    civil_day *skipped = arena_array(arena, count, sizeof *skipped);
    civil_day *extra = arena_array(arena, count, sizeof *extra);
    struct recur_move *moved = arena_array(arena, count, sizeof *moved);
    struct occasions occasions = {
        .rule = rule_of(chore),
        .start = chore->starts_on,
        .exceptions = {.skipped = skipped, .moved = moved, .extra = extra},
        .all = exceptions,
        .count = count,
    };
    struct recur_exceptions *sorted = &occasions.exceptions;
    for (size_t i = 0; i < count; i++) {
        const struct chore_exception *exception = &exceptions[i];
        if (!occasion_is_ahead(exception, from))
            continue;
        if (exception->kind == EXCEPTION_SKIPPED)
            skipped[sorted->skipped_count++] = exception->on;
        else if (exception->kind == EXCEPTION_EXTRA)
            extra[sorted->extra_count++] = exception->on;
        else
            moved[sorted->moved_count++] = (struct recur_move){exception->on, exception->to};
    }
    return occasions;
}

size_t occasions_between(const struct occasions *occasions, civil_day from, civil_day until,
                         civil_day days[], size_t most)
{
    return recur_between(&occasions->rule, occasions->start, &occasions->exceptions, from, until,
                         days, most);
}

bool occasions_has(const struct occasions *occasions, civil_day on)
{
    civil_day day;
    return occasions_between(occasions, on, on, &day, 1) == 1;
}

int occasion_may_be(const struct chore *chore)
{
    enum { TEN_YEARS = 3653 };
    struct recur rule = rule_of(chore);
    civil_day day;
    if (!chore->rule)
        return 0;
    return recur_between(&rule, chore->starts_on, NULL, chore->starts_on,
                         chore->starts_on + TEN_YEARS, &day, 1)
               ? 0
               : CHORE_NEVER_COMES;
}

const char *occasion_list(const struct chore *chore)
{
    /* Every four weeks is a month. */
    enum { WEEKS = 52, MONTHS = 13, YEAR = 7 * WEEKS };
    struct recur rule = rule_of(chore);
    civil_day days[WEEKS + 1];
    if (chore->list)
        return chore->list;
    if (!chore->rule)
        return "weekly";
    rule.count = 0;
    rule.until = CIVIL_DAY_LAST;
    size_t count = recur_between(&rule, chore->starts_on, NULL, chore->starts_on,
                                 chore->starts_on + YEAR - 1, days, WEEKS + 1);
    return count > WEEKS ? "daily" : count > MONTHS ? "weekly" : "deep-clean";
}

/* --- Single days ------------------------------------------------------------------------------ */

static const struct chore_exception *find_on(const struct occasions *occasions, civil_day on)
{
    for (size_t i = 0; i < occasions->count; i++)
        if (occasions->all[i].on == on)
            return &occasions->all[i];
    return NULL;
}

/* The exception that moved a day there; NULL where none did. */
static const struct chore_exception *find_to(const struct occasions *occasions, civil_day to)
{
    for (size_t i = 0; i < occasions->count; i++)
        if (occasions->all[i].kind == EXCEPTION_MOVED && occasions->all[i].to == to)
            return &occasions->all[i];
    return NULL;
}

bool occasion_is_in_reach(civil_day today, civil_day on)
{
    return on >= today && on <= today + OCCASION_AHEAD_MOST;
}

/* Whether `on` itself is a day, by the schedule or as an extra one; not for another was moved. */
static bool is_own_day(const struct occasions *occasions, civil_day on)
{
    struct occasions still = *occasions;
    still.exceptions.moved_count = 0;
    for (size_t i = 0; i < occasions->exceptions.moved_count; i++)
        if (occasions->exceptions.moved[i].from == on)
            return false;
    return occasions_has(&still, on);
}

static void put(struct occasion_edits *edits, civil_day on, enum exception_kind kind, civil_day to)
{
    struct chore_exception exception = {.on = on, .to = to, .kind = kind};
    edits->items[edits->count].exception = exception;
    edits->items[edits->count++].is_removed = false;
}

static void take(struct occasion_edits *edits, civil_day on)
{
    put(edits, on, EXCEPTION_SKIPPED, NO_DAY);
    edits->items[edits->count - 1].is_removed = true;
}

/* Whether the schedule alone says so. */
static bool is_by_rule(const struct occasions *occasions, civil_day on)
{
    civil_day day;
    return recur_between(&occasions->rule, occasions->start, NULL, on, on, &day, 1) == 1;
}

/* Has it come round on a day on which it does not. */
static void place(struct occasion_edits *edits, const struct occasions *occasions, civil_day today,
                  civil_day on)
{
    const struct chore_exception *own = find_on(occasions, on);
    if (!own || !is_by_rule(occasions, on)) {
        put(edits, on, EXCEPTION_EXTRA, NO_DAY);
        return;
    }
    /* Where it was moved to it stays. */
    take(edits, on);
    if (own->kind == EXCEPTION_MOVED && own->to >= today)
        put(edits, own->to, EXCEPTION_EXTRA, NO_DAY);
}

/* Whether the edits leave no more exceptions from today on than there may be. */
static int count_edits(const struct occasions *occasions, civil_day today,
                       const struct occasion_edits *edits)
{
    size_t count = 0;
    size_t more = 0;
    for (size_t i = 0; i < occasions->count; i++)
        count += occasion_is_ahead(&occasions->all[i], today);
    for (size_t i = 0; i < edits->count; i++)
        if (edits->items[i].is_removed)
            count--;
        else
            more += find_on(occasions, edits->items[i].exception.on) == NULL;
    return more && count + more > OCCASION_EXCEPTIONS_MOST ? CHORE_TOO_MANY_EXCEPTIONS : 0;
}

int occasion_skip(const struct occasions *occasions, civil_day today, civil_day on,
                  struct occasion_edits *ret)
{
    const struct chore_exception *moved = find_to(occasions, on);
    *ret = (struct occasion_edits){0};
    if (!occasion_is_in_reach(today, on))
        return CHORE_DAY_OUT_OF_REACH;
    if (!occasions_has(occasions, on))
        return CHORE_NOT_THAT_DAY;
    if (is_own_day(occasions, on) && is_by_rule(occasions, on))
        put(ret, on, EXCEPTION_SKIPPED, NO_DAY);
    else if (is_own_day(occasions, on))
        take(ret, on);
    if (moved)
        put(ret, moved->on, EXCEPTION_SKIPPED, NO_DAY);
    return count_edits(occasions, today, ret);
}

int occasion_move(const struct occasions *occasions, civil_day today, civil_day on, civil_day to,
                  struct occasion_edits *ret)
{
    const struct chore_exception *moved = find_to(occasions, on);
    *ret = (struct occasion_edits){0};
    if (!occasion_is_in_reach(today, on) || !occasion_is_in_reach(today, to))
        return CHORE_DAY_OUT_OF_REACH;
    if (!occasions_has(occasions, on))
        return CHORE_NOT_THAT_DAY;
    if (occasions_has(occasions, to))
        return CHORE_COMES_ALREADY;
    if (!is_own_day(occasions, on)) {
        if (moved->on == to)
            take(ret, to);
        else
            put(ret, moved->on, EXCEPTION_MOVED, to);
        return count_edits(occasions, today, ret);
    }
    if (is_by_rule(occasions, on)) {
        put(ret, on, EXCEPTION_MOVED, to);
    } else {
        take(ret, on);
        place(ret, occasions, today, to);
    }
    if (moved)
        put(ret, moved->on, EXCEPTION_SKIPPED, NO_DAY);
    return count_edits(occasions, today, ret);
}

int occasion_add(const struct occasions *occasions, civil_day today, civil_day on,
                 struct occasion_edits *ret)
{
    *ret = (struct occasion_edits){0};
    if (!occasion_is_in_reach(today, on))
        return CHORE_DAY_OUT_OF_REACH;
    if (occasions_has(occasions, on))
        return CHORE_COMES_ALREADY;
    place(ret, occasions, today, on);
    return count_edits(occasions, today, ret);
}

int occasion_restore(const struct occasions *occasions, civil_day today, civil_day on,
                     struct occasion_edits *ret)
{
    const struct chore_exception *found = find_on(occasions, on);
    *ret = (struct occasion_edits){0};
    if (!occasion_is_in_reach(today, on))
        return CHORE_DAY_OUT_OF_REACH;
    if (!found)
        found = find_to(occasions, on);
    if (!found || found->on < today)
        return CHORE_NOTHING_TO_RESTORE;
    take(ret, found->on);
    return 0;
}
