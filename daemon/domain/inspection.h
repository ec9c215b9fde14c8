#pragma once
/* Inspections: what is looked at in a room and what was found, who may look, see and answer. Pure.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/civil.h"

enum inspection_outcome {
    INSPECTION_TOO_MANY_ITEMS = 1,
    INSPECTION_OWN_ROOM,
    INSPECTION_AHEAD,
    INSPECTION_TWICE,
    INSPECTION_NOTHING_SEEN,
    INSPECTION_OTHER_ROOM,
    INSPECTION_REPLACED,
    INSPECTION_NOT_YOURS,
    INSPECTION_NOT_FAILED,
    INSPECTION_ANSWERED,
    INSPECTION_OUTCOMES,
};

/* So that a page of 500 inspections in which everything failed is one slice's work. */
enum { INSPECTION_ITEMS_MOST = 16 };

/* What was found of an item; nothing where it was not looked at. */
enum inspection_found { INSPECTION_UNSEEN, INSPECTION_PASS, INSPECTION_FAIL };

/* "unseen", "pass" or "fail". */
const char *inspection_found_name(enum inspection_found found);

/* What that name stands for; unseen for one that is not known. */
enum inspection_found inspection_found_from_name(const char *name);

/* Whether a house that looks at `count` things may look at one more. 0 or
 * INSPECTION_TOO_MANY_ITEMS. */
int inspection_may_add(size_t count);

/* A room on the day on which it was looked at. People are ids; 0 is nobody. */
struct inspection_room {
    bool shared;
    int64_t lodger;     /* who slept there on that day */
    int64_t lodger_now; /* who does today */
};

/* Whether somebody may put down today what they found there on that day. Nobody judges their own
 * room. 0, INSPECTION_AHEAD or INSPECTION_OWN_ROOM. */
int inspection_may_record(const struct inspection_room *room, int64_t inspector, civil_day on,
                          civil_day today);

/* Notes what was found of an item that stands at UNSEEN until then. 0, or INSPECTION_TWICE where
 * it both passed and failed. */
int inspection_find(enum inspection_found *item, enum inspection_found found);

/* Closes the list: with `rest_passed`, what nobody named has passed. An inspection that replaces
 * another may have seen nothing: then it takes the other back. 0 or INSPECTION_NOTHING_SEEN. */
int inspection_close(enum inspection_found *items, size_t count, bool rest_passed, bool replaces);

/* An inspection that another is to stand instead of. */
struct inspection_replaced {
    const char *room;
    int64_t lodger;
    int64_t replaced_by; /* 0: by none yet */
};

/* Whether somebody may replace it by one of `room`. Nobody replaces what was found of themselves,
 * wherever they sleep now. 0, INSPECTION_OTHER_ROOM, INSPECTION_OWN_ROOM or INSPECTION_REPLACED. */
int inspection_may_replace(const struct inspection_replaced *was, const char *room,
                           int64_t inspector);

/* Whether it may be seen: what is shared by everybody of the house, the rest by who runs the chores
 * and by whoever slept there. */
bool inspection_may_see(bool shared, int64_t lodger, int64_t reader, bool runs_chores);

/* Whether a resident may answer what was found. 0, INSPECTION_NOT_YOURS, INSPECTION_NOT_FAILED or
 * INSPECTION_ANSWERED. */
int inspection_may_answer(int64_t lodger, int64_t resident, enum inspection_found found,
                          bool answered);
