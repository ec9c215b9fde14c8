#include "daemon/rpc/stay.h"

#include <errno.h>
#include <string.h>

#include "common/bytes.h"
#include "common/text.h"
#include "daemon/domain/person.h"
#include "daemon/rpc/me.h"
#include "daemon/store/event.h"
#include "daemon/store/lodging.h"

/* --- Sealed columns of a stay --------------------------------------------------------------- */

int stay_seal(struct call *call, int64_t person, int64_t stay, enum stay_secret secret,
              const char *text)
{
    if (!text)
        return 0;
    if (text_is_blank(text))
        return stay_set_secret(call->db, stay, secret, NULL, 0);
    /* Why somebody left goes with its month; how to reach them stays as long as they do. */
    bool leaving = secret == STAY_LEAVE_REASON || secret == STAY_HELP_GIVEN;
    const char *month = arena_copy(call->arena, call_date(call, call_today(call)), 7);
    struct seal_scope scope = {person, leaving ? "leaving" : "contact", leaving ? month : ""};
    struct bytes blob = {0};
    int failure = vault_seal(call->vault, &scope, call->now.wall, "stay",
                             stay_secret_column(secret), text, &blob);
    if (failure == 0)
        failure = stay_set_secret(call->db, stay, secret, blob.data, blob.length);
    bytes_clear(&blob);
    return failure;
}

/* NULL where there is nothing, or where its key has been destroyed. */
int stay_unseal(struct call *call, int64_t stay, enum stay_secret secret, const char **ret)
{
    const void *blob = NULL;
    size_t length = 0;
    int found = stay_secret(call->db, stay, secret, call->arena, &blob, &length);
    if (found <= 0)
        return found;
    int failure = vault_unseal(call->vault, "stay", stay_secret_column(secret), blob, length,
                               call->arena, ret);
    return failure == -ENOKEY ? 0 : failure;
}

/* --- Stays ------------------------------------------------------------------------------------ */

int stay_find_latest(struct call *call, const char *handle, int64_t person, struct stay *ret)
{
    int found = stay_latest(call->db, person, call->arena, ret);
    if (found != 0)
        return found < 0 ? found : 0;
    call_say(call, "person", handle);
    call_say(call, "message", arena_format(call->arena, "%s has not lived here.", handle));
    return PERSON_NOT_HERE;
}

int stay_find(struct call *call, const char *handle, int64_t person, struct stay *ret)
{
    struct stay stay;
    int result = stay_find_latest(call, handle, person, &stay);
    if (result != 0)
        return result;
    if (stay.moved_out_on == NO_DAY) {
        *ret = stay;
        return 0;
    }
    call_say(call, "person", handle);
    call_say(call, "movedOutOn", call_date(call, stay.moved_out_on));
    call_say(call, "message",
             arena_format(call->arena, "%s has left already, on %s.", handle,
                          me_date(call, stay.moved_out_on)));
    return PERSON_NOT_HERE;
}

int stay_bed_is_free(struct call *call, const char *handle, struct stay_days nights,
                     int64_t but_stay, struct bed *ret)
{
    const char *taken_by = NULL;
    int found = bed_by_handle(call->db, call->house.id, handle, call->arena, ret);
    if (found < 0)
        return found;
    if (!found)
        return call_not_found(call, "bed", handle);
    found = lodging_clash(call->db, ret->id, nights, but_stay, call->arena, &taken_by);
    if (found <= 0)
        return found;
    call_say(call, "bed", handle);
    call_say(call, "person", taken_by);
    return PERSON_BED_TAKEN;
}

