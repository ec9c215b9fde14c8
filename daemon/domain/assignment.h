#pragma once
/* One chore, due at one time, given to one person: what it goes through. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"
#include "daemon/domain/chore.h"

enum assignment_state {
    ASSIGNMENT_OPEN,      /* nobody has it */
    ASSIGNMENT_PLANNED,   /* somebody has it */
    ASSIGNMENT_DONE,      /* they say it is done */
    ASSIGNMENT_CHECKED,   /* somebody else has looked at it */
    ASSIGNMENT_SENT_BACK, /* somebody else has looked, and it is to be done again */
    ASSIGNMENT_MISSED,    /* its time went by */
    ASSIGNMENT_EXCUSED,   /* it need not be done */
    ASSIGNMENT_CANCELLED, /* it does not take place */
    ASSIGNMENT_STATES,
};

struct assignment {
    int64_t id;
    civil_day on;
    int64_t due_at;
    enum assignment_state state;
    int64_t opens_at;     /* it is not said done before; 0: at any time */
    int64_t closes_at;    /* from then on housemates change nothing of it; 0: never */
    int64_t looked_until; /* until then it is looked at; 0 where it was never said done */
};

/* "planned", "sent-back", ... */
const char *assignment_state_name(enum assignment_state state);

/* The state of that name; planned for one that is not known. */
enum assignment_state assignment_state_from_name(const char *name);

/* Whether there is something to do for whoever has it: planned, or sent back. */
bool assignment_is_to_do(enum assignment_state state);

/* Whether it counts in the ledger, for whoever has it: what is planned, said done or looked at
 * does; what was missed, excused or never given is taken back. */
bool assignment_counts_as_carried(enum assignment_state state);

/* --- Which one is meant, and whether it may be ------------------------------------------------ */

/* What somebody asks of one person's assignments of one chore. */
struct assignment_asked {
    bool day_named;
    civil_day on; /* that day; else the one whose evening is not over */
    int64_t now;
    bool sets_right; /* they run the chores: what is closed to others is open to them */
};

/*
 * The pickers below take `assignments` in the order of their days, at most one of a day. They
 * return 0 and the one that is meant; or an outcome, and the one it is about where it is about
 * one.
 */

/*
 * Which one `done` means. Where a day is named, that day's. Else it is the one that is due next,
 * of days up to `on`; else, where that day's is not done already, the latest that is late or
 * missed and not closed. So saying it twice uses up neither tomorrow's nor what was missed before.
 * 0, CHORE_NOTHING_OPEN, CHORE_ALREADY_DONE, CHORE_CLOSED or CHORE_TOO_EARLY.
 */
int assignment_pick_done(const struct assignment *assignments, size_t count,
                         const struct assignment_asked *asked, const struct assignment **ret);

/* The same for `undo`: the named day's, else the latest that was said done and is not closed. What
 * was looked at is taken back only by who sets things right. 0, CHORE_NOTHING_DONE, CHORE_CLOSED or
 * CHORE_ALREADY_CHECKED. */
int assignment_pick_undo(const struct assignment *assignments, size_t count,
                         const struct assignment_asked *asked, const struct assignment **ret);

/* The same for looking at it: it is said done, and `looked_until` is to come. Looking twice looks
 * at no other. 0, CHORE_NOTHING_DONE, CHORE_CLOSED or CHORE_ALREADY_CHECKED. */
int assignment_pick_look(const struct assignment *assignments, size_t count,
                         const struct assignment_asked *asked, const struct assignment **ret);

/* The same for excusing it: it is to do, or was missed. 0 or CHORE_NOTHING_TO_EXCUSE. */
int assignment_pick_excuse(const struct assignment *assignments, size_t count,
                           const struct assignment_asked *asked, const struct assignment **ret);

/* The same for reading about it, whatever became of it: the latest up to `on`, else the next. 0 or
 * CHORE_NOTHING_GIVEN. */
int assignment_pick_any(const struct assignment *assignments, size_t count,
                        const struct assignment_asked *asked, const struct assignment **ret);

/* --- Rules ------------------------------------------------------------------------------------ */

enum {
    ASSIGNMENT_CLOSES_MINUTE = 12 * 60, /* of the day after its last: then its day is closed */
    ASSIGNMENT_AGAIN_MOST = 48 * 3600,  /* what is sent back is due again so soon, in seconds */
    ASSIGNMENT_STEPS_MOST = 62,         /* steps beyond are not ticked one by one */
};

/* Whether somebody may take what nobody has: 0 or CHORE_NOTHING_TO_CLAIM, for its time is over. */
int assignment_may_take(const struct assignment *one, const struct assignment_asked *asked);

/* Whether somebody may say that they did what nobody had: 0, CHORE_CLOSED or CHORE_TOO_EARLY. */
int assignment_may_have_done(const struct assignment *one, const struct assignment_asked *asked);

/* Whether somebody may look at it: 0, CHORE_OWN or CHORE_NOT_LOOKED_AT. */
int assignment_may_look(enum looker looker, bool is_own, bool runs_chores);

/* Whether what is sent back now may be due again then. */
bool assignment_may_wait_until(int64_t now, int64_t until);

/* When that is where nobody says: midnight of the evening `on`, `minute` of which it is now; or
 * noon of the next day, where less than an hour is left. */
struct assignment_moment {
    civil_day on;
    int minute;
};
struct assignment_moment assignment_again(civil_day on, int minute);

/* What becomes of it when its time goes by: absence is never missed. */
enum assignment_state assignment_lapse(bool was_away);

/* What was noted of an assignment, as far as answers go. */
struct assignment_notes_so_far {
    int64_t sent_back; /* how often */
    int64_t missed;
    int64_t answered;
    int64_t last_fault;  /* the number of the last mark of being missed or sent back; 0 none */
    int64_t last_answer; /* the same of an answer */
};

/* A miss and each sending back are answered once: 0, CHORE_NOTHING_TO_ANSWER or
 * CHORE_ALREADY_ANSWERED. */
int assignment_may_answer(const struct assignment_notes_so_far *so_far);

/* How many steps there are: a line each. NULL has none. */
int assignment_steps(const char *instructions);

/* Steps by number, from 1, as bits, from 0. False where there is no such step. */
bool assignment_tick(int steps, const int64_t *numbers, size_t count, int64_t *ret_bits);
int64_t assignment_tick_all(int steps);

/* Whether somebody reads the note of a mark of that kind: of their own chore, one that they wrote,
 * or because they run the chores. Why somebody was excused is theirs and whose word it was. */
bool assignment_note_is_for(const char *kind, bool is_own, bool is_author, bool runs_chores);
