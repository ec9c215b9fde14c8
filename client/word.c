#include "client/word.h"

#include <ctype.h>
#include <pwd.h>
#include <stdint.h>
#include <string.h>

#include "client/language.h"
#include "client/match.h"
#include "common/text.h"
#include "common/weekdays.h"
#include "common/when.h"

static json_t *write_day(civil_day day)
{
    char date[CIVIL_DATE_SIZE];
    civil_format(day, date);
    return json_string(date);
}

bool word_is_cut_off(const char *text)
{
    static const char *const beginnings[] = {"next", "last", "this", "in"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strcasecmp(text, beginnings[i]) == 0)
            return true;
    return false;
}

/* Why a date was not read. */
static const char *refuse_date(const char *text, const char *reason)
{
    return word_is_cut_off(text) ? _("Several words belong in quotes, as in \"next fri\".")
                                 : _(reason);
}

static json_t *read_day(const char *text, const struct word_setting *setting,
                        const char **ret_reason)
{
    civil_day day;
    const char *reason = NULL;
    if (when_date(text, setting->today, &day, &reason) == 0)
        return write_day(day);
    *ret_reason = refuse_date(text, reason);
    return NULL;
}

static json_t *read_past_day(const char *text, const struct word_setting *setting,
                             const char **ret_reason)
{
    civil_day day;
    const char *reason = NULL;
    if (when_past_date(text, setting->today, &day, &reason) == 0)
        return write_day(day);
    *ret_reason = refuse_date(text, reason);
    return NULL;
}

/* A day in it; or from Monday to Sunday, such as next week. */
static json_t *read_week(const char *text, const struct word_setting *setting,
                         const char **ret_reason)
{
    enum { DAYS_OF_WEEK = 7 };
    civil_day days[WHEN_DATES_MOST];
    size_t count = 0;
    const char *reason = NULL;
    if (when_date(text, setting->today, &days[0], &reason) == 0)
        return write_day(days[0]);
    if (when_dates(text, setting->today, days, &count, &reason) == 0 && count == DAYS_OF_WEEK &&
        civil_monday(days[0]) == days[0] && days[6] == days[0] + 6)
        return write_day(days[0]);
    *ret_reason = refuse_date(
        text, N_("A week is like next week or last week, or a day in it: fri or 2026-11-27."));
    return NULL;
}

static json_t *read_days(const char *text, const struct word_setting *setting,
                         const char **ret_reason)
{
    civil_day days[WHEN_DATES_MOST];
    size_t count = 0;
    const char *reason = NULL;
    if (when_dates(text, setting->today, days, &count, &reason) < 0) {
        *ret_reason = refuse_date(text, reason);
        return NULL;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, write_day(days[i]));
    return list;
}

static json_t *read_time(const char *text, const struct word_setting *setting,
                         const char **ret_reason)
{
    int32_t minute;
    char time[WHEN_MINUTE_SIZE];
    const char *reason = NULL;
    (void)setting;
    if (when_minute(text, &minute, &reason) < 0) {
        *ret_reason = _(reason);
        return NULL;
    }
    when_format_minute(minute, time);
    return json_string(time);
}

static json_t *read_number(const char *text, const struct word_setting *setting,
                           const char **ret_reason)
{
    int64_t number;
    (void)setting;
    if (text_to_int(text, INT64_MIN, INT64_MAX, &number) == 0)
        return json_integer(number);
    *ret_reason = _("A number has only digits, such as 12.");
    return NULL;
}

/* The minutes of a unit of time; 0 where there is none of that name. */
static int64_t unit_minutes(const char *name, size_t length)
{
    static const struct {
        const char *name;
        int minutes;
    } units[] = {{"minutes", 1}, {"mins", 1}, {"hours", 60}, {"hrs", 60}, {"days", 24 * 60}};
    size_t singular = length > 1 && name[length - 1] == 's' ? length - 1 : length;
    for (size_t i = 0; length && i < sizeof units / sizeof *units; i++)
        if (strncasecmp(units[i].name, name, length) == 0 ||
            strncasecmp(units[i].name, name, singular) == 0)
            return units[i].minutes;
    return length ? 0 : 1;
}

