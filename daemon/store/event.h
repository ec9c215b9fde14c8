#pragma once
/* The outbox: what people should hear about, numbered, written with what it tells of. */
#include <stdint.h>

#include "common/arena.h"
#include "daemon/store/db.h"

/*
 * `audience` says who hears of it: AUDIENCE_HOUSE everybody who may see the house's events,
 * AUDIENCE_PERSON the person alone, or the name of a right (domain/access.h) its holders.
 */
#define AUDIENCE_HOUSE  "house"
#define AUDIENCE_PERSON "person"

struct event {
    int64_t id;
    int64_t at;
    int64_t house;
    const char *kind;
    const char *audience;
    int64_t person; /* whom it is about; 0 nobody */
    const char *person_handle;
    const char *subject; /* such as a chore's handle */
    const char *on_date;
};

int event_insert(struct db *db, const struct event *event);

/* A house's events after `after`, oldest first, at most `limit`. */
int event_after(struct db *db, int64_t house, int64_t after, size_t limit, struct arena *arena,
                struct event **ret, size_t *ret_count);

/* The id behind which the latest `count` events of the house stand. */
int event_tail(struct db *db, int64_t house, size_t count, int64_t *ret_after);
