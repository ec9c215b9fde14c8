#include "daemon/domain/access.h"

#include <assert.h>
#include <string.h>

enum {
    S = 1 << RELATION_SELF,
    H = 1 << RELATION_HOUSE,
    O = 1 << RELATION_OTHER,
    F = 1 << RELATION_FORMER,
    OWN = S | H,          /* oneself and the house */
    OWN_EVER = S | H | F, /* and those who have left it */
    ALL = S | H | O | F,
};

static const struct {
    const char *name;
    enum role_kind kind;
    unsigned char may[RIGHTS];
} roles[ROLES] = {
    [ROLE_ANYBODY] = {"anybody", ROLE_GIVEN_BY_STATE, {[RIGHT_OPEN] = ALL}},
    [ROLE_PERSON] = {"person",
                     ROLE_GIVEN_BY_STATE,
                     {[RIGHT_STATUS] = ALL,
                      [RIGHT_PEOPLE_SEE] = S,
                      [RIGHT_RECORD_SEE] = S,
                      [RIGHT_CONTACT_SEE] = S,
                      [RIGHT_ROLES_SEE] = S,
                      [RIGHT_PIN_SET] = S,
                      [RIGHT_AUDIT_VERIFY] = ALL,
                      [RIGHT_AUDIT_READ] = ALL}},
    [ROLE_KIOSK] = {"kiosk", ROLE_GIVEN_BY_STATE, {[RIGHT_LOGIN] = H}},
    [ROLE_RESIDENT] = {"resident",
                       ROLE_GIVEN_BY_STATE,
                       {[RIGHT_HOUSE_SEE] = OWN,
                        [RIGHT_PEOPLE_SEE] = OWN,
                        [RIGHT_OFFICES_SEE] = OWN,
                        [RIGHT_EVENTS_SEE] = OWN,
                        [RIGHT_CHORES_SEE] = OWN,
                        [RIGHT_CHORES_DO] = S,
                        [RIGHT_NEEDS_SEE] = OWN,
                        [RIGHT_NEEDS_SAY] = OWN,
                        [RIGHT_CHORES_LOOK] = OWN}},
    [ROLE_OPERATOR] = {"operator",
                       ROLE_GRANTED,
                       {[RIGHT_STATUS] = ALL,
                        [RIGHT_SERVER_RUN] = OWN_EVER,
                        [RIGHT_HOUSES_ADD] = OWN_EVER,
                        [RIGHT_HOUSE_RUN] = OWN_EVER,
                        [RIGHT_HOUSE_SEE] = OWN_EVER,
                        [RIGHT_PEOPLE_ADD] = OWN_EVER,
                        [RIGHT_PEOPLE_SEE] = OWN_EVER,
                        [RIGHT_ACCOUNTS_RUN] = OWN_EVER,
                        [RIGHT_ROLES_SEE] = OWN_EVER,
                        [RIGHT_PIN_SET] = OWN,
                        [RIGHT_OFFICES_RUN] = OWN,
                        [RIGHT_OFFICES_SEE] = OWN_EVER,
                        [RIGHT_AUDIT_VERIFY] = ALL,
                        [RIGHT_AUDIT_READ] = ALL}},
    [ROLE_MANAGER] = {"manager",
                      ROLE_GRANTED,
                      {[RIGHT_HOUSE_RUN] = OWN,        [RIGHT_HOUSE_SEE] = OWN_EVER,
                       [RIGHT_PEOPLE_ADD] = OWN,       [RIGHT_PEOPLE_RUN] = OWN_EVER,
                       [RIGHT_PEOPLE_SEE] = OWN_EVER,  [RIGHT_RECORD_SEE] = OWN_EVER,
                       [RIGHT_CONTACT_SEE] = OWN_EVER, [RIGHT_ROLES_SEE] = OWN_EVER,
                       [RIGHT_PIN_SET] = OWN,          [RIGHT_OFFICES_RUN] = OWN,
                       [RIGHT_OFFICES_SEE] = OWN_EVER, [RIGHT_IMPORT] = OWN,
                       [RIGHT_EVENTS_SEE] = OWN_EVER,  [RIGHT_CHORES_RUN] = OWN,
                       [RIGHT_CHORES_SEE] = OWN_EVER,  [RIGHT_CHORES_DO] = OWN_EVER,
                       [RIGHT_CHORES_LOOK] = OWN,      [RIGHT_NOTES_RUN] = OWN,
                       [RIGHT_NOTES_WRITE] = OWN,      [RIGHT_NOTES_SEE] = OWN,
                       [RIGHT_NEEDS_SEE] = OWN,        [RIGHT_NEEDS_SAY] = OWN}},
    [ROLE_COACH] = {"coach",
                    ROLE_GRANTED,
                    {[RIGHT_HOUSE_SEE] = OWN,
                     [RIGHT_PEOPLE_SEE] = OWN,
                     [RIGHT_CHORES_SEE] = OWN,
                     [RIGHT_NEEDS_SEE] = OWN,
                     [RIGHT_NEEDS_SAY] = OWN}},
    [ROLE_AUDITOR] = {"auditor",
                      ROLE_GRANTED,
                      {[RIGHT_HOUSE_SEE] = OWN_EVER,
                       [RIGHT_PEOPLE_SEE] = OWN_EVER,
                       [RIGHT_ROLES_SEE] = OWN_EVER,
                       [RIGHT_OFFICES_SEE] = OWN_EVER,
                       [RIGHT_AUDIT_HOUSE] = OWN_EVER,
                       [RIGHT_CHORES_SEE] = OWN_EVER,
                       [RIGHT_NOTES_SEE] = OWN,
                       [RIGHT_NEEDS_SEE] = OWN}},
    [ROLE_COURIER] = {"courier", ROLE_GRANTED, {[RIGHT_EVENTS_SEE] = OWN}},
    [ROLE_ALUMNUS] = {"alumnus", ROLE_GRANTED, {[RIGHT_HOUSE_SEE] = OWN}},
    [ROLE_MEMBER] = {"member", ROLE_GRANTED, {[RIGHT_HOUSE_SEE] = OWN, [RIGHT_PEOPLE_SEE] = OWN}},
    [ROLE_APPLICANT] = {"applicant", ROLE_GRANTED, {[RIGHT_OPEN] = ALL}},
    [ROLE_PRESIDENT] = {"president",
                        ROLE_OFFICE,
                        {[RIGHT_HOUSE_RUN] = OWN,
                         [RIGHT_PEOPLE_ADD] = OWN,
                         [RIGHT_PEOPLE_SEE] = OWN_EVER,
                         [RIGHT_PIN_SET] = OWN,
                         [RIGHT_PEOPLE_RUN] = OWN_EVER,
                         [RIGHT_RECORD_SEE] = OWN_EVER,
                         [RIGHT_OFFICES_RUN] = OWN,
                         [RIGHT_IMPORT] = OWN,
                         [RIGHT_CHORES_RUN] = OWN,
                         [RIGHT_CHORES_DO] = OWN_EVER,
                         [RIGHT_NOTES_RUN] = OWN,
                         [RIGHT_NOTES_WRITE] = OWN,
                         [RIGHT_NOTES_SEE] = OWN}},
    [ROLE_SECRETARY] = {"secretary",
                        ROLE_OFFICE,
                        {[RIGHT_PEOPLE_ADD] = OWN,
                         [RIGHT_PEOPLE_SEE] = OWN_EVER,
                         [RIGHT_PEOPLE_RUN] = OWN_EVER,
                         [RIGHT_RECORD_SEE] = OWN_EVER,
                         [RIGHT_CONTACT_SEE] = OWN_EVER,
                         [RIGHT_OFFICES_RUN] = OWN,
                         [RIGHT_NOTES_WRITE] = OWN,
                         [RIGHT_NOTES_SEE] = OWN}},
    [ROLE_TREASURER] = {"treasurer", ROLE_OFFICE, {[RIGHT_HOUSE_SEE] = OWN_EVER}},
    [ROLE_COMPTROLLER] = {"comptroller", ROLE_OFFICE, {[RIGHT_HOUSE_SEE] = OWN_EVER}},
    [ROLE_COORDINATOR] = {"coordinator",
                          ROLE_OFFICE,
                          {[RIGHT_CHORES_RUN] = OWN,
                           [RIGHT_CHORES_DO] = OWN,
                           [RIGHT_NOTES_WRITE] = OWN,
                           [RIGHT_NOTES_SEE] = OWN}},
    [ROLE_REPRESENTATIVE] = {"representative", ROLE_OFFICE, {[RIGHT_HOUSE_SEE] = OWN_EVER}},
};