/* Whether the stay may have its days beside the others; one that is new has no number yet. */
static int stay_is_possible(struct call *call, const char *handle, const struct stay *stay)
{
    struct stay *stays = NULL;
    size_t count = 0;
    size_t others = 0;
    const struct stay_days *other = NULL;
    civil_day today = call_today(call);
    int failure = stay_list(call->db, stay->person, call->arena, &stays, &count);
    if (failure < 0)
        return failure;
    struct stay_days *days = arena_array(call->arena, count, sizeof *days);
    for (size_t i = 0; i < count; i++)
        if (stays[i].id != stay->id)
            days[others++] = (struct stay_days){stays[i].moved_in_on, stays[i].moved_out_on};
    int outcome = stay_may_have_been(
        days, others, (struct stay_days){stay->moved_in_on, stay->moved_out_on}, today, &other);
    if (outcome == PERSON_AHEAD)
        call_say(call, "parameter",
                 !stay->id                   ? "on"
                 : stay->moved_in_on > today ? "movedInOn"
                                             : "movedOutOn");
    if (outcome == PERSON_OUT_BEFORE_IN)
        call_say(call, "parameter", "movedOutOn");
    if (!other)
        return outcome;
    const char *from = me_date(call, other->from);
    call_say(call, "person", handle);
    if (outcome == PERSON_ALREADY_HERE) {
        call_say(call, "since", call_date(call, other->from));
        call_say(call, "message",
                 arena_format(call->arena, "%s has lived here since %s.", handle, from));
    } else {
        call_say(call, "from", call_date(call, other->from));
        call_say(call, "message",
                 arena_format(call->arena, "%s lived here from %s to %s already.", handle, from,
                              me_date(call, other->until)));
    }
    return outcome;
}

int stay_is_signed(struct call *call, civil_day on)
{
    if (on == NO_DAY || on <= call_today(call))
        return 0;
    call_say(call, "parameter", "agreementSignedOn");
    return PERSON_AHEAD;
}

/* What was given; NULL where that says nothing. */
static const char *filled(const char *text)
{
    return text && !text_is_blank(text) ? text : NULL;
}

/* 24 hours after moving in; where that was not today, after that day began. */
static int64_t orientation_due(const struct call *call, civil_day on)
{
    int64_t from = on == call_today(call) ? call->now.wall : call_due(call, on, 0);
    return from + ORIENTATION_HOURS * 3600;
}

int stay_begin(struct call *call, const struct person *person, const struct admission *admission,
               struct stay *ret)
{
    struct bed bed = {0};
    struct stay stay = {
        .person = person->id,
        .moved_in_on = admission->on,
        .moved_out_on = NO_DAY,
        .agreement_signed_on = admission->agreement_signed_on,
        .orientation_due_at = orientation_due(call, admission->on),
        .bed = admission->bed,
        .has_phone = filled(admission->phone),
        .has_emergency_contact =
            filled(admission->emergency_name) || filled(admission->emergency_phone),
    };
    int result = stay_is_possible(call, person->handle, &stay);
    if (result == 0)
        result = stay_is_signed(call, admission->agreement_signed_on);
    if (result == 0 && admission->bed)
        result = stay_bed_is_free(call, admission->bed, (struct stay_days){admission->on, NO_DAY},
                                  0, &bed);
    if (result == 0)
        result = stay_insert(call->db, &stay, call->house.id, call->now.wall, &stay.id);
    if (result == 0 && admission->bed)
        result = lodging_insert(call->db, stay.id, bed.id, admission->on);
    const char *const secrets[STAY_SECRETS] = {
        [STAY_PHONE] = admission->phone,
        [STAY_EMERGENCY_NAME] = admission->emergency_name,
        [STAY_EMERGENCY_PHONE] = admission->emergency_phone,
    };
    for (int i = 0; result == 0 && i < STAY_SECRETS; i++)
        result = stay_seal(call, person->id, stay.id, (enum stay_secret)i, secrets[i]);
    if (result == 0)
        result = call_event(call, "moved-in", AUDIENCE_HOUSE, person->id, NULL,
                            call_date(call, admission->on));
    if (result == 0) {
        call_concerns(call, person->id);
        *ret = stay;
    }
    return result;
}

/* --- Days put right ----------------------------------------------------------------------------
 */

