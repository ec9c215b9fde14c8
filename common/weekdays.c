#include "common/weekdays.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/recur_speech.h"
#include "common/when.h"

const char *const weekdays_names[7] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
};

int32_t weekdays_by_name(const char *name)
{
    for (int32_t day = 0; day < 7; day++)
        if (strcmp(weekdays_names[day], name) == 0)
            return day;
    return -1;
}

int weekdays_read(const char *text, uint32_t *ret_set, const char **ret_reason)
{
    uint32_t set = 0;
    struct scan scan = scan_text(text);
    bool is_read = speech_either(&scan, "daily", "everyday");
    if (is_read)
        set = WEEKDAYS_ALL;
    else
        is_read = speech_weekdays(&scan, &set);
    if (is_read && scan_is_over(&scan)) {
        *ret_set = set;
        return 0;
    }
    *ret_reason = "Weekdays are like mon-fri, mon,wed or sat; daily is all of them.";
    return -EINVAL;
}

/* Where the row of days that begins with `day` ends. */
static int32_t row_end(uint32_t set, int32_t day)
{
    while (day < 6 && set >> (day + 1) & 1)
        day++;
    return day;
}

void weekdays_say(uint32_t set, char out[static WEEKDAYS_SAID_SIZE])
{
    size_t used = 0;
    out[0] = '\0';
    if ((set & WEEKDAYS_ALL) == WEEKDAYS_ALL) {
        (void)snprintf(out, WEEKDAYS_SAID_SIZE, "daily");
        return;
    }
    for (int32_t day = 0; day < 7; day++) {
        if (!(set >> day & 1))
            continue;
        int32_t end = row_end(set, day);
        used += (size_t)snprintf(out + used, WEEKDAYS_SAID_SIZE - used, "%s%.3s", used ? ", " : "",
                                 when_weekdays[day]);
        /* Two days are no shorter as a row. */
        if (end < day + 2)
            continue;
        used +=
            (size_t)snprintf(out + used, WEEKDAYS_SAID_SIZE - used, "-%.3s", when_weekdays[end]);
        day = end;
    }
}
