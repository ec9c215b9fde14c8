#pragma once
/* What the parts of the noun Inspection share: inspection.c has its rows, the items and the
 * answers, inspection_record.c puts down, inspection_read.c tells. */
#include "common/bytes.h"
#include "daemon/rpc/call.h"
#include "daemon/store/inspection.h"

/* The house's items, as they are now. */
struct inspection_item_set {
    struct inspection_item *list;
    size_t count;
};
int inspection_load_items(struct call *call, struct inspection_item_set *ret);

/* Its place among them. 0, or OUTCOME_NOT_FOUND with the nearest. */
int inspection_find_item(struct call *call, const struct inspection_item_set *items,
                         const char *handle, size_t *ret_place);

/* Words go under the month's key of whom they are about, or of the house for 0. */
int inspection_seal(struct call *call, int64_t person, const char *table, const char *column,
                    const char *text, struct bytes *ret);

/* A room's name as it is kept: in small letters, as handles are. */
const char *inspection_room_name(struct call *call, const char *typed);

/* An inspection of the call's house that the caller may see. 0, OUTCOME_NOT_FOUND or a failure. */
int inspection_find_visible(struct call *call, int64_t id, struct inspection *ret);

/* Whose room it was; NULL for nobody's, and where the caller may not know of them. */
const char *inspection_lodger(struct call *call, const struct inspection *inspection);

/* For `kith me`: what was found in one's own rooms. */
int inspection_facts(struct call *call);