/* 90, 90 minutes, 2h, 1 hour 30, 1h30m: in minutes. */
static json_t *read_length(const char *text, const struct word_setting *setting,
                           const char **ret_reason)
{
    enum { DIGITS_MOST = 6 };
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int64_t minutes = 0;
    bool is_read = *text != '\0';
    while (is_read && *text) {
        int64_t number = 0;
        size_t digits = strspn(text, "0123456789");
        is_read = digits && digits <= DIGITS_MOST &&
                  text_to_int(arena_copy(setting->arena, text, digits), 0, INT32_MAX, &number) == 0;
        text += digits + strspn(text + digits, " ");
        size_t length = strspn(text, letters);
        int64_t unit = unit_minutes(text, length);
        is_read = is_read && unit;
        minutes += number * unit;
        text += length + strspn(text + length, " ");
    }
    if (is_read)
        return json_integer(minutes);
    *ret_reason = _("A length of time is like 90 minutes, 2 hours or 1h30.");
    return NULL;
}

static json_t *read_user(const char *text, const struct word_setting *setting,
                         const char **ret_reason)
{
    enum { TEXTS_SIZE = 16384 }; /* name, home and so on of one user */
    int64_t number;
    if (text_to_int(text, 0, UINT32_MAX, &number) == 0)
        return json_integer(number);
    if (setting->other_computer) {
        *ret_reason = _("For another computer give the user's number; `id -u NAME` tells it.");
        return NULL;
    }
    struct passwd user;
    struct passwd *found = NULL;
    char *texts = arena_alloc(setting->arena, TEXTS_SIZE);
    if (getpwnam_r(text, &user, texts, TEXTS_SIZE, &found) == 0 && found)
        return json_integer(user.pw_uid);
    *ret_reason = _("This computer has no user of that name.");
    return NULL;
}

/* One word for each piece between commas. */
static json_t *read_list(const char *text, const struct word_setting *setting,
                         const char **ret_reason)
{
    json_t *list = json_array();
    (void)setting;
    for (;;) {
        text += strspn(text, " ");
        size_t piece = strcspn(text, ",");
        size_t length = piece;
        while (length && text[length - 1] == ' ')
            length--;
        if (!length) {
            *ret_reason = _("Put one comma between two names, as in up-1,up-2.");
            json_decref(list);
            return NULL;
        }
        json_array_append_new(list, json_stringn(text, length));
        if (!text[piece])
            return list;
        text += piece + 1;
    }
}

/* "bed-made: the pillow lies on the floor" is of bed-made. */
static json_t *read_note(const char *text, const struct word_setting *setting,
                         const char **ret_reason)
{
    size_t length = strcspn(text, ":");
    const char *rest = text + length + (text[length] == ':');
    rest += strspn(rest, " ");
    if (length && text[length] && *rest)
        return json_pack("{s:s, s:s}", "item", arena_copy(setting->arena, text, length), "text",
                         rest);
    *ret_reason = _("An item, a colon, and what is to be said of it, in quotes: \"bed-made: the"
                    " pillow lies on the floor\".");
    return NULL;
}

/* Numbers with commas between them. */
static json_t *read_numbers(const char *text, const struct word_setting *setting,
                            const char **ret_reason)
{
    json_t *words = read_list(text, setting, ret_reason);
    json_t *numbers = words ? json_array() : NULL;
    for (size_t i = 0; numbers && i < json_array_size(words); i++) {
        int64_t number;
        if (text_to_int(json_string_value(json_array_get(words, i)), 1, INT32_MAX, &number) == 0) {
            json_array_append_new(numbers, json_integer(number));
        } else {
            json_decref(numbers);
            numbers = NULL;
        }
    }
    if (!numbers)
        *ret_reason = _("Put commas between the numbers of the steps, as in 1,3.");
    json_decref(words);
    return numbers;
}

/* The whole set, by the days' names. */
static json_t *read_weekdays(const char *text, const struct word_setting *setting,
                             const char **ret_reason)
{
    uint32_t set = 0;
    const char *reason = NULL;
    (void)setting;
    if (weekdays_read(text, &set, &reason) < 0) {
        *ret_reason = _(reason);
        return NULL;
    }
    json_t *list = json_array();
    for (int day = 0; day < 7; day++)
        if (set >> day & 1)
            json_array_append_new(list, json_string(weekdays_names[day]));
    return list;
}

static const struct word_source people = {"org.kith.Person.List", "people", "handle"};
static const struct word_source chores = {"org.kith.Chore.List", "chores", "handle"};
static const struct word_source houses = {"org.kith.House.List", "houses", "handle"};
static const struct word_source items = {"org.kith.Inspection.Items", "items", "item"};
static const struct word_source beds = {"org.kith.House.Show", "beds", "bed"};

