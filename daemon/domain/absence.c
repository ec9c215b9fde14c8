#include "daemon/domain/absence.h"

#include <string.h>

static const char *const kind_names[ABSENCE_KINDS] = {"away", "exempt"};

const char *absence_kind_name(enum absence_kind kind)
{
    return kind_names[kind];
}

int absence_kind_from_name(const char *name)
{
    for (int kind = 0; kind < ABSENCE_KINDS; kind++)
        if (strcmp(kind_names[kind], name) == 0)
            return kind;
    return -1;
}

/* --- Putting it down -------------------------------------------------------------------------- */

/* The first day of which the caller may still say something. */
static civil_day first_day(const struct absence_asked *asked)
{
    return asked->today - (asked->runs_chores && !asked->own ? ABSENCE_DAYS_BACK : 0);
}

static int may_begin(const struct absence_asked *asked)
{
    if (asked->from > asked->today + ABSENCE_DAYS_MOST)
        return ABSENCE_FAR_AHEAD;
    if (asked->from >= first_day(asked))
        return 0;
    return first_day(asked) < asked->today ? ABSENCE_LONG_AGO : ABSENCE_PAST;
}

int absence_may_add(const struct absence_asked *asked, civil_day *ret_until)
{
    civil_day until = asked->until;
    if (asked->kind == ABSENCE_EXEMPT && asked->own)
        return ABSENCE_OWN_EXEMPT;
    if (asked->kind == ABSENCE_AWAY && asked->of_one_chore)
        return ABSENCE_AWAY_FROM_ONE;
    int outcome = may_begin(asked);
    if (outcome != 0)
        return outcome;
    if (until == NO_DAY)
        until =
            asked->kind == ABSENCE_EXEMPT ? CIVIL_DAY_LAST : asked->from + ABSENCE_DAYS_MOST - 1;
    else if (until < asked->from)
        return ABSENCE_ENDS_BEFORE_IT_BEGINS;
    else if (until >= asked->from + ABSENCE_DAYS_MOST)
        return ABSENCE_TOO_LONG;
    *ret_until = until;
    return 0;
}

int absence_may_have_more(int64_t open)
{
    return open < ABSENCE_MOST ? 0 : ABSENCE_TOO_MANY;
}

/* --- Ending it -------------------------------------------------------------------------------- */

civil_day absence_first_end(const struct absence *absence, const struct absence_asked *asked)
{
    civil_day first = first_day(asked) - 1;
    return first > absence->from ? first : absence->from;
}

int absence_may_end(const struct absence *absence, const struct absence_asked *asked,
                    civil_day *ret_until)
{
    bool mine = asked->own && absence->kind == ABSENCE_AWAY;
    civil_day until = asked->until == NO_DAY ? asked->today - 1 : asked->until;
    if (!mine && !asked->runs_chores)
        return ABSENCE_NOT_TO_END;
    if (absence->withdrawn_at || absence->until < asked->today)
        return ABSENCE_OVER;
    if (asked->until == NO_DAY && until < absence->from)
        until = NO_DAY;
    else if (asked->until != NO_DAY && until < absence_first_end(absence, asked))
        return ABSENCE_ENDS_TOO_SOON;
    else if (until >= absence->until)
        return ABSENCE_NOT_EARLIER;
    *ret_until = until;
    return 0;
}

/* --- Reading it ------------------------------------------------------------------------------- */

bool absence_may_know(const struct absence *absence, int64_t caller, bool runs_chores)
{
    return !absence->chore || runs_chores || absence_may_read(absence, caller) == 0;
}

int absence_may_read(const struct absence *absence, int64_t caller)
{
    bool may = caller && (absence->person == caller || absence->granted_by == caller);
    return may ? 0 : ABSENCE_NOT_TO_READ;
}

/* --- Hours in which somebody cannot ----------------------------------------------------------- */

int hours_may_add(struct busy_hours *busy, civil_day today)
{
    int until = busy->until_minute;
    if (!busy->weekdays)
        return ABSENCE_HOURS_NO_DAYS;
    if (until <= busy->from_minute)
        until += CIVIL_DAY_MINUTES;
    if (busy->from_minute >= CIVIL_DAY_MINUTES || until > HOURS_LAST_MINUTE)
        return ABSENCE_HOURS_TOO_LONG;
    if (busy->until < busy->from)
        return ABSENCE_ENDS_BEFORE_IT_BEGINS;
    if (busy->from > today + ABSENCE_DAYS_MOST)
        return ABSENCE_FAR_AHEAD;
    if (busy->until < today)
        return ABSENCE_HOURS_OVER;
    busy->until_minute = until;
    return 0;
}

int hours_may_end(const struct busy_hours *busy, civil_day today)
{
    return busy->until < today ? ABSENCE_HOURS_OVER : 0;
}
