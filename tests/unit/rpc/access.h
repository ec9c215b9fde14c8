#pragma once
/* The columns and the letters of access.table: who calls, and about whom. For its two tests. */
#include <stdbool.h>

#include "daemon/rpc/noun.h"

#define TABLE "tests/unit/rpc/access.table"

/* The part of the table that says who may know of what they may do nothing to. */
#define MAY_KNOW "may-know"

/* Where the thing acted on stands, seen from the caller. The letters of the table. */
enum situation { SELF, SAME_HOUSE, OTHER_HOUSE, FORMER, SITUATIONS };
static const char letters[SITUATIONS] = "shof";

/* --- Columns: who calls --------------------------------------------------------------------- */

/* What a caller is besides the role that names the column. */
enum standing {
    UNKNOWN,    /* no account */
    SHARED,     /* an account that is nobody's, in maple */
    EVERYWHERE, /* the same, in every house */
    ACCOUNT,    /* a person of maple with an account */
    LIVES_HERE, /* and a resident */
};

struct column {
    enum role role;
    enum standing standing;
};

static const struct column columns[] = {
    {ROLE_ANYBODY, UNKNOWN},
    {ROLE_OPERATOR, EVERYWHERE},
    {ROLE_KIOSK, SHARED},
    {ROLE_PERSON, ACCOUNT},
    {ROLE_RESIDENT, LIVES_HERE},
    {ROLE_OPERATOR, ACCOUNT},
    {ROLE_MANAGER, ACCOUNT},
    {ROLE_COACH, ACCOUNT},
    {ROLE_AUDITOR, ACCOUNT},
    {ROLE_COURIER, ACCOUNT},
    {ROLE_ALUMNUS, ACCOUNT},
    {ROLE_MEMBER, ACCOUNT},
    {ROLE_APPLICANT, ACCOUNT},
    {ROLE_PRESIDENT, LIVES_HERE},
    {ROLE_SECRETARY, LIVES_HERE},
    {ROLE_TREASURER, LIVES_HERE},
    {ROLE_COMPTROLLER, LIVES_HERE},
    {ROLE_COORDINATOR, LIVES_HERE},
    {ROLE_REPRESENTATIVE, LIVES_HERE},
};

static inline bool is_person(const struct column *column)
{
    return column->standing >= ACCOUNT;
}

static inline const char *column_name(const struct column *column)
{
    return column->standing == EVERYWHERE ? "root" : role_name(column->role);
}
