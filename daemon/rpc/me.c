#include "daemon/rpc/me.h"

#include <stdio.h>
#include <string.h>

#include "common/when.h"
#include "daemon/rpc/entry.h"
#include "daemon/rpc/noun.h"
#include "daemon/store/audit.h"
#include "daemon/store/person.h"

#include "org.kith.Person.h"

enum { READERS_SHOWN = 100 };

void me_fact(struct call *call, const char *topic, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    reply_object(&call->reply, NULL);
    reply_text(&call->reply, "topic", topic);
    reply_text(&call->reply, "text", text);
    reply_object_end(&call->reply);
}

const char *me_date(struct call *call, civil_day day)
{
    char *text = arena_alloc(call->arena, WHEN_DATE_SIZE);
    when_say_date(day, call_today(call), text);
    return text;
}

/* Who has looked: a handle, or the account's uid. */
static const char *reader_name(struct call *call, const struct audit_entry *entry)
{
    struct person person;
    if (entry->actor_person &&
        person_by_id(call->db, entry->actor_person, call->arena, &person) > 0)
        return person.handle;
    struct entry_line line;
    return entry_parse(entry, call->arena, &line) == 0 ? line.actor : "?";
}

static int write_readers(struct call *call)
{
    struct audit_entry *entries = NULL;
    size_t count = 0;
    int failure =
        audit_readers(call->db, call->target.owner, READERS_SHOWN, call->arena, &entries, &count);
    if (failure < 0)
        return failure;
    reply_list(&call->reply, "readers");
    for (size_t i = 0; i < count; i++) {
        struct entry_line line = {0};
        if (entry_parse(&entries[i], call->arena, &line) < 0)
            continue;
        reply_object(&call->reply, NULL);
        reply_text(&call->reply, "at", line.at);
        reply_text(&call->reply, "reader", reader_name(call, &entries[i]));
        reply_text(&call->reply, "what", line.what);
        reply_object_end(&call->reply);
    }
    reply_list_end(&call->reply);
    return 0;
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
