/* org.kith.Absence: when somebody cannot do chores, put down and ended. */
#include "org.kith.Absence.h"

#include "common/bytes.h"
#include "common/text.h"
#include "daemon/rpc/absence.h"
#include "daemon/rpc/chore.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/chore.h"
#include "daemon/store/event.h"

/* --- What the parts have in common ------------------------------------------------------------ */

bool absence_is_run_by_caller(const struct call *call)
{
    return call_may(call, RIGHT_CHORES_RUN, RELATION_HOUSE);
}

static bool is_own(const struct call *call)
{
    return call->target.owner == call->actor.account.person;
}

/* Which parameter it is that cannot be. */
static const char *const impossible[ABSENCE_OUTCOMES] = {
    [ABSENCE_AWAY_FROM_ONE] = "chore",
    [ABSENCE_PAST] = "from",
    [ABSENCE_LONG_AGO] = "from",
    [ABSENCE_FAR_AHEAD] = "from",
    [ABSENCE_ENDS_BEFORE_IT_BEGINS] = "until",
    [ABSENCE_TOO_LONG] = "until",
    [ABSENCE_ENDS_TOO_SOON] = "on",
    [ABSENCE_NOT_EARLIER] = "on",
    [ABSENCE_HOURS_NO_DAYS] = "weekdays",
    [ABSENCE_HOURS_TOO_LONG] = "untilTime",
    [ABSENCE_HOURS_OVER] = "until",
};

int absence_refuse(struct call *call, int outcome)
{
    if (outcome > 0 && outcome < ABSENCE_OUTCOMES && impossible[outcome])
        call_say(call, "parameter", impossible[outcome]);
    if (outcome == ABSENCE_TOO_MANY)
        call_say_int(call, "limit", ABSENCE_MOST);
    return outcome;
}

int absence_lives_here(struct call *call)
{
    if (call->person.lives_here)
        return 0;
    call_say(call, "person", call->person.handle);
    return ABSENCE_NOT_HERE;
}

/* A number tells nobody what the list would not: who has left is known to few, and that somebody
 * need not do one chore to as few. */
static bool may_know(const struct call *call, const struct absence_entry *entry)
{
    int64_t caller = call->actor.account.person;
    if (!call_may(call, RIGHT_CHORES_SEE, RELATION_HOUSE))
        return false;
    if (entry->has_left && entry->absence.person != caller && !call_may_know_former(call))
        return false;
    return absence_may_know(&entry->absence, caller, absence_is_run_by_caller(call));
}

static int no_such_absence(struct call *call, int64_t id)
{
    const char *number = arena_format(call->arena, "%lld", (long long)id);
    call_say(call, "message",
             arena_format(call->arena,
                          "There is no absence number %s. `kith absence list` shows what there is.",
                          number));
    return call_not_found(call, "absence", number);
}

int absence_find(struct call *call, int64_t id, struct absence_entry *ret)
{
    int found = absence_by_id(call->db, call->house.id, id, call->arena, ret);
    if (found < 0)
        return found;
    return found && may_know(call, ret) ? 0 : no_such_absence(call, id);
}

/* Planning is done anew; who runs the chores hears of it, and the one it is about, unless they
 * said it. */
static int tell(struct call *call, const char *kind, const char *kind_theirs, civil_day on)
{
    const char *date = call_date(call, on);
    int64_t person = call->target.owner;
    int failure = chore_house_plan_at(call->db, call->house.id, call->now.wall);
    if (failure == 0)
        failure = call_event(call, kind, right_name(RIGHT_CHORES_RUN), person, NULL, date);
    if (failure == 0 && !is_own(call))
        failure = call_event(call, kind_theirs, AUDIENCE_PERSON, person, NULL, date);
    return failure;
}

/* --- Putting it down -------------------------------------------------------------------------- */

/* What is asked for, in the form of what would stand. 0, an outcome or a failure. */
static int read_asked(struct call *call, const struct absence_add_in *in, struct absence *ret)
{
    struct chore chore = {0};
    struct absence_asked asked = {
        .today = call_today(call),
        .own = is_own(call),
        .runs_chores = absence_is_run_by_caller(call),
        .kind = (enum absence_kind)absence_kind_from_name(in->kind),
        .of_one_chore = in->chore != NULL,
        .from = call_day(in->from, call_today(call)),
        .until = call_day(in->until, NO_DAY),
    };
    *ret = (struct absence){
        .house = call->house.id,
        .person = call->target.owner,
        .kind = asked.kind,
        .from = asked.from,
        .granted_by = call->actor.account.person,
        .granted_at = call->now.wall,
    };
    int result = absence_lives_here(call);
    if (result == 0)
        result = absence_refuse(call, absence_may_add(&asked, &ret->until));
    if (result == 0 && in->chore)
        result = chore_find(call, in->chore, &chore);
    ret->chore = chore.id;
    return result;
}

static const char *say_until(struct call *call, civil_day until)
{
    return until == CIVIL_DAY_LAST ? "without an end"
                                   : arena_format(call->arena, "to %s", call_date(call, until));
}

