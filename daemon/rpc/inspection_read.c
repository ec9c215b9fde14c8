/* Inspections, told to those who may see them. */
#include "org.kith.Inspection.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "daemon/rpc/inspection.h"
#include "daemon/rpc/me.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/page.h"

enum { FACTS_INSPECTIONS = 100, FACTS_WORDS = 200 };

static bool runs_chores(const struct call *call)
{
    return call_may(call, RIGHT_CHORES_RUN, RELATION_HOUSE);
}

int inspection_find_visible(struct call *call, int64_t id, struct inspection *ret)
{
    int found = inspection_by_id(call->db, call->house.id, id, call->arena, ret);
    if (found < 0)
        return found;
    if (found &&
        inspection_may_see(!ret->bed, ret->person, call->actor.account.person, runs_chores(call)))
        return 0;
    return call_not_found(call, "inspection", arena_format(call->arena, "%lld", (long long)id));
}

const char *inspection_lodger(struct call *call, const struct inspection *inspection)
{
    return inspection->person_has_left && !call_may_know_former(call) ? NULL
                                                                      : inspection->person_handle;
}

/* Whose room it was knows who was in it, wherever they are now. */
static const char *inspector(struct call *call, const struct inspection *inspection)
{
    bool own = inspection->person && inspection->person == call->actor.account.person;
    return inspection->inspector_has_left && !own && !call_may_know_former(call)
               ? NULL
               : inspection->inspector_handle;
}

/* What stands in a list and at the head of what is shown alike. */
static void write_head(struct call *call, const struct inspection *inspection)
{
    struct reply *reply = &call->reply;
    reply_int(reply, "inspectionId", inspection->id);
    reply_text(reply, "room", inspection->room);
    reply_bool(reply, "shared", !inspection->bed);
    reply_text(reply, "person", inspection_lodger(call, inspection));
    reply_text(reply, "on", call_date(call, inspection->on));
    reply_text(reply, "by", inspector(call, inspection));
    if (inspection->replaced_by)
        reply_int(reply, "replacedBy", inspection->replaced_by);
}

/* --- A list ------------------------------------------------------------------------------------
 */

static void write_handles(struct call *call, const char *name, const char **handles, size_t count)
{
    reply_list(&call->reply, name);
    for (size_t i = 0; i < count; i++)
        reply_text(&call->reply, NULL, handles[i]);
    reply_list_end(&call->reply);
}

static int write_entry(struct call *call, const struct inspection *inspection)
{
    const char **failed = NULL;
    const char **answered = NULL;
    size_t failures = 0;
    size_t answers = 0;
    int failure = inspection_failed(call->db, inspection->id, call->arena, &failed, &failures);
    if (failure == 0)
        failure = inspection_answered(call->db, inspection->id, call->arena, &answered, &answers);
    if (failure < 0)
        return failure;
    reply_object(&call->reply, NULL);
    write_head(call, inspection);
    write_handles(call, "failed", failed, failures);
    write_handles(call, "answered", answered, answers);
    reply_object_end(&call->reply);
    return 0;
}

int inspection_list(struct call *call, const struct inspection_list_in *in)
{
    struct inspection *inspections = NULL;
    size_t count = 0;
    struct inspection_search search = {
        .house = call->house.id,
        .reader = runs_chores(call) ? 0 : call->actor.account.person,
        .room = in->room ? inspection_room_name(call, in->room) : NULL,
        .from = call_day(in->from, CIVIL_DAY_FIRST),
        .before_on = CIVIL_DAY_LAST,
        .before = INT64_MAX,
    };
    int result = page_day_number(call, in->after, &search.before_on, &search.before);
    if (result == 0)
        result = inspection_page(call->db, &search, page_read(in->limit), call->arena, &inspections,
                                 &count);
    if (result != 0)
        return result;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "inspections");
    for (size_t i = 0; result == 0 && i < shown; i++)
        result = write_entry(call, &inspections[i]);
    reply_list_end(&call->reply);
    if (shown)
        page_next(
            call, in->limit, count,
            page_write_day_number(call, inspections[shown - 1].on, inspections[shown - 1].id));
    return result;
}

/* --- One inspection ----------------------------------------------------------------------------
 */

/* NULL where there is nothing, or its key has been destroyed. */
static int unseal(struct call *call, const char *table, const char *column, const void *blob,
                  size_t length, const char **ret)
{
    *ret = NULL;
    if (!blob)
        return 0;
    int failure = vault_unseal(call->vault, table, column, blob, length, call->arena, ret);
    return failure == -ENOKEY ? 0 : failure;
}

/* A result's note and answer. */
struct words {
    const char *note;
    const char *answer;
};

static int read_words(struct call *call, const struct inspection_result *result, struct words *ret)
{
    int failure =
        unseal(call, "inspection_result", "note", result->note, result->note_length, &ret->note);
    if (failure == 0)
        failure = unseal(call, "inspection_answer", "words", result->answer, result->answer_length,
                         &ret->answer);
    return failure;
}

