#include "client/say.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "client/language.h"
#include "common/text.h"
#include "common/when.h"

/* The length of the character at `text`, as its first byte tells; within the text. */
static size_t character_length(const char *text)
{
    unsigned char first = (unsigned char)*text;
    size_t most = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    size_t length = 1;
    /* Only what goes on with it belongs to it: the byte behind a broken one is its own. */
    while (length < most && ((unsigned char)text[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* The number of a character of one to three bytes; all that are not clean are that short. */
static unsigned code_point(const char *text, size_t length)
{
    unsigned point = (unsigned char)*text;
    if (length > 1)
        point &= length == 2 ? 0x1FU : 0x0FU;
    for (size_t i = 1; i < length; i++)
        point = point << 6 | ((unsigned char)text[i] & 0x3FU);
    return point;
}

const char *say_safe(struct arena *arena, const char *text)
{
    enum { ESCAPE = 6 };
    if (text_is_clean(text, true))
        return text;
    char *safe = arena_alloc(arena, strlen(text) * ESCAPE + 1);
    char *end = safe;
    while (*text) {
        char character[5] = "";
        size_t length = character_length(text);
        memcpy(character, text, length);
        if (text_is_clean(character, true))
            end = mempcpy(end, character, length);
        else
            end += snprintf(end, ESCAPE + 1, "\\u%04x", code_point(text, length) & 0xFFFFU);
        text += length;
    }
    return safe;
}

const char *say_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

int64_t say_number(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

size_t say_count(const json_t *object, const char *name)
{
    return json_array_size(json_object_get(object, name));
}

const char *say_name(struct arena *arena, const char *handle)
{
    char *name = arena_text(arena, handle);
    *name = (char)toupper((unsigned char)*name);
    return name;
}

bool say_has(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *item = json_string_value(json_array_get(list, i));
        if (item && strcmp(item, text) == 0)
            return true;
    }
    return false;
}

const char *say_handle(struct arena *arena, const char *typed)
{
    char *small = arena_text(arena, typed);
    for (char *at = small; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)tolower((unsigned char)*at);
    const char *slash = strchr(small, '/');
    const char *house = slash ? arena_copy(arena, small, (size_t)(slash - small)) : "h";
    bool is_handle = text_is_handle(house) && text_is_handle(slash ? slash + 1 : small);
    return is_handle && strcmp(small, typed) != 0 ? small : NULL;
}

static const char *write_day(struct arena *arena, civil_day day, civil_day today)
{
    struct civil_date date = civil_to_ymd(day);
    const char *text = arena_format(arena, "%.3s %d %.3s", _(when_weekdays[civil_weekday(day)]),
                                    date.day, _(when_months[date.month - 1]));
    return date.year == civil_to_ymd(today).year ? text
                                                 : arena_format(arena, "%s %d", text, date.year);
}

const char *say_day(struct arena *arena, const char *date, civil_day today)
{
    civil_day day;
    return civil_parse(date, &day) == 0 ? write_day(arena, day, today) : date;
}

/* The clock that stood on the wall then and there. */
static bool read_instant(const char *instant, struct civil_time *ret_time)
{
    int64_t utc;
    int32_t offset;
    if (civil_parse_instant(instant, &utc, &offset) < 0)
        return false;
    *ret_time = civil_from_seconds(utc + offset);
    return true;
}

static const char *write_minute(struct arena *arena, int32_t minute)
{
    char text[WHEN_MINUTE_SIZE];
    when_say_minute(minute, text);
    return arena_text(arena, text);
}

const char *say_instant(struct arena *arena, const char *instant, civil_day today)
{
    struct civil_time time;
    if (!read_instant(instant, &time))
        return say_day(arena, instant, today);
    return arena_format(arena, _("%s, %s"), write_day(arena, time.day, today),
                        write_minute(arena, time.second / 60));
}

const char *say_clock(struct arena *arena, const char *instant, const char *date)
{
    struct civil_time time;
    civil_day day;
    if (!read_instant(instant, &time))
        return instant;
    const char *clock = write_minute(arena, time.second / 60);
    if (civil_parse(date, &day) < 0 || day == time.day)
        return clock;
    return arena_format(arena, "%.3s %s", _(when_weekdays[civil_weekday(time.day)]), clock);
}

const char *say_time(struct arena *arena, const char *time)
{
    int32_t minute;
    const char *reason;
    return when_minute(time, &minute, &reason) == 0 ? write_minute(arena, minute) : time;
}

static const char *join(struct arena *arena, const json_t *list, const char *between,
                        const char *before_last)
{
    const char *text = "";
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count; i++) {
        const char *item = json_string_value(json_array_get(list, i));
        const char *sign = i == 0 ? "" : i + 1 == count ? before_last : between;
        text = arena_format(arena, "%s%s%s", text, sign, item ? item : "");
    }
    return text;
}

const char *say_list(struct arena *arena, const json_t *list)
{
    return join(arena, list, ", ", _(" and "));
}

const char *say_joined(struct arena *arena, const json_t *list, const char *between)
{
    return join(arena, list, between, between);
}

const char *say_age(struct arena *arena, int64_t seconds)
{
    enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, MONTH = 30 * DAY, YEAR = 365 * DAY };
    unsigned long age = seconds > 0 ? (unsigned long)seconds : 0;
    if (age < MINUTE)
        return _("a moment");
    if (age < HOUR)
        return arena_format(arena, ngettext("%lu minute", "%lu minutes", age / MINUTE),
                            age / MINUTE);
    if (age < DAY)
        return arena_format(arena, ngettext("%lu hour", "%lu hours", age / HOUR), age / HOUR);
    if (age < 2 * MONTH)
        return arena_format(arena, ngettext("%lu day", "%lu days", age / DAY), age / DAY);
    if (age < 2 * YEAR)
        return arena_format(arena, ngettext("%lu month", "%lu months", age / MONTH), age / MONTH);
    return arena_format(arena, ngettext("%lu year", "%lu years", age / YEAR), age / YEAR);
}

const char *say_bytes(struct arena *arena, int64_t bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    size_t unit = 0;
    int64_t tenths = bytes * 10;
    if (bytes < 1024)
        return arena_format(arena, "%" PRId64 " %s", bytes, units[0]);
    for (; tenths >= 10240 && unit + 1 < sizeof units / sizeof *units; unit++)
        tenths /= 1024;
    return arena_format(arena, "%" PRId64 ".%" PRId64 " %s", tenths / 10, tenths % 10, units[unit]);
}
