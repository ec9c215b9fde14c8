#include "daemon/domain/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t day_index(const struct ledger *ledger, civil_day on)
{
    return (size_t)(on - ledger->from);
}

static bool is_counted(const struct ledger *ledger, civil_day on)
{
    return on >= ledger->from && on <= ledger->until;
}

void ledger_begin(struct ledger *ret, const struct member *members, size_t count,
                  const struct ledger_line *before, civil_day from, civil_day until,
                  struct arena *arena)
{
    size_t days = until < from ? 0 : (size_t)(until - from) + 1;
    *ret = (struct ledger){
        .members = members,
        .count = count,
        .from = from,
        .until = until,
        .lines = arena_array(arena, count, sizeof *ret->lines),
        .effort = arena_array(arena, days, sizeof *ret->effort),
        .people = arena_array(arena, days, sizeof *ret->people),
        .available = arena_array(arena, days * count, sizeof *ret->available),
    };
    if (before && count)
        memcpy(ret->lines, before, count * sizeof *before);
    for (size_t day = 0; day < days; day++)
        for (size_t i = 0; i < count; i++) {
            bool available = member_is_available(&members[i], from + (civil_day)day);
            ret->available[day * count + i] = available;
            ret->people[day] += available;
        }
}

bool ledger_is_available(const struct ledger *ledger, size_t member, civil_day on)
{
    return is_counted(ledger, on) &&
           ledger->available[day_index(ledger, on) * ledger->count + member];
}

static int64_t share_of(int effort, int people)
{
    return effort * LEDGER_POINT / people;
}

/* What is shared on a day has changed: so has the share of everybody who is there. */
static void share(struct ledger *ledger, civil_day on, int effort)
{
    size_t day = day_index(ledger, on);
    int people = ledger->people[day];
    int before = ledger->effort[day];
    ledger->effort[day] += effort;
    if (!people)
        return;
    int64_t change = share_of(ledger->effort[day], people) - share_of(before, people);
    for (size_t i = 0; i < ledger->count; i++)
        if (ledger->available[day * ledger->count + i])
            ledger->lines[i].share += change;
}

static void carry(struct ledger *ledger, int member, int effort)
{
    if (member >= 0)
        ledger->lines[member].carried += effort * LEDGER_POINT;
}

void ledger_add(struct ledger *ledger, int member, civil_day on, int effort)
{
    if (!effort || !is_counted(ledger, on))
        return;
    carry(ledger, member, effort);
    share(ledger, on, effort);
}

void ledger_move(struct ledger *ledger, int from, int to, civil_day on, int effort)
{
    if (!is_counted(ledger, on))
        return;
    carry(ledger, from, -effort);
    carry(ledger, to, effort);
}

int64_t ledger_balance(const struct ledger *ledger, size_t member)
{
    return ledger->lines[member].carried - ledger->lines[member].share;
}

void ledger_format(int64_t units, char out[static LEDGER_TEXT_SIZE])
{
    int64_t size = units < 0 ? -units : units;
    int64_t hundredths = (size * 100 + LEDGER_POINT / 2) / LEDGER_POINT;
    (void)snprintf(out, LEDGER_TEXT_SIZE, "%s%" PRId64 ".%02" PRId64,
                   units < 0 && hundredths ? "-" : "", hundredths / 100, hundredths % 100);
}