static const char *const right_names[RIGHTS] = {
    [RIGHT_OPEN] = "open",
    [RIGHT_STATUS] = "status",
    [RIGHT_SERVER_RUN] = "server-run",
    [RIGHT_HOUSES_ADD] = "houses-add",
    [RIGHT_HOUSE_RUN] = "house-run",
    [RIGHT_HOUSE_SEE] = "house-see",
    [RIGHT_PEOPLE_ADD] = "people-add",
    [RIGHT_PEOPLE_RUN] = "people-run",
    [RIGHT_PEOPLE_SEE] = "people-see",
    [RIGHT_RECORD_SEE] = "record-see",
    [RIGHT_CONTACT_SEE] = "contact-see",
    [RIGHT_ACCOUNTS_RUN] = "accounts-run",
    [RIGHT_ROLES_SEE] = "roles-see",
    [RIGHT_PIN_SET] = "pin-set",
    [RIGHT_LOGIN] = "login",
    [RIGHT_OFFICES_RUN] = "offices-run",
    [RIGHT_OFFICES_SEE] = "offices-see",
    [RIGHT_IMPORT] = "import",
    [RIGHT_AUDIT_VERIFY] = "audit-verify",
    [RIGHT_AUDIT_READ] = "audit-read",
    [RIGHT_AUDIT_HOUSE] = "audit-house",
    [RIGHT_EVENTS_SEE] = "events-see",
    [RIGHT_CHORES_RUN] = "chores-run",
    [RIGHT_CHORES_SEE] = "chores-see",
    [RIGHT_CHORES_DO] = "chores-do",
    [RIGHT_CHORES_LOOK] = "chores-look",
    [RIGHT_NOTES_RUN] = "notes-run",
    [RIGHT_NOTES_WRITE] = "notes-write",
    [RIGHT_NOTES_SEE] = "notes-see",
    [RIGHT_NEEDS_SEE] = "needs-see",
    [RIGHT_NEEDS_SAY] = "needs-say",
};

