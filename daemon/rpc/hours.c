/* org.kith.Absence: hours of weekdays in which somebody cannot, such as those of work. */
#include <string.h>

#include "common/weekdays.h"
#include "common/when.h"
#include "daemon/rpc/absence.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/chore.h"
#include "daemon/store/event.h"
#include "daemon/store/hours.h"
#include "org.kith.Absence.h"

/* --- Told ------------------------------------------------------------------------------------- */

const char *hours_say(struct call *call, const struct hours *hours)
{
    char days[WEEKDAYS_SAID_SIZE];
    char from[WHEN_MINUTE_SIZE];
    char until[WHEN_MINUTE_SIZE];
    const struct busy_hours *busy = &hours->busy;
    weekdays_say(busy->weekdays, days);
    when_say_minute(busy->from_minute, from);
    when_say_minute(busy->until_minute, until);
    return arena_format(call->arena, "%s, %s to %s%s", days, from, until,
                        busy->until_minute > CIVIL_DAY_MINUTES ? " of the next day" : "");
}

static void write_time(struct call *call, const char *name, int minute)
{
    char time[WHEN_MINUTE_SIZE];
    when_format_minute(minute, time);
    reply_text(&call->reply, name, time);
}

static void write_hours(struct call *call, const char *name, const struct hours *hours)
{
    const struct busy_hours *busy = &hours->busy;
    reply_object(&call->reply, name);
    reply_int(&call->reply, "hoursId", hours->id);
    reply_list(&call->reply, "weekdays");
    for (int day = 0; day < 7; day++)
        if (busy->weekdays >> day & 1)
            reply_text(&call->reply, NULL, weekdays_names[day]);
    reply_list_end(&call->reply);
    write_time(call, "fromTime", busy->from_minute);
    write_time(call, "untilTime", busy->until_minute);
    absence_write_days(call, busy->from, busy->until);
    reply_object_end(&call->reply);
}

int absence_hours(struct call *call, const struct absence_hours_in *in)
{
    struct hours *hours = NULL;
    size_t count = 0;
    (void)in;
    int failure = hours_list(call->db, call->target.owner, call_today(call), ABSENCE_MOST,
                             call->arena, &hours, &count);
    reply_list(&call->reply, "hours");
    for (size_t i = 0; i < count; i++)
        write_hours(call, NULL, &hours[i]);
    reply_list_end(&call->reply);
    return failure;
}

/* --- Changed ---------------------------------------------------------------------------------- */

/* Planning is done anew; who runs the chores hears of it, and the one it is about, unless they
 * said it. */
static int tell(struct call *call)
{
    int64_t person = call->target.owner;
    int failure = chore_house_plan_at(call->db, call->house.id, call->now.wall);
    if (failure == 0)
        failure =
            call_event(call, "hours-changed", right_name(RIGHT_CHORES_RUN), person, NULL, NULL);
    if (failure == 0 && person != call->actor.account.person)
        failure = call_event(call, "hours-yours", AUDIENCE_PERSON, person, NULL, NULL);
    return failure;
}

static int read_weekdays(struct call *call, const struct text_list *names, uint32_t *ret)
{
    for (size_t i = 0; i < names->count; i++) {
        int32_t day = weekdays_by_name(names->items[i]);
        if (day < 0)
            return call_invalid(call, arena_format(call->arena, "weekdays[%zu]", i));
        *ret |= UINT32_C(1) << day;
    }
    return 0;
}

static int read_hours(struct call *call, const struct absence_add_hours_in *in,
                      struct busy_hours *ret)
{
    int32_t from = 0;
    int32_t until = 0;
    const char *reason = NULL;
    int result = read_weekdays(call, &in->weekdays, &ret->weekdays);
    if (result == 0 && when_minute(in->from_time, &from, &reason) < 0)
        result = call_invalid(call, "fromTime");
    if (result == 0 && when_minute(in->until_time, &until, &reason) < 0)
        result = call_invalid(call, "untilTime");
    ret->from_minute = from;
    ret->until_minute = until;
    ret->from = call_day(in->from, call_today(call));
    ret->until = call_day(in->until, CIVIL_DAY_LAST);
    return result;
}

int absence_add_hours(struct call *call, const struct absence_add_hours_in *in)
{
    struct hours hours = {.person = call->target.owner};
    int64_t open = 0;
    int result = absence_lives_here(call);
    if (result == 0)
        result = read_hours(call, in, &hours.busy);
    if (result == 0)
        result = absence_refuse(call, hours_may_add(&hours.busy, call_today(call)));
    if (result == 0)
        result = hours_count_open(call->db, hours.person, call_today(call), &open);
    if (result == 0)
        result = absence_refuse(call, absence_may_have_more(open));
    if (result == 0)
        result = hours_insert(call->db, &hours, &hours.id);
    if (result == 0)
        result = tell(call);
    if (result == 0)
        write_hours(call, "hours", &hours);
    return result;
}

/* Hours that nobody may know of are not there. */
static int find_hours(struct call *call, int64_t id, struct hours *ret)
{
    const char *number = arena_format(call->arena, "%lld", (long long)id);
    int found = hours_by_id(call->db, call->house.id, id, ret);
    if (found < 0)
        return found;
    if (found && (ret->person == call->actor.account.person || absence_is_run_by_caller(call)))
        return 0;
    call_say(call, "message",
             arena_format(call->arena,
                          "There are no hours of number %s. `kith absence hours list` shows what"
                          " there are.",
                          number));
    return call_not_found(call, "hours", number);
}

int hours_find_owner(struct call *call, const char *name)
{
    const struct absence_end_hours_in *in = call->parameters;
    struct hours hours;
    struct person person;
    if (name)
        return target_person.resolve(call, name);
    int result = find_hours(call, in->hours_id, &hours);
    if (result != 0)
        return result;
    int found = person_by_id(call->db, hours.person, call->arena, &person);
    return found > 0 ? target_person.resolve(call, person.handle) : found;
}

int absence_end_hours(struct call *call, const struct absence_end_hours_in *in)
{
    struct hours hours;
    civil_day today = call_today(call);
    int result = find_hours(call, in->hours_id, &hours);
    if (result != 0)
        return result;
    if (hours.person != call->target.owner)
        return call_not_found(call, "hours",
                              arena_format(call->arena, "%lld", (long long)hours.id));
    result = hours_may_end(&hours.busy, today);
    if (result == ABSENCE_HOURS_OVER)
        return call_impossible(call, "hoursId", "These hours are over already.");
    result = hours_set_until(call->db, hours.id, today - 1);
    if (result == 0)
        result = tell(call);
    reply_text(&call->reply, "person", call->person.handle);
    return result;
}
