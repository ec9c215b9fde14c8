#include "daemon/domain/plan.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/domain/plan_choose.h"

static const char *const reasons[PLAN_REASONS] = {
    [PLAN_BY_BALANCE] = "balance", [PLAN_BY_LAST] = "longest", [PLAN_BY_HANDLE] = "handle",
    [PLAN_ONLY] = "only",          [PLAN_BY_TURN] = "turn",    [PLAN_IN_PLACE] = "in-place",
    [PLAN_FIXED] = "fixed",        [PLAN_OWN] = "own",
};

const char *plan_reason_name(enum plan_reason reason)
{
    return reasons[reason];
}

int plan_reason_from_name(const char *name)
{
    for (int reason = 0; reason < PLAN_REASONS; reason++)
        if (strcmp(reasons[reason], name) == 0)
            return reason;
    return -1;
}

/* --- Rows ------------------------------------------------------------------------------------ */

static void link_row(struct plan *plan, size_t index)
{
    struct plan_row *row = &plan->rows[index];
    size_t days = (size_t)(plan->ledger.until - plan->ledger.from) + 1;
    size_t *last = &plan->first[row->chore * days + (size_t)(row->on - plan->ledger.from)];
    while (*last)
        last = &plan->rows[*last - 1].next;
    *last = index + 1;
}

static size_t add_row(struct plan *plan, const struct plan_row *row)
{
    if (plan->row_count == plan->row_room) {
        size_t room = plan->row_room * 2 + 64;
        struct plan_row *larger = arena_array(plan->arena, room, sizeof *larger);
        if (plan->row_count)
            memcpy(larger, plan->rows, plan->row_count * sizeof *larger);
        plan->rows = larger;
        plan->row_room = room;
    }
    plan->rows[plan->row_count] = *row;
    plan->rows[plan->row_count].next = 0;
    link_row(plan, plan->row_count);
    return plan->row_count++;
}

void plan_begin(struct plan *plan, const struct ledger_line *before, civil_day from)
{
    civil_day until = plan->until;
    for (size_t i = 0; i < plan->row_count; i++)
        if (plan->rows[i].on > until)
            until = plan->rows[i].on;
    ledger_begin(&plan->ledger, plan->members, plan->member_count, before, from, until,
                 plan->arena);
    size_t days = until < from ? 0 : (size_t)(until - from) + 1;
    plan->first = arena_array(plan->arena, plan->chore_count * days, sizeof *plan->first);
    for (size_t i = 0; i < plan->row_count; i++) {
        struct plan_row *row = &plan->rows[i];
        row->next = 0;
        link_row(plan, i);
        if (assignment_counts_as_carried(row->state))
            ledger_add(&plan->ledger, row->member, row->on, row->fair_effort);
    }
}

/* --- Changes --------------------------------------------------------------------------------- */

struct changes {
    struct plan *plan;
    struct plan_change *items;
    size_t count, room;
};

static void note(struct changes *changes, enum plan_deed deed, size_t row, int from,
                 const struct plan_choice *choice)
{
    if (changes->count == changes->room) {
        size_t room = changes->room * 2 + 64;
        struct plan_change *larger = arena_array(changes->plan->arena, room, sizeof *larger);
        if (changes->count)
            memcpy(larger, changes->items, changes->count * sizeof *larger);
        changes->items = larger;
        changes->room = room;
    }
    struct plan_change *change = &changes->items[changes->count++];
    *change = (struct plan_change){.deed = deed, .row = row, .from = from};
    if (choice)
        change->choice = *choice;
}

static size_t index_of(const struct plan *plan, const struct plan_row *row)
{
    return (size_t)(row - plan->rows);
}

/* What is due later than now. */
static bool is_ahead(const struct plan *plan, const struct chore *chore, civil_day on)
{
    int64_t due = (int64_t)on * CIVIL_DAY_MINUTES + chore->due_minute;
    return due > (int64_t)plan->today * CIVIL_DAY_MINUTES + plan->minute_now;
}

static int effort_of(const struct chore *chore)
{
    return chore->rotation == ROTATION_FAIR ? chore->effort : 0;
}

static bool comes_round(const struct plan_chore *chore, civil_day on)
{
    for (size_t i = 0; i < chore->day_count; i++)
        if (chore->days[i] == on)
            return true;
    return false;
}

/* Takes it from whoever has it; the ledger forgets it. */
static void take(struct plan *plan, struct plan_row *row, enum assignment_state state)
{
    if (assignment_counts_as_carried(row->state))
        ledger_add(&plan->ledger, row->member, row->on, -row->fair_effort);
    if (state != ASSIGNMENT_EXCUSED)
        row->member = PLAN_NOBODY;
    row->state = state;
}

