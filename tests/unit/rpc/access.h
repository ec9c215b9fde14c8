#pragma once
/* The columns and cells of access.table: who calls, and whether they may. For its two tests. */
#include <stdbool.h>
#include <string.h>

#include "daemon/rpc/noun.h"

enum { MAPLE = 1, OAK = 2, NO_HOUSE = 0 };

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
    uid_t uid;
};

static const struct column columns[] = {
    {ROLE_ANYBODY, UNKNOWN, 4000},
    {ROLE_OPERATOR, EVERYWHERE, 0},
    {ROLE_KIOSK, SHARED, 1100},
    {ROLE_PERSON, ACCOUNT, 2001},
    {ROLE_RESIDENT, LIVES_HERE, 2002},
    {ROLE_OPERATOR, ACCOUNT, 2003},
    {ROLE_MANAGER, ACCOUNT, 2004},
    {ROLE_COACH, ACCOUNT, 2005},
    {ROLE_AUDITOR, ACCOUNT, 2006},
    {ROLE_COURIER, ACCOUNT, 2007},
    {ROLE_ALUMNUS, ACCOUNT, 2008},
    {ROLE_MEMBER, ACCOUNT, 2009},
    {ROLE_APPLICANT, ACCOUNT, 2010},
    {ROLE_PRESIDENT, LIVES_HERE, 2011},
    {ROLE_SECRETARY, LIVES_HERE, 2012},
    {ROLE_TREASURER, LIVES_HERE, 2013},
    {ROLE_COMPTROLLER, LIVES_HERE, 2014},
    {ROLE_COORDINATOR, LIVES_HERE, 2015},
    {ROLE_REPRESENTATIVE, LIVES_HERE, 2016},
};

static inline bool is_person(const struct column *column)
{
    return column->standing >= ACCOUNT;
}

static inline const char *column_name(const struct column *column)
{
    return column->standing == EVERYWHERE ? "root" : role_name(column->role);
}

/* Everything such a caller holds; at most four. */
static inline size_t held_by(const struct column *column, struct held_role held[static 4])
{
    size_t count = 0;
    held[count++] = (struct held_role){ROLE_ANYBODY, NO_HOUSE};
    if (is_person(column))
        held[count++] = (struct held_role){ROLE_PERSON, NO_HOUSE};
    if (column->standing == LIVES_HERE)
        held[count++] = (struct held_role){ROLE_RESIDENT, MAPLE};
    held[count++] =
        (struct held_role){column->role, column->standing == EVERYWHERE ? NO_HOUSE : MAPLE};
    return count;
}

static inline bool belongs(const struct column *column, int64_t house)
{
    if (column->standing == EVERYWHERE)
        return true;
    return house == MAPLE && column->role != ROLE_ANYBODY && column->role != ROLE_PERSON;
}

static inline bool may(const struct column *column, enum right right, enum situation situation)
{
    struct held_role held[4];
    size_t count = held_by(column, held);
    int64_t house = situation == OTHER_HOUSE ? OAK : MAPLE;
    struct rights rights = access_rights(held, count, house);
    enum relation relation = situation == SELF         ? RELATION_SELF
                             : !belongs(column, house) ? RELATION_OTHER
                             : situation == FORMER     ? RELATION_FORMER
                                                       : RELATION_HOUSE;
    return access_allows(&rights, right, relation);
}

/* --- Rows: what is called ------------------------------------------------------------------- */

static inline const char *acts_on(const struct row *row)
{
    if (!row->target)
        return "daemon";
    return row->target == &target_self ? "self" : row->target->kind;
}

/* Whether the method can be called so at all: a house has no self and does not move out. */
static inline bool applies(const struct row *row, const struct column *column,
                           enum situation situation)
{
    if (situation == SELF && !is_person(column))
        return false;
    if (row->target == &target_self)
        return situation == SELF;
    if (row->target && strcmp(row->target->kind, "person") == 0)
        return true;
    return row->target ? situation == SAME_HOUSE || situation == OTHER_HOUSE
                       : situation == OTHER_HOUSE;
}

static inline bool allowed(const struct row *row, const struct column *column,
                           enum situation situation)
{
    return applies(row, column, situation) && may(column, row->right, situation);
}