static int write_result(struct call *call, const struct inspection_result *result)
{
    struct words words = {0};
    struct reply *reply = &call->reply;
    int failure = read_words(call, result, &words);
    reply_object(reply, NULL);
    reply_text(reply, "item", result->item.handle);
    reply_text(reply, "name", result->item.name);
    reply_text(reply, "result", inspection_found_name(result->found));
    reply_text(reply, "note", words.note);
    reply_text(reply, "answer", words.answer);
    if (result->answer)
        reply_text(reply, "answeredAt", call_instant(call, result->answered_at));
    reply_object_end(reply);
    return failure;
}

int inspection_show(struct call *call, const struct inspection_show_in *in)
{
    struct inspection inspection;
    struct inspection_result *results = NULL;
    const char *why = NULL;
    size_t count = 0;
    int result = inspection_find_visible(call, in->inspection_id, &inspection);
    if (result == 0)
        result = unseal(call, "inspection", "why", inspection.why, inspection.why_length, &why);
    if (result == 0)
        result = inspection_results(call->db, inspection.id, call->arena, &results, &count);
    if (result != 0)
        return result;
    if (inspection.person)
        call_concerns(call, inspection.person);
    write_head(call, &inspection);
    reply_text(&call->reply, "at", call_instant(call, inspection.at));
    if (inspection.instead_of)
        reply_int(&call->reply, "insteadOf", inspection.instead_of);
    reply_text(&call->reply, "why", why);
    reply_list(&call->reply, "results");
    for (size_t i = 0; result == 0 && i < count; i++)
        result = write_result(call, &results[i]);
    reply_list_end(&call->reply);
    return result;
}

/* --- What one may read of it oneself -----------------------------------------------------------
 */

/* "2 passed, 1 failed" and, where it was replaced, by which. */
static const char *say_found(struct call *call, const struct inspection *inspection,
                             const struct inspection_result *results, size_t count)
{
    size_t passed = 0;
    size_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        passed += results[i].found == INSPECTION_PASS;
        failed += results[i].found == INSPECTION_FAIL;
    }
    const char *replaced = inspection->replaced_by
                               ? arena_format(call->arena, "; inspection %lld stands instead of it",
                                              (long long)inspection->replaced_by)
                               : "";
    return arena_format(call->arena, "%zu passed, %zu failed%s", passed, failed, replaced);
}

static int tell_words(struct call *call, const struct inspection *inspection,
                      const struct inspection_result *result)
{
    struct words words = {0};
    const char *found = result->found == INSPECTION_FAIL   ? "failed"
                        : result->found == INSPECTION_PASS ? "passed"
                                                           : "was not looked at";
    int failure = read_words(call, result, &words);
    if (failure == 0 && words.note)
        me_fact(call, "inspections", "Noted in inspection %lld, where %s %s: %s",
                (long long)inspection->id, result->item.handle, found, words.note);
    else if (failure == 0 && result->found == INSPECTION_FAIL)
        me_fact(call, "inspections", "In inspection %lld %s failed: %s.", (long long)inspection->id,
                result->item.handle, result->item.name);
    if (failure == 0 && words.answer)
        me_fact(call, "inspections", "You answered to %s in inspection %lld: %s",
                result->item.handle, (long long)inspection->id, words.answer);
    return failure;
}

static int tell_inspection(struct call *call, const struct inspection *inspection, size_t *left)
{
    struct inspection_result *results = NULL;
    const char *why = NULL;
    size_t count = 0;
    int failure = inspection_results(call->db, inspection->id, call->arena, &results, &count);
    if (failure == 0)
        failure = unseal(call, "inspection", "why", inspection->why, inspection->why_length, &why);
    if (failure < 0)
        return failure;
    me_fact(call, "inspections", "Inspection %lld: your room %s on %s, by %s. %s.",
            (long long)inspection->id, inspection->room, me_date(call, inspection->on),
            me_name(call, inspection->inspector), say_found(call, inspection, results, count));
    if (why)
        me_fact(call, "inspections", "Inspection %lld replaced inspection %lld: %s",
                (long long)inspection->id, (long long)inspection->instead_of, why);
    for (size_t i = 0; failure == 0 && i < count && *left; i++) {
        bool told = results[i].found == INSPECTION_FAIL || results[i].note;
        *left -= told;
        failure = told ? tell_words(call, inspection, &results[i]) : 0;
    }
    return failure;
}

int inspection_facts(struct call *call)
{
    struct inspection *inspections = NULL;
    size_t count = 0;
    size_t left = FACTS_WORDS;
    int failure = inspection_of(call->db, call->target.owner, FACTS_INSPECTIONS, call->arena,
                                &inspections, &count);
    for (size_t i = 0; failure == 0 && i < count; i++)
        failure = tell_inspection(call, &inspections[i], &left);
    if (failure == 0 && (count == FACTS_INSPECTIONS || !left))
        me_fact(call, "inspections",
                "These are the latest. The others stand in: kith inspection list");
    return failure;
}