static int move_beds(struct call *call, int64_t stay, struct stay_days was, struct stay_days days)
{
    struct lodging *lodgings = NULL;
    struct stay_days beds[2];
    struct bed bed;
    size_t count = 0;
    int result = lodging_outer(call->db, stay, call->arena, &lodgings, &count);
    if (result < 0)
        return result;
    for (size_t i = 0; i < count; i++)
        beds[i] = (struct stay_days){lodgings[i].from, lodgings[i].until};
    result = stay_move_beds(beds, count, was, days);
    if (result != 0)
        call_say(call, "parameter", result == PERSON_BED_BEFORE ? "movedInOn" : "movedOutOn");
    for (size_t i = 0; result == 0 && i < count; i++) {
        result = stay_bed_is_free(call, lodgings[i].bed, beds[i], stay, &bed);
        if (result == 0)
            result = lodging_set_days(call->db, lodgings[i].id, beds[i]);
    }
    return result;
}

int stay_correct(struct call *call, const char *handle, struct stay *stay, struct stay_days days)
{
    struct stay corrected = *stay;
    const struct stay_days was = {stay->moved_in_on, stay->moved_out_on};
    corrected.moved_in_on = days.from;
    corrected.moved_out_on = days.until;
    if (days.from != was.from)
        corrected.orientation_due_at = orientation_due(call, days.from);
    int result = stay_is_possible(call, handle, &corrected);
    if (result == 0)
        result = move_beds(call, stay->id, was, days);
    if (result == 0)
        result = stay_set_days(call->db, stay->id, days, corrected.orientation_due_at);
    if (result == 0)
        *stay = corrected;
    return result;
}

/* --- A stay ends ------------------------------------------------------------------------------ */

int stay_set_leaving(struct call *call, const struct stay *stay, const struct leaving *leaving)
{
    int result = stay_may_keep(leaving->on, leaving->belongings_kept_until);
    if (result == PERSON_KEPT_TOO_SHORT)
        call_say(call, "parameter", "belongingsKeptUntil");
    if (result == 0)
        result = stay_end(call->db, stay->id, leaving->on, leaving->ended_by,
                          leaving->belongings_kept_until);
    if (result == 0)
        result = stay_seal(call, stay->person, stay->id, STAY_LEAVE_REASON, leaving->reason);
    if (result == 0)
        result = stay_seal(call, stay->person, stay->id, STAY_HELP_GIVEN, leaving->help_given);
    if (result == 0)
        result = stay_seal(call, stay->person, stay->id, STAY_FORWARD_TO, leaving->forward_to);
    return result;
}

/* --- What is missing, and what is left of the orientation ------------------------------------- */

int stay_write_orientation(struct call *call, int64_t stay)
{
    struct orientation_item *done = NULL;
    size_t count = 0;
    int failure = orientation_items(call->db, stay, call->arena, &done, &count);
    if (failure < 0)
        return failure;
    reply_list(&call->reply, "orientationLeft");
    for (const char *const *item = orientation_list; *item; item++) {
        bool is_done = false;
        for (size_t i = 0; i < count; i++)
            is_done |= strcmp(done[i].item, *item) == 0;
        if (!is_done)
            reply_text(&call->reply, NULL, *item);
    }
    reply_list_end(&call->reply);
    return 0;
}

void stay_write_missing(struct call *call, const struct stay *stay)
{
    reply_list(&call->reply, "missing");
    bool ended = stay->moved_out_on != NO_DAY;
    const struct {
        bool is_missing;
        const char *what;
    } items[] = {
        {!stay->bed, "bed"},
        {!stay->has_phone, "phone"},
        {!stay->has_emergency_contact, "emergency contact"},
        {stay->agreement_signed_on == NO_DAY, "agreement"},
        {ended && !stay->ended_by, "who ended the stay"},
        {ended && !stay->has_leave_reason, "why it ended"},
        {ended && !stay->has_help_given, "help given"},
        {ended && !stay->has_forward_to, "where to forward"},
    };
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (items[i].is_missing)
            reply_text(&call->reply, NULL, items[i].what);
    reply_list_end(&call->reply);
}
