#include "daemon/domain/plan_choose.h"

#include <string.h>

static size_t *cell(const struct plan *plan, size_t chore, civil_day on)
{
    size_t days = (size_t)(plan->ledger.until - plan->ledger.from) + 1;
    return &plan->first[chore * days + (size_t)(on - plan->ledger.from)];
}

struct plan_row *plan_rows(const struct plan *plan, size_t chore, civil_day on)
{
    if (on < plan->ledger.from || on > plan->ledger.until)
        return NULL;
    size_t first = *cell(plan, chore, on);
    return first ? &plan->rows[first - 1] : NULL;
}

struct plan_row *plan_next_row(const struct plan *plan, const struct plan_row *row)
{
    return row->next ? &plan->rows[row->next - 1] : NULL;
}

static bool has_it(const struct plan *plan, size_t chore, civil_day on, int member)
{
    const struct plan_row *row = plan_rows(plan, chore, on);
    for (; row; row = plan_next_row(plan, row))
        if (row->member == member)
            return true;
    return false;
}

static bool is_holder(const struct plan_chore *chore, int member)
{
    for (size_t i = 0; i < chore->holder_count; i++)
        if (chore->holders[i] == member)
            return true;
    return chore->holder_count == 0;
}

bool plan_can(const struct plan *plan, size_t chore, civil_day on, int member)
{
    const struct plan_chore *wanted = &plan->chores[chore];
    return is_holder(wanted, member) && member_can_do(&plan->members[member], &wanted->chore, on) &&
           !has_it(plan, chore, on, member);
}

/* Whether anybody has it that day. */
static bool is_given(const struct plan *plan, size_t chore, civil_day on)
{
    const struct plan_row *row = plan_rows(plan, chore, on);
    for (; row; row = plan_next_row(plan, row))
        if (row->member != PLAN_NOBODY)
            return true;
    return false;
}

/* Whether they have it on the nearest given day in that direction: 1 they have, 0 somebody else
 * has, -1 nobody has before the rows end. */
static int nearest(const struct plan *plan, size_t chore, civil_day on, int member, int step)
{
    for (civil_day day = on + step; day >= plan->ledger.from && day <= plan->ledger.until;
         day += step)
        if (is_given(plan, chore, day))
            return has_it(plan, chore, day, member);
    return -1;
}

static civil_day last_before_rows(const struct plan *plan, size_t chore, int member)
{
    const civil_day *last_on = plan->chores[chore].last_on;
    return last_on ? last_on[member] : NO_DAY;
}

bool plan_has_neighbour(const struct plan *plan, size_t chore, civil_day on, int member)
{
    int before = nearest(plan, chore, on, member, -1);
    if (before < 0) {
        civil_day own = last_before_rows(plan, chore, member);
        before = own != NO_DAY && own == plan->chores[chore].given_on;
    }
    return before > 0 || nearest(plan, chore, on, member, 1) > 0;
}

static civil_day last_had(const struct plan *plan, size_t chore, civil_day on, int member)
{
    for (civil_day day = on - 1; day >= plan->ledger.from; day--)
        if (has_it(plan, chore, day, member))
            return day;
    return last_before_rows(plan, chore, member);
}

/* --- Fair ------------------------------------------------------------------------------------ */

struct candidate {
    int member;
    int64_t balance;
    civil_day last_on;
    bool neighbour;
};

/* Below 0 where `one`, who is behind in the order of handles, comes before `other` all the same. */
static int compare(const struct candidate *one, const struct candidate *other,
                   enum plan_reason *ret_reason)
{
    if (one->neighbour != other->neighbour)
        return one->neighbour - other->neighbour;
    *ret_reason = PLAN_BY_BALANCE;
    if (one->balance != other->balance)
        return one->balance < other->balance ? -1 : 1;
    *ret_reason = PLAN_BY_LAST;
    if (one->last_on != other->last_on)
        return one->last_on < other->last_on ? -1 : 1;
    *ret_reason = PLAN_BY_HANDLE;
    return 1;
}

static int choose_fair(const struct plan *plan, size_t chore, civil_day on, struct plan_choice *ret)
{
    struct candidate best = {.member = PLAN_NOBODY};
    struct candidate second = {.member = PLAN_NOBODY};
    int able = 0;
    int passed = PLAN_NOBODY;
    int64_t passed_balance = 0;
    enum plan_reason reason = PLAN_ONLY;
    for (int i = 0; i < (int)plan->member_count; i++) {
        if (!plan_can(plan, chore, on, i))
            continue;
        struct candidate next = {
            .member = i,
            .balance = ledger_balance(&plan->ledger, (size_t)i),
            .last_on = last_had(plan, chore, on, i),
            .neighbour = plan_has_neighbour(plan, chore, on, i),
        };
        able++;
        if (next.neighbour && (passed == PLAN_NOBODY || next.balance < passed_balance)) {
            passed = i;
            passed_balance = next.balance;
        }
        if (best.member == PLAN_NOBODY || compare(&next, &best, &reason) < 0) {
            second = best;
            best = next;
        } else if (second.member == PLAN_NOBODY || compare(&next, &second, &reason) < 0) {
            second = next;
        }
    }
    reason = PLAN_ONLY;
    if (second.member != PLAN_NOBODY && second.neighbour == best.neighbour)
        (void)compare(&best, &second, &reason);
    bool was_passed = !best.neighbour && passed != PLAN_NOBODY && passed_balance < best.balance;
    *ret = (struct plan_choice){
        .reason = reason,
        .balance = best.balance,
        .able = able,
        .next = second.member,
        .next_balance = second.balance,
        .passed = was_passed ? passed : PLAN_NOBODY,
        .last_on = best.last_on,
    };
    return best.member;
}

