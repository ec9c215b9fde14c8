#pragma once
/* A house and those in it, straight into the record. Include cmocka first. */
#include "daemon/store/house.h"
#include "daemon/store/person.h"
#include "tests/unit/store/files.h"

enum { NOW = 1795798800 }; /* 2026-11-27 17:00 UTC */

/* Day `day` of November 2026. */
static inline civil_day november(int day)
{
    return 20758 - 1 + day;
}

static inline int64_t add_house(struct db *db, const char *handle)
{
    int64_t id = 0;
    struct house house = {.handle = handle, .name = "A house", .zone = "UTC", .added_at = NOW};
    assert_int_equal(house_insert(db, &house, &id), 0);
    return id;
}

static inline int64_t add_person(struct db *db, int64_t house, const char *handle)
{
    int64_t id = 0;
    struct person person = {.house = house, .handle = handle, .name = "Somebody"};
    assert_int_equal(person_insert(db, &person, NOW, &id), 0);
    return id;
}

static inline int64_t add_stay(struct db *db, int64_t house, int64_t person, civil_day from)
{
    int64_t id = 0;
    struct stay stay = {
        .person = person,
        .moved_in_on = from,
        .agreement_signed_on = NO_DAY,
        .orientation_due_at = NOW + 86400,
    };
    assert_int_equal(stay_insert(db, &stay, house, NOW, &id), 0);
    return id;
}
