#include "daemon/rpc/import_kind.h"

#include <string.h>

#include "common/text.h"
#include "daemon/rpc/import_chore.h"
#include "daemon/rpc/import_taken.h"
#include "daemon/rpc/noun.h"
#include "daemon/rpc/person.h"
#include "daemon/rpc/stay.h"
#include "daemon/store/chore.h"

extern const struct noun person_noun, chore_noun;

const struct import_column *import_column(const struct import_kind *kind, const char *name)
{
    for (const struct import_column *column = kind->columns; column->name; column++)
        if (strcmp(column->name, name) == 0)
            return column;
    return NULL;
}

const char *import_value(const struct text_map *fields, const char *column)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].key, column) == 0)
            return text_is_blank(fields->items[i].value) ? NULL : fields->items[i].value;
    return NULL;
}

/* What is wrong with one column; the sentence says what would do. */
static int wrong(struct call *call, const char *column, const char *message)
{
    return call_impossible(call, column, message);
}

int import_date(struct call *call, const struct text_map *fields, const char *column,
                civil_day *day)
{
    const char *text = import_value(fields, column);
    if (text && civil_parse(text, day) < 0)
        return wrong(call, column, "A date is written like 2026-11-27.");
    return 0;
}

int import_handle(struct call *call, const struct text_map *fields, const char **ret)
{
    const char *text = import_value(fields, "handle");
    if (text && !text_is_handle(text))
        return wrong(call, "handle",
                     "A handle is small letters, digits and '-', begins with a letter and has at"
                     " most 32 of them.");
    *ret = text;
    return 0;
}

/* --- People ----------------------------------------------------------------------------------- */

static const struct import_column roster_columns[] = {
    {
        .name = "handle",
        .synonyms = {"short name", "user name"},
    },
    {
        .name = "name",
        .most = 80,
        .needed = true,
        .synonyms = {"resident", "resident name", "full name", "member", "member name", "client",
                     "client name", "tenant", "tenant name", "person"},
    },
    {
        .name = "first_name",
        .most = 80,
        .part_of = "name",
        .synonyms = {"first", "given name"},
    },
    {
        .name = "last_name",
        .most = 80,
        .part_of = "name",
        .synonyms = {"last", "surname", "family name"},
    },
    {
        .name = "bed",
        .synonyms = {"bed number", "bed no", "bed name", "bed assignment", "room", "room number",
                     "room no", "room name", "room assignment", "room bed", "bed room"},
    },
    {
        .name = "moved_in",
        .parameter = "on",
        .date = true,
        .synonyms = {"moved in on",       "moved in date",   "date moved in", "move in",
                     "move in date",      "date of move in", "date in",       "in date",
                     "admitted",          "admitted on",     "admission",     "admission date",
                     "date of admission", "date admitted",   "admit date",    "intake",
                     "intake date",       "date of intake",  "entry date",    "start date",
                     "arrival date",      "arrived",         "check in date"},
    },
    {
        .name = "phone",
        .most = 40,
        .synonyms = {"phone number", "phone no", "cell", "cell number", "cell phone",
                     "cell phone number", "mobile", "mobile number", "mobile phone", "telephone",
                     "telephone number", "tel", "contact number", "resident phone"},
    },
    {
        .name = "emergency_name",
        .most = 80,
        .synonyms = {"emergency contact", "emergency contact name", "name of emergency contact",
                     "emergency", "emergency contact person", "in case of emergency", "ice"},
    },
    {
        .name = "emergency_phone",
        .most = 40,
        .synonyms = {"emergency phone number", "emergency number", "emergency contact phone",
                     "emergency contact phone number", "emergency contact number",
                     "emergency contact cell", "phone of emergency contact", "ice phone"},
    },
    {
        .name = "agreement_signed",
        .parameter = "agreementSignedOn",
        .date = true,
        .synonyms = {"agreement signed on", "agreement signed date", "date agreement signed",
                     "agreement", "agreement date", "house agreement", "house agreement signed",
                     "signed", "signed on", "date signed", "contract signed", "contract date"},
    },
    {.name = NULL},
};

