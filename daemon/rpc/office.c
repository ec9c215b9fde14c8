/* org.kith.Office: the house's own jobs, held for a term. */
#include "org.kith.Office.h"

#include "daemon/domain/account.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/term.h"
#include "daemon/store/event.h"
#include "daemon/store/person.h"

static int find_office(struct call *call, const char *name, enum role *ret)
{
    int role = role_from_name(name);
    if (role < 0 || role_kind((enum role)role) != ROLE_OFFICE) {
        call_say(call, "office", name);
        return OFFICE_NO_SUCH_OFFICE;
    }
    *ret = (enum role)role;
    return 0;
}

/* Ends whoever holds the office at `at` or comes to it later, but before `until` (0: ever). */
static int end_holders(struct call *call, enum role office, int64_t at, int64_t until,
                       size_t *ret_ended)
{
    struct role_term *terms = NULL;
    size_t count = 0;
    size_t ended = 0;
    int failure = role_terms(call->db, 0, call->house.id, call->arena, &terms, &count);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        bool over = terms[i].until_at && terms[i].until_at <= at;
        bool after = until && terms[i].from_at >= until;
        if (terms[i].role != office || over || after)
            continue;
        failure = role_end(call->db, terms[i].id, at);
        call_concerns(call, terms[i].person);
        ended++;
    }
    *ret_ended = ended;
    return failure;
}

int office_list(struct call *call, const struct office_list_in *in)
{
    struct role_term *terms = NULL;
    size_t count = 0;
    int failure = role_terms(call->db, 0, call->house.id, call->arena, &terms, &count);
    if (failure < 0)
        return failure;
    struct reply *reply = &call->reply;
    reply_list(reply, "terms");
    /* By office: the roles' own order; within one the terms come newest first already. */
    for (int office = 0; office < ROLES; office++) {
        for (size_t i = 0; i < count; i++) {
            if ((int)terms[i].role != office || role_kind(terms[i].role) != ROLE_OFFICE ||
                (term_is_over(call, &terms[i]) && !in->ended.value))
                continue;
            reply_object(reply, NULL);
            reply_int(reply, "termId", terms[i].id);
            reply_text(reply, "office", role_name(terms[i].role));
            if (!terms[i].has_left || call_may_know_former(call))
                reply_text(reply, "person", terms[i].person_handle);
            term_write_days(call, &terms[i]);
            reply_object_end(reply);
        }
    }
    reply_list_end(reply);
    return 0;
}

int office_appoint(struct call *call, const struct office_appoint_in *in)
{
    struct person person;
    size_t ended = 0;
    struct role_term term = {.house = call->house.id};
    int result = find_office(call, in->office, &term.role);
    if (result == 0)
        result = call_person(call, in->person, &person);
    if (result != 0)
        return result;
    if (!person.lives_here || person.house != call->house.id) {
        call_say(call, "person", in->person);
        return OFFICE_NOT_A_RESIDENT;
    }
    term.person = person.id;
    result = term_set_days(call, in->from, in->until, &term);
    if (result == 0)
        result = end_holders(call, term.role, term.from_at, term.until_at, &ended);
    if (result == 0)
        result = term_begin(call, &term);
    if (result == 1)
        return OFFICE_ROLES_CONFLICT;
    bool coming = term_state_now(call, &term) == TERM_COMING;
    if (result == 0)
        result = call_event(call, coming ? "office-coming" : "office-begins", AUDIENCE_HOUSE,
                            person.id, in->office, coming ? term_first_day(call, &term) : NULL);
    if (result == 0)
        reply_int(&call->reply, "termId", term.id);
    return result;
}

int office_end(struct call *call, const struct office_end_in *in)
{
    enum role office;
    size_t ended = 0;
    int result = find_office(call, in->office, &office);
    if (result == 0)
        result = end_holders(call, office, call->now.wall, 0, &ended);
    if (result == 0 && !ended)
        return call_not_found(call, "officer", in->office);
    if (result == 0)
        result = call_event(call, "office-ends", AUDIENCE_HOUSE, 0, in->office, NULL);
    return result;
}

static const struct row rows[] = {
    {&office_list_method, READ, &target_house, RIGHT_OFFICES_SEE, false},
    {&office_appoint_method, WRITE, &target_house, RIGHT_OFFICES_RUN, false},
    {&office_end_method, WRITE, &target_house, RIGHT_OFFICES_RUN, false},
};

static const struct refusal refusals[OFFICE_OUTCOMES] = {
    [OFFICE_NO_SUCH_OFFICE] = {"org.kith.Office.NoSuchOffice",
                               "There is no office \"{office}\". The offices are president,"
                               " secretary, treasurer, comptroller, coordinator and"
                               " representative."},
    [OFFICE_NOT_A_RESIDENT] = {"org.kith.Office.NotAResident",
                               "{person} does not live here, and officers do."},
    [OFFICE_ROLES_CONFLICT] = {"org.kith.Account.RolesConflict",
                               "They are {has} here, and nobody can be {role} too."},
};

const struct noun office_noun = {
    .interface = office_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_OFFICES_RUN,
};
