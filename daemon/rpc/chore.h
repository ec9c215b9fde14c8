#pragma once
/* What the parts of the noun, other nouns and jobs need of chores. */
#include "daemon/domain/chore.h"
#include "daemon/rpc/call.h"
#include "daemon/store/assignment.h"

/* The house's chore of that handle. 0, a failure, or OUTCOME_NOT_FOUND with the nearest one. */
int chore_find(struct call *call, const char *handle, struct chore *ret);

/* The same, whether or not it is retired. */
int chore_find_ever(struct call *call, const char *handle, struct chore *ret);

/* The stays of somebody of the call's house, as chores see them; nobody else has any. 0 or a
 * failure. */
int chore_presence(struct call *call, const struct person *person, struct presence **ret,
                   size_t *ret_count);

/* What happened to an assignment, for its history. A note is sealed under the month's key of the
 * person it is about. */
struct chore_mark {
    int64_t assignment;
    int64_t about;    /* whose it is */
    int64_t to;       /* to whom it went; 0: that has not changed */
    const char *kind; /* the table's own word for it */
    const char *note; /* NULL: none */
    int64_t ticked;   /* steps that were ticked, bit 0 = the first */
};
int chore_mark(struct call *call, const struct chore_mark *mark);

/* Something that becomes of an assignment. All changes of state go through chore_become: it puts
 * the ledger right, writes the state, and the mark. */
struct chore_change {
    const struct assignment_row *row; /* as it was */
    enum assignment_state state;
    int64_t due_at;   /* where it is sent back: by when it is to be done again */
    const char *kind; /* these as in struct chore_mark */
    const char *note;
    int64_t ticked;
};
int chore_become(struct call *call, const struct chore_change *change);

/*
 * An assignment passes into that state, and its day may be settled already: then the balances are
 * made to say what they would if it had been so from the beginning. Called before every change of
 * state, with the assignment as it was, and as belonging to whoever carries it. 0 or a failure.
 */
int ledger_restate(struct call *call, const struct assignment_row *before,
                   enum assignment_state after);

/* --- One person's assignments of one chore ---------------------------------------------------- */

/* How many days back what is not named by its day is looked for, and ahead. */
enum { CHORE_DAYS_BACK = 31, CHORE_DAYS_AHEAD = 31 };

struct chore_own {
    struct chore chore;
    struct assignment_row *rows;
    struct assignment *list; /* the same, for the pickers of domain/assignment.h */
    size_t count;
};

/* Those of call->person, from one day to another. 0, a failure, or OUTCOME_NOT_FOUND. */
int chore_load_own(struct call *call, const char *handle, civil_day from, civil_day until,
                   struct chore_own *ret);

/* The day whose evening is not over. */
civil_day chore_evening(const struct call *call);

/* What is asked by a call that names this day, or none. */
struct assignment_asked chore_asked(struct call *call, const char *on);

/* The row of what was picked. */
const struct assignment_row *chore_row(const struct chore_own *own,
                                       const struct assignment *picked);

/* Fills what the outcome's error tells, and returns it. `on` is the day that was meant; NO_DAY
 * where none was. */
int chore_refuse(struct call *call, int outcome, const struct chore *chore,
                 const struct assignment *picked, civil_day on);

/* Whether the caller runs the chores of the call's house. */
bool chore_is_run_by_caller(const struct call *call);

/* Whether somebody lives in the call's house on that day: 0, CHORE_NOT_HERE with its fields, or a
 * failure. */
int chore_lives_here(struct call *call, const struct person *person, civil_day on);

/* An open place of that chore and day that call->person may take: 0; CHORE_NOTHING_TO_CLAIM or
 * CHORE_ALREADY_ASSIGNED, without fields; or a failure. */
int chore_find_open(struct call *call, const struct chore *chore, civil_day on,
                    struct assignment_row *ret);

/* call->person takes it; `row` is as it stands then. */
int chore_take(struct call *call, const struct chore *chore, struct assignment_row *row);

/* Writes `assignmentId` and `on`. */
void chore_reply(struct call *call, const struct assignment_row *row);

/* Writes the list of ticked steps by their numbers. */
void chore_write_ticked(struct call *call, int64_t bits);

/* The row with what the clock makes of it, for the rules. */
struct assignment chore_times(const struct call *call, const struct chore *chore,
                              const struct assignment_row *row);

/* What the noun holds about call->target.owner, for `me`. */
int chore_facts(struct call *call);
