#pragma once
/* What planning keeps and asks for: who is there when, turns, choices, and the ledger's settled
 * part. 1 found, 0 none, negative failure (db.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"
#include "common/decode.h"
#include "daemon/domain/plan.h"
#include "daemon/store/db.h"

/* Whose chores may be, by chore and position. */
struct plan_holder {
    int64_t chore;
    int64_t person;
};
int plan_holders(struct db *db, int64_t house, struct arena *arena, struct plan_holder **ret,
                 size_t *ret_count);

/* The stays of a house that reach that day or later, by handle and day. */
struct plan_stay {
    int64_t person;
    const char *handle;
    civil_day moved_in_on;
    civil_day moved_out_on; /* NO_DAY: they live there */
};
int plan_stays(struct db *db, int64_t house, civil_day from, struct arena *arena,
               struct plan_stay **ret, size_t *ret_count);

/* The absences of a house that reach that day or later, by person. */
struct plan_absence {
    int64_t person;
    struct absence_span span;
};
int plan_absences(struct db *db, int64_t house, civil_day from, struct arena *arena,
                  struct plan_absence **ret, size_t *ret_count);

/* Its people's busy hours that reach that day or later, by person. */
struct plan_busy {
    int64_t person;
    struct busy_hours hours;
};
int plan_busy_hours(struct db *db, int64_t house, civil_day from, struct arena *arena,
                    struct plan_busy **ret, size_t *ret_count);

/* The newest turn of each chore and place. */
struct plan_turn_row {
    int64_t chore;
    int64_t place;
    civil_day monday;
    const char *handle;
};
int plan_turns(struct db *db, int64_t house, struct arena *arena, struct plan_turn_row **ret,
               size_t *ret_count);
int plan_turn_set(struct db *db, int64_t chore, int64_t place, civil_day monday, int64_t person);

/* What of the ledger is settled, by person: units of domain/ledger.h. */
struct plan_balance {
    int64_t person;
    struct ledger_line line;
};
int plan_balances(struct db *db, int64_t house, struct arena *arena, struct plan_balance **ret,
                  size_t *ret_count);
int plan_balance_set(struct db *db, int64_t person, struct ledger_line line);

/* Why an assignment was given to whom it was given; the newest takes the place of the last. */
struct plan_choice_row {
    int64_t assignment;
    const char *reason;
    struct optional_int balance; /* units; absent where no balance decided */
    int able;
    int64_t next_person; /* 0: nobody */
    struct optional_int next_balance;
    int64_t passed_person; /* 0: nobody */
    civil_day last_on;
    const char *next_handle; /* read alone; NULL where there is nobody */
    const char *passed_handle;
};
int plan_choice_set(struct db *db, const struct plan_choice_row *choice);
int plan_choice_of(struct db *db, int64_t assignment, struct arena *arena,
                   struct plan_choice_row *ret);