/* --- In order -------------------------------------------------------------------------------- */

/* The members in the order of the chore: its holders, or everybody by handle. */
static size_t order_count(const struct plan *plan, size_t chore)
{
    const struct plan_chore *wanted = &plan->chores[chore];
    return wanted->holder_count ? wanted->holder_count : plan->member_count;
}

static int in_order(const struct plan *plan, size_t chore, size_t position)
{
    const struct plan_chore *wanted = &plan->chores[chore];
    return wanted->holder_count ? wanted->holders[position] : (int)position;
}

/* The position behind the one of that handle; who has left keeps their place in the order. */
static size_t position_behind(const struct plan *plan, size_t chore, const char *handle)
{
    size_t count = order_count(plan, chore);
    size_t behind = 0;
    for (size_t i = 0; i < count; i++) {
        int order = strcmp(plan->members[in_order(plan, chore, i)].handle, handle);
        if (order == 0)
            return (i + 1) % count;
        if (!plan->chores[chore].holder_count && order < 0)
            behind = i + 1;
    }
    return count ? behind % count : 0;
}

static int first_able(const struct plan *plan, size_t chore, civil_day on, size_t position)
{
    size_t count = order_count(plan, chore);
    for (size_t i = 0; i < count; i++) {
        int member = in_order(plan, chore, (position + i) % count);
        if (plan_can(plan, chore, on, member))
            return member;
    }
    return PLAN_NOBODY;
}

static struct plan_turn *find_turn(struct plan *plan, size_t chore, int64_t place)
{
    for (size_t i = 0; i < plan->turn_count; i++)
        if (plan->turns[i].chore == chore && plan->turns[i].place == place)
            return &plan->turns[i];
    return NULL;
}

static struct plan_turn *add_turn(struct plan *plan, size_t chore, int64_t place)
{
    if (plan->turn_count == plan->turn_room) {
        size_t room = plan->turn_room * 2 + 16;
        struct plan_turn *larger = arena_array(plan->arena, room, sizeof *larger);
        if (plan->turn_count)
            memcpy(larger, plan->turns, plan->turn_count * sizeof *larger);
        plan->turns = larger;
        plan->turn_room = room;
    }
    struct plan_turn *turn = &plan->turns[plan->turn_count++];
    *turn = (struct plan_turn){.chore = chore, .place = place};
    return turn;
}

static int member_of(const struct plan *plan, const char *handle)
{
    for (size_t i = 0; i < plan->member_count; i++)
        if (strcmp(plan->members[i].handle, handle) == 0)
            return (int)i;
    return PLAN_NOBODY;
}

static int choose_in_turn(struct plan *plan, size_t chore, civil_day on, int64_t place,
                          struct plan_choice *ret)
{
    civil_day monday = civil_monday(on);
    int hold_days = plan->chores[chore].chore.hold_weeks * 7;
    struct plan_turn *turn = find_turn(plan, chore, place);
    size_t from = turn ? position_behind(plan, chore, turn->handle) : 0;
    if (turn && monday < turn->monday + hold_days) {
        int holder = member_of(plan, turn->handle);
        if (holder >= 0 && plan_can(plan, chore, on, holder)) {
            ret->reason = PLAN_BY_TURN;
            return holder;
        }
        /* Whoever is away for a day keeps the turn; whoever has left does not. */
        if (holder >= 0 && member_is_present(&plan->members[holder], on)) {
            ret->reason = PLAN_IN_PLACE;
            return first_able(plan, chore, on, from);
        }
    }
    int next = first_able(plan, chore, on, from);
    if (next == PLAN_NOBODY)
        return next;
    if (!turn)
        turn = add_turn(plan, chore, place);
    turn->monday = monday;
    turn->handle = plan->members[next].handle;
    turn->is_new = true;
    ret->reason = PLAN_BY_TURN;
    return next;
}

static int choose_own(const struct plan *plan, size_t chore, civil_day on, int64_t place,
                      struct plan_choice *ret)
{
    ret->reason = PLAN_OWN;
    for (int i = 0; i < (int)plan->member_count; i++)
        if (plan->members[i].id == place && plan_can(plan, chore, on, i))
            return i;
    return PLAN_NOBODY;
}

int plan_choose(struct plan *plan, size_t chore, civil_day on, int64_t place,
                struct plan_choice *ret)
{
    *ret = (struct plan_choice){
        .next = PLAN_NOBODY, .passed = PLAN_NOBODY, .last_on = NO_DAY, .reason = PLAN_FIXED};
    switch (plan->chores[chore].chore.rotation) {
    case ROTATION_FAIR:
        return choose_fair(plan, chore, on, ret);
    case ROTATION_ROUND_ROBIN:
        return choose_in_turn(plan, chore, on, place, ret);
    case ROTATION_FIXED:
        return plan->chores[chore].holder_count ? first_able(plan, chore, on, 0) : PLAN_NOBODY;
    case ROTATION_EVERYONE:
        return choose_own(plan, chore, on, place, ret);
    case ROTATION_VOLUNTEER:
    case ROTATIONS:
        break;
    }
    return PLAN_NOBODY;
}