static void give(struct plan *plan, struct plan_row *row, int member)
{
    row->member = member;
    row->state = member == PLAN_NOBODY ? ASSIGNMENT_OPEN : ASSIGNMENT_PLANNED;
    if (member != PLAN_NOBODY)
        ledger_add(&plan->ledger, member, row->on, row->fair_effort);
}

/* Who had it cannot: it goes to the next, or stays open. */
static void give_on(struct changes *changes, struct plan_row *row)
{
    struct plan *plan = changes->plan;
    struct plan_choice choice;
    int from = row->member;
    take(plan, row, ASSIGNMENT_OPEN);
    if (plan->chores[row->chore].chore.rotation == ROTATION_EVERYONE) {
        row->state = ASSIGNMENT_CANCELLED;
        note(changes, PLAN_CANCEL, index_of(plan, row), from, NULL);
        return;
    }
    int to = plan_choose(plan, row->chore, row->on, row->place, &choice);
    give(plan, row, to);
    row->agreed = false;
    note(changes, to == PLAN_NOBODY ? PLAN_OPEN : PLAN_PASS, index_of(plan, row), from, &choice);
}

static void give_open(struct changes *changes, struct plan_row *row, enum plan_deed deed)
{
    struct plan *plan = changes->plan;
    struct plan_choice choice;
    int to = plan_choose(plan, row->chore, row->on, row->place, &choice);
    bool is_own = plan->chores[row->chore].chore.rotation == ROTATION_EVERYONE;
    if (to == PLAN_NOBODY && (deed == PLAN_GIVE || is_own))
        return;
    row->fair_effort = effort_of(&plan->chores[row->chore].chore);
    give(plan, row, to);
    note(changes, deed, index_of(plan, row), PLAN_NOBODY, &choice);
}

static void cancel(struct changes *changes, struct plan_row *row)
{
    int from = row->member;
    take(changes->plan, row, ASSIGNMENT_CANCELLED);
    note(changes, PLAN_CANCEL, index_of(changes->plan, row), from, NULL);
}

static bool has_place(const struct plan *plan, const struct plan_row *row)
{
    const struct chore *chore = &plan->chores[row->chore].chore;
    return chore->rotation == ROTATION_EVERYONE || row->place <= chore->people;
}

/* One that is there already. */
static void look_after(struct changes *changes, struct plan_row *row)
{
    struct plan *plan = changes->plan;
    const struct plan_chore *chore = &plan->chores[row->chore];
    bool wanted = comes_round(chore, row->on) && has_place(plan, row);
    bool has_somebody = row->member != PLAN_NOBODY;
    bool can =
        row->member >= 0 && member_can_do(&plan->members[row->member], &chore->chore, row->on);
    if (row->state == ASSIGNMENT_CANCELLED) {
        if (wanted && plan->fills)
            give_open(changes, row, PLAN_REVIVE);
    } else if (row->state == ASSIGNMENT_SENT_BACK) {
        if (!can) {
            int from = row->member;
            take(plan, row, ASSIGNMENT_EXCUSED);
            note(changes, PLAN_EXCUSE, index_of(plan, row), from, NULL);
        }
    } else if (row->state == ASSIGNMENT_OPEN || row->state == ASSIGNMENT_PLANNED) {
        if (!wanted && !row->agreed)
            cancel(changes, row);
        else if (has_somebody && !can)
            give_on(changes, row);
        else if (!has_somebody)
            give_open(changes, row, PLAN_GIVE);
    }
}

static bool has_row(const struct plan *plan, size_t chore, civil_day on, int64_t place)
{
    const struct plan_row *row = plan_rows(plan, chore, on);
    for (; row; row = plan_next_row(plan, row))
        if (row->place == place)
            return true;
    return false;
}

static void fill_place(struct changes *changes, size_t chore, civil_day on, int64_t place)
{
    struct plan *plan = changes->plan;
    struct plan_choice choice;
    if (has_row(plan, chore, on, place))
        return;
    int member = plan_choose(plan, chore, on, place, &choice);
    if (member == PLAN_NOBODY && plan->chores[chore].chore.rotation == ROTATION_EVERYONE)
        return;
    struct plan_row row = {
        .chore = chore,
        .member = PLAN_NOBODY,
        .place = place,
        .on = on,
        .state = ASSIGNMENT_OPEN,
        .fair_effort = effort_of(&plan->chores[chore].chore),
    };
    size_t index = add_row(plan, &row);
    give(plan, &plan->rows[index], member);
    note(changes, PLAN_ADD, index, PLAN_NOBODY, &choice);
}