/* Whether there is room for it beside what stands. */
static int has_room(struct call *call, const struct absence *absence)
{
    struct absence_entry other;
    int64_t open = 0;
    int found = absence_overlapping(call->db, absence, call->arena, &other);
    if (found > 0) {
        const struct absence *stands = &other.absence;
        call_say_int(call, "absenceId", stands->id);
        call_say(call, "from", call_date(call, stands->from));
        if (stands->until != CIVIL_DAY_LAST)
            call_say(call, "until", call_date(call, stands->until));
        call_say(call, "message",
                 arena_format(call->arena,
                              "%s is %s then already, from %s %s. End that first: kith absence end"
                              " %lld",
                              other.person, absence_shown_kind(stands->kind),
                              call_date(call, stands->from), say_until(call, stands->until),
                              (long long)stands->id));
        return ABSENCE_OVERLAPS;
    }
    if (found == 0)
        found = absence_count_open(call->db, absence->person, call_today(call), &open);
    return found < 0 ? found : absence_refuse(call, absence_may_have_more(open));
}

/* Under the month's key of the one it is about. */
static int save(struct call *call, struct absence *absence, const char *reason)
{
    struct bytes blob = {0};
    int failure = 0;
    if (reason && !text_is_blank(reason)) {
        const char *month =
            arena_copy(call->arena, call_date(call, call_today(call)), 7); /* YYYY-MM */
        struct seal_scope scope = {absence->person, "note", month};
        failure =
            vault_seal(call->vault, &scope, call->now.wall, "absence", "reason", reason, &blob);
    }
    if (failure == 0)
        failure = absence_insert(call->db, absence, blob.data, blob.length, &absence->id);
    bytes_clear(&blob);
    return failure;
}

int absence_add(struct call *call, const struct absence_add_in *in)
{
    struct absence absence;
    int result = read_asked(call, in, &absence);
    if (result == 0)
        result = has_room(call, &absence);
    if (result == 0)
        result = save(call, &absence, in->reason);
    if (result == 0)
        result = tell(call, absence.kind == ABSENCE_AWAY ? "absence-away" : "absence-exempt",
                      "absence-yours", absence.from);
    if (result != 0)
        return result;
    reply_int(&call->reply, "absenceId", absence.id);
    absence_write_days(call, absence.from, absence.until);
    return 0;
}

/* --- Ending it -------------------------------------------------------------------------------- */

/* Whoever is named; else whose the number is; else the caller. */
static int find_owner(struct call *call, const char *name)
{
    const struct absence_end_in *in = call->parameters;
    struct absence_entry entry;
    if (name || !in->absence_id.present)
        return target_person.resolve(call, name);
    int result = absence_find(call, in->absence_id.value, &entry);
    return result ? result : target_person.resolve(call, entry.person);
}

static int find_to_end(struct call *call, const struct absence_end_in *in,
                       struct absence_entry *ret)
{
    int64_t person = call->target.owner;
    if (in->absence_id.present) {
        int result = absence_find(call, in->absence_id.value, ret);
        bool is_theirs = result != 0 || ret->absence.person == person;
        return is_theirs ? result : no_such_absence(call, in->absence_id.value);
    }
    int found = absence_away_on(call->db, person, call_today(call), call->arena, ret);
    if (found == 0)
        call_say(call, "person", call->person.handle);
    return found < 0 ? found : found ? 0 : ABSENCE_NOT_AWAY;
}

/* Fills what the error tells, and returns its outcome. */
static int refuse_end(struct call *call, int outcome, const struct absence *absence,
                      const struct absence_asked *asked)
{
    if (outcome == ABSENCE_OVER)
        call_say_int(call, "number", absence->id);
    if (outcome == ABSENCE_NOT_TO_END)
        call_say_int(call, "absenceId", absence->id);
    if (outcome == ABSENCE_ENDS_TOO_SOON)
        call_say(call, "message",
                 arena_format(call->arena,
                              "The last day can be %s at the earliest. If it is not to be at all,"
                              " name no day.",
                              me_date(call, absence_first_end(absence, asked))));
    if (outcome == ABSENCE_NOT_EARLIER)
        call_say(call, "message",
                 arena_format(call->arena,
                              "It ends on %s already. For more days, add those that follow.",
                              me_date(call, absence->until)));
    return absence_refuse(call, outcome);
}

/* Writes what remains of it, and tells of it. */
static int cut(struct call *call, const struct absence *absence, civil_day until)
{
    bool is_away = absence->kind == ABSENCE_AWAY;
    if (until == NO_DAY) {
        int failure = absence_withdraw(call->db, absence->id, call->now.wall);
        return failure < 0
                   ? failure
                   : tell(call, is_away ? "absence-away-withdrawn" : "absence-exempt-withdrawn",
                          "absence-yours-over", absence->from);
    }
    int failure = absence_set_until(call->db, absence->id, until);
    return failure < 0 ? failure
                       : tell(call, is_away ? "absence-away-over" : "absence-exempt-over",
                              "absence-yours-over", until + 1);
}

