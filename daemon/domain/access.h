#pragma once
/*
 * Who may do what. A right is one thing one may do; a role or an office is a set of rights,
 * each open towards some relations and no others. Whatever is not written here is refused.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What one may do. Handlers' rows name one each. */
enum right {
    RIGHT_OPEN,        /* whoever can connect */
    RIGHT_STATUS,      /* see how the daemon and its record are */
    RIGHT_SERVER_RUN,  /* reload, seal the record */
    RIGHT_HOUSES_ADD,  /* add houses */
    RIGHT_HOUSE_RUN,   /* change a house and its beds */
    RIGHT_HOUSE_SEE,   /* see a house and its beds */
    RIGHT_PEOPLE_ADD,  /* make a person known */
    RIGHT_PEOPLE_RUN,  /* admit, move, change, see out */
    RIGHT_PEOPLE_SEE,  /* see who is who */
    RIGHT_RECORD_SEE,  /* see somebody's stays */
    RIGHT_CONTACT_SEE, /* read telephone numbers and whom to call */
    RIGHT_ACCOUNTS_RUN,
    RIGHT_ROLES_SEE,
    RIGHT_PIN_SET,
    RIGHT_LOGIN,
    RIGHT_OFFICES_RUN,
    RIGHT_OFFICES_SEE,
    RIGHT_IMPORT,
    RIGHT_AUDIT_VERIFY,
    RIGHT_AUDIT_READ,
    RIGHT_AUDIT_HOUSE, /* read all that is not private of a house */
    RIGHT_EVENTS_SEE,
    RIGHT_CHORES_RUN,
    RIGHT_CHORES_SEE,
    RIGHT_CHORES_DO,
    RIGHT_CHORES_LOOK, /* look at what others have done */
    /*
     * The log is between those who run the house by turns: manager, president, secretary and
     * coordinator write it. Residents, coaches and operators have no part in it, so that it stays a
     * log of the house and does not become one about people that their peers pass around; an
     * auditor reads it. Its first writer amends a note; so do manager and president, who answer for
     * the log when the writer is not there to.
     */
    RIGHT_NOTES_RUN, /* amend what another wrote */
    RIGHT_NOTES_WRITE,
    RIGHT_NOTES_SEE,
    /*
     * A sink is everybody's: whoever lives or works in the house says what it needs, and writes
     * what was done about it. An auditor reads what became of it. An operator runs a computer and
     * does not live there, so what people run out of at home is nothing to them.
     */
    RIGHT_NEEDS_SEE,
    RIGHT_NEEDS_SAY, /* and write what was done */
    RIGHTS,
};

/* What the thing acted on is to the actor. */
enum relation {
    RELATION_SELF,   /* oneself, or one's own */
    RELATION_HOUSE,  /* of the house in which the role is held */
    RELATION_OTHER,  /* of another house, or of none */
    RELATION_FORMER, /* of somebody who has left that house */
    RELATIONS,
};

/* Roles and offices. The order is that of the table of names. */
enum role {
    ROLE_ANYBODY, /* every caller, known or not */
    ROLE_PERSON,  /* whoever has an account as a person, resident or not */
    ROLE_KIOSK,
    ROLE_RESIDENT, /* a person with a current stay */
    ROLE_OPERATOR,
    ROLE_MANAGER,
    ROLE_COACH,
    ROLE_AUDITOR,
    ROLE_COURIER,
    ROLE_ALUMNUS,
    ROLE_MEMBER,
    ROLE_APPLICANT,
    ROLE_PRESIDENT,
    ROLE_SECRETARY,
    ROLE_TREASURER,
    ROLE_COMPTROLLER,
    ROLE_COORDINATOR,
    ROLE_REPRESENTATIVE,
    ROLES,
};

enum role_kind {
    ROLE_GIVEN_BY_STATE, /* follows from a stay or an account */
    ROLE_GRANTED,        /* kith account roles */
    ROLE_OFFICE,         /* kith office appoint */
};

/* One role in force. `house` 0 means every house. */
struct held_role {
    enum role role;
    int64_t house;
};

/* For each relation the set of rights, as bits. */
struct rights {
    uint64_t towards[RELATIONS];
};

/* "manager"; a NULL never comes back. */
const char *role_name(enum role role);

/* The role of that name, or -1. */
int role_from_name(const char *name);

enum role_kind role_kind(enum role role);

/* "chores-run": the right's name for tables and tests. */
const char *right_name(enum right right);

/*
 * The rights that the roles held give towards things of `house` (0: of no house). A role held in
 * another house counts with what it may do elsewhere.
 */
struct rights access_rights(const struct held_role *held, size_t count, int64_t house);

/* Whether the rights hold that right towards that relation. */
bool access_allows(const struct rights *rights, enum right right, enum relation relation);

/*
 * Whether the two roles may be held by one person in one house. A coach hears what managers,
 * operators and auditors must not (design: peer support stands apart from discipline).
 */
bool access_may_combine(enum role one, enum role other);
