/* org.kith.Person: people and their stays. */
#include "org.kith.Person.h"

#include <errno.h>
#include <string.h>

#include "common/text.h"
#include "daemon/domain/person.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/person.h"
#include "daemon/rpc/stay.h"
#include "daemon/rpc/term.h"
#include "daemon/store/event.h"
#include "daemon/store/list.h"
#include "daemon/store/lodging.h"

int person_create(struct call *call, const char *handle, const char *name, struct person *ret)
{
    struct person person = {.house = call->house.id, .handle = handle, .name = name};
    if (text_is_blank(name))
        return call_invalid(call, "name");
    /* It is what the record calls the daemon's own doings. */
    if (strcmp(handle, "house") == 0)
        return call_conflict(call, "person", handle,
                             "The house itself goes by that name in the record. Choose another.");
    int failure = person_insert(call->db, &person, call->now.wall, &person.id);
    if (failure == -EEXIST)
        return call_conflict(call, "person", handle,
                             "Somebody has or had that name. Names are not given twice.");
    if (failure < 0)
        return failure;
    call_concerns(call, person.id);
    *ret = person;
    return 0;
}

/* --- Handlers --------------------------------------------------------------------------------- */

int person_add(struct call *call, const struct person_add_in *in)
{
    struct person person;
    int result = person_create(call, in->handle, in->name, &person);
    if (result == 0)
        reply_int(&call->reply, "personId", person.id);
    return result;
}

static int write_roles(struct call *call, int64_t person)
{
    struct held_role *held = NULL;
    size_t count = 0;
    int failure = role_held(call->db, person, call->now.wall, call->arena, &held, &count);
    if (failure < 0)
        return failure;
    reply_list(&call->reply, "roles");
    for (size_t i = 0; i < count; i++)
        if (held[i].house == call->house.id)
            reply_text(&call->reply, NULL, role_name(held[i].role));
    reply_list_end(&call->reply);
    return 0;
}

int person_list(struct call *call, const struct person_list_in *in)
{
    struct person_entry *people = NULL;
    size_t count = 0;
    /* Who has lived here is told to those alone who may see the people who have left. */
    bool former = in->former.value && call_may_know_former(call);
    int failure = person_page(call->db, call->house.id, former, call->now.wall, in->after,
                              page_read(in->limit), call->arena, &people, &count);
    if (failure < 0)
        return failure;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "people");
    for (size_t i = 0; i < shown; i++) {
        reply_object(&call->reply, NULL);
        reply_text(&call->reply, "handle", people[i].person.handle);
        reply_text(&call->reply, "name", people[i].person.name);
        failure = write_roles(call, people[i].person.id);
        if (failure < 0)
            return failure;
        reply_text(&call->reply, "bed", people[i].bed);
        reply_text(&call->reply, "movedInOn", people[i].moved_in_on);
        if (people[i].person.former)
            reply_text(&call->reply, "movedOutOn", people[i].moved_out_on);
        reply_object_end(&call->reply);
    }
    reply_list_end(&call->reply);
    if (shown)
        page_next(call, in->limit, count, people[shown - 1].person.handle);
    return 0;
}

static void write_day(struct call *call, const char *name, civil_day day)
{
    if (day != NO_DAY)
        reply_text(&call->reply, name, call_date(call, day));
}

static int write_stay(struct call *call, const struct stay *stay)
{
    const char *help = NULL;
    const char *reason = NULL;
    int failure = stay_unseal(call, stay->id, STAY_HELP_GIVEN, &help);
    if (failure == 0)
        failure = stay_unseal(call, stay->id, STAY_LEAVE_REASON, &reason);
    if (failure < 0)
        return failure;
    reply_object(&call->reply, NULL);
    reply_int(&call->reply, "stayId", stay->id);
    write_day(call, "movedInOn", stay->moved_in_on);
    write_day(call, "movedOutOn", stay->moved_out_on);
    reply_text(&call->reply, "bed", stay->bed);
    write_day(call, "agreementSignedOn", stay->agreement_signed_on);
    reply_text(&call->reply, "orientationDueAt", call_instant(call, stay->orientation_due_at));
    failure = stay_write_orientation(call, stay->id);
    reply_text(&call->reply, "endedBy", stay->ended_by);
    reply_text(&call->reply, "reason", reason);
    reply_text(&call->reply, "helpGiven", help);
    write_day(call, "belongingsKeptUntil", stay->belongings_kept_until);
    stay_write_missing(call, stay);
    reply_object_end(&call->reply);
    return failure;
}

