#pragma once
/*
 * The ledger of fair chores. Pure.
 *
 *   balance(person) = effort carried - sum over their available days of
 *                     (fair effort planned that day / people available that day)
 *
 * Of a newcomer it is 0, and whoever stands lowest is next. What was missed or excused is taken
 * back on both sides, from whoever carried it and from what was shared that day: so the balances of
 * those who are always there sum to nothing, and nobody pays for another's miss but by their turn
 * coming sooner. Away is not available, so absence costs nothing and earns nothing.
 *
 * Sums are in whole units, so that they are the same in whatever order they are made.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "daemon/domain/member.h"

/* Units of one point of effort: the least number that 1 to 24 divide. With more people a unit may
 * be lost a day. */
#define LEDGER_POINT INT64_C(5354228880)

/* What one member carried and what their share was, in units. */
struct ledger_line {
    int64_t carried;
    int64_t share;
};

struct ledger {
    const struct member *members;
    size_t count;
    civil_day from; /* days from..until are counted; what was before stands in the lines */
    civil_day until;
    struct ledger_line *lines; /* by member */
    int *effort;               /* by day: what is shared */
    int *people;               /* by day: who is available */
    bool *available;           /* by day and member */
};

/*
 * Begins with the lines as they stood before `from` (NULL: all 0; copied). `until` may be before
 * `from`: then nothing can be counted. Memory is the arena's; the members stay the caller's.
 */
void ledger_begin(struct ledger *ret, const struct member *members, size_t count,
                  const struct ledger_line *before, civil_day from, civil_day until,
                  struct arena *arena);

/* Whether that member (by index) is available on a day of the ledger. */
bool ledger_is_available(const struct ledger *ledger, size_t member, civil_day on);

/* Adds effort (or takes it back, negative) that member carries on that day; days outside the
 * ledger are not counted. `member` -1: somebody who is none of the members. */
void ledger_add(struct ledger *ledger, int member, civil_day on, int effort);

/* The same for what passes from one to another: what is shared stays. */
void ledger_move(struct ledger *ledger, int from, int to, civil_day on, int effort);

/* Carried less share, in units. */
int64_t ledger_balance(const struct ledger *ledger, size_t member);

enum { LEDGER_TEXT_SIZE = 32 };

/* Units as points to two places, rounded to the nearest: "-1.25". */
void ledger_format(int64_t units, char out[static LEDGER_TEXT_SIZE]);
