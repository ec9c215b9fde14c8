/* org.kith.Chore: what an assignment has gone through, for those whom its words are for. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "daemon/rpc/chore.h"
#include "daemon/store/mark.h"
#include "daemon/store/person.h"
#include "org.kith.Chore.h"

/* The person whose word a mark is: 0 for the house itself, and for an operator. */
static int64_t author_of(const struct assignment_mark *mark)
{
    static const char before[] = "person:";
    int64_t person = 0;
    if (strncmp(mark->actor, before, strlen(before)) == 0)
        (void)text_to_int(mark->actor + strlen(before), 1, INT64_MAX, &person);
    return person;
}

/* Their handle; NULL where the caller may not know of them. */
static int name_of(struct call *call, int64_t id, const char **ret)
{
    struct person person;
    int found = id ? person_by_id(call->db, id, call->arena, &person) : 0;
    bool is_known = found > 0 && (!person.former || id == call->actor.account.person ||
                                  call_may_know_former(call));
    *ret = is_known ? person.handle : NULL;
    return found < 0 ? found : 0;
}

/* The note, where it is for the caller; NULL where it is not, or its key has been destroyed. */
static int read_note(struct call *call, const struct assignment_mark *mark, int64_t holder,
                     const char **ret)
{
    int64_t reader = call->actor.account.person;
    *ret = NULL;
    if (!mark->note ||
        !assignment_note_is_for(mark->kind, reader && reader == holder,
                                reader && reader == author_of(mark), chore_is_run_by_caller(call)))
        return 0;
    int failure = vault_unseal(call->vault, "assignment_mark", "note", mark->note, mark->length,
                               call->arena, ret);
    return failure == -ENOKEY ? 0 : failure;
}

static int write_mark(struct call *call, const struct assignment_mark *mark, int64_t holder)
{
    const char *by = NULL;
    const char *person = NULL;
    const char *note = NULL;
    struct reply *reply = &call->reply;
    int failure = name_of(call, author_of(mark), &by);
    if (failure == 0)
        failure = name_of(call, mark->person, &person);
    if (failure == 0)
        failure = read_note(call, mark, holder, &note);
    reply_object(reply, NULL);
    reply_text(reply, "at", call_instant(call, mark->at));
    reply_text(reply, "kind", mark->kind);
    reply_text(reply, "by", strcmp(mark->actor, "house") == 0 ? "house" : by);
    reply_text(reply, "person", person);
    reply_text(reply, "note", note);
    chore_write_ticked(call, mark->ticked);
    reply_object_end(reply);
    return failure;
}

/* Words that were written while somebody else had it are not for whoever has it now, nor is what
 * somebody else answered. */
static int write_marks(struct call *call, const struct assignment_row *row)
{
    struct assignment_mark *marks = NULL;
    size_t count = 0;
    size_t since = 0;
    int failure = mark_list(call->db, row->id, call->arena, &marks, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        if (marks[i].person || strcmp(marks[i].kind, "opened") == 0)
            since = i;
    reply_list(&call->reply, "marks");
    for (size_t i = 0; failure == 0 && i < count; i++) {
        bool is_holders = i >= since && strcmp(marks[i].kind, "answered") != 0;
        failure = write_mark(call, &marks[i], is_holders ? row->person : 0);
    }
    reply_list_end(&call->reply);
    return failure;
}

int chore_story(struct call *call, const struct chore_story_in *in)
{
    struct chore_own own;
    const struct assignment *picked = NULL;
    struct assignment_asked asked = chore_asked(call, in->on);
    civil_day from = in->on ? asked.on : asked.on - CHORE_DAYS_BACK;
    civil_day until = in->on ? asked.on : asked.on + CHORE_DAYS_AHEAD;
    int result = chore_load_own(call, in->chore, from, until, &own);
    if (result != 0)
        return result;
    result = assignment_pick_any(own.list, own.count, &asked, &picked);
    if (result != 0)
        return chore_refuse(call, result, &own.chore, picked, asked.on);
    const struct assignment_row *row = chore_row(&own, picked);
    chore_reply(call, row);
    reply_text(&call->reply, "name", own.chore.name);
    reply_text(&call->reply, "dueAt", call_instant(call, row->due_at));
    reply_text(&call->reply, "state", assignment_state_name(row->state));
    reply_text(&call->reply, "instructions", own.chore.instructions);
    return write_marks(call, row);
}