int absence_end(struct call *call, const struct absence_end_in *in)
{
    struct absence_entry entry;
    const struct absence *absence = &entry.absence;
    civil_day until = NO_DAY;
    struct absence_asked asked = {
        .today = call_today(call),
        .own = is_own(call),
        .runs_chores = absence_is_run_by_caller(call),
        .until = call_day(in->on, NO_DAY),
    };
    int result = find_to_end(call, in, &entry);
    if (result != 0)
        return result;
    result = refuse_end(call, absence_may_end(absence, &asked, &until), absence, &asked);
    if (result == 0)
        result = cut(call, absence, until);
    if (result != 0)
        return result;
    reply_int(&call->reply, "absenceId", absence->id);
    reply_text(&call->reply, "person", entry.person);
    reply_text(&call->reply, "kind", absence_shown_kind(absence->kind));
    absence_write_days(call, absence->from, until == NO_DAY ? CIVIL_DAY_LAST : until);
    return 0;
}

/* --- The noun --------------------------------------------------------------------------------- */

static const struct target_kind target_absent = {"person", "person", RIGHT_PEOPLE_SEE, find_owner,
                                                 false};
static const struct target_kind target_busy = {"person", "person", RIGHT_PEOPLE_SEE,
                                               hours_find_owner, false};

static const struct row rows[] = {
    {&absence_add_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&absence_end_method, WRITE_DECIDED, &target_absent, RIGHT_CHORES_DO, false},
    {&absence_list_method, READ, &target_person_or_house, RIGHT_CHORES_SEE, false},
    {&absence_show_method, AUDITED, &target_house, RIGHT_CHORES_SEE, false},
    {&absence_add_hours_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&absence_end_hours_method, WRITE_DECIDED, &target_busy, RIGHT_CHORES_DO, false},
    {&absence_hours_method, READ, &target_person, RIGHT_CHORES_DO, false},
};

static const struct refusal refusals[ABSENCE_OUTCOMES] = {
    [ABSENCE_NOT_HERE] = {"org.kith.Absence.NotHere",
                          "{person} does not live here, so no chores are planned for them anyway."},
    [ABSENCE_OWN_EXEMPT] = {"org.kith.Absence.OwnExempt",
                            "Nobody excuses themself. Ask somebody else who runs the chores; that"
                            " you are away, you can say yourself: kith away"},
    [ABSENCE_AWAY_FROM_ONE] = {"org.kith.Server.Impossible",
                               "Who is away is away from all chores. From one alone somebody can"
                               " be exempt."},
    [ABSENCE_PAST] = {"org.kith.Server.Impossible",
                      "That day is over. Say it from today on; somebody else who runs the chores"
                      " can put down the days before."},
    [ABSENCE_LONG_AGO] = {"org.kith.Server.Impossible",
                          "That is too long ago. It can begin 31 days back at the most."},
    [ABSENCE_FAR_AHEAD] = {"org.kith.Server.Impossible",
                           "That is too far ahead. It can begin within a year."},
    [ABSENCE_ENDS_BEFORE_IT_BEGINS] = {"org.kith.Server.Impossible",
                                       "The last day is before the first."},
    [ABSENCE_TOO_LONG] = {"org.kith.Server.Impossible",
                          "That is too long. Say at most a year now, and the rest when it comes."},
    [ABSENCE_OVERLAPS] = {"org.kith.Absence.Overlaps", ""},
    [ABSENCE_TOO_MANY] = {"org.kith.Absence.TooMany",
                          "There are {limit} of them already, and more cannot be kept in mind. End"
                          " some first."},
    [ABSENCE_NOT_AWAY] = {"org.kith.Absence.NotAway",
                          "{person} is not away today. What is to come stands in: kith absence"
                          " list"},
    [ABSENCE_OVER] = {"org.kith.Absence.Over", "Number {number} is over already."},
    [ABSENCE_NOT_TO_END] = {"org.kith.Absence.NotYours",
                            "Whoever runs the chores excused you, and ends it too. Ask them."},
    /* These three are told with what they are about. */
    [ABSENCE_ENDS_TOO_SOON] = {"org.kith.Server.Impossible", ""},
    [ABSENCE_NOT_EARLIER] = {"org.kith.Server.Impossible", ""},
    [ABSENCE_NOT_TO_READ] = {"org.kith.Absence.NotYours", ""},
    [ABSENCE_HOURS_NO_DAYS] = {"org.kith.Server.Impossible",
                               "Say on which weekdays, such as mon-fri."},
    [ABSENCE_HOURS_TOO_LONG] = {"org.kith.Server.Impossible",
                                "Such hours begin before midnight, and end by noon of the next day"
                                " (36:00)."},
    [ABSENCE_HOURS_OVER] = {"org.kith.Server.Impossible", "That day is over already."},
};

const struct noun absence_noun = {
    .interface = absence_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_CHORES_RUN,
    .leaves_callers_alone = true,
    .facts = absence_facts,
};