int person_show(struct call *call, const struct person_show_in *in)
{
    (void)in;
    const struct person *person = &call->person;
    struct stay *stays = NULL;
    size_t count = 0;
    int failure = stay_list(call->db, person->id, call->arena, &stays, &count);
    if (failure < 0)
        return failure;
    reply_text(&call->reply, "handle", person->handle);
    reply_text(&call->reply, "name", person->name);
    reply_text(&call->reply, "house", call->house.handle);
    failure = write_roles(call, person->id);
    reply_list(&call->reply, "stays");
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = write_stay(call, &stays[i]);
    reply_list_end(&call->reply);
    return failure;
}

int person_contact(struct call *call, const struct person_contact_in *in)
{
    (void)in;
    static const struct {
        const char *field;
        enum stay_secret secret;
    } shown[] = {
        {"phone", STAY_PHONE},
        {"emergencyName", STAY_EMERGENCY_NAME},
        {"emergencyPhone", STAY_EMERGENCY_PHONE},
        {"forwardTo", STAY_FORWARD_TO},
    };
    struct stay *stays = NULL;
    size_t count = 0;
    int failure = stay_list(call->db, call->target.owner, call->arena, &stays, &count);
    for (size_t i = 0; failure == 0 && count && i < COUNT(shown); i++) {
        const char *text = NULL;
        failure = stay_unseal(call, stays[0].id, shown[i].secret, &text);
        reply_text(&call->reply, shown[i].field, text);
    }
    return failure;
}

int person_admit(struct call *call, const struct person_admit_in *in)
{
    struct person person;
    struct stay stay;
    struct admission admission = {
        .on = call_day(in->on, call_today(call)),
        .bed = in->bed,
        .phone = in->phone,
        .emergency_name = in->emergency_name,
        .emergency_phone = in->emergency_phone,
        .agreement_signed_on = call_day(in->agreement_signed_on, NO_DAY),
    };
    int result = call_person(call, in->person, &person);
    if (result == 0)
        result = stay_begin(call, &person, &admission, &stay);
    if (result != 0)
        return result;
    reply_int(&call->reply, "stayId", stay.id);
    reply_text(&call->reply, "orientationDueAt", call_instant(call, stay.orientation_due_at));
    result = stay_write_orientation(call, stay.id);
    stay_write_missing(call, &stay);
    return result;
}

/* The first parameter that belongs to the end of a stay; NULL where there is none. */
static const char *leaving_parameter(const struct person_change_in *in)
{
    const struct {
        const char *value;
        const char *name;
    } given[] = {
        {in->moved_out_on, "movedOutOn"}, {in->ended_by, "endedBy"},
        {in->reason, "reason"},           {in->help_given, "helpGiven"},
        {in->forward_to, "forwardTo"},    {in->belongings_kept_until, "belongingsKeptUntil"},
    };
    for (size_t i = 0; i < COUNT(given); i++)
        if (given[i].value)
            return given[i].name;
    return NULL;
}

/* What is not given stays as it is. */
static int change_leaving(struct call *call, const struct person_change_in *in,
                          const struct stay *stay)
{
    const struct leaving leaving = {
        .on = stay->moved_out_on,
        .ended_by = in->ended_by ? in->ended_by : stay->ended_by,
        .reason = in->reason,
        .help_given = in->help_given,
        .forward_to = in->forward_to,
        .belongings_kept_until = call_day(in->belongings_kept_until, stay->belongings_kept_until),
    };
    return leaving_parameter(in) ? stay_set_leaving(call, stay, &leaving) : 0;
}

static int change_days(struct call *call, const struct person_change_in *in, struct stay *stay)
{
    const struct stay_days days = {
        .from = call_day(in->moved_in_on, stay->moved_in_on),
        .until = call_day(in->moved_out_on, stay->moved_out_on),
    };
    const char *parameter = leaving_parameter(in);
    if (parameter && stay->moved_out_on == NO_DAY) {
        call_say(call, "parameter", parameter);
        return PERSON_STILL_HERE;
    }
    bool given = in->moved_in_on || in->moved_out_on;
    return given ? stay_correct(call, in->person, stay, days) : 0;
}