#define DAYS      "today|tomorrow|yesterday"
#define PAST_DAYS "today|yesterday"
#define OFFICES   "president|secretary|treasurer|comptroller|coordinator|representative"

static const struct word words[] = {
    {"BED", NULL, NULL, &beds, false, NULL},
    {"BEDS", N_("Names with commas between them, such as up-1,up-2."), NULL, &beds, false,
     read_list},
    {"CHORE", NULL, NULL, &chores, false, NULL},
    {"COLUMNS", N_("Columns of the table that are not to come in, with commas between them."), NULL,
     NULL, false, NULL},
    {"DATE", N_("A day, such as today, fri, next fri, 27 nov, 2026-11-27 or +3d."), DAYS, NULL,
     true, read_day},
    {"DATES", N_("Days, such as fri, mon,wed,fri, mon..fri or next week."), DAYS, NULL, true,
     read_days},
    {"FIELDS",
     N_("With commas between them: area, instructions, schedule (then it comes round when somebody"
        " gives it), list, window, holders (then it may be anybody's)."),
     "area|instructions|schedule|list|window|holders", NULL, false, read_list},
    {"HOUSE", NULL, NULL, &houses, false, NULL},
    {"ITEMS", N_("Items with commas between them, such as bed-made,no-food."), NULL, &items, false,
     read_list},
    {"LENGTH", N_("A length of time, such as 90 minutes, 2 hours or 1h30."), NULL, NULL, false,
     read_length},
    {"NOTE", N_("An item and a word on it, in quotes: \"bed-made: the pillow lies on the floor\"."),
     NULL, NULL, false, read_note},
    {"NUMBER", NULL, NULL, NULL, false, read_number},
    {"OFFICE", NULL, OFFICES, NULL, false, NULL},
    {"PASTDATE",
     N_("A day that has been, such as today, fri (the last one), last fri, 27 nov, 2026-11-27 or"
        " -1d."),
     PAST_DAYS, NULL, true, read_past_day},
    {"PEOPLE", N_("Handles with commas between them, such as ann,ben."), NULL, &people, false,
     read_list},
    {"PERSON", N_("A handle, such as mike; of another house maple/mike."), NULL, &people, false,
     NULL},
    {"ROOM", NULL, NULL, &beds, false, NULL},
    {"STEPS", N_("Steps of how it is done, by number from 1, such as 1,3."), NULL, NULL, false,
     read_numbers},
    {"TIME", N_("A time of day, such as 9pm, 21:00, noon; 25:00 is 1 am of the next day."), NULL,
     NULL, false, read_time},
    {"WEEK",
     N_("A week, such as next week or last week; or a day in it, such as fri or 2026-11-27."), DAYS,
     NULL, true, read_week},
    {"WEEKDAYS", N_("Weekdays, such as mon-fri, mon,wed or sat."), NULL, NULL, false,
     read_weekdays},
    {"UID", N_("A user of this computer, by name or number."), NULL, NULL, false, read_user},
};

const struct word *word_find(const char *value)
{
    static const struct word other = {"", NULL, NULL, NULL, false, NULL};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, value) == 0)
            return &words[i];
    return &other;
}

/* One of `person|operator|kiosk`, or the beginning of one. */
static json_t *read_choice(const char *value, const char *text, struct arena *arena,
                           const char **ret_reason)
{
    enum { CHOICES_MAX = 16 };
    const char *names[CHOICES_MAX];
    const char *meant[CHOICES_MAX];
    size_t count = 0;
    char *rest = arena_text(arena, value);
    for (char *name; (name = strsep(&rest, "|")) && count < CHOICES_MAX;)
        names[count++] = name;
    if (match_names(text, names, count, meant) == 1)
        return json_string(meant[0]);
    *ret_reason = arena_format(arena, _("It is one of %s."), value);
    return NULL;
}

json_t *word_read(const char *value, const char *text, const struct word_setting *setting,
                  const char **ret_reason)
{
    const struct word *word = word_find(value);
    *ret_reason = _("This is not valid text.");
    if (islower((unsigned char)*value))
        return read_choice(value, text, setting->arena, ret_reason);
    return word->read ? word->read(text, setting, ret_reason) : json_string(text);
}
