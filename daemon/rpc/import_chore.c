#include "daemon/rpc/import_chore.h"

#include <string.h>

#include "common/text.h"
#include "daemon/rpc/define.h"

const struct import_column import_chore_columns[] = {
    {
        .name = "handle",
        .synonyms = {"short name", "user name"},
    },
    {
        .name = "name",
        .most = 80,
        .needed = true,
        .synonyms = {"chore", "chore name", "task", "task name", "chore task", "job", "duty",
                     "what"},
    },
    {
        .name = "area",
        .most = 40,
        .synonyms = {"room", "location", "place", "where", "zone"},
    },
    {
        .name = "schedule",
        .most = 120,
        .synonyms = {"frequency", "how often", "when", "day", "days", "repeat", "repeats"},
    },
    {
        .name = "starts_on",
        .parameter = "startsOn",
        .date = true,
        .synonyms = {"starts", "start", "start date", "begins", "begins on", "first day", "from"},
    },
    {
        .name = "due",
        .parameter = "dueTime",
        .synonyms = {"due by", "due time", "due at", "by", "time", "deadline", "done by",
                     "complete by"},
    },
    {
        .name = "window",
        .parameter = "windowMinutes",
        .synonyms = {"window minutes", "minutes before", "may be done before"},
    },
    {
        .name = "effort",
        .synonyms = {"points", "point value", "weight"},
    },
    {
        .name = "list",
        .synonyms = {"chore list", "which list"},
    },
    {
        .name = "people",
        .synonyms = {"how many people", "number of people", "people needed"},
    },
    {
        .name = "rotation",
        .synonyms = {"turns", "rotates"},
    },
    {
        .name = "hold_weeks",
        .parameter = "holdWeeks",
        .synonyms = {"held weeks", "weeks held", "weeks each"},
    },
    {
        .name = "holders",
        .most = 620,
        .refers_to = "person",
        .synonyms = {"holder", "who may have it"},
    },
    {
        .name = "looked_at_by",
        .parameter = "lookedAtBy",
        .synonyms = {"looked at", "checked by", "inspected by"},
    },
    {
        .name = "instructions",
        .most = 2000,
        .lines = true,
        .synonyms = {"instruction", "notes", "note", "how", "how to", "description", "details",
                     "steps"},
    },
    {.name = NULL},
};

/* A column that holds a number; absent where it is empty. */
static int read_number(struct call *call, const struct text_map *fields, const char *column,
                       int64_t least, int64_t most, struct optional_int *ret)
{
    const char *text = import_value(fields, column);
    if (!text)
        return 0;
    ret->present = true;
    if (text_to_int(text, least, most, &ret->value) == 0)
        return 0;
    return call_impossible(call, column,
                           arena_format(call->arena, "This is a number from %lld to %lld.",
                                        (long long)least, (long long)most));
}

static int read_numbers(struct call *call, const struct text_map *fields, struct chore_said *said)
{
    int result = read_number(call, fields, "window", 0, CHORE_WINDOW_MOST, &said->window_minutes);
    if (result == 0)
        result = read_number(call, fields, "effort", 1, CHORE_EFFORT_MOST, &said->effort);
    if (result == 0)
        result = read_number(call, fields, "people", 1, CHORE_PEOPLE_MOST, &said->people);
    if (result == 0)
        result =
            read_number(call, fields, "hold_weeks", 1, CHORE_HOLD_WEEKS_MOST, &said->hold_weeks);
    return result;
}

/* Handles with commas, semicolons or blanks between them. */
static int read_holders(struct call *call, const struct text_map *fields, struct text_list *ret)
{
    static const char between[] = ",; ";
    const char *text = import_value(fields, "holders");
    if (!text)
        return 0;
    ret->items = arena_array(call->arena, CHORE_HOLDERS_MOST, sizeof *ret->items);
    for (text += strspn(text, between); *text; text += strspn(text, between)) {
        size_t length = strcspn(text, between);
        if (ret->count == CHORE_HOLDERS_MOST)
            return call_impossible(call, "holders", "A chore has at most 18 holders.");
        ret->items[ret->count++] = arena_copy(call->arena, text, length);
        text += length;
    }
    return 0;
}

/* Rows name the same people: each is looked up once a call. */
static struct chore_known *known_holders(struct call *call)
{
    if (!call->state)
        call->state = arena_alloc(call->keep, sizeof(struct chore_known));
    return call->state;
}

/* One table is brought in as one piece, so that there is an end to what it may name. */
static int count_holders(struct call *call, const struct chore_said *said)
{
    enum { NAMED_MOST = 1500 };
    said->known->named += said->holders.count;
    if (said->known->named <= NAMED_MOST)
        return 0;
    return call_impossible(call, "holders",
                           "One table names at most 1,500 holders in all. Split it, and bring in"
                           " one part at a time.");
}

static int read_day(struct call *call, const struct text_map *fields, struct chore_said *said)
{
    civil_day day = NO_DAY;
    int result = import_date(call, fields, "starts_on", &day);
    if (day != NO_DAY)
        said->starts_on = call_date(call, day);
    return result;
}

int import_bring_chore(struct call *call, const struct text_map *fields)
{
    struct chore_whole whole = {.chore = chore_by_default()};
    struct chore_said said = {
        .known = known_holders(call),
        .name = import_value(fields, "name"),
        .area = import_value(fields, "area"),
        .instructions = import_value(fields, "instructions"),
        .schedule = import_value(fields, "schedule"),
        .due_time = import_value(fields, "due"),
        .list = import_value(fields, "list"),
        .rotation = import_value(fields, "rotation"),
        .looked_at_by = import_value(fields, "looked_at_by"),
    };
    whole.chore.starts_on = call_today(call);
    int result = import_handle(call, fields, &whole.chore.handle);
    if (result == 0)
        result = read_day(call, fields, &said);
    if (result == 0)
        result = read_numbers(call, fields, &said);
    if (result == 0)
        result = read_holders(call, fields, &said.holders);
    if (result == 0)
        result = count_holders(call, &said);
    if (result == 0)
        result = chore_make(call, &said, &whole);
    return result == 0 ? chore_create(call, &whole) : result;
}
