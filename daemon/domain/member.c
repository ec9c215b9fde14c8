#include "daemon/domain/member.h"

bool member_is_present(const struct member *member, civil_day on)
{
    return chore_may_assign(member->stays, member->stay_count, on) == 0;
}

/* Away or exempt from that chore; with 0, from all. */
static bool is_absent(const struct member *member, int64_t chore, civil_day on)
{
    for (size_t i = 0; i < member->absence_count; i++) {
        const struct absence_span *span = &member->absences[i];
        if ((span->chore == 0 || span->chore == chore) && on >= span->from && on <= span->until)
            return true;
    }
    return false;
}

bool member_is_available(const struct member *member, civil_day on)
{
    return member_is_present(member, on) && !is_absent(member, 0, on);
}

/* Where the busy hours around `minute` of `on` end: past it, or `minute` itself where it is free.
 * Hours that began the day before may reach into this one. */
static int busy_until(const struct member *member, civil_day on, int minute)
{
    int until = minute;
    for (size_t i = 0; i < member->busy_count; i++) {
        const struct busy_hours *busy = &member->busy[i];
        for (civil_day day = on - 1; day <= on + 1; day++) {
            int shift = (day - on) * CIVIL_DAY_MINUTES;
            bool that_day = (busy->weekdays >> civil_weekday(day) & 1) != 0 && day >= busy->from &&
                            day <= busy->until;
            if (that_day && minute >= busy->from_minute + shift &&
                until < busy->until_minute + shift)
                until = busy->until_minute + shift;
        }
    }
    return until;
}

static bool has_time(const struct member *member, const struct chore *chore, civil_day on)
{
    int minute = chore->window_minute ? chore->due_minute - chore->window_minute : 0;
    /* Each step leaves one stretch of busy hours behind, so it ends. */
    while (minute < chore->due_minute) {
        int free = busy_until(member, on, minute);
        if (free == minute)
            return true;
        minute = free;
    }
    return member->busy_count == 0;
}

bool member_can_do(const struct member *member, const struct chore *chore, civil_day on)
{
    return member_is_available(member, on) && !is_absent(member, chore->id, on) &&
           has_time(member, chore, on);
}
