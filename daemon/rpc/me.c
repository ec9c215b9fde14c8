#include "daemon/rpc/me.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/when.h"
#include "daemon/rpc/entry.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/stay.h"
#include "daemon/store/audit.h"
#include "daemon/store/lodging.h"

#include "org.kith.Person.h"

/* Looking often must not push a look out of sight: a reader's looks of one kind and day are one. */
enum { READERS_SHOWN = 100, READERS_LOOKED_AT = 1000 };

void me_fact(struct call *call, const char *topic, const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        abort();
    va_end(args);
    reply_object(&call->reply, NULL);
    reply_text(&call->reply, "topic", topic);
    reply_text(&call->reply, "text", text);
    reply_object_end(&call->reply);
    explicit_bzero(text, strlen(text));
    free(text);
}

const char *me_date(struct call *call, civil_day day)
{
    struct civil_date date = civil_to_ymd(day);
    return arena_format(call->arena, "%d %s %d", date.day, when_months[date.month - 1], date.year);
}

const char *me_name(struct call *call, int64_t person)
{
    struct person found;
    return person && person_by_id(call->db, person, call->arena, &found) > 0 ? found.handle
                                                                             : "an operator";
}

/* --- The name and the stays ------------------------------------------------------------------- */

static struct civil_time local(struct call *call, int64_t utc)
{
    return civil_from_seconds(call->zone ? zone_to_local(call->zone, utc) : utc);
}

static const char *date_of(struct call *call, int64_t utc)
{
    return me_date(call, local(call, utc).day);
}

static void tell_name(struct call *call)
{
    const struct person *person = &call->person;
    me_fact(call, "name", "You are %s, known as %s to the house since %s.", person->name,
            person->handle, date_of(call, person->added_at));
}

static void tell_dates(struct call *call, const struct stay *stay)
{
    const char *from = me_date(call, stay->moved_in_on);
    const char *noted = date_of(call, stay->admitted_at);
    if (stay->moved_out_on == NO_DAY)
        me_fact(call, "stay", "You have lived here since %s, noted on %s.", from, noted);
    else
        me_fact(call, "stay", "You lived here from %s to %s, noted on %s.", from,
                me_date(call, stay->moved_out_on), noted);
    if (stay->agreement_signed_on != NO_DAY)
        me_fact(call, "agreement", "You signed the house agreement on %s.",
                me_date(call, stay->agreement_signed_on));
}

static int tell_beds(struct call *call, const struct stay *stay)
{
    struct lodging *beds = NULL;
    size_t count = 0;
    int failure = lodging_list(call->db, stay->id, call->arena, &beds, &count);
    for (size_t i = 0; failure == 0 && i < count; i++) {
        const char *from = me_date(call, beds[i].from);
        if (beds[i].until == NO_DAY)
            me_fact(call, "bed", "You have had the bed %s since %s.", beds[i].bed, from);
        else
            me_fact(call, "bed", "You had the bed %s from %s to %s.", beds[i].bed, from,
                    me_date(call, beds[i].until));
    }
    return failure;
}