_Static_assert(RIGHTS <= 64, "a set of rights is 64 bits");

const char *role_name(enum role role)
{
    assert(role < ROLES);
    return roles[role].name;
}

int role_from_name(const char *name)
{
    for (int role = 0; role < ROLES; role++)
        if (strcmp(roles[role].name, name) == 0)
            return role;
    return -1;
}

enum role_kind role_kind(enum role role)
{
    assert(role < ROLES);
    return roles[role].kind;
}

const char *right_name(enum right right)
{
    assert(right < RIGHTS);
    return right_names[right];
}

/*
 * The relations that stay open to a role held in the thing's own house, or held elsewhere. A
 * manager of another house is no manager even to themself here.
 */
static unsigned reach(const struct held_role *held, int64_t house)
{
    bool here = held->house == 0 || held->house == house;
    return here ? ALL : O;
}

struct rights access_rights(const struct held_role *held, size_t count, int64_t house)
{
    struct rights rights = {0};
    for (size_t i = 0; i < count; i++) {
        unsigned open = reach(&held[i], house);
        for (int right = 0; right < RIGHTS; right++) {
            unsigned may = roles[held[i].role].may[right] & open;
            if (!may)
                continue;
            for (int relation = 0; relation < RELATIONS; relation++)
                if (may & (1u << relation))
                    rights.towards[relation] |= UINT64_C(1) << right;
        }
    }
    return rights;
}

bool access_allows(const struct rights *rights, enum right right, enum relation relation)
{
    return (rights->towards[relation] & (UINT64_C(1) << right)) != 0;
}

bool access_may_combine(enum role one, enum role other)
{
    if (other == ROLE_COACH) {
        other = one;
        one = ROLE_COACH;
    }
    return one != ROLE_COACH ||
           (other != ROLE_MANAGER && other != ROLE_OPERATOR && other != ROLE_AUDITOR);
}