static void fill(struct changes *changes, size_t chore, civil_day on)
{
    const struct plan *plan = changes->plan;
    const struct plan_chore *wanted = &plan->chores[chore];
    if (wanted->chore.rotation == ROTATION_EVERYONE) {
        for (size_t i = 0; i < plan->member_count; i++)
            fill_place(changes, chore, on, plan->members[i].id);
        return;
    }
    for (int place = 1; place <= wanted->chore.people; place++)
        fill_place(changes, chore, on, place);
}

static void plan_chore_day(struct changes *changes, size_t chore, civil_day on)
{
    struct plan *plan = changes->plan;
    if (!is_ahead(plan, &plan->chores[chore].chore, on))
        return;
    struct plan_row *row = plan_rows(plan, chore, on);
    for (; row; row = plan_next_row(plan, row))
        look_after(changes, row);
    if (plan->fills && on <= plan->until && comes_round(&plan->chores[chore], on))
        fill(changes, chore, on);
}

/* --- Newcomers ------------------------------------------------------------------------------- */

static bool may_pass(const struct plan *plan, const struct plan_row *row)
{
    return row->on > plan->today && row->state == ASSIGNMENT_PLANNED && !row->agreed &&
           row->fair_effort > 0 && row->member >= 0;
}

static bool has_nothing(const struct plan *plan, int member)
{
    for (size_t i = 0; i < plan->row_count; i++)
        if (plan->rows[i].member == member && plan->rows[i].on > plan->today &&
            plan->rows[i].fair_effort > 0)
            return false;
    return true;
}

static int heaviest(const struct plan *plan)
{
    int most = 0;
    for (size_t i = 0; i < plan->chore_count; i++)
        if (effort_of(&plan->chores[i].chore) > most)
            most = plan->chores[i].chore.effort;
    return most;
}

/* Of that day's rows the one whose holder stands highest above the member, by more than it and the
 * heaviest chore weigh: so nothing is ever passed back. */
static struct plan_row *find_to_pass(struct plan *plan, civil_day on, int member, int most)
{
    struct plan_row *best = NULL;
    int64_t highest = 0;
    int64_t own = ledger_balance(&plan->ledger, (size_t)member);
    for (size_t chore = 0; chore < plan->chore_count; chore++) {
        struct plan_row *row = plan_rows(plan, chore, on);
        for (; row; row = plan_next_row(plan, row)) {
            if (!may_pass(plan, row) || !plan_can(plan, chore, on, member) ||
                plan_has_neighbour(plan, chore, on, member))
                continue;
            int64_t above = ledger_balance(&plan->ledger, (size_t)row->member) - own;
            if (above > (row->fair_effort + most) * LEDGER_POINT && above > highest) {
                highest = above;
                best = row;
            }
        }
    }
    return best;
}

static void welcome(struct changes *changes, int member, int most)
{
    struct plan *plan = changes->plan;
    for (civil_day on = plan->today + 1; on <= plan->ledger.until; on++) {
        struct plan_row *row;
        while ((row = find_to_pass(plan, on, member, most))) {
            int from = row->member;
            struct plan_choice choice = {
                .reason = PLAN_BY_BALANCE,
                .balance = ledger_balance(&plan->ledger, (size_t)member),
                .able = 2,
                .next = from,
                .next_balance = ledger_balance(&plan->ledger, (size_t)from),
                .passed = PLAN_NOBODY,
                .last_on = NO_DAY,
            };
            ledger_move(&plan->ledger, from, member, on, row->fair_effort);
            row->member = member;
            note(changes, PLAN_PASS, index_of(plan, row), from, &choice);
        }
    }
}

static void welcome_all(struct changes *changes)
{
    struct plan *plan = changes->plan;
    int most = heaviest(plan);
    for (int i = 0; i < (int)plan->member_count; i++)
        if (ledger_balance(&plan->ledger, (size_t)i) < -most * LEDGER_POINT && has_nothing(plan, i))
            welcome(changes, i, most);
}

void plan_make(struct plan *plan, size_t most, struct plan_change **ret, size_t *ret_count,
               bool *ret_whole)
{
    struct changes changes = {.plan = plan};
    civil_day on = plan->today;
    for (; on <= plan->ledger.until && changes.count < most; on++)
        for (size_t chore = 0; chore < plan->chore_count; chore++)
            plan_chore_day(&changes, chore, on);
    *ret_whole = on > plan->ledger.until;
    if (*ret_whole && plan->fills)
        welcome_all(&changes);
    *ret = changes.items;
    *ret_count = changes.count;
}