static int change_stay(struct call *call, const struct person_change_in *in)
{
    int64_t person = call->target.owner;
    struct stay stay = {0};
    civil_day signed_on = call_day(in->agreement_signed_on, NO_DAY);
    int result = stay_find_latest(call, in->person, person, &stay);
    if (result == 0)
        result = stay_is_signed(call, signed_on);
    if (result == 0)
        result = change_days(call, in, &stay);
    if (result == 0)
        result = change_leaving(call, in, &stay);
    if (result == 0)
        result = stay_seal(call, person, stay.id, STAY_PHONE, in->phone);
    if (result == 0)
        result = stay_seal(call, person, stay.id, STAY_EMERGENCY_NAME, in->emergency_name);
    if (result == 0)
        result = stay_seal(call, person, stay.id, STAY_EMERGENCY_PHONE, in->emergency_phone);
    if (result == 0 && in->agreement_signed_on)
        result = stay_set_agreement(call->db, stay.id, signed_on);
    return result;
}

int person_change(struct call *call, const struct person_change_in *in)
{
    bool of_stay = in->phone || in->emergency_name || in->emergency_phone ||
                   in->agreement_signed_on || in->moved_in_on || leaving_parameter(in);
    int result = 0;
    if (!in->name && !of_stay)
        return call_impossible(call, "name", "Say what is to be changed.");
    if (in->name && text_is_blank(in->name))
        return call_invalid(call, "name");
    if (in->name)
        result = person_rename(call->db, call->target.owner, in->name);
    return result == 0 && of_stay ? change_stay(call, in) : result;
}

int person_orient(struct call *call, const struct person_orient_in *in)
{
    /* None is not all of them. */
    if (in->items.items && !in->items.count)
        return call_invalid(call, "items");
    struct stay stay;
    int result = stay_find(call, in->person, call->target.owner, &stay);
    for (size_t i = 0; result == 0 && i < in->items.count; i++) {
        if (!orientation_has(in->items.items[i]))
            return call_not_found_near(call, "orientation item", in->items.items[i],
                                       orientation_list, orientation_count());
        result = orientation_done(call->db, stay.id, in->items.items[i], call->now.wall);
    }
    for (const char *const *item = orientation_list; result == 0 && in->items.count == 0 && *item;
         item++)
        result = orientation_done(call->db, stay.id, *item, call->now.wall);
    return result == 0 ? stay_write_orientation(call, stay.id) : result;
}

/* Whether the stay may end or change beds on that day. 0 or an outcome with its fields. */
static int may_change(struct call *call, const char *handle, const struct stay *stay, civil_day on)
{
    civil_day bed_from = stay->lodging ? stay->lodging_from : NO_DAY;
    int outcome = stay_may_change(stay->moved_in_on, bed_from, on, call_today(call));
    if (outcome == PERSON_NOT_HERE) {
        call_say(call, "person", handle);
        call_say(call, "message",
                 arena_format(call->arena, "%s's stay began later than that, on %s.", handle,
                              me_date(call, stay->moved_in_on)));
    } else if (outcome != 0) {
        call_say(call, "parameter", "on");
    }
    return outcome;
}

/* An officer lives in the house, so offices end with the stay, and those to come never begin. */
static int end_offices(struct call *call, int64_t person)
{
    struct role_term *terms = NULL;
    size_t count = 0;
    int failure = role_terms(call->db, person, call->house.id, call->arena, &terms, &count);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        const char *office = role_name(terms[i].role);
        bool coming = term_state_now(call, &terms[i]) == TERM_COMING;
        if (term_is_over(call, &terms[i]) || role_kind(terms[i].role) != ROLE_OFFICE)
            continue;
        failure = role_end(call->db, terms[i].id, call->now.wall);
        if (failure == 0)
            failure = call_event(call, coming ? "office-withdrawn" : "office-ends", AUDIENCE_HOUSE,
                                 coming ? person : 0, office, NULL);
    }
    return failure;
}

/* A bed that is theirs already would only split the time they have it. */
static int is_another_bed(struct call *call, const char *handle, const struct stay *stay,
                          const char *bed)
{
    if (!stay->bed || strcmp(stay->bed, bed) != 0)
        return 0;
    return call_conflict(call, "bed", bed,
                         arena_format(call->arena, "%s has the bed %s already, since %s.", handle,
                                      bed, me_date(call, stay->lodging_from)));
}

