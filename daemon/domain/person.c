#include "daemon/domain/person.h"

#include <string.h>

const char *const orientation_list[] = {
    "agreement and house rules",
    "rights and how to complain",
    "curfew and signing out",
    "chores and house meeting",
    "emergency numbers and way out",
    "naloxone",
    "medicines",
    "neighbours and parking",
    NULL,
};

size_t orientation_count(void)
{
    return sizeof orientation_list / sizeof *orientation_list - 1;
}

bool orientation_has(const char *item)
{
    for (const char *const *known = orientation_list; *known; known++)
        if (strcmp(*known, item) == 0)
            return true;
    return false;
}

int stay_may_begin(const struct stay_days *stays, size_t count, civil_day on, civil_day today,
                   const struct stay_days **ret_other)
{
    if (on > today)
        return PERSON_AHEAD;
    for (size_t i = 0; i < count; i++) {
        if (stays[i].until == NO_DAY) {
            *ret_other = &stays[i];
            return PERSON_ALREADY_HERE;
        }
        /* A new stay has no end yet, so it meets every stay that ends after it begins. */
        if (stays[i].until > on) {
            *ret_other = &stays[i];
            return PERSON_STAYS_OVERLAP;
        }
    }
    return 0;
}

int stay_may_have_been(const struct stay_days *others, size_t count, struct stay_days days,
                       civil_day today, const struct stay_days **ret_other)
{
    if (days.until != NO_DAY && days.until > today)
        return PERSON_AHEAD;
    if (days.until != NO_DAY && days.until < days.from)
        return days.from > today ? PERSON_AHEAD : PERSON_OUT_BEFORE_IN;
    return stay_may_begin(others, count, days.from, today, ret_other);
}

int stay_move_beds(struct stay_days *beds, size_t count, struct stay_days was,
                   struct stay_days days)
{
    if (count == 0)
        return 0;
    struct stay_days *last = &beds[count - 1];
    if (beds->from == was.from || beds->from < days.from)
        beds->from = days.from;
    last->until = days.until;
    if (last->until != NO_DAY && last->until < last->from)
        return PERSON_BED_SINCE;
    return beds != last && beds->until < beds->from ? PERSON_BED_BEFORE : 0;
}

int stay_covers(civil_day from, civil_day on)
{
    return on >= from ? 0 : PERSON_NOT_HERE;
}

int stay_may_change(civil_day from, civil_day bed_from, civil_day on, civil_day today)
{
    if (on > today)
        return PERSON_AHEAD;
    int outcome = stay_covers(from, on);
    if (outcome != 0)
        return outcome;
    return on < bed_from ? PERSON_BED_SINCE : 0;
}

int stay_may_keep(civil_day moved_out_on, civil_day kept_until)
{
    return kept_until == NO_DAY || kept_until >= moved_out_on ? 0 : PERSON_KEPT_TOO_SHORT;
}
