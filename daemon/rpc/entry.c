#include "daemon/rpc/entry.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *member(const json_t *line, const char *name, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(line, name));
    return text ? text : otherwise;
}

static void read_on(const json_t *line, struct arena *arena, struct entry_line *ret)
{
    const json_t *on = json_object_get(line, "on");
    size_t count = json_array_size(on);
    int64_t *ids = arena_array(arena, count, sizeof *ids);
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(on, i));
        if (text && strncmp(text, "person:", 7) == 0)
            ids[known++] = strtoll(text + 7, NULL, 10);
    }
    ret->on = ids;
    ret->on_count = known;
}

int entry_parse(const struct audit_entry *entry, struct arena *arena, struct entry_line *ret)
{
    json_error_t error;
    json_t *line = json_loads(entry->body, JSON_REJECT_DUPLICATES, &error);
    if (!line)
        return -EBADMSG;
    struct entry_line read = {
        .at = arena_text(arena, member(line, "at", "")),
        .actor = arena_text(arena, member(line, "actor", "private")),
        .outcome = arena_text(arena, member(line, "outcome", "")),
    };
    const char *method = member(line, "method", NULL);
    const char *noun = member(line, "noun", "private");
    read.what = method ? arena_format(arena, "%s.%s", noun, method) : arena_text(arena, noun);
    read_on(line, arena, &read);
    json_decref(line);
    *ret = read;
    return 0;
}

const char *entry_at(struct call *call, const struct zone *zone, const struct entry_line *line)
{
    int64_t at = 0;
    int32_t offset = 0;
    if (civil_parse_instant(line->at, &at, &offset) < 0)
        return line->at;
    char *text = arena_alloc(call->arena, CIVIL_INSTANT_SIZE);
    civil_format_instant(at, zone ? zone_offset(zone, at) : 0, text);
    return text;
}
