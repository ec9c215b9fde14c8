/* kith inspection: rooms, looked at item by item. */
#include <string.h>

#include "client/language.h"
#include "client/say.h"
#include "client/verbs/shared.h"

static void show_items(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"item", N_("ITEM"), COLUMN_TEXT},
        {"name", N_("WHAT IS LOOKED AT"), COLUMN_TEXT},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "items"), columns, COUNT(columns),
                 _("Nothing is looked at yet. To begin: kith inspection item add bed-made \"The bed"
                   " is made\""));
}

static void show_item_added(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("From now on it is looked at: %s (%s)."), say_text(asked, "name"),
               say_text(asked, "item"));
}

static void show_item_removed(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("%s is looked at no more. What was found of it before stays."),
               say_name(screen->arena, say_text(asked, "item")));
}

/* --- What was found ----------------------------------------------------------------------------
 */

static void show_recorded(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    const char *person = say_text(reply, "person");
    screen_say(screen, _("Inspection %lld of %s on %s: %lld passed, %lld failed."),
               (long long)say_number(reply, "inspectionId"), say_text(asked, "room"),
               shared_day(screen, asked, "on"), (long long)say_number(reply, "passed"),
               (long long)say_number(reply, "failed"));
    if (*person)
        screen_say(screen,
                   say_number(reply, "failed")
                       ? _("%s can read it, and answer once to what failed.")
                       : _("%s can read it."),
                   say_name(screen->arena, person));
}

static void show_list(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"inspectionId", N_("NUMBER"), COLUMN_NUMBER},
        {"on", N_("DAY"), COLUMN_DAY},
        {"room", N_("ROOM"), COLUMN_TEXT},
        {"person", N_("WHOSE"), COLUMN_TEXT},
        {"by", N_("BY"), COLUMN_TEXT},
        {"failed", N_("FAILED"), COLUMN_LIST},
        {"answered", N_("ANSWERED"), COLUMN_LIST},
        {"replacedBy", N_("REPLACED BY"), COLUMN_NUMBER},
    };
    (void)asked;
    screen_table(screen, json_object_get(reply, "inspections"), columns, COUNT(columns),
                 _("There is no inspection here that you may see."));
}

/* Which room, whose, by whom and when. */
static void show_head(const struct screen *screen, const json_t *reply)
{
    const char *person = say_text(reply, "person");
    const char *by = say_text(reply, "by");
    screen_say(screen, _("Inspection %lld: %s%s on %s, put down by %s on %s."),
               (long long)say_number(reply, "inspectionId"), say_text(reply, "room"),
               *person ? arena_format(screen->arena, _(" (%s's)"), say_name(screen->arena, person))
                       : "",
               shared_day(screen, reply, "on"), *by ? say_name(screen->arena, by) : _("somebody"),
               say_instant(screen->arena, say_text(reply, "at"), screen->today));
}

/* Whether an item of it can still be answered by who reads this. */
static const char *find_open(const struct screen *screen, const json_t *reply)
{
    const json_t *results = json_object_get(reply, "results");
    if (!*screen->me || strcmp(say_text(reply, "person"), screen->me) != 0)
        return NULL;
    for (size_t i = 0; i < json_array_size(results); i++) {
        const json_t *result = json_array_get(results, i);
        if (strcmp(say_text(result, "result"), "fail") == 0 && !*say_text(result, "answeredAt"))
            return say_text(result, "item");
    }
    return NULL;
}

static void show_one(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    static const struct column columns[] = {
        {"item", N_("ITEM"), COLUMN_TEXT},     {"name", N_("WHAT IS LOOKED AT"), COLUMN_TEXT},
        {"result", N_("RESULT"), COLUMN_TEXT}, {"note", N_("NOTE"), COLUMN_TEXT},
        {"answer", N_("ANSWER"), COLUMN_TEXT},
    };
    (void)asked;
    show_head(screen, reply);
    if (say_number(reply, "insteadOf"))
        screen_say(screen, _("It stands instead of inspection %lld: %s"),
                   (long long)say_number(reply, "insteadOf"), say_text(reply, "why"));
    if (say_number(reply, "replacedBy"))
        screen_say(screen, _("Inspection %lld stands instead of it."),
                   (long long)say_number(reply, "replacedBy"));
    screen_table(screen, json_object_get(reply, "results"), columns, COUNT(columns),
                 _("Nothing was looked at."));
    const char *open = find_open(screen, reply);
    if (open)
        screen_say(screen,
                   _("To answer to what failed, once: kith inspection answer %lld %s"
                     " \"...\""),
                   (long long)say_number(reply, "inspectionId"), open);
}

static void show_answered(const struct screen *screen, const json_t *asked, const json_t *reply)
{
    (void)reply;
    screen_say(screen, _("Your words stand beside %s in inspection %lld from now on."),
               say_text(asked, "item"), (long long)say_number(asked, "inspectionId"));
}

const struct verb verbs_inspection[] = {
    {"list", "[--room ROOM] [--from PASTDATE]", "org.kith.Inspection.List", show_list,
     N_("what was looked at and what failed, as far as you may see it"), NULL},
    {"show", "NUMBER=inspectionId", "org.kith.Inspection.Show", show_one,
     N_("one inspection, item by item"), NULL},
    {"record",
     "ROOM [--shared] [--on PASTDATE] [--pass ITEMS=passed] [--fail ITEMS=failed]"
     " [--rest-passed] [--note NOTE...] [--instead-of NUMBER] [--why TEXT]",
     "org.kith.Inspection.Record", show_recorded, N_("put down what was found in a room"), NULL},
    {"answer", "NUMBER=inspectionId ITEM TEXT=words", "org.kith.Inspection.Answer", show_answered,
     N_("say once, in your own words, what there is to say of what failed in your room"), NULL},
    {"items", "", "org.kith.Inspection.Items", show_items, N_("what the house looks at"), NULL},
    {"item", "add= ITEM NAME", "org.kith.Inspection.AddItem", show_item_added,
     N_("one more thing to look at"), NULL},
    {"item", "remove= ITEM", "org.kith.Inspection.RemoveItem", show_item_removed,
     N_("look at it no more; what was found before stays"), NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
