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

static void write_term(struct call *call, const struct role_term *term)
{
    reply_object(&call->reply, NULL);
    reply_int(&call->reply, "termId", term->id);
    reply_text(&call->reply, "office", role_name(term->role));
    if (!term->has_left || call_may_know_former(call))
        reply_text(&call->reply, "person", term->person_handle);
    term_write_days(call, term);
    reply_object_end(&call->reply);
}

/* Ends it at `at`, writes it, and tells the house of an office that stays without an officer, and
 * of one that somebody does not come to. `next` is who comes after; 0 nobody. */
static int make_way(struct call *call, struct role_term *term, int64_t at, int64_t next)
{
    bool coming = term_state_now(call, term) == TERM_COMING;
    const char *office = role_name(term->role);
    int failure = role_end(call->db, term->id, at);
    term->until_at = at;
    call_concerns(call, term->person);
    write_term(call, term);
    bool withdrawn = coming && term_state_now(call, term) == TERM_WITHDRAWN;
    if (failure == 0 && withdrawn && term->person != next)
        return call_event(call, "office-withdrawn", AUDIENCE_HOUSE, term->person, office, NULL);
    if (failure == 0 && !withdrawn && !next)
        return call_event(call, "office-ends", AUDIENCE_HOUSE, 0, office, NULL);
    return failure;
}

/* Whether to appoint them would give nothing new, or begin before they hold it already. */
static bool holds_it(const struct call *call, const struct role_term *term,
                     const struct role_term *next)
{
    bool covers = term->from_at <= next->from_at && term->until_at == next->until_at;
    return term->person == next->person && (covers || next->from_at < call->now.wall);
}

/* Whether both would hold it at some time from `at` on. */
static bool is_in_the_way(const struct role_term *term, const struct role_term *next, int64_t at)
{
    bool goes_on = !term->until_at || term->until_at > at;
    bool meets = !next->until_at || (next->until_at > at && next->until_at > term->from_at);
    return goes_on && meets;
}

/*
 * Ends every term of the office that is in the way of `next`, and writes them as `ended`. What has
 * been is not undone: where `next` begins before now the others end now, and where it is over by
 * now it is only put down.
 * 0, OUTCOME_CONFLICT where the same person holds it, or a failure.
 */
static int make_room(struct call *call, const struct role_term *next, size_t *ret_ended)
{
    struct role_term *terms = NULL;
    size_t count = 0;
    size_t ended = 0;
    int64_t at = next->from_at > call->now.wall ? next->from_at : call->now.wall;
    int result = role_terms(call->db, 0, call->house.id, call->arena, &terms, &count);
    reply_list(&call->reply, "ended");
    for (size_t i = 0; result == 0 && i < count; i++) {
        if (terms[i].role != next->role || term_is_over(call, &terms[i]) ||
            !is_in_the_way(&terms[i], next, at))
            continue;
        if (holds_it(call, &terms[i], next))
            return term_stands(call, &terms[i]);
        result = make_way(call, &terms[i], at, next->person);
        ended++;
    }
    reply_list_end(&call->reply);
    *ret_ended = ended;
    return result;
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
            write_term(call, &terms[i]);
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
        result = make_room(call, &term, &ended);
    if (result == 0)
        result = term_begin(call, &term);
    if (result == 1)
        return OFFICE_ROLES_CONFLICT;
    if (result == 0)
        reply_int(&call->reply, "termId", term.id);
    return result;
}

int office_end(struct call *call, const struct office_end_in *in)
{
    size_t ended = 0;
    struct role_term nobody = {.from_at = call->now.wall};
    int result = find_office(call, in->office, &nobody.role);
    if (result == 0)
        result = make_room(call, &nobody, &ended);
    if (result == 0 && !ended)
        return call_not_found(call, "officer", in->office);
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
