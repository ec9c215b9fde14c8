/* org.kith.Note: the house log, which one shift writes for the next. */
#include "org.kith.Note.h"

#include <errno.h>

#include "common/bytes.h"
#include "common/text.h"
#include "daemon/domain/note.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"
#include "daemon/store/event.h"
#include "daemon/store/note.h"

/* What one is told of oneself in words; the rest is counted. */
enum { TOLD_MOST = 50 };

static const char *number_text(struct call *call, int64_t number)
{
    return arena_format(call->arena, "%lld", (long long)number);
}

static int no_such_note(struct call *call, int64_t id)
{
    return call_not_found(call, "note", number_text(call, id));
}

/* --- Sealed ----------------------------------------------------------------------------------- */

/* Adds a column's value to `out`, under the month's key of whoever writes it. */
static int seal(struct call *call, const char *column, const char *text, struct bytes *out)
{
    const char *month = arena_copy(call->arena, call_date(call, call_today(call)), 7); /* YYYY-MM */
    struct seal_scope scope = {call->actor.account.person, "log", month};
    return vault_seal(call->vault, &scope, call->now.wall, "note_text", column, text, out);
}

/* NULL where there is none, or where its key was destroyed. */
static int unseal(struct call *call, const char *column, struct note_blob blob,
                  const char **ret_text)
{
    *ret_text = NULL;
    if (!blob.data)
        return 0;
    int failure = vault_unseal(call->vault, "note_text", column, blob.data, blob.length,
                               call->arena, ret_text);
    return failure == -ENOKEY ? 0 : failure;
}

/* --- Writing ---------------------------------------------------------------------------------- */

/* Appends a text to a note; `reason` is NULL for its first. */
static int append(struct call *call, int64_t note, const char *text, const char *reason,
                  int *ret_number)
{
    struct bytes sealed = {0};
    struct bytes why = {0};
    struct note_version version = {
        .note = note, .person = call->actor.account.person, .at = call->now.wall};
    /* What the record keeps of this call goes with the writer's keys too. */
    call->target.owner = version.person;
    int failure = seal(call, "text", text, &sealed);
    if (failure == 0 && reason)
        failure = seal(call, "reason", reason, &why);
    version.text = (struct note_blob){sealed.data, sealed.length};
    version.reason = (struct note_blob){why.data, why.length};
    if (failure == 0)
        failure = note_append(call->db, &version);
    bytes_clear(&sealed);
    bytes_clear(&why);
    *ret_number = version.number;
    return failure;
}

static int tell_writers(struct call *call, const char *kind, int64_t note)
{
    return call_event(call, kind, right_name(RIGHT_NOTES_SEE), call->actor.account.person,
                      number_text(call, note), NULL);
}

int note_add(struct call *call, const struct note_add_in *in)
{
    int64_t id = 0;
    int number = 0;
    if (text_is_blank(in->text))
        return call_invalid(call, "text");
    int failure = note_insert(call->db, call->house.id, call->actor.account.person, call->now.wall,
                              call_today(call), &id);
    if (failure == 0)
        failure = append(call, id, in->text, NULL, &number);
    if (failure == 0)
        failure = tell_writers(call, "note-written", id);
    reply_int(&call->reply, "noteId", id);
    return failure;
}

/* Whether the caller may amend it: 0, or the outcome with its fields. */
static int may_amend(struct call *call, const struct note *note)
{
    int outcome = note_may_amend(note->person, call->actor.account.person,
                                 call_may(call, RIGHT_NOTES_RUN, RELATION_HOUSE), note->versions);
    if (outcome)
        call_say_int(call, "noteId", note->id);
    if (outcome == NOTE_AMENDED_TOO_OFTEN)
        call_say_int(call, "limit", NOTE_VERSIONS_MOST);
    return outcome;
}

int note_amend(struct call *call, const struct note_amend_in *in)
{
    struct note note;
    int number = 0;
    if (text_is_blank(in->text))
        return call_invalid(call, "text");
    if (text_is_blank(in->reason))
        return call_invalid(call, "reason");
    int found = note_by_id(call->db, call->house.id, in->note_id, &note);
    if (found <= 0)
        return found < 0 ? found : no_such_note(call, in->note_id);
    int result = may_amend(call, &note);
    if (result == 0)
        result = append(call, note.id, in->text, in->reason, &number);
    if (result == 0)
        result = tell_writers(call, "note-amended", note.id);
    if (result == 0)
        call_concerns(call, note.person);
    if (result == 0)
        reply_int(&call->reply, "version", number);
    return result;
}

/* --- Reading: whoever wrote it can see who did ------------------------------------------------ */

static void write_writer(struct call *call, int64_t at, const char *handle, bool has_left)
{
    reply_text(&call->reply, "writtenAt", call_instant(call, at));
    if (!has_left || call_may_know_former(call))
        reply_text(&call->reply, "writtenBy", handle);
}

