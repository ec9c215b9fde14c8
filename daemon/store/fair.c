#include "daemon/store/fair.h"

#include "daemon/store/query.h"

static const char CARRY[] = "update fair_balance set carried = carried + ?2 where person = ?1";
/* Who lived there and was neither away nor exempt from all chores. */
static const char SHARE[] =
    "with there (id) as (select p.id from person p where p.house = ?1"
    " and exists (select 1 from stay s where s.person = p.id and s.moved_in_on <= ?2"
    "             and (s.moved_out_on is null or s.moved_out_on > ?2))"
    " and not exists (select 1 from absence b where b.person = p.id and b.chore is null"
    "                 and b.withdrawn_at is null and b.from_on <= ?2"
    "                 and (b.until_on is null or b.until_on >= ?2)))"
    " update fair_balance set share = share + ?3 / (select count(*) from there)"
    " where person in (select id from there)";

int fair_carry(struct db *db, int64_t house, int64_t person, civil_day on, int64_t units)
{
    struct query carry = query_start(db, CARRY);
    query_int(&carry, person);
    query_int(&carry, units);
    int failure = query_run(&carry);
    struct query share = query_start(db, SHARE);
    query_int(&share, house);
    query_day(&share, on);
    query_int(&share, units);
    int shared = query_run(&share);
    return failure < 0 ? failure : shared;
}
