#include "daemon/domain/assignment.h"

#include <string.h>

static const struct {
    const char *name;
    bool to_do;
    bool carried;
} states[ASSIGNMENT_STATES] = {
    [ASSIGNMENT_OPEN] = {"open", false, false},
    [ASSIGNMENT_PLANNED] = {"planned", true, true},
    [ASSIGNMENT_DONE] = {"done", false, true},
    [ASSIGNMENT_CHECKED] = {"checked", false, true},
    [ASSIGNMENT_SENT_BACK] = {"sent-back", true, true},
    [ASSIGNMENT_MISSED] = {"missed", false, false},
    [ASSIGNMENT_EXCUSED] = {"excused", false, false},
    [ASSIGNMENT_CANCELLED] = {"cancelled", false, false},
};

const char *assignment_state_name(enum assignment_state state)
{
    return states[state].name;
}

enum assignment_state assignment_state_from_name(const char *name)
{
    for (int state = 0; state < ASSIGNMENT_STATES; state++)
        if (strcmp(states[state].name, name) == 0)
            return (enum assignment_state)state;
    return ASSIGNMENT_PLANNED;
}

bool assignment_is_to_do(enum assignment_state state)
{
    return states[state].to_do;
}

bool assignment_counts_as_carried(enum assignment_state state)
{
    return states[state].carried;
}

/* --- Which one is meant ------------------------------------------------------------------------
 */

static bool is_meant(const struct assignment *one, const struct assignment_asked *asked)
{
    return !asked->day_named || one->on == asked->on;
}

static bool is_closed(const struct assignment *one, const struct assignment_asked *asked)
{
    return !asked->sets_right && one->closes_at && asked->now >= one->closes_at;
}

static bool is_said_done(enum assignment_state state)
{
    return state == ASSIGNMENT_DONE || state == ASSIGNMENT_CHECKED;
}

static const struct assignment *of_day(const struct assignment *assignments, size_t count,
                                       civil_day on)
{
    for (size_t i = 0; i < count; i++)
        if (assignments[i].on == on)
            return &assignments[i];
    return NULL;
}

static int may_be_done(const struct assignment *one, const struct assignment_asked *asked)
{
    bool stands = one->state == ASSIGNMENT_EXCUSED && !asked->sets_right;
    if (is_said_done(one->state))
        return CHORE_ALREADY_DONE;
    if (stands || one->state == ASSIGNMENT_OPEN || one->state == ASSIGNMENT_CANCELLED)
        return CHORE_NOTHING_OPEN;
    return assignment_may_have_done(one, asked);
}

static int pick_done_of_day(const struct assignment *assignments, size_t count,
                            const struct assignment_asked *asked, const struct assignment **ret)
{
    const struct assignment *one = of_day(assignments, count, asked->on);
    if (!one)
        return CHORE_NOTHING_OPEN;
    *ret = one;
    return may_be_done(one, asked);
}

int assignment_pick_done(const struct assignment *assignments, size_t count,
                         const struct assignment_asked *asked, const struct assignment **ret)
{
    const struct assignment *next = NULL;
    const struct assignment *late = NULL;
    if (asked->day_named)
        return pick_done_of_day(assignments, count, asked, ret);
    for (size_t i = 0; i < count; i++) {
        const struct assignment *one = &assignments[i];
        bool to_do = assignment_is_to_do(one->state) || one->state == ASSIGNMENT_MISSED;
        if (one->on > asked->on || !to_do || is_closed(one, asked))
            continue;
        if (one->due_at < asked->now)
            late = one;
        else if (!next || one->due_at < next->due_at)
            next = one;
    }
    const struct assignment *todays = of_day(assignments, count, asked->on);
    if (!next && todays && is_said_done(todays->state))
        return CHORE_ALREADY_DONE;
    if (!next && !late)
        return CHORE_NOTHING_OPEN;
    *ret = next ? next : late;
    return may_be_done(*ret, asked);
}

int assignment_pick_undo(const struct assignment *assignments, size_t count,
                         const struct assignment_asked *asked, const struct assignment **ret)
{
    const struct assignment *latest = NULL;
    const struct assignment *closed = NULL;
    const struct assignment *checked = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct assignment *one = &assignments[i];
        if (!is_meant(one, asked) || !is_said_done(one->state))
            continue;
        if (is_closed(one, asked))
            closed = one;
        else if (one->state == ASSIGNMENT_CHECKED && !asked->sets_right)
            checked = one;
        else
            latest = one;
    }
    if (!asked->day_named)
        closed = NULL;
    const struct assignment *found = latest ? latest : checked ? checked : closed;
    if (!found)
        return CHORE_NOTHING_DONE;
    *ret = found;
    return found == latest ? 0 : found == checked ? CHORE_ALREADY_CHECKED : CHORE_CLOSED;
}

