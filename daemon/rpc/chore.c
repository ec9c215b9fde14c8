/* org.kith.Chore: chores and who does them. */
#include "org.kith.Chore.h"

#include "daemon/rpc/chore.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/chore.h"
#include "daemon/store/person.h"

enum { NAMES_COMPARED = 500 };

/* --- Finding -------------------------------------------------------------------------------- */

static int not_found(struct call *call, const char *handle)
{
    const char **handles = NULL;
    size_t count = 0;
    int failure = 0;
    if (call_may(call, RIGHT_CHORES_SEE, RELATION_HOUSE))
        failure =
            chore_handles(call->db, call->house.id, NAMES_COMPARED, call->arena, &handles, &count);
    return failure < 0 ? failure : call_not_found_near(call, "chore", handle, handles, count);
}

int chore_find(struct call *call, const char *handle, struct chore *ret)
{
    int found = chore_by_handle(call->db, call->house.id, handle, call->arena, ret);
    return found > 0 ? 0 : found < 0 ? found : not_found(call, handle);
}

int chore_find_ever(struct call *call, const char *handle, struct chore *ret)
{
    int found = chore_by_handle_ever(call->db, call->house.id, handle, call->arena, ret);
    return found > 0 ? 0 : found < 0 ? found : not_found(call, handle);
}

static const struct row rows[] = {
    {&chore_add_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_list_method, READ, &target_house, RIGHT_CHORES_SEE, false},
    {&chore_change_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_show_method, READ, &target_house, RIGHT_CHORES_SEE, false},
    {&chore_retire_method, WRITE_DECIDED, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_resume_method, WRITE_DECIDED, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_skip_method, WRITE_DECIDED, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_move_method, WRITE_DECIDED, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_add_day_method, WRITE_DECIDED, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_restore_method, WRITE_DECIDED, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_assign_method, WRITE, &target_house, RIGHT_CHORES_RUN, false},
    {&chore_done_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&chore_undo_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_DO, false},
    {&chore_check_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_LOOK, false},
    {&chore_send_back_method, WRITE_DECIDED, &target_person, RIGHT_CHORES_LOOK, false},
    {&chore_excuse_method, WRITE, &target_person_or_house, RIGHT_CHORES_RUN, false},
    {&chore_answer_method, WRITE, &target_self, RIGHT_CHORES_DO, false},
    {&chore_claim_method, WRITE, &target_self, RIGHT_CHORES_DO, false},
    {&chore_to_look_method, READ, &target_house, RIGHT_CHORES_LOOK, false},
    {&chore_story_method, AUDITED, &target_person, RIGHT_CHORES_DO, false},
    {&chore_week_method, READ, &target_person_or_house, RIGHT_CHORES_SEE, false},
};

static const struct refusal refusals[CHORE_OUTCOMES] = {
    [CHORE_NOT_HERE] = {"org.kith.Chore.NotHere", "{person} does not live here on {on}."},
    [CHORE_ALREADY_ASSIGNED] = {"org.kith.Chore.AlreadyAssigned",
                                "{person} has {chore} on {on} already."},
    [CHORE_NOTHING_OPEN] = {"org.kith.Chore.NothingOpen", "No {chore} of {person}'s is open then."},
    [CHORE_NOTHING_DONE] = {"org.kith.Chore.NothingDone",
                            "No {chore} of {person}'s is said done then."},
    [CHORE_ALREADY_DONE] = {"org.kith.Chore.AlreadyDone", "{chore} on {on} is done already."},
    [CHORE_BAD_SCHEDULE] = {"org.kith.Chore.BadSchedule", ""},
    [CHORE_NEVER_COMES] = {"org.kith.Chore.NeverComesRound",
                           "With the schedule \"{schedule}\" it would come round on no day. Look at"
                           " when it begins and ends, and whether there is such a day."},
    [CHORE_FOR_NOBODY] = {"org.kith.Chore.ForNobody",
                          "Whose it always is must be said: a chore with the rotation {rotation}"
                          " wants holders, people who live here."},
    [CHORE_TOO_FEW_HOLDERS] =
        {"org.kith.Chore.TooFewHolders",
         "It takes {people} people each time, and those named who always do it"
         " are {holders}. Name more of them, or say that it takes fewer."},
    [CHORE_HOLDER_NOT_HERE] = {"org.kith.Chore.HolderNotHere",
                               "{holders} does not live here, so it cannot be theirs."},
    [CHORE_TOO_MANY] = {"org.kith.Chore.TooManyChores",
                        "The house has {limit} chores, and that is as many as it may have. Retire"
                        " one that it does not need any more."},
    [CHORE_RETIRED] = {"org.kith.Chore.Retired",
                       "{chore} has not been a chore of the house since {on}. To have it back: kith"
                       " chore resume {chore}"},
    [CHORE_NOT_RETIRED] = {"org.kith.Chore.NotRetired", "{chore} is a chore of the house already."},
    [CHORE_DAY_OUT_OF_REACH] = {"org.kith.Chore.DayOutOfReach",
                                "{on} is not among the days that can be changed: from {from} to"
                                " {until}."},
    [CHORE_NOT_THAT_DAY] = {"org.kith.Chore.NotThatDay",
                            "{chore} does not come round on {on}. `kith chore show {chore}` tells"
                            " when it does."},
    [CHORE_COMES_ALREADY] = {"org.kith.Chore.ComesAlready", "{chore} comes round on {on} already."},
    [CHORE_NOTHING_TO_RESTORE] =
        {"org.kith.Chore.NothingToRestore",
         "{chore} on {on} is as its schedule says; there is nothing to take"
         " back."},
    [CHORE_TOO_MANY_EXCEPTIONS] =
        {"org.kith.Chore.TooManyExceptions",
         "{limit} days of {chore} are not as its schedule says. That is as"
         " many as there may be: kith chore change {chore} --schedule ..."
         " gives it another schedule."},
    [CHORE_CLOSED] = {"org.kith.Chore.Closed",
                      "It is too late for {chore} on {on}: a day is closed at noon of the next."
                      " Whoever runs the chores can still set it right."},
    [CHORE_TOO_EARLY] = {"org.kith.Chore.TooEarly", "{chore} on {on} cannot be done yet."},
    [CHORE_OWN] = {"org.kith.Chore.OwnChore", ""},
    [CHORE_NOT_LOOKED_AT] = {"org.kith.Chore.NotLookedAt",
                             "Only whoever runs the chores looks at {chore}."},
    [CHORE_ALREADY_CHECKED] = {"org.kith.Chore.AlreadyChecked",
                               "{chore} on {on} has been looked at already."},
    [CHORE_NOTHING_GIVEN] = {"org.kith.Chore.NothingGiven", "{person} has no {chore} then."},
    [CHORE_NOTHING_TO_EXCUSE] = {"org.kith.Chore.NothingToExcuse",
                                 "There is no {chore} to be excused then."},
    [CHORE_NOTHING_TO_ANSWER] = {"org.kith.Chore.NothingToAnswer",
                                 "No {chore} of yours was missed or sent back then."},
    [CHORE_ALREADY_ANSWERED] = {"org.kith.Chore.AlreadyAnswered",
                                "You have answered about {chore} on {on} already; your words"
                                " stand."},
    [CHORE_NOTHING_TO_CLAIM] = {"org.kith.Chore.NothingToClaim",
                                "No {chore} is free to take on {on}."},
};

const struct noun chore_noun = {
    .interface = chore_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_CHORES_RUN,
    .leaves_callers_alone = true,
    .facts = chore_facts,
};