/* Without a day nobody moved in: a member, an alumna, a manager who lives elsewhere. What belongs
 * to a stay would be lost then without a word. */
static int check_no_stay(struct call *call, const struct text_map *fields)
{
    static const char *const of_stay[] = {"bed", "phone", "emergency_name", "emergency_phone",
                                          "agreement_signed"};
    for (size_t i = 0; i < COUNT(of_stay); i++)
        if (import_value(fields, of_stay[i]))
            return wrong(call, "moved_in",
                         arena_format(call->arena, "Say the day they moved in, or leave %s empty.",
                                      of_stay[i]));
    return 0;
}

/* A bed by its handle, or as people write that: "Room 3" is room-3 where the house has a bed of
 * that name. What would take a guess ("2A", "3") is only suggested. */
static int read_bed(struct call *call, const struct text_map *fields, const char **ret)
{
    const char *text = import_value(fields, "bed");
    char *handle = arena_alloc(call->arena, TEXT_HANDLE_MAX + 1);
    struct bed bed;
    *ret = text;
    if (!text || text_is_handle(text))
        return 0;
    *ret = handle;
    text_to_handle(text, strlen(text), handle);
    int found = *handle ? bed_by_handle(call->db, call->house.id, handle, call->arena, &bed) : 0;
    if (found != 0)
        return found < 0 ? found : 0;
    if (!*handle) {
        const char *named = arena_format(call->arena, "bed %s", text);
        text_to_handle(named, strlen(named), handle);
    }
    return wrong(
        call, "bed",
        arena_format(call->arena,
                     "The house has no bed of that name. A bed is named in small letters, digits"
                     " and '-', beginning with a letter: %s, say. `kith house show` lists those"
                     " there are, `kith house add-beds` adds some.",
                     handle));
}

static int bring_person(struct call *call, const struct text_map *fields)
{
    const char *handle = NULL;
    struct person person;
    struct stay stay;
    struct admission admission = {
        .on = NO_DAY,
        .phone = import_value(fields, "phone"),
        .emergency_name = import_value(fields, "emergency_name"),
        .emergency_phone = import_value(fields, "emergency_phone"),
        .agreement_signed_on = NO_DAY,
    };
    int result = import_handle(call, fields, &handle);
    if (result == 0)
        result = read_bed(call, fields, &admission.bed);
    if (result == 0)
        result = import_date(call, fields, "moved_in", &admission.on);
    if (result == 0)
        result = import_date(call, fields, "agreement_signed", &admission.agreement_signed_on);
    if (result == 0 && admission.on == NO_DAY)
        result = check_no_stay(call, fields);
    if (result == 0)
        result = person_create(call, handle, import_value(fields, "name"), &person);
    if (result == 0 && admission.on != NO_DAY)
        result = stay_begin(call, &person, &admission, &stay);
    return result;
}

/* --- Kinds ------------------------------------------------------------------------------------ */

const struct import_kind import_kinds[] = {
    {
        .name = "roster",
        .noun = &person_noun,
        .columns = roster_columns,
        .handles = person_handles,
        .propose = handle_for_person,
        .bring = bring_person,
        .names = person_names,
        .way_out = "give another person a handle of their own",
    },
    {
        .name = "chores",
        .noun = &chore_noun,
        .columns = import_chore_columns,
        .handles = chore_handles,
        .propose = handle_for_chore,
        .bring = import_bring_chore,
        .names = chore_names,
        .way_out = "give another chore a handle of its own",
        .count = chore_count,
        .most = CHORE_MOST,
    },
    {.name = NULL},
};

/* --- Rows ------------------------------------------------------------------------------------ */

/* A row whose name has been put together, and whose handle is there in the end. */
static struct text_map copy_fields(struct call *call, const struct text_map *fields)
{
    struct text_map copy = {fields->count, NULL};
    copy.items = arena_array(call->arena, fields->count + 2, sizeof *copy.items);
    for (size_t i = 0; i < fields->count; i++)
        copy.items[i] = fields->items[i];
    return copy;
}

