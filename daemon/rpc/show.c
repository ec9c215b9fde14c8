/* org.kith.Chore: what the house's chores are, for people to read. */
#include <string.h>

#include "common/recur.h"
#include "common/when.h"
#include "daemon/domain/occasion.h"
#include "daemon/rpc/chore.h"
#include "daemon/rpc/define.h"
#include "daemon/rpc/page.h"
#include "daemon/store/chore.h"
#include "org.kith.Chore.h"

enum { DAYS_SHOWN = 5 };

static const char *say_rule(struct call *call, const struct chore *chore)
{
    struct recur rule;
    const char *reason = NULL;
    if (!chore->rule || recur_parse(chore->rule, &rule, &reason) < 0)
        return "when somebody gives it";
    char *words = arena_alloc(call->arena, RECUR_TEXT_SIZE);
    recur_say(&rule, words);
    return words;
}

/* Who holds what of the house's chores. */
struct held {
    struct chore_holder *holders;
    size_t count;
    struct chore_holder_person *people;
    size_t people_count;
};

static int load_held(struct call *call, struct held *ret)
{
    int failure =
        chore_all_holders(call->db, call->house.id, call->arena, &ret->holders, &ret->count);
    if (failure == 0)
        failure = chore_holder_people(call->db, call->house.id, call->arena, &ret->people,
                                      &ret->people_count);
    return failure;
}

/* Who has left has no chore, and is not told of; NULL for them. */
static const char *find_name(const struct held *held, int64_t person)
{
    for (size_t i = 0; i < held->people_count; i++)
        if (held->people[i].id == person && !held->people[i].has_left)
            return held->people[i].handle;
    return NULL;
}

static void write_holders(struct call *call, int64_t chore, const struct held *held)
{
    reply_list(&call->reply, "holders");
    for (size_t i = 0; i < held->count; i++) {
        if (held->holders[i].chore != chore)
            continue;
        const char *name = find_name(held, held->holders[i].person);
        if (name)
            reply_text(&call->reply, NULL, name);
    }
    reply_list_end(&call->reply);
}

static void write_entry(struct call *call, const char *name, const struct chore *chore,
                        const struct held *held)
{
    struct reply *reply = &call->reply;
    char due[WHEN_MINUTE_SIZE];
    when_format_minute(chore->due_minute, due);
    reply_object(reply, name);
    reply_text(reply, "handle", chore->handle);
    reply_text(reply, "name", chore->name);
    reply_text(reply, "area", chore->area);
    reply_text(reply, "schedule", say_rule(call, chore));
    reply_text(reply, "rule", chore->rule);
    reply_text(reply, "startsOn", call_date(call, chore->starts_on));
    reply_text(reply, "dueTime", due);
    reply_int(reply, "windowMinutes", chore->window_minute);
    reply_int(reply, "effort", chore->effort);
    reply_text(reply, "list", occasion_list(chore));
    reply_bool(reply, "listNamed", chore->list != NULL);
    reply_int(reply, "people", chore->people);
    reply_text(reply, "rotation", rotation_name(chore->rotation));
    reply_int(reply, "holdWeeks", chore->hold_weeks);
    write_holders(call, chore->id, held);
    reply_text(reply, "lookedAtBy", looker_name(chore->looker));
    if (chore->retired_at)
        reply_text(reply, "retiredOn", call_date(call, call_day_of(call, chore->retired_at)));
    reply_text(reply, "instructions", chore->instructions);
    reply_object_end(reply);
}

int chore_write(struct call *call, const struct chore *chore)
{
    struct held held = {0};
    int failure = load_held(call, &held);
    if (failure == 0)
        write_entry(call, "chore", chore, &held);
    return failure;
}

/* --- The list --------------------------------------------------------------------------------- */

/* A page of those that are on the list asked for. Which one a chore is on its schedule may say, so
 * that pages of all are read until there are enough. */
static int find_page(struct call *call, const struct chore_list_in *in, struct chore **ret,
                     size_t *ret_count)
{
    enum { READ_AT_ONCE = 501 };
    size_t wanted = page_read(in->limit);
    size_t most = in->list ? READ_AT_ONCE : wanted;
    struct chore *found = arena_array(call->arena, wanted, sizeof *found);
    const char *after = in->after;
    size_t count = 0;
    size_t read = most;
    while (count < wanted && read == most) {
        struct chore *page = NULL;
        int failure = chore_page(call->db, call->house.id, in->retired.value, after, most,
                                 call->arena, &page, &read);
        if (failure < 0)
            return failure;
        for (size_t i = 0; i < read && count < wanted; i++)
            if (!in->list || strcmp(occasion_list(&page[i]), in->list) == 0)
                found[count++] = page[i];
        if (read)
            after = page[read - 1].handle;
    }
    *ret = found;
    *ret_count = count;
    return 0;
}

int chore_list(struct call *call, const struct chore_list_in *in)
{
    struct chore *chores = NULL;
    struct held held = {0};
    size_t count = 0;
    if (in->list && !chore_is_list(in->list))
        return call_impossible(call, "list", "A list is daily, weekly or deep-clean.");
    int failure = find_page(call, in, &chores, &count);
    if (failure == 0)
        failure = load_held(call, &held);
    if (failure < 0)
        return failure;
    size_t shown = page_show(in->limit, count);
    reply_list(&call->reply, "chores");
    for (size_t i = 0; i < shown; i++)
        write_entry(call, NULL, &chores[i], &held);
    reply_list_end(&call->reply);
    if (shown)
        page_next(call, in->limit, count, chores[shown - 1].handle);
    return 0;
}

/* --- One -------------------------------------------------------------------------------------- */

static void write_exception(struct call *call, const struct chore_exception *exception)
{
    reply_object(&call->reply, NULL);
    reply_text(&call->reply, "on", call_date(call, exception->on));
    reply_text(&call->reply, "kind", exception_kind_name(exception->kind));
    if (exception->kind == EXCEPTION_MOVED)
        reply_text(&call->reply, "to", call_date(call, exception->to));
    reply_object_end(&call->reply);
}

static void write_days(struct call *call, const struct chore *chore,
                       const struct chore_exception *exceptions, size_t count)
{
    civil_day today = call_today(call);
    civil_day days[DAYS_SHOWN];
    struct occasions occasions = occasions_of(chore, exceptions, count, today, call->arena);
    size_t found =
        chore->retired_at
            ? 0
            : occasions_between(&occasions, today, today + OCCASION_AHEAD_MOST, days, DAYS_SHOWN);
    reply_list(&call->reply, "exceptions");
    for (size_t i = 0, shown = 0; i < count && shown < OCCASION_EXCEPTIONS_MOST; i++)
        if (occasion_is_ahead(&exceptions[i], today)) {
            write_exception(call, &exceptions[i]);
            shown++;
        }
    reply_list_end(&call->reply);
    reply_list(&call->reply, "nextDays");
    for (size_t i = 0; i < found; i++)
        reply_text(&call->reply, NULL, call_date(call, days[i]));
    reply_list_end(&call->reply);
}

int chore_show(struct call *call, const struct chore_show_in *in)
{
    struct chore chore;
    struct chore_exception *exceptions = NULL;
    size_t count = 0;
    int result = chore_find_ever(call, in->chore, &chore);
    if (result == 0)
        result =
            chore_exceptions(call->db, call->house.id, chore.id, call->arena, &exceptions, &count);
    if (result == 0)
        result = chore_write(call, &chore);
    if (result == 0)
        write_days(call, &chore, exceptions, count);
    return result;
}
