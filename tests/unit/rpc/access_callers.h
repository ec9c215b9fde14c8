#pragma once
/*
 * Whoever the walk has call: one for each column of access.table, and one for each pair of roles
 * that somebody may hold, in one house or in two. Include cmocka first.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/bytes.h"
#include "common/civil.h"
#include "common/varlink.h"
#include "tests/support/rig.h"
#include "tests/unit/rpc/access_table.h"

enum { CALLERS_MOST = 300, DAY_SECONDS = 86400, FIRST_UID = 50000 };

/* Situations that the table has no letter for. */
enum {
    FORMER_THERE = SITUATIONS, /* somebody who has left the other house */
    NOWHERE,                   /* the daemon, or a method that names no house */
    PLACES,
};

/*
 * What somebody is on one day, so that roles and offices go round. The people are those of the
 * columns: in their turn each is what the column says, with another second thing every day.
 */
struct caller {
    const struct column *column;
    const struct column *second; /* NULL: they are but one thing */
    bool in_oak;                 /* that is where they hold the second */
    int day;                     /* from today on */
};

struct callers {
    struct caller list[CALLERS_MOST];
    size_t count;
};

/* --- Who there is ----------------------------------------------------------------------------- */

static inline bool is_granted(const struct column *column)
{
    return role_kind(column->role) == ROLE_GRANTED && column->standing == ACCOUNT;
}

static inline bool is_office(const struct column *column)
{
    return role_kind(column->role) == ROLE_OFFICE;
}

/* design 3: "coach with manager, operator or auditor in one house" */
static inline bool breaks_a_promise(const struct column *one, const struct column *other)
{
    enum role role = one->role == ROLE_COACH ? other->role : one->role;
    return (one->role == ROLE_COACH || other->role == ROLE_COACH) &&
           (role == ROLE_MANAGER || role == ROLE_OPERATOR || role == ROLE_AUDITOR);
}

static inline bool is_single(const struct caller *caller)
{
    return !caller->second;
}

static inline bool is_refused(const struct caller *caller)
{
    return caller->second && !caller->in_oak && breaks_a_promise(caller->column, caller->second);
}

static inline void add_caller(struct callers *callers, const struct column *column,
                              const struct column *second, bool in_oak)
{
    assert_true(callers->count < CALLERS_MOST);
    int day = (int)callers->count;
    callers->list[callers->count++] = (struct caller){column, second, in_oak, day};
}

/* Two things in maple. Which comes first matters only where the second is refused; who holds an
 * office is a resident anyway, and whoever lives here stands first. */
static inline void add_pair(struct callers *callers, const struct column *one,
                            const struct column *other)
{
    bool roles = is_granted(one) && is_granted(other);
    bool offices = is_office(one) && is_office(other);
    bool lives_here = one->standing == LIVES_HERE && is_granted(other);
    bool in_order = one < other || (roles && breaks_a_promise(one, other));
    if (lives_here || ((roles || offices) && in_order))
        add_caller(callers, one, other, false);
}

/* Anything in maple and a role in oak; an office there is for who lives there. */
static inline void add_pair_across(struct callers *callers, const struct column *one,
                                   const struct column *other)
{
    if (is_person(one) && is_granted(other))
        add_caller(callers, one, other, true);
}

static inline void add_everybody(struct callers *callers)
{
    for (size_t i = 0; i < COUNT(columns); i++) {
        add_caller(callers, &columns[i], NULL, false);
        for (size_t j = 0; j < COUNT(columns); j++) {
            add_pair(callers, &columns[i], &columns[j]);
            add_pair_across(callers, &columns[i], &columns[j]);
        }
    }
}

/* The last day of the person's turn. */
static inline int last_day(const struct callers *callers, const struct caller *caller)
{
    int last = caller->day;
    for (size_t i = 0; i < callers->count; i++)
        if (callers->list[i].column == caller->column && callers->list[i].day > last)
            last = callers->list[i].day;
    return last;
}

static inline const char *caller_handle(const struct caller *caller)
{
    return column_name(caller->column);
}

static inline uid_t caller_uid(const struct caller *caller)
{
    switch (caller->column->standing) {
    case UNKNOWN:
        return 4000;
    case SHARED:
        return 1100;
    case EVERYWHERE:
        return 0;
    case ACCOUNT:
    case LIVES_HERE:
        break;
    }
    return FIRST_UID + (uid_t)(caller->column - columns);
}

/* "manager and coach of oak"; good until the next call. */
static inline const char *caller_name(const struct caller *caller)
{
    static char name[64];
    (void)snprintf(name, sizeof name, "%s%s%s%s", column_name(caller->column),
                   caller->second ? " and " : "", caller->second ? column_name(caller->second) : "",
                   caller->in_oak ? " of oak" : "");
    return name;
}