static void set_value(struct text_map *fields, const char *column, const char *value)
{
    size_t i = 0;
    while (i < fields->count && strcmp(fields->items[i].key, column) != 0)
        i++;
    fields->items[i] = (struct text_pair){column, value};
    fields->count += i == fields->count;
}

/* Makes one of what stands in several columns: a first name and a last name. */
static int join_parts(struct call *call, const struct import_kind *kind, struct text_map *fields)
{
    const char *joined = NULL;
    for (const struct import_column *column = kind->columns; column->name; column++) {
        const char *part = column->part_of ? import_value(fields, column->name) : NULL;
        if (!part)
            continue;
        if (!joined && import_value(fields, column->part_of))
            return wrong(call, column->name,
                         arena_format(call->arena,
                                      "This stands in the column %s already. Leave one of"
                                      " them empty.",
                                      column->part_of));
        joined = joined ? arena_format(call->arena, "%s %s", joined, part) : part;
        set_value(fields, column->part_of, joined);
    }
    return 0;
}

static int check_line(struct call *call, const struct import_column *column, const char *text)
{
    if (column->most == 0 ||
        (text_letters(text) <= column->most && text_is_clean(text, column->lines)))
        return 0;
    return wrong(call, column->name,
                 arena_format(call->arena, "%s of at most %zu letters, please.",
                              column->lines ? "Text" : "One line", column->most));
}

/* The columns themselves: none that is not known, none missing that is needed, none too long. */
static int check_columns(struct call *call, const struct import_kind *kind,
                         const struct text_map *fields)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < fields->count; i++) {
        const struct import_column *column = import_column(kind, fields->items[i].key);
        result = column ? check_line(call, column, fields->items[i].value)
                        : wrong(call, fields->items[i].key, "There is no such column.");
    }
    for (const struct import_column *column = kind->columns; result == 0 && column->name; column++)
        if (column->needed && !import_value(fields, column->name))
            result = wrong(call, column->name, "This must be filled in.");
    return result;
}

/* Most likely the same one once more. */
static int refuse_name(struct call *call, const struct import_kind *kind,
                       const struct import_name *same)
{
    return wrong(call, "name",
                 arena_format(call->arena, "%s %s. Leave the row out, or %s.", same->name,
                              import_taken_where(call, same), kind->way_out));
}

/* Gives the row a handle of its own, unless it has one: then `*ret_handle` stays as it is. */
static int propose_handle(struct call *call, const struct import_kind *kind,
                          struct handle_set *taken, struct text_map *fields,
                          const char **ret_handle)
{
    if (import_value(fields, "handle"))
        return 0;
    char *handle = arena_alloc(call->arena, TEXT_HANDLE_MAX + 1);
    if (!kind->propose(import_value(fields, "name"), taken, handle))
        return wrong(call, "handle",
                     "No handle could be made of this name. Write one in a column"
                     " \"handle\": small letters, digits and '-', such as maria-2.");
    taken->items[taken->count++] = handle;
    set_value(fields, "handle", handle);
    *ret_handle = handle;
    return 0;
}

int import_bring_row(struct call *call, const struct import_kind *kind,
                     const struct import_row_kept *row, struct import_taken *taken,
                     const char **ret_name, const char **ret_proposed)
{
    const char *proposed = NULL;
    const struct import_name *same = NULL;
    struct text_map fields = copy_fields(call, &row->fields);
    int result = join_parts(call, kind, &fields);
    const char *name = import_value(&fields, "name");
    if (name && !import_value(&fields, "handle"))
        same = import_taken_find_name(taken, name);
    if (name)
        import_taken_add_name(taken, name, row->line);
    if (result == 0)
        result = check_columns(call, kind, &fields);
    if (result == 0)
        result = same ? refuse_name(call, kind, same) : 0;
    if (result == 0)
        result = propose_handle(call, kind, &taken->handles, &fields, &proposed);
    if (result == 0)
        result = kind->bring(call, &fields);
    if (result == 0) {
        *ret_name = name;
        *ret_proposed = proposed;
    }
    return result;
}