static int tell_orientation(struct call *call, const struct stay *stay)
{
    struct orientation_item *items = NULL;
    size_t count = 0;
    char clock[WHEN_MINUTE_SIZE];
    struct civil_time due = local(call, stay->orientation_due_at);
    when_format_minute(due.second / 60, clock);
    me_fact(call, "orientation", "Your orientation %s due by %s, %s.",
            stay->orientation_due_at > call->now.wall ? "is" : "was", me_date(call, due.day),
            clock);
    int failure = orientation_items(call->db, stay->id, call->arena, &items, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        me_fact(call, "orientation", "Gone through with you on %s: %s.",
                date_of(call, items[i].done_at), items[i].item);
    return failure;
}

/* Whoever reads this is the one it is about, so it is told in full. */
static int tell_sealed(struct call *call, const struct stay *stay)
{
    static const struct {
        enum stay_secret secret;
        const char *topic;
        const char *before;
        const char *after;
    } told[] = {
        {STAY_PHONE, "contact", "Your telephone number is ", "."},
        {STAY_EMERGENCY_NAME, "contact", "To be called for you in an emergency: ", "."},
        {STAY_EMERGENCY_PHONE, "contact", "The number to call in an emergency is ", "."},
        {STAY_LEAVE_REASON, "leaving", "Why the stay ended: ", ""},
        {STAY_HELP_GIVEN, "leaving", "What the house did to help: ", ""},
        {STAY_FORWARD_TO, "leaving", "What arrives for you is sent on to ", "."},
    };
    int failure = 0;
    for (size_t i = 0; failure == 0 && i < COUNT(told); i++) {
        const char *text = NULL;
        failure = stay_unseal(call, stay->id, told[i].secret, &text);
        if (failure == 0 && text)
            me_fact(call, told[i].topic, "%s%s%s", told[i].before, text, told[i].after);
    }
    return failure;
}

static void tell_leaving(struct call *call, const struct stay *stay)
{
    if (stay->ended_by && strcmp(stay->ended_by, "resident") == 0)
        me_fact(call, "leaving", "You ended the stay yourself.");
    else if (stay->ended_by)
        me_fact(call, "leaving", "The stay was ended by: %s.", stay->ended_by);
    if (stay->belongings_kept_until != NO_DAY)
        me_fact(call, "leaving", "Your belongings are kept until %s.",
                me_date(call, stay->belongings_kept_until));
}

static int tell_stay(struct call *call, const struct stay *stay)
{
    tell_dates(call, stay);
    int failure = tell_beds(call, stay);
    if (failure == 0)
        failure = tell_orientation(call, stay);
    if (failure == 0)
        tell_leaving(call, stay);
    return failure == 0 ? tell_sealed(call, stay) : failure;
}

int me_person(struct call *call)
{
    struct stay *stays = NULL;
    size_t count = 0;
    tell_name(call);
    int failure = stay_list(call->db, call->target.owner, call->arena, &stays, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = tell_stay(call, &stays[i]);
    return failure;
}

/* --- Who has looked --------------------------------------------------------------------------- */

/* A look, with what makes it the same as another. */
struct look {
    const struct audit_entry *entry;
    struct entry_line line;
};

static bool is_same(const struct look *one, const struct look *other)
{
    return one->entry->actor_person == other->entry->actor_person &&
           strcmp(one->line.actor, other->line.actor) == 0 &&
           strcmp(one->line.what, other->line.what) == 0 &&
           strncmp(one->line.at, other->line.at, CIVIL_DATE_SIZE - 1) == 0;
}

/* The newest of each kind, reader and day. */
static size_t gather(struct call *call, const struct audit_entry *entries, size_t count,
                     struct look looks[static READERS_SHOWN])
{
    size_t kept = 0;
    for (size_t i = 0; i < count && kept < READERS_SHOWN; i++) {
        struct look look = {.entry = &entries[i]};
        bool known = entry_parse(&entries[i], call->arena, &look.line) < 0;
        for (size_t k = 0; k < kept && !known; k++)
            known = is_same(&looks[k], &look);
        if (!known)
            looks[kept++] = look;
    }
    return kept;
}

/* The reader is told by handle, or by the account's uid. */
static int write_reader(struct call *call, const struct look *look)
{
    struct person person = {0};
    const struct audit_entry *entry = look->entry;
    const struct entry_line *line = &look->line;
    int found =
        entry->actor_person ? person_by_id(call->db, entry->actor_person, call->arena, &person) : 0;
    if (found < 0)
        return found;
    reply_object(&call->reply, NULL);
    reply_text(&call->reply, "at", entry_at(call, call->zone, line));
    reply_text(&call->reply, "reader", person.id ? person.handle : line->actor);
    reply_text(&call->reply, "what", line->what);
    reply_object_end(&call->reply);
    return 0;
}

static int write_readers(struct call *call)
{
    struct audit_entry *entries = NULL;
    size_t count = 0;
    struct look looks[READERS_SHOWN];
    int failure = audit_readers(call->db, call->target.owner, READERS_LOOKED_AT, call->arena,
                                &entries, &count);
    if (failure < 0)
        return failure;
    size_t shown = gather(call, entries, count, looks);
    reply_list(&call->reply, "readers");
    for (size_t i = 0; failure == 0 && i < shown; i++)
        failure = write_reader(call, &looks[i]);
    reply_list_end(&call->reply);
    return failure;
}

int person_me(struct call *call)
{
    int failure = 0;
    reply_list(&call->reply, "facts");
    for (const struct noun *const *noun = nouns; failure == 0 && *noun; noun++)
        if ((*noun)->facts)
            failure = (*noun)->facts(call);
    reply_list_end(&call->reply);
    return failure < 0 ? failure : write_readers(call);
}
