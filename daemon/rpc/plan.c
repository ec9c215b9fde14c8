/* What becomes of the ledger when the past turns out to have been otherwise. */
#include "daemon/domain/ledger.h"
#include "daemon/rpc/chore.h"
#include "daemon/store/chore.h"
#include "daemon/store/fair.h"

int ledger_restate(struct call *call, const struct assignment_row *before,
                   enum assignment_state after)
{
    struct chore_house settings = {.settled_through = NO_DAY};
    bool was_carried = assignment_counts_as_carried(before->state);
    bool is_carried = assignment_counts_as_carried(after);
    if (was_carried == is_carried || !before->fair_effort || !before->person)
        return 0;
    int found = chore_house_load(call->db, before->house, &settings);
    if (found < 0 || settings.settled_through == NO_DAY || before->on > settings.settled_through)
        return found < 0 ? found : 0;
    int64_t units = before->fair_effort * LEDGER_POINT;
    return fair_carry(call->db, before->house, before->person, before->on,
                      is_carried ? units : -units);
}