static int write_entry(struct call *call, const struct note *note)
{
    const char *text = NULL;
    int failure = unseal(call, "text", note->text, &text);
    call_concerns(call, note->person);
    reply_object(&call->reply, NULL);
    reply_int(&call->reply, "noteId", note->id);
    write_writer(call, note->at, note->handle, note->has_left);
    reply_text(&call->reply, "text", text);
    reply_bool(&call->reply, "amended", note->versions > 1);
    reply_object_end(&call->reply);
    return failure;
}

int note_list(struct call *call, const struct note_list_in *in)
{
    struct note *notes = NULL;
    size_t count = 0;
    int64_t before = 0;
    int result = page_number(call, in->after, INT64_MAX, &before);
    if (result == 0)
        result = note_page(call->db, call->house.id, call_day(in->on, NO_DAY), before,
                           page_read(in->limit), call->arena, &notes, &count);
    if (result != 0)
        return result;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "notes");
    for (size_t i = 0; result == 0 && i < shown; i++)
        result = write_entry(call, &notes[i]);
    reply_list_end(&call->reply);
    if (shown)
        page_next(call, in->limit, count, number_text(call, notes[shown - 1].id));
    return result;
}

static int write_version(struct call *call, const struct note_version *version)
{
    const char *text = NULL;
    const char *reason = NULL;
    int failure = unseal(call, "text", version->text, &text);
    if (failure == 0)
        failure = unseal(call, "reason", version->reason, &reason);
    call_concerns(call, version->person);
    reply_object(&call->reply, NULL);
    reply_int(&call->reply, "version", version->number);
    write_writer(call, version->at, version->handle, version->has_left);
    reply_text(&call->reply, "text", text);
    reply_text(&call->reply, "reason", reason);
    reply_object_end(&call->reply);
    return failure;
}

int note_show(struct call *call, const struct note_show_in *in)
{
    struct note note;
    struct note_version *versions = NULL;
    size_t count = 0;
    int found = note_by_id(call->db, call->house.id, in->note_id, &note);
    if (found <= 0)
        return found < 0 ? found : no_such_note(call, in->note_id);
    int failure = note_versions(call->db, note.id, call->arena, &versions, &count);
    reply_list(&call->reply, "versions");
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = write_version(call, &versions[i]);
    reply_list_end(&call->reply);
    return failure;
}

/* --- What one may read of it oneself ---------------------------------------------------------- */

static int tell(struct call *call, const struct note_version *version)
{
    const char *text = NULL;
    const char *reason = NULL;
    int failure = unseal(call, "text", version->text, &text);
    if (failure == 0)
        failure = unseal(call, "reason", version->reason, &reason);
    if (failure < 0 || !text)
        return failure;
    const char *on = me_date(call, call_day_of(call, version->at));
    if (version->number == 1)
        me_fact(call, "log", "You wrote in the house log on %s, as number %lld: %s", on,
                (long long)version->note, text);
    else
        me_fact(call, "log", "You amended number %lld of the house log on %s (%s): %s",
                (long long)version->note, on, reason ? reason : "?", text);
    return 0;
}

static int facts(struct call *call)
{
    struct note_version *versions = NULL;
    size_t count = 0;
    int64_t ever = 0;
    int64_t person = call->target.owner;
    int failure = note_written_by(call->db, person, TOLD_MOST, call->arena, &versions, &count);
    if (failure == 0)
        failure = note_count_written_by(call->db, person, &ever);
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = tell(call, &versions[i]);
    if (failure == 0 && ever > (int64_t)count)
        me_fact(call, "log",
                "In all you wrote %lld times in the house log; the newest %d stand here.",
                (long long)ever, TOLD_MOST);
    return failure;
}

static const struct row rows[] = {
    {&note_list_method, AUDITED, &target_house, RIGHT_NOTES_SEE, false},
    {&note_show_method, AUDITED, &target_house, RIGHT_NOTES_SEE, false},
    {&note_add_method, WRITE_DECIDED, &target_house, RIGHT_NOTES_WRITE, false},
    {&note_amend_method, WRITE_DECIDED, &target_house, RIGHT_NOTES_WRITE, false},
};

static const struct refusal refusals[NOTE_OUTCOMES] = {
    [NOTE_NOT_YOURS] = {"org.kith.Note.NotYours",
                        "Somebody else wrote number {noteId}. They amend it, or the house's manager"
                        " or president; you can write a note of your own."},
    [NOTE_AMENDED_TOO_OFTEN] = {"org.kith.Note.AmendedTooOften",
                                "Number {noteId} has {limit} texts already, and takes no more."
                                " Write a new note instead."},
};

const struct noun note_noun = {
    .interface = note_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_NOTES_RUN,
    .leaves_callers_alone = true,
    .facts = facts,
};