int person_move(struct call *call, const struct person_move_in *in)
{
    struct stay stay;
    struct bed bed;
    civil_day on = call_day(in->on, call_today(call));
    int result = stay_find(call, in->person, call->target.owner, &stay);
    if (result == 0)
        result = is_another_bed(call, in->person, &stay, in->bed);
    if (result == 0)
        result = may_change(call, in->person, &stay, on);
    if (result == 0)
        result = stay_bed_is_free(call, in->bed, (struct stay_days){on, NO_DAY}, stay.id, &bed);
    if (result == 0 && stay.lodging)
        result = lodging_end(call->db, stay.lodging, on);
    if (result == 0)
        result = lodging_insert(call->db, stay.id, bed.id, on);
    return result;
}

int person_leave(struct call *call, const struct person_leave_in *in)
{
    struct stay stay;
    int64_t person = call->target.owner;
    const struct leaving leaving = {
        .on = call_day(in->on, call_today(call)),
        .ended_by = in->ended_by,
        .reason = in->reason,
        .help_given = in->help_given,
        .forward_to = in->forward_to,
        .belongings_kept_until = call_day(in->belongings_kept_until, NO_DAY),
    };
    int result = stay_find(call, in->person, person, &stay);
    if (result == 0)
        result = may_change(call, in->person, &stay, leaving.on);
    if (result == 0 && stay.lodging)
        result = lodging_end(call->db, stay.lodging, leaving.on);
    if (result == 0)
        result = stay_set_leaving(call, &stay, &leaving);
    if (result == 0)
        result = call_event(call, "moved-out", AUDIENCE_HOUSE, person, NULL,
                            call_date(call, leaving.on));
    if (result == 0)
        result = end_offices(call, person);
    if (result == 0)
        result = stay_find_latest(call, in->person, person, &stay);
    if (result == 0)
        stay_write_missing(call, &stay);
    return result;
}

static const struct row rows[] = {
    {&person_add_method, WRITE, &target_house, RIGHT_PEOPLE_ADD, false},
    {&person_list_method, READ, &target_house, RIGHT_PEOPLE_SEE, false},
    {&person_show_method, AUDITED, &target_person, RIGHT_RECORD_SEE, false},
    {&person_contact_method, AUDITED, &target_person, RIGHT_CONTACT_SEE, false},
    {&person_admit_method, WRITE, &target_person, RIGHT_PEOPLE_RUN, false},
    {&person_change_method, WRITE, &target_person, RIGHT_PEOPLE_RUN, false},
    {&person_orient_method, WRITE, &target_person, RIGHT_PEOPLE_RUN, false},
    {&person_move_method, WRITE, &target_person, RIGHT_PEOPLE_RUN, false},
    {&person_leave_method, WRITE, &target_person, RIGHT_PEOPLE_RUN, false},
    {&person_me_method, READ, &target_self, RIGHT_RECORD_SEE, false},
};

static const struct refusal refusals[PERSON_OUTCOMES] = {
    /* These three are told with days, as people say them. */
    [PERSON_ALREADY_HERE] = {"org.kith.Person.AlreadyHere", ""},
    [PERSON_NOT_HERE] = {"org.kith.Person.NotHere", ""},
    [PERSON_STAYS_OVERLAP] = {"org.kith.Person.StaysOverlap", ""},
    [PERSON_BED_TAKEN] = {"org.kith.House.BedTaken", "The bed {bed} is {person}'s."},
    [PERSON_BED_SINCE] = {"org.kith.Server.Impossible",
                          "They have changed beds since that day. Name a later one."},
    [PERSON_AHEAD] = {"org.kith.Server.Impossible",
                      "That day is still to come. Say it when it is there."},
    [PERSON_STILL_HERE] = {"org.kith.Server.Impossible",
                           "They still live here. How a stay ended is said when they leave."},
    [PERSON_KEPT_TOO_SHORT] = {"org.kith.Server.Impossible",
                               "Belongings are kept until the day of moving out, or longer."},
    [PERSON_OUT_BEFORE_IN] = {"org.kith.Server.Impossible",
                              "Nobody moves out before the day they moved in."},
    [PERSON_BED_BEFORE] = {"org.kith.Server.Impossible",
                           "They changed beds before that day. Name an earlier one."},
};

const struct noun person_noun = {
    .interface = person_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_PEOPLE_RUN,
    .facts = me_person,
};