int assignment_pick_look(const struct assignment *assignments, size_t count,
                         const struct assignment_asked *asked, const struct assignment **ret)
{
    const struct assignment *latest = NULL;
    const struct assignment *over = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct assignment *one = &assignments[i];
        if (!is_meant(one, asked) || !is_said_done(one->state))
            continue;
        if (asked->now < one->looked_until && !is_closed(one, asked))
            latest = one;
        else
            over = one;
    }
    if (!latest && asked->day_named)
        latest = over;
    if (!latest)
        return CHORE_NOTHING_DONE;
    *ret = latest;
    return latest->state == ASSIGNMENT_CHECKED ? CHORE_ALREADY_CHECKED
           : latest == over                    ? CHORE_CLOSED
                                               : 0;
}

int assignment_pick_excuse(const struct assignment *assignments, size_t count,
                           const struct assignment_asked *asked, const struct assignment **ret)
{
    const struct assignment *latest = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct assignment *one = &assignments[i];
        bool meant = is_meant(one, asked) && one->on <= asked->on;
        if (meant && (assignment_is_to_do(one->state) || one->state == ASSIGNMENT_MISSED))
            latest = one;
        else if (meant && one->state == ASSIGNMENT_EXCUSED)
            latest = NULL; /* saying it twice excuses no other */
    }
    if (!latest)
        return CHORE_NOTHING_TO_EXCUSE;
    *ret = latest;
    return 0;
}

int assignment_pick_any(const struct assignment *assignments, size_t count,
                        const struct assignment_asked *asked, const struct assignment **ret)
{
    const struct assignment *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct assignment *one = &assignments[i];
        if (is_meant(one, asked) && (!found || one->on <= asked->on))
            found = one;
    }
    if (!found)
        return CHORE_NOTHING_GIVEN;
    *ret = found;
    return 0;
}

/* --- Rules ------------------------------------------------------------------------------------ */

int assignment_may_take(const struct assignment *one, const struct assignment_asked *asked)
{
    return asked->now < one->due_at ? 0 : CHORE_NOTHING_TO_CLAIM;
}

int assignment_may_have_done(const struct assignment *one, const struct assignment_asked *asked)
{
    if (is_closed(one, asked))
        return CHORE_CLOSED;
    return asked->now < one->opens_at ? CHORE_TOO_EARLY : 0;
}

int assignment_may_look(enum looker looker, bool is_own, bool runs_chores)
{
    if (looker == LOOKER_NOBODY)
        return CHORE_NOT_LOOKED_AT;
    if (is_own)
        return CHORE_OWN;
    return looker == LOOKER_HOUSEMATE || runs_chores ? 0 : CHORE_NOT_LOOKED_AT;
}

bool assignment_may_wait_until(int64_t now, int64_t until)
{
    return until > now && until - now <= ASSIGNMENT_AGAIN_MOST;
}

struct assignment_moment assignment_again(civil_day on, int minute)
{
    enum { HOUR = 60, NOON = 12 * HOUR, MIDNIGHT = 24 * HOUR };
    if (minute > MIDNIGHT - HOUR)
        return (struct assignment_moment){on + 1, NOON};
    return (struct assignment_moment){on, MIDNIGHT};
}

enum assignment_state assignment_lapse(bool was_away)
{
    return was_away ? ASSIGNMENT_EXCUSED : ASSIGNMENT_MISSED;
}

int assignment_may_answer(const struct assignment_notes_so_far *so_far)
{
    /* Doing it and taking that back makes the same miss no second one. */
    int64_t answers = so_far->sent_back + (so_far->missed > 0);
    if (!answers)
        return CHORE_NOTHING_TO_ANSWER;
    bool is_answered = so_far->last_answer > so_far->last_fault || so_far->answered >= answers;
    return is_answered ? CHORE_ALREADY_ANSWERED : 0;
}

int assignment_steps(const char *instructions)
{
    int steps = 0;
    while (instructions && *instructions) {
        instructions += strcspn(instructions, "\n");
        instructions += *instructions == '\n';
        steps++;
    }
    return steps;
}

bool assignment_tick(int steps, const int64_t *numbers, size_t count, int64_t *ret_bits)
{
    int64_t bits = 0;
    int most = steps < ASSIGNMENT_STEPS_MOST ? steps : ASSIGNMENT_STEPS_MOST;
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] < 1 || numbers[i] > most)
            return false;
        bits |= INT64_C(1) << (numbers[i] - 1);
    }
    *ret_bits = bits;
    return true;
}

int64_t assignment_tick_all(int steps)
{
    int most = steps < ASSIGNMENT_STEPS_MOST ? steps : ASSIGNMENT_STEPS_MOST;
    return (INT64_C(1) << most) - 1;
}

bool assignment_note_is_for(const char *kind, bool is_own, bool is_author, bool runs_chores)
{
    return is_own || is_author || (runs_chores && strcmp(kind, "excused") != 0);
}