/* --- What the table says of them -------------------------------------------------------------- */

/* The letter under which a role held in maple, or in oak, is told of that situation. */
static const char seen_from_maple[PLACES] = "shofoo";
static const char seen_from_oak[PLACES] = "oohofo";

static inline bool says(const struct table_line *line, const struct column *column, char letter)
{
    return strchr(line->cells[column - columns], letter) != NULL;
}

/* What either of the two gives, each seen from the house in which it is held. */
static inline bool caller_has(const struct caller *caller, const struct table_line *line,
                              int situation)
{
    const char *second = caller->in_oak ? seen_from_oak : seen_from_maple;
    return says(line, caller->column, seen_from_maple[situation]) ||
           (caller->second && says(line, caller->second, second[situation]));
}

/* --- How they come to be it ------------------------------------------------------------------- */

static inline void send_call(struct peer *peer, const char *method, const char *text)
{
    struct bytes message = {0};
    varlink_write_call(&message, method, text, strlen(text), false);
    peer_feed(peer, message.data, message.length);
    bytes_clear(&message);
}

/* All that was sent is done, in as few turns as can be. */
static inline void settle(struct rig *rig, struct peer *peer)
{
    rig_run(rig);
    for (json_t *reply; (reply = rig_reply(peer));) {
        if (json_object_get(reply, "error"))
            fail_msg("%s", json_dumps(reply, JSON_COMPACT));
        json_decref(reply);
    }
}

static inline void send_person(struct peer *root, const struct caller *caller)
{
    char text[256];
    (void)snprintf(text, sizeof text, "{\"house\":\"maple\",\"handle\":\"%s\",\"name\":\"X\"}",
                   caller_handle(caller));
    send_call(root, "org.kith.Person.Add", text);
    (void)snprintf(text, sizeof text,
                   "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"%s\",\"uid\":%u}",
                   caller_handle(caller), (unsigned)caller_uid(caller));
    send_call(root, "org.kith.Account.Add", text);
}

static inline void send_stay(struct peer *manager, const struct caller *caller)
{
    char text[64];
    (void)snprintf(text, sizeof text, "{\"person\":\"%s\"}", caller_handle(caller));
    send_call(manager, "org.kith.Person.Admit", text);
}

struct giving {
    const struct column *what;
    bool in_oak;
    int until; /* a day, as the caller's */
};

static inline void day_text(int day, char text[static CIVIL_DATE_SIZE])
{
    civil_format(civil_from_seconds(RIG_START + (int64_t)day * DAY_SECONDS).day, text);
}

/* The call that gives it from the caller's day on, and its parameters. NULL where nobody does. */
static inline const char *giving_call(const struct caller *caller, struct giving giving, char *text,
                                      size_t room)
{
    char from[CIVIL_DATE_SIZE];
    char until[CIVIL_DATE_SIZE];
    bool office = is_office(giving.what);
    if (!is_granted(giving.what) && !office)
        return NULL;
    day_text(caller->day, from);
    day_text(giving.until, until);
    (void)snprintf(text, room,
                   "{\"house\":\"%s\",\"person\":\"maple/%s\",\"%s\":\"%s\",\"from\":\"%s\","
                   "\"until\":\"%s\"}",
                   giving.in_oak ? "oak" : "maple", caller_handle(caller),
                   office ? "office" : "role", column_name(giving.what), from, until);
    return office ? "org.kith.Office.Appoint" : "org.kith.Account.Grant";
}

static inline void send_giving(struct peer *root, const struct caller *caller, struct giving giving)
{
    char text[256];
    const char *method = giving_call(caller, giving, text, sizeof text);
    if (method)
        send_call(root, method, text);
}

/* Every person, then every stay, then every role; what is refused is for the test to ask. */
static inline void callers_move_in(struct rig *rig, const struct callers *callers)
{
    struct peer *root = rig_peer(rig, 0);
    struct peer *mike = rig_peer(rig, 1001);
    for (size_t i = 0; i < callers->count; i++)
        if (is_single(&callers->list[i]) && is_person(callers->list[i].column))
            send_person(root, &callers->list[i]);
    settle(rig, root);
    for (size_t i = 0; i < callers->count; i++)
        if (is_single(&callers->list[i]) && callers->list[i].column->standing == LIVES_HERE)
            send_stay(mike, &callers->list[i]);
    settle(rig, mike);
    for (size_t i = 0; i < callers->count; i++) {
        const struct caller *caller = &callers->list[i];
        if (is_single(caller))
            send_giving(root, caller,
                        (struct giving){caller->column, false, last_day(callers, caller)});
        else if (!is_refused(caller))
            send_giving(root, caller, (struct giving){caller->second, caller->in_oak, caller->day});
    }
    settle(rig, root);
    peer_free(root);
    peer_free(mike);
}
